"""A swimming pool: its blue basin in a terrace and a lawn, and the same from under water."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette, palette_midway
from vitascope.engines.animatic.draw.noise import fractal
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, skin, step, sunlight
from vitascope.engines.animatic.draw.trees import grove
from vitascope.engines.animatic.draw.water import Shore, Water
from vitascope.engines.animatic.draw.worlds.banks import clear_of, stood
from vitascope.engines.animatic.draw.worlds.lake import ROUGH
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.sea import Growing, Sea
from vitascope.engines.animatic.draw.worlds.underwater import Deep, underwater
from vitascope.engines.animatic.graph import Shot

LEVEL_M = -0.16
"""Of the water under its rim."""
HALF_M, LONG_M = 5.0, 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Loungers:
    """What stands about it, painted after the water."""

    solids: NDArray[np.float32]
    air: Light

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:  # noqa: ARG002 - nothing moves
        from vitascope.engines.animatic.draw.rigs.furnishings import paint_still  # worlds read no rigs when imported

        paint_still(canvas, pose, self.air, self.solids)


def pool(shot: Shot, seed: int) -> Sea:
    """The basin lies ahead of who stands at its side, and about who swims in it."""
    world = shot.world
    side, cell = 1024, 0.25
    x, z = grid(cell, side)
    fine = fractal(side, seed + 1, slope=1.2, lowest=60)
    rough = fractal(side, seed, slope=1.8, lowest=5)
    ashore = [p.z for a in shot.actors if a.action not in {"swim", "dive"} for p in a.path if p.z < 30]
    swum = [p.z for a in shot.actors if a.action == "swim" for p in a.path if p.z < 30]
    near = -3.0 if swum else max((z_ + 0.8 for z_ in ashore), default=3.4)
    long = LONG_M if not swum else max(LONG_M, max(swum) + 9.0)
    inside = np.minimum(HALF_M - np.abs(x + 0.6), np.minimum(z - near, near + long - z))
    away = np.maximum(-inside, 0)
    heights = np.where(inside > 0, -1.7, 0.0) + 2.2 * step(24, 70, away) * (1 + rough) + 0.03 * fine * step(3, 5, away)
    heights = np.asarray(heights, np.float32)
    grass = {"autumn": (140, 124, 64), "winter": (196, 200, 200)}.get(world.season, (92, 142, 54))
    albedo = np.full((side, side, 3), grass, np.float32) * (1 + 0.14 * fine[..., None] + 0.1 * rough[..., None])
    stones = ((np.floor(x / 1.0) + np.floor(z / 1.0)).astype(int) & 1)[..., None] * np.float32(0.06) + np.float32(0.94)
    albedo = np.where((away < 3.2)[..., None], np.array((206, 196, 178), np.float32) * stones, albedo)
    albedo = np.where((away < 0.45)[..., None], np.array((236, 232, 224), np.float32), albedo)
    lanes = (np.abs(np.mod(x + 0.6, 2.5) - 1.25) < 0.16)[..., None]
    tiles = np.where(lanes, np.array((40, 92, 150), np.float32), np.array((150, 214, 226), np.float32))
    albedo = np.asarray(np.where((inside > 0)[..., None], tiles, albedo), np.float32)
    if world.weather == "snow":
        albedo = mix(albedo, (234, 239, 246), step(0.4, 0.8, away))
    azimuth = {"dawn": 0.5, "day": -0.9, "golden": -0.4, "dusk": 0.4, "night": 0.5}[world.time]
    sun = palette_midway(shot, azimuth=azimuth).sun
    terrain = Terrain(
        heights=heights, skin=skin(albedo, 0.4 + 0.6 * sunlight(heights, cell, (sun[0], max(sun[1], 0.5), sun[2]))),
        cell_m=cell, far_m=120.0, detail=detail_texture(seed), grain=0.10, strata=PLAIN, strata_m=0.0, mist_m=8.0,
        mist=0.3,
    )  # fmt: skip
    water = Water.make(
        seed, rough=0.55 * ROUGH[world.weather], deep=(16, 142, 172), mirrors=True, lace=0.0,
        shore=Shore.of(heights, cell, LEVEL_M, shallow=(84, 206, 214), shallow_m=3.6, hides=0.6),
    )  # fmt: skip
    free = clear_of(shot, 1.0)
    trees = stood(
        terrain, seed + 73, count=60, near=near + long + 9, far=100, tall=(5.0, 11.0),
        where=lambda x, z, foot: free(x, z) and (z > near + long + 6),  # noqa: ARG005
    )  # fmt: skip
    snowy = world.weather == "snow" or world.season == "winter"
    place = Sea(
        shot=shot, sky=sky_of(shot, seed, azimuth=azimuth), water=water, terrain=terrain, level=LEVEL_M,
        azimuth=azimuth, standing=(Growing(grove=grove(trees, world.season, "broadleaf", snowy=snowy), wind=0.6),),
    )  # fmt: skip
    from vitascope.engines.animatic.draw.rigs.poolside import poolside

    around = poolside(near, HALF_M, long, lambda x, z, _: free(x, z), palette_midway(shot).night)
    return replace(place, over=(Loungers(solids=around.solids(), air=place.light),))


def pool_below(shot: Shot, seed: int) -> Deep:
    """A tiled basin, seen by who swims in it."""
    sea = underwater(replace(shot, world=replace(shot.world, tags=())), seed)
    side, cell = 512, 0.125
    x, z = grid(cell, side)
    reach = max((p.z for a in shot.actors for p in a.path), default=3.0)
    out = np.maximum(np.abs(x) - 5.6, np.maximum(z - reach - 9.0, -3.0 - z))
    heights = np.asarray(4.0 * step(0.0, 0.2, out), np.float32)
    lines = (np.mod(x, 0.5) < cell) | (np.mod(z, 0.5) < cell)
    albedo = np.where(lines[..., None], np.array((150, 196, 206), np.float32), np.array((206, 236, 238), np.float32))
    lanes = (np.abs(np.mod(x, 2.5) - 1.25) < 0.19) & (z < reach + 7.5)
    albedo = np.asarray(np.where(lanes[..., None], np.array((26, 60, 116), np.float32), albedo), np.float32)
    bed = replace(
        sea.bed, heights=heights, skin=skin(albedo, np.ones_like(heights)), cell_m=cell, far_m=30.0, grain=0.0,
        caustics=0.26,
    )  # fmt: skip
    return replace(sea, bed=bed, corals=(), weeds=(), strings=None)
