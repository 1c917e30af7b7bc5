"""Polar water: icebergs, floes and the front of a glacier."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from vitascope.engines.animatic.draw.light import palette_midway
from vitascope.engines.animatic.draw.noise import Field, fractal, ridged
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, normals, skin, step, sunlight
from vitascope.engines.animatic.draw.water import Shore, Water
from vitascope.engines.animatic.draw.worlds.banks import afloat
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.sea import Sea
from vitascope.engines.animatic.graph import Shot

_ROUGH = {"storm": 0.4, "wind": 0.25}


def ice(shot: Shot, seed: int) -> Sea:
    world = shot.world
    side, cell = 1024, 1.5
    x, z = grid(cell, side)
    rough = fractal(side, seed, slope=1.7, lowest=6)
    fine = fractal(side, seed + 1, slope=1.2, lowest=60)
    facets = ridged(side, seed + 2, lowest=10, octaves=3)
    heights = np.full((side, side), -6.0, np.float32)
    random = np.random.default_rng(seed + 5)
    path = [(p.x, p.z) for a in shot.actors for p in a.path]
    bergs = [(-46.0, 118.0, 30.0, 24.0), (62.0, 170.0, 40.0, 34.0), (10.0, 330.0, 60.0, 46.0)]
    bergs += [
        (
            float(random.uniform(-1, 1)) * d * 0.8,
            d,
            float(random.uniform(0.06, 0.13)) * d,
            float(random.uniform(0.05, 0.12)) * d,
        )
        for d in random.uniform(60, 480, 9)
    ]
    for bx, bz, wide, tall in bergs:
        if any(np.hypot(bx - px, bz - pz) < wide + 8 for px, pz in path):
            continue
        heights = np.maximum(heights, _berg(x - bx, z - bz, wide, tall, rough, facets))
    # Floes: flat plates between leads of open water, none where somebody sails.
    plates = fractal(side, seed + 3, slope=0.7, lowest=26, highest=70)
    open_ = step(12, 26, np.abs(x + 3 * rough)) if afloat(shot) else step(-4, 5, z - 14 + 4 * rough)
    floe = step(0.55, 0.66, plates) * step(18, 30, np.hypot(x, z)) * open_
    heights = np.maximum(heights, -6 + 6.35 * floe + 0.12 * fine * floe)
    heights = np.maximum(heights, _front(x, z, rough, facets, fine))
    if not afloat(shot):  # who stands here stands on the ice
        last = max((pz for _, pz in path), default=6.0) + 16  # a flock spreads out behind the first
        shelf = step(last + 3, last - 1, np.asarray(z - 2 * rough, np.float32))
        heights = np.asarray(heights * (1 - shelf) + (0.9 + 0.05 * fine) * shelf, np.float32)
        heights = np.asarray(
            heights - (heights[side // 2, side // 2] - 0.9) * np.maximum(step(9, 3, np.hypot(x, z)), shelf), np.float32
        )
    heights = np.asarray(heights, np.float32)
    slope = normals(heights, cell)[1]
    albedo = np.full((side, side, 3), (238, 244, 250), np.float32) * (1 + 0.03 * rough[..., None])
    albedo = mix(albedo, (120, 186, 214), step(0.80, 0.35, slope) * (0.55 + 0.3 * step(-0.5, 0.8, fine)))
    albedo = mix(albedo, (60, 140, 176), step(1.4, 0.0, heights) * step(0.9, 0.5, slope))
    hollow = heights - gaussian_filter(heights, 3, mode="wrap")
    albedo = mix(albedo, (110, 180, 214), np.clip(-hollow / 5, 0, 0.7).astype(np.float32))
    azimuth = {"dawn": 0.5, "day": -0.9, "golden": -0.45, "dusk": 0.4, "night": 0.6}[world.time]
    sun = palette_midway(shot, azimuth=azimuth).sun
    terrain = Terrain(
        heights=heights,
        skin=skin(albedo, 0.25 + 0.75 * sunlight(heights, cell, (sun[0], max(sun[1], 0.3), sun[2]))),
        cell_m=cell,
        far_m=760.0,
        detail=detail_texture(seed),
        grain=0.05,
        strata=PLAIN,
        strata_m=0.0,
        mist_m=30.0,
        mist=0.8,
    )
    water = Water.make(
        seed,
        rough=_ROUGH.get(world.weather, 0.035),
        deep=(8, 44, 60),
        mirrors=True,
        lace=0.1,
        shore=Shore.of(heights, cell, 0.0, shallow=(62, 158, 178), shallow_m=3.0, hides=0.35),
    )
    return Sea(shot=shot, sky=sky_of(shot, seed, azimuth=azimuth), water=water, terrain=terrain, azimuth=azimuth)


def _berg(x: Field, z: Field, wide: float, tall: float, rough: Field, facets: Field) -> Field:
    """A tilted table or a horn with sheer sides."""
    r = np.hypot(x, z * 1.25) / wide + 0.16 * rough
    top = tall * (0.55 + 0.45 * np.clip(x / wide * 0.7 + 0.3, -0.5, 1)) * (0.62 + 0.6 * facets)
    return np.asarray(-6 + (top + 6) * step(1.0, 0.80, r), np.float32)


def _front(x: Field, z: Field, rough: Field, facets: Field, fine: Field) -> Field:
    """The cliff in which a glacier ends, far ahead, cut by crevasses; mountains of snow behind it."""
    inside = z - 520 + 0.0006 * x * x * np.sign(500 - np.abs(x)) - 24 * rough - 4 * fine
    cliff = 34 * step(0, 7, inside) * (0.85 + 0.2 * facets) + 0.16 * np.clip(inside, 0, 240)
    return np.asarray(-6 + 6 * step(-2, 0, inside) + cliff, np.float32)
