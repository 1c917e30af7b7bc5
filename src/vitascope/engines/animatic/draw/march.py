"""The march of a height field from near to far, a column of pixels at a time, in loops that compilers make vectors of.

A column is walked in four turns. The first finds how high the ground is along the column's ray, and keeps the few
places of it that are seen. The second lights those. The third spreads them over the rows between, and the fourth lays
grain, haze and strata on each pixel. Columns are painted in blocks, from which rows are written: a column of a frame
is as many lines of the cache as it has pixels.

Numba's cache on disk sees no change in the kernels that this file calls: who changes `samples` or `columns` changes a
line here too (last: rows in words).
"""

# ruff: noqa: PLR0912, PLR0915 - long kernels keep their values in registers
# mypy: disable-error-code="arg-type,assignment,operator"
# numba types the kernel; one name may stand for two kinds of number
from __future__ import annotations

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.columns import BLOCK, TALL, write_block
from vitascope.engines.animatic.draw.samples import (
    AT,
    FILL,
    FROM,
    FX,
    FZ,
    HAZE,
    MOST,
    NEAR,
    PEND,
    ROW,
    SAMPLES,
    SEEN_H,
    SEEN_NEAR,
    SEEN_ROW,
    SEEN_T,
    SPOTS,
    TOP,
    WHOLES,
    B,
    G,
    H,
    R,
    keep,
    light,
    mixed,
    rise,
    steps,
)

_P = TALL + 48
# Planes over pixels, from the bottom row up.
_PR, _PG, _PB, _PQ, _PM, _PD, _PH, _FU, _FV, _FINE_U, _FINE_V = (np.uint64(k * _P) for k in range(11))
_PIXELS = 11 * _P
_MID_AT, _FINE_AT = (np.uint64(k * _P) for k in range(2))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def _grain(pix, spots, grains, ahead, end, px, pz, ax, az, by, off, fine_bits, fine, u, v, at):  # type: ignore[no-untyped-def]
    """Look up the grain of pixels 0 to ``end``, ``by`` points a metre: the four to ``at``, where to ``u`` and ``v``."""
    side = np.int32(1 << fine_bits)
    for i in range(end):
        t = ahead[i] / pix[i + _PD]
        x, z = (px + ax * t) * by + off, (pz + az * t) * by
        fx, fz = np.floor(x), np.floor(z)
        pix[i + u], pix[i + v] = x - fx, z - fz
        spots[i + at] = np.int32(np.int32(np.int32(fz) & fine) * side) | np.int32(np.int32(fx) & fine)
    for i in range(end):
        spots[i + at] = grains[np.uint64(np.uint32(spots[i + at]))]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def march(rgb, depth, tops, every, heights, skin, grains, grid, strata, camera, how, colours, sun, forward):  # type: ignore[no-untyped-def]
    """Paint every ``every``-th column of the ground over what is there; the first row of each is put into ``tops``.

    Between every second column what lies there is painted too, but `columns.fill_between` does that for wider strides.

    ``heights`` and ``skin``, its four bytes as one number, are flat and ``2**grid[0]`` points wide, ``grains`` is
    `quads` of a field ``2**grid[1]`` wide.
    """
    rows, cols = rgb.shape[0], rgb.shape[1]
    f32, i32 = np.float32, np.int32
    one, zero = f32(1), f32(0)
    px, py, pz, pitch, focal = f32(camera[0]), f32(camera[1]), f32(camera[2]), camera[4], camera[5]
    grain, strata_m = f32(how[4]), f32(how[5])
    highest = f32(how[13])
    cy, sy = np.cos(camera[3]), np.sin(camera[3])
    wide = focal * cols / 2
    cp, sp, scale, mid = f32(np.cos(pitch)), f32(np.sin(pitch)), f32(wide), f32(rows / 2)
    view = (cp, sp, scale, mid)
    side_bits, fine_bits = i32(grid[0]), i32(grid[1])
    bits, fine = i32((1 << grid[0]) - 1), i32((1 << grid[1]) - 1)
    inv, half, pixel = f32(1 / how[0]), f32((1 << grid[0]) / 2), f32(1 / wide)
    least, step = f32(how[14]), f32(how[15])
    lights = (
        least, step, f32(how[6]), f32(how[7]), f32(how[8]), f32(how[9]), f32(how[10]), f32(how[12]),
    )  # fmt: skip
    unit = 1 / 255.0
    tints = (
        f32(colours[0, 0] * 0.82 * unit * unit), f32(colours[0, 1] * 0.82 * unit * unit),
        f32(colours[0, 2] * 0.82 * unit * unit),
        f32(colours[1, 0] * unit), f32(colours[1, 1] * unit), f32(colours[1, 2] * unit),
    )  # fmt: skip
    time_s = f32(how[11])
    ts, fade = np.empty(MOST, np.float32), np.empty(MOST, np.float32)
    count = steps(ts, fade, how[2], how[1], how[3], 2.6 * how[0], 1 / wide, how[4])
    buf, ints = np.empty(SAMPLES, np.float32), np.empty(WHOLES, np.int32)
    pix, spots = np.empty(_PIXELS, np.float32), np.empty(2 * _P, np.int32)
    # A pixel's depth to its way along the ground, from the bottom row up.
    ahead = np.empty(rows, np.float32)
    for p in range(rows):
        ahead[p] = cp - (mid - f32(rows - 1 - p)) / scale * sp
    shades, depths = np.empty((BLOCK + 1, rows), np.int32), np.empty((BLOCK + 1, rows), np.float32)
    covers = np.zeros(BLOCK + 1, np.int64)
    coarse_m, fine_m = f32(0.6) / pixel, f32(0.05) / pixel
    last = (cols + every - 1) // every
    for number in range(last + 1):
        place = (number - 1) % BLOCK + 1 if number else 0
        col = min(number * every, cols - 1)
        u = (col + 0.5 - cols / 2) / wide
        far_x, far_z = sy + u * cy, cy - u * sy
        toward = max((far_x * sun[0] + far_z * sun[2]) / np.sqrt(far_x * far_x + far_z * far_z), 0.0)
        toward = toward**6 * forward
        hr = f32(colours[2, 0] + (colours[3, 0] - colours[2, 0]) * toward)
        hg = f32(colours[2, 1] + (colours[3, 1] - colours[2, 1]) * toward)
        hb = f32(colours[2, 2] + (colours[3, 2] - colours[2, 2]) * toward)
        ax, az = f32(far_x), f32(far_z)
        # First: what is seen. A sample before it that is hidden is kept as well, for the ground rises from there.
        filled, seen, pend, source, shown = rows, 0, zero, 0, True
        k = 0
        while k < count and filled > 0:
            n = min(64, count - k)
            if k and not shown:
                for plane in (H, ROW, NEAR, FX, FZ):  # the last sample of the run before
                    buf[plane + np.uint64(64)] = buf[plane + np.uint64(63)]
                ints[AT + np.uint64(64)] = ints[AT + np.uint64(63)]
            rise(buf, ints, heights, ts, k, np.uint64(n), px, py, pz, ax, az, inv, half, side_bits, bits, view)
            limit = f32(filled)
            for i in range(n):
                row = buf[np.uint64(i) + ROW]
                if row >= limit:
                    shown = False
                    continue
                if not shown and k + i > 0:
                    keep(buf, ints, ts, k - 1 if i == 0 else k, 64 if i == 0 else i - 1, seen)
                    if i == 0:
                        buf[np.uint64(seen) + SEEN_T], buf[np.uint64(seen) + SPOTS] = ts[k - 1], f32(k - 1)
                    seen += 1
                shown = True
                keep(buf, ints, ts, k, i, seen)
                m = np.uint64(seen)
                top = max(int(np.ceil(row)), 0)
                if top < filled:
                    ints[m + TOP], ints[m + FILL] = i32(top), i32(filled)
                    if source + 1 < seen or buf[m - np.uint64(1) + SEEN_ROW] - row <= one:
                        buf[m + PEND], ints[m + FROM] = pend, i32(source)
                    filled, pend = top, f32(top) - row
                    limit = f32(filled)
                    if filled == 0:
                        seen += 1
                        source = seen - 1
                        break
                else:
                    pend = max(pend, limit - row)
                source = seen
                seen += 1
            k += n
            if k < count and not shown:
                # Nothing beyond can rise above what is drawn: the rest of this column is sky.
                t, best = ts[k - 1], highest - py
                if best > zero and mid - (best * cp - t * sp) / max(best * sp + t * cp, f32(1e-3)) * scale > limit:
                    break
        # Second: its light.
        light(
            buf, ints, skin, grains, fade, np.uint64(seen), px, pz, ax, az, side_bits, bits, fine_bits, fine, tints,
            lights, time_s,
        )  # fmt: skip
        # Third: the rows between a sample and the one before it.
        coarse_end, fine_end = 0, 0
        for s in range(seen):
            m = np.uint64(s)
            top, fill = ints[m + TOP], ints[m + FILL]
            if top >= fill:
                continue
            n = np.uint64(max(s - 1, 0))
            gap = buf[n + SEEN_ROW] - buf[m + SEEN_ROW]
            f0, by = one, zero
            if gap > one:
                by = one / gap
                f0 = (buf[n + SEEN_ROW] - f32(fill - 1)) * by
            r0, g0, b0, q0, m0, d0 = (
                buf[n + R], buf[n + G], buf[n + B], buf[n + HAZE], buf[n + SPOTS], buf[n + SEEN_NEAR],
            )  # fmt: skip
            r1, g1, b1, q1, m1, d1 = (
                buf[m + R] - r0, buf[m + G] - g0, buf[m + B] - b0, buf[m + HAZE] - q0, buf[m + SPOTS] - m0,
                buf[m + SEEN_NEAR] - d0,
            )  # fmt: skip
            p = np.uint64(rows - fill)
            for j in range(np.uint64(fill - top)):
                f = f0 + f32(i32(j)) * by
                a = p + j
                pix[a + _PR], pix[a + _PG], pix[a + _PB] = r0 + r1 * f, g0 + g1 * f, b0 + b1 * f
                pix[a + _PQ], pix[a + _PM], pix[a + _PD] = q0 + q1 * f, m0 + m1 * f, d0 + d1 * f
            if strata_m > zero:
                h0 = buf[n + SEEN_H]
                h1 = buf[m + SEEN_H] - h0
                for j in range(np.uint64(fill - top)):
                    pix[p + j + _PH] = h0 + h1 * (f0 + f32(i32(j)) * by)
            if buf[n + SEEN_T] < coarse_m:
                coarse_end = rows - top
                if buf[n + SEEN_T] < fine_m:
                    fine_end = rows - top
        cover = rows - filled
        # Fourth: two sizes of grain, each gone before it is finer than a pixel; haze.
        third, forty, off = f32(3.1), f32(40), f32(91)
        _grain(
            pix, spots, grains, ahead, np.uint64(coarse_end), px, pz, ax, az, third, off, fine_bits, fine, _FU, _FV,
            _MID_AT,
        )  # fmt: skip
        for i in range(np.uint64(coarse_end)):
            left = max(one - ahead[i] / pix[i + _PD] * pixel * f32(1 / 0.6), zero)
            pix[i + _PM] += grain * (least + step * mixed(spots[i + _MID_AT], pix[i + _FU], pix[i + _FV])) * left
        _grain(
            pix, spots, grains, ahead, np.uint64(fine_end), px, pz, ax, az, forty, zero, fine_bits, fine, _FINE_U,
            _FINE_V, _FINE_AT,
        )  # fmt: skip
        for i in range(np.uint64(fine_end)):
            left = max(one - ahead[i] / pix[i + _PD] * pixel * f32(1 / 0.05), zero)
            pix[i + _PM] += (
                grain * (least + step * mixed(spots[i + _FINE_AT], pix[i + _FINE_U], pix[i + _FINE_V])) * left
            )
        if strata_m > zero:
            for i in range(np.uint64(cover)):
                turn = pix[i + _PH] / strata_m
                s = np.uint64(i32((turn - np.floor(turn)) * f32(255)))
                pix[i + _PR] *= strata[s, 0]
                pix[i + _PG] *= strata[s, 1]
                pix[i + _PB] *= strata[s, 2]
        for i in range(np.uint64(cover)):
            m, q = max(pix[i + _PM], f32(0.15)), pix[i + _PQ]
            pix[i + _PR] = pix[i + _PR] * m + hr * q
            pix[i + _PG] = pix[i + _PG] * m + hg * q
            pix[i + _PB] = pix[i + _PB] * m + hb * q
            pix[i + _PD] = one / pix[i + _PD]
        # A row in which one stretch ends and the next begins is theirs in shares.
        for s in range(seen):
            m = np.uint64(s)
            share = buf[m + PEND]
            if share > zero:
                p, n = np.uint64(rows - ints[m + FILL]), np.uint64(ints[m + FROM])
                k_, q = buf[n + SPOTS], buf[n + HAZE]
                pix[p + _PR] += (buf[n + R] * k_ + hr * q - pix[p + _PR]) * share
                pix[p + _PG] += (buf[n + G] * k_ + hg * q - pix[p + _PG]) * share
                pix[p + _PB] += (buf[n + B] * k_ + hb * q - pix[p + _PB]) * share
                if share > f32(0.5):
                    pix[p + _PD] = one / buf[n + SEEN_NEAR]
        if pend > zero and 0 < filled <= rows and seen:
            y, n, p = filled - 1, np.uint64(source), np.uint64(cover)
            k_, q = buf[n + SPOTS], buf[n + HAZE]
            r, g, b = f32(rgb[y, col, 0]), f32(rgb[y, col, 1]), f32(rgb[y, col, 2])
            pix[p + _PR] = r + (buf[n + R] * k_ + hr * q - r) * pend
            pix[p + _PG] = g + (buf[n + G] * k_ + hg * q - g) * pend
            pix[p + _PB] = b + (buf[n + B] * k_ + hb * q - b) * pend
            pix[p + _PD] = one / buf[n + SEEN_NEAR] if pend > f32(0.5) else depth[y, col]
            cover += 1
        shade, deep = shades[place], depths[place]
        full = f32(255)
        for i in range(np.uint64(cover)):
            r, g, b = i32(min(pix[i + _PR], full)), i32(min(pix[i + _PG], full)), i32(min(pix[i + _PB], full))
            shade[i] = r | i32(g << i32(8)) | i32(b << i32(16))
        for i in range(np.uint64(cover)):
            deep[i] = pix[i + _PD]
        covers[place], tops[number] = cover, rows - cover
        if place == BLOCK or number == last:
            first = number - place
            write_block(rgb, depth, shades, depths, covers, first, place, every, number == last)
            shades[0], depths[0], covers[0] = shades[place], depths[place], covers[place]
