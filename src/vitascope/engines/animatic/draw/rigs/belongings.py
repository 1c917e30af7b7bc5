"""Books, clocks, instruments and toys; each about one unit high or long."""

from __future__ import annotations

import math
from collections.abc import Mapping

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, add, curve, turn
from vitascope.engines.animatic.draw.rigs.colours import lighter
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, STRIPES
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.tableware import own
from vitascope.engines.animatic.draw.rigs.treasures import hoop

_WOOD = Paint((132, 86, 48), shine=0.15, pattern=MOTTLE, grain=0.5)
_GOLD = Paint((230, 180, 60), shine=1.0)
_STEEL = Paint((196, 202, 210), shine=1.0)
_BLACK = Paint((24, 24, 28), shine=0.4)
_WHITE = Paint((246, 244, 238), shine=0.2)
_GLASS = Paint((214, 232, 240), shine=1.3, alpha=0.32, soft=0.4)


def _book(body: Body, cast: Cast) -> None:
    """Open, and a page of it turns."""
    cover, page = Paint(own(cast, (120, 34, 36)), shine=0.2), Paint((246, 238, 218))
    part = Body()
    for s in (-1, 1):
        part.box((s * 0.36, 0.02, 0), (0.37, 0.015, 0.5), cover)
        for k in range(5):
            part.box((s * (0.345 - 0.006 * k), 0.045 + 0.022 * k, 0), (0.335 - 0.008 * k, 0.011, 0.47), page)
        for k in range(10):
            part.box((s * 0.34, 0.147, -0.38 + 0.085 * k), (0.25 - 0.05 * (k == 9), 0.002, 0.009), Paint((90, 84, 78)))
    lift = (cast.time_s * 0.3) % 1.0
    a = math.pi * min(lift * 1.6, 1.0)
    part.quad(
        (0, 0.15, -0.46),
        (0.64 * math.cos(a), 0.15 + 0.4 * math.sin(a), -0.46),
        (0.64 * math.cos(a), 0.15 + 0.4 * math.sin(a), 0.46),
        (0, 0.15, 0.46),
        page,
    )
    body.graft(part, turn(0, -0.55), (0, 0.3, 0))


def _clock(body: Body, cast: Cast) -> None:
    """Its hands go; two bells on top where it is an alarm clock."""
    rim = Paint(own(cast, (190, 44, 40) if "alarm" in cast.actor.label.lower() else (110, 74, 44)), shine=0.5)
    hoop(0.42, (0, 0.48, 0), 0.07, body, rim, upright=True, count=32)
    body.ball((0, 0.48, 0), (0.42, 0.42, 0.05), Paint((250, 246, 234), shine=0.2))
    for k in range(12):
        a = k / 12 * 2 * math.pi
        body.limb(
            (0.36 * math.sin(a), 0.48 + 0.36 * math.cos(a), 0.06),
            0.014,
            (0.31 * math.sin(a), 0.48 + 0.31 * math.cos(a), 0.06),
            0.014,
            _BLACK,
        )
    for rate, long, thick in ((0.2, 0.2, 0.022), (1.2, 0.3, 0.016), (2 * math.pi / 6, 0.32, 0.008)):
        a = cast.time_s * rate + 1.0 + long * 9
        body.limb(
            (0, 0.48, 0.075),
            thick,
            (long * math.sin(a), 0.48 + long * math.cos(a), 0.075),
            thick * 0.6,
            _BLACK if thick > 0.01 else Paint((200, 30, 30)),
        )
    for s in (-1, 1):
        body.limb((s * 0.2, 0.12, 0), 0.04, (s * 0.27, 0.0, 0), 0.035, rim)
        if "alarm" in cast.actor.label.lower():
            body.ball((s * 0.26, 0.94, 0), (0.14, 0.1, 0.12), _GOLD, turn=turn(0, 0, -s * 0.6))


def _watch(body: Body, cast: Cast) -> None:
    part = Body()
    _clock(part, cast)
    body.graft(part, turn() * 0.85, (0, 0, 0))
    hoop(0.07, (0, 0.88, 0), 0.02, body, _GOLD, upright=True)
    body.tube(
        curve([(0, 0.95, 0), (0.3, 1.0, -0.1), (0.55, 0.5, 0.0), (0.7, 0.02, 0.1), (1.0, 0.02, 0.2)], 16),
        [0.016] * 16,
        _GOLD,
    )


def _hourglass(body: Body, cast: Cast) -> None:
    for y in (0.02, 0.98):
        body.sheet(
            lathe([(0.02, y - 0.03), (0.32, y - 0.03), (0.32, y + 0.03), (0.02, y + 0.03)], 24), _WOOD, closed=True
        )
    for k in range(3):
        a = k * 2.094 + 0.5
        body.limb(
            (math.sin(a) * 0.28, 0.03, math.cos(a) * 0.28),
            0.025,
            (math.sin(a) * 0.28, 0.97, math.cos(a) * 0.28),
            0.025,
            _WOOD,
        )
    sand = Paint(own(cast, (232, 196, 130)), pattern=MOTTLE, grain=0.06)
    gone = min(0.15 + cast.act * 0.7, 0.9)
    body.sheet(
        lathe([(0.02, 0.5), (0.16 * (1 - gone) + 0.03, 0.5 + 0.3 * (1 - gone)), (0.01, 0.5 + 0.26 * (1 - gone))], 20),
        sand,
        closed=True,
    )
    body.sheet(lathe([(0.21, 0.06), (0.2, 0.07 + 0.1 * gone), (0.01, 0.1 + 0.28 * gone)], 20), sand, closed=True)
    body.limb((0, 0.5, 0), 0.008, (0, 0.1 + 0.26 * gone, 0), 0.008, sand)
    body.sheet(
        lathe(
            [
                (0.2, 0.05),
                (0.23, 0.16),
                (0.2, 0.32),
                (0.04, 0.48),
                (0.04, 0.52),
                (0.2, 0.68),
                (0.23, 0.84),
                (0.2, 0.95),
            ],
            24,
        ),
        _GLASS,
        closed=True,
    )


def _violin(body: Body, cast: Cast) -> None:
    """Upright, with its bow drawn across."""
    wood = Paint(own(cast, (160, 76, 30)), shine=0.7)
    for y, w, h in ((0.2, 0.2, 0.19), (0.36, 0.13, 0.14), (0.5, 0.165, 0.15)):
        body.ball((0, y, 0), (w, h, 0.06), wood)
    body.box((0, 0.72, 0.05), (0.025, 0.2, 0.014), _BLACK)
    body.limb((0, 0.6, 0.0), 0.028, (0, 0.95, 0.0), 0.022, wood)
    body.ball((0, 0.98, 0), (0.03, 0.04, 0.04), wood)
    body.box((0, 0.1, 0.07), (0.03, 0.07, 0.01), _BLACK)
    body.box((0, 0.31, 0.08), (0.055, 0.02, 0.008), Paint((220, 180, 120)))
    for k in range(4):
        x = -0.018 + 0.012 * k
        body.limb((x, 0.12, 0.085), 0.002, (x, 0.93, 0.07), 0.002, _STEEL)
        body.limb((0, 0.9 + 0.022 * k, 0), 0.008, (0.06 * (1 if k % 2 else -1), 0.91 + 0.022 * k, 0), 0.011, _BLACK)
    for s in (-1, 1):
        body.tube(
            curve([(s * 0.075, 0.25, 0.062), (s * 0.09, 0.31, 0.064), (s * 0.07, 0.38, 0.062)], 6), [0.008] * 6, _BLACK
        )
    slide = 0.2 * math.sin(cast.time_s * 2.2)
    body.limb((-0.42 + slide, 0.36, 0.12), 0.01, (0.46 + slide, 0.42, 0.12), 0.01, Paint((110, 60, 30), shine=0.4))
    body.limb((-0.4 + slide, 0.35, 0.105), 0.005, (0.44 + slide, 0.4, 0.105), 0.005, _WHITE)


def _guitar(body: Body, cast: Cast) -> None:
    electric = "electric" in cast.actor.label.lower()
    wood = Paint(own(cast, (190, 40, 36) if electric else (206, 140, 70)), shine=0.7)
    for y, w, h in ((0.2, 0.215, 0.2), (0.38, 0.15, 0.16), (0.46, 0.165, 0.13)):
        body.ball((0, y, 0), (w, h, 0.075 if not electric else 0.04), wood)
    body.ball((0, 0.33, 0.066), (0.065, 0.065, 0.014), _BLACK)
    body.box((0, 0.73, 0.055), (0.028, 0.24, 0.016), Paint((84, 54, 34)))
    body.box((0, 1.0, 0.04), (0.045, 0.07, 0.016), wood)
    body.box((0, 0.16, 0.075), (0.08, 0.018, 0.012), Paint((70, 44, 28)))
    for k in range(6):
        x = -0.02 + 0.008 * k
        shake = 0.002 * math.sin(cast.time_s * 40 + k)
        body.limb((x + shake, 0.16, 0.09), 0.0022, (x, 0.98, 0.075), 0.0022, _STEEL)
    for k in range(9):
        body.box((0, 0.52 + 0.047 * k, 0.073), (0.028, 0.003, 0.002), _STEEL)


def _piano(body: Body, cast: Cast) -> None:
    """A grand piano with its lid up; keys go down."""
    lacquer = Paint(own(cast, (20, 20, 24)), shine=1.0)
    rim: list[Point] = [
        (-0.6, 0, 0.3),
        (0.6, 0, 0.3),
        (0.6, 0, -0.1),
        (0.45, 0, -0.5),
        (0.1, 0, -0.85),
        (-0.3, 0, -1.0),
        (-0.6, 0, -0.9),
    ]
    for k in range(len(rim)):
        a, b = rim[k], rim[(k + 1) % len(rim)]
        body.quad(add(a, (0, 0.42, 0)), add(b, (0, 0.42, 0)), add(b, (0, 0.66, 0)), add(a, (0, 0.66, 0)), lacquer)
        body.tri((0, 0.6, -0.3), add(a, (0, 0.6, 0)), add(b, (0, 0.6, 0)), Paint((150, 100, 50), shine=0.4))
        body.tri((-0.6, 0.68, -0.3), add(_tilt(a), (0, 0.0, 0)), add(_tilt(b), (0, 0.0, 0)), lacquer)
    body.box((0, 0.5, 0.42), (0.6, 0.06, 0.13), lacquer)
    for k in range(28):
        down = 0.012 * (math.sin(cast.time_s * 5 + k * 2.3) > 0.8)
        body.box((-0.55 + 0.0405 * k, 0.565 - down, 0.43), (0.018, 0.014, 0.11), _WHITE)
        if k % 7 not in (2, 6):
            body.box((-0.53 + 0.0405 * k, 0.585, 0.39), (0.011, 0.014, 0.06), _BLACK)
    for x, z in ((-0.52, 0.3), (0.52, 0.3), (-0.2, -0.8)):
        body.limb((x, 0.42, z), 0.05, (x, 0.02, z), 0.03, lacquer)
    body.limb((0.52, 0.66, -0.1), 0.012, (0.42, 1.02, -0.2), 0.012, lacquer)


def _tilt(p: Point) -> Point:
    """A point of a lid that is hinged at x = −0.6 and stands open."""
    return (-0.6 + (p[0] + 0.6) * 0.82, 0.68 + (p[0] + 0.6) * 0.45, p[2])


def _drum(body: Body, cast: Cast) -> None:
    body.sheet(
        lathe([(0.4, 0.1), (0.42, 0.12), (0.42, 0.62), (0.4, 0.64)], 28),
        Paint(own(cast, (190, 40, 40)), shine=0.5),
        closed=True,
    )
    beat = 0.01 * math.sin(cast.time_s * 30)
    body.ball((0, 0.63 + beat, 0), (0.4, 0.02, 0.4), Paint((244, 236, 216)))
    for y in (0.12, 0.62):
        hoop(0.42, (0, y, 0), 0.028, body, _GOLD)
    for s in (-1, 1):
        hit = max(math.sin(cast.time_s * 9 + (0 if s > 0 else math.pi)), 0.0)
        tip: Point = (s * 0.12, 0.67 + 0.22 * hit, 0.05)
        body.limb(tip, 0.022, (s * 0.5, 0.98 + 0.1 * hit, 0.34), 0.014, _WOOD)
        body.ball(tip, 0.032, _WOOD)


def _trumpet(body: Body, cast: Cast) -> None:
    brass = Paint(own(cast, (232, 184, 66)), shine=1.1)
    part = Body()
    part.sheet(lathe([(0.03, 0.0), (0.035, 0.5), (0.06, 0.72), (0.12, 0.88), (0.24, 1.0)], 24), brass, closed=True)
    part.tube(
        curve([(0, 0.0, 0), (0.0, -0.08, 0.08), (0, 0.1, 0.16), (0, 0.6, 0.16), (0, 0.66, 0.08), (0, 0.3, 0.02)], 18),
        [0.03] * 18,
        brass,
    )
    for k in range(3):
        press = 0.03 * (math.sin(cast.time_s * 6 + k * 2) > 0.3)
        part.limb((0.09, 0.28 + 0.1 * k, 0.08), 0.035, (-0.12 + press, 0.28 + 0.1 * k, 0.08), 0.03, brass)
    body.graft(part, turn(0, 0, -1.2), (-0.45, 0.42, 0))


def _chess(body: Body, cast: Cast) -> None:
    """A board and its men in their rows."""
    light, dark = Paint((232, 208, 164), shine=0.3), Paint((110, 66, 38), shine=0.3)
    body.box((0, 0.03, 0), (0.56, 0.03, 0.56), _WOOD)
    for i in range(8):
        for j in range(8):
            x, z = (i - 3.5) * 0.125, (j - 3.5) * 0.125
            body.quad(
                (x - 0.0625, 0.062, z - 0.0625),
                (x + 0.0625, 0.062, z - 0.0625),
                (x + 0.0625, 0.062, z + 0.0625),
                (x - 0.0625, 0.062, z + 0.0625),
                light if (i + j) % 2 else dark,
            )
            if j in (0, 1, 6, 7):
                paint = Paint((40, 30, 26), shine=0.6) if j < 2 else Paint((240, 228, 200), shine=0.6)
                tall = (0.2 if j in (1, 6) else 0.27 + 0.07 * (i in (3, 4))) * 1.2
                move = 0.25 * min(max(cast.act * 3 - 1, 0), 1) * (i == 4 and j == 6)
                body.sheet(
                    lathe(
                        [
                            (0.045, 0.062),
                            (0.03, 0.1),
                            (0.02, 0.062 + 0.65 * tall),
                            (0.035, 0.062 + 0.72 * tall),
                            (0.01, 0.062 + 0.8 * tall),
                        ],
                        8,
                        at=(x, 0, z - move),
                    ),
                    paint,
                    closed=True,
                )
                body.ball((x, 0.062 + 0.86 * tall, z - move), 0.033, paint)


def _umbrella(body: Body, cast: Cast) -> None:
    cloth = Paint(own(cast, (190, 30, 40)), soft=0.5)
    body.sheet(lathe([(0.02, 1.0), (0.26, 0.94), (0.46, 0.78), (0.56, 0.62)], 16), cloth, closed=True)
    body.limb((0, 0.06, 0), 0.014, (0, 1.04, 0), 0.012, _STEEL)
    body.tube(curve([(0, 0.12, 0), (0, 0.0, 0), (0.09, -0.0, 0), (0.1, 0.08, 0)], 8), [0.025] * 8, _WOOD)


def _teddy(body: Body, cast: Cast) -> None:
    fur = Paint(own(cast, (176, 122, 72)), pattern=MOTTLE, grain=0.12)
    pale = Paint(lighter(own(cast, (176, 122, 72)), 0.4), pattern=MOTTLE, grain=0.12)
    body.ball((0, 0.34, 0), (0.26, 0.28, 0.22), fur)
    body.ball((0, 0.34, 0.1), (0.17, 0.19, 0.15), pale)
    body.ball((0, 0.76, 0.02), (0.24, 0.22, 0.21), fur)
    body.ball((0, 0.7, 0.2), (0.1, 0.08, 0.08), pale)
    body.ball((0, 0.74, 0.275), (0.035, 0.026, 0.022), _BLACK)
    for s in (-1, 1):
        body.ball((s * 0.18, 0.95, 0), (0.09, 0.09, 0.05), fur)
        body.ball((s * 0.18, 0.95, 0.035), (0.055, 0.055, 0.03), pale)
        body.ball((s * 0.085, 0.81, 0.19), 0.027, _BLACK)
        body.limb((s * 0.22, 0.5, 0.04), 0.09, (s * 0.34, 0.26, 0.16), 0.085, fur)
        body.limb((s * 0.13, 0.12, 0.08), 0.11, (s * 0.2, 0.1, 0.34), 0.1, fur)
        body.ball((s * 0.2, 0.11, 0.43), (0.075, 0.085, 0.02), pale)
    for s in (-1, 1):
        body.tri((0, 0.55, 0.21), (s * 0.13, 0.6, 0.21), (s * 0.13, 0.49, 0.21), Paint((190, 30, 40)))


def _ball(body: Body, cast: Cast) -> None:
    """It rolls as it goes; a football has its patches."""
    words = cast.actor.label.lower()
    plain = any(w in words for w in ("red", "rubber", "bouncing", "bowling", "tennis", "basket", "beach"))
    tint = own(
        cast,
        (226, 112, 40)
        if "basket" in words
        else (206, 230, 70)
        if "tennis" in words
        else (210, 40, 44)
        if plain
        else (246, 246, 244),
    )
    part = Body()
    part.ball(
        (0, 0, 0), 0.5, Paint(tint, (246, 246, 244), shine=0.4, pattern=STRIPES if "beach" in words else 0, grain=3)
    )
    if not plain:
        for k in range(12):
            y = 1 - 2 * (k + 0.5) / 12
            r = math.sqrt(1 - y * y)
            part.ball((math.sin(k * 2.4) * r * 0.42, y * 0.42, math.cos(k * 2.4) * r * 0.42), 0.125, _BLACK)
    elif "basket" in words:
        hoop(0.5, (0, 0, 0), 0.012, part, _BLACK, upright=True)
        hoop(0.5, (0, 0, 0), 0.012, part, _BLACK)
    roll = cast.travelled / 0.5 if cast.speed > 0.02 else 0.0
    hop = abs(math.sin(cast.time_s * 4.2)) * 0.9 if cast.actor.action in ("jump", "dance") else 0.0
    body.graft(part, turn(0.4, -roll), (0, 0.5 + hop, 0))


BELONGINGS: Mapping[str, Rig] = {
    "book": _book,
    "clock": _clock,
    "pocket watch": _watch,
    "hourglass": _hourglass,
    "violin": _violin,
    "guitar": _guitar,
    "piano": _piano,
    "drum": _drum,
    "trumpet": _trumpet,
    "chess board": _chess,
    "umbrella": _umbrella,
    "teddy bear": _teddy,
    "ball": _ball,
}
