"""The road along a shore, with what goes by: rails, plants, rocks, bays and cliffs."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.light import palette_at
from vitascope.engines.animatic.draw.noise import fractal, ridged
from vitascope.engines.animatic.draw.terrain import (
    PLAIN,
    Terrain,
    detail_texture,
    mix,
    normals,
    skin,
    step,
    sunlight,
)
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.road import Road
from vitascope.engines.animatic.draw.worlds.sea import Sea, water_of
from vitascope.engines.animatic.graph import Shot

SEA_LEVEL_M = -5.0
"""Of the coast's water under the road on which the camera stands."""


def shore_road(shot: Shot, seed: int) -> Sea:
    """A shore: across the view where somebody passes, else away along +z with the sea to the right.

    The road follows it.
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
