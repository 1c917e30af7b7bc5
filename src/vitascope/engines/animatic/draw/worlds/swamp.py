"""Still dark water: a swamp with trees that stand in it, and a pond with lily pads."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.draw.light import palette_midway
from vitascope.engines.animatic.draw.lilies import Lilies
from vitascope.engines.animatic.draw.mist import Mist
from vitascope.engines.animatic.draw.noise import fractal
from vitascope.engines.animatic.draw.reeds import clumps
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, skin, step, sunlight
from vitascope.engines.animatic.draw.trees import grove, grove_of
from vitascope.engines.animatic.draw.water import Shore, Water
from vitascope.engines.animatic.draw.worlds.banks import afloat, clear_of, stood
from vitascope.engines.animatic.draw.worlds.lake import ROUGH
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.sea import Growing, Sea
from vitascope.engines.animatic.draw.worlds.waterfall import Haze
from vitascope.engines.animatic.graph import Shot

LEVEL_M = -0.35


def swamp(shot: Shot, seed: int) -> Sea:
    return _still(shot, seed, marsh=True)


def pond(shot: Shot, seed: int) -> Sea:
    return _still(shot, seed, marsh=False)


def _still(shot: Shot, seed: int, *, marsh: bool) -> Sea:
    world = shot.world
    side, cell = 1024, 0.75
    x, z = grid(cell, side)
    rough = fractal(side, seed, slope=1.6, lowest=10)
    fine = fractal(side, seed + 1, slope=1.2, lowest=60)
    boat = afloat(shot)
    ashore = max((p.z for a in shot.actors for p in a.path if p.y < 2 and p.z < 60), default=2.0)
    edge = -20.0 if boat else ashore + 1.5
    if marsh:  # islets everywhere, and the bank on which one stands
        land = np.maximum(0.8 * rough - 0.55, (edge - z) / 5)
        land = np.where(np.abs(x) < 3.2, np.minimum(land, (edge - z) / 5), land)
    else:
        land = np.maximum(np.hypot(x / 26, (z - edge - 19) / 20) - 1 + 0.05 * rough, (edge - z) / 9)
    heights = LEVEL_M - 0.9 + 1.25 * step(-0.22, 0.10, land) + 0.10 * fine * step(0, 0.2, land)
    heights += 2.4 * step(0.5, 2.4, land) * (1 + rough)
    here = float(heights[side // 2, side // 2])
    heights = np.asarray(heights - (0.0 if boat else here) * step(12, 4, np.hypot(x, z)), np.float32)
    grass = {"autumn": (132, 108, 56), "winter": (186, 190, 192), "spring": (92, 126, 56)}.get(
        world.season, (74, 100, 46)
    )
    albedo = np.full((side, side, 3), grass, np.float32) * (1 + 0.16 * fine[..., None])
    albedo = mix(albedo, (74, 66, 46), step(LEVEL_M + 0.25, LEVEL_M, heights))
    azimuth = {"dawn": 0.4, "day": -0.9, "golden": -0.35, "dusk": 0.35, "night": 0.4}[world.time]
    sun = palette_midway(shot, azimuth=azimuth).sun
    terrain = Terrain(
        heights=heights,
        skin=skin(albedo, 0.3 + 0.6 * sunlight(heights, cell, (sun[0], max(sun[1], 0.4), sun[2]))),
        cell_m=cell,
        far_m=330.0,
        detail=detail_texture(seed),
        grain=0.22,
        strata=PLAIN,
        strata_m=0.0,
        mist_m=5.0,
        mist=1.5,
    )
    water = Water.make(
        seed,
        rough=0.7 * ROUGH[world.weather],
        deep=(22, 30, 20) if marsh else (24, 44, 36),
        mirrors=True,
        lace=0.0,
        shore=Shore.of(heights, cell, LEVEL_M, shallow=(58, 56, 34), shallow_m=0.9, hides=2.0),
    )
    free = clear_of(shot, 1.0)
    snowy = world.weather == "snow" or world.season == "winter"
    windy = 2.0 if world.weather in ("wind", "storm") else 0.5
    reeds = stood(
        terrain,
        seed + 72,
        count=150,
        near=2.5,
        far=70,
        tall=(0.8, 2.0),
        floor=LEVEL_M - 0.1,
        where=lambda x, z, foot: abs(foot - LEVEL_M) < 0.3 and free(x, z) and abs(x) > 0.6 + 0.25 * z,
    )
    low, high = (LEVEL_M - 0.9, 3.0) if marsh else (0.0, 4.0)
    trees = stood(
        terrain,
        seed + 73,
        count=120,
        near=9 if marsh else 30,
        far=160,
        tall=(7.0, 14.0),
        floor=LEVEL_M - 0.3,
        where=lambda x, z, foot: low < foot < high and free(x, z) and abs(x) > 2.2 + 0.14 * z,
    )
    standing = (
        Growing(grove=grove(trees, world.season, "broadleaf", snowy=snowy), wind=windy),
        Growing(grove=grove_of(clumps(world.season), reeds), wind=windy),
    )
    lilies = Lilies.on(terrain, LEVEL_M, seed, 0 if snowy else 90 if "lily_pads" in world.tags else 26)
    haze = Haze(mist=Mist(clear_m=46.0, high_m=1.1, colour=(255.0, 255.0, 255.0), drift=(0.3, 0.1), banks_m=9.0))
    misty = marsh or world.time == "dawn"
    return Sea(
        shot=shot,
        sky=sky_of(shot, seed, azimuth=azimuth),
        water=water,
        terrain=terrain,
        level=LEVEL_M,
        azimuth=azimuth,
        standing=standing,
        over=(lilies, haze) if misty else (lilies,),
    )
