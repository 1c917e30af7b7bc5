"""``/v2/video/generations`` in OpenAPI: the vendor's schema, our additions, and the values of `core`."""

from __future__ import annotations

from typing import get_args

from vitascope.core.errors import LimitName, LimitOwner
from vitascope.core.generation import CAMERA_MOTIONS, MAX_PROMPT_CHARS, MAX_SEED, MODELS
from vitascope.core.listing import MAX_PAGE
from vitascope.core.options import LEAST_EXPIRY_S, MAX_KEY_CHARS, MAX_PRIORITY, MOST_EXPIRY_S
from vitascope.wire.schema_parts import (
    FLAG,
    LINK,
    MOMENT,
    NUMBER,
    TEXT,
    WHOLE,
    JsonObject,
    answers,
    array_of,
    asked_json,
    choice,
    in_header,
    in_query,
    link,
    number_choice,
    object_of,
    operation,
    ref,
    texts,
)

TAG = "generations"
PATH = "/v2/video/generations"

EXAMPLE: JsonObject = {
    "model": "ltxv/ltxv-2-fast",
    "prompt": "A dragon flies over a mountain and roars.",
    "duration": 6,
}

_ID: JsonObject = {"type": "string", "example": "0198c0de-3224-7b14-8e7d-0aa0db708325:ltxv/ltxv-2-fast"}

GENERATION_ID = in_query(
    "generation_id",
    _ID,
    "The `id` that the submit replied, raw or percent-encoded, with or without its model.",
    required=True,
)

_WAIT = in_query(
    "wait",
    {"type": "number", "minimum": 0, "maximum": 60, "default": 0},
    "Seconds for which the reply may be held back until the generation has ended.",
)

HEADERS = (
    in_header(
        "Idempotency-Key",
        {"type": "string", "minLength": 1, "maxLength": MAX_KEY_CHARS},
        "The same key and body give the same generation for 24 hours; another body is a 409.",
    ),
    in_header("X-Client-Request-Id", TEXT, "Your own name for this request; echoed, and kept in the logs."),
)


def paths() -> JsonObject:
    """Every path of this surface."""
    return {PATH: _generations(), f"{PATH}/finish": _finish()}


def _generations() -> JsonObject:
    follow = {
        "poll": link("poll", {"generation_id": "$response.body#/id"}),
        "cancel": link("cancel", {"generation_id": "$response.body#/id"}),
    }
    return {
        "post": operation(
            "submit",
            "Queue a generation",
            {"parameters": list(HEADERS), "requestBody": asked_json("SubmitRequest", example=EXAMPLE)},
            answers(
                "Submitted",
                "Queued and on disk.",
                *("400", "401", "403", "404", "408", "409", "413", "415"),
                links=follow,
            ),
            tag=TAG,
        ),
        "get": operation(
            "poll",
            "See how a generation stands and where its video is; or list, without an id",
            {"parameters": [{**GENERATION_ID, "required": False}, _WAIT, *_list_parameters()]},
            answers(
                "PolledOrList",
                "A failed generation is a 200 too, with status `error`.",
                *("400", "401", "404"),
            ),
            tag=TAG,
        ),
        "delete": operation(
            "cancel",
            "Cancel a generation",
            {"parameters": [GENERATION_ID]},
            answers("Polled", "It ends at once or at its next step.", "400", "401", "404", "409"),
            tag=TAG,
        ),
    }


def _finish() -> JsonObject:
    follow = {"poll": link("poll", {"generation_id": "$response.body#/id"})}
    return {
        "post": operation(
            "finish",
            "Make the whole of a draft",
            {"parameters": list(HEADERS), "requestBody": asked_json("FinishRequest")},
            answers(
                "Submitted",
                "A generation of its own, queued and on disk; it goes on from where the draft stopped.",
                *("400", "401", "403", "404", "408", "409", "413", "415"),
                links=follow,
            ),
            tag=TAG,
        )
    }


def schemas() -> JsonObject:
    """Every schema that the paths name."""
    return {
        "SubmitRequest": _submit_request(),
        "FinishRequest": _finish_request(),
        "Submitted": _SUBMITTED,
        "Polled": _POLLED,
        "PolledOrList": {"anyOf": [ref("Polled"), ref("GenerationList")]},
        "GenerationList": _LIST,
        "Usage": _USAGE,
        "Problem": _PROBLEM,
    }


def _list_parameters() -> list[JsonObject]:
    return [
        in_query("limit", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 20}, "Items on a page."),
        in_query(
            "cursor",
            TEXT,
            "The `next_cursor` of the page before. A page may be short, or empty, with more behind it: see `has_more`.",
        ),
        in_query("order", choice(("desc", "asc"), "Newest or oldest first."), "By time of submission."),
        in_query("status", TEXT, "Only these, separated by commas or repeated: queued, generating, completed, error."),
        in_query("model", TEXT, "Only these, separated by commas or repeated."),
        in_query("from", MOMENT, "Submitted then or later."),
        in_query("to", MOMENT, "Submitted before."),
    ]


REMIX_SOURCE: JsonObject = {
    "type": "string",
    "description": "Start from another clip's request, images and seed; every other field goes over it. The id of a "
    "generation of yours, or a clip that Vitascope made: an http(s) link, a data URI or base64.",
}


LAST_IMAGE: JsonObject = {
    "type": "string",
    "description": "Ours. Likewise the last frame, with or without a first one. For engines that follow one; any other "
    "is a 400.",
}


_HOW: JsonObject = {
    "webhook_url": {**LINK, "description": "Told when it has ended (Standard Webhooks)."},
    "priority": {
        "type": "integer",
        "minimum": -MAX_PRIORITY,
        "maximum": MAX_PRIORITY,
        "default": 0,
        "description": "Among your own queued generations: higher goes first.",
    },
    "expires_in": {
        "type": "integer",
        "minimum": LEAST_EXPIRY_S,
        "maximum": MOST_EXPIRY_S,
        "description": "Seconds for which the files are kept once it has ended.",
    },
}
"""How a request is to be treated, whatever it asks for."""


def _finish_request() -> JsonObject:
    draft = {**_ID, "description": "The draft: a generation of yours that was submitted with `draft: true`."}
    return object_of({"generation_id": draft, **_HOW}, required=("generation_id",))


def _submit_request() -> JsonObject:
    limits = next(iter(MODELS.values()))
    said = object_of(
        {
            "model": choice(tuple(MODELS), "What renders.", default=False),
            "prompt": {"type": "string", "minLength": 1, "maxLength": MAX_PROMPT_CHARS},
            "image_url": {
                "type": "string",
                "description": "An http(s) link, a data URI or base64: the first frame. Cropped to 16:9 at its centre.",
            },
            "last_image_url": LAST_IMAGE,
            "duration": number_choice(limits.durations_s, "Seconds."),
            "resolution": choice(limits.resolutions, "The number is the short side, in pixels."),
            "aspect_ratio": choice(limits.aspect_ratios, "Width to height."),
            "fps": number_choice(limits.fps, "Frames a second."),
            "generate_audio": {**FLAG, "default": True},
            "seed": {
                "type": "integer",
                "minimum": 0,
                "maximum": MAX_SEED,
                "description": "The same request with the same seed gives the same clip. Drawn where absent.",
            },
            "camera_motion": choice(CAMERA_MOTIONS, "How the camera moves; from the prompt if absent.", default=False),
            "draft": {
                **FLAG,
                "default": False,
                "description": "The first stage alone, at half the height and width, for a share of the price; "
                "`/v2/video/generations/finish` makes the whole of it. For engines that make drafts.",
            },
            "remix_of": REMIX_SOURCE,
            **_HOW,
        },
        description="Numbers may come as strings; null is as good as absent; other fields are ignored.",
    )
    return {**said, "anyOf": [{"required": ["model", "prompt"]}, {"required": ["remix_of"]}]}


_USAGE = object_of(
    {
        "credits_used": {"type": "integer", "description": "2,000,000 are one US dollar."},
        "tokens_used": {"type": "integer", "description": "The same number under its older name."},
        "usd_spent": NUMBER,
    },
    required=("credits_used", "tokens_used", "usd_spent"),
)

_ORIGIN: JsonObject = {
    "draft": {**FLAG, "description": "It is the first stage alone."},
    "remix_of": {"type": "string", "format": "uuid", "description": "The generation that it started from."},
    "finish_of": {"type": "string", "format": "uuid", "description": "The draft that it finishes."},
}

_SUBMITTED = object_of(
    {
        "id": _ID,
        "generation_id": _ID | {"description": "The same as `id`."},
        "status": {"type": "string", "enum": ["queued"]},
        "meta": object_of(
            {
                "usage": ref("Usage"),
                **_ORIGIN,
                "adjusted": texts("What was changed to make the request fit."),
                "notice": {**TEXT, "description": "What keeps it waiting, where no worker for it is there."},
            },
            required=("usage",),
        ),
    },
    required=("id", "generation_id", "status", "meta"),
)

_POLLED = object_of(
    {
        "id": _ID,
        "status": {"type": "string", "enum": ["queued", "generating", "completed", "error"]},
        "video": object_of(
            {
                "url": {**LINK, "description": "Signed and expiring; needs no header."},
                "content_type": TEXT,
                "file_name": TEXT,
                "file_size": {"type": "integer", "description": "Bytes."},
                "duration": {"type": "number", "description": "Seconds."},
                "width": WHOLE,
                "height": WHOLE,
                "fps": NUMBER,
                "has_audio": FLAG,
            },
            required=("url",),
        ),
        "poster": {**LINK, "description": "A frame of the clip as a JPEG."},
        "error": object_of({"name": TEXT, "message": TEXT}, required=("name", "message")),
        "progress": {"type": "number", "minimum": 0, "maximum": 1},
        "queue_position": {"type": "integer", "minimum": 1},
        "seconds_left": {"type": "number", "minimum": 0, "description": "Estimated, until it has ended."},
        "meta": object_of(
            {
                "usage": ref("Usage"),
                "engine": TEXT,
                "seed": WHOLE,
                **_ORIGIN,
                "stage": TEXT,
                "adjusted": texts("What was changed to make the request fit."),
                "notice": {**TEXT, "description": "What keeps it waiting, where no worker for it is there."},
                "approximated": texts("What the engine drew or sounded only roughly."),
                "not_understood": texts("What the engine left out."),
            }
        ),
    },
    required=("id", "status"),
    description="Keys that have nothing to say are absent.",
)

_LIST = object_of(
    {
        "data": array_of(
            {"allOf": [ref("Polled"), object_of({"prompt": {**TEXT, "description": "What was asked for."}})]}
        ),
        "pagination": object_of(
            {"next_cursor": {"type": ["string", "null"]}, "has_more": FLAG}, required=("next_cursor", "has_more")
        ),
    },
    required=("data", "pagination"),
)

_LIMIT = object_of(
    {
        "name": choice(get_args(LimitName), "What is limited.", default=False),
        "of": choice(get_args(LimitOwner), "Whose limit it is.", default=False),
        "value": {"type": "number"},
        "used": {"type": "number"},
    },
    required=("name", "of", "value", "used"),
)

_PROBLEM = object_of(
    {
        "requestId": TEXT,
        "statusCode": WHOLE,
        "timestamp": MOMENT,
        "path": TEXT,
        "message": TEXT,
        "title": TEXT,
        "status": WHOLE,
        "instance": TEXT,
        "error": object_of(
            {
                "name": TEXT,
                "message": TEXT,
                "data": object_of(
                    {"kind": TEXT, "field": TEXT, "retry_after_s": WHOLE, "limit": _LIMIT}, required=("kind",)
                ),
            },
            required=("name", "message", "data"),
        ),
    },
    required=("requestId", "statusCode", "timestamp", "path", "message", "error"),
)
