"""The official LTX API as its clients speak it: JSON objects read into `core` values, and replies written back.

Source: the wire contract, section 10. Beyond what that API takes, a body may carry ``seed`` and what `wire.options`
reads; frame rates of its later models are brought to the nearest that ours have, and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from vitascope.core.errors import BadInput, InvalidField, NotFound, UnusableImage
from vitascope.core.generation import (
    CAMERA_MOTIONS,
    LONG_MODELS,
    MAX_SEED,
    Generation,
    GenerationRequest,
    Status,
    one_of,
)
from vitascope.core.media import RESOLUTIONS
from vitascope.wire import fields

JsonObject = dict[str, Any]

Endpoint = Literal["text-to-video", "image-to-video"]
ENDPOINTS: tuple[Endpoint, ...] = ("text-to-video", "image-to-video")

ABSENT = {
    "audio-to-video": "no engine here makes a video from sound",
    "retake": "no engine here renders a part of a video anew",
    "extend": "no engine here makes a video longer",
    "video-to-video-hdr": "no engine here makes HDR frames",
    "video-to-video-reframe": "no engine here reframes a video",
    "reframe": "no engine here reframes a video",
}
"""Endpoints of the official API that this server has not, and why."""

PATHS = ("/v1/upload", *(f"/{version}/{name}" for version in ("v1", "v2") for name in (*ENDPOINTS, *ABSENT)))
"""Everything that is asked in this API's form."""

MODEL_NAMES = {
    "ltx-2-fast": "ltxv/ltxv-2-fast",
    "ltx-2-pro": "ltxv/ltxv-2",
    "ltx-2-3-fast": "ltxv/ltxv-2-fast",
    "ltx-2-3-pro": "ltxv/ltxv-2",
}
"""This surface's names of our models. The vendor, too, serves a whole generation of names by one model."""

_OWN = ("ltx-2-fast", "ltx-2-pro")
SIZES = {f"{r.width}x{r.height}": r.name for r in RESOLUTIONS.values()}
RATES = {24: 25, 48: 50}
"""What programs written for its later models send, and what ours take: the clip is as long, and drawn a little more
often. To refuse them would turn away programs that only spell out the present default."""

UPLOAD_SCHEME = "ltx://uploads/"
IMAGE, LAST_IMAGE = "image_uri", "last_frame_uri"

_STATUS = {
    Status.QUEUED: "pending",
    Status.GENERATING: "processing",
    Status.COMPLETED: "completed",
    Status.ERROR: "failed",
    Status.CANCELLED: "failed",
}

_LISTED_STATUS = {"pending": "queued", "processing": "generating", "failed": "error"}

_KINDS = {
    "cancelled": "cancelled",
    "stalled": "timeout_error",
    "deadline_exceeded": "timeout_error",
    "engine_missing": "service_unavailable",
}
"""An ended generation's error code to an error type of this surface; any other is an ``api_error``."""


def read_request(body: Mapping[str, Any], endpoint: Endpoint) -> tuple[GenerationRequest, tuple[str, ...]]:
    """What a body asks, and what had to be changed for it, a sentence each.

    Raises `BadInput` where a field is missing, of the wrong type, or asks for what is not there; whether a number is
    legal for the model is for `core` to say.
    """
    if (remix_of := body.get("remix_of")) is not None:  # left aside, it would make another clip than was meant
        raise InvalidField("remix_of", remix_of, "it is taken by /v2/video/generations and /v1/videos; not here.")
    prompt = fields.text(body, "prompt", "give it as text.")
    if prompt is None:
        raise BadInput("prompt is required")
    model, adjusted = _model(body)
    limits = LONG_MODELS[model]
    resolution = _resolution(body)
    fps = fields.choice_of_numbers(body, "fps", limits.fps)
    if fps in RATES:
        adjusted.append(f"fps: {fps} became {RATES[fps]}, the nearest that {model} takes.")
        fps = RATES[fps]
    legal = limits.durations(resolution, fps if fps in limits.fps else limits.fps[0])
    duration = fields.choice_of_numbers(body, "duration", legal)
    if duration is None:
        raise BadInput(f"duration is required: {one_of(legal)}")
    image, last_image = _images(body, endpoint)
    request = GenerationRequest(
        model=model,
        prompt=prompt,
        image=image,
        last_image=last_image,
        duration_s=duration,
        resolution=resolution,
        fps=fps,
        generate_audio=fields.flag(body, "generate_audio"),
        seed=fields.whole(body, "seed", f"use a whole number from 0 to {MAX_SEED}."),
        camera_motion=fields.name(body, "camera_motion", CAMERA_MOTIONS),
    )
    return request, tuple(adjusted)


def _model(body: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Our model, and what there is to tell of it."""
    names = (*MODEL_NAMES, *LONG_MODELS)
    asked = fields.text(body, "model", one_of(names))
    if asked is None:
        raise BadInput(f"model is required: {one_of(tuple(MODEL_NAMES))}")
    asked = fields.spelled(asked, names)
    if asked in LONG_MODELS:
        return asked, []
    model = MODEL_NAMES.get(asked)
    if model is None:
        nearest = "ltx-2-pro" if "pro" in asked[:100].lower() else "ltx-2-fast"
        raise InvalidField("model", asked, one_of(tuple(MODEL_NAMES), nearest))
    return model, [] if asked in _OWN else [f"model: {asked} is served by {model}."]


def _resolution(body: Mapping[str, Any]) -> str:
    """The name that `core` knows a size by: ``1080p`` for ``1920x1080``."""
    asked = fields.name(body, "resolution", tuple(SIZES))
    if asked is None:
        raise BadInput(f"resolution is required: {one_of(tuple(SIZES))}")
    plain = asked[:40].strip().lower().replace("×", "x")
    if plain in RESOLUTIONS:
        return plain
    if plain not in SIZES:
        raise InvalidField("resolution", asked, one_of(tuple(SIZES), _nearest_size(plain)))
    return SIZES[plain]


def _nearest_size(plain: str) -> str:
    """The size whose short side is closest to that of ``1080x1920``, or to the number in ``720p``; else the first."""
    numbers = [int(part) for part in plain.removesuffix("p").split("x") if part.isascii() and part.isdigit()]
    if not numbers:
        return next(iter(SIZES))
    short = min(numbers)
    return min(SIZES, key=lambda size: abs(int(size.partition("x")[2]) - short))


def _images(body: Mapping[str, Any], endpoint: Endpoint) -> tuple[str | None, str | None]:
    """Those of the first and the last frame. The official API has the latter for its later models alone."""
    hint = f"give an https link, a data URI, or the storage_uri of an upload ({UPLOAD_SCHEME}…)."
    first, last = (fields.filled(body, field, hint) for field in (IMAGE, LAST_IMAGE))
    if endpoint == "text-to-video":
        for field, given in ((IMAGE, first), (LAST_IMAGE, last)):
            if given is not None:
                raise BadInput(f"{field} is not read by text-to-video: POST this body to image-to-video.")
        return None, None
    if first is None:
        raise BadInput(f"{IMAGE} is required: {hint}")
    return first.strip(), None if last is None else last.strip()


def upload_of(image: str | None, field: str) -> UUID | None:
    """The upload that a field names; ``None`` for any other. Raises `UnusableImage` for a torn name."""
    if image is None or not image[:20].lower().startswith("ltx:"):
        return None
    try:
        return UUID(image.removeprefix(UPLOAD_SCHEME))
    except ValueError:
        raise UnusableImage(
            field, image, f"an upload is named {UPLOAD_SCHEME}<uuid>, as POST /v1/upload replied."
        ) from None


def read_id(text: str) -> UUID:
    """Raises `NotFound`."""
    try:
        return UUID(text[:100])
    except ValueError:
        raise NotFound("There is no job with this id; use the `id` that the POST replied.") from None


def asked_of_a_list(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """A list's query in the words of `wire.listing`: this surface has names of its own for statuses and models."""
    names = {"status": _LISTED_STATUS, "model": MODEL_NAMES}
    return [
        (field, ",".join(names.get(field, {}).get(part.strip(), part) for part in value.split(",")))
        for field, value in pairs
    ]


def endpoint_of(generation: Generation) -> Endpoint:
    """Under which endpoint a generation of this surface was asked for."""
    return "text-to-video" if generation.image_key is None else "image-to-video"


def accepted(generation: Generation) -> JsonObject:
    """The 202 of an asynchronous submit."""
    reply: JsonObject = {"id": str(generation.id), "created_at": moment(generation.created_at)}
    if generation.adjusted:
        reply["adjusted"] = list(generation.adjusted)
    if generation.notice is not None:
        reply["notice"] = generation.notice
    return reply


def job(generation: Generation, *, video_url: str | None = None) -> JsonObject:
    """A job as it stands. ``video_url`` is absolute, and given for a completed one. ``progress`` and on is ours."""
    reply: JsonObject = {
        "id": str(generation.id),
        "status": _STATUS[generation.status],
        "created_at": moment(generation.created_at),
    }
    if generation.finished_at is not None:
        reply["completed_at"] = moment(generation.finished_at)
    if generation.status is Status.COMPLETED:
        reply["result"] = {"video_url": video_url}
    elif generation.status.final:
        kind, message = failure(generation)
        reply["error"] = {"type": kind, "message": message}
    else:
        reply["progress"] = round(min(max(generation.progress, 0.0), 1.0), 4)
        if generation.queue_position is not None:
            reply["queue_position"] = generation.queue_position
        if generation.seconds_left is not None:
            reply["seconds_left"] = round(generation.seconds_left, 1)
    reply |= {"engine": generation.spec.engine, "seed": generation.spec.seed}
    if generation.adjusted:
        reply["adjusted"] = list(generation.adjusted)
    if generation.notice is not None:
        reply["notice"] = generation.notice
    for note in ("approximated", "not_understood"):
        if told := generation.notes.get(note):
            reply[note] = [str(sentence) for sentence in told]
    return reply


def failure(generation: Generation) -> tuple[str, str]:
    """Error type and sentence of a generation that ended without a clip."""
    if generation.status is Status.CANCELLED:
        return "cancelled", generation.error_message or "The generation was cancelled; it costs nothing."
    kind = _KINDS.get(generation.error_code or "", "api_error")
    return kind, generation.error_message or "The clip could not be rendered; it costs nothing."


def granted(upload_id: UUID, *, upload_url: str, expires_at: datetime) -> JsonObject:
    """The reply of ``/v1/upload``."""
    return {
        "upload_url": upload_url,
        "storage_uri": f"{UPLOAD_SCHEME}{upload_id}",
        "expires_at": moment(expires_at),
        "required_headers": {},
    }


def error_body(kind: str, message: str) -> JsonObject:
    """Every error of this surface."""
    return {"type": "error", "error": {"type": kind, "message": message}}


def moment(at: datetime) -> str:
    """Milliseconds of UTC: ``2026-03-01T12:20:30.000Z``."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
