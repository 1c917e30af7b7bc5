"""Smoke and steam that actors give off, as rows for `billows`: they rise, roll, widen and stay behind."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.draw.rigs import billows
from vitascope.engines.animatic.draw.rigs.effects import Cloud, Track
from vitascope.engines.animatic.draw.stage import Light

Floats = billows.Floats
LIFE_S = 4.6
_COUNT = 46


def smoke(
    origin: Floats, size: float, strength: float, time_s: float, seed: int, drift: Floats, track: Track, light: Light,
    albedo: float,
) -> Floats:  # fmt: skip
    """A trail from ``origin``, ``size`` metres wide where it begins; ``albedo`` 0.2 is coal smoke, 1 is steam."""
    c = Cloud(_COUNT, LIFE_S, time_s, seed)
    age = c.age
    at = origin + track(c.seconds)
    spread = size * (0.25 + 2.0 * age)
    at[:, 0] += c.signed(1) * spread * 0.45 + size * 0.9 * age * age
    at[:, 1] += size * (1 - np.exp(-1.6 * c.seconds)) * (1.6 + 1.2 * c.random(2)) + 0.3 * size * c.seconds
    at[:, 2] += c.signed(3) * spread * 0.45
    at += np.outer(1 - np.exp(-c.seconds), drift)
    lit, dark = _tones(light, albedo)
    tint = (0.86 + 0.22 * c.random(6))[:, None]
    out = np.zeros((_COUNT, billows.COLUMNS))
    out[:, 0:3] = at
    out[:, 3] = size * (0.42 + 1.9 * age**0.75) * (0.75 + 0.5 * c.random(5))
    out[:, 4:7], out[:, 7:10] = lit * tint, dark * tint
    out[:, 10] = np.minimum(age * 70, 1) * (1 - age) ** 0.9 * np.minimum(0.35 + 0.7 * strength, 1.0)
    out[:, 11] = c.random(90) * 128 + 1.4 * c.seconds
    out[:, 12] = c.random(91) * 128 - 3.0 * c.seconds
    return out


def _tones(light: Light, albedo: float) -> tuple[Floats, Floats]:
    """Where the sun lights it, and where it does not."""
    key, sky = np.asarray(light.key), np.asarray(light.ambient)
    lit = np.minimum((0.8 * key + 0.35 * sky) * albedo, 250.0)
    dark = (0.14 * key + 0.62 * sky) * albedo
    return lit, dark
