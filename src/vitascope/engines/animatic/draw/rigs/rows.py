"""Which columns a triangle covers in each of its rows: for all rows at once, in loops that compilers make vectors of.

One row at a time, as `cover.stretch` finds those of the other solids, takes 50 ns; a body has thousands of triangles.
"""

# mypy: disable-error-code="operator,no-untyped-def"
# numba types the kernels; mixed NumPy scalars mean nothing to mypy

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.cover import OVERLAP
from vitascope.engines.animatic.draw.rigs.kernel import kernel


@kernel
def whole_rows(g, box, begin, end, firsts, lasts):
    """Columns ``[first, last)`` of each row from ``begin`` to ``end`` that a triangle with gauges ``g`` covers whole.

    It lies within ``box``.
    """
    x0, x1, top = np.float32(box[0]), np.float32(box[2]), np.float32(begin) + np.float32(0.5) - g[1]
    half, zero = np.float32(0.5), np.float32(0)
    gx = g[0]
    ia, ib, ic = g[21], g[22], g[23]
    ua, va, ub, vb, uc, vc = g[3], g[4] + OVERLAP, g[6], g[7] + OVERLAP, g[9], g[10] + OVERLAP
    for j in range(end - begin):
        dy = top + np.float32(np.int32(j))
        a, b, c = ua * dy + va, ub * dy + vb, uc * dy + vc
        fa, fb, fc = gx - a * ia, gx - b * ib, gx - c * ic
        lo, hi = x0, x1
        lo = max(lo, fa) if ia > zero else lo
        lo = max(lo, fb) if ib > zero else lo
        lo = max(lo, fc) if ic > zero else lo
        hi = min(hi, fa) if ia < zero else hi
        hi = min(hi, fb) if ib < zero else hi
        hi = min(hi, fc) if ic < zero else hi
        none = ((ia == zero) & (a < zero)) | ((ib == zero) & (b < zero)) | ((ic == zero) & (c < zero)) | (lo >= hi)
        lo, hi = min(lo, x1), max(hi, x0)
        hi = x0 if none else hi
        firsts[j] = np.int32(math.ceil(lo - half))
        lasts[j] = np.int32(math.floor(hi + half))


@kernel
def brims(g, box, begin, end, lefts, skips, ons, rights):
    """Of each row from ``begin`` to ``end`` what a triangle covers with its soft edge, and then what it covers whole.

    That is ``[left, skip)`` and ``[on, right)``, with ``skip`` and ``on`` at ``right`` where it covers nothing whole.
    """
    x0, x1, top = np.float32(box[0]), np.float32(box[2]), np.float32(begin) + np.float32(0.5) - g[1]
    half, zero = np.float32(0.5), np.float32(0)
    gx = g[0]
    ia, ib, ic = g[21], g[22], g[23]
    ua, va, ub, vb, uc, vc = g[3], g[4] + g[24], g[6], g[7] + g[25], g[9], g[10] + g[26]
    la, lb, lc = g[24] - OVERLAP, g[25] - OVERLAP, g[26] - OVERLAP
    wa, wb, wc = la * ia, lb * ib, lc * ic
    for j in range(end - begin):
        dy = top + np.float32(np.int32(j))
        a, b, c = ua * dy + va, ub * dy + vb, uc * dy + vc
        fa, fb, fc = gx - a * ia, gx - b * ib, gx - c * ic
        lo, hi, first, last = x0, x1, x0, x1
        lo = max(lo, fa) if ia > zero else lo
        lo = max(lo, fb) if ib > zero else lo
        lo = max(lo, fc) if ic > zero else lo
        hi = min(hi, fa) if ia < zero else hi
        hi = min(hi, fb) if ib < zero else hi
        hi = min(hi, fc) if ic < zero else hi
        first = max(first, fa + wa) if ia > zero else first
        first = max(first, fb + wb) if ib > zero else first
        first = max(first, fc + wc) if ic > zero else first
        last = min(last, fa + wa) if ia < zero else last
        last = min(last, fb + wb) if ib < zero else last
        last = min(last, fc + wc) if ic < zero else last
        none = ((ia == zero) & (a < zero)) | ((ib == zero) & (b < zero)) | ((ic == zero) & (c < zero)) | (lo >= hi)
        flat = ((ia == zero) & (a < la)) | ((ib == zero) & (b < lb)) | ((ic == zero) & (c < lc))
        lo, hi = min(lo, x1), max(hi, x0)
        hi = x0 if none else hi
        first, last = min(first, x1), max(last, x0)
        left, right = np.int32(math.ceil(lo - half)), np.int32(math.floor(hi + half))
        skip, on = np.int32(math.ceil(first - half)), np.int32(math.floor(last + half))
        skip, on = max(skip, left), min(on, right)
        thin = flat | (first >= last) | (skip >= on)
        lefts[j], rights[j] = left, right
        skips[j], ons[j] = right if thin else skip, right if thin else on
