"""A river between its banks: through meadows and woods, mountains, or a canyon."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from vitascope.engines.animatic.draw.light import palette_midway
from vitascope.engines.animatic.draw.noise import Field, fractal, ridged
from vitascope.engines.animatic.draw.reeds import clumps
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, normals, skin, step, sunlight
from vitascope.engines.animatic.draw.tree_shapes import ROCK_TALL
from vitascope.engines.animatic.draw.trees import Sort, grove, grove_of
from vitascope.engines.animatic.draw.water import Shore, Water
from vitascope.engines.animatic.draw.worlds.banks import afloat, clear_of, stood
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.sea import Growing, Sea
from vitascope.engines.animatic.graph import Shot

LEVEL_M = -1.1
"""Of the water under the bank on which the camera stands."""
_HALF_M = 8.5


def river(shot: Shot, seed: int) -> Sea:  # noqa: PLR0915 - one place, from the ground up
    world = shot.world
    canyon = world.kind == "desert" or "canyon" in world.tags
    steep = canyon or world.kind == "mountains" or "mountains" in world.tags
    side, cell = 1024, 2.0
    x, z = grid(cell, side)
    rough = fractal(side, seed, slope=1.8, lowest=6)
    fine = fractal(side, seed + 1, slope=1.3, lowest=50)
    crags = ridged(side, seed + 2, lowest=6, octaves=5)
    boat, high = afloat(shot), shot.camera.height_m > 12
    alone = not any(p.y < 2 for a in shot.actors for p in a.path)  # the river is what one has come to see
    start = 0.0 if boat or high else 0.9 * _HALF_M if alone else 15.0 + 1.2 * _HALF_M
    off = np.abs(x - _middle(z, start)) - _HALF_M * (1 + 0.16 * rough)
    # Metres from the water's edge; a ledge of bank, then the country.
    heights = LEVEL_M - 2.2 * step(0, -6, off) + (0.25 - LEVEL_M) * step(0.0, 4.0, off) + 0.10 * fine * step(1, 6, off)
    country = step(10, 60, off)
    if canyon:
        wall = off + 16 * rough + 5 * fine
        heights += 34 * step(26, 40, wall) + 30 * step(62, 72, wall) + 30 * step(108, 118, wall) + 4 * crags * country
    elif steep:
        heights += (40 + 170 * crags) * step(30, 420, off + 30 * rough) + 8 * country * (rough + 1)
    else:
        heights += country * (4 + 5 * rough) + 60 * step(160, 700, off) * np.clip(0.6 + rough, 0, None)
    here = heights[side // 2, side // 2]
    if not (boat or high):
        heights = heights - here * step(30, 8, np.hypot(x, z)) * step(0, 6, off)
    heights = np.asarray(heights, np.float32)
    slope = normals(heights, cell)[1]
    snowy = world.weather == "snow" or world.season == "winter"
    grass = (
        (206, 146, 98)
        if canyon
        else {"autumn": (146, 118, 62), "spring": (104, 138, 62)}.get(world.season, (90, 118, 56))
    )
    albedo = np.full((side, side, 3), grass, np.float32) * (1 + 0.13 * rough[..., None])
    albedo = mix(albedo, (186, 112, 74) if canyon else (116, 110, 102), step(0.86, 0.62, slope))
    if canyon:
        albedo = mix(albedo, (96, 122, 62), step(9.0, 2.0, off + 3 * fine) * np.float32(0.8))  # green along the water
    albedo = mix(albedo, (132, 122, 104), step(1.6, 0.2, off))
    if snowy:
        albedo = mix(albedo, (234, 239, 246), step(0.45, 0.7, slope) * step(0.0, 2.0, off) * np.float32(0.92))
    hollow = heights - gaussian_filter(heights, 4, mode="wrap")
    albedo = np.asarray(albedo * np.clip(1 + hollow / 22, 0.7, 1.12)[..., None], np.float32)
    azimuth = {"dawn": 0.6, "day": -0.9, "golden": -0.5, "dusk": 0.45, "night": 0.5}[world.time]
    sun = palette_midway(shot, azimuth=azimuth).sun
    strata = PLAIN
    if canyon:
        bands = np.random.default_rng(seed).normal(1.0, 0.10, (24, 1)) * np.ones((1, 3))
        strata = gaussian_filter(np.repeat(bands, 11, axis=0)[:256], (1.2, 0)).astype(np.float32)
    terrain = Terrain(
        heights=heights,
        skin=skin(albedo, sunlight(heights, cell, (sun[0], max(sun[1], 0.34), sun[2]))),
        cell_m=cell,
        far_m=940.0,
        detail=detail_texture(seed),
        grain=0.15,
        strata=strata,
        strata_m=96.0 if canyon else 0.0,
        mist_m=30.0,
        mist=1.2,
    )
    quick = "rapids" in world.tags
    water = Water.make(
        seed,
        rough=0.34 if quick else 0.07,
        deep=(34, 66, 58) if canyon else (22, 54, 52),
        foam=0.55 * quick,
        mirrors=not quick,
        lace=0.55 if quick else 0.12,
        shore=Shore.of(heights, cell, LEVEL_M, shallow=(78, 92, 66), shallow_m=2.2, hides=0.5),
    )
    free = clear_of(shot)
    windy = 2.0 if world.weather in ("wind", "storm") else 0.6

    def wet(x: float, z: float, foot: float) -> bool:
        return LEVEL_M - 1.6 < foot < LEVEL_M + 0.3 and free(x, z)

    stones = stood(
        terrain,
        seed + 71,
        count=70 if quick else 34,
        near=6,
        far=150,
        tall=(0.4 * ROCK_TALL, 1.5 * ROCK_TALL),
        where=wet,
        floor=LEVEL_M - 0.25,
    )
    standing = [Growing(grove=grove(stones, world.season, "rock", snowy=snowy), wind=0.0)]
    reeds = stood(
        terrain,
        seed + 72,
        count=60,
        near=6,
        far=70,
        tall=(0.7, 1.5),
        floor=LEVEL_M - 0.1,
        where=lambda x, z, foot: abs(foot - LEVEL_M) < 0.35 and free(x, z),
    )
    standing.append(Growing(grove=grove_of(clumps(world.season), reeds), wind=windy))
    if not canyon:
        trees = stood(
            terrain,
            seed + 73,
            count=230,
            near=14,
            far=620,
            tall=(8.0, 17.0),
            where=lambda x, z, foot: LEVEL_M + 0.9 < foot < 60 and free(x, z) and abs(x) > 4,
        )
        kind: Sort = "conifer" if steep or world.season == "winter" else "broadleaf"
        standing.append(Growing(grove=grove(trees, world.season, kind, snowy=snowy), wind=windy))
    return Sea(
        shot=shot,
        sky=sky_of(shot, seed, azimuth=azimuth),
        water=water,
        terrain=terrain,
        level=LEVEL_M,
        azimuth=azimuth,
        standing=tuple(standing),
    )


def _middle(z: Field, start: float) -> Field:
    """Where the river's middle is: ``start`` to the right of the camera, winding more and more ahead."""
    wind = 34 * np.sin(z / 74) + 30 * np.sin(z / 163 + 0.4) - 30 * np.sin(0.4)
    return np.asarray(start * np.exp(-((z / 60) ** 2)) + wind * step(0, 160, np.abs(z)), np.float32)
