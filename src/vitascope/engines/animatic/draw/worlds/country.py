"""Hills that people live on: a vale with its stream, fields between hedges, copses, lanes, and a village far off."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.noise import Field, fractal
from vitascope.engines.animatic.draw.terrain import Terrain, step
from vitascope.engines.animatic.draw.tree_shapes import TEXTURE_H, TEXTURE_W, Texture
from vitascope.engines.animatic.draw.trees import Grove, grove_of
from vitascope.engines.animatic.graph import Season, Shot

Albedo = NDArray[np.float32]
_TAME = frozenset(
    ("horse", "cow", "bull", "ox", "sheep", "lamb", "goat", "pig", "dog", "cat", "donkey", "pony", "poodle", "terrier",
     "corgi", "dachshund", "chicken", "rooster", "duck", "goose")
)  # fmt: skip
"""Beasts beside which there may be fields."""
_NEAR_M, _FAR_M = 30.0, 980.0
"""From where on, and how far, the land is tilled: what is nearer is the meadow on which the camera stands."""
_FIELD_M = (118.0, 74.0)
"""Length and width of a field (medieval strips that were thrown together: Hoskins, The Making of the English
Landscape, 1955)."""
_LEVEL_M = -34.0
"""Of the stream, against the ground under the camera."""
_CROPS: dict[Season, tuple[tuple[float, float, float], ...]] = {
    "spring": ((116, 154, 62), (92, 136, 54), (136, 166, 74), (214, 192, 52), (134, 104, 76), (104, 146, 66)),
    "summer": ((104, 140, 58), (82, 120, 50), (134, 158, 74), (196, 172, 88), (92, 130, 56), (166, 160, 82)),
    "autumn": ((148, 128, 66), (124, 118, 58), (186, 152, 84), (122, 92, 66), (106, 118, 56), (168, 132, 70)),
    "winter": ((150, 146, 128), (126, 132, 108), (138, 122, 104), (158, 158, 146), (120, 124, 104), (146, 138, 120)),
}
_STONE, _PLASTER = ((186, 174, 154), (150, 138, 124)), ((236, 226, 204), (186, 174, 160))
_TILES, _SLATE = ((172, 96, 66), (122, 68, 50)), ((112, 116, 126), (78, 82, 92))
"""Light and shaded sides of what a village is built of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What becomes of a grid of ground when it is tilled; all arrays are of its shape."""

    albedo: Albedo
    hedges: Field
    """How high they are, in metres."""
    water: Field
    """1 where the stream runs."""


def tilled(shot: Shot) -> bool:
    """Whether there are fields: not in mist, which shows none, and not where somebody wild is at home."""
    if shot.world.weather == "fog" or {"wheat", "meadow", "flowers", "savanna"} & set(shot.world.tags):
        return False
    return not any(
        a.rig in ("dragon", "maw") or (a.rig == "quadruped" and a.form not in _TAME) for a in shot.actors
    )  # fmt: skip


def stream(z: Field) -> Field:
    """Metres right of the camera at which the stream runs."""
    return np.asarray(26 + 52 * np.sin(z / 88 + 0.4) + 46 * np.sin(z / 231 + 2.2), np.float32)


def vale(x: Field, z: Field, roll: Field, edge_m: float) -> Field:
    """Heights: the ground falls from ``edge_m`` ahead into a vale, spurs of hills stand on its sides and behind it."""
    away, aside = np.abs(z), np.abs(x - stream(z))
    kept = step(1480, 1150, away) * step(1500, 1250, np.abs(x))
    flat = step(24, 190, aside)
    heights = 7.5 * roll * flat
    heights += 40 * step(46, 520, aside)
    side = np.sign(x - stream(z))
    heights += 30 * np.exp(-(((aside - 250) / 120) ** 2)) * (0.55 + 0.45 * np.sin(z / 118 + 2.3 * side))
    heights += 64 * step(620, 1250, np.hypot(x, z)) * (0.55 + 0.35 * roll) * step(30, 620, aside)
    fall = step(edge_m, edge_m + 92, z) * kept
    behind = 1 - step(edge_m - 30, edge_m + 90, z)
    return np.asarray(heights * kept * (1 - 0.96 * behind) + _LEVEL_M * fall, np.float32)


def till(shot: Shot, seed: int, x: Field, z: Field, albedo: Albedo) -> Country:
    """Fields, hedges, lanes and the stream over ``albedo``, which is changed; none near the camera, nor far off."""
    random = np.random.default_rng(seed + 91)
    side = x.shape[0]
    bend, rough = (
        fractal(side, seed + 92, slope=2.4, lowest=3, highest=16),
        fractal(side, seed + 96, slope=0.8, lowest=24),
    )
    hedges, stream_ = np.zeros_like(x), np.zeros_like(x)
    reach = int(np.searchsorted(x[0], _FAR_M + 60))
    part = (slice(side - reach, reach), slice(side - reach, reach))
    sway = np.roll(bend, (side // 3, side // 2), (0, 1))
    _till(shot, random, x[part], z[part], (bend[part], sway[part], rough[part]),
          (albedo[part], hedges[part], stream_[part]))  # fmt: skip
    return Country(albedo=albedo, hedges=hedges, water=stream_)


def _till(
    shot: Shot, random: np.random.Generator, x: Field, z: Field, noise: tuple[Field, Field, Field],
    ground: tuple[Albedo, Field, Field],
) -> None:  # fmt: skip
    """What `till` does to the part of its grid that it reaches: the last three are written."""
    (bend, sway, rough), (albedo, hedges, stream_) = noise, ground
    u, v = x + 34 * bend, z + 30 * sway
    turned = 0.35 + 0.5 * float(random.random())
    u, v = u * math.cos(turned) - v * math.sin(turned), u * math.sin(turned) + v * math.cos(turned)
    row = np.floor(v / _FIELD_M[1])
    along = u / _FIELD_M[0] + 0.37 * row + 0.3 * np.sin(row * 2.1)
    column = np.floor(along)
    number = (row.astype(np.int64) * 37 + column.astype(np.int64) * 101) % 251
    across_m = np.minimum(v - row * _FIELD_M[1], (row + 1) * _FIELD_M[1] - v)
    along_m = np.minimum(along - column, column + 1 - along) * _FIELD_M[0]
    edge_m = np.minimum(across_m, along_m)
    away = np.hypot(x, z)
    open_ = step(_NEAR_M, _NEAR_M + 45, away) * step(_FAR_M + 40, _FAR_M - 160, away)
    crops = np.array(_CROPS[shot.world.season], np.float32)
    weights = np.array((3, 3, 3, 1, 2, 1) if "green" in shot.world.colours else (3, 2, 2, 2, 2, 2), np.float64)
    chosen = random.choice(len(crops), 251, p=weights / weights.sum())
    tones = random.uniform(0.9, 1.1, 251).astype(np.float32)
    fields = crops[chosen[number]] * tones[number][..., None]
    ways = random.choice(3, 251)[number]
    drills = np.sin(np.float32(0.62) * np.where(ways == 0, u, v)) * (ways < 2)
    fields *= (1 + 0.055 * drills * step(700, 300, away) + 0.04 * rough)[..., None]
    aside = np.abs(x - stream(z))
    wet = step(70, 26, aside)
    _lay(fields, 0.92 * crops[0], wet * 0.8)  # water meadows
    lane = open_ * step(3.4, 2.0, np.where(row % 4 == 1, v - row * _FIELD_M[1], 99.0).astype(np.float32))
    hedge = open_ * step(4.6, 2.6, (edge_m + 0.7 * rough).astype(np.float32)) * step(24, 34, aside) * (1 - lane)
    water = open_ * step(7.5, 5.0, aside)
    banks = open_ * step(19, 15, aside) * step(10, 13, aside) * step(0.2, 1.0, rough)
    fields -= albedo
    fields *= open_[..., None]
    albedo += fields
    _lay(albedo, (192, 172, 138), lane * 0.9)
    bush = {"winter": (92, 86, 78), "autumn": (112, 78, 38)}.get(shot.world.season, (46, 68, 34))
    _lay(albedo, bush, np.maximum(hedge, 0.8 * banks) * 0.9)
    _lay(albedo, (196, 210, 226), water)
    hedges[:] = np.maximum(hedge * (2.1 + 0.3 * rough) + 1.6 * banks, 0)
    stream_[:] = water


def _lay(albedo: Albedo, colour: Sequence[float] | Field, share: Field) -> None:
    """``share`` of ``colour`` over ``albedo``, in place: most of these lie on little of the ground."""
    rows, columns = np.nonzero(share > 0.004)
    under = albedo[rows, columns]
    albedo[rows, columns] = under + (np.asarray(colour, np.float32) - under) * share[rows, columns, None]


def hedgerow_trees(terrain: Terrain, country: Country, seed: int, *, count: int) -> NDArray[np.float32]:
    """Places for `grove`: single trees that were left standing in hedges and along the stream."""
    random = np.random.default_rng(seed + 93)
    side, cell = country.hedges.shape[0], terrain.cell_m
    spots: list[tuple[float, float, float, float, float]] = []
    for _ in range(60 * count):
        if len(spots) >= count:
            break
        z = 95.0 + 600.0 * float(random.random()) ** 1.15
        x = float(random.uniform(-1.0, 1.0)) * 0.98 * z
        if country.hedges[int(z / cell + side / 2) % side, int(x / cell + side / 2) % side] < 1.6:
            continue
        tall = float(random.uniform(7.0, 12.5))
        spots.append((x, terrain.ground(x, z) - 2.2, z, tall, float(random.integers(6))))
    return np.array(spots, np.float32).reshape(-1, 5)


def village(terrain: Terrain, seed: int, *, lit: float, snowy: bool) -> Grove:
    """A church and the houses about it on the near bank, where the vale opens; ``lit`` is how bright windows are."""
    random = np.random.default_rng(seed + 94)
    middle = 300.0
    centre = float(stream(np.float32(middle))) - 64.0  # type: ignore[arg-type]
    spots = [(centre + 6.0, middle + 20.0, 44.0, 2.0)]
    while len(spots) < 15:
        x, z = centre + float(random.normal(0, 30)), middle + float(random.normal(0, 24))
        if all(math.hypot(x - sx, 0.7 * (z - sz)) > (13.0 if k else 17.0) for k, (sx, sz, _, _) in enumerate(spots)):
            spots.append((x, z, float(random.uniform(14.0, 17.5)), float(random.choice((0.0, 1.0, 3.0, 4.0)))))
    places = [(x, terrain.ground(x, z) - 0.4, z, tall, kind) for x, z, tall, kind in spots]
    kinds = (_cottage(_TILES, 1, lit, snowy), _cottage(_SLATE, 2, lit, snowy), _church(lit, snowy))
    return grove_of(kinds, np.array(places, np.float32))


def _cottage(roof: tuple[tuple[int, ...], tuple[int, ...]], storeys: int, lit: float, snowy: bool) -> Texture:
    """Seen aslant: a lit gable, a long side in the shade, a roof and a chimney."""
    image = np.zeros((TEXTURE_H, TEXTURE_W, 4), np.uint8)
    foot, eaves, ridge = TEXTURE_H - 2, TEXTURE_H - 110 - 70 * storeys, TEXTURE_H - 270 - 70 * storeys
    near, corner, far = 30, 190, 482
    _face(image, [(near, foot), (near, eaves), (near + 80, ridge), (corner, eaves), (corner, foot)], _PLASTER[0])
    _face(image, [(corner, foot), (corner, eaves), (far, eaves), (far, foot)], _PLASTER[1])
    for storey in range(storeys):
        for k in range(3):
            left, top = corner + 34 + 88 * k, foot - 92 - 84 * storey
            _face(image, [(left, top), (left + 36, top), (left + 36, top + 46), (left, top + 46)], _pane(lit, k))
    slope = (236, 240, 246) if snowy else roof[1]
    _face(image, [(corner + 12, eaves + 10), (near + 80, ridge), (far - 96, ridge), (far + 14, eaves + 10)], slope)
    _face(image, [(near - 14, eaves + 12), (near + 80, ridge), (near + 92, ridge), (near + 4, eaves + 14)], roof[0])
    _face(image, [(far - 150, ridge + 30), (far - 150, ridge - 44), (far - 112, ridge - 44), (far - 112, ridge + 30)],
          _STONE[1])  # fmt: skip
    return image


def _church(lit: float, snowy: bool) -> Texture:
    """A nave, a tower and its spire."""
    image = np.zeros((TEXTURE_H, TEXTURE_W, 4), np.uint8)
    foot = TEXTURE_H - 2
    slope = (236, 240, 246) if snowy else _SLATE[1]
    _face(image, [(200, foot), (200, foot - 150), (470, foot - 150), (470, foot)], _STONE[1])
    _face(image, [(190, foot - 142), (226, foot - 262), (450, foot - 262), (486, foot - 142)], slope)
    for k in range(3):
        left = 226 + 84 * k
        _face(image, [(left, foot - 30), (left, foot - 96), (left + 18, foot - 118), (left + 36, foot - 96),
                      (left + 36, foot - 30)], _pane(lit, k))  # fmt: skip
    _face(image, [(84, foot), (84, foot - 372), (150, foot - 372), (150, foot)], _STONE[0])
    _face(image, [(150, foot), (150, foot - 372), (204, foot - 372), (204, foot)], _STONE[1])
    _face(image, [(104, foot - 300), (104, foot - 346), (130, foot - 346), (130, foot - 300)], (66, 60, 58))
    _face(image, [(76, foot - 368), (144, 8), (150, foot - 368)], _SLATE[0])
    _face(image, [(150, foot - 368), (144, 8), (212, foot - 368)], _SLATE[1])
    return image


def _pane(lit: float, k: int) -> tuple[int, ...]:
    on = lit if k != 1 else 0.4 * lit
    return tuple(round(a + (b - a) * on) for a, b in zip((70, 74, 82), (255, 214, 132), strict=True))


def _face(image: Texture, corners: list[tuple[int, int]], colour: tuple[int, ...]) -> None:
    cv2.fillPoly(image, [np.array(corners, np.int32)], (*colour, 255), cv2.LINE_AA)
