"""Places that are ground under a sky: mountains, and what hills and deserts share with them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.arches import hidden
from vitascope.engines.animatic.draw.clouds import Formation, formation
from vitascope.engines.animatic.draw.light import Palette, palette_at, palette_midway
from vitascope.engines.animatic.draw.noise import Field, fractal, ridged
from vitascope.engines.animatic.draw.sky import NO_CLOUDS, Sky
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.draw.sward import Sward
from vitascope.engines.animatic.draw.terrain import (
    PLAIN,
    Terrain,
    detail_texture,
    mix,
    normals,
    power,
    skin,
    smooth,
    step,
    sunlight,
    tinted,
)
from vitascope.engines.animatic.draw.tree_shapes import ROCK_TALL
from vitascope.engines.animatic.draw.trees import Grove, grove
from vitascope.engines.animatic.draw.worlds.moor import veiled
from vitascope.engines.animatic.graph import Actor, Shot

SIDE = 1024
"""Points of a terrain each way."""
Albedo = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """A `WorldPainter` of sky and terrain."""

    shot: Shot
    sky: Sky
    terrain: Terrain
    azimuth: float | None = None
    misty: bool = False
    """Whether the sun comes through the mist."""
    haze_m: float | None = None
    """How far one sees in the air of this place; without one, as far as the hour and the weather have it."""
    trees: Grove | None = None
    village: Grove | None = None
    boulders: Grove | None = None
    sward: Sward | None = None
    furniture: tuple[Actor, ...] = ()
    """What belongs to the place rather than to the story: houses, stalls, stones."""

    def palette(self, time_s: float) -> Palette:
        palette = palette_at(self.shot, time_s, azimuth=self.azimuth, haze_m=self.haze_m)
        return veiled(palette) if self.misty else palette

    @property
    def light(self) -> Light:
        return self.palette((self.shot.start_s + self.shot.end_s) / 2).light()

    def ground(self, x: float, z: float) -> float:
        return self.terrain.ground(x, z)

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        palette = self.palette(time_s)
        self.sky.paint(canvas, pose, palette, time_s, dip=self.terrain.dip(pose))
        self.terrain.paint(canvas, pose, palette, time_s)
        if self.trees is not None:
            gusty = self.shot.world.weather in ("wind", "storm")
            beyond = hidden(canvas, pose, self.shot) if any(a.rig == "viaduct" for a in self.shot.actors) else None
            self.trees.paint(canvas, pose, palette, time_s, wind=2.0 if gusty else 0.6, beyond=beyond)
        if self.village is not None:
            self.village.paint(canvas, pose, palette, time_s, wind=0.0)
        if self.boulders is not None:
            self.boulders.paint(canvas, pose, palette, time_s, wind=0.0)
        if self.sward is not None:
            self.sward.paint(canvas, pose, palette, time_s)
        if self.furniture:
            from vitascope.engines.animatic.draw.rigs import paint_actors  # rigs read worlds no more than worlds rigs

            dressed = replace(self.shot, actors=self.furniture, effects=())
            paint_actors(canvas, pose, self.light, dressed, time_s, {}, self.ground)


def sky_of(shot: Shot, seed: int, *, azimuth: float | None = None, kind: Formation | None = None) -> Sky:
    """The sky that the words of ``shot`` ask for; with clouds of a ``kind`` where the place knows better."""
    world = shot.world
    tags = set(world.tags)
    lapse = any(move.kind == "timelapse" for move in shot.camera.moves)
    wind = (14.0 if lapse else 1.0) * (2.2 if world.weather in ("storm", "wind") else 1.0)
    light = palette_at(shot, shot.start_s, azimuth=azimuth)
    milky = 1.0 if "milky_way" in tags else 0.55 if "stars" in tags else 0.22
    if world.time != "night" and not {"day_to_night", "milky_way", "stars"} & tags:
        milky = 0.0
    bare = bool({"stars", "milky_way", "aurora", "meteors"} & tags) and world.time == "night"
    none = bare and world.weather == "clear"
    kind = kind or (NO_CLOUDS if none else formation(world.weather, world.time, world.weather_strength, seed))
    return Sky.make(
        seed, kind=kind, sun=light.sun, cover=light.cover, milky_way=milky, wind=wind, lapse=lapse,
        aurora=1.0 if "aurora" in tags else 0.0, rainbow=1.0 if "rainbow" in tags else 0.0,
        crescent=0.14 if "crescent" in tags else 0.93, meteors=3 if "meteors" in tags else 0,
    )  # fmt: skip


def grid(cell_m: float, side: int = SIDE) -> tuple[Field, Field]:
    """Metres right and ahead of where the camera starts, for every point of a terrain."""
    at = (np.arange(side, dtype=np.float32) - side / 2) * cell_m
    z, x = np.meshgrid(at, at, indexing="ij")
    return x, z


def mountains(shot: Shot, seed: int) -> Land:
    cell = 12.0
    azimuth = {"dawn": 1.15, "day": -0.95, "golden": -1.1, "dusk": 0.5, "night": 0.6}[shot.world.time]
    x, z = grid(cell)
    away = np.sqrt(x * x + z * z)
    range_ = ridged(SIDE, seed, lowest=5, octaves=6)
    fine = fractal(SIDE, seed + 40, slope=1.5, lowest=24)
    heights = (
        520 * power(range_, 1.3) * step(420, 2600, away)
        + 9 * fine * step(60, 700, away)
        + 34 * fine * step(600, 1500, away)
    )
    for px, pz, high, wide in (
        (130.0, 3650.0, 1380.0, 860.0),
        (-1700.0, 3900.0, 420.0, 900.0),
        (1950.0, 4100.0, 460.0, 900.0),
    ):
        squared = ((x - px) * (0.92 / wide)) ** 2 + ((z - pz) / wide) ** 2
        cone = np.exp(power(squared, 1.25 / 2) * np.float32(-1.25))
        heights += high * cone * (0.62 + 0.55 * range_)
    heights += 0.9 * fractal(SIDE, seed + 41, slope=1.2, lowest=60)
    # The ground falls away into a valley, from behind whoever stands on it.
    near = [p.z for a in shot.actors for p in a.path if p.y < 2 and np.hypot(p.x, p.z) < 260]
    edge = max(near) + 20 if near else 2.0
    heights -= 105 * step(edge, edge + 400, z + 16 * fine) * step(900, 700, np.abs(z))
    river = np.abs(z - edge - 330 - 70 * np.sin(x / 210) - 14 * fine) / 15
    heights = (heights - heights[SIDE // 2, SIDE // 2]).astype(np.float32)
    slope = normals(heights, cell)[1]
    patches = fractal(SIDE, seed + 42, slope=1.3, lowest=12)
    white = shot.world.weather == "snow"
    rock = tinted((124, 114, 108), 1 + 0.13 * patches)
    low = {"winter": (206, 212, 222), "autumn": (118, 92, 52), "spring": (78, 100, 52)}.get(
        shot.world.season, (66, 84, 50)
    )
    albedo = mix(rock, low, step(420, 160, heights + 40 * patches) * step(0.62, 0.8, slope))
    pines = step(0.1, 0.5, patches) * step(330, 120, heights) * step(0.66, 0.8, slope) * step(150, 500, away)
    albedo = mix(albedo, (40, 54, 44), pines * 0.8)
    albedo = mix(albedo, (196, 214, 236), step(1.0, 0.6, river) * step(-30, -60, heights))
    line = {"winter": 120.0, "autumn": 380.0, "spring": 330.0}.get(shot.world.season, 400.0)
    line -= 260 * white
    snow = step(line, line + 190, heights + 70 * patches) * step(0.22, 0.46, slope)
    albedo = mix(albedo, (250, 251, 255), snow)
    if white:
        albedo = mix(albedo, (228, 233, 242), step(0.45, 0.75, slope) * np.float32(0.9))
    hollow = heights - smooth(heights, 6)
    albedo = tinted(albedo, np.clip(1 + hollow / 90, 0.72, 1.12))
    sun = palette_midway(shot, azimuth=azimuth).sun
    # Over the valley a low sun would be hidden by the range: lift it until the meadows have some of its light.
    sun = (sun[0], max(sun[1], 0.34), sun[2])
    terrain = Terrain(
        heights=heights, skin=skin(albedo, sunlight(heights, cell, sun)), cell_m=cell, far_m=6000.0,
        detail=detail_texture(seed), grain=0.15, strata=PLAIN, strata_m=0.0, mist_m=60.0, mist=1.8,
    )  # fmt: skip
    spots = scattered(terrain, seed, count=150, nearest=26.0, farthest=420.0, tallest=15.0)
    snowy = white or shot.world.season == "winter"
    trees = grove(spots, shot.world.season, "conifer", snowy=snowy)
    boulders = grove(strewn(terrain, seed, clear=near), shot.world.season, "rock", snowy=snowy)
    return Land(
        shot=shot, sky=sky_of(shot, seed, azimuth=azimuth), azimuth=azimuth, terrain=terrain, trees=trees,
        boulders=boulders,
    )  # fmt: skip


def strewn(terrain: Terrain, seed: int, *, clear: list[float]) -> NDArray[np.float32]:
    """Places for boulders: many small and a few large ones near the camera, out of the way of who passes."""
    random = np.random.default_rng(seed + 71)
    spots: list[tuple[float, float, float, float, float]] = []
    while len(spots) < 90:
        z = 5.0 + 110.0 * float(random.random()) ** 1.6
        x = float(random.uniform(-1.0, 1.0)) * (3.0 + 1.0 * z)
        if abs(x) < 1.5 + 0.12 * z + (4 if clear else 0) or (clear and z < min(clear)):
            continue
        high = 0.22 + 1.5 * float(random.random()) ** 4 * min(z / 14.0, 1.8)
        spots.append((x, terrain.ground(x, z) - 0.12 * high, z, high * ROCK_TALL, float(random.integers(6))))
    return np.array(spots, np.float32)


def scattered(
    terrain: Terrain, seed: int, *, count: int, nearest: float, farthest: float, tallest: float
) -> NDArray[np.float32]:
    """Places for `grove`: in clumps, more of them far off, none on the line from the camera ahead."""
    random = np.random.default_rng(seed + 70)
    spots: list[tuple[float, float, float, float, float]] = []
    while len(spots) < count:
        away = nearest + (farthest - nearest) * float(random.random()) ** 0.75
        middle = float(random.uniform(-1.05, 1.05)) * away
        kind = int(random.integers(6))
        for _ in range(int(random.integers(1, 7))):
            x, z = middle + float(random.normal(0, 7)), away + float(random.normal(0, 7))
            if abs(x) > 5 + 0.22 * z and z > nearest:
                foot = terrain.ground(x, z) - 0.2
                spots.append(
                    (x, foot, z, tallest * float(random.uniform(0.55, 1.0)), float((kind + len(spots) % 3) % 6))
                )
    return np.array(spots, np.float32)
