"""A fishing harbour: a stone quay with houses, a crane, moored boats, and lamps that the water draws out at night."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette, palette_midway
from vitascope.engines.animatic.draw.noise import fractal
from vitascope.engines.animatic.draw.quayside import cranes, fishing_boats, houses
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, skin, step, sunlight
from vitascope.engines.animatic.draw.trees import Grove, grove_of
from vitascope.engines.animatic.draw.water import Shore, Water
from vitascope.engines.animatic.draw.worlds.banks import afloat
from vitascope.engines.animatic.draw.worlds.lamps import HIGH_M, glow
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.sea import Growing, Sea, roughness
from vitascope.engines.animatic.graph import Shot

_QUAY_M, _FACE_Z = 1.5, 62.0
"""How high the quay is over the water, and how far ahead it lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rocking:
    """Moored boats, each on its own wave."""

    grove: Grove

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        self.grove.paint(canvas, pose, palette, time_s, wind=3.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lights:
    """Lamps and lit windows, ``(count, 4)``: x, y, z and the radius of the glow in metres. They shine in the dark."""

    spots: NDArray[np.float64]

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        if palette.night < 0.2:
            return
        for n, (x, y, z, radius) in enumerate(self.spots.tolist()):
            col, row, depth = pose.project(x, y, z, canvas.width, canvas.height)
            inside = 0 <= col < canvas.width and 0 <= row < canvas.height
            if depth < 2 or (inside and canvas.depth[int(row), int(col)] < depth - 1.2):
                continue
            kept = float(np.exp(-depth / palette.haze_m))
            flicker = 1.0 + 0.03 * np.sin(time_s * 7 + n * 2.1)
            size = max(radius * pose.pixels_per_metre(depth, canvas.width), 0.0016 * canvas.width)
            glow(canvas, col, row, size, 1.0, palette.night * (0.4 + 0.6 * kept) * flicker)


def harbour(shot: Shot, seed: int) -> Sea:
    world = shot.world
    side, cell = 1024, 1.0
    x, z = grid(cell, side)
    rough = fractal(side, seed, slope=1.8, lowest=5)
    fine = fractal(side, seed + 1, slope=1.0, lowest=70)
    boat = afloat(shot)
    level = 0.0 if boat else -1.5
    quay = level + _QUAY_M
    ashore = max((p.z for a in shot.actors for p in a.path if p.y < 2 and p.z < 40), default=3.0) + 2.5
    # The quay is across the picture and comes forward on the right; where somebody stands, they stand on it.
    inside = np.maximum(z - _FACE_Z, np.minimum(x - 30 - 0.05 * z, z + 400))
    if not boat:
        inside = np.maximum(inside, ashore - z)
    heights = level - 4.0 + (quay - level + 4.0) * step(-0.6, 0.6, inside)
    hill = step(_FACE_Z + 22, _FACE_Z + 190, z + 10 * rough)
    heights += hill * (34 + 14 * rough)
    heights = np.asarray(heights, np.float32)
    stone = np.full((side, side, 3), (136, 130, 122), np.float32) * (
        1 + 0.08 * rough[..., None] + 0.08 * fine[..., None]
    )
    joints = ((x % 2.0) < 0.10) | ((z % 1.0) < 0.10)
    albedo = np.asarray(np.where(joints[..., None], stone * 0.8, stone), np.float32)
    albedo = mix(albedo, (70, 74, 64), step(level + 0.7, level + 0.2, heights) * np.float32(0.8))
    green = {"winter": (210, 216, 222), "autumn": (128, 106, 62)}.get(world.season, (72, 98, 52))
    albedo = mix(albedo, green, hill)
    if world.weather == "snow":
        albedo = mix(albedo, (234, 239, 246), np.full_like(heights, 0.8))
    azimuth = {"dawn": -0.5, "day": -0.9, "golden": -0.55, "dusk": -0.4, "night": -0.5}[world.time]
    sun = palette_midway(shot, azimuth=azimuth).sun
    lit = 0.2 + 0.8 * sunlight(heights, cell, (sun[0], max(sun[1], 0.4), -abs(sun[2])))
    terrain = Terrain(
        heights=heights,
        skin=skin(albedo, np.asarray(lit, np.float32)),
        cell_m=cell,
        far_m=460.0,
        detail=detail_texture(seed),
        grain=0.12,
        strata=PLAIN,
        strata_m=0.0,
        mist_m=20.0,
        mist=0.6,
    )
    random = np.random.default_rng(seed + 76)
    fronts = [
        (
            float(a),
            quay - 0.1,
            float(_FACE_Z + 11 + random.uniform(-0.6, 0.6)),
            13.5 * float(random.uniform(0.85, 1.15)),
            float(random.integers(8)),
        )
        for a in np.arange(-84.0, 96.0, 7.1)
    ]
    upper = [
        (float(a), terrain.ground(a, b) - 0.3, float(b), 12.0, float(random.integers(8)))
        for b in (_FACE_Z + 52, _FACE_Z + 92)
        for a in np.arange(-90.0 + b % 7, 110.0, 13.0)
    ]
    path = [(p.x, p.z) for a in shot.actors for p in a.path]
    moored = [
        (
            float(a),
            level - 0.12,
            float(_FACE_Z - 3.2 - 5 * random.random()),
            float(random.uniform(10, 14)),
            float(random.integers(6)),
        )
        for a in np.arange(-58.0, 30.0, 9.5)
    ]
    moored += [
        (float(a), level - 0.12, float(b), 9.5, float(random.integers(6)))
        for a, b in ((-19.0, 34.0), (14.0, 40.0), (24.0, 26.0))
        if all(abs(a - c * b / max(d, 1.0)) > 9 for c, d in path)
    ]
    lamps = [(float(a), quay + HIGH_M - 0.4, _FACE_Z + 2.0, 2.0) for a in np.arange(-66.0, 70.0, 12.0)]
    lamps += [(31.5, quay + HIGH_M - 0.4, float(b), 1.2) for b in (18.0, 32.0, 46.0)]
    windows = [
        (f[0] + dx * 0.66, f[1] + f[3] * up, f[2] - 0.2, 0.75)
        for f in fronts
        for dx, up in ((-2.2, 0.46), (0.0, 0.30), (2.2, 0.30))
        if random.random() < 0.42
    ]
    masts = [(m[0], m[1] + 0.62 * m[3], m[2] - 0.3, 0.6) for m in moored if random.random() < 0.5]
    standing = (
        Growing(grove=grove_of(houses(), np.array([*upper, *fronts], np.float32)), wind=0.0),
        Growing(grove=grove_of(cranes(), np.array([(42.0, quay, _FACE_Z + 5, 24.0, 1.0)], np.float32)), wind=0.0),
        Rocking(grove=grove_of(fishing_boats(), np.array(moored, np.float32))),
        Lights(spots=np.array([*lamps, *windows, *masts])),
    )
    water = Water.make(
        seed,
        rough=min(roughness(shot) * 0.35, 0.3),
        deep=(12, 38, 46),
        mirrors=True,
        lace=0.0,
        shore=Shore.of(heights, cell, level, shallow=(24, 50, 50), shallow_m=1.0, hides=3.0),
    )
    return Sea(
        shot=shot,
        sky=sky_of(shot, seed, azimuth=azimuth),
        water=water,
        terrain=terrain,
        level=level,
        azimuth=azimuth,
        standing=standing,
    )
