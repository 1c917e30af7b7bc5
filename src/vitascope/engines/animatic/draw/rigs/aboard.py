"""How one stands on a deck that heaves: feet apart, giving way to it, a hand on a stay."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, smooth
from vitascope.engines.animatic.draw.rigs.stances import ANKLE_Y, HIP_Y, Stance, bend

_FOOT: Point = (0.43, 0.0, 0.30)
_TOP: Point = (0.87, 6.0, -0.30)
_HAND_Y = 1.74
_STAY_M = 0.016
"""Radius: a rope that a hand closes round."""


def is_braced(cast: Cast) -> bool:
    """Whether the deck is so rough that whoever does nothing else on it holds on."""
    return cast.sway > 0.3 and cast.actor.action == "idle" and not cast.actor.props and cast.speed < 0.1


def brace(p: Stance, cast: Cast) -> None:
    """Weight goes from foot to foot with the deck; who shouts throws an arm out."""
    t, phase = cast.time_s, cast.chance(1) * 6
    roll, pitch = math.sin(1.55 * t + phase), math.sin(1.1 * t + 1.7 * phase)
    lean = 0.17 * cast.sway * roll
    p.hip = (0.07 * cast.sway * roll, HIP_Y - 0.065 - 0.02 * cast.sway * pitch, -0.02)
    bend(p, 0.10 + 0.07 * cast.sway * pitch, -0.02 - lean)
    p.feet = [(-0.27, ANKLE_Y, -0.06), (0.25, ANKLE_Y, 0.13)]
    p.knees = (0.3, 0.15, 1.0)
    share = (_HAND_Y - _FOOT[1]) / (_TOP[1] - _FOOT[1])
    x, y, z = (a + (b - a) * share for a, b in zip(_FOOT, _TOP, strict=True))
    p.wrists[1] = (x - 0.03, y - 0.08, z - 0.02)  # the palm is beyond the wrist
    p.elbows[1] = (0.8, -0.7, -0.2)
    p.grips[1] = 1.0
    shout = smooth(min(cast.mouth * 2.2, 1.0))
    beat = 0.05 * math.sin(5.2 * t)
    p.reach(0, (-0.36 - 0.14 * shout + 0.08 * lean, -0.36 + (0.46 + beat) * shout - 0.4 * lean, 0.16 + 0.24 * shout))
    p.elbows[0] = (-0.8, -0.6, -0.4)
    p.grips[0] = 0.45 - 0.35 * shout
    p.yaw = 0.16 * math.sin(0.7 * t + phase) * (1 - shout)
    p.nod = 0.04 + 0.10 * shout - 0.3 * 0.07 * cast.sway * pitch


def draw_stay(body: Body) -> None:
    """The rope that a hand is at, from the deck to somewhere aloft."""
    body.limb(_FOOT, _STAY_M, _TOP, _STAY_M, Paint((150, 128, 92), (96, 78, 52)))
    body.ball(_FOOT, (0.05, 0.025, 0.05), Paint((70, 60, 52)))
