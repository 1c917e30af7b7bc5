"""What makes a strip of grey a road: a broken line along its middle, and a guard rail on its outer side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.stage import Canvas, Pose

Points = NDArray[np.float64]
NEAREST_M = 0.6
DASH_M, GAP_M = 3.0, 6.0
"""Of the middle line; as on European country roads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A road whose middle is at ``middle(along)`` metres beside the line that it follows."""

    crosswise: bool
    """Whether it runs along x, across the view; else along z, away from us."""
    middle: Callable[[float], float]
    height: Callable[[float, float], float]
    rail_m: float
    """From the middle to the rail, positive to the side of the sea."""

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette) -> None:
        """Over the ground that is there; the rail gets a depth, so that cars pass before it."""
        here = pose.x if self.crosswise else pose.z
        light = np.array(palette.ambient) * 0.7 + np.array(palette.key) * 0.45
        first = np.floor((here - 100) / (DASH_M + GAP_M)) * (DASH_M + GAP_M)
        for start in np.arange(first, here + 160, DASH_M + GAP_M):
            dash = [self._at(start + a, b, 0.02) for a, b in ((0, -0.09), (DASH_M, -0.09), (DASH_M, 0.09), (0, 0.09))]
            self._fill(canvas, pose, palette, dash, light * 0.82)
        for start in np.arange(np.floor(here / 4 - 25) * 4, here + 140, 4.0)[::-1]:
            band = [self._at(start + a, self.rail_m, b) for a, b in ((0, 0.48), (4, 0.48), (4, 0.80), (0, 0.80))]
            post = [self._at(start + a, self.rail_m, b) for a, b in ((0, 0.0), (0.14, 0.0), (0.14, 0.72), (0, 0.72))]
            self._fill(canvas, pose, palette, post, light * 0.40, solid=True)
            self._fill(canvas, pose, palette, band, light * 0.62, solid=True)

    def _at(self, along: float, beside: float, up: float) -> tuple[float, float, float]:
        across = self.middle(along) + beside
        x, z = (along, across) if self.crosswise else (across, along)
        return x, self.height(x, z) + up, z

    def _fill(
        self, canvas: Canvas, pose: Pose, palette: Palette, corners: list[tuple[float, float, float]],
        colour: NDArray[np.float64], *, solid: bool = False,
    ) -> None:  # fmt: skip
        width, height = canvas.width, canvas.height
        seen = [pose.project(*corner, width, height) for corner in corners]
        if min(depth for _, _, depth in seen) < NEAREST_M:
            return
        cols, rows = [spot[0] for spot in seen], [spot[1] for spot in seen]
        if max(cols) < 0 or min(cols) >= width or max(rows) < 0 or min(rows) >= height:
            return
        spots = np.array([cols, rows]).T
        if np.abs(spots).max() > 4 * width:
            return
        depth = sum(d for _, _, d in seen) / len(seen)
        col, row = int(sum(cols) / len(cols)), int(sum(rows) / len(rows))
        if 0 <= col < width and 0 <= row < height and canvas.depth[row, col] < depth - 3 - 0.06 * depth:
            return  # behind a hill
        kept = float(np.exp(-depth / palette.haze_m))
        tone = colour * kept + np.array(palette.haze) * (1 - kept)
        where = (spots * 16).astype(np.int32)
        cv2.fillConvexPoly(canvas.rgb, where, [float(min(c, 255)) for c in tone], cv2.LINE_AA, 4)
        if solid:
            cv2.fillConvexPoly(canvas.depth, where, (depth,), cv2.LINE_4, 4)
