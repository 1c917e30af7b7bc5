"""Magic from a hand or a staff: an orb that swells, and arcs that leap from it, other ones each moment."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, chance, lerp, smooth
from vitascope.engines.animatic.draw.rigs.colours import lighter
from vitascope.engines.animatic.draw.stage import Colour

_VIOLET: Colour = (168, 112, 255)
_PER_S = 12.0
"""How often the arcs are others."""
_ARCS, _BENDS = 6, 7


def draw_spell(body: Body, cast: Cast, tip: Point) -> None:
    """At ``tip``, from a third of the action's moment on."""
    grown = smooth((cast.act - 0.3) / 0.3)
    if grown <= 0:
        return
    beat = math.floor(cast.time_s * _PER_S)
    pulse = grown * (1 + 0.12 * math.sin(cast.time_s * 17))
    for size, alpha in ((0.06, 1.0), (0.1, 0.35), (0.17, 0.14), (0.27, 0.07)):
        paint = Paint(lighter(_VIOLET, 0.7 if alpha == 1 else 0.2), glow=1.0, alpha=alpha)
        body.ball(tip, size * pulse, paint)
    for arc in range(_ARCS):
        if chance(beat, arc) < 0.25:
            continue
        turn, rise = math.tau * chance(beat, arc + 20), 1.6 * chance(beat, arc + 40) - 0.5
        long = (0.45 + 0.75 * chance(beat, arc + 60)) * grown
        end = (
            tip[0] + long * math.cos(turn) * math.cos(rise), tip[1] + long * math.sin(rise),
            tip[2] + long * math.sin(turn) * math.cos(rise),
        )  # fmt: skip
        points = [tip]
        for k in range(1, _BENDS):
            at = lerp(tip, end, k / _BENDS)
            stray = 0.09 * long
            points.append((
                at[0] + stray * (2 * chance(beat, 100 * arc + k) - 1),
                at[1] + stray * (2 * chance(beat, 100 * arc + k + 30) - 1),
                at[2] + stray * (2 * chance(beat, 100 * arc + k + 60) - 1),
            ))  # fmt: skip
        points.append(end)
        body.tube(points, [0.012 * (1 - 0.8 * k / _BENDS) for k in range(_BENDS + 1)],
                  Paint(lighter(_VIOLET, 0.75), glow=1.0))  # fmt: skip
        body.tube(points, [0.034 * (1 - 0.8 * k / _BENDS) for k in range(_BENDS + 1)],
                  Paint(_VIOLET, glow=1.0, alpha=0.28))  # fmt: skip
    body.source("glow", tip, 0.5, 0.8 * grown)
