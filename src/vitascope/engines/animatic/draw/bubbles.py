"""Strings of bubbles that rise from the sea bed, wobbling, larger as they come up."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.stage import Canvas, Pose

_UP_M_S, _EVERY_S, _COUNT = 0.32, 0.42, 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Strings:
    """``vents`` is where they come from, ``(count, 3)`` metres."""

    vents: NDArray[np.float64]

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        for k, (x, y, z) in enumerate(self.vents.tolist()):
            # Each vent pauses now and then.
            first = math.floor(time_s / _EVERY_S)
            for n in range(first - _COUNT, first + 1):
                if math.sin(n * 0.31 + k * 1.7) < -0.35:
                    continue
                age = time_s - n * _EVERY_S
                wobble = 0.05 * math.sin(5.0 * age + n * 2.4)
                size = 0.010 + 0.012 * (0.5 + 0.5 * math.sin(n * 12.9898)) + 0.0025 * age
                spot = pose.project(
                    x + wobble + 0.03 * math.sin(n), y + _UP_M_S * age, z + 0.6 * wobble, canvas.width, canvas.height
                )
                _bubble(canvas, palette, spot, size * pose.pixels_per_metre(spot[2], canvas.width))


def _bubble(canvas: Canvas, palette: Palette, spot: tuple[float, float, float], radius: float) -> None:
    """A ring brighter above, and the light in it."""
    col, row, depth = spot
    if depth < 0.5 or radius < 0.5 or not (0 <= col < canvas.width and 0 <= row < canvas.height):
        return
    if canvas.depth[int(row), int(col)] < depth:
        return
    kept = math.exp(-depth / palette.haze_m)
    rim = tuple(min(0.9 * k, 255.0) * kept + h * (1 - kept) for k, h in zip(palette.key, palette.haze, strict=True))
    at = (round(col * 16), round(row * 16))
    thick = max(round(radius / 4), 1)
    cv2.circle(canvas.rgb, at, round(radius * 16), rim, thick, cv2.LINE_AA, 4)
    if radius > 2:
        glint = (at[0] - round(radius * 5), at[1] - round(radius * 6))
        cv2.circle(canvas.rgb, glint, round(max(radius * 0.28, 0.8) * 16), rim, -1, cv2.LINE_AA, 4)
