"""A lake among wooded mountains, which it mirrors; reeds at its near bank."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from vitascope.engines.animatic.draw.light import palette_midway
from vitascope.engines.animatic.draw.lilies import Lilies
from vitascope.engines.animatic.draw.noise import Field, fractal, ridged
from vitascope.engines.animatic.draw.reeds import clumps
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
from vitascope.engines.animatic.draw.trees import grove, grove_of
from vitascope.engines.animatic.draw.water import Shore, Water
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.sea import Growing, Sea
from vitascope.engines.animatic.graph import Shot

ROUGH = {"storm": 0.42, "wind": 0.22, "rain": 0.09, "clear": 0.014, "cloudy": 0.02, "fog": 0.006, "snow": 0.02}
"""Height of the waves of still water in metres: a lake has no swell."""


def edge_m(shot: Shot) -> float:
    """How far ahead the water begins: before the camera where somebody is on it, behind who stands on its bank."""
    if shot.world.kind == "sea":
        return -60.0
    ashore = [p.z for a in shot.actors for p in a.path if p.y < 2 and p.z < 120]
    return max(ashore) + 3.0 if ashore else 7.0


def lake(shot: Shot, seed: int) -> Sea:
    world = shot.world
    side, cell = 1024, 4.0
    x, z = grid(cell, side)
    edge = edge_m(shot)
    rough = fractal(side, seed, slope=1.8, lowest=6)
    fine = fractal(side, seed + 1, slope=1.4, lowest=48)
    # Below 0 in the lake, 1 where the middle's distance again is land.
    out = np.hypot(x / 380, (z - edge - 520) / 520) - 1 + 0.07 * rough * step(60, 200, np.hypot(x, z))
    out = np.asarray(np.where(np.abs(x) < 90, np.maximum(out, (edge - z) / 400), out), np.float32)
    if world.kind == "sea":  # a spit of the near bank, to the left
        spit = step(0.0, -9.0, x + 9.5 + 0.35 * np.abs(z - 9) + 2.0 * rough) * step(60, 25, np.abs(z - 12))
        out = np.where(spit > 0.02, np.maximum(out, 0.05 * spit - 0.03), out)
    range_ = gaussian_filter(ridged(side, seed + 2, lowest=4, octaves=5), 3.0, mode="wrap")
    heights = -7 * step(0.0, -0.10, out) + 0.9 * step(-0.002, 0.02, out) + 0.35 * fine * step(0.0, 0.05, out)
    rise = step(0.10, 1.15, out)
    heights += (26 * step(0.03, 0.35, out) * (1.4 + rough) + (80 + 330 * range_) * rise) * step(10, 260, z)
    heights += 60 * step(0.25, 1.0, out) * step(10, -200, z)
    heights = np.asarray(heights, np.float32)
    if edge > 0:
        flat = step(edge + 1.5, edge - 4, z) * step(60, 20, np.hypot(x, np.minimum(z, 0)))
        heights = np.asarray(heights * (1 - flat) + (0.55 + 0.05 * fine) * flat, np.float32)
    albedo = _ground(shot, heights, cell, rough, seed)
    azimuth = {"dawn": 0.5, "day": -0.8, "golden": -0.6, "dusk": 0.42, "night": 0.45}[world.time]
    sun = palette_midway(shot, azimuth=azimuth).sun
    sun = (sun[0], max(sun[1], 0.30), sun[2])  # over the range, or all of the shore lay in its shadow
    terrain = Terrain(
        heights=heights, skin=skin(albedo, sunlight(heights, cell, sun)), cell_m=cell, far_m=2700.0,
        detail=detail_texture(seed), grain=0.15, strata=PLAIN, strata_m=0.0, mist_m=40.0,
        mist=2.2 if world.time in ("dawn", "golden") else 1.0,
    )  # fmt: skip
    snowy = world.weather == "snow" or world.season == "winter"
    windy = 2.0 if world.weather in ("wind", "storm") else 0.6
    woods = grove(_woods(terrain, seed), world.season, "conifer", snowy=snowy)
    stones = grove(_stones(terrain, seed, edge), world.season, "rock", snowy=snowy)
    reeds = grove_of(clumps(world.season), _reeds(terrain, seed, edge))
    water = Water.make(
        seed, rough=ROUGH[world.weather] * (0.7 + 0.6 * world.weather_strength), deep=(12, 40, 46), mirrors=True,
        lace=0.0, shore=Shore.of(heights, cell, 0.0, shallow=(52, 66, 50), shallow_m=2.5, hides=0.7),
    )  # fmt: skip
    lilies = Lilies.on(terrain, 0.0, seed, 60 if "lily_pads" in world.tags and not snowy else 0)
    return Sea(
        shot=shot, sky=sky_of(shot, seed), water=water, terrain=terrain, azimuth=azimuth,
        over=(lilies,),
        standing=(Growing(grove=woods, wind=windy), Growing(grove=stones, wind=0.0), Growing(grove=reeds, wind=windy)),
    )  # fmt: skip


def _ground(shot: Shot, heights: Field, cell: float, rough: Field, seed: int) -> NDArray[np.float32]:
    world = shot.world
    slope = normals(heights, cell)[1]
    rock = np.full((*heights.shape, 3), (122, 114, 108), np.float32) * (1 + 0.13 * rough[..., None])
    grass = {"winter": (214, 220, 230), "autumn": (140, 112, 58), "spring": (96, 122, 58)}.get(
        world.season, (78, 98, 52)
    )
    albedo = mix(rock, grass, step(420, 200, heights + 40 * rough) * step(0.55, 0.8, slope))
    patches = fractal(heights.shape[0], seed + 5, slope=1.1, lowest=16)
    pines = (
        step(-0.6, 0.4, patches) * step(330, 180, heights + 40 * rough) * step(2, 8, heights) * step(0.5, 0.66, slope)
    )
    dark = {"autumn": (112, 74, 36), "winter": (96, 104, 110)}.get(world.season, (38, 54, 42))
    albedo = mix(albedo, dark, pines * np.float32(0.88))
    albedo = mix(albedo, (112, 102, 80), step(0.35, 0.05, heights) * np.float32(0.8))
    line = {"winter": 90.0, "autumn": 380.0, "spring": 330.0}.get(world.season, 410.0) - 260 * (world.weather == "snow")
    albedo = mix(albedo, (250, 251, 255), step(line, line + 150, heights + 60 * rough) * step(0.25, 0.48, slope))
    hollow = heights - gaussian_filter(heights, 5, mode="wrap")
    return np.asarray(albedo * np.clip(1 + hollow / 60, 0.72, 1.12)[..., None], np.float32)


def _woods(terrain: Terrain, seed: int) -> NDArray[np.float32]:
    """Firs along the far bank: whole trees where the water meets the woods that the slopes are painted with."""
    random = np.random.default_rng(seed + 70)
    spots: list[tuple[float, float, float, float, float]] = []
    for _ in range(4000):
        x, z = float(random.uniform(-520, 520)), float(random.uniform(60, 1150))
        foot = terrain.ground(x, z)
        if 0.7 < foot < 26 and abs(x) > 0.1 * z - 30:
            spots.append((x, foot - 0.3, z, float(random.uniform(9, 19)), float(random.integers(6))))
        if len(spots) == 420:
            break
    return np.array(spots, np.float32).reshape(-1, 5)


def _stones(terrain: Terrain, seed: int, edge: float) -> NDArray[np.float32]:
    random = np.random.default_rng(seed + 71)
    spots: list[tuple[float, float, float, float, float]] = []
    for _ in range(900):
        x, z = float(random.uniform(-45, 45)), max(edge, 3.0) + float(random.normal(0, 5))
        foot = terrain.ground(x, z)
        if -0.5 < foot < 0.5 and z > 3 and abs(x) > 3 + 0.42 * z and len(spots) < 26:
            tall = float(random.uniform(0.3, 1.0)) ** 2 * 0.9 + 0.15
            spots.append((x, max(foot, -0.1) - 0.25 * tall, z, tall * 2.4, float(random.integers(6))))
    return np.array(spots, np.float32).reshape(-1, 5)


def _reeds(terrain: Terrain, seed: int, edge: float) -> NDArray[np.float32]:
    """In the shallows of the near bank, in patches; the middle is left open."""
    random = np.random.default_rng(seed + 72)
    patches = fractal(256, seed + 73, slope=1.6, lowest=8)
    spots: list[tuple[float, float, float, float, float]] = []
    for _ in range(4000):
        z = max(edge, 3.0) + 12 * float(random.random()) ** 2 - 2
        x = float(random.uniform(-16, 16))
        foot = terrain.ground(x, z)
        if (
            -1.3 < foot < 0.25
            and abs(x) > 4.5 + 0.5 * z
            and z < 14
            and patches[int(z * 3) % 256, int(x * 3) % 256] > -0.4
        ):
            spots.append((x, -0.1, z, float(random.uniform(1.1, 2.1)), float(random.integers(6))))
        if len(spots) == 150:
            break
    return np.array(spots, np.float32).reshape(-1, 5)
