"""What the whole body does, without a tool: dive, dance in hold, stand on the hands, keep the balance."""

from __future__ import annotations

import math
from collections.abc import Callable

from vitascope.engines.animatic.draw.rigs.cast import Cast, bump, lerp, smooth
from vitascope.engines.animatic.draw.rigs.stances import ANKLE_Y, HIP_Y, Stance, bend


def _dive(p: Stance, cast: Cast) -> None:
    """Off a rock: a crouch, then over, hands first; `reading.pairing` has the way."""
    a = cast.act
    crouch, over = bump((a + 0.25) / 0.4) if a < 0.15 else 0.0, smooth((a - 0.04) / 0.8)
    p.hip = (0.0, HIP_Y - 0.2 * crouch, -0.05 * crouch)
    bend(p, 0.35 * crouch)
    p.tip, p.pivot = 2.65 * over, (0.0, 1.0, 0.0)
    up = smooth(0.35 + 2.5 * a)
    for i in (0, 1):
        side = 2 * i - 1
        p.reach(i, lerp((side * 0.22, -0.34, -0.16), (side * 0.07, 0.58, 0.06), up))
        p.elbows[i] = (side * 0.6, 0.2, 0.2)
        p.toes[i] = -1.1 * over
    p.nod = -0.1


def _push_up(p: Stance, cast: Cast) -> None:
    """Along the ground on hands and toes, down and up."""
    up = 0.5 + 0.5 * math.sin(cast.time_s * 3.4)
    p.tip, p.pivot, p.turn = 1.32 - 0.1 * up, (0.0, 0.0, 0.0), 1.35
    p.lift = 0.1
    p.feet = [(-0.1, ANKLE_Y, 0.02), (0.1, ANKLE_Y, 0.02)]
    p.toes = [-0.2, -0.2]
    for i in (0, 1):
        side = 2 * i - 1
        p.reach(i, (side * (0.3 - 0.06 * up), 0.02, 0.16 + 0.36 * up))
        p.elbows[i] = (side * 0.9, -0.6, -0.1)
        p.grips[i] = 0.1
    p.nod = -0.5


def _handstand(p: Stance, cast: Cast) -> None:
    """Upside down on both hands; the legs give way to keep the balance."""
    s = math.sin(cast.time_s * 2.2)
    p.tip, p.pivot, p.lift = math.pi, (0.0, 1.0, 0.0), -0.02
    bend(p, 0.04 * s)
    for i in (0, 1):
        side = 2 * i - 1
        p.reach(i, (side * 0.2, 0.58, 0.02))
        p.elbows[i] = (side, 0.0, -0.4)
        p.grips[i] = 0.05
        p.feet[i] = (side * (0.1 + 0.05 * s), ANKLE_Y, 0.12 * s * side)
        p.toes[i] = -1.2
    p.nod = -0.6


def _yoga(p: Stance, cast: Cast) -> None:
    """The tree: a foot at the other knee, palms together over the head."""
    s = math.sin(cast.time_s * 0.9)
    up = smooth(cast.act * 3)
    p.hip = (0.07, HIP_Y - 0.01, 0.0)
    bend(p, 0.0, 0.03 * s)
    p.feet = [lerp((-0.11, ANKLE_Y, 0.0), (0.02, 0.5, 0.06), up), (0.1, ANKLE_Y, 0.0)]
    p.toes = [-0.9 * up, 0.0]
    p.knees = (0.9 * up, 0.1, 1.0)
    for i in (0, 1):
        p.reach(i, lerp(((2 * i - 1) * 0.04, -0.02, 0.24), ((2 * i - 1) * 0.03, 0.6, 0.04), up))
        p.elbows[i] = ((2 * i - 1), 0.1, 0.1)
        p.grips[i] = 0.0
    p.nod = -0.05


def _waltz(p: Stance, cast: Cast) -> None:
    """In hold, both turning about the middle between them; it is half of a body's ``apart`` ahead."""
    t = cast.time_s
    lead = "leads" in cast.actor.props
    step = math.sin(t * 3.3 + (0.0 if lead else math.pi))
    p.turn, p.pivot = 0.85 * t, (0.0, 0.0, 0.21)
    p.hip = (0.0, HIP_Y - 0.03 + 0.02 * math.cos(t * 6.6), 0.0)
    bend(p, 0.0, 0.05 * math.sin(t * 1.65) * (1 if lead else -1))
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = (side * 0.1, ANKLE_Y + 0.07 * max(step * side, 0.0), 0.16 * step * side - 0.02)
        p.toes[i] = -0.4 * max(step * side, 0.0)
    if lead:  # his left hand has her right one, his other is at her back
        p.reach(0, (-0.46, 0.06, 0.2))
        p.reach(1, (0.16, -0.08, 0.42))
    else:
        p.reach(1, (0.46, 0.06, 0.2))
        p.reach(0, (-0.18, 0.08, 0.38))
    p.elbows = [(-0.8, -0.5, 0.0), (0.8, -0.5, 0.0)]
    p.grips = [0.4, 0.4]
    p.yaw, p.nod = (0.3 if lead else -0.3), -0.04


FEATS: dict[str, Callable[[Stance, Cast], None]] = {
    "dive": _dive, "push_up": _push_up, "handstand": _handstand, "yoga": _yoga, "waltz": _waltz,
}  # fmt: skip
"""By action."""
