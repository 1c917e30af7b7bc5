"""What stands out of doors and is looked at: statues, flags, fences, bridges, cannons, portals. About one unit high."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, SCALES
from vitascope.engines.animatic.draw.rigs.tableware import own
from vitascope.engines.animatic.draw.rigs.wheels import wheel

_WOOD = Paint((122, 88, 58), pattern=MOTTLE, grain=0.4)


def _flag(body: Body, cast: Cast) -> None:
    """On a pole; it waves the more the farther from it."""
    body.limb((0, 0, 0), 0.014, (0, 1.0, 0), 0.011, Paint((206, 208, 212), shine=0.6))
    body.ball((0, 1.01, 0), 0.02, Paint((216, 176, 84), shine=0.9))
    u, v = np.meshgrid(np.linspace(0, 1, 15), np.linspace(0, 1, 9))
    wave = 0.07 * u * np.sin(7 * u - 5.5 * cast.time_s + 1.5 * v)
    grid = np.stack([0.01 + 0.5 * u, 0.98 - 0.3 * v - 0.06 * u * u, wave], axis=2)
    body.sheet(grid, Paint(own(cast, (176, 34, 40)), shine=0.08))


def _fence(body: Body, cast: Cast) -> None:
    """Pales on two rails."""
    paint = Paint(own(cast, (236, 234, 228)), shine=0.1)
    for y in (0.3, 0.75):
        body.box((0, y, -0.03), (1.55, 0.045, 0.02), paint)
    for k in range(13):
        x = -1.44 + 0.24 * k
        body.box((x, 0.45, 0), (0.07, 0.45, 0.018), paint)
        body.tri((x - 0.07, 0.9, 0), (x + 0.07, 0.9, 0), (x, 1.0, 0), paint)


def _bridge(body: Body, cast: Cast) -> None:
    """Of stone, a single arch along x, with parapets; three times as long as high."""
    part = Body()
    _arch(part, cast)
    body.graft(part, np.eye(3) * 0.4, (0.0, 0.0, 0.0))


def _arch(body: Body, cast: Cast) -> None:
    stone = Paint(own(cast, (140, 132, 118)), pattern=SCALES | MOTTLE, grain=0.16)
    pale = Paint(lighter(stone.colour, 0.12), pattern=MOTTLE, grain=0.4)
    xs = np.linspace(-2.2, 2.2, 27)
    deck = 0.42 + 0.36 * np.cos(xs / 2.2 * math.pi / 2) ** 1.3
    under = np.where(np.abs(xs) < 1.1, 0.62 * np.sqrt(np.maximum(1 - (xs / 1.1) ** 2, 0)), 0.0)
    half = 0.42
    for s in (-1, 1):
        side = np.stack([np.stack([xs, y, 0 * xs + half * s], axis=1) for y in (deck + 0.16, deck, under)])
        body.sheet(side, stone)
        inner = np.stack([np.stack([xs, y, 0 * xs + (half - 0.08) * s], axis=1) for y in (deck + 0.16, deck)])
        body.sheet(inner, stone)
        rail: list[Point] = [(float(x), float(y) + 0.17, (half - 0.04) * s) for x, y in zip(xs, deck, strict=True)]
        body.tube(rail, [0.05] * len(rail), pale)
        rim: list[Point] = [(float(x), float(y), half * s) for x, y in zip(xs, under, strict=True) if abs(x) < 1.05]
        body.tube(rim, [0.035] * len(rim), pale)
    for y, paint in ((deck, pale), (under, Paint(darker(stone.colour, 0.3)))):
        body.sheet(np.stack([np.stack([xs, y, 0 * xs + half * s], axis=1) for s in (-1, 1)]), paint)


def _cannon(body: Body, cast: Cast) -> None:
    bronze = Paint(own(cast, (84, 78, 62)), shine=0.7)
    body.tube([(0, 0.5, -0.5), (0, 0.54, -0.1), (0, 0.64, 0.85)], [0.17, 0.16, 0.11], bronze)
    body.limb((0, 0.63, 0.8), 0.135, (0, 0.645, 0.88), 0.135, bronze)
    body.ball((0, 0.655, 0.99), (0.07, 0.07, 0.02), Paint((12, 12, 14)))
    body.ball((0, 0.49, -0.7), 0.07, bronze)
    for s in (-1, 1):
        body.limb((0.17 * s, 0.44, 0.15), 0.06, (0.1 * s, 0.08, -1.0), 0.05, _WOOD)
        wheel(body, (0.36 * s, 0.4, 0.1), 0.4, 0.09, 0.0, 0.0, spokes=10)


def _portal(body: Body, cast: Cast) -> None:
    """A ring of light with another place's light in it, turning."""
    colour = own(cast, (90, 150, 255))
    rings = ((0.44, 0.035, 1.0), (0.47, 0.02, 0.8), (0.4, 0.02, 0.7))
    for n, (radius, thick, glow) in enumerate(rings):
        points: list[Point] = []
        for k in range(33):
            a = k / 32 * math.tau
            r = radius * (1 + 0.03 * math.sin(5 * a + cast.time_s * (3 + n)))
            points.append((r * math.sin(a), 0.5 + r * math.cos(a), 0.0))
        body.tube(points, [thick] * 33, Paint(lighter(colour, 0.3 * n), glow=glow))
    body.ball((0, 0.5, -0.02), (0.41, 0.41, 0.02), Paint(darker(colour, 0.5), glow=0.7, alpha=0.8))
    for arm in range(3):
        spiral: list[Point] = []
        for k in range(14):
            a = cast.time_s * 1.6 + arm * math.tau / 3 + 0.32 * k
            r = 0.03 + 0.026 * k
            spiral.append((r * math.sin(a), 0.5 + r * math.cos(a), 0.015))
        body.tube(spiral, [0.012 + 0.001 * k for k in range(14)], Paint(lighter(colour, 0.6), glow=1.0, alpha=0.8))
    body.source("glow", (0.0, 0.5, 0.0), 0.7, 0.8)


def _fireball(body: Body, cast: Cast) -> None:
    pulse = 1 + 0.06 * math.sin(cast.time_s * 13)
    body.ball((0, 0.45, 0), 0.3 * pulse, Paint((255, 214, 120), glow=1.0))
    body.ball((0, 0.45, 0), 0.38 * pulse, Paint((255, 130, 30), glow=1.0, alpha=0.5))
    body.source("fire", (0.0, 0.35, 0.0), 0.55, 1.0)
    body.source("sparks", (0.0, 0.5, 0.0), 0.6, 0.8)


SIGHTS: Mapping[str, Rig] = {
    "flag": _flag, "fence": _fence, "bridge": _bridge,
    "cannon": _cannon, "portal": _portal, "fireball": _fireball,
}  # fmt: skip
