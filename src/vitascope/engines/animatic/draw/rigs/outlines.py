"""Which solids of a body a camera sees, far to near, and which sides of its triangles lie within its outline.

Most sides are shared by two triangles of one skin, and where both look the same way there is no edge to soften: an
outline goes where one of them looks away, or is not there.
"""

# mypy: disable-error-code="operator,no-untyped-def"
# numba types the kernels; mixed NumPy scalars mean nothing to mypy

from __future__ import annotations

import numba
import numpy as np

from vitascope.engines.animatic.draw.rigs.cover import INNER, LEAST_AREA, NEAR_M, OUTLINE, SIDES, TRIANGLE
from vitascope.engines.animatic.draw.rigs.shade import BACKED


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _unseen(row):
    """Whether a triangle looks away from the camera, and is the far side of something solid."""
    if not np.int32(row[28]) & BACKED:
        return False
    away = True
    for i in range(1, 10, 3):
        away &= row[i] * row[i + 9] + row[i + 1] * row[i + 10] + row[i + 2] * row[i + 11] > 0
    return away


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _looks(row, focal):
    """1 or −1 by the way that a triangle's corners go round on the screen; 0 if too small, or cut by the lens."""
    if min(row[3], row[6], row[9]) < np.float32(NEAR_M):
        return 0
    ia, ib, ic = focal / row[3], focal / row[6], focal / row[9]
    ax, ay = row[1] * ia, row[2] * ia
    area = (row[4] * ib - ax) * (row[8] * ic - ay) - (row[5] * ib - ay) * (row[7] * ic - ax)
    return 0 if abs(area) < LEAST_AREA else 1 if area > 0 else -1


@numba.njit(nogil=True, cache=True, error_model="numpy")
def arranged(solids, focal):
    """Those of ``solids``, shaped ``(n, ROW)`` in camera space, that are seen, far to near; ``focal`` is in pixels.

    Where a row says which triangles its sides are shared with, the result says which are `INNER` and which `OUTLINE`.
    """
    count = len(solids)
    seen, looks = np.ones(count, np.bool_), np.zeros(count, np.int8)
    for k in range(count):
        if solids[k, 0] == TRIANGLE:
            seen[k] = not _unseen(solids[k])
            looks[k] = _looks(solids[k], focal) if seen[k] else 0
    kept = np.flatnonzero(seen)
    order = kept[np.argsort(-solids[kept, 3], kind="mergesort")]
    out = np.empty((len(order), solids.shape[1]), np.float32)
    for n in range(len(order)):
        k = order[n]
        out[n] = solids[k]
        for side in range(SIDES, SIDES + 3):
            other = np.int64(solids[k, side])
            if other != 0 and looks[k] != 0:
                out[n, side] = INNER if looks[k + other] == looks[k] else OUTLINE
            else:
                out[n, side] = 0.0
    return out
