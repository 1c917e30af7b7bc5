"""Hills: tilled where people live, a moor in the mist, a meadow, wheat or a savanna where the words say so."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from vitascope.engines.animatic.draw.light import palette_midway
from vitascope.engines.animatic.draw.noise import Field, fractal
from vitascope.engines.animatic.draw.sward import Sward, meadow_of
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, skin, step, sunlight, tinted
from vitascope.engines.animatic.draw.trees import Grove, Sort, grove
from vitascope.engines.animatic.draw.worlds import moor
from vitascope.engines.animatic.draw.worlds.country import Country, hedgerow_trees, stream, till, tilled, vale, village
from vitascope.engines.animatic.draw.worlds.land import SIDE, Albedo, Land, grid, scattered, sky_of
from vitascope.engines.animatic.graph import Shot

_CELL_M = 3.0
_LOW = 0.22
"""Sine of the height that the sun is lifted to for what it lights, where a lower one would leave all in shade."""
_GRASS: dict[str, tuple[float, float, float]] = {
    "spring": (112, 148, 62), "summer": (104, 134, 58), "autumn": (158, 124, 62), "winter": (228, 232, 240),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sort:
    """Which hills are meant; at most one of the first four."""

    wheat: bool
    meadow: bool
    fields: bool
    misty: bool
    snowy: bool

    @classmethod
    def of(cls, shot: Shot) -> _Sort:
        tags = set(shot.world.tags)
        lived_in = bool({"village", "farm", "graveyard", "japanese_garden"} & tags)
        wheat = "wheat" in tags
        meadow = not wheat and bool(lived_in or {"meadow", "flowers"} & tags)
        return cls(
            wheat=wheat, meadow=meadow, fields=tilled(shot) and not lived_in,
            misty=shot.world.weather == "fog" and not (wheat or meadow),
            snowy=shot.world.weather == "snow" or shot.world.season == "winter",
        )  # fmt: skip


def hills(shot: Shot, seed: int) -> Land:
    sort = _Sort.of(shot)
    x, z = grid(_CELL_M)
    away = np.hypot(x, z)
    heights = _relief(shot, seed, sort, x, z)
    albedo, patches = _grown(shot, seed, sort, away)
    country = till(shot, seed, x, z, albedo) if sort.fields else None
    if country is not None:
        albedo = country.albedo
        heights += country.hedges - 1.2 * country.water
        away = away * step(14, 40, np.abs(x - stream(z)))  # nothing of what is far grows in the stream
    albedo, heights = _wooded(shot, seed, sort, albedo, heights, patches * 2 + 6, away, _way(shot, x, z))
    light = palette_midway(shot)
    sun = (moor.veiled(light) if sort.misty else light).sun
    if country is not None and sun[1] < _LOW:
        sun = (0.9 * math.copysign(1.0, sun[0]), _LOW, 0.4)  # low light across the land: every hedge has its shadow
    lit = sunlight(heights, _CELL_M, sun) * _under_clouds(shot, seed, away)
    if country is not None:
        lit = np.maximum(lit, country.water)
    wind = 0.15 if shot.world.weather in ("wind", "storm") else 0.1
    terrain = Terrain(
        heights=heights.astype(np.float32), skin=skin(albedo, lit), cell_m=_CELL_M, far_m=2400.0,
        detail=detail_texture(seed), grain=0.06 if sort.snowy else 0.11 if sort.wheat else 0.17,
        strata=PLAIN, strata_m=0.0, mist_m=22.0, mist=2.4 if shot.world.time in ("dawn", "golden") else 1.0,
        sway=wind if sort.wheat else wind * 0.45, sway_m=2.4,
    )  # fmt: skip
    houses = moor.castle(shot, terrain, light.night) if sort.misty else None
    if country is not None:
        houses = village(terrain, seed, lit=max(light.night, 0.6 * (sun[1] <= _LOW)), snowy=sort.snowy)
    return Land(
        shot=shot, sky=sky_of(shot, seed, kind=moor.SKY if sort.misty and light.night < 0.5 else None), terrain=terrain,
        trees=_trees(shot, seed, sort, terrain, country), sward=None if sort.snowy else _growth(shot, seed, terrain),
        haze_m=1100.0 if sort.misty else None, village=houses, misty=sort.misty,
    )  # fmt: skip


def _relief(shot: Shot, seed: int, sort: _Sort, x: Field, z: Field) -> Field:
    """Heights before anything grows on them; 0 under the camera."""
    away = np.hypot(x, z)
    roll = fractal(SIDE, seed, slope=2.3, lowest=5, highest=60)
    heights = (0.1 if sort.fields else 0.25) * fractal(SIDE, seed + 1, slope=1.6, lowest=40)
    if sort.fields:
        heights += vale(x, z, roll, _brow(shot))
    else:
        heights += (8.0 if sort.wheat or sort.meadow else 30.0) * roll * step(10, 420, away)
        heights += 46 * step(500, 1400, away) * np.clip(0.4 + fractal(SIDE, seed + 2, slope=2.2, lowest=4), 0, None)
        if not (sort.wheat or sort.meadow):
            heights += moor.knoll(shot, x, z, roll)
    return (heights - heights[SIDE // 2, SIDE // 2]).astype(np.float32)


def _grown(shot: Shot, seed: int, sort: _Sort, away: Field) -> tuple[Albedo, Field]:
    """The colour of what grows everywhere, and its patches, of mean 0 and deviation 1."""
    patches = fractal(SIDE, seed + 3, slope=1.2, lowest=10)
    savanna = "savanna" in shot.world.tags
    base = (186, 146, 70) if sort.wheat else (182, 158, 84) if savanna else _GRASS[shot.world.season]
    albedo = tinted(base, 1 + 0.10 * patches)
    if not sort.wheat:
        dry = (172, 158, 84) if not sort.snowy else (206, 214, 226)
        albedo = mix(albedo, dry, step(0.2, 1.6, patches) * 0.5)
    if sort.misty and not sort.snowy:
        albedo = mix(albedo, moor.HEATHER, step(-0.8, 0.9, patches) * step(8, 60, away) * 0.75)
    return albedo, patches


def _wooded(
    shot: Shot, seed: int, sort: _Sort, albedo: Albedo, heights: Field, tall: Field, away: Field, way: Field | None
) -> tuple[Albedo, Field]:  # fmt: skip
    """A lane where there is one, woods far off, and snow over all of it."""
    if way is not None:
        albedo = mix(albedo, (146, 136, 122) if "village" in shot.world.tags else (150, 124, 92), way)
    least = 1.15 if sort.fields else 0.35
    groves = step(least, least + 0.25, fractal(SIDE, seed + 4, slope=1.4 if sort.fields else 1.0, lowest=16))
    groves *= step(220, 420, away)
    dark = {"autumn": (124, 74, 34), "winter": (92, 96, 100)}.get(shot.world.season, (44, 66, 38))
    albedo = mix(albedo, dark, groves * 0.85)
    if sort.snowy:
        albedo = mix(albedo, (236, 240, 248), np.full_like(heights, 0.8))
    return albedo, heights + groves * tall


def _trees(shot: Shot, seed: int, sort: _Sort, terrain: Terrain, country: Country | None) -> Grove:
    kind: Sort = "acacia" if "savanna" in shot.world.tags else "conifer" if sort.misty else "broadleaf"
    if country is not None:
        spots = hedgerow_trees(terrain, country, seed, count=130)
    elif sort.misty:
        spots = moor.pines(terrain, seed, count=90)
    else:
        spots = scattered(terrain, seed, count=60, nearest=70.0, farthest=420.0, tallest=12.0)
    return grove(spots, shot.world.season, kind, snowy=sort.snowy)


def _under_clouds(shot: Shot, seed: int, away: Field) -> Field:
    """How much sun fair-weather clouds leave on the land: their shadows creep so slowly that a shot may keep them."""
    if shot.world.weather not in ("clear", "wind", "cloudy") or shot.world.time == "night":
        return np.ones_like(away)
    patches = fractal(SIDE, seed + 12, slope=2.6, lowest=7, highest=60)
    return np.asarray(1 - 0.55 * step(0.25, 0.95, patches) * step(25, 110, away), np.float32)


def _brow(shot: Shot) -> float:
    """How far ahead the ground begins to fall: behind who stands there, else so near that one sees over it."""
    near = [p.z for a in shot.actors for p in a.path if p.y < 2 and p.z < 120]
    return max(near) + 2.5 if near else 3.0


def _way(shot: Shot, x: Field, z: Field) -> Field | None:
    """How much of a lane each point is: along the view, or across it where somebody passes."""
    tags = set(shot.world.tags)
    if not {"road", "village", "farm", "graveyard"} & tags:
        return None
    passing = [a.path for a in shot.actors if abs(a.path[-1].x - a.path[0].x) > abs(a.path[-1].z - a.path[0].z) + 2]
    off = z - passing[0][0].z if passing and "village" not in tags else x - 1.2 * np.sin(z / 23.0)
    wide = 4.6 if "village" in tags else 2.6
    return step(wide + 1.3, wide - 1.0, np.abs(off).astype(np.float32)) * np.float32(0.92)


def _growth(shot: Shot, seed: int, terrain: Terrain) -> Sward:
    """What the ground of hills bears: grass, a meadow with its flowers, wheat."""
    world = shot.world
    tags = set(world.tags)
    wind = {"wind": 1.7, "storm": 2.2}.get(world.weather, 0.8)
    lane = 5.2 if "village" in tags else 2.4 if tags & {"road", "farm", "graveyard"} else 0.0
    base = Sward(heights=terrain.heights, cell_m=terrain.cell_m, detail=terrain.detail, wind=wind, bare_m=lane)
    random = np.random.default_rng(seed + 73)
    if "wheat" in tags:
        return replace(base, tall_m=0.42, wide_m=0.014, blades=1.1, ears=0.9, tip=(1.34, 1.22, 0.92))
    if "savanna" in tags:
        return replace(base, tall_m=0.55, wide_m=0.008, blades=1.1, ears=0.25, tip=(1.3, 1.22, 0.95))
    if tags & {"flowers", "meadow"}:
        flowering = (0.24 if "flowers" in tags else 0.05) * (0.3 if world.season == "autumn" else 1.0)
        return replace(
            base, tall_m=0.24, flowers=meadow_of(random, world.colours), flowering=flowering,
            flower_m=0.026 if "flowers" in tags else 0.018,
        )  # fmt: skip
    return replace(base, tall_m=0.15, flowers=meadow_of(random, world.colours), flowering=0.012)
