"""Webhooks in OpenAPI: what is sent to the address that a submit names, and what is read of the reply."""

from __future__ import annotations

from vitascope.wire.aimlapi_schema import TAG
from vitascope.wire.schema_parts import MOMENT, TEXT, JsonObject, in_header, object_of, ref

_HEADERS = (
    in_header("webhook-id", TEXT, "The same at every try."),
    in_header("webhook-timestamp", TEXT, "Unix seconds of this try."),
    in_header(
        "webhook-signature", TEXT, "`v1,` and an HMAC-SHA256 of id, timestamp and body in base64; several by spaces."
    ),
)

_EVENTS = {
    "video.completed": "A video is there; its link is in the message.",
    "video.failed": "A generation has ended in an error, which costs nothing.",
    "video.cancelled": "A generation was cancelled, which costs nothing.",
}

_DATA: JsonObject = {
    "description": "What a poll replies where the submit went: `/v2/video/generations`, `/v1/videos`, the LTX API.",
    "anyOf": [ref("Polled"), ref("Video"), ref("LtxJob")],
}


def webhooks() -> JsonObject:
    """The document's section of this name (OpenAPI 3.1)."""
    return {event: {"post": _message(event, summary)} for event, summary in _EVENTS.items()}


def _message(event: str, summary: str) -> JsonObject:
    body = object_of(
        {"type": {"const": event}, "timestamp": MOMENT, "data": _DATA}, required=("type", "timestamp", "data")
    )
    return {
        "summary": summary,
        "tags": [TAG],
        "parameters": [{**header, "required": True} for header in _HEADERS],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "2XX": {"description": "Taken."},
            "410": {"description": "Not wanted; it is not sent again."},
            "default": {"description": "It is sent again, for about a day."},
        },
    }
