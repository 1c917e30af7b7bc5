"""Candles, lanterns and vessels, by revolved profiles; each about one unit high."""

from __future__ import annotations

import math
from collections.abc import Mapping

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, add, chance, curve
from vitascope.engines.animatic.draw.rigs.colours import lighter, paint_of
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.stage import Colour

_GREEN = Paint((70, 132, 52), soft=0.3)
_GLASS = Paint((214, 232, 238), shine=1.2, alpha=0.38, soft=0.4)
_GOLD = Paint((228, 178, 62), shine=0.9)


def own(cast: Cast, colour: Colour) -> Colour:
    """The colour that the prompt gives the thing, or else its usual one."""
    return paint_of(cast.actor.colour, colour)


def flame(body: Body, cast: Cast, at: Point, long: float, r: float, k: int = 0) -> None:
    wax = Paint(
        own(cast, (244, 238, 220)) if k == 0 and r > 0.03 else ((240, 90, 110), (110, 160, 240), (250, 220, 90))[k % 3],
        soft=0.4,
    )
    top = add(at, (0, long, 0))
    body.limb(at, r, top, r, wax)
    sway = 0.1 * r * math.sin(cast.time_s * 9 + k) + 0.25 * r * math.sin(cast.time_s * 3.3 + k)
    body.limb(add(top, (0, r, 0)), 0.1 * r, add(top, (0, 1.7 * r, 0)), 0.1 * r, Paint((40, 34, 30)))
    body.ball(add(top, (sway, 2.9 * r, 0)), (0.62 * r, 1.6 * r, 0.62 * r), Paint((255, 186, 60), glow=1.0, alpha=0.9))
    body.ball(add(top, (sway * 0.6, 2.4 * r, 0)), (0.34 * r, 0.9 * r, 0.34 * r), Paint((255, 244, 200), glow=1.0))


def _candle(body: Body, cast: Cast) -> None:
    body.sheet(lathe([(0.26, 0.02), (0.3, 0.05), (0.1, 0.08), (0.02, 0.08)], 24), _GOLD, closed=True)
    flame(body, cast, (0, 0.08, 0), 0.56, 0.11)
    for k in range(4):
        a = k * 1.7
        body.limb(
            (math.sin(a) * 0.1, 0.62, math.cos(a) * 0.1),
            0.022,
            (math.sin(a) * 0.112, 0.5 - 0.14 * chance(3, k), math.cos(a) * 0.112),
            0.026,
            Paint((244, 238, 220), soft=0.4),
        )
    body.source("glow", (0, 0.95, 0), 1.7, 0.55 + 0.08 * math.sin(cast.time_s * 11))


def _lantern(body: Body, cast: Cast) -> None:
    iron = Paint(own(cast, (60, 54, 50)), shine=0.4)
    body.sheet(lathe([(0.3, 0.0), (0.3, 0.06), (0.22, 0.1), (0.02, 0.1)], 8), iron, closed=True)
    body.sheet(lathe([(0.3, 0.66), (0.24, 0.74), (0.06, 0.84), (0.02, 0.84)], 8), iron, closed=True)
    for k in range(4):
        a = k * math.pi / 2 + math.pi / 4
        body.limb(
            (math.sin(a) * 0.26, 0.08, math.cos(a) * 0.26),
            0.02,
            (math.sin(a) * 0.26, 0.68, math.cos(a) * 0.26),
            0.02,
            iron,
        )
    flame(body, cast, (0, 0.1, 0), 0.16, 0.07)
    ring: list[Point] = [(0.1 * math.sin(k / 10 * 6.283), 0.92 + 0.09 * math.cos(k / 10 * 6.283), 0) for k in range(11)]
    body.tube(ring, [0.016] * 11, iron)
    body.source("glow", (0, 0.42, 0), 2.0, 0.7)


def _sky_lantern(body: Body, cast: Cast) -> None:
    glow = 0.75 + 0.1 * math.sin(cast.time_s * 5 + cast.chance(1) * 6)
    paper = Paint(own(cast, (255, 176, 84)), glow=glow, soft=0.8)
    body.sheet(lathe([(0.24, 0.0), (0.34, 0.35), (0.38, 0.7), (0.3, 0.92), (0.02, 1.0)], 16), paper, closed=True)
    body.ball((0, 0.05, 0), (0.1, 0.12, 0.1), Paint((255, 236, 170), glow=1.0))
    body.source("glow", (0, 0.4, 0), 1.3, 0.5)


def _bottle(body: Body, cast: Cast) -> None:
    wine = "wine" in cast.actor.label.lower() or not cast.actor.colour
    glass = Paint(own(cast, (30, 62, 40)), shine=1.0)
    body.sheet(
        lathe(
            [
                (0.02, 0.0),
                (0.15, 0.01),
                (0.16, 0.05),
                (0.16, 0.52),
                (0.13, 0.62),
                (0.06, 0.74),
                (0.055, 0.94),
                (0.065, 0.95),
                (0.065, 1.0),
                (0.02, 1.0),
            ],
            24,
        ),
        glass,
        closed=True,
    )
    body.sheet(lathe([(0.163, 0.2), (0.163, 0.45)], 24), Paint((240, 230, 206)), closed=True)
    if wine:
        body.sheet(
            lathe([(0.058, 0.8), (0.068, 0.95), (0.067, 1.0), (0.02, 1.003)], 20),
            Paint((130, 24, 36), shine=0.5),
            closed=True,
        )


def _potion(body: Body, cast: Cast) -> None:
    tint = own(cast, (120, 60, 200))
    body.sheet(
        lathe(
            [
                (0.02, 0.0),
                (0.26, 0.03),
                (0.38, 0.22),
                (0.36, 0.42),
                (0.2, 0.6),
                (0.1, 0.68),
                (0.1, 0.84),
                (0.15, 0.86),
                (0.02, 0.87),
            ],
            26,
        ),
        _GLASS,
        closed=True,
    )
    body.sheet(
        lathe([(0.02, 0.03), (0.23, 0.05), (0.34, 0.22), (0.33, 0.38), (0.02, 0.39)], 24),
        Paint(tint, glow=0.55, shine=0.5),
        closed=True,
    )
    body.limb((0, 0.84, 0), 0.09, (0, 0.97, 0), 0.08, Paint((150, 110, 70)))
    for k in range(9):
        rise = (cast.time_s * 0.35 + k * 0.31) % 1.0
        body.ball(
            (0.16 * math.sin(k * 2.4), 0.08 + 0.32 * rise, 0.3 + 0.02 * math.cos(k)),
            0.022,
            Paint(lighter(tint, 0.6), glow=0.8),
        )
    body.source("glow", (0, 0.3, 0), 1.1, 0.35)


def _wine_glass(body: Body, cast: Cast) -> None:
    body.sheet(
        lathe(
            [
                (0.24, 0.0),
                (0.22, 0.02),
                (0.03, 0.05),
                (0.025, 0.42),
                (0.1, 0.5),
                (0.24, 0.62),
                (0.27, 0.78),
                (0.22, 1.0),
            ],
            26,
        ),
        _GLASS,
        closed=True,
    )
    body.sheet(
        lathe([(0.02, 0.49), (0.11, 0.52), (0.225, 0.62), (0.25, 0.74), (0.02, 0.745)], 24),
        Paint(own(cast, (120, 14, 40)), shine=0.7),
        closed=True,
    )


def _teapot(body: Body, cast: Cast) -> None:
    china = Paint(own(cast, (226, 232, 240)), shine=0.8)
    body.sheet(
        lathe([(0.26, 0.0), (0.34, 0.04), (0.46, 0.26), (0.44, 0.48), (0.3, 0.64), (0.02, 0.66)], 28),
        china,
        closed=True,
    )
    body.sheet(lathe([(0.28, 0.64), (0.2, 0.74), (0.04, 0.8), (0.02, 0.8)], 24), china, closed=True)
    body.ball((0, 0.86, 0), 0.07, china)
    body.tube(
        curve([(0.4, 0.24, 0), (0.66, 0.34, 0), (0.72, 0.62, 0), (0.86, 0.7, 0)], 9),
        [0.12, 0.11, 0.1, 0.09, 0.08, 0.07, 0.06, 0.055, 0.05],
        china,
    )
    body.tube(curve([(-0.4, 0.5, 0), (-0.78, 0.56, 0), (-0.76, 0.22, 0), (-0.42, 0.18, 0)], 12), [0.05] * 12, china)
    blue = Paint((52, 90, 170), shine=0.6)
    for k in range(10):
        a = k / 10 * 6.283
        body.ball((math.sin(a) * 0.455, 0.34, math.cos(a) * 0.455), (0.05, 0.06, 0.05), blue)
    body.source("steam", (0.88, 0.74, 0), 0.14, 0.7)


def _vase(body: Body, cast: Cast) -> None:
    china = Paint(own(cast, (60, 110, 180)), shine=0.8)
    body.sheet(
        lathe([(0.18, 0.0), (0.3, 0.12), (0.34, 0.34), (0.24, 0.52), (0.14, 0.62), (0.2, 0.7)], 26), china, closed=True
    )
    for k in range(9):
        a = k / 9 * 6.283
        tip: Point = (math.sin(a) * 0.26, 0.92 + 0.08 * math.sin(k * 2.3), math.cos(a) * 0.26)
        body.limb((0, 0.62, 0), 0.012, tip, 0.012, _GREEN)
        for j in range(5):
            b = j / 5 * 6.283
            body.ball(
                add(tip, (0.05 * math.sin(b), 0, 0.05 * math.cos(b))),
                (0.045, 0.03, 0.045),
                Paint(((226, 70, 90), (250, 200, 80), (240, 240, 245))[k % 3], soft=0.4),
            )


def _cauldron(body: Body, cast: Cast) -> None:
    iron = Paint(own(cast, (44, 44, 48)), shine=0.35)
    body.sheet(
        lathe(
            [(0.02, 0.12), (0.3, 0.16), (0.46, 0.4), (0.42, 0.66), (0.36, 0.74), (0.44, 0.8), (0.36, 0.78), (0.3, 0.7)],
            28,
        ),
        iron,
        closed=True,
    )
    for k in range(3):
        a = k * 2.094
        body.limb(
            (math.sin(a) * 0.28, 0.2, math.cos(a) * 0.28),
            0.06,
            (math.sin(a) * 0.36, 0.0, math.cos(a) * 0.36),
            0.04,
            iron,
        )
    body.ball((0, 0.7, 0), (0.37, 0.03, 0.37), Paint((90, 220, 90), glow=0.7))
    for k in range(7):
        swell = abs(math.sin(cast.time_s * 2.1 + k * 1.9))
        body.ball(
            (0.24 * math.sin(k * 2.4), 0.71, 0.24 * math.cos(k * 2.4)),
            0.02 + 0.07 * swell,
            Paint((130, 240, 120), glow=0.7, alpha=0.8),
        )
    body.source("steam", (0, 0.8, 0), 0.5, 0.7)


TABLEWARE: Mapping[str, Rig] = {
    "candle": _candle,
    "lantern": _lantern,
    "sky lantern": _sky_lantern,
    "wine bottle": _bottle,
    "potion": _potion,
    "wine glass": _wine_glass,
    "teapot": _teapot,
    "vase": _vase,
    "cauldron": _cauldron,
}
