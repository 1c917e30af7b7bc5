"""What calm water mirrors of the land about it: kernels of `water_face`."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def mirrored(scene_depth, j, i, side, up, deep, per_side, per_up, half_x, half_y, by_x, by_y):  # type: ignore[no-untyped-def]
    """Where in a picture with ``scene_depth`` a ray from a point of the water meets land: row, column; -1, -1 for sky.

    ``j`` and ``i`` are a first guess; each look at the depth there mends it (as games do: reflections in screen space).
    The point is ``side``, ``up`` and ``deep`` metres from the camera, and the ray goes ``per_side`` and ``per_up``
    metres a metre of depth; a metre at a depth of one is ``by_x`` columns and ``by_y`` rows from the middle.
    """
    none, zero = np.float32(-1), np.float32(0)
    tall, wide = scene_depth.shape
    low, right = np.float32(tall), np.float32(wide - 1)
    seen = False
    for _ in range(3):
        if j >= low:
            return none, none
        there = scene_depth[np.uint64(int(max(j, zero))), np.uint64(int(min(max(i, zero), right)))]
        seen = there < np.float32(15000) and there > deep * np.float32(0.98)
        if not seen:
            break
        far = max(there - deep, zero)
        per = np.float32(1) / max(deep + far, np.float32(1e-3))
        before = j
        i = half_x + (side + per_side * far) * per * by_x
        j = half_y - (up + per_up * far) * per * by_y
        if abs(j - before) < np.float32(0.7):
            break
    if not seen or j < 0:
        return none, none
    short = np.float32(1.001)
    return min(j, low - short), min(max(i, zero), right - np.float32(0.001))
