"""A coconut palm: a bent, ringed trunk, fronds of leaflets that hang from their ribs, and nuts. Ten units high."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, curve
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.stage import Colour

_GREEN: Colour = (74, 126, 52)
_BARK = Paint((138, 114, 88), pattern=MOTTLE, grain=0.5)
_SCAR = Paint((98, 80, 62))
_FRONDS, _LEAFLETS, _RINGS = 17, 13, 17
_GOLDEN = 2.39996
"""The golden angle, in radians: no frond hides the one above."""


def draw_palm(body: Body, cast: Cast) -> None:
    green = paint_of(cast.actor.colour, _GREEN)
    sway = 0.14 * math.sin(cast.time_s * 1.3 + cast.chance(1) * 6)
    lean = 0.7 + 1.1 * cast.chance(2)
    trunk = curve([(0, -0.1, 0), (0.25 * lean, 3.6, 0), (lean + sway, 7.9, 0.1 * lean)], _RINGS)
    body.tube(trunk, [0.2 + 0.26 * math.exp(-0.55 * k) + 0.06 * (1 - k / _RINGS) for k in range(_RINGS)], _BARK)
    for k in range(2, _RINGS, 1):
        thick = 0.225 + 0.26 * math.exp(-0.55 * k) + 0.06 * (1 - k / _RINGS)
        body.limb(add(trunk[k], (0, -0.03, 0)), thick, add(trunk[k], (0, 0.03, 0)), thick - 0.015, _SCAR)
    crown = add(trunk[-1], (0, 0.1, 0))
    for k in range(5):
        a = k * _GOLDEN
        body.ball(add(crown, (0.3 * math.sin(a), -0.28, 0.3 * math.cos(a))), 0.2, Paint((112, 92, 48), shine=0.15))
    for k in range(_FRONDS):
        _frond(body, cast, crown, k, green, sway)


def _frond(body: Body, cast: Cast, crown: Point, k: int, green: Colour, sway: float) -> None:
    """The older, the lower it hangs; the wind lifts and lowers its end."""
    age = k / (_FRONDS - 1)
    turn = k * _GOLDEN + 0.4 * cast.chance(10 + k)
    up, long = 1.15 - 1.75 * age, 3.3 + 0.5 * cast.chance(40 + k)
    beat = 0.16 * math.sin(cast.time_s * 2.1 + 1.7 * k) + sway
    ahead, side = np.array([math.sin(turn), 0.0, math.cos(turn)]), np.array([math.cos(turn), 0.0, -math.sin(turn)])
    middle = ahead * long * 0.5 * math.cos(0.6 * up) + np.array([0, 0.9 * up + 0.75, 0])
    end = ahead * long * (0.72 + 0.2 * (1 - age)) * math.cos(0.3 * up) + np.array([0, up - 1.1 - 0.5 * age + beat, 0])
    rib: list[Point] = curve([crown, _at(crown, middle), _at(crown, end)], _LEAFLETS + 1)
    body.tube(rib, [0.055 * (1 - 0.8 * i / _LEAFLETS) for i in range(_LEAFLETS + 1)], Paint(lighter(green, 0.25)))
    leaves = (Paint(lighter(green, 0.12 - 0.2 * age), soft=0.5), Paint(darker(green, 0.12 + 0.15 * age), soft=0.5))
    for i in range(1, _LEAFLETS):
        share = i / _LEAFLETS
        size = 1.15 * math.sin(math.pi * (0.16 + 0.78 * share)) * long / 3.5
        along = np.subtract(rib[i + 1], rib[i - 1])
        along /= max(float(np.linalg.norm(along)), 1e-6)
        for s in (-1.0, 1.0):
            tip = side * s * 0.72 + along * 0.62 + np.array([0, -0.62 - 0.2 * share, 0])
            wide = along * 0.115 * long / 3.5
            body.tri(_at(rib[i], -wide), _at(rib[i], wide), _at(rib[i], tip * size), leaves[(i + k) % 2])


def _at(point: Point, by: np.ndarray) -> Point:
    return (point[0] + float(by[0]), point[1] + float(by[1]), point[2] + float(by[2]))
