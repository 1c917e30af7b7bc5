"""The scene's light and the camera's axes, as the numbers that the pixel kernels read."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.stage import Light, Pose


def axes(pose: Pose) -> NDArray[np.float64]:
    """Rows are the camera's right, up and view axis in the world: what `Pose.project` does, as a matrix."""
    cy, sy, cp, sp = np.cos(pose.yaw), np.sin(pose.yaw), np.cos(pose.pitch), np.sin(pose.pitch)
    return np.array([[cy, 0.0, -sy], [-sy * sp, cp, -cy * sp], [sy * cp, sp, cy * cp]])


def lamp(light: Light, camera: NDArray[np.float64], body_up: NDArray[np.float64], rim: float) -> NDArray[np.float32]:
    """27 numbers: sun; key, ambient, rim, haze; haze distance; night; up; the body's up; rim share; half vector.

    Directions are in camera space; ``body_up`` is a world vector; ``rim`` scales the edge light.
    """
    sun = camera @ np.asarray(light.sun, np.float64)
    half = sun - np.array([0.0, 0.0, 1.0])
    half /= max(float(np.linalg.norm(half)), 1e-6)
    up = camera @ np.array([0.0, 1.0, 0.0])
    own = camera @ body_up
    own /= max(float(np.linalg.norm(own)), 1e-9)
    return np.array(
        [
            *sun,
            *light.key,
            *light.ambient,
            *light.rim,
            *light.haze,
            max(light.haze_m, 1.0),
            light.night,
            *up,
            *own,
            rim,
            *half,
        ],
        np.float32,
    )


@lru_cache(maxsize=1)
def noise_tile() -> NDArray[np.float32]:
    """A 128 × 128 tile of five octaves of smooth noise from 0 to 1 that repeats; read only."""
    size = 128
    rng = np.random.default_rng(7)
    total = np.zeros((size, size))
    for octave in range(2, 7):
        cells = 2**octave
        grid = rng.random((cells, cells))
        at = np.arange(size) / size * cells
        i = at.astype(int)
        t = at - i
        t = t * t * (3 - 2 * t)
        rows = grid[i] * (1 - t)[:, None] + grid[(i + 1) % cells] * t[:, None]
        total += (rows[:, i] * (1 - t) + rows[:, (i + 1) % cells] * t) / octave
    total -= total.min()
    tile: NDArray[np.float32] = (total / total.max()).astype(np.float32)
    tile.flags.writeable = False
    return tile
