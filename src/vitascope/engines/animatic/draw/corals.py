"""Corals, sponges, anemones and sea grass, drawn once and stood by `trees.Grove`."""

from __future__ import annotations

import math
from itertools import pairwise

import cv2
import numpy as np

from vitascope.engines.animatic.draw.noise import fractal
from vitascope.engines.animatic.draw.stage import Colour
from vitascope.engines.animatic.draw.tree_shapes import Texture
from vitascope.engines.animatic.draw.trees import SIZE

_HIGH, _WIDE = SIZE


def corals() -> list[Texture]:
    """Two staghorns, two brains, two fans, tubes and an anemone, as `trees.grove_of` wants them."""
    return [
        _staghorn(0, (236, 128, 92)),
        _staghorn(1, (196, 120, 214)),
        _brain(0, (150, 168, 92)),
        _brain(1, (214, 138, 84)),
        _fan(0, (214, 70, 110)),
        _fan(1, (238, 178, 70)),
        _tubes((120, 110, 220)),
        _anemone((250, 186, 166)),
    ]


def sea_grass() -> list[Texture]:
    """Two tufts of ribbons."""
    return [_grass(0), _grass(1)]


def _blank() -> Texture:
    return np.zeros((_HIGH, _WIDE, 4), np.uint8)


def _staghorn(seed: int, colour: Colour) -> Texture:
    random = np.random.default_rng(seed + 1300)
    image = _blank()

    def branch(x: float, y: float, angle: float, length: float, thick: float, depth: int) -> None:
        x1, y1 = x + math.sin(angle) * length, y - math.cos(angle) * length
        tone = 0.62 + 0.12 * (4 - depth)
        _limb(image, (x, y), (x1, y1), thick, _by(colour, tone))
        _limb(image, (x - thick * 0.2, y), (x1 - thick * 0.2, y1), thick * 0.35, _by(colour, tone * 1.25))
        if depth == 0:
            cv2.circle(image, (round(x1), round(y1)), round(thick * 0.55), _ink((255, 236, 214)), -1, cv2.LINE_AA)
            return
        for side in (-1.0, 1.0) if random.random() < 0.7 else (-1.0, 0.1, 1.0):
            branch(
                x1,
                y1,
                angle + side * random.uniform(0.28, 0.62),
                length * random.uniform(0.62, 0.86),
                thick * 0.76,
                depth - 1,
            )

    for k in range(7):
        branch(_WIDE / 2 + (k - 3) * 16, _HIGH - 4.0, (k - 3) * 0.30 + random.normal(0, 0.08), _HIGH * 0.17, 24, 3)
    return image


def _brain(seed: int, colour: Colour) -> Texture:
    """A dome whose ridges wind: the zero lines of noise. It fills the lower two fifths."""
    y, x = np.mgrid[0:_HIGH, 0:_WIDE].astype(np.float32)
    high = _HIGH * 0.42
    across, up = (x - _WIDE / 2) / (_WIDE * 0.48), (_HIGH - y) / high
    inside = 1 - np.abs(across) ** 2.2 - np.maximum(up, 0) ** 2.2
    folds = fractal(1024, seed + 1400, slope=0.1, lowest=26, highest=44)[:_HIGH, :_WIDE]
    groove = np.clip(1 - np.abs(folds) * 2.2, 0, 1)
    light = np.clip(0.42 + 0.62 * up - 0.25 * across, 0.25, 1.15) * (1 - 0.42 * groove)
    rgb = np.asarray(colour, np.float32) * light[..., None]
    alpha = np.clip(inside * 24, 0, 1)[..., None]
    return np.ascontiguousarray(np.concatenate([np.clip(rgb, 0, 255) * alpha, alpha * 255], axis=2).astype(np.uint8))


def _fan(seed: int, colour: Colour) -> Texture:
    """A net in one plane: many ribs that fork, and threads across them."""
    random = np.random.default_rng(seed + 1500)
    image = _blank()
    foot = (_WIDE / 2, _HIGH - 2.0)
    _limb(image, foot, (foot[0], foot[1] - 110), 22, _by(colour, 0.6))
    tips = []
    for angle in np.linspace(-1.15, 1.15, 27):
        reach = _HIGH * 0.80 * (0.86 + 0.14 * math.cos(angle * 2.2)) * random.uniform(0.92, 1.04)
        x, y, a = foot[0], foot[1] - 90, float(angle) * 0.55
        points = [(x, y)]
        for _ in range(16):
            a += (float(angle) - a) * 0.12 + float(random.normal(0, 0.03))
            x, y = x + math.sin(a) * reach / 18, y - math.cos(a) * reach / 18
            points.append((x, y))
        for k in range(16):
            _limb(image, points[k], points[k + 1], 9 - 0.4 * k, _by(colour, 0.66 + 0.02 * k))
        tips.append(points)
    for one, other in pairwise(tips):
        for k in range(3, 17):
            _limb(image, one[k], other[max(k - 1, 0)], 3.2, _by(colour, 0.82 + 0.01 * k))
            middle = ((one[k][0] + other[k][0]) / 2, (one[k][1] + other[k][1]) / 2)
            _limb(image, middle, one[k - 1], 2.4, _by(colour, 0.95))
    return image


def _tubes(colour: Colour) -> Texture:
    random = np.random.default_rng(1600)
    image = _blank()
    for k in range(9):
        x = _WIDE / 2 + (k - 4) * 34 + float(random.normal(0, 8))
        tall = _HIGH * float(random.uniform(0.35, 0.8)) * (1 - 0.06 * abs(k - 4))
        lean = (k - 4) * 7
        for side, tone in ((0.0, 0.6), (-0.22, 0.85), (-0.3, 1.0)):
            thick = 46 * (1 + 2.2 * side)
            _limb(image, (x + side * 40, _HIGH - 2.0), (x + lean + side * 46, _HIGH - tall), thick, _by(colour, tone))
        top = (round(x + lean), round(_HIGH - tall))
        cv2.ellipse(image, top, (25, 11), 0, 0, 360, _ink(_by(colour, 1.2)), -1, cv2.LINE_AA)
        cv2.ellipse(image, top, (17, 7), 0, 0, 360, _ink(_by(colour, 0.28)), -1, cv2.LINE_AA)
    return image


def _anemone(colour: Colour) -> Texture:
    random = np.random.default_rng(1700)
    image = _blank()
    for k in range(130):
        angle = float(random.normal(0, 0.75))
        length = _HIGH * 0.36 * float(random.uniform(0.6, 1.0)) * (1 - 0.16 * abs(angle))
        x, y, a = _WIDE / 2 + angle * 110, _HIGH - 40.0, angle * 0.8
        tone = 0.55 + 0.5 * k / 130
        for part in range(8):
            a += float(random.normal(0, 0.10)) + 0.05 * math.copysign(1, angle)
            x1, y1 = x + math.sin(a) * length / 8, y - math.cos(a) * length / 8
            _limb(image, (x, y), (x1, y1), 12 - 0.6 * part, _by(colour, tone))
            x, y = x1, y1
        cv2.circle(image, (round(x), round(y)), 8, _ink(_by((255, 226, 240), tone)), -1, cv2.LINE_AA)
    return image


def _grass(seed: int) -> Texture:
    random = np.random.default_rng(seed + 1800)
    image = _blank()
    for k in range(34):
        x = _WIDE / 2 + float(random.normal(0, 90))
        tall = _HIGH * float(random.uniform(0.4, 0.97))
        wave, turn = float(random.uniform(10, 30)), float(random.uniform(0, 6))
        tone = 0.5 + 0.6 * k / 34
        points = [(x + wave * math.sin(turn + 4 * t) * t, _HIGH - 1 - tall * t) for t in np.linspace(0, 1, 16)]
        for i in range(15):
            _limb(image, points[i], points[i + 1], 15 - 0.75 * i, _by((96, 150, 74), tone))
            _limb(image, points[i], points[i + 1], 3, _by((150, 190, 104), tone))
    return image


def _by(colour: Colour, tone: float) -> Colour:
    return (colour[0] * tone, colour[1] * tone, colour[2] * tone)


def _ink(colour: Colour) -> tuple[float, float, float, float]:
    return (min(colour[0], 255.0), min(colour[1], 255.0), min(colour[2], 255.0), 255.0)


def _limb(image: Texture, a: tuple[float, float], b: tuple[float, float], width: float, colour: Colour) -> None:
    ends = [(round(p[0] * 16), round(p[1] * 16)) for p in (a, b)]
    cv2.line(image, ends[0], ends[1], _ink(colour), max(round(width), 1), cv2.LINE_AA, 4)
