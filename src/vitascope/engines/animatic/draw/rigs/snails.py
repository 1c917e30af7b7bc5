"""A snail: its foot, four horns, and the house on its back; one unit long."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, curve
from vitascope.engines.animatic.draw.rigs.colours import darker, paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE


def draw_snail(body: Body, cast: Cast) -> None:
    """It stretches and draws itself up as it goes."""
    reach = 0.06 * math.sin(cast.time_s * 2.2)
    flesh = Paint((186, 160, 122), shine=0.3, pattern=MOTTLE, grain=0.05)
    shell = Paint(paint_of(cast.actor.colour, (156, 92, 46)), shine=0.5)
    line = curve(
        [(0, 0.05, -0.55), (0, 0.09, -0.1), (0, 0.1, 0.3), (0, 0.22, 0.52 + reach), (0, 0.34, 0.62 + reach)], 14
    )
    body.tube(line, [0.03 + 0.1 * math.sin(math.pi * min(0.15 + k / 15, 1.0)) for k in range(14)], flesh)
    head = line[-1]
    for s in (-1, 1):
        tip: Point = (0.1 * s, head[1] + 0.24, head[2] + 0.1 + 0.5 * reach)
        body.limb((0.03 * s, head[1] + 0.02, head[2]), 0.022, tip, 0.014, flesh)
        body.ball(tip, 0.028, Paint((30, 26, 24), shine=0.6))
        body.limb(
            (0.03 * s, head[1] - 0.05, head[2] + 0.03), 0.016, (0.07 * s, head[1] - 0.07, head[2] + 0.12), 0.01, flesh
        )
    turns: list[Point] = []
    radii = []
    for k in range(46):
        t = k / 45
        a, r = -0.9 - 15.0 * t, 0.3 * (1 - t) ** 1.1 + 0.01
        turns.append((0.04 + 0.12 * t, 0.44 + r * math.sin(a), -0.08 - r * math.cos(a)))
        radii.append(0.19 * (1 - t) ** 0.9 + 0.02)
    body.tube(turns, radii, shell)
    band = Paint(darker(shell.colour, 0.4), shine=0.4)
    for k in range(3, 45, 4):
        x, y, z = turns[k]
        body.ball((x + 0.75 * radii[k], y, z), (0.3 * radii[k], 0.5 * radii[k], 0.5 * radii[k]), band)
