"""The ground of a town along one column: roads from above, one street from its middle, and what lies mirrored there."""

# ruff: noqa: PLR0915, PLW3301 - long kernels keep their values in registers
# mypy: disable-error-code="arg-type,assignment,operator"
# numba types the kernels; one name may stand for two kinds of number
from __future__ import annotations

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.columns import BLOCK
from vitascope.engines.animatic.draw.facades import BLUE, DEPTH, FOGS, GRAINS, GREEN, HIGHS, RED, WAVES, XS, ZS, chance
from vitascope.engines.animatic.draw.noise import near, tile
from vitascope.engines.animatic.draw.samples import mixed

FAR_M = 9000.0
"""As far as ground is told from haze."""
PAIRED_M = 20.0
"""How near two rows are mirrored as one."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _floor(x, z, foot, ground, colours, sun, night, detail, time_s):  # type: ignore[no-untyped-def]
    _, lot, margin, wet, river, snow = ground
    if river > 0 and z < river:
        # Water under a town: the sky's colour, in ripples; what stands behind is mirrored on it later.
        ripple = tile(detail, x * 1.6 + 5, z * 0.5 + time_s * 1.5) + 0.6 * tile(detail, x * 5, z * 1.9 - time_s * 2)
        k = 0.34 + 0.05 * ripple
        return (
            8 + k * (0.6 * colours[3, 0] + 0.4 * colours[4, 0]),
            12 + k * (0.6 * colours[3, 1] + 0.4 * colours[4, 1]),
            18 + k * (0.6 * colours[3, 2] + 0.4 * colours[4, 2]),
        )
    grain = 1.0
    if foot < 0.06:
        grain += 0.09 * near(detail, x * 30, z * 30)
    grain += 0.08 * tile(detail, x * 1.3, z * 1.3)
    gx, gz = x / lot - np.floor(x / lot), z / lot - np.floor(z / lot)
    edge = min(min(gx, 1 - gx), min(gz, 1 - gz)) * lot
    tone = 58.0 + 34.0 * snow if edge < margin else 84.0 + 100.0 * snow
    up = max(sun[1], 0.0) * 0.7
    tone = tone * grain * (1 - 0.45 * wet)
    r = tone * (colours[1, 0] + colours[0, 0] * up) / 255
    g = tone * (colours[1, 1] + colours[0, 1] * up) / 255
    b = tone * (colours[1, 2] + colours[0, 2] * up) / 255
    if night > 0.2:
        # From above: warm streets, with cars going both ways.
        along = gx if abs(gz - 0.5) > abs(gx - 0.5) else gz
        across = (0.5 - abs(gz - 0.5)) * lot if abs(gz - 0.5) > abs(gx - 0.5) else (0.5 - abs(gx - 0.5)) * lot
        p = (
            night
            * (26 + 36 * np.exp(-(((along * 3 - np.floor(along * 3) - 0.5) * 4) ** 2)))
            * (1.0 if across < margin else 0.35)
        )
        r, g, b = r + p * 1.5, g + p * 0.95, b + p * 0.45
        if across < margin * 0.7 and foot < 6:
            lane = z if abs(gx - 0.5) > abs(gz - 0.5) else x
            away = gx < 0.5 if abs(gx - 0.5) > abs(gz - 0.5) else gz < 0.5
            q = lane / 26.0 + (time_s * 0.45 if away else -time_s * 0.45)
            e = q - np.floor(q)
            has = chance(int(np.floor(q)), int(np.floor(x / lot)), int(np.floor(z / lot))) < 0.6
            if has and e < 0.10:
                if away:
                    r, g, b = r + 190 * night, g + 24 * night, b + 16 * night
                else:
                    r, g, b = r + 210 * night, g + 196 * night, b + 160 * night
    return r, g, b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def ground(pix, first, end, camera, ray, farthest, ground, colours, sun, night, detail, time_s, haze_m):  # type: ignore[no-untyped-def]
    """Rows ``first`` to ``end`` of a column; near, each second row stands for two."""
    ax, az, cp, sp, scale, mid = ray
    px, py, pz = camera[0], camera[1], camera[2]
    hr, hg, hb = colours[2, 0], colours[2, 1], colours[2, 2]
    f = np.float32
    y = first
    while y < end:
        v = (mid - y - 0.5) / scale
        dy, ahead = v * cp + sp, cp - v * sp
        way = min(py / max(-dy, 1e-6) * ahead, farthest)
        foot = way * way / (scale * max(py, 0.5))
        r, g, b = _floor(px + ax * way, pz + az * way, foot, ground, colours, sun, night, detail, time_s)
        fog = 1 - transmittance(way / haze_m)
        for k in range(y, min(y + (2 if foot < 0.1 else 1), end)):
            n = np.uint64(k)
            pix[n + RED], pix[n + GREEN], pix[n + BLUE] = (
                f(r + (hr - r) * fog),
                f(g + (hg - g) * fog),
                f(b + (hb - b) * fog),
            )
            pix[n + DEPTH] = f(way * cp - py * sp)
            y += 1


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def rows_of(rows, py, cp, sp, scale, haze_m, wet):  # type: ignore[no-untyped-def]
    """What the ground of a row shares in all columns: how far it is, its pixels' size, haze, and share of mirror."""
    ways = np.empty((4, rows), np.float32)
    for y in range(rows):
        v = (rows / 2 - y - 0.5) / scale
        dy = v * cp + sp
        way = min(py / max(-dy, 1e-6) * (cp - v * sp), FAR_M)
        q = 1 - min(-dy, 1.0)
        ways[0, y], ways[1, y] = way, way * way / (scale * max(py, 0.5))
        ways[2, y], ways[3, y] = 1 - transmittance(way / haze_m), wet * (0.22 + 1.05 * q * q * q * q)
    return ways


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def street(pix, first, end, ways, near_row, camera, ray, farthest, ground, colours, sun, night, detail, haze_m):  # type: ignore[no-untyped-def]
    """What `ground` is to a town, for one street: road, pavements, lamps, in loops that compilers make vectors of.

    ``ways`` is from `rows_of`; from ``near_row`` on, each second row stands for two.
    """
    if first >= end:
        return
    f = np.float32
    ax, az, cp, sp = f(ray[0]), f(ray[1]), f(ray[2]), f(ray[3])
    road, wet, snow = f(ground[0]), f(ground[3]), f(ground[5])
    px, py, pz = f(camera[0]), f(camera[1]), f(camera[2])
    zero, one, half, limit = f(0), f(1), f(0.5), f(farthest)
    most = f(farthest * farthest / (ray[4] * max(camera[1], 0.5)))
    thick = f(1 - transmittance(farthest / haze_m))
    whole = max(min(near_row, end) - first, 0) if most >= f(0.1) else 0
    count = np.uint64(whole + (end - first - whole + 1) // 2)
    far, feet, mist = ways[0], ways[1], ways[2]
    for e in range(count):
        y = np.uint64(np.int64(first) + np.int64(e) + max(np.int64(e) - whole, 0))
        way = min(far[y], limit)
        pix[e + XS], pix[e + ZS], pix[e + FOGS] = px + ax * way, pz + az * way, min(mist[y], thick)
        pix[e + GRAINS] = min(feet[y], most)
    stretch, high = 1 << 40, zero
    sunny = night < 1
    for e in range(count):
        x, z, foot = pix[e + XS], pix[e + ZS], pix[e + GRAINS]
        grain = one + f(0.08) * tile(detail, x * f(1.3), z * f(1.3))
        if foot < f(0.06):
            grain += f(0.09) * min((f(0.06) - foot) * f(30), one) * near(detail, x * f(30), z * f(30))
        pix[e + GRAINS] = grain if foot >= f(0.05) else -grain  # where slabs of the pavement are told apart
        if sunny:
            # The houses on the sunny side shade the street as far as they are high, each its own stretch of it.
            if int(np.floor(z * f(0.0625))) != stretch:
                stretch = int(np.floor(z * f(0.0625)))
                high = f(12.0 + 15.0 * chance(stretch, 3, 1))
            pix[e + HIGHS] = high
    lean, toward = f(abs(sun[0]) / max(sun[1], 0.1)), (one if sun[0] < 0 else -one)
    height, day = f(max(sun[1], 0.0)), f(1 - night)
    damp = (one + f(0.45) * day * (one - wet)) * (one - f(0.45) * wet)
    pools = f(night * 46) if night > 0.2 else zero
    r0, g0, b0 = f(colours[0, 0] / 255), f(colours[0, 1] / 255), f(colours[0, 2] / 255)
    r1, g1, b1 = f(colours[1, 0] / 255), f(colours[1, 1] / 255), f(colours[1, 2] / 255)
    hr, hg, hb = f(colours[2, 0]), f(colours[2, 1]), f(colours[2, 2])
    kerb, gutter, lamps = road - f(2.2), road - f(2.4), road - f(2.0)
    for e in range(count):
        x, z, fog, signed = pix[e + XS], pix[e + ZS], pix[e + FOGS], pix[e + GRAINS]
        grain, side = abs(signed), abs(x)
        slab = ((x * f(1.6) - np.floor(x * f(1.6)) < f(0.04)) | (z * f(0.8) - np.floor(z * f(0.8)) < f(0.03))) & (
            signed < zero
        )
        pavement = f(130) if side < kerb else (f(76.8) if slab else f(96))
        tone = pavement if side > gutter else f(62)
        lies = zero
        if snow > zero:  # it lies but where wheels go, and least where they go most
            track = min(abs(side - f(1.1)), abs(side - f(2.9))) * f(1.8)
            lies = snow * (one if side > gutter else min(f(0.3) + track * track, f(0.85)))
            tone += (f(122) * (f(1.9) - f(0.9) * day) - tone) * lies  # by night it is lit by all windows
        line = (side < f(0.07)) & (side <= gutter) & (z * f(0.16) - np.floor(z * f(0.16)) < half)
        shade = min(max((road + x * toward - pix[e + HIGHS] * lean) * f(1.6) + half, zero), one) * day
        up = height * (f(0.22) + f(0.85) * shade)
        tone = tone * grain * damp
        # Pools of light under the lamps, every 18 m on both sides.
        m = (z * f(1 / 18) - np.floor(z * f(1 / 18)) - half) * f(18)
        d = side - lamps
        p = pools / (one + (d * d + m * m) * f(0.11)) * grain * (one + f(2.4) * lies)
        line &= snow <= zero
        gain, lift = (f(1.9) if line else one), (f(12) if line else zero)
        r = tone * (r1 + r0 * up) * gain + lift + p
        g = tone * (g1 + g0 * up) * gain + lift + p * f(0.72)
        b = tone * (b1 + b0 * up) * gain + lift * f(11 / 12) + p * f(0.40)
        pix[e + XS], pix[e + ZS], pix[e + GRAINS] = r + (hr - r) * fog, g + (hg - g) * fog, b + (hb - b) * fog
    for e in range(np.uint64(whole)):
        y = np.uint64(first) + e
        pix[y + RED], pix[y + GREEN], pix[y + BLUE] = pix[e + XS], pix[e + ZS], pix[e + GRAINS]
    begin, pairs = np.uint64(first + whole), np.uint64(whole)
    for k in range(np.uint64(end) - begin):
        y, e = begin + k, pairs + (k >> np.uint64(1))
        pix[y + RED], pix[y + GREEN], pix[y + BLUE] = pix[e + XS], pix[e + ZS], pix[e + GRAINS]
    for y in range(np.uint64(first), np.uint64(end)):
        pix[y + DEPTH] = min(far[y], limit) * cp - py * sp


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def _noise(pix, spots, grains, count, camera, ray, by_x, by_z, off_x, off_z):  # type: ignore[no-untyped-def]
    """``grains`` at ``count`` ways in `XS`: the four to ``spots``, where between them to `GRAINS` and `HIGHS`."""
    whole, side = grains
    f, i32 = np.float32, np.int32
    bits, low = i32(side), i32((1 << side) - 1)
    px, pz, off_x, off_z = f(camera[0]) * by_x, f(camera[2]) * by_z, f(off_x), f(off_z)
    ax, az = f(ray[0]) * by_x, f(ray[1]) * by_z
    for e in range(count):
        way = pix[e + XS]
        x, z = px + ax * way + off_x, pz + az * way + off_z
        fx, fz = np.floor(x), np.floor(z)
        pix[e + GRAINS], pix[e + HIGHS] = x - fx, z - fz
        spots[e] = ((i32(fz) & low) << bits) | (i32(fx) & low)
    for e in range(count):
        spots[e] = whole[np.uint64(np.uint32(spots[e]))]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def mirror(pix, spots, first, base, rgb, shades, tops, number, place, every, ways, camera, ray, grains, grade, time_s):  # type: ignore[no-untyped-def]
    """What stands behind a wet street, from row ``first`` on: exact, about the foot of its wall; broken up by ripples.

    ``shades`` are columns from the bottom up, of which this one, above ``first`` only, is at ``BLOCK + place``, and
    ``tops`` how far each goes: above that is what ``rgb`` has. ``grains`` and ``grade`` are from `samples.quads`.
    """
    rows, cols = rgb.shape[0], rgb.shape[1]
    f, i32 = np.float32, np.int32
    one, half, five, t = f(1), f(0.5), f(5), f(time_s)
    least, step = f(grade[0]), f(grade[1])
    far, shares = ways[0], ways[3]
    foot, size, per = f(base), f(cols / 1920), f(-0.5 / every)
    middle = first  # from here on, two rows share their ripples
    while middle < rows and far[middle] >= f(PAIRED_M):
        middle += 1
    whole = middle - first
    count = np.uint64(whole + (rows - middle + 1) // 2)
    for e in range(np.uint64(whole)):
        y = np.uint64(first) + e
        pix[e + XS], pix[e + ZS], pix[e + FOGS] = min(far[y], f(400)), shares[y], f(i32(y)) - foot
    for e in range(np.uint64(whole), count):
        y = np.uint64(middle) + (e - np.uint64(whole)) * np.uint64(2)
        pix[e + XS], pix[e + ZS], pix[e + FOGS] = far[y], shares[y], f(i32(y)) - foot
    _noise(pix, spots, grains, count, camera, ray, f(2.1), f(1.1), five, f(0))
    for e in range(count):
        puddle = least + step * mixed(spots[e], pix[e + GRAINS], pix[e + HIGHS])
        pix[e + ZS] *= min(max(f(0.80) + f(0.40) * puddle, f(0.25)), f(1.15))
    _noise(pix, spots, grains, count, camera, ray, f(12), five, f(0), t)
    for e in range(count):
        pix[e + WAVES] = f(0.6) * (least + step * mixed(spots[e], pix[e + GRAINS], pix[e + HIGHS]))
    _noise(pix, spots, grains, count, camera, ray, five, f(2.5), f(0), t * f(0.6))
    for e in range(count):
        wave = pix[e + WAVES] + least + step * mixed(spots[e], pix[e + GRAINS], pix[e + HIGHS])
        pix[e + WAVES] = wave * (f(4) + f(0.05) * pix[e + FOGS]) * size
    # Columns to the right are not drawn yet; their mirror is taken from this one.
    reach, last, twice, lost = i32(min(number, BLOCK)), i32(rows - 1), foot + foot, i32(int(np.ceil(base)) - 1)
    own, here = np.uint64(BLOCK + place), number
    for k in range(np.uint64(rows - first)):
        y = np.uint64(first) + k
        e = min(k, np.uint64(whole)) + ((max(k, np.uint64(whole)) - np.uint64(whole)) >> np.uint64(1))
        shift = pix[e + WAVES]
        source = min(max(i32(twice + shift * f(2.5) - f(i32(y))), i32(0)), last)
        pix[k + GRAINS] = pix[e + ZS] if source <= lost else f(0)
        back = np.int64(min(max(i32(shift * per), i32(0)), reach))
        if source >= tops[np.uint64(here - back)]:
            spots[k] = shades[own - np.uint64(back), np.uint64(last - source)]
        else:
            up, col = np.uint64(source), np.uint64(min((here - back) * every, cols - 1))
            spots[k] = i32(rgb[up, col, 0]) | i32(rgb[up, col, 1]) << i32(8) | i32(rgb[up, col, 2]) << i32(16)
    eight, sixteen, byte = i32(8), i32(16), i32(255)
    for k in range(np.uint64(rows - first)):
        y = np.uint64(first) + k
        seen, share = spots[k], pix[k + GRAINS]
        keep = one - share * half
        pix[y + RED] = pix[y + RED] * keep + f(seen & byte) * share
        pix[y + GREEN] = pix[y + GREEN] * keep + f((seen >> eight) & byte) * share
        pix[y + BLUE] = pix[y + BLUE] * keep + f((seen >> sixteen) & byte) * share


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def pack(pix, shade, deep, first, end):  # type: ignore[no-untyped-def]
    """Rows ``first`` to ``end`` of a column as `columns.write_block` wants them: from the bottom up."""
    full, last = np.float32(255), np.uint64(shade.shape[0] - 1)
    for y in range(np.uint64(first), np.uint64(end)):
        r, g, b = (
            np.int32(min(pix[y + RED], full)), np.int32(min(pix[y + GREEN], full)), np.int32(min(pix[y + BLUE], full)),
        )  # fmt: skip
        shade[last - y] = r | (g << np.int32(8)) | (b << np.int32(16))
    for y in range(np.uint64(first), np.uint64(end)):
        deep[last - y] = pix[y + DEPTH]
