"""What stands at a quay, drawn once and stood by `trees.Grove`: gabled houses, fishing boats, a crane."""

from __future__ import annotations

import cv2
import numpy as np

from vitascope.engines.animatic.draw.stage import Colour
from vitascope.engines.animatic.draw.tree_shapes import Texture
from vitascope.engines.animatic.draw.trees import SIZE

_HIGH, _WIDE = SIZE
Points = list[tuple[float, float]]

_WALLS: tuple[Colour, ...] = ((196, 96, 74), (222, 190, 132), (150, 172, 182), (214, 206, 192))


def houses() -> list[Texture]:
    """Four narrow fronts; three quarters of the texture high."""
    return [_house(k) for k in range(4)]


def fishing_boats() -> list[Texture]:
    """Three boats seen from the side, with wheelhouse, mast and boom; the hull is as wide as the texture."""
    return [_boat(k) for k in range(3)]


def cranes() -> list[Texture]:
    return [_crane()]


def _house(seed: int) -> Texture:
    random = np.random.default_rng(seed + 2100)
    image = np.zeros((_HIGH, _WIDE, 4), np.uint8)
    wall = _WALLS[seed]
    left, right, eaves, ridge = 70.0, 442.0, _HIGH * 0.40, _HIGH * 0.14
    _shape(image, [(left, _HIGH), (left, eaves), (_WIDE / 2, ridge), (right, eaves), (right, _HIGH)], wall)
    for _ in range(240):
        x, y = random.uniform(left + 4, right - 4), random.uniform(eaves, _HIGH)
        _line(image, (x, y), (x + random.uniform(4, 22), y), 2, _by(wall, random.uniform(0.86, 1.08)))
    roof = (92.0, 64.0, 58.0) if seed % 2 else (70.0, 72.0, 80.0)
    _line(image, (left - 16, eaves + 14), (_WIDE / 2, ridge - 4), 22, roof)
    _line(image, (right + 16, eaves + 14), (_WIDE / 2, ridge - 4), 22, _by(roof, 0.8))
    _shape(image, [(330, ridge + 30), (330, ridge - 40), (372, ridge - 40), (372, ridge + 66)], _by(roof, 1.1))
    for row, y in enumerate((_HIGH * 0.36, _HIGH * 0.50, _HIGH * 0.66)):
        for x in (140.0, 256.0, 372.0) if row else (256.0,):
            _shape(image, [(x - 32, y - 8), (x + 32, y - 8), (x + 32, y + 74), (x - 32, y + 74)], (236, 232, 222))
            glass = (58, 70, 86) if random.random() < 0.6 else (228, 190, 116)
            _shape(image, [(x - 24, y), (x + 24, y), (x + 24, y + 66), (x - 24, y + 66)], glass)
            _line(image, (x, y), (x, y + 66), 4, (236, 232, 222))
            _line(image, (x - 24, y + 30), (x + 24, y + 30), 4, (236, 232, 222))
    _shape(image, [(220, _HIGH), (220, _HIGH * 0.83), (292, _HIGH * 0.83), (292, _HIGH)], _by(wall, 0.45))
    for x in (128.0, 384.0):
        _shape(
            image,
            [(x - 46, _HIGH - 30), (x - 46, _HIGH * 0.84), (x + 46, _HIGH * 0.84), (x + 46, _HIGH - 30)],
            (70, 84, 98),
        )
        _line(image, (x - 52, _HIGH * 0.835), (x + 52, _HIGH * 0.835), 12, _by(wall, 0.6))
    return image


def _boat(seed: int) -> Texture:
    image = np.zeros((_HIGH, _WIDE, 4), np.uint8)
    hull: Colour = ((44, 86, 140), (168, 56, 48), (58, 118, 92))[seed]
    low, deck = _HIGH - 2.0, _HIGH - 92.0
    _shape(image, [(24, deck - 34), (120, deck + 4), (400, deck + 2), (500, deck - 58), (452, low), (64, low)], hull)
    _shape(image, [(52, low - 26), (474, low - 26), (452, low), (64, low)], _by((120, 40, 36), 0.9))
    _line(image, (24, deck - 34), (120, deck + 4), 9, (238, 234, 222))
    _line(image, (120, deck + 4), (400, deck + 2), 9, (238, 234, 222))
    _line(image, (400, deck + 2), (500, deck - 58), 9, (238, 234, 222))
    cabin: Colour = (232, 228, 216)
    _shape(image, [(116, deck), (116, deck - 112), (230, deck - 112), (246, deck)], cabin)
    _shape(image, [(104, deck - 112), (104, deck - 126), (246, deck - 126), (246, deck - 112)], _by(hull, 0.8))
    for x in (132.0, 172.0):
        _shape(image, [(x, deck - 92), (x + 30, deck - 92), (x + 30, deck - 54), (x, deck - 54)], (46, 60, 76))
    mast = (112.0, 88.0, 64.0)
    _line(image, (290, deck), (290, 70), 12, mast)
    _line(image, (290, deck - 60), (440, deck - 230), 8, mast)
    for end in ((500.0, deck - 56), (70.0, deck - 20), (440.0, deck - 230)):
        _line(image, (290, 80), end, 2, (60, 58, 56))
    _line(image, (180, deck - 126), (180, deck - 230), 6, mast)
    for k in range(7):  # nets over the boom
        _line(image, (300 + 18 * k, deck - 70 - 20 * k), (306 + 17 * k, deck - 8), 5, (74, 96, 84))
    for k in range(4):
        cv2.circle(image, (350 + 26 * k, round(deck - 4)), 11, (226.0, 120.0, 52.0, 255.0), -1, cv2.LINE_AA)
    return image


def _crane() -> Texture:
    image = np.zeros((_HIGH, _WIDE, 4), np.uint8)
    steel: Colour = (206, 150, 52)
    for x in (196.0, 316.0):
        _line(image, (x, _HIGH), (256, _HIGH * 0.42), 12, _by(steel, 0.8))
    for k in range(6):
        y = _HIGH * (0.5 + 0.08 * k)
        reach = (y - _HIGH * 0.42) / (_HIGH * 0.58) * 60
        _line(image, (256 - reach, y), (256 + reach, y), 6, _by(steel, 0.7))
    _shape(image, [(222, 330), (222, 262), (306, 262), (306, 330)], (70, 80, 92))
    for k in range(9):
        a, b = k / 9, (k + 1) / 9
        low = [(306 + 190 * t, 276 - 240 * t) for t in (a, b)]
        top = [(290 + 200 * t, 262 - 238 * t) for t in (a, b)]
        _line(image, low[0], low[1], 8, steel)
        _line(image, top[0], top[1], 8, steel)
        _line(image, low[0], top[1], 4, _by(steel, 0.8))
    _line(image, (494, 34), (494, 250), 3, (40, 40, 44))
    _shape(image, [(484, 250), (504, 250), (504, 274), (484, 274)], (52, 52, 56))
    _line(image, (222, 280), (150, 300), 22, (86, 88, 94))
    return image


def _by(colour: Colour, tone: float) -> Colour:
    return (colour[0] * tone, colour[1] * tone, colour[2] * tone)


def _ink(colour: Colour) -> tuple[float, float, float, float]:
    return (min(colour[0], 255.0), min(colour[1], 255.0), min(colour[2], 255.0), 255.0)


def _shape(image: Texture, corners: Points, colour: Colour) -> None:
    where = (np.array(corners) * 16).astype(np.int32)
    cv2.fillPoly(image, [where], _ink(colour), cv2.LINE_AA, 4)


def _line(image: Texture, a: tuple[float, float], b: tuple[float, float], width: float, colour: Colour) -> None:
    ends = [(round(p[0] * 16), round(p[1] * 16)) for p in (a, b)]
    cv2.line(image, ends[0], ends[1], _ink(colour), max(round(width), 1), cv2.LINE_AA, 4)
