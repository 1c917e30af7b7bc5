"""``/v1/videos`` in OpenAPI: the shape that OpenAI's clients speak, our additions, and the values of `core`."""

from __future__ import annotations

from vitascope.core.generation import CAMERA_MOTIONS, LONG_MODELS, MAX_PROMPT_CHARS, MAX_SEED
from vitascope.core.listing import MAX_PAGE
from vitascope.core.options import LEAST_EXPIRY_S, MAX_PRIORITY, MOST_EXPIRY_S
from vitascope.wire.aimlapi_schema import HEADERS, LAST_IMAGE, REMIX_SOURCE
from vitascope.wire.openai import ALIASES, VARIANTS
from vitascope.wire.schema_parts import (
    FLAG,
    LINK,
    NUMBER,
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
    link,
    nullable,
    object_of,
    operation,
    ref,
    texts,
)

TAG = "videos"
PROBLEM = "VideoProblem"
PATH = "/v1/videos"

_EXAMPLE: JsonObject = {"prompt": "A dragon flies over a mountain and roars.", "seconds": "8", "size": "1920x1080"}
_ID = in_path("id", {"type": "string"}, "The `id` that the create replied.")
_WAIT = in_query(
    "wait", {"type": "number", "minimum": 0, "maximum": 60}, "Seconds for which the reply may wait for an end."
)
_POLL_AFTER: JsonObject = {
    "openai-poll-after-ms": {
        "description": "Milliseconds after which it is worth asking again; absent once it has ended.",
        "schema": {"type": "integer", "minimum": 1},
    }
}
_REFUSALS = ("400", "401", "403", "408", "409", "413", "415")


def paths() -> JsonObject:
    """Every path of this surface."""
    one = f"{PATH}/{{id}}"
    return {
        PATH: {"post": _create(), "get": _list()},
        one: {"get": _retrieve(), "delete": _delete()},
        f"{one}/content": {"get": _content()},
        f"{one}/remix": {"post": _remix()},
        f"{one}/cancel": {"post": _cancel()},
        f"{one}/events": {"get": _events()},
    }


def schemas() -> JsonObject:
    """Every schema that the paths name."""
    return {
        "VideoCreate": _body(),
        "VideoCreateForm": _body(form=True),
        "VideoRemix": object_of({"prompt": _PROMPT, **_options()}, required=("prompt",)),
        "Video": _VIDEO,
        "VideoList": _LIST,
        "VideoDeleted": _DELETED,
        PROBLEM: _PROBLEM,
    }


def _create() -> JsonObject:
    body = asked_json("VideoCreate", example=_EXAMPLE)
    body["content"]["multipart/form-data"] = {"schema": ref("VideoCreateForm")}
    body["content"]["application/x-www-form-urlencoded"] = {"schema": ref("VideoCreate")}
    return operation(
        "createVideo",
        "Queue a video",
        {"parameters": list(HEADERS), "requestBody": body},
        answers(
            "Video", "Queued and on disk.", *_REFUSALS, "404", problem=PROBLEM, links=_follow(), headers=_POLL_AFTER
        ),
        tag=TAG,
    )


def _list() -> JsonObject:
    parameters = [
        in_query("after", TEXT, "The `last_id` of the page before."),
        in_query("limit", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 20}, "Items on a page."),
        in_query("order", choice(("desc", "asc"), "Newest or oldest first."), "By time of creation."),
    ]
    told = answers(
        "VideoList", "Videos of this key's account, whatever path they came by.", "400", "401", problem=PROBLEM
    )
    return operation("listVideos", "List videos", {"parameters": parameters}, told, tag=TAG)


def _retrieve() -> JsonObject:
    told = answers(
        "Video", "A failed video is a 200 too, with status `failed`.", "400", "401", "404",
        problem=PROBLEM, headers=_POLL_AFTER,
    )  # fmt: skip
    return operation("retrieveVideo", "See how a video stands", {"parameters": [_ID, _WAIT]}, told, tag=TAG)


def _delete() -> JsonObject:
    told = answers(
        "VideoDeleted", "Gone, with its files; cancelled, if it had not ended.", "401", "404", problem=PROBLEM
    )
    return operation("deleteVideo", "Delete a video", {"parameters": [_ID]}, told, tag=TAG)


def _content() -> JsonObject:
    told = answers("Video", "", "400", "401", "404", "416", problem=PROBLEM)
    told["200"] = {
        "description": "The file. `Range` and conditional requests are understood.",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("video/mp4", "image/jpeg")},
    }
    told["206"] = {**told["200"], "description": "The part that was asked for."}
    told["304"] = {"description": "The client has it already."}
    told["404"] = {**told["404"], "description": "Unknown, failed, or with the code `video_not_ready` not made yet."}
    variant = in_query(
        "variant",
        choice(VARIANTS, "The MP4; a still as a JPEG; or frames from all along the clip in one JPEG."),
        "Which file.",
    )
    return operation("retrieveVideoContent", "Download a video", {"parameters": [_ID, variant]}, told, tag=TAG)


def _remix() -> JsonObject:
    return operation(
        "remixVideo",
        "Queue a video with the settings and the image of another, and its own prompt",
        {
            "parameters": [_ID, *HEADERS],
            "requestBody": asked_json("VideoRemix", example={"prompt": "The same at night."}),
        },
        answers(
            "Video", "Queued and on disk.", *_REFUSALS, "404", problem=PROBLEM, links=_follow(), headers=_POLL_AFTER
        ),
        tag=TAG,
    )


def _cancel() -> JsonObject:
    told = answers("Video", "It ends at once or at its next step.", "401", "404", "409", problem=PROBLEM)
    return operation("cancelVideo", "Cancel a video", {"parameters": [_ID]}, told, tag=TAG)


def _events() -> JsonObject:
    told = answers("Video", "", "401", "404", problem=PROBLEM)
    told["200"] = {
        "description": "A `text/event-stream`; the `data` of each event is the video as it stands, with `percent`, "
        "`stage`, `step` and `steps`. The events are those of `/v2/video/generations/events`.",
        "content": {"text/event-stream": {"schema": {**TEXT, "contentSchema": ref("Video")}}},
    }
    told["204"] = {"description": "The client has the last event already: there is no need to connect again."}
    last = in_header("Last-Event-ID", TEXT, "The `id` of the last event that was received; it is not sent again.")
    return operation("videoEvents", "Follow a video by server-sent events", {"parameters": [_ID, last]}, told, tag=TAG)


def _follow() -> JsonObject:
    given = {"id": "$response.body#/id"}
    operations = ("retrieveVideo", "retrieveVideoContent", "remixVideo", "cancelVideo", "deleteVideo")
    return {name: link(name, given) for name in operations}


def _options() -> JsonObject:
    return {
        "webhook_url": {**LINK, "description": "Told when it has ended (Standard Webhooks)."},
        "priority": {
            "type": "integer",
            "minimum": -MAX_PRIORITY,
            "maximum": MAX_PRIORITY,
            "default": 0,
            "description": "Among your own queued videos: higher goes first.",
        },
        "expires_in": {
            "type": "integer",
            "minimum": LEAST_EXPIRY_S,
            "maximum": MOST_EXPIRY_S,
            "description": "Seconds for which the files are kept once it has ended.",
        },
    }


def _body(*, form: bool = False) -> JsonObject:
    """The fields of a create; in a form the image may come as a file."""
    limits = next(iter(LONG_MODELS.values()))
    lengths = ", ".join(str(s) for s in limits.durations_s + limits.long_durations_s)
    source = "an http(s) link, a data URI or base64"
    image: JsonObject = {
        "input_reference": {
            "description": f"The first frame, cropped to 16:9 at its centre: {source}.",
            "anyOf": [TEXT, object_of({"image_url": TEXT}, required=("image_url",))],
        }
    }
    if form:
        image = {
            "input_reference": {
                "type": "string",
                "format": "binary",
                "description": "The first frame, as a file; cropped to 16:9 at its centre.",
            },
            "input_reference[image_url]": {"type": "string", "description": f"The same as {source}."},
        }
    said = object_of(
        {
            "prompt": _PROMPT,
            "model": {
                **choice((*LONG_MODELS, *ALIASES), "What renders; other names stand for one of the first two."),
            },
            "seconds": {
                "type": "string",
                "default": str(limits.durations_s[0]),
                "description": f"{lengths} at 1920x1080 by the first model, else up to 10; others go up to the next.",
            },
            "size": {
                "type": "string",
                "default": "1920x1080",
                "description": "1920x1080, 2560x1440 or 3840x2160; others become the nearest by their short side.",
            },
            **image,
            "last_image_url": LAST_IMAGE,
            "fps": {"type": "integer", "default": limits.fps[0], "description": "25 or 50; others become the nearest."},
            "generate_audio": {**FLAG, "default": True},
            "seed": {
                "type": "integer",
                "minimum": 0,
                "maximum": MAX_SEED,
                "description": "The same request with the same seed gives the same clip. Drawn where absent.",
            },
            "camera_motion": choice(CAMERA_MOTIONS, "How the camera moves; from the prompt if absent.", default=False),
            "remix_of": REMIX_SOURCE,
            **_options(),
        },
        description="Numbers may come as strings; other fields are ignored. What was changed to make the request fit "
        "is in the video's `adjusted`.",
    )
    return {**said, "anyOf": [{"required": ["prompt"]}, {"required": ["remix_of"]}]}


_PROMPT: JsonObject = {"type": "string", "minLength": 1, "maxLength": MAX_PROMPT_CHARS}

_MOMENT: JsonObject = {"type": "integer", "description": "Seconds since 1970."}

_VIDEO = object_of(
    {
        "id": {"type": "string", "format": "uuid"},
        "object": {"type": "string", "const": "video"},
        "created_at": _MOMENT,
        "completed_at": nullable(_MOMENT),
        "expires_at": nullable({**_MOMENT, "description": "When its files go, where the request said so."}),
        "status": {"type": "string", "enum": ["queued", "in_progress", "completed", "failed"]},
        "progress": {"type": "integer", "minimum": 0, "maximum": 100},
        "model": TEXT,
        "seconds": TEXT,
        "size": TEXT,
        "prompt": TEXT,
        "remixed_from_video_id": nullable(TEXT),
        "error": nullable(object_of({"code": TEXT, "message": TEXT}, required=("code", "message"))),
        "engine": {"type": "string", "description": "What draws it."},
        "seed": WHOLE,
        "fps": NUMBER,
        "generate_audio": FLAG,
        "camera_motion": TEXT,
        "adjusted": texts("What was changed to make the request fit."),
        "notice": {"type": "string", "description": "What keeps it waiting, where no worker for it is there."},
        "queue_position": {"type": "integer", "minimum": 1},
        "seconds_left": {"type": "number", "minimum": 0, "description": "Estimated, until it has ended."},
        "approximated": texts("What the engine drew or sounded only roughly."),
        "not_understood": texts("What the engine left out."),
    },
    required=(
        *("id", "object", "created_at", "completed_at", "expires_at", "status", "progress", "model", "seconds", "size"),
        *("prompt", "remixed_from_video_id", "error", "engine", "seed", "fps", "generate_audio", "adjusted"),
    ),
)

_LIST = object_of(
    {
        "object": {"type": "string", "const": "list"},
        "data": array_of(ref("Video")),
        "has_more": FLAG,
        "first_id": nullable(TEXT),
        "last_id": nullable(TEXT),
    },
    required=("object", "data", "has_more", "first_id", "last_id"),
)

_DELETED = object_of(
    {"id": TEXT, "object": {"type": "string", "const": "video.deleted"}, "deleted": {"type": "boolean", "const": True}},
    required=("id", "object", "deleted"),
)

_PROBLEM = object_of(
    {
        "error": object_of(
            {"message": TEXT, "type": TEXT, "param": nullable(TEXT), "code": nullable(TEXT)},
            required=("message", "type", "param", "code"),
        )
    },
    required=("error",),
)
