"""The one OpenAPI document: the paths and schemas of every surface, in one piece."""

from __future__ import annotations

from vitascope.wire import (
    account_schema,
    aimlapi_schema,
    events_schema,
    legacy_schema,
    ltx_schema,
    openai_schema,
    webhooks_schema,
)
from vitascope.wire.schema_parts import JsonObject

SURFACES = (aimlapi_schema, legacy_schema, events_schema, ltx_schema, openai_schema, account_schema)
"""Modules with ``paths()`` and ``schemas()``."""


def document(*, version: str) -> JsonObject:
    """The whole document, OpenAPI 3.1. A path or schema that two surfaces define is a mistake of ours."""
    paths: JsonObject = {}
    schemas: JsonObject = {}
    for surface in SURFACES:
        paths |= _new(paths, surface.paths())
        schemas |= _new(schemas, surface.schemas())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Vitascope",
            "version": version,
            "description": "A prompt, or a prompt and an image, in; a video with sound out. Submit, poll, download.",
        },
        "paths": paths,
        "webhooks": webhooks_schema.webhooks(),
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}, "schemas": schemas},
    }


def _new(known: JsonObject, more: JsonObject) -> JsonObject:
    """``more``, which defines nothing that is known already: two surfaces with one name are a mistake of ours."""
    if both := known.keys() & more.keys():
        raise AssertionError(f"defined twice: {sorted(both)}")
    return more
