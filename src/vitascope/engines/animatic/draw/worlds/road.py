"""What makes a strip of grey a road: a broken line along its middle, and a guard rail on its outer side."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.stage import Canvas, Pose

Points = NDArray[np.float64]
NEAREST_M = 0.6
DASH_M, GAP_M = 3.0, 6.0
"""Of the middle line; as on European country roads."""
RAIL_M = 4.0
"""From post to post."""

_PARTS = {
    "dash": ((0, -0.09, 0.02), (DASH_M, -0.09, 0.02), (DASH_M, 0.09, 0.02), (0, 0.09, 0.02)),
    "band": ((0, 0, 0.48), (RAIL_M, 0, 0.48), (RAIL_M, 0, 0.80), (0, 0, 0.80)),
    "post": ((0, 0, 0.0), (0.14, 0, 0.0), (0.14, 0, 0.72), (0, 0, 0.72)),
}
"""Corners of each: metres along the road, beside its line and above the ground."""
_TONES = {"dash": 0.82, "band": 0.62, "post": 0.40}


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A road whose middle is at ``middle(along)`` metres beside the line that it follows."""

    crosswise: bool
    """Whether it runs along x, across the view; else along z, away from us."""
    middle: Callable[[float], float]
    height: Callable[[float, float], float]
    rail_m: float
    """From the middle to the rail, positive to the side of the sea."""
    kept: dict[tuple[str, int], Points] = field(default_factory=dict, compare=False, repr=False)
    """Corners of the pieces that have been in sight, ``(4, 3)`` metres: they stay where they are."""

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette) -> None:
        """Over the ground that is there; the rail gets a depth, so that cars pass before it."""
        here = pose.x if self.crosswise else pose.z
        light = np.array(palette.ambient) * 0.7 + np.array(palette.key) * 0.45
        every = DASH_M + GAP_M
        dashes = [("dash", n) for n in range(math.floor((here - 100) / every), math.ceil((here + 160) / every))]
        rails = range(math.floor((here - 100) / RAIL_M), math.ceil((here + 140) / RAIL_M))
        pieces = dashes + [(part, n) for n in reversed(rails) for part in ("post", "band")]
        spots, depths = _project(np.stack([self._corners(part, n) for part, n in pieces]), pose, canvas)
        size = np.array([canvas.width, canvas.height])
        seen = (depths.min(1) >= NEAREST_M) & (np.abs(spots).max((1, 2)) <= 4 * canvas.width)
        seen &= ((spots.max(1) >= 0) & (spots.min(1) < size)).all(1)
        for k in np.flatnonzero(seen):
            part = pieces[k][0]
            self._fill(canvas, palette, spots[k], float(depths[k].mean()), light * _TONES[part], solid=part != "dash")

    def _corners(self, part: str, number: int) -> Points:
        if (kept := self.kept.get((part, number))) is None:
            start = number * (DASH_M + GAP_M if part == "dash" else RAIL_M)
            beside = 0.0 if part == "dash" else self.rail_m
            kept = np.array([self._at(start + a, beside + b, c) for a, b, c in _PARTS[part]])
            self.kept[part, number] = kept
        return kept

    def _at(self, along: float, beside: float, up: float) -> tuple[float, float, float]:
        across = self.middle(along) + beside
        x, z = (along, across) if self.crosswise else (across, along)
        return x, self.height(x, z) + up, z

    def _fill(
        self, canvas: Canvas, palette: Palette, spots: Points, depth: float, colour: Points, *, solid: bool
    ) -> None:
        col, row = (int(v) for v in spots.mean(0))
        inside = 0 <= col < canvas.width and 0 <= row < canvas.height
        if inside and canvas.depth[row, col] < depth - 3 - 0.06 * depth:
            return  # behind a hill
        kept = math.exp(-depth / palette.haze_m)
        tone = colour * kept + np.array(palette.haze) * (1 - kept)
        where = (spots * 16).astype(np.int32)
        cv2.fillConvexPoly(canvas.rgb, where, [float(min(c, 255)) for c in tone], cv2.LINE_AA, 4)
        if solid:
            cv2.fillConvexPoly(canvas.depth, where, (depth,), cv2.LINE_4, 4)


def _project(corners: Points, pose: Pose, canvas: Canvas) -> tuple[Points, Points]:
    """Corners ``(count, 4, 3)`` in metres to pixels ``(count, 4, 2)`` and depths ``(count, 4)``, as `Pose.project`."""
    dx, dy, dz = corners[..., 0] - pose.x, corners[..., 1] - pose.y, corners[..., 2] - pose.z
    cos, sin = math.cos(pose.yaw), math.sin(pose.yaw)
    side, ahead = dx * cos - dz * sin, dx * sin + dz * cos
    cos, sin = math.cos(pose.pitch), math.sin(pose.pitch)
    up, depth = dy * cos - ahead * sin, dy * sin + ahead * cos
    scale = pose.focal * canvas.width / 2 / np.maximum(depth, 1e-6)
    return np.stack([canvas.width / 2 + side * scale, canvas.height / 2 - up * scale], axis=-1), depth
