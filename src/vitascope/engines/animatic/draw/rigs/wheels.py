"""Wheels of road vehicles: spokes while they can be followed, a blurred disc when they cannot."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point

_TYRE = Paint((26, 26, 29), shine=0.06)
_ARCH = Paint((9, 9, 11))
_RIM = Paint((176, 182, 190), shine=0.8)
_DISC = Paint((150, 154, 160), shine=0.6)
_SLOWEST, _FASTEST = 9.0, 22.0
"""Radians a second between which spokes turn into a blur: at 22 a fifth of a turn goes by in a frame's exposure."""


def wheel(body: Body, at: Point, radius: float, width: float, spin: float, rate: float, *, spokes: int = 5) -> None:
    """About the x axis, its outer face at ``at``; ``spin`` in radians, ``rate`` in radians a second."""
    x, y, z = at
    out = 1.0 if x > 0 else -1.0
    mid = x - out * width / 2
    body.ball((mid, y, z), (width * 0.4, radius * 0.8, radius * 0.8), _ARCH)
    ring: list[Point] = []
    for k in range(17):
        a = k / 16 * math.tau
        ring.append((mid, y + math.cos(a) * radius * 0.83, z + math.sin(a) * radius * 0.83))
    body.tube(ring, [radius * 0.17] * 17, _TYRE)
    body.ball((mid + out * width * 0.1, y, z), (width * 0.26, radius * 0.68, radius * 0.68), Paint((36, 37, 41)))
    blur = min(max((abs(rate) - _SLOWEST) / (_FASTEST - _SLOWEST), 0.0), 1.0)
    face = x - out * 0.02
    if blur < 1.0:
        rim = Paint(_RIM.colour, shine=0.8, alpha=1.0 - blur)
        for k in range(spokes):
            a = spin + k / spokes * math.tau
            tip = (face - out * 0.02, y + math.cos(a) * radius * 0.6, z + math.sin(a) * radius * 0.6)
            body.limb((face, y, z), radius * 0.1, tip, radius * 0.065, rim)
    if blur > 0.0:
        for size, share in ((0.66, 0.75), (0.4, 0.5)):
            disc = Paint(_DISC.colour, shine=0.5, alpha=share * blur)
            body.ball((face - out * 0.02, y, z), (0.03, radius * size, radius * size), disc)
    body.ball((face, y, z), (0.03, radius * 0.15, radius * 0.15), _RIM)


def arch(body: Body, at: Point, radius: float) -> None:
    """The dark of a wheel's housing, flush with the side of a body."""
    body.ball((at[0], at[1] + 0.02, at[2]), (0.03, radius * 1.09, radius * 1.09), _ARCH)
