"""From solids in camera space to shaded, anti-aliased, depth-tested pixels. The only loops over pixels of the rigs.

Three primitives carry every rig: tapered capsules, ellipsoids and triangles with a normal at each corner. A row of
`solids` is `ROW` float32 numbers; `body.Body` writes them. Each fragment is tested against the canvas's own depth,
so parts hide each other and hide behind the world without any painting order; the order only decides what an
anti-aliased edge blends with.
"""

# ruff: noqa: PLR0912, PLR0915, RUF046  a pixel loop calls nothing it need not; to numba, floor is a float
# mypy: disable-error-code="operator,no-untyped-def"
# numba types the kernels; mixed NumPy scalars mean nothing to mypy

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

ROW = 32
CAPSULE, ELLIPSOID, TRIANGLE = 0, 1, 2
NEAR_M = 0.08
"""Nothing nearer than this is drawn."""

BELLY, SCALES, STRIPES, MOTTLE, CUT = 1, 2, 4, 8, 16
"""Bits of a pattern: lighter underside; scales; bands of the second colour; uneven colour; a capsule with flat ends."""


@numba.njit(nogil=True, cache=True, fastmath=True, inline="always")
def _write(rgb, depth, y, x, z, cover, nx, ny, nz, u, v, tone, row, lamp, kept, noise):
    """Shade one fragment and blend it in. ``tone`` 0 to 1 mixes in the second colour."""
    one = np.float32(1.0)
    sx, sy, sz = lamp[0], lamp[1], lamp[2]
    lam = nx * sx + ny * sy + nz * sz
    cr, cg, cb = row[19], row[20], row[21]
    pattern = int(row[28])
    dark = one
    if pattern & 11:
        if pattern & 1:
            down = -(nx * lamp[20] + ny * lamp[21] + nz * lamp[22])
            tone = max(tone, min(max((down - np.float32(0.05)) * np.float32(1.8), np.float32(0.0)), one))
        if pattern & 2:  # numba's floor is a call: truncate a number that is positive
            line = int(u + np.float32(4096.0))
            across = v + np.float32(4096.0) + np.float32(0.5) * np.float32(line & 1)
            fu = u + np.float32(4096.0) - np.float32(line) - np.float32(0.5)
            fv = across - np.float32(int(across)) - np.float32(0.5)
            dark = np.float32(1.12) - fu * fu * np.float32(1.05) - fv * fv * np.float32(1.35)
            lam += fu * np.float32(0.3)
        if pattern & 8:
            # straight from the tile: through a function, numba would count references to it for every fragment
            iu, iv = int(u * np.float32(8.0) + np.float32(65536.0)), int(v * np.float32(8.0) + np.float32(65536.0))
            dark *= np.float32(0.78) + np.float32(0.44) * noise[iv & 127, iu & 127]
    if tone > 0:
        cr += (row[22] - cr) * tone
        cg += (row[23] - cg) * tone
        cb += (row[24] - cb) * tone
    soft = row[30]
    k = max((lam + np.float32(0.25)) * np.float32(0.8), np.float32(0.0))
    if soft > 0:
        k = max(k, -lam * soft)
    k = min(k, one)
    up = nx * lamp[17] + ny * lamp[18] + nz * lamp[19]
    fill = (np.float32(0.72) + np.float32(0.28) * up) * (one - k) * dark
    lit = k * dark
    edge = one + nz
    facing = min(max(lam + np.float32(0.35), np.float32(0.0)), one)
    edge = edge * edge * edge * (np.float32(0.18) + np.float32(0.82) * facing)
    edge *= lamp[23] * (one - row[26])
    shine = np.float32(0.0)
    if row[25] > 0:
        h = nx * lamp[24] + ny * lamp[25] + nz * lamp[26]
        if h > 0:
            h *= h
            h *= h
            h *= h
            h *= h
            shine = h * h * row[25]
    glow = row[26]
    inv = np.float32(1.0 / 255.0)
    r = cr * (lamp[6] * fill + lamp[3] * lit) * inv + lamp[9] * edge + lamp[3] * shine
    g = cg * (lamp[7] * fill + lamp[4] * lit) * inv + lamp[10] * edge + lamp[4] * shine
    b = cb * (lamp[8] * fill + lamp[5] * lit) * inv + lamp[11] * edge + lamp[5] * shine
    if glow > 0:
        r += (cr - r) * glow
        g += (cg - g) * glow
        b += (cb - b) * glow
    r = lamp[12] + (r - lamp[12]) * kept
    g = lamp[13] + (g - lamp[13]) * kept
    b = lamp[14] + (b - lamp[14]) * kept
    a = cover * row[27]
    top = np.float32(255.0)
    zero = np.float32(0.0)
    half = np.float32(0.5)
    r = min(max(r, zero), top)
    g = min(max(g, zero), top)
    b = min(max(b, zero), top)
    if a < np.float32(0.995):
        r0, g0, b0 = np.float32(rgb[y, x, 0]), np.float32(rgb[y, x, 1]), np.float32(rgb[y, x, 2])
        r = r0 + (r - r0) * a
        g = g0 + (g - g0) * a
        b = b0 + (b - b0) * a
    rgb[y, x, 0] = np.uint8(min(r + half, top))
    rgb[y, x, 1] = np.uint8(min(g + half, top))
    rgb[y, x, 2] = np.uint8(min(b + half, top))
    if a > np.float32(0.99):  # a soft edge that hid its neighbour would leave a seam
        depth[y, x] = z


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def _capsule(shade, rgb, depth, row, lamp, focal, noise):
    height, width = depth.shape
    ax, ay, az, bx, by, bz = row[1], row[2], row[3], row[4], row[5], row[6]
    ra, rb = row[7], row[8]
    near = np.float32(NEAR_M)
    if az < near and bz < near:
        return
    if az < near:
        t = (near - az) / (bz - az)
        ax, ay, az, ra = ax + (bx - ax) * t, ay + (by - ay) * t, near, ra + (rb - ra) * t
    elif bz < near:
        t = (near - az) / (bz - az)
        bx, by, bz, rb = ax + (bx - ax) * t, ay + (by - ay) * t, near, ra + (rb - ra) * t
    fa, fb = focal / az, focal / bz
    half_w, half_h = np.float32(width * 0.5), np.float32(height * 0.5)
    pax, pay, qa = half_w + ax * fa, half_h - ay * fa, ra * fa
    pbx, pby, qb = half_w + bx * fb, half_h - by * fb, rb * fb
    if max(qa, qb) > 6 * width:
        return
    thin = np.float32(1.0)
    if max(qa, qb) < np.float32(0.6):  # under about a pixel a line keeps its width and loses its strength instead
        thin = max(max(qa, qb) / np.float32(0.6), np.float32(0.05))
    qa, qb = max(qa, np.float32(0.6)), max(qb, np.float32(0.6))
    x0 = int(max(math.floor(min(pax - qa, pbx - qb)) - 1, 0))
    x1 = int(min(math.ceil(max(pax + qa, pbx + qb)) + 2, width))
    y0 = int(max(math.floor(min(pay - qa, pby - qb)) - 1, 0))
    y1 = int(min(math.ceil(max(pay + qa, pby + qb)) + 2, height))
    if x0 >= x1 or y0 >= y1:
        return
    ex, ey = pbx - pax, pby - pay
    length2 = ex * ex + ey * ey
    length = math.sqrt(length2)
    grow = qb - qa
    inside = length <= abs(grow)  # one end hides the other
    if inside and qb > qa:
        pax, pay, qa, az, ra = pbx, pby, qb, bz, rb
    one, zero = np.float32(1.0), np.float32(0.0)
    inv2 = one / max(length2, np.float32(1e-6))
    ux, uy = ex / max(length, np.float32(1e-6)), ey / max(length, np.float32(1e-6))
    slope = zero
    if not inside:
        slope = grow / length / math.sqrt(max(one - (grow / length) ** 2, np.float32(1e-4)))
    solid = math.sqrt((bx - ax) ** 2 + (by - ay) ** 2 + (bz - az) ** 2)
    grain = one / max(row[29], np.float32(1e-4))
    pattern = int(row[28])
    if grain > np.float32(0.3) * max(fa, fb) and pattern & 2:  # scales finer than three pixels only alias
        row[28] = np.float32(pattern & ~2)
    mid = np.float32(0.5) * (az + bz)
    kept = math.exp(-mid / lamp[15])
    kept += (one - kept) * row[26] * np.float32(0.5)
    nearest = min(az, bz) - max(ra, rb)
    far_edge = (max(qa, qb) + one) ** 2
    for y in range(y0, y1):
        dy = np.float32(y) + np.float32(0.5) - pay
        for x in range(x0, x1):
            if depth[y, x] < nearest:
                continue
            dx = np.float32(x) + np.float32(0.5) - pax
            t = zero
            raw = zero
            if not inside:
                raw = (dx * ex + dy * ey) * inv2
                side = abs(dx * uy - dy * ux)
                if side * side > far_edge:
                    continue
                t = min(max(raw + side * slope / length, zero), one)
            q = qa + (qb - qa) * t if not inside else qa
            ox, oy = dx - ex * t, dy - ey * t
            d2 = ox * ox + oy * oy
            if d2 > (q + one) * (q + one):
                continue
            if pattern & 16 and (raw < 0 or raw > 1):
                continue
            d = math.sqrt(d2)
            cover = min(max(q - d + np.float32(0.5), zero), one) * thin
            if cover <= zero:
                continue
            nx, ny = ox / q, -oy / q
            n2 = min(nx * nx + ny * ny, one)
            nz = -math.sqrt(one - n2)
            # 1/z is what is straight on the screen
            z = one / ((one - t) / az + t / bz) if not inside else az
            r = ra + (rb - ra) * t if not inside else ra
            z += nz * r
            if z < near:
                continue
            if z > depth[y, x] * np.float32(1.00001):
                continue
            if not shade:
                if cover >= np.float32(0.99):
                    depth[y, x] = z
                continue
            u = t * solid * grain
            v = (dx * uy - dy * ux) / q * r * grain * np.float32(1.2)
            tone = zero
            if pattern & 4:
                tone = one if (int(math.floor(u)) & 1) else zero
            _write(rgb, depth, y, x, z, cover, nx, ny, nz, u, v, tone, row, lamp, kept, noise)


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def _ellipsoid(shade, rgb, depth, row, lamp, focal, noise):
    height, width = depth.shape
    cx, cy, cz = row[1], row[2], row[3]
    one, zero, near = np.float32(1.0), np.float32(0.0), np.float32(NEAR_M)
    # the dual conic of the outline, in (x / z, y / z): A Aᵀ − c cᵀ
    q22 = row[6] ** 2 + row[9] ** 2 + row[12] ** 2 - cz * cz
    if cz <= near or q22 >= np.float32(-1e-9):  # the camera's plane cuts it
        return
    q00 = row[4] ** 2 + row[7] ** 2 + row[10] ** 2 - cx * cx
    q11 = row[5] ** 2 + row[8] ** 2 + row[11] ** 2 - cy * cy
    q02 = row[4] * row[6] + row[7] * row[9] + row[10] * row[12] - cx * cz
    q12 = row[5] * row[6] + row[8] * row[9] + row[11] * row[12] - cy * cz
    wide = math.sqrt(max(q02 * q02 - q00 * q22, zero)) / -q22
    high = math.sqrt(max(q12 * q12 - q11 * q22, zero)) / -q22
    half_w, half_h = np.float32(width * 0.5), np.float32(height * 0.5)
    mx, my = half_w + q02 / q22 * focal, half_h - q12 / q22 * focal
    wide, high = wide * focal, high * focal
    thin = min(max(wide, np.float32(0.05)) / np.float32(0.5), one) * min(
        max(high, np.float32(0.05)) / np.float32(0.5), one
    )
    x0, x1 = int(max(math.floor(mx - wide) - 1, 0)), int(min(math.ceil(mx + wide) + 2, width))
    y0, y1 = int(max(math.floor(my - high) - 1, 0)), int(min(math.ceil(my + high) + 2, height))
    if x0 >= x1 or y0 >= y1:
        return
    la = one / max(math.sqrt(row[4] ** 2 + row[5] ** 2 + row[6] ** 2), np.float32(1e-6))
    lb = one / max(math.sqrt(row[7] ** 2 + row[8] ** 2 + row[9] ** 2), np.float32(1e-6))
    lc = one / max(math.sqrt(row[10] ** 2 + row[11] ** 2 + row[12] ** 2), np.float32(1e-6))
    # rows of the inverse: axes are orthogonal, so a / |a|²
    a0, a1, a2 = row[4] * la * la, row[5] * la * la, row[6] * la * la
    b0, b1, b2 = row[7] * lb * lb, row[8] * lb * lb, row[9] * lb * lb
    c0, c1, c2 = row[10] * lc * lc, row[11] * lc * lc, row[12] * lc * lc
    o0, o1, o2 = a0 * cx + a1 * cy + a2 * cz, b0 * cx + b1 * cy + b2 * cz, c0 * cx + c1 * cy + c2 * cz
    oo = o0 * o0 + o1 * o1 + o2 * o2 - one
    grain = one / max(row[29], np.float32(1e-4))
    pattern = int(row[28])
    if grain > np.float32(0.3) * focal / cz and pattern & 2:
        row[28] = np.float32(pattern & ~2)
    small = wide < np.float32(1.5) or high < np.float32(1.5)
    kept = math.exp(-cz / lamp[15])
    kept += (one - kept) * row[26] * np.float32(0.5)
    invf = one / focal
    # the discriminant falls to zero at the outline; where it is well above, a pixel is covered whole
    ex, ey = (mx - half_w) * invf, (half_h - my) * invf
    e0, e1, e2 = a0 * ex + a1 * ey + a2, b0 * ex + b1 * ey + b2, c0 * ex + c1 * ey + c2
    middle = (o0 * e0 + o1 * e1 + o2 * e2) ** 2 - (e0 * e0 + e1 * e1 + e2 * e2) * oo
    guard = np.float32(10.0) * middle / max(min(wide, high), one)
    nearest = cz - math.sqrt(row[6] ** 2 + row[9] ** 2 + row[12] ** 2)
    for y in range(y0, y1):
        dy = -(np.float32(y) + np.float32(0.5) - half_h) * invf
        for x in range(x0, x1):
            if depth[y, x] < nearest:
                continue
            dx = (np.float32(x) + np.float32(0.5) - half_w) * invf
            d0, d1, d2 = a0 * dx + a1 * dy + a2, b0 * dx + b1 * dy + b2, c0 * dx + c1 * dy + c2
            dd = d0 * d0 + d1 * d1 + d2 * d2
            od = o0 * d0 + o1 * d1 + o2 * d2
            disc = od * od - dd * oo
            if small:
                gx = (np.float32(x) + np.float32(0.5) - mx) / (wide + np.float32(0.6))
                gy = (np.float32(y) + np.float32(0.5) - my) / (high + np.float32(0.6))
                cover = min(max(one - gx * gx - gy * gy, zero) * np.float32(1.6), one) * thin
                disc = max(disc, zero)
            else:
                cover = one
                if disc < guard:  # d(disc)/dx and /dy give the distance to the outline in pixels
                    gx = od * (o0 * a0 + o1 * b0 + o2 * c0) - oo * (d0 * a0 + d1 * b0 + d2 * c0)
                    gy = od * (o0 * a1 + o1 * b1 + o2 * c1) - oo * (d0 * a1 + d1 * b1 + d2 * c1)
                    slope = math.sqrt(gx * gx + gy * gy) * np.float32(2.0) * invf
                    cover = min(max(disc / max(slope, np.float32(1e-9)) + np.float32(0.5), zero), one)
                disc = max(disc, zero)
            if cover <= zero:
                continue
            z = (od - math.sqrt(disc)) / dd  # along a ray whose depth component is 1
            if z < near:
                continue
            if z > depth[y, x] * np.float32(1.00001):
                continue
            if not shade:
                if cover >= np.float32(0.99):
                    depth[y, x] = z
                continue
            s0, s1, s2 = d0 * z - o0, d1 * z - o1, d2 * z - o2
            nx, ny, nz = s0 * a0 + s1 * b0 + s2 * c0, s0 * a1 + s1 * b1 + s2 * c1, s0 * a2 + s1 * b2 + s2 * c2
            size = one / max(math.sqrt(nx * nx + ny * ny + nz * nz), np.float32(1e-6))
            nx, ny, nz = nx * size, ny * size, nz * size
            tone = zero
            if pattern & 4:  # gores around the second axis
                turn = math.atan2(s0, s2) * np.float32(0.15915494) * max(row[29], one)
                tone = one if (int(math.floor(turn * 2)) & 1) else zero
            u, v = s2 / lc * grain, (s0 / la + s1 / lb) * grain
            _write(rgb, depth, y, x, z, cover, nx, ny, min(nz, zero), u, v, tone, row, lamp, kept, noise)


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def _triangle(shade, rgb, depth, row, lamp, focal, noise):
    height, width = depth.shape
    near = np.float32(NEAR_M)
    za, zb, zc = row[3], row[6], row[9]
    if za < near or zb < near or zc < near:
        return
    one, zero = np.float32(1.0), np.float32(0.0)
    half_w, half_h = np.float32(width * 0.5), np.float32(height * 0.5)
    ia, ib, ic = one / za, one / zb, one / zc
    ax, ay = half_w + row[1] * focal * ia, half_h - row[2] * focal * ia
    bx, by = half_w + row[4] * focal * ib, half_h - row[5] * focal * ib
    cx, cy = half_w + row[7] * focal * ic, half_h - row[8] * focal * ic
    x0, x1 = int(max(min(ax, bx, cx) - 1, 0)), int(min(max(ax, bx, cx) + 2, width))
    y0, y1 = int(max(min(ay, by, cy) - 1, 0)), int(min(max(ay, by, cy) + 2, height))
    if x0 >= x1 or y0 >= y1 or x1 - x0 < 1:
        return
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if abs(area) < np.float32(0.002):
        return
    sign = one if area > 0 else -one
    inv = one / area
    la = sign / max(math.sqrt((cx - bx) ** 2 + (cy - by) ** 2), np.float32(1e-3))
    lb = sign / max(math.sqrt((ax - cx) ** 2 + (ay - cy) ** 2), np.float32(1e-3))
    lc = sign / max(math.sqrt((bx - ax) ** 2 + (by - ay) ** 2), np.float32(1e-3))
    grain = one / max(row[29], np.float32(1e-4))
    mid = (za + zb + zc) * np.float32(0.3333)
    kept = math.exp(-mid / lamp[15])
    kept += (one - kept) * row[26] * np.float32(0.5)
    # which way the face looks, once for all three corners, so that the shading does not tear between them
    vx, vy, vz = row[1] + row[4] + row[7], row[2] + row[5] + row[8], za + zb + zc
    gx, gy, gz = row[10] + row[13] + row[16], row[11] + row[14] + row[17], row[12] + row[15] + row[18]
    flip = -one if gx * vx + gy * vy + gz * vz > 0 else one
    nearest = min(za, zb, zc)
    for y in range(y0, y1):
        py = np.float32(y) + np.float32(0.5)
        for x in range(x0, x1):
            if depth[y, x] < nearest:
                continue
            px = np.float32(x) + np.float32(0.5)
            ea = (cx - bx) * (py - by) - (cy - by) * (px - bx)
            eb = (ax - cx) * (py - cy) - (ay - cy) * (px - cx)
            ec = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
            # grown by half a pixel, so that neighbours overlap and no seam is seen
            cover = min(ea * la, eb * lb, ec * lc) + one
            if cover <= zero:
                continue
            cover = min(cover, one)
            wa, wb, wc = ea * inv, eb * inv, ec * inv
            z = one / max(wa * ia + wb * ib + wc * ic, np.float32(1e-7))
            z = min(max(z, min(za, zb, zc)), max(za, zb, zc))
            if z > depth[y, x] * np.float32(1.00001):
                continue
            if not shade:
                if cover >= np.float32(0.99):
                    depth[y, x] = z
                continue
            wa, wb, wc = max(wa, zero), max(wb, zero), max(wc, zero)
            nx = (row[10] * wa + row[13] * wb + row[16] * wc) * flip
            ny = (row[11] * wa + row[14] * wb + row[17] * wc) * flip
            nz = (row[12] * wa + row[15] * wb + row[18] * wc) * flip
            size = one / max(math.sqrt(nx * nx + ny * ny + nz * nz), np.float32(1e-6))
            nx, ny, nz = nx * size, ny * size, min(nz * size, zero)
            # patterns cling to the first corner, in metres
            u = ((px - ax) * mid / focal) * grain
            v = ((py - ay) * mid / focal) * grain
            _write(rgb, depth, y, x, z, cover, nx, ny, nz, u, v, zero, row, lamp, kept, noise)


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def paint_solids(
    rgb: NDArray[np.uint8],
    depth: NDArray[np.float32],
    solids: NDArray[np.float32],
    lamp: NDArray[np.float32],
    focal: np.float32,
    noise: NDArray[np.float32],
) -> None:
    """Paint ``solids``, shaped ``(n, ROW)`` and in camera space, in their order.

    ``focal`` is in pixels; ``lamp`` is what `lamps.lamp` makes; ``noise`` is a square tile from 0 to 1. All are read
    only but ``rgb``, ``depth`` and the pattern column of ``solids``.
    """
    for turn in range(2):  # depth first, so that only what is seen is shaded, and edges blend with what is behind them
        shade = turn == 1
        for k in range(solids.shape[0]):
            i = k if shade else solids.shape[0] - 1 - k
            if not shade and solids[i, 27] < 0.995:
                continue
            kind = int(solids[i, 0])
            if kind == CAPSULE:
                _capsule(shade, rgb, depth, solids[i], lamp, focal, noise)
            elif kind == ELLIPSOID:
                _ellipsoid(shade, rgb, depth, solids[i], lamp, focal, noise)
            else:
                _triangle(shade, rgb, depth, solids[i], lamp, focal, noise)
