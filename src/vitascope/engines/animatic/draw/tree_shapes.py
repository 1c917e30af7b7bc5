"""What a tree of each kind looks like from the side, and a rock: textures of premultiplied RGBA."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.noise import fractal
from vitascope.engines.animatic.draw.stage import Colour
from vitascope.engines.animatic.graph import Season

Texture = NDArray[np.uint8]

TEXTURE_W, TEXTURE_H = 512, 768
ROCK_TALL = 2.4
"""Height of the texture of a rock over that of the rock in it."""

LEAVES: dict[Season, tuple[Colour, ...]] = {
    "spring": ((124, 168, 66), (148, 184, 84), (104, 150, 60)),
    "summer": ((62, 104, 44), (80, 122, 52), (52, 90, 42)),
    "autumn": ((206, 112, 34), (222, 158, 50), (178, 66, 30), (196, 136, 44)),
    "winter": ((150, 150, 156), (170, 172, 180)),
}


def broadleaf(seed: int, season: Season, snowy: bool, *, bark: Colour = (86, 70, 58)) -> Texture:
    random = np.random.default_rng(seed)
    image = np.zeros((TEXTURE_H, TEXTURE_W, 4), np.uint8)
    tips: list[tuple[float, float]] = []

    def branch(x: float, y: float, angle: float, length: float, thick: float, depth: int) -> None:
        steps = 5
        for i in range(steps):
            angle += float(random.normal(0, 0.07))
            nx, ny = x + math.sin(angle) * length / steps, y - math.cos(angle) * length / steps
            width = max(thick * (1 - 0.45 * i / steps), 1.0)
            tone = 0.55 + 0.45 * float(random.random())
            _stroke(image, (x, y), (nx, ny), width, (bark[0] * tone, bark[1] * tone, bark[2] * tone))
            if bark[0] > 200 and width > 4 and random.random() < 0.7:  # the bark of a birch is torn in dark bands
                _stroke(image, (x - width * 0.3, y), (x + width * 0.4 * float(random.random()), y), 3, (44, 40, 40))
            _stroke(
                image, (x + width * 0.28, y), (nx + width * 0.28, ny), width * 0.25, (128 * tone, 108 * tone, 88 * tone)
            )
            x, y = nx, ny
            if depth <= 1:
                tips.append((x, y))
            if depth > 0 and i >= 2 and random.random() < 0.75:
                side = float(random.choice([-1.0, 1.0]))
                branch(
                    x, y, angle + side * (0.5 + 0.5 * float(random.random())), length * 0.55, thick * 0.42, depth - 1
                )
        if depth > 0:
            branch(x, y, angle + 0.35, length * 0.62, thick * 0.5, depth - 1)
            branch(x, y, angle - 0.35, length * 0.62, thick * 0.5, depth - 1)

    branch(TEXTURE_W / 2, TEXTURE_H - 1.0, 0.0, TEXTURE_H * 0.46, 24, 3)
    if season == "winter":
        if snowy:
            for x, y in tips:
                _dab(image, x, y - 2, 2.6, (236, 240, 248))
        return image
    colours = LEAVES[season]
    spots = [(x + random.normal(0, 15), y + random.normal(0, 13)) for x, y in tips for _ in range(26)]
    spots.sort(key=lambda p: -p[1])
    base = colours[int(random.integers(len(colours)))]
    for x, y in spots:
        reach = ((x - TEXTURE_W / 2) / (TEXTURE_W * 0.47)) ** 2 + ((y - TEXTURE_H * 0.36) / (TEXTURE_H * 0.34)) ** 2
        if reach > 0.82 + 0.16 * random.random():
            continue
        other = colours[int(random.integers(len(colours)))]
        # Lit from above, dark within: what makes a crown look like a crown.
        tone = (0.50 + 0.55 * (1 - y / (TEXTURE_H * 0.8)) + 0.25 * (x / TEXTURE_W - 0.4)) * (
            0.72 + 0.5 * random.random()
        )
        r, g, b = ((0.6 * b + 0.4 * o) * tone for b, o in zip(base, other, strict=True))
        _dab(image, x, y, 2.2 + 3.0 * random.random(), (r, g, b))
    return image


def acacia(seed: int, season: Season) -> Texture:
    """A crown like an umbrella: that of another tree, pressed flat on its branches."""
    tree = broadleaf(seed + 30, season, snowy=False)
    image = np.zeros_like(tree)
    foot = int(0.66 * TEXTURE_H)
    image[foot:] = tree[foot:]
    crown = cv2.resize(tree[:foot], (TEXTURE_W, foot // 2), interpolation=cv2.INTER_AREA)
    image[foot - foot // 2 : foot] = crown
    return image


def bamboo(seed: int) -> Texture:
    """A clump of stalks with their nodes, and narrow leaves that hang from the upper half."""
    random = np.random.default_rng(seed + 40)
    image = np.zeros((TEXTURE_H, TEXTURE_W, 4), np.uint8)
    for _ in range(7):
        x0 = TEXTURE_W * (0.5 + 0.30 * float(random.uniform(-1, 1)))
        lean, tone = float(random.uniform(-26, 26)), 0.7 + 0.4 * float(random.random())
        width, y = 9 + 5 * float(random.random()), TEXTURE_H - 1.0
        while y > 24:
            up = y - 62
            a, b = x0 + lean * (1 - y / TEXTURE_H) ** 2, x0 + lean * (1 - up / TEXTURE_H) ** 2
            _stroke(image, (a, y), (b, up), width, (104 * tone, 136 * tone, 62 * tone))
            _stroke(
                image, (a + width * 0.25, y), (b + width * 0.25, up), width * 0.25, (156 * tone, 178 * tone, 96 * tone)
            )
            _stroke(image, (a - width * 0.6, y), (a + width * 0.6, y), 3, (70 * tone, 92 * tone, 44 * tone))
            if up < TEXTURE_H * 0.55:
                for _leaf in range(12):
                    side, dip = float(random.uniform(-70, 70)), float(random.uniform(6, 44))
                    light = tone * float(random.uniform(0.7, 1.25))
                    start = (b + float(random.uniform(-16, 16)), up + float(random.uniform(-30, 30)))
                    _stroke(image, start, (start[0] + side, start[1] + dip), 3.4, (92 * light, 142 * light, 54 * light))
            y = up
    return image


def conifer(seed: int, snowy: bool) -> Texture:
    random = np.random.default_rng(seed)
    image = np.zeros((TEXTURE_H, TEXTURE_W, 4), np.uint8)
    _stroke(image, (TEXTURE_W / 2, TEXTURE_H - 1.0), (TEXTURE_W / 2, 30.0), 9, (64, 52, 44))
    y = 16.0
    while y < TEXTURE_H * 0.90:
        reach = (y / TEXTURE_H) ** 0.85 * TEXTURE_W * 0.43 * (0.8 + 0.4 * random.random())
        for _ in range(15):
            side = float(random.uniform(-1, 1))
            x1 = TEXTURE_W / 2 + side * reach
            droop = abs(side) * reach * 0.42
            tone = (0.5 + 0.5 * random.random()) * (0.72 + 0.3 * (side + 1) / 2)
            for i in range(7):
                f0, f1 = i / 7, (i + 1) / 7
                a = (TEXTURE_W / 2 + (x1 - TEXTURE_W / 2) * f0, y + droop * f0 * f0)
                b = (TEXTURE_W / 2 + (x1 - TEXTURE_W / 2) * f1, y + droop * f1 * f1 + 3 * random.random())
                white = snowy and random.random() < 0.55
                colour = (222, 228, 238) if white else (46 * tone, 74 * tone, 50 * tone)
                _stroke(image, a, b, 4.5 - 2.4 * f0, colour)
        y += 7 + 9 * y / TEXTURE_H
    return image


def rock(seed: int, snowy: bool, *, stone: Colour = (112, 108, 104)) -> Texture:
    """A boulder at the foot of the texture, half in the ground: facets within an outline of corners, lit from above."""
    random = np.random.default_rng(seed + 300)
    high = TEXTURE_H / ROCK_TALL
    y, x = np.mgrid[0:TEXTURE_H, 0:TEXTURE_W].astype(np.float32)
    across, up = (x - TEXTURE_W / 2) / (TEXTURE_W * 0.46), (TEXTURE_H - y) / high
    rough = fractal(1024, seed + 300, slope=1.4, lowest=2, highest=14)[:TEXTURE_H, :TEXTURE_W]
    corners = np.linspace(-1, 1, 8) + np.array([0, *random.uniform(-0.1, 0.1, 6), 0])
    peak = random.uniform(-0.45, 0.45)
    slopes = np.clip(np.minimum((1 + corners) / (1 + peak), (1 - corners) / (1 - peak)), 0, 1)
    edge = np.minimum(slopes**0.55 * random.uniform(0.8, 1.1, 8), 1.0)
    inside = np.float32(np.interp(across + 0.015 * rough, corners, edge) + 0.012 * rough) - up
    buried = np.clip((up - 0.07 - 0.03 * rough) * 22, 0, 1)
    facets = np.zeros_like(inside)
    best = np.full_like(inside, 1e9)
    for _ in range(16):
        px, py, tone = random.uniform(-1, 1), random.uniform(0, 1), random.uniform(-0.16, 0.16)
        far = np.hypot(across - px + 0.08 * rough, (up - py) * 0.8)
        facets = np.where(far < best, np.float32(tone + 0.22 * (py - 0.5) - 0.10 * px), facets)
        best = np.minimum(best, far)
    tone = 0.66 + facets + 0.24 * (up - 0.4) + 0.07 * rough + 0.18 * np.exp(-np.maximum(inside, 0) / 0.06) * (up > 0.3)
    tone = np.clip(tone, 0.14, 1.15)
    colour = np.array(stone, np.float32) * tone[..., None]
    if snowy:
        colour = np.where((up + 0.1 * rough > 0.62)[..., None], np.float32(236), colour)
    alpha = (np.clip(inside * 40, 0, 1) * buried)[..., None]
    return np.ascontiguousarray(np.concatenate([np.clip(colour, 0, 255) * alpha, alpha * 255], axis=2).astype(np.uint8))


def _stroke(image: Texture, a: tuple[float, float], b: tuple[float, float], width: float, colour: Colour) -> None:
    one, other = (round(a[0] * 16), round(a[1] * 16)), (round(b[0] * 16), round(b[1] * 16))
    cv2.line(image, one, other, (*_bytes(colour), 255), max(round(width), 1), cv2.LINE_AA, 4)


def _dab(image: Texture, x: float, y: float, radius: float, colour: Colour) -> None:
    cv2.circle(image, (round(x * 16), round(y * 16)), round(radius * 16), (*_bytes(colour), 255), -1, cv2.LINE_AA, 4)


def _bytes(colour: Colour) -> tuple[float, float, float]:
    return (min(colour[0], 255.0), min(colour[1], 255.0), min(colour[2], 255.0))
