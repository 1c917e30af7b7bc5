"""The road along a shore, with what goes by: rails, plants, rocks, bays and cliffs."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.light import palette_midway
from vitascope.engines.animatic.draw.noise import fractal, ridged
from vitascope.engines.animatic.draw.palms import palms
from vitascope.engines.animatic.draw.reeds import clumps
from vitascope.engines.animatic.draw.smear import Smear
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
from vitascope.engines.animatic.draw.tree_shapes import ROCK_TALL
from vitascope.engines.animatic.draw.trees import grove, grove_of
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.road import Road
from vitascope.engines.animatic.draw.worlds.sea import Growing, Sea, water_of
from vitascope.engines.animatic.graph import Shot, Waypoint

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
    heights = -14 * step(9, 20, shore + 1.5 * rough) - 8 * step(22, 50, shore)
    heights += ((18 + 40 * cliff) * step(-9, -90, shore + 5 * rough) + 60 * cliff * step(-60, -260, shore)) * (
        not passing
    )
    if not passing:
        heights += (24 + 60 * cliff) * step(360, 640, along - 0.5 * shore) * step(90, 0, shore)
    else:
        # A bay: its far shore comes down from the left, and cliffs stand out into the sea, one behind the other.
        arm = x + 120 + 0.9 * (shore - 330) + 60 * rough
        heights += (16 + 74 * cliff) * step(60, -160, arm) * step(150, 260, shore) * step(900, 600, shore)
        for px, pz, wide in ((150.0, 250.0, 46.0), (420.0, 330.0, 70.0), (-60.0, 300.0, 40.0)):
            r = np.hypot(x - px, (shore - pz) * 0.8) / wide + 0.22 * rough
            heights += (22 + 26 * cliff) * step(1.0, 0.55, r)
    road = step(4.6, 3.9, np.abs(shore))
    heights = heights * (1 - road) + 0.15 * fine * (1 - road)
    heights = (heights - heights[side // 2, side // 2]).astype(np.float32)
    slope = normals(heights, cell)[1]
    albedo = np.full((side, side, 3), (92, 108, 58), np.float32) * (1 + 0.14 * rough[..., None])
    albedo = mix(albedo, (118, 104, 90), step(0.86, 0.66, slope))
    albedo = mix(albedo, (206, 184, 142), step(-1.2, -3.2, heights) * step(0.5, 0.8, slope))
    albedo = mix(albedo, (88, 90, 94), road)
    azimuth = {"dawn": 0.5, "golden": 0.42, "dusk": 0.46}.get(shot.world.time, 0.7)
    sun = palette_midway(shot, azimuth=azimuth).sun
    terrain = Terrain(
        heights=heights,
        skin=skin(albedo, sunlight(heights, cell, sun)),
        cell_m=cell,
        far_m=930.0,
        detail=detail_texture(seed),
        grain=0.14,
        strata=PLAIN,
        strata_m=0.0,
        mist_m=30.0,
        mist=0.5,
        coarse=0.014,
    )
    if passing:
        lane = min(p.z for p in passing[0])
        marked = Road(crosswise=True, middle=lambda _: lane + 1.9, height=terrain.ground, rail_m=2.9)
    else:
        marked = Road(crosswise=False, middle=_bend, height=terrain.ground, rail_m=4.6)
    return Sea(
        shot=shot,
        sky=sky_of(shot, seed, azimuth=azimuth),
        water=water_of(shot, seed),
        terrain=terrain,
        level=SEA_LEVEL_M,
        azimuth=azimuth,
        road=marked,
        standing=_beside(shot, terrain, seed, passing[0] if passing else None),
        over=(Smear(shot=shot, ground=terrain.ground),),
    )


def _beside(shot: Shot, terrain: Terrain, seed: int, path: tuple[Waypoint, ...] | None) -> tuple[Growing, ...]:
    """What goes by: tufts on the verge, rocks and palms beyond the rail."""
    random = np.random.default_rng(seed + 75)
    tufts: list[tuple[float, float, float, float, float]] = []
    stones: list[tuple[float, float, float, float, float]] = []
    trees: list[tuple[float, float, float, float, float]] = []

    def stand(into: list[tuple[float, float, float, float, float]], along: float, beside: float, tall: float) -> None:
        x, z = (along, beside) if path is not None else (beside + _bend(along), along)
        into.append((x, terrain.ground(x, z) - 0.12 * tall, z, tall, float(random.integers(6))))

    lane = min(p.z for p in path) if path is not None else 0.0
    first = min(p.x for p in path) - 60 if path is not None else 4.0
    last = max(p.x for p in path) + 120 if path is not None else 260.0
    outer = lane + 5.4 if path is not None else 5.2
    for _ in range(round((last - first) * 0.8)):
        stand(
            tufts, float(random.uniform(first, last)), outer + 3.5 * float(random.random()), random.uniform(0.35, 0.8)
        )
    for _ in range(round((last - first) / 9)):
        high = 0.4 + 1.2 * float(random.random()) ** 3
        stand(stones, float(random.uniform(first, last)), outer + 1 + 5 * float(random.random()), high * ROCK_TALL)
    for at in np.arange(first, last, 26.0):
        stand(
            trees, float(at + random.uniform(-9, 9)), outer + 2.5 + 3 * float(random.random()), random.uniform(5.5, 9)
        )
    windy = 2.2 if shot.world.weather in ("wind", "storm") else 0.9
    grown = [(grove_of(clumps(shot.world.season), np.array(tufts, np.float32)), windy)]
    grown.append((grove(np.array(stones, np.float32), shot.world.season, "rock", snowy=False), 0.0))
    if shot.world.season != "winter" and shot.world.weather != "snow":
        grown.append((grove_of(palms(), np.array(trees, np.float32)), windy))
    return tuple(Growing(grove=g, wind=w) for g, w in grown)


def _bend(z: float) -> float:
    """Where the road that runs away from us has its middle."""
    t = min(max((abs(z) - 60) / 200, 0.0), 1.0)
    return 40 * math.sin(z / 170) * t * t * (3 - 2 * t)
