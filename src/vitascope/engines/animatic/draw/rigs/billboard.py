"""A flat sheet that stands in the picture and always faces the camera: where it falls, and what of it is in frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.stage import Canvas, Pose

NEAREST_M = 0.3
"""A sheet nearer than this is behind whoever looks."""
LEAST_PX = 3
MOST_WIDE = 4
"""In frames: a sheet much wider than the picture is all but a blur, and dear to scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Billboard:
    """The part of a sheet that is in frame, and what is painted there by now. All of one height and width."""

    part: NDArray[np.float32]
    """The sheet's own values, scaled: ``(height, width, 2)``."""
    below: NDArray[np.uint8]
    """A view of the canvas."""
    behind: NDArray[np.float32]
    """A view of its depths."""
    depth: float
    """Of the sheet, in metres."""


def stand(
    canvas: Canvas, pose: Pose, sheet: NDArray[np.float32], foot: tuple[float, float, float], size_m: float
) -> Billboard | None:
    """``sheet``, shaped ``(h, w, 2)``, with the middle of its lower edge at ``foot``, ``size_m`` high but never as high
    as the frame; ``None`` where nothing of it is seen."""
    column, row, depth = pose.project(*foot, canvas.width, canvas.height)
    if depth < NEAREST_M:
        return None
    high = min(size_m * pose.pixels_per_metre(depth, canvas.width), canvas.height * 0.9)
    wide = high * sheet.shape[1] / sheet.shape[0]
    if high < LEAST_PX or wide > MOST_WIDE * canvas.width:
        return None
    size = (max(int(wide), 1), max(int(high), 1))
    small = cv2.resize(sheet, size, interpolation=cv2.INTER_AREA if high < sheet.shape[0] else cv2.INTER_LINEAR)
    x, y = round(column - size[0] / 2), round(row - size[1])
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + size[0], canvas.width), min(y + size[1], canvas.height)
    if x0 >= x1 or y0 >= y1:
        return None
    return Billboard(
        part=np.asarray(small[y0 - y : y1 - y, x0 - x : x1 - x], np.float32),
        below=canvas.rgb[y0:y1, x0:x1],
        behind=canvas.depth[y0:y1, x0:x1],
        depth=depth,
    )
