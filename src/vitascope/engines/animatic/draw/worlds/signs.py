"""Signs that stand out from the walls of a neon street: boards with tubes bent to pictures and words."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.stage import Canvas, Colour, Pose
from vitascope.engines.animatic.draw.worlds.lamps import glow

_TUBES: tuple[Colour, ...] = (
    (255.0, 70.0, 140.0), (70.0, 220.0, 255.0), (255.0, 170.0, 60.0), (180.0, 100.0, 255.0), (100.0, 255.0, 160.0),
    (255.0, 84.0, 64.0),
)  # fmt: skip
_WORDS = ("HOTEL", "BAR", "CAFE", "JAZZ", "TAXI", "CLUB", "FILM", "OPEN")
_PICTURES = ("glass", "star", "cup", "arrow", "moon", "heart")
_EVERY_M = 9.0
_FIRST_M, _COUNT = 7.0, 9
_FAR_PX = 5
"""A board narrower than this is only its light."""


def paint_signs(
    canvas: Canvas, pose: Pose, *, wall_m: float, strength: float, wet: float, haze_m: float, seed: int
) -> None:
    """Boards on both sides of the street, far ones first, ``wall_m`` from its middle; nothing where it is day."""
    first = np.floor((pose.z - 2.0) / _EVERY_M)
    for k in range(_COUNT, -1, -1):
        for side in (-1.0, 1.0):
            number = int(first + k) * 2 + (side > 0)
            chance = np.random.default_rng((seed, number + 4096)).random(5)
            if chance[0] > 0.18:
                z = _FIRST_M + (first + k + 0.6 * chance[1]) * _EVERY_M
                chance[4] = (seed + 2 * number + 3 * (side > 0)) % len(_TUBES) / len(_TUBES)  # neighbours differ
                _sign(canvas, pose, side, wall_m, z, chance, strength, wet, haze_m)


def _sign(
    canvas: Canvas, pose: Pose, side: float, wall_m: float, z: float, chance: NDArray[np.float64], strength: float,
    wet: float, haze_m: float,
) -> None:  # fmt: skip
    worded = chance[2] < 0.6
    what = (_WORDS if worded else _PICTURES)[int(chance[3] * (len(_WORDS) if worded else len(_PICTURES)))]
    colour = _TUBES[round(chance[4] * len(_TUBES)) % len(_TUBES)]
    board = _board(what, colour, worded=worded)
    wide = 1.0 if worded else 1.5
    high, low = wide * board.shape[0] / board.shape[1], 4.5 + 1.6 * chance[1]
    middle = side * (wall_m - 0.25 - wide / 2)
    col, row, depth = pose.project(middle, low + high / 2, z, canvas.width, canvas.height)
    if depth < 3.0:
        return
    unit = pose.pixels_per_metre(depth, canvas.width)
    clear = float(np.exp(-depth / haze_m)) * strength
    half_w, half_h = wide * unit / 2, high * unit / 2
    if col + half_w < 0 or col - half_w > canvas.width or row - half_h > canvas.height:
        return
    if half_w * 2 > _FAR_PX:
        _paste(canvas, board, col, row, half_w, half_h, depth, 0.35 + 0.65 * clear)
    glow(canvas, col, row, 0.9 * half_h, 1.0, 0.30 * clear, colour)
    foot = pose.project(middle, 0.0, z, canvas.width, canvas.height)[1]
    if wet > 0 and foot > 0:
        glow(canvas, col, 2 * foot - row, 0.9 * half_w, 3.2 * half_h / half_w, 0.65 * clear * wet, colour)


def _paste(
    canvas: Canvas, board: NDArray[np.uint8], col: float, row: float, half_w: float, half_h: float, depth: float,
    share: float,
) -> None:  # fmt: skip
    """``board`` about a point, ``share`` of it over what is there: the haze is in between."""
    x0, x1 = max(round(col - half_w), 0), min(round(col + half_w), canvas.width)
    y0, y1 = max(round(row - half_h), 0), min(round(row + half_h), canvas.height)
    if x1 <= x0 or y1 <= y0:
        return
    grow_x, grow_y = 2 * half_w / board.shape[1], 2 * half_h / board.shape[0]
    small = board
    while grow_x < 0.5 and min(small.shape[:2]) > 3:  # mipmaps: thin tubes must not flicker
        small = np.asarray(cv2.resize(small, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
        grow_x, grow_y = 2 * half_w / small.shape[1], 2 * half_h / small.shape[0]
    move = np.array([[grow_x, 0.0, col - half_w - x0], [0.0, grow_y, row - half_h - y0]])
    shown = cv2.warpAffine(small, move, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    part = canvas.rgb[y0:y1, x0:x1]
    part[:] = cv2.addWeighted(shown, share, part, 1 - share, 0.0)
    canvas.depth[y0:y1, x0:x1] = depth


@lru_cache(maxsize=64)
def _board(what: str, colour: Colour, *, worded: bool) -> NDArray[np.uint8]:
    """A dark board with its tubes: a frame, and within it letters one under the other, or a picture in outline."""
    wide = 96
    tall = 24 + 84 * len(what) if worded else 128
    line = np.zeros((tall, wide), np.uint8)
    cv2.rectangle(line, (7, 7), (wide - 8, tall - 8), 255, 3, cv2.LINE_AA)
    if worded:
        for k, letter in enumerate(what):
            (w, h), _ = cv2.getTextSize(letter, cv2.FONT_HERSHEY_DUPLEX, 2.3, 5)
            at = ((wide - w) // 2, 12 + 84 * k + (84 + h) // 2)
            cv2.putText(line, letter, at, cv2.FONT_HERSHEY_DUPLEX, 2.3, 255, 5, cv2.LINE_AA)
    else:
        for points, shut in _OUTLINES[what]:
            cv2.polylines(line, [np.add(points, (0, 16)).astype(np.int32)], shut, 255, 5, cv2.LINE_AA)
    spread = cv2.GaussianBlur(line, (0, 0), 9.0).astype(np.float32) / 255
    tube = line[..., None].astype(np.float32) / 255
    tint = np.array(colour, np.float32)
    lit = np.array([20.0, 18.0, 28.0], np.float32) + spread[..., None] * tint * 0.9
    core = tint + (255 - tint) * 0.45  # the gas itself is nearly white to a lens
    return np.ascontiguousarray(np.clip(lit * (1 - tube) + core * tube, 0, 255).astype(np.uint8))


def _round(x: float, y: float, r: float, first: float = 0.0, last: float = 2 * np.pi) -> list[tuple[int, int]]:
    angles = np.linspace(first, last, 25)
    return [(round(x + r * np.cos(a)), round(y + r * np.sin(a))) for a in angles.tolist()]


def _star() -> list[tuple[int, int]]:
    turns = [(k * np.pi / 5 - np.pi / 2, 32 if k % 2 == 0 else 14) for k in range(10)]
    return [(round(48 + r * np.cos(a)), round(50 + r * np.sin(a))) for a, r in turns]


_OUTLINES: dict[str, list[tuple[list[tuple[int, int]], bool]]] = {
    "glass": [([(20, 20), (76, 20), (48, 54)], True), ([(48, 54), (48, 80)], False), ([(30, 80), (66, 80)], False)],
    "star": [(_star(), True)],
    "cup": [([(22, 40), (66, 40), (62, 74), (26, 74)], True), (_round(67, 54, 10, -1.4, 1.6), False),
            ([(36, 32), (40, 24), (36, 16)], False), ([(52, 32), (56, 24), (52, 16)], False)],
    "arrow": [([(34, 14), (62, 14), (62, 48), (80, 48), (48, 84), (16, 48), (34, 48)], True)],
    "moon": [(_round(46, 50, 32, 0.75, 5.0) + _round(60, 42, 24, 4.6, 1.1), True)],
    "heart": [(_round(34, 38, 16, -3.6, 0.0) + _round(62, 38, 16, -3.14, 0.5) + [(48, 82)], True)],
}  # fmt: skip
"""96 wide and as high: lines of points, and whether each is closed."""
