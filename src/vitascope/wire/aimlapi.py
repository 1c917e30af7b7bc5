"""``/v2/video/generations`` as its clients speak it: JSON objects read into `core` values, and replies written back.

Source: the wire contract, sections 1, 2 and 9. Clients send numbers as strings and fields that we do not know; they
read the first key named ``url`` of a reply, wherever it stands, and stop at a status that they do not know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from vitascope.core.errors import NotFound
from vitascope.core.generation import (
    CAMERA_MOTIONS,
    MAX_SEED,
    MODEL_ALIASES,
    MODELS,
    Generation,
    GenerationRequest,
    Status,
    one_of,
)
from vitascope.core.usage import usd
from vitascope.wire import fields

JsonObject = dict[str, Any]

_STATUS = {
    Status.QUEUED: "queued",
    Status.GENERATING: "generating",
    Status.COMPLETED: "completed",
    Status.ERROR: "error",
    Status.CANCELLED: "error",
}
"""Section 2: the only four that any schema ever named."""

_ID = re.compile(
    r"(?P<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(:[a-z0-9][a-z0-9._/-]{0,99})?", re.I | re.A
)
_DEFAULT_MODEL = next(iter(MODELS.values()))


def read_submit(body: Mapping[str, Any]) -> GenerationRequest:
    """What a submit's body asks. Numbers may come as strings, ``null`` is as good as absent, unknown fields are left.

    Raises `BadInput` where a field is missing or of the wrong type; whether its value is legal is for `core` to say.
    """
    legal = tuple(MODELS)
    model = fields.required(fields.text(body, "model", one_of(legal), legal), "model", one_of(legal))
    model = fields.spelled(model, (*legal, *MODEL_ALIASES))
    limits = MODELS.get(model, _DEFAULT_MODEL)
    return GenerationRequest(
        model=model,
        prompt=fields.required(
            fields.text(body, "prompt", "give it as text."), "prompt", "say in a few words what the video shows."
        ),
        image=read_image(body),
        last_image=read_last_image(body),
        duration_s=fields.choice_of_numbers(body, "duration", limits.durations_s),
        resolution=fields.name(body, "resolution", limits.resolutions),
        aspect_ratio=fields.name(body, "aspect_ratio", limits.aspect_ratios),
        fps=fields.choice_of_numbers(body, "fps", limits.fps),
        generate_audio=fields.flag(body, "generate_audio"),
        camera_motion=fields.name(body, "camera_motion", CAMERA_MOTIONS),
        seed=fields.whole(body, "seed", f"use a whole number from 0 to {MAX_SEED}."),
        draft=fields.flag(body, "draft"),
    )


def read_image(body: Mapping[str, Any]) -> str | None:
    """Where the input image is to come from, or that image itself. Raises `InvalidField` for what is no text."""
    return fields.filled(body, "image_url", "give an http(s) link, a data URI or base64.")


def read_last_image(body: Mapping[str, Any]) -> str | None:
    """Likewise that of the last frame: a field of our own."""
    return fields.filled(body, "last_image_url", "give an http(s) link, a data URI or base64.")


def read_finish(body: Mapping[str, Any]) -> UUID:
    """Which draft is to be finished. Raises `BadInput`, and `NotFound` for what has not the form of an id."""
    hint = "give the `id` that the draft's submit replied."
    return read_id(fields.required(fields.text(body, "generation_id", hint), "generation_id", hint))


def wire_id(generation: Generation) -> str:
    """The form of section 1: ``<uuid>:<model>``."""
    return f"{generation.id}:{generation.spec.model}"


def is_id(text: str) -> bool:
    """Whether ``text`` has the form of an id, and so may be echoed in a header."""
    return _ID.fullmatch(text) is not None


def read_id(text: str) -> UUID:
    """The UUID in an id: bare or with its model, raw or percent-encoded, in either case. Raises `NotFound`."""
    match = _ID.fullmatch(unquote(text[:400]).strip())
    if match is None:
        raise NotFound("There is no generation with this id; use the `id` that the submit replied.")
    return UUID(match["id"])


def submitted(generation: Generation) -> JsonObject:
    """The reply to a submit. The charge is announced under every name it has had."""
    meta: JsonObject = {"usage": _usage(generation), **_origin(generation)}
    if generation.adjusted:
        meta["adjusted"] = list(generation.adjusted)
    if generation.notice is not None:
        meta["notice"] = generation.notice
    identity = wire_id(generation)
    return {"id": identity, "generation_id": identity, "status": "queued", "meta": meta}


def polled(generation: Generation, *, video_link: str | None = None, poster_link: str | None = None) -> JsonObject:
    """The reply to a poll. Absent keys are left out, never null; nothing but ``video.url`` is named ``url``.

    Links are absolute and given for a completed generation.
    """
    reply: JsonObject = {"id": wire_id(generation), "status": _STATUS[generation.status]}
    if generation.status is Status.COMPLETED and video_link is not None:
        reply["video"] = _video(generation, video_link)
        if poster_link is not None:
            reply["poster"] = poster_link
    elif generation.status.final:
        name, message = _failure(generation)
        reply["error"] = {"name": name, "message": message}
    else:
        reply["progress"] = round(min(max(generation.progress, 0.0), 1.0), 4)
        if generation.queue_position is not None:
            reply["queue_position"] = generation.queue_position
        if generation.seconds_left is not None:
            reply["seconds_left"] = round(max(0.0, generation.seconds_left), 1)
    reply["meta"] = _meta(generation)
    return reply


def _video(generation: Generation, link: str) -> JsonObject:
    artifact = generation.artifact
    video: JsonObject = {"url": link, "content_type": "video/mp4", "file_name": f"{generation.id}.mp4"}
    if artifact is not None:
        video |= {
            "file_size": artifact.size_bytes,
            "duration": float(artifact.frames / artifact.fps),
            "width": artifact.width,
            "height": artifact.height,
            "fps": float(artifact.fps),
            "has_audio": artifact.has_audio,
        }
    return video


def _failure(generation: Generation) -> tuple[str, str]:
    """The error's name, as its class is called, and its sentence."""
    if generation.status is Status.CANCELLED:
        return "Cancelled", generation.error_message or "The generation was cancelled; it costs nothing."
    name = "".join(word.capitalize() for word in (generation.error_code or "render_failed").split("_"))
    return name, generation.error_message or "The clip could not be rendered; it costs nothing."


def _meta(generation: Generation) -> JsonObject:
    """Ours but for ``usage``, which is charged, and so told, only when completed."""
    meta: JsonObject = {"usage": _usage(generation)} if generation.status is Status.COMPLETED else {}
    meta |= {"engine": generation.spec.engine, "seed": generation.spec.seed, **_origin(generation)}
    if generation.status is Status.GENERATING and generation.stage:
        meta["stage"] = generation.stage
    if generation.adjusted:
        meta["adjusted"] = list(generation.adjusted)
    if generation.notice is not None:
        meta["notice"] = generation.notice
    for note in ("approximated", "not_understood"):
        if told := generation.notes.get(note):
            meta[note] = [str(sentence) for sentence in told]
    return meta


def _origin(generation: Generation) -> JsonObject:
    """What sets it apart from a clip that was asked for in one go."""
    told: JsonObject = {"draft": True} if generation.spec.draft else {}
    if generation.remix_of is not None:
        told["remix_of"] = str(generation.remix_of)
    if generation.finish_of is not None:
        told["finish_of"] = str(generation.finish_of)
    return told


def _usage(generation: Generation) -> JsonObject:
    return {
        "credits_used": generation.credits,
        "tokens_used": generation.credits,
        "usd_spent": float(usd(generation.credits)),
    }
