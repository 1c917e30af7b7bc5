"""A town of boxes: facades with windows, roofs and streets, by walking each column's ray through a grid of lots."""

# ruff: noqa: PLR0912, PLR0915, PLW3301 - long kernels keep their values in registers
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.columns import fill_between, stride_of
from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, near, tile
from vitascope.engines.animatic.draw.stage import Canvas, Pose


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """One shot's houses. Lots are square; the grid repeats for ever, and the camera starts in the middle of it."""

    heights: Field
    """Metres, 0 where a lot is empty; square, the side a power of two."""
    lot_m: float
    margin_m: float
    """From the edge of a lot to its house."""
    offset_m: float
    """How far the grid is moved to the right, so that a street may run under the camera."""
    walls: NDArray[np.float32]
    """Colours of facades, ``(count, 3)``."""
    detail: Field
    road_m: float = 0.0
    """Half the width of the street along +z; 0 for none: then roads run between all lots."""
    wet: float = 0.0
    neon: float = 0.0
    far_m: float = 3000.0

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        """Draw over the sky that is there."""
        stride = stride_of(canvas.width)
        tops = np.empty(canvas.width // stride + 2, np.int64)
        _town(
            canvas.rgb, canvas.depth, tops, stride, self.heights, self.walls, self.detail,
            np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
            np.array([self.lot_m, self.margin_m, self.offset_m, self.road_m, self.wet, self.neon, self.far_m]),
            np.array([palette.key, palette.ambient, palette.haze, palette.horizon, palette.middle]),
            np.array(palette.sun), palette.night, palette.haze_m, time_s,
        )  # fmt: skip
        fill_between(canvas.rgb, canvas.depth, tops, stride)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _chance(a, b, c):  # type: ignore[no-untyped-def]
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
def _facade(s, y, high, face, bx, bz, foot, house, colours, night, neon, detail):  # type: ignore[no-untyped-def]
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
        glass = 0.35 + 0.4 * min(y / 60.0, 1.0)
        wr, wg, wb = colours[4, 0] * glass, colours[4, 1] * glass, colours[4, 2] * glass
        on = _chance(ks + bx * 131, ky + bz * 57, face) if inside > 0.0 and night > 0.0 else 1.0
        power = night * (0.0 if on > occupied else 1.0)
        power += (night * occupied - power) * blur
        tone = _chance(ks + 3, ky + bx, bz)
        level = 0.45 + 0.75 * _chance(ky + 11, ks, bx + bz)
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
        glow = _chance(k + bx * 7, bz, 21)
        if 0.6 < y < 3.1 and 0.06 < e < 0.94:
            mull = 1.0 if abs(e - 0.5) > 0.012 and abs(e - 0.27) > 0.008 and abs(e - 0.73) > 0.008 else 0.35
            # Shelves with what is sold there, darker than the lit wall behind; a lamp above.
            shelf, place = y * 1.6 + bx, s * 2.3 + k * 3.7
            fs, fp = shelf - np.floor(shelf), place - np.floor(place)
            tall = 0.25 + 0.6 * _chance(int(np.floor(place)), int(np.floor(shelf)), k + bz)
            goods = 1.0
            if y < 2.2 and foot < 0.12:
                if fs < 0.07:
                    goods = 0.45
                elif 0.12 < fp < 0.88 and fs < tall:
                    goods = 0.40 + 0.45 * _chance(int(np.floor(place)), int(np.floor(shelf)), 77)
            goods *= 0.72 + 0.40 * min(max(y - 1.6, 0.0), 1.0)
            p = (0.12 + 0.88 * night) * mull * goods * (0.55 + 0.65 * glow)
            r, g, b = r * 0.3 + 235 * p, g * 0.3 + (150 + 70 * glow) * p, b * 0.3 + (90 + 120 * (1 - glow)) * p
        elif 3.2 < y < 3.9 and 0.08 < e < 0.92 and neon > 0:
            nr, ng, nb = _neon(_chance(k, bx + 5, bz + 9))
            # Letters, as good as they are read from across a street: strokes of uneven width.
            stroke = near(detail, s * 22 + k * 40, 3 + np.floor(y * 2) * 5) > -0.2
            tube = 1.0 if stroke and 3.32 < y < 3.78 else 0.12
            p = neon * (0.25 + 0.75 * night) * tube
            r, g, b = r * 0.6 + nr * p, g * 0.6 + ng * p, b * 0.6 + nb * p
    if neon > 0 and 4.6 < y < sign_high:
        # An upright sign near one corner of the house.
        at = sign_at
        m = s - np.floor(s / 11.0) * 11.0
        if at < m < at + 1.15 and _chance(bx, bz + int(np.floor(s / 11.0)), 35) < 0.62:
            nr, ng, nb = _neon(_chance(bx, bz + int(np.floor(s / 11.0)), 37))
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
def _house(bx, bz, face, walls, colours, sun, night):  # type: ignore[no-untyped-def]
    """What all of a wall shares: its lit colour, the beat of its windows, how many are lit, and its sign."""
    w = int(_chance(bx, bz, 7) * walls.shape[0])
    side = sun[0] if face == 0 else (-sun[0] if face == 1 else (-sun[2] if face == 2 else sun[2]))
    lit = max(side, 0.0) * (1 - night * 0.6)
    return (
        walls[w, 0] * (colours[1, 0] + colours[0, 0] * lit) / 255,
        walls[w, 1] * (colours[1, 1] + colours[0, 1] * lit) / 255,
        walls[w, 2] * (colours[1, 2] + colours[0, 2] * lit) / 255,
        3.3 + 0.5 * _chance(bx, bz, 3),
        1.9 + 1.6 * _chance(bx, bz, 5),
        0.24 + 0.14 * _chance(bx, bz, 9),
        0.24 + 0.14 * _chance(bx, bz, 11),
        0.14 + 0.30 * _chance(bx, bz, 13),
        7.6 + 7 * _chance(bx, bz, 31),
        1.2 + 2.2 * _chance(bx, bz, 33),
    )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _floor(x, z, foot, ground, colours, sun, night, detail, time_s):  # type: ignore[no-untyped-def]
    road, lot, margin, wet = ground
    grain = 1.0
    if foot < 0.06:
        grain += 0.09 * near(detail, x * 30, z * 30)
    grain += 0.08 * tile(detail, x * 1.3, z * 1.3)
    tone = 62.0
    line = 0.0
    side = abs(x)
    if road > 0:
        if side > road - 2.4:
            slab = (
                0.05
                if (x * 1.6 - np.floor(x * 1.6) < 0.04 or z * 0.8 - np.floor(z * 0.8) < 0.03) and foot < 0.05
                else 0.0
            )
            tone = 96.0 * (1 - slab * 4)
            if side < road - 2.2:
                tone = 130.0
        elif side < 0.07 and z * 0.16 - np.floor(z * 0.16) < 0.5:
            line = 1.0
    else:
        gx, gz = x / lot - np.floor(x / lot), z / lot - np.floor(z / lot)
        edge = min(min(gx, 1 - gx), min(gz, 1 - gz)) * lot
        tone = 58.0 if edge < margin else 84.0
    up = max(sun[1], 0.0) * (0.35 if road > 0 else 0.7)
    tone = tone * grain * (1 - 0.45 * wet)
    r = tone * (colours[1, 0] + colours[0, 0] * up) / 255
    g = tone * (colours[1, 1] + colours[0, 1] * up) / 255
    b = tone * (colours[1, 2] + colours[0, 2] * up) / 255
    if line > 0:
        r, g, b = r * 1.9 + 12, g * 1.9 + 12, b * 1.9 + 11
    if night > 0.2 and road > 0:
        # Pools of light under the lamps, every 18 m on both sides.
        m = (z / 18.0 - np.floor(z / 18.0) - 0.5) * 18.0
        d = (side - road + 2.0) ** 2 + m * m
        p = night * 46 / (1 + d * 0.11)
        r, g, b = r + p * grain, g + p * 0.72 * grain, b + p * 0.40 * grain
    elif night > 0.2:
        # From above: warm streets, with cars going both ways.
        gx, gz = x / lot - np.floor(x / lot), z / lot - np.floor(z / lot)
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
            has = _chance(int(np.floor(q)), int(np.floor(x / lot)), int(np.floor(z / lot))) < 0.6
            if has and e < 0.10:
                if away:
                    r, g, b = r + 190 * night, g + 24 * night, b + 16 * night
                else:
                    r, g, b = r + 210 * night, g + 196 * night, b + 160 * night
    return r, g, b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _ground(  # type: ignore[no-untyped-def]
    rgb, depth, col, first, end, camera, ray, farthest, ground, colours, sun, night, detail, time_s, haze_m
):
    """Rows ``first`` to ``end`` of a column; near, each second row stands for two."""
    ax, az, cp, sp, scale = ray
    px, py, pz = camera[0], camera[1], camera[2]
    mid = rgb.shape[0] / 2
    hr, hg, hb = colours[2, 0], colours[2, 1], colours[2, 2]
    y = first
    while y < end:
        v = (mid - y - 0.5) / scale
        dy, ahead = v * cp + sp, cp - v * sp
        way = min(py / max(-dy, 1e-6) * ahead, farthest)
        foot = way * way / (scale * max(py, 0.5))
        r, g, b = _floor(px + ax * way, pz + az * way, foot, ground, colours, sun, night, detail, time_s)
        fog = 1 - transmittance(way / haze_m)
        r, g, b = min(r + (hr - r) * fog, 255.0), min(g + (hg - g) * fog, 255.0), min(b + (hb - b) * fog, 255.0)
        for k in range(y, min(y + (2 if foot < 0.03 else 1), end)):
            n = np.uint64(k)
            rgb[n, col, 0], rgb[n, col, 1], rgb[n, col, 2] = np.uint8(r), np.uint8(g), np.uint8(b)
            depth[n, col] = way * cp - py * sp
            y += 1


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _town(  # type: ignore[no-untyped-def]
    rgb, depth, tops, every, heights, walls, detail, camera, how, colours, sun, night, haze_m, time_s
):
    rows, cols = rgb.shape[0], rgb.shape[1]
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    lot, margin, offset, road, wet, neon, far = how[0], how[1], how[2], how[3], how[4], how[5], how[6]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    mask = heights.shape[0] - 1
    mid = rows / 2
    hr, hg, hb = colours[2, 0], colours[2, 1], colours[2, 2]
    ground = (road, lot, margin, wet)
    for number in range((cols + every - 1) // every + 1):
        col = min(number * every, cols - 1)
        u = (col + 0.5 - cols / 2) / scale
        ax, az = sy + u * cy, cy - u * sy
        ray = (ax, az, cp, sp, scale)
        ix, iz = int(np.floor((px - offset) / lot)), int(np.floor(pz / lot))
        step_x, step_z = (1 if ax > 0 else -1), (1 if az > 0 else -1)
        inv_x = 1.0 / ax if abs(ax) > 1e-9 else 1e9
        inv_z = 1.0 / az if abs(az) > 1e-9 else 1e9
        next_x = ((ix + (1 if ax > 0 else 0)) * lot + offset - px) * inv_x
        next_z = ((iz + (1 if az > 0 else 0)) * lot - pz) * inv_z
        rim = mid + sp / cp * scale
        filled = rows
        base = -1.0
        t = 0.0
        while t < far and filled > 0:
            high = heights[iz & mask, ix & mask]
            if high > 0:
                x0, x1 = ix * lot + offset + margin, (ix + 1) * lot + offset - margin
                z0, z1 = iz * lot + margin, (iz + 1) * lot - margin
                a0, a1 = (x0 - px) * inv_x, (x1 - px) * inv_x
                b0, b1 = (z0 - pz) * inv_z, (z1 - pz) * inv_z
                if a0 > a1:
                    a0, a1 = a1, a0
                if b0 > b1:
                    b0, b1 = b1, b0
                enter, leave = max(a0, b0), min(a1, b1)
                if enter < leave and leave > 0.05 and enter > 0.05:
                    face = (1 if ax > 0 else 0) if a0 > b0 else (2 if az > 0 else 3)
                    low_row = mid - (-py * cp - enter * sp) / max(-py * sp + enter * cp, 1e-3) * scale
                    top_row = mid - ((high - py) * cp - enter * sp) / max((high - py) * sp + enter * cp, 1e-3) * scale
                    # The street before the house.
                    start = max(int(np.ceil(low_row - 0.5)), 0)
                    _ground(
                        rgb, depth, col, start, filled, camera, ray, enter, ground, colours, sun, night, detail, time_s,
                        haze_m,
                    )  # fmt: skip
                    if base < 0:
                        base = low_row
                    filled = min(filled, start)
                    # Its wall.
                    top = max(int(np.ceil(top_row - 0.5)), 0)
                    if top < filled:
                        fog = 1 - transmittance(enter / haze_m)
                        along = (pz + az * enter) if face < 2 else (px + ax * enter)
                        foot = enter / scale
                        span = max(low_row - top_row, 1e-3)
                        house = _house(ix & mask, iz & mask, face, walls, colours, sun, night)
                        edge = top + 0.5 - top_row
                        for y in range(top, filled):
                            height = high * (low_row - y - 0.5) / span
                            r, g, b = _facade(
                                along, height, high, face, ix & mask, iz & mask, foot, house, colours, night, neon,
                                detail,
                            )  # fmt: skip
                            r, g, b = r + (hr - r) * fog, g + (hg - g) * fog, b + (hb - b) * fog
                            if y == top and edge < 1.0 and 0 < y < rim:  # against the sky, which is there
                                r += (rgb[y, col, 0] - r) * (1 - edge)
                                g += (rgb[y, col, 1] - g) * (1 - edge)
                                b += (rgb[y, col, 2] - b) * (1 - edge)
                            rgb[y, col, 0] = np.uint8(min(r, 255.0))
                            rgb[y, col, 1] = np.uint8(min(g, 255.0))
                            rgb[y, col, 2] = np.uint8(min(b, 255.0))
                            depth[y, col] = enter * cp + (height - py) * sp
                        filled = top
                    # Its roof, seen from above.
                    if high < py and filled > 0:
                        back = mid - ((high - py) * cp - leave * sp) / max((high - py) * sp + leave * cp, 1e-3) * scale
                        top = max(int(np.ceil(back - 0.5)), 0)
                        if top < filled:
                            up = 0.3 + 0.7 * max(sun[1], 0.0)
                            tone = 60 + 50 * _chance(ix & mask, iz & mask, 41)
                            for y in range(top, filled):
                                way = enter + (leave - enter) * (filled - y) / max(filled - back, 1.0)
                                fog = 1 - transmittance(way / haze_m)
                                k = tone * (1 + 0.1 * near(detail, (px + ax * way) * 3, (pz + az * way) * 3)) / 255
                                r = k * (colours[1, 0] + colours[0, 0] * up)
                                g = k * (colours[1, 1] + colours[0, 1] * up)
                                b = k * (colours[1, 2] + colours[0, 2] * up)
                                rgb[y, col, 0] = np.uint8(min(r + (hr - r) * fog, 255.0))
                                rgb[y, col, 1] = np.uint8(min(g + (hg - g) * fog, 255.0))
                                rgb[y, col, 2] = np.uint8(min(b + (hb - b) * fog, 255.0))
                                depth[y, col] = way * cp + (high - py) * sp
                            filled = top
            if next_x < next_z:
                t = next_x
                next_x += abs(inv_x) * lot
                ix += step_x
            else:
                t = next_z
                next_z += abs(inv_z) * lot
                iz += step_z
        # What is left below the horizon is ground that goes on.
        start = max(int(np.ceil(rim)), 0)
        _ground(
            rgb, depth, col, start, filled, camera, ray, 9000.0, ground, colours, sun, night, detail, time_s, haze_m
        )
        tops[number] = min(filled, start)
        if wet > 0 and base < 0:
            base = rim
        if wet > 0 and base < rows:
            # A wet street mirrors what stands behind it: exactly, about the foot of the wall; broken up by the ripples.
            y = max(int(np.ceil(base)), 0)
            while y < rows:
                v = (mid - y - 0.5) / scale
                dy = v * cp + sp
                way = min(py / max(-dy, 1e-6) * (cp - v * sp), 400.0)
                x, z = px + ax * way, pz + az * way
                puddle = tile(detail, x * 2.1 + 5, z * 1.1)
                wave = near(detail, x * 55, z * 34 + time_s * 9) * 0.5 + tile(detail, x * 9, z * 6)
                q = 1 - min(-dy, 1.0)
                share = wet * (0.22 + 1.05 * q * q * q * q) * min(max(0.80 + 0.40 * puddle, 0.25), 1.15)
                shift = wave * (4 + 0.05 * (y - base)) * cols / 1920
                # Columns to the right are not drawn yet; their mirror is taken from this one.
                across = min(max(int(col + shift * 0.5), 0), col) // every * every
                for k in range(y, min(y + (2 if way < 9 else 1), rows)):
                    source = min(max(int(2 * base - k + shift * 2.5), 0), rows - 1)
                    if source < base:
                        for c in range(3):
                            value = rgb[k, col, c] * (1 - share * 0.5) + rgb[source, across, c] * share
                            rgb[k, col, c] = np.uint8(min(value, 255.0))
                    y += 1
