"""The soft edge of a solid: how much of a pixel it covers, and the light there, blended with what is behind it.

Numba keeps this on disk by itself: who changes `shade` or `cover` changes a line here too (last: nothing counted).
"""

# ruff: noqa: PLR0912  a pixel loop calls nothing it need not
# mypy: disable-error-code="operator,no-untyped-def"
# numba types the kernels; mixed NumPy scalars mean nothing to mypy

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.cover import CAPSULE, ELLIPSOID, NEAR_M, SMALL, TRIANGLE
from vitascope.engines.animatic.draw.rigs.kernel import inlined
from vitascope.engines.animatic.draw.rigs.shade import (
    MOTTLE,
    STRIPES,
    gore,
    lit,
    mottled,
    on_capsule,
    on_ellipsoid,
    on_triangle,
    spot_of,
)


@inlined
def capsule_edge(g, dx, dy):
    """How much of a pixel is covered, and how deep it lies there; so for the other two."""
    one, zero = np.float32(1.0), np.float32(0.0)
    t = min(max((dx * g[4] + dy * g[5]) * g[6] + abs(dx * g[8] - dy * g[7]) * g[9], zero), one)
    q = g[2] + g[3] * t
    ox, oy = dx - g[4] * t, dy - g[5] * t
    d2 = ox * ox + oy * oy
    z = one / (g[10] + g[11] * t) - math.sqrt(max(one - d2 / (q * q), zero)) * (g[12] + g[13] * t)
    return min(max(q - math.sqrt(d2) + np.float32(0.5), zero), one), z


@inlined
def ellipsoid_edge(g, px, py):
    one, zero, two = np.float32(1.0), np.float32(0.0), np.float32(2.0)
    dx, dy = (px - g[25]) * g[34], -(py - g[26]) * g[34]
    disc = (g[12] * dx + g[13] * dy + g[15]) * dx + (g[14] * dy + g[16]) * dy + g[17]
    z = (g[23] / g[24] + g[21] * dx + g[22] * dy - math.sqrt(max(disc, zero))) / (
        (g[18] * dx + g[19] * dy + g[15]) * dx + (g[20] * dy + g[16]) * dy + g[17]
    )
    if g[29] == SMALL:
        gx, gy = (px - g[30]) / (g[32] + np.float32(0.6)), (py - g[31]) / (g[33] + np.float32(0.6))
        return min(max(one - gx * gx - gy * gy, zero) * np.float32(1.6), one), z
    # the gradient of the discriminant gives the distance to the outline in pixels
    gx, gy = two * g[12] * dx + g[13] * dy + g[15], two * g[14] * dy + g[13] * dx + g[16]
    slope = math.sqrt(gx * gx + gy * gy) * g[34]
    return min(max(disc / max(slope, np.float32(1e-12)) + np.float32(0.5), zero), one), z


@inlined
def triangle_edge(g, dx, dy):
    one, zero = np.float32(1.0), np.float32(0.0)
    ea, eb, ec = g[2] * dx + g[3] * dy + g[4], g[5] * dx + g[6] * dy + g[7], g[8] * dx + g[9] * dy + g[10]
    z = min(max(one / max(g[14] + g[15] * dx + g[16] * dy, np.float32(1e-9)), g[17]), g[18])
    return min(max(min(ea * g[31] + g[27], eb * g[32] + g[28], ec * g[33] + g[29]), zero), one), z


@inlined
def blend_run(row, kind, g, c, q, rgb, depth, y, lo, hi, noise):
    """Shade a run of an edge, or of a translucent solid, pixel by pixel, and blend in what is not hidden.

    ``c`` and ``q`` are what `colours` and `shape_of` give: once a solid, since most of its runs are a pixel or two.
    """
    one, half, near = np.float32(1.0), np.float32(0.5), np.float32(NEAR_M)
    strength, slack = g[37] * row[27], np.float32(1.00001)
    if kind == TRIANGLE and row[27] > np.float32(0.99):
        # Where a face of the same skin already is, a step of a pixel away, there is no edge to soften.
        slack = one - np.float32(2e-4) - np.float32(2.0) * g[18] * (abs(g[15]) + abs(g[16]))
        if g[30] > 0:  # along an outline the skin turns away steeply, and what lies far behind is another one
            slack = max(slack, np.float32(0.97))
    pattern = np.int32(g[39])
    nearest = g[17] if kind == TRIANGLE else near
    py = np.float32(y) + half
    for x in range(lo, hi):
        px = np.float32(x) + half
        behind, tint = depth[y, x] * slack, np.float32(0.0)
        if behind < nearest:
            continue
        if kind == CAPSULE:
            a, z = capsule_edge(g, px - g[0], py - g[1])
        elif kind == ELLIPSOID:
            a, z = ellipsoid_edge(g, px, py)
        else:
            a, z = triangle_edge(g, px - g[0], py - g[1])
        a *= strength
        if a <= np.float32(0.004) or z < near or z > behind:
            continue
        if kind == CAPSULE:
            nx, ny, nz, u, v = on_capsule(q[0], px - g[0], py - g[1])
        elif kind == ELLIPSOID:
            nx, ny, nz, u, v = on_ellipsoid(q[1], (px - g[25]) * g[34], -(py - g[26]) * g[34], z)
        else:
            nx, ny, nz, u, v, tint = on_triangle(q[2], px - g[0], py - g[1])
        shade = mottled(noise, spot_of(u, v)) if pattern & MOTTLE else one
        if kind == ELLIPSOID and pattern & STRIPES:
            u = gore(q[1], (px - g[25]) * g[34], -(py - g[26]) * g[34], z, max(row[29], one))
        r, gr, b = lit(c, g[36], nx, ny, nz, u, v, shade, tint)
        r0, g0, b0 = np.float32(rgb[y, x, 0]), np.float32(rgb[y, x, 1]), np.float32(rgb[y, x, 2])
        rgb[y, x, 0] = np.uint8(np.int32(r0 + (r - r0) * a + half))
        rgb[y, x, 1] = np.uint8(np.int32(g0 + (gr - g0) * a + half))
        rgb[y, x, 2] = np.uint8(np.int32(b0 + (b - b0) * a + half))
        if a > np.float32(0.99):  # a soft edge that hid its neighbour would leave a seam
            depth[y, x] = z
