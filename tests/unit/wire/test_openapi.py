"""`vitascope.wire.openapi`: the document says what the parser and the replies do."""

from __future__ import annotations

import json
from typing import Any

from tests.unit.wire.test_aimlapi import COMPLETED, QUEUED
from vitascope.core.generation import MODELS
from vitascope.wire.aimlapi import polled, read_submit, submitted
from vitascope.wire.openapi import document

DOCUMENT = document(version="1")
SCHEMAS = DOCUMENT["components"]["schemas"]


def test_every_reference_leads_somewhere() -> None:
    references = {part.split('"')[0] for part in json.dumps(DOCUMENT).split("#/components/schemas/")[1:]}
    assert references == set(SCHEMAS)


def test_every_documented_value_is_read() -> None:
    for name, field in SCHEMAS["SubmitRequest"]["properties"].items():
        for value in field.get("enum", []):
            read_submit({"model": next(iter(MODELS)), "prompt": "x", name: value})


def test_every_key_of_a_reply_is_documented() -> None:
    assert undocumented(submitted(QUEUED), SCHEMAS["Submitted"]) == []
    assert undocumented(polled(QUEUED), SCHEMAS["Polled"]) == []
    assert undocumented(polled(COMPLETED, video_link="v", poster_link="p"), SCHEMAS["Polled"]) == []


def undocumented(value: Any, schema: dict[str, Any]) -> list[str]:
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    if not isinstance(value, dict):
        return []
    known = schema.get("properties", {})
    inner = [path for key in value.keys() & known.keys() for path in undocumented(value[key], known[key])]
    return [*(value.keys() - known.keys()), *inner]
