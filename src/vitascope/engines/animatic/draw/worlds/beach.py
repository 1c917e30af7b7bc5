"""A beach: sand that waves wash up and leave wet, palms where it is tropical; and an island off it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import palette_midway
from vitascope.engines.animatic.draw.noise import Field, fractal, ridged
from vitascope.engines.animatic.draw.palms import palms
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, skin, step, sunlight
from vitascope.engines.animatic.draw.trees import grove_of
from vitascope.engines.animatic.draw.water import Shore, Water
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.sea import Growing, Sea, roughness
from vitascope.engines.animatic.graph import Shot

LEVEL_M = -0.9
"""Of the water under the dry sand on which the camera stands."""


def beach(shot: Shot, seed: int) -> Sea:
    return _shore(shot, seed, palmed=_warm(shot))


def island(shot: Shot, seed: int) -> Sea:
    """Seen from the water where somebody is on it, or from its own beach where somebody stands there."""
    return _shore(shot, seed, palmed=_warm(shot), isle=True)


def _warm(shot: Shot) -> bool:
    """Palms grow where nothing speaks of cold."""
    world = shot.world
    return world.season != "winter" and world.weather != "snow" and "rocks" not in world.tags


def _shore(shot: Shot, seed: int, *, palmed: bool, isle: bool = False) -> Sea:
    world = shot.world
    side, cell = 1024, 1.0
    x, z = grid(cell, side)
    rough = fractal(side, seed, slope=1.8, lowest=4)
    fine = fractal(side, seed + 1, slope=1.2, lowest=50)
    crags = ridged(side, seed + 2, lowest=7, octaves=4)
    afloat = world.kind == "sea"
    out = _out(shot, x, z, afloat=afloat)
    # Metres to seaward of the dry sand: a slope of one in fourteen, then the deep.
    heights = -0.072 * np.clip(out, 0, 45) - 3.0 * step(30, 90, out) + 0.04 * fine + 0.10 * rough * step(4, -6, out)
    heights += (0.9 + 0.5 * rough) * step(-3, -26, out)
    headland = step(150, 330, np.hypot(x, z) + 20 * rough) * step(30, -60, out + 12 * rough)
    heights += headland * (10 + 46 * crags)
    if isle or afloat:
        px, pz = (60.0, 330.0) if not afloat else (30.0, 190.0)
        r = np.hypot((x - px) / 1.5, z - pz) + 9 * rough
        heights = np.maximum(heights, LEVEL_M - 3 + 5.6 * step(72, 34, r) + 26 * step(44, 2, r) * (0.45 + 0.8 * crags))
    flat = step(8, 3, np.hypot(x, z))
    heights = np.asarray(heights - (heights[side // 2, side // 2]) * (flat if afloat else 1.0), np.float32)
    if afloat:
        heights = np.asarray(np.where(np.hypot(x, z) < 90, np.minimum(heights, LEVEL_M - 3.0), heights), np.float32)
    wet = step(LEVEL_M + 0.75, LEVEL_M + 0.15, heights + 0.05 * rough)
    sand = np.full((side, side, 3), (226, 204, 164) if palmed else (204, 184, 146), np.float32)
    albedo = np.asarray(sand * (1 + 0.05 * rough[..., None] + 0.03 * fine[..., None]), np.float32)
    albedo = mix(albedo, (150, 128, 98), wet * np.float32(0.85))
    green = (58, 92, 44) if palmed else (104, 116, 66)
    high, patchy = np.asarray(heights + 0.5 * rough, np.float32), np.asarray(rough + 0.2 * heights, np.float32)
    albedo = mix(albedo, green, step(0.9, 2.6, high) * step(-0.6, 0.3, patchy))
    if world.weather == "snow":
        albedo = mix(albedo, (236, 240, 246), (1 - wet) * np.float32(0.85))
    azimuth = {"dawn": 0.35, "golden": 0.22, "dusk": 0.26, "night": 0.3}.get(world.time, 0.8)
    sun = palette_midway(shot, azimuth=azimuth).sun
    terrain = Terrain(
        heights=heights, skin=skin(albedo, sunlight(heights, cell, (sun[0], max(sun[1], 0.3), sun[2]))), cell_m=cell,
        far_m=500.0, detail=detail_texture(seed), grain=0.08, strata=PLAIN, strata_m=0.0, mist_m=30.0, mist=0.4,
    )  # fmt: skip
    rise = min(roughness(shot), 1.4)
    shore = Shore.of(
        heights, cell, LEVEL_M, high_m=0.42 + 0.75 * rise, wash_m=0.30 + 0.12 * rise,
        hides=0.75 if palmed else 0.5,  # a little water is clear, half a metre has its own colour
        shallow=(70, 190, 188) if palmed else (92, 132, 122), shallow_m=26.0 if palmed else 12.0,
    )  # fmt: skip
    deep = (8, 74, 104) if palmed else (20, 58, 70)
    if world.weather in ("storm", "rain"):
        deep = (38, 66, 72)
    water = Water.make(
        seed, rough=min(rise, 0.5), deep=deep, foam=max(rise - 0.45, 0.0), shore=shore, lace=0.0, mirrors=False
    )
    standing: tuple[Growing, ...] = ()
    if palmed:
        windy = {"wind": 2.4, "storm": 3.4}.get(world.weather, 0.8)
        standing = (Growing(grove=grove_of(palms(), _palms(terrain, shot, seed)), wind=windy),)
    return Sea(
        shot=shot, sky=sky_of(shot, seed, azimuth=azimuth), water=water, terrain=terrain, level=LEVEL_M,
        azimuth=azimuth, standing=standing,
    )  # fmt: skip


def _out(shot: Shot, x: Field, z: Field, *, afloat: bool) -> Field:
    """Metres to seaward of the dry sand: the shore runs away from us to the left, the sea is right and ahead."""
    if afloat:
        return np.full_like(x, 200.0)
    ashore = [p for a in shot.actors if a.rig != "tree" for p in a.path if p.y < 2 and p.z < 60]
    right = max((p.x + 1.0 for p in ashore), default=-2.0)
    ahead = max((p.z - 4.0 for p in ashore), default=-4.0)
    line = 0.62 * (z - ahead) + 0.78 * (x - max(right - 6, -4.0)) + 4.0 * np.sin(x / 23) + 14 * np.sin(z / 90)
    # Nobody stands in the water who was not said to.
    return np.asarray(np.where(z < ahead, np.minimum(line, z - ahead), line), np.float32)


def _palms(terrain: Terrain, shot: Shot, seed: int) -> NDArray[np.float32]:
    """At the back of the beach and on the land beyond it; one or two near, which frame the picture."""
    random = np.random.default_rng(seed + 70)
    spots: list[tuple[float, float, float, float, float]] = []
    taken = [(p.x, p.z) for a in shot.actors for p in a.path]
    for _ in range(9000):
        z = 6 + 420 * float(random.random()) ** 1.6
        x = float(random.uniform(-1.0, 1.0)) * (4 + 0.95 * z)
        foot = terrain.ground(x, z)
        near = z < 40
        if foot < (0.02 if near else 0.35) or (near and (x > -0.34 * z or len(spots) > 40)):
            continue
        if any(abs(x - a) < 0.16 * b + 1.5 and z < b + 1 for a, b in taken):
            continue
        if near and sum(1 for s in spots if s[2] < 40) >= 6:
            continue
        spots.append((x, foot - 0.2, z, float(random.uniform(7.5, 12.5)), float(random.integers(6))))
        if len(spots) == 130:
            break
    return np.array(spots, np.float32).reshape(-1, 5)
