"""Painting by columns: only some are computed, what is between them is theirs mixed."""

from __future__ import annotations

import numpy as np
from numba import njit

COMPUTED = 960
"""Columns computed in a frame at least: more of them cost time and show nothing that a video encoder would keep."""


def stride_of(width: int) -> int:
    """Every how many columns one is computed in a frame ``width`` pixels wide."""
    return max(width // COMPUTED, 1)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def fill_between(rgb, depth, tops, every):  # type: ignore[no-untyped-def]
    """Mix columns ``0, every, 2·every…, last`` into those between, down from the higher of two ``tops``.

    ``tops`` holds the first row that was painted in each computed column. What stands above it stays.
    """
    if every == 1:
        return
    rows, cols = rgb.shape[0], rgb.shape[1]
    count = (cols + every - 1) // every
    first = rows
    for k in range(count + 1):
        first = min(first, tops[k])
    for j in range(max(first, 0), rows):
        line, far = rgb[j], depth[j]
        for k in range(count):
            if j < tops[k] and j < tops[k + 1]:
                continue
            a = k * every
            b = min(a + every, cols - 1)
            if b - a == 2:
                far[np.uint64(a + 1)] = far[np.uint64(a)]
                for c in range(3):
                    one, other = np.int32(line[np.uint64(a), c]), np.int32(line[np.uint64(b), c])
                    line[np.uint64(a + 1), c] = np.uint8((one + other + 1) >> 1)
                continue
            for i in range(a + 1, b):
                far[i] = far[a] if 2 * (i - a) < b - a else far[b]
                for c in range(3):
                    one, other = np.int32(line[a, c]), np.int32(line[b, c])
                    line[i, c] = np.uint8((one * (b - i) + other * (i - a) + (b - a) // 2) // (b - a))
