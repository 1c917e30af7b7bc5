"""The light on a solid: for a run of a row's pixels at once, and, in its parts, for one pixel of an edge."""

# mypy: disable-error-code="operator,no-untyped-def"
# numba types the kernels; mixed NumPy scalars mean nothing to mypy

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.cover import CAPSULE, ELLIPSOID
from vitascope.engines.animatic.draw.rigs.kernel import inlined

ROW = 35
SPAN = 512
"""Pixels shaded at once."""
_PLANE = SPAN + 16  # a run may be rounded up to whole vectors
PLANES = 8 * _PLANE
"""Numbers that those take. Offsets that are constants let a compiler see that no two planes overlap, and make
vectors."""
NY, NZ, _U, _V, _DARK, _TINT, _KEPT = (np.uint64(k * _PLANE) for k in range(1, 8))
BELLY, SCALES, STRIPES, MOTTLE, CUT, TINT, BACKED, FLAT = 1, 2, 4, 8, 16, 32, 64, 128
"""Bits of a pattern: lighter underside; scales; bands of the second colour; uneven colour; a capsule with flat ends;
a triangle whose corners have so much of the second colour as its last number says, 8 bits each; a
triangle that is not seen from behind; one that is no part of a rounded skin, and has no bright rim where it is seen
aslant: all of it would be rim."""
_PLACED = BELLY | SCALES | STRIPES | MOTTLE
"""Patterns that ask where on a solid a pixel is."""
SLOPES = 12
"""Numbers that `slopes_of` writes."""


@inlined
def colours(row, g, lamp):
    """What stays the same all over one solid, as numbers that a loop keeps in registers."""
    one, inv = np.float32(1.0), np.float32(1.0 / 255.0)
    glow = row[26]
    pattern = np.int32(g[39])
    rim = lamp[23] * (one - glow) * (one - np.float32(0.85) * np.float32((pattern & FLAT) >> 7))
    return (
        lamp[0], lamp[1], lamp[2], lamp[17], lamp[18], lamp[19], lamp[24], lamp[25], lamp[26],
        lamp[3], lamp[4], lamp[5], lamp[6] * inv, lamp[7] * inv, lamp[8] * inv, lamp[9], lamp[10], lamp[11],
        row[19], row[20], row[21], row[22] - row[19], row[23] - row[20], row[24] - row[21],
        row[25], glow, row[30], rim, one, lamp[12], lamp[13], lamp[14],
        lamp[20], lamp[21], lamp[22],
        np.float32(pattern & BELLY), np.float32((pattern & SCALES) >> 1), np.float32((pattern & STRIPES) >> 2),
    )  # fmt: skip


@inlined
def lit(c, kept, nx, ny, nz, u, v, mottle, tint):
    """The colour, 0 to 255, at a normal and a place in the pattern.

    ``kept`` is what haze lets through, ``mottle`` darkens, ``tint`` is how much it has of the second colour.
    """
    one, zero, half, shift = np.float32(1.0), np.float32(0.0), np.float32(0.5), np.float32(4096)
    line = np.int32(u + shift)
    odd = np.float32(line & np.int32(1))
    across = v + shift + half * odd
    fu, fv = u + shift - np.float32(line) - half, across - np.float32(np.int32(across)) - half
    dark = (one + c[36] * (np.float32(0.12) - fu * fu * np.float32(1.05) - fv * fv * np.float32(1.35))) * mottle
    down = -(nx * c[32] + ny * c[33] + nz * c[34])
    tone = max(c[37] * odd, c[35] * min(max((down - np.float32(0.05)) * np.float32(1.8), zero), one), tint)
    return _even(c, kept, nx, ny, nz, c[36] * fu * np.float32(0.3), dark, tone)


@inlined
def _even(c, kept, nx, ny, nz, lean, dark, tone):
    """`lit` without a pattern: ``lean`` is how much it leans towards the lamp, ``tone`` what it has of two colours."""
    one, zero, top = np.float32(1.0), np.float32(0.0), np.float32(255.0)
    lam = nx * c[0] + ny * c[1] + nz * c[2] + lean
    cr, cg, cb = c[18] + c[21] * tone, c[19] + c[22] * tone, c[20] + c[23] * tone
    k = max((lam + np.float32(0.25)) * np.float32(0.8), zero)
    k = min(max(k, -lam * c[26]), one)
    fill = (np.float32(0.72) + np.float32(0.28) * (nx * c[3] + ny * c[4] + nz * c[5])) * (one - k) * dark
    key = k * dark * np.float32(1.0 / 255.0)
    edge = one + nz
    facing = min(max(lam + np.float32(0.35), zero), one)
    edge = edge * edge * edge * (np.float32(0.18) + np.float32(0.82) * facing) * c[27]
    h = max(nx * c[6] + ny * c[7] + nz * c[8], zero)
    h *= h
    h *= h
    h *= h
    h *= h
    h = h * h * c[24]
    r = cr * (c[12] * fill + c[9] * key) + c[15] * edge + c[9] * h
    g = cg * (c[13] * fill + c[10] * key) + c[16] * edge + c[10] * h
    b = cb * (c[14] * fill + c[11] * key) + c[17] * edge + c[11] * h
    r, g, b = r + (cr - r) * c[25], g + (cg - g) * c[25], b + (cb - b) * c[25]
    return (
        min(max(c[29] + (r - c[29]) * kept, zero), top),
        min(max(c[30] + (g - c[30]) * kept, zero), top),
        min(max(c[31] + (b - c[31]) * kept, zero), top),
    )


@inlined
def spot_of(u, v):
    """Where in the noise a place in the pattern lies, as one number: 7 bits down, 7 bits across."""
    iu = np.int32(u * np.float32(8.0) + np.float32(65536.0)) & np.int32(127)
    iv = np.int32(v * np.float32(8.0) + np.float32(65536.0)) & np.int32(127)
    return np.int32((iv << np.int32(7)) | iu)


@inlined
def mottled(noise, spot):
    return np.float32(0.78) + np.float32(0.44) * noise[np.uint32(spot >> 7), np.uint32(spot & 127)]


@inlined
def _round(g):
    """Of a capsule's gauges, what its normals need."""
    return (g[2], g[3], g[4], g[5], g[6], g[7], g[8], g[9], g[12], g[13], g[15], g[38] * np.float32(1.2))


@inlined
def on_capsule(q, dx, dy):
    """Normal and place in the pattern, ``dx`` and ``dy`` pixels from the first end."""
    one, zero = np.float32(1.0), np.float32(0.0)
    across = dx * q[6] - dy * q[5]
    t = min(max((dx * q[2] + dy * q[3]) * q[4] + abs(across) * q[7], zero), one)
    iq = one / (q[0] + q[1] * t)
    nx, ny = (dx - q[2] * t) * iq, -(dy - q[3] * t) * iq
    nz = -math.sqrt(max(one - nx * nx - ny * ny, zero))
    return nx, ny, nz, t * q[10], across * iq * (q[8] + q[9] * t) * q[11]


@inlined
def _oval(g):
    """Of an ellipsoid's gauges, what its normals need."""
    return (
        g[0], g[1], g[2], g[3], g[4], g[5], g[6], g[7], g[8], g[9], g[10], g[11], np.float32(1.0) / g[24],
        g[35], g[40], g[41],
    )  # fmt: skip


@inlined
def on_ellipsoid(q, dx, dy, z):
    """Normal and place in the pattern, ``dx`` and ``dy`` off the ray to the centre, ``z`` deep."""
    nearer = z * q[12] - np.float32(1.0)
    s0 = q[9] * nearer + (q[0] * dx + q[1] * dy) * z
    s1 = q[10] * nearer + (q[3] * dx + q[4] * dy) * z
    s2 = q[11] * nearer + (q[6] * dx + q[7] * dy) * z
    nx, ny = s0 * q[0] + s1 * q[3] + s2 * q[6], s0 * q[1] + s1 * q[4] + s2 * q[7]
    nz = s0 * q[2] + s1 * q[5] + s2 * q[8]
    size = np.float32(1.0) / math.sqrt(max(nx * nx + ny * ny + nz * nz, np.float32(1e-12)))
    return nx * size, ny * size, min(nz * size, np.float32(0.0)), s2 * q[15], s0 * q[13] + s1 * q[14]


@inlined
def gore(q, dx, dy, z, around):
    """A striped ellipsoid's place in its pattern: the turn about its second axis."""
    nearer = z * q[12] - np.float32(1.0)
    s0 = q[9] * nearer + (q[0] * dx + q[1] * dy) * z
    s2 = q[11] * nearer + (q[6] * dx + q[7] * dy) * z
    return np.float32(math.atan2(s0, s2)) * np.float32(0.31830989) * around


@inlined
def _flat(g, row):
    """Of a triangle, what its normals need."""
    fa, fb, fc = g[11] * g[19], g[12] * g[19], g[13] * g[19]
    packed = np.int32(row[31]) if np.int32(g[39]) & TINT else np.int32(0)
    of = np.float32(1.0 / 255.0)
    return (
        g[2], g[3], g[4], g[5], g[6], g[7], g[8], g[9], g[10], row[10] * fa, row[11] * fa, row[12] * fa,
        row[13] * fb, row[14] * fb, row[15] * fb, row[16] * fc, row[17] * fc, row[18] * fc, g[20],
        np.float32(packed & np.int32(255)) * g[11] * of,
        np.float32((packed >> np.int32(8)) & np.int32(255)) * g[12] * of,
        np.float32(packed >> np.int32(16)) * g[13] * of,
    )  # fmt: skip


@inlined
def on_triangle(q, dx, dy):
    """Normal and place in the pattern, ``dx`` and ``dy`` pixels from the first corner, to which patterns cling."""
    zero = np.float32(0.0)
    wa, wb = max(q[0] * dx + q[1] * dy + q[2], zero), max(q[3] * dx + q[4] * dy + q[5], zero)
    wc = max(q[6] * dx + q[7] * dy + q[8], zero)
    nx, ny = q[9] * wa + q[12] * wb + q[15] * wc, q[10] * wa + q[13] * wb + q[16] * wc
    nz = q[11] * wa + q[14] * wb + q[17] * wc
    size = np.float32(1.0) / math.sqrt(max(nx * nx + ny * ny + nz * nz, np.float32(1e-12)))
    return nx * size, ny * size, min(nz * size, zero), dx * q[18], dy * q[18], q[19] * wa + q[20] * wb + q[21] * wc


@inlined
def shape_of(g, row):
    """What normals need, for each kind; those of the two that it is not are never looked at."""
    return _round(g), _oval(g), _flat(g, row)


@inlined
def slopes_of(g, row, flat):
    """Write to the `SLOPES` numbers of ``flat`` what a triangle's normal and tint are as planes over the screen.

    Each is so much a pixel to the right, a pixel down, and at its first corner.
    """
    q = _flat(g, row)
    for a in range(3):
        flat[3 * a] = q[9 + a] * q[0] + q[12 + a] * q[3] + q[15 + a] * q[6]
        flat[3 * a + 1] = q[9 + a] * q[1] + q[12 + a] * q[4] + q[15 + a] * q[7]
        flat[3 * a + 2] = q[9 + a] * q[2] + q[12 + a] * q[5] + q[15 + a] * q[8]
    flat[9] = q[19] * q[0] + q[20] * q[3] + q[21] * q[6]
    flat[10] = q[19] * q[1] + q[20] * q[4] + q[21] * q[7]
    flat[11] = q[19] * q[2] + q[20] * q[5] + q[21] * q[8]


@inlined
def same_paint(row, g, other, of):
    """Whether two solids, with gauges ``g`` and ``of``, differ in shape and in haze alone."""
    for i in range(19, 27):
        if row[i] != other[i]:
            return False
    return row[30] == other[30] and g[39] == of[39]


@inlined
def gather_run(row, g, flat, deep, y, lo, hi, at, noise, buf, spot):  # noqa: PLR0912  by kind and pattern
    """Write what `light_run` needs of columns ``[lo, hi)`` of row ``y``, which show one solid, from ``at`` on.

    ``flat`` is what `slopes_of` wrote for a triangle; ``deep`` is how deep it lies in each of them; ``buf`` is eight
    planes in one: normal, pattern, mottle, tint, haze that lets through. Noise is looked up in a loop of its own: where
    a loop reads at an index that it computes, no compiler makes vectors.
    """
    one, half, zero = np.float32(1.0), np.float32(0.5), np.float32(0.0)
    kind, count, pattern = np.int32(row[0]), np.uint64(hi - lo), np.int32(g[39])
    first, dy, kept = np.float32(lo) + half, np.float32(y) + half, g[36]
    if kind == CAPSULE:
        q = _round(g)
        first, dy = first - g[0], dy - g[1]
        for i in range(count):
            nx, ny, nz, u, v = on_capsule(q, first + np.float32(np.int32(i)), dy)
            k = i + at
            buf[k], buf[k + NY], buf[k + NZ], buf[k + _U], buf[k + _V] = nx, ny, nz, u, v
            buf[k + _DARK], buf[k + _TINT], buf[k + _KEPT] = one, zero, kept
    elif kind == ELLIPSOID:
        q = _oval(g)
        step = g[34]
        first, dy = (first - g[25]) * step, -(dy - g[26]) * step
        for i in range(count):
            nx, ny, nz, u, v = on_ellipsoid(q, first + np.float32(np.int32(i)) * step, dy, deep[i])
            k = i + at
            buf[k], buf[k + NY], buf[k + NZ], buf[k + _U], buf[k + _V] = nx, ny, nz, u, v
            buf[k + _DARK], buf[k + _TINT], buf[k + _KEPT] = one, zero, kept
        if pattern & STRIPES:
            around = max(row[29], one)
            for i in range(count):
                dx = first + np.float32(np.int32(i)) * step
                buf[i + at + _U] = gore(q, dx, dy, deep[i], around)
    else:
        first, dy = first - g[0], dy - g[1]
        ax, ay, az, at_ = flat[0], flat[3], flat[6], flat[9]
        bx, by, bz = flat[1] * dy + flat[2], flat[4] * dy + flat[5], flat[7] * dy + flat[8]
        bt, tiny = flat[10] * dy + flat[11], np.float32(1e-12)
        # In whole vectors of eight: most runs are shorter than two, and the next one writes over what is too much.
        padded = (count + np.uint64(7)) & ~np.uint64(7)
        for i in range(padded):
            dx, k = first + np.float32(np.int32(i)), i + at
            nx, ny, nz = ax * dx + bx, ay * dx + by, az * dx + bz
            size = one / math.sqrt(max(nx * nx + ny * ny + nz * nz, tiny))
            buf[k], buf[k + NY], buf[k + NZ] = nx * size, ny * size, min(nz * size, zero)
            buf[k + _DARK], buf[k + _TINT], buf[k + _KEPT] = one, max(at_ * dx + bt, zero), kept
        if pattern & _PLACED:
            for i in range(padded):
                k = i + at
                buf[k + _U], buf[k + _V] = (first + np.float32(np.int32(i))) * g[20], dy * g[20]
    if pattern & MOTTLE:
        if kind == ELLIPSOID and pattern & STRIPES:
            q = _oval(g)
            for i in range(count):
                _, _, _, u, v = on_ellipsoid(q, first + np.float32(np.int32(i)) * g[34], dy, deep[i])
                spot[i] = spot_of(u, v)
        else:
            for i in range(count):
                spot[i] = spot_of(buf[i + at + _U], buf[i + at + _V])
        for i in range(count):
            buf[i + at + _DARK] = mottled(noise, spot[i])


@inlined
def light_run(c, pattern, buf, count):
    """Turn the normals of ``count`` pixels, which `gather_run` wrote, to colours from 0 to 255 in their place."""
    if pattern & (BELLY | SCALES | STRIPES) == 0:
        zero = np.float32(0.0)
        for k in range(count):
            buf[k], buf[k + NY], buf[k + NZ] = _even(
                c, buf[k + _KEPT], buf[k], buf[k + NY], buf[k + NZ], zero, buf[k + _DARK], buf[k + _TINT]
            )
        return
    for k in range(count):
        buf[k], buf[k + NY], buf[k + NZ] = lit(
            c,
            buf[k + _KEPT],
            buf[k],
            buf[k + NY],
            buf[k + NZ],
            buf[k + _U],
            buf[k + _V],
            buf[k + _DARK],
            buf[k + _TINT],
        )


@inlined
def glows_plain(g, row):
    """Whether a solid shines by itself in one colour all over: no light falls on it, and no normals are wanted."""
    return row[26] >= np.float32(1.0) and np.int32(g[39]) & (BELLY | STRIPES | TINT) == 0


@inlined
def plain_colour(c, kept):
    """The colour, 0 to 255, of what glows plain, in haze that lets ``kept`` through."""
    zero, one = np.float32(0.0), np.float32(1.0)
    return lit(c, kept, zero, zero, -one, zero, zero, one, zero)


@inlined
def light_span(row, g, rgb, y, lo, hi, lamp, buf):
    """Shade columns ``[lo, hi)`` of row ``y``, which show solids of one paint, from what `gather_run` wrote."""
    half, top = np.float32(0.5), np.float32(255.0)
    light_run(colours(row, g, lamp), np.int32(g[39]), buf, np.uint64(hi - lo))
    # Three bytes a pixel at steps that a compiler knows, in one line: so it makes vectors of the stores too.
    line = rgb[y].reshape(-1)
    begin, one, two, three = np.uint64(3 * lo), np.uint64(1), np.uint64(2), np.uint64(3)
    for k in range(np.uint64(hi - lo)):
        j = begin + three * k
        line[j] = np.uint8(np.int32(min(buf[k] + half, top)))
        line[j + one] = np.uint8(np.int32(min(buf[k + NY] + half, top)))
        line[j + two] = np.uint8(np.int32(min(buf[k + NZ] + half, top)))
