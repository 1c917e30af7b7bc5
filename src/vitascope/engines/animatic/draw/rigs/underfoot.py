"""What the deck under the camera hides of the sea: water there need not be painted."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.buoyancy import Ground
from vitascope.engines.animatic.draw.rigs.lamps import axes
from vitascope.engines.animatic.draw.rigs.register import entry_of
from vitascope.engines.animatic.draw.rigs.standing import place_of, stand_of
from vitascope.engines.animatic.draw.stage import Pose
from vitascope.engines.animatic.graph import Shot

_NEAR_M = 0.1
_OVERBOARD = 1.0
"""How far outside the rail the camera may be, in the ship's units: what it sees of the deck is over the rail."""
_ROWS = 4
"""Rows of the frame that are looked at together."""
_ABOUT = np.ones((3, 3), np.uint8)
_BITS = 4
"""Fractions of a pixel in which OpenCV takes corners."""


def hidden_rows(
    shot: Shot, pose: Pose, time_s: float, ground: Ground, *, width: int, height: int, every: int
) -> NDArray[np.int64] | None:
    """For every ``every``-th column the row from which on down there is deck alone; none where nobody is aboard.

    Only a deck that the camera is over, or nearly, counts: no wave comes between the two.
    """
    ship = next((a for a in shot.actors if entry_of(a.rig).deck is not None), None)
    if ship is None or ship.count > 1 or min(point.y for point in ship.path) < -0.05:  # on what sinks water stands
        return None
    eye = np.array([pose.x, pose.y, pose.z])
    at, _ = place_of(ship, 0, time_s, ground)
    if np.hypot(*(eye - at)[[0, 2]]) > 0.4 * ship.size_m:
        return None
    entry = entry_of(ship.rig)
    if entry.deck is None:
        return None
    basis = stand_of(ship, 0, time_s, ground, eye, at).basis * (ship.size_m / entry.unit)
    lines = entry.deck.lines(time_s)
    own = np.linalg.inv(basis) @ (eye - at)
    middle = lines.mean(axis=1)
    beam = np.interp(own[2], middle[:, 2], lines[:, 1, 0] - middle[:, 0])
    under = np.interp(own[2], middle[:, 2], middle[:, 1])
    if (
        not middle[0, 2] < own[2] < middle[-1, 2]
        or abs(own[0] - middle[0, 0]) > beam + _OVERBOARD
        or own[1] < under + 0.3
    ):
        return None
    spots = (lines @ basis.T + (at - eye)) @ axes(pose).T
    columns, cells = (width + every - 1) // every + 1, -(-height // _ROWS)
    covered = np.zeros((columns, cells + 1), np.uint8)  # columns lie along the rows of memory
    for (a, b), (d, c) in pairwise(spots):
        corners = _before_the_lens([a, b, c, d])
        if len(corners) < 3:
            continue
        place = np.array(corners)
        scale = pose.focal * width / 2 / place[:, 2]
        col, row = width / 2 + place[:, 0] * scale, height / 2 - place[:, 1] * scale
        flat = np.stack(
            [np.clip(row, -height, 2 * height) / _ROWS, np.clip(col, -2 * width, 3 * width) / every], axis=1
        )
        cv2.fillConvexPoly(covered, np.rint(flat * 2**_BITS).astype(np.int32), 1, shift=_BITS)
    covered[:, cells] = 1
    covered = np.asarray(cv2.erode(covered, _ABOUT), np.uint8)  # an edge is softened by what is behind it
    covered[:, cells], covered[:, 0] = 1, 0
    return np.minimum(height, _ROWS * (cells + 1 - np.argmin(covered[:, ::-1], axis=1))).astype(np.int64)


def _before_the_lens(corners: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """What of a polygon lies before the camera (Sutherland and Hodgman, 1974)."""
    out = []
    for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
        if one[2] >= _NEAR_M:
            out.append(one)
        if (one[2] >= _NEAR_M) != (other[2] >= _NEAR_M):
            out.append(one + (other - one) * ((_NEAR_M - one[2]) / (other[2] - one[2])))
    return out
