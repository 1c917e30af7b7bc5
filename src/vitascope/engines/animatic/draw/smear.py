"""What a camera that travels sideways sees: near things drawn out along their way while the shutter is open."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

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
_RUN = 16
"""Columns that are blurred alike: fewer than the blur is wide, where it shows."""


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
        _smear(canvas.rgb.reshape(canvas.height, -1), canvas.depth, reach, _WITHIN_M)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _smear(rgb, depth, reach, within):  # type: ignore[no-untyped-def]
    """Mean along each row, `_RUN` columns at a time over one length: bytes that lie side by side, for vector code."""
    rows, cols = depth.shape
    sums = np.zeros((cols + 1) * 3, np.int32)
    runs = (cols + _RUN - 1) // _RUN
    nearest, front = np.empty(runs, np.float32), np.empty(runs, np.float32)
    # What is in front gives its blur to what it passes over.
    wide = max(int(min(reach / 24, 30.0) / _RUN + 0.5), 1)
    for j in range(rows):
        line, far = rgb[j], depth[j]
        if _fronts(far, nearest, front, wide) > within:
            continue
        r, g, b = np.int32(0), np.int32(0), np.int32(0)
        for i in range(cols):
            at = np.uint64(i * 3)
            r += np.int32(line[at])
            g += np.int32(line[at + np.uint64(1)])
            b += np.int32(line[at + np.uint64(2)])
            sums[at + np.uint64(3)], sums[at + np.uint64(4)], sums[at + np.uint64(5)] = r, g, b
        for k in range(runs):
            half = int(min(reach / max(front[k], np.float32(1)) * 0.5, 90.0))
            if front[k] > within or half < 1:
                continue
            first, end = k * _RUN, min((k + 1) * _RUN, cols)
            if first - half >= 0 and end + half < cols:
                share = np.float32(1) / np.float32(2 * half + 1)
                at, low, high = np.uint64(first * 3), np.uint64((first - half) * 3), np.uint64((first + half + 1) * 3)
                for m in range((end - first) * 3):
                    q = np.uint64(m)
                    line[at + q] = np.uint8(np.int32(np.float32(np.int32(sums[high + q] - sums[low + q])) * share))
                continue
            for i in range(first, end):
                m, n = max(i - half, 0), min(i + half + 1, cols)
                for c in range(3):
                    line[i * 3 + c] = (sums[n * 3 + c] - sums[m * 3 + c]) // (n - m)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _fronts(far, nearest, front, wide):  # type: ignore[no-untyped-def]
    """The nearest depth in each run of columns, then in ``wide`` runs about it; gives that of the whole row."""
    cols, runs = far.shape[0], nearest.shape[0]
    least = np.float32(1e9)
    for k in range(runs):
        here = far[k * _RUN]
        for i in range(k * _RUN + 4, min((k + 1) * _RUN, cols), 4):
            here = min(here, far[i])
        nearest[k] = here
        least = min(least, here)
    for k in range(runs):
        here = nearest[k]
        for n in range(max(k - wide, 0), min(k + wide + 1, runs)):
            here = min(here, nearest[n])
        front[k] = here
    return least
