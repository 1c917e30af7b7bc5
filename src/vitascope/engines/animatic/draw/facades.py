"""Walls of houses: windows, shops and signs, by where on the wall a point lies."""

# ruff: noqa: PLR0915, PLW3301 - long kernels keep their values in registers
from __future__ import annotations

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.columns import TALL
from vitascope.engines.animatic.draw.lettering import ink, length
from vitascope.engines.animatic.draw.noise import scattered

GROUND_FLOOR_M = 4.2
_BOARD_FOOT_M, _BOARD_M, _UPRIGHT_M = 4.6, 1.15, 1.05
"""Of upright signs: where they begin, how wide they are, and how high a letter of theirs is."""
_SHARP_M = 0.045
"""Pixels smaller than this show the fine letters."""
_P = TALL + 48
RED, GREEN, BLUE, DEPTH, _WORK, XS, ZS, FOGS, GRAINS, HIGHS, WAVES = (np.uint64(k * _P) for k in range(11))
"""Planes over the rows of a column, from the top down. As they are constants, a compiler sees that none overlaps."""
PLANES = 11 * _P


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
    pix, top, end, wall, high, face, bx, bz, house, colours, night, neon, detail, letters, low_row, span, way, lens
):
    """Rows ``top`` to ``end`` of a column of wall into ``pix``.

    ``wall`` is how many metres from its left end, as one stands before it, and its width; it is ``high`` metres and
    ``span`` rows high, its foot at ``low_row``, ``way`` metres off. ``letters`` are `lettering`'s. ``detail`` is read
    by its rows, for a column of wall then lies side by side. What a column shares is found before its rows, and what a
    storey shares once a storey.
    """
    f = np.float32
    cr, cg, cb, storey, pitch, tall, broad, occupied, sign_high, at = house
    s, width = wall
    cp, sp, py, scale = lens
    foot = way / scale  # the size of a pixel there
    one, zero, metre, crown = f(1), f(0), f(high / span), f(low_row - 0.5)
    red, green, blue = f(cr), f(cg), f(cb)
    mask, side = detail.shape[1] - 1, detail.shape[0] - 1
    fine = detail[int(np.floor(s * 9 + bx * 17)) & side]
    wide = detail[int(np.floor((s + bx * 17 + bz * 29) * 0.7)) & side]
    streaks = f(bz * 31 & mask)
    for y in range(np.uint64(top), np.uint64(end)):
        up = (crown - f(np.int32(y))) * metre
        a, b = np.int32(up * f(9)) & np.int32(mask), np.int32(up * f(0.4) + streaks) & np.int32(mask)
        pix[y + _WORK] = f(0.9) + f(0.05) * fine[np.uint64(np.uint32(a))] + f(0.04) * wide[np.uint64(np.uint32(b))]
    # What the signs of this house shed on its wall: over the shops each its own colour, beside an upright one its.
    front = _fitting(5.5, width)
    number = int(np.floor(s / 11.0))
    m = s - number * 11.0 - at
    nr, ng, nb = _neon(chance(bx, bz + number, 37))
    word, count = letters[3][0], 0
    if neon > 0 and chance(bx, bz + number, 35) < 0.62 and number * 11.0 + at + _BOARD_M < width:
        word, count = _that_fits(
            letters[3], (min(sign_high, high - 1) - _BOARD_FOOT_M) / _UPRIGHT_M, chance(bx, bz + number, 51)
        )
    upright, sign_high = count > 0, _BOARD_FOOT_M + count * _UPRIGHT_M
    signed = upright and 0.0 < m < _BOARD_M
    if neon > 0:
        shed = neon * (0.12 + 0.88 * night)
        r0, g0, b0 = _over_shops(s / front, bx, bz, 0.62 * shed)
        wr, wg, wb = f(r0), f(g0), f(b0)
        p = 0.0
        if upright and not signed:
            d = max(abs(m - 0.5 * _BOARD_M) - 0.5 * _BOARD_M, 0.0)
            p = 0.34 * shed / (1 + 1.3 * d * d)
        ur, ug, ub, head = f(nr * p), f(ng * p), f(nb * p), f(sign_high + 1.5)
        for y in range(np.uint64(top), np.uint64(end)):
            up = (crown - f(np.int32(y))) * metre
            base = pix[y + _WORK] * (f(0.72) + f(0.28) * min(up * f(1 / 14.0), one))  # a street's foot is in its shade
            d = max(up - f(3.9), zero)
            p_ = (one if up > f(3.9) else f(0.5)) / (one + f(0.16) * d * d)
            q = min(max((head - up) * f(0.4), zero), min(max((up - f(3.4)) * f(0.4), zero), one))
            pix[y + RED] = base * (red + wr * p_ + ur * q)
            pix[y + GREEN] = base * (green + wg * p_ + ug * q)
            pix[y + BLUE] = base * (blue + wb * p_ + ub * q)
    else:
        for y in range(np.uint64(top), np.uint64(end)):
            up = (crown - f(np.int32(y))) * metre
            base = pix[y + _WORK] * (f(0.72) + f(0.28) * min(up * f(1 / 14.0), one))
            pix[y + RED], pix[y + GREEN], pix[y + BLUE] = base * red, base * green, base * blue
    shops = min(max(int(np.ceil(low_row - 0.5 - GROUND_FLOOR_M * span / high)), top), end)
    _windows(
        pix, top, shops, s, high, face, bx, bz, (storey, _fitting(pitch, width), tall, broad, occupied), colours, night,
        low_row, high / span, foot,
    )  # fmt: skip
    if shops < end:
        _shops(pix, shops, end, s, front, bx, bz, foot, night, neon, letters, colours, low_row - 0.5, high / span)
    if signed:
        edge = min(m, _BOARD_M - m)
        fine_letters, coarse_letters = letters[0], letters[1]
        for j in range(top, shops):
            down = sign_high - (low_row - j - 0.5) * high / span
            if 0.0 < down < count * _UPRIGHT_M:
                line = min(int(down / _UPRIGHT_M), count - 1)
                u, v = (m - 0.18) / (_BOARD_M - 0.36), down / _UPRIGHT_M - line
                lit = ink(fine_letters if foot < _SHARP_M else coarse_letters, word[line], u, v)
                p = neon * (0.3 + 0.7 * night) * (1.0 if edge < 0.09 else 0.14 + 0.81 * lit)
                n, rest = np.uint64(j), f(0.25)
                pix[n + RED] = pix[n + RED] * rest + f(nr * p)
                pix[n + GREEN] = pix[n + GREEN] * rest + f(ng * p)
                pix[n + BLUE] = pix[n + BLUE] * rest + f(nb * p)
    deep, rise = f(way * cp - py * sp), f(sp)
    for y in range(np.uint64(top), np.uint64(end)):
        pix[y + DEPTH] = deep + (crown - f(np.int32(y))) * metre * rise


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _windows(pix, top, end, s, high, face, bx, bz, panes, colours, night, low_row, metre, foot):  # type: ignore[no-untyped-def]
    """Storey by storey, where the column ``s`` has windows."""
    f = np.float32
    storey, pitch, tall, broad, occupied = panes
    fs = s / pitch
    ks = int(np.floor(fs))
    # Soft edges as wide as a pixel: far off, windows melt into the wall instead of shimmering.
    across = min(max((broad - abs(fs - ks - 0.5)) / max(foot / pitch, 0.02) + 0.5, 0.0), 1.0)
    blur = min(max((foot / pitch - 0.35) / 0.6, 0.0), 1.0)
    across, mean = across * (1 - blur), 4 * tall * broad * blur
    if across + mean <= 0.0:
        return
    sharp = 1 / max(foot / storey, 0.02)
    reach = 0.5 if mean > 0.0 else min(tall + 0.5 / sharp, 0.5)
    sky_r, sky_g, sky_b = f(colours[4, 0]), f(colours[4, 1]), f(colours[4, 2])
    one, zero, half, dark = f(1), f(0), f(0.5), f(1 - 0.8 * night)
    tall_, sharp_, across_, mean_ = f(tall), f(sharp), f(across), f(mean)
    crown, up_by, per_storey = f(low_row - 0.5), f(metre), f(1 / storey)
    first = max(top, int(np.ceil(low_row - 0.5 - (high - 1.6) / metre)))
    bottom = end
    known = max(int(((low_row - end + 0.5) * metre - GROUND_FLOOR_M) / storey), 0)
    while bottom > first:
        least = GROUND_FLOOR_M + (known + 0.5 - reach) * storey
        most = GROUND_FLOOR_M + (known + 0.5 + reach) * storey
        j0 = max(int(np.ceil(low_row - 0.5 - most / metre)), first)
        j1 = min(int(np.floor(low_row - 0.5 - least / metre)) + 1, bottom)
        if j0 < j1:
            on = chance(ks + bx * 131, known + bz * 57, face) if night > 0.0 else 1.0
            power = night * (0.0 if on > occupied else 1.0)
            power += (night * occupied - power) * blur
            tone = chance(ks + 3, known + bx, bz)
            power *= 0.45 + 0.75 * chance(known + 11, ks, bx + bz)
            er, eg, eb = f(255.0 * power), f((186.0 + 40 * tone) * power), f((96.0 + 110 * tone * tone) * power)
            level = f(known)
            for y in range(np.uint64(j0), np.uint64(j1)):
                up = (crown - f(np.int32(y))) * up_by
                ey = (up - f(GROUND_FLOOR_M)) * per_storey - level
                inside = min(max((tall_ - abs(ey - half)) * sharp_ + half, zero), one) * across_ + mean_
                glass = (f(0.35) + f(0.4) * min(up * f(1 / 60.0), one)) * dark
                curtain = one - f(0.4) * min(max(ey - half, zero) * f(3), one)
                r, g, b = pix[y + RED], pix[y + GREEN], pix[y + BLUE]
                pix[y + RED] = r + (sky_r * glass + er * curtain - r) * inside
                pix[y + GREEN] = g + (sky_g * glass + eg * curtain - g) * inside
                pix[y + BLUE] = b + (sky_b * glass + eb * curtain - b) * inside
            bottom = j0
        elif most >= high:
            return
        known += 1


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _fitting(pitch, width):  # type: ignore[no-untyped-def]
    """About ``pitch``, but so that none is cut off at the end of a wall."""
    return width / max(np.floor(width / pitch + 0.5), 1.0)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _that_fits(words, longest, which):  # type: ignore[no-untyped-def]
    """One of the ``words``, short ones first, of at most so many letters, and how many it has: 0 where none fits."""
    fitting = 0
    while fitting < words.shape[0] and length(words[fitting]) <= longest:
        fitting += 1
    word = words[int(which * fitting)]
    return word, length(word) if fitting else 0


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _over_shops(shop, bx, bz, strength):  # type: ignore[no-untyped-def]
    """The light of the shops' signs on the wall above them, ``shop`` fronts along it: from one colour into the next."""
    e = shop - 0.5
    k = int(np.floor(e))
    share = e - k
    share = share * share * (3 - 2 * share)
    r0, g0, b0 = _neon(chance(k, bx + 5, bz + 9))
    r1, g1, b1 = _neon(chance(k + 1, bx + 5, bz + 9))
    return (
        (r0 + (r1 - r0) * share) * strength, (g0 + (g1 - g0) * share) * strength, (b0 + (b1 - b0) * share) * strength
    )  # fmt: skip


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _shops(pix, top, end, s, front, bx, bz, foot, night, neon, letters, colours, crown, metre):  # type: ignore[no-untyped-def]
    """Shop windows, lit from within, and names over them, on what `paint_wall` put there of the wall."""
    f = np.float32
    k = int(np.floor(s / front))
    e = s / front - k
    if neon > 0 and 0.08 < e < 0.92:
        nr, ng, nb = _neon(chance(k, bx + 5, bz + 9))
        name = letters[2][int(chance(k, bx + 2, bz + 41) * letters[2].shape[0])]
        count = length(name)
        pitch = min(0.46, 0.78 * front / count)
        place = ((e - 0.5) * front) / pitch + 0.5 * count
        n = int(np.floor(place))
        which, across = (name[n] if 0 <= n < count else -1), place - n
        fine_letters, coarse_letters = letters[0], letters[1]
        for j in range(max(int(np.ceil(crown - 3.92 / metre)), top), min(int(np.ceil(crown - 3.2 / metre)), end)):
            down = (3.92 - (crown - j) * metre) / 0.72
            lit = ink(fine_letters if foot < _SHARP_M else coarse_letters, which, across, down)
            p = neon * (0.25 + 0.75 * night) * (0.14 + 0.86 * lit)
            y = np.uint64(j)
            pix[y + RED] = pix[y + RED] * f(0.6) + f(nr * p)
            pix[y + GREEN] = pix[y + GREEN] * f(0.6) + f(ng * p)
            pix[y + BLUE] = pix[y + BLUE] * f(0.6) + f(nb * p)
    if not 0.06 < e < 0.94:
        return
    mull = 1.0 if abs(e - 0.5) > 0.012 and abs(e - 0.27) > 0.008 and abs(e - 0.73) > 0.008 else 0.35
    # Warm bulbs, cool tubes, or what a café thinks cosy.
    kind = chance(k + 3, bx + 11, bz + 5)
    lit_r, lit_g, lit_b = f(240), f(150), f(84)
    if kind < 0.45:
        lit_g, lit_b = f(196), f(128)
    elif kind < 0.75:
        lit_r, lit_g, lit_b = f(196), f(224), f(232)
    power = (0.34 + 0.66 * night) * mull * (0.55 + 0.65 * chance(k + bx * 7, bz, 21))
    # Shelves with what is sold there, darker than the lit wall behind; a lamp above.
    place = s * 2.3 + k * 3.7
    slot = int(np.floor(place))
    stands, close = 0.12 < place - slot < 0.88, foot < 0.12
    on, height, dim = -1, 0.0, 1.0
    # By day the panes mirror the sky, the more of it the higher up.
    day = (1 - night) * mull
    sky_r, sky_g, sky_b = f(0.80 * colours[4, 0]), f(0.80 * colours[4, 1]), f(0.80 * colours[4, 2])
    for j in range(max(int(np.ceil(crown - 3.1 / metre)), top), min(int(np.ceil(crown - 0.6 / metre)), end)):
        up = (crown - j) * metre
        goods = 1.0
        if up < 2.2 and close:
            shelf = up * 1.6 + bx
            board = int(shelf)
            if board != on:
                on = board
                height, dim = 0.25 + 0.6 * chance(slot, board, k + bz), 0.40 + 0.45 * chance(slot, board, 77)
            if shelf - board < 0.07:
                goods = 0.45
            elif stands and shelf - board < height:
                goods = dim
        p = f(power * goods * (0.72 + 0.40 * min(max(up - 1.6, 0.0), 1.0)))
        m = f(day * (0.22 + 0.10 * min(up - 0.6, 2.5)))
        y = np.uint64(j)
        r, g, b = (
            pix[y + RED] * f(0.3) + lit_r * p,
            pix[y + GREEN] * f(0.3) + lit_g * p,
            pix[y + BLUE] * f(0.3) + lit_b * p,
        )
        pix[y + RED], pix[y + GREEN], pix[y + BLUE] = r + (sky_r - r) * m, g + (sky_g - g) * m, b + (sky_b - b) * m


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
