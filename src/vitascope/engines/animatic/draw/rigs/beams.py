"""A lighthouse's beam: light in the air about an axis, both ways from its lamp, reckoned for each line of sight.

Painted small and laid over the frame, as it is soft everywhere. Cones of thin triangles showed their seams.
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.stage import Canvas, Pose

_FINEST = 400
"""Columns that it is painted in at least, as far as the frame has them."""
_OPENS = 0.062
"""Metres that it widens each way in one metre."""
_COLOUR = (255.0, 238.0, 188.0)


def paint_beam(
    canvas: Canvas, pose: Pose, camera: NDArray[np.float64], eye: NDArray[np.float64], lamp: NDArray[np.float64],
    along: NDArray[np.float64], thin_m: float, strength: float,
) -> None:  # fmt: skip
    """Add what goes from ``lamp`` as far as ``along`` and as far the other way, ``thin_m`` wide where it begins."""
    step = max(canvas.width // _FINEST, 1)
    width, height = -(-canvas.width // step), -(-canvas.height // step)
    depth = np.asarray(cv2.resize(canvas.depth, (width, height), interpolation=cv2.INTER_NEAREST), np.float32)
    reach = float(np.linalg.norm(along))
    layer = np.zeros((height, width), np.float32)
    focal = pose.focal * canvas.width / 2 / step
    _fill(layer, depth, camera @ (lamp - eye), camera @ (along / reach), focal, thin_m, reach, 255 * strength)
    lit = layer > 0.5
    rows, columns = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
    if not len(rows):
        return
    y0, y1, x0, x1 = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    grey = cv2.convertScaleAbs(layer[y0:y1, x0:x1])
    large = cv2.resize(grey, ((x1 - x0) * step, (y1 - y0) * step), interpolation=cv2.INTER_LINEAR)
    part = canvas.rgb[y0 * step : y1 * step, x0 * step : x1 * step]
    large = large[: part.shape[0], : part.shape[1]]
    part[:] = cv2.add(part, cv2.merge([cv2.convertScaleAbs(large, alpha=c / 255) for c in _COLOUR]))


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def _fill(layer, depth, lamp, way, focal, thin, reach, strength):
    """Light of each line of sight, 0 to 255, by where it comes nearest to the axis."""
    height, width = layer.shape
    ox, oy, oz = lamp[0], lamp[1], lamp[2]
    bx, by, bz = way[0], way[1], way[2]
    ob = ox * bx + oy * by + oz * bz
    for y in range(height):
        v = (height * 0.5 - y - 0.5) / focal
        for x in range(width):
            u = (x + 0.5 - width * 0.5) / focal
            n = 1 / np.sqrt(u * u + v * v + 1)
            dx, dy, dz = u * n, v * n, n
            c = dx * bx + dy * by + dz * bz
            od = ox * dx + oy * dy + oz * dz
            slant = max(1 - c * c, 1e-3)
            s = max((od - c * ob) / slant, 0.0)
            t = c * s - ob
            far = abs(t)
            if far >= reach:
                continue
            wide = thin + _OPENS * far
            mx, my, mz = ox + t * bx - s * dx, oy + t * by - s * dy, oz + t * bz - s * dz
            q = (mx * mx + my * my + mz * mz) / (wide * wide)
            if q >= 4:
                continue
            clear = min(max((depth[y, x] - s * dz) / wide + 0.5, 0.0), 1.0)
            a = (1 - 0.25 * q) * (1 - 0.25 * q)
            fall = (1 - far / reach) / (1 + 1.6 * far / reach)
            layer[y, x] = min(strength * a * a * fall * clear * min(1 / np.sqrt(slant), 3.0), 255.0)
