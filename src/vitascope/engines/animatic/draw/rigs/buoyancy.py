"""What water that moves does to a hull: lifts it, and rocks it."""

from __future__ import annotations

import math
from collections.abc import Callable

Ground = Callable[[float, float], float]
"""The height, in metres, of what feet or keels are on at ``(x, z)``."""


def lift(x: float, z: float, size_m: float, ground: Ground) -> float:
    """What carries a hull: the mean of the water about it, for a long one bridges small waves."""
    spread = 0.3 * size_m
    spots = ((0.0, 0.0), (spread, 0.0), (-spread, 0.0), (0.0, spread), (0.0, -spread))
    return sum(ground(x + dx, z + dz) for dx, dz in spots) / len(spots)


def swell(size_m: float, time_s: float, index: int = 0) -> float:
    """How far a hull has risen or sunk on water that is level, in metres."""
    return 0.012 * size_m * math.sin(time_s * 1.1 + index)


def rocked(x: float, z: float, yaw: float, size_m: float, ground: Ground) -> tuple[float, float]:
    """Pitch and roll of a hull, in radians, by the water under its ends and its sides; 0 where that is level."""
    sin, cos, long_, wide = math.sin(yaw), math.cos(yaw), 0.38 * size_m, 0.14 * size_m
    fore = ground(x + sin * long_, z + cos * long_) - ground(x - sin * long_, z - cos * long_)
    aside = ground(x + cos * wide, z - sin * wide) - ground(x - cos * wide, z + sin * wide)
    return 0.85 * math.atan2(fore, 2 * long_), -0.55 * math.atan2(aside, 2 * wide)
