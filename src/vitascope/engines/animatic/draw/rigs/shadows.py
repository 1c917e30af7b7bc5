"""The shadow that a body throws: a dark contact under it, and a longer one away from the sun."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.buoyancy import Ground
from vitascope.engines.animatic.draw.rigs.puffs import COLUMNS, SHADE
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose


def is_hidden(canvas: Canvas, pose: Pose, at: NDArray[np.float64], depth: float) -> bool:
    """Whether what a body stands on is hidden, as by a counter: a shadow would fall on that."""
    column, row, _ = pose.project(float(at[0]), float(at[1]), float(at[2]), canvas.width, canvas.height)
    if not (0 <= column < canvas.width and 0 <= row < canvas.height):
        return False
    return bool(canvas.depth[int(row), int(column)] < 0.86 * depth)


def shadow_of(spots: NDArray[np.float64], at: NDArray[np.float64], light: Light, ground: Ground) -> NDArray[np.float64]:
    """A dark contact under the body and its cast shadow away from the sun, as world-space puffs.

    ``spots``, shaped ``(n, 3)``, are places on the body in the world.
    """
    x0, y0, z0 = spots.min(axis=0).tolist()
    x1, y1, z1 = spots.max(axis=0).tolist()
    low, high = y0, y1
    mx, mz = (x0 + x1) / 2, (z0 + z1) / 2
    floor = max(ground(mx, mz), min(low, float(at[1])) if low - ground(mx, mz) < 0.3 * (high - low) else -1e9)
    size = max(x1 - x0, z1 - z0, 0.05)
    air = max(low - floor, 0.0) / size
    if air > 1.5:
        return np.zeros((0, COLUMNS))
    out = []
    strength = 0.5 / (1 + 4 * air) * (1 - 0.6 * light.night)
    tall = min(high - floor, 3 * size)
    sun_y = max(light.sun[1], 0.22)
    for k in range(5):
        reach = k / 4 * tall * 0.55
        cx, cz = mx - light.sun[0] / sun_y * reach, mz - light.sun[2] / sun_y * reach
        puff = np.zeros(COLUMNS)
        puff[0:3] = cx, ground(cx, cz) if k else floor, cz
        puff[3], puff[4] = (x1 - x0) * 0.62 + 0.1 * size, (z1 - z0) * 0.62 + 0.1 * size
        puff[8] = strength * (0.95 if k == 0 else 0.36 * (1 - 0.15 * k))
        puff[9] = SHADE
        out.append(puff)
    return np.array(out)
