"""Four-legged animals: one skeleton, many proportions."""

from __future__ import annotations

import math
from dataclasses import replace

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.builds import Build, build_of
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, bump, curve, joint, lerp, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.shade import BELLY, MOTTLE

_DARK = Paint((26, 22, 22), shine=0.4)


def draw_quadruped(body: Body, cast: Cast) -> None:
    """One metre is the height at the shoulder."""
    b = build_of(cast.actor.form or cast.actor.label)
    if cast.actor.colour:
        own = paint_of(cast.actor.colour, b.colour)
        b = replace(b, colour=own, belly=lighter(own, 0.28) if sum(own) > 150 else lighter(own, 0.08))
    fur = Paint(b.colour, b.belly, shine=0.04, pattern=BELLY | MOTTLE, grain=0.5)
    if cast.actor.action == "sit" or (cast.actor.action == "turn_head" and cast.speed < 0.05):
        _sitting(body, cast, b, fur)
        return
    moving = cast.actor.action in ("walk", "run") or cast.speed > 0.05
    run = cast.actor.action == "run" or cast.speed > 2.2
    stride = 2.1 if run else 1.15
    pace = cast.travelled / stride if cast.speed > 0.05 else cast.time_s * (2.1 if run else 0.9) * moving
    beat = pace * 2 * math.pi
    lift = (0.07 if run else 0.015) * math.sin(beat * (1 if run else 2)) * moving
    breath = 0.008 * math.sin(cast.time_s * 2.4)
    rock = (0.09 if run else 0.0) * math.sin(beat + 0.8) * moving
    hip_y, sh_y = 0.93 + lift - rock, 0.9 + lift + rock
    shoulder, hip = (0.0, sh_y - b.girth * 0.55, b.long / 2), (0.0, hip_y - b.girth * 0.5, -b.long / 2)
    g = b.girth
    middle = (0.0, (sh_y + hip_y) / 2 - g * 0.72 - breath, 0.0)
    body.tube(
        [add(shoulder, (0, 0, 0.06)), middle, hip], [g * 1.05, g * (0.98 if b.extra != "trunk" else 1.1), g * 0.95], fur
    )
    if b.hooves and b.colour[0] > 220:  # cattle and sheep: cow patches, fleece
        patch = Paint((46, 38, 36), pattern=MOTTLE, grain=0.4)
        if b.extra == "horns":
            for k in range(4):
                side = 1 if k % 2 else -1
                body.ball(
                    (side * g * 0.62, middle[1] + 0.1 * (cast.chance(k) - 0.3), -0.5 + 0.32 * k),
                    (g * 0.5, g * 0.62, 0.2),
                    patch,
                )
    reach = stride * (0.3 if run else 0.31)
    phases = (0.0, 0.12, 0.55, 0.67) if run else (0.0, 0.5, 0.75, 0.25)
    for i, phase in enumerate(phases):
        s = -1 if i % 2 else 1
        front = i < 2
        top = add(shoulder if front else hip, (s * g * 0.62, -0.02, -0.02))
        _leg(body, b, fur, top, (pace + phase) % 1.0, reach * moving, front, run)
    wag = 0.5 * math.sin(cast.time_s * (7 if b.ears == "flop" else 1.6))
    _tail(body, b, fur, add(hip, (0, g * 0.5, -g * 0.7)), wag)
    look = _look(cast)
    bob = 0.04 * math.sin(beat * 2 + 1) * moving
    base = add(shoulder, (0, g * 0.45, g * 0.6))
    up = b.neck_up - (0.25 if run else 0.0) + bob
    head_at = add(base, (math.sin(look) * 0.06, math.sin(up) * b.neck, math.cos(up) * b.neck))
    body.tube([add(shoulder, (0, 0.02, 0)), lerp(base, head_at, 0.4), head_at], [g * 0.85, g * 0.62, b.head * 0.3], fur)
    if b.extra == "mane":
        hair = Paint(darker(b.colour, 0.6), pattern=MOTTLE, grain=0.2)
        for k in range(7):
            p = lerp(base, head_at, k / 6)
            body.limb(
                add(p, (0, g * 0.42, -0.07)), 0.06, add(p, (0.1 * math.sin(beat + k), g * 0.15, -0.2)), 0.03, hair
            )
    part = Body()
    head(part, b, fur, cast)
    body.graft(part, turn(look, -0.2 if b.hooves else 0.0), head_at)


def _look(cast: Cast) -> float:
    """Which way the head is turned, against the body."""
    if cast.actor.action == "turn_head":
        return (
            max(min(cast.to_camera, 1.5), -1.5) * smooth(min(cast.act * 1.6, 1.0)) + (1 - smooth(cast.act * 1.6)) * -0.5
        )
    return 0.18 * math.sin(cast.time_s * 0.7 + cast.chance(5) * 6)


def _leg(body: Body, b: Build, fur: Paint, top: Point, phase: float, reach: float, front: bool, run: bool) -> None:
    """A foot that stands still on the ground for its share of the stride, then swings."""
    stance = 0.35 if run else 0.62
    stride = reach / (0.3 if run else 0.31)
    if phase < stance:
        z, y = (stance / 2 - phase) * stride, 0.0
    else:
        t = (phase - stance) / (1 - stance)
        z, y = (-stance / 2 + smooth(t) * stance) * stride, bump(t) * (0.2 if run else 0.11) * (1 if reach else 0)
    foot = (top[0] * 0.92, 0.035 + y, top[2] + z)
    thick = b.leg
    length = max(top[1] - 0.03, 0.1)
    knee = joint(
        top,
        foot,
        length * 0.52,
        length * 0.52,
        (0, 0, -1.0) if front and not b.hooves else (0, 0, 1.0 if front else -1.0),
    )
    ground = Paint(darker(b.colour, 0.12), b.belly, pattern=MOTTLE, grain=0.5)
    body.limb(top, thick * (1.7 if not front else 1.35), knee, thick * 0.85, fur)
    if not front:
        body.ball(lerp(top, knee, 0.3), (thick * 1.3, length * 0.24, thick * 2.0), fur)
    body.limb(knee, thick * 0.85, foot, thick * 0.62, ground)
    paw = Paint((40, 34, 32)) if b.hooves else ground
    body.ball((foot[0], foot[1], foot[2] + 0.03), (thick * 0.8, thick * 0.55, thick * 1.15), paw)


def _tail(body: Body, b: Build, fur: Paint, root: Point, wag: float) -> None:
    points = [root]
    for k in range(1, 5):
        t = k / 4
        angle = b.tail_up + (0.5 * t if b.tail_up > 0 else -0.15 * t)
        points.append(
            add(root, (wag * 0.35 * t * t * b.tail, math.sin(angle) * b.tail * t, -math.cos(angle) * b.tail * t))
        )
    line = curve(points, 9)
    body.tube(
        line,
        [
            b.tail_r * (1 + b.bushy * 1.4 * math.sin(math.pi * min(i / 8 * 0.95, 1))) * (1 - 0.4 * i / 8)
            for i in range(9)
        ],
        fur,
    )
    if b.extra == "ruff" or b.bushy > 0.9:
        tip = Paint(darker(b.colour, 0.6) if b.extra == "ruff" else b.belly)
        body.ball(line[8], b.tail_r * 1.5, tip)


def head(body: Body, b: Build, fur: Paint, cast: Cast) -> None:  # noqa: PLR0912, PLR0915  one face, many kinds
    """Origin where the neck meets the skull, looking along +z."""
    h = b.head
    pale = Paint(b.belly, shine=0.04, pattern=MOTTLE, grain=0.3)
    r = h * (0.46 if b.muzzle < 0.4 else 0.36)
    body.ball((0, h * 0.1, h * 0.05), (r, r * 0.95, r * 1.05), fur)
    nose_z = h * (0.32 + b.muzzle * 0.85)
    nose_y = -h * 0.06 - b.muzzle * h * 0.12
    if b.extra == "trunk":
        swing = 0.25 * math.sin(cast.time_s * 1.1)
        trunk = curve(
            [(0, 0, h * 0.35), (0, -h * 0.6, h * 0.75), (swing * 0.4, -h * 1.4, h * 0.75), (swing, -h * 1.8, h * 1.0)],
            14,
        )
        body.tube(trunk, [h * 0.22 * (1 - i / 19) for i in range(14)], fur)
        for s in (-1, 1):
            tusk = curve(
                [
                    (s * h * 0.22, -h * 0.2, h * 0.35),
                    (s * h * 0.27, -h * 0.6, h * 0.6),
                    (s * h * 0.24, -h * 0.65, h * 1.0),
                ],
                7,
            )
            body.tube(tusk, [h * 0.065 * (1 - i / 8) for i in range(7)], Paint((240, 232, 212), shine=0.3))
    else:
        chew = 0.03 * h * (cast.mouth + 0.15 * math.sin(cast.time_s * 3))
        body.limb((0, 0, h * 0.2), r * 0.72, (0, nose_y, nose_z), b.blunt * 0.9, fur)
        body.limb(
            (0, -r * 0.35, h * 0.15),
            r * 0.5,
            (0, nose_y - b.blunt * 0.75 - chew, nose_z - 0.05 * h),
            b.blunt * 0.6,
            pale,
        )
        if b.muzzle < 0.4:
            for s in (-1, 1):
                body.ball(
                    (s * b.blunt * 0.55, nose_y - b.blunt * 0.15, nose_z),
                    (b.blunt * 0.75, b.blunt * 0.62, b.blunt * 0.6),
                    pale,
                )
        body.ball(
            (0, nose_y + b.blunt * 0.5, nose_z + b.blunt * 0.62), (b.blunt * 0.42, b.blunt * 0.3, b.blunt * 0.3), _DARK
        )
    feline = build_of("cat").muzzle >= b.muzzle or b.extra == "ruff"
    blink = 0.12 if (cast.time_s * 0.31 + cast.chance(9)) % 1.0 > 0.965 else 1.0
    for s in (-1, 1):
        ex, ey, ez = (
            s * r * (0.44 if b.muzzle < 0.4 else 0.62),
            h * 0.17,
            h * 0.05 + r * (0.84 if b.muzzle < 0.4 else 0.68),
        )
        size = r * (0.25 if b.muzzle < 0.35 else 0.17)
        if b.extra != "trunk":
            body.ball(
                (ex, ey, ez - size * 0.25), (size * 1.12, size * 1.05 * blink, size), Paint(darker(b.colour, 0.65))
            )
        if feline:
            glow = 0.25 + 0.5 * cast.night
            body.ball(
                (ex * 1.01, ey, ez - size * 0.08),
                (size, size * 0.92 * blink, size),
                Paint((206, 196, 60), shine=0.7, glow=glow),
            )
            body.ball((ex * 1.02, ey, ez + size * 0.72), (size * 0.2, size * 0.7 * blink, size * 0.24), _DARK)
            body.ball(
                (ex * 1.02 + size * 0.22, ey + size * 0.34, ez + size * 0.82),
                size * 0.13,
                Paint((255, 255, 255), glow=1.0),
            )
        else:
            body.ball((ex, ey, ez), (size * 0.85, size * 0.85 * blink, size * 0.8), _DARK)
            body.ball(
                (ex + size * 0.2, ey + size * 0.3, ez + size * 0.66), size * 0.18, Paint((255, 255, 255), glow=1.0)
            )
        _ear(body, b, fur, s, r, h)
        if feline:
            wisp = Paint((235, 235, 232), glow=0.3)
            for k in range(3):
                twitch = 0.02 * math.sin(cast.time_s * 9 + k) * h
                start = (s * b.blunt * 0.9, nose_y - b.blunt * (0.05 + 0.22 * k), nose_z + b.blunt * 0.2)
                body.limb(
                    start,
                    h * 0.004,
                    add(start, (s * h * 0.55, h * (0.1 - 0.1 * k) + twitch, -h * 0.06)),
                    h * 0.0015,
                    wisp,
                )
    if b.extra == "ruff":
        hair = Paint((128, 78, 36), (92, 54, 26), pattern=MOTTLE, grain=0.3)
        for k in range(26):
            a = k / 26 * 2 * math.pi
            for ring in (0, 1):
                x, y = math.sin(a) * h * (0.5 + 0.16 * ring), math.cos(a) * h * (0.5 + 0.2 * ring) - h * 0.02
                body.limb(
                    (x * 0.72, y * 0.72, h * (0.1 - 0.2 * ring)),
                    h * 0.2,
                    (x * 1.25, y * 1.25, -h * (0.1 + 0.25 * ring)),
                    h * 0.06,
                    hair,
                )
    if b.extra == "horns":
        for s in (-1, 1):
            body.tube(
                [(s * r * 0.5, h * 0.38, 0), (s * r * 1.3, h * 0.5, 0.02), (s * r * 1.5, h * 0.8, 0.06)],
                [0.05, 0.04, 0.008],
                Paint((222, 210, 186)),
            )
    if b.extra == "antlers":
        bone = Paint((150, 118, 84))
        for s in (-1, 1):
            beam = curve([(s * 0.05, h * 0.4, 0), (s * 0.24, h * 0.95, -0.12), (s * 0.34, h * 1.6, -0.02)], 7)
            body.tube(beam, [0.026 - 0.003 * i for i in range(7)], bone)
            for k in (2, 4, 5):
                body.limb(beam[k], 0.018, add(beam[k], (s * 0.02, 0.16, 0.14)), 0.005, bone)
    if "unicorn" in cast.actor.form:
        body.limb((0, h * 0.4, h * 0.2), 0.03, (0, h * 1.05, h * 0.5), 0.004, Paint((244, 226, 170), shine=0.6))


def _ear(body: Body, b: Build, fur: Paint, s: int, r: float, h: float) -> None:
    inner = Paint((214, 150, 142), soft=0.6)
    back = Paint(b.colour, soft=0.25, pattern=MOTTLE, grain=0.3)
    top = h * 0.1 + r * 0.6
    if b.ears == "point":
        tall = r * (1.05 if b.muzzle < 0.6 else 0.85)
        a, c, tip = (
            (s * r * 0.25, top + r * 0.22, 0.0),
            (s * r * 0.95, top - r * 0.18, -0.02),
            (s * r * 0.85, top + tall, -0.05 * h),
        )
        front = (s * r * 0.62, top + r * 0.05, r * 0.32)
        body.tri(a, front, tip, back)
        body.tri(front, c, tip, back)
        body.tri(a, c, tip, back)
        mid = lerp(a, front, 0.7)
        body.tri(lerp(mid, tip, 0.08), lerp(front, lerp(c, tip, 0.1), 0.75), lerp(front, tip, 0.8), inner)
        body.ball((s * r * 0.6, top, 0.0), (r * 0.36, r * 0.3, r * 0.28), fur)
    elif b.ears == "flop":
        dark = Paint(darker(b.colour, 0.28), pattern=MOTTLE, grain=0.3)
        body.tube(
            [
                (s * r * 0.75, top - r * 0.1, 0),
                (s * r * 1.15, top - r * 0.45, 0.02),
                (s * r * 1.12, top - r * 1.25, 0.06),
            ],
            [r * 0.28, r * 0.34, r * 0.26],
            dark,
        )
    elif b.ears == "round":
        body.ball((s * r * 0.75, top + r * 0.2, -0.02), (r * 0.34, r * 0.36, r * 0.16), fur)
        body.ball((s * r * 0.75, top + r * 0.18, r * 0.07), (r * 0.22, r * 0.24, r * 0.1), inner)
    elif b.ears == "large":
        body.ball(
            (s * h * 0.72, h * 0.05, -h * 0.12),
            (h * 0.5, h * 0.62, h * 0.07),
            Paint(darker(b.colour, 0.1), pattern=MOTTLE, grain=0.5),
            turn=turn(s * 0.45),
        )
    elif b.muzzle < 0.3:  # a rabbit's
        body.tube(
            [(s * r * 0.35, top, -0.02), (s * r * 0.5, top + r * 1.0, -0.06), (s * r * 0.6, top + r * 1.9, -0.1)],
            [r * 0.16, r * 0.22, r * 0.1],
            fur,
        )
    else:
        body.limb((s * r * 0.7, top, -0.02), r * 0.22, (s * r * 1.8, top + r * 0.3, -0.05), r * 0.1, fur)


def _sitting(body: Body, cast: Cast, b: Build, fur: Paint) -> None:
    """On its haunches, forelegs straight."""
    g = b.girth
    breath = 0.012 * math.sin(cast.time_s * 2.2)
    rump, chest = (0.0, 0.3, -0.3), (0.0, 0.78, 0.12)
    body.tube([rump, (0, 0.5, -0.13 + breath), chest], [g * 1.35, g * 1.22 + breath, g * 0.95], fur)
    for s in (-1, 1):
        body.ball((s * g * 0.95, 0.24, -0.14), (g * 0.62, 0.24, 0.3), fur)
        body.ball((s * g * 1.0, 0.06, 0.12), (b.leg * 0.9, 0.06, 0.16), fur)
        body.tube(
            [(s * g * 0.5, 0.66, 0.16), (s * g * 0.46, 0.3, 0.26), (s * g * 0.42, 0.06, 0.27)],
            [b.leg * 1.35, b.leg * 0.95, b.leg * 0.8],
            fur,
        )
        body.ball((s * g * 0.42, 0.05, 0.32), (b.leg * 0.95, 0.05, b.leg * 1.3), fur)
    sweep = 0.1 * math.sin(cast.time_s * 1.3)
    around = curve([(0, 0.12, -0.55), (0.35, 0.07, -0.5), (0.55, 0.06, -0.05 + sweep), (0.34, 0.06, 0.3 + sweep)], 12)
    body.tube(around, [b.tail_r * (1 + b.bushy) * (1.2 - 0.6 * i / 11) for i in range(12)], fur)
    look = _look(cast)
    top: Point = (math.sin(look) * 0.03, 0.98 + 0.25 * b.neck + breath, 0.18)
    body.limb(chest, g * 0.8, top, b.head * 0.34, fur)
    part = Body()
    head(part, b, fur, cast)
    body.graft(
        part,
        turn(look, 0.03 * math.sin(cast.time_s * 0.9), 0.05 * math.sin(cast.time_s * 0.5)),
        (top[0], top[1] + b.head * 0.12, top[2]),
    )
