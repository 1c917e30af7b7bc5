"""A tornado: a funnel that turns and wanders, what it carries, and the dust at its foot; one unit high."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, chance
from vitascope.engines.animatic.draw.rigs.shade import TINT

_RINGS, _COLUMNS = 34, 26
_TURNS_S = 0.55
"""Turns a second that are seen: a real one is far quicker, and would only flicker."""


def draw_tornado(body: Body, cast: Cast) -> None:
    """Widest under the cloud, where it opens; its bands climb as it turns."""
    t = cast.time_s
    y = np.linspace(0.0, 1.0, _RINGS) ** 1.15
    radius = 0.028 + 0.05 * y + 0.16 * y**3 + 0.1 * np.clip((y - 0.75) / 0.25, 0, 1) ** 2
    radius += 0.05 * np.exp(-((y / 0.05) ** 2))
    x = 0.05 * np.sin(2.6 * y - 0.7 * t) * (1 - y * 0.3) + 0.02 * np.sin(7 * y + 1.3 * t) * (1 - y)
    z = 0.04 * np.cos(2.2 * y - 0.5 * t)
    a = np.linspace(0, math.tau, _COLUMNS, endpoint=False)
    rough = 1 + 0.07 * np.sin(3 * a[None] + 26 * y[:, None] - math.tau * _TURNS_S * t)
    grid = np.stack([
        x[:, None] + radius[:, None] * rough * np.sin(a)[None],
        np.broadcast_to(y[:, None], (_RINGS, _COLUMNS)),
        z[:, None] + radius[:, None] * rough * np.cos(a)[None],
    ], axis=2)  # fmt: skip
    bands = 0.5 + 0.5 * np.sin(2 * a[None] + 34 * y[:, None] ** 0.8 - 2 * math.tau * _TURNS_S * t)
    body.sheet(grid, Paint((84, 86, 92), (150, 150, 150), pattern=TINT, soft=0.3), closed=True, tint=bands * 0.75)
    veil = grid.copy()
    veil[..., 0] = x[:, None] + (grid[..., 0] - x[:, None]) * 1.35
    veil[..., 2] = z[:, None] + (grid[..., 2] - z[:, None]) * 1.35
    body.sheet(veil, Paint((120, 120, 124), alpha=0.28, soft=0.6), closed=True)
    for k in range(26):
        rise = (chance(3, k) + t * (0.05 + 0.06 * chance(4, k))) % 1.0
        turn = math.tau * (_TURNS_S * t * (0.8 + 0.5 * chance(5, k)) + chance(6, k))
        r = 0.07 + 0.14 * chance(7, k) + 0.1 * rise
        at: Point = (float(x[0]) + r * math.sin(turn), 0.02 + 0.4 * rise**1.5, float(z[0]) + r * math.cos(turn))
        size = 0.003 + 0.005 * chance(8, k)
        body.box(at, (size * 1.8, size * 0.5, size), Paint((58, 48, 40)))
    for k in range(15):  # the foot is lost in what it tears up
        turn = math.tau * (0.3 * t + k / 15)
        r = 0.09 + 0.05 * chance(9, k)
        high = 0.03 + 0.035 * chance(10, k)
        body.ball(
            (float(x[0]) + r * math.sin(turn), 0.6 * high, float(z[0]) + r * math.cos(turn)), (0.085, high, 0.085),
            Paint((126, 108, 88), alpha=0.3, soft=0.5),
        )  # fmt: skip
    body.source("dust", (float(x[0]), 0.02, float(z[0])), 0.3, 0.8)
