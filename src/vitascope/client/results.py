"""What calls return: frozen values, read out of the server's JSON.

Whatever a server leaves out is ``None``; what it says beyond these fields is in ``raw``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from vitascope.client.errors import UnreadableReply

Status = Literal["queued", "generating", "completed", "error"]

_HUGE = 10.0**300

_PENDING = frozenset({"queued", "generating", "waiting", "active", "processing"})
"""The last three stand in clients' lists of what to wait on (wire contract, section 2); only the first two are sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A finished clip. ``url`` is signed, works without a key, and expires; `Client.get` gives a fresh one."""

    url: str
    duration_s: float | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    size_bytes: int | None = None
    has_audio: bool | None = None
    content_type: str | None = None
    file_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a generation has no clip; a cancelled one is called ``Cancelled``."""

    name: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """Where a generation stood when the server replied."""

    id: str
    status: Status
    progress: float | None = None
    """Done so far, 0 to 1."""
    stage: str | None = None
    step: int | None = None
    """Of `steps`, within the stage; in events only."""
    steps: int | None = None
    queue_position: int | None = None
    """1 is next."""
    seconds_left: float | None = None
    """The server's estimate."""
    video: Video | None = None
    poster_url: str | None = None
    """Of a finished clip; in events, as soon as that frame is made."""
    error: Failure | None = None
    credits: int | None = None
    """Held at submit, charged at the end; 1 USD is 2,000,000."""
    usd: float | None = None
    model: str | None = None
    engine: str | None = None
    seed: int | None = None
    prompt: str | None = None
    """In lists only."""
    adjusted: tuple[str, ...] = ()
    """What the server changed to make the request fit, a sentence each."""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    """The reply as it came."""

    @property
    def done(self) -> bool:
        """Whether it has ended, one way or the other."""
        return self.status in ("completed", "error")

    @property
    def cancelled(self) -> bool:
        return self.error is not None and self.error.name == "Cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change of a generation, and how it stood then."""

    name: str
    """``status``, ``progress``, …; ``poll`` where the server has no events and was asked instead."""
    generation: Generation
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the account's generations. ``next_cursor`` asks for those after them."""

    data: tuple[Generation, ...]
    next_cursor: str | None = None
    has_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model that the server offers."""

    id: str
    name: str | None = None
    description: str | None = None
    capabilities: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The server as a whole, over all accounts."""

    workers: int
    """That have given a sign of life lately."""
    rendering: int
    waiting: int
    pace: float
    """What renders take, as a multiple of what their engine foretells."""


def id_of(generation: str | Generation) -> str:
    return generation if isinstance(generation, str) else generation.id


def read_generation(body: object) -> Generation:
    """One generation out of a submit's or a poll's JSON. Raises `UnreadableReply`."""
    if not isinstance(body, dict):
        raise UnreadableReply("The reply is not a JSON object.")
    identity, status = body.get("id") or body.get("generation_id"), body.get("status")
    if not isinstance(identity, str) or not isinstance(status, str):
        raise UnreadableReply("The reply has no `id` or no `status`.")
    meta, usage = _object(body.get("meta")), _object(_object(body.get("meta")).get("usage"))
    return Generation(
        id=identity,
        status=_status(status),
        progress=_number(body.get("progress")),
        stage=_text(body.get("stage")) or _text(meta.get("stage")),
        step=_whole(body.get("step")),
        steps=_whole(body.get("steps")),
        queue_position=_whole(body.get("queue_position")),
        seconds_left=_number(body.get("seconds_left")),
        video=_video(body.get("video")),
        poster_url=_text(body.get("poster")),
        error=_failure(body, status),
        credits=_whole(usage.get("credits_used", usage.get("tokens_used"))),
        usd=_number(usage.get("usd_spent")),
        model=_text(body.get("model")) or identity.partition(":")[2] or None,
        engine=_text(meta.get("engine")),
        seed=_whole(meta.get("seed")),
        prompt=_text(body.get("prompt")),
        adjusted=tuple(str(sentence) for sentence in _array(meta.get("adjusted"))),
        raw=body,
    )


def read_page(body: object) -> Page:
    """A list's JSON. Raises `UnreadableReply`."""
    if not isinstance(body, dict) or not isinstance(body.get("data"), list):
        raise UnreadableReply("The reply has no `data`.")
    pagination = _object(body.get("pagination"))
    return Page(
        data=tuple(read_generation(item) for item in body["data"]),
        next_cursor=_text(pagination.get("next_cursor")),
        has_more=pagination.get("has_more") is True,
    )


def read_models(body: object) -> tuple[Model, ...]:
    """The models that make videos, out of ``/v1/models``. Raises `UnreadableReply`."""
    if not isinstance(body, dict) or not isinstance(body.get("data"), list):
        raise UnreadableReply("The reply has no `data`.")
    return tuple(_model(item) for item in body["data"] if isinstance(item, dict) and isinstance(item.get("id"), str))


def read_outlook(body: object) -> Outlook:
    """Raises `UnreadableReply`."""
    told = _object(body)
    workers, rendering, waiting = (_whole(told.get(name)) for name in ("workers", "rendering", "waiting"))
    pace = _number(told.get("pace"))
    if workers is None or rendering is None or waiting is None or pace is None:
        raise UnreadableReply("The reply does not tell of workers and a queue.")
    return Outlook(workers=workers, rendering=rendering, waiting=waiting, pace=pace)


def _model(item: dict[str, Any]) -> Model:
    info = _object(item.get("info"))
    return Model(
        id=item["id"],
        name=_text(info.get("name")),
        description=_text(info.get("description")),
        capabilities=tuple(str(name) for name in _array(item.get("capabilities"))),
        raw=item,
    )


def _status(status: str) -> Status:
    """One of the four. Some servers end as ``succeeded`` or ``failed`` (wire contract, section 2)."""
    if status in _PENDING:
        return "queued" if status in ("queued", "waiting") else "generating"
    return "completed" if status in ("completed", "complete", "succeeded") else "error"


def _video(value: object) -> Video | None:
    """``{"url": …}``; a bare link or a list of either, as Runway's replies have it."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        value = {"url": value}
    if not isinstance(value, dict) or not isinstance(value.get("url"), str):
        return None
    return Video(
        url=value["url"],
        duration_s=_number(value.get("duration")),
        width=_whole(value.get("width")),
        height=_whole(value.get("height")),
        fps=_number(value.get("fps")),
        size_bytes=_whole(value.get("file_size")),
        has_audio=value["has_audio"] if isinstance(value.get("has_audio"), bool) else None,
        content_type=_text(value.get("content_type")),
        file_name=_text(value.get("file_name")),
    )


def _failure(body: Mapping[str, Any], status: str) -> Failure | None:
    told = body.get("error")
    if isinstance(told, dict):
        return Failure(
            name=_text(told.get("name")) or "Error",
            message=_text(told.get("message")) or str(told.get("detail") or "The generation failed."),
        )
    if isinstance(told, str) and told:
        return Failure(name="Error", message=told)
    if _status(status) == "error":
        return Failure(name="Error", message=f"The generation ended as {status!r}.")
    return None


def _object(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _array(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> float | None:
    """A number that is one: JSON written by Python may hold ``NaN``, and whole ones of any length."""
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not -_HUGE < value < _HUGE:
        return None
    return float(value)


def _whole(value: object) -> int | None:
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None
