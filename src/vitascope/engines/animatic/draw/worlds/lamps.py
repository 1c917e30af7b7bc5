"""Street lamps: posts along a kerb, each with its glow, and the streak of it on a wet road."""

from __future__ import annotations

import cv2
import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.stage import Canvas, Colour, Pose

EVERY_M = 18.0
"""As far apart as the pools of light that `blocks` lays under them."""
HIGH_M = 5.6
WARM = (255.0, 196.0, 120.0)


def paint_lamps(canvas: Canvas, pose: Pose, *, kerb_m: float, night: float, wet: float, haze_m: float) -> None:
    """Posts ``kerb_m`` to both sides of the street, far ones first; they shine where ``night`` is."""
    first = np.floor(pose.z / EVERY_M) + 0.5
    for k in range(8, -1, -1):
        z = (first + k) * EVERY_M
        for side in (-1.0, 1.0):
            _lamp(canvas, pose, side * kerb_m, z, side, night, wet, haze_m)


def _lamp(canvas: Canvas, pose: Pose, x: float, z: float, side: float, night: float, wet: float, haze_m: float) -> None:
    width, height = canvas.width, canvas.height
    col, foot, depth = pose.project(x, 0.0, z, width, height)
    arm, top, far = pose.project(x - side * 1.1, HIGH_M, z, width, height)
    bend = pose.project(x, HIGH_M - 0.2, z, width, height)[1]
    if depth < 2.5 or far < 2.5 or not (-0.2 * width < arm < 1.2 * width):
        return
    kept = float(np.exp(-depth / haze_m))
    thick = max(round(0.12 * pose.pixels_per_metre(depth, width)), 1)
    post = [np.array([[col, foot], [col, bend]]), np.array([[col, bend], [arm, top]])]
    for line in post:
        ends = (np.clip(line, -4 * width, 4 * width) * 16).astype(np.int32)
        cv2.line(canvas.rgb, ends[0], ends[1], (26.0, 27.0, 31.0), thick, cv2.LINE_AA, 4)
        cv2.line(canvas.depth, ends[0], ends[1], (depth,), thick, cv2.LINE_4, 4)
    if night < 0.2:
        return
    glow(canvas, arm, top, 0.6 * pose.pixels_per_metre(depth, width), 1.0, night * (0.35 + 0.65 * kept))
    if wet > 0:
        mirrored = 2 * foot - top
        glow(canvas, arm, mirrored, 0.7 * pose.pixels_per_metre(depth, width), 5.0, 0.55 * night * wet * kept)


def glow(
    canvas: Canvas, col: float, row: float, radius: float, tall: float, strength: float, colour: Colour = WARM
) -> None:
    """Add light that falls off from a point; ``tall`` times as high as it is wide, as in a mirror that ripples."""
    reach_x, reach_y = min(int(3 * radius) + 1, canvas.width // 4), min(int(3 * radius * tall) + 1, canvas.height // 2)
    x0, x1 = max(int(col) - reach_x, 0), min(int(col) + reach_x + 1, canvas.width)
    y0, y1 = max(int(row) - reach_y, 0), min(int(row) + reach_y + 1, canvas.height)
    if x0 >= x1 or y0 >= y1:
        return
    across = ((np.arange(x0, x1, dtype=np.float32) - col) / radius) ** 2
    down = ((np.arange(y0, y1, dtype=np.float32) - row) / (radius * tall)) ** 2
    part = canvas.rgb.reshape(canvas.height, -1)[y0:y1, 3 * x0 : 3 * x1]
    _add(part, np.repeat(across, 3), down, strength, np.array(colour, np.float32))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _add(rows, across, down, strength, tint):  # type: ignore[no-untyped-def]
    """Flat rows of bytes: the shape that compilers make vectors of."""
    one, zero, ninth, steep, full = np.float32(1), np.float32(0), np.float32(1 / 9), np.float32(14), np.float32(255)
    power = np.empty(across.shape[0], np.float32)
    for k in range(across.shape[0]):
        power[k] = tint[k % 3] * np.float32(strength)
    for j in range(down.shape[0]):
        line, off = rows[j], down[j]
        for k in range(across.shape[0]):
            d = across[k] + off
            fall = max(one - d * ninth, zero)
            line[k] = np.uint8(np.int32(min(np.float32(line[k]) + fall * fall / (one + steep * d) * power[k], full)))
