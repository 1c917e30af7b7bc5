"""What stands rooted: windmill, lighthouse, tree, flower; and the campfire."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, chance, curve, polar, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix, paint_of
from vitascope.engines.animatic.draw.rigs.palms import draw_palm
from vitascope.engines.animatic.draw.rigs.roses import draw_rose, opening
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.stage import Colour

_WOOD = Paint((112, 78, 50), pattern=MOTTLE, grain=0.6)


def draw_windmill(body: Body, cast: Cast) -> None:
    """Ten units to the tip of the cap."""
    wall = Paint(paint_of(cast.actor.colour, (232, 224, 206)), pattern=MOTTLE, grain=2.0)
    body.sheet(lathe([(1.9, 0.0), (1.72, 1.6), (1.5, 3.6), (1.3, 5.4), (1.18, 6.8)], 12), wall, closed=True)
    body.sheet(
        lathe([(1.4, 6.7), (1.45, 6.95), (1.1, 7.7), (0.5, 8.3), (0.05, 8.5)], 16),
        Paint((110, 58, 40), shine=0.1),
        closed=True,
    )
    body.sheet(lathe([(2.3, 2.55), (2.35, 2.62), (2.3, 2.7)], 16), _WOOD, closed=True)
    door = Paint((86, 54, 36))
    body.box((0, 0.7, 1.78), (0.42, 0.75, 0.08), door)
    for y in (3.6, 5.4):
        body.box(
            (0, y, 1.5 - 0.11 * (y - 3.6)),
            (0.2, 0.3, 0.06),
            Paint((250, 214, 130) if cast.night > 0.3 else (46, 54, 62), glow=0.9 * cast.night),
        )
    hub: Point = (0, 7.3, 1.65)
    body.limb((0, 7.3, 0.8), 0.2, hub, 0.2, _WOOD)
    spin = cast.time_s * (0.9 if cast.actor.action != "idle" else 0.6)
    cloth = Paint((240, 232, 212), soft=0.5)
    for k in range(4):
        a = spin + k * math.pi / 2
        dx, dy = math.sin(a), math.cos(a)
        px, py = dy, -dx
        tip = add(hub, (dx * 5.2, dy * 5.2, 0.1))
        body.limb(hub, 0.11, tip, 0.06, _WOOD)
        p0, p1 = add(hub, (dx * 1.1, dy * 1.1, 0.08)), add(hub, (dx * 5.0, dy * 5.0, 0.12))
        q1, q0 = add(p1, (px * 0.95, py * 0.95, -0.22)), add(p0, (px * 0.95, py * 0.95, -0.22))
        body.quad(p0, p1, q1, q0, cloth)
        for j in range(8):
            t = j / 7
            a0 = (p0[0] + (p1[0] - p0[0]) * t, p0[1] + (p1[1] - p0[1]) * t, p0[2] + 0.03)
            body.limb(a0, 0.03, add(a0, (px * 0.95, py * 0.95, -0.22)), 0.03, _WOOD)
        body.limb(q0, 0.035, q1, 0.035, _WOOD)
    body.ball(hub, (0.26, 0.26, 0.2), _WOOD)


def draw_lighthouse(body: Body, cast: Cast) -> None:
    """Twenty units high, banded, on a rock; its lamp turns, and at night it throws two beams."""
    worn = "old" in cast.actor.label.lower().split()
    body.place(
        _tower(paint_of(cast.actor.colour, (164, 52, 42) if worn else (190, 42, 38)), worn, cast.night, cast.seed)
    )
    dark, angle = max(cast.night, 0.25), cast.time_s * 1.15
    far = (62 * math.sin(angle), 0.0, 62 * math.cos(angle))
    body.source("beam", (0, 16.9, 0), 0.5, 0.62 * dark, along=far)
    body.source("glow", (0, 16.9, 0), 5.0, 0.4 + 0.6 * dark)


@lru_cache(maxsize=4)
def _tower(colour: Colour, worn: bool, night: float, seed: int) -> NDArray[np.float32]:
    """All of a lighthouse but its light, with its windows lit as by ``night``; read only."""
    body = Body()
    red = Paint(colour, pattern=MOTTLE, grain=1.3)
    white = Paint((206, 200, 186) if worn else (232, 230, 222), pattern=MOTTLE, grain=1.3)
    for k in range(6):
        y0, y1 = 0.6 + 2.5 * k, 0.6 + 2.5 * (k + 1)
        body.sheet(
            lathe([(2.1 - 0.055 * y, y) for y in (y0, (y0 + y1) / 2, y1)], 20),
            white if k % 2 == 0 else red,
            closed=True,
        )
    iron = Paint((52, 56, 62), shine=0.3)
    body.sheet(lathe([(1.2, 15.6), (1.85, 15.75), (1.85, 15.95), (1.0, 15.95)], 20), iron, closed=True)
    rail: list[Point] = [
        (1.8 * math.sin(k / 20 * 2 * math.pi), 16.7, 1.8 * math.cos(k / 20 * 2 * math.pi)) for k in range(21)
    ]
    body.tube(rail, [0.05] * 21, iron)
    for k in range(10):
        body.limb((rail[2 * k][0], 15.95, rail[2 * k][2]), 0.04, rail[2 * k], 0.04, iron)
    lit = 0.35 + 0.65 * max(night, 0.3)
    body.limb((0, 16.2, 0), 0.95, (0, 17.4, 0), 0.95, Paint((255, 236, 176), shine=0.8, glow=lit * 0.8))
    for k in range(8):
        a = k / 8 * 2 * math.pi
        body.limb((math.sin(a), 15.95, math.cos(a)), 0.06, (math.sin(a), 17.9, math.cos(a)), 0.06, iron)
    body.sheet(lathe([(1.35, 17.85), (1.1, 18.5), (0.5, 19.3), (0.08, 19.6)], 20), red, closed=True)
    body.ball((0, 19.75, 0), 0.2, iron)
    for k, y in enumerate((4.0, 8.5, 12.5)):
        body.box(
            (0.3 * (k - 1), y, 2.06 - 0.055 * y),
            (0.2, 0.36, 0.06),
            Paint((255, 220, 140) if night > 0.3 else (50, 58, 66), glow=0.9 * night),
        )
    body.box((0, 1.4, 2.0), (0.45, 0.85, 0.08), Paint((84, 56, 40)))
    body.sheet(lathe([(2.5, -1.0), (2.42, 0.55), (2.1, 0.7)], 20), Paint((112, 106, 98), pattern=MOTTLE), closed=True)
    body.place(_crag(seed))
    solids = body.solids()
    solids.setflags(write=False)
    return solids


def _crag(seed: int) -> NDArray[np.float32]:
    """Broken rock about a foot, large pieces next to it and small ones farther out."""
    body = Body()
    for k in range(20):
        a, r = k * 2.4, 1.9 + 1.9 * chance(seed, k)
        size = (1.5 - 0.22 * (r - 2.0)) * (0.55 + 0.75 * chance(seed, k + 40))
        _boulder(body, (math.sin(a) * r, -0.5 * size, math.cos(a) * r), size, seed + 7 * k)
    return body.solids()


def _boulder(body: Body, at: Point, size: float, seed: int) -> None:
    """A stone of flat faces, each as light as it fell out."""
    greys = [Paint(tuple(c * k for c in (84.0, 80.0, 77.0)), shine=0.12) for k in (0.72, 0.9, 1.08)]  # type: ignore[arg-type]
    sides, rings = 7, ((1.2, -0.9), (1.25, 0.42), (0.86, 0.95), (0.3, 1.22))
    spots: list[list[Point]] = []
    for i, (wide, high) in enumerate(rings):
        row: list[Point] = []
        for k in range(sides):
            a = (k + 0.5 * (i % 2) + 0.5 * chance(seed, 9 * i + k)) / sides * math.tau
            r = wide * size * (0.78 + 0.44 * chance(seed, 50 + 9 * i + k))
            y = high * size * (0.85 + 0.3 * chance(seed, 90 + 9 * i + k))
            row.append(add(at, (math.sin(a) * r, y, math.cos(a) * r * 0.9)))
        spots.append(row)
    top = add(at, (0.0, 1.3 * size, 0.0))
    for i, (low, high_) in enumerate(pairwise(spots)):
        for k in range(sides):
            n = (k + 1) % sides
            body.tri(low[k], high_[k], low[n], greys[int(3 * chance(seed, 130 + 9 * i + k))])
            body.tri(low[n], high_[k], high_[n], greys[int(3 * chance(seed, 170 + 9 * i + k))])
    for k in range(sides):
        body.tri(spots[-1][k], top, spots[-1][(k + 1) % sides], greys[2])


def draw_tree(body: Body, cast: Cast) -> None:
    """Ten units high: a broadleaf, a conifer, a palm or bare branches."""
    words = " ".join((cast.actor.form, cast.actor.label, *cast.actor.props)).lower()
    leaf: Colour = (
        (236, 136, 46)
        if "autumn" in words or "maple" in words
        else (240, 176, 200)
        if "cherry" in words
        else (74, 116, 50)
    )
    leaf = paint_of(cast.actor.colour, leaf)
    sway = 0.12 * math.sin(cast.time_s * 1.3 + cast.chance(1) * 6)
    if any(w in words for w in ("pine", "fir", "spruce", "conifer", "christmas")):
        body.limb((0, 0, 0), 0.34, (sway * 0.4, 9.0, 0), 0.06, _WOOD)
        leaf = paint_of(cast.actor.colour, (38, 78, 52))
        for k in range(8):
            y = 1.4 + 1.05 * k
            r = 2.7 * (1 - k / 8.6)
            grid = lathe([(0.03, y + 1.9), (r * 0.5, y + 0.85), (r, y)], 14)
            grid[2, ::2] *= (0.86, 1.0, 0.86)
            grid[..., 0] += sway * k / 8
            body.sheet(grid, Paint(mix(leaf, (16, 30, 22), 0.25 * (1 - k / 8)), pattern=MOTTLE, grain=0.8), closed=True)
        return
    if "palm" in words:
        draw_palm(body, cast)
        return
    top: Point = (sway * 0.5, 5.2, 0)
    body.tube([(0, 0, 0), (0.1, 2.4, 0), top], [0.55, 0.4, 0.26], _WOOD)
    for k in range(7):
        a = k * 2.4 + cast.chance(2) * 6
        end = polar(top, 2.6 + cast.chance(k + 5), 0.7 + 0.25 * math.sin(k), a)
        body.limb((0.05, 3.0 + 0.3 * k, 0), 0.2, add(end, (sway, 0, 0)), 0.05, _WOOD)
    if any(w in words for w in ("bare", "dead", "winter")):
        return
    for k in range(46):
        u, a = chance(cast.seed, k) * 2 - 0.85, k * 2.39996
        r = math.sqrt(max(1 - u * u, 0.0))
        centre = (math.sin(a) * r * 2.7 + sway * (1 + u * 0.5), 6.6 + u * 2.4, math.cos(a) * r * 2.7)
        shade = mix(darker(leaf, 0.35), lighter(leaf, 0.16), 0.5 * (u + 1) * 0.7 + 0.3 * chance(cast.seed, k + 90))
        size = 0.85 + 0.55 * chance(cast.seed, k + 60)
        body.ball(centre, (size * 1.15, size * 0.85, size * 1.1), Paint(shade, pattern=MOTTLE, grain=0.22, soft=0.25))


def potted(body: Body, plant: Body) -> None:
    """Add ``plant``, a unit high, in a pot of clay; together they are a unit high as well."""
    side = [(0.01, 0.0), (0.13, 0.0), (0.17, 0.24), (0.2, 0.24), (0.2, 0.32), (0.17, 0.32), (0.165, 0.28)]
    body.sheet(lathe(side, 22), Paint((186, 104, 68), pattern=MOTTLE, grain=0.1), closed=True, solid=True)
    body.ball((0, 0.28, 0), (0.165, 0.015, 0.165), Paint((70, 52, 42), pattern=MOTTLE, grain=0.05))
    body.graft(plant, np.eye(3) * 0.72, (0.0, 0.28, 0.0))


def draw_flower(body: Body, cast: Cast) -> None:
    """One unit high, with its pot if it has one."""
    if "pot" not in cast.actor.props:
        _flower(body, cast)
        return
    part = Body()
    _flower(part, cast)
    potted(body, part)


def _flower(body: Body, cast: Cast) -> None:
    """It nods."""
    words = (cast.actor.form + " " + cast.actor.label).lower()
    if "rose" in words and "primrose" not in words and cast.actor.count == 1:
        draw_rose(body, cast)
        return
    petal: Colour = (
        (250, 196, 40)
        if "sun" in words
        else (206, 40, 60)
        if "rose" in words or "tulip" in words or "poppy" in words
        else (236, 236, 240)
        if "daisy" in words
        else (222, 100, 150)
    )
    petal = paint_of(cast.actor.colour, petal)
    nod = 0.05 * math.sin(cast.time_s * 1.4 + cast.chance(1) * 6)
    stem = curve([(0, 0, 0), (0.02, 0.4, 0.02), (nod, 0.82, 0.05)], 8)
    green = Paint((70, 122, 54), soft=0.3)
    body.tube(stem, [0.018] * 8, green)
    for k, s in enumerate((-1, 1)):
        body.ball((0.11 * s, 0.3 + 0.12 * k, 0.02), (0.12, 0.018, 0.05), green, turn=turn(0.3 * s, 0, -0.5 * s))
    head = stem[7]
    part = Body()
    if "tulip" in words or "rose" in words:
        for k in range(7):
            a = k * 2.4
            part.ball(
                (math.sin(a) * 0.05, 0.07, math.cos(a) * 0.05),
                (0.075, 0.115, 0.06),
                Paint(mix(petal, darker(petal, 0.4), k % 3 / 3), soft=0.4),
                turn=turn(a, 0.15),
            )
    else:
        wide = opening(cast)
        for ring, (count, long) in enumerate(((13, 0.17), (9, 0.12))):
            for k in range(count):
                a = k / count * 2 * math.pi + ring * 0.3
                part.ball(
                    (
                        math.sin(a) * long * (0.25 + 0.6 * wide),
                        0.015 * ring + 0.55 * long * (1 - wide),
                        math.cos(a) * long * (0.25 + 0.6 * wide),
                    ),
                    (0.042, 0.012, long * 0.62),
                    Paint(darker(petal, 0.12 * ring), soft=0.5),
                    turn=turn(a, 0.12 + 1.3 * (1 - wide)),
                )
        part.ball(
            (0, 0.02, 0),
            (0.075, 0.045, 0.075),
            Paint((96, 62, 30) if "sun" in words else (232, 190, 60), pattern=MOTTLE, grain=0.05),
        )
    body.graft(part, turn(0.0, -0.9 if "sun" in words else -0.6, nod), head)


def draw_campfire(body: Body, cast: Cast) -> None:
    """One unit across; stones, logs, embers and flames."""
    stone, bark = Paint((104, 100, 98), pattern=MOTTLE, grain=0.2), Paint((86, 58, 38), pattern=MOTTLE, grain=0.2)
    for k in range(13):
        a = k / 13 * 2 * math.pi
        s = 0.075 + 0.03 * chance(cast.seed, k)
        body.ball((math.sin(a) * 0.52, 0.04, math.cos(a) * 0.52), (s * 1.15, s * 0.85, s), stone, turn=turn(a))
    for k in range(6):
        a = k / 6 * 2 * math.pi + 0.4
        body.limb(
            (math.sin(a) * 0.42, 0.05, math.cos(a) * 0.42),
            0.06,
            (-math.sin(a) * 0.04, 0.4, -math.cos(a) * 0.04),
            0.045,
            bark,
        )
    pulse = 0.7 + 0.3 * math.sin(cast.time_s * 3.1)
    for k in range(12):
        a, r = k * 2.4, 0.3 * math.sqrt(chance(cast.seed, k + 30))
        body.ball((math.sin(a) * r, 0.05, math.cos(a) * r), 0.045, Paint((255, 96 + 60 * pulse, 20), glow=0.9))
    body.source("fire", (0, 0.14, 0), 0.5, 0.9)
    body.source("sparks", (0, 0.6, 0), 0.75, 1.0)
