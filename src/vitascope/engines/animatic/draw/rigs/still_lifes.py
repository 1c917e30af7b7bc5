"""Food and fruit; each about one unit high or long."""

from __future__ import annotations

import math
from collections.abc import Mapping

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, add, curve, turn
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.tableware import flame, own

_GREEN = Paint((70, 132, 52), soft=0.3)
_STEM = Paint((96, 68, 42))


def _apple(body: Body, cast: Cast) -> None:
    red = Paint(own(cast, (196, 32, 34)), shine=0.6)
    body.sheet(
        lathe([(0.02, 0.1), (0.2, 0.02), (0.38, 0.2), (0.46, 0.5), (0.4, 0.76), (0.22, 0.86), (0.02, 0.76)], 24),
        red,
        closed=True,
    )
    body.tube([(0, 0.76, 0), (0.03, 0.92, 0), (0.08, 1.0, 0)], [0.025, 0.022, 0.028], _STEM)
    body.ball((0.17, 0.95, 0), (0.15, 0.015, 0.07), _GREEN, turn=turn(0.3, 0, 0.35))


def _orange(body: Body, cast: Cast) -> None:
    body.ball((0, 0.5, 0), 0.5, Paint(own(cast, (240, 138, 30)), shine=0.3, pattern=MOTTLE, grain=0.12))
    body.ball((0, 0.99, 0), (0.06, 0.03, 0.06), _GREEN)


def _lemon(body: Body, cast: Cast) -> None:
    body.sheet(
        lathe([(0.02, 0.0), (0.08, 0.06), (0.3, 0.25), (0.36, 0.5), (0.3, 0.75), (0.08, 0.94), (0.02, 1.0)], 20),
        Paint(own(cast, (248, 220, 60)), shine=0.3),
        closed=True,
    )


def _banana(body: Body, cast: Cast) -> None:
    line = curve([(-0.5, 0.62, 0), (-0.32, 0.2, 0), (0.1, 0.08, 0), (0.5, 0.34, 0)], 12)
    body.tube(
        line,
        [0.03, 0.08, 0.11, 0.125, 0.13, 0.13, 0.13, 0.125, 0.115, 0.1, 0.07, 0.035],
        Paint(own(cast, (246, 212, 62)), shine=0.25),
    )
    body.limb(line[0], 0.035, add(line[0], (-0.03, 0.12, 0)), 0.03, _STEM)


def _strawberry(body: Body, cast: Cast) -> None:
    body.sheet(
        lathe([(0.02, 0.0), (0.18, 0.12), (0.36, 0.5), (0.36, 0.72), (0.2, 0.84), (0.02, 0.84)], 20),
        Paint(own(cast, (214, 30, 40)), shine=0.6),
        closed=True,
    )
    seed = Paint((250, 220, 130))
    for k in range(40):
        y = 0.15 + 0.62 * k / 40
        r = 0.16 + 0.5 * min(y, 0.55) - 0.1 * max(y - 0.6, 0)
        body.ball((math.sin(k * 2.4) * min(r, 0.36), y, math.cos(k * 2.4) * min(r, 0.36)), 0.016, seed)
    for k in range(7):
        a = k / 7 * 6.283
        body.limb((0, 0.86, 0), 0.05, (math.sin(a) * 0.27, 0.84, math.cos(a) * 0.27), 0.01, _GREEN)


def _pumpkin(body: Body, cast: Cast) -> None:
    """Ribs, a stem; a face that glows where it is carved."""
    skin = Paint(own(cast, (228, 116, 26)), shine=0.2)
    for k in range(12):
        a = k / 12 * 2 * math.pi
        body.ball((math.sin(a) * 0.3, 0.4, math.cos(a) * 0.3), (0.24, 0.4, 0.24), skin)
    body.ball((0, 0.4, 0), (0.4, 0.36, 0.4), skin)
    body.tube([(0, 0.74, 0), (0.02, 0.9, 0), (0.1, 1.0, 0.02)], [0.07, 0.05, 0.05], Paint((98, 108, 52)))
    if "lantern" in cast.actor.label.lower() or "carved" in cast.actor.label.lower():
        lit = Paint((255, 190, 60), glow=1.0)
        z = 0.53
        for s in (-1, 1):
            body.tri((s * 0.26, 0.48, z - 0.07), (s * 0.08, 0.48, z), (s * 0.16, 0.64, z - 0.06), lit)
        body.tri((-0.05, 0.36, z + 0.02), (0.05, 0.36, z + 0.02), (0, 0.46, z + 0.01), lit)
        for k in range(7):
            x = -0.24 + 0.08 * k
            body.box((x, 0.22 + 0.4 * x * x + 0.02 * (k % 2), z - 0.3 * x * x), (0.042, 0.05, 0.012), lit)
        body.source("glow", (0, 0.4, 0.5), 1.4, 0.6)


def _pizza(body: Body, _cast: Cast) -> None:
    body.sheet(
        lathe([(0.02, 0.04), (0.5, 0.05), (0.52, 0.08), (0.48, 0.11), (0.42, 0.08), (0.02, 0.08)], 32),
        Paint((222, 170, 96), pattern=MOTTLE, grain=0.15),
        closed=True,
    )
    body.ball((0, 0.075, 0), (0.43, 0.02, 0.43), Paint((246, 206, 96), shine=0.2, pattern=MOTTLE, grain=0.1))
    for k in range(12):
        r = 0.36 * math.sqrt((k + 0.5) / 12)
        body.ball(
            (math.sin(k * 2.4) * r, 0.095, math.cos(k * 2.4) * r),
            (0.066, 0.014, 0.066),
            Paint((190, 48, 32), shine=0.3),
        )
        body.ball(
            (math.sin(k * 2.4 + 1) * r, 0.1, math.cos(k * 2.4 + 1) * r), (0.035, 0.008, 0.018), _GREEN, turn=turn(k)
        )
    body.source("steam", (0, 0.12, 0), 0.4, 0.35)


def _cake(body: Body, cast: Cast) -> None:
    """Two tiers, icing, and candles that burn."""
    icing = Paint(own(cast, (250, 214, 224)), shine=0.2)
    cream = Paint((255, 250, 240), shine=0.2)
    body.sheet(lathe([(0.62, 0.02), (0.64, 0.04), (0.02, 0.05)], 28), Paint((230, 232, 236), shine=0.5), closed=True)
    for r, y0, y1 in ((0.5, 0.05, 0.34), (0.34, 0.34, 0.58)):
        body.sheet(lathe([(r, y0), (r, y1 - 0.02), (r - 0.03, y1), (0.01, y1)], 28), icing, closed=True)
        for k in range(18):
            a = k / 18 * 6.283
            body.ball((math.sin(a) * r, y0 + 0.03, math.cos(a) * r), 0.045, cream)
            body.ball((math.sin(a) * (r - 0.03), y1, math.cos(a) * (r - 0.03)), 0.035, cream)
    for k in range(6):
        a = k / 6 * 6.283
        at: Point = (math.sin(a) * 0.2, 0.58, math.cos(a) * 0.2)
        flame(body, cast, at, 0.2, 0.022, k)


def _burger(body: Body, _cast: Cast) -> None:
    bun = Paint((214, 148, 74), shine=0.3, pattern=MOTTLE, grain=0.2)
    body.sheet(lathe([(0.02, 0.0), (0.44, 0.0), (0.48, 0.1), (0.46, 0.18), (0.02, 0.18)], 26), bun, closed=True)
    body.sheet(
        lathe([(0.02, 0.26), (0.5, 0.26), (0.53, 0.33), (0.5, 0.4), (0.02, 0.4)], 26),
        Paint((92, 52, 32), pattern=MOTTLE, grain=0.06),
        closed=True,
    )
    body.box((0, 0.42, 0), (0.42, 0.016, 0.42), Paint((250, 188, 50), shine=0.3), turn=turn(0.5))
    for k in range(22):
        a = k / 22 * 6.283
        body.ball(
            (math.sin(a) * 0.48, 0.22 + 0.02 * (k % 2), math.cos(a) * 0.48),
            (0.1, 0.035, 0.1),
            Paint((112, 176, 60), soft=0.4),
        )
    for k in range(3):
        body.ball(
            (0.2 * math.sin(k * 2.1), 0.47, 0.2 * math.cos(k * 2.1)),
            (0.24, 0.035, 0.24),
            Paint((214, 50, 40), shine=0.5),
        )
    body.sheet(lathe([(0.46, 0.5), (0.5, 0.56), (0.44, 0.8), (0.26, 0.95), (0.02, 0.99)], 26), bun, closed=True)
    for k in range(34):
        r = 0.4 * math.sqrt(k / 34)
        body.ball(
            (math.sin(k * 2.4) * r, 0.99 - 0.95 * r * r, math.cos(k * 2.4) * r),
            (0.016, 0.012, 0.024),
            Paint((250, 236, 200)),
        )


def _donut(body: Body, cast: Cast) -> None:
    for paint, up, thick in (
        (Paint((206, 150, 84), pattern=MOTTLE, grain=0.1), 0.16, 0.17),
        (Paint(own(cast, (244, 130, 170)), shine=0.6), 0.21, 0.155),
    ):
        ring: list[Point] = [(0.32 * math.sin(k / 24 * 6.283), up, 0.32 * math.cos(k / 24 * 6.283)) for k in range(25)]
        body.tube(ring, [thick] * 25, paint)
    for k in range(40):
        a, b = k * 2.4, 0.9 * math.sin(k * 1.7)
        r = 0.32 + 0.12 * math.sin(b)
        body.limb(
            (math.sin(a) * r, 0.36, math.cos(a) * r),
            0.012,
            (math.sin(a) * r + 0.03, 0.36, math.cos(a) * r + 0.02),
            0.012,
            Paint(((255, 230, 90), (90, 180, 250), (255, 255, 255))[k % 3]),
        )


def _ice_cream(body: Body, cast: Cast) -> None:
    body.sheet(
        lathe([(0.02, 0.0), (0.2, 0.55), (0.22, 0.57), (0.02, 0.56)], 20),
        Paint((218, 166, 96), pattern=MOTTLE, grain=0.08),
        closed=True,
    )
    for k, c in enumerate(((250, 196, 206), (120, 76, 50), (252, 240, 206))):
        at = ((0.1, 0.68, 0.05), (-0.1, 0.68, 0.0), (0.0, 0.86, 0.0))[k]
        body.ball(at, 0.175, Paint(own(cast, c) if k == 0 else c, shine=0.2, pattern=MOTTLE, grain=0.12))
    body.ball((0, 1.04, 0), 0.05, Paint((210, 20, 40), shine=0.9))


def _bread(body: Body, cast: Cast) -> None:
    crust = Paint(own(cast, (196, 130, 66)), pattern=MOTTLE, grain=0.3)
    body.ball((0, 0.18, 0), (0.5, 0.2, 0.22), crust)
    for k in range(4):
        body.limb(
            (-0.3 + 0.2 * k, 0.36 - 0.02 * abs(k - 1.5), -0.06),
            0.03,
            (-0.24 + 0.2 * k, 0.36 - 0.02 * abs(k - 1.5), 0.07),
            0.03,
            Paint((240, 206, 150)),
        )


def _egg(body: Body, cast: Cast) -> None:
    """Scaled, and glowing within, where it is a dragon's."""
    dragon = "dragon" in cast.actor.label.lower()
    shell = Paint(
        own(cast, (150, 40, 36) if dragon else (240, 226, 204)), shine=0.5, pattern=2 if dragon else 0, grain=0.12
    )
    body.sheet(
        lathe([(0.02, 0.0), (0.24, 0.06), (0.36, 0.3), (0.34, 0.55), (0.2, 0.88), (0.02, 1.0)], 24), shell, closed=True
    )
    if dragon:
        body.source("glow", (0, 0.4, 0.2), 1.2, 0.35 + 0.2 * math.sin(cast.time_s * 2.2))


STILL_LIFES: Mapping[str, Rig] = {
    "apple": _apple,
    "orange fruit": _orange,
    "lemon": _lemon,
    "banana": _banana,
    "strawberry": _strawberry,
    "pumpkin": _pumpkin,
    "pizza": _pizza,
    "cake": _cake,
    "burger": _burger,
    "donut": _donut,
    "ice cream": _ice_cream,
    "bread": _bread,
    "egg": _egg,
}
