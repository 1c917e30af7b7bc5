"""RGB → I420 in BT.709, limited range, in one pass, in integers: what a drawing thread does last to its frame."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

SHIFT = 16
# ITU-R BT.709-6, items 3.2 and 3.4, over 8-bit limited range, in 1/65536: Y' has 219 steps, Cb and Cr 224.
KR, KB = 0.2126, 0.0722
KG = 1 - KR - KB
Y_R, Y_G, Y_B = (round(k * 219 / 255 * 2**SHIFT) for k in (KR, KG, KB))
U_R, U_G, U_B = (round(k / (2 * (1 - KB)) * 224 / 255 * 2**SHIFT) for k in (-KR, -KG, 1 - KB))
V_R, V_G, V_B = (round(k / (2 * (1 - KR)) * 224 / 255 * 2**SHIFT) for k in (1 - KR, -KG, -KB))
Y_OFFSET = (16 << SHIFT) + (1 << SHIFT - 1)
C_SHIFT = SHIFT + 2
"""Chroma is taken from the sum of four pixels."""
C_OFFSET = (128 << C_SHIFT) + (1 << C_SHIFT - 1)


@numba.njit(nogil=True, cache=True)
def fill_planes(rgb: NDArray[np.uint8], y: NDArray[np.uint8], u: NDArray[np.uint8], v: NDArray[np.uint8]) -> None:
    """One frame ``(height, width, 3)``, both even, into ``(height, width)`` and twice ``(height / 2, width / 2)``.

    Rounded to nearest; chroma is the mean of its four pixels.
    """
    height, width = y.shape
    for row in range(0, height, 2):
        for column in range(0, width, 2):
            red = np.int32(0)
            green = np.int32(0)
            blue = np.int32(0)
            for down in range(2):
                for right in range(2):
                    r = np.int32(rgb[row + down, column + right, 0])
                    g = np.int32(rgb[row + down, column + right, 1])
                    b = np.int32(rgb[row + down, column + right, 2])
                    y[row + down, column + right] = (Y_R * r + Y_G * g + Y_B * b + Y_OFFSET) >> SHIFT
                    red += r
                    green += g
                    blue += b
            u[row >> 1, column >> 1] = (U_R * red + U_G * green + U_B * blue + C_OFFSET) >> C_SHIFT
            v[row >> 1, column >> 1] = (V_R * red + V_G * green + V_B * blue + C_OFFSET) >> C_SHIFT
