"""``/v1/videos`` as the `openai` package and its kin speak it: fields read into `core`, and objects written back.

Source: the wire contract, section 11. The package lets any size, length and model pass, and programs were written for
other models than ours: what we do not offer becomes the nearest that we do, and the object says so in ``adjusted``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from vitascope.core.errors import InvalidField, NotFound, shown
from vitascope.core.generation import (
    CAMERA_MOTIONS,
    LONG_MODELS,
    MAX_SEED,
    MODEL_ALIASES,
    Generation,
    GenerationRequest,
    GenerationSpec,
    Status,
    nearest_name,
    one_of,
)
from vitascope.core.lenient import snap
from vitascope.core.listing import MAX_PAGE, Page, Query
from vitascope.core.media import RESOLUTIONS
from vitascope.wire import fields, ltx
from vitascope.wire.aimlapi import read_id, read_last_image

JsonObject = dict[str, Any]

IMAGE = "input_reference"
IMAGE_LINK = f"{IMAGE}[image_url]"
"""How a form names the member of an object."""

ALIASES: Mapping[str, str] = {
    "sora-2": "ltxv/ltxv-2-fast",
    "sora-2-pro": "ltxv/ltxv-2",
    **ltx.MODEL_NAMES,
    **MODEL_ALIASES,
}
"""Other names that programs have in their code, each for the model of ours that stands where it stood."""

DEFAULT_MODEL = next(iter(LONG_MODELS))

VARIANTS = ("video", "thumbnail", "spritesheet")

LEAST_POLL_MS, MOST_POLL_MS, USUAL_POLL_MS = 500, 2000, 1000
"""The package keeps to the first value it hears, so that none may be long: a queue can empty at once."""

POLLS_A_CLIP = 20
"""Where the end is foreseen, it is heard within a twentieth of the wait."""

_STATUS = {
    Status.QUEUED: "queued",
    Status.GENERATING: "in_progress",
    Status.COMPLETED: "completed",
    Status.ERROR: "failed",
    Status.CANCELLED: "failed",
}

_SIZE = re.compile(r"([0-9]{1,5}) ?[x×*] ?([0-9]{1,5})", re.I | re.A)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a create asks, on offer already, and what was changed for that, a sentence each."""

    request: GenerationRequest
    adjusted: tuple[str, ...]


def read_create(body: Mapping[str, Any]) -> Asked:
    """What a create's fields ask, of a JSON object or of a form. Fields that we do not know are left.

    Raises `BadInput` for what cannot be read at all.
    """
    told: list[str] = []
    model, seconds = _model(body, told), _seconds(body)
    request = GenerationRequest(
        model=model,
        prompt=read_prompt(body),
        image=read_image(body),
        last_image=read_last_image(body),
        duration_s=None if seconds is None else math.ceil(seconds),
        resolution=_resolution(body, LONG_MODELS[model].resolutions, told),
        fps=fields.whole(body, "fps", one_of(LONG_MODELS[model].fps)),
        generate_audio=fields.flag(body, "generate_audio"),
        seed=fields.whole(body, "seed", f"use a whole number from 0 to {MAX_SEED}."),
        camera_motion=fields.name(body, "camera_motion", CAMERA_MOTIONS),
    )
    snapped, changed = snap(request, LONG_MODELS)
    if seconds is not None and snapped.duration_s != seconds:
        told.append(f"`seconds` was {shown(body['seconds'])}; the clip is {snapped.duration_s} seconds long.")
    told += [sentence for sentence in changed if not sentence.startswith("`duration`")]
    return Asked(request=snapped, adjusted=tuple(told))


def read_prompt(body: Mapping[str, Any]) -> str:
    """Raises `BadInput` where there is none."""
    given = fields.text(body, "prompt", "give it as text.")
    return fields.required(given, "prompt", "say in a few words what the video shows.")


def remixed(spec: GenerationSpec, prompt: str) -> GenerationRequest:
    """The request of ``spec`` with another prompt: model, length, size, rate, sound, seed and camera stay."""
    return GenerationRequest(
        model=spec.model,
        prompt=prompt,
        duration_s=spec.duration_s,
        resolution=spec.resolution.name,
        fps=int(spec.fps),
        generate_audio=spec.generate_audio,
        seed=spec.seed,
        camera_motion=spec.camera_motion,
    )


def started_from(spec: GenerationSpec, body: Mapping[str, Any]) -> JsonObject:
    """``body`` over the request of ``spec``, as a create's fields. Empty text is as good as absent."""
    said = remixed(spec, spec.prompt)
    source: JsonObject = {
        "model": said.model,
        "prompt": said.prompt,
        "seconds": said.duration_s,
        "size": said.resolution,
        "fps": said.fps,
        "generate_audio": said.generate_audio,
        "seed": said.seed,
        "camera_motion": said.camera_motion,
    }
    return source | {
        name: value
        for name, value in body.items()
        if value is not None and not (isinstance(value, str) and not value.strip())
    }


def read_list(asked: Mapping[str, str]) -> Query:
    """``after``, ``limit`` and ``order``. Raises `InvalidField`."""
    order = asked.get("order", "desc")
    if order not in ("asc", "desc"):
        raise InvalidField("order", order, one_of(("asc", "desc")))
    limit = fields.whole(asked, "limit", f"use 1 to {MAX_PAGE}.")
    after = asked.get("after")
    try:
        last = read_id(after) if after else None
    except NotFound as error:
        raise InvalidField("after", after, "use the `last_id` of the page before.") from error
    return Query(limit=20 if limit is None else limit, after=last, newest_first=order == "desc")


def video_object(generation: Generation) -> JsonObject:
    """One video. Its own keys are always there, ``null`` where they say nothing, as programs index them; after them
    come ours, those that have nothing to say left out."""
    spec, size = generation.spec, generation.spec.frame_size
    told: JsonObject = {
        "id": str(generation.id),
        "object": "video",
        "created_at": _unix(generation.created_at),
        "completed_at": _unix(generation.finished_at) if generation.status is Status.COMPLETED else None,
        "expires_at": _unix(generation.expires_at),
        "status": _STATUS[generation.status],
        "progress": _percent(generation),
        "model": spec.model,
        "seconds": str(spec.duration_s),
        "size": f"{size.width}x{size.height}",
        "prompt": spec.prompt,
        "remixed_from_video_id": None if generation.remix_of is None else str(generation.remix_of),
        "error": _failure(generation),
        "engine": spec.engine,
        "seed": spec.seed,
        "fps": float(spec.fps),
        "generate_audio": spec.generate_audio,
        "adjusted": list(generation.adjusted),
    }
    if spec.camera_motion is not None:
        told["camera_motion"] = spec.camera_motion
    if generation.queue_position is not None:
        told["queue_position"] = generation.queue_position
    if generation.seconds_left is not None and not generation.status.final:
        told["seconds_left"] = round(generation.seconds_left, 1)
    if generation.notice is not None:
        told["notice"] = generation.notice
    for note in ("approximated", "not_understood"):
        if sentences := generation.notes.get(note):
            told[note] = [str(sentence) for sentence in sentences]
    return told


def video_list(page: Page) -> JsonObject:
    """A page of them."""
    data = [video_object(generation) for generation in page.generations]
    return {
        "object": "list",
        "data": data,
        "has_more": page.has_more,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
    }


def video_deleted(generation: Generation) -> JsonObject:
    return {"id": str(generation.id), "object": "video.deleted", "deleted": True}


def poll_after_ms(generation: Generation) -> int:
    """How long a client does well to wait before it asks again, in milliseconds."""
    if generation.seconds_left is None:
        return USUAL_POLL_MS
    return round(min(max(generation.seconds_left * 1000 / POLLS_A_CLIP, LEAST_POLL_MS), MOST_POLL_MS))


def _model(body: Mapping[str, Any], told: list[str]) -> str:
    legal = tuple(LONG_MODELS)
    given = fields.text(body, "model", one_of(legal), legal)
    if given is None or not given.strip():
        return DEFAULT_MODEL
    name = given.strip().lower()
    if name in ALIASES:
        told.append(f"`model` was {given.strip()!r}; {ALIASES[name]} makes the clip.")
        return ALIASES[name]
    if name not in LONG_MODELS:
        raise InvalidField("model", given, one_of(legal), expected=fields.union(legal))
    return name


def read_image(body: Mapping[str, Any]) -> str | None:
    """The link, data URI or base64 of an input image; an uploaded file is none of the body's text."""
    inside = body.get(IMAGE)
    parts = inside if isinstance(inside, Mapping) else {}
    hint = "send the image as a file, or give an http(s) link, a data URI or base64."
    for field, given in (
        (IMAGE, None if isinstance(inside, Mapping) else inside),
        (IMAGE_LINK, parts.get("image_url")),
        (IMAGE_LINK, body.get(IMAGE_LINK)),
        ("image_url", body.get("image_url")),  # as our other surface calls it
    ):
        if (image := fields.filled({field: given}, field, hint)) is not None:
            return image
    for file_id in (parts.get("file_id"), body.get(f"{IMAGE}[file_id]")):
        if file_id is not None and file_id != "":
            raise InvalidField(f"{IMAGE}[file_id]", file_id, f"files are not kept here; {hint}")
    return None


def _seconds(body: Mapping[str, Any]) -> Decimal | None:
    """A number from -1 to a day's seconds; what lies beyond is as much too short or too long as these are."""
    given = body.get("seconds")
    if given is None or given == "":
        return None
    try:
        if isinstance(given, bool) or not isinstance(given, int | float | str) or len(str(given)) > 32:
            raise InvalidOperation
        number = Decimal(str(given).strip().removesuffix("s"))
        return min(max(number, Decimal(-1)), Decimal(86_400))
    except InvalidOperation:  # also of what is not a number, which has no order
        raise InvalidField("seconds", given, "use a number of seconds, such as 6 or '6'.") from None


def _resolution(body: Mapping[str, Any], legal: tuple[str, ...], told: list[str]) -> str:
    """The legal name nearest to ``size``, by its short side."""
    given = fields.text(body, "size", _sizes(legal))
    asked = "" if given is None else given.strip().lower()
    if asked in ("", "auto", "default"):
        return legal[0]
    match = _SIZE.fullmatch(asked)
    if match is None and asked not in legal:
        raise InvalidField("size", given, _sizes(legal))
    sides = (int(match[1]), int(match[2])) if match else None
    if sides is not None and 0 in sides:
        raise InvalidField("size", given, _sizes(legal))
    name = nearest_name(asked, legal)
    size = RESOLUTIONS[name]
    if sides is not None and sides != (size.width, size.height):
        told.append(f"`size` was {given!r}; the clip is {size.width} × {size.height}, as clips here are 16:9.")
    return name


def _sizes(legal: tuple[str, ...]) -> str:
    return one_of(tuple(f"{RESOLUTIONS[name].width}x{RESOLUTIONS[name].height}" for name in legal))


def _percent(generation: Generation) -> int:
    """Whole percents; 100 says that the clip is there, and nothing else does."""
    if generation.status is Status.COMPLETED:
        return 100
    return min(max(int(generation.progress * 100), 0), 99)


def _failure(generation: Generation) -> JsonObject | None:
    if generation.status is Status.CANCELLED:
        message = generation.error_message or "The video was cancelled; it costs nothing."
        return {"code": "cancelled", "message": message}
    if generation.status is Status.ERROR:
        message = generation.error_message or "The video could not be rendered; it costs nothing."
        return {"code": generation.error_code or "render_failed", "message": message}
    return None


def _unix(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
