"""Where the joints of a person are now: breath and gait, what is done, played, held and said."""

from __future__ import annotations

import math
from dataclasses import replace

from vitascope.engines.animatic.draw.gaits import BIPED_RUNS_M_S, biped_gait
from vitascope.engines.animatic.draw.rigs.aboard import brace, is_braced
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, bump, lerp, smooth
from vitascope.engines.animatic.draw.rigs.deeds import DEEDS
from vitascope.engines.animatic.draw.rigs.playing import INSTRUMENTS
from vitascope.engines.animatic.draw.rigs.pushed import DONE_WITH
from vitascope.engines.animatic.draw.rigs.sports import BOARDS, SWUNG, glide
from vitascope.engines.animatic.draw.rigs.stances import ANKLE_Y, HIP_Y, Stance, bend, between
from vitascope.engines.animatic.draw.rigs.toil import UPRIGHT
from vitascope.engines.animatic.moments import posture

LOW = {"seated": "sit", "kneeling": "kneel", "lying": "lie"}
"""By the prop of who does something in that posture: the action that is the posture itself."""


def changing(cast: Cast, width: float, skirt: float = 0.0) -> Stance:
    """`stance_of` now, or on the way there from the deed before; to lie down one sits down first."""
    now = stance_of(cast, width, skirt)
    was = cast.was()
    if was is None:
        return now
    before = stance_of(was, width, skirt)
    if "lying" not in (posture(cast.actor), posture(was.actor)) or posture(cast.actor) == posture(was.actor):
        return between(before, now, smooth(cast.blend))
    seated = stance_of(replace(cast, actor=replace(cast.actor, action="sit", props=())), width, skirt)
    seated.turn = now.turn if posture(cast.actor) == "lying" else before.turn
    if cast.blend < 0.5:
        return between(before, seated, smooth(2 * cast.blend))
    return between(seated, now, smooth(2 * cast.blend - 1))


def stance_of(cast: Cast, width: float, skirt: float = 0.0) -> Stance:  # noqa: PLR0912  (a table of small cases)
    """The pose of ``cast`` now; ``width`` is from the middle to a shoulder joint.

    ``skirt`` is how much farther out than beside the thighs hands hang.
    """
    p = Stance()
    act, props = cast.actor.action, " ".join(cast.actor.props)
    t = cast.time_s
    astride = "saddle" in props
    moving = not astride and (
        act in ("walk", "run")
        or (cast.speed > 0.1 and act not in ("swim", "climb", "sit", "lie", "fall", "fly", "float", *UPRIGHT))
    )
    _breathe(p, cast)
    for s in (0, 1):
        side = 2 * s - 1
        p.wrists[s] = add(p.chest, (side * (width + 0.08 + skirt), -0.42, 0.07 + 0.012 * math.sin(t * 1.1 + s)))
    if moving:
        _gait(p, cast, width + skirt)
    if is_braced(cast):
        brace(p, cast)
        return p
    if "surfboard" in props:
        _surfing(p, cast)
        return p
    if any(board in cast.actor.props for board in BOARDS):
        glide(p, cast)
        return p
    if (done := next((DONE_WITH[k] for k in cast.actor.props if k in DONE_WITH), None)) is not None:
        done(p, cast)
        return p
    if astride:
        _astride(p, cast)
    doing = DEEDS.get(act)
    if act != "sit" and any(k in props for k in ("chair", "bench", "throne")):
        DEEDS["sit"](p, cast)
    elif (low := next((LOW[k] for k in LOW if k in cast.actor.props), None)) is not None and act != low:
        DEEDS[low](p, replace(cast, act=1.0))
    if doing is not None:
        doing(p, cast)
    if props.split().count("bow") and act in ("raise", "idle", "point", "fight"):
        _drawing_bow(p, cast)
    if "rifle" in cast.actor.props:
        _aiming(p, cast)
        return p
    instrument = next((k for k in INSTRUMENTS if k in props), None)
    if instrument is not None and act not in ("raise", "fight", "throw"):
        INSTRUMENTS[instrument](p, cast)
    elif act not in DEEDS or act in ("walk", "run", "idle"):
        _holding(p, width, props)
    if cast.mouth > 0.12 and act in ("idle", "walk", "sit", "roar") and instrument is None:
        _gesture(p, cast, props)
    return p


def _aiming(p: Stance, cast: Cast) -> None:
    """A rifle at the shoulder, which a shot pushes back; or across the chest of who goes somewhere."""
    if cast.actor.action in ("point", "fight"):
        kick = 0.06 if 0.5 < (cast.act * 3) % 1.0 < 0.7 and cast.act > 0.2 else 0.0
        p.turn = 0.85
        p.reach(1, (0.13, 0.1, 0.2 - kick))
        p.reach(0, (0.06, 0.12, 0.52 - kick))
        p.nod, p.yaw = 0.12, 0.12
    else:
        p.reach(1, (0.2, -0.26, 0.2))
        p.reach(0, (-0.16, 0.0, 0.3))
    p.elbows = [(-0.4, -0.9, 0.0), (0.9, -0.5, -0.1)]
    p.grips = [0.9, 0.9]


def _drawing_bow(p: Stance, cast: Cast) -> None:
    """The bow held out, the other hand at the chin; it lets go once the moment is over."""
    taut = smooth(min(cast.act * 2.4, 1.0)) if cast.actor.action == "raise" else 0.6
    p.turn = -0.7
    p.reach(0, (-0.5, 0.14, 0.18))
    p.reach(1, (-0.3 + 0.44 * taut, 0.17, 0.2))
    p.elbows[1] = (1.0, 0.2, -0.4)
    p.grips = [1.0, 0.9]
    p.yaw = -0.6
    p.nod = 0.0


def _surfing(p: Stance, cast: Cast) -> None:
    """Aslant on the board, knees bent, arms out, giving way to the water."""
    t = cast.time_s
    sway = math.sin(1.9 * t)
    p.turn = 0.9 + 0.12 * sway
    p.hip = (0.0, HIP_Y - 0.2 + 0.04 * math.sin(2.6 * t), -0.05)
    bend(p, 0.34, 0.1 * sway)
    p.feet = [(-0.3, ANKLE_Y + 0.08, 0.06), (0.3, ANKLE_Y + 0.08, -0.06)]
    p.knees = (0.35, 0.1, 1.0)
    for i in (0, 1):
        side = 2 * i - 1
        p.reach(i, (side * (0.5 + 0.03 * sway), 0.02 + 0.16 * side * sway, 0.16))
        p.elbows[i] = (0.2 * side, -0.6, -0.4)
        p.grips[i] = 0.1
    p.yaw = 0.4


def _astride(p: Stance, cast: Cast) -> None:
    """A leg on each side of the saddle, hands at the reins; both rise and fall with the beast."""
    run = cast.speed > BIPED_RUNS_M_S
    beat = math.tau * cast.travelled / (2.6 if run else 1.5)
    bob = (0.05 if run else 0.015) * math.sin(beat) if cast.speed > 0.1 else 0.0
    p.hip = (0.0, HIP_Y + bob, 0.0)
    bend(p, 0.32 if run else 0.05)
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = (side * 0.4, HIP_Y - 0.63 + 0.5 * bob, 0.1)
        p.toes[i] = 0.15
        p.reach(i, (side * 0.1, -0.3 + bob, 0.34))
        p.grips[i] = 0.9
    p.knees = (0.75, 0.2, 1.0)


def _breathe(p: Stance, cast: Cast) -> None:
    t, phase = cast.time_s, cast.chance(1) * 6
    shift = 0.018 * math.sin(t * 0.5 + phase)  # weight from one leg to the other
    p.hip = (shift, HIP_Y - 0.012, 0.0)
    rise = 0.004 * math.sin(t * 1.6 + phase)
    p.chest = (shift * 0.3, HIP_Y + 0.39 + rise, 0.0)
    p.neck = (shift * 0.2, HIP_Y + 0.555 + rise, 0.005)
    p.yaw = 0.12 * math.sin(t * 0.6 + phase)
    p.nod = 0.02 * math.sin(t * 0.9 + phase) + 0.07 * cast.mouth


def _gait(p: Stance, cast: Cast, width: float) -> None:
    run = cast.actor.action == "run" or cast.speed > BIPED_RUNS_M_S
    gait = biped_gait(run=run)
    stride = gait.stride_m
    pace = cast.travelled / stride if cast.speed > 0.1 else cast.time_s * gait.stride_hz
    beat = pace * 2 * math.pi
    drop = 0.05 if run else 0.025
    p.hip = (0.012 * math.sin(beat), HIP_Y - drop + (0.045 if run else 0.02) * math.cos(beat * 2), 0.0)
    bend(p, 0.26 if run else 0.06)
    stance = 0.34 if run else 0.58
    for i in (0, 1):
        side = 2 * i - 1
        phase = (pace + 0.5 * i) % 1.0
        x = side * 0.075
        if phase < stance:
            at = phase / stance
            p.feet[i] = (x, ANKLE_Y, (stance / 2 - phase) * stride)
            if at > 0.6:  # the heel leaves the ground
                p.feet[i] = (x, ANKLE_Y + 0.07 * (at - 0.6) / 0.4, p.feet[i][2])
                p.toes[i] = -0.9 * (at - 0.6) / 0.4
            elif at < 0.15:
                p.toes[i] = 0.3 * (1 - at / 0.15)
        else:
            t = (phase - stance) / (1 - stance)
            high = 0.42 if run else 0.14
            p.feet[i] = (
                x,
                ANKLE_Y + 0.07 * (1 - t) ** 2 + bump(t**0.8) * high,
                (-stance / 2 + smooth(t) * stance) * stride,
            )
            p.toes[i] = -1.0 * (1 - t) + 0.3 * t
    for i in (0, 1):
        side = 2 * i - 1
        swing = math.sin(beat + (math.pi if i else 0))
        if run:
            p.wrists[i] = add(p.chest, (side * (width - 0.02), -0.14 + 0.12 * swing, 0.16 + 0.26 * swing))
            p.grips[i] = 0.8
        else:
            p.wrists[i] = add(p.chest, (side * (width + 0.05), -0.41 + 0.05 * swing, 0.05 + 0.24 * swing))
    p.nod -= 0.1 if run else 0.0


def _holding(p: Stance, width: float, props: str) -> None:
    """Where a hand is that has something in it."""
    if "umbrella" in props:
        p.reach(1, (width + 0.01, -0.10, 0.24))
        p.grips[1] = 1.0
    elif any(k in props for k in ("lantern", "torch")):
        p.reach(1, (0.28, 0.10 if "torch" in props else 0.02, 0.34))
        p.grips[1] = 1.0
    elif any(k in props for k in ("sword", "spear", "flag", "broom", "rake", "shovel", "axe", *SWUNG)):
        p.reach(1, (width + 0.10, -0.28, 0.22))
        p.grips[1] = 1.0
    elif "holding phone" in props:
        p.reach(1, (0.17, 0.27, 0.1))
        p.elbows[1] = (0.9, -0.9, 0.2)
        p.grips[1] = 0.8
    elif any(k in props for k in ("cup", "glass", "phone", "flower", "balloon", "holding ")):
        p.reach(1, (0.16, -0.10, 0.30))
        p.grips[1] = 0.8
    elif "book" in props:
        p.reach(0, (-0.12, -0.12, 0.34))
        p.reach(1, (0.12, -0.12, 0.34))
    if "left hand" in props or "right hand" in props:
        side = int("right hand" in props)
        p.reach(side, ((2 * side - 1) * (width + 0.16), -0.36, 0.04))
        p.grips[side] = 0.7
    if "shield" in props:
        p.reach(0, (-0.26, -0.14, 0.28))
        p.grips[0] = 1.0


def _gesture(p: Stance, cast: Cast, props: str) -> None:
    """A hand underlines what is said; a free one, of those with something in them none."""
    t = cast.time_s * 2.1 + cast.chance(6) * 6
    free = [0] if any(k in props for k in ("sword", "umbrella", "spear", "torch", "lantern")) else [0, 1]
    for i in free:
        side = 2 * i - 1
        much = (0.5 + 0.5 * math.sin(t + 2.2 * i)) * min(cast.mouth * 2.5, 1.0)
        p.wrists[i] = lerp(
            p.wrists[i],
            add(p.chest, (side * (0.22 + 0.08 * math.sin(t)), -0.08 + 0.1 * math.sin(t * 1.7), 0.34)),
            0.75 * much,
        )
        p.grips[i] = 0.1
    if cast.actor.action == "roar":
        for i in free:
            p.reach(i, ((2 * i - 1) * 0.4, 0.2, 0.25))
