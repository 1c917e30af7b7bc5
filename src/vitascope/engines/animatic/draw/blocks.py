"""A town of boxes: facades with windows, roofs and streets, by walking each column's ray through a grid of lots."""

# ruff: noqa: PLR0912, PLR0915, PLW3301 - long kernels keep their values in registers
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.columns import fill_between, stride_of
from vitascope.engines.animatic.draw.facades import chance, house_of, paint_wall
from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, near, tile
from vitascope.engines.animatic.draw.stage import Canvas, Pose

_FAR_M = 9000.0
"""As far as ground is told from haze."""


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
    river_m: float = 0.0
    """How far the water reaches from the camera to the first houses; 0 for none."""

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        """Draw over the sky that is there."""
        stride = stride_of(canvas.width)
        tops = np.empty(canvas.width // stride + 2, np.int64)
        _town(
            canvas.rgb, canvas.depth, tops, stride, self.heights, self.walls, self.detail,
            np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
            np.array([
                self.lot_m, self.margin_m, self.offset_m, self.road_m, self.wet, self.neon, self.far_m, self.river_m,
                float(self.heights.max()),
            ]),
            np.array([palette.key, palette.ambient, palette.haze, palette.horizon, palette.middle]),
            np.array(palette.sun), palette.night, palette.haze_m, time_s,
        )  # fmt: skip
        fill_between(canvas.rgb, canvas.depth, tops, stride)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _floor(x, z, foot, ground, colours, sun, night, detail, time_s):  # type: ignore[no-untyped-def]
    _, lot, margin, wet, river = ground
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
    tone = 58.0 if edge < margin else 84.0
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
        for k in range(y, min(y + (2 if foot < 0.1 else 1), end)):
            n = np.uint64(k)
            rgb[n, col, 0], rgb[n, col, 1], rgb[n, col, 2] = np.uint8(r), np.uint8(g), np.uint8(b)
            depth[n, col] = way * cp - py * sp
            y += 1


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _rows(rows, py, cp, sp, scale, haze_m, wet):  # type: ignore[no-untyped-def]
    """What the ground of a row shares in all columns: how far it is, its pixels' size, haze, and share of mirror."""
    ways = np.empty((4, rows))
    for y in range(rows):
        v = (rows / 2 - y - 0.5) / scale
        dy = v * cp + sp
        way = min(py / max(-dy, 1e-6) * (cp - v * sp), _FAR_M)
        q = 1 - min(-dy, 1.0)
        ways[0, y], ways[1, y] = way, way * way / (scale * max(py, 0.5))
        ways[2, y], ways[3, y] = 1 - transmittance(way / haze_m), wet * (0.22 + 1.05 * q * q * q * q)
    return ways


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _street(  # type: ignore[no-untyped-def]
    rgb, depth, col, kept, first, end, ways, near_row, camera, ray, farthest, ground, colours, sun, night, detail,
    haze_m,
):  # fmt: skip
    """What `_ground` is to a town, for one street: road, pavements, lamps, in loops that compilers make vectors of.

    ``ways`` is from `_rows`; from ``near_row`` on, each second row stands for two. Work is kept in ``kept``.
    """
    ax, az, cp, sp, scale = ray
    road, wet = ground[0], ground[3]
    px, py, pz = camera[0], camera[1], camera[2]
    if first >= end:
        return
    most = farthest * farthest / (scale * max(py, 0.5))
    thick = 1 - transmittance(farthest / haze_m)
    whole = max(min(near_row, end) - first, 0) if most >= 0.1 else 0
    count = np.uint64(whole + (end - first - whole + 1) // 2)
    xs, zs, fogs, grains, highs, ds = kept[0], kept[1], kept[2], kept[3], kept[4], kept[5]
    far, feet, mist = ways[0], ways[1], ways[2]
    for e in range(count):
        y = np.uint64(first + np.int64(e) + max(np.int64(e) - whole, 0))
        way = min(far[y], farthest)
        xs[e], zs[e], fogs[e], grains[e] = px + ax * way, pz + az * way, min(mist[y], thick), min(feet[y], most)
        ds[e] = way * cp - py * sp
    stretch, high = 1 << 40, 0.0
    for e in range(count):
        x, z, foot = xs[e], zs[e], grains[e]
        grain = 1.0 + 0.08 * tile(detail, x * 1.3, z * 1.3)
        if foot < 0.06:
            grain += 0.09 * min((0.06 - foot) * 30, 1.0) * near(detail, x * 30, z * 30)
        grains[e] = grain if foot >= 0.05 else -grain  # where slabs of the pavement are told apart
        if night < 1:
            # The houses on the sunny side shade the street as far as they are high, each its own stretch of it.
            if int(np.floor(z * 0.0625)) != stretch:
                stretch = int(np.floor(z * 0.0625))
                high = 12.0 + 15.0 * chance(stretch, 3, 1)
            highs[e] = high
    lean, toward = abs(sun[0]) / max(sun[1], 0.1), (1.0 if sun[0] < 0 else -1.0)
    height, day, damp = max(sun[1], 0.0), 1 - night, (1 + 0.45 * (1 - night) * (1 - wet)) * (1 - 0.45 * wet)
    pools = night * 46 if night > 0.2 else 0.0
    r0, g0, b0 = colours[0, 0] / 255, colours[0, 1] / 255, colours[0, 2] / 255
    r1, g1, b1 = colours[1, 0] / 255, colours[1, 1] / 255, colours[1, 2] / 255
    hr, hg, hb = colours[2, 0], colours[2, 1], colours[2, 2]
    reds, greens, blues = kept[6], kept[7], kept[8]
    for e in range(count):
        x, z, grain, fog = xs[e], zs[e], abs(grains[e]), fogs[e]
        side = abs(x)
        slab = ((x * 1.6 - np.floor(x * 1.6) < 0.04) | (z * 0.8 - np.floor(z * 0.8) < 0.03)) & (grains[e] < 0)
        pavement = 130.0 if side < road - 2.2 else (76.8 if slab else 96.0)
        tone = pavement if side > road - 2.4 else 62.0
        line = (side < 0.07) & (side <= road - 2.4) & (z * 0.16 - np.floor(z * 0.16) < 0.5)
        lit = min(max((road + x * toward - highs[e] * lean) * 1.6 + 0.5, 0.0), 1.0) * day
        up = height * (0.22 + 0.85 * lit)
        tone = tone * grain * damp
        # Pools of light under the lamps, every 18 m on both sides.
        m = (z / 18.0 - np.floor(z / 18.0) - 0.5) * 18.0
        d = side - road + 2.0
        p = pools / (1 + (d * d + m * m) * 0.11) * grain
        gain, lift = (1.9 if line else 1.0), (12.0 if line else 0.0)
        r = tone * (r1 + r0 * up) * gain + lift + p
        g = tone * (g1 + g0 * up) * gain + lift + p * 0.72
        b = tone * (b1 + b0 * up) * gain + lift * (11 / 12) + p * 0.40
        r, g, b = min(r + (hr - r) * fog, 255.0), min(g + (hg - g) * fog, 255.0), min(b + (hb - b) * fog, 255.0)
        reds[e], greens[e], blues[e] = r, g, b
    y = first
    for e in range(count):
        for _ in range(1 if np.int64(e) < whole else min(2, end - y)):
            n = np.uint64(y)
            rgb[n, col, 0], rgb[n, col, 1], rgb[n, col, 2] = np.uint8(reds[e]), np.uint8(greens[e]), np.uint8(blues[e])
            depth[n, col] = ds[e]
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
    river, highest = how[7], how[8]
    ground = (road, lot, margin, wet, river)
    ways = _rows(rows, py, cp, sp, scale, haze_m, wet)
    street, kept = road > 0, np.zeros((9, rows))
    near_row = 0
    while near_row < rows and ways[1, near_row] >= 0.1:
        near_row += 1
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
            # Nothing beyond can rise above what is drawn: the rest of this column is sky.
            over = (highest - py) * cp - t * sp
            if over > 0 and filled <= rim and mid - over / max((highest - py) * sp + t * cp, 1e-3) * scale > filled:
                break
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
                    if street:
                        _street(
                            rgb, depth, col, kept, start, filled, ways, near_row, camera, ray, enter, ground, colours,
                            sun, night, detail, haze_m,
                        )  # fmt: skip
                    else:
                        _ground(
                            rgb, depth, col, start, filled, camera, ray, enter, ground, colours, sun, night, detail,
                            time_s, haze_m,
                        )  # fmt: skip
                    if base < 0:
                        base = low_row
                    filled = min(filled, start)
                    # Its wall.
                    top = max(int(np.ceil(top_row - 0.5)), 0)
                    if top < filled:
                        fog = 1 - transmittance(enter / haze_m)
                        along = (pz + az * enter) if face < 2 else (px + ax * enter)
                        span = max(low_row - top_row, 1e-3)
                        house = house_of(ix & mask, iz & mask, face, walls, colours, sun, night)
                        edge = top + 0.5 - top_row
                        sky = 1 - edge if edge < 1.0 and 0 < top < rim else 0.0  # which is there
                        paint_wall(
                            rgb, depth, col, top, filled, along, high, face, ix & mask, iz & mask, house, colours,
                            night, neon, detail, low_row, span, sky, fog, enter, (cp, sp, py, scale),
                        )  # fmt: skip
                        filled = top
                    # Its roof, seen from above.
                    if high < py and filled > 0:
                        back = mid - ((high - py) * cp - leave * sp) / max((high - py) * sp + leave * cp, 1e-3) * scale
                        top = max(int(np.ceil(back - 0.5)), 0)
                        if top < filled:
                            up = 0.3 + 0.7 * max(sun[1], 0.0)
                            tone = 60 + 50 * chance(ix & mask, iz & mask, 41)
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
        if street:
            _street(
                rgb, depth, col, kept, start, filled, ways, near_row, camera, ray, _FAR_M, ground, colours, sun, night,
                detail, haze_m,
            )  # fmt: skip
        else:
            _ground(
                rgb, depth, col, start, filled, camera, ray, _FAR_M, ground, colours, sun, night, detail, time_s, haze_m
            )
        tops[number] = min(filled, start)
        if wet > 0 and base < 0:
            base = rim
        if wet > 0 and base < rows:
            # A wet street mirrors what stands behind it: exactly, about the foot of the wall; broken up by the ripples.
            y = max(int(np.ceil(base)), 0)
            while y < rows:
                way = min(ways[0, np.uint64(y)], 400.0)
                x, z = px + ax * way, pz + az * way
                puddle = tile(detail, x * 2.1 + 5, z * 1.1)
                wave = tile(detail, x * 12, z * 5 + time_s) * 0.6 + tile(detail, x * 5, z * 2.5 + time_s * 0.6)
                share = ways[3, np.uint64(y)] * min(max(0.80 + 0.40 * puddle, 0.25), 1.15)
                shift = wave * (4 + 0.05 * (y - base)) * cols / 1920
                # Columns to the right are not drawn yet; their mirror is taken from this one.
                across = min(max(int(col + shift * 0.5), 0), col) // every * every
                for k in range(y, min(y + (2 if way < 20 else 1), rows)):
                    source = min(max(int(2 * base - k + shift * 2.5), 0), rows - 1)
                    if source < base:
                        for c in range(3):
                            value = rgb[k, col, c] * (1 - share * 0.5) + rgb[source, across, c] * share
                            rgb[k, col, c] = np.uint8(min(value, 255.0))
                    y += 1
