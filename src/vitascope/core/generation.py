"""A generation: what was asked, with every default filled in, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
    duration_s: int | None = None
    resolution: str | None = None
    aspect_ratio: str | None = None
    fps: int | None = None
    generate_audio: bool | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLimits:
    """What a model takes. The first of each tuple is its default."""

    model: str
    durations_s: tuple[int, ...]
    fps: tuple[int, ...]
    resolutions: tuple[str, ...]
    aspect_ratios: tuple[str, ...] = ("16:9",)


MODELS = {
    name: ModelLimits(model=name, durations_s=(6, 8, 10), fps=(25, 50), resolutions=("1080p", "1440p", "2160p"))
    for name in ("ltxv/ltxv-2-fast", "ltxv/ltxv-2")
}
"""By the name that requests use. Durations and rates: wire contract, section 1."""


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

    @property
    def frames(self) -> int:
        return frame_count(self.duration_s, self.fps)

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
    image_key: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    cancel_requested: bool = False
    error_code: str | None = None
    error_message: str | None = None
    artifact: Artifact | None = None
    queue_position: int | None = None
    """How many queued generations are ahead, plus one; ``None`` once it is no longer queued."""
    adjusted: tuple[str, ...] = ()
    """What was changed to make the request fit, a sentence each."""
    notes: Mapping[str, Any] = field(default_factory=dict)
    """What the engine said about the clip: what it understood, what it approximated."""


def fill(request: GenerationRequest, *, engine: str, seed: int) -> GenerationSpec:
    """``request`` with its defaults, or the first field that is not legal.

    ``seed`` is used where the request names none. Raises `InvalidField`.
    """
    limits = MODELS.get(request.model)
    if limits is None:
        raise InvalidField("model", request.model, one_of(tuple(MODELS)), expected=_union(tuple(MODELS)))
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
    return GenerationSpec(
        model=request.model,
        prompt=request.prompt,
        duration_s=_number("duration", request.duration_s, limits.durations_s),
        resolution=RESOLUTIONS[resolution],
        fps=Fraction(_number("fps", request.fps, limits.fps)),
        generate_audio=True if request.generate_audio is None else request.generate_audio,
        seed=seed if request.seed is None else request.seed,
        engine=engine,
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
        nearest = min(legal, key=lambda v: (abs(v - value), -v))
        raise InvalidField(field_name, value, one_of(legal, nearest), expected=_union(legal))
    return value


def _choice(field_name: str, value: str | None, legal: tuple[str, ...]) -> str:
    if value is None:
        return legal[0]
    if value not in legal:
        raise InvalidField(field_name, value, one_of(legal, _nearest_name(value, legal)), expected=_union(legal))
    return value


def _nearest_name(value: str, legal: tuple[str, ...]) -> str:
    """The legal name whose number is closest to that of ``value``; the default where it has none."""
    number = _short_side({"4k": "2160", "2k": "1440", "hd": "1080"}.get(value.lower(), value))
    if number is None:
        return legal[0]
    return min(legal, key=lambda name: abs((_short_side(name) or 0) - number))


def _short_side(text: str) -> int | None:
    """1080 in ``1080p`` and in ``1920x1080``; ``None`` where there is no number."""
    numbers = [int(digits[:9]) for digits in re.findall("[0-9]+", text[:100])]
    return min(numbers, default=None)


def _union(values: tuple[str, ...] | tuple[int, ...]) -> str:
    """Legal values as the vendor's validation text spells them: ``'6' | '8' | '10'``."""
    return " | ".join(f"'{v}'" for v in values)
