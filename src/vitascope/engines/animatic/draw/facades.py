"""Walls of houses: windows, shops and signs, by where on the wall a point lies."""

# ruff: noqa: PLR0915 - long kernels keep their values in registers
from __future__ import annotations

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.noise import near


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def chance(a, b, c):  # type: ignore[no-untyped-def]
    """0 to 1 from three whole numbers (Wellons' lowbias32)."""
    h = (a * 374761393 + b * 668265263 + c * 974634541) & 0xFFFFFFFF
    h ^= h >> 16
    h = (h * 0x7FEB352D) & 0xFFFFFFFF
    h ^= h >> 15
    h = (h * 0x846CA68B) & 0xFFFFFFFF
    h ^= h >> 16
    return h / 4294967296.0


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
def facade(s, y, high, face, bx, bz, foot, house, colours, night, neon, detail):  # type: ignore[no-untyped-def]
    """Colour of a wall ``s`` metres along and ``y`` up; ``foot`` is the size of a pixel there."""
    cr, cg, cb, storey, pitch, tall, broad, occupied, sign_high, sign_at = house
    base = 0.9 + 0.05 * near(detail, s * 9 + bx * 17, y * 9) + 0.04 * near(detail, s * 0.7, y * 0.4 + bz * 31)
    base *= 0.72 + 0.28 * min(y / 14.0, 1.0)  # the foot of a street is in its own shade
    r, g, b = cr * base, cg * base, cb * base
    ground_floor = 4.2
    if y > ground_floor:
        fy, fs = (y - ground_floor) / storey, s / pitch
        ky, ks = int(np.floor(fy)), int(np.floor(fs))
        ey, es = fy - ky, fs - ks
        # Soft edges as wide as a pixel: far off, windows melt into the wall instead of shimmering.
        ay, as_ = max(foot / storey, 0.02), max(foot / pitch, 0.02)
        inside = min(max((tall - abs(ey - 0.5)) / ay + 0.5, 0.0), 1.0) * min(
            max((broad - abs(es - 0.5)) / as_ + 0.5, 0.0), 1.0
        )
        mean = 4 * tall * broad
        blur = min(max((foot / pitch - 0.35) / 0.6, 0.0), 1.0)
        inside += (mean - inside) * blur
        if y > high - 1.6:
            inside = 0.0
        if inside > 0.0:
            glass = 0.35 + 0.4 * min(y / 60.0, 1.0)
            wr, wg, wb = colours[4, 0] * glass, colours[4, 1] * glass, colours[4, 2] * glass
            on = chance(ks + bx * 131, ky + bz * 57, face) if night > 0.0 else 1.0
            power = night * (0.0 if on > occupied else 1.0)
            power += (night * occupied - power) * blur
            tone = chance(ks + 3, ky + bx, bz)
            level = 0.45 + 0.75 * chance(ky + 11, ks, bx + bz)
            curtain = 1 - 0.4 * min(max(ey - 0.5, 0.0) * 3, 1.0)
            er, eg, eb = 255.0, 186.0 + 40 * tone, 96.0 + 110 * tone * tone
            wr = wr * (1 - 0.8 * night) + er * power * level * curtain
            wg = wg * (1 - 0.8 * night) + eg * power * level * curtain
            wb = wb * (1 - 0.8 * night) + eb * power * level * curtain
            r, g, b = r + (wr - r) * inside, g + (wg - g) * inside, b + (wb - b) * inside
    else:
        # Shop windows, lit from within; the fascia over them.
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
            p = (0.12 + 0.88 * night) * mull * goods * (0.55 + 0.65 * glow)
            r, g, b = r * 0.3 + 235 * p, g * 0.3 + (150 + 70 * glow) * p, b * 0.3 + (90 + 120 * (1 - glow)) * p
        elif 3.2 < y < 3.9 and 0.08 < e < 0.92 and neon > 0:
            nr, ng, nb = _neon(chance(k, bx + 5, bz + 9))
            # Letters, as good as they are read from across a street: strokes of uneven width.
            stroke = near(detail, s * 22 + k * 40, 3 + np.floor(y * 2) * 5) > -0.2
            tube = 1.0 if stroke and 3.32 < y < 3.78 else 0.12
            p = neon * (0.25 + 0.75 * night) * tube
            r, g, b = r * 0.6 + nr * p, g * 0.6 + ng * p, b * 0.6 + nb * p
    if neon > 0 and 4.6 < y < sign_high:
        # An upright sign near one corner of the house.
        at = sign_at
        m = s - np.floor(s / 11.0) * 11.0
        if at < m < at + 1.15 and chance(bx, bz + int(np.floor(s / 11.0)), 35) < 0.62:
            nr, ng, nb = _neon(chance(bx, bz + int(np.floor(s / 11.0)), 37))
            ex = min(m - at, at + 1.15 - m)
            row = y - np.floor(y / 1.05) * 1.05
            glyph = (
                near(detail, (m - at) * 6 + bx * 13, np.floor(y / 1.05) * 9 + row * 5) > 0.25
                and 0.15 < row < 0.9
                and ex > 0.2
            )
            p = neon * (0.3 + 0.7 * night) * (1.0 if ex < 0.09 else (0.95 if glyph else 0.14))
            r, g, b = r * 0.25 + nr * p, g * 0.25 + ng * p, b * 0.25 + nb * p
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
