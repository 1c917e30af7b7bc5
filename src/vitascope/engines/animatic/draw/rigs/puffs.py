"""Soft round things without a surface: smoke, flame, sparks, spray, glow, contact shadows. The second pixel kernel."""

# ruff: noqa: PLR0912, PLR0915  a pixel loop calls nothing it need not
# mypy: disable-error-code="operator"

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

OVER, ADD, SHADE = 0, 1, 2
"""How a puff meets the picture: laid over it, added as light, or multiplied as a shadow on what lies at its depth."""
COLUMNS = 14
"""column, row, depth, radius x, radius y, r, g, b, alpha, mode, noise u, noise v, noise share, hardness."""


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def paint_puffs(
    rgb: NDArray[np.uint8],
    depth: NDArray[np.float32],
    puffs: NDArray[np.float32],
    noise: NDArray[np.float32],
) -> None:
    """Paint ``puffs``, shaped ``(n, COLUMNS)``, in their order; pixels and metres; colours are final, as seen."""
    height, width = depth.shape
    one, zero, half, top = np.float32(1.0), np.float32(0.0), np.float32(0.5), np.float32(255.0)
    side = noise.shape[0]
    for i in range(puffs.shape[0]):
        px, py, z = puffs[i, 0], puffs[i, 1], puffs[i, 2]
        rx, ry = puffs[i, 3], puffs[i, 4]
        alpha = puffs[i, 8]
        if rx < np.float32(0.8):
            alpha *= max(rx, np.float32(0.05)) / np.float32(0.8)
            rx = np.float32(0.8)
        if ry < np.float32(0.8):
            alpha *= max(ry, np.float32(0.05)) / np.float32(0.8)
            ry = np.float32(0.8)
        if z < np.float32(0.05) or alpha < np.float32(0.004):
            continue
        x0, x1 = int(max(math.floor(px - rx), 0)), int(min(math.ceil(px + rx) + 1, width))
        y0, y1 = int(max(math.floor(py - ry), 0)), int(min(math.ceil(py + ry) + 1, height))
        r, g, b = puffs[i, 5], puffs[i, 6], puffs[i, 7]
        mode = int(puffs[i, 9])
        rough, hard = puffs[i, 12], puffs[i, 13]
        irx, iry = one / rx, one / ry
        slack = np.float32(0.12) * z + np.float32(0.5)

        scale = np.float32(30.0)
        for y in range(y0, y1):
            dy = (np.float32(y) + half - py) * iry
            for x in range(x0, x1):
                dx = (np.float32(x) + half - px) * irx
                d = one - dx * dx - dy * dy
                if d <= zero:
                    continue
                behind = depth[y, x]
                if mode == SHADE:
                    if abs(behind - z) > slack:
                        continue
                elif behind < z:
                    continue
                a = d * d
                if hard > zero:
                    a = min(d * hard, one)
                shade = one
                if rough > zero:
                    u, v = puffs[i, 10] + (dx + one) * scale, puffs[i, 11] + (dy + one) * scale
                    whole_u, whole_v = int(u), int(v)
                    iu, iv = whole_u & (side - 1), whole_v & (side - 1)
                    ju, jv = (iu + 1) & (side - 1), (iv + 1) & (side - 1)
                    tu, tv = u - np.float32(whole_u), v - np.float32(whole_v)
                    n = (noise[iv, iu] * (one - tu) + noise[iv, ju] * tu) * (one - tv) + (
                        noise[jv, iu] * (one - tu) + noise[jv, ju] * tu
                    ) * tv
                    a *= max(one - rough + rough * (n * np.float32(2.6) - np.float32(0.6)), zero)
                    shade = np.float32(0.8) + np.float32(0.4) * n - dy * np.float32(0.12)
                a = min(a, one) * alpha
                r0, g0, b0 = np.float32(rgb[y, x, 0]), np.float32(rgb[y, x, 1]), np.float32(rgb[y, x, 2])
                if mode == ADD:
                    r1, g1, b1 = r0 + r * a, g0 + g * a, b0 + b * a
                elif mode == SHADE:
                    r1, g1, b1 = r0 * (one - a), g0 * (one - a), b0 * (one - a)
                else:
                    r1, g1, b1 = r0 + (r * shade - r0) * a, g0 + (g * shade - g0) * a, b0 + (b * shade - b0) * a
                rgb[y, x, 0] = np.uint8(min(max(r1 + half, zero), top))
                rgb[y, x, 1] = np.uint8(min(max(g1 + half, zero), top))
                rgb[y, x, 2] = np.uint8(min(max(b1 + half, zero), top))
