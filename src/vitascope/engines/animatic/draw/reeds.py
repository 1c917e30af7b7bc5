"""Reeds and cattails at the edge of still water: drawn once, then stood by `trees.Grove`."""

from __future__ import annotations

import math

import cv2
import numpy as np

from vitascope.engines.animatic.draw.stage import Colour
from vitascope.engines.animatic.draw.tree_shapes import Texture
from vitascope.engines.animatic.draw.trees import SIZE
from vitascope.engines.animatic.graph import Season

_TONES: dict[Season, tuple[Colour, Colour]] = {
    "spring": ((118, 146, 62), (150, 168, 88)), "summer": ((92, 118, 52), (138, 148, 74)),
    "autumn": ((158, 128, 66), (192, 160, 92)), "winter": ((150, 136, 104), (188, 176, 146)),
}  # fmt: skip


def clumps(season: Season) -> list[Texture]:
    """Three clumps, each as `trees.grove_of` wants them."""
    return [_clump(k, season) for k in range(3)]


def _clump(seed: int, season: Season) -> Texture:
    random = np.random.default_rng(seed + 900)
    high, wide = SIZE
    image = np.zeros((high, wide, 4), np.uint8)
    dark, light = _TONES[season]
    for k in range(70):
        x = wide / 2 + float(random.normal(0, wide * 0.17))
        tall = high * float(random.uniform(0.35, 0.97)) * (1 - abs(x - wide / 2) / wide)
        lean = float(random.normal(0, 0.16)) + (x - wide / 2) / wide * 0.5
        share, tone = float(random.random()), 0.55 + 0.45 * k / 70  # those in front are lighter
        colour = [(a + (b - a) * share) * tone for a, b in zip(dark, light, strict=True)]
        points = [
            (x + lean * tall * t**1.7, high - 1 - tall * t + (0.10 * tall * max(t - 0.75, 0) if k % 3 else 0))
            for t in np.linspace(0, 1, 9)
        ]
        for i in range(8):
            _line(image, points[i], points[i + 1], max(7.0 - 6.0 * i / 8, 1.6), colour)
        if k % 5 == 0:  # the brown head of a cattail
            (x1, y1), (x0, y0) = points[-2], points[-3]
            _line(image, (x0, y0), (x1, y1), 13.0, [c * tone for c in (104, 70, 42)])
            _line(image, points[-2], (points[-1][0], points[-1][1] - 12), 2.0, colour)
    return image


def _line(image: Texture, a: tuple[float, float], b: tuple[float, float], width: float, colour: list[float]) -> None:
    ends = [(round(p[0] * 16), round(p[1] * 16)) for p in (a, b)]
    ink = (*(min(c, 255.0) for c in colour), 255.0)
    cv2.line(image, ends[0], ends[1], ink, max(math.floor(width), 1), cv2.LINE_AA, 4)
