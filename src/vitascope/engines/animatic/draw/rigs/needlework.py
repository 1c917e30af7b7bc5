"""Knitting between two hands: needles that cross, and what hangs from them so far."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, lerp
from vitascope.engines.animatic.draw.rigs.shade import STRIPES

_NEEDLE = Paint((216, 206, 186), shine=0.6)
_WOOL = Paint((74, 126, 150), (56, 100, 124), pattern=STRIPES, grain=0.02)
_ROWS = 6


def draw_knitting(body: Body, cast: Cast, left: Point, right: Point) -> None:
    """From the palms ``left`` and ``right``; the needles work as the hands do."""
    beat = 0.025 * math.sin(cast.time_s * 7)
    for hand, other, lift in ((left, right, beat), (right, left, -beat)):
        tip = add(lerp(hand, other, 0.75), (0.0, 0.13 + lift, 0.07))
        body.limb(add(hand, (0.0, -0.05, 0.0)), 0.008, tip, 0.004, _NEEDLE)
        body.ball(add(hand, (0.0, -0.05, 0.0)), 0.014, _NEEDLE)
    middle = add(lerp(left, right, 0.5), (0.0, 0.04, 0.06))
    for k in range(_ROWS):
        at = add(middle, (0.004 * math.sin(2.0 * k), -0.055 * k, 0.014 * k))
        body.box(at, (0.12 - 0.006 * k, 0.03, 0.014), _WOOL)
