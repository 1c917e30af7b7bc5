"""Dry land: dunes, canyons between mesas, and the red plains of Mars, strewn with stones."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from vitascope.engines.animatic.draw.light import palette_midway
from vitascope.engines.animatic.draw.noise import Field, fractal, ridged
from vitascope.engines.animatic.draw.terrain import (
    PLAIN,
    Terrain,
    detail_texture,
    mix,
    skin,
    smooth,
    step,
    sunlight,
    tinted,
)
from vitascope.engines.animatic.draw.tree_shapes import ROCK_TALL
from vitascope.engines.animatic.draw.trees import Sort, grove
from vitascope.engines.animatic.draw.worlds.land import SIDE, Land, grid, sky_of
from vitascope.engines.animatic.graph import Shot

Colour = tuple[int, int, int]


class _Kind(NamedTuple):
    """One kind of dry land: its heights, and what it is made of."""

    heights: Field
    colour: Colour
    second: Colour
    """Of the ground in patches."""
    stones: Sort | None
    strata: Field = PLAIN
    strata_m: float = 0.0
    grain: float = 0.13


def desert(shot: Shot, seed: int) -> Land:
    """The dry land that ``shot`` has the tags of: Mars, dunes, or a canyon without any."""
    tags = shot.world.tags
    mars = "mars" in tags
    dunes = not mars and ("dunes" in tags or ("sand" in tags and "canyon" not in tags))
    cell = 3.0 if dunes else 6.0
    x, z = grid(cell)
    away = np.hypot(x, z)
    rough = fractal(SIDE, seed, slope=1.9, lowest=4)
    fine = fractal(SIDE, seed + 1, slope=1.3, lowest=40)
    kind = (_dunes if dunes else _plains if mars else _canyon)(seed, away, rough, fine)
    heights = (kind.heights - kind.heights[SIDE // 2, SIDE // 2]).astype(np.float32)
    albedo = np.full((SIDE, SIDE, 3), kind.colour, np.float32)
    albedo = mix(albedo, kind.second, step(-0.5, 1.5, rough + 0.5 * fine))
    albedo = tinted(albedo, np.clip(1 + (heights - smooth(heights, 5)) / (8 * cell), 0.62, 1.12))
    azimuth = {"dawn": 0.6, "golden": -0.55, "dusk": 0.45}.get(shot.world.time) if not mars else None
    sun = palette_midway(shot, azimuth=azimuth).sun
    if dunes and shot.world.time == "day":  # dunes are told by their shaded sides: the sun is not at its highest
        sun = (-0.84, 0.42, 0.34)
    terrain = Terrain(
        heights=heights, skin=skin(albedo, sunlight(heights, cell, sun)), cell_m=cell, far_m=2900.0,
        detail=detail_texture(seed), grain=kind.grain, strata=kind.strata, strata_m=kind.strata_m, mist_m=60.0,
        mist=0.8,
    )  # fmt: skip
    boulders = None
    if kind.stones is not None:
        boulders = grove(_stones(terrain, shot, seed), shot.world.season, kind.stones, snowy=False)
    return Land(shot=shot, sky=sky_of(shot, seed, azimuth=azimuth), azimuth=azimuth, terrain=terrain, boulders=boulders)


def _dunes(seed: int, away: Field, _rough: Field, fine: Field) -> _Kind:
    wave = ridged(SIDE, seed, lowest=6, octaves=2)
    small = ridged(SIDE, seed + 5, lowest=34, octaves=1)
    heights = 46 * wave**1.5 * step(5, 240, away) + 5.5 * small**1.6 * step(3, 60, away) + 0.2 * fine
    heights = gaussian_filter(heights, 1.2, mode="wrap")  # crests sharper than a point would be saws
    return _Kind(heights, (226, 178, 112), (206, 150, 92), None, grain=0.06)


def _plains(seed: int, away: Field, rough: Field, fine: Field) -> _Kind:
    heights = 5 * rough * step(15, 400, away) + 0.35 * fine
    heights += 210 * step(900, 2300, away) * np.clip(fractal(SIDE, seed + 2, slope=2.0, lowest=3) + 0.3, 0, None)
    heights += 0.5 * np.clip(fractal(SIDE, seed + 6, slope=0.4, lowest=100) - 1.6, 0, 1.4)
    return _Kind(heights, (174, 112, 82), (134, 84, 62), "red rock")


def _canyon(seed: int, away: Field, rough: Field, fine: Field) -> _Kind:
    shape = fractal(SIDE, seed + 2, slope=2.1, lowest=5) + 0.11 * fractal(SIDE, seed + 3, slope=1.4, lowest=26)
    mesa = step(0.35, 0.62, shape) * 150 + step(0.95, 1.12, shape) * 95 + step(1.55, 1.7, shape) * 60
    mesa = gaussian_filter(mesa, 1.3, mode="wrap")  # needles of a point's width would be blurs with lines
    heights = mesa * step(240, 620, away) + 6 * rough * step(20, 300, away) + 0.5 * fine
    heights += 26 * step(0.0, 0.5, shape) * step(200, 600, away)
    bands = np.random.default_rng(seed).normal(1.0, 0.12, (24, 1)) * np.ones((1, 3))
    strata = np.repeat(bands, 11, axis=0)[:256].astype(np.float32)
    strata = gaussian_filter(strata, (1.2, 0)).astype(np.float32)
    return _Kind(heights, (206, 132, 84), (170, 96, 62), "sandstone", strata, 150.0)


def _stones(terrain: Terrain, shot: Shot, seed: int) -> NDArray[np.float32]:
    """Places for stones: hundreds to the ankle, a few to the shoulder; none where somebody goes."""
    random = np.random.default_rng(seed + 71)
    ways = [(p.x, p.z) for a in shot.actors for p in a.path]
    spots: list[tuple[float, float, float, float, float]] = []
    while len(spots) < 260:
        z = 2.5 + 120.0 * float(random.random()) ** 2.2
        x = float(random.uniform(-1.0, 1.0)) * (2.5 + 0.95 * z)
        high = 0.05 + 0.16 * float(random.random()) ** 2 + 1.1 * float(random.random()) ** 9 * min(z / 12.0, 1.5)
        if any(_beside(x, z, a, b) < 0.7 + 1.5 * high for a, b in zip(ways, ways[1:] or ways, strict=False)):
            continue
        if abs(x) < 0.4 + 2.5 * high:  # the camera may go ahead
            continue
        spots.append((x, terrain.ground(x, z) - 0.12 * high, z, high * ROCK_TALL, float(random.integers(6))))
    return np.array(spots, np.float32)


def _beside(x: float, z: float, a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres from a place to the way from ``a`` to ``b``."""
    dx, dz = b[0] - a[0], b[1] - a[1]
    along = ((x - a[0]) * dx + (z - a[1]) * dz) / max(dx * dx + dz * dz, 1e-9)
    k = min(max(along, 0.0), 1.0)
    return float(np.hypot(x - a[0] - k * dx, z - a[1] - k * dz))
