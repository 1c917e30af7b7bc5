"""Birds that do not fly just now: they stand, perch, peck, walk, swim and sleep."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, chance, curve, lerp, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix
from vitascope.engines.animatic.draw.rigs.hide import Knot, skin
from vitascope.engines.animatic.draw.rigs.plumage import Plumage
from vitascope.engines.animatic.draw.rigs.shade import BELLY, MOTTLE

_BARK = Paint((98, 72, 52), pattern=MOTTLE, grain=0.4)


def draw_standing(body: Body, cast: Cast, p: Plumage, height: float) -> None:
    """A bird ``height`` metres high on its feet; on a branch if it is up in the air, without legs on water."""
    action = cast.actor.action
    afloat = action == "swim" and p.grounded and p.leg < 0.3
    peck = max(math.sin(cast.time_s * 4.2 + cast.chance(3) * 6), 0.0) ** 0.5 if action == "graze" else 0.0
    walking = action in ("walk", "run") or (cast.speed > 0.05 and not afloat)
    step = (cast.travelled / (0.5 * height) if cast.speed > 0.05 else cast.time_s * 1.6) * walking
    part = Body()
    top = _bird(part, cast, p, step, peck, afloat=afloat, walking=walking)
    waddle = 0.09 * math.sin(step * 2 * math.pi) * walking if p.tilt > 1.3 else 0.0
    scale = height / top
    dip = -0.42 * p.plump * scale if afloat else 0.0
    body.graft(part, turn(0, 0.02 * math.sin(cast.time_s * 1.3), waddle) * scale, (0, dip, 0))
    if (
        "shoulder" not in cast.actor.props
        and not p.grounded
        and cast.actor.path[0].y > 0.25 * cast.actor.size_m
        and not walking
        and not afloat
    ):
        bough = Body()
        _branch(bough, cast, height)
        body.graft(bough, turn(cast.to_camera), (0.0, 0.0, 0.0))  # across the picture, whichever way the bird looks


def _bird(body: Body, cast: Cast, p: Plumage, step: float, peck: float, *, afloat: bool, walking: bool) -> float:
    """Built with its own lengths, feet at 0; how high it is with its head up."""
    leg = 0.0 if afloat else p.leg
    tilt = p.tilt
    d = (0.0, math.sin(tilt), math.cos(tilt))
    breath = 0.006 * math.sin(cast.time_s * 3 + cast.chance(2) * 6)
    low = leg + p.plump * (0.72 + 0.2 * math.cos(tilt)) + 0.34 * p.body * math.sin(tilt)
    centre: Point = (0.0, low, 0.0)
    lean = 0.9 * peck
    d = (0.0, math.sin(tilt - lean), math.cos(tilt - lean))
    rump, breast = add(centre, _by(d, -0.5 * p.body)), add(centre, _by(d, 0.3 * p.body))
    look = _look(cast)
    nod = 0.02 * math.sin(step * 4 * math.pi) * walking
    up = 1.35 - 2.1 * peck - (0.9 if cast.actor.action == "sleep" else 0.0)
    neck0 = add(centre, _by(d, 0.42 * p.body))
    head = add(
        neck0, (0.0, math.sin(up) * p.neck + p.skull * 0.8 * (1 - peck), math.cos(up) * p.neck + nod + 0.3 * p.skull)
    )
    coat = Paint(p.back, p.belly, shine=0.04, pattern=BELLY)
    crown = Paint(p.head, p.head) if p.head else coat
    r = p.plump
    knots: list[Knot] = [
        (0, rump[1], rump[2], 0.1 * r, 0.1 * r),
        (0, *add(centre, _by(d, -0.34 * p.body))[1:], 0.62 * r, 0.58 * r),
        (0, *centre[1:], r + breath, 0.95 * r + breath),
        (0, *breast[1:], 0.9 * r, 0.9 * r),
        (0, *neck0[1:], max(0.5 * r, 0.75 * p.skull), max(0.5 * r, 0.75 * p.skull)),
    ]
    if p.neck > 0.12:
        bow = 0.16 * p.neck
        knots += [
            (0, *lerp(neck0, head, 0.35)[1:2], lerp(neck0, head, 0.35)[2] + bow, 0.62 * p.skull, 0.62 * p.skull),
            (0, *lerp(neck0, head, 0.72)[1:2], lerp(neck0, head, 0.72)[2] - bow * 0.4, 0.55 * p.skull, 0.55 * p.skull),
        ]
    knots.append((0, head[1], head[2], 0.8 * p.skull, 0.8 * p.skull))
    body.sheet(skin(knots, 20, 14), coat, closed=True)
    if "flippers" in p.extras:
        bib = Paint(p.belly, shine=0.04)
        body.ball(add(centre, (0, -0.02, 0.16 * r)), (0.8 * r, 0.46 * p.body, 0.88 * r), bib)
    face = Body()
    _head(face, p, crown, cast)
    body.graft(face, turn(look, -0.9 * peck - (0.6 if cast.actor.action == "sleep" else 0.0)), head)
    _wings(body, p, centre, d, cast)
    _tail(body, p, rump, d)
    if not afloat:
        _legs(body, p, leg, step, walking=walking)
    return low + 0.42 * p.body * math.sin(p.tilt) + p.neck * 0.97 + 1.8 * p.skull


def _by(d: Point, k: float) -> Point:
    return (d[0] * k, d[1] * k, d[2] * k)


def _look(cast: Cast) -> float:
    if cast.actor.action == "turn_head":
        share = smooth(cast.act * 1.5)
        return max(min(cast.to_camera, 2.4), -2.4) * share + (-0.9 if cast.to_camera > 0 else 0.9) * (1 - share)
    t = cast.time_s * 0.5 + cast.chance(5) * 6  # birds look in jerks
    return 0.7 * (smooth(3 * math.sin(t) + 0.5) - 0.5) + 0.3 * (smooth(4 * math.sin(1.7 * t)) - 0.5)


def _head(body: Body, p: Plumage, crown: Paint, cast: Cast) -> None:  # noqa: PLR0912  one face, many kinds
    r = p.skull
    body.ball((0, 0, 0), (r, r * 0.98, r * 1.05), crown)
    _beak(body, p, cast)
    frontal = "disc" in p.extras
    blink = 0.15 if (cast.time_s * 0.37 + cast.chance(9)) % 1.0 > 0.95 or cast.actor.action == "sleep" else 1.0
    if frontal:
        pale = Paint(mix(p.belly, (250, 244, 232), 0.4))
        for s in (-1, 1):
            body.ball((s * r * 0.4, r * 0.08, r * 0.62), (r * 0.52, r * 0.58, r * 0.42), pale)
    for s in (-1, 1):
        e = r * (0.3 if frontal else 0.17)
        at: Point = (s * r * 0.42, r * 0.16, r * 0.95) if frontal else (s * r * 0.8, r * 0.22, r * 0.52)
        out: Point = (0.0, 0.0, 1.0) if frontal else (s * 0.84, 0.1, 0.5)
        body.ball(at, (e, e * blink, e), Paint(p.eye, shine=0.6, glow=0.25 * cast.night * frontal))
        body.ball(add(at, _by(out, e * 0.62)), (e * 0.56, e * 0.56 * blink, e * 0.56), Paint((14, 12, 12), shine=0.7))
        body.ball(add(at, add(_by(out, e * 1.08), (0, e * 0.3, 0))), e * 0.16, Paint((255, 255, 255), glow=1.0))
        if "tufts" in p.extras:
            body.limb((s * r * 0.5, r * 0.7, r * 0.3), r * 0.22, (s * r * 0.85, r * 1.45, r * 0.1), r * 0.03, crown)
        if "cheek" in p.extras:
            white = Paint((248, 240, 226) if p.back[0] > 60 else (250, 214, 120))
            body.ball((s * r * 0.72, -r * 0.12, r * 0.4), (r * 0.3, r * 0.36, r * 0.36), white)
    red = Paint((206, 30, 34), shine=0.2)
    if "comb" in p.extras:
        for k in range(4):
            body.ball(
                (0, r * (1.05 + 0.18 * math.sin(k * 1.1)), r * (0.6 - 0.42 * k)), (r * 0.12, r * 0.34, r * 0.24), red
            )
        for s in (-1, 1):
            body.ball((s * r * 0.2, -r * 0.85, r * 0.85), (r * 0.16, r * 0.4, r * 0.16), red)
    if "red_cap" in p.extras:
        body.ball((0, r * 0.62, r * 0.1), (r * 0.6, r * 0.45, r * 0.7), red)
    if "crest" in p.extras:
        for k in range(5):
            body.limb(
                (0, r * 0.7, r * (0.5 - 0.25 * k)),
                r * 0.16,
                (0, r * (2.0 - 0.12 * k), -r * (0.2 + 0.42 * k)),
                r * 0.03,
                crown,
            )
    if "crown" in p.extras:
        for k in range(5):
            tip: Point = (r * (k - 2) * 0.5, r * 2.2, -r * 0.2)
            body.limb((0, r * 0.8, 0), r * 0.03, tip, r * 0.03, crown)
            body.ball(tip, r * 0.2, crown)


def _beak(body: Body, p: Plumage, cast: Cast) -> None:
    r, long = p.skull, p.beak_long
    horn = Paint(p.beak_colour, shine=0.35)
    gape = (0.35 * cast.mouth + 0.1 * (math.sin(cast.time_s * 9) > 0.9)) * long
    z = r * 0.82
    if p.beak == "hook":
        line = curve([(0, r * 0.12, z), (0, r * 0.06, z + long * 0.7), (0, -long * 0.55, z + long * 0.9)], 6)
        body.tube(line, [long * 0.42, long * 0.4, long * 0.34, long * 0.25, long * 0.15, long * 0.03], horn)
        body.limb(
            (0, -r * 0.14, z),
            long * 0.26,
            (0, -long * 0.3 - gape, z + long * 0.5),
            long * 0.1,
            Paint(darker(p.beak_colour, 0.3)),
        )
    elif p.beak == "bill":
        for y, thick in ((0.02, 1.0), (-0.2 * r - gape, 0.7)):
            body.ball((0, y - r * 0.12, z + long * 0.5), (r * 0.52, r * 0.13 * thick, long * 0.62), horn)
    elif p.beak == "bent":
        pale = Paint(mix(p.back, (255, 255, 255), 0.4))
        body.limb((0, 0, z), r * 0.5, (0, -long * 0.25, z + long * 0.6), r * 0.4, pale)
        body.limb((0, -long * 0.25, z + long * 0.6), r * 0.4, (0, -long * 0.95, z + long * 0.75), r * 0.08, horn)
    elif p.beak == "great":
        line = curve([(0, r * 0.1, z), (0, r * 0.25, z + long * 0.5), (0, -r * 0.35, z + long)], 7)
        body.tube(line, [r * 0.62, r * 0.6, r * 0.54, r * 0.46, r * 0.36, r * 0.24, r * 0.06], horn)
        body.ball(line[6], r * 0.12, Paint((30, 26, 26)))
        body.limb(
            (0, -r * 0.25 - gape, z),
            r * 0.36,
            (0, -r * 0.55 - gape, z + long * 0.9),
            r * 0.06,
            Paint(darker(p.beak_colour, 0.25)),
        )
    else:
        thick = r * (0.34 if p.beak == "cone" else 0.3 if p.beak == "dagger" else 0.1)
        body.limb((0, r * 0.04, z), thick, (0, -r * 0.05, z + long), r * 0.02, horn)
        body.limb(
            (0, -r * 0.12, z),
            thick * 0.8,
            (0, -r * 0.1 - gape, z + long * 0.88),
            r * 0.02,
            Paint(darker(p.beak_colour, 0.2)),
        )
    if "pouch" in p.extras:
        body.ball(
            (0, -r * 0.7, z + long * 0.45),
            (r * 0.35, r * 0.7, long * 0.5),
            Paint(lighter(p.beak_colour, 0.3), soft=0.4),
        )


def _wings(body: Body, p: Plumage, centre: Point, d: Point, cast: Cast) -> None:
    wing = Paint(p.wing or darker(p.back, 0.12), soft=0.1, pattern=MOTTLE, grain=0.15)
    tips = Paint(darker(p.wing or p.back, 0.4))
    pitch = math.asin(max(-1.0, min(1.0, d[1])))
    stir = 0.5 * max(math.sin(cast.time_s * 0.9 + cast.chance(7) * 6) - 0.8, 0.0) * math.sin(cast.time_s * 14)
    for s in (-1, 1):
        part = Body()
        if "flippers" in p.extras:
            part.ball((0, 0, -0.2), (0.028, 0.07, 0.25), Paint(p.back))
            body.graft(part, turn(0, pitch - 0.05, s * (0.22 + stir)), add(centre, (s * p.plump * 0.98, 0.16, 0)))
            continue
        long = 0.5 * p.body
        part.ball((0, 0, -0.12 * p.body), (0.26 * p.plump, 0.62 * p.plump, long * 0.92), wing)
        part.limb(
            (0.05 * s * p.plump, -0.1 * p.plump, -0.3 * p.body),
            0.24 * p.plump,
            (-0.2 * s * p.plump, -0.05, -0.72 * p.body),
            0.02,
            tips,
        )
        if "band" in p.extras:
            part.ball(
                (s * 0.03 * p.plump, 0.0, 0.06 * p.body),
                (0.26 * p.plump, 0.5 * p.plump, long * 0.3),
                Paint((246, 196, 40)),
            )
        body.graft(
            part, turn(-s * 0.1, pitch, s * stir), add(centre, (s * p.plump * 0.82, 0.12 * p.plump, 0.05 * p.body))
        )


def _tail(body: Body, p: Plumage, rump: Point, d: Point) -> None:
    dark = Paint(darker(p.wing or p.back, 0.3), soft=0.3)
    if "train" in p.extras or "fan_great" in p.extras:
        _great_fan(body, p, rump)
        return
    if "sickle" in p.extras or "fan" in p.extras:
        plume = Paint((24, 60, 50), shine=0.3) if "sickle" in p.extras else dark
        for k in range(9):
            a = 0.5 + 0.16 * k
            end = add(rump, ((k % 3 - 1) * 0.06, math.sin(a) * p.tail, -math.cos(a) * p.tail - 0.05))
            body.tube(
                curve([rump, add(lerp(rump, end, 0.6), (0, 0.09, 0)), end], 5), [0.035, 0.035, 0.03, 0.02, 0.004], plume
            )
        return
    down = -_by(d, 1.0)[1] * 0.75 - 0.05
    end = add(rump, (0.0, down * p.tail, -max(d[2], 0.3) * p.tail))
    base = add(rump, _by(d, 0.12))
    for k in range(-2, 3):
        body.limb(add(base, (0.02 * k, 0, 0)), 0.035, add(end, (0.035 * k, 0, 0)), 0.012, dark)


def _great_fan(body: Body, p: Plumage, rump: Point) -> None:
    train = "train" in p.extras
    long = 0.95 if train else 0.42
    green, gold, blue = (
        Paint((36, 110, 70), soft=0.3),
        Paint((196, 160, 60), shine=0.3),
        Paint((24, 60, 170), shine=0.4),
    )
    brown = Paint(darker(p.back, 0.1), soft=0.3)
    for k in range(25):
        a = (k / 24 - 0.5) * 2.9
        for ring in range(3 if train else 1):
            reach = long * (1.0 - 0.24 * ring)
            tip = add(rump, (math.sin(a) * reach, math.cos(a) * reach * 0.95 + 0.06, -0.14 - 0.02 * ring))
            if ring == 0:
                body.limb(rump, 0.012, tip, 0.03 if train else 0.05, green if train else brown)
            if train:
                body.ball(add(tip, (0, 0, 0.035)), (0.045, 0.05, 0.012), gold)
                body.ball(add(tip, (0, -0.006, 0.048)), (0.026, 0.03, 0.01), blue)


def _legs(body: Body, p: Plumage, leg: float, step: float, *, walking: bool) -> None:
    horn = Paint(p.legs, shine=0.1)
    thin = 0.014 + 0.02 * min(leg, 0.2)
    for s in (-1, 1):
        phase = step * 2 * math.pi + (0 if s > 0 else math.pi)
        z, y = 0.35 * leg * math.sin(phase) * walking, max(math.cos(phase), 0.0) * 0.16 * leg * walking
        hip: Point = (s * p.plump * 0.45, leg + p.plump * 0.35, 0.0)
        foot: Point = (s * p.plump * 0.45, 0.012 + y, z + 0.02)
        knee = add(lerp(hip, foot, 0.45), (0, 0, -0.18 * leg))
        body.limb(hip, p.plump * 0.3, knee, thin * 1.1, horn if leg > 0.3 else Paint(p.belly))
        body.limb(knee, thin, foot, thin * 0.9, horn)
        for k in (-1, 0, 1):
            body.limb(foot, thin * 0.9, add(foot, (0.045 * k, -0.004, 0.085 - 0.015 * abs(k))), thin * 0.5, horn)


def _branch(body: Body, cast: Cast, height: float) -> None:
    h = height
    body.tube(
        [
            (-1.5 * h, -0.16 * h, 0.06 * h),
            (-0.6 * h, -0.08 * h, -0.02 * h),
            (0.3 * h, -0.075 * h, 0.03 * h),
            (1.7 * h, 0.1 * h, -0.1 * h),
        ],
        [0.11 * h, 0.085 * h, 0.075 * h, 0.03 * h],
        _BARK,
    )
    body.tube(
        [(0.55 * h, -0.05 * h, 0), (0.95 * h, 0.22 * h, 0.1 * h), (1.15 * h, 0.5 * h, 0.1 * h)],
        [0.045 * h, 0.03 * h, 0.012 * h],
        _BARK,
    )
    sway = 0.02 * h * math.sin(cast.time_s * 1.4)
    for k in range(16):
        t = chance(cast.seed, k + 30)
        at = lerp((0.5 * h, 0.0, 0.0), (1.5 * h, 0.35 * h, 0.0), t)
        leaf = Paint(mix((66, 108, 46), (120, 142, 60), chance(cast.seed, k + 60)), soft=0.5)
        spread = (np.array([chance(cast.seed, k + n) for n in (90, 120, 150)]) - 0.5) * h * 0.34
        body.ball(
            add(at, (float(spread[0]) + sway, float(spread[1]), float(spread[2]))),
            (0.085 * h, 0.014 * h, 0.045 * h),
            leaf,
            turn=turn(k * 1.3, 0.5 * math.sin(k), 0.4),
        )
