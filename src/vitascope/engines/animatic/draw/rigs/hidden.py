"""Solids that lie behind all that is there already, found in a coarse picture of the depths: they need no pixels.

Cells keep the depth of their farthest pixel (Greene, Kass and Miller, "Hierarchical Z-Buffer Visibility", 1993, with
one level). They are looked at anew only once much has been painted before them: till then what they say is too far,
and so hides too little, never too much.

Numba keeps this on disk by itself: who changes `cover` changes a line here too.
"""

# mypy: disable-error-code="operator,no-untyped-def"
# numba types the kernels; mixed NumPy scalars mean nothing to mypy

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.cover import CAPSULE, ELLIPSOID, NEAR_M
from vitascope.engines.animatic.draw.rigs.kernel import inlined, kernel

WIDE, HIGH = 32, 8
"""Pixels of a cell."""
_SLACK = np.float32(1.0001)
"""Edges count as seen a little behind what is there."""


@inlined
def nearest(row, kind):
    """A depth, in metres, that no point of a solid is nearer than."""
    if kind == CAPSULE:
        out = min(row[3], row[6]) - max(row[7], row[8])
    elif kind == ELLIPSOID:
        out = row[3] - math.sqrt(row[6] * row[6] + row[9] * row[9] + row[12] * row[12])
    else:
        out = min(row[3], row[6], row[9])
    return max(out, np.float32(NEAR_M))


@kernel
def look(depth, top, bottom, left, right, cells):
    """The farthest depth in each cell of rows ``[top, bottom)``, where ``left`` and ``right`` say that it may be new.

    ``cells`` is ``(rows / HIGH, columns / WIDE)``, its first row of cells at ``top``.
    """
    width = depth.shape[1]
    for j in range((bottom - top + HIGH - 1) // HIGH):
        begin, end = top + j * HIGH, min(top + (j + 1) * HIGH, bottom)
        lo, hi = left[begin], right[begin]
        for y in range(begin + 1, end):
            lo, hi = min(lo, left[y]), max(hi, right[y])
        for i in range(lo // WIDE, (hi + WIDE - 1) // WIDE):
            farthest, x0, x1 = np.float32(0), i * WIDE, min((i + 1) * WIDE, width)
            for y in range(begin, end):
                line = depth[y, x0:x1]
                for x in range(line.shape[0]):
                    farthest = max(farthest, line[x])
            cells[j, i] = farthest * _SLACK


@inlined
def hidden(z, box, begin, end, top, cells):
    """Whether nothing that is ``z`` metres off at least can be seen in ``box`` between rows ``begin`` and ``end``."""
    for j in range((begin - top) // HIGH, (end - 1 - top) // HIGH + 1):
        for i in range(box[0] // WIDE, (box[2] - 1) // WIDE + 1):
            if cells[j, i] >= z:
                return False
    return True


@inlined
def trimmed(z, lo, hi, line):
    """Columns ``[lo, hi)`` without the cells at either end of them, in a row of cells, that hide what is at ``z``."""
    while lo < hi and line[lo // WIDE] < z:
        lo = (lo // WIDE + 1) * WIDE
    while lo < hi and line[(hi - 1) // WIDE] < z:
        hi = (hi - 1) // WIDE * WIDE
    return lo, hi
