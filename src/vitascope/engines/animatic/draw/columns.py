"""Painting by columns: only some are computed, what is between them is theirs mixed."""

from __future__ import annotations

import numpy as np
from numba import njit

COMPUTED = 960
"""Columns computed in a frame at least: more of them cost time and show nothing that a video encoder would keep."""


BLOCK = 64
"""Columns that are kept until their rows are written: with fewer, the time goes into finding pages of memory."""
TALL = 4352
"""Rows of a frame at most."""
_ROWS = 32
"""Rows that are written together."""


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
    else:
        _fill_phases(rgb.reshape(rows, cols * 3), depth, tops, first, every)
        return
    for j in range(first, rows):
        line, far = rgb[j], depth[j]
        for k in range(count):
            if j < tops[k] and j < tops[k + 1]:
                continue
            a = k * every
            b = min(a + 2, cols - 1)
            if b - a == 2:
                far[np.uint64(a + 1)] = far[np.uint64(a)]
                for c in range(3):
                    one, other = np.int32(line[np.uint64(a), c]), np.int32(line[np.uint64(b), c])
                    line[np.uint64(a + 1), c] = np.uint8((one + other + 1) >> 1)


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


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _fill_phases(rgb, depth, tops, first, every):  # type: ignore[no-untyped-def]
    """Strides from 3 on: for each phase between two computed columns, whole rows are mixed, and kept where they belong.

    What belongs to another phase is mixed from the wrong columns, and dropped: vector code does that many times faster
    than loops of two or three columns.
    """
    rows, cols = depth.shape
    count = (cols + every - 1) // every
    last = (count - 1) * every  # beyond it the next computed column is nearer
    wide = last + 1 - every
    starts = np.full((2, every, cols * 3), 32767, np.int16)
    for i in range(last):
        if i % every > 0:
            top = min(tops[i // every], tops[i // every + 1])
            starts[0, i % every, i] = top
            for c in range(3):
                starts[1, i % every, i * 3 + c] = top
    tail = min(tops[count - 1], tops[count])
    mixed, moved = np.empty(wide * 3, np.uint8), np.empty(wide, np.float32)
    for j in range(first, rows):
        line, far, here = rgb[j], depth[j], np.int16(j)
        for phase in range(1, every):
            before, after = np.float32((every - phase) / every), np.float32(phase / every)
            one, other = line[: wide * 3], line[every * 3 : (every + wide) * 3]
            middle, start = line[phase * 3 : (phase + wide) * 3], starts[1, phase, phase * 3 : (phase + wide) * 3]
            _mix(mixed, one, other, middle, start, before, after, here)
            nearer = far[:wide] if 2 * phase < every else far[every : every + wide]
            between, start = far[phase : phase + wide], starts[0, phase, phase : phase + wide]
            _choose(moved, nearer, between, start, here)
        if j >= tail:
            gap = cols - 1 - last
            for i in range(last + 1, cols - 1):
                far[i] = far[last] if 2 * (i - last) < gap else far[cols - 1]
                for c in range(3):
                    a, b = np.int32(line[last * 3 + c]), np.int32(line[(cols - 1) * 3 + c])
                    line[i * 3 + c] = np.uint8((a * (cols - 1 - i) + b * (i - last) + gap // 2) // gap)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _mix(out, one, other, old, start, before, after, here):  # type: ignore[no-untyped-def]
    half = np.float32(0.501)
    for k in range(out.shape[0]):
        value = np.uint8(np.int32(np.float32(one[k]) * before + np.float32(other[k]) * after + half))
        kept = old[k]
        out[k] = value if start[k] <= here else kept
    for k in range(out.shape[0]):
        old[k] = out[k]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _choose(out, new, old, start, here):  # type: ignore[no-untyped-def]
    for k in range(out.shape[0]):
        far, kept = new[k], old[k]
        out[k] = far if start[k] <= here else kept
    for k in range(out.shape[0]):
        old[k] = out[k]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def write_block(rgb, depth, shades, depths, covers, first, count, every, ends):  # type: ignore[no-untyped-def]
    """Rows of columns ``first`` to ``first + count``, the last of which is left to the next block unless this ``ends``.

    Of every second column, what lies between two is theirs mixed, down from the higher of the two; what stands above
    it stays. Of wider strides, that is left to `fill_between`.
    """
    rows, cols = depth.shape
    most, least = 0, rows
    for k in range(count + 1):
        most, least = max(most, covers[k]), min(least, covers[k])
    byte, eight, sixteen, low = np.int32(255), np.int32(8), np.int32(16), np.int32(0x7F7F7F)
    one, stride = np.uint64(1), np.uint64(every)
    pairs = min(count, cols // 2 - first) if every == 2 else 0  # of two columns and one between
    alike = 0  # rows from the bottom up that all of these columns reach
    if pairs == count and count & 3 == 0 and first & 3 == 0 and (cols * 3) & 7 == 0:
        alike = least
        _write_alike(rgb.reshape(rgb.size).view(np.uint64), depth, shades, depths, first, count, alike)
    for p in range(alike, most):
        y = rows - 1 - p
        line, far, at = rgb[y], depth[y], np.uint64(p)
        if p < least and pairs == count:
            here, there = shades[0, at], depths[0, at]
            for k in range(np.uint64(count)):
                i = np.uint64(2 * first) + k + k
                j = i + one
                after = shades[k + one, at]
                mean = (here | after) - (((here ^ after) >> np.int32(1)) & low)
                line[i, 0], line[i, 1], line[i, 2] = here & byte, (here >> eight) & byte, here >> sixteen
                line[j, 0], line[j, 1], line[j, 2] = mean & byte, (mean >> eight) & byte, mean >> sixteen
                far[i] = far[j] = there
                here, there = after, depths[k + one, at]
            continue
        for k in range(np.uint64(count + 1)):
            if p < covers[k] and (ends or k < np.uint64(count)):
                i, here = min((np.uint64(first) + k) * stride, np.uint64(cols - 1)), shades[k, at]
                line[i, 0], line[i, 1], line[i, 2] = here & byte, (here >> eight) & byte, here >> sixteen
                far[i] = depths[k, at]
        for k in range(np.uint64(pairs)):
            if p < covers[k] or p < covers[k + one]:
                i = np.uint64(2 * first) + k + k
                j, n, after = i + one, min(i + stride, np.uint64(cols - 1)), shades[k + one, at]
                if p >= covers[k + one]:
                    after = np.int32(line[n, 0]) | np.int32(line[n, 1]) << eight | np.int32(line[n, 2]) << sixteen
                here = np.int32(line[i, 0]) | np.int32(line[i, 1]) << eight | np.int32(line[i, 2]) << sixteen
                mean = (here | after) - (((here ^ after) >> np.int32(1)) & low)
                if n != j:
                    line[j, 0], line[j, 1], line[j, 2] = mean & byte, (mean >> eight) & byte, mean >> sixteen
                    far[j] = far[i]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _write_alike(words, depth, shades, depths, first, count, rows_alike):  # type: ignore[no-untyped-def]
    """The lowest ``rows_alike`` rows of every second column and the means between, eight pixels in three ``words``."""
    rows, cols = depth.shape
    across = cols * 3 // 8
    one, low = np.int32(1), np.int32(0x7F7F7F)
    a8, a16, a24, a32, a40, a48, a56 = (
        np.uint64(8), np.uint64(16), np.uint64(24), np.uint64(32), np.uint64(40), np.uint64(48), np.uint64(56),
    )  # fmt: skip
    # Some rows at a time, so that a line of the cache that columns are read from serves all that is in it.
    near, far = np.empty((_ROWS, BLOCK + 1), np.int32), np.empty((_ROWS, BLOCK + 1), np.float32)
    for begin in range(0, rows_alike, _ROWS):
        some = np.uint64(min(_ROWS, rows_alike - begin))
        for k in range(np.uint64(count + 1)):
            for q in range(some):
                near[q, k] = shades[k, np.uint64(begin) + q]
            for q in range(some):
                far[q, k] = depths[k, np.uint64(begin) + q]
        for q in range(some):
            y = rows - 1 - begin - np.int64(q)
            s, t = near[q], far[q]
            line = words[y * across + first * 6 // 8 : y * across + (first + count) * 6 // 8]
            ways = depth[y, 2 * first : 2 * (first + count)]
            for k in range(np.uint64(count)):
                ways[k + k] = ways[k + k + np.uint64(1)] = t[k]
            for g in range(np.uint64(count // 4)):
                n, o = g * np.uint64(4), g * np.uint64(3)
                s0, s1, s2 = s[n], s[n + np.uint64(1)], s[n + np.uint64(2)]
                s3, s4 = s[n + np.uint64(3)], s[n + np.uint64(4)]
                m0 = np.uint64((s0 | s1) - (((s0 ^ s1) >> one) & low))
                m1 = np.uint64((s1 | s2) - (((s1 ^ s2) >> one) & low))
                m2 = np.uint64((s2 | s3) - (((s2 ^ s3) >> one) & low))
                m3 = np.uint64((s3 | s4) - (((s3 ^ s4) >> one) & low))
                c0, c1, c2, c3 = np.uint64(s0), np.uint64(s1), np.uint64(s2), np.uint64(s3)
                line[o] = c0 | (m0 << a24) | (c1 << a48)
                line[o + np.uint64(1)] = (c1 >> a16) | (m1 << a8) | (c2 << a32) | (m2 << a56)
                line[o + np.uint64(2)] = (m2 >> a8) | (c3 << a16) | (m3 << a40)
