"""How a clip would be rendered on devices that people have: by which plan, in how much memory, for how long.

Everything here is predicted. Memory comes from the sizes of the parts; time from the operations of the transformer's
passes, over the share of a device's peak that they are assumed to reach, and a guess for the rest. Where blocks are
streamed, or weights are kept in eight bits, the passes are taken to be no slower: at the sizes of video, arithmetic
hides both. The text of a prompt that is new is read once, and is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from vitascope.core.generation import MODELS
from vitascope.core.media import RESOLUTIONS, frame_count
from vitascope.engines.ltx.cost import Transformer, work
from vitascope.engines.ltx.engine import OTHER_S
from vitascope.engines.ltx.fitting import RESERVED, Residency, place, working_bytes
from vitascope.engines.ltx.geometry import plan
from vitascope.engines.ltx.recipe import FAST_MODEL, Recipe
from vitascope.engines.ltx.sigmas import REFINE
from vitascope.engines.ltx.speed import SHARE, TERA, peak_of

MIB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A device of a kind."""

    name: str
    """As it is in the title that the driver gives it."""
    memory: int
    """Bytes."""
    peak: float | None
    """Operations a second in bf16, dense, summed in 32 bits; ``None`` where it is not known."""
    host: int | None = None
    """Bytes of its host's memory; ``None`` where that is not looked at."""

    @property
    def flops(self) -> float | None:
        """What a pass is assumed to reach of the peak."""
        return None if self.peak is None else self.peak * SHARE


def _card(name: str, mib: int) -> Card:
    return Card(name=name, memory=mib * MIB, peak=_peak(name))


def _peak(title: str) -> float | None:
    peak = peak_of(title)
    return None if peak is None else peak * TERA


# Memory as nvidia-smi has it, that of L40S and RTX A6000 with error correction on.
H100 = _card("H100", 81_559)
CARDS = (H100, _card("L40S", 46_068), _card("RTX A6000", 46_068), _card("RTX 4090", 24_564), _card("RTX 5090", 32_607))


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A shape of clip."""

    resolution: str
    seconds: int
    fps: int


LIMITS = MODELS[FAST_MODEL]
JOBS = tuple(
    Job(resolution=name, seconds=seconds, fps=fps)
    for name in LIMITS.resolutions
    for fps in LIMITS.fps
    for seconds in LIMITS.durations_s
)
"""Every one that the hosted API offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One shape on one device."""

    residency: Residency
    device_bytes: int
    """Of the device's memory that are taken at most."""
    host_bytes: int
    """Of the host's, for weights that do not stay on the device."""
    seconds: tuple[float, ...] | None
    """By recipe; ``None`` where the device's speed is not known."""


def forecast(
    card: Card, job: Job, *, sizes: Mapping[str, int], transformer: Mapping[str, Any], recipes: tuple[Recipe, ...]
) -> Forecast | None:
    """``None`` where it does not fit. ``sizes`` are those of the parts, ``transformer`` is a configuration."""
    fps = Fraction(job.fps)
    clip = plan(RESOLUTIONS[job.resolution], frame_count(job.seconds, fps), fps)
    found = place(sizes, clip, memory=card.memory, host=card.host)
    if found is None:
        return None
    seconds = None
    if card.flops is not None:
        model, full_steps = Transformer.of(transformer), len(REFINE) - 1
        operations = [
            work(model, clip, half_steps=r.half_steps, full_steps=full_steps, passes=r.passes).total for r in recipes
        ]
        seconds = tuple(OTHER_S * job.seconds + total / card.flops for total in operations)
    return Forecast(
        residency=found.residency,
        device_bytes=found.device_bytes + working_bytes(clip) + RESERVED,
        host_bytes=found.host_bytes,
        seconds=seconds,
    )


def card_of(title: str, *, memory: int, host: int | None) -> Card:
    """The device of this ``title``, with the memory that it really has, and its speed where that is known."""
    return Card(name=title, memory=memory, peak=_peak(title), host=host)
