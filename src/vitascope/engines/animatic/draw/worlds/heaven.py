"""Above the ground: the sky among clouds, and space with its planets."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.clouds import IN_SPACE
from vitascope.engines.animatic.draw.light import Palette, palette_at
from vitascope.engines.animatic.draw.noise import Field, fractal, tile
from vitascope.engines.animatic.draw.planets import PLANETS, RING, Look, paint_planet
from vitascope.engines.animatic.draw.sky import DITHER, Sky, buffer, enlarge, horizon_row
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Colour, Light, Pose
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
    planets: tuple[Body, ...]
    """Far ones first."""

    def palette(self, time_s: float) -> Palette:  # noqa: ARG002 - no hour in space
        night = palette_at(self.shot, self.shot.start_s)
        return replace(
            night, zenith=(3, 4, 10), middle=(4, 6, 14), horizon=(6, 8, 18), cover=0.0, stars=1.0, night=1.0, disc=0.0,
            haze=(4, 6, 14), haze_m=1e6, key=(255, 246, 230), ambient=(26, 32, 52), rim=(190, 214, 255),
            elevation=0.3, azimuth=-2.0,
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
        for body in self.planets:
            paint_planet(
                canvas, pose, body.place, body.radius, body.look, palette.sun, self.surface, time_s * 0.02,
                ring=RING if body.ringed else None,
            )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A planet or a moon in view; metres."""

    place: tuple[float, float, float]
    radius: float
    look: Look
    ringed: bool = False


_GASES: tuple[tuple[Colour, Colour], ...] = (
    ((120, 40, 92), (44, 74, 150)), ((150, 66, 34), (36, 96, 120)), ((40, 110, 108), (112, 44, 120)),
    ((150, 100, 40), (120, 36, 60)),
)  # fmt: skip
"""Pairs of colours in which nebulae glow in photographs."""


def _bodies(tags: set[str], seed: int) -> tuple[Body, ...]:
    """What there is to see: the planet that is named, one of no name, or none among mere stars."""
    random = np.random.default_rng(seed + 4)
    named = next((name for name in PLANETS if name in tags and name != "moon"), None)
    if named is None and {"stars", "milky_way", "nebula"} & tags and not {"planet", "ringed"} & tags:
        return ()
    strange = ("neptune", "violet", "teal", "ice", "venus", "jupiter")
    ringed = "ringed" in tags or named == "saturn"
    look = PLANETS[named or ("saturn" if ringed else strange[int(random.integers(6))] if "alien" in tags else "earth")]
    side = float(random.choice([-1.0, 1.0]))
    if ringed:
        main = Body(place=(side * 2400.0, 1500.0, 13000.0), radius=3000.0, look=look, ringed=True)
    else:
        main = Body(place=(side * 4700.0, -2300.0, 12000.0), radius=4300.0, look=look)
    other = Body(place=(-side * 4200.0, 2500.0, 15000.0), radius=560.0, look=PLANETS["moon"])
    return (other, main)


def space(shot: Shot, seed: int) -> Space:
    tags = set(shot.world.tags)
    gas = _GASES[int(np.random.default_rng(seed + 6).integers(len(_GASES)))] if "nebula" in tags else None
    return Space(
        shot=shot,
        sky=Sky.make(
            seed, kind=IN_SPACE, milky_way=0.8 if {"stars", "milky_way"} & tags else 0.45, stars=9000,
            nebula=None if gas is None else (np.array(gas[0], np.float64), np.array(gas[1], np.float64)),
        ),
        surface=fractal(512, seed + 3, slope=1.8, lowest=3),
        planets=_bodies(tags, seed),
    )  # fmt: skip


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
