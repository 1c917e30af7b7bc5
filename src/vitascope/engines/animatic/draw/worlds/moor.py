"""Misty hills: who stands there stands on a crest, and ridges with pines come through the mist one behind another."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.clouds import Formation
from vitascope.engines.animatic.draw.light import Palette, mix
from vitascope.engines.animatic.draw.noise import Field
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Colour, Light, Pose
from vitascope.engines.animatic.draw.terrain import Terrain, step
from vitascope.engines.animatic.draw.trees import KINDS, SIZE, Grove, grove_of
from vitascope.engines.animatic.graph import Actor, Shot, Waypoint

AZIMUTH, _ELEVATION = 0.38, 0.21
"""Where the sun stands that comes through: in the picture, over who faces us."""
_WARM: Colour = (255.0, 226.0, 178.0)
_KEEP = (-66.0, 206.0)
"""Right of and ahead of the camera: where a castle is, for those who belong to one."""
_PICTURE_M, _FOOT = 90.0, 0.03
"""How high the picture of the castle is, and what share of it is under its foot."""
_RIDGES = ((210.0, 25.0), (400.0, 48.0), (680.0, 85.0), (1050.0, 130.0))
"""How far off, and how high."""
HEATHER: Colour = (112.0, 104.0, 84.0)
"""Heather and bracken, from afar."""
SKY = Formation(cirrus=0.7)
"""Thin, for the sun comes through."""
_OF_CASTLES = frozenset({"knight", "king", "queen", "prince", "princess", "wizard", "warrior", "archer", "dragon"})


def knoll(shot: Shot, x: Field, z: Field, roll: Field) -> Field:
    """Hills with form: who is there stands on a crest, a valley lies behind, and ridges follow one another.

    In fog the ridges grow paler one by one, and mist fills the valleys.
    """
    px, pz = stand(shot)
    wide = 7.0 + 0.35 * pz
    heights = 0.14 * wide * np.exp(-(((x - px) / (1.5 * wide)) ** 2) - ((z - pz) / wide) ** 2)
    behind = (z - pz - 0.25 * np.abs(x) + 4 * roll).astype(np.float32)
    heights -= 24 * step(0.4 * wide, 0.4 * wide + 90, behind) * step(1400, 1000, np.abs(z))
    for k, (away, high) in enumerate(_RIDGES):
        line = z - away - 34 * np.sin(x / (120 + 50 * k) + 2.1 * k) - 16 * roll
        swell = 0.62 + 0.38 * np.sin(x / (170.0 + 60 * k) + 1.7 * k + 0.6)
        heights += high * swell * np.exp(-((line / (60 + 0.09 * away)) ** 2))
    if keep(shot) is not None:
        heights += 17 * np.exp(-((np.hypot(x - _KEEP[0], z - _KEEP[1]) / 60) ** 6))
    return heights.astype(np.float32)


def stand(shot: Shot) -> tuple[float, float]:
    """Where on a crest somebody stands, right and ahead; or where one would."""
    spot = next((a.path[0] for a in shot.actors if a.path[0].y < 1 and abs(a.path[0].x) < 60), None)
    return (spot.x, spot.z) if spot is not None and spot.z < 120 else (0.0, 18.0)


def keep(shot: Shot) -> Actor | None:
    """A castle on the first ridge, where somebody is there who belongs to one; half of it is lost in the mist."""
    if shot.world.weather != "fog" or not any(a.form in _OF_CASTLES for a in shot.actors):
        return None
    at = Waypoint(time_s=0.0, x=0.0, y=0.0, z=math.hypot(*_KEEP))
    return Actor(id="castle", rig="building", label="castle", form="castle", size_m=58.0, path=(at,))


def castle(shot: Shot, terrain: Terrain, night: float) -> Grove | None:
    """It is so far off that one picture of it serves for a whole shot; lit from the right, as the sun stands."""
    actor = keep(shot)
    if actor is None:
        return None
    from vitascope.engines.animatic.draw.rigs import paint_actors  # rigs read worlds no more than worlds rigs

    rows, columns = SIZE
    canvas = Canvas(
        rgb=np.zeros((2 * rows, columns, 3), np.uint8), depth=np.full((2 * rows, columns), FAR_M, np.float32)
    )
    away = actor.path[0].z
    pose = Pose(x=0.0, y=0.0, z=0.0, focal=2 * rows / _PICTURE_M * away / columns)
    light = Light(
        sun=(0.62, 0.48, -0.62), key=(255.0, 250.0, 240.0), ambient=(112.0, 116.0, 128.0), rim=(255.0, 250.0, 240.0),
        haze=(0.0, 0.0, 0.0), haze_m=1e9, night=night,
    )  # fmt: skip
    dressed = replace(shot, actors=(actor,), effects=())
    paint_actors(canvas, pose, light, dressed, 0.0, {}, lambda _x, _z: 0.0)
    foot = rows + round(_FOOT * rows)
    solid = (canvas.depth < 0.9 * FAR_M)[foot - rows : foot]
    picture = np.dstack([canvas.rgb[foot - rows : foot] * solid[..., None], (solid * 255).astype(np.uint8)])
    x, z = _KEEP
    spot = (x, terrain.ground(x, z) - _FOOT * _PICTURE_M, z, _PICTURE_M, 0.0)
    return grove_of((picture,) * (KINDS // 2), np.array([spot], np.float32))


def pines(terrain: Terrain, seed: int, *, count: int) -> NDArray[np.float32]:
    """Places for `grove`: in stands along the ridges, thin where they are near, none before who stands on the crest."""
    random = np.random.default_rng(seed + 74)
    spots: list[tuple[float, float, float, float, float]] = []
    while len(spots) < count:
        away, _ = _RIDGES[int(random.choice(3, p=(0.5, 0.32, 0.18)))]
        away *= float(random.uniform(0.62, 1.02))
        middle = float(random.uniform(-0.85, 0.85)) * away
        for _ in range(int(random.integers(2, 9))):
            x, z = middle + float(random.normal(0, 13)), away + float(random.normal(0, 9))
            if abs(x - _KEEP[0] * z / _KEEP[1]) < 34.0 and z < _KEEP[1] + 30.0:
                continue
            tall = float(random.uniform(9.0, 19.0))
            spots.append((x, terrain.ground(x, z) - 0.3, z, tall, float(random.integers(6))))
    return np.array(spots, np.float32)


def veiled(palette: Palette) -> Palette:
    """A low sun that comes through the mist: warm about itself, and on what it lights."""
    if palette.night > 0.5:
        return palette
    return replace(
        palette, azimuth=AZIMUTH, elevation=_ELEVATION, disc=0.55, glow=_WARM, key=mix(palette.key, _WARM, 0.6),
        rim=mix(palette.rim, (255.0, 236.0, 196.0), 0.7), horizon=mix(palette.horizon, (232.0, 206.0, 172.0), 0.7),
        middle=mix(palette.middle, (142.0, 154.0, 176.0), 0.8), zenith=mix(palette.zenith, (84.0, 108.0, 146.0), 0.8),
        ambient=mix(palette.ambient, (120.0, 130.0, 150.0), 0.5), haze=mix(palette.haze, (204.0, 190.0, 172.0), 0.75),
        cloud_lit=mix(palette.cloud_lit, (236.0, 214.0, 184.0), 0.6), cover=min(palette.cover, 0.35),
    )  # fmt: skip
