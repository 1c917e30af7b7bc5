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
    first, whole = rows, 0
    for k in range(count + 1):
        first, whole = min(first, tops[k]), max(whole, tops[k])
    first = max(first, 0)
    if every == 2:
        whole = max(whole, first)
        _fill_whole(rgb[whole:].reshape(max(rows - whole, 0), cols * 3), depth[whole:])
        rows = whole
    for j in range(first, rows):
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


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _fill_whole(rgb, depth):  # type: ignore[no-untyped-def]
    """Rows of which every second column is computed: bytes are mixed everywhere and kept where they belong."""
    rows, cols = depth.shape
    mixed = np.empty(cols * 3, np.uint8)
    computed = np.empty(cols * 3, np.uint8)
    for k in range(cols * 3):
        computed[k] = 255 if (k // 3) % 2 == 0 or k // 3 == cols - 1 else 0
    for j in range(rows):
        line, far = rgb[j], depth[j]
        before, after, here, keep = line[:-6], line[6:], mixed[3:-3], computed[3:-3]
        middle = line[3:-3]
        for k in range(cols * 3 - 6):
            value = np.uint8((np.uint16(before[k]) + np.uint16(after[k]) + np.uint16(1)) >> np.uint16(1))
            here[k] = middle[k] if keep[k] else value
        for k in range(cols * 3 - 6):
            middle[k] = here[k]
        for k in range((cols - 1) // 2):
            far[np.uint64(2 * k + 1)] = far[np.uint64(2 * k)]
