"""What a church has within: pillars that bear arches, pews, and tall windows of coloured glass. In metres."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import chance
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe

DEEP_M, HALF_M, HIGH_M = 21.0, 6.0, 11.0
"""Of the room that it is made for; `worlds.rooms` has the same."""
_STONE = Paint((206, 196, 176), pattern=MOTTLE, grain=0.9)
_LEAD = Paint((40, 38, 40))
_WOOD = Paint((104, 70, 44), pattern=MOTTLE, grain=0.4)
_GLASS = (
    (190, 30, 44), (36, 70, 190), (236, 184, 50), (40, 130, 90), (110, 50, 160), (60, 150, 210), (220, 110, 40),
)  # fmt: skip


def nave(body: Body, _word: str | None, seed: int, night: float) -> None:
    """Seen from its west end; the aisle is free for who walks it."""
    glow = 0.85 - 0.65 * night
    for s in (-1, 1):
        for k in range(5):
            _pillar(body, (3.9 * s, 0.0, 3.4 + 4.0 * k), s)
            _arch(body, 3.9 * s, 3.4 + 4.0 * k)
        for k in range(4):
            _window(body, (5.96 * s, 3.0, 5.4 + 4.0 * k), 0.75, 4.2, glow, seed + 9 * k + s, side=s)
        for k in range(9):
            _pew(body, 1.35 * s, 3.35 * s, 5.2 + 1.35 * k)
    for x, low, wide, high in ((0.0, 2.6, 1.25, 6.4), (-2.9, 2.6, 0.85, 4.8), (2.9, 2.6, 0.85, 4.8)):
        body.box((x, low + high / 2, DEEP_M - 0.1), (wide + 0.3, high / 2 + 0.35, 0.06), _STONE)
        _window(body, (x, low, DEEP_M - 0.22), wide, high, glow, seed + int(7 * x), side=0)
    body.box((0, 0.5, DEEP_M - 2.2), (1.5, 0.5, 0.5), _STONE)
    body.box((0, 1.02, DEEP_M - 2.2), (1.6, 0.03, 0.56), Paint((240, 236, 224)))
    for s in (-1, 1):
        body.limb((1.1 * s, 1.05, DEEP_M - 2.2), 0.05, (1.1 * s, 1.6, DEEP_M - 2.2), 0.05, Paint((244, 238, 220)))
        body.ball((1.1 * s, 1.72, DEEP_M - 2.2), (0.05, 0.12, 0.05), Paint((255, 210, 120), glow=1.0))


def _pillar(body: Body, at: Point, side: int) -> None:
    profile = [(0.62, 0.0), (0.6, 0.3), (0.42, 0.5), (0.4, 5.6), (0.58, 6.0), (0.6, 6.3)]
    body.sheet(lathe(profile, 10, at=at), _STONE, closed=True, solid=True)
    for k in range(4 if at[2] < 8 else 0):  # farther off they are not told apart
        a = k * math.pi / 2 + 0.6
        x, z = at[0] + 0.42 * math.sin(a), at[2] + 0.42 * math.cos(a)
        body.limb((x, 0.4, z), 0.11, (x, 5.8, z), 0.11, _STONE)
    ribs: list[Point] = [
        (at[0] * (1 - t * t), 6.2 + 4.6 * math.sin(t * math.pi / 2), at[2]) for t in (k / 6 for k in range(7))
    ]
    body.tube(ribs, [0.2] * 7, _STONE)
    body.limb((at[0], 6.2, at[2]), 0.2, (5.9 * side, 7.6, at[2]), 0.16, _STONE)


def _arch(body: Body, x: float, z: float) -> None:
    points: list[Point] = []
    for k in range(13):
        t = k / 12
        points.append((x, 6.2 + 1.9 * (1 - abs(2 * t - 1) ** 1.7), z + 4.0 * t))
    body.tube(points, [0.24] * 13, _STONE)


def _window(body: Body, at: Point, wide: float, high: float, glow: float, seed: int, *, side: int) -> None:
    """Panes of many colours under a pointed arch, leaded; ``side`` is the wall that it is in, 0 the one ahead."""
    rows, cols = max(int(high / 0.42), 4), max(int(wide / 0.2), 4)

    def spot(u: float, v: float) -> Point:
        if side:
            return (at[0] - 0.02 * side, at[1] + v, at[2] + u)
        return (at[0] + u, at[1] + v, at[2])

    spring = 0.62 * high
    for j in range(rows):
        v0, v1 = high * j / rows, high * (j + 1) / rows
        reach = wide if v1 <= spring else wide * math.sqrt(max(1 - ((v1 - spring) / (high - spring)) ** 1.4, 0.0))
        if reach <= 0.02:
            continue
        for k in range(cols):
            u0, u1 = reach * (2 * k / cols - 1), reach * (2 * (k + 1) / cols - 1)
            middle = abs(2 * (k + 0.5) / cols - 1)
            ring = int(3 * middle + 0.6 * j)
            colour = _GLASS[(ring + int(2.2 * chance(seed, j * 31 + min(k, cols - 1 - k)))) % len(_GLASS)]
            level = glow * (0.7 + 0.3 * chance(seed, j * 17 + k))
            body.quad(spot(u0, v0), spot(u1, v0), spot(u1, v1), spot(u0, v1), Paint(colour, glow=level, soft=0.5))
        body.limb(spot(-reach, v1), 0.018, spot(reach, v1), 0.018, _LEAD)
    for k in range(0, cols + 1, 2):
        u = wide * (2 * k / cols - 1)
        top = spring + (high - spring) * max(1 - (abs(u) / wide) ** 2, 0.0) ** 0.7
        body.limb(spot(u, 0), 0.02, spot(u, top), 0.02, _LEAD)


def _pew(body: Body, inner: float, outer: float, z: float) -> None:
    middle, half = (inner + outer) / 2, abs(outer - inner) / 2
    body.box((middle, 0.45, z), (half, 0.03, 0.2), _WOOD)
    body.box((middle, 0.72, z + 0.22), (half, 0.26, 0.03), _WOOD)
    for x in (inner, outer):
        body.box((x, 0.5, z + 0.05), (0.04, 0.5, 0.25), _WOOD)
