"""Castles, churches, temples, towers, pyramids, pagodas and mosques, and the volcano; ten units high."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, chance
from vitascope.engines.animatic.draw.rigs.colours import paint_of
from vitascope.engines.animatic.draw.rigs.masonry import DARK, SLATE, STONE, TIMBER, gable, pane, windows
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.stage import Colour


def _merlons(body: Body, at: Point, radius: float, y: float, stone: Paint, count: int = 10) -> None:
    for k in range(count):
        a = k / count * 2 * math.pi
        body.box((at[0] + math.sin(a) * radius, y, at[2] + math.cos(a) * radius), (0.16, 0.22, 0.16), stone)


def _turret(body: Body, at: Point, radius: float, high: float, night: float, seed: int, *, cone: float = 0.0) -> None:
    stone = Paint((150 - 8 * (seed % 3), 144 - 8 * (seed % 3), 134 - 6 * (seed % 3)), pattern=MOTTLE, grain=1.6)
    grid = lathe(
        [(radius * 1.08, 0), (radius, 0.6), (radius, high - 0.5), (radius * 1.18, high - 0.3), (radius * 1.18, high)],
        18,
    )
    body.sheet(grid + np.array(at), stone, closed=True)
    if cone > 0:
        top = lathe([(radius * 1.32, high - 0.05), (radius * 0.72, high + cone * 0.45), (0.03, high + cone)], 18)
        body.sheet(top + np.array(at), Paint((70, 78, 100), pattern=MOTTLE, grain=0.8), closed=True)
    else:
        _merlons(body, at, radius * 1.1, at[1] + high + 0.15, stone)
    for k in range(2):
        y = at[1] + high * (0.45 + 0.28 * k)
        body.box((at[0] + 0.2 * (k - 0.5), y, at[2] + radius * 0.99), (0.09, 0.26, 0.06), pane(night, seed + k))


def castle(body: Body, colour: str | None, seed: int, night: float) -> None:
    """A keep, a wall with its gate, and towers round and pointed."""
    stone = Paint(paint_of(colour, (148, 142, 132)), pattern=MOTTLE, grain=2.0)
    body.box((0, 3.2, -1.6), (1.7, 3.2, 1.5), stone)
    for k in range(6):
        body.box((-1.5 + 0.6 * k, 6.55, -0.2), (0.16, 0.2, 0.14), stone)
    for k in range(3):
        body.box((-0.9 + 0.9 * k, 4.6, -0.06), (0.12, 0.3, 0.06), pane(night, seed + k))
    body.box((0, 1.25, 1.6), (4.4, 1.25, 0.35), stone)
    for k in range(15):
        if abs(k - 7) > 1:
            body.box((-4.3 + 0.614 * k, 2.68, 1.8), (0.17, 0.2, 0.14), stone)
    body.box((0, 1.55, 1.8), (0.95, 1.55, 0.5), stone)
    _merlons(body, (0, 0, 1.8), 0.75, 3.25, stone, 8)
    body.box((0, 0.75, 2.28), (0.5, 0.75, 0.06), Paint((54, 38, 28)))
    body.limb((-0.0, 1.45, 2.25), 0.5, (0.0, 1.5, 2.27), 0.5, Paint((54, 38, 28)))
    _turret(body, (-4.4, 0, 1.6), 0.85, 4.2, night, seed + 1)
    _turret(body, (4.4, 0, 1.6), 0.85, 4.2, night, seed + 2, cone=1.8)
    _turret(body, (-1.9, 0, -1.9), 0.75, 7.2, night, seed + 3, cone=2.2)
    _turret(body, (1.9, 0, -2.2), 0.62, 8.0, night, seed + 4, cone=2.0)
    _turret(body, (-3.6, 0, -2.4), 0.7, 5.2, night, seed + 5, cone=1.9)
    _turret(body, (3.7, 0, -2.2), 0.75, 5.6, night, seed + 6)
    body.limb((1.9, 9.9, -2.2), 0.03, (1.9, 10.9, -2.2), 0.03, TIMBER)
    body.quad(
        (1.9, 10.9, -2.2), (2.7, 10.75, -2.2), (2.7, 10.4, -2.2), (1.9, 10.4, -2.2), Paint((176, 34, 34), soft=0.4)
    )


def tower(body: Body, colour: str | None, seed: int, night: float) -> None:  # noqa: ARG001
    _turret(body, (0, 0, 0), 1.15, 7.6, night, seed, cone=2.6)


def church(body: Body, colour: str | None, seed: int, night: float) -> None:
    wall = Paint(paint_of(colour, (226, 220, 206)), pattern=MOTTLE, grain=2.0)
    gable(body, (1.4, 0, 0), (3.6, 1.9), 2.8, 4.6, wall, SLATE)
    body.box((-2.4, 2.9, 0), (1.05, 2.9, 1.05), wall)
    for k in range(4):
        a, b = k * math.pi / 2 + math.pi / 4, (k + 1) * math.pi / 2 + math.pi / 4
        r = 1.62
        body.tri(
            (-2.4 + math.sin(a) * r, 5.75, math.cos(a) * r), (-2.4 + math.sin(b) * r, 5.75, math.cos(b) * r),
            (-2.4, 9.4, 0), SLATE,
        )  # fmt: skip
    body.limb((-2.4, 9.3, 0), 0.04, (-2.4, 10.1, 0), 0.04, Paint((206, 170, 80), shine=0.6))
    body.limb((-2.65, 9.8, 0), 0.04, (-2.15, 9.8, 0), 0.04, Paint((206, 170, 80), shine=0.6))
    for z in (-1.94, 1.94):
        for k in range(4):
            x = -0.9 + 1.45 * k
            body.box((x, 1.5, z), (0.26, 0.72, 0.05), pane(night, seed))
            body.ball((x, 2.22, z), (0.26, 0.3, 0.06), pane(night, seed))
    body.box((-2.4, 4.6, 1.07), (0.3, 0.5, 0.05), Paint(DARK))
    body.ball((-2.4, 3.5, 1.06), (0.4, 0.4, 0.05), Paint((240, 236, 222)))
    body.box((-2.4, 0.75, 1.08), (0.42, 0.75, 0.06), Paint((84, 54, 38)))


def temple(body: Body, colour: str | None, seed: int, night: float, *, broken: float = 0.0) -> None:  # noqa: ARG001
    """Columns under a pediment, after the Parthenon; or what time has left of them."""
    stone = Paint(paint_of(colour, (222, 210, 184)), shine=0.05, pattern=MOTTLE, grain=1.6)
    for k in range(3):
        body.box((0, 0.2 + 0.4 * k, 0), (7.4 - 0.4 * k, 0.2, 4.2 - 0.4 * k), stone)
    for row in (-3.0, 3.0):
        for k in range(8):
            x = -6.0 + 12.0 / 7 * k
            left = chance(seed, k + (20 if row > 0 else 0))
            top = 6.6 if left > broken else 1.2 + 4.6 * left
            body.sheet(
                lathe([(0.52, 1.2), (0.50, 3.0), (0.42, max(top - 0.3, 3.1) if top > 3.4 else top)], 12)
                + np.array((x, 0, row)),
                stone,
                closed=True,
            )
            if top > 6:
                body.box((x, 6.75, row), (0.6, 0.16, 0.6), stone)
    if broken > 0:
        for k in range(2):
            body.box((-4.3 + 6.9 * k, 7.15, 3.0), (1.9, 0.3, 0.5), stone)
        for k in range(9):
            x, z = -7 + 14 * chance(seed, k + 60), 3.2 + 3.4 * chance(seed, k + 70)
            body.limb((x, 0.4, z), 0.45, (x + 0.9 * chance(seed, k + 80), 0.42, z + 0.5), 0.45, stone)
        return
    body.box((0, 7.25, 0), (6.9, 0.4, 3.7), stone)
    for z in (-3.75, 3.75):
        body.tri((-7.0, 7.65, z), (7.0, 7.65, z), (0, 9.9, z), stone)
    for side in (-1.0, 1.0):
        body.quad((side * 7.2, 7.6, -3.9), (side * 7.2, 7.6, 3.9), (0, 10.0, 3.9), (0, 10.0, -3.9), stone)
    body.box((0, 3.8, -0.4), (5.0, 2.8, 2.0), Paint((120, 108, 92)))


def ruin(body: Body, colour: str | None, seed: int, night: float) -> None:
    temple(body, colour, seed, night, broken=0.62)


def pyramid(body: Body, colour: str | None, seed: int, night: float) -> None:  # noqa: ARG001
    sand = Paint(paint_of(colour, (214, 180, 124)), pattern=MOTTLE, grain=0.5)
    steps = 26
    for k in range(steps):
        half = 7.8 * (1 - k / steps)
        body.box((0, 10.0 * (k + 0.5) / steps, 0), (half, 5.0 / steps, half), sand)


def pagoda(body: Body, colour: str | None, seed: int, night: float) -> None:
    red = Paint(paint_of(colour, (168, 46, 36)))
    body.box((0, 0.2, 0), (3.0, 0.2, 3.0), STONE)
    y = 0.4
    for k in range(5):
        w = 2.1 - 0.28 * k
        body.box((0, y + 0.55, 0), (w, 0.55, w), Paint((226, 216, 196)))
        for x in (-w, -w / 3, w / 3, w):
            body.box((x, y + 0.55, w), (0.1, 0.56, 0.1), red)
        windows(body, (-0.6 * w, 0.6 * w), y + 0.5, w + 0.03, night, seed + k, half=0.24)
        e = w + 0.95
        grid = np.array([
            [(sx * r * (1 + lift * 0.06), y + 1.1 + up + lift * 0.22 * (sx * sz != 0), sz * r) for sx, sz, lift in (
                (-1, -1, 1), (0, -1, 0), (1, -1, 1), (1, 0, 0), (1, 1, 1), (0, 1, 0), (-1, 1, 1), (-1, 0, 0)
            )]
            for r, up in ((e, 0.0), (0.72 * w, 0.55), (0.4 * w, 0.72))
        ])  # fmt: skip
        body.sheet(grid, Paint((58, 66, 78)), closed=True)
        y += 1.72
    body.limb((0, y, 0), 0.1, (0, y + 1.1, 0), 0.03, Paint((206, 170, 80), shine=0.7))


def torii(body: Body, colour: str | None, seed: int, night: float) -> None:  # noqa: ARG001
    red = Paint(paint_of(colour, (206, 58, 34)))
    for x in (-3.2, 3.2):
        body.limb((x, 0, 0), 0.48, (x * 0.94, 8.6, 0), 0.42, red)
        body.limb((x, 0, 0), 0.6, (x, 0.7, 0), 0.55, Paint((40, 38, 40)))
    body.box((0, 6.8, 0), (4.0, 0.32, 0.3), red)
    body.box((0, 8.75, 0), (4.7, 0.35, 0.42), red)
    grid = np.array(
        [[(x, 9.1 + 0.03 * x * x + up, z) for z in (-0.6, 0.6)] for x in np.linspace(-5.3, 5.3, 9) for up in (0.0,)]
    )
    body.sheet(grid, Paint((46, 44, 48)))
    body.sheet(grid + np.array((0, 0.4, 0)), Paint((46, 44, 48)))
    for z in (-0.6, 0.6):
        edge = grid[:, 0 if z < 0 else 1]
        body.sheet(np.stack([edge, edge + np.array((0, 0.4, 0))], axis=1), Paint((46, 44, 48)))
    body.box((0, 7.75, 0), (0.4, 0.65, 0.2), red)


def mosque(body: Body, colour: str | None, seed: int, night: float) -> None:
    white = Paint(paint_of(colour, (236, 230, 218)), shine=0.1)
    body.box((0, 1.7, 0), (4.0, 1.7, 3.4), white)
    dome = lathe([(2.3, 3.3), (2.5, 4.0), (2.35, 5.0), (1.7, 6.1), (0.7, 6.9), (0.05, 7.4)], 24)
    body.sheet(dome, white, closed=True)
    body.limb((0, 7.3, 0), 0.06, (0, 8.3, 0), 0.03, Paint((214, 176, 80), shine=0.7))
    for x, z in ((-4.6, 3.4), (4.6, 3.4), (-4.6, -3.4), (4.6, -3.4)):
        body.sheet(
            lathe([(0.42, 0), (0.36, 7.8), (0.55, 7.9), (0.55, 8.2), (0.3, 8.2), (0.34, 9.0), (0.02, 10.0)], 14)
            + np.array((x, 0, z)),
            white,
            closed=True,
        )
    for k in range(5):
        x = -2.8 + 1.4 * k
        body.box((x, 1.2, 3.43), (0.42, 1.0, 0.05), pane(night, seed + k) if k != 2 else Paint((72, 50, 38)))
        body.ball((x, 2.2, 3.43), (0.42, 0.5, 0.06), pane(night, seed + k) if k != 2 else Paint((72, 50, 38)))


_SLOPE = ((1.75, 2.05, 2.9, 4.7, 7.0, 9.6, 12.6, 15.5), (9.95, 10.0, 8.8, 6.5, 4.2, 2.3, 0.9, 0.0))
"""Radius and height of a volcano's flank."""


def volcano(body: Body, colour: str | None, seed: int, night: float) -> None:  # noqa: ARG001
    """A cone with gullies, its mouth aglow, and streams of lava that run down."""
    a = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    gully = sum(0.05 * np.sin(a * f + seed % 7 + f) for f in (3, 7, 11, 17))
    rows = []
    for r, y in (
        (17.5, -0.8),
        (15.5, 0.0),
        (12.6, 0.9),
        (9.6, 2.3),
        (7.0, 4.2),
        (4.7, 6.5),
        (2.9, 8.8),
        (2.05, 10.0),
        (1.75, 9.9),
        (1.2, 9.0),
    ):
        rough = 1 + gully * (0.4 + r / 16) * (1.0 if y < 9.9 else 0.3)
        rows.append(
            np.stack([np.sin(a) * r * rough, np.full(64, y) + 0.16 * np.sin(a * 9 + y), np.cos(a) * r * rough], axis=1)
        )
    body.sheet(np.array(rows), Paint((52, 44, 42), pattern=MOTTLE, grain=0.5), closed=True)
    body.ball((0, 9.0, 0), (1.5, 0.4, 1.5), Paint((255, 150, 40), glow=1.0))


def fire_of(body: Body, cast: Cast) -> None:
    hot = 0.75 + 0.25 * math.sin(cast.time_s * 2.3)
    for k in range(5):
        turn = cast.to_camera + (k - 2) * 0.62 + 0.3 * (chance(cast.seed, k) - 0.5)
        reach = 2.2 + 6.5 * chance(cast.seed, k + 9) + 0.25 * cast.time_s
        line: list[Point] = []
        for j in range(13):
            r = 1.75 + reach * j / 12
            y = float(np.interp(r, *_SLOPE)) + 0.10
            b = turn + 0.10 * math.sin(r * 1.7 + k) + 0.05 * math.sin(r * 4.1 + k * 2)
            line.append((math.sin(b) * r, y, math.cos(b) * r))
        for j in range(12):
            heat = (1 - j / 13) * (0.85 + 0.15 * math.sin(cast.time_s * 3 - j * 0.9 + k))
            glow: Colour = (255, 90 + 120 * heat * hot, 20 + 60 * heat * heat)
            wide = 0.16 + 0.10 * (j / 12)
            body.limb(line[j], wide, line[j + 1], wide, Paint(glow, glow=0.95))
    body.source("fire", (0, 10.0, 0), 2.0, 0.9)
    body.source("sparks", (0, 10.4, 0), 2.2, 1.0)
    body.source("smoke", (0, 12.0, 0), 2.6, 0.9)
    body.source("glow", (0, 10.2, 0), 4.0, 0.5 + 0.4 * cast.night)
