"""Soft round things without a surface: smoke, flame, sparks, spray, glow, contact shadows. The second pixel kernel."""

# mypy: disable-error-code="operator,no-untyped-def"

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.kernel import inlined, kernel

OVER, ADD, SHADE = 0, 1, 2
"""How a puff meets the picture: laid over it, added as light, or multiplied as a shadow on what lies at its depth."""
COLUMNS = 14
"""column, row, depth, radius x, radius y, r, g, b, alpha, mode, noise u, noise v, noise share, hardness."""


NOISE_POINTS = 30
"""Points of the noise tile that the radius of a puff spans."""
BLOCK_PX = 24
"""Puffs of a larger radius are so smooth that two by two pixels share one reckoning of their strength."""


@inlined
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


@inlined
def _seen(puff, deep, step, alpha, shades, share, shade, slack):
    """Spread what counts ``step`` pixels to single ones; ``share`` is none where something hides the puff.

    Their sum is returned: of sums a compiler makes vectors, and not of the greatest.
    """
    zero, z, total = np.float32(0.0), puff[2], np.float32(0.0)
    count = np.uint64(len(deep))
    if step == 1:
        for i in range(count):
            share[i], shade[i] = alpha[i], shades[i]
    else:
        for i in range(count):
            share[i], shade[i] = alpha[i >> np.uint64(1)], shades[i >> np.uint64(1)]
    if np.int32(puff[9]) == SHADE:
        for i in range(count):
            share[i] = share[i] if abs(deep[i] - z) <= slack else zero
    else:
        for i in range(count):
            share[i] = share[i] if deep[i] >= z else zero
    for i in range(count):
        a = share[i]
        a = min(a, np.float32(1.0)) if a >= np.float32(0.002) else zero
        share[i] = a
        total += a
    return total


@inlined
def _mix(puff, rgb, y, lo, hi, share, shade):
    """Lay ``share`` of one row of a puff on the picture, at steps that a compiler knows: it makes vectors of them."""
    one, half, top = np.float32(1.0), np.float32(0.5), np.float32(255.0)
    r, g, b = puff[5], puff[6], puff[7]
    line = rgb[y].reshape(-1)
    begin, three, second, third = np.uint64(3 * lo), np.uint64(3), np.uint64(1), np.uint64(2)
    mode, count = np.int32(puff[9]), np.uint64(hi - lo)
    if mode == ADD:
        for i in range(count):
            j, a = begin + three * i, share[i]
            line[j] = np.uint8(np.int32(min(np.float32(line[j]) + r * a + half, top)))
            line[j + second] = np.uint8(np.int32(min(np.float32(line[j + second]) + g * a + half, top)))
            line[j + third] = np.uint8(np.int32(min(np.float32(line[j + third]) + b * a + half, top)))
        return
    if mode == SHADE:
        r, g, b = np.float32(0.0), np.float32(0.0), np.float32(0.0)
    for i in range(count):
        j, a = begin + three * i, share[i]
        kept, own = one - a, shade[i] * a
        line[j] = np.uint8(np.int32(min(np.float32(line[j]) * kept + r * own + half, top)))
        line[j + second] = np.uint8(np.int32(min(np.float32(line[j + second]) * kept + g * own + half, top)))
        line[j + third] = np.uint8(np.int32(min(np.float32(line[j + third]) * kept + b * own + half, top)))


@kernel
def _paint(rgb, depth, puffs, noise, rows, spots, line, puff):
    height, width = depth.shape
    one, half, least = np.float32(1.0), np.float32(0.5), np.float32(0.8)
    alpha, shades, shares, share, shade = rows[0], rows[1], rows[2], rows[3], rows[4]
    for i in range(puffs.shape[0]):
        for k in range(COLUMNS):
            puff[k] = puffs[i, k]
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
                if _seen(puff, depth[y, lo:hi], step, alpha, shades, share, shade, slack) > 0:
                    _mix(puff, rgb, y, lo, hi, share, shade)


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def paint_puffs(
    rgb: NDArray[np.uint8],
    depth: NDArray[np.float32],
    puffs: NDArray[np.float32],
    noise: NDArray[np.float32],
) -> None:
    """Paint ``puffs``, shaped ``(n, COLUMNS)``, in their order; pixels and metres; colours are final, as seen."""
    width = depth.shape[1]
    rows, spots = np.empty((5, width), np.float32), np.empty(width, np.int32)
    _paint(
        rgb, depth, puffs, noise, rows, spots, np.empty(2 * NOISE_POINTS + 3, np.float32), np.empty(COLUMNS, np.float32)
    )
