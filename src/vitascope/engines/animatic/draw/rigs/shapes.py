"""Grids for `Body.sheet` that several rigs use."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ring = tuple[float, float, float, float]
"""Where along the axis, how high its centre, half its width, half its height."""


def loft(rings: Sequence[Ring], columns: int = 16, bend: float = 0.0) -> NDArray[np.float64]:
    """A body along z through elliptic rings, shaped ``(rings, columns, 3)``; ``bend`` shifts x with z squared."""
    a = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    return np.array(
        [
            np.stack([np.sin(a) * w + bend * z * z, c + np.cos(a) * h, np.full(columns, z)], axis=1)
            for z, c, w, h in rings
        ]
    )


def lathe(
    profile: Sequence[tuple[float, float]], columns: int = 20, at: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> NDArray[np.float64]:
    """A body about the upright axis through ``at``, through ``(radius, height)`` pairs."""
    a = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    rings = [np.stack([np.sin(a) * r, np.full(columns, y), np.cos(a) * r], axis=1) for r, y in profile]
    out: NDArray[np.float64] = np.array(rings) + np.array(at)
    return out


def dense(rings: Sequence[Ring], count: int) -> list[Ring]:
    """``count`` rings interpolated smoothly (a cubic through the given ones)."""
    from scipy.interpolate import PchipInterpolator

    data = np.array(rings, dtype=np.float64)
    at = np.linspace(0, 1, len(data))
    fine = PchipInterpolator(at, data)(np.linspace(0, 1, count))
    return [(float(r[0]), float(r[1]), float(max(r[2], 1e-3)), float(max(r[3], 1e-3))) for r in fine]


def wave(time_s: float, rate: float, phase: float = 0.0) -> float:
    return math.sin(time_s * rate + phase)
