"""What a camera that travels sideways sees: near things drawn out along their way while the shutter is open."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.graph import Shot

SHUTTER_S = 1 / 50
"""180° at 25 frames/second, as films are taken."""
_FROM_M_S, _WITHIN_M = 4.0, 90.0
_STEP_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Smear:
    """The place of a shot, blurred by its camera's travel; actors are painted later, and stay sharp."""

    shot: Shot
    ground: Callable[[float, float], float]

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:  # noqa: ARG002 - a `Standing`
        before, after = (pose_at(self.shot, time_s + d, self.ground) for d in (-_STEP_S, _STEP_S))
        vx, vz = (after.x - before.x) / (2 * _STEP_S), (after.z - before.z) / (2 * _STEP_S)
        speed = abs(vx * math.cos(pose.yaw) - vz * math.sin(pose.yaw))
        if speed < _FROM_M_S:
            return
        reach = speed * SHUTTER_S * pose.focal * canvas.width / 2
        # What is in front gives its blur to what it passes over.
        wide = max(int(reach / 12) | 1, 3)
        near = cv2.erode(canvas.depth, np.ones((1, min(wide, 61)), np.uint8))
        _smear(canvas.rgb, np.asarray(near, np.float32), reach, _WITHIN_M)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _smear(rgb, depth, reach, within):  # type: ignore[no-untyped-def]
    rows, cols = depth.shape
    sums = np.zeros((3, cols + 1), np.int32)
    for j in range(rows):
        line, far = rgb[j], depth[j]
        nearest = far[0]
        for i in range(0, cols, 8):
            nearest = min(nearest, far[i])
        if nearest > within:
            continue
        for i in range(cols):
            for c in range(3):
                sums[c, i + 1] = sums[c, i] + np.int32(line[i, c])
        for i in range(cols):
            if far[i] > within:
                continue
            half = int(min(reach / max(far[i], np.float32(1)) * 0.5, 90.0))
            if half < 1:
                continue
            a, b = max(i - half, 0), min(i + half + 1, cols)
            share = np.float32(1) / np.float32(b - a)
            for c in range(3):
                line[i, c] = np.uint8(np.int32(np.float32(sums[c, b] - sums[c, a]) * share))
