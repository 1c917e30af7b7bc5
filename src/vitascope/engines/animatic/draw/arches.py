"""What stands behind the wall of a viaduct, and need not be drawn: it would only be painted over."""

# mypy: disable-error-code="no-untyped-def"
# numba types the kernel

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw import paths
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Pose
from vitascope.engines.animatic.graph import Shot

UNIT = 20.0
"""Metres, as high as it stands at its own size; all that follows is at that size, and it lies along x."""
PIERS = 11
"""On either side of the middle one of a viaduct: so many that its ends are in the woods."""
PITCH = 14.0
"""From pier to pier."""
PIER = 1.7
"""Half of how wide a pier is."""
DEEP = 2.4
"""Half of how deep the wall is."""
SPRING, RISE = 12.9, 4.6
"""How high an arch begins, and how far it rises."""
_TOP = 19.2
"""As high as the wall hides, with its parapet, whatever is behind: seen from above at up to 50 degrees."""
_STEEP = 1.2
_NEVER = 1e9
_ROWS = 2
"""Rows that are looked at together."""


def hidden(canvas: Canvas, pose: Pose, shot: Shot) -> NDArray[np.float32]:
    """The depth beyond which nothing is seen in every 32 pixels of a row; farther than all where no viaduct is."""
    beyond = np.full((canvas.height, (canvas.width + 31) // 32), FAR_M * 2, np.float32)
    for actor in shot.actors:
        if actor.rig == "viaduct" and actor.count == 1:
            x, y, z = paths.position(actor, actor.path[0].time_s)
            if all((p.x, p.y, p.z) == (x, y, z) for p in actor.path):
                factor = actor.size_m / UNIT
                eye = np.array([pose.x - x, pose.y - y, pose.z - z]) / factor
                if abs(eye[2]) > DEEP + 1:
                    scale = pose.focal * canvas.width / 2
                    for side in (-DEEP, DEEP):  # through an arch, or over the parapet, the other side hides as much
                        _wall(beyond, canvas.width, eye, side, pose.yaw, pose.pitch, scale, factor)
    return beyond


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _wall(beyond, width, eye, wall, yaw, pitch, scale, factor):
    """``eye`` is from the viaduct's foot, and ``wall`` across it, in its own metres; ``beyond`` is in the world's."""
    rows, blocks = beyond.shape
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    span = PITCH * PIERS
    # Where the ray through each corner of the blocks meets the wall: along it, how high, how far; the row above first.
    xs, ys, ts = np.empty((2, blocks + 1)), np.empty((2, blocks + 1)), np.empty((2, blocks + 1))
    for j in range(0, rows + _ROWS, _ROWS):
        v = (rows / 2 - j) / scale
        up, ahead = v * cp + sp, cp - v * sp
        for b in range(blocks + 1):
            xs[0, b], ys[0, b], ts[0, b] = xs[1, b], ys[1, b], ts[1, b]
            u = (min(b << 5, width) - width / 2) / scale
            across, toward = u * cy + ahead * sy, ahead * cy - u * sy
            t = (wall - eye[2]) / toward
            if t > 0 and abs(up) < _STEEP * abs(toward):
                xs[1, b], ys[1, b], ts[1, b] = eye[0] + across * t, eye[1] + up * t, t
            else:
                ts[1, b] = _NEVER
        if j == 0:
            continue
        for b in range(blocks):
            far = max(ts[0, b], ts[0, b + 1], ts[1, b], ts[1, b + 1])
            if far >= _NEVER:
                continue
            edge = 1.5 * far / scale  # a pixel and a half, for the wall's soft edges
            low = min(ys[0, b], ys[0, b + 1], ys[1, b], ys[1, b + 1]) - edge
            high = max(ys[0, b], ys[0, b + 1], ys[1, b], ys[1, b + 1]) + edge
            left = min(xs[0, b], xs[0, b + 1], xs[1, b], xs[1, b + 1]) - edge
            right = max(xs[0, b], xs[0, b + 1], xs[1, b], xs[1, b + 1]) + edge
            if high > _TOP or low < 0 or left < -span or right > span:
                continue
            # How near to the middle of an arch, where it is highest.
            near = 0.0
            if np.floor(left / PITCH + 0.5) == np.floor(right / PITCH + 0.5):
                near = PITCH / 2 - max(
                    abs(left - PITCH * np.floor(left / PITCH + 0.5)), abs(right - PITCH * np.floor(right / PITCH + 0.5))
                )
            open_ = PITCH / 2 - PIER
            if near < open_ and low < SPRING + RISE * np.sqrt(1 - (near / open_) ** 2):
                continue
            for row in range(j - _ROWS, min(j, rows)):
                beyond[row, b] = min(beyond[row, b], np.float32((far + 1) * factor))
