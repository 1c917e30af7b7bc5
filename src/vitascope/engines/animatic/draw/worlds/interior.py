"""A room: plaster, boards, a table, and a window with the weather behind it, out of focus."""

# ruff: noqa: PLR0912, PLR0915 - one kernel, its arguments by position
from __future__ import annotations

import math
import threading
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.light import Palette, palette_at
from vitascope.engines.animatic.draw.noise import Field, tile
from vitascope.engines.animatic.draw.sky import DITHER, buffer
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose, WorldPainter
from vitascope.engines.animatic.draw.terrain import detail_texture
from vitascope.engines.animatic.draw.weather import paint_weather
from vitascope.engines.animatic.draw.worlds.baking import TABLE_M, Room, bake
from vitascope.engines.animatic.draw.worlds.land import hills
from vitascope.engines.animatic.draw.worlds.town import city
from vitascope.engines.animatic.graph import Shot, World

SILL_M = 0.90
"""Height of a window sill, as the reading has it."""

_scratch = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A `WorldPainter` of a room; ``outside`` paints what is seen through its window."""

    shot: Shot
    seed: int
    room: Room
    outside: WorldPainter
    lit: NDArray[np.float32]
    """Light on each face, ``(6, side, side, 3)``: left, right, floor, ceiling, wall ahead, table."""
    detail: Field
    air: Light

    @property
    def light(self) -> Light:
        return self.air

    def ground(self, x: float, z: float) -> float:  # noqa: ARG002 - floors are flat
        """The floor: what stands on the table says so by its height."""
        return 0.0

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        room = self.room
        canvas.depth[:] = 60.0
        if room.window[1] > room.window[0]:
            self._view(canvas, pose, time_s)
        else:
            canvas.rgb[:] = 0
        points = max(canvas.width // 640, 1)
        shape = (canvas.height // points + 2, canvas.width // points + 2)
        low, what = buffer("walls", (*shape, 4)), buffer("surfaces", shape)
        _walls(
            canvas.rgb, canvas.depth, low, what, points,
            np.array([
                pose.x, pose.y, pose.z, math.cos(pose.yaw), math.sin(pose.yaw), math.cos(pose.pitch),
                math.sin(pose.pitch), pose.focal * canvas.width / 2,
            ]),
            np.array([room.half, room.back, room.high]), np.array(room.window), np.array(room.table),
            np.array([room.plaster, room.curtain]), self.lit, self.detail, time_s, DITHER,
        )  # fmt: skip

    def _view(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        """What is outside, at a fifth of the size and blurred, as a lens focused in the room sees it."""
        height, width = canvas.height // 5, canvas.width // 5
        small: Canvas | None = getattr(_scratch, "small", None)
        if small is None or small.rgb.shape[:2] != (height, width):
            small = Canvas(rgb=np.zeros((height, width, 3), np.uint8), depth=np.zeros((height, width), np.float32))
            _scratch.small = small
        up = replace(pose, y=pose.y + (2.0 if self.shot.world.time != "night" else 34.0))
        self.outside.paint(small, up, time_s)
        blurred = cv2.GaussianBlur(small.rgb, (0, 0), max(width / 210, 0.6))
        small.rgb[:] = blurred
        paint_weather(small, up, self.outside.light, _outdoors(self.shot), time_s, self.seed)
        soft = cv2.GaussianBlur(small.rgb, (0, 0), max(width / 900, 0.4))
        cv2.resize(soft, (canvas.width, canvas.height), dst=canvas.rgb, interpolation=cv2.INTER_LINEAR)


def _outdoors(shot: Shot) -> Shot:
    """The same hour and weather, out of doors."""
    world = shot.world
    kind: World = replace(world, kind="city" if world.time == "night" else "hills", tags=())
    return replace(shot, world=kind, effects=())


def interior(shot: Shot, seed: int) -> Inside:
    tags = shot.world.tags
    on_table = [a.path[0] for a in shot.actors if abs(a.path[0].y - TABLE_M) < 0.06]
    on_sill = [a.path[0] for a in shot.actors if abs(a.path[0].y - SILL_M) < 0.05]
    half, back, high = 2.5, 3.3, 2.7
    window = (-0.85, 1.25, SILL_M, 2.25)
    table = (0.0, 0.0, 0.0, 0.0)
    curtain, plaster = (196.0, 184.0, 166.0), (206.0, 194.0, 174.0)
    if on_table or "table" in tags:
        x, z = (on_table[0].x, on_table[0].z) if on_table else (0.0, 1.4)
        table = (x - 0.75, x + 0.85, max(z - 0.45, 0.08), z + 0.42)
        back = max(z + 1.0, 1.7)
    if on_sill:
        x, z = on_sill[0].x, on_sill[0].z
        back = z + 0.13
        window = (x - 1.0, x + 1.15, SILL_M, 2.3)
    if "corridor" in tags:
        half, back, window = 1.4, 18.0, (0.0, 0.0, 0.0, 0.0)
    if "stage" in tags:
        half, back, high, window = 6.0, 9.0, 5.5, (0.0, 0.0, 0.0, 0.0)
        curtain, plaster = (150.0, 24.0, 30.0), (64.0, 50.0, 52.0)
    far = max((a.path[0].z for a in shot.actors), default=0.0)
    if not on_table and not on_sill:
        back = max(back, far + 1.6)
        half = max(half, 0.5 * far + 1.5)
    lamp = (-0.75 * half, 1.5, 0.72 * back)
    room = Room(
        half=half, back=back, high=high, window=window, table=table, curtain=curtain, plaster=plaster, lamp=lamp
    )
    sky = palette_at(shot, (shot.start_s + shot.end_s) / 2)
    outside_shot = _outdoors(shot)
    outside: WorldPainter = city(outside_shot, seed) if shot.world.time == "night" else hills(outside_shot, seed)
    lit = bake(room, sky, warm=max(0.8 * sky.night, 0.34 if "stage" not in tags else 1.0))
    return Inside(
        shot=shot, seed=seed, room=room, outside=outside, lit=lit, detail=detail_texture(seed), air=_air(room, sky)
    )


def _air(room: Room, sky: Palette) -> Light:
    """For what stands in the room: the window is the key from behind, the lamp warms the shade."""
    warm = 0.35 + 0.65 * sky.night
    day = 1 - 0.75 * sky.night
    key = tuple(min(0.62 * k * day + w * 0.75 * warm, 255.0) for k, w in zip(sky.key, (255, 186, 116), strict=True))
    shade = tuple(0.95 * a * day + w * 0.30 * warm + 12 for a, w in zip(sky.ambient, (255, 190, 130), strict=True))
    return Light(
        sun=(-0.55, 0.45, -0.70) if room.window[0] == room.window[1] else (-0.62, 0.52, 0.59),
        key=(key[0], key[1], key[2]), ambient=(shade[0], shade[1], shade[2]), rim=sky.horizon, haze=(120, 104, 88),
        haze_m=60.0, night=sky.night * 0.5,
    )  # fmt: skip


GLASS = 90
"""The surface that is not painted, since the view is there already."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _lit(lit, face, u, v):  # type: ignore[no-untyped-def]
    n = lit.shape[1]
    x, y = min(max(u * n - 0.5, 0.0), n - 1.001), min(max(v * n - 0.5, 0.0), n - 1.001)
    f, g = np.float32(x - int(x)), np.float32(y - int(y))
    k, i, j, one = np.uint64(face), np.uint64(int(x)), np.uint64(int(y)), np.uint64(1)
    w00, w01 = (1 - f) * (1 - g), f * (1 - g)
    w10, w11 = (1 - f) * g, f * g
    i1, j1 = i + one, j + one
    return (
        lit[k, j, i, 0] * w00 + lit[k, j, i1, 0] * w01 + lit[k, j1, i, 0] * w10 + lit[k, j1, i1, 0] * w11,
        lit[k, j, i, 1] * w00 + lit[k, j, i1, 1] * w01 + lit[k, j1, i, 1] * w10 + lit[k, j1, i1, 1] * w11,
        lit[k, j, i, 2] * w00 + lit[k, j, i1, 2] * w01 + lit[k, j1, i, 2] * w10 + lit[k, j1, i1, 2] * w11,
    )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _walls(  # type: ignore[no-untyped-def]
    rgb, depth, low, what, points, camera, size, window, table, colours, lit, detail, time_s, dither
):
    """Every ``points``-th pixel each way, mixed between where all four see the same surface, and computed where not."""
    rows, cols = rgb.shape[0], rgb.shape[1]
    for j in range(low.shape[0]):
        for i in range(low.shape[1]):
            y, x = np.uint64(min(j * points, rows - 1)), np.uint64(min(i * points, cols - 1))
            r, g, b, t, surface = _point(
                j * points, i * points, rows, cols, rgb[y, x, 0], rgb[y, x, 1], rgb[y, x, 2], camera, size, window,
                table, colours, lit, detail, time_s,
            )  # fmt: skip
            low[j, i, 0], low[j, i, 1], low[j, i, 2], low[j, i, 3] = r, g, b, t
            what[j, i] = surface
    one, full = np.float32(1), np.float32(255)
    for j in range(rows):
        jj = j // points
        g = np.float32(j - jj * points) / np.float32(points)
        line, far, above, below = rgb[j], depth[j], low[jj], low[jj + 1]
        kinds, others = what[jj], what[jj + 1]
        for ii in range((cols + points - 1) // points):
            m, n = np.uint64(ii), np.uint64(ii + 1)
            kind = kinds[m]
            same = kind == kinds[n] and kind == others[m] and kind == others[n]
            if same and kind == GLASS:
                continue
            for i in range(ii * points, min(ii * points + points, cols)):
                at = np.uint64(i)
                if same:
                    f = np.float32(i - ii * points) / np.float32(points)
                    w00, w01, w10, w11 = (one - f) * (one - g), f * (one - g), (one - f) * g, f * g
                    d = dither[np.uint64(j & 3), np.uint64(i & 3)]
                    for c in range(3):
                        k = np.uint64(c)
                        value = above[m, k] * w00 + above[n, k] * w01 + below[m, k] * w10 + below[n, k] * w11 + d
                        line[at, k] = np.uint8(np.int32(min(value, full)))
                    k = np.uint64(3)
                    far[at] = above[m, k] * w00 + above[n, k] * w01 + below[m, k] * w10 + below[n, k] * w11
                    continue
                r, gr, b, t, surface = _point(
                    j, i, rows, cols, line[at, 0], line[at, 1], line[at, 2], camera, size, window, table, colours, lit,
                    detail, time_s,
                )  # fmt: skip
                if surface != GLASS:
                    d = dither[j & 3, i & 3]
                    line[at, 0] = np.uint8(min(r + d, 255.0))
                    line[at, 1] = np.uint8(min(gr + d, 255.0))
                    line[at, 2] = np.uint8(min(b + d, 255.0))
                    far[at] = t


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _point(j, i, rows, cols, br, bg, bb, camera, size, window, table, colours, lit, detail, time_s):  # type: ignore[no-untyped-def]
    """Colour, depth and surface of what is seen at one pixel."""
    px, py, pz, cy, sy, cp, sp, scale = (
        camera[0], camera[1], camera[2], camera[3], camera[4], camera[5], camera[6], camera[7],
    )  # fmt: skip
    half, back, high = size[0], size[1], size[2]
    has_window, has_table = window[1] > window[0], table[1] > table[0]
    width = window[1] - window[0]
    v = (rows / 2 - j - 0.5) / scale
    dy, ahead = v * cp + sp, cp - v * sp
    u = (i + 0.5 - cols / 2) / scale
    ax, az = u * cy + ahead * sy, ahead * cy - u * sy
    # The nearest face of the box.
    t, face = 1e9, 4
    if az > 1e-6:
        t = (back - pz) / az
    if abs(ax) > 1e-6:
        s = ((half if ax > 0 else -half) - px) / ax
        if s < t:
            t, face = s, (1 if ax > 0 else 0)
    if abs(dy) > 1e-6:
        s = ((high if dy > 0 else 0.0) - py) / dy
        if s < t:
            t, face = s, (3 if dy > 0 else 2)
    if has_table and abs(dy) > 1e-6:
        s = (0.75 - py) / dy
        if 0 < s < t and table[0] < px + ax * s < table[1] and table[2] < pz + az * s < table[3]:
            t, face = s, 5
        # Its front and far edges are 4 cm thick; only the far one can be seen from above, as a line.
        if az > 1e-6:
            s = (table[2] - pz) / az
            if 0 < s < t and table[0] < px + ax * s < table[1] and 0.71 < py + dy * s < 0.75:
                t, face = s, 6
    x, y, z = px + ax * t, py + dy * t, pz + az * t
    foot = t / scale
    r, g, b = colours[0, 0], colours[0, 1], colours[0, 2]
    k = 1.0
    lu, lv, lf, surface = 0.0, 0.0, face, 0
    if face == 4:
        lu, lv = (x / half + 1) / 2, y / high
        k = 1 + 0.025 * tile(detail, x * 30, y * 30)
        if has_window:
            inside = window[0] < x < window[1] and window[2] < y < window[3]
            if inside:
                # Frame and glazing bars, 5 cm and 3 cm.
                ex, ey = min(x - window[0], window[1] - x), min(y - window[2], window[3] - y)
                bar = abs(x - (window[0] + window[1]) / 2)
                cross = abs(y - (window[2] + (window[3] - window[2]) * 0.62))
                edge = min(ex - 0.05, ey - 0.05, bar - 0.028, cross - 0.016)
                if edge > 0:
                    glass = min(edge / max(foot * 1.5, 1e-4), 1.0)
                    if glass >= 1.0:
                        # Bare glass, where no curtain hangs before it.
                        hem = min(x - window[0], window[1] - x) / width
                        if hem > 0.13 + 0.012 * np.sin(y * 2.1 + time_s * 0.5):
                            return 0.0, 0.0, 0.0, 60.0, GLASS
                r, g, b = 226.0, 220.0, 210.0
                # The bars are against the light.
                k, surface = 0.62, 1
            hem = min(x - window[0], window[1] - x) / width
            sway = 0.012 * np.sin(y * 2.1 + time_s * 0.5)
            if -0.16 < hem < 0.13 + sway and 0.25 < y < window[3] + 0.14:
                fold = np.sin(x * 46 + 1.5 * np.sin(y * 1.7 + time_s * 0.4) + 0.6 * np.sin(x * 17))
                r, g, b = colours[1, 0], colours[1, 1], colours[1, 2]
                k, surface = 0.80 + 0.26 * fold, 2
                through = 0.55 if hem > 0 and y > window[2] else 0.0
                if through > 0:
                    surface = 3
                    # Cloth before glass glows with what is behind it.
                    r = r * 0.55 + br * 0.75
                    g = g * 0.55 + bg * 0.75
                    b = b * 0.55 + bb * 0.75
            elif window[2] - 0.045 < y <= window[2] and window[0] - 0.1 < x < window[1] + 0.1:
                r, g, b, k, surface = 232.0, 226.0, 214.0, 1.15, 4
        elif half > 4:
            # A stage: the curtain fills the wall.
            r, g, b = colours[1, 0], colours[1, 1], colours[1, 2]
            k = 0.7 + 0.36 * np.sin(x * 9 + 0.6 * np.sin(y * 1.1 + time_s * 0.4) + 0.8 * np.sin(x * 3.1))
        if y < 0.11:
            r, g, b, surface = 222.0, 214.0, 200.0, 5
    elif face <= 1:
        lu, lv = z / back, y / high
        k = 1 + 0.025 * tile(detail, z * 30, y * 30)
        if y < 0.11:
            r, g, b, surface = 222.0, 214.0, 200.0, 5
    elif face == 3:
        lu, lv = (x / half + 1) / 2, z / back
        r, g, b = 226.0, 220.0, 210.0
    elif face == 2:
        lu, lv = (x / half + 1) / 2, z / back
        plank = np.floor(x / 0.14)
        seam = x / 0.14 - plank
        grain = tile(detail, plank * 37 + x * 60, z * 5 + plank * 11)
        r, g, b = 152.0, 106.0, 68.0
        k = 1 + 0.12 * grain + 0.08 * np.sin(plank * 12.9898)
        surface = int(plank) & 7
        if seam < 0.03 and foot < 0.006:
            k *= 0.6
    else:
        lf = 5
        lu, lv = (x - table[0]) / (table[1] - table[0]), (z - table[2]) / (table[3] - table[2])
        board = np.floor(z / 0.16)
        grain = tile(detail, x * 9 + board * 31, z * 130) * 0.6 + tile(detail, x * 3 + board * 57, z * 44)
        ring = np.sin(z * 90 + 2.6 * tile(detail, x * 4, z * 12 + board * 7))
        r, g, b = 158.0, 100.0, 58.0
        k = 1 + 0.075 * grain + 0.035 * ring + 0.05 * np.sin(board * 7.7)
        surface = int(board) & 7
        if z / 0.16 - board < 0.012:
            k *= 0.72
        if face == 6:
            k *= 0.55
    lr, lg, lb = _lit(lit, lf, lu, lv)
    r, g, b = r * k * lr, g * k * lg, b * k * lb
    if face == 5 and has_window:
        # Varnish: the window lies on the table as a soft bright patch, mirrored below it.
        tw = (back - pz) / az
        wy, wx = 0.75 - dy * (tw - t), px + ax * tw
        inx = min(max(min(wx - window[0], window[1] - wx) / 0.12, 0.0), 1.0)
        iny = min(max(min(wy - window[2], window[3] - wy) / 0.12, 0.0), 1.0)
        q = 1 - min(-dy / np.sqrt(ax * ax + dy * dy + az * az), 1.0)
        p = (0.05 + 0.55 * q * q * q * q) * inx * iny * (1 + 0.16 * tile(detail, x * 9, z * 130))
        r, g, b = r + 190 * p * lr, g + 196 * p * lg, b + 204 * p * lb
    # A shoulder keeps what is near the window from clipping.
    shoulder = 1 / 190
    return (
        255 * (1 - transmittance(max(r, 0.0) * shoulder)),
        255 * (1 - transmittance(max(g, 0.0) * shoulder)),
        255 * (1 - transmittance(max(b, 0.0) * shoulder)),
        t * (ahead * cp + dy * sp),
        face * 8 + surface,
    )
