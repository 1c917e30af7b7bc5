"""The open sea, and the coast: water with a beach, a road and cliffs beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from vitascope.engines.animatic.draw.light import Palette, palette_at
from vitascope.engines.animatic.draw.noise import fractal, ridged
from vitascope.engines.animatic.draw.sky import Sky
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, normals, skin, step, sunlight
from vitascope.engines.animatic.draw.trees import Grove
from vitascope.engines.animatic.draw.water import Water
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.road import Road
from vitascope.engines.animatic.graph import Shot, Weather

_ROUGH: dict[Weather, float] = {
    "storm": 1.9,
    "wind": 0.8,
    "rain": 0.5,
    "snow": 0.35,
    "cloudy": 0.3,
    "fog": 0.14,
    "clear": 0.2,
}

SEA_LEVEL_M = -5.0
"""Of the coast's water under the road on which the camera stands."""


class Standing(Protocol):
    """What stands about the water, or lies over it: a wood, a road, boats, spray."""

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Growing:
    """A `Grove` that the wind of its place moves."""

    grove: Grove
    wind: float

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        self.grove.paint(canvas, pose, palette, time_s, wind=self.wind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sea:
    """Water to the horizon, with land where there is a ``terrain``; the water's level is ``level`` metres."""

    shot: Shot
    sky: Sky
    water: Water
    terrain: Terrain | None = None
    level: float = 0.0
    azimuth: float | None = None
    road: Road | None = None
    standing: tuple[Standing, ...] = ()
    """Painted before the water, which hides their feet and may mirror them."""
    over: tuple[Standing, ...] = ()
    """Painted after it."""

    def palette(self, time_s: float) -> Palette:
        return palette_at(self.shot, time_s, azimuth=self.azimuth)

    @property
    def light(self) -> Light:
        return self.palette((self.shot.start_s + self.shot.end_s) / 2).light()

    def ground(self, x: float, z: float) -> float:
        return self.level if self.terrain is None else max(self.terrain.ground(x, z), self.level)

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        palette = self.palette(time_s)
        self.sky.paint(canvas, pose, palette, time_s)
        if self.terrain is not None:
            self.terrain.paint(canvas, pose, palette, time_s)
        if self.road is not None:
            self.road.paint(canvas, pose, palette)
        for thing in self.standing:
            thing.paint(canvas, pose, palette, time_s)
        over = replace(pose, y=pose.y - self.level)
        self.water.paint(canvas, over, palette, self.sky, time_s, land=self.terrain is not None)
        for thing in self.over:
            thing.paint(canvas, pose, palette, time_s)


def water_of(shot: Shot, seed: int) -> Water:
    """The water of an open sea in the weather of ``shot``."""
    world = shot.world
    rough = _ROUGH[world.weather] * (0.7 + 0.6 * world.weather_strength)
    if "calm" in world.tags:
        rough = min(rough, 0.12)
    if "waves" in world.tags:
        rough = max(rough, 0.9)
    deep = (10, 46, 62) if world.weather != "storm" else (38, 66, 72)
    return Water.make(seed, rough=rough, deep=deep, foam=min(max(rough - 0.45, 0.0), 1.0))


def sea(shot: Shot, seed: int) -> Sea:
    return Sea(shot=shot, sky=sky_of(shot, seed), water=water_of(shot, seed))


def coast(shot: Shot, seed: int) -> Sea:
    """A shore: across the view where somebody passes, else away along +z with the sea to the right.

    A road follows it where the prompt has one, or somebody drives.
    """
    side, cell = 1024, 2.0
    x, z = grid(cell)
    passing = [a.path for a in shot.actors if abs(a.path[-1].x - a.path[0].x) > abs(a.path[-1].z - a.path[0].z) + 2]
    if passing:
        along = x
        shore = z - min(p.z for p in passing[0])
    else:
        along = z
        shore = x - 40 * np.sin(z / 170) * step(60, 260, np.abs(z))
    rough = fractal(side, seed, slope=1.8, lowest=5)
    fine = fractal(side, seed + 1, slope=1.2, lowest=40)
    cliff = ridged(side, seed + 2, lowest=6, octaves=5)
    heights = -14 * step(6, 17, shore + 1.5 * rough) - 8 * step(22, 50, shore)
    heights += ((18 + 40 * cliff) * step(-9, -90, shore + 5 * rough) + 60 * cliff * step(-60, -260, shore)) * (
        not passing
    )
    if not passing:
        heights += (24 + 60 * cliff) * step(360, 640, along - 0.5 * shore) * step(90, 0, shore)
    driven = "road" in shot.world.tags or any(a.action == "drive" for a in shot.actors)
    road = step(4.6, 3.9, np.abs(shore)) * driven
    heights = heights * (1 - road) + 0.15 * fine * (1 - road)
    heights = (heights - heights[side // 2, side // 2]).astype(np.float32)
    slope = normals(heights, cell)[1]
    albedo = np.full((side, side, 3), (92, 108, 58), np.float32) * (1 + 0.14 * rough[..., None])
    albedo = mix(albedo, (118, 104, 90), step(0.86, 0.66, slope))
    albedo = mix(albedo, (206, 184, 142), step(-1.2, -3.2, heights) * step(0.5, 0.8, slope))
    albedo = mix(albedo, (88, 90, 94), road)
    azimuth = {"dawn": 0.5, "golden": 0.42, "dusk": 0.46}.get(shot.world.time, 0.7)
    sun = palette_at(shot, (shot.start_s + shot.end_s) / 2, azimuth=azimuth).sun
    terrain = Terrain(
        heights=heights, skin=skin(albedo, sunlight(heights, cell, sun)), cell_m=cell, far_m=930.0,
        detail=detail_texture(seed), grain=0.14, strata=PLAIN, strata_m=0.0, mist_m=30.0, mist=0.5, coarse=0.014,
    )  # fmt: skip
    marked: Road | None = None
    if passing and driven:
        lane = min(p.z for p in passing[0])
        marked = Road(crosswise=True, middle=lambda _: lane + 1.9, height=terrain.ground, rail_m=2.9)
    elif driven:
        marked = Road(crosswise=False, middle=_bend, height=terrain.ground, rail_m=4.6)
    return Sea(
        shot=shot, sky=sky_of(shot, seed), water=water_of(shot, seed), terrain=terrain, level=SEA_LEVEL_M,
        azimuth=azimuth, road=marked,
    )  # fmt: skip


def _bend(z: float) -> float:
    """Where the road that runs away from us has its middle."""
    t = min(max((abs(z) - 60) / 200, 0.0), 1.0)
    return 40 * math.sin(z / 170) * t * t * (3 - 2 * t)
