"""Monkeys and apes: on their knuckles, sitting, or upright."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, curve, joint, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.hide import Knot, skin
from vitascope.engines.animatic.draw.rigs.shade import BELLY, MOTTLE
from vitascope.engines.animatic.draw.stage import Colour

_DARK = Paint((22, 18, 18), shine=0.5)


def draw_primate(body: Body, cast: Cast) -> None:  # noqa: PLR0915  one body
    """1.35 high; a gorilla is broad and black, an orangutan red, a monkey slight and tailed."""
    words = (cast.actor.form + " " + cast.actor.label).lower()
    great = any(w in words for w in ("gorilla", "silverback", "kong", "ape"))
    red = "orang" in words
    coat: Colour = paint_of(cast.actor.colour, (44, 42, 46) if great else (176, 84, 36) if red else (126, 88, 56))
    face: Colour = (66, 60, 62) if great else (224, 178, 140)
    fur = Paint(coat, lighter(coat, 0.16), pattern=BELLY | MOTTLE, grain=0.25)
    bare = Paint(face, shine=0.1)
    t = cast.time_s
    moving = cast.actor.action in ("walk", "run") or cast.speed > 0.05
    way = (cast.travelled * 4.4 if cast.speed > 0.05 else t * 4) * moving
    beat = cast.actor.action in ("roar", "raise", "dance") and great
    broad = 1.35 if great else 1.1 if red else 0.85
    breath = 0.01 * math.sin(t * 2.1)
    hip: Point = (0.0, 0.42 if moving else 0.24, -0.3 if moving else -0.16)
    chest: Point = (0.0, 0.86 + breath + 0.02 * math.sin(way * 2), 0.12 if moving else 0.0)
    if beat:
        hip, chest = (0.0, 0.44, -0.05), (0.0, 0.96, 0.0)
    knots: list[Knot] = [
        (0, hip[1] - 0.1, hip[2] - 0.1, 0.05, 0.05),
        (0, *hip[1:], 0.2 * broad, 0.19),
        (0, 0.5 * (hip[1] + chest[1]), 0.5 * (hip[2] + chest[2]), 0.22 * broad, 0.2),
        (0, *chest[1:], 0.25 * broad, 0.2 * broad**0.5),
        (0, chest[1] + 0.16, chest[2] + 0.07, 0.12 * broad, 0.12),
    ]
    body.sheet(skin(knots, 18, 14), fur, closed=True)
    head = add(chest, (0.0, 0.3, 0.14))
    look = 0.4 * math.sin(t * 0.8 + cast.chance(4) * 6)
    part = Body()
    part.ball((0, 0, 0), (0.16, 0.17, 0.17), fur)
    part.ball((0, -0.02, 0.09), (0.125, 0.13, 0.1), bare)
    part.ball((0, -0.075, 0.15), (0.095, 0.075, 0.085), bare)
    opened = 0.04 * cast.mouth + (0.05 * max(math.sin(t * 3), 0) if beat else 0)
    part.ball((0, -0.1 - opened, 0.2), (0.06, 0.012 + opened, 0.03), _DARK)
    part.limb((-0.09, 0.055, 0.16), 0.03, (0.09, 0.055, 0.16), 0.03, bare if not great else fur)
    for s in (-1, 1):
        part.ball((s * 0.055, 0.02, 0.17), (0.026, 0.026, 0.022), Paint((120, 78, 40), shine=0.7))
        part.ball((s * 0.055, 0.02, 0.188), 0.014, _DARK)
        part.ball((s * 0.02, -0.04, 0.23), 0.011, _DARK)
        part.ball((s * 0.165, 0.0, -0.01), (0.03, 0.06, 0.05), bare)
    body.graft(part, turn(look), head)
    for s in (-1, 1):
        shoulder: Point = (s * 0.23 * broad, chest[1] + 0.05, chest[2])
        swing = math.sin(way + (0 if s > 0 else math.pi))
        if beat:
            drum = 0.12 * max(math.sin(t * 13 + (0 if s > 0 else math.pi)), 0.0)
            hand: Point = (s * (0.1 + drum * 0.6), 0.92, 0.3 + drum)
        elif moving:
            hand = (
                s * 0.24 * broad,
                0.05 + 0.1 * max(math.cos(way + (0 if s > 0 else math.pi)), 0),
                0.32 + 0.22 * swing,
            )
        else:
            hand = (s * 0.3 * broad, 0.16 + 0.03 * math.sin(t * 1.4 + s), 0.26)
        elbow = joint(shoulder, hand, 0.44, 0.44, (s * 0.7, 0, -0.6))
        body.tube([shoulder, elbow, hand], [0.095 * broad, 0.075 * broad, 0.055 * broad], fur)
        body.ball(hand, (0.06, 0.05, 0.07), bare)
        foot: Point = (s * 0.2 * broad, 0.04, hip[2] + (0.1 - 0.2 * swing if moving else 0.34))
        knee = joint((s * 0.13 * broad, hip[1], hip[2]), foot, 0.3, 0.3, (s * 0.5, 0.4, 1))
        body.tube([(s * 0.13 * broad, hip[1], hip[2]), knee, foot], [0.12 * broad, 0.085 * broad, 0.06 * broad], fur)
        body.ball(add(foot, (0, 0, 0.05)), (0.055, 0.04, 0.1), bare)
    if not great and not red:
        tail = curve(
            [
                hip,
                add(hip, (0.1, -0.1, -0.35)),
                add(hip, (0.22, 0.2, -0.62)),
                add(hip, (0.12 * math.sin(t), 0.62, -0.5)),
                add(hip, (0, 0.66, -0.3)),
            ],
            14,
        )
        body.tube(tail, [0.034 * (1.1 - i / 22) for i in range(14)], Paint(darker(coat, 0.1)))
