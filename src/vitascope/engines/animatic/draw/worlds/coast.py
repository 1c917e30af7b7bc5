"""A rocky coast: a headland with surf on its rocks; and the road along a shore where somebody drives."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import palette_midway
from vitascope.engines.animatic.draw.noise import Field, fractal, ridged
from vitascope.engines.animatic.draw.spray import Spray
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
from vitascope.engines.animatic.draw.trees import grove
from vitascope.engines.animatic.draw.water import Shore
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.sea import Growing, Sea, roughness, water_of
from vitascope.engines.animatic.draw.worlds.shore_road import shore_road
from vitascope.engines.animatic.graph import Shot

GREEN = {"storm": (80, 92, 60), "rain": (80, 92, 60)}
"""Turf under clouds: they leave it less of its green."""
LEVEL_M = -3.2
"""Of the water under the rocks on which the camera stands."""


def coast(shot: Shot, seed: int) -> Sea:
    """A road where the words have one or somebody drives, else a headland with nothing on it but what was asked for."""
    driven = "road" in shot.world.tags or any(a.action == "drive" or a.rig == "car" for a in shot.actors)
    return shore_road(shot, seed) if driven else headland(shot, seed)


def headland(shot: Shot, seed: int) -> Sea:
    """Rocks in the surf, to the left and ahead; what stands on the ground has a promontory of its own."""
    world = shot.world
    side, cell = 1024, 1.5
    x, z = grid(cell, side)
    rough = fractal(side, seed, slope=1.7, lowest=8)
    fine = fractal(side, seed + 1, slope=1.1, lowest=60)
    crags = ridged(side, seed + 2, lowest=16, octaves=4)
    land = _land(shot, x, z) + 3.2 * rough * step(2, 14, np.hypot(x, z)) + 1.2 * fine
    # Rocks at the foot, a ledge, turf on top; cliffs farther off.
    heights = LEVEL_M - 5.5 * step(2, -16, land) + 1.6 * step(-7, 1, land) * (0.35 + 1.5 * crags)
    heights += (-LEVEL_M - 1.6) * step(0.5, 5.0, land) + 1.3 * crags * step(-1, 3, land) * step(12, 5, land)
    heights += step(60, 260, np.hypot(x, z)) * step(4, 60, land) * (14 + 34 * crags)
    heights += step(8, 50, land) * (3.5 + 2.5 * rough)
    here = heights[side // 2, side // 2]
    heights = np.asarray(heights - here * step(26, 8, np.hypot(x, z)), np.float32)
    slope = normals(heights, cell)[1]
    albedo = np.full((side, side, 3), (86, 82, 80), np.float32) * (1 + 0.16 * rough[..., None])
    albedo = mix(albedo, (124, 116, 104), step(0.35, 0.8, crags))
    wet = step(LEVEL_M + 1.6, LEVEL_M + 0.3, heights)
    albedo = mix(albedo, (44, 44, 46), wet * np.float32(0.8))
    green = GREEN.get(world.weather, (86, 108, 56))
    turf = {"winter": (176, 180, 178), "autumn": (128, 112, 64)}.get(world.season, green)
    albedo = mix(albedo, turf, step(4.0, 9.0, land + 2.5 * fine) * step(0.62, 0.82, slope))
    if world.weather == "snow":
        albedo = mix(albedo, (236, 240, 246), step(0.5, 0.75, slope) * (1 - wet))
    azimuth = {"dawn": 0.5, "golden": 0.42, "dusk": 0.46}.get(world.time, 0.7)
    sun = palette_midway(shot, azimuth=azimuth).sun
    terrain = Terrain(
        heights=heights, skin=skin(albedo, sunlight(heights, cell, (sun[0], max(sun[1], 0.2), sun[2]))), cell_m=cell,
        far_m=760.0, detail=detail_texture(seed), grain=0.20, strata=PLAIN, strata_m=0.0, mist_m=30.0, mist=0.5,
        coarse=0.015,
    )  # fmt: skip
    high = 0.35 + 0.8 * min(roughness(shot), 1.8)
    shore = Shore.of(
        heights, cell, LEVEL_M, high_m=high, wash_m=0.25 + 0.35 * high, shallow=(60, 104, 102), shallow_m=4.0
    )
    stones = _stones(terrain, seed)
    boulders = grove(stones, world.season, "rock", snowy=world.weather == "snow")
    windy = 5.0 if world.weather in ("storm", "wind") else 0.8
    spray = Spray(
        rocks=_struck(terrain, stones),
        high_m=(0.8 + 4.2 * high) * (1.3 if _surfside(shot) else 1.0),
        wind=(-0.5 * windy, -0.2 * windy),
    )
    return Sea(
        shot=shot, sky=sky_of(shot, seed, azimuth=azimuth), water=water_of(shot, seed, shore=shore), terrain=terrain,
        level=LEVEL_M, azimuth=azimuth, standing=(Growing(grove=boulders, wind=0.0),), over=(spray,),
    )  # fmt: skip


def _land(shot: Shot, x: Field, z: Field) -> Field:
    """Metres inside the land, below 0 at sea; roughly, before it is torn."""
    # The shore leads from right of the camera away to the left, past a bay, to cliffs.
    near = _surfside(shot)  # who came for the waves stands where they break
    out = -(x - (1.5 if near else 7.0) + 0.42 * z - 11 * np.sin(z / 34) - 30 * np.exp(-(((z - 300) / 90) ** 2))) * 0.8
    for actor in shot.actors:
        if actor.path[0].y < 2 and actor.rig not in ("boat", "sailing_ship", "whale"):
            wide = min(6.0 + 0.5 * actor.size_m, 26.0)
            for a, b in zip(actor.path, actor.path[1:] or actor.path, strict=False):
                along = max((b.x - a.x) ** 2 + (b.z - a.z) ** 2, 1e-6)
                t = np.clip(((x - a.x) * (b.x - a.x) + (z - a.z) * (b.z - a.z)) / along, 0, 1)
                out = np.maximum(out, wide - np.hypot(x - a.x - t * (b.x - a.x), z - a.z - t * (b.z - a.z)))
    return np.asarray(np.maximum(out, (3.6 if near else 7.5) - np.hypot(x, (z - 1) * 0.8)), np.float32)


def _surfside(shot: Shot) -> bool:
    return "waves" in shot.world.tags and not any(p.y < 2 for a in shot.actors for p in a.path)


def _stones(terrain: Terrain, seed: int) -> NDArray[np.float32]:
    """Boulders at the foot of the land, half in the water."""
    random = np.random.default_rng(seed + 71)
    spots: list[tuple[float, float, float, float, float]] = []
    for _ in range(6000):
        z = 5 + 130 * float(random.random()) ** 1.5
        x = float(random.uniform(-0.9, 0.9)) * z + float(random.uniform(-2, 6))
        foot = terrain.ground(x, z)
        if LEVEL_M - 1.6 < foot < LEVEL_M + 0.9 and len(spots) < 110:
            high = (0.5 + 2.4 * float(random.random()) ** 2.5) * min(0.5 + z / 40, 1.4)
            spots.append((x, max(foot, LEVEL_M - 0.6) - 0.2 * high, z, high * ROCK_TALL, float(random.integers(6))))
    return np.array(spots, np.float32).reshape(-1, 5)


def _struck(terrain: Terrain, stones: NDArray[np.float32]) -> NDArray[np.float64]:
    """Those of the rocks at which spray goes up: to seaward, and apart from each other."""
    chosen: list[tuple[float, float, float]] = []
    for x, _, z, _, _ in sorted(stones.tolist(), key=lambda s: s[2]):
        apart = all(np.hypot(x - a, z - c) > 3 + 0.12 * z for a, _, c in chosen)
        if apart and z > 9 and terrain.ground(x + 3, z) < LEVEL_M - 0.2 and len(chosen) < 9:
            chosen.append((x, LEVEL_M + 0.3, z))
    return np.array(chosen, np.float64).reshape(-1, 3)
