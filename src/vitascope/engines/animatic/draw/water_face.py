"""The face of the water along one row of a frame: swell, ripples, surf, what it mirrors, foam. Kernels of `water`.

Points are shaded some at a time, value by value: loops without branches over numbers of 32 bits that lie side by side
are the shape that compilers turn into vector code. All values lie in one array, each `LANE` numbers from the next, so
that the compiler sees that they do not overlap; only what is looked up in pictures goes point by point.
"""

# ruff: noqa: PLR0912, PLR0915 - long kernels keep their values in registers
from __future__ import annotations

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.reflections import mirrored
from vitascope.engines.animatic.draw.waves import SIDE, SWELL, away_at, level_at, surf_at

LANE = 128
"""Points that are shaded together: what is known of them fits into the nearest cache."""
_NAMES = 39
SCRATCH = LANE * _NAMES
"""Numbers that `paint_row` works in."""

_U, _X, _Z, _T, _AWAY, _WAVE, _LEAN_X, _LEAN_Z, _FRONT, _LACE = (np.uint64(n * LANE) for n in range(10))
_SWELL_A, _SWELL_B, _SMALL, _LARGE, _FINEST = (np.uint64(n * LANE) for n in range(10, 25, 3))
_FRESNEL, _SHINE, _CAP, _BODY, _FOG, _TINT, _AT_X, _AT_Y = (np.uint64(n * LANE) for n in range(25, 33))
_RX, _RY, _RZ, _SEEN = (np.uint64(n * LANE) for n in range(33, 37))
_SIDE, _UP, _DEEP, _PER_SIDE, _PER_UP = (np.uint64(n * LANE) for n in range(10, 15))  # in place of the swell
_1, _2 = np.uint64(LANE), np.uint64(2 * LANE)
_ONE, _TWO = np.uint64(1), np.uint64(2)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _look(b, count, field, by_x, from_x, by_z, from_z, to):  # type: ignore[no-untyped-def]
    """Height and slopes at ``count`` places, between the points of a field that tiles, ``(SIDE, SIDE, 3)``."""
    flat, low = field.reshape(field.size), SIDE - 1
    by_x, from_x = np.float32(by_x), np.float32(from_x)
    by_z, from_z = np.float32(by_z), np.float32(from_z)
    one = np.float32(1)
    for q in range(count):
        n = np.uint64(q)
        x, z = b[_X + n] * by_x + from_x, b[_Z + n] * by_z + from_z
        fx, fz = np.floor(x), np.floor(z)
        ix, iz = int(fx), int(fz)
        u, v = x - fx, z - fz
        x0, x1 = np.uint64((ix & low) * 3), np.uint64(((ix + 1) & low) * 3)
        z0, z1 = np.uint64((iz & low) * 3 * SIDE), np.uint64(((iz + 1) & low) * 3 * SIDE)
        w11 = u * v
        w01, w10 = u - w11, v - w11
        w00 = one - u - w10
        i, j, k, m = z0 + x0, z0 + x1, z1 + x0, z1 + x1
        h = flat[i] * w00 + flat[j] * w01 + flat[k] * w10 + flat[m] * w11
        s = flat[i + _ONE] * w00 + flat[j + _ONE] * w01 + flat[k + _ONE] * w10 + flat[m + _ONE] * w11
        t = flat[i + _TWO] * w00 + flat[j + _TWO] * w01 + flat[k + _TWO] * w10 + flat[m + _TWO] * w11
        b[to + n], b[to + _1 + n], b[to + _2 + n] = h, s, t


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _level(b, count, field, by_x, from_x, by_z, from_z, to):  # type: ignore[no-untyped-def]
    """The same without the slopes."""
    by_x, from_x = np.float32(by_x), np.float32(from_x)
    by_z, from_z = np.float32(by_z), np.float32(from_z)
    for q in range(count):
        n = np.uint64(q)
        b[to + n] = level_at(field, b[_X + n] * by_x + from_x, b[_Z + n] * by_z + from_z)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _away(b, count, shore, inv, half):  # type: ignore[no-untyped-def]
    """Metres from the water's edge, and their slopes a point of the field."""
    inv, half = np.float32(inv), np.float32(half)
    for q in range(count):
        n = np.uint64(q)
        away, to_x, to_z = away_at(shore, b[_X + n] * inv + half, b[_Z + n] * inv + half)
        b[_AWAY + n], b[_LEAN_X + n], b[_LEAN_Z + n] = away, to_x, to_z


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _sky(b, count, mirror):  # type: ignore[no-untyped-def]
    """The sky's colour at the places in its picture ``(rows, columns, 3)`` that were found for ``count`` points."""
    for q in range(count):
        n = np.uint64(q)
        x, y = b[_AT_X + n], b[_AT_Y + n]
        ix, iy = int(x), int(y)
        u, v = x - np.float32(ix), y - np.float32(iy)
        i0, j0 = np.uint64(ix), np.uint64(iy)
        i1, j1 = np.uint64(ix + 1), np.uint64(iy + 1)
        w11 = u * v
        w01, w10 = u - w11, v - w11
        w00 = np.float32(1) - u - w10
        r = mirror[j0, i0, 0] * w00 + mirror[j0, i1, 0] * w01 + mirror[j1, i0, 0] * w10 + mirror[j1, i1, 0] * w11
        g = mirror[j0, i0, 1] * w00 + mirror[j0, i1, 1] * w01 + mirror[j1, i0, 1] * w10 + mirror[j1, i1, 1] * w11
        c = mirror[j0, i0, 2] * w00 + mirror[j0, i1, 2] * w01 + mirror[j1, i0, 2] * w10 + mirror[j1, i1, 2] * w11
        b[_SEEN + n], b[_SEEN + _1 + n], b[_SEEN + _2 + n] = r, g, c


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _land(b, count, scene, scene_depth, camera, ray, rows, cols, clear, horizon):  # type: ignore[no-untyped-def]
    """The same where land stands before the sky; colours are put so that `paint_row` does not pale them by ``clear``.

    The first guess is what lies infinitely far; `mirrored` mends it.
    """
    f = np.float32
    cy, sy, cp, sp = f(np.cos(camera[3])), f(np.sin(camera[3])), f(np.cos(camera[4])), f(np.sin(camera[4]))
    scale = f(camera[5] * cols / 2)
    by_x, by_y = f(scene.shape[1] / cols), f(scene.shape[0] / rows)
    half_x, half_y = f(cols / 2) * by_x, f(rows / 2) * by_y
    by_x, by_y = by_x * scale, by_y * scale
    down, ahead0, least, one = f(-camera[1]), ray, f(1e-3), f(1)
    for q in range(count):
        n = np.uint64(q)
        t = b[_T + n]
        away = ahead0 * t
        b[_SIDE + n], b[_UP + n], b[_DEEP + n] = b[_U + n] * t, down * cp - away * sp, down * sp + away * cp
        rx, ry, rz = b[_RX + n], b[_RY + n], b[_RZ + n]
        ahead = rx * sy + rz * cy
        deep = ry * sp + ahead * cp
        per = one / max(deep, least)
        side, up = (rx * cy - rz * sy) * per, (ry * cp - ahead * sp) * per
        b[_PER_SIDE + n], b[_PER_UP + n] = side, up
        b[_AT_X + n] = half_x + side * by_x
        # What is thrown back at us, or hardly mirrored, sees no land: put below the picture.
        bright = min(deep, (b[_FRESNEL + n] - f(0.045)) * f(1e6))
        b[_AT_Y + n] = half_y - up * by_y if bright > least else f(1e9)
    whole = one / clear
    for q in range(count):
        n = np.uint64(q)
        j, i = mirrored(
            scene_depth, b[_AT_Y + n], b[_AT_X + n], b[_SIDE + n], b[_UP + n], b[_DEEP + n], b[_PER_SIDE + n],
            b[_PER_UP + n], half_x, half_y, by_x, by_y,
        )  # fmt: skip
        if j < 0:
            continue
        j0, i0 = np.uint64(int(j)), np.uint64(int(i))
        j1, i1 = np.uint64(int(j) + 1), np.uint64(int(i) + 1)
        v, u = j - f(int(j)), i - f(int(i))
        w11 = u * v
        w01, w10 = u - w11, v - w11
        w00 = one - u - w10
        for c in range(3):
            k = np.uint64(c)
            p = f(scene[j0, i0, k]) * w00 + f(scene[j0, i1, k]) * w01
            p += f(scene[j1, i0, k]) * w10 + f(scene[j1, i1, k]) * w11
            b[_SEEN + k * _1 + n] = horizon[k] + (p - horizon[k]) * whole


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def paint_row(  # type: ignore[no-untyped-def]
    out,
    j,
    rows,
    cols,
    every,
    camera,
    mirror,
    swell,
    ripple,
    rough,
    colours,
    haze_m,
    sun,
    disc,
    foam,
    time_s,
    above,
    below,
    scene,
    scene_depth,
    shore,
    coast,
    b,
    which,
):
    """Colour, depth and ripple, ``(5, points)``, of every ``every``-th point of row ``j`` that shows above or below."""
    f = np.float32
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cy, sy, cp, sp = f(np.cos(yaw)), f(np.sin(yaw)), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    high = max(py, 0.4)
    v = (rows / 2 - j - 0.5) / scale
    dy_, ahead_ = min(v * cp + sp, -1e-5), cp - v * sp
    t0 = min(-high / dy_, 30000.0)
    # A wave smaller than a pixel is seen as shine, not as slope.
    wide = t0 * t0 / (scale * high)
    fine_ = 1.0 / (1.0 + wide / 0.6)
    tiny = 1.0 / (1.0 + wide / 0.05)
    long_ = 1.0 / (1.0 + wide / (5.0 + 3 * rough))
    chop = min(0.10, 0.9 * rough) + 0.11 * rough
    # A rough sea mirrors all of the sky at every point: not its clouds, which would swim in it like marble.
    clear_ = 1 / (1 + 1.1 * rough * rough)
    toward = f(ahead_ * cp + dy_ * sp)
    shored, surf_high = coast[0] > 0, coast[4]
    inv, half = 1.0 / max(coast[0], 1e-6), shore.shape[0] / 2
    turns, surf, per_m, wash = f(coast[1]), f(surf_high), f(1 / coast[5]), f(coast[6])
    steep = f(inv / (1.0 + wide / 1.5))
    tall, per_dy, most, most_surf = f(high), f(1 / dy_), f(0.5 * high), f(0.22 * high)
    heave = f(rough * long_ * 0.5)
    heaves = rough > 0.4 and long_ > 0.05
    zero, one, two, five = f(0), f(1), f(2), f(0.55)
    # Steep swell would throw the sky about in smooth blobs: its slopes are softened, and broken up by chop.
    slope = f(rough * long_ / (1 + 0.45 * rough))
    coarse = f(chop * (1.3 + 0.9 * min(rough, 2.0)) * long_)
    small, finest = f(1.5 * chop * fine_), f(0.9 * chop * tiny)
    lift, white, fine = f(0.35 * min(rough, 1.2)), f(long_ if foam > 0 else 0.0), f(fine_)
    crests, clear, dull = f(1.2 * foam - 2.6), f(clear_), f((1 - clear_) * 0.65)
    dy, ahead, sunny = f(dy_), f(ahead_), f(disc)
    sun_x, sun_y, sun_z = f(sun[0]), f(sun[1]), f(sun[2])
    in_x, in_y = f(mirror.shape[1] - 1), f(mirror.shape[0] - 1)
    shallow, hazy = f(1 / (32 * coast[7])) if shored else one, f(1 / (32 * haze_m))
    start, left = 0, out.shape[1]
    while start < left:
        count = 0
        while start < left and count < LANE:
            which[count] = start
            if above[start] or below[start]:
                count += 1
            else:
                out[3, start] = f(t0) * toward
            start += 1
        by, middle = f(1 / scale), f((cols / 2 - 0.5) / scale)
        for q in range(count):
            b[_U + np.uint64(q)] = f(which[q] * every) * by - middle
        x_at, z_at, t_flat = f(px), f(pz), f(t0)
        for q in range(count):
            n = np.uint64(q)
            u = b[_U + n]
            b[_X + n] = x_at + (u * cy + ahead * sy) * t_flat
            b[_Z + n] = z_at + (ahead * cy - u * sy) * t_flat
            b[_T + n] = t_flat
            b[_AWAY + n] = f(1e6)
        if heaves or surf_high > 0:
            if heaves:
                _level(b, count, swell, SWELL[0], time_s * SWELL[1], SWELL[2], time_s * SWELL[3], _SWELL_A)
                _level(b, count, swell, SWELL[4], time_s * SWELL[5] + 90, SWELL[6], time_s * SWELL[7] + 40, _SWELL_B)
            if surf_high > 0:
                _away(b, count, shore, inv, half)
                _level(b, count, swell, 0.11, 7.0, 0.11, 0.0, _FRONT)
            for q in range(count):
                n = np.uint64(q)
                bump = min((b[_SWELL_A + n] + five * b[_SWELL_B + n]) * heave, most) if heaves else zero
                if surf_high > 0:
                    wave, _, _, _ = surf_at(b[_AWAY + n], b[_FRONT + n] * f(0.16), turns, surf, per_m, wash)
                    bump += min(wave, most_surf)
                t = max((bump - tall) * per_dy, f(0.3))
                u = b[_U + n]
                b[_X + n], b[_Z + n] = x_at + (u * cy + ahead * sy) * t, z_at + (ahead * cy - u * sy) * t
                b[_T + n] = t
        if shored:
            _away(b, count, shore, inv, half)
        if surf_high > 0:
            for q in range(count):
                n = np.uint64(q)
                wave, lean, front, lace = surf_at(b[_AWAY + n], b[_FRONT + n] * f(0.16), turns, surf, per_m, wash)
                b[_WAVE + n], b[_FRONT + n], b[_LACE + n] = wave, front, lace
                b[_LEAN_X + n], b[_LEAN_Z + n] = lean * steep * b[_LEAN_X + n], lean * steep * b[_LEAN_Z + n]
        else:
            for q in range(count):
                n = np.uint64(q)
                b[_WAVE + n], b[_LEAN_X + n], b[_LEAN_Z + n], b[_FRONT + n], b[_LACE + n] = zero, zero, zero, zero, zero
        s = time_s
        _look(b, count, swell, SWELL[0], s * SWELL[1], SWELL[2], s * SWELL[3], _SWELL_A)
        _look(b, count, swell, SWELL[4], s * SWELL[5] + 90, SWELL[6], s * SWELL[7] + 40, _SWELL_B)
        _look(b, count, ripple, 1.3, s * 1.2 + 9, 1.9, s * 2.6, _LARGE)
        if fine_ > 0.03:
            _look(b, count, ripple, 6.1, s * 2.1, 7.0, s * 5.0, _SMALL)
        else:
            for q in range(count):
                n = np.uint64(q)
                b[_SMALL + n], b[_SMALL + _1 + n], b[_SMALL + _2 + n] = zero, zero, zero
        if tiny > 0.1:
            _look(b, count, ripple, 17.0, 60 - s * 4.0, 21.0, s * 9.0, _FINEST)
        else:
            for q in range(count):
                n = np.uint64(q)
                b[_FINEST + _1 + n], b[_FINEST + _2 + n] = zero, zero
        for q in range(count):
            n = np.uint64(q)
            h0 = b[_SWELL_A + n] + five * b[_SWELL_B + n]
            hx = five * b[_SWELL_A + _1 + n] + f(0.825) * b[_SWELL_B + _1 + n]
            hz = f(0.85) * b[_SWELL_A + _2 + n] + f(0.66) * b[_SWELL_B + _2 + n]
            nx = hx * slope + small * b[_SMALL + _1 + n] + coarse * b[_LARGE + _1 + n]
            nz = hz * slope + small * b[_SMALL + _2 + n] + coarse * b[_LARGE + _2 + n]
            nx += finest * b[_FINEST + _1 + n] + b[_LEAN_X + n]
            nz += finest * b[_FINEST + _2 + n] + b[_LEAN_Z + n]
            ny = one / np.sqrt(one + nx * nx + nz * nz)
            nx, nz = -nx * ny, -nz * ny
            u = b[_U + n]
            ax, az = u * cy + ahead * sy, ahead * cy - u * sy
            m = one / np.sqrt(ax * ax + dy * dy + az * az)
            vx, vy, vz = ax * m, dy * m, az * m
            facing = max(-(vx * nx + vy * ny + vz * nz), f(0.02))
            e = one - facing
            # Far off only the faces turned to us are seen: Fresnel's law alone would be a mirror at the horizon.
            fresnel = min(f(0.03) + f(0.97) * e * e * e * e * e, f(0.86))
            b[_FRESNEL + n] = fresnel + (f(0.34) - fresnel) * dull
            facing *= two
            rx, ry, rz = vx + facing * nx, abs(vy + facing * ny) + f(0.03), vz + facing * nz
            b[_RX + n], b[_RY + n], b[_RZ + n] = rx, ry, rz
            side, forth = rx * cy - rz * sy, rx * sy + rz * cy
            a = side / (abs(forth) + f(0.6) * abs(side) + f(1e-6))
            b[_AT_X + n] = min(max((a * f(0.4) + f(0.5)) * in_x, zero), in_x - f(0.001))
            b[_AT_Y + n] = min(np.sqrt(ry * f(1 / 1.5)) * in_y, in_y - f(0.001))
            s1 = max((rx * sun_x + ry * sun_y + rz * sun_z) / np.sqrt(rx * rx + ry * ry + rz * rz), zero)
            s2 = s1 * s1
            s4 = s2 * s2
            s8 = s4 * s4
            s16 = s8 * s8
            s32 = s16 * s16
            s64 = s32 * s32
            s128 = s64 * s64
            s256 = s128 * s128
            b[_SHINE + n] = sunny * (s256 * s256 * f(2.2) + s32 * f(0.17))
            b[_BODY + n] = f(0.75) + f(0.45) * min(max(h0 * lift + f(0.3), zero), one)
            r1, r3 = b[_SMALL + n], b[_LARGE + n]
            crest = (five * h0 + f(0.8) * r3 + f(0.6) * r1 * fine + crests) * f(1.3)
            cap = min(max(crest * (r1 * f(0.7) + f(0.7)), zero), f(0.9)) * white
            # Foam: whole on the breaking front, lace where it has been, torn by two sizes of ripples.
            torn = five * r3 + five * r1 * fine
            lacing = max(one - f(0.9) * abs(r3), zero) * min(max(f(0.30) + f(0.75) * r1 * fine, zero), one)
            foamy = b[_FRONT + n] * (f(1.1) + f(0.5) * torn) + b[_LACE + n] * f(1.5) * lacing
            b[_CAP + n] = max(cap, min(max(foamy, zero), f(0.97)))
            # Beer and Lambert's law, as `air.transmittance` has it.
            d, h = max(one - max(b[_AWAY + n], zero) * shallow, zero), max(one - b[_T + n] * hazy, zero)
            d *= d
            d *= d
            d *= d
            d *= d
            h *= h
            h *= h
            h *= h
            h *= h
            b[_TINT + n] = min(d * d + min(b[_WAVE + n] * f(0.22), f(0.45)), one)
            b[_FOG + n] = (one - h * h) * f(0.85)
        _sky(b, count, mirror)
        if scene.shape[0] > 2:
            _land(b, count, scene, scene_depth, camera, ahead, rows, cols, clear, colours[3])
        for c in range(3):
            deep0, light, froth = colours[0, c], colours[1, c], colours[2, c]
            far, thin = colours[3, c], colours[4, c]
            at = _SEEN + np.uint64(c) * _1
            for q in range(count):
                n = np.uint64(q)
                deep = deep0 * b[_BODY + n]
                deep += (thin - deep) * b[_TINT + n]
                seen = far + (b[at + n] - far) * clear
                value = deep + (seen - deep) * b[_FRESNEL + n] + b[_SHINE + n] * light
                value += (froth - value) * b[_CAP + n]
                b[at + n] = value + (far - value) * b[_FOG + n]
        for q in range(count):
            n, k = np.uint64(q), np.uint64(which[q])
            out[0, k], out[1, k], out[2, k] = b[_SEEN + n], b[_SEEN + _1 + n], b[_SEEN + _2 + n]
            out[3, k], out[4, k] = b[_T + n] * toward, b[_LARGE + n]
