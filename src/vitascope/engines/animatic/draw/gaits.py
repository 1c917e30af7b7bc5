"""How feet follow each other: one statement for the legs that are drawn and the steps that are heard."""

from __future__ import annotations

from dataclasses import dataclass

BIPED_RUNS_M_S, QUADRUPED_RUNS_M_S = 2.6, 2.4
"""From which speed on they run unasked: of a person 1.8 m high, of an animal 1 m high at the shoulder."""
HEAVY_LEG = 0.09
"""Shins thicker than this, in heights at the shoulder, do not gallop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gait:
    """How feet follow each other, in units of a body whose size is that of the rig."""

    stride_m: float
    """From one fall of a foot to the next of the same foot."""
    stride_hz: float
    """Of who moves in place."""
    feet: tuple[float, ...]
    """Where in its stride each foot is when the first one falls."""


def biped_gait(*, run: bool) -> Gait:
    """A person's."""
    return Gait(stride_m=2.3 if run else 1.25, stride_hz=1.4 if run else 0.85, feet=(0.0, 0.5))


def quadruped_gait(*, run: bool, hoofed: bool, heavy: bool) -> Gait:
    """An animal's: a walk, a gallop, or the trot of those too heavy for one."""
    if run and not heavy:
        return Gait(stride_m=2.9 if hoofed else 2.5, stride_hz=1.9, feet=(0.0, 0.13, 0.5, 0.62))
    if run:
        return Gait(stride_m=1.5, stride_hz=1.9, feet=(0.0, 0.5, 0.5, 0.0))
    return Gait(stride_m=1.1, stride_hz=0.85, feet=(0.0, 0.5, 0.75, 0.25))
