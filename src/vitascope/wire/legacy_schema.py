"""The older paths in OpenAPI: the twins of ``/v2/video/generations``, and those of the providers."""

from __future__ import annotations

from typing import Any

from vitascope.core.generation import MAX_PROMPT_CHARS, MODELS
from vitascope.wire import aimlapi_schema
from vitascope.wire.legacy import PROVIDERS
from vitascope.wire.schema_parts import (
    FLAG,
    LINK,
    TEXT,
    JsonObject,
    array_of,
    asked_json,
    choice,
    in_path,
    object_of,
    ref,
)

TWINS = {"/v1/video/generations": "AtV1", "/video/generations": "AtRoot"}
"""Each with what its operations' names end in."""

LEGACY = "/v2/generate/video/{provider}/generation"
_LEGACY_ENDING = "AtProvider"

EXAMPLE: JsonObject = {
    "model": "ltxv/ltxv-2-fast",
    "prompt": "Mona Lisa puts on glasses with her hands.",
    "image_url": "https://images.example.org/mona-lisa.jpeg",
    "duration": "5",
}


def paths() -> JsonObject:
    """Every path of this surface."""
    first = aimlapi_schema.paths()[aimlapi_schema.PATH]
    found: JsonObject = {path: _renamed(first, ending) for path, ending in TWINS.items()}
    return {**found, LEGACY: _legacy(first)}


def schemas() -> JsonObject:
    """Every schema that only these paths name."""
    modern = aimlapi_schema.schemas()
    polled, page = modern["Polled"], modern["GenerationList"]
    video = {"anyOf": [polled["properties"]["video"], array_of(LINK, "Of runway's path: the link alone.")]}
    return {
        "LegacyRequest": _request(),
        "LegacyPolled": {**polled, "properties": {**polled["properties"], "video": video}},
        "LegacyList": {**page, "properties": {**page["properties"], "data": array_of(ref("LegacyPolled"))}},
        "LegacyPolledOrList": {"anyOf": [ref("LegacyPolled"), ref("LegacyList")]},
    }


def _legacy(first: JsonObject) -> JsonObject:
    swapped: JsonObject = _with_refs(
        _renamed(first, _LEGACY_ENDING), {"Polled": "LegacyPolled", "PolledOrList": "LegacyPolledOrList"}
    )
    provider = in_path("provider", choice(PROVIDERS, "Whose names for fields it takes.", default=False), "A provider.")
    for method in swapped.values():
        method["parameters"] = [provider, *method.get("parameters", ())]
        for next_asked in method["responses"]["200"].get("links", {}).values():
            next_asked["parameters"] = {**next_asked["parameters"], "provider": "$request.path.provider"}
    swapped["post"] |= {
        "summary": "Queue a generation as programs for other providers' models ask for it",
        "requestBody": asked_json("LegacyRequest", example=EXAMPLE),
    }
    return swapped


def _request() -> JsonObject:
    number = {"type": ["string", "number"], "description": "What is not offered becomes what is."}
    size = {**TEXT, "description": "`720P` or `1280x720`."}
    shape = {**TEXT, "description": "16:9, whatever is asked."}
    image = {"type": ["string", "object"], "description": "A link, a data URI or base64; or an object with a `url`."}
    last = {**image, "description": "Likewise, the last frame; left out where the engine follows none."}
    images = array_of(image, "The first of them becomes the first frame.")
    return object_of(
        {
            "model": choice(tuple(MODELS), "What renders.", default=False),
            "prompt": {"type": "string", "minLength": 1, "maxLength": MAX_PROMPT_CHARS},
            **_all(("image_url", "first_frame_image", "first_frame_url", "img_url", "image"), image),
            **_all(("last_image_url", "tail_image_url", "last_frame_image", "last_frame_url", "image_tail"), last),
            **_all(("image_list", "references"), images),
            **_all(("duration", "fps"), number),
            **_all(("resolution", "size", "frame_size"), size),
            **_all(("aspect_ratio", "ratio"), shape),
            **_all(("generate_audio", "enable_audio"), FLAG),
            "seed": {"type": "integer", "description": "-1 asks for any."},
        },
        required=("model", "prompt"),
        description="Values that are not offered become those that are. What nothing takes, and the image of a dead "
        "link, are left out. `meta.adjusted` says each of it.",
    )


def _all(names: tuple[str, ...], schema: JsonObject) -> JsonObject:
    return dict.fromkeys(names, schema)


def _renamed(operations: JsonObject, ending: str) -> JsonObject:
    """A copy, whose operations and links to them have names of their own."""
    return {method: _copied(said, ending) for method, said in operations.items()}


def _copied(value: Any, ending: str) -> Any:
    if isinstance(value, dict):
        return {
            key: f"{inner}{ending}" if key == "operationId" else _copied(inner, ending) for key, inner in value.items()
        }
    return [_copied(inner, ending) for inner in value] if isinstance(value, list) else value


def _with_refs(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        if isinstance(name := value.get("$ref"), str):
            schema = name.rpartition("/")[2]
            return ref(names.get(schema, schema))
        return {key: _with_refs(inner, names) for key, inner in value.items()}
    return [_with_refs(inner, names) for inner in value] if isinstance(value, list) else value
