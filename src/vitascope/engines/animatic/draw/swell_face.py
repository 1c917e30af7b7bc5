"""The face of a sea that heaves, column by column: kernels of `swell`.

First how high the waves stand along a column and which of them hide the others, then the colours of what is seen,
value by value as in `water_face`, then the pixels between.
"""

# ruff: noqa: PLR0915 - long kernels keep their values in registers
from __future__ import annotations

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.noise import Field, tile


def _looks() -> Field:
    """Metres ahead at which a column is looked at, nearest first: closer than waves change on screen."""
    out, t = [], 0.4
    while t < 2400.0:
        out.append(t)
        t += max(t * 0.0085, 0.10) * (1.0 if t < 60 else 1.7 if t < 300 else 2.5)
    return np.array(out, np.float32)


LOOKS = _looks()
_LANE = len(LOOKS)
_ALL_H, _ALL_ROW, _ALL_DY, _T, _ROW, _DY, _H, _BEFORE_ROW, _BEFORE_T, _DIM = (np.uint64(n * _LANE) for n in range(10))
_HX, _HZ, _FOAM, _N1, _N2, _N3, _RED = (np.uint64(n * _LANE) for n in range(10, 17))
_AT_X, _AT_Y, _FRESNEL, _SHINE, _THROUGH, _DARK, _GRAIN, _CAP, _FOG = (np.uint64(n * _LANE) for n in range(19, 28))
_1, _2 = np.uint64(_LANE), np.uint64(2 * _LANE)
SCRATCH = _LANE * 28
"""Numbers that `heave` works in."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def heave(rgb, depth, tops, every, field, height, camera, mirror, detail, colours, how, sun, looks, hidden):  # type: ignore[no-untyped-def]
    """Paint every ``every``-th column as far down as it is not ``hidden``.

    ``height`` is the first plane of ``field``, and ``looks`` are `LOOKS`.
    """
    rows, cols = rgb.shape[0], rgb.shape[1]
    yaw, pitch = camera[3], camera[4]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = camera[5] * cols / 2
    b, ends = np.empty(SCRATCH, np.float32), np.empty(looks.shape[0], np.int64)
    for number in range((cols + every - 1) // every + 1):
        col = min(number * every, cols - 1)
        u = (col + 0.5 - cols / 2) / scale
        ax, az = np.float32(sy + u * cy), np.float32(cy - u * sy)
        count = _climb(b, ends, rows, height, camera, cp, sp, scale, ax, az, how[0], looks)
        first, last = 0, hidden[number]
        while first < count and ends[first] >= last:
            first += 1
        first = max(first - 1, 0)  # the nearest that is seen is mixed with the one before it
        _shade(
            b, first, count, field, camera, np.float32(cy), np.float32(sy), ax, az, mirror, detail, colours, how, sun
        )
        tops[number] = _fill(rgb, depth, col, b, ends, first, count, last, np.float32(cp))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _climb(b, ends, rows, height, camera, cp, sp, scale, ax, az, cell_m, looks):  # type: ignore[no-untyped-def]
    """Find what a column shows, nearest first: how many looks, and the topmost row of each in ``ends``."""
    f = np.float32
    inv = f(1 / cell_m)
    x0, z0, inv_x, inv_z = f(camera[0]) * inv, f(camera[2]) * inv, ax * inv, az * inv
    for q in range(looks.shape[0]):
        b[_ALL_H + np.uint64(q)] = tile(height, x0 + inv_x * looks[q], z0 + inv_z * looks[q])
    py, cos, sin, size, middle = f(camera[1]), f(cp), f(sp), f(scale), f(rows / 2)
    one, calms = f(1), f(1 / 500)
    for q in range(looks.shape[0]):
        n, t = np.uint64(q), looks[q]
        # Far waves are smaller than a pixel, and end in a level horizon.
        dy = b[_ALL_H + n] / (one + t * calms) - py
        b[_ALL_DY + n] = dy
        b[_ALL_ROW + n] = middle - (dy * cos - t * sin) / max(dy * sin + t * cos, f(1e-3)) * size
    filled, count, hidden = rows, 0, False
    before_row, before_t, dim = f(1e9), f(0), one
    for q in range(looks.shape[0]):
        n, t = np.uint64(q), looks[q]
        row = b[_ALL_ROW + n]
        if row >= filled:
            before_row, before_t, dim, hidden = row, t, max(dim * f(0.9), f(0.6)), True
            continue
        top = max(int(np.ceil(row)), 0)
        if top < filled or hidden:
            k = np.uint64(count)
            b[_T + k], b[_ROW + k], b[_DY + k], b[_H + k] = t, row, b[_ALL_DY + n], b[_ALL_H + n]
            b[_BEFORE_ROW + k], b[_BEFORE_T + k], b[_DIM + k] = before_row, before_t, dim
            ends[count] = top
            count, filled = count + 1, min(filled, top)
        before_row, before_t, dim, hidden = row, t, one, False
        if filled <= 0:
            break
    return count


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _shade(b, first, count, field, camera, cy, sy, ax, az, mirror, detail, colours, how, sun):  # type: ignore[no-untyped-def]
    """The colours of the looks that were found."""
    f = np.float32
    inv, time_s, mask = f(1 / how[0]), f(how[3]), field.shape[0] - 1
    zero, one = f(0), f(1)
    px, pz = f(camera[0]), f(camera[2])
    for q in range(first, count):
        n = np.uint64(q)
        x, z = px + ax * b[_T + n], pz + az * b[_T + n]
        b[_N1 + n] = tile(detail, x * f(2.1) + time_s * f(2.3), z * f(2.9) - time_s * f(3.1))
        b[_N2 + n] = tile(detail, x * f(6.3) - time_s * f(4.0), z * f(7.7) - time_s * f(5.0))
        b[_N3 + n] = tile(detail, x * f(0.55) + time_s * f(0.7) + f(40), z * f(0.7) + f(90))
        x, z = x * inv, z * inv
        fx, fz = np.floor(x), np.floor(z)
        ix, iz = int(fx), int(fz)
        u, v = x - fx, z - fz
        w11 = u * v
        w01, w10 = u - w11, v - w11
        w00 = one - u - w10
        i0, i1 = np.uint64(ix & mask), np.uint64((ix + 1) & mask)
        j0, j1 = np.uint64(iz & mask), np.uint64((iz + 1) & mask)
        b[_HX + n] = field[j0, i0, 1] * w00 + field[j0, i1, 1] * w01 + field[j1, i0, 1] * w10 + field[j1, i1, 1] * w11
        b[_HZ + n] = field[j0, i0, 2] * w00 + field[j0, i1, 2] * w01 + field[j1, i0, 2] * w10 + field[j1, i1, 2] * w11
        b[_FOAM + n] = field[j0, i0, 3] * w00 + field[j0, i1, 3] * w01 + field[j1, i0, 3] * w10 + field[j1, i1, 3] * w11
    in_x, in_y, sunny = f(mirror.shape[1] - 1), f(mirror.shape[0] - 1), f(how[2] * 0.25)
    sun_x, sun_y, sun_z = f(sun[0]), f(sun[1]), f(sun[2])
    flat, tall, hazy = ax * ax + az * az, f(1 / how[4]), f(1 / (32 * how[1]))
    for q in range(first, count):
        n = np.uint64(q)
        t, dy, h, n1, n2, n3 = b[_T + n], b[_DY + n], b[_H + n], b[_N1 + n], b[_N2 + n], b[_N3 + n]
        near, near2 = one / (one + t * f(1 / 26)), one / (one + t * f(1 / 7))
        nx = -(b[_HX + n] + f(0.055) * n1 * near + f(0.05) * n2 * near2)
        nz = -(b[_HZ + n] + f(0.055) * n3 * near + f(0.05) * n1 * near2)
        ny = one / np.sqrt(one + nx * nx + nz * nz)
        nx, nz = nx * ny, nz * ny
        climb = dy / t
        m = one / np.sqrt(flat + climb * climb)
        vx, vy, vz = ax * m, climb * m, az * m
        facing = max(-(vx * nx + vy * ny + vz * nz), f(0.03))
        e = one - facing
        b[_FRESNEL + n] = f(0.02) + f(0.62) * e * e * e * e * e
        facing *= f(2)
        rx, ry, rz = vx + facing * nx, abs(vy + facing * ny) + f(0.05), vz + facing * nz
        side, forth = rx * cy - rz * sy, rx * sy + rz * cy
        a = side / (abs(forth) + f(0.6) * abs(side) + f(1e-6))
        b[_AT_X + n] = min(max((a * f(0.4) + f(0.5)) * in_x, zero), in_x - f(0.001))
        b[_AT_Y + n] = min(np.sqrt(ry * f(1 / 1.5)) * in_y, in_y - f(0.001))
        s = max(rx * sun_x + ry * sun_y + rz * sun_z, zero)
        s *= s
        s *= s
        s *= s
        s *= s
        b[_SHINE + n] = sunny * s * s
        # Light comes through the tops of waves, most where they are thin and stand before the sky.
        lift = min(max((h * tall + f(0.12)) * f(1.1), zero), one)
        through = lift * lift * (f(0.35) + f(0.65) * max(f(1.4) * (vx * nx + vz * nz) + f(0.55), zero))
        b[_THROUGH + n] = min(through, f(0.85))
        b[_DARK + n] = f(0.62) + f(0.38) * min(max(h * tall + f(0.5), zero), one)
        # Foam: whole where a crest folds over, streaks and lace down its back and in the troughs.
        grain = f(0.55) * n1 + f(0.45) * n2 * near2 + f(0.5) * n3
        foam = b[_FOAM + n]
        cap = min(max(foam * f(3) + f(0.5) * grain * min(foam * f(6), one) - f(0.20), zero), one)
        web = max(one - f(1.7) * abs(n3 + f(0.35) * n1), zero) * max(one - f(0.9) * abs(n2) * near2, f(0.2))
        lace = web * min(max(f(0.15) + f(0.75) * lift + f(0.3) * n1, zero), f(0.8))
        b[_GRAIN + n], b[_CAP + n] = f(0.78) + f(0.16) * grain, max(cap, lace) * f(0.95)
        # Beer and Lambert's law, as `air.transmittance` has it.
        k = max(one - t * hazy, zero)
        k *= k
        k *= k
        k *= k
        k *= k
        b[_FOG + n] = (one - k * k) * f(0.92)
    half = f(0.5)
    for q in range(first, count):
        n = np.uint64(q)
        i, j = int(b[_AT_X + n]), int(b[_AT_Y + n])
        i0, j0, i1, j1 = np.uint64(i), np.uint64(j), np.uint64(i + 1), np.uint64(j + 1)
        b[_RED + n] = (mirror[j0, i0, 0] + mirror[j1, i1, 0]) * half
        b[_RED + _1 + n] = (mirror[j0, i0, 1] + mirror[j1, i1, 1]) * half
        b[_RED + _2 + n] = (mirror[j0, i0, 2] + mirror[j1, i1, 2]) * half
    for c in range(3):
        deep, thin, light, froth, far = colours[0, c], colours[1, c], colours[2, c], colours[3, c], colours[4, c]
        at = _RED + np.uint64(c) * _1
        for q in range(first, count):
            n = np.uint64(q)
            body = deep * b[_DARK + n]
            body += (thin - body) * b[_THROUGH + n]
            value = body + (b[at + n] - body) * b[_FRESNEL + n] + b[_SHINE + n] * light
            value += (froth * b[_GRAIN + n] - value) * b[_CAP + n]
            value += (far - value) * b[_FOG + n]
            b[at + n] = min(max(value, zero), f(255))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _fill(rgb, depth, col, b, ends, first, count, last, cp):  # type: ignore[no-untyped-def]
    """Mix the looks of a column from the ``first`` on into its pixels, from row ``last`` up: the topmost row."""
    zero, one = np.float32(0), np.float32(1)
    i, filled = np.uint64(col), last
    r0, g0, b0 = zero, zero, zero
    for q in range(first, count):
        n = np.uint64(q)
        t, row, before = b[_T + n], b[_ROW + n], b[_BEFORE_ROW + n]
        r, g, bl = b[_RED + n], b[_RED + _1 + n], b[_RED + _2 + n]
        inv = one / t
        start, per = inv, zero
        if q > 0:
            dim = b[_DIM + n]
            r0, g0, b0, start = r0 * dim, g0 * dim, b0 * dim, one / b[_BEFORE_T + n]
            per = one / (before - row) if before - row > one else zero
        for y in range(filled - 1, ends[q] - 1, -1):
            f = min(max((before - np.float32(y)) * per, zero), one) if per > zero else one
            j = np.uint64(y)
            rgb[j, i, 0] = np.uint8(np.int32(r0 + (r - r0) * f))
            rgb[j, i, 1] = np.uint8(np.int32(g0 + (g - g0) * f))
            rgb[j, i, 2] = np.uint8(np.int32(b0 + (bl - b0) * f))
            depth[j, i] = cp / (start + (inv - start) * f)
        filled = min(filled, ends[q])
        r0, g0, b0 = r, g, bl
    return filled
