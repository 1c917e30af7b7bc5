"""A waterfall into its pool, between wooded cliffs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.light import Palette, palette_midway
from vitascope.engines.animatic.draw.mist import Mist
from vitascope.engines.animatic.draw.noise import Field, fractal, ridged, tile
from vitascope.engines.animatic.draw.palms import palms
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, normals, skin, step, sunlight
from vitascope.engines.animatic.draw.tree_shapes import ROCK_TALL
from vitascope.engines.animatic.draw.trees import Sort, grove, grove_of
from vitascope.engines.animatic.draw.water import Shore, Water
from vitascope.engines.animatic.draw.worlds.banks import clear_of, stood
from vitascope.engines.animatic.draw.worlds.land import grid, sky_of
from vitascope.engines.animatic.draw.worlds.sea import Growing, Sea
from vitascope.engines.animatic.graph import Shot

LEVEL_M = -0.7
_FACE_Z, _TOP_M, _HALF_M = 46.0, 27.0, 5.2
"""Where the water falls, from how high, and half its width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """The falling sheet: strands that quicken as they fall, torn at the edges and towards the foot."""

    streaks: Field
    foot_m: float
    top_m: float

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        light = np.array([min(0.62 * k + 0.62 * a, 250.0) for k, a in zip(palette.key, palette.ambient, strict=True)])
        _fall(
            canvas.rgb, canvas.depth, np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
            np.array([_FACE_Z, self.foot_m, self.top_m, _HALF_M, time_s]), light, self.streaks,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Haze:
    """Spray that hangs over the pool."""

    mist: Mist

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        bright = [min(0.5 * k + 0.66 * a, 245.0) for k, a in zip(palette.key, palette.ambient, strict=True)]
        replace(self.mist, colour=(bright[0], bright[1], bright[2])).paint(canvas, pose, time_s)


def waterfall(shot: Shot, seed: int) -> Sea:
    world = shot.world
    side, cell = 1024, 0.5
    x, z = grid(cell, side)
    rough = fractal(side, seed, slope=1.8, lowest=8)
    fine = fractal(side, seed + 1, slope=1.2, lowest=50)
    crags = ridged(side, seed + 2, lowest=14, octaves=4)
    snowy = world.weather == "snow" or world.season == "winter"
    # An amphitheatre: the cliff is behind the pool and comes forward to both sides.
    cliff = z - _FACE_Z + 0.022 * x * x - 2.4 * rough - 1.2 * fine
    notch = step(_HALF_M + 2.5, _HALF_M - 1.0, np.abs(x))
    pool = np.hypot(x / 17, (z - 33) / 17.5) - 1 + 0.06 * rough
    brook = np.abs(x - 5 - 4 * np.sin(z / 9)) - 3.2 - 0.5 * rough
    wet = np.minimum(pool * 12, np.where(z < 26, brook, 9.0))
    heights = LEVEL_M - 1.6 * step(0, -3, wet) + (0.15 - LEVEL_M) * step(0, 2.5, wet) + 0.25 * crags * step(1, 5, wet)
    heights += (_TOP_M + 1.4) * step(0.0, 4.5, cliff) * (0.93 + 0.10 * crags) + 2.0 * rough * step(2, 9, cliff)
    heights += 9 * step(8, 60, cliff) + 3.4 * step(10, 26, np.abs(x)) * step(4, 20, wet) * (1 + 0.5 * rough)
    heights -= 3.2 * notch * step(0.5, 4.0, cliff)
    here = heights[side // 2, side // 2]
    heights = np.asarray(heights - here * step(14, 5, np.hypot(x, z)) * step(0, 2, wet), np.float32)
    slope = normals(heights, cell)[1]
    albedo = np.full((side, side, 3), (92, 92, 84), np.float32) * (1 + 0.2 * rough[..., None] + 0.1 * fine[..., None])
    moss = {"autumn": (126, 104, 52), "winter": (200, 206, 214)}.get(world.season, (58, 92, 44))
    albedo = mix(albedo, moss, step(0.30, 0.62, slope) * step(0.4, 2.0, wet))
    albedo = mix(albedo, moss, step(0.2, 1.0, rough + 0.4 * fine) * np.float32(0.7) * step(1, 4, cliff))
    albedo = mix(albedo, (48, 52, 50), step(_HALF_M + 4, _HALF_M, np.abs(x)) * step(0, 2, cliff) * np.float32(0.8))
    azimuth = {"dawn": 0.8, "day": 0.9, "golden": -0.8, "dusk": 0.7, "night": 0.5}[world.time]
    sun = palette_midway(shot, azimuth=azimuth).sun
    terrain = Terrain(
        heights=heights, skin=skin(albedo, sunlight(heights, cell, (sun[0], max(sun[1], 0.55), -abs(sun[2])))),
        cell_m=cell, far_m=210.0, detail=detail_texture(seed), grain=0.22, strata=PLAIN, strata_m=0.0, mist_m=20.0,
        mist=0.6,
    )  # fmt: skip
    water = Water.make(
        seed, rough=0.10, deep=(22, 66, 66), mirrors=True, lace=0.45,
        shore=Shore.of(heights, cell, LEVEL_M, shallow=(70, 120, 104), shallow_m=2.5, hides=0.4),
    )  # fmt: skip
    free = clear_of(shot)
    windy = 2.0 if world.weather in ("wind", "storm") else 0.6
    stones = stood(
        terrain, seed + 71, count=60, near=4, far=46, tall=(0.35 * ROCK_TALL, 1.5 * ROCK_TALL), floor=LEVEL_M - 0.2,
        where=lambda x, z, foot: LEVEL_M - 1.2 < foot < 0.9 and free(x, z) and abs(x) > 0.8,
    )  # fmt: skip
    trees = stood(
        terrain, seed + 72, count=150, near=8, far=110, tall=(5.0, 11.0),
        where=lambda x, z, foot: foot > 0.05 and free(x, z) and abs(x) > 6.5 + 0.05 * z,
    )  # fmt: skip
    sort: Sort = "conifer" if snowy or "mountains" in world.tags or world.kind == "mountains" else "broadleaf"
    standing = [
        Growing(grove=grove(stones, world.season, "rock", snowy=snowy), wind=0.0),
        Growing(grove=grove(trees, world.season, sort, snowy=snowy), wind=windy),
    ]
    if world.kind == "forest" and not snowy and sort == "broadleaf":
        tall = stood(
            terrain, seed + 73, count=18, near=9, far=60, tall=(7.0, 12.0),
            where=lambda x, z, foot: foot > 0.05 and free(x, z) and abs(x) > 6 + 0.1 * z,
        )  # fmt: skip
        standing.append(Growing(grove=grove_of(palms(), tall), wind=windy))
    fall = Fall(
        streaks=fractal(256, seed + 80, slope=1.0, lowest=10),
        foot_m=LEVEL_M,
        top_m=terrain.ground(0.0, _FACE_Z + 6.0) + 0.2,
    )
    haze = Haze(mist=Mist(clear_m=70.0, high_m=5.0, colour=(255.0, 255.0, 255.0), drift=(0.6, -0.5), banks_m=7.0))
    return Sea(
        shot=shot, sky=sky_of(shot, seed, azimuth=azimuth), water=water, terrain=terrain, level=LEVEL_M,
        azimuth=azimuth, standing=(fall, *standing), over=(haze,),
    )  # fmt: skip


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _fall(rgb, depth, camera, how, light, streaks):  # type: ignore[no-untyped-def]
    rows, cols = depth.shape
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    face, foot, top, half, time_s = how[0], how[1], how[2], how[3], how[4]
    scale = focal * cols / 2
    left, right, first, last = cols, -1, rows, -1
    for corner in range(4):
        x, y = (half + 2.0) * (2 * (corner & 1) - 1) - px, (foot - 0.2 if corner & 2 else top + 0.6) - py
        side, ahead = x * cy - (face - 1.6 - pz) * sy, x * sy + (face - 1.6 - pz) * cy
        up, deep = y * cp - ahead * sp, y * sp + ahead * cp
        if deep < 0.5:  # partly beside or behind the camera: anywhere
            left, right, first, last = 0, cols - 1, 0, rows - 1
            break
        col, row = cols / 2 + side / deep * scale, rows / 2 - up / deep * scale
        left, right = int(max(min(left, col - 1), 0)), int(min(max(right, col + 1), cols - 1))
        first, last = int(max(min(first, row - 1), 0)), int(min(max(last, row + 1), rows - 1))
    for j in range(first, last + 1):
        v = (rows / 2 - j - 0.5) / scale
        for i in range(left, right + 1):
            u = (i + 0.5 - cols / 2) / scale
            dy, ahead = v * cp + sp, cp - v * sp
            dx, dz = u * cy + ahead * sy, ahead * cy - u * sy
            if dz < 0.05:
                continue
            # The sheet leaves the lip and hangs a little before the rock.
            t = (face - 1.6 - pz) / dz
            y = py + dy * t
            if t < 0.5 or y < foot - 0.2 or y > top + 0.6:
                continue
            x = px + dx * t
            fallen = max(top - y, 0.0)
            wide = half * (0.84 + 0.16 * fallen / top)
            wave = tile(streaks, x * 0.9 + 11, fallen * 0.5 - time_s * 5.0)
            edge = (wide - abs(x) + 0.5 * wave) / 1.4
            if edge <= 0 or depth[j, i] < t - 3.0:
                continue
            # Strands keep their place across, and run down the quicker the farther they have fallen.
            down = 5.2 * np.sqrt(fallen + 0.6) - time_s * 5.6
            a = tile(streaks, x * 7.0, down * 1.6)
            b = tile(streaks, x * 2.4 + 40, down * 0.9 + 70)
            c = tile(streaks, x * 15.0 + 90, down * 3.0 + 10)
            body = 0.74 + 0.17 * a + 0.16 * b + 0.08 * c
            thin = min(max(0.9 + 0.4 * b + 0.3 * a, 0.35), 1.0)
            foam = min(max(1 - (y - foot) / 3.5, 0.0), 1.0)
            share = min(edge, 1.0) * (thin + (1 - thin) * foam) * min((top + 0.6 - y) * 1.5, 1.0)
            body = min(max(body + 0.35 * foam, 0.25), 1.12)
            for n in range(3):
                value = rgb[j, i, n] + (light[n] * body - rgb[j, i, n]) * share
                rgb[j, i, n] = np.uint8(min(max(value, 0.0), 255.0))
            if share > 0.5:
                depth[j, i] = min(depth[j, i], np.float32(t))
