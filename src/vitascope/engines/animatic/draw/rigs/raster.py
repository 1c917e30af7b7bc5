"""From solids in camera space to shaded, anti-aliased, depth-tested pixels.

Three primitives carry every rig: tapered capsules, ellipsoids and triangles with a normal at each corner. A row of
`solids` is `ROW` float32 numbers; `body.Body` writes them.

Three turns over every few rows, so that only what is seen is shaded, and most of it in vector code. First every opaque
solid writes its depth and its number where it covers pixels whole; a convex solid covers one stretch of a row, which
`cover.stretch` finds by a formula. Then each row gathers normals in runs of one solid (`shade.gather_run`) and is
shaded in spans of one paint (`shade.light_span`): a triangle may be a pixel wide, but the skin that it is of is wider.
Last come the pixels of edges and the translucent solids, far to near, one by one, blended with what is behind them
(Burns and Hunt, "The Visibility Buffer", 2013, with coverage found analytically instead of by samples). What lies
behind all of that, as `hidden` finds, is left out of every turn.

Numba's cache on disk sees no change in the kernels that this file calls: who changes `shade`, `veils`, `cover`,
`edges`, `hidden` or `rows` changes a line here too (last: no rim on what is flat).
"""

# mypy: disable-error-code="operator,no-untyped-def"
# numba types the kernels; mixed NumPy scalars mean nothing to mypy

from __future__ import annotations

import math
import threading

import numba
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.cover import (
    BOUNDS,
    CAPSULE,
    CUT_BY_LENS,
    ELLIPSOID,
    GAUGES,
    NEAR_M,
    TRIANGLE,
    clip_near,
    gauge,
    stretch,
)
from vitascope.engines.animatic.draw.rigs.edges import blend_run
from vitascope.engines.animatic.draw.rigs.hidden import HIGH, WIDE, hidden, look, nearest, trimmed
from vitascope.engines.animatic.draw.rigs.kernel import inlined, kernel
from vitascope.engines.animatic.draw.rigs.rows import brims, whole_rows
from vitascope.engines.animatic.draw.rigs.shade import (
    PLANES,
    ROW,
    SLOPES,
    SPAN,
    colours,
    gather_run,
    light_span,
    same_paint,
    shape_of,
    slopes_of,
)
from vitascope.engines.animatic.draw.rigs.veils import veil_run

MOST = 60_000
"""Solids at once: their numbers are 16 bits wide, and 0 is nobody."""

BAND = 160_000
"""Pixels of the rows that are painted at once: colours, depths and numbers of so many stay in a core's own cache."""
NEWS = 160_000
"""Pixels that are claimed between two looks at what they hide: as many as a band has."""
_OPAQUE = np.float32(0.995)
_WHOLE = np.float32(-0.55)
"""Half a pixel and a little inside the outline."""

_kept = threading.local()


@inlined
def _claim(kind, g, y, lo, hi, number, depth, ids, own):
    """Write depth and number where this solid is the nearest so far, in columns ``[lo, hi)`` of row ``y``.

    In three passes over ``own``, which takes a row: a compiler makes vectors of each, and of none of them together.
    """
    one, zero, half = np.float32(1.0), np.float32(0.0), np.float32(0.5)
    near, far, nowhere = np.float32(NEAR_M), np.float32(1e9), np.float32(3e38)
    first = np.float32(lo) + half
    count = min(np.int32(hi - lo + 7) & ~7, depth.shape[1] - lo)  # whole vectors of eight: most runs are shorter
    if kind == CAPSULE:
        dx0, dy = first - g[0], np.float32(y) + half - g[1]
        qa, dq, ex, ey, inv2, ux, uy, lean = g[2], g[3], g[4], g[5], g[6], g[7], g[8], g[9]
        ia, di, ra, dr = g[10], g[11], g[12], g[13]
        for i in range(count):
            dx = dx0 + np.float32(np.int32(i))
            t = min(max((dx * ex + dy * ey) * inv2 + abs(dx * uy - dy * ux) * lean, zero), one)
            q = qa + dq * t
            ox, oy = dx - ex * t, dy - ey * t
            out = max(one - (ox * ox + oy * oy) / (q * q), zero)
            z = one / (ia + di * t) - math.sqrt(out) * (ra + dr * t)
            own[i] = z if z >= near else nowhere
    elif kind == ELLIPSOID:
        dx0, dy = (first - g[25]) * g[34], -(np.float32(y) + half - g[26]) * g[34]
        step = g[34]
        k2, k1, k0 = g[12], g[13] * dy + g[15], (g[14] * dy + g[16]) * dy + g[17]
        d2, d1, d0 = g[18], g[19] * dy + g[15], (g[20] * dy + g[16]) * dy + g[17]
        p1, p0 = g[21], g[23] / g[24] + g[22] * dy
        for i in range(count):
            dx = dx0 + np.float32(np.int32(i)) * step
            disc = (k2 * dx + k1) * dx + k0
            z = (p0 + p1 * dx - math.sqrt(max(disc, zero))) / ((d2 * dx + d1) * dx + d0)
            own[i] = z if (z >= near) & (disc >= zero) else nowhere
    else:
        dx, dy = first - g[0], np.float32(y) + half - g[1]
        base, step, low, high = g[14] + g[16] * dy + g[15] * dx, g[15], g[17], g[18]
        for i in range(count):
            own[i] = min(max(one / max(base + step * np.float32(np.int32(i)), one / far), low), high)
    for i in range(hi - lo, count):
        own[i] = nowhere
    deep, who = depth[y, lo : lo + count], ids[y, lo : lo + count]
    for i in range(count):
        old = who[i]
        who[i] = number if own[i] <= deep[i] else old
    for i in range(count):
        deep[i] = min(deep[i], own[i])


@kernel
def _claim_all(band, depth, ids, solids, gauges, bounds, near, left, right, rows, own, cells):
    """Let every opaque solid claim what it covers whole of the rows of ``band``; near ones first."""
    top, bottom = band
    news = 0
    for n in range(solids.shape[0]):
        k = solids.shape[0] - 1 - n
        begins, ends = max(bounds[k, 1], top), min(bounds[k, 3], bottom)
        if begins >= ends or solids[k, 27] < _OPAQUE:
            continue
        if news > NEWS:
            look(depth, top, bottom, left, right, cells)
            news = 0
        if hidden(near[k], bounds[k], begins, ends, top, cells):
            continue
        kind = int(solids[k, 0])
        if kind == TRIANGLE:
            whole_rows(gauges[k], bounds[k], begins, ends, rows[0], rows[1])
        for y in range(begins, ends):
            if kind == TRIANGLE:
                lo, hi = rows[0, y - begins], rows[1, y - begins]
            else:
                lo, hi = stretch(kind, gauges[k], bounds[k], np.float32(y) + np.float32(0.5), _WHOLE)
            lo, hi = trimmed(near[k], lo, hi, cells[(y - top) // HIGH])
            if lo < hi:
                _claim(kind, gauges[k], y, lo, hi, np.uint16(k + 1), depth, ids, own)
                left[y], right[y] = min(left[y], lo), max(right[y], hi)
                news += hi - lo
    look(depth, top, bottom, left, right, cells)


@kernel
def _shade_all(band, rgb, depth, ids, solids, gauges, left, right, flats, planar, lamp, noise, buf, spot):
    """Shade the rows of ``band`` from whose each pixel is, and make them nobody's again."""
    for y in range(band[0], band[1]):
        x, end = left[y], right[y]
        while x < end:
            if not ids[y, x]:
                x += 1
                continue
            begun = x
            last = min(end, begun + SPAN)
            k = int(ids[y, x]) - 1
            one = k
            while True:
                start = x
                number = ids[y, x]
                while x < last and ids[y, x] == number:
                    x += 1
                at = np.uint64(start - begun)
                if not planar[k]:
                    planar[k] = True
                    if solids[k, 0] == TRIANGLE:
                        slopes_of(gauges[k], solids[k], flats[k])
                gather_run(solids[k], gauges[k], flats[k], depth[y, start:x], y, start, x, at, noise, buf, spot)
                if x >= last or not ids[y, x]:
                    break
                k = int(ids[y, x]) - 1
                if not same_paint(solids[k], gauges[k], solids[one], gauges[one]):
                    break
            light_span(solids[one], gauges[one], rgb, y, begun, x, lamp, buf)
        for i in range(left[y], right[y]):
            ids[y, i] = 0


@kernel
def _edge_all(  # noqa: PLR0912  by kind
    band, rgb, depth, solids, gauges, bounds, near, flats, rows, cells, lamp, noise, buf, spot, share, own
):
    """Blend in the edges of the opaque solids, and the translucent ones, in the rows of ``band``; far ones first."""
    top, bottom = band
    for k in range(solids.shape[0]):
        begins, ends = max(bounds[k, 1], top), min(bounds[k, 3], bottom)
        if begins >= ends or hidden(near[k], bounds[k], begins, ends, top, cells):
            continue
        kind = int(solids[k, 0])
        solid = solids[k, 27] >= _OPAQUE
        if kind == TRIANGLE and solid and gauges[k, 24] + gauges[k, 25] + gauges[k, 26] < np.float32(0.5):
            continue  # all its sides lie within the outline
        if kind == ELLIPSOID and solid and gauges[k, 29] == CUT_BY_LENS:
            continue
        c, q = colours(solids[k], gauges[k], lamp), shape_of(gauges[k], solids[k])
        if kind == TRIANGLE and not solid:
            slopes_of(gauges[k], solids[k], flats[k])
        if kind == TRIANGLE and solid:
            brims(gauges[k], bounds[k], begins, ends, rows[0], rows[1], rows[2], rows[3])
        for y in range(begins, ends):
            middle = np.float32(y) + np.float32(0.5)
            if kind == TRIANGLE and solid:
                j = y - begins
                lo, skip, on, hi = rows[0, j], rows[1, j], rows[2, j], rows[3, j]
            else:
                lo, hi = stretch(kind, gauges[k], bounds[k], middle, np.float32(0.6))
                skip, on = hi, hi
            if not solid:
                if lo < hi:
                    veil_run(
                        solids[k], kind, gauges[k], c, flats[k], rgb, depth, y, lo, hi, noise, buf, spot, share, own
                    )
                continue
            if kind != TRIANGLE:
                skip, on = stretch(kind, gauges[k], bounds[k], middle, _WHOLE)
                if skip >= on:
                    skip, on = hi, hi
            if lo < skip:
                blend_run(solids[k], kind, gauges[k], c, q, rgb, depth, y, lo, skip, noise)
            if on < hi:
                blend_run(solids[k], kind, gauges[k], c, q, rgb, depth, y, on, hi, noise)


@kernel
def _gauge_all(solids, gauges, bounds, near, focal, width, height, lamp):
    """Fill gauges, bounds and least depths of all solids; the first row that any is in, and the one after the last."""
    first, last = np.int32(height), np.int32(0)
    for k in range(solids.shape[0]):
        if gauge(solids[k], int(solids[k, 0]), gauges[k], bounds[k], focal, width, height, lamp):
            first, last = min(first, bounds[k, 1]), max(last, bounds[k, 3])
            near[k] = nearest(solids[k], int(solids[k, 0]))
        else:
            bounds[k, 1] = bounds[k, 3]
    return first, last


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def _paint(rgb, depth, ids, solids, lamp, focal, noise):
    height, width = depth.shape
    count = solids.shape[0]
    gauges = np.zeros((count, GAUGES), np.float32)
    bounds = np.zeros((count, BOUNDS), np.int32)
    near = np.zeros(count, np.float32)
    first, last = _gauge_all(solids, gauges, bounds, near, focal, width, height, lamp)
    left, right = np.full(height, width, np.int32), np.zeros(height, np.int32)
    rows = np.empty((4, height), np.int32)
    flats, planar = np.empty((count, SLOPES), np.float32), np.zeros(count, np.bool_)
    buf, spot = np.empty(PLANES, np.float32), np.empty(SPAN, np.int32)
    share, own, deep = np.empty(SPAN, np.float32), np.empty(SPAN, np.float32), np.empty(width + 8, np.float32)
    tall = np.int32(max(BAND // width // HIGH, 1) * HIGH)
    cells = np.empty((tall // HIGH, (width + WIDE - 1) // WIDE), np.float32)
    for top in range(first, last, tall):
        band = np.int32(top), np.int32(min(top + tall, last))
        cells[:] = np.float32(1e9)
        _claim_all(band, depth, ids, solids, gauges, bounds, near, left, right, rows, deep, cells)
        _shade_all(band, rgb, depth, ids, solids, gauges, left, right, flats, planar, lamp, noise, buf, spot)
        _edge_all(
            band, rgb, depth, solids, gauges, bounds, near, flats, rows, cells, lamp, noise, buf, spot, share, own
        )


def paint_solids(
    rgb: NDArray[np.uint8],
    depth: NDArray[np.float32],
    solids: NDArray[np.float32],
    lamp: NDArray[np.float32],
    focal: np.float32,
    noise: NDArray[np.float32],
) -> None:
    """Paint ``solids``, shaped ``(n, ROW)``, in camera space, as `outlines.arranged` gives them.

    ``focal`` is in pixels; ``lamp`` is what `lamps.lamp` makes; ``noise`` is a square tile from 0 to 1. All are read
    only but ``rgb`` and ``depth``.
    """
    solids = clip_near(solids)
    for start in range(0, len(solids), MOST):
        _paint(rgb, depth, _numbers(depth.shape), solids[start : start + MOST], lamp, focal, noise)


def _numbers(shape: tuple[int, ...]) -> NDArray[np.uint16]:
    """Which solid each pixel shows: a buffer that this thread keeps, all nobody between two calls."""
    ids: NDArray[np.uint16] | None = getattr(_kept, "ids", None)
    if ids is None or ids.shape != shape:
        ids = np.zeros(shape, np.uint16)
        _kept.ids = ids
    return ids


__all__ = ["CAPSULE", "ELLIPSOID", "ROW", "TRIANGLE", "paint_solids"]
