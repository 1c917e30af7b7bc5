"""The OpenAPI document of ``/v2/video/generations``: the vendor's schema, our additions, and the values of `core`."""

from __future__ import annotations

from typing import Any

from vitascope.core.generation import MAX_PROMPT_CHARS, MAX_SEED, MODELS

JsonObject = dict[str, Any]

_TEXT: JsonObject = {"type": "string"}
_ID: JsonObject = {"type": "string", "example": "0198c0de-3224-7b14-8e7d-0aa0db708325:ltxv/ltxv-2-fast"}


def document(*, version: str) -> JsonObject:
    """The whole document, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Vitascope",
            "version": version,
            "description": "A prompt, or a prompt and an image, in; a video with sound out. Submit, poll, download.",
        },
        "paths": {
            "/v2/video/generations": {
                "post": _operation(
                    "submit",
                    "Queue a generation",
                    {"requestBody": {"required": True, "content": _json("SubmitRequest")}},
                    _answers("Submitted", "Queued and on disk.", "400", "401", "403", "408", "413", "415"),
                ),
                "get": _operation(
                    "poll",
                    "See how a generation stands, and where its video is",
                    {"parameters": [_GENERATION_ID]},
                    _answers("Polled", "A failed generation is a 200 too, with status `error`.", "400", "401", "404"),
                ),
                "delete": _operation(
                    "cancel",
                    "Cancel a generation",
                    {"parameters": [_GENERATION_ID]},
                    _answers("Polled", "It ends at once or at its next step.", "400", "401", "404", "409"),
                ),
            }
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "SubmitRequest": _submit_request(),
                "Submitted": _SUBMITTED,
                "Polled": _POLLED,
                "Usage": _USAGE,
                "Problem": _PROBLEM,
            },
        },
    }


def _submit_request() -> JsonObject:
    limits = next(iter(MODELS.values()))
    return _object(
        {
            "model": {"type": "string", "enum": list(MODELS)},
            "prompt": {"type": "string", "minLength": 1, "maxLength": MAX_PROMPT_CHARS},
            "image_url": {
                "type": "string",
                "description": "An http(s) link, a data URI or base64: the first frame. Cropped to 16:9 at its centre.",
            },
            "duration": _number_choice(limits.durations_s, "Seconds."),
            "resolution": _choice(limits.resolutions, "The number is the short side, in pixels."),
            "aspect_ratio": _choice(limits.aspect_ratios, "Width to height."),
            "fps": _number_choice(limits.fps, "Frames a second."),
            "generate_audio": {"type": "boolean", "default": True},
            "seed": {
                "type": "integer",
                "minimum": 0,
                "maximum": MAX_SEED,
                "description": "The same request with the same seed gives the same clip. Drawn where absent.",
            },
        },
        required=("model", "prompt"),
        description="Numbers may come as strings; null is as good as absent; other fields are ignored.",
    )


def _operation(operation_id: str, summary: str, asks: JsonObject, answers: JsonObject) -> JsonObject:
    return {"operationId": operation_id, "summary": summary, "security": [{"key": []}], **asks, "responses": answers}


def _answers(schema: str, description: str, *problems: str) -> JsonObject:
    answers: JsonObject = {"200": {"description": description, "content": _json(schema)}}
    for status in (*problems, "500", "503"):
        answers[status] = {"description": "`message` says why.", "content": _json("Problem")}
    return answers


def _json(schema: str) -> JsonObject:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _object(properties: JsonObject, *, required: tuple[str, ...] = (), description: str | None = None) -> JsonObject:
    found: JsonObject = {"type": "object", "properties": properties}
    if required:
        found["required"] = list(required)
    if description:
        found["description"] = description
    return found


def _choice(legal: tuple[str, ...], description: str) -> JsonObject:
    return {"type": "string", "enum": list(legal), "default": legal[0], "description": description}


def _number_choice(legal: tuple[int, ...], description: str) -> JsonObject:
    return {"type": "integer", "enum": list(legal), "default": legal[0], "description": description}


def _texts(description: str) -> JsonObject:
    return {"type": "array", "items": _TEXT, "description": description}


_GENERATION_ID: JsonObject = {
    "name": "generation_id",
    "in": "query",
    "required": True,
    "description": "The `id` that the submit replied, raw or percent-encoded, with or without its model.",
    "schema": _ID,
}

_USAGE = _object(
    {
        "credits_used": {"type": "integer", "description": "2,000,000 are one US dollar."},
        "tokens_used": {"type": "integer", "description": "The same number under its older name."},
        "usd_spent": {"type": "number"},
    },
    required=("credits_used", "tokens_used", "usd_spent"),
)

_USAGE_REF: JsonObject = {"$ref": "#/components/schemas/Usage"}

_SUBMITTED = _object(
    {
        "id": _ID,
        "generation_id": _ID | {"description": "The same as `id`."},
        "status": {"type": "string", "enum": ["queued"]},
        "meta": _object(
            {"usage": _USAGE_REF, "adjusted": _texts("What was changed to make the request fit.")},
            required=("usage",),
        ),
    },
    required=("id", "generation_id", "status", "meta"),
)

_POLLED = _object(
    {
        "id": _ID,
        "status": {"type": "string", "enum": ["queued", "generating", "completed", "error"]},
        "video": _object(
            {
                "url": {"type": "string", "format": "uri", "description": "Signed and expiring; needs no header."},
                "content_type": _TEXT,
                "file_name": _TEXT,
                "file_size": {"type": "integer", "description": "Bytes."},
                "duration": {"type": "number", "description": "Seconds."},
                "width": {"type": "integer"},
                "height": {"type": "integer"},
                "fps": {"type": "number"},
                "has_audio": {"type": "boolean"},
            },
            required=("url",),
        ),
        "poster": {"type": "string", "format": "uri", "description": "The first frame as a JPEG."},
        "error": _object({"name": _TEXT, "message": _TEXT}, required=("name", "message")),
        "progress": {"type": "number", "minimum": 0, "maximum": 1},
        "queue_position": {"type": "integer", "minimum": 1},
        "meta": _object(
            {
                "usage": _USAGE_REF,
                "engine": _TEXT,
                "seed": {"type": "integer"},
                "stage": _TEXT,
                "adjusted": _texts("What was changed to make the request fit."),
                "approximated": _texts("What the engine drew or sounded only roughly."),
                "not_understood": _texts("What the engine left out."),
            }
        ),
    },
    required=("id", "status"),
    description="Keys that have nothing to say are absent.",
)

_PROBLEM = _object(
    {
        "requestId": _TEXT,
        "statusCode": {"type": "integer"},
        "timestamp": {"type": "string", "format": "date-time"},
        "path": _TEXT,
        "message": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "instance": _TEXT,
        "error": _object(
            {"name": _TEXT, "message": _TEXT, "data": _object({"kind": _TEXT, "field": _TEXT}, required=("kind",))},
            required=("name", "message", "data"),
        ),
    },
    required=("requestId", "statusCode", "timestamp", "path", "message", "error"),
)
