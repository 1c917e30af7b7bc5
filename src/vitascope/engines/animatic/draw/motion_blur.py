"""What a shutter that is open for half a frame sees of a place that goes by: streaks, longer where it is nearer.

A camera that travels with its subject leaves it sharp, so the place is blurred before actors are drawn; a camera
that turns fast blurs all of the picture. Rows are blurred in bands, each by the depth that most of it has: a few
milliseconds at 1080p, and nothing where nothing moves fast.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.stage import Canvas, Pose

OPEN = 0.5
"""Share of a frame's time that the shutter is open: 180 degrees, as films have it."""
_LEAST_PX = 3
"""Shorter streaks are not seen, and cost as much."""
_BAND = 20
_MOST = 0.08
"""The longest streak, in widths of the frame."""


def streak_place(canvas: Canvas, pose: Pose, before: Pose) -> None:
    """Blur what the camera has travelled past since ``before``, when its shutter opened; in place."""
    dx, dz = pose.x - before.x, pose.z - before.z
    side = dx * math.cos(pose.yaw) - dz * math.sin(pose.yaw)
    reach = abs(side) * pose.focal * canvas.width / 2
    if reach / max(float(canvas.depth[-1, ::16].min()), 0.3) < _LEAST_PX:
        return
    for top in range(0, canvas.height, _BAND):
        depth = float(np.median(canvas.depth[top : top + _BAND : 5, ::24]))
        _streak(canvas.rgb[top : top + _BAND], reach / max(depth, 0.3), canvas.width)


def streak_turn(rgb: NDArray[np.uint8], pose: Pose, before: Pose) -> None:
    """Blur all of the picture by how far the camera has turned since ``before``; in place."""
    width = rgb.shape[1]
    turned = abs(math.atan2(math.sin(pose.yaw - before.yaw), math.cos(pose.yaw - before.yaw)))
    _streak(rgb, turned * pose.focal * width / 2, width)


def _streak(rows: NDArray[np.uint8], length: float, width: int) -> None:
    size = int(min(length, _MOST * width))
    if size >= _LEAST_PX:
        rows[:] = cv2.blur(rows, (size | 1, 1), borderType=cv2.BORDER_REFLECT)
