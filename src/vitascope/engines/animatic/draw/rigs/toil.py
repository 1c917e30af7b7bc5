"""What people do with tools and toys: sweep, dig, chop, juggle, skate, swing… Each sets the joints for a moment.

Hands that hold a shaft follow it: `shaft_of` says where it is now, for the pose here and for `tools`, which draws it.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from vitascope.engines.animatic.draw.rigs.body import Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, bump, lerp, smooth
from vitascope.engines.animatic.draw.rigs.stances import ANKLE_Y, HIP_Y, Stance, bend
from vitascope.engines.animatic.moments import WORK_RATE

Shaft = tuple[Point, Point]
"""The end that works, and the one that is held."""
SWING_TOP: Point = (0.0, 2.35, -0.05)
"""What a swing hangs from."""
JUGGLED = 3
_DIG_S, _CHOP_S = 2.4, 1.7


def _sweep_shaft(cast: Cast) -> Shaft:
    s = math.sin(cast.time_s * 3.1)
    return (0.14 + 0.42 * s, 0.04, 0.72), (-0.16 + 0.06 * s, 1.36, 0.28)


def digging(cast: Cast) -> tuple[float, float, float]:
    """How deep the blade is, how high it is lifted, how far it is turned to throw; each 0 to 1."""
    a = (cast.time_s / _DIG_S + cast.chance(7)) % 1.0
    return bump(a / 0.5), smooth((a - 0.42) / 0.2) - smooth((a - 0.8) / 0.18), bump((a - 0.55) / 0.4)


def _dig_shaft(cast: Cast) -> Shaft:
    deep, up, thrown = digging(cast)
    low = lerp((0.06, 0.16 - 0.2 * deep, 0.72), (0.12 + 0.5 * thrown, 0.62, 0.78), up)
    return low, lerp((-0.10, 1.12 - 0.1 * deep, 0.26), (-0.22, 1.04, 0.12), up)


def chopping(cast: Cast) -> float:
    """Where the axe is: 1 over the head, 0 in the wood, for a while."""
    a = (cast.time_s / _CHOP_S + cast.chance(7)) % 1.0
    return smooth(a / 0.5) * (1 - smooth((a - 0.62) / 0.12))


def _chop_shaft(cast: Cast) -> Shaft:
    up = chopping(cast)
    blade = add(lerp((0.0, 0.66, 0.86), (0.05, 2.12, -0.22), up), (0.0, 0.0, 0.32 * bump(up)))
    return blade, lerp((0.0, 0.84, 0.32), (0.02, 1.66, 0.14), up)


_SHAFTS: dict[str, tuple[Callable[[Cast], Shaft], float, float]] = {
    "sweep": (_sweep_shaft, 0.66, 0.92), "rake": (_sweep_shaft, 0.66, 0.92),
    "dig": (_dig_shaft, 0.52, 0.97), "chop": (_chop_shaft, 0.66, 0.98),
}  # fmt: skip
"""By action: the shaft, and where along it from its lower end the right and the left hand are."""


def shaft_of(cast: Cast) -> Shaft | None:
    known = _SHAFTS.get(cast.actor.action)
    return None if known is None else known[0](cast)


def _at_shaft(lean: float, turn: float, *, nod: float = 0.25) -> Callable[[Stance, Cast], None]:
    def pose(p: Stance, cast: Cast) -> None:
        shaft, right, left = _SHAFTS[cast.actor.action]
        low, high = shaft(cast)
        s = (high[1] - 1.2) * 0.35
        bend(p, max(lean - s, 0.0), 0.0)
        p.feet = [(-0.14, ANKLE_Y, 0.14), (0.15, ANKLE_Y, -0.16)]
        p.wrists = [lerp(low, high, left), lerp(low, high, right)]
        p.elbows = [(-0.8, -0.6, -0.2), (0.8, -0.6, -0.2)]
        p.grips = [1.0, 1.0]
        p.turn, p.nod, p.yaw = turn, nod, 0.0

    return pose


def _dig(p: Stance, cast: Cast) -> None:
    _at_shaft(0.42, 0.9)(p, cast)
    deep, up, _ = digging(cast)
    p.hip = (0.0, HIP_Y - 0.08 - 0.06 * deep, -0.04)
    bend(p, 0.5 + 0.12 * deep - 0.25 * up)
    p.feet[1] = lerp((0.15, ANKLE_Y, -0.16), (0.1, 0.26 - 0.12 * deep, 0.5), smooth(2 * deep) * (1 - up))


def _chop(p: Stance, cast: Cast) -> None:
    up = chopping(cast)
    _at_shaft(0.4, 0.95, nod=0.3 - 0.4 * up)(p, cast)
    p.hip = (0.0, HIP_Y - 0.1 * (1 - up), -0.08 * (1 - up))
    bend(p, 0.55 - 0.65 * up)
    p.feet = [(-0.2, ANKLE_Y, 0.08), (0.2, ANKLE_Y, -0.1)]


def _hammer(p: Stance, cast: Cast) -> None:
    """One arm far up and down upon what the other one holds; lowest when the blow is heard."""
    up = 0.5 + 0.5 * math.sin(cast.time_s * WORK_RATE)
    p.turn, p.nod = 0.95, 0.3 - 0.15 * up
    p.hip = (0.0, HIP_Y - 0.04, -0.02)
    bend(p, 0.34 - 0.16 * up)
    p.feet = [(-0.14, ANKLE_Y, 0.16), (0.15, ANKLE_Y, -0.16)]
    p.wrists = [(-0.12, 0.86, 0.44), lerp((0.12, 0.96, 0.42), (0.24, 1.62, 0.16), up**0.8)]
    p.elbows = [(-0.8, -0.6, -0.2), (0.9, -0.3, -0.5)]
    p.grips = [1.0, 1.0]


def _juggle(p: Stance, cast: Cast) -> None:
    t = cast.time_s
    for i in (0, 1):
        side, a = 2 * i - 1, t * math.tau * 1.05 + i * math.pi
        p.reach(i, (side * (0.26 + 0.06 * math.cos(a)), -0.2 + 0.09 * math.sin(a), 0.32))
        p.elbows[i] = (side * 0.7, -0.8, -0.2)
        p.grips[i] = 0.3
    p.nod, p.yaw = -0.3, 0.08 * math.sin(t * 6)


def juggled(cast: Cast, k: int) -> Point:
    """Where the ``k``-th ball is: from one hand high over to the other, and back."""
    a = (cast.time_s * 1.05 * 2 / JUGGLED + 2 * k / JUGGLED) % 2.0
    side, u = (1.0 if a < 1 else -1.0), a % 1.0
    held = min(u / 0.16, 1.0)
    u = max((u - 0.16) / 0.84, 0.0)
    x = side * (0.2 + 0.06 * held - 0.5 * u)
    return (x, 1.14 + 3.1 * u * (1 - u), 0.42)


def kicked(cast: Cast) -> float:
    """How long ago the ball was kicked, in shares of the moment; below 0 not yet."""
    a = cast.act if cast.actor.action_at else (cast.time_s * 0.45) % 1.0
    return a - 0.42


def _kick(p: Stance, cast: Cast) -> None:
    since = kicked(cast)
    back, on = smooth((since + 0.36) / 0.22), smooth((since + 0.1) / 0.14)
    rest = smooth((since - 0.2) / 0.25)
    swing = (-0.55 * back * (1 - on) + 0.62 * on) * (1 - rest)
    p.turn = 0.9
    p.hip = (0.0, HIP_Y - 0.05, 0.04 * on)
    bend(p, 0.16 - 0.3 * on * (1 - rest))
    p.feet = [(-0.1, ANKLE_Y, 0.06), (0.1, ANKLE_Y + 0.5 * abs(swing), 0.9 * swing)]
    p.toes[1] = -0.7 * min(abs(swing) * 2, 1.0)
    p.reach(0, (-0.45, -0.12 + 0.1 * on, 0.2 - 0.5 * swing))
    p.reach(1, (0.42, -0.2, -0.1 - 0.3 * swing))
    p.nod = 0.2 - 0.2 * rest


def _skate(p: Stance, cast: Cast) -> None:
    """Each leg pushes aside in turn, and the arms swing against them."""
    a = cast.time_s * 3.4
    s = math.sin(a)
    p.hip = (0.08 * s, HIP_Y - 0.18, -0.06)
    bend(p, 0.55, -0.1 * s)
    for i in (0, 1):
        side = 2 * i - 1
        out = max(-side * s, 0.0)
        p.feet[i] = (side * (0.1 + 0.34 * out), ANKLE_Y + 0.07 + 0.16 * max(out - 0.6, 0.0), -0.5 * out + 0.08)
        p.toes[i] = -0.5 * out
        p.reach(i, (side * 0.3, -0.26 + 0.1 * side * s, -0.05 + 0.4 * side * s))
        p.elbows[i] = (side * 0.4, -0.6, -0.5)
    p.nod = -0.35


def _water(p: Stance, cast: Cast) -> None:
    s = math.sin(cast.time_s * 1.3)
    p.turn = 0.8 + 0.15 * s
    bend(p, 0.24)
    p.reach(1, (0.12 + 0.05 * s, -0.2, 0.42))
    p.reach(0, (-0.04, -0.14, 0.34))
    p.grips = [0.9, 1.0]
    p.nod = 0.3


def _shake_hands(p: Stance, cast: Cast) -> None:
    pump = 0.035 * math.sin(cast.time_s * 8) * (1 - smooth((cast.act - 0.8) / 0.2))
    bend(p, 0.08)
    p.reach(1, (0.05, -0.2 + pump, 0.44))
    p.elbows[1] = (0.6, -0.9, -0.2)
    p.grips[1] = 0.6
    p.yaw, p.nod = 0.0, 0.04 + 0.05 * math.sin(cast.time_s * 2)


def _cradle(p: Stance, cast: Cast) -> None:
    """A child on both arms, rocked."""
    s = math.sin(cast.time_s * 1.7)
    bend(p, -0.02, 0.05 * s)
    p.turn = 0.12 * s
    p.reach(0, (0.07, -0.14 + 0.01 * s, 0.25))
    p.reach(1, (-0.05, -0.22 + 0.01 * s, 0.29))
    p.elbows = [(-0.9, -0.7, 0.1), (0.9, -0.7, 0.1)]
    p.grips = [0.4, 0.4]
    p.nod, p.yaw = 0.42, -0.35


def _carry(p: Stance, _cast: Cast) -> None:
    bend(p, -0.1)
    for i in (0, 1):
        p.reach(i, ((2 * i - 1) * 0.23, -0.3, 0.32))
        p.grips[i] = 0.5
        p.elbows[i] = ((2 * i - 1) * 0.7, -0.8, -0.3)


def _swing_on(p: Stance, cast: Cast) -> None:
    """Seated between two ropes; legs out on the way forward, and tucked on the way back."""
    a = cast.time_s * 2.2
    p.tip, p.pivot = -0.62 * math.sin(a), SWING_TOP
    out = 0.5 + 0.5 * math.cos(a)
    p.turn = 1.15
    p.seated = True
    p.hip = (0.0, 0.62, 0.0)
    bend(p, -0.3 * out + 0.16)
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = lerp((side * 0.1, 0.24, 0.2), (side * 0.1, 0.62, 0.8), out)
        p.wrists[i] = (side * 0.25, 1.16, 0.02)
        p.elbows[i] = (side * 0.7, -0.6, -0.4)
        p.grips[i] = 1.0
    p.knees = (0.0, 1.0, 0.6)


def _row(p: Stance, cast: Cast) -> None:
    """Seated, both hands at the oars' ends: they come to the chest as the blades go back through the water."""
    s = math.sin(cast.time_s * 2.4)
    p.seated = True
    p.hip = (0.0, 0.22, -0.05)
    bend(p, 0.1 + 0.3 * s)
    p.knees = (0.0, 1.0, 0.6)
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = (side * 0.13, ANKLE_Y, 0.58)
        p.wrists[i] = (side * 0.2, 0.62, 0.48 + 0.24 * s)
        p.grips[i] = 1.0
        p.elbows[i] = (side * 0.8, -0.4, -0.5)


def _fly_kite(p: Stance, cast: Cast) -> None:
    pull = math.sin(cast.time_s * 1.9)
    bend(p, -0.12)
    p.reach(1, (0.2, 0.12 + 0.05 * pull, 0.3))
    p.reach(0, (0.06, 0.0 + 0.03 * pull, 0.3))
    p.elbows = [(-0.8, -0.7, 0.0), (0.8, -0.7, 0.0)]
    p.grips = [1.0, 1.0]
    p.nod, p.yaw = -0.5, 0.15


def _bubbles(p: Stance, cast: Cast) -> None:
    p.reach(1, (0.07, 0.2 + 0.01 * math.sin(cast.time_s * 2), 0.3))
    p.elbows[1] = (0.9, -0.7, 0.1)
    p.grips[1] = 0.9
    p.reach(0, (-0.14, -0.16, 0.28))
    p.grips[0] = 0.7
    p.turn = 0.5


def _photograph(p: Stance, cast: Cast) -> None:
    for i in (0, 1):
        side = 2 * i - 1
        p.reach(i, (side * 0.09, 0.24, 0.22))
        p.elbows[i] = (side * 0.8, -0.8, 0.1)
        p.grips[i] = 0.8
    p.yaw = 0.1 * math.sin(cast.time_s * 0.7)


def _kneel_work(p: Stance, cast: Cast) -> None:
    """On the knees, both hands in the sand or the soil before them."""
    s = math.sin(cast.time_s * 3.0 + cast.chance(5) * 6)
    p.turn = 0.8
    p.hip = (0.0, 0.46, -0.12)
    bend(p, 0.62)
    p.feet = [(-0.13, ANKLE_Y, -0.42), (0.13, ANKLE_Y, -0.42)]
    p.toes = [-1.1, -1.1]
    p.knees = (0.0, -0.2, 1.0)
    p.wrists = [(-0.14, 0.34 + 0.08 * s, 0.5), (0.14, 0.34 - 0.1 * s, 0.52)]
    p.nod = 0.2


def _knead(p: Stance, cast: Cast) -> None:
    """Both hands press what lies before them, with the weight of the trunk."""
    press = 0.5 + 0.5 * math.sin(cast.time_s * 3.2)
    bend(p, 0.2 + 0.16 * press)
    for i in (0, 1):
        side = 2 * i - 1
        p.wrists[i] = (side * 0.1, 1.08 - 0.06 * press, 0.36 + 0.14 * press)
        p.elbows[i] = (side * 0.8, -0.4, -0.4)
        p.grips[i] = 0.4
    p.nod = 0.3


def _paint(p: Stance, cast: Cast) -> None:
    """A palette in one hand; the other goes over the canvas, which is seen past the shoulder where there is one."""
    a = cast.time_s * 2.6
    wide = 0.16 if "easel" in cast.actor.props else 0.06
    p.reach(0, (-0.22, -0.16, 0.28))
    p.reach(1, (0.12 + wide * math.sin(0.6 * a), 0.08 + wide * math.cos(a), 0.46))
    p.grips = [0.6, 0.8]
    p.nod, p.yaw = 0.0, 0.1
    if "easel" in cast.actor.props:
        p.turn = 2.35


def _fish(p: Stance, cast: Cast) -> None:
    """A rod in both hands, raised a little now and then."""
    lift = 0.5 + 0.5 * math.sin(cast.time_s * 1.1)
    p.turn = 0.9
    p.feet = [(-0.13, ANKLE_Y, 0.12), (0.14, ANKLE_Y, -0.1)]
    bend(p, 0.06 - 0.1 * lift)
    p.reach(1, (0.1, -0.22 + 0.16 * lift, 0.34))
    p.reach(0, (-0.02, -0.14 + 0.2 * lift, 0.44))
    p.elbows = [(-0.8, -0.7, -0.1), (0.8, -0.7, -0.1)]
    p.grips, p.nod, p.yaw = [1.0, 1.0], 0.1, 0.0


TOIL: dict[str, Callable[[Stance, Cast], None]] = {
    "sweep": _at_shaft(0.34, 0.7), "rake": _at_shaft(0.34, 0.7), "dig": _dig, "chop": _chop, "hammer": _hammer,
    "juggle": _juggle, "kick": _kick, "skate": _skate, "water": _water, "shake_hands": _shake_hands,
    "cradle": _cradle, "carry": _carry, "swing": _swing_on, "row": _row, "kite": _fly_kite, "blow_bubbles": _bubbles,
    "photograph": _photograph, "paint": _paint, "shape": _kneel_work, "knead": _knead, "fish": _fish,
}  # fmt: skip
"""By action; `deeds` has those that want nothing in the hands."""
JUMP_HZ = 0.95
"""Of who jumps on the spot; `deeds` has the pose."""
UPRIGHT = frozenset({"skate", "swing", "waltz", "row", "dive"})
"""They go somewhere without steps."""


def held_at(p: Stance, share: float = 0.5) -> Point:
    """Between both hands, a little beyond the wrists."""
    return add(lerp(p.wrists[0], p.wrists[1], share), (0.0, 0.0, 0.05))
