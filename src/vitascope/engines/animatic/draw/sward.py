"""What grows near the camera: blades, stalks with ears, flowers and ferns, which bend in waves of wind.

Plants stand at chance in the cells of a grid that is fixed to the ground, so that they stay where they are while the
camera moves: near ones in small cells, far ones in large, each size fading out where the next is enough. A blade takes
its colour from the ground that is already painted at its foot: so it has that ground's light, shade and haze.
"""

# ruff: noqa: PLR0912, PLR0915 - a long kernel keeps its values in registers
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.facades import chance
from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, tile
from vitascope.engines.animatic.draw.stage import Canvas, Colour, Pose

RINGS = ((0.24, 0.9, 6.5, 6.0), (0.55, 5.0, 17.0, 5.0), (1.4, 13.0, 48.0, 5.0))
"""Each size of cell: its side, from where it begins, how far it goes, all in metres, and blades in a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sward:
    """The plants of one shot. ``heights`` and ``cell_m`` are those of the terrain on which they grow."""

    heights: Field
    cell_m: float
    detail: Field
    tall_m: float = 0.2
    wide_m: float = 0.007
    blades: float = 1.0
    """How dense they stand, 1.0 is a meadow."""
    ears: float = 0.0
    """Share of stalks with an ear, as of wheat."""
    flowers: tuple[Colour, ...] = ()
    flower_m: float = 0.016
    """Radius of a flower's head."""
    flowering: float = 0.10
    """Share of blades that are stems with a flower."""
    tip: tuple[float, float, float] = (1.30, 1.28, 1.10)
    """Colour of a tip over that of the ground."""
    fern: float = 0.0
    """Share of cells in which a fern stands."""
    bare_m: float = 0.0
    """Half the width of a path along +z on which nothing grows."""
    wind: float = 1.0
    first_m: float = 0.0
    """From where on they grow: what is nearer is left free."""

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        """Over the ground that is there, far ones first."""
        if pose.y - self._ground(pose) > 9.0:
            return  # from so high up, blades are finer than the grain of the ground
        colours = np.array(self.flowers or ((0.0, 0.0, 0.0),), np.float64)
        light = np.array([0.62 * a + 0.5 * k for a, k in zip(palette.ambient, palette.key, strict=True)])
        for cell, near, far, count in reversed(RINGS):
            _grow(
                canvas.rgb, canvas.depth, self.heights, self.detail,
                np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
                np.array([
                    cell, max(near, self.first_m), far, count * self.blades, self.cell_m, self.tall_m, self.wide_m,
                    self.ears, self.flowering if self.flowers else 0.0, self.flower_m, self.fern, self.bare_m,
                    self.wind, time_s, palette.haze_m,
                ]),
                np.array(self.tip), colours, light, np.array(palette.haze),
                max(0.0, palette.disc * (1 - palette.elevation)) * (1 - palette.night),
            )  # fmt: skip

    def _ground(self, pose: Pose) -> float:
        half = self.heights.shape[0] / 2
        row, col = int(pose.z / self.cell_m + half), int(pose.x / self.cell_m + half)
        side = self.heights.shape[0]
        return float(self.heights[row % side, col % side])


def meadow_of(random: np.random.Generator, colours: tuple[str, ...]) -> tuple[Colour, ...]:
    """What flowers in a meadow: those that the prompt names, else two or three kinds of a summer."""
    named = tuple(FLOWERS[c] for c in colours if c in FLOWERS)
    if named:
        return named
    kinds: tuple[tuple[Colour, ...], ...] = (
        (FLOWERS["white"], FLOWERS["yellow"], FLOWERS["purple"]), (FLOWERS["red"], FLOWERS["white"], FLOWERS["blue"]),
        (FLOWERS["yellow"], FLOWERS["yellow"], FLOWERS["pink"]), (FLOWERS["pink"], FLOWERS["white"], FLOWERS["purple"]),
    )  # fmt: skip
    return kinds[int(random.integers(len(kinds)))]


FLOWERS: dict[str, Colour] = {
    "red": (224, 44, 34), "white": (250, 248, 240), "yellow": (252, 214, 54), "purple": (142, 92, 204),
    "violet": (142, 92, 204), "blue": (82, 104, 224), "pink": (244, 132, 178), "orange": (250, 142, 40),
    "golden": (250, 196, 44),
}  # fmt: skip


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _grow(rgb, depth, heights, detail, camera, how, tip, flowers, light, haze, through):  # type: ignore[no-untyped-def]
    rows, cols = rgb.shape[0], rgb.shape[1]
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cell, near, far, count, cell_m, tall, wide = how[0], how[1], how[2], how[3], how[4], how[5], how[6]
    ears, flowering, flower_m, fern, bare = how[7], how[8], how[9], how[10], how[11]
    wind, time_s, haze_m = how[12], how[13], how[14]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    half = heights.shape[0] / 2
    spread = 1.06 / focal
    # Cells are walked from far to near in strips across the view, each as deep as a cell.
    strips = int((far - near) / cell) + 1
    for strip in range(strips, -1, -1):
        ahead = near + strip * cell
        reach = ahead * spread + 1.5 * cell
        across = int(reach / cell) + 1
        for k in range(-across, across + 1):
            # The cell of the ground's grid in whose reach this spot of the strip falls.
            wx, wz = px + ahead * sy + k * cell * cy, pz + ahead * cy - k * cell * sy
            gx, gz = int(np.floor(wx / cell)), int(np.floor(wz / cell))
            n = count * (0.75 + 0.5 * chance(gx, gz, 3))
            whole = int(n) + (1 if chance(gx, gz, 5) < n - int(n) else 0)
            has_fern = chance(gx, gz, 9) < fern
            for m in range(whole):
                c1, c2, c3 = chance(gx, gz, 11 + m * 5), chance(gx, gz, 12 + m * 5), chance(gx, gz, 13 + m * 5)
                x, z = (gx + c1) * cell, (gz + c2) * cell
                if has_fern:
                    x, z = (gx + 0.5) * cell + (c1 - 0.5) * 0.1, (gz + 0.5) * cell + (c2 - 0.5) * 0.1
                if abs(x) < bare * (0.7 + 0.6 * c3):
                    continue
                dx, dz = x - px, z - pz
                away = dx * sy + dz * cy
                if away < near * 0.92 or away > far * 1.02 or away < 0.5:
                    continue
                # Each size comes and goes by height, so that none pops up.
                grown = min(max((far - away) / (0.28 * far), 0.0), 1.0)
                if near > 1.0:
                    grown *= min(max((away - near) / (0.25 * near), 0.0), 1.0)
                if grown < 0.08:
                    continue
                foot = tile(heights, x / cell_m + half, z / cell_m + half)
                dy = foot - py
                d = dy * sp + away * cp
                if d < 0.4:
                    continue
                col = cols / 2 + (dx * cy - dz * sy) / d * scale
                row = rows / 2 - (dy * cp - away * sp) / d * scale
                ppm = scale / d
                size = tall * (0.55 + 0.75 * c3) * grown
                # Patches of taller and of shorter growth.
                size *= 0.72 + 0.28 * min(max(1 + 0.8 * tile(detail, x * 1.7 + 9, z * 1.7), 0.0), 2.0)
                high = size * ppm
                if high < 1.4 or col < -high or col > cols + high or row - high > rows or row < 0:
                    continue
                i0, j0 = min(max(int(col), 0), cols - 1), min(max(int(row), 0), rows - 1)
                if depth[j0, i0] < d * 0.93 - 0.15:
                    continue  # its foot is behind something
                br, bg, bb = rgb[j0, i0, 0] + 0.0, rgb[j0, i0, 1] + 0.0, rgb[j0, i0, 2] + 0.0
                tone = 0.86 + 0.30 * chance(gx, gz, 14 + m * 5)
                # Wind comes in waves that cross the field, and each blade trembles on its own.
                # Wide and unhurried: what trembles faster than one can follow is noise, on the screen and in a file.
                gust = tile(detail, x * 0.7 - time_s * 3.2 * wind, z * 0.7 - time_s * 1.2 * wind)
                gust += 0.5 * tile(detail, x * 1.9 - time_s * 3.0 * wind, z * 1.9)
                bend = wind * (0.16 + 0.18 * gust + 0.012 * np.sin(time_s * (1.6 + c1) + c2 * 40))
                bend += (c1 - 0.5) * 0.75
                if has_fern:
                    bend = (c1 - 0.5) * 3.4 + 0.05 * gust * wind
                    high *= 1.5
                stem = chance(gx, gz, 15 + m * 5)
                flower = stem < flowering
                ear = not flower and stem > 1 - ears
                thick = max(wide * ppm * (0.75 + 0.5 * c2) * (2.2 if has_fern else 0.55 if flower else 1.0), 0.9)
                if ear:
                    thick *= 0.6
                first = int(row)
                last = max(int(row - high), 0)
                kept = np.exp(-d / haze_m)
                shine = 1 + 0.20 * gust * wind + 0.35 * through
                for j in range(min(first, rows - 1), last - 1, -1):
                    f = (row - j) / high
                    if f < 0 or f > 1:
                        continue
                    x0 = col + bend * high * f * f * 0.5
                    w = thick * (1 - 0.85 * f * f if not ear else 1.0)
                    r0, r1, r2 = tone, tone, tone
                    lit = 0.66 + 0.34 * f  # the foot of a blade is in the shade of the others
                    r0 *= lit + (tip[0] * shine - 1) * f
                    r1 *= lit + (tip[1] * shine - 1) * f
                    r2 *= lit + (tip[2] * shine - 1) * f
                    if ear and f > 0.70:
                        e = (f - 0.70) / 0.30
                        w = max(2.6 * thick * np.sin(np.pi * min(e * 0.92 + 0.08, 1.0)), 0.6)
                        # Its grains are its own: counted by the screen's rows, they would flicker as it sways.
                        grain = 0.86 + 0.28 * (int(e * 9.0) & 1) if thick > 1.2 else 1.0
                        r0, r1, r2 = r0 * 1.10 * grain, r1 * 1.04 * grain, r2 * 0.86 * grain
                    if has_fern:
                        w = thick * (0.25 + 2.2 * f * (1 - f) * 2 * (0.5 + 0.5 * ((j // max(int(ppm * 0.018), 1)) & 1)))
                    cr, cg, cb = min(br * r0, 255.0), min(bg * r1, 255.0), min(bb * r2, 255.0)
                    a, b = x0 - w * 0.5, x0 + w * 0.5
                    for i in range(max(int(np.floor(a)), 0), min(int(np.floor(b)) + 1, cols)):
                        if depth[j, i] < d - 0.02:
                            continue
                        share = min(min(b, i + 1.0) - max(a, i + 0.0), 1.0)
                        u, v = np.uint64(j), np.uint64(i)
                        rgb[u, v, 0] = np.uint8(rgb[u, v, 0] + (cr - rgb[u, v, 0]) * share)
                        rgb[u, v, 1] = np.uint8(rgb[u, v, 1] + (cg - rgb[u, v, 1]) * share)
                        rgb[u, v, 2] = np.uint8(rgb[u, v, 2] + (cb - rgb[u, v, 2]) * share)
                        if share > 0.4:
                            depth[u, v] = d
                if flower:
                    which = int(chance(gx, gz, 16 + m * 5) * 0.999 * flowers.shape[0])
                    size_f = max(flower_m * ppm * (0.7 + 0.6 * c2) * min(grown * 1.3, 1.0), 0.8)
                    fx, fy = col + bend * high * 0.5, row - high
                    flat = 0.62
                    for j in range(max(int(fy - size_f * flat), 0), min(int(fy + size_f * flat) + 1, rows)):
                        for i in range(max(int(fx - size_f), 0), min(int(fx + size_f) + 1, cols)):
                            if depth[j, i] < d - 0.02:
                                continue
                            a, b = (i + 0.5 - fx) / size_f, (j + 0.5 - fy) / (size_f * flat)
                            q = a * a + b * b
                            petal = 1.0 if size_f < 3 else 0.80 + 0.20 * np.cos(5 * np.arctan2(b, a) + c3 * 6)
                            if q > petal:
                                continue
                            share = min((petal - q) * size_f + 0.35, 1.0)
                            shade = (0.82 + 0.26 * (-b)) * (1.0 if q > 0.10 or size_f < 3 or tall < 0.08 else 0.62)
                            for c in range(3):
                                value = flowers[which, c] * light[c] / 255 * shade
                                value = min(value * kept + haze[c] * (1 - kept), 255.0)
                                rgb[j, i, c] = np.uint8(rgb[j, i, c] + (value - rgb[j, i, c]) * share)
                            if share > 0.5:
                                depth[j, i] = d
