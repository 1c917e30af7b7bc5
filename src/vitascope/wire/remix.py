"""``remix_of``: a request that starts from another clip's, on the surfaces that carry it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from vitascope.core.errors import NotFound
from vitascope.core.generation import GenerationSpec
from vitascope.wire import fields
from vitascope.wire.aimlapi import JsonObject, read_id

FIELD = "remix_of"
_HINT = "give a generation's id, or a clip as an http(s) link, a data URI or base64."


def read_remix_of(body: Mapping[str, Any]) -> UUID | str | None:
    """An id, in either form; a clip, as what names or holds it; ``None`` where the body has no such field.

    Raises `InvalidField` for what is no text.
    """
    value = fields.text(body, FIELD, _HINT)
    if value is None:
        return None
    try:
        return read_id(value)
    except NotFound:
        return value


def source_fields(spec: GenerationSpec) -> JsonObject:
    """A clip's request as a submit's body would say it. Its image is not among it."""
    said: JsonObject = {
        "model": spec.model,
        "prompt": spec.prompt,
        "duration": spec.duration_s,
        "resolution": spec.resolution.name,
        "fps": int(spec.fps),
        "generate_audio": spec.generate_audio,
        "seed": spec.seed,
    }
    return said if spec.camera_motion is None else {**said, "camera_motion": spec.camera_motion}


def started_from(spec: GenerationSpec, body: Mapping[str, Any]) -> JsonObject:
    """``body`` over the request of ``spec``. A null is as good as absent, here too."""
    return {**source_fields(spec), **{name: value for name, value in body.items() if value is not None}}
