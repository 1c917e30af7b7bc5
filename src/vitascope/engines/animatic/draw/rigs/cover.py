"""Where on the screen a solid lies: its gauges, made once a frame, and the stretch of a row that it covers.

All three primitives are convex on the screen, so a row meets each of them in one stretch, which a formula gives.
"""

# ruff: noqa: PLR0912, PLR0915, PLR0911  set up once, in the order of the algebra
# mypy: disable-error-code="operator,no-untyped-def"
# numba types the kernels; mixed NumPy scalars mean nothing to mypy

from __future__ import annotations

import math

import numba
import numpy as np

from vitascope.engines.animatic.draw.rigs.kernel import inlined, kernel

CAPSULE, ELLIPSOID, TRIANGLE = 0, 1, 2
NEAR_M = 0.08
"""Nothing nearer than this is drawn."""
GAUGES = 42
"""Numbers that a solid's gauges take. The last are the same for all: 36 haze that lets through, 37 strength of what
is thinner than a pixel, 38 patterns a metre, 39 pattern; the others depend on the kind, as `gauge` writes them."""
BOUNDS = 4
"""Left, top, right and bottom in pixels, the last two not included."""
SMALL, CUT_BY_LENS = 1, 2
"""What gauge 29 of an ellipsoid says: hardly larger than a pixel; or the camera's plane goes through it."""
SIDES = 32
"""Where a triangle's row says of the sides opposite its corners with which other triangle they are shared, as a step
from its own number, 0 for none; `outlines.arranged` writes one of the next two there instead, or 0."""
INNER, OUTLINE = np.float32(0.5), np.float32(0.25)
"""Both triangles at a side look the same way; or one of them looks away, or is not there."""
LEAST_AREA = np.float32(0.002)
"""Twice the area, in pixels, of the least triangle that is drawn."""
OVERLAP = np.float32(0.02)
"""Pixels by which neighbours overlap, so that no seam is seen."""
_CUT = 16
_LARGEST = 8.0
"""Frame widths: what is larger is where the camera is."""
_OPAQUE = np.float32(0.995)


@kernel
def gauge(row, kind, g, box, focal, width, height, lamp):
    """Fill the gauges ``g`` and the bounds ``box`` of a solid; whether any of it may be seen."""
    g[38] = np.float32(1.0) / max(row[29], np.float32(1e-4))
    g[39] = row[28]
    g[37] = np.float32(1.0)
    half_w, half_h = np.float32(width) * np.float32(0.5), np.float32(height) * np.float32(0.5)
    if kind == CAPSULE:
        seen = _capsule(row, g, box, focal, half_w, half_h, lamp)
    elif kind == ELLIPSOID:
        seen = _ellipsoid(row, g, box, focal, half_w, half_h, lamp)
    else:
        seen = _triangle(row, g, box, focal, half_w, half_h, lamp)
    return seen and box[0] < box[2] and box[1] < box[3]


@inlined
def _bound(box, x0, y0, x1, y1, half_w, half_h):
    wide, high = np.float32(2.0) * half_w, np.float32(2.0) * half_h
    zero, one = np.float32(0.0), np.float32(1.0)
    box[0] = np.int32(min(max(x0 - one, zero), wide))
    box[1] = np.int32(min(max(y0 - one, zero), high))
    box[2] = np.int32(min(max(x1 + np.float32(2.0), zero), wide))
    box[3] = np.int32(min(max(y1 + np.float32(2.0), zero), high))


@inlined
def _through_air(z, glow, lamp):
    one = np.float32(1.0)
    kept = np.float32(math.exp(-z / lamp[15]))
    return kept + (one - kept) * glow * np.float32(0.5)


@kernel
def _capsule(row, g, box, focal, half_w, half_h, lamp):
    """0 1 its first end in pixels, 2 radius there, 3 change of radius, 4 5 the axis, 6 7 8 9 along and across it,
    10 11 one over depth, 12 13 radius in metres, 14 one end hides the other, 15 patterns along it, 16–19 tangents."""
    one, zero, tiny = np.float32(1.0), np.float32(0.0), np.float32(1e-6)
    near, least = np.float32(NEAR_M), np.float32(0.6)
    ax, ay, az, bx, by, bz = row[1], row[2], row[3], row[4], row[5], row[6]
    ra, rb = row[7], row[8]
    if az < near and bz < near:
        return False
    if az < near:
        t = (near - az) / (bz - az)
        ax, ay, az, ra = ax + (bx - ax) * t, ay + (by - ay) * t, near, ra + (rb - ra) * t
    elif bz < near:
        t = (near - az) / (bz - az)
        bx, by, bz, rb = ax + (bx - ax) * t, ay + (by - ay) * t, near, ra + (rb - ra) * t
    fa, fb = focal / az, focal / bz
    pax, pay, qa = half_w + ax * fa, half_h - ay * fa, ra * fa
    pbx, pby, qb = half_w + bx * fb, half_h - by * fb, rb * fb
    if max(qa, qb) > np.float32(2 * _LARGEST) * half_w:
        return False
    # under about a pixel a line keeps its width and loses its strength instead
    g[37] = min(max(max(qa, qb) / least, np.float32(0.05)), one)
    qa, qb = max(qa, least), max(qb, least)
    _bound(box, min(pax - qa, pbx - qb), min(pay - qa, pby - qb), max(pax + qa, pbx + qb), max(pay + qa, pby + qb),
           half_w, half_h)  # fmt: skip
    ex, ey = pbx - pax, pby - pay
    length = math.sqrt(ex * ex + ey * ey)
    grow = qb - qa
    dx, dy, dz = bx - ax, by - ay, bz - az
    g[15] = math.sqrt(dx * dx + dy * dy + dz * dz) * g[38]
    if g[38] > np.float32(0.3) * max(fa, fb) and np.int32(g[39]) & 2:  # scales finer than three pixels only alias
        g[39] = np.float32(np.int32(g[39]) & ~2)
    g[36] = _through_air(np.float32(0.5) * (az + bz), row[26], lamp)
    g[14] = zero
    if length <= abs(grow) + tiny:  # one end hides the other
        if qb > qa:
            pax, pay, qa, az, ra = pbx, pby, qb, bz, rb
        g[0], g[1], g[2], g[3], g[10], g[11], g[12], g[13], g[14] = pax, pay, qa, zero, one / az, zero, ra, zero, one
        g[4], g[5], g[6], g[7], g[8], g[9] = zero, zero, zero, zero, zero, zero
        return True
    ux, uy = ex / length, ey / length
    lean = -grow / length
    side = math.sqrt(max(one - lean * lean, np.float32(1e-4)))
    g[0], g[1], g[2], g[3], g[4], g[5] = pax, pay, qa, grow, ex, ey
    g[6], g[7], g[8], g[9] = one / (length * length), ux, uy, -lean / side / length
    g[10], g[11], g[12], g[13] = one / az, one / bz - one / az, ra, rb - ra
    g[16], g[17] = ux * lean - uy * side, uy * lean + ux * side
    g[18], g[19] = ux * lean + uy * side, uy * lean - ux * side
    return True


@kernel
def _ellipsoid(row, g, box, focal, half_w, half_h, lamp):
    """0–8 rows of the map to the unit ball, 9–11 the centre there, 12–17 the discriminant as a quadratic in x and y,
    18–20 the length of a ray as another, 21–24 along the ray to the centre, 25 26 the centre in pixels, 27 28 what the
    discriminant is half a pixel inside and outside of the outline, 29 flags, 30–33 the outline's box, 34 a pixel,
    35 40 41 patterns a half axis.

    With x and y counted from the centre, the discriminant is |D|² − |o × δ|² (Lagrange's identity), which has no large
    terms that cancel: float32 carries balls of a pixel at any distance.
    """
    one, zero, two, tiny = np.float32(1.0), np.float32(0.0), np.float32(2.0), np.float32(1e-12)
    cx, cy, cz = row[1], row[2], row[3]
    reach = math.sqrt(row[6] * row[6] + row[9] * row[9] + row[12] * row[12])
    if cz + reach <= np.float32(NEAR_M) or cz <= np.float32(0.02) * reach:
        return False
    la = one / max(row[4] * row[4] + row[5] * row[5] + row[6] * row[6], tiny)
    lb = one / max(row[7] * row[7] + row[8] * row[8] + row[9] * row[9], tiny)
    lc = one / max(row[10] * row[10] + row[11] * row[11] + row[12] * row[12], tiny)
    # rows of the inverse: axes are orthogonal, so a / |a|²
    a0, a1, a2 = row[4] * la, row[5] * la, row[6] * la
    b0, b1, b2 = row[7] * lb, row[8] * lb, row[9] * lb
    c0, c1, c2 = row[10] * lc, row[11] * lc, row[12] * lc
    o0, o1, o2 = a0 * cx + a1 * cy + a2 * cz, b0 * cx + b1 * cy + b2 * cz, c0 * cx + c1 * cy + c2 * cz
    whole = o0 * o0 + o1 * o1 + o2 * o2
    if whole <= np.float32(1.0001):  # the camera is in it
        return False
    x0, x1, x2 = o1 * c0 - o2 * b0, o2 * a0 - o0 * c0, o0 * b0 - o1 * a0
    y0, y1, y2 = o1 * c1 - o2 * b1, o2 * a1 - o0 * c1, o0 * b1 - o1 * a1
    g[0], g[1], g[2], g[3], g[4], g[5], g[6], g[7], g[8] = a0, a1, a2, b0, b1, b2, c0, c1, c2
    g[9], g[10], g[11] = o0, o1, o2
    g[18], g[20] = a0 * a0 + b0 * b0 + c0 * c0, a1 * a1 + b1 * b1 + c1 * c1
    g[19] = two * (a0 * a1 + b0 * b1 + c0 * c1)
    g[12], g[14] = g[18] - (x0 * x0 + x1 * x1 + x2 * x2), g[20] - (y0 * y0 + y1 * y1 + y2 * y2)
    g[13] = g[19] - two * (x0 * y0 + x1 * y1 + x2 * y2)
    g[21], g[22], g[23], g[24] = o0 * a0 + o1 * b0 + o2 * c0, o0 * a1 + o1 * b1 + o2 * c1, whole, cz
    g[15], g[16], g[17] = two * g[21] / cz, two * g[22] / cz, whole / (cz * cz)
    g[25], g[26], g[34] = half_w + cx / cz * focal, half_h - cy / cz * focal, one / focal
    g[36] = _through_air(cz, row[26], lamp)
    g[35], g[40], g[41] = g[38] * math.sqrt(one / la), g[38] * math.sqrt(one / lb), g[38] * math.sqrt(one / lc)
    if g[38] > np.float32(0.3) * focal / cz and np.int32(g[39]) & 2:
        g[39] = np.float32(np.int32(g[39]) & ~2)
    g[29] = zero
    four = np.float32(4.0) * g[12] * g[14] - g[13] * g[13]
    if cz - reach < np.float32(NEAR_M) or g[12] >= zero or g[14] >= zero or four <= zero:
        g[29] = np.float32(CUT_BY_LENS)
        _bound(box, zero, zero, two * half_w, two * half_h, half_w, half_h)
        return True
    # the outline is an ellipse: its centre, its box and its shorter half axis
    mx, my = (g[13] * g[16] - two * g[14] * g[15]) / four, (g[13] * g[15] - two * g[12] * g[16]) / four
    middle = g[17] + np.float32(0.5) * (g[15] * mx + g[16] * my)
    wide = math.sqrt(max(np.float32(-4.0) * g[14] * middle / four, zero)) * focal
    high = math.sqrt(max(np.float32(-4.0) * g[12] * middle / four, zero)) * focal
    mean, apart = np.float32(-0.5) * (g[12] + g[14]), np.float32(0.5) * (g[12] - g[14])
    steep = mean + math.sqrt(apart * apart + np.float32(0.25) * g[13] * g[13])
    thin = max(math.sqrt(max(middle, tiny) / max(steep, tiny)) * focal, np.float32(0.01))
    g[30], g[31], g[32], g[33] = g[25] + mx * focal, g[26] - my * focal, wide, high
    inner = one - np.float32(0.6) / thin
    outer = one + np.float32(0.6) / thin
    g[27] = middle * (one - inner * inner) if inner > zero else middle * two
    g[28] = middle * (one - outer * outer)
    if wide < np.float32(1.5) or high < np.float32(1.5):
        g[29] = np.float32(SMALL)
        g[37] = min(max(wide, np.float32(0.05)) * two, one) * min(max(high, np.float32(0.05)) * two, one)
    _bound(box, g[30] - wide, g[31] - high, g[30] + wide, g[31] + high, half_w, half_h)
    return True


@kernel
def _triangle(row, g, box, focal, half_w, half_h, lamp):
    """0 1 its first corner in pixels, 2–10 distances to the sides in pixels as planes, 11–13 from those to weights,
    14–16 one over depth as a plane, 17 18 least and most depth, 19 side that is seen, 20 patterns a pixel, 21–23 one
    over how fast the distance to each side changes along a row, 0 where it does not, 24–26 pixels that it reaches over
    each side, 27–29 and 31–33 how it fades there, 30 whether an outline goes along one of them."""
    one = np.float32(1.0)
    za, zb, zc = row[3], row[6], row[9]
    near = np.float32(NEAR_M * 0.999)
    if za < near or zb < near or zc < near:
        return False
    ia, ib, ic = one / za, one / zb, one / zc
    ax, ay = half_w + row[1] * focal * ia, half_h - row[2] * focal * ia
    bx, by = half_w + row[4] * focal * ib - ax, half_h - row[5] * focal * ib - ay
    cx, cy = half_w + row[7] * focal * ic - ax, half_h - row[8] * focal * ic - ay
    zero = np.float32(0.0)
    area = bx * cy - by * cx
    if abs(area) < LEAST_AREA:
        return False
    _bound(box, ax + min(bx, cx, zero), ay + min(by, cy, zero), ax + max(bx, cx, zero), ay + max(by, cy, zero),
           half_w, half_h)  # fmt: skip
    sign = one if area > 0 else -one
    la = max(math.sqrt((cx - bx) * (cx - bx) + (cy - by) * (cy - by)), np.float32(1e-3))
    lb = max(math.sqrt(cx * cx + cy * cy), np.float32(1e-3))
    lc = max(math.sqrt(bx * bx + by * by), np.float32(1e-3))
    g[0], g[1] = ax, ay
    sa, sb, sc = sign / la, sign / lb, sign / lc
    g[2], g[3], g[4] = -(cy - by) * sa, (cx - bx) * sa, ((cy - by) * bx - (cx - bx) * by) * sa
    g[5], g[6], g[7] = cy * sb, -cx * sb, zero
    g[8], g[9], g[10] = -by * sc, bx * sc, zero
    g[30] = zero
    for k in range(3):
        slope = g[2 + 3 * k]
        g[21 + k] = one / slope if abs(slope) >= np.float32(1e-7) else zero
        inner = row[SIDES + k] == INNER
        g[30] = one if row[SIDES + k] == OUTLINE else g[30]
        g[24 + k] = OVERLAP if inner else one
        shared = inner and row[27] < _OPAQUE  # two that let light through do not both cover a pixel
        g[27 + k] = np.float32(0.5) if shared else one
        g[31 + k] = np.float32(8.0) if shared else one
    inv = one / abs(area)
    g[11], g[12], g[13] = la * inv, lb * inv, lc * inv
    g[14] = ia
    g[15] = g[5] * g[12] * (ib - ia) + g[8] * g[13] * (ic - ia)
    g[16] = g[6] * g[12] * (ib - ia) + g[9] * g[13] * (ic - ia)
    g[17], g[18] = min(za, zb, zc), max(za, zb, zc)
    mid = (za + zb + zc) * np.float32(0.3333333)
    g[36] = _through_air(mid, row[26], lamp)
    # which way the face looks, once for all three corners, so that the shading does not tear between them
    vx, vy, vz = row[1] + row[4] + row[7], row[2] + row[5] + row[8], za + zb + zc
    gx, gy, gz = row[10] + row[13] + row[16], row[11] + row[14] + row[17], row[12] + row[15] + row[18]
    # of what is seen from outside alone the edge does not turn over: its far side would catch the wrong light
    backed = np.int32(g[39]) & 64
    g[19] = -one if gx * vx + gy * vy + gz * vz > 0 and not backed else one
    g[20] = mid / focal * g[38]
    if g[20] > np.float32(0.33) and np.int32(g[39]) & 2:
        g[39] = np.float32(np.int32(g[39]) & ~2)
    return True


@inlined
def stretch(kind, g, box, y, grow):
    """Columns ``[lo, hi)`` of the row whose middle is ``y`` that a solid grown by ``grow`` pixels covers."""
    lo, hi = np.float32(box[0]), np.float32(box[2])
    empty = (box[0], box[0])
    if kind == CAPSULE:
        left, right = np.float32(1e9), np.float32(-1e9)
        qa, qb = g[2] + grow, g[2] + g[3] + grow
        ya, yb = y - g[1], y - g[1] - g[5]
        inside = qa * qa - ya * ya
        if qa > 0 and inside >= 0:
            inside = math.sqrt(inside)
            left, right = g[0] - inside, g[0] + inside
        if g[14] == 0:
            inside = qb * qb - yb * yb
            if qb > 0 and inside >= 0:
                inside = math.sqrt(inside)
                left, right = min(left, g[0] + g[4] - inside), max(right, g[0] + g[4] + inside)
            if qa > 0 and qb > 0:
                for k in range(2):  # the two tangents that both ends share
                    mx, my = g[16 + 2 * k], g[17 + 2 * k]
                    y0, y1 = g[1] + my * qa, g[1] + g[5] + my * qb
                    if min(y0, y1) <= y <= max(y0, y1) and abs(y1 - y0) > np.float32(1e-6):
                        t = (y - y0) / (y1 - y0)
                        x0, x1 = g[0] + mx * qa, g[0] + g[4] + mx * qb
                        x = x0 + (x1 - x0) * t
                        left, right = min(left, x), max(right, x)
            if np.int32(g[39]) & _CUT:  # between the planes at its ends
                base = ((y - g[1]) * g[5]) * g[6] - g[0] * g[4] * g[6]
                step = g[4] * g[6]
                if abs(step) > np.float32(1e-9):
                    x0, x1 = -base / step, (np.float32(1.0) - base) / step
                    left, right = max(left, min(x0, x1)), min(right, max(x0, x1))
                elif base < 0 or base > 1:
                    return empty
        lo, hi = max(lo, left), min(hi, right)
    elif kind == ELLIPSOID:
        if g[29] == SMALL:
            return empty if grow < 0 else (box[0], box[2])
        dy = -(y - g[26]) * g[34]
        cut = g[29] == CUT_BY_LENS
        level = np.float32(0.0) if cut else g[27] if grow < 0 else g[28]
        k2, k1, k0 = g[12], g[13] * dy + g[15], (g[14] * dy + g[16]) * dy + g[17] - level
        root = k1 * k1 - np.float32(4.0) * k2 * k0
        if cut and (k2 == 0 or (k2 > 0 and root < 0)):
            return box[0], box[2]
        if root < 0:
            return empty
        root = math.sqrt(root)
        near, far = (-k1 + root) / (np.float32(2.0) * k2), (-k1 - root) / (np.float32(2.0) * k2)
        if cut:  # its outline may be a hyperbola, of which one branch is behind the lens
            out = np.float32(1.0)
            if k2 < 0:
                lo, hi = max(lo, g[25] + near / g[34] - out), min(hi, g[25] + far / g[34] + out)
            elif g[21] > 0:
                lo = max(lo, g[25] + near / g[34] - out)
            else:
                hi = min(hi, g[25] + far / g[34] + out)
        else:
            lo, hi = max(lo, g[25] + near / g[34]), min(hi, g[25] + far / g[34])
    else:
        least = np.float32(-0.02) if grow < 0 else np.float32(-1.0)  # neighbours overlap, so that no seam is seen
        dy = y - g[1]
        for k in range(3):
            inv, base = g[21 + k], g[3 + 3 * k] * dy + g[4 + 3 * k] - least
            if inv > 0:
                lo = max(lo, g[0] - base * inv)
            elif inv < 0:
                hi = min(hi, g[0] - base * inv)
            elif base < 0:
                return empty
    if not lo < hi:
        return empty
    half = np.float32(0.5)
    first = max(np.int32(math.ceil(lo - half)), box[0])
    last = min(np.int32(math.floor(hi - half)) + 1, box[2])
    return first, last


@numba.njit(nogil=True, cache=True, error_model="numpy")
def clip_near(solids):
    """``solids`` with the triangles that the lens cuts replaced by their parts before it; the same array if none is."""
    near = np.float32(NEAR_M)
    extra = 0
    for k in range(solids.shape[0]):
        if solids[k, 0] == TRIANGLE:
            behind = (solids[k, 3] < near) + (solids[k, 6] < near) + (solids[k, 9] < near)
            if 0 < behind < 3:
                extra += 1
    if not extra:
        return solids
    out = np.empty((solids.shape[0] + extra, solids.shape[1]), np.float32)
    n = 0
    corner = np.empty((4, 6), np.float32)
    for k in range(solids.shape[0]):
        out[n] = solids[k]
        n += 1
        if solids[k, 0] != TRIANGLE:
            continue
        found = 0
        for i in range(3):  # Sutherland and Hodgman, 1974, against one plane
            j = (i + 1) % 3
            zi, zj = solids[k, 3 + 3 * i], solids[k, 3 + 3 * j]
            if zi >= near:
                corner[found, :3] = solids[k, 1 + 3 * i : 4 + 3 * i]
                corner[found, 3:] = solids[k, 10 + 3 * i : 13 + 3 * i]
                found += 1
            if (zi >= near) != (zj >= near):
                t = (near - zi) / (zj - zi)
                for a in range(6):
                    column = 1 + a if a < 3 else 7 + a  # places, then normals
                    old, new = solids[k, column + 3 * i], solids[k, column + 3 * j]
                    corner[found, a] = old + (new - old) * t
                corner[found, 2] = near
                found += 1
        if found == 0 or (solids[k, 3] >= near and solids[k, 6] >= near and solids[k, 9] >= near):
            continue
        out[n] = solids[k]
        for side in range(SIDES, SIDES + 3):
            out[n, side] = 0
        for part in range(found - 2):
            for i, c in enumerate((0, part + 1, part + 2)):
                out[n - 1 + part, 1 + 3 * i : 4 + 3 * i] = corner[c, :3]
                out[n - 1 + part, 10 + 3 * i : 13 + 3 * i] = corner[c, 3:]
        n += found - 3
    return out[:n]
