"""Walls of houses: windows, shops and signs, by where on the wall a point lies."""

# ruff: noqa: PLR0915, PLW3301 - long kernels keep their values in registers
from __future__ import annotations

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.noise import near, scattered

GROUND_FLOOR_M = 4.2


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def chance(a, b, c):  # type: ignore[no-untyped-def]
    """0 to 1 from three whole numbers."""
    return scattered(a * 374761393 + b * 668265263 + c * 974634541)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _neon(k):  # type: ignore[no-untyped-def]
    """Tubes come in few colours: pink, cyan, amber, violet, green."""
    n = int(k * 5)
    if n == 0:
        return 255.0, 60.0, 130.0
    if n == 1:
        return 60.0, 220.0, 255.0
    if n == 2:
        return 255.0, 160.0, 50.0
    if n == 3:
        return 170.0, 80.0, 255.0
    return 90.0, 255.0, 150.0


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def paint_wall(  # type: ignore[no-untyped-def]
    rgb, depth, col, top, end, s, high, face, bx, bz, house, colours, night, neon, detail, low_row, span, sky, fog, way,
    lens,
):  # fmt: skip
    """Rows ``top`` to ``end`` of a column of wall, ``s`` metres along it and ``high`` metres high.

    ``span`` rows high, its foot at ``low_row``; ``sky`` is the share of the sky in the top row, ``way`` how far off the
    wall is. What a column shares is found before its rows, and what a storey shares once a storey.
    """
    cr, cg, cb, storey, pitch, tall, broad, occupied, sign_high, at = house
    cp, sp, py, scale = lens
    hr, hg, hb = colours[2, 0], colours[2, 1], colours[2, 2]
    foot = way / scale  # the size of a pixel there
    fs = s / pitch
    ks = int(np.floor(fs))
    # Soft edges as wide as a pixel: far off, windows melt into the wall instead of shimmering.
    across = min(max((broad - abs(fs - ks - 0.5)) / max(foot / pitch, 0.02) + 0.5, 0.0), 1.0)
    sharp, per_storey = 1 / max(foot / storey, 0.02), 1 / storey
    blur = min(max((foot / pitch - 0.35) / 0.6, 0.0), 1.0)
    across, mean = across * (1 - blur), 4 * tall * broad * blur
    dark = 1 - 0.8 * night
    known, er, eg, eb = -1, 0.0, 0.0, 0.0
    # An upright sign near one corner of the house.
    number = int(np.floor(s / 11.0))
    m = s - number * 11.0 - at
    signed = neon > 0 and 0.0 < m < 1.15 and chance(bx, bz + number, 35) < 0.62
    nr, ng, nb = _neon(chance(bx, bz + number, 37)) if signed else (0.0, 0.0, 0.0)
    ex = min(m, 1.15 - m)
    metre = high / span
    # What the signs of this house shed on its wall: over the shops each its own colour, beside an upright one its.
    wr, wg, wb, ur, ug, ub = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    if neon > 0:
        shed = neon * (0.12 + 0.88 * night)
        wr, wg, wb = _over_shops(s, bx, bz, 0.62 * shed)
        if chance(bx, bz + number, 35) < 0.62:
            ur, ug, ub = _neon(chance(bx, bz + number, 37))
            d = max(abs(m - 0.57) - 0.57, 0.0)
            p = 0.34 * shed / (1 + 1.3 * d * d) if m < 0.0 or m > 1.15 else 0.0
            ur, ug, ub = ur * p, ug * p, ub * p
    keep = 1 - fog
    close = metre < 0.02
    shops = int(low_row - (GROUND_FLOOR_M - 0.2) / metre)  # from here down, edges are too bright for that
    for j in range(top, end):
        if close and j > top and (j - top) & 1 == 0 and j < shops:  # close by, each second row stands for two
            n, i = np.uint64(j), np.uint64(col)
            k = n - np.uint64(1)
            rgb[n, i, 0], rgb[n, i, 1], rgb[n, i, 2], depth[n, i] = (
                rgb[k, i, 0],
                rgb[k, i, 1],
                rgb[k, i, 2],
                depth[k, i],
            )
            continue
        y = (low_row - j - 0.5) * metre
        base = 0.9 + 0.05 * near(detail, s * 9 + bx * 17, y * 9) + 0.04 * near(detail, s * 0.7, y * 0.4 + bz * 31)
        base *= 0.72 + 0.28 * min(y * (1 / 14.0), 1.0)  # the foot of a street is in its own shade
        r, g, b = cr * base, cg * base, cb * base
        if neon > 0:
            d = y - 3.9
            p = base / (1 + 0.16 * d * d) if d > 0 else base * 0.5
            q = base * min(max((sign_high + 1.5 - y) * 0.4, 0.0), min(max((y - 3.4) * 0.4, 0.0), 1.0))
            r, g, b = r + wr * p + ur * q, g + wg * p + ug * q, b + wb * p + ub * q
        if y <= GROUND_FLOOR_M:
            r, g, b = _shop(r, g, b, s, y, bx, bz, foot, night, neon, colours)
        elif y <= high - 1.6 and across + mean > 0.0:
            fy = (y - GROUND_FLOOR_M) * per_storey
            ky = int(fy)
            ey = fy - ky
            inside = min(max((tall - abs(ey - 0.5)) * sharp + 0.5, 0.0), 1.0) * across + mean
            if inside > 0.0:
                if ky != known:
                    known = ky
                    on = chance(ks + bx * 131, ky + bz * 57, face) if night > 0.0 else 1.0
                    power = night * (0.0 if on > occupied else 1.0)
                    power += (night * occupied - power) * blur
                    tone = chance(ks + 3, ky + bx, bz)
                    power *= 0.45 + 0.75 * chance(ky + 11, ks, bx + bz)
                    er, eg, eb = 255.0 * power, (186.0 + 40 * tone) * power, (96.0 + 110 * tone * tone) * power
                glass = (0.35 + 0.4 * min(y * (1 / 60.0), 1.0)) * dark
                curtain = 1 - 0.4 * min(max(ey - 0.5, 0.0) * 3, 1.0)
                r += (colours[4, 0] * glass + er * curtain - r) * inside
                g += (colours[4, 1] * glass + eg * curtain - g) * inside
                b += (colours[4, 2] * glass + eb * curtain - b) * inside
        if signed and 4.6 < y < sign_high:
            line = np.floor(y / 1.05)
            row = y - line * 1.05
            glyph = _letter((m - 0.3) * 1.8, (0.95 - row) * 1.25, chance(bx, bz + number, int(line) + 51))
            p = neon * (0.3 + 0.7 * night) * (1.0 if ex < 0.09 else (0.95 if glyph else 0.14))
            r, g, b = r * 0.25 + nr * p, g * 0.25 + ng * p, b * 0.25 + nb * p
        r, g, b = r * keep + hr * fog, g * keep + hg * fog, b * keep + hb * fog
        n, i = np.uint64(j), np.uint64(col)
        if j == top and sky > 0.0:
            r += (rgb[n, i, 0] - r) * sky
            g += (rgb[n, i, 1] - g) * sky
            b += (rgb[n, i, 2] - b) * sky
        rgb[n, i, 0] = np.uint8(np.int32(min(r, 255.0)))
        rgb[n, i, 1] = np.uint8(np.int32(min(g, 255.0)))
        rgb[n, i, 2] = np.uint8(np.int32(min(b, 255.0)))
        depth[n, i] = way * cp + (y - py) * sp


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _letter(u, v, which):  # type: ignore[no-untyped-def]
    """Whether a point of a square, ``v`` down, lies on a letter's strokes, as good as one reads across a street."""
    if u < 0 or u > 1 or v < 0 or v > 1 or which < 0.10:
        return False
    k = int(which * 64)
    if u < 0.24 and k != 11:
        return True
    return (
        (u > 0.76 and k & 1 == 1)
        or (v < 0.2 and k & 2 == 2)
        or (abs(v - 0.5) < 0.1 and k & 4 == 4)
        or (v > 0.8 and k & 8 == 8)
    )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _over_shops(s, bx, bz, strength):  # type: ignore[no-untyped-def]
    """The light of the shops' signs on the wall above them, ``s`` metres along it: from one colour into the next."""
    e = s / 5.5 - 0.5
    k = int(np.floor(e))
    share = e - k
    share = share * share * (3 - 2 * share)
    r0, g0, b0 = _neon(chance(k, bx + 5, bz + 9))
    r1, g1, b1 = _neon(chance(k + 1, bx + 5, bz + 9))
    return (
        (r0 + (r1 - r0) * share) * strength, (g0 + (g1 - g0) * share) * strength, (b0 + (b1 - b0) * share) * strength
    )  # fmt: skip


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _shop(r, g, b, s, y, bx, bz, foot, night, neon, colours):  # type: ignore[no-untyped-def]
    """Shop windows, lit from within, and the fascia over them, on a wall of colour ``r, g, b``."""
    shop = s / 5.5
    k = int(np.floor(shop))
    e = shop - k
    glow = chance(k + bx * 7, bz, 21)
    if 0.6 < y < 3.1 and 0.06 < e < 0.94:
        mull = 1.0 if abs(e - 0.5) > 0.012 and abs(e - 0.27) > 0.008 and abs(e - 0.73) > 0.008 else 0.35
        # Shelves with what is sold there, darker than the lit wall behind; a lamp above.
        shelf, place = y * 1.6 + bx, s * 2.3 + k * 3.7
        fs, fp = shelf - np.floor(shelf), place - np.floor(place)
        tall = 0.25 + 0.6 * chance(int(np.floor(place)), int(np.floor(shelf)), k + bz)
        goods = 1.0
        if y < 2.2 and foot < 0.12:
            if fs < 0.07:
                goods = 0.45
            elif 0.12 < fp < 0.88 and fs < tall:
                goods = 0.40 + 0.45 * chance(int(np.floor(place)), int(np.floor(shelf)), 77)
        goods *= 0.72 + 0.40 * min(max(y - 1.6, 0.0), 1.0)
        p = (0.34 + 0.66 * night) * mull * goods * (0.55 + 0.65 * glow)
        # Warm bulbs, cool tubes, or what a café thinks cosy.
        kind = chance(k + 3, bx + 11, bz + 5)
        if kind < 0.45:
            r, g, b = r * 0.3 + 240 * p, g * 0.3 + 196 * p, b * 0.3 + 128 * p
        elif kind < 0.75:
            r, g, b = r * 0.3 + 196 * p, g * 0.3 + 224 * p, b * 0.3 + 232 * p
        else:
            r, g, b = r * 0.3 + 240 * p, g * 0.3 + 150 * p, b * 0.3 + 84 * p
        # By day the panes mirror the sky, the more of it the higher up.
        m = (1 - night) * (0.22 + 0.10 * min(y - 0.6, 2.5)) * mull
        r += (0.80 * colours[4, 0] - r) * m
        g += (0.80 * colours[4, 1] - g) * m
        b += (0.80 * colours[4, 2] - b) * m
    elif 3.2 < y < 3.9 and 0.08 < e < 0.92 and neon > 0:
        nr, ng, nb = _neon(chance(k, bx + 5, bz + 9))
        place = s * 2.4
        n = int(np.floor(place))
        tube = 1.0 if _letter((place - n) * 1.3, (3.80 - y) * 2.0, chance(n, k + bx, bz + 41)) else 0.14
        p = neon * (0.25 + 0.75 * night) * tube
        r, g, b = r * 0.6 + nr * p, g * 0.6 + ng * p, b * 0.6 + nb * p
    return r, g, b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def house_of(bx, bz, face, walls, colours, sun, night):  # type: ignore[no-untyped-def]
    """What all of a wall shares: its lit colour, the beat of its windows, how many are lit, and its sign."""
    w = int(chance(bx, bz, 7) * walls.shape[0])
    side = sun[0] if face == 0 else (-sun[0] if face == 1 else (-sun[2] if face == 2 else sun[2]))
    lit = max(side, 0.0) * (1 - night * 0.6)
    return (
        walls[w, 0] * (colours[1, 0] + colours[0, 0] * lit) / 255,
        walls[w, 1] * (colours[1, 1] + colours[0, 1] * lit) / 255,
        walls[w, 2] * (colours[1, 2] + colours[0, 2] * lit) / 255,
        3.3 + 0.5 * chance(bx, bz, 3),
        1.9 + 1.6 * chance(bx, bz, 5),
        0.24 + 0.14 * chance(bx, bz, 9),
        0.24 + 0.14 * chance(bx, bz, 11),
        0.14 + 0.30 * chance(bx, bz, 13),
        7.6 + 7 * chance(bx, bz, 31),
        1.2 + 2.2 * chance(bx, bz, 33),
    )
