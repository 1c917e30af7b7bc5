"""What is found and given: crowns, chests, gems, coins; and snowmen, mushrooms and cacti. About one unit high."""

from __future__ import annotations

import math
from collections.abc import Mapping

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, add, chance, curve, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix
from vitascope.engines.animatic.draw.rigs.doors import opened
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, STRIPES
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.tableware import own

_WOOD = Paint((132, 86, 48), shine=0.15, pattern=MOTTLE, grain=0.5)
_GOLD = Paint((230, 180, 60), shine=1.0)
_BLACK = Paint((24, 24, 28), shine=0.4)
_WHITE = Paint((246, 244, 238), shine=0.2)


def hoop(
    r: float, at: Point, thick: float, body: Body, paint: Paint, *, upright: bool = False, count: int = 24
) -> None:
    """A ring of radius ``r`` about ``at``, flat unless it stands ``upright``."""
    points: list[Point] = []
    for k in range(count + 1):
        a = k / count * 2 * math.pi
        points.append(
            add(at, (r * math.sin(a), r * math.cos(a), 0.0) if upright else (r * math.sin(a), 0.0, r * math.cos(a)))
        )
    body.tube(points, [thick] * (count + 1), paint)


def _skull(body: Body, cast: Cast) -> None:
    bone = Paint(own(cast, (230, 220, 196)), shine=0.15, pattern=MOTTLE, grain=0.3)
    body.ball((0, 0.62, -0.06), (0.34, 0.36, 0.42), bone)
    body.ball((0, 0.42, 0.16), (0.25, 0.24, 0.22), bone)
    body.ball((0, 0.24, 0.18), (0.19, 0.13, 0.18), bone)
    for s in (-1, 1):
        body.ball((s * 0.14, 0.5, 0.31), (0.095, 0.085, 0.07), _BLACK)
        body.ball((s * 0.25, 0.38, 0.2), (0.08, 0.07, 0.1), bone)
        body.ball((s * 0.022, 0.37, 0.38), (0.026, 0.05, 0.03), _BLACK)
    body.ball((0, 0.1, 0.14), (0.19, 0.09, 0.18), bone)
    for k in range(8):
        for y in (0.215, 0.155):
            body.box(((k - 3.5) * 0.038, y, 0.345 - 0.006 * (k - 3.5) ** 2), (0.015, 0.026, 0.012), _WHITE)


def _crown(body: Body, cast: Cast) -> None:
    gold = Paint(own(cast, (232, 182, 56)), shine=1.1)
    body.sheet(lathe([(0.38, 0.0), (0.42, 0.05), (0.41, 0.3), (0.43, 0.34)], 30), gold, closed=True)
    gems: tuple[tuple[float, float, float], ...] = ((206, 24, 40), (40, 90, 220), (40, 170, 90))
    for k in range(8):
        a = k / 8 * 2 * math.pi
        x, z = math.sin(a) * 0.43, math.cos(a) * 0.43
        body.limb((x, 0.3, z), 0.075, (x * 1.08, 0.72, z * 1.08), 0.012, gold)
        body.ball((x * 1.09, 0.76, z * 1.09), 0.045, Paint((250, 246, 236), shine=0.9))
        body.ball((x * 1.0, 0.17, z * 1.0), (0.05, 0.06, 0.05), Paint(gems[k % 3], shine=1.2, glow=0.15))
    body.ball((0, 0.22, 0), (0.37, 0.16, 0.37), Paint((130, 20, 44)))


def _key(body: Body, cast: Cast) -> None:
    metal = Paint(own(cast, (206, 160, 70)), shine=0.9)
    hoop(0.15, (0, 0.82, 0), 0.04, body, metal, upright=True)
    body.limb((0, 0.66, 0), 0.038, (0, 0.02, 0), 0.034, metal)
    for y, w in ((0.05, 0.17), (0.16, 0.12), (0.24, 0.16)):
        body.box((w / 2 + 0.02, y, 0), (w / 2, 0.03, 0.025), metal)


_AJAR = 0.04
"""A chest that is open less shows nothing of what is in it."""


def _chest(body: Body, cast: Cast) -> None:
    """A treasure chest; its lid opens on gold, and light of gold comes out."""
    share = opened(cast) if cast.actor.action in {"open", "close"} else 0.32 + 0.68 * min(cast.act * 1.6, 1.0)
    lift = 1.15 * share
    body.box((0, 0.2, 0), (0.5, 0.2, 0.3), _WOOD)
    iron = Paint((74, 66, 60), shine=0.5)
    for x in (-0.44, 0.0, 0.44):
        body.box((x, 0.2, 0), (0.035, 0.206, 0.307), iron)
    lid = Body()
    for k in range(9):
        a = k / 9 * math.pi
        b = (k + 1) / 9 * math.pi
        p, q = (0.3 - 0.3 * math.cos(a), 0.2 * math.sin(a)), (0.3 - 0.3 * math.cos(b), 0.2 * math.sin(b))
        lid.quad((-0.5, p[1], p[0]), (0.5, p[1], p[0]), (0.5, q[1], q[0]), (-0.5, q[1], q[0]), _WOOD)
        for x in (-0.44, 0.0, 0.44):
            lid.quad(
                (x - 0.035, p[1] + 0.008, p[0]),
                (x + 0.035, p[1] + 0.008, p[0]),
                (x + 0.035, q[1] + 0.008, q[0]),
                (x - 0.035, q[1] + 0.008, q[0]),
                iron,
            )
    body.graft(lid, turn(0, lift), (0, 0.4, -0.3))
    for k in range(60 if share > _AJAR else 0):
        r = math.sqrt(chance(3, k))
        at: Point = (
            (chance(4, k) - 0.5) * 0.86,
            0.4 + 0.13 * (1 - r) + 0.03 * chance(6, k),
            (chance(5, k) - 0.5) * 0.48,
        )
        if k % 9 == 0:
            body.ball(at, 0.045, Paint(((220, 30, 50), (40, 110, 230), (40, 180, 100))[k % 3], shine=1.2, glow=0.2))
        else:
            body.ball(at, (0.06, 0.014, 0.06), _GOLD, turn=turn(k, 0.9 * math.sin(k), 0.5))
    body.box((0, 0.36, 0.31), (0.06, 0.07, 0.03), _GOLD)
    body.ball((0, 0.5, 0), (0.42, 0.03, 0.24), Paint((255, 214, 110), glow=1.0, alpha=0.3 * share))
    body.source("glow", (0, 0.55, 0.05), 0.7 + 0.6 * share, 0.08 + 0.5 * share)


def _gift(body: Body, cast: Cast) -> None:
    """In paper with a bow; where it opens, its lid tips back and light comes out."""
    paper, ribbon = Paint(own(cast, (196, 34, 44)), shine=0.3), Paint((244, 206, 80), shine=0.6)
    body.box((0, 0.345, 0), (0.4, 0.345, 0.4), paper)
    lid = Body()
    lid.box((0, 0.06, 0.43), (0.43, 0.06, 0.43), paper)
    for wide, deep in ((0.07, 0.436), (0.436, 0.07)):
        body.box((0, 0.34, 0), (min(wide, 0.406), 0.34, min(deep, 0.406)), ribbon)
        lid.box((0, 0.065, 0.43), (wide, 0.066, deep), ribbon)
    for s in (-1, 1):
        loop = curve([(0, 0.14, 0.43), (s * 0.22, 0.34, 0.46), (s * 0.32, 0.22, 0.43), (0, 0.15, 0.43)], 10)
        lid.tube(loop, [0.04] * 10, ribbon)
    lid.ball((0, 0.16, 0.43), 0.06, ribbon)
    share = opened(cast)
    body.graft(lid, turn(0.0, 1.5 * share), (0.0, 0.68 + 0.02 * share, -0.43))
    if share > 0.02:
        body.box((0, 0.69, 0), (0.37, 0.004, 0.37), Paint((255, 226, 140), glow=1.0))
        for k in range(14):
            rise = (cast.time_s * 0.35 + chance(5, k)) % 1.0
            at = (0.6 * (chance(6, k) - 0.5), 0.7 + 0.6 * rise * share, 0.6 * (chance(7, k) - 0.5))
            body.ball(at, 0.018 * (1 - rise), Paint((255, 236, 170), glow=1.0))
        body.source("glow", (0, 0.8, 0), 1.2, 0.7 * share)


def _orb(body: Body, cast: Cast) -> None:
    """A crystal ball on its stand, with a mist in it; a snow globe has a house and snow in it."""
    snow = "snow" in cast.actor.label.lower()
    tint = own(cast, (150, 120, 240))
    body.sheet(
        lathe([(0.36, 0.0), (0.34, 0.08), (0.2, 0.16), (0.24, 0.24), (0.02, 0.2)], 26),
        _WOOD if snow else _GOLD,
        closed=True,
    )
    if snow:
        body.ball((0, 0.3, 0), (0.33, 0.09, 0.33), _WHITE)
        body.box((-0.05, 0.42, 0), (0.1, 0.08, 0.08), Paint((150, 60, 50)))
        body.tri((-0.18, 0.49, 0.1), (0.08, 0.49, 0.1), (-0.05, 0.62, 0.0), _WHITE)
        body.sheet(lathe([(0.08, 0.36), (0.0, 0.62)], 10, at=(0.18, 0, 0.02)), Paint((40, 92, 60)), closed=True)
        for k in range(40):
            fall = (chance(3, k) - cast.time_s * 0.12 * (0.6 + chance(4, k))) % 1.0
            r = 0.3 * math.sqrt(chance(5, k))
            body.ball((math.sin(k * 2.4) * r, 0.32 + 0.58 * fall * (1 - 0.4 * r), math.cos(k * 2.4) * r), 0.011, _WHITE)
    else:
        for k in range(6):
            a = cast.time_s * 0.7 + k * 1.05
            body.ball(
                (0.16 * math.sin(a), 0.6 + 0.13 * math.sin(a * 1.3 + k), 0.16 * math.cos(a)),
                0.13,
                Paint(lighter(tint, 0.2 + 0.1 * k), glow=0.7, alpha=0.35),
            )
        body.source("glow", (0, 0.6, 0), 1.3, 0.4)
    body.ball((0, 0.6, 0), 0.4, Paint(mix(tint, (230, 240, 255), 0.75), shine=1.4, alpha=0.3))


def _gem(body: Body, cast: Cast) -> None:
    """Facets that flash as it turns."""
    tint = own(cast, (170, 220, 250))
    part = Body()
    rings = ((0.0, 0.0, 1), (0.42, 0.52, 8), (0.42, 0.6, 8), (0.24, 0.8, 8))
    for k in range(8):
        a, b = k / 8 * 2 * math.pi, (k + 1) / 8 * 2 * math.pi
        paints = [
            Paint(mix(tint, (255, 255, 255), 0.1 + 0.55 * chance(9, k * 3 + i)), shine=1.4, glow=0.18) for i in range(3)
        ]
        for i, (lo, hi) in enumerate(((0, 1), (1, 2), (2, 3))):
            p0, p1 = _round(rings[lo], a), _round(rings[lo], b)
            q0, q1 = _round(rings[hi], a), _round(rings[hi], b)
            part.quad(p0, p1, q1, q0, paints[i])
        part.tri((0, 0.8, 0), _round(rings[3], a), _round(rings[3], b), Paint(lighter(tint, 0.6), shine=1.4, glow=0.2))
    body.graft(part, turn(cast.time_s * 0.7), (0, 0.08, 0))
    body.source("glow", (0, 0.5, 0), 0.9, 0.25)


def _round(ring: tuple[float, float, int], a: float) -> Point:
    return (math.sin(a) * ring[0], ring[1], math.cos(a) * ring[0])


def _crystals(body: Body, cast: Cast) -> None:
    tint = own(cast, (150, 110, 240))
    for k in range(9):
        a, lean = k * 2.4, 0.1 + 0.4 * chance(3, k) * (k > 0)
        long, r = (1.0 if k == 0 else 0.4 + 0.35 * chance(4, k)), 0.12 - 0.006 * k
        spar = Body()
        paint = Paint(mix(tint, (255, 255, 255), 0.3 * chance(5, k)), shine=1.0, glow=0.35)
        spar.sheet(lathe([(r * 0.8, 0.0), (r, 0.65 * long), (0.005, long)], 6), paint, closed=True)
        body.graft(spar, turn(a) @ turn(0, lean), (math.sin(a) * 0.22 * (k > 0), 0.0, math.cos(a) * 0.22 * (k > 0)))
    body.source("glow", (0, 0.5, 0), 1.5, 0.35 + 0.1 * math.sin(cast.time_s * 1.7))


def _ring_thing(body: Body, cast: Cast) -> None:
    hoop(0.3, (0, 0.34, 0), 0.06, body, Paint(own(cast, (236, 186, 60)), shine=1.2), upright=True, count=36)
    if any(w in cast.actor.label.lower() for w in ("diamond", "engagement", "wedding")):
        part = Body()
        _gem(part, cast)
        body.graft(part, turn() * 0.42, (0, 0.66, 0))


def _coins(body: Body, cast: Cast) -> None:
    for k in range(26):
        r = 0.42 * math.sqrt(k / 26)
        body.ball(
            (math.sin(k * 2.4) * r, 0.04 + 0.3 * (0.45 - r) * (1 + chance(3, k)), math.cos(k * 2.4) * r),
            (0.12, 0.02, 0.12),
            _GOLD,
            turn=turn(k, 0.5 * math.sin(k * 1.3), 0.4 * math.cos(k)),
        )
    part = Body()
    part.ball((0, 0, 0), (0.2, 0.2, 0.025), _GOLD)
    hoop(0.19, (0, 0, 0), 0.03, part, _GOLD, upright=True)
    body.graft(part, turn(cast.time_s * 1.6), (0, 0.62, 0))


def _snowman(body: Body, cast: Cast) -> None:
    snow = Paint((246, 248, 252), pattern=MOTTLE, grain=0.5)
    for y, r in ((0.2, 0.23), (0.5, 0.17), (0.74, 0.12)):
        body.ball((0, y, 0), r, snow)
    body.limb((0, 0.74, 0.11), 0.022, (0, 0.73, 0.24), 0.003, Paint((236, 120, 30)))
    for s in (-1, 1):
        body.ball((s * 0.04, 0.78, 0.105), 0.014, _BLACK)
        wave = 0.1 * math.sin(cast.time_s * 3) * (s > 0)
        hand: Point = (s * 0.36, 0.64 + wave, 0.04)
        body.limb((s * 0.14, 0.54, 0), 0.012, hand, 0.009, _WOOD)
        for k in (-1, 1):
            body.limb(hand, 0.008, add(hand, (s * 0.05, 0.035 * k + 0.03, 0)), 0.005, _WOOD)
    for k in range(3):
        body.ball((0, 0.42 + 0.075 * k, 0.165 - 0.014 * (k - 1) ** 2), 0.016, _BLACK)
    for k in range(5):
        body.ball((0.05 * math.sin(0.5 * (k - 2)), 0.695 - 0.012 * math.cos(0.9 * (k - 2)), 0.112), 0.008, _BLACK)
    hoop(0.125, (0, 0.635, 0), 0.035, body, Paint(own(cast, (196, 36, 40))))
    body.limb((0.06, 0.62, 0.12), 0.03, (0.09, 0.44, 0.17), 0.026, Paint(own(cast, (196, 36, 40))))
    body.sheet(lathe([(0.17, 0.83), (0.17, 0.845), (0.1, 0.845), (0.1, 1.0), (0.01, 1.0)], 20), _BLACK, closed=True)


def _mushroom(body: Body, cast: Cast) -> None:
    cap, stalk = Paint(own(cast, (204, 34, 32)), shine=0.3), Paint((244, 236, 216), soft=0.2)
    glowing = "glow" in cast.actor.label.lower() or "magic" in cast.actor.label.lower()
    lit = 0.7 if glowing else 0.0
    cap = Paint(own(cast, (90, 200, 230) if glowing else (204, 34, 32)), shine=0.3, glow=lit)
    for k, (x, z, s) in enumerate(((0.0, 0.0, 1.0), (0.34, 0.1, 0.55), (-0.3, 0.16, 0.42))):
        at: Point = (x, 0.0, z)
        body.limb(at, 0.1 * s, add(at, (0.02, 0.62 * s, 0)), 0.07 * s, stalk)
        body.sheet(
            lathe(
                [
                    (0.08 * s, 0.56 * s),
                    (0.36 * s, 0.54 * s),
                    (0.38 * s, 0.6 * s),
                    (0.3 * s, 0.8 * s),
                    (0.14 * s, 0.93 * s),
                    (0.01, 0.96 * s),
                ],
                22,
                at=(x + 0.02, 0, z),
            ),
            cap,
            closed=True,
        )
        if not glowing:
            for j in range(11):
                r = 0.3 * s * math.sqrt((j + 0.4) / 11)
                body.ball(
                    (
                        x + 0.02 + math.sin(j * 2.4 + k) * r,
                        (0.97 - 1.05 * (r / s) ** 1.6) * s,
                        z + math.cos(j * 2.4 + k) * r,
                    ),
                    0.035 * s,
                    _WHITE,
                )
    if glowing:
        body.source("glow", (0, 0.7, 0), 1.6, 0.5)


def _cactus(body: Body, cast: Cast) -> None:
    green = Paint(own(cast, (76, 130, 66)), (52, 98, 50), pattern=STRIPES, grain=0.045)
    rib = Paint(darker((76, 130, 66), 0.2))
    body.tube([(0, 0, 0), (0, 0.9, 0), (0, 0.95, 0)], [0.11, 0.115, 0.1], Paint(green.colour))
    for s, y, up in ((1, 0.4, 0.34), (-1, 0.52, 0.26)):
        body.tube(
            [(0, y, 0), (s * 0.24, y + 0.02, 0), (s * 0.28, y + 0.08, 0), (s * 0.28, y + up, 0)],
            [0.06, 0.065, 0.07, 0.06],
            Paint(green.colour),
        )
        for k in range(5):
            a = k / 5 * 6.283
            body.limb(
                (s * 0.28 + 0.066 * math.sin(a), y + 0.1, 0.066 * math.cos(a)),
                0.012,
                (s * 0.28 + 0.06 * math.sin(a), y + up, 0.06 * math.cos(a)),
                0.01,
                rib,
            )
    for k in range(10):
        a = k / 10 * 6.283
        body.limb(
            (0.11 * math.sin(a), 0.02, 0.11 * math.cos(a)),
            0.014,
            (0.105 * math.sin(a), 0.96, 0.105 * math.cos(a)),
            0.01,
            rib,
        )
    for k in range(3):
        body.ball((0.04 * (k - 1), 1.04, 0.02), (0.035, 0.04, 0.035), Paint((240, 90, 140), soft=0.4))


TREASURES: Mapping[str, Rig] = {
    "skull": _skull,
    "crown": _crown,
    "key": _key,
    "treasure chest": _chest,
    "gift": _gift,
    "crystal ball": _orb,
    "diamond": _gem,
    "crystals": _crystals,
    "ring": _ring_thing,
    "coin": _coins,
    "snowman": _snowman,
    "mushroom": _mushroom,
    "cactus": _cactus,
}
