"""What is served and cooked: plates and bowls of food, slices, vegetables, pans; each about one unit wide or high."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, chance, curve, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.tableware import own

_CHINA = Paint((244, 242, 236), shine=0.6)
_GREEN = Paint((86, 150, 58), soft=0.35)
_CRUST = Paint((206, 148, 82), pattern=MOTTLE, grain=0.12)
_CHEESE = Paint((248, 206, 92), shine=0.3, pattern=MOTTLE, grain=0.08)
_SAUCE = Paint((196, 52, 34), shine=0.4)
_IRON = Paint((44, 46, 52), shine=0.5)


def _plate(body: Body, r: float = 0.5) -> None:
    body.sheet(
        lathe(
            [
                (0.02, 0.02),
                (0.55 * r, 0.0),
                (0.62 * r, 0.03),
                (r, 0.07),
                (0.97 * r, 0.085),
                (0.6 * r, 0.045),
                (0.01, 0.04),
            ],
            32,
        ),
        _CHINA,
        closed=True,
    )


def _bowl(body: Body, paint: Paint = _CHINA) -> None:
    body.sheet(
        lathe([(0.18, 0.0), (0.2, 0.04), (0.36, 0.12), (0.47, 0.27), (0.5, 0.4), (0.475, 0.4), (0.43, 0.26)], 32),
        paint,
        closed=True,
    )


def _spot(k: int, most: float) -> tuple[float, float]:
    """The ``k``-th of places spread evenly over a round."""
    r = most * math.sqrt((k % 24 + 0.5) / 24)
    return math.sin(k * 2.4) * r, math.cos(k * 2.4) * r


def _steam(body: Body, y: float = 0.15) -> None:
    body.source("steam", (0, y, 0), 0.3, 0.5)


def _slice(body: Body, cast: Cast) -> None:
    """A wedge: of pizza, whose cheese hangs, of cake or of pie."""
    words = cast.actor.label.lower()
    if "cake" in words or "pie" in words:
        _wedge_of_cake(body, cast, pie="pie" in words)
        return
    half = 0.36
    part = Body()
    part.tri((0, 0, 0.55), (-half, 0, -0.35), (half, 0, -0.35), Paint((222, 170, 96)))
    part.tri((0, 0.03, 0.53), (-half, 0.04, -0.35), (half, 0.04, -0.35), _CHEESE)
    for a, b in (((0, 0.55), (-half, -0.35)), ((half, -0.35), (0, 0.55))):
        part.quad((a[0], 0, a[1]), (b[0], 0, b[1]), (b[0], 0.04, b[1]), (a[0], 0.03, a[1]), Paint((224, 160, 80)))
    part.tube(curve([(-0.38, 0.04, -0.36), (0, 0.06, -0.42), (0.38, 0.04, -0.36)], 9), [0.06] * 9, _CRUST)
    for x, z in ((0.02, 0.22), (-0.12, -0.08), (0.15, -0.12), (0.0, -0.24)):
        part.ball((x, 0.05, z), (0.085, 0.014, 0.085), Paint((184, 44, 30), shine=0.4))
    for k in range(5):
        x, z = _spot(k + 3, 0.2)
        part.ball((x, 0.055, z - 0.1), (0.04, 0.01, 0.022), _GREEN, turn=turn(k))
    for k in range(9):  # cheese runs from its sides, and swings a little
        t = (k + 0.5) / 9
        side = -1 if k % 2 else 1
        x, z = side * half * (1 - t), -0.35 + 0.9 * t
        long = 0.12 + 0.2 * chance(7, k) + 0.02 * math.sin(cast.time_s * 2 + k)
        part.tube([(x, 0.03, z), (x * 1.01, 0.02 - 0.5 * long, z), (x, 0.02 - long, z)], [0.028, 0.012, 0.02], _CHEESE)
    body.graft(part, turn(0.4, -0.75), (0, 0.45 + 0.02 * math.sin(cast.time_s), 0))
    _steam(body, 0.6)


def _wedge_of_cake(body: Body, cast: Cast, *, pie: bool) -> None:
    tint = own(cast, (222, 170, 96) if pie else (92, 54, 36) if "choc" in cast.actor.label.lower() else (244, 220, 160))
    _plate(body)
    layers = (
        ((0.05, 0.3, Paint((196, 70, 60), shine=0.5)), (0.3, 0.38, _CRUST))
        if pie
        else (
            (0.05, 0.18, Paint(tint, pattern=MOTTLE, grain=0.1)),
            (0.18, 0.22, _CHINA),
            (0.22, 0.36, Paint(tint, pattern=MOTTLE, grain=0.1)),
            (0.36, 0.42, Paint(lighter(tint, 0.35), shine=0.3)),
        )
    )
    tip, left, right = (0.0, 0.34), (-0.22, -0.3), (0.22, -0.3)
    for low, top, paint in layers:
        for a, b in ((tip, left), (left, right), (right, tip)):
            body.quad((a[0], low, a[1]), (b[0], low, b[1]), (b[0], top, b[1]), (a[0], top, a[1]), paint)
        body.tri((tip[0], top, tip[1]), (left[0], top, left[1]), (right[0], top, right[1]), paint)
    body.ball((0, layers[-1][1] + 0.05, -0.16), 0.07, Paint((206, 24, 40), shine=0.8))


def _cheese(body: Body, cast: Cast) -> None:
    """A wedge with holes."""
    paint = Paint(own(cast, (248, 208, 92)), shine=0.2)
    tip, left, right = (0.5, 0.0), (-0.4, -0.34), (-0.4, 0.34)
    for a, b in ((tip, left), (left, right), (right, tip)):
        body.quad((a[0], 0, a[1]), (b[0], 0, b[1]), (b[0], 0.42, b[1]), (a[0], 0.42, a[1]), paint)
    body.tri((tip[0], 0.42, tip[1]), (left[0], 0.42, left[1]), (right[0], 0.42, right[1]), paint)
    hole = Paint(darker(paint.colour, 0.35))
    for k in range(7):
        t, y = 0.12 + 0.72 * chance(5, k), 0.08 + 0.28 * chance(6, k)
        x, z = right[0] + (tip[0] - right[0]) * t, right[1] + (tip[1] - right[1]) * t
        body.ball((x, y, z), (0.06, 0.055, 0.03), hole, turn=turn(0.36))


def _pie(body: Body, cast: Cast) -> None:
    """In its dish, under a lattice."""
    body.sheet(
        lathe([(0.3, 0.0), (0.34, 0.0), (0.48, 0.18), (0.5, 0.18)], 30), Paint((196, 200, 206), shine=0.6), closed=True
    )
    body.ball((0, 0.15, 0), (0.44, 0.07, 0.44), Paint(own(cast, (186, 60, 50)), shine=0.6))
    for k in range(5):
        x = -0.32 + 0.16 * k
        long = math.sqrt(max(0.45**2 - x * x, 0.0))
        body.tube(curve([(x, 0.18, -long), (x, 0.25, 0), (x, 0.18, long)], 7), [0.035] * 7, _CRUST)
        body.tube(curve([(-long, 0.19, x), (0, 0.26, x), (long, 0.19, x)], 7), [0.035] * 7, _CRUST)
    for k in range(26):
        a = k / 26 * math.tau
        body.ball((0.47 * math.sin(a), 0.19, 0.47 * math.cos(a)), 0.062, _CRUST)
    _steam(body, 0.3)


def _steak(body: Body, _cast: Cast) -> None:
    _plate(body)
    body.ball((-0.06, 0.1, 0.02), (0.27, 0.06, 0.19), Paint((96, 52, 34), shine=0.4, pattern=MOTTLE, grain=0.06))
    for k in range(4):
        body.limb((-0.22 + 0.1 * k, 0.155, -0.08), 0.011, (-0.16 + 0.1 * k, 0.15, 0.13), 0.011, Paint((40, 24, 18)))
    for k in range(5):
        body.limb((0.28, 0.09, -0.18 + 0.05 * k), 0.02, (0.1, 0.11, -0.26 + 0.03 * k), 0.016, _GREEN)
    for k in range(3):
        body.ball((0.27, 0.1, 0.1 + 0.09 * k), 0.055, Paint((230, 190, 110), pattern=MOTTLE, grain=0.05))
    _steam(body)


def _sushi(body: Body, _cast: Cast) -> None:
    body.box((0, 0.03, 0), (0.55, 0.03, 0.3), Paint((60, 40, 30), shine=0.3))
    rice = Paint((248, 246, 238), pattern=MOTTLE, grain=0.03)
    for k in range(3):
        x = -0.36 + 0.25 * k
        body.ball((x, 0.13, 0.1), (0.1, 0.07, 0.16), rice)
        body.ball(
            (x, 0.19, 0.1), (0.105, 0.035, 0.175), Paint(((246, 130, 80), (250, 160, 140), (200, 40, 60))[k], shine=0.6)
        )
    for k in range(4):
        at: Point = (-0.36 + 0.19 * k, 0.06, -0.15)
        body.sheet(
            lathe([(0.085, 0.0), (0.085, 0.14), (0.07, 0.145)], 18, at=at), Paint((28, 44, 36), shine=0.3), closed=True
        )
        body.ball((at[0], 0.2, at[2]), (0.075, 0.012, 0.075), rice)
        body.ball((at[0], 0.212, at[2]), (0.034, 0.008, 0.034), Paint(((246, 130, 80), (120, 180, 70))[k % 2]))
    body.ball((0.42, 0.1, 0.1), (0.07, 0.05, 0.06), Paint((140, 190, 80)))


def _noodles(body: Body, cast: Cast) -> None:
    """A bowl of noodles with what floats on the broth."""
    _bowl(body, Paint(own(cast, (170, 36, 34)), shine=0.6))
    body.ball((0, 0.3, 0), (0.44, 0.04, 0.44), Paint((206, 140, 70), shine=0.6))
    for k in range(16):
        x, z = _spot(k, 0.3)
        a = 1.3 * k
        d: Point = (0.12 * math.cos(a), 0.0, 0.12 * math.sin(a))
        body.tube(
            curve([(x - d[0], 0.33, z - d[2]), (x + 0.03, 0.39, z), (x + d[0], 0.33, z + d[2])], 7),
            [0.016] * 7,
            Paint((246, 222, 150), shine=0.3),
        )
    body.ball((0.18, 0.38, 0.16), (0.11, 0.05, 0.09), _CHINA)
    body.ball((0.18, 0.41, 0.16), (0.055, 0.03, 0.05), Paint((250, 170, 40), shine=0.5))
    for k in range(5):
        x, z = _spot(k + 5, 0.25)
        body.ball((x - 0.1, 0.39, z), (0.035, 0.012, 0.035), _GREEN)
    _steam(body, 0.4)


def _soup(body: Body, cast: Cast) -> None:
    _bowl(body)
    body.ball((0, 0.31, 0), (0.455, 0.025, 0.455), Paint(own(cast, (226, 110, 44)), shine=0.6))
    for k in range(7):
        x, z = _spot(k * 3, 0.28)
        body.ball((x, 0.335, z), (0.035, 0.012, 0.03), _GREEN)
    _steam(body, 0.4)


def _salad(body: Body, cast: Cast) -> None:
    """Leaves, and what is red and yellow between them; fruit where that is what the bowl holds."""
    fruit = "fruit" in cast.actor.label.lower()
    _bowl(body, Paint((176, 120, 66), pattern=MOTTLE, grain=0.2) if not fruit else _CHINA)
    tints = (
        ((206, 34, 40), (240, 150, 40), (120, 170, 60), (230, 200, 70))
        if fruit
        else ((92, 156, 60), (130, 186, 80), (210, 50, 44), (70, 130, 50))
    )
    for k in range(26):
        x, z = _spot(k, 0.4)
        y = 0.38 + 0.16 * (1 - (x * x + z * z) / 0.16)
        size = (0.1, 0.1, 0.1) if fruit else (0.12, 0.03, 0.09)
        body.ball(
            (x, y, z),
            size,
            Paint(tints[k % 4], shine=0.3, soft=0.3),
            turn=turn(k * 1.7, 0.6 * math.sin(k), 0.5 * math.cos(k)),
        )


def _pasta(body: Body, _cast: Cast) -> None:
    _plate(body)
    for k in range(22):
        x, z = _spot(k, 0.24)
        a = 2.1 * k
        d: Point = (0.15 * math.cos(a), 0.0, 0.15 * math.sin(a))
        y = 0.09 + 0.1 * (1 - (x * x + z * z) / 0.06)
        body.tube(
            curve([(x - d[0], y - 0.03, z - d[2]), (x, y + 0.04, z), (x + d[0], y - 0.03, z + d[2])], 7),
            [0.016] * 7,
            Paint((244, 212, 122), shine=0.3),
        )
    body.ball((0, 0.2, 0), (0.16, 0.05, 0.15), _SAUCE)
    for k in range(4):
        x, z = _spot(k * 5, 0.12)
        body.ball((x, 0.24, z), (0.05, 0.012, 0.03), _GREEN, turn=turn(k))
    _steam(body, 0.25)


def _pancakes(body: Body, _cast: Cast) -> None:
    _plate(body)
    for k in range(5):
        body.sheet(
            lathe(
                [
                    (0.01, 0.05 + 0.07 * k),
                    (0.3, 0.05 + 0.07 * k),
                    (0.325, 0.085 + 0.07 * k),
                    (0.3, 0.115 + 0.07 * k),
                    (0.01, 0.115 + 0.07 * k),
                ],
                26,
                at=(0.012 * math.sin(k * 2), 0, 0.012 * math.cos(k)),
            ),
            Paint((222, 162, 84), (160, 96, 44), pattern=MOTTLE, grain=0.1),
            closed=True,
        )
    body.ball((0, 0.41, 0), (0.22, 0.014, 0.2), Paint((170, 84, 20), shine=0.9, alpha=0.9))
    for k in range(6):
        a = k * 1.05 + 0.3
        body.tube(
            [
                (0.2 * math.sin(a), 0.41, 0.2 * math.cos(a)),
                (0.33 * math.sin(a), 0.36, 0.33 * math.cos(a)),
                (0.335 * math.sin(a), 0.15 + 0.1 * chance(3, k), 0.335 * math.cos(a)),
            ],
            [0.03, 0.03, 0.035],
            Paint((170, 84, 20), shine=0.9),
        )
    body.box((0, 0.44, 0), (0.07, 0.03, 0.06), Paint((252, 228, 130), shine=0.4), turn=turn(0.4))


def _sandwich(body: Body, _cast: Cast) -> None:
    slice_ = Paint((224, 178, 112), pattern=MOTTLE, grain=0.1)
    for y, paint, high, wide in (
        (0.06, slice_, 0.06, 0.42),
        (0.14, Paint((122, 180, 70)), 0.02, 0.45),
        (0.18, _SAUCE, 0.025, 0.4),
        (0.225, _CHEESE, 0.016, 0.44),
        (0.27, Paint((226, 140, 130)), 0.025, 0.41),
        (0.36, slice_, 0.06, 0.42),
    ):
        body.box((0, y, 0), (wide, high, wide * 0.8), paint)


def _croissant(body: Body, _cast: Cast) -> None:
    line = curve([(-0.5, 0.1, 0.16), (-0.3, 0.16, -0.06), (0, 0.2, -0.14), (0.3, 0.16, -0.06), (0.5, 0.1, 0.16)], 15)
    body.tube(line, [0.04 + 0.16 * math.sin(math.pi * k / 14) for k in range(15)], Paint((214, 150, 76), shine=0.3))
    for k in range(2, 13, 2):
        x, y, z = line[k]
        r = 0.045 + 0.16 * math.sin(math.pi * k / 14)
        ring: list[Point] = [(x, y + r * math.cos(a), z + r * math.sin(a)) for a in np.linspace(-1.9, 1.9, 8)]
        body.tube(ring, [0.016] * 8, Paint((170, 104, 46), shine=0.3))


def _eggs(body: Body, _cast: Cast) -> None:
    _plate(body)
    for x, z in ((-0.14, 0.06), (0.14, -0.05)):
        body.ball((x, 0.07, z), (0.19, 0.02, 0.17), _CHINA)
        body.ball((x, 0.095, z), (0.075, 0.045, 0.075), Paint((250, 178, 40), shine=0.7))
    for k in range(2):
        body.tube(
            curve([(-0.32, 0.09, -0.2 + 0.1 * k), (-0.1, 0.1, -0.24 + 0.1 * k), (0.08, 0.09, -0.2 + 0.08 * k)], 8),
            [0.03] * 8,
            Paint((170, 60, 44), shine=0.4),
        )
    _steam(body)


def _carrot(part: Body) -> None:
    part.limb((0, 0.06, -0.3), 0.075, (0, 0.05, 0.4), 0.012, Paint((240, 126, 34), shine=0.2))
    for k in range(4):
        part.limb((0, 0.07, -0.34), 0.02, (0.08 * math.sin(k * 1.7), 0.14 + 0.03 * k, -0.56), 0.012, _GREEN)


def _tomato(part: Body) -> None:
    part.ball((0, 0.15, 0), (0.18, 0.15, 0.18), Paint((214, 38, 30), shine=0.7))
    for k in range(5):
        a = k * 1.257
        part.limb((0, 0.29, 0), 0.014, (0.09 * math.sin(a), 0.285, 0.09 * math.cos(a)), 0.006, _GREEN)


def _pepper(part: Body) -> None:
    for k in range(4):
        a = k * 1.571
        part.ball((0.07 * math.sin(a), 0.18, 0.07 * math.cos(a)), (0.11, 0.18, 0.11), Paint((244, 190, 36), shine=0.7))
    part.limb((0, 0.33, 0), 0.03, (0.02, 0.42, 0), 0.022, _GREEN)


def _vegetables(body: Body, cast: Cast) -> None:
    """A heap of them, or the one that is named."""
    words = cast.actor.label.lower()
    for name, draw, scale in (("carrot", _carrot, 1.0), ("tomato", _tomato, 2.6), ("pepper", _pepper, 2.3)):
        if name in words:
            one = Body()
            draw(one)
            body.graft(one, turn(0.9) * scale, (0, 0, 0))
            return
    for draw, at, yaw, scale in (
        (_carrot, (-0.1, 0.0, 0.28), 1.3, 1.0),
        (_carrot, (0.1, 0.09, 0.2), 1.7, 0.95),
        (_tomato, (-0.38, 0, 0.1), 0.0, 1.1),
        (_tomato, (-0.2, 0, -0.1), 0.0, 1.0),
        (_pepper, (0.12, 0, -0.12), 0.0, 1.15),
        (_pepper, (0.4, 0, 0.02), 1.0, 1.0),
    ):
        one = Body()
        draw(one)
        body.graft(one, turn(yaw) * scale, at)
    for k in range(9):
        x, z = _spot(k, 0.16)
        body.ball((0.42 + 0.6 * x, 0.3 + 0.05 * math.cos(k), -0.26 + 0.6 * z), 0.09, _GREEN)
    body.limb((0.42, 0, -0.26), 0.06, (0.42, 0.3, -0.26), 0.06, Paint((150, 190, 100)))


def _pan(body: Body, cast: Cast) -> None:
    """With what fries in it."""
    body.sheet(
        lathe([(0.01, 0.02), (0.36, 0.0), (0.44, 0.12), (0.42, 0.12), (0.35, 0.03), (0.01, 0.03)], 30),
        _IRON,
        closed=True,
    )
    body.limb((0.42, 0.1, 0), 0.035, (0.95, 0.17, 0), 0.03, _IRON)
    for k in range(14):
        x, z = _spot(k, 0.28)
        hop = 0.03 * abs(math.sin(cast.time_s * 6 + k * 1.9))
        body.ball(
            (x, 0.06 + hop, z),
            (0.05, 0.03, 0.045),
            Paint(((220, 60, 40), (96, 160, 60), (242, 176, 50))[k % 3], shine=0.4),
        )
    _steam(body)


DISHES: Mapping[str, Rig] = {
    "slice": _slice,
    "cheese": _cheese,
    "pie": _pie,
    "steak": _steak,
    "sushi": _sushi,
    "noodles": _noodles,
    "soup": _soup,
    "salad": _salad,
    "pasta": _pasta,
    "pancakes": _pancakes,
    "sandwich": _sandwich,
    "croissant": _croissant,
    "eggs": _eggs,
    "vegetables": _vegetables,
    "pan": _pan,
}
