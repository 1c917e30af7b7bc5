"""Trees: drawn once a shot as textures, then stood in the place by the hundred, far ones first."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.stage import Canvas, Colour, Pose
from vitascope.engines.animatic.graph import Season

Texture = NDArray[np.uint8]

_W, _H = 512, 768

LEAVES: dict[Season, tuple[Colour, ...]] = {
    "spring": ((124, 168, 66), (148, 184, 84), (104, 150, 60)),
    "summer": ((62, 104, 44), (80, 122, 52), (52, 90, 42)),
    "autumn": ((206, 112, 34), (222, 158, 50), (178, 66, 30), (196, 136, 44)),
    "winter": ((150, 150, 156), (170, 172, 180)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grove:
    """Trees of one shot: textures in halving sizes, and where each stands."""

    levels: tuple[Texture, ...]
    """Premultiplied RGBA, ``(kinds, height, width, 4)``, each half the size of the one before."""
    spans: tuple[NDArray[np.int32], ...]
    """First and last column of each row that hold anything, ``(kinds, height, 2)``, by size."""
    places: NDArray[np.float32]
    """``(count, 5)``: x, foot, z, height in metres, and which texture."""

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float, *, wind: float) -> None:
        ahead = (self.places[:, 0] - pose.x) * math.sin(pose.yaw) + (self.places[:, 2] - pose.z) * math.cos(pose.yaw)
        order = np.argsort(-ahead, kind="stable")
        sun = palette.sun
        towards = 0.5 + 0.5 * (1 - min(max(sun[1], 0.0) * 1.2, 1.0))
        for k in order[ahead[order] > 0.7]:
            self._tree(canvas, pose, palette, self.places[k], time_s, wind, towards)

    def _tree(
        self, canvas: Canvas, pose: Pose, palette: Palette, place: NDArray[np.float32], time_s: float, wind: float,
        towards: float,
    ) -> None:  # fmt: skip
        x, foot, z, tall, kind = (float(v) for v in place)
        col, low, depth = pose.project(x, foot, z, canvas.width, canvas.height)
        _, top, _ = pose.project(x, foot + tall, z, canvas.width, canvas.height)
        height = low - top
        half = height * _W / _H / 2
        if col + half < 0 or col - half > canvas.width or low < 0 or top > canvas.height or height < 2:
            return
        level = min(max(int(math.log2(max(_H / height, 1.0)) + 0.3), 0), len(self.levels) - 1)
        kept = math.exp(-depth / palette.haze_m)
        fall = 0.62 + 0.38 * min(depth / 30.0, 1.0) * towards
        tint = np.array([
            [(0.75 * a + 0.62 * k * fall) / 255 for k, a in zip(palette.key, palette.ambient, strict=True)],
            list(palette.haze),
        ])  # fmt: skip
        lean = wind * height * 0.012 * (math.sin(time_s * 1.3 + x * 0.7 + z) + 0.4 * math.sin(time_s * 3.1 + z))
        _stand(
            canvas.rgb,
            canvas.depth,
            self.levels[level][int(kind)],
            self.spans[level][int(kind)],
            col,
            low,
            height,
            depth,
            tint,
            kept,
            lean,
        )


def grove(places: NDArray[np.float32], season: Season, seed: int, *, conifers: bool, snowy: bool) -> Grove:
    """Six kinds of tree for ``places``, whose last column picks one."""
    kinds = [_conifer(seed + k, snowy) if conifers else _broadleaf(seed + k, season, snowy) for k in range(6)]
    levels = [np.stack(kinds)]
    while levels[-1].shape[1] > 24:
        smaller = [cv2.resize(t, (t.shape[1] // 2, t.shape[0] // 2), interpolation=cv2.INTER_AREA) for t in levels[-1]]
        levels.append(np.stack(smaller).astype(np.uint8))
    return Grove(levels=tuple(levels), spans=tuple(_spans(level) for level in levels), places=places)


def _spans(level: Texture) -> NDArray[np.int32]:
    held = level[..., 3] > 4
    some = held.any(axis=2)
    first = np.where(some, held.argmax(axis=2), level.shape[2])
    last = np.where(some, level.shape[2] - 1 - held[..., ::-1].argmax(axis=2), -1)
    return np.stack([first, last], axis=2).astype(np.int32)


def _broadleaf(seed: int, season: Season, snowy: bool) -> Texture:
    random = np.random.default_rng(seed)
    image = np.zeros((_H, _W, 4), np.uint8)
    tips: list[tuple[float, float]] = []

    def branch(x: float, y: float, angle: float, length: float, thick: float, depth: int) -> None:
        steps = 5
        for i in range(steps):
            angle += float(random.normal(0, 0.07))
            nx, ny = x + math.sin(angle) * length / steps, y - math.cos(angle) * length / steps
            width = max(thick * (1 - 0.45 * i / steps), 1.0)
            tone = 0.55 + 0.45 * float(random.random())
            _stroke(image, (x, y), (nx, ny), width, (86 * tone, 70 * tone, 58 * tone))
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

    branch(_W / 2, _H - 1.0, 0.0, _H * 0.46, 24, 3)
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
        reach = ((x - _W / 2) / (_W * 0.47)) ** 2 + ((y - _H * 0.36) / (_H * 0.34)) ** 2
        if reach > 0.82 + 0.16 * random.random():
            continue
        other = colours[int(random.integers(len(colours)))]
        # Lit from above, dark within: what makes a crown look like a crown.
        tone = (0.50 + 0.55 * (1 - y / (_H * 0.8)) + 0.25 * (x / _W - 0.4)) * (0.72 + 0.5 * random.random())
        r, g, b = ((0.6 * b + 0.4 * o) * tone for b, o in zip(base, other, strict=True))
        _dab(image, x, y, 2.2 + 3.0 * random.random(), (r, g, b))
    return image


def _conifer(seed: int, snowy: bool) -> Texture:
    random = np.random.default_rng(seed)
    image = np.zeros((_H, _W, 4), np.uint8)
    _stroke(image, (_W / 2, _H - 1.0), (_W / 2, 30.0), 9, (64, 52, 44))
    y = 16.0
    while y < _H * 0.90:
        reach = (y / _H) ** 0.85 * _W * 0.43 * (0.8 + 0.4 * random.random())
        for _ in range(15):
            side = float(random.uniform(-1, 1))
            x1 = _W / 2 + side * reach
            droop = abs(side) * reach * 0.42
            tone = (0.5 + 0.5 * random.random()) * (0.72 + 0.3 * (side + 1) / 2)
            for i in range(7):
                f0, f1 = i / 7, (i + 1) / 7
                a = (_W / 2 + (x1 - _W / 2) * f0, y + droop * f0 * f0)
                b = (_W / 2 + (x1 - _W / 2) * f1, y + droop * f1 * f1 + 3 * random.random())
                white = snowy and random.random() < 0.55
                colour = (222, 228, 238) if white else (46 * tone, 74 * tone, 50 * tone)
                _stroke(image, a, b, 4.5 - 2.4 * f0, colour)
        y += 7 + 9 * y / _H
    return image


def _stroke(image: Texture, a: tuple[float, float], b: tuple[float, float], width: float, colour: Colour) -> None:
    one, other = (round(a[0] * 16), round(a[1] * 16)), (round(b[0] * 16), round(b[1] * 16))
    cv2.line(image, one, other, (*_bytes(colour), 255), max(round(width), 1), cv2.LINE_AA, 4)


def _dab(image: Texture, x: float, y: float, radius: float, colour: Colour) -> None:
    cv2.circle(image, (round(x * 16), round(y * 16)), round(radius * 16), (*_bytes(colour), 255), -1, cv2.LINE_AA, 4)


def _bytes(colour: Colour) -> tuple[float, float, float]:
    return (min(colour[0], 255.0), min(colour[1], 255.0), min(colour[2], 255.0))


@njit(cache=True, nogil=True, fastmath=True)
def _stand(rgb, depth, texture, spans, x, low, height, far, tint, kept, lean):  # type: ignore[no-untyped-def]
    rows, cols = rgb.shape[0], rgb.shape[1]
    th, tw = texture.shape[0], texture.shape[1]
    s = th / height
    top, left = low - height, x - tw / s / 2
    for j in range(max(int(top), 0), min(int(low) + 1, rows)):
        v = min(max((j + 0.5 - top) * s - 0.5, 0.0), th - 1.001)
        jj = int(v)
        g = v - jj
        bend = lean * (1 - v / th) ** 1.5
        begin, end = min(spans[jj, 0], spans[jj + 1, 0]), max(spans[jj, 1], spans[jj + 1, 1])
        if end < begin:
            continue
        start = max(int(left + bend + (begin - 1) / s), 0)
        for i in range(start, min(int(left + bend + (end + 2) / s) + 1, cols)):
            if depth[j, i] < far:
                continue
            u = (i + 0.5 - left - bend) * s - 0.5
            if u < 0 or u >= tw - 1.001:
                continue
            ii = int(u)
            f = u - ii
            w00, w01, w10, w11 = (1 - f) * (1 - g), f * (1 - g), (1 - f) * g, f * g
            a = (
                texture[jj, ii, 3] * w00 + texture[jj, ii + 1, 3] * w01
                + texture[jj + 1, ii, 3] * w10 + texture[jj + 1, ii + 1, 3] * w11
            ) / 255  # fmt: skip
            if a < 0.02:
                continue
            for c in range(3):
                k = (
                    texture[jj, ii, c] * w00 + texture[jj, ii + 1, c] * w01
                    + texture[jj + 1, ii, c] * w10 + texture[jj + 1, ii + 1, c] * w11
                )  # fmt: skip
                k = k * tint[0, c] * kept + tint[1, c] * (1 - kept) * a
                rgb[j, i, c] = np.uint8(min(k + rgb[j, i, c] * (1 - a), 255.0))
            if a > 0.5:
                depth[j, i] = far
