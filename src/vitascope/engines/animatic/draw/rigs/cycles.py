"""What goes on two wheels, with who rides it: motorcycle, scooter and bicycle."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, joint, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, paint_of
from vitascope.engines.animatic.draw.rigs.faces import draw_head
from vitascope.engines.animatic.draw.rigs.looks import Look, look_of
from vitascope.engines.animatic.draw.rigs.wheels import wheel

_MOTOR = ("motorcycle", "motorbike", "scooter", "moped", "biker", "vespa", "dirt bike", "harley", "chopper bike")
_PEDAL = ("bicycle", "cyclist", "bike", "cycling", "tricycle", "penny")
_BLACK = Paint((28, 28, 32), shine=0.3)
_CHROME = Paint((190, 194, 200), shine=1.0)
_SKIN = Paint((206, 156, 128))
_FINE = 200.0
"""Pixels of a head that has all its hairs: riders are few."""
_PEOPLE = ("girl", "boy", "woman")
HEAD_M = 0.096
"""Half the width of a rider's head, in metres."""


def draw(body: Body, cast: Cast, words: str, length: float) -> bool:
    """Draw it if ``words`` name one, ``length`` units long."""
    motor = any(w in words for w in _MOTOR)
    if not motor and not any(w in words for w in _PEDAL):
        return False
    part = Body()
    real = 2.1 if motor else 1.75
    k = length / real
    radius = 0.31 if motor else 0.34
    speed = cast.speed / k
    rate = speed / radius if speed > 0.05 else 0.0
    spin = cast.travelled / k / radius
    (_motorcycle if motor else _bicycle)(part, cast, spin, rate, radius)
    lean = 0.03 * math.sin(cast.time_s * 1.1) + 0.012 * math.sin(cast.time_s * 3.7)
    if rate == 0.0:
        lean = 0.05
    body.graft(part, turn(0.0, 0.0, lean) * k, (0.0, 0.0, 0.0))
    if speed > 4:
        body.source("dust", (0, 0.1, -0.9 * k), 0.3 * k, 0.22)
    return True


def _motorcycle(part: Body, cast: Cast, spin: float, rate: float, radius: float) -> None:
    paint = Paint(paint_of(cast.actor.colour, (170, 30, 30)), shine=0.7)
    for z in (-0.68, 0.72):
        wheel(part, (0.06, radius, z), radius, 0.12, spin, rate)
        wheel(part, (-0.06, radius, z), radius, 0.12, spin, rate)
    part.ball((0, 0.46, 0.02), (0.16, 0.2, 0.3), Paint((66, 68, 74), shine=0.7))
    for y in (0.4, 0.46, 0.52):
        part.ball((0, y, 0.1), (0.2, 0.014, 0.14), _CHROME)
    part.ball((0, 0.78, 0.2), (0.15, 0.13, 0.3), paint)
    part.ball((0, 0.74, -0.38), (0.14, 0.06, 0.34), _BLACK)
    part.ball((0, 0.8, -0.74), (0.1, 0.06, 0.16), paint)
    part.limb((0.0, 0.86, 0.46), 0.035, (0.0, radius, 0.72), 0.03, _CHROME)
    for s in (-1, 1):
        part.limb((0.09 * s, 0.9, 0.44), 0.026, (0.09 * s, radius, 0.72), 0.026, _CHROME)
        part.limb((0.09 * s, 0.45, -0.1), 0.03, (0.09 * s, radius, -0.68), 0.03, _BLACK)
        part.limb((0.05 * s, 0.98, 0.42), 0.02, (0.36 * s, 1.02, 0.3), 0.02, _BLACK)
        part.limb((0.17 * s, 0.34, 0.1), 0.045, (0.19 * s, 0.36, -0.85), 0.06, _CHROME)
    part.ball((0, 0.92, 0.58), (0.12, 0.13, 0.1), paint)
    part.ball((0, 0.92, 0.66), (0.085, 0.085, 0.04), Paint((255, 246, 216), glow=0.4 + 0.6 * cast.night))
    part.ball((0, 0.8, -0.9), (0.06, 0.04, 0.03), Paint((230, 20, 16), glow=0.3 + 0.7 * cast.night))
    part.quad(
        (-0.14, 1.0, 0.56),
        (0.14, 1.0, 0.56),
        (0.1, 1.26, 0.42),
        (-0.1, 1.26, 0.42),
        Paint((150, 176, 190), alpha=0.5, shine=1.0),
    )
    _rider(
        part, (0, 0.86, -0.3), 0.42, ((0.3, 1.03, 0.3), (0.2, 0.4, 0.02)), Paint((34, 34, 40), shine=0.2), helmet=True
    )
    if cast.night > 0.4:
        part.source("glow", (0, 0.92, 0.74), 0.4, cast.night)


def _bicycle(part: Body, cast: Cast, spin: float, rate: float, radius: float) -> None:
    paint = Paint(paint_of(cast.actor.colour, (46, 110, 160)), shine=0.6)
    tyre = Paint((30, 30, 32))
    for z in (-0.52, 0.54):
        ring: list[Point] = []
        for k in range(21):
            a = k / 20 * math.tau
            ring.append((0.0, radius + math.cos(a) * radius * 0.94, z + math.sin(a) * radius * 0.94))
        part.tube(ring, [0.022] * 21, tyre)
        thin = Paint((170, 174, 180), shine=0.6, alpha=0.75 if rate < 20 else 0.3)
        for k in range(10):
            a = spin + k / 10 * math.tau
            rim = (0.0, radius + math.cos(a) * radius * 0.9, z + math.sin(a) * radius * 0.9)
            part.limb((0, radius, z), 0.006, rim, 0.005, thin)
    crank, seat, head = (0.0, 0.3, -0.06), (0.0, 0.88, -0.26), (0.0, 0.86, 0.38)
    for end, other in ((crank, seat), (seat, head), (head, crank), (crank, (0, radius, -0.52)),
                       (seat, (0, radius, -0.52)), (head, (0, radius, 0.54)), (head, (0, 1.0, 0.36))):  # fmt: skip
        part.limb(end, 0.02, other, 0.018, paint)
    part.ball((0, 0.94, -0.29), (0.08, 0.035, 0.14), _BLACK)
    for s in (-1, 1):
        part.limb((0, 1.0, 0.36), 0.016, (0.26 * s, 1.02, 0.3), 0.018, _BLACK)
    turned = spin * 0.45
    feet = [
        (
            0.1 * s,
            0.3 + 0.16 * math.cos(turned + (s > 0) * math.pi),
            -0.06 + 0.16 * math.sin(turned + (s > 0) * math.pi),
        )
        for s in (-1, 1)
    ]
    for x, y, z in feet:
        part.limb(crank, 0.016, (x * 0.6, y, z), 0.014, _CHROME)
    part.ball(crank, (0.02, 0.09, 0.09), _CHROME)
    words = cast.actor.label.lower().split()
    form = next((kind for kind in _PEOPLE if kind in words), "man")
    who = look_of(cast.actor.label, form, None, (), cast.seed, cast.index)
    at = _rider(
        part, (0, 1.0, -0.26), 0.36, ((0.26, 1.03, 0.3), feet[1]), Paint(who.top), helmet=False, left=feet[0], who=who
    )
    face = Body()
    draw_head(face, cast, who, pixels=_FINE)
    part.graft(face, turn(0.0, -0.06) * HEAD_M, (at[0], at[1] - 0.01, at[2] + 0.01))


def _rider(
    part: Body,
    hip: Point,
    lean: float,
    reach: tuple[Point, Point],
    cloth: Paint,
    *,
    helmet: bool,
    left: Point | None = None,
    who: Look | None = None,
) -> Point:
    """Somebody who sits on it: hands on the bar, feet on what carries them.

    Returns where the middle of the head is, which is drawn here if it has a helmet.
    """
    hand, foot = reach
    chest = (0.0, hip[1] + 0.5 * math.cos(lean), hip[2] + 0.5 * math.sin(lean))
    trousers = Paint(darker(cloth.colour, 0.45) if who is None else who.bottom)
    skin = _SKIN if who is None else Paint(who.visage.skin)
    part.limb(hip, 0.15, chest, 0.17, cloth)
    neck = (0.0, chest[1] + 0.14, chest[2] + 0.05)
    head = (0.0, neck[1] + 0.15, neck[2] + 0.06)
    part.limb(chest, 0.07, neck, 0.06, skin)
    if helmet:
        part.ball(head, (0.1, 0.13, 0.12), skin)
        part.ball((head[0], head[1] + 0.02, head[2] - 0.01), (0.14, 0.16, 0.16), Paint((226, 226, 230), shine=0.8))
        part.ball((head[0], head[1] + 0.01, head[2] + 0.1), (0.1, 0.055, 0.07), Paint((16, 18, 24), shine=1.0))
    for s in (-1, 1):
        shoulder = (0.19 * s, chest[1] + 0.03, chest[2])
        grip = (hand[0] * s, hand[1], hand[2])
        elbow = joint(shoulder, grip, 0.3, 0.3, (0.4 * s, -1.0, -0.2))
        part.limb(shoulder, 0.065, elbow, 0.05, cloth)
        part.limb(elbow, 0.05, grip, 0.04, cloth)
        part.ball(grip, 0.045, skin if not helmet else _BLACK)
        pedal = left if left is not None and s < 0 else (abs(foot[0]) * s, foot[1], foot[2])
        top = (0.1 * s, hip[1], hip[2])
        knee = joint(top, pedal, 0.45, 0.45, (0.1 * s, 0.4, 1.0))
        part.limb(top, 0.09, knee, 0.07, trousers)
        part.limb(knee, 0.065, pedal, 0.05, trousers)
        part.ball((pedal[0], pedal[1] - 0.02, pedal[2] + 0.06), (0.05, 0.045, 0.12), _BLACK)
    return head
