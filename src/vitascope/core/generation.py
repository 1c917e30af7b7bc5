"""A generation: what was asked, with every default filled in, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from vitascope.core.errors import InvalidField
from vitascope.core.media import RESOLUTIONS, Resolution, frame_count

MAX_SEED = 2**32 - 1
MAX_PROMPT_CHARS = 20_000


class Status(StrEnum):
    """Where a generation stands; the last three are final."""

    QUEUED = "queued"
    GENERATING = "generating"
    COMPLETED = "completed"
    ERROR = "error"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        return self in {Status.COMPLETED, Status.ERROR, Status.CANCELLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """What a caller asked, in our terms; ``None`` where nothing was said. Values are typed, not yet legal."""

    model: str
    prompt: str
    image: str | None = None
    """An http(s) link, a data URI, or bare base64."""
    last_image: str | None = None
    """Likewise, for the last frame."""
    duration_s: int | None = None
    resolution: str | None = None
    aspect_ratio: str | None = None
    fps: int | None = None
    generate_audio: bool | None = None
    seed: int | None = None
    camera_motion: str | None = None
    draft: bool | None = None
    """Whether the first stage alone is asked for, to be finished once it is liked."""


CAMERA_MOTIONS = (
    *("dolly_in", "dolly_out", "dolly_left", "dolly_right"),
    *("jib_up", "jib_down", "static", "focus_shift"),
)
"""Wire contract, section 10. An engine that cannot follow one says so in its notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLimits:
    """What a model takes. The first of each tuple is its default."""

    model: str
    durations_s: tuple[int, ...]
    fps: tuple[int, ...]
    resolutions: tuple[str, ...]
    aspect_ratios: tuple[str, ...] = ("16:9",)
    long_durations_s: tuple[int, ...] = ()
    """Further durations, at the first resolution and the first rate alone."""

    def durations(self, resolution: str, fps: int) -> tuple[int, ...]:
        """Legal durations in seconds for a legal resolution and rate."""
        longest = (resolution, fps) == (self.resolutions[0], self.fps[0])
        return self.durations_s + (self.long_durations_s if longest else ())


Models = Mapping[str, ModelLimits]

MODELS: Models = {
    name: ModelLimits(model=name, durations_s=(6, 8, 10), fps=(25, 50), resolutions=("1080p", "1440p", "2160p"))
    for name in ("ltxv/ltxv-2-fast", "ltxv/ltxv-2")
}
"""By the name that requests use. Durations and rates: wire contract, section 1."""

MODEL_ALIASES: Mapping[str, str] = {name.rpartition("/")[2]: name for name in MODELS}
"""Bare names, which lists of models tell of: wire contract, section 7."""

LONG_MODELS: Models = {
    **MODELS,
    "ltxv/ltxv-2-fast": replace(MODELS["ltxv/ltxv-2-fast"], long_durations_s=(12, 14, 16, 18, 20)),
}
"""The same models where a surface offers their longer clips: wire contract, section 10."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationSpec:
    """A legal request with nothing left open: the same spec on the same machine gives the same clip."""

    model: str
    prompt: str
    duration_s: int
    resolution: Resolution
    fps: Fraction
    generate_audio: bool
    seed: int
    engine: str
    camera_motion: str | None = None
    draft: bool = False
    """The first stage alone: the whole clip and its sound, at half the height and width."""

    @property
    def frames(self) -> int:
        return frame_count(self.duration_s, self.fps)

    @property
    def frame_size(self) -> Resolution:
        """Of the clip that is made: the resolution, or half of it for a draft."""
        size = self.resolution
        return replace(size, width=size.width // 2, height=size.height // 2) if self.draft else size

    def to_json(self) -> dict[str, Any]:
        """The spec as plain JSON values; `from_json` reads it back."""
        return {
            "model": self.model,
            "prompt": self.prompt,
            "duration_s": self.duration_s,
            "resolution": self.resolution.name,
            "fps": int(self.fps) if self.fps.denominator == 1 else str(self.fps),
            "generate_audio": self.generate_audio,
            "seed": self.seed,
            "engine": self.engine,
            **({} if self.camera_motion is None else {"camera_motion": self.camera_motion}),
            **({"draft": True} if self.draft else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> GenerationSpec:
        return cls(
            model=data["model"],
            prompt=data["prompt"],
            duration_s=data["duration_s"],
            resolution=RESOLUTIONS[data["resolution"]],
            fps=Fraction(data["fps"]),
            generate_audio=data["generate_audio"],
            seed=data["seed"],
            engine=data["engine"],
            camera_motion=data.get("camera_motion"),
            draft=data.get("draft", False),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A published clip: where it and its poster lie, and what is in it."""

    video_key: str
    poster_key: str
    sha256: str
    size_bytes: int
    width: int
    height: int
    fps: Fraction
    frames: int
    has_audio: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One accepted request, as the store knows it."""

    id: UUID
    account_id: UUID
    spec: GenerationSpec
    status: Status
    attempt: int
    created_at: datetime
    credits: int
    """Held at submit, charged when completed; 1 USD is 2,000,000 credits."""
    progress: float = 0.0
    stage: str | None = None
    step: int | None = None
    """Of ``steps``, in this stage; both are ``None`` where nothing is being rendered."""
    steps: int | None = None
    image_key: str | None = None
    last_image_key: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    cancel_requested: bool = False
    error_code: str | None = None
    error_message: str | None = None
    artifact: Artifact | None = None
    poster_key: str | None = None
    """Where its poster lies, while the clip is still being made and that frame has passed."""
    queue_position: int | None = None
    """How many queued generations are ahead, plus one; ``None`` once it is no longer queued."""
    seconds_left: float | None = None
    """Estimated seconds until it has ended; ``None`` where that is not known, and once it has."""
    unserved: bool = False
    """Whether it is queued, and no worker that could take it is there."""
    adjusted: tuple[str, ...] = ()
    """What was changed to make the request fit, a sentence each."""
    notes: Mapping[str, Any] = field(default_factory=dict)
    """What the engine said about the clip: what it understood, what it approximated."""
    surface: str = "aimlapi"
    """Whose form the request had."""
    client_request_id: str | None = None
    priority: int = 0
    remix_of: UUID | None = None
    finish_of: UUID | None = None
    """The draft that this one finishes."""
    webhook_url: str | None = None
    base_url: str | None = None
    """How its caller names this server, where links are to be sent."""
    expires_at: datetime | None = None
    """When its files go, where the request said so and it has ended."""

    @property
    def notice(self) -> str | None:
        """What keeps it waiting, where that is not the queue: a sentence."""
        model, engine = self.spec.model, self.spec.engine
        return f"No worker that renders {model} with the engine {engine} is there yet." if self.unserved else None

    @property
    def standing(self) -> tuple[object, ...]:
        """What is news to somebody who watches it: equal while there is nothing new to tell."""
        progress = round(min(max(self.progress, 0.0), 1.0), 4)
        at = progress, self.stage, self.step, self.steps, self.poster_key
        return self.attempt, str(self.status), *at, self.queue_position


def fill(request: GenerationRequest, *, engine: str, seed: int, models: Models = MODELS) -> GenerationSpec:
    """``request`` with its defaults, or the first field that is not legal.

    ``seed`` is used where the request names none; ``models`` is what the caller's surface offers. Raises
    `InvalidField`.
    """
    limits = models.get(MODEL_ALIASES.get(request.model, request.model))
    if limits is None:
        raise InvalidField("model", request.model, one_of(tuple(models)), expected=_union(tuple(models)))
    if not request.prompt.strip():
        raise InvalidField("prompt", request.prompt, "say in a few words what the video shows.")
    if len(request.prompt) > MAX_PROMPT_CHARS:
        raise InvalidField(
            "prompt", request.prompt, f"{len(request.prompt):,} characters; at most {MAX_PROMPT_CHARS:,} are read."
        )
    bad = next((c for c in request.prompt if c == "\0" or "\ud800" <= c <= "\udfff"), None)
    if bad is not None:
        raise InvalidField("prompt", request.prompt, f"it holds U+{ord(bad):04X}, which is not text; leave it out.")
    if request.seed is not None and not 0 <= request.seed <= MAX_SEED:
        legal = min(max(request.seed, 0), MAX_SEED)
        raise InvalidField("seed", request.seed, f"use 0 to {MAX_SEED}; the nearest is {legal}.")
    resolution = _choice("resolution", request.resolution, limits.resolutions)
    _choice("aspect_ratio", request.aspect_ratio, limits.aspect_ratios)
    if request.camera_motion is not None:
        _choice("camera_motion", request.camera_motion, CAMERA_MOTIONS)
    fps = _number("fps", request.fps, limits.fps)
    return GenerationSpec(
        model=limits.model,
        prompt=request.prompt,
        duration_s=_number("duration", request.duration_s, limits.durations(resolution, fps)),
        resolution=RESOLUTIONS[resolution],
        fps=Fraction(fps),
        generate_audio=True if request.generate_audio is None else request.generate_audio,
        seed=seed if request.seed is None else request.seed,
        engine=engine,
        camera_motion=request.camera_motion,
        draft=bool(request.draft),
    )


def one_of(values: tuple[str, ...] | tuple[int, ...], nearest: object = None) -> str:
    """A sentence that lists the legal values, and the nearest of them where there is one."""
    *head, last = [str(v) for v in values]
    listed = f"{', '.join(head)} or {last}" if head else last
    return f"use {listed}." if nearest is None else f"use {listed}; the nearest is {nearest}."


def _number(field_name: str, value: int | None, legal: tuple[int, ...]) -> int:
    if value is None:
        return legal[0]
    if value not in legal:
        raise InvalidField(field_name, value, one_of(legal, nearest_number(value, legal)), expected=_union(legal))
    return value


def _choice(field_name: str, value: str | None, legal: tuple[str, ...]) -> str:
    if value is None:
        return legal[0]
    if value not in legal:
        # Among names without numbers none is near to one that is not spelled alike.
        numbered = any(_short_side(name) is not None for name in legal)
        nearest = nearest_name(value, legal) if numbered else _name_alike(value, legal)
        raise InvalidField(field_name, value, one_of(legal, nearest), expected=_union(legal))
    return value


def nearest_number(value: int, legal: tuple[int, ...]) -> int:
    """The legal number closest to ``value``; of two, the larger."""
    return min(legal, key=lambda v: (abs(v - value), -v))


_SHORT_SIDES = {"hd": "1080", "fhd": "1080", "2k": "1440", "qhd": "1440", "4k": "2160", "uhd": "2160", "8k": "4320"}
"""What people call frame sizes."""


def nearest_name(value: str, legal: tuple[str, ...]) -> str:
    """The legal name whose number is closest to that of ``value``; without one, one spelled alike, else the first."""
    number = _short_side(_SHORT_SIDES.get(value.strip().lower(), value))
    if number is None:
        return _name_alike(value, legal) or legal[0]
    return min(legal, key=lambda name: abs((_short_side(name) or 0) - number))


def _name_alike(value: str, legal: tuple[str, ...]) -> str | None:
    return next(iter(get_close_matches(value.lower()[:100], legal, n=1, cutoff=0.5)), None)


def _short_side(text: str) -> int | None:
    """1080 in ``1080p`` and in ``1920x1080``; ``None`` where there is no number."""
    numbers = [int(digits[:9]) for digits in re.findall("[0-9]+", text[:100])]
    return min(numbers, default=None)


def _union(values: tuple[str, ...] | tuple[int, ...]) -> str:
    """Legal values as the vendor's validation text spells them: ``'6' | '8' | '10'``."""
    return " | ".join(f"'{v}'" for v in values)
