"""Water thrown up: a crown where a body strikes, drops that fall, foam that stays; and what runs off a back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.colours import mix
from vitascope.engines.animatic.draw.rigs.effects import GRAVITY, Cloud, scatter
from vitascope.engines.animatic.draw.rigs.puffs import COLUMNS, OVER
from vitascope.engines.animatic.draw.stage import Colour

Floats = NDArray[np.float64]
LASTS_S = 7.0
"""After so long the foam is gone too."""
_WHITE: Colour = (255.0, 255.0, 255.0)


def splash(
    origin: Floats, along: Floats, size: float, strength: float, since_s: float, seed: int, colour: Colour
) -> Floats:
    """World-space puffs of a splash that began ``since_s`` seconds ago; pure in time.

    ``origin`` is where on the water the body struck, ``along`` half its length as a vector, ``size`` about half its
    width in metres; ``colour`` is that of mist in this light, which broken water is whiter than. Water leaves in sheets
    to both sides at an instant, then everything is a throw: the way is v t − g t²/2; what is under water is gone.
    """
    white = mix(colour, _WHITE, 0.5)
    parts = [_foam(origin, along, size, strength, since_s, seed, white)]
    if since_s < 3.2:
        parts.append(_mist(origin, along, size, strength, since_s, seed, colour))
        parts.append(_sheets(origin, along, size, strength, since_s, seed, white))
        parts.append(_drops(origin, along, size, strength, since_s, seed, white))
        parts.append(_jet(origin, size, strength, since_s - 0.35, seed, white))
    return np.concatenate(parts)


def shed(
    origin: Floats, along: Floats, size: float, strength: float, time_s: float, seed: int, colour: Colour
) -> Floats:
    """Water that streams off a body which rises: ``along`` is half its length as a vector, ``size`` its radius."""
    n = 90
    c = Cloud(n, 0.9, time_s, seed + 7)
    at = origin + np.outer(c.signed(1), along)
    at[:, 0] += c.signed(2) * size
    at[:, 2] += c.signed(3) * size
    at[:, 1] -= GRAVITY / 2 * c.seconds**2 + c.random(4) * 0.5 * size
    fall = 0.3 + GRAVITY * c.seconds * 0.05
    thin = size * (0.03 + 0.03 * c.random(5))
    alpha = 0.75 * strength * np.minimum(c.age * 8, 1) * (1 - c.age)
    return _pack(at, thin, thin * (1.5 + 3 * fall), mix(colour, _WHITE, 0.4), alpha, 0.35, c.random(6), c.random(7))


def _random(count: int, seed: int, n: int) -> Floats:
    slots = np.arange(count, dtype=np.int64)
    return scatter(slots, slots * 0, seed & 0xFFFF, n)


def _thrown(
    origin: Floats, along: Floats, size: float, since_s: float, place: Floats, turn: Floats, start: Floats, out: Floats,
    launch: Floats,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Where what left the line at ``place`` (−1 to 1) in direction ``turn`` is now, and how fast it falls, in m/s."""
    length = float(np.linalg.norm(along))
    ends = np.abs(place) ** 3 * 0.5 if length > size else np.ones_like(place)
    side = np.array((along[2], 0.0, -along[0])) / length if length > 1e-6 else np.array((1.0, 0.0, 0.0))
    ahead = np.array((-side[2], 0.0, side[0]))
    flat = np.outer(np.sin(turn), side) + np.outer(np.cos(turn) * ends, ahead)
    at = origin + np.outer(place, along) + flat * (start + out * since_s)[:, None]
    at[:, 1] = origin[1] + launch * since_s - GRAVITY / 2 * since_s**2
    return at, GRAVITY * since_s - launch


def _sheets(o: Floats, along: Floats, size: float, strength: float, t: float, seed: int, colour: Colour) -> Floats:
    n = 200
    r = [_random(n, seed, k) for k in range(7)]
    place = 2 * r[0] - 1
    launch = np.sqrt(2 * GRAVITY * size * (0.35 + 2.3 * r[1] ** 1.3)) * (0.65 + 0.35 * strength) * (1 - 0.35 * place**2)
    at, fall = _thrown(
        o, along, size, t, place, r[2] * 6.283, size * (0.25 + 0.3 * r[3]), size * (0.3 + 0.75 * r[4]), launch
    )
    wide = size * (0.1 + 0.17 * r[5]) * (1 + 0.6 * t)
    high = wide * (1.4 + np.minimum(np.abs(fall) * 0.16, 1.3))
    alpha = (
        np.where(at[:, 1] > o[1] - 0.2 * size, 0.95, 0.0)
        * np.exp(-0.75 * t)
        * min(t * 20, 1.0)
        * (0.5 + 0.5 * strength)
    )
    at[:, 1] = np.maximum(at[:, 1], o[1])
    tint = np.outer(0.6 + 0.4 * r[6] ** 0.6, colour)  # water in the shade of water
    return _pack(at, wide, high, tint, alpha, 0.85, r[6], r[5])


def _drops(o: Floats, along: Floats, size: float, strength: float, t: float, seed: int, colour: Colour) -> Floats:
    n = 320
    r = [_random(n, seed + 31, k) for k in range(7)]
    launch = np.sqrt(2 * GRAVITY * size * (0.3 + 2.2 * r[1] ** 2)) * (0.6 + 0.4 * strength)
    at, fall = _thrown(
        o, along, size, t, 2 * r[0] - 1, r[2] * 6.283, size * (0.2 + 0.4 * r[3]), size * (0.3 + 1.2 * r[4]), launch
    )
    small = size * (0.009 + 0.02 * r[5] ** 2)
    alpha = np.where(at[:, 1] > o[1], 0.9, 0.0) * max(1 - t / 2.6, 0.0) ** 0.7
    return _pack(
        at, small, small * (1 + np.minimum(np.abs(fall) * 0.18, 1.6)), colour, alpha, 0.0, r[6], r[5], hard=2.5
    )


def _jet(o: Floats, size: float, strength: float, t: float, seed: int, colour: Colour) -> Floats:
    """The column that leaps up where the hole in the water closes (Worthington, "A Study of Splashes", 1908)."""
    n = 26
    if t <= 0:
        return np.zeros((0, COLUMNS))
    r = [_random(n, seed + 63, k) for k in range(5)]
    launch = np.sqrt(2 * GRAVITY * size * (0.2 + 2.0 * r[1])) * strength
    none = np.zeros(3)
    at, fall = _thrown(o, none, size, t, r[0] * 0, r[2] * 6.283, size * 0.18 * r[3], size * 0.22 * r[4], launch)
    wide = size * (0.07 + 0.07 * r[3])
    alpha = np.where(at[:, 1] > o[1], 0.75, 0.0) * np.exp(-0.5 * t)
    return _pack(at, wide, wide * (1.5 + np.minimum(np.abs(fall) * 0.2, 1.6)), colour, alpha, 0.45, r[4], r[3])


def _mist(o: Floats, along: Floats, size: float, strength: float, t: float, seed: int, colour: Colour) -> Floats:
    n = 14
    r = [_random(n, seed + 91, k) for k in range(5)]
    at = o + np.outer(2 * r[0] - 1, along * 0.9)
    at[:, 0] += (2 * r[1] - 1) * size * (0.6 + 0.5 * t)
    at[:, 1] += size * (0.35 + 0.9 * r[2] * min(t * 2, 1.0))
    wide = size * (0.5 + 0.4 * r[3]) * (1 + 0.4 * t)
    alpha = np.full(n, 0.3 * strength * min(t * 6, 1.0) * np.exp(-1.1 * t))
    return _pack(at, wide, wide * 0.8, colour, alpha, 0.5, r[4], r[3])


def _foam(o: Floats, along: Floats, size: float, strength: float, t: float, seed: int, colour: Colour) -> Floats:
    """Broken water that lies on the sea, spreads, tears and goes."""
    n = 70
    r = [_random(n, seed + 47, k) for k in range(6)]
    reach = size * (0.5 + 1.5 * (1 - np.exp(-1.1 * t)))
    way = np.sqrt(r[0]) * reach
    at = o + np.outer(2 * r[1] - 1, along * 1.05)
    at[:, 0] += np.sin(r[2] * 6.283) * way
    at[:, 2] += np.cos(r[2] * 6.283) * way
    at[:, 1] = o[1] + 0.1 * size  # clear of the waves before it, which would hide it
    wide = size * (0.16 + 0.3 * r[3]) * (1 + 0.25 * min(t, 3.0))
    fade = min(t * 5, 1.0) * max(1 - t / LASTS_S, 0.0) ** 1.3
    alpha = (0.5 + 0.45 * r[4]) * (0.5 + 0.5 * strength) * fade
    return _pack(at, wide, wide * 0.22, colour, alpha, 0.75 + 0.2 * min(t / 4, 1.0), r[5], r[3])


def _pack(
    at: Floats,
    rx: Floats,
    ry: Floats,
    colour: Colour | Floats,
    alpha: Floats,
    rough: float,
    u: Floats,
    v: Floats,
    hard: float = 0.0,
) -> Floats:
    out = np.zeros((len(alpha), COLUMNS))
    out[:, 0:3], out[:, 3], out[:, 4], out[:, 5:8] = at, rx, ry, colour
    out[:, 8], out[:, 9], out[:, 10], out[:, 11] = alpha, OVER, u * 128, v * 128
    out[:, 12], out[:, 13] = rough, hard
    return out
