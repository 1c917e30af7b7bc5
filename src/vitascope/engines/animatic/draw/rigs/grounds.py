"""Where crowds go: the stands of a stadium with its floodlights and goals, and a roller coaster."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, chance, curve
from vitascope.engines.animatic.draw.rigs.colours import paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe

_STEEL = Paint((196, 200, 206), shine=0.5)
_CONCRETE = Paint((150, 152, 156))
_SHIRTS = (
    (196, 48, 44), (44, 84, 170), (236, 236, 232), (230, 190, 60), (52, 56, 66), (96, 150, 90), (180, 184, 190),
    (214, 120, 60),
)  # fmt: skip
_TIERS, _SEATS = 12, 170
_COASTER: tuple[Point, ...] = (
    (-17, 0.9, 3.0), (-15, 1.0, 0.6), (-11, 4.6, 0.0), (-7.4, 9.3, 0.0), (-5.6, 9.7, 0.0), (-4.0, 7.4, 0.0),
    (-2.4, 2.4, 0.0), (-0.4, 0.9, 0.1), (1.6, 2.0, 0.4), (2.7, 4.6, 0.8), (1.6, 7.0, 1.1), (-0.4, 7.5, 1.3),
    (-2.0, 5.6, 1.6), (-1.6, 2.8, 2.0), (0.6, 1.0, 2.2), (4.0, 1.2, 2.0), (7.0, 5.2, 1.4), (9.0, 6.4, 1.0),
    (11.0, 5.0, 1.0), (13.4, 1.6, 1.4), (16.0, 1.0, 2.4),
)  # fmt: skip
"""A lift, a drop, a loop and a hill; ten units high."""


def _stands(body: Body, _word: str | None, seed: int, night: float) -> None:
    """Half an oval of tiers with people on them, open towards us; the pitch lies within it."""
    lit = 0.16 + 0.3 * night
    shirts = [Paint(c, glow=lit) for c in _SHIRTS]
    a = np.linspace(-1.75, 1.75, _SEATS)
    grid = np.empty((2, _SEATS, 3))
    for tier in range(_TIERS):
        for row, (out, up) in enumerate(((0.0, 0.0), (0.45, 0.95))):
            r = 1.0 + 0.026 * (tier + out)
            grid[row, :, 0] = 40 * r * np.sin(a)
            grid[row, :, 1] = 0.9 + 0.62 * (tier + up)
            grid[row, :, 2] = 30 * r * np.cos(a)
        paints = [shirts[int(chance(seed + tier, k) * len(shirts))] for k in range(_SEATS)]
        body.sheet(grid, paints)
    for low, high, r, paint in ((-0.4, 0.95, 1.0, _CONCRETE), (8.2, 9.6, 1.34, _CONCRETE)):
        wall = np.empty((2, 30, 3))
        b = np.linspace(-1.75, 1.75, 30)
        for row, y in enumerate((low, high)):
            wall[row] = np.stack([40 * r * np.sin(b), np.full(30, y), 30 * r * np.cos(b)], axis=1)
        body.sheet(wall, paint)
    roof = np.empty((2, 30, 3))
    for row, (r, y) in enumerate(((1.36, 9.8), (1.12, 10.6))):
        roof[row] = np.stack([40 * r * np.sin(b), np.full(30, y), 30 * r * np.cos(b)], axis=1)
    body.sheet(roof, Paint((222, 226, 232), shine=0.2))


def _floodlight(body: Body, _word: str | None, _seed: int, night: float) -> None:
    body.limb((0, 0, 0), 0.16, (0, 8.6, 0), 0.09, _STEEL)
    body.box((0, 9.3, 0.1), (1.5, 0.85, 0.12), Paint((60, 62, 68)))
    for j in range(3):
        for k in range(5):
            body.ball(
                (-1.2 + 0.6 * k, 8.75 + 0.55 * j, 0.26),
                (0.22, 0.2, 0.06),
                Paint((255, 250, 232), glow=0.55 + 0.45 * night),
            )


def _goal(body: Body, _word: str | None, _seed: int, _night: float) -> None:
    """Posts, a bar and its net, ten units wide."""
    post = Paint((246, 246, 246), shine=0.3)
    body.tube([(-5, 0, 0), (-5, 3.3, 0), (5, 3.3, 0), (5, 0, 0)], [0.2] * 4, post)
    net = Paint((236, 238, 240), alpha=0.55)
    for k in range(15):
        x = -5 + 10 * k / 14
        body.tube([(x, 3.3, 0), (x, 2.6, 1.4), (x, 0, 2.4)], [0.018] * 3, net)
    for k in range(6):
        y = 0.1 + 0.5 * k
        body.limb((-5, y, 2.36 - 0.37 * y), 0.018, (5, y, 2.36 - 0.37 * y), 0.018, net)


def _coaster(body: Body, word: str | None, _seed: int, _night: float) -> None:
    rail = Paint(paint_of(word, (206, 40, 44)), shine=0.4)
    line = curve(list(_COASTER), 110)
    for s in (-0.22, 0.22):
        body.tube([(x, y, z + s) for x, y, z in line], [0.075] * len(line), rail)
    body.tube([(x, y - 0.2, z) for x, y, z in line], [0.11] * len(line), rail)
    for k in range(0, len(line), 2):
        x, y, z = line[k]
        body.limb((x, y, z - 0.22), 0.04, (x, y, z + 0.22), 0.04, rail)
        looping = -2.6 < x < 3.2 and y > 3.0 and 0.2 < z < 2.1
        if k % 6 == 0 and y > 1.0 and not looping:
            for s in (-1, 1):
                body.limb((x, y - 0.2, z), 0.07, (x + 0.12 * s, 0, z + 0.5 * s), 0.09, _STEEL)
    for s in (-1, 1):
        body.limb((3.1, 4.6, 0.8), 0.1, (4.2, 0, 0.8 + s), 0.1, _STEEL)
        body.limb((-2.4, 4.6, 1.7), 0.1, (-3.2, 0, 1.7 + s), 0.1, _STEEL)


def ride(body: Body, cast: Cast) -> None:
    """The train of a roller coaster, its riders' arms up where it plunges."""
    line = np.array(curve(list(_COASTER), 220))
    head = (cast.time_s * 0.16 + 0.16) % 1.0
    coat = Paint((36, 90, 190), shine=0.6)
    for car in range(5):
        at = (head - 0.017 * car) % 1.0 * (len(line) - 4)
        k = int(at)
        p = line[k] + (line[k + 1] - line[k]) * (at - k)
        way = line[k + 3] - line[k]
        way = way / max(float(np.linalg.norm(way)), 1e-6)
        side = np.cross(way, (0.0, 1.0, 0.0))
        side = side / max(float(np.linalg.norm(side)), 1e-6)
        inside = -2.6 < p[0] < 3.2 and p[1] > 1.2 and 0.05 < p[2] < 2.15  # of the loop: up is towards its middle
        up = np.array((0.3, 4.2, 1.2)) - p if inside else np.cross(side, way)
        up = up - way * float(up @ way)
        up = up / max(float(np.linalg.norm(up)), 1e-6)
        axes = np.stack([side, up, way], axis=1)
        body.box(_at(p + 0.22 * up), (0.34, 0.2, 0.44), coat, turn=axes)
        for s in (-0.16, 0.16):
            seat = p + side * s + up * 0.62
            body.ball(_at(seat), 0.11, Paint((214, 168, 136)))
            body.ball(_at(seat - 0.2 * up), 0.14, Paint(_SHIRTS[(car * 2 + (s > 0)) % len(_SHIRTS)]))
            for e in (-0.1, 0.1):
                body.limb(
                    _at(seat - 0.12 * up + side * e),
                    0.035,
                    _at(seat + 0.34 * up + side * 1.6 * e),
                    0.03,
                    Paint((214, 168, 136)),
                )


def _at(p: np.ndarray) -> Point:
    x, y, z = (float(v) for v in p)
    return (x, y, z)


def _roof(body: Body, _word: str | None, _seed: int, _night: float) -> None:
    """A flat roof with its parapet, a vent and a water tank, in metres; its top is level with the feet."""
    felt, wall = Paint((74, 76, 82), pattern=MOTTLE, grain=1.4), Paint((150, 142, 134), pattern=MOTTLE, grain=0.8)
    body.box((0, -8.0, 2.0), (9.0, 7.99, 6.5), felt)
    for x, z, half, deep in ((0, 8.4, 9.1, 0.14), (-9.0, 2.0, 0.14, 6.5), (9.0, 2.0, 0.14, 6.5)):
        body.box((x, 0.42, z), (half, 0.42, deep), wall)
        body.box((x, 0.87, z), (half + 0.06, 0.05, deep + 0.06), _CONCRETE)
    body.box((-6.2, 0.6, 6.6), (0.8, 0.6, 0.7), _STEEL)
    for k in range(5):
        body.box((-6.2, 0.25 + 0.2 * k, 5.87), (0.66, 0.05, 0.02), Paint((90, 94, 100)))
    for s in (-1, 1):
        for e in (-1, 1):
            body.limb((6.4 + 0.8 * s, 0, 6.4 + 0.7 * e), 0.08, (6.4 + 0.7 * s, 1.6, 6.4 + 0.6 * e), 0.08, _STEEL)
    tank = [(0.01, 1.5), (1.1, 1.5), (1.1, 3.3), (0.01, 4.1)]
    body.sheet(lathe(tank, 20, at=(6.4, 0.0, 6.4)), Paint((122, 84, 56), pattern=MOTTLE, grain=0.3), closed=True)


FORMS: dict[str, Callable[[Body, str | None, int, float], None]] = {
    "stands": _stands, "floodlight": _floodlight, "goal": _goal, "roller coaster": _coaster, "roof": _roof,
}  # fmt: skip
"""As `buildings.FORMS` has them."""
