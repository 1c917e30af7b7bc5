"""Soft round things without a surface: smoke, flame, sparks, spray, glow, contact shadows. The second pixel kernel."""

# mypy: disable-error-code="operator,no-untyped-def"

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

OVER, ADD, SHADE = 0, 1, 2
"""How a puff meets the picture: laid over it, added as light, or multiplied as a shadow on what lies at its depth."""
COLUMNS = 14
"""column, row, depth, radius x, radius y, r, g, b, alpha, mode, noise u, noise v, noise share, hardness."""


NOISE_POINTS = 30
"""Points of the noise tile that the radius of a puff spans."""
BLOCK_PX = 24
"""Puffs of a larger radius are so smooth that two by two pixels share one reckoning of their strength."""


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy", forceinline=True)
def _strength(puff, dy, lo, count, step, noise, alpha, shades, line, spots, shares):
    """Along one row: how much of the puff there is in ``alpha``, and how bright its billows are in ``shades``."""
    one, zero, half = np.float32(1.0), np.float32(0.0), np.float32(0.5)
    irx = one / puff[3]
    first = (np.float32(lo) + half * np.float32(step) - puff[0]) * irx
    pace = np.float32(step) * irx
    rough, hard, most = puff[12], puff[13], puff[8]
    for i in range(count):
        dx = first + np.float32(i) * pace
        d = max(one - dx * dx - dy * dy, zero)
        alpha[i] = (min(d * hard, one) if hard > zero else d * d) * most
        shades[i] = one
    if rough > zero:
        side = noise.shape[0]
        v = puff[11] + (dy + one) * np.float32(NOISE_POINTS)
        below = np.int32(v)
        tv = v - np.float32(below)
        top, low = below & (side - 1), (below + 1) & (side - 1)
        start = np.int32(puff[10])
        for j in range(line.shape[0]):  # this row's noise, between two rows of the tile
            column = np.uint32((start + j) & (side - 1))
            line[j] = noise[top, column] * (one - tv) + noise[low, column] * tv
        offset = puff[10] - np.float32(start)
        last = np.float32(line.shape[0] - 2)
        for i in range(count):
            u = min(max(offset + (first + np.float32(i) * pace + one) * np.float32(NOISE_POINTS), zero), last)
            whole = np.int32(u)
            spots[i] = whole
            shares[i] = u - np.float32(whole)
        light = np.float32(0.8) - dy * np.float32(0.12)
        for i in range(count):
            at = np.uint32(spots[i])
            n = line[at] + (line[at + np.uint32(1)] - line[at]) * shares[i]
            shades[i] = light + np.float32(0.4) * n
            alpha[i] *= max(one - rough + rough * (n * np.float32(2.6) - np.float32(0.6)), zero)


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy", forceinline=True)
def _mix(puff, rgb, depth, y, lo, hi, step, alpha, shades, slack):
    """Lay one row of a puff on the picture, where nothing hides it; ``alpha`` and ``shades`` count ``step`` pixels."""
    one, half, top = np.float32(1.0), np.float32(0.5), np.float32(255.0)
    z, r, g, b = puff[2], puff[5], puff[6], puff[7]
    out, deep = rgb[y, lo:hi], depth[y, lo:hi]
    shift = step - 1
    mode = np.int32(puff[9])
    for i in range(hi - lo):
        a = alpha[np.uint64(i) >> np.uint64(shift)]
        if mode == SHADE:
            a = a if abs(deep[i] - z) <= slack else np.float32(0.0)
        else:
            a = a if deep[i] >= z else np.float32(0.0)
        if a < np.float32(0.002):
            continue
        a = min(a, one)
        shade = shades[np.uint64(i) >> np.uint64(shift)]
        r0, g0, b0 = np.float32(out[i, 0]), np.float32(out[i, 1]), np.float32(out[i, 2])
        if mode == ADD:
            r1, g1, b1 = r0 + r * a, g0 + g * a, b0 + b * a
        elif mode == SHADE:
            r1, g1, b1 = r0 * (one - a), g0 * (one - a), b0 * (one - a)
        else:
            r1, g1, b1 = r0 + (r * shade - r0) * a, g0 + (g * shade - g0) * a, b0 + (b * shade - b0) * a
        out[i, 0] = np.uint8(np.int32(min(r1 + half, top)))
        out[i, 1] = np.uint8(np.int32(min(g1 + half, top)))
        out[i, 2] = np.uint8(np.int32(min(b1 + half, top)))


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def paint_puffs(
    rgb: NDArray[np.uint8],
    depth: NDArray[np.float32],
    puffs: NDArray[np.float32],
    noise: NDArray[np.float32],
) -> None:
    """Paint ``puffs``, shaped ``(n, COLUMNS)``, in their order; pixels and metres; colours are final, as seen."""
    height, width = depth.shape
    one, half, least = np.float32(1.0), np.float32(0.5), np.float32(0.8)
    alpha, shades, shares = np.empty(width, np.float32), np.empty(width, np.float32), np.empty(width, np.float32)
    spots = np.empty(width, np.int32)
    line = np.empty(2 * NOISE_POINTS + 3, np.float32)
    puff = np.empty(COLUMNS, np.float32)
    for i in range(puffs.shape[0]):
        puff[:] = puffs[i]
        for axis in (3, 4):  # thinner than a pixel: as wide as one, and weaker
            if puff[axis] < least:
                puff[8] *= max(puff[axis], np.float32(0.05)) / least
                puff[axis] = least
        if puff[2] < np.float32(0.05) or puff[8] < np.float32(0.004):
            continue
        step = 2 if min(puff[3], puff[4]) > np.float32(BLOCK_PX) and puff[13] <= 0 else 1
        slack = np.float32(0.12) * puff[2] + half
        y0, y1 = int(max(math.floor(puff[1] - puff[4]), 0)), int(min(math.ceil(puff[1] + puff[4]) + 1, height))
        for top in range(y0, y1, step):
            dy = (np.float32(top) + half * np.float32(step) - puff[1]) / puff[4]
            wide = one - dy * dy
            if wide <= 0:
                continue
            wide = math.sqrt(wide) * puff[3]
            lo, hi = int(max(math.floor(puff[0] - wide), 0)), int(min(math.ceil(puff[0] + wide) + 1, width))
            if lo >= hi:
                continue
            _strength(puff, dy, lo, (hi - lo + step - 1) // step, step, noise, alpha, shades, line, spots, shares)
            for y in range(top, min(top + step, y1)):
                _mix(puff, rgb, depth, y, lo, hi, step, alpha, shades, slack)
