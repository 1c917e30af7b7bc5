"""The end of a generation: status, usage and job close in one transaction, under the fence, exactly once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from vitascope.core.errors import VitascopeError
from vitascope.core.generation import Artifact, Status
from vitascope.store import metrics
from vitascope.store.database import Connection
from vitascope.store.queue import Claim
from vitascope.store.rows import artifact_to_json

END = """
update generations set
    status = %(status)s, progress = case when %(status)s = 'completed' then 1 else progress end, stage = null,
    step = null, steps = null, finished_at = now(), artifact = %(artifact)s, notes = %(notes)s,
    error_code = %(code)s, error_message = %(message)s,
    expires_at = now() + make_interval(secs => expires_in_s)
where id = %(id)s and attempt = %(attempt)s and status = 'generating'
returning extract(epoch from finished_at - started_at)::float8 as took_s,
    case when cancel_requested then extract(epoch from finished_at - cancel_requested_at)::float8 end as cancel_s
"""

USAGE = """
update usage set state = %(state)s, settled_at = now() where generation_id = %(id)s and state = 'held' returning 1
"""

JOBS = "from procrastinate_jobs where id = %(job)s or queueing_lock = %(lock)s and status = 'todo'"
"""The claim's own job, and one that the reconciler made because that was lost. Not Procrastinate's own
``finish_job``, which raises where there is none: a clip that is made is settled all the same."""


async def complete(conn: Connection, claim: Claim, artifact: Artifact, notes: Mapping[str, Any]) -> bool:
    """Close as completed and charge. False where the claim is lost: then nothing was written."""
    return await _settle(
        conn,
        claim,
        {"status": Status.COMPLETED, "artifact": Jsonb(artifact_to_json(artifact)), "notes": Jsonb(dict(notes))},
    )


async def fail(conn: Connection, claim: Claim, error: VitascopeError) -> bool:
    """Close as an error that costs nothing. False where the claim is lost."""
    return await _settle(conn, claim, {"status": Status.ERROR, "code": error.code, "message": str(error)})


async def end_cancelled(conn: Connection, claim: Claim) -> bool:
    """Close as cancelled, which costs nothing. False where the claim is lost."""
    return await _settle(conn, claim, {"status": Status.CANCELLED})


async def _settle(conn: Connection, claim: Claim, values: Mapping[str, Any]) -> bool:
    nothing = {"artifact": None, "notes": Jsonb({}), "code": None, "message": None}
    async with conn.transaction():
        jobs = {"job": claim.job_id, "lock": str(claim.id)}
        await conn.execute(f"select 1 {JOBS} for update", jobs)
        ended = await conn.execute(END, {**nothing, **values, "id": claim.id, "attempt": claim.attempt})
        row = await ended.fetchone()
        if row is None:
            before = await _settled_before(conn, claim, values["status"])
            if not before:
                metrics.REFUSED.labels("settle").inc()
            return before
        state = "charged" if values["status"] is Status.COMPLETED else "released"
        await conn.execute(USAGE, {"state": state, "id": claim.id})
        await conn.execute(f"delete {JOBS}", jobs)
    _count(claim, values["status"], row)
    return True


def _count(claim: Claim, status: Status, row: Mapping[str, Any]) -> None:
    spec = claim.generation.spec
    metrics.ENDED.labels(spec.model, spec.engine, str(status)).inc()
    if row["took_s"] is not None:
        metrics.RENDER.labels(spec.model, spec.engine, str(status)).observe(row["took_s"])
    if status is Status.CANCELLED and row["cancel_s"] is not None:
        metrics.CANCEL.observe(row["cancel_s"])


async def _settled_before(conn: Connection, claim: Claim, status: Status) -> bool:
    """Whether this very settlement is on disk already: its commit came through, the answer did not."""
    cursor = await conn.execute(
        "select 1 from generations where id = %s and attempt = %s and status = %s", (claim.id, claim.attempt, status)
    )
    return await cursor.fetchone() is not None
