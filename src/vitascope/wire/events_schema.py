"""Server-sent events and long poll in OpenAPI."""

from __future__ import annotations

from vitascope.wire.aimlapi_schema import GENERATION_ID, TAG
from vitascope.wire.schema_parts import LINK, TEXT, WHOLE, JsonObject, answers, in_header, object_of, operation, ref

_STREAM = """A `text/event-stream`. Every event's `data` is the reply that a poll would give at that moment, with
`percent`, `stage`, `step` and `steps` beside it, and `poster` as soon as that frame is made. `event` is `status` at the
beginning and when the status changes, `progress` for all other news, `done` for the last, after which the stream ends,
and `deleted` where the generation was deleted. Comments keep a silent connection alive."""


def paths() -> JsonObject:
    """Every path of this surface."""
    replies = answers("GenerationEvent", _STREAM, "400", "401", "404")
    replies["200"]["content"] = {"text/event-stream": {"schema": {**TEXT, "contentSchema": ref("GenerationEvent")}}}
    replies["204"] = {"description": "The client has the last event already: there is no need to connect again."}
    last = in_header("Last-Event-ID", TEXT, "The `id` of the last event that was received; it is not sent again.")
    return {
        "/v2/video/generations/events": {
            "get": operation(
                "events",
                "Follow a generation by server-sent events",
                {"parameters": [GENERATION_ID, last]},
                replies,
                tag=TAG,
            )
        }
    }


def schemas() -> JsonObject:
    """Every schema that the paths name."""
    beside = object_of(
        {
            "percent": {**WHOLE, "minimum": 0, "maximum": 100},
            "stage": {**TEXT, "description": "What the engine is doing, in a word or two."},
            "step": {**WHOLE, "description": "Of `steps`, in this stage."},
            "steps": WHOLE,
            "poster": {**LINK, "description": "A frame of the clip as a JPEG, while the rest is being made and after."},
        }
    )
    return {"GenerationEvent": {"description": "The data of one event.", "allOf": [ref("Polled"), beside]}}
