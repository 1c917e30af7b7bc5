"""A town of boxes: facades with windows, roofs and streets, by walking each column's ray through a grid of lots.

Numba's cache on disk sees no change in the kernels that this file calls: who changes `streets` or `facades` changes a
line here too (last: snow by night).
"""

# ruff: noqa: PLR0912, PLR0915 - long kernels keep their values in registers
# mypy: disable-error-code="assignment"
# numba types the kernel; one name may stand for two kinds of number
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.columns import BLOCK, fill_between, stride_of, write_block
from vitascope.engines.animatic.draw.facades import (
    BLUE,
    DEPTH,
    GREEN,
    PLANES,
    RED,
    chance,
    house_of,
    paint_wall,
)
from vitascope.engines.animatic.draw.lettering import lettering
from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, near
from vitascope.engines.animatic.draw.samples import quads
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.streets import FAR_M, ground, mirror, pack, rows_of, street


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
    snow: float = 0.0
    """How much of the ground lies under it, 0 to 1."""
    neon: float = 0.0
    far_m: float = 3000.0
    river_m: float = 0.0
    """How far the water reaches from the camera to the first houses; 0 for none."""

    grains: tuple[NDArray[np.int32], tuple[float, float]] = field(init=False)
    """``detail`` as puddles read it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "grains", quads(self.detail))

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        """Draw over the sky that is there."""
        stride = stride_of(canvas.width)
        grains, grade = self.grains
        tops = np.empty(canvas.width // stride + 2, np.int64)
        _town(
            canvas.rgb, canvas.depth, tops, stride, self.heights, self.walls, self.detail, lettering(),
            (grains, self.detail.shape[0].bit_length() - 1), grade,
            np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
            np.array([
                self.lot_m, self.margin_m, self.offset_m, self.road_m, self.wet, self.neon, self.far_m, self.river_m,
                float(self.heights.max()), self.snow,
            ]),
            np.array([palette.key, palette.ambient, palette.haze, palette.horizon, palette.middle]),
            np.array(palette.sun), palette.night, palette.haze_m, time_s,
        )  # fmt: skip
        if stride > 2:
            fill_between(canvas.rgb, canvas.depth, tops, stride)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _town(  # type: ignore[no-untyped-def]
    rgb,
    depth,
    tops,
    every,
    heights,
    walls,
    detail,
    letters,
    grains,
    grade,
    camera,
    how,
    colours,
    sun,
    night,
    haze_m,
    time_s,
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
    floor = (road, lot, margin, wet, river, how[9])
    ways = rows_of(rows, py, cp, sp, scale, haze_m, wet)
    lane, pix, spots = road > 0, np.zeros(PLANES, np.float32), np.empty(rows, np.int32)
    red, green, blue = np.float32(hr), np.float32(hg), np.float32(hb)
    count = (cols + every - 1) // every + 1
    # Until their rows are written: the columns of this block, and of the one before, which a wet street mirrors.
    shades, depths = np.empty((2 * BLOCK + 1, rows), np.int32), np.empty((BLOCK + 1, rows), np.float32)
    covers, first = np.zeros(BLOCK + 1, np.int64), 0
    near_row = 0
    while near_row < rows and ways[1, near_row] >= 0.1:
        near_row += 1
    for number in range(count):
        col = min(number * every, cols - 1)
        u = (col + 0.5 - cols / 2) / scale
        ax, az = sy + u * cy, cy - u * sy
        ray = (ax, az, cp, sp, scale, mid)
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
                    if lane:
                        street(
                            pix, start, filled, ways, near_row, camera, ray, enter, floor, colours, sun, night, detail,
                            haze_m,
                        )  # fmt: skip
                    else:
                        ground(
                            pix, start, filled, camera, ray, enter, floor, colours, sun, night, detail, time_s, haze_m,
                        )  # fmt: skip
                    if base < 0:
                        base = low_row
                    filled = min(filled, start)
                    # Its wall.
                    top = max(int(np.ceil(top_row - 0.5)), 0)
                    if top < filled:
                        fog = 1 - transmittance(enter / haze_m)
                        # Metres from the wall's left end, as one stands before it.
                        if face < 2:
                            along = pz + az * enter - z0 if face == 0 else z1 - pz - az * enter
                            wall = (along, z1 - z0)
                        else:
                            along = px + ax * enter - x0 if face == 2 else x1 - px - ax * enter
                            wall = (along, x1 - x0)
                        span = max(low_row - top_row, 1e-3)
                        house = house_of(ix & mask, iz & mask, face, walls, colours, sun, night)
                        edge = top + 0.5 - top_row
                        sky = 1 - edge if edge < 1.0 and 0 < top < rim else 0.0  # which is there
                        paint_wall(
                            pix, top, filled, wall, high, face, ix & mask, iz & mask, house, colours, night, neon,
                            detail, letters, low_row, span, enter, (cp, sp, py, scale),
                        )  # fmt: skip
                        keep, mist = np.float32(1 - fog), np.float32(fog)
                        mr, mg, mb = red * mist, green * mist, blue * mist
                        for y in range(np.uint64(top), np.uint64(filled)):
                            pix[y + RED] = pix[y + RED] * keep + mr
                            pix[y + GREEN] = pix[y + GREEN] * keep + mg
                            pix[y + BLUE] = pix[y + BLUE] * keep + mb
                        if sky > 0:
                            y = np.uint64(top)
                            pix[y + RED] += (np.float32(rgb[y, col, 0]) - pix[y + RED]) * np.float32(sky)
                            pix[y + GREEN] += (np.float32(rgb[y, col, 1]) - pix[y + GREEN]) * np.float32(sky)
                            pix[y + BLUE] += (np.float32(rgb[y, col, 2]) - pix[y + BLUE]) * np.float32(sky)
                        filled = top
                    # Its roof, seen from above.
                    if high < py and filled > 0:
                        back = mid - ((high - py) * cp - leave * sp) / max((high - py) * sp + leave * cp, 1e-3) * scale
                        top = max(int(np.ceil(back - 0.5)), 0)
                        if top < filled:
                            up = 0.3 + 0.7 * max(sun[1], 0.0)
                            tone = 60 + 50 * chance(ix & mask, iz & mask, 41)
                            tone += (150.0 - tone) * floor[5]  # snow
                            for row in range(top, filled):
                                y = np.uint64(row)
                                way = enter + (leave - enter) * (filled - row) / max(filled - back, 1.0)
                                fog = 1 - transmittance(way / haze_m)
                                k = tone * (1 + 0.1 * near(detail, (px + ax * way) * 3, (pz + az * way) * 3)) / 255
                                r = k * (colours[1, 0] + colours[0, 0] * up)
                                g = k * (colours[1, 1] + colours[0, 1] * up)
                                b = k * (colours[1, 2] + colours[0, 2] * up)
                                pix[y + RED] = np.float32(r + (hr - r) * fog)
                                pix[y + GREEN] = np.float32(g + (hg - g) * fog)
                                pix[y + BLUE] = np.float32(b + (hb - b) * fog)
                                pix[y + DEPTH] = np.float32(way * cp + (high - py) * sp)
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
        if lane:
            street(
                pix, start, filled, ways, near_row, camera, ray, FAR_M, floor, colours, sun, night, detail, haze_m
            )  # fmt: skip
        else:
            ground(pix, start, filled, camera, ray, FAR_M, floor, colours, sun, night, detail, time_s, haze_m)
        tops[number] = min(filled, start)
        place = number - first
        covers[place] = rows - tops[number]
        shade, deep, wetted = shades[np.uint64(BLOCK + place)], depths[np.uint64(place)], rows
        if wet > 0:
            if base < 0:
                base = rim
            wetted = min(max(int(np.ceil(base)), tops[number]), rows)
        pack(pix, shade, deep, tops[number], wetted)
        if wetted < rows:
            mirror(
                pix, spots, wetted, base, rgb, shades, tops, number, place, every, ways, camera, ray, grains, grade,
                time_s,
            )  # fmt: skip
            pack(pix, shade, deep, wetted, rows)
        if place == BLOCK or number == count - 1:
            write_block(rgb, depth, shades[BLOCK:], depths, covers, first, place, every, number == count - 1)
            shades[: BLOCK + 1] = shades[BLOCK:]
            depths[0], covers[0], first = depths[place], covers[place], number
