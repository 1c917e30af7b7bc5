"""Above the ground: the sky among clouds, and space with its planets."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.light import Palette, palette_at
from vitascope.engines.animatic.draw.noise import Field, fractal, tile
from vitascope.engines.animatic.draw.sky import DITHER, Sky, buffer, enlarge, horizon_row
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Light, Pose
from vitascope.engines.animatic.draw.worlds.land import sky_of
from vitascope.engines.animatic.graph import Shot

CLOUDS_BELOW_M = 260.0
"""From the camera down to the sea of clouds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heights:
    """The sky from within: clouds above, and a sea of clouds below."""

    shot: Shot
    sky: Sky

    def palette(self, time_s: float) -> Palette:
        return palette_at(self.shot, time_s)

    @property
    def light(self) -> Light:
        return self.palette((self.shot.start_s + self.shot.end_s) / 2).light()

    def ground(self, x: float, z: float) -> float:  # noqa: ARG002 - the same everywhere: nobody stands on a cloud
        return 0.0

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        palette = self.palette(time_s)
        self.sky.paint(canvas, pose, palette, time_s, everywhere=True)
        first = max(horizon_row(pose, canvas.width, canvas.height), 0)
        if first < canvas.height:
            # Clouds are soft: a third of the points, each way, shows all of them.
            points = 3 if canvas.width >= 1280 else 1
            low_w, low_h = canvas.width // points + 2, (canvas.height - first) // points + 2
            low, way = buffer("clouds", (low_h, low_w, 3)), buffer("ways", (low_h,))
            _cloud_sea(
                low, way, first, points, canvas.width, canvas.height,
                np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
                self.sky.clouds, CLOUDS_BELOW_M, np.array(palette.cloud_lit), np.array(palette.cloud_shade),
                np.array(palette.horizon), np.array(palette.sun), time_s * self.sky.wind,
            )  # fmt: skip
            rows = canvas.height - first
            enlarge(low, canvas.rgb[first:], rows, points, DITHER)
            canvas.depth[first:] = np.repeat(way, points)[:rows, None]


def sky(shot: Shot, seed: int) -> Heights:
    return Heights(shot=shot, sky=sky_of(shot, seed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Stars all round, the Milky Way, and a planet or two."""

    shot: Shot
    sky: Sky
    surface: Field
    planets: tuple[tuple[float, float, float, float], ...]
    """Place and radius of each, in metres."""

    def palette(self, time_s: float) -> Palette:  # noqa: ARG002 - no hour in space
        night = palette_at(self.shot, self.shot.start_s)
        return replace(
            night, zenith=(3, 4, 10), middle=(4, 6, 14), horizon=(6, 8, 18), cover=0.0, stars=1.0, night=1.0, disc=0.0,
            haze=(4, 6, 14), haze_m=1e6, key=(255, 246, 230), ambient=(26, 32, 52), rim=(190, 214, 255),
            elevation=0.3, azimuth=-0.95,
        )  # fmt: skip

    @property
    def light(self) -> Light:
        return self.palette(0.0).light()

    def ground(self, x: float, z: float) -> float:  # noqa: ARG002 - there is none
        return 0.0

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        palette = self.palette(time_s)
        self.sky.paint(canvas, pose, palette, time_s, everywhere=True)
        canvas.depth[:] = FAR_M
        for k, (x, y, z, radius) in enumerate(self.planets):
            col, row, depth = pose.project(x, y, z, canvas.width, canvas.height)
            if depth > radius:
                size = radius * pose.pixels_per_metre(depth, canvas.width)
                colours = _PLANETS[k % len(_PLANETS)]
                _planet(
                    canvas.rgb, canvas.depth, col, row, size, depth, np.array(palette.sun), self.surface,
                    np.array(colours), time_s * 0.02, DITHER,
                )  # fmt: skip


_PLANETS = (
    ((24, 62, 120), (84, 104, 62), (236, 240, 246), (110, 170, 255)),
    ((150, 138, 126), (104, 96, 90), (176, 168, 158), (0, 0, 0)),
)
"""Low land, high land, cloud, and air of the first planet and of a moon."""


def space(shot: Shot, seed: int) -> Space:
    tags = shot.world.tags
    planets: tuple[tuple[float, float, float, float], ...] = ()
    if not {"stars", "milky_way"} & set(tags) or "planet" in tags:
        planets = ((5200.0, -2600.0, 12000.0, 4300.0), (-4200.0, 2500.0, 15000.0, 620.0))
    return Space(
        shot=shot,
        sky=Sky.make(seed, milky_way=1.1, stars=11000),
        surface=fractal(512, seed + 3, slope=1.8, lowest=3),
        planets=planets,
    )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _cloud_sea(  # type: ignore[no-untyped-def]
    low, way, first, points, cols, rows, camera, clouds, below, lit, shade, horizon, sun, drift
):
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    for j in range(low.shape[0]):
        v = (rows / 2 - (first + j * points) - 0.5) / scale
        dy, ahead = min(v * cp + sp, -1e-5), cp - v * sp
        for i in range(low.shape[1]):
            u = (i * points + 0.5 - cols / 2) / scale
            ax, az = u * cy + ahead * sy, ahead * cy - u * sy
            t = min((py + below) / -dy, 30000.0)
            h = 0.0
            for _ in range(3):  # the tops stand out of the plane: walk back up the ray
                x, z = (px + ax * t) * 0.10 + drift, (pz + az * t) * 0.10 + drift * 0.5
                h = tile(clouds, x, z) + 0.22 * tile(clouds, x * 3.7, z * 3.7)
                t = min((py + below - max(h, -1.2) * 46) / -dy, 30000.0)
            s = tile(clouds, x + sun[0] * 9, z + sun[2] * 9)
            light = min(max(0.56 + 0.30 * (h - s) + 0.12 * h, 0.0), 1.0)
            fog = 1 - transmittance(t / 5200.0)
            for c in range(3):
                value = shade[c] + (lit[c] - shade[c]) * light
                low[j, i, c] = value + (horizon[c] - value) * fog
        way[j] = min(min((py + below) / -dy, 30000.0) * (ahead * cp + dy * sp), 19000.0)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _planet(rgb, depth, x, y, radius, far, sun, surface, colours, turn, dither):  # type: ignore[no-untyped-def]
    air = 1.045 if colours[3, 2] > 0 else 1.002
    reach = radius * air + 1
    for j in range(max(int(y - reach), 0), min(int(y + reach) + 1, rgb.shape[0])):
        n = np.arcsin(min(max((y - j) / radius, -1.0), 1.0)) * 70
        for i in range(max(int(x - reach), 0), min(int(x + reach) + 1, rgb.shape[1])):
            a, b = (i - x) / radius, (y - j) / radius
            q = a * a + b * b
            if q >= air * air:
                continue
            c = -np.sqrt(max(1 - q, 0.0))
            day = a * sun[0] + b * sun[1] + c * sun[2] * -0.6
            day = min(max(day * 1.5 + 0.18, 0.0), 1.0)
            if q < 1:
                depth[j, i] = far
                if day <= 0.0:  # its night: black, with no need to know what lies there
                    edge = min(max((1 - np.sqrt(q)) * radius + 0.5, 0.0), 1.0)
                    for h in range(3):
                        rgb[j, i, h] = np.uint8(rgb[j, i, h] + (colours[0, h] * 0.012 - rgb[j, i, h]) * edge)
                    continue
            edge = min(max((1 - np.sqrt(q)) * radius + 0.5, 0.0), 1.0)
            m = np.arctan2(a, -c) * 70 + turn * 60
            land = tile(surface, m, n) + 0.4 * tile(surface, m * 3.1, n * 3.1)
            cloud = tile(surface, m * 1.7 + 200 + turn * 20, n * 2.6 + 60) + 0.5 * tile(surface, m * 5 + 9, n * 6)
            k = min(max(land * 2.2, 0.0), 1.0)
            w = min(max(cloud * 0.8 - 0.15, 0.0), 0.9) * (1.0 if colours[3, 2] > 0 else 0.3)
            rim = max(1 - abs(1 - np.sqrt(q)) / 0.05, 0.0)
            rim = rim * rim * 0.8 + 0.35 * q * q
            for h in range(3):
                v = colours[0, h] + (colours[1, h] - colours[0, h]) * k
                v += (colours[2, h] - v) * w
                v = v * (day * 0.98 + 0.012)
                v += colours[3, h] * rim * day * 0.75 * (1 if q < 1 else 0)
                halo = colours[3, h] * max(1 - (np.sqrt(q) - 1) / (air - 1.0), 0.0) ** 2 * day * 0.6
                old = rgb[j, i, h] + halo
                rgb[j, i, h] = np.uint8(min(max(old + (v - old) * edge + dither[j & 3, i & 3], 0.0), 255.0))
            if q < 1:
                depth[j, i] = far
