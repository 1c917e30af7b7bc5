"""The edges of hills against what is behind them, smooth where only some columns of a picture are computed.

A column knows to a part of a row where its hill ends, so gentle ridges are smooth. Where one falls by several rows
from a computed column to the next, all of them would end at the same place, and the next of them a column further on:
stairs. This slants each stair: what Reshetov's morphological antialiasing (2009) does, with depth to say what is edge.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_APART = 0.96
"""A point nearer than this share of its neighbour's depth stands before it."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def slant(rgb, depth, first, every):  # type: ignore[no-untyped-def]
    """Slant the stairs of ridges from row ``first`` down, of which columns ``0, every, 2·every…`` are computed."""
    rows, cols = depth.shape
    pairs = (cols - 1) // every
    now, here, since = np.zeros(pairs + 7, np.int8), np.zeros(pairs + 7, np.int8), np.zeros(pairs, np.int32)
    eights = (now[: (pairs + 7) // 8 * 8].view(np.int64), here[: (pairs + 7) // 8 * 8].view(np.int64))
    for y in range(max(first, 0), rows + 1):
        if y == rows:
            now[:] = 0
        elif every == 2:  # said outright, it is made vectors of
            _compare(depth[y, : 2 * pairs : 2], depth[y, 2 : 2 * pairs + 2 : 2], now)
        else:
            _compare(depth[y, : every * pairs : every], depth[y, every : every * (pairs + 1) : every], now)
        for n in range(eights[0].shape[0]):
            if eights[0][n] == eights[1][n]:
                continue
            for k in range(8 * n, min(8 * n + 8, pairs)):
                if now[k] != here[k]:
                    if here[k] and y - since[k] > 1:
                        _slant_one(rgb, depth, since[k], y, k * every, every, here[k] > 0)
                    here[k], since[k] = now[k], y


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _compare(one, other, nearer):  # type: ignore[no-untyped-def]
    """1 where ``one`` stands before the ``other``, -1 where it stands behind it, 0 where neither."""
    share = np.float32(_APART)
    for k in range(np.uint64(one.shape[0])):
        a, b = one[k], other[k]
        nearer[k] = np.int8(a < b * share) - np.int8(b < a * share)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _slant_one(rgb, depth, top, bottom, col, every, from_left):  # type: ignore[no-untyped-def]
    """Rows ``top`` to ``bottom`` between two columns: the nearer one ends at the top, and the other at the bottom."""
    one, half, zero = np.float32(1), np.float32(0.5), np.float32(0)
    by = np.float32(every) / np.float32(bottom - top)  # columns that the edge moves in a row
    near, far, away = (col, col + every, 1) if from_left else (col + every, col, -1)
    for y in range(top, bottom):
        edge = (np.float32(y - top) + half) * by
        line, ways = rgb[y], depth[y]
        r, g, b, way = np.float32(line[near, 0]), np.float32(line[near, 1]), np.float32(line[near, 2]), ways[near]
        r1, g1, b1, way1 = np.float32(line[far, 0]), np.float32(line[far, 1]), np.float32(line[far, 2]), ways[far]
        for n in range(every + 1):
            k = min(max((edge - np.float32(n)) / (one + by) + half, zero), one)
            i = near + away * n
            line[i, 0] = np.uint8(r1 + (r - r1) * k + half)
            line[i, 1] = np.uint8(g1 + (g - g1) * k + half)
            line[i, 2] = np.uint8(b1 + (b - b1) * k + half)
            if 0 < n < every:
                ways[i] = way if k > half else way1
