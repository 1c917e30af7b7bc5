"""A trunk as a surface along the spine, and cloth that lies on it or hangs from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import lerp
from vitascope.engines.animatic.draw.rigs.colours import darker
from vitascope.engines.animatic.draw.rigs.shade import TINT

Array = NDArray[np.float64]
Row = tuple[float, float, float, float]
"""Along the spine from the hips (0) to the foot of the neck (1); half the width, half the depth, and how far ahead."""

MAN: tuple[Row, ...] = (
    (-0.17, 0.085, 0.075, 0.0), (-0.10, 0.150, 0.108, -0.004), (0.04, 0.163, 0.114, -0.008), (0.20, 0.146, 0.100, 0.0),
    (0.38, 0.150, 0.102, 0.006), (0.60, 0.176, 0.116, 0.010), (0.78, 0.192, 0.114, 0.004), (0.90, 0.180, 0.096, -0.006),
    (0.98, 0.118, 0.074, -0.008), (1.04, 0.064, 0.062, 0.0), (1.12, 0.054, 0.056, 0.006),
)  # fmt: skip
WOMAN: tuple[Row, ...] = (
    (-0.17, 0.085, 0.075, 0.0), (-0.10, 0.160, 0.112, -0.008), (0.02, 0.168, 0.116, -0.012),
    (0.16, 0.142, 0.098, -0.004),
    (0.32, 0.120, 0.086, 0.002), (0.48, 0.130, 0.096, 0.012), (0.63, 0.150, 0.126, 0.030), (0.76, 0.158, 0.106, 0.014),
    (0.90, 0.150, 0.084, -0.002), (0.98, 0.098, 0.066, -0.006), (1.04, 0.054, 0.054, 0.0), (1.12, 0.047, 0.050, 0.006),
)  # fmt: skip
CHILD: tuple[Row, ...] = (
    (-0.17, 0.08, 0.075, 0.0), (-0.10, 0.135, 0.105, 0.0), (0.05, 0.140, 0.112, 0.006), (0.25, 0.132, 0.110, 0.010),
    (0.55, 0.136, 0.104, 0.008), (0.78, 0.146, 0.098, 0.0), (0.90, 0.138, 0.084, -0.004), (0.98, 0.095, 0.066, -0.004),
    (1.04, 0.054, 0.054, 0.0), (1.12, 0.048, 0.050, 0.004),
)  # fmt: skip


class Trunk:
    """Places on a trunk by how high along the spine and how far around; 0 is ahead, π/2 to the right."""

    def __init__(self, hip: Point, chest: Point, neck: Point, rows: Sequence[Row], bulk: float) -> None:
        self._hip, self._chest, self._neck = (np.array(p, np.float64) for p in (hip, chest, neck))
        up = self._neck - self._hip
        self.up = up / max(float(np.linalg.norm(up)), 1e-6)
        right = np.array([1.0, 0.0, 0.0]) - self.up * self.up[0]
        self.right = right / max(float(np.linalg.norm(right)), 1e-6)
        self.ahead = np.cross(self.right, self.up)
        self._rows = np.array(rows) * (1.0, bulk, bulk, 1.0)
        self._sections: list[list[float]] = self._rows.tolist()

    def spine(self, t: float) -> Array:
        bend = 0.70
        if t < bend:
            return np.asarray(self._hip + (self._chest - self._hip) * (t / bend))
        return np.asarray(self._chest + (self._neck - self._chest) * ((t - bend) / (1 - bend)))

    def ring(self, t: float, angles: Array, swell: float = 0.0) -> Array:
        """Points shaped ``(n, 3)``, ``swell`` metres off the skin."""
        wide, deep, ahead = self._section(t)
        s, c = np.sin(angles), np.cos(angles)
        flat = 2 / 2.3
        x = np.sign(s) * np.abs(s) ** flat * (wide + swell)
        z = np.sign(c) * np.abs(c) ** flat * (deep + swell) + ahead
        return np.asarray(self.spine(t) + x[:, None] * self.right + z[:, None] * self.ahead)

    def _section(self, t: float) -> tuple[float, float, float]:
        """Half the width, half the depth, and how far ahead it is at ``t``; NumPy takes long over one."""
        rows = self._sections
        if t <= rows[0][0]:
            return rows[0][1], rows[0][2], rows[0][3]
        for low, high in pairwise(rows):
            if t <= high[0]:
                share = (t - low[0]) / (high[0] - low[0])
                return (
                    low[1] + (high[1] - low[1]) * share,
                    low[2] + (high[2] - low[2]) * share,
                    low[3] + (high[3] - low[3]) * share,
                )
        return rows[-1][1], rows[-1][2], rows[-1][3]

    def rings(self, ts: Array, angles: Array, swell: float = 0.0) -> Array:
        """`ring` at several heights at once, shaped ``(len(ts), n, 3)``."""
        wide, deep, ahead = (np.interp(ts, self._rows[:, 0], self._rows[:, k])[:, None] for k in (1, 2, 3))
        s, c = np.sin(angles), np.cos(angles)
        flat = 2 / 2.3
        x = np.sign(s) * np.abs(s) ** flat * (wide + swell)
        z = np.sign(c) * np.abs(c) ** flat * (deep + swell) + ahead
        spine = np.array([self.spine(float(t)) for t in ts])
        return np.asarray(spine[:, None] + x[..., None] * self.right + z[..., None] * self.ahead)

    def at(self, t: float, angle: float, swell: float = 0.0) -> Point:
        wide, deep, ahead = self._section(t)
        s, c, flat = math.sin(angle), math.cos(angle), 2 / 2.3
        aside = math.copysign(abs(s) ** flat, s) * (wide + swell)
        before = math.copysign(abs(c) ** flat, c) * (deep + swell) + ahead
        x, y, z = (self.spine(t) + aside * self.right + before * self.ahead).tolist()
        return (x, y, z)

    def cover(
        self,
        body: Body,
        paint: Paint,
        low: float,
        high: float,
        swell: float,
        *,
        rows: int,
        columns: int,
        folds: float = 0.0,
    ) -> None:
        """Cloth all around from ``low`` to ``high``, with folds where the body bends."""
        angles = np.linspace(0, 2 * math.pi, columns, endpoint=False)
        ts = np.linspace(high, low, rows)
        grid = self.rings(ts, angles, swell)
        wrinkle = 0.5 + 0.5 * np.sin(angles * 3 + 9 * ts[:, None] + 1.3)
        tint = folds * wrinkle**2 * np.exp(-(((ts[:, None] - 0.25) / 0.35) ** 2)) + 0.25 * np.exp(
            -(((ts[:, None] - low) / 0.05) ** 2)
        )
        body.sheet(grid, paint, closed=True, tint=tint, solid=True)

    def patch(
        self, body: Body, paint: Paint, low: float, high: float, half: Callable[[float], float], swell: float,
        *, middle: float = 0.0, rows: int = 5, columns: int = 5,
    ) -> None:  # fmt: skip
        """A piece on the front, ``half(t)`` radians to both sides of ``middle``; ``t`` goes from 0 below to 1 above."""
        grid = []
        for k in range(rows):
            t = k / (rows - 1)
            wide = half(1 - t)
            grid.append(self.ring(high + (low - high) * t, middle + np.linspace(-wide, wide, columns), swell))
        body.sheet(np.array(grid), paint)


def hang(
    body: Body, paint: Paint, trunk: Trunk, legs: Sequence[Sequence[Point]], *, start: float, drop: float, flare: float,
    swing: float, gap: float = 0.0, front: float = 0.0, columns: int = 26, rows: int = 7, folds: int = 8,
) -> None:  # fmt: skip
    """A skirt from ``start`` on the trunk, ``drop`` metres long, about both legs; ``gap`` radians open in front.

    With ``front`` only that many radians to both sides of the front: an apron.
    """
    angles = (
        np.linspace(-front, front, columns)
        if front
        else np.linspace(gap, 2 * math.pi - gap, columns, endpoint=bool(gap))
    )
    top = trunk.ring(start, angles, 0.014)
    middle = top.mean(axis=0)
    grid, tint = np.empty((rows, columns, 3)), np.empty((rows, columns))
    wide0, deep0 = float(np.ptp(top[:, 0])) / 2, float(np.ptp(top[:, 2])) / 2
    for i in range(rows):
        t = i / (rows - 1)
        y = middle[1] - drop * t
        spots = [_leg_at(leg, y) for leg in legs]
        x0, x1 = min(p[0] for p in spots) - 0.105, max(p[0] for p in spots) + 0.105
        z0, z1 = min(p[2] for p in spots) - 0.11, max(p[2] for p in spots) + 0.11
        k = min(t * 2.5, 1.0)
        wide = max(wide0 + (0.035 * k if t else 0) + flare * t, (x1 - x0) / 2 * k)
        deep = max(deep0 + (0.03 * k if t else 0) + flare * t * 0.9, (z1 - z0) / 2 * k)
        cx = middle[0] * (1 - k) + (x0 + x1) / 2 * k + 0.03 * t * math.sin(swing)
        cz = middle[2] * (1 - k) + (z0 + z1) / 2 * k
        fold = np.cos(angles * folds + 0.6 * math.sin(swing) * t)
        r = 1 + 0.055 * t * fold
        grid[i] = np.stack(
            [cx + np.sin(angles) * wide * r, np.full(columns, y), cz + np.cos(angles) * deep * r], axis=1
        )
        tint[i] = np.clip(0.15 + 0.45 * t * (0.5 - 0.5 * fold) + 0.12 * t, 0, 1)
    grid[0] = top
    body.sheet(grid, paint, closed=not gap and not front, tint=tint)


def _leg_at(leg: Sequence[Point], y: float) -> Point:
    """Where a leg is at height ``y``."""
    for a, b in ((leg[0], leg[1]), (leg[1], leg[2])):
        low, high = min(a[1], b[1]), max(a[1], b[1])
        if low <= y <= high and high > low:
            return lerp(a, b, (y - a[1]) / (b[1] - a[1]))
    return leg[0] if y > leg[0][1] else leg[2]


def cape(body: Body, paint: Paint, trunk: Trunk, long: float, wind: float, time_s: float) -> None:
    """From both shoulders down the back."""
    rows, columns = 8, 11
    across = np.linspace(-1, 1, columns)
    grid = np.empty((rows, columns, 3))
    left, right = np.array(trunk.at(0.95, -1.35, 0.03)), np.array(trunk.at(0.95, 1.35, 0.03))
    for i in range(rows):
        t = i / (rows - 1)
        for j, u in enumerate(across):
            base = left + (right - left) * (u + 1) / 2
            bow = (1 - u * u) * 0.12
            sway = math.sin(time_s * 2.2 + 3.2 * t + u)
            grid[i, j] = (
                base
                - trunk.ahead * (bow + 0.06 * t + 0.4 * wind * t * t + 0.035 * t * sway)
                + trunk.right * (0.28 * u * t)
            )
            grid[i, j, 1] = base[1] - long * t * (1 - 0.12 * wind * t) + 0.02 * math.cos(u * 7) * t
    tint = np.broadcast_to(0.2 + 0.5 * (0.5 + 0.5 * np.cos(across * 12))[None], (rows, columns))
    body.sheet(grid, paint, tint=tint)


def cloth_of(colour: tuple[float, float, float], *, shine: float = 0.03) -> Paint:
    return Paint(colour, darker(colour, 0.5), shine=shine, pattern=TINT)


def girdle(body: Body, trunk: Trunk, t: float, swell: float, r: float, paint: Paint) -> None:
    """A belt or a collar."""
    points = [trunk.at(t, k / 14 * 2 * math.pi, swell) for k in range(15)]
    body.tube(points, [r] * 15, paint)
