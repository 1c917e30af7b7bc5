"""Fire, smoke, steam, sparks and dust that cling to actors: closed-form particles, pure in time.

Each particle has a slot and a generation: slot ``k`` of ``n`` is born every ``life`` seconds, and its random numbers
are a hash of slot, generation and seed. A frame needs no frame before it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.colours import mix
from vitascope.engines.animatic.draw.rigs.puffs import ADD, COLUMNS, OVER
from vitascope.engines.animatic.draw.stage import Colour, Light

Floats = NDArray[np.float64]
Track = Callable[[Floats], Floats]
"""Where the source was ``age`` seconds ago, less where it is now: ``(n,) → (n, 3)`` metres."""

GRAVITY = 9.81


def scatter(slots: NDArray[np.int64], generation: NDArray[np.int64], seed: int, n: int) -> Floats:
    """Hashes in [0, 1), one for each slot."""
    h = (slots * 0x9E3779B1 + generation * 0x85EBCA6B + seed * 0xC2B2AE35 + n * 0x27D4EB2F) & 0xFFFFFFFF
    h = ((h ^ (h >> 15)) * 0x2C1B3C6D) & 0xFFFFFFFF
    h = ((h ^ (h >> 12)) * 0x297A2D39) & 0xFFFFFFFF
    return ((h ^ (h >> 15)) & 0xFFFFFF) / float(0x1000000)


class Cloud:
    """Ages and random numbers of ``count`` particles that each live ``life`` seconds."""

    def __init__(self, count: int, life: float, time_s: float, seed: int) -> None:
        self.slots = np.arange(count, dtype=np.int64)
        self.seed = seed & 0xFFFF
        beat = time_s / life + (self.slots + 0.37 * scatter(self.slots, self.slots * 0, self.seed, 99)) / count
        self.generation = np.floor(beat).astype(np.int64)
        self.age: Floats = beat - self.generation
        self.seconds: Floats = self.age * life

    def random(self, n: int) -> Floats:
        return scatter(self.slots, self.generation, self.seed, n)

    def signed(self, n: int) -> Floats:
        return self.random(n) * 2 - 1


def _pack(
    at: Floats, rx: Floats, ry: Floats, colour: Floats, alpha: Floats, mode: int, rough: float, cloud: Cloud
) -> Floats:
    """World-space puffs, shaped ``(n, COLUMNS)``: x y z stand where column, row and depth will."""
    out = np.zeros((len(alpha), COLUMNS))
    out[:, 0:3] = at
    out[:, 3], out[:, 4] = rx, ry
    out[:, 5:8] = colour
    out[:, 8] = alpha
    out[:, 9] = mode
    out[:, 10], out[:, 11] = cloud.random(90) * 128, cloud.random(91) * 128
    out[:, 12] = rough
    return out


def _ramp(stops: list[Colour], t: Floats) -> Floats:
    """Colours along ``stops`` at ``t`` from 0 to 1."""
    at = np.linspace(0, 1, len(stops))
    return np.stack([np.interp(t, at, [s[i] for s in stops]) for i in range(3)], axis=1)


def _lit(light: Light, albedo: float, share: float = 0.6) -> Colour:
    """A grey of ``albedo`` in this light."""
    r, g, b = (
        min((a * (1 - share) + k * share) * albedo, 255.0) for a, k in zip(light.ambient, light.key, strict=True)
    )
    return (r, g, b)


def fire(origin: Floats, size: float, strength: float, time_s: float, seed: int, drift: Floats) -> Floats:
    """Tongues of flame, ``size`` metres wide and about two and a half high, and their glow."""
    c = Cloud(44, 0.75, time_s, seed)
    age = c.age
    base = np.sqrt(c.random(1)) * 0.5 * size
    turn = c.random(2) * 6.283
    pull = 1 - age * 0.85
    sway = np.sin(time_s * 5.1 + c.random(4) * 6.28 + age * 4) * 0.12 * size * age
    at = origin + np.stack(
        [
            np.cos(turn) * base * pull + sway,
            age * size * (1.3 + 1.4 * c.random(3)) * (0.55 + 0.45 * strength),
            np.sin(turn) * base * pull,
        ],
        axis=1,
    )
    at += np.outer(c.seconds, drift)
    radius = size * (0.36 * (1 - age) ** 0.8 + 0.04)
    colour = _ramp([(255, 226, 150), (255, 168, 54), (240, 84, 16), (120, 26, 6)], age)
    alpha = (0.5 + 0.4 * strength) * np.minimum(age * 8, 1) * (1 - age) ** 0.7
    flames = _pack(at, radius * 0.7, radius * 1.6, colour, alpha * 0.75, ADD, 0.5, c)
    one = Cloud(1, 1.0, 0.0, seed)
    flicker = 0.8 + 0.2 * np.sin(time_s * 17) * np.sin(time_s * 7.3)
    glow = _pack(
        origin[None] + (0, size * 0.7, 0),
        np.array([size * 3.4]),
        np.array([size * 3.0]),
        np.array([[255.0, 120, 34]]),
        np.array([0.22 * flicker * (0.5 + strength)]),
        ADD,
        0.0,
        one,
    )
    return np.concatenate([glow, flames])


def steam(origin: Floats, size: float, strength: float, time_s: float, seed: int, colour: Colour) -> Floats:
    """Thin wisps over something hot; ``size`` is how wide they begin."""
    c = Cloud(22, 3.2, time_s, seed)
    age = c.age
    wave = np.sin(age * 7 + c.random(1) * 6.28 + time_s * 0.9)
    at = origin + np.stack(
        [c.signed(2) * size * 0.35 + wave * size * 0.5 * age, age * size * 4.2, c.signed(3) * size * 0.3], axis=1
    )
    radius = size * (0.3 + 0.75 * age)
    alpha = np.minimum(age * 5, 1) * (1 - age) ** 1.2 * (0.2 + 0.42 * strength)
    return _pack(at, radius * 0.7, radius * 1.5, np.tile(colour, (22, 1)), alpha, OVER, 0.8, c)


def sparks(origin: Floats, size: float, strength: float, time_s: float, seed: int) -> Floats:
    """Embers that rise and wander."""
    n = int(16 + 34 * strength)
    c = Cloud(n, 2.4, time_s, seed + 3)
    age = c.age
    at = origin + np.stack(
        [
            c.signed(1) * size * (0.3 + 1.1 * age) + np.sin(time_s * 2 + c.random(4) * 9) * size * 0.2 * age,
            age * size * (2.0 + 3.4 * c.random(2)),
            c.signed(3) * size * (0.3 + 0.9 * age),
        ],
        axis=1,
    )
    radius = size * 0.022 * (0.6 + c.random(5)) * (1 - age * 0.5)
    blink = 0.55 + 0.45 * np.sin(time_s * 21 + c.random(6) * 40)
    alpha = (1 - age) * blink
    return _pack(at, radius, radius, np.tile((255.0, 170.0, 60.0), (n, 1)), alpha, ADD, 0.0, c)


def dust(
    origin: Floats, size: float, strength: float, time_s: float, seed: int, colour: Colour, track: Track
) -> Floats:
    """Low clouds that feet and wheels leave."""
    c = Cloud(18, 1.6, time_s, seed + 5)
    age = c.age
    at = origin + track(c.seconds)
    at[:, 0] += c.signed(1) * size * (0.3 + age)
    at[:, 1] += size * 0.15 + c.random(2) * size * 0.7 * age
    at[:, 2] += c.signed(3) * size * (0.2 + 0.6 * age)
    radius = size * (0.25 + 0.8 * age)
    alpha = np.minimum(age * 7, 1) * (1 - age) ** 1.3 * (0.14 + 0.3 * strength)
    return _pack(at, radius * 1.3, radius * 0.8, np.tile(colour, (18, 1)), alpha, OVER, 0.7, c)


def glow(origin: Floats, size: float, strength: float, colour: Colour) -> Floats:
    """A halo of light in the air."""
    one = Cloud(1, 1.0, 0.0, 0)
    wide = _pack(
        origin[None], np.array([size]), np.array([size]), np.array([colour]), np.array([0.35 * strength]), ADD, 0.0, one
    )
    core = _pack(
        origin[None],
        np.array([size * 0.3]),
        np.array([size * 0.3]),
        np.array([colour]),
        np.array([0.6 * strength]),
        ADD,
        0.0,
        one,
    )
    return np.concatenate([wide, core])


def mist_colour(light: Light) -> Colour:
    """Steam and spray: nearly white in this light, and bright as the air behind it, since it lets light through."""
    return mix(_lit(light, 1.1), light.haze, 0.3)


def dust_colour(light: Light, tint: Colour) -> Colour:
    r, g, b = (c * t / 255 for c, t in zip(_lit(light, 0.95), tint, strict=True))
    return (r, g, b)
