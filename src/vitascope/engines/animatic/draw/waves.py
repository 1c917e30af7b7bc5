"""How water moves: a swell that wanders, ripples on it, surf that runs in to land. Kernels of `water`."""

from __future__ import annotations

import numpy as np
from numba import njit

BREAK_M = 30.0
"""From land, where waves of the surf begin to break: about where they are as high as the water is deep."""
SIDE = 256
"""Points along the side of a field of swell or of ripples."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def level_at(field, x, y):  # type: ignore[no-untyped-def]
    """Height alone between the points of a field ``(side, side, 3)`` that tiles."""
    mask = field.shape[0] - 1
    fx, fy = np.floor(x), np.floor(y)
    ix, iy = int(fx), int(fy)
    u, v = np.float32(x - fx), np.float32(y - fy)
    x0, x1 = np.uint64(ix & mask), np.uint64((ix + 1) & mask)
    y0, y1 = np.uint64(iy & mask), np.uint64((iy + 1) & mask)
    top = field[y0, x0, 0] + (field[y0, x1, 0] - field[y0, x0, 0]) * u
    low = field[y1, x0, 0] + (field[y1, x1, 0] - field[y1, x0, 0]) * u
    return top + (low - top) * v


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def away_at(shore, x, y):  # type: ignore[no-untyped-def]
    """Metres to the water's edge between the points of a field that tiles, and their slopes a point along x and y."""
    mask = shore.shape[0] - 1
    fx, fy = np.floor(x), np.floor(y)
    ix, iy = int(fx), int(fy)
    u, v = np.float32(x - fx), np.float32(y - fy)
    x0, x1 = np.uint64(ix & mask), np.uint64((ix + 1) & mask)
    y0, y1 = np.uint64(iy & mask), np.uint64((iy + 1) & mask)
    a, b, c, d = shore[y0, x0], shore[y0, x1], shore[y1, x0], shore[y1, x1]
    top, low = a + (b - a) * u, c + (d - c) * u
    return top + (low - top) * v, (b - a) + (d - c - b + a) * v, low - top


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def swell_at(swell, x, z, time_s):  # type: ignore[no-untyped-def]
    """Height of the swell, for a roughness of 1."""
    one = level_at(swell, x * SWELL[0] + time_s * SWELL[1], z * SWELL[2] + time_s * SWELL[3])
    other = level_at(swell, x * SWELL[4] + time_s * SWELL[5] + 90, z * SWELL[6] + time_s * SWELL[7] + 40)
    return one + 0.55 * other


SWELL = (0.55, 1.3, 0.85, 3.2, 1.5, -1.9, 1.2, 4.4)
"""Of two layers: points a metre and points a second, along x and along z."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def surf_at(away, wander, turns, high, per_m, wash):  # type: ignore[no-untyped-def]
    """A wave that runs in: its height in metres, its slope over ``away``, its foam, and the foam left on the water.

    ``away`` is metres from the water's edge, below 0 on land; ``turns`` counts the waves that have come in; the waves
    are ``high`` metres, ``per_m`` of them a metre, and wash up by ``wash`` metres. A crest is where the phase is whole:
    steep before, long behind. Without branches or calls, so that it can be part of vector code.
    """
    zero, one = np.float32(0), np.float32(1)
    come = turns + wander
    phase = away * per_m + come
    f = phase - np.floor(phase)
    # exp(-4.5 f) and exp(-15 (1 - f)), as `air.transmittance` has them.
    behind, before = one - f * np.float32(4.5 / 32), np.float32(17 / 32) + f * np.float32(15 / 32)
    for _ in range(5):
        behind, before = behind * behind, before * before
    # Waves rise as the water grows shallow, break, and run on as a low bore.
    build = min(max((np.float32(2.2 * BREAK_M) - away) * np.float32(1 / (1.6 * BREAK_M)), zero), one)
    spent = min(max((away + one) * np.float32(1 / 9), zero), one)
    size = high * build * build * (np.float32(0.30) + np.float32(0.70) * spent)
    slope = size * (np.float32(15) * before - np.float32(4.5) * behind) * per_m
    broken = min(max((np.float32(BREAK_M) - away) * np.float32(1 / (0.45 * BREAK_M)), zero), one)
    front = broken * (behind * behind + before * before)
    lace = broken / (one + np.float32(1.7) * f * (one + f))
    edge = min(max((np.float32(7) - away) * np.float32(1 / 7), zero), one)
    edge *= min(max((away + np.float32(9)) * np.float32(1 / 6), zero), one)
    # About (1 + cos) / 2 of a turn, off by 0.01 at most.
    turn = come - np.float32(0.12)
    swing = abs(np.float32(2) * (turn - np.floor(turn)) - one)
    lift = wash * edge * edge * swing * swing * (np.float32(3) - np.float32(2) * swing)
    return size * (behind + before) + lift, slope, front, lace
