"""Dinosaurs on two legs, crocodiles, lizards and frogs."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, bump, joint, lerp, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix, paint_of
from vitascope.engines.animatic.draw.rigs.hide import Knot, skin, strokes
from vitascope.engines.animatic.draw.rigs.shade import BELLY, MOTTLE, SCALES
from vitascope.engines.animatic.draw.stage import Colour

_TOOTH = Paint((246, 240, 222), shine=0.4)
_MOUTH = Paint((150, 44, 48), shine=0.2)
_DARK = Paint((16, 14, 14), shine=0.6)


def draw_theropod(body: Body, cast: Cast) -> None:  # noqa: PLR0915  one body
    """A tyrant on two legs, 1.35 high with its head up; a raptor is slighter."""
    slight = "raptor" in (cast.actor.form + cast.actor.label).lower()
    own: Colour = paint_of(cast.actor.colour, (128, 106, 70) if not slight else (120, 116, 84))
    hide = Paint(own, lighter(own, 0.4), shine=0.1, pattern=BELLY | MOTTLE, grain=0.25)
    leg_hide = Paint(own, shine=0.08, pattern=SCALES, grain=0.07)
    t = cast.time_s
    moving = cast.actor.action in ("walk", "run") or cast.speed > 0.05
    run = cast.actor.action == "run" or cast.speed > 2
    stride = 1.9 if run else 1.3
    pace = cast.travelled / stride if cast.speed > 0.05 else t * (1.3 if run else 0.6) * moving
    beat = pace * 2 * math.pi
    bob = 0.025 * math.sin(beat * 2) * moving + 0.006 * math.sin(t * 2)
    roar = 0.0
    if cast.actor.action in ("roar", "howl"):
        roar = max(cast.mouth, smooth(0.55 + 0.9 * math.sin(t * 1.4)))
    roar = max(roar, 0.8 * cast.mouth)
    thick = 0.78 if slight else 1.0
    lift = 0.1 * roar
    nape: Point = (0.06 * math.sin(t * 0.7), 1.12 + bob + lift, 0.52)
    knots: list[Knot] = []
    for z, y, w, h in (
        (-1.5, 0.78, 0.012, 0.012),
        (-1.1, 0.74, 0.05, 0.06),
        (-0.65, 0.75, 0.12, 0.14),
        (-0.25, 0.78, 0.19, 0.23),
        (0.05, 0.8, 0.2, 0.24),
        (0.28, 0.88, 0.16, 0.2),
    ):
        sway = 0.1 * min(z, 0) ** 2 * math.sin(beat - z * 1.5 if moving else t * 1.1 - z)
        knots.append((sway, y + bob, z, w * thick, h * thick))
    knots += [
        (nape[0] * 0.5, 1.0 + bob + lift * 0.5, 0.4, 0.13 * thick, 0.15 * thick),
        (*nape, 0.11 * thick, 0.12 * thick),
    ]
    grid = skin(knots, 26, 16)
    body.sheet(grid, hide, closed=True)
    bars = [(5 + 1.3 * k, s * 0.2, 5.6 + 1.3 * k, s * (2.5 + (k % 2))) for k in range(14) for s in (-1, 1)]
    strokes(body, grid, bars, 0.018, Paint(darker(own, 0.4)))
    part = Body()
    _tyrant_head(part, own, hide, roar)
    body.graft(part, turn(0.25 * math.sin(t * 0.8) * (not moving), 0.28 * roar - 0.05), nape)
    for i, s in enumerate((-1, 1)):
        phase = (pace + 0.5 * i) % 1.0
        stance = 0.45 if run else 0.6
        reach = stride * 0.55 * moving
        if phase < stance:
            z, up = (0.5 - phase / stance) * reach, 0.0
        else:
            u = (phase - stance) / (1 - stance)
            z, up = (smooth(u) - 0.5) * reach, bump(u) * 0.2
        hip: Point = (s * 0.15 * thick, 0.74 + bob, 0.0)
        foot: Point = (s * 0.16 * thick, 0.04 + up, z + 0.02)
        hock = add(foot, (0, 0.26, -0.12 - 0.4 * up))
        knee = joint(hip, hock, 0.36, 0.36, (0, 0, 1))
        body.limb(hip, 0.17 * thick, lerp(hip, knee, 0.7), 0.13 * thick, hide)
        body.limb(lerp(hip, knee, 0.4), 0.15 * thick, knee, 0.09 * thick, hide)
        body.tube([knee, hock, foot], [0.085 * thick, 0.055 * thick, 0.05 * thick], leg_hide)
        for k in (-1, 0, 1):
            toe = add(foot, (0.075 * k, -0.015, 0.16 - 0.03 * abs(k)))
            body.limb(foot, 0.045, toe, 0.032, leg_hide)
            body.limb(toe, 0.026, add(toe, (0, -0.012, 0.06)), 0.004, _DARK)
        elbow: Point = (s * 0.19, 0.78 + bob, 0.42 if not slight else 0.46)
        hand = add(elbow, (0, -0.07, 0.11 if not slight else 0.2))
        body.tube([(s * 0.15, 0.9 + bob, 0.36), elbow, hand], [0.05, 0.034, 0.022], hide)
        for k in (-1, 1):
            body.limb(hand, 0.018, add(hand, (0.02 * k, -0.05, 0.03)), 0.004, _DARK)


def _tyrant_head(body: Body, own: Colour, hide: Paint, roar: float) -> None:
    """Origin at the nape, 0.5 long."""
    upper: list[Knot] = [
        (0, 0.02, -0.06, 0.06, 0.08),
        (0, 0.05, 0.05, 0.12, 0.12),
        (0, 0.055, 0.16, 0.115, 0.11),
        (0, 0.03, 0.3, 0.08, 0.085),
        (0, 0.015, 0.43, 0.072, 0.07),
        (0, 0.0, 0.5, 0.04, 0.045),
        (0, 0.0, 0.515, 0.004, 0.004),
    ]
    body.sheet(skin(upper, 14, 14), hide, closed=True)
    jaw = Body()
    jaw.sheet(
        skin(
            [
                (0, 0.0, -0.03, 0.05, 0.05),
                (0, -0.01, 0.1, 0.09, 0.055),
                (0, -0.005, 0.3, 0.065, 0.04),
                (0, 0.0, 0.43, 0.045, 0.03),
                (0, 0.005, 0.46, 0.004, 0.004),
            ],
            9,
            12,
        ),
        hide,
        closed=True,
    )
    jaw.ball((0, 0.025, 0.2), (0.055, 0.02, 0.2), _MOUTH)
    for s in (-1, 1):
        for k in range(8):
            z = 0.12 + 0.042 * k
            x = 0.082 - 0.005 * k
            body.limb(
                (s * x, -0.04, z + 0.03), 0.014, (s * x * 0.97, -0.095 - 0.02 * (k % 2), z + 0.035), 0.002, _TOOTH
            )
            jaw.limb((s * (x - 0.008), 0.02, z), 0.011, (s * (x - 0.01), 0.062, z + 0.004), 0.002, _TOOTH)
        body.limb((s * 0.09, 0.145, 0.07), 0.035, (s * 0.085, 0.125, 0.19), 0.022, Paint(darker(own, 0.15)))
        body.ball((s * 0.108, 0.1, 0.14), 0.026, Paint((230, 170, 30), shine=0.6, glow=0.2))
        body.ball((s * 0.13, 0.1, 0.145), (0.007, 0.02, 0.012), _DARK)
        body.ball((s * 0.035, 0.05, 0.475), 0.014, _DARK)
    body.ball((0, -0.03, 0.24), (0.06, 0.02, 0.2), _MOUTH)
    body.graft(jaw, turn(0, -0.06 - 0.62 * roar), (0, -0.055, 0.03))


def draw_crocodile(body: Body, cast: Cast) -> None:
    """Low on its legs, ridged, with a long jaw; a lizard has a short one and no ridge."""
    lizard = not any(w in (cast.actor.form + " " + cast.actor.label).lower() for w in ("croc", "gator", "caiman"))
    own: Colour = paint_of(cast.actor.colour, (112, 150, 64) if lizard else (88, 98, 62))
    hide = Paint(own, lighter(own, 0.45), shine=0.2, pattern=BELLY | MOTTLE, grain=0.2)
    t = cast.time_s
    moving = cast.actor.action in ("walk", "run", "swim") or cast.speed > 0.05
    way = cast.travelled * 4 if cast.speed > 0.05 else t * 3 * moving
    gape = max(cast.mouth, 0.75 * smooth(math.sin(t * 0.9)) if cast.actor.action in ("roar", "howl", "bark") else 0.06)
    size = 0.62

    def bend(z: float) -> float:
        return (
            (0.1 * math.sin(way - z * 2.2) if moving else 0.05 * math.sin(t * 0.8 - z * 1.5))
            * (0.3 + min(abs(z), 1.6))
            * (z < 0.5)
        )

    part = Body()
    rows = (
        (-2.3, 0.2, 0.015, 0.02),
        (-1.7, 0.2, 0.07, 0.1),
        (-1.0, 0.26, 0.15, 0.17),
        (-0.5, 0.32, 0.27, 0.2),
        (0.0, 0.33, 0.31, 0.22),
        (0.5, 0.33, 0.25, 0.19),
        (0.85, 0.34, 0.17, 0.15),
        (1.0, 0.36, 0.15, 0.13),
    )
    part.sheet(skin([(bend(z), y, z, w, h) for z, y, w, h in rows], 26, 14), hide, closed=True)
    if not lizard:
        ridge = Paint(darker(own, 0.25))
        for k in range(26):
            z = 0.7 - 0.11 * k
            y = 0.33 + 0.2 * (1 - max(-z, 0) / 2.4)
            for x in (-0.09, 0.09) if z > -1 else (0.0,):
                part.limb((bend(z) + x, y - 0.05, z), 0.035, (bend(z) + x, y + 0.05, z - 0.04), 0.006, ridge)
    snout = 0.28 if lizard else 0.85
    head: Point = (bend(1.0), 0.37, 1.0)
    for jaw, side in ((0.3 * gape, 1), (-0.55 * gape, -1)):
        bit = Body()
        bit.sheet(
            skin(
                [
                    (0, 0.03 * side, -0.1, 0.1, 0.06),
                    (0, 0.045 * side, 0.1, 0.17, 0.075),
                    (0, 0.03 * side, 0.1 + 0.5 * snout, 0.11, 0.05),
                    (0, 0.025 * side, 0.1 + snout, 0.09, 0.045),
                    (0, 0.02 * side, 0.14 + snout, 0.01, 0.01),
                ],
                12,
                12,
            ),
            hide,
            closed=True,
        )
        bit.ball((0, -0.005 * side, 0.12 + 0.4 * snout), (0.1, 0.012, 0.45 * snout), _MOUTH)
        if not lizard:
            for s in (-1, 1):
                for k in range(9):
                    z = 0.25 + 0.085 * k
                    bit.limb(
                        (s * (0.105 - 0.003 * k), 0.0, z),
                        0.016,
                        (s * (0.1 - 0.003 * k), -0.055 * side, z),
                        0.003,
                        _TOOTH,
                    )
        part.graft(bit, turn(0, jaw), head)
    for s in (-1, 1):
        eye = add(head, (s * 0.1, 0.11, 0.08))
        part.ball(eye, 0.05, hide)
        part.ball(
            add(eye, (s * 0.03, 0.01, 0.015)), 0.034, Paint((222, 190, 60), shine=0.7, glow=0.1 + 0.4 * cast.night)
        )
        part.ball(add(eye, (s * 0.058, 0.012, 0.02)), (0.008, 0.026, 0.012), _DARK)
        for z0, beat in ((0.55, s), (-0.55, -s)):
            swing = 0.2 * math.sin(way * 1.4 + (0 if beat > 0 else math.pi)) * moving
            foot: Point = (
                bend(z0) + s * 0.5,
                0.04 + 0.1 * max(math.cos(way * 1.4 + (0 if beat > 0 else math.pi)), 0) * moving,
                z0 + swing,
            )
            part.tube(
                [(bend(z0) + s * 0.2, 0.28, z0), (bend(z0) + s * 0.46, 0.3, z0 - 0.08), foot], [0.1, 0.08, 0.055], hide
            )
            for k in (-1, 0, 1):
                part.limb(foot, 0.035, add(foot, (s * 0.05 + 0.05 * k, -0.02, 0.1)), 0.012, hide)
    body.graft(part, turn() * size, (0, 0, 0))


def draw_frog(body: Body, cast: Cast) -> None:
    """It sits with its knees up; it breathes in its throat, and leaps."""
    own: Colour = paint_of(cast.actor.colour, (84, 158, 56))
    coat = Paint(own, (226, 226, 160), shine=0.5, pattern=BELLY)
    spot = Paint(darker(own, 0.4), shine=0.4)
    t = cast.time_s
    hop = 0.0
    if cast.actor.action == "jump" and 0 < cast.act < 1:
        hop = max(math.sin(cast.act * 2 * math.pi * 1.5), 0.0)
    elif cast.speed > 0.05 or cast.actor.action in ("walk", "run"):
        hop = max(math.sin(cast.travelled * 4 if cast.speed > 0.05 else t * 5), 0.0)
    throat = 0.06 * max(math.sin(t * 4.6), 0.0)
    y = 0.1 + 0.8 * hop
    part = Body()
    part.sheet(
        skin(
            [
                (0, 0.2, -0.55, 0.04, 0.04),
                (0, 0.3, -0.36, 0.28, 0.2),
                (0, 0.42, 0.0, 0.4, 0.3),
                (0, 0.54, 0.34, 0.36, 0.24),
                (0, 0.54, 0.56, 0.22, 0.14),
                (0, 0.53, 0.68, 0.02, 0.02),
            ],
            18,
            16,
        ),
        coat,
        closed=True,
    )
    part.ball((0, 0.4, 0.42), (0.24 + throat, 0.16 + throat, 0.18 + throat), Paint((236, 232, 180), shine=0.3))
    for k in range(7):
        part.ball((0.22 * math.sin(k * 2.4), 0.66 - 0.05 * abs(math.sin(k)), 0.2 - 0.11 * k), (0.06, 0.03, 0.06), spot)
    for s in (-1, 1):
        part.ball((s * 0.23, 0.76, 0.4), 0.13, coat)
        part.ball((s * 0.27, 0.78, 0.44), 0.1, Paint((236, 196, 50), shine=0.8))
        part.ball((s * 0.32, 0.785, 0.49), (0.05, 0.03, 0.05), _DARK)
        part.limb((s * 0.02, 0.5, 0.69), 0.012, (s * 0.3, 0.53, 0.5), 0.012, Paint(darker(own, 0.5)))
        out = 0.5 * hop
        knee: Point = (s * 0.62, 0.45 - 0.2 * hop, 0.0 - out)
        part.tube([(s * 0.26, 0.28, -0.4), knee, (s * 0.44, 0.08, -0.42 - out)], [0.17, 0.12, 0.07], coat)
        part.limb((s * 0.44, 0.08, -0.42 - out), 0.07, (s * 0.62, 0.03, -0.06 - 2 * out), 0.05, coat)
        part.tube([(s * 0.3, 0.36, 0.3), (s * 0.48, 0.24, 0.34), (s * 0.46, 0.04, 0.46)], [0.1, 0.075, 0.05], coat)
        for base in ((s * 0.46, 0.03, 0.46), (s * 0.62, 0.03, -0.06 - 2 * out)):
            for k in (-1, 0, 1):
                tip = add(base, (0.11 * k + s * 0.03, -0.005, 0.15))
                part.limb(base, 0.03, tip, 0.02, coat)
                part.ball(tip, 0.035, Paint(mix(own, (240, 200, 80), 0.4), shine=0.4))
    body.graft(part, turn(0, 0.3 * hop) * 1.35, (0, (y - 0.1) * 0.9, 0))
