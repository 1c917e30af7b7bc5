"""Ground on which nothing grows: the Moon with its craters, and the flat land about a launch pad."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from vitascope.engines.animatic.draw.light import Palette, palette_at, palette_midway
from vitascope.engines.animatic.draw.noise import Field, fractal
from vitascope.engines.animatic.draw.planets import PLANETS, paint_planet
from vitascope.engines.animatic.draw.sky import Sky
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, skin, step, sunlight
from vitascope.engines.animatic.draw.worlds.land import Land, grid, sky_of
from vitascope.engines.animatic.graph import Shot

_SIDE = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Moon:
    """A `WorldPainter` of grey ground under a black sky, and the Earth in it."""

    shot: Shot
    sky: Sky
    terrain: Terrain
    clouds: Field

    def palette(self, time_s: float) -> Palette:  # noqa: ARG002 - a day there lasts two weeks
        return replace(
            palette_at(self.shot, self.shot.start_s), zenith=(1, 1, 3), middle=(2, 2, 4), horizon=(3, 3, 6),
            glow=(0, 0, 0), key=(255, 250, 242), ambient=(58, 60, 68), rim=(255, 255, 255), haze=(4, 4, 7), haze_m=4e5,
            cover=0.0, night=0.0, elevation=0.30, azimuth=-1.0, disc=0.0, stars=1.0,
        )  # fmt: skip

    @property
    def light(self) -> Light:
        return self.palette(0.0).light()

    def ground(self, x: float, z: float) -> float:
        return self.terrain.ground(x, z)

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        palette = self.palette(time_s)
        self.sky.paint(canvas, pose, palette, time_s, dip=self.terrain.dip(pose))
        # The Earth stands where it is, three and a half times as wide as the Moon is for us; drawn larger, as films do.
        rising = 26.0 * time_s if "rising" in self.shot.world.tags else 0.0
        place = (pose.x + 2600.0, pose.y + 2350.0 + rising, pose.z + 9000.0)
        paint_planet(
            canvas,
            pose,
            place,
            640.0,
            PLANETS["earth"],
            (-0.62, 0.30, -0.72),
            self.clouds,
            time_s * 0.01,
            ring=None,
            depth=False,
        )
        self.terrain.paint(canvas, pose, palette, time_s)


def moon(shot: Shot, seed: int) -> Moon:
    cell = 2.0
    random = np.random.default_rng(seed + 5)
    x, z = grid(cell, _SIDE)
    away = np.hypot(x, z)
    heights = 1.6 * fractal(_SIDE, seed, slope=2.3, lowest=6) * step(8, 160, away)
    heights += (
        60 * np.clip(fractal(_SIDE, seed + 2, slope=2.6, lowest=3, highest=30) + 0.2, 0, None) * step(350, 950, away)
    )
    heights += 0.10 * fractal(_SIDE, seed + 1, slope=1.3, lowest=60)
    near = [p for a in shot.actors for p in a.path[:1]]
    for k in range(240):
        wide = 1.2 + 40.0 * float(random.random()) ** 5 if k else 16.0
        spot = random.uniform(-400, 400, 2)
        if k < 60:
            wide, spot = min(wide, 5.0), random.uniform(-70, 70, 2)
        if np.hypot(*spot) < 1.6 * wide + 3 or any(np.hypot(spot[0] - p.x, spot[1] - p.z) < 1.4 * wide for p in near):
            continue
        _crater(heights, spot[0] / cell + _SIDE / 2, spot[1] / cell + _SIDE / 2, wide / cell, 0.20 * wide)
    heights = (heights - heights[_SIDE // 2, _SIDE // 2]).astype(np.float32)
    patches = fractal(_SIDE, seed + 3, slope=1.6, lowest=6)
    albedo = np.full((_SIDE, _SIDE, 3), (150, 148, 146), np.float32) * (1 + 0.10 * patches[..., None])
    world = Moon(
        shot=shot, sky=Sky.make(seed, stars=7000), clouds=fractal(512, seed + 3, slope=1.8, lowest=3),
        terrain=Terrain(
            heights=heights, skin=skin(albedo, heights * 0), cell_m=cell, far_m=2000.0, detail=detail_texture(seed),
            grain=0.16, strata=PLAIN, strata_m=0.0, mist_m=60.0, mist=0.0,
        ),
    )  # fmt: skip
    lit = sunlight(heights, cell, world.palette(0.0).sun)
    return replace(world, terrain=replace(world.terrain, skin=skin(albedo, lit)))


def _crater(heights: Field, col: float, row: float, radius: float, deep: float) -> None:
    """A bowl with a rim, stamped into ``heights``; ``radius`` in points."""
    reach = int(radius * 1.8) + 2
    rows, cols = np.arange(int(row) - reach, int(row) + reach + 1), np.arange(int(col) - reach, int(col) + reach + 1)
    r = np.hypot(rows[:, None] - row, cols[None, :] - col) / radius
    bowl = np.where(r < 1, deep * (r * r - 1) * 0.8 + 0.25 * deep * r**6, 0.25 * deep * np.exp(-((r - 1) / 0.3)))
    heights[np.ix_(rows % _SIDE, cols % _SIDE)] += bowl.astype(np.float32)


def launch_plain(shot: Shot, seed: int) -> Land:
    """Flat scrub by the sea, with a concrete apron under what stands there and a road that leads to it."""
    cell = 4.0
    x, z = grid(cell)
    away = np.hypot(x, z)
    fine = fractal(_SIDE, seed + 1, slope=1.4, lowest=30)
    rough = fractal(_SIDE, seed, slope=1.9, lowest=5)
    spot = shot.actors[0].path[0] if shot.actors else None
    px, pz = (spot.x, spot.z) if spot is not None else (0.0, 220.0)
    reach = 26.0 + 0.28 * pz
    flat = step(0.8 * reach, 2.2 * reach, np.hypot(x - px, z - pz))
    trees = step(0.3, 0.9, fractal(_SIDE, seed + 4, slope=1.1, lowest=14)) * step(500, 800, away)
    heights = ((0.5 * rough + 0.12 * fine) * step(10, 200, away) * flat + 7 * trees * flat).astype(np.float32)
    heights -= heights[_SIDE // 2, _SIDE // 2]
    albedo = np.full((_SIDE, _SIDE, 3), (126, 132, 78), np.float32) * (1 + 0.08 * rough[..., None])
    albedo = mix(albedo, (168, 152, 108), step(0.2, 1.4, rough + 0.4 * fine) * np.float32(0.7))
    albedo = mix(albedo, (46, 62, 40), trees)
    lagoon = step(0.6, 1.0, fractal(_SIDE, seed + 6, slope=2.2, lowest=4)) * step(330, 420, away)
    albedo = mix(albedo, (126, 158, 186), lagoon * np.float32(0.9))
    apron = step(reach, reach - 5, np.maximum(np.abs(x - px), np.abs(z - pz)))
    road = step(9.0, 6.0, np.abs(x - px + 40 * step(pz, pz - 300, z))) * step(pz + 20, pz, z)
    concrete = np.maximum(apron, 0.9 * road) * (1 - 0.12 * step(-0.5, 1.5, fine))
    albedo = mix(albedo, (176, 172, 164), np.asarray(concrete, np.float32))
    sun = palette_midway(shot).sun
    terrain = Terrain(
        heights=heights.astype(np.float32), skin=skin(albedo, sunlight(heights, cell, sun)), cell_m=cell, far_m=3800.0,
        detail=detail_texture(seed), grain=0.12, strata=PLAIN, strata_m=0.0, mist_m=60.0, mist=1.2,
    )  # fmt: skip
    return Land(shot=shot, sky=sky_of(shot, seed), terrain=terrain)
