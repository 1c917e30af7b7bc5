"""The official LTX API in OpenAPI: its schema, our additions, and the values of `core`."""

from __future__ import annotations

from vitascope.core.generation import CAMERA_MOTIONS, LONG_MODELS, MAX_PROMPT_CHARS, MAX_SEED
from vitascope.core.listing import MAX_PAGE
from vitascope.core.options import LEAST_EXPIRY_S, MAX_PRIORITY, MOST_EXPIRY_S
from vitascope.wire.aimlapi_schema import HEADERS
from vitascope.wire.ltx import ABSENT, ENDPOINTS, MODEL_NAMES, SIZES, Endpoint
from vitascope.wire.schema_parts import (
    FLAG,
    LINK,
    MOMENT,
    TEXT,
    WHOLE,
    JsonObject,
    answers,
    array_of,
    asked_json,
    choice,
    in_header,
    in_path,
    in_query,
    json_content,
    link,
    nullable,
    object_of,
    operation,
    ref,
    texts,
)

TAG = "LTX"
PROBLEM = "LtxProblem"

_BODY: dict[Endpoint, str] = {"text-to-video": "LtxTextToVideo", "image-to-video": "LtxImageToVideo"}
_REFUSALS = ("400", "401", "402", "403", "408", "409", "413", "415", "529")
_ID = in_path("id", {"type": "string", "format": "uuid"}, "The `id` that the POST replied.")
_WAIT = in_query(
    "wait", {"type": "number", "minimum": 0, "maximum": 60}, "Seconds for which the reply may wait for an end."
)
_LIST_PARAMETERS = [
    in_query("limit", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 20}, "Jobs on a page."),
    in_query(
        "cursor",
        TEXT,
        "The `next_cursor` of the page before. A page may be short, or empty, with more behind it: see `has_more`.",
    ),
    in_query("order", {"type": "string", "enum": ["desc", "asc"], "default": "desc"}, "By time of submission."),
    in_query("status", TEXT, "Only these, separated by commas or repeated: pending, processing, completed, failed."),
    in_query("model", TEXT, "Only these, separated by commas or repeated."),
    in_query("from", TEXT, "Submitted at this moment or later (ISO 8601)."),
    in_query("to", TEXT, "Submitted before this moment."),
]
_EXAMPLE: JsonObject = {
    "prompt": "A dragon flies over a mountain and roars.",
    "model": "ltx-2-fast",
    "duration": 8,
    "resolution": "1920x1080",
    "camera_motion": "dolly_in",
}


def paths() -> JsonObject:
    """Every path of this surface."""
    found: JsonObject = {}
    for endpoint in ENDPOINTS:
        found[f"/v1/{endpoint}"] = {"post": _make(endpoint)}
        found[f"/v2/{endpoint}"] = {"post": _queue(endpoint), "get": _list(endpoint)}
        found[f"/v2/{endpoint}/{{id}}"] = {"get": _job(endpoint), "delete": _cancel(endpoint)}
        found[f"/v2/{endpoint}/{{id}}/events"] = {"get": _events(endpoint)}
    for name, why in ABSENT.items():
        for version in ("v1", "v2"):
            found[f"/{version}/{name}"] = {"post": _absent(version, name, why)}
    found["/v1/upload"] = {"post": _upload()}
    return found


def schemas() -> JsonObject:
    """Every schema that the paths name."""
    return {
        "LtxTextToVideo": _body("text-to-video"),
        "LtxImageToVideo": _body("image-to-video"),
        "LtxAccepted": _ACCEPTED,
        "LtxJob": _JOB,
        "LtxJobList": _LIST,
        "LtxUpload": _UPLOAD,
        PROBLEM: _PROBLEM,
    }


def operation_id(verb: str, endpoint: str) -> str:
    """``ltxMakeTextToVideo``."""
    return f"ltx{verb}{''.join(word.capitalize() for word in endpoint.split('-'))}"


def _make(endpoint: Endpoint) -> JsonObject:
    told = answers("LtxJob", "", *_REFUSALS, "504", problem=PROBLEM)
    told["200"] = {
        "description": "The clip itself, once it is made. A client that closes its connection before cancels it, "
        "unless it sent an Idempotency-Key to come back with.",
        "headers": {
            name: {"description": description, "schema": TEXT}
            for name, description in (
                ("x-generation-id", "The id for GET /v2/…"),
                ("x-seed", "What gives the same clip again."),
                ("x-engine", "What made it."),
                ("x-adjusted", "What was changed to make the request fit: a JSON list, absent where nothing was."),
            )
        },
        "content": {"video/mp4": {"schema": {"type": "string", "contentMediaType": "video/mp4"}}},
    }
    return operation(
        operation_id("Make", endpoint), f"Make a video ({endpoint}) and answer with it", _asks(endpoint), told, tag=TAG
    )


def _queue(endpoint: Endpoint) -> JsonObject:
    follow = {
        verb.lower(): link(operation_id(verb, endpoint), {"id": "$response.body#/id"}) for verb in ("Job", "Cancel")
    }
    return operation(
        operation_id("Queue", endpoint),
        f"Queue a video ({endpoint})",
        _asks(endpoint),
        answers("LtxAccepted", "Queued and on disk.", *_REFUSALS, status="202", problem=PROBLEM, links=follow),
        tag=TAG,
    )


def _job(endpoint: Endpoint) -> JsonObject:
    return operation(
        operation_id("Job", endpoint),
        f"See how a job stands ({endpoint}), and where its video is",
        {"parameters": [_ID, _WAIT]},
        answers("LtxJob", "A failed job is a 200 too.", "400", "401", "404", problem=PROBLEM),
        tag=TAG,
    )


def _cancel(endpoint: Endpoint) -> JsonObject:
    return operation(
        operation_id("Cancel", endpoint),
        f"Cancel a job ({endpoint})",
        {"parameters": [_ID]},
        answers("LtxJob", "It ends at once or at its next step.", "401", "404", "409", problem=PROBLEM),
        tag=TAG,
    )


def _list(endpoint: Endpoint) -> JsonObject:
    return operation(
        operation_id("List", endpoint),
        f"List jobs ({endpoint})",
        {"parameters": _LIST_PARAMETERS},
        answers("LtxJobList", "A page, which may hold fewer than were asked for.", "400", "401", problem=PROBLEM),
        tag=TAG,
    )


def _events(endpoint: Endpoint) -> JsonObject:
    told = answers("LtxJob", "", "401", "404", problem=PROBLEM)
    told["200"] = {
        "description": "The job's states, as in a poll, until it has ended: the events of "
        "`/v2/video/generations/events`.",
        "content": {"text/event-stream": {"schema": TEXT}},
    }
    told["204"] = {"description": "The last event was had already."}
    last = in_header("Last-Event-ID", TEXT, "The id of the last event that was had.")
    return operation(
        operation_id("Events", endpoint),
        f"Follow a job by server-sent events ({endpoint})",
        {"parameters": [_ID, last]},
        told,
        tag=TAG,
    )


def _absent(version: str, name: str, why: str) -> JsonObject:
    told = {
        status: {"description": "The message says why.", "content": json_content(PROBLEM)}
        for status in ("400", "401", "429", "500", "503")
    }
    return operation(operation_id(version.upper(), name), f"Not there: {why}", {}, told, tag=TAG)


def _upload() -> JsonObject:
    return operation(
        "ltxUpload",
        "Ask for a link to PUT a file to",
        {},
        answers(
            "LtxUpload",
            "PUT the file, 100 MB at most, to `upload_url` within the hour; `storage_uri` is good as `image_uri` "
            "and `last_frame_uri` for 24 hours, for this account alone.",
            "401",
            problem=PROBLEM,
        ),
        tag=TAG,
    )


def _asks(endpoint: Endpoint) -> JsonObject:
    image = {"image_uri": "https://example.com/first-frame.png"} if endpoint == "image-to-video" else {}
    return {"parameters": list(HEADERS), "requestBody": asked_json(_BODY[endpoint], example=_EXAMPLE | image)}


def _body(endpoint: Endpoint) -> JsonObject:
    image: JsonObject = {}
    last_frame: JsonObject = {}
    if endpoint == "image-to-video":
        image["image_uri"] = {
            "type": "string",
            "description": "An https link, a data URI, or the storage_uri of an upload: the first frame. Cropped to "
            "16:9 at its centre.",
        }
        last_frame["last_frame_uri"] = {
            "type": "string",
            "description": "Likewise the last frame, for every model. For engines that follow one; any other is a 400.",
        }
    durations = sorted({d for limits in LONG_MODELS.values() for d in limits.durations_s + limits.long_durations_s})
    return object_of(
        {
            "prompt": {"type": "string", "minLength": 1, "maxLength": MAX_PROMPT_CHARS},
            **image,
            **last_frame,
            "model": choice(tuple(MODEL_NAMES), "Our own names are read too.", default=False),
            "duration": {
                "type": "integer",
                "enum": durations,
                "description": "Seconds; above 10 for the fast model at 1920x1080 and 25 frames a second alone.",
            },
            "resolution": choice(tuple(SIZES), "Width x height, in pixels.", default=False),
            "fps": {
                "type": "integer",
                "enum": [25, 50, 24, 48],
                "default": 25,
                "description": "24 and 48 become 25 and 50.",
            },
            "generate_audio": {**FLAG, "default": True},
            "camera_motion": choice(CAMERA_MOTIONS, "What the camera does.", default=False),
            "seed": {"type": "integer", "minimum": 0, "maximum": MAX_SEED, "description": "Ours. Drawn where absent."},
            "priority": {
                "type": "integer", "minimum": -MAX_PRIORITY, "maximum": MAX_PRIORITY, "default": 0,
                "description": "Ours. Among your own queued jobs: higher goes first.",
            },
            "expires_in": {
                "type": "integer", "minimum": LEAST_EXPIRY_S,
                "maximum": MOST_EXPIRY_S,
                "description": "Ours. Seconds for which the clip is kept once it is made.",
            },
            "webhook_url": {**LINK, "description": "Ours. Told when it has ended."},
        },
        required=("prompt", *image, "model", "duration", "resolution"),
        description="Numbers may come as strings; null is as good as absent; other fields are ignored.",
    )  # fmt: skip


_ACCEPTED = object_of(
    {
        "id": {"type": "string", "format": "uuid"},
        "created_at": MOMENT,
        "adjusted": texts("What was changed to make the request fit."),
        "notice": {"type": "string", "description": "What keeps it waiting, where no worker for it is there."},
    },
    required=("id", "created_at"),
)

_JOB = object_of(
    {
        "id": {"type": "string", "format": "uuid"},
        "status": {"type": "string", "enum": ["pending", "processing", "completed", "failed"]},
        "created_at": MOMENT,
        "completed_at": {**MOMENT, "description": "When it ended, whichever way."},
        "result": object_of({"video_url": LINK}, required=("video_url",)),
        "error": object_of({"type": TEXT, "message": TEXT}, required=("type", "message")),
        "progress": {"type": "number", "minimum": 0, "maximum": 1},
        "queue_position": {"type": "integer", "minimum": 1},
        "seconds_left": {"type": "number", "minimum": 0, "description": "An estimate."},
        "engine": TEXT,
        "seed": WHOLE,
        "adjusted": texts("What was changed to make the request fit."),
        "notice": {"type": "string", "description": "What keeps it waiting, where no worker for it is there."},
        "approximated": texts("What the engine drew or sounded only roughly."),
        "not_understood": texts("What the engine left out."),
    },
    required=("id", "status", "created_at"),
    description="Keys that have nothing to say are absent. What is not of the official API comes after `error`.",
)

_LIST = object_of(
    {
        "data": array_of(ref("LtxJob")),
        "pagination": object_of(
            {"next_cursor": nullable(TEXT), "has_more": FLAG}, required=("next_cursor", "has_more")
        ),
    },
    required=("data", "pagination"),
)

_UPLOAD = object_of(
    {
        "upload_url": {**LINK, "description": "Signed; takes one PUT, without a key."},
        "storage_uri": {"type": "string", "example": "ltx://uploads/0198c0de-3224-4b14-8e7d-0aa0db708325"},
        "expires_at": {**MOMENT, "description": "Of the link."},
        "required_headers": {"type": "object", "description": "To send along with the PUT; none are needed."},
    },
    required=("upload_url", "storage_uri", "expires_at", "required_headers"),
)

_PROBLEM = object_of(
    {
        "type": {"type": "string", "enum": ["error"]},
        "error": object_of({"type": TEXT, "message": TEXT}, required=("type", "message")),
    },
    required=("type", "error"),
)
