"""A rover for other worlds: six wheels on rockers, a mast with eyes, a dish, an arm."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, turn
from vitascope.engines.animatic.draw.rigs.colours import paint_of
from vitascope.engines.animatic.draw.rigs.wheels import wheel

_LONG_M = 3.0
_RADIUS = 0.27
_ALLOY = Paint((196, 198, 202), shine=0.7)
_DARK = Paint((40, 42, 48), shine=0.3)
_FOIL = Paint((206, 164, 78), shine=0.9)


def draw(body: Body, cast: Cast, length: float) -> bool:
    """Draw it if the actor's form is a rover, ``length`` units long."""
    if cast.actor.form != "rover":
        return False
    k = length / _LONG_M
    part = Body()
    white = Paint(paint_of(cast.actor.colour, (228, 226, 220)), shine=0.25)
    sway = 0.02 * math.sin(cast.time_s * 2.3) * min(cast.speed / k, 1.0)
    part.box((0, 0.85, 0.0), (0.62, 0.2, 0.85), white)
    part.box((0, 1.06, -0.05), (0.66, 0.025, 0.9), _DARK)
    part.box((0, 0.7, 0.0), (0.5, 0.06, 0.7), _FOIL)
    part.limb((0, 0.98, -0.9), 0.16, (0, 1.2, -1.25), 0.14, _DARK)  # what gives it its heat
    for i in range(6):
        part.quad(
            (-0.2, 1.0 + 0.03 * i, -0.95 - 0.055 * i), (0.2, 1.0 + 0.03 * i, -0.95 - 0.055 * i),
            (0.24, 1.2 + 0.03 * i, -1.0 - 0.055 * i), (-0.24, 1.2 + 0.03 * i, -1.0 - 0.055 * i), _ALLOY,
        )  # fmt: skip
    part.limb((0.38, 1.05, 0.62), 0.06, (0.38, 1.85, 0.62), 0.05, white)
    look = turn(0.5 * math.sin(cast.time_s * 0.7), 0.0)
    head = Body()
    head.box((0, 0, 0), (0.28, 0.13, 0.12), white)
    head.ball((0.0, 0.02, 0.12), 0.085, Paint((20, 24, 32), shine=1.0))
    for s in (-1, 1):
        head.ball((0.19 * s, -0.02, 0.12), 0.05, Paint((20, 24, 32), shine=1.0))
    part.graft(head, look, (0.38, 1.97, 0.62))
    part.limb((-0.35, 1.06, -0.3), 0.03, (-0.35, 1.4, -0.3), 0.03, _ALLOY)
    part.ball((-0.35, 1.52, -0.26), (0.3, 0.26, 0.06), _ALLOY, turn=turn(0.3, 0.5))
    part.tube([(-0.2, 0.9, 0.85), (-0.42, 1.05, 1.15), (-0.3, 0.62 + sway, 1.5)], [0.055, 0.05, 0.045], white)
    part.ball((-0.3, 0.58 + sway, 1.52), 0.11, _DARK)
    rate = cast.speed / k / _RADIUS if cast.speed > 0.05 else 0.0
    for s in (-1, 1):
        x = 0.78 * s
        part.tube([(x * 0.86, 0.78, 0.1), (x, 0.62, 0.95), (x, _RADIUS, 1.1)], [0.045] * 3, _ALLOY)
        part.tube([(x * 0.86, 0.78, 0.1), (x, 0.6, -0.5), (x, _RADIUS, 0.0)], [0.045] * 3, _ALLOY)
        part.tube([(x, 0.6, -0.5), (x, _RADIUS, -1.05)], [0.045] * 2, _ALLOY)
        for z in (1.1, 0.02, -1.08):
            wheel(part, (x + 0.17 * s, _RADIUS, z), _RADIUS, 0.3, cast.travelled / k / _RADIUS, rate, spokes=6)
    body.graft(part, np.eye(3) * k, (0.0, 0.0, 0.0))
    if cast.speed / k > 0.3:
        body.source("dust", (0.0, 0.08 * k, -1.3 * k), 0.4 * k, 0.3)
    return True
