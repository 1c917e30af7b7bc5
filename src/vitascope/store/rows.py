"""Rows of ``generations`` ⇄ `core.generation.Generation`."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from functools import lru_cache
from typing import Any

from vitascope.core.generation import Artifact, Generation, GenerationSpec, Status
from vitascope.store.database import Row

COLUMNS = """g.id, g.account_id, g.key_id as made_by_key, g.spec, g.status, g.attempt, g.created_at, u.credits,
    g.progress, g.stage, g.image_key, g.last_image_key, g.finish_of, g.started_at, g.finished_at, g.cancel_requested,
    g.error_code, g.error_message, g.artifact, g.adjusted, g.notes, g.surface, g.client_request_id,
    g.priority, g.remix_of, g.webhook_url, g.expires_at, g.step, g.steps, g.base_url, g.tag, g.cost_s,
    g.poster_key, extract(epoch from now() - g.claimed_at)::float8 as elapsed_s"""
"""What `generation` and `estimate.estimated` read, from ``generations g join usage u on u.generation_id = g.id``.

``elapsed_s`` is since the claim, null where there is none: by the database's clock, which is the same for everybody."""

GONE_AT = """
    coalesce(g.files_deleted_at, g.deleted_at, case when g.expires_at <= now() then g.expires_at end)
"""
"""Since when a generation is not to be seen any more, or null: what is due is gone before a sweep has come by."""

_FIELDS = frozenset(Generation.__dataclass_fields__)

_rate = lru_cache(maxsize=64)(Fraction)
"""Frame rates are few, and to read one takes longer than the rest of a clip's description."""


def generation(row: Row) -> Generation:
    artifact = row["artifact"]
    fields = {name: value for name, value in row.items() if name in _FIELDS}
    fields["spec"] = GenerationSpec.from_json(row["spec"])
    fields["status"] = Status(row["status"])
    fields["artifact"] = None if artifact is None else artifact_from_json(artifact)
    fields["adjusted"] = tuple(row["adjusted"])
    return Generation(**fields)


def artifact_to_json(artifact: Artifact) -> dict[str, Any]:
    return {**asdict(artifact), "fps": str(artifact.fps)}


def artifact_from_json(data: dict[str, Any]) -> Artifact:
    return Artifact(**{**data, "fps": _rate(data["fps"])})
