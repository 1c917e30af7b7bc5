"""What stands about a swimming pool: loungers under parasols, a ladder, a hedge. In metres."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.furniture import STEEL, WHITE
from vitascope.engines.animatic.draw.rigs.halls import Free, spot_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.spots import Spot

_CLOTH = Paint((238, 236, 228))
_HEDGE = Paint((58, 92, 46), pattern=MOTTLE, grain=0.35)
_PARASOLS = (Paint((214, 74, 62), soft=0.4), Paint((240, 234, 220), soft=0.4))
_SHIFT_M = -0.6
"""Of the basin's middle."""


def poolside(near: float, half: float, long: float, free: Free, night: float) -> Body:
    """For a basin from ``near`` metres on, ``long`` metres long."""
    body = Body()
    for side in (-1.0, 1.0):
        x = _SHIFT_M + side * (half + 1.5)
        for k in range(3):
            z = near + 2.2 + 3.6 * k
            if free(x, z, 1.2):
                _lounger(spot_of(body, x, z, k, night), side)
            if k != 1 and free(x, z + 1.3, 1.2):
                _parasol(body, x + 0.3 * side, z + 1.5, k)
    for side in (-0.3, 0.3):
        at = (_SHIFT_M - half + 1.6 + side, 0.0, near + long)
        body.tube([(at[0], -0.7, at[2] - 0.15), (at[0], 0.75, at[2] - 0.15), (at[0], 0.8, at[2] + 0.2),
                   (at[0], 0.0, at[2] + 0.4)], [0.03] * 4, STEEL)  # fmt: skip
    wall = spot_of(body, 0.0, near + long + 5.2, 3, night)
    wall.box((-26.0, 26.0), (0.0, 1.7), (0.0, 1.1), _HEDGE)
    for k in range(52):
        wall.ball((-26.0 + k, 1.55 + 0.15 * math.sin(2.7 * k), 0.55), (0.75, 0.45, 0.7), _HEDGE)
    return body


def _lounger(s: Spot, side: float) -> None:
    """Its head away from the water."""
    s.box((-0.95, 0.95), (0.26, 0.32), (-0.32, 0.32), WHITE)
    s.box((-0.9, 0.9), (0.32, 0.40), (-0.29, 0.29), _CLOTH)
    u = 0.72 * side
    s.body.quad(s.point(u - 0.3 * side, 0.40, -0.3), s.point(u + 0.32 * side, 0.86, -0.3),
                s.point(u + 0.32 * side, 0.86, 0.3), s.point(u - 0.3 * side, 0.40, 0.3), _CLOTH)  # fmt: skip
    for a in (-0.85, 0.85):
        for d in (-0.26, 0.26):
            s.rod((a, 0.0, d), (a, 0.28, d), 0.025, WHITE)


def _parasol(body: Body, x: float, z: float, number: int) -> None:
    body.limb((x, 0, z), 0.03, (x, 2.5, z), 0.025, WHITE)
    rim = [(x + 1.35 * math.sin(k * math.tau / 8), 2.15, z + 1.35 * math.cos(k * math.tau / 8)) for k in range(8)]
    for k in range(8):
        body.tri((x, 2.62, z), rim[k], rim[(k + 1) % 8], _PARASOLS[(k + number) % 2 if number == 0 else 1])
