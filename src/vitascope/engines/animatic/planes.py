"""RGB → I420 in BT.709, limited range, in one pass, in integers: what a drawing thread does last to its frame."""

from __future__ import annotations

import threading

import cv2
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


# Of 32 bits, as constants of the kernel: NumPy's 64 would halve what fits in a vector.
Y = (np.int32(Y_R), np.int32(Y_G), np.int32(Y_B), np.int32(Y_OFFSET), np.int32(SHIFT))
U = (np.int32(U_R), np.int32(U_G), np.int32(U_B), np.int32(C_OFFSET), np.int32(C_SHIFT))
V = (np.int32(V_R), np.int32(V_G), np.int32(V_B), np.int32(C_OFFSET), np.int32(C_SHIFT))


BAND = 48
"""Rows at a time: their three colours, apart, stay in the nearest caches. Even, as chroma needs."""

_kept = threading.local()


def fill_planes(rgb: NDArray[np.uint8], y: NDArray[np.uint8], u: NDArray[np.uint8], v: NDArray[np.uint8]) -> None:
    """One frame ``(height, width, 3)``, both even, into ``(height, width)`` and twice ``(height / 2, width / 2)``.

    Rounded to nearest; chroma is the mean of its four pixels. OpenCV takes the colours apart, which no compiler does
    well; sums over whole rows of one colour are then vector code.
    """
    height, width = y.shape
    apart = _apart(width)
    for top in range(0, height, BAND):
        end = min(top + BAND, height)
        bands = [plane[: end - top] for plane in apart]
        cv2.split(rgb[top:end], bands)
        red, green, blue = bands
        _fill(red, green, blue, y[top:end], u[top // 2 : end // 2], v[top // 2 : end // 2])


def _apart(width: int) -> list[NDArray[np.uint8]]:
    """Three planes of one band, which this thread keeps."""
    planes: list[NDArray[np.uint8]] | None = getattr(_kept, "planes", None)
    if planes is None or planes[0].shape[1] != width:
        planes = [np.empty((BAND, width), np.uint8) for _ in range(3)]
        _kept.planes = planes
    return planes


@numba.njit(nogil=True, cache=True)
def _fill(
    red: NDArray[np.uint8],
    green: NDArray[np.uint8],
    blue: NDArray[np.uint8],
    y: NDArray[np.uint8],
    u: NDArray[np.uint8],
    v: NDArray[np.uint8],
) -> None:
    for row in range(y.shape[0]):
        rs, gs, bs, luma = red[row], green[row], blue[row], y[row]
        for i in range(y.shape[1]):
            r, g, b = np.int32(rs[i]), np.int32(gs[i]), np.int32(bs[i])
            luma[i] = np.uint8((Y[0] * r + Y[1] * g + Y[2] * b + Y[3]) >> Y[4])
    for row in range(u.shape[0]):
        r0, r1, g0, g1 = red[2 * row], red[2 * row + 1], green[2 * row], green[2 * row + 1]
        b0, b1, us, vs = blue[2 * row], blue[2 * row + 1], u[row], v[row]
        for i in range(u.shape[1]):
            r = np.int32(r0[2 * i]) + np.int32(r0[2 * i + 1]) + np.int32(r1[2 * i]) + np.int32(r1[2 * i + 1])
            g = np.int32(g0[2 * i]) + np.int32(g0[2 * i + 1]) + np.int32(g1[2 * i]) + np.int32(g1[2 * i + 1])
            b = np.int32(b0[2 * i]) + np.int32(b0[2 * i + 1]) + np.int32(b1[2 * i]) + np.int32(b1[2 * i + 1])
            us[i] = np.uint8((U[0] * r + U[1] * g + U[2] * b + U[3]) >> U[4])
            vs[i] = np.uint8((V[0] * r + V[1] * g + V[2] * b + V[3]) >> V[4])
