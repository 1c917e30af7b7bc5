"""Four-legged animals: one skeleton, many proportions, and what it does with them."""

from __future__ import annotations

import math
from dataclasses import replace

from vitascope.engines.animatic.draw.gaits import HEAVY_LEG, QUADRUPED_RUNS_M_S, quadruped_gait
from vitascope.engines.animatic.draw.rigs.body import Body, Point
from vitascope.engines.animatic.draw.rigs.builds import Build, build_of
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, bump, curve, joint, lerp, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import lighter, paint_of
from vitascope.engines.animatic.draw.rigs.hide import Coat, coat_of
from vitascope.engines.animatic.draw.rigs.kinds import ON_LAND, own_painter
from vitascope.engines.animatic.draw.rigs.trunks import Pose, draw_trunk

_FOLDED = 0.85
"""Share of the change from standing to rest in which it is still on its legs, which give way."""
_TAIL_LIES = -0.2
"""Angle of the tail of an animal that lies."""
UNIT = 1.35
"""Metres of the rig that make one of `Actor.size_m`: how high a dog holds its head."""


def draw_quadruped(body: Body, cast: Cast) -> None:
    """Built with the shoulder one metre high, and scaled so that the head of any of them is `UNIT` metres high."""
    own_kind = own_painter(ON_LAND, cast)
    if own_kind is not None:
        own_kind(body, cast)
        return
    b = _painted(build_of(cast.actor.form, cast.actor.label), cast)
    scale = UNIT / b.tall
    own = replace(cast, travelled=cast.travelled / scale, speed=cast.speed / scale)
    part = Body()
    coat = coat_of(b)
    now, was = _posture(own, b), own.was()
    was = replace(was, speed=0.0) if was is not None else None
    before = _posture(was, b) if was is not None else now
    if was is None or before == now:
        _AT_REST.get(now, _standing)(part, own, b, coat, was or own, 1.0 - smooth(own.blend))
    elif before == "stand":  # down on its own legs, as long as they carry it
        bent = min(own.blend / _FOLDED, 1.0)
        if bent < 1.0:
            _standing(part, was, b, coat, own, smooth(bent))
        else:
            _AT_REST[now](part, own, b, coat, own, 0.0)
    elif now == "stand":
        _standing(part, own, b, coat, was, 1.0 - smooth(own.blend))
    else:
        _AT_REST[now](part, own, b, coat, was, 1.0 - smooth(own.blend))
    body.graft(part, turn() * scale, (0.0, 0.0, 0.0))


def _painted(b: Build, cast: Cast) -> Build:
    if not cast.actor.colour:
        return b
    own = paint_of(cast.actor.colour, b.colour)
    plain = b.coat if b.coat in ("spots", "rosettes", "bars") and sum(own) > 200 else "plain"
    pale = sum(own) > 620
    return replace(
        b, colour=own, belly=lighter(own, 0.35 if sum(own) > 150 else 0.1), coat=plain,
        saddle=0.04 if pale else min(b.saddle, 0.25), extras=tuple(e for e in b.extras if e != "mask" or not pale),
    )  # fmt: skip


def _posture(cast: Cast, b: Build) -> str:
    """``sit`` or ``lie`` of an animal that goes nowhere, else ``stand``."""
    action, props = cast.actor.action, cast.actor.props
    if cast.speed >= 0.05:
        return "stand"
    if action in ("sit", "turn_head") or (action == "howl" and b.feet == "paw") or "seated" in props:
        return "sit"
    return "lie" if action in ("lie", "sleep") or "lying" in props else "stand"


def _rest(cast: Cast, b: Build) -> Pose | None:
    """The trunk of an animal that sits or lies; `None` where it stands."""
    return {"sit": _sitting_pose, "lie": _lying_pose}.get(_posture(cast, b), lambda _cast, _b: None)(cast, b)


def _toward(pose: Pose, other: Pose | None, share: float) -> Pose:
    """``pose``, so much of the way to another."""
    if other is None or share <= 0.0:
        return pose
    angles = ("neck_up", "nod", "look", "jaw", "lids", "flex", "sway")
    mixed = {name: getattr(pose, name) + (getattr(other, name) - getattr(pose, name)) * share for name in angles}
    return Pose(hip=lerp(pose.hip, other.hip, share), shoulder=lerp(pose.shoulder, other.shoulder, share), **mixed)


def _standing(body: Body, cast: Cast, b: Build, coat: Coat, other: Cast, share: float) -> None:
    """On its legs, and so much of the way down to how it is in ``other``."""
    action, t = cast.actor.action, cast.time_s
    moving = action in ("walk", "run", "dance") or cast.speed > 0.05
    run = action == "run" or cast.speed > QUADRUPED_RUNS_M_S
    heavy = b.leg > HEAVY_LEG
    bound = run and not heavy
    gait = quadruped_gait(run=run, hoofed=b.feet == "hoof", heavy=heavy)
    stride = gait.stride_m
    pace = cast.travelled / stride if cast.speed > 0.05 else t * gait.stride_hz * moving
    beat = pace * 2 * math.pi
    leap = _leap(cast)
    if bound:
        lift, rock, flex = 0.085 * math.sin(beat + 2.2), 0.1 * math.sin(beat + 0.5), 0.1 * math.sin(beat - 0.4)
    else:
        lift, rock, flex = 0.018 * math.sin(beat * 2), 0.012 * math.sin(beat * 2 + 0.9), 0.0
    if not moving:
        lift = rock = flex = 0.0
    breath = 0.006 * math.sin(t * 2.4 + cast.chance(3) * 6)
    g, hg = b.girth, b.girth * b.tuck
    down, nod, jaw = 0.0, 0.0, 0.0
    neck_up = b.neck_up - (0.32 if bound and b.neck < 0.5 else 0.22 if bound else 0.0)
    neck_up += (0.07 * math.sin(beat + 0.6) if bound else 0.05 * math.sin(beat * 2 + 1)) * moving
    lowered = _lowered(cast)
    if lowered is not None:
        head = _head_down(lowered, b)
        low = smooth(cast.blend) if lowered is cast else 1.0 - smooth(cast.blend)
        down, neck_up, nod, jaw = (x + (y - x) * low for x, y in zip((0.0, neck_up, 0.0, 0.0), head, strict=True))
    elif action == "look_up":
        lifted = smooth(cast.act * 4)
        neck_up, nod = neck_up + 0.35 * lifted, 0.4 * lifted
    elif action in ("roar", "howl", "bark"):
        nod, neck_up, jaw = _voice(cast, b, neck_up)
    jaw = max(jaw, 0.5 * cast.mouth, 0.22 * bound * (b.feet == "paw") + 0.08 * bound)
    hip: Point = (0.0, 1 + b.croup - hg + lift - rock + leap[0], -b.long / 2)
    shoulder: Point = (0.0, 1 + b.hump - g + lift + rock - down + breath + leap[0] + leap[1], b.long / 2)
    pose = Pose(
        hip=hip, shoulder=shoulder, neck_up=neck_up + leap[1] * 0.6, nod=nod, look=_look(cast), jaw=jaw,
        lids=_blink(cast), flex=flex, sway=0.02 * math.sin(beat) * moving,
    )  # fmt: skip
    pose = _toward(pose, _rest(other, b), share)
    hip, shoulder = pose.hip, pose.shoulder
    rested = replace(b, tail_up=b.tail_up + (_TAIL_LIES - b.tail_up) * share) if _posture(other, b) == "lie" else b
    draw_trunk(body, cast, rested, coat, pose, beat if moving else t * 1.5)
    reach = stride * (0.21 if bound else 0.29) * moving
    stance = 0.3 if bound else 0.62
    for i, phase in enumerate(gait.feet):
        s, front = (-1 if i % 2 else 1), i < 2
        base = shoulder if front else hip
        top = (
            s * (g if front else hg) * b.wide * 0.56,
            base[1] - 0.28 * (g if front else hg),
            base[2] + (0.02 if front else 0.0),
        )
        z, y = _step((pace + phase) % 1.0, reach, stance, 0.22 if bound else 0.1) if moving else (_stance(i), 0.0)
        if leap[0] > 0.01:
            z, y = (0.3 if front else -0.35) * min(leap[0] * 4, 1.0), leap[0] + 0.12 + (leap[1] if front else 0.0)
        _leg(body, b, coat, top, (top[0] * 0.98, 0.035 + y, top[2] + z - (0.0 if front else 0.02)), y, front=front)


_AT_THE_GROUND = ("graze", "drink", "eat", "take", "put")


def _lowered(cast: Cast) -> Cast | None:
    """When its mouth is at the ground: now, or at the deed that it comes from."""
    was = cast.was()
    return next((c for c in (cast, was) if c is not None and c.actor.action in _AT_THE_GROUND), None)


def _head_down(cast: Cast, b: Build) -> tuple[float, float, float, float]:
    """How far the fore part is lowered, neck, nod and jaw of an animal whose mouth is at the ground, or goes there."""
    t, g = cast.time_s, b.girth
    reach = b.neck + 0.55 * b.head
    down = min(0.16, max(0.0, (1.0 - 1.3 * g) - reach)) * 0.8
    neck_up = -math.asin(min(0.97, max(0.2, (1.0 - down - 0.62 * g - 0.35 * b.head) / b.neck)))
    neck_up += 0.05 * math.sin(t * 1.9)
    nod, jaw = -0.2 - 0.3 * (neck_up + 1.2), 0.12 + 0.12 * math.sin(t * 7)
    if cast.actor.action in ("take", "put"):  # and up again
        up = 1.0 - smooth(cast.act / 0.4) + smooth((cast.act - 0.55) / 0.3)
        neck_up += (b.neck_up - neck_up) * up
        down, nod, jaw = down * (1 - up), nod * (1 - up), 0.25 * smooth(cast.act / 0.4)
    return down, neck_up, nod, jaw


def _leap(cast: Cast) -> tuple[float, float]:
    """Height of a jump now, and how much higher the fore part is."""
    if cast.actor.action != "jump":
        return 0.0, 0.0
    t = cast.act
    if not 0 < t < 1:
        return 0.0, 0.0
    t = (t * 2.0) % 1.0
    return 0.75 * math.sin(math.pi * t), 0.22 * math.cos(math.pi * t)


def _voice(cast: Cast, b: Build, neck_up: float) -> tuple[float, float, float]:
    """Nod, neck and jaw of an animal that roars, howls or barks."""
    t = cast.time_s + cast.chance(4)
    if cast.actor.action == "howl":
        swell = smooth(0.5 + 0.9 * math.sin(t * 1.05 + 0.4))
        return 0.35 + 0.75 * swell, neck_up + 0.45 * swell, 0.12 + 0.34 * swell
    if cast.actor.action == "bark":
        snap = max(math.sin(t * 7.5), 0.0) ** 2 * (math.sin(t * 1.6) > -0.4)
        return 0.1 + 0.2 * snap, neck_up + 0.1 * snap, 0.1 + 0.5 * snap
    open_ = max(cast.mouth, smooth(0.5 + 0.8 * math.sin(t * 1.5)))
    raise_ = 0.35 if "trunk" in b.extras else 0.15
    return 0.05 + raise_ * open_, neck_up + 0.12 * open_, 0.15 + 0.6 * open_


def _look(cast: Cast) -> float:
    """Which way the head is turned, against the body."""
    if cast.actor.action == "turn_head":
        share = smooth(cast.act * 1.6)
        return max(min(cast.to_camera, 1.5), -1.5) * share - 0.5 * (1 - share)
    if cast.actor.action in ("howl", "graze", "drink"):
        return 0.1 * math.sin(cast.time_s * 0.5 + cast.chance(5) * 6)
    return 0.2 * math.sin(cast.time_s * 0.7 + cast.chance(5) * 6) * (0.4 if cast.speed > 2 else 1.0)


def _blink(cast: Cast) -> float:
    return 0.12 if (cast.time_s * 0.31 + cast.chance(9)) % 1.0 > 0.965 else 1.0


def _stance(i: int) -> float:
    """Where a leg of an animal that stands is, ahead of its joint: not two of them alike."""
    return (0.05, -0.03, -0.06, 0.04)[i]


def _step(phase: float, reach: float, stance: float, high: float) -> tuple[float, float]:
    """Of a foot that stands still on the ground for its share of the stride, then swings: how far ahead, how high."""
    stride = reach / (0.21 if stance < 0.5 else 0.29)
    if phase < stance:
        return (stance / 2 - phase) * stride, 0.0
    t = (phase - stance) / (1 - stance)
    return (-stance / 2 + smooth(t) * stance) * stride, bump(t) * high


def _leg(body: Body, b: Build, coat: Coat, top: Point, foot: Point, up: float, *, front: bool) -> None:
    """Three bones to a foot; the wrist or the hock folds as it is lifted."""
    low = 0.24 if b.feet == "paw" else 0.3 if b.feet == "hoof" else 0.14
    fold = (0.0 if front else -0.3 if b.feet != "pad" else -0.1) + min(up * 6.0, 1.25)
    ankle = add(foot, (0.0, low * math.cos(fold), low * math.sin(fold)))
    rest = (1.0 - 1.28 * b.girth - low) * 1.06 if front else (1.0 + b.croup - 1.28 * b.girth * b.tuck - low) * 1.1
    knee = joint(top, ankle, rest * 0.5, rest * 0.54, (0, 0, -1.0) if front else (0, 0, 1.0))
    r = b.leg
    meat = (min(b.thigh, 1.1) if front else b.thigh) * b.girth
    if front:
        body.limb(add(top, (0, 0.06, 0)), meat * 0.46, lerp(top, knee, 0.6), max(r * 1.7, meat * 0.3), coat.fur)
        body.limb(lerp(top, knee, 0.5), max(r * 1.7, meat * 0.32), knee, r * 1.5, coat.fur)
        body.limb(knee, r * 1.5, ankle, r * 1.02, coat.leg)
    else:
        hip = add(top, (0, 0.02, 0))
        body.limb(add(hip, (0, 0.05, 0)), meat * 0.54, lerp(hip, knee, 0.75), max(r * 1.9, meat * 0.36), coat.fur)
        body.limb(lerp(hip, knee, 0.6), max(r * 1.9, meat * 0.4), knee, r * 1.7, coat.fur)
        body.limb(knee, r * 1.65, ankle, r * 0.95, coat.leg)
    shin = coat.leg
    sole = add(foot, (0.0, max(r * (1.1 if b.feet == "pad" else 0.9) - 0.045, 0.0), 0.0))
    body.limb(ankle, r * 1.0, sole, r * (0.95 if b.feet != "pad" else 1.15), shin)
    if b.feet == "hoof":
        body.limb(add(foot, (0, 0.035, 0)), r * 1.02, add(foot, (0, -0.012, 0.012)), r * 1.2, coat.dark)
        body.ball(foot, (r * 0.6, 0.03, r * 0.6), coat.dark)
    elif b.feet == "pad":
        body.ball(foot, (r * 1.12, 0.045, r * 1.2), shin)
        for k in (-1, 0, 1):
            body.ball((foot[0] + k * r * 0.62, 0.03 + up, foot[2] + r * 0.98), (r * 0.3, 0.03, r * 0.25), coat.pale)
    else:
        body.ball(add(foot, (0, 0, r * 0.5)), (r * 1.2, r * 0.8, r * 1.6), shin)
        body.ball(foot, (r * 0.8, 0.03, r * 0.8), shin)


def _sitting_pose(cast: Cast, b: Build) -> Pose:
    breath = 0.008 * math.sin(cast.time_s * 2.2)
    nod, neck_up, jaw = (0.0, b.neck_up + 0.35, 0.0)
    if cast.actor.action in ("roar", "howl", "bark"):
        nod, neck_up, jaw = _voice(cast, b, neck_up)
    return Pose(
        hip=(0.0, 0.26, -0.2), shoulder=(0.0, 0.8 - 0.35 * b.girth + breath, 0.08), neck_up=min(neck_up, 1.45),
        nod=nod + 0.04 * math.sin(cast.time_s * 0.9), look=_look(cast), jaw=max(jaw, 0.5 * cast.mouth),
        lids=_blink(cast),
    )  # fmt: skip


def _sitting(body: Body, cast: Cast, b: Build, coat: Coat, other: Cast, share: float) -> None:
    """On its haunches, forelegs straight."""
    g = b.girth
    pose = _toward(_sitting_pose(cast, b), _rest(other, b), share)
    upright = b.tail_up > 1.0
    flat = b if upright else replace(b, tail=0.0)
    draw_trunk(body, cast, flat, coat, pose, cast.time_s)
    r = b.leg
    for s in (-1, 1):
        body.ball((s * g * 0.86, 0.24, -0.12), (g * 0.6, 0.24, 0.27), coat.fur, turn=turn(0, -0.25))
        body.limb((s * g * 0.95, 0.07, 0.0), r * 1.3, (s * g * 0.98, 0.045, 0.17), r * 1.05, coat.leg)
        body.tube(
            [(s * g * 0.52, 0.66, 0.14), (s * g * 0.48, 0.32, 0.2), (s * g * 0.42, 0.06, 0.2)],
            [r * 2.0, r * 1.3, r * 1.0], coat.leg,
        )  # fmt: skip
        body.ball((s * g * 0.42, 0.045, 0.24), (r * 1.2, 0.045, r * 1.6), coat.leg)
    if upright:
        return
    sweep = 0.1 * math.sin(cast.time_s * 1.3)
    long = min(b.tail, 1.0)
    around = curve(
        [
            (0, 0.1, -0.42),
            (0.36 * long, 0.06, -0.45),
            (0.55 * long, 0.05, -0.05 + sweep),
            (0.36 * long, 0.05, 0.26 * long + sweep),
        ],
        12,
    )
    body.tube(around, [b.tail_r * (1 + 0.5 * b.bushy) * (1.2 - 0.6 * i / 11) for i in range(12)], coat.fur)


def _lying_pose(cast: Cast, b: Build) -> Pose:
    g = b.girth
    asleep = cast.actor.action == "sleep"
    breath = 0.014 * math.sin(cast.time_s * (1.3 if asleep else 2.0))
    return Pose(
        hip=(0.0, g * b.tuck * 0.95 + breath * 0.5, -b.long / 2), shoulder=(0.0, g * 0.98 + breath, b.long / 2),
        neck_up=-0.25 if asleep else b.neck_up, nod=0.25 * asleep, look=0.35 if asleep else _look(cast),
        lids=0.08 if asleep else _blink(cast), jaw=0.5 * cast.mouth,
    )  # fmt: skip


def _drawn_in(cast: Cast, b: Build) -> float:
    """How much shorter the neck of who sleeps looks."""
    return max(b.neck - 0.3, 0.0) if cast.actor.action == "sleep" else 0.0


def _lying(body: Body, cast: Cast, b: Build, coat: Coat, other: Cast, share: float) -> None:
    """On its belly, forelegs ahead; asleep with its head on them."""
    g = b.girth
    pose = _toward(_lying_pose(cast, b), _rest(other, b), share)
    drawn_in = _drawn_in(cast, b) + (_drawn_in(other, b) - _drawn_in(cast, b)) * share
    draw_trunk(body, cast, replace(b, tail_up=_TAIL_LIES, neck=b.neck - drawn_in), coat, pose, cast.time_s)
    r = b.leg
    for s in (-1, 1):
        z = b.long / 2
        body.ball((s * g * 0.8, g * 0.7, -z + 0.06), (g * 0.5, g * 0.72, 0.27), coat.fur)
        body.limb((s * g * 0.98, 0.06, -z + 0.0), r * 1.4, (s * g * 1.05, 0.05, -z + 0.26), r * 1.05, coat.leg)
        body.limb((s * g * 0.6, g * 0.7, z), r * 2.0, (s * g * 0.66, 0.06, z + 0.06), r * 1.4, coat.leg)
        body.limb((s * g * 0.66, 0.06, z + 0.05), r * 1.3, (s * g * 0.5, 0.05, z + 0.42), r * 1.0, coat.leg)
        body.ball((s * g * 0.5, 0.045, z + 0.46), (r * 1.2, 0.045, r * 1.6), coat.leg)


_AT_REST = {"sit": _sitting, "lie": _lying}
