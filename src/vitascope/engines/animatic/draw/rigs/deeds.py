"""What people do in place: sit, jump, wave, fight, cook… Each sets the joints of a stance for a moment."""

from __future__ import annotations

import math
from collections.abc import Callable

from vitascope.engines.animatic.draw.rigs.body import Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, bump, lerp, smooth
from vitascope.engines.animatic.draw.rigs.feats import FEATS
from vitascope.engines.animatic.draw.rigs.playing import INSTRUMENTS
from vitascope.engines.animatic.draw.rigs.stances import ANKLE_Y, HIP_Y, Stance, bend
from vitascope.engines.animatic.draw.rigs.toil import TOIL
from vitascope.engines.animatic.moments import WORK_RATE


def _sit(p: Stance, cast: Cast) -> None:
    """On the ground, knees up, arms about them; an instrument wants a seat."""
    props = " ".join(cast.actor.props)
    chair, bench = "chair" in props or "throne" in props, "bench" in props
    low = not (chair or bench or any(k in props for k in INSTRUMENTS))
    p.seated = True
    grand = next((k for k in ("armchair", "throne") if k in props), "chair")
    p.seat = "" if low or bench or "on a seat" in cast.actor.props else grand if chair else "log"
    up = 0.61 * min(max(1.75 / cast.actor.size_m, 1.0), 1.5) - 0.61 if bench else 0.0  # a child's feet hang
    p.hip = (0.0, 0.14 if low else 0.61 + up if bench else 0.55, -0.05)
    bend(p, 0.12 if low else 0.10)
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = (side * 0.13, ANKLE_Y + 0.9 * up, 0.46 if low else 0.38 - 0.06 * i)
        p.reach(i, (side * 0.12, -0.22, 0.42) if low else (side * 0.2, -0.34, 0.3))
    if chair or bench:
        p.reach(0, (-0.16, -0.14 if chair else -0.3, 0.36 if chair else 0.28))
        p.reach(1, (0.16, -0.14 if chair else -0.3, 0.38 if chair else 0.28))
    p.knees = (0.0, 1.0, 0.6)


def _kneel(p: Stance, cast: Cast) -> None:
    down = smooth(cast.act * 3) if cast.actor.action_at else 1.0
    p.hip = (0.0, HIP_Y - 0.42 * down, -0.02)
    bend(p, 0.10 * down)
    p.feet = [(-0.12, ANKLE_Y, 0.32 * down), (0.12, ANKLE_Y + 0.02, -0.42 * down)]
    p.toes = [0.0, -1.1 * down]
    p.reach(0, (-0.1, -0.34, 0.34))
    p.reach(1, (0.24, -0.4, 0.08))


def _lie(p: Stance, _cast: Cast) -> None:
    p.tip, p.pivot, p.lift, p.turn = -math.pi / 2, (0.0, 0.0, 0.0), 0.14, 1.25  # across the picture
    p.feet = [(-0.13, ANKLE_Y, 0.0), (0.13, ANKLE_Y, 0.04)]
    for i in (0, 1):
        p.reach(i, ((2 * i - 1) * 0.12, -0.26, 0.18))
    p.nod = 0.2
    p.yaw = 0.5


def _fall(p: Stance, cast: Cast) -> None:
    t = cast.time_s
    p.tip, p.pivot = -0.5 - 0.6 * math.sin(t * 1.7), (0.0, 1.0, 0.0)
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = (side * 0.2, 0.25 + 0.2 * math.sin(t * 6 + 2 * i), 0.25 * math.cos(t * 6 + 2 * i))
        p.reach(i, (side * 0.5, 0.25 + 0.2 * math.sin(t * 7 + i), 0.1))


def _swim(p: Stance, cast: Cast) -> None:
    t = cast.time_s * 3.2
    p.tip, p.pivot, p.lift = 1.35, (0.0, 1.1, 0.0), -1.1
    for i in (0, 1):
        side, a = 2 * i - 1, t + i * math.pi
        p.reach(i, (side * 0.2, 0.1 + 0.5 * math.cos(a), 0.3 * math.sin(a)))
        p.feet[i] = (side * 0.09, ANKLE_Y, 0.16 * math.sin(t * 2 + i * math.pi))
        p.toes[i] = -1.2
    p.nod = -0.7


def _jump(p: Stance, cast: Cast) -> None:
    phase = (cast.time_s * 0.95) % 1.0
    crouch = bump(phase / 0.32) if phase < 0.32 else 0.6 * bump((phase - 0.8) / 0.2) if phase > 0.8 else 0.0
    air = bump((phase - 0.26) / 0.56) if 0.26 < phase < 0.82 else 0.0
    p.lift = 0.42 * air
    p.hip = (0.0, HIP_Y - 0.22 * crouch, -0.08 * crouch)
    bend(p, 0.45 * crouch)
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = (side * (0.11 + 0.1 * air), ANKLE_Y + 0.24 * air, -0.18 * air * (1 if i else 0.4))
        p.toes[i] = -0.8 * air
        p.reach(i, (side * (0.2 + 0.22 * air), -0.38 + 0.85 * air, -0.22 * crouch + 0.1))


def _raise(p: Stance, cast: Cast) -> None:
    up = smooth(min(cast.act * 2.2, 1.0))
    p.reach(1, lerp((0.26, -0.3, 0.24), (0.24, 0.62, 0.10), up))
    p.elbows[1] = (0.9, -0.2, -0.3)
    p.grips[1] = 1.0
    p.chest = add(p.chest, (-0.01 * up, 0.02 * up, 0.0))
    p.reach(0, (-0.26, -0.36 + 0.02 * up, 0.08))
    p.nod -= 0.12 * up


def _wave(p: Stance, cast: Cast) -> None:
    up = smooth(min(cast.act * 3 + 0.3, 1.0))
    beat = math.sin(cast.time_s * 7.5)
    p.reach(1, lerp((0.26, -0.38, 0.08), (0.36 + 0.12 * beat, 0.46, 0.12), up))
    p.elbows[1] = (0.9, -0.6, 0.0)
    p.grips[1] = 0.0
    p.yaw *= 0.3


def _point(p: Stance, cast: Cast) -> None:
    up = smooth(min(cast.act * 2.5 + 0.2, 1.0))
    p.reach(1, lerp((0.25, -0.38, 0.08), (0.24, 0.12, 0.56), up))
    p.grips[1] = 0.7


def _throw(p: Stance, cast: Cast) -> None:
    a = cast.act if cast.actor.action_at else (cast.time_s * 0.5) % 1.0
    back, on = smooth(a / 0.45), smooth((a - 0.45) / 0.14)
    p.reach(1, lerp(lerp((0.25, -0.38, 0.08), (0.36, 0.36, -0.34), back), (0.12, 0.06, 0.58), on))
    p.reach(0, lerp((-0.22, -0.3, 0.2), (-0.3, -0.2, -0.2), on))
    p.feet = [(-0.13, ANKLE_Y, 0.24), (0.13, ANKLE_Y, -0.24)]
    _lean = -0.18 * back + 0.42 * on
    bend(p, _lean)
    p.grips[1] = 1.0 - on
    p.turn = 0.85  # seen from the side, so that one sees how far back the arm goes


def _fight(p: Stance, cast: Cast) -> None:
    t = cast.time_s * 1.35 + cast.chance(7) * 3
    a = t % 1.0
    slash = smooth(a / 0.35) - smooth((a - 0.35) / 0.18)
    p.hip = (0.04 * math.sin(t * math.tau), HIP_Y - 0.12, 0.05 * math.cos(t * math.tau))
    p.feet = [(-0.17, ANKLE_Y, 0.28), (0.17, ANKLE_Y, -0.26)]
    bend(p, 0.16 + 0.22 * (1 - slash))
    armed = any(k in " ".join(cast.actor.props) for k in ("sword", "spear"))
    if armed:
        p.reach(1, lerp((0.10, -0.12, 0.48), (0.34, 0.42, -0.05), slash))
        p.reach(0, (-0.26, -0.18, 0.26))
    else:
        left = math.sin(t * math.tau) > 0
        p.reach(1, (0.12, 0.08, 0.28 if left else 0.28 + 0.28 * (1 - slash)))
        p.reach(0, (-0.12, 0.10, 0.28 + 0.26 * (1 - slash) if left else 0.28))
    p.grips = [1.0, 1.0]


def _dance(p: Stance, cast: Cast) -> None:
    b = cast.time_s * 4.2 + cast.chance(8) * 0.4
    sway = 0.10 * math.sin(b * 0.5)
    p.hip = (sway, HIP_Y - 0.05 + 0.03 * math.cos(b), 0.0)
    bend(p, 0.03, -0.16 * math.sin(b * 0.5))
    for i in (0, 1):
        side = 2 * i - 1
        up = max(math.sin(b * 0.5 + i * math.pi), 0.0)
        p.feet[i] = (side * 0.13 + 0.04 * sway, ANKLE_Y + 0.16 * up, 0.16 * up)
        p.toes[i] = -0.7 * up
        a = b * 0.5 + i * 1.9
        p.reach(i, (side * (0.42 + 0.1 * math.sin(a)), 0.20 + 0.34 * math.sin(a), 0.16 * math.cos(a)))
        p.elbows[i] = (side * 0.6, -0.8, -0.3)
    p.turn = 0.5 * math.sin(b * 0.25)
    p.yaw = 0.25 * math.sin(b * 0.5)


def _spin(p: Stance, cast: Cast) -> None:
    """A pirouette: on one toe, the other foot at the knee, arms in a ring."""
    p.turn = cast.time_s * 3.6
    p.hip = (0.0, HIP_Y + 0.10, 0.0)
    bend(p, 0.0)
    p.feet = [(-0.02, ANKLE_Y + 0.10, 0.0), (0.06, 0.50, 0.07)]
    p.toes = [-1.25, -1.2]
    p.knees = (0.55, 0.1, 0.8)
    over = 0.5 + 0.5 * math.sin(cast.time_s * 0.8)
    for i in (0, 1):
        side = 2 * i - 1
        p.reach(i, lerp((side * 0.10, -0.06, 0.38), (side * 0.14, 0.60, 0.10), over))
        p.elbows[i] = (side, 0.1, 0.1)
        p.grips[i] = 0.1
    p.nod = -0.08


def _climb(p: Stance, cast: Cast) -> None:
    b = cast.time_s * 2.4
    for i in (0, 1):
        side, up = 2 * i - 1, math.sin(b + i * math.pi)
        p.reach(i, (side * 0.2, 0.34 + 0.22 * up, 0.3))
        p.feet[i] = (side * 0.16, 0.26 - 0.2 * up, 0.2)
        p.grips[i] = 0.9
    p.nod = -0.35


def _push(p: Stance, cast: Cast) -> None:
    step = math.sin(cast.time_s * 3)
    p.hip = (0.0, HIP_Y - 0.10, -0.12)
    bend(p, 0.5)
    p.feet = [(-0.12, ANKLE_Y, 0.1 + 0.08 * step), (0.12, ANKLE_Y, -0.5 + 0.08 * step)]
    p.toes = [0.0, -0.6]
    for i in (0, 1):
        p.reach(i, ((2 * i - 1) * 0.18, -0.02, 0.52))
        p.grips[i] = 0.05


def _hands_before(
    places: tuple[Point, Point], nod: float = 0.25, beat: float = 0.0, rate: float = 6.0
) -> Callable[[Stance, Cast], None]:
    """Both hands busy before the chest: reading, cooking, typing."""
    left, right = places

    def pose(p: Stance, cast: Cast) -> None:
        swing = cast.time_s * rate
        table = 0.14 if p.seated or "chair" in cast.actor.props else 0.0  # over the top of it
        p.reach(0, add(left, (0.0, table + beat * 0.6 * math.sin(swing + 2), 0.0)))
        p.reach(1, add(right, (beat * math.cos(swing), table + beat * math.sin(swing), beat * 0.5 * math.sin(swing))))
        p.nod += nod
        p.yaw *= 0.4

    return pose


def _to_mouth(p: Stance, cast: Cast) -> None:
    """Hand to the mouth and back: eating, drinking, smoking."""
    a = (cast.time_s * 0.42) % 1.0
    up = smooth(a / 0.25) - smooth((a - 0.5) / 0.25)
    p.reach(1, lerp((0.18, -0.2, 0.30), (0.05, 0.26, 0.20), up))
    p.elbows[1] = (0.8, -0.7, 0.2)
    p.grips[1] = 0.7
    p.nod -= 0.12 * up


def _clap(p: Stance, cast: Cast) -> None:
    apart = 0.05 + 0.12 * abs(math.sin(cast.time_s * 8))
    for i in (0, 1):
        p.reach(i, ((2 * i - 1) * apart, 0.02, 0.34))
        p.grips[i] = 0.0


def _hug(p: Stance, _cast: Cast) -> None:
    bend(p, 0.12)
    for i in (0, 1):
        p.reach(i, ((2 * i - 1) * 0.14, 0.04 + 0.08 * i, 0.44))
        p.elbows[i] = ((2 * i - 1), -0.2, 0.1)
    p.yaw = 0.4


def _cry(p: Stance, cast: Cast) -> None:
    sob = 0.02 * abs(math.sin(cast.time_s * 4))
    bend(p, 0.2 + sob)
    for i in (0, 1):
        p.reach(i, ((2 * i - 1) * 0.08, 0.2, 0.2))
        p.grips[i] = 0.3
    p.nod = 0.35


def _laugh(p: Stance, cast: Cast) -> None:
    shake = math.sin(cast.time_s * 11)
    bend(p, -0.10 + 0.02 * shake)
    p.reach(0, (-0.10, -0.22, 0.18))
    p.reach(1, (0.12, -0.20, 0.18))
    p.nod = -0.22 + 0.03 * shake


def _bow(p: Stance, cast: Cast) -> None:
    """From the hips, an arm across the waist, and up again where there is time."""
    down = bump(min(cast.act * 1.25, 1.0)) ** 0.6
    bend(p, 1.05 * down)
    p.hip = add(p.hip, (0.0, 0.0, -0.1 * down))
    p.reach(0, lerp((-0.25, -0.38, 0.08), (0.06, -0.26, 0.2), down))
    p.reach(1, lerp((0.25, -0.38, 0.08), (0.42, -0.24, -0.14), down))
    p.nod, p.yaw = 0.35 * down, 0.0


def _take(p: Stance, cast: Cast) -> None:
    """Down to the ground with a bent knee, or forward to where one sits, and back with what is there."""
    reach = bump(min(cast.act * 1.2, 1.0)) ** 0.7
    if p.seated:
        bend(p, 0.1 + 0.3 * reach)
        p.reach(1, lerp((0.2, -0.2, 0.3), (0.18, -0.24, 0.56), reach))
    else:
        x, y, z = p.hip
        p.hip = (x, y - 0.36 * reach, z - 0.1 * reach)
        bend(p, 0.85 * reach)
        p.reach(1, lerp((0.16, -0.10, 0.30), (0.14, -0.5, 0.3), reach))
        p.reach(0, lerp((-0.25, -0.40, 0.08), (-0.2, -0.24, 0.24), reach))
        p.knees = (0.15, 0.15, 1.0)
    p.grips[1] = 0.9 if cast.act > 0.45 else 0.1
    p.nod, p.yaw = 0.3 * reach, 0.0


def _open(p: Stance, cast: Cast) -> None:
    """Both hands to the middle, then apart; a door by its handle, on the right, with one."""
    if "at the handle" in cast.actor.props:
        grip, pull = smooth(cast.act / 0.12), smooth((cast.act - 0.12) / 0.7)
        bend(p, 0.08 * grip * (1 - pull))
        p.reach(1, lerp((0.25, -0.38, 0.08), lerp((0.3, -0.1, 0.46), (0.42, -0.14, 0.1), pull), grip))
        p.grips[1] = 0.8 * grip
        return
    apart, up = smooth((cast.act - 0.3) / 0.5), smooth(cast.act * 4)
    bend(p, 0.1 * up)
    for i in (0, 1):
        side = 2 * i - 1
        rest = (side * 0.25, -0.38, 0.08)
        p.reach(i, lerp(rest, (side * (0.07 + 0.4 * apart), 0.1, 0.5 - 0.06 * apart), up))
        p.grips[i] = 0.6
    p.yaw *= 0.3


def _look_up(p: Stance, cast: Cast) -> None:
    up = smooth(cast.act * 4)
    bend(p, -0.08 * up)
    p.nod, p.yaw = -0.55 * up, p.yaw * (1 - 0.6 * up)


def _sad(p: Stance, _cast: Cast) -> None:
    bend(p, 0.1)
    p.nod = 0.35


def _turn_head(p: Stance, cast: Cast) -> None:
    p.yaw = max(min(cast.to_camera, 1.1), -1.1) * smooth(cast.act * 1.6)
    p.nod = 0.0


def _look_around(p: Stance, cast: Cast) -> None:
    p.yaw = 0.85 * math.sin(cast.time_s * 1.1)


def _wear(p: Stance, cast: Cast) -> None:
    up = smooth(cast.act * 2) * (1 - smooth(cast.act * 2 - 1.1))
    for i in (0, 1):
        p.wrists[i] = lerp(p.wrists[i], add(p.chest, ((2 * i - 1) * 0.12, 0.32, 0.16)), up)


def _float(p: Stance, cast: Cast) -> None:
    t = cast.time_s
    p.lift, p.tip, p.pivot = 0.05 * math.sin(t * 0.8), 0.18 * math.sin(t * 0.5), (0.0, 1.0, 0.0)
    p.turn = 0.3 * math.sin(t * 0.3)
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = (side * 0.15, 0.18 + 0.05 * math.sin(t + i), -0.12 + 0.1 * i)
        p.toes[i] = -0.6
        p.reach(i, (side * 0.42, -0.14 + 0.1 * math.sin(t * 0.9 + i), 0.24))


def _fly(p: Stance, cast: Cast) -> None:
    """Lying on the air, a fist ahead."""
    t = cast.time_s
    p.tip, p.pivot, p.lift = 1.28 + 0.05 * math.sin(t * 1.1), (0.0, 1.0, 0.0), 0.06 * math.sin(t * 1.7) - 0.55
    p.turn = 0.12 * math.sin(t * 0.9)
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = (side * 0.09, ANKLE_Y + 0.05 * i, -0.06 * i)
        p.toes[i] = -1.2
    p.reach(1, (0.16, 0.72, 0.12))
    p.reach(0, (-0.26, -0.42, -0.06))
    p.grips = [0.9, 1.0]
    p.nod = -0.75


def _ride(p: Stance, cast: Cast) -> None:
    bob = 0.03 * math.sin(cast.time_s * 7)
    p.seated, p.hip = True, (0.0, 0.72 + bob, 0.0)
    bend(p, 0.2)
    for i in (0, 1):
        p.feet[i] = ((2 * i - 1) * 0.3, 0.28 + bob, 0.12)
        p.reach(i, ((2 * i - 1) * 0.1, -0.2, 0.42))
        p.grips[i] = 1.0


def _conduct(p: Stance, cast: Cast) -> None:
    b = cast.time_s * 4
    for i in (0, 1):
        side = 2 * i - 1
        p.reach(i, (side * (0.26 + 0.1 * math.cos(b)), 0.18 + 0.16 * math.sin(b), 0.32))
    p.grips[1] = 0.8


DEEDS: dict[str, Callable[[Stance, Cast], None]] = {
    "sleep": _lie,
    "sit": _sit, "kneel": _kneel, "lie": _lie, "fall": _fall, "swim": _swim, "jump": _jump, "raise": _raise,
    "wave": _wave, "point": _point, "throw": _throw, "fight": _fight, "dance": _dance, "spin": _spin,
    "climb": _climb, "push": _push,
    "drink": _to_mouth, "eat": _to_mouth, "graze": _to_mouth,
    "smoke": _to_mouth, "clap": _clap, "hug": _hug, "cry": _cry, "laugh": _laugh,
    "bow": _bow, "take": _take, "put": _take, "open": _open, "close": _open, "look_up": _look_up,
    "frown": _sad, "turn_head": _turn_head, "look": _look_around, "wear": _wear, "float": _float, "fly": _fly,
    "ride": _ride, "conduct": _conduct,
    "read": _hands_before(((-0.12, -0.12, 0.34), (0.12, -0.12, 0.34)), nod=0.3),
    "write": _hands_before(((-0.16, -0.24, 0.34), (0.06, -0.22, 0.38)), nod=0.4, beat=0.012, rate=9.0),
    "type": _hands_before(((-0.09, -0.24, 0.38), (0.09, -0.24, 0.38)), nod=0.2, beat=0.016, rate=17.0),
    "cook": _hands_before(((-0.14, -0.22, 0.36), (0.08, -0.20, 0.40)), nod=0.3, beat=0.05, rate=5.0),
    "work": _hands_before(((-0.12, -0.20, 0.36), (0.12, -0.14, 0.38)), nod=0.3, beat=0.05, rate=WORK_RATE),
    "pray": _hands_before(((-0.015, 0.04, 0.26), (0.015, 0.04, 0.26)), nod=0.35),
    "pour": _hands_before(((-0.12, -0.26, 0.34), (0.13, -0.02, 0.34)), nod=0.3),
    **TOIL,
    **FEATS,
}  # fmt: skip
"""By action; what is not here moves only the face, or goes somewhere."""
