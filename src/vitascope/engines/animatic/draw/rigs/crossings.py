"""Bridges that one walks over, right across the picture: of beams and boards, or hung from ropes. In metres."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import chance
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE

_BOARDS = tuple(Paint(c, pattern=MOTTLE, grain=0.4) for c in ((128, 98, 70), (112, 84, 60), (140, 112, 82)))
_BEAM = Paint((92, 68, 48), pattern=MOTTLE, grain=0.5)
_ROPE = Paint((164, 138, 98), pattern=MOTTLE, grain=0.05)
_REACH_M = 22.0
"""To either side: past the frame's edges, or to the banks."""


def footbridge(z: float) -> Body:
    """Boards on two beams, a railing on both sides, posts in the water."""
    body = Body()
    _deck(body, z, 0.75, 0.19)
    for side in (-1, 1):
        at = z + 0.72 * side
        body.box((0, -0.22, at), (_REACH_M, 0.13, 0.09), _BEAM)
        for k in range(-11, 12):
            body.box((2.0 * k, 0.45, at), (0.06, 0.62, 0.06), _BEAM)
        for y in (0.55, 1.02):
            body.box((0, y, at), (_REACH_M, 0.045 if y < 1 else 0.055, 0.035), _BOARDS[0])
        for k in range(-3, 4):
            body.limb((6.5 * k, -4.5, at), 0.16, (6.5 * k, -0.2, at), 0.15, _BEAM)
    return body


def rope_bridge(z: float) -> Body:
    """Loose boards, and hand ropes on hangers, that sag towards the middle."""
    body = Body()
    _deck(body, z, 0.55, 0.30)
    for side in (-1, 1):
        at = z + 0.55 * side
        top = [(x, 1.02 + 0.0016 * x * x, at + 0.12 * side) for x in (1.0 * k - _REACH_M for k in range(45))]
        body.tube(top, [0.035] * len(top), _ROPE)
        for y in (0.5, -0.06):
            body.tube([(x, y + 0.0004 * x * x, at + 0.05 * side) for x, _, _ in top], [0.022] * len(top), _ROPE)
        for x, high, far in top:
            body.limb((x, -0.06, at), 0.014, (x, high, far), 0.014, _ROPE)
            body.limb((x, 0.5, at + 0.05 * side), 0.010, (x + 1.0, high, far), 0.010, _ROPE)
    return body


def _deck(body: Body, z: float, half: float, every: float) -> None:
    n = int(_REACH_M / every)
    for k in range(-n, n + 1):
        lot = chance(5, k + 500)
        skew = 0.03 * (lot - 0.5)
        body.box((every * k, -0.03 + 0.012 * math.sin(3.7 * k), z + skew), (0.44 * every, 0.028, half + 0.06 * lot),
                 _BOARDS[int(2.99 * lot)])  # fmt: skip
