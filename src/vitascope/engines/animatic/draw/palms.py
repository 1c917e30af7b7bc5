"""Palms, drawn once and stood by `trees.Grove`: a leaning trunk and fronds that hang."""

from __future__ import annotations

import math

import cv2
import numpy as np

from vitascope.engines.animatic.draw.stage import Colour
from vitascope.engines.animatic.draw.tree_shapes import Texture
from vitascope.engines.animatic.draw.trees import SIZE


def palms() -> list[Texture]:
    """Three palms, as `trees.grove_of` wants them."""
    return [_palm(k) for k in range(3)]


def _palm(seed: int) -> Texture:
    random = np.random.default_rng(seed + 800)
    high, wide = SIZE
    image = np.zeros((high, wide, 4), np.uint8)
    lean = float(random.uniform(-0.13, 0.13)) * wide + (0.08 * wide if seed else -0.1 * wide)
    crown_y = 0.30 * high
    points = [(wide / 2 - 0.35 * lean + lean * t**1.8, high - 1 - (high - crown_y) * t) for t in np.linspace(0, 1, 40)]
    for i in range(39):
        thick = 21 - 9 * i / 39 + (7 if i < 3 else 0)
        tone = 0.82 + 0.18 * (i % 2) + float(random.uniform(-0.05, 0.05))
        _line(image, points[i], points[i + 1], thick, (104 * tone, 88 * tone, 70 * tone))
        right = [(p[0] + thick * 0.24, p[1]) for p in (points[i], points[i + 1])]
        _line(image, right[0], right[1], thick * 0.4, (146 * tone, 126 * tone, 100 * tone))
    x, y = points[-1]
    fronds = [(a, float(random.uniform(0.8, 1.1))) for a in np.linspace(-2.9, 2.9, 17) + random.normal(0, 0.08, 17)]
    # Those behind first: the dark ones, which hang; then the light ones on top.
    for order, (angle, size) in enumerate(sorted(fronds, key=lambda f: -abs(f[0]))):
        _frond(image, x, y, float(angle), size * 0.40 * wide, 0.62 + 0.38 * order / len(fronds), random)
    for dx in (-9, 2, 11):
        cv2.circle(image, (round(x + dx), round(y + 12)), 9, (88.0, 66.0, 36.0, 255.0), -1, cv2.LINE_AA)
    return image


def _frond(
    image: Texture, x: float, y: float, angle: float, length: float, tone: float, random: np.random.Generator
) -> None:
    """A rib that rises and falls over, with leaflets that hang from it; ``angle`` is from straight up."""
    steps = 26
    rib = []
    for t in np.linspace(0, 1, steps):
        out = length * math.sin(angle) * t
        up = length * (0.55 * math.cos(angle) * t + 0.22 * t) - length * 0.75 * t**2.2
        rib.append((x + out, y - up))
    green: Colour = (78 * tone, 116 * tone, 46 * tone)
    light: Colour = (128 * tone, 156 * tone, 70 * tone)
    for i in range(2, steps - 1):
        t = i / steps
        px, py = rib[i]
        reach = length * 0.27 * math.sin(math.pi * min(t * 1.05 + 0.08, 1.0)) ** 0.7
        way = math.copysign(1.0, math.sin(angle) or 1.0)
        for side in (-1.0, 1.0):
            tip = (
                px + way * reach * (0.45 + 0.25 * side) + float(random.normal(0, 3)),
                py + reach * (0.72 - 0.5 * side * 0.5) + float(random.normal(0, 3)),
            )
            _line(image, (px, py), tip, 4.0, light if side < 0 else green)
    for i in range(steps - 1):
        _line(image, rib[i], rib[i + 1], 3.5 - 2.0 * i / steps, (150 * tone, 160 * tone, 86 * tone))


def _line(image: Texture, a: tuple[float, float], b: tuple[float, float], width: float, colour: Colour) -> None:
    ends = [(round(p[0] * 16), round(p[1] * 16)) for p in (a, b)]
    ink = (*(min(c, 255.0) for c in colour), 255.0)
    cv2.line(image, ends[0], ends[1], ink, max(round(width), 1), cv2.LINE_AA, 4)
