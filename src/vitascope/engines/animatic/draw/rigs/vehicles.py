"""The locomotive with its carriages, and the viaduct under it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.arches import DEEP, PIER, PIERS, PITCH, RISE, SPRING
from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.colours import darker, paint_of
from vitascope.engines.animatic.draw.rigs.shade import CUT, MOTTLE, SCALES
from vitascope.engines.animatic.draw.stage import Colour

_IRON = Paint((42, 44, 50), shine=0.35)


@dataclass(frozen=True, slots=True)
class _Stock:
    """A train of one colour, made once: few of its parts move."""

    still: NDArray[np.float32]
    spokes: NDArray[np.float32]
    """Solids too, whose ends are put where the wheels have turned to."""
    hubs: NDArray[np.float64]
    """Of each spoke: its hub's y and z, its length, its angle, and how often it turns while a driving wheel does."""


def _wheel(body: Body, spokes: Body, at: Point, radius: float, turns: float, rim: Paint) -> list[tuple[float, ...]]:
    """A wheel about the x axis, with ten spokes if it drives and eight if not: their `_Stock.hubs`."""
    x, y, z = at
    width, count = 0.12, 10 if turns == 1 else 8
    ring: list[Point] = []
    for k in range(17):
        a = k / 16 * 2 * math.pi
        ring.append((x, y + math.cos(a) * radius * 0.82, z + math.sin(a) * radius * 0.82))
    body.ball(at, (width * 0.6, radius * 0.86, radius * 0.86), Paint((30, 30, 34), alpha=0.0))
    body.tube(ring, [radius * 0.19] * 17, _IRON)
    s = 1 if x > 0 else -1
    face = x + s * width * 0.6
    for _ in range(count):
        spokes.limb((face, y, z), radius * 0.1, (face - s * 0.02, y, z), radius * 0.07, rim)
    body.ball((face, y, z), (0.05, radius * 0.16, radius * 0.16), rim)
    return [(y, z, radius * 0.68, k / count * 2 * math.pi, turns) for k in range(count)]


def draw_train(body: Body, cast: Cast) -> None:
    """A steam locomotive, its tender and four carriages; 42 m in all."""
    green, red = paint_of(cast.actor.colour, (32, 62, 48)), paint_of(cast.actor.colour and "burgundy", (112, 30, 36))
    spin = cast.travelled / 0.85 if cast.speed > 0.05 else cast.time_s * 5
    stock = _stock(green, red, cast.night)
    y, z, length, angle, turns = stock.hubs.T
    spokes, angle = stock.spokes.copy(), spin * turns + angle
    spokes[:, 5], spokes[:, 6] = y + np.cos(angle) * length, z + np.sin(angle) * length
    body.place(stock.still)
    body.place(spokes)
    steel = Paint((196, 200, 206), shine=1.0)
    for s in (-1, 1):
        shift = spin + (0 if s > 0 else math.pi / 2)
        dy, dz = math.cos(shift) * 0.42, math.sin(shift) * 0.42
        body.limb((1.08 * s, 0.85 + dy, 0.1 + dz), 0.07, (1.08 * s, 0.85 + dy, 3.3 + dz), 0.07, steel)
        body.limb((1.14 * s, 0.85 + dy, 1.75 + dz), 0.06, (1.14 * s, 1.05, 4.3), 0.06, steel)
    body.source("smoke", (0, 4.6, 4.5), 1.7, 0.95)
    for s in (-1, 1):
        body.source("steam", (1.2 * s, 0.8, 4.6), 0.4, 0.35, (0.5 * s, 0, 0))


@lru_cache(maxsize=8)
def _stock(green: Colour, wine: Colour, night: float) -> _Stock:
    body, spokes = Body(), Body()
    hubs: list[tuple[float, ...]] = []
    coat, black, brass = Paint(green, shine=0.5), Paint((30, 31, 35), shine=0.4), Paint((204, 164, 78), shine=0.9)
    red = Paint((166, 34, 30), shine=0.4)
    body.limb((0, 2.35, 5.2), 0.86, (0, 2.35, -0.4), 0.86, Paint(green, shine=0.5, pattern=CUT))
    body.ball((0, 2.35, 5.2), (0.87, 0.87, 0.16), black)
    body.ball((0, 2.35, 5.32), (0.62, 0.62, 0.1), Paint((46, 48, 54), shine=0.5))
    for k in range(4):
        z = 4.6 - 1.35 * k
        body.ball((0, 2.35, z), (0.89, 0.89, 0.045), brass)
    body.limb((0, 3.1, 4.5), 0.3, (0, 3.95, 4.5), 0.24, black)
    body.limb((0, 3.9, 4.5), 0.24, (0, 4.1, 4.5), 0.38, black)
    body.ball((0, 3.25, 2.5), (0.4, 0.42, 0.4), brass)
    body.ball((0, 3.22, 0.9), (0.34, 0.34, 0.34), coat)
    body.ball((0, 3.45, 5.15), (0.2, 0.24, 0.16), brass)
    body.ball((0, 3.45, 5.28), (0.15, 0.18, 0.08), Paint((255, 240, 196), glow=0.3 + 0.7 * night))
    body.box((0, 2.55, -1.3), (1.2, 1.15, 1.0), coat)
    body.box((0, 3.78, -1.35), (1.35, 0.08, 1.25), black)
    lamplit = Paint((250, 214, 140) if night > 0.4 else (40, 48, 54), shine=0.6, glow=0.9 * night)
    for s in (-1, 1):
        body.box((1.2 * s, 2.95, -1.3), (0.02, 0.4, 0.55), lamplit)
        body.box((0.95 * s, 1.45, 2.2), (0.22, 0.05, 3.4), red)
        body.box((0.95 * s, 1.05, 4.4), (0.24, 0.32, 0.55), black)
        for z in (0.1, 1.75, 3.3):
            hubs += _wheel(body, spokes, (0.86 * s, 0.85, z), 0.85, 1.0, red)
        for z in (4.7, -1.5):
            hubs += _wheel(body, spokes, (0.86 * s, 0.5, z), 0.48, 1.7, red)
    body.quad((-1.1, 1.2, 5.2), (1.1, 1.2, 5.2), (0.7, 0.25, 6.0), (-0.7, 0.25, 6.0), red)
    for k in range(-3, 4):
        body.limb((0.3 * k, 1.2, 5.25), 0.05, (0.2 * k, 0.25, 6.05), 0.04, _IRON)
    body.box((0, 1.2, 5.25), (1.25, 0.16, 0.1), red)
    body.box((0, 1.95, -4.2), (1.15, 0.8, 1.5), coat)
    body.ball((0, 2.7, -4.2), (0.95, 0.4, 1.3), Paint((24, 24, 26), pattern=MOTTLE, grain=0.3))
    for k in range(4):
        _carriage(body, -10.2 - 8.6 * k, wine, night)
    for z in (-3.4, -5.0):
        for s in (-1, 1):
            hubs += _wheel(body, spokes, (0.86 * s, 0.5, z), 0.48, 1.7, _IRON)
    still = body.solids()
    still.setflags(write=False)
    return _Stock(still, spokes.solids(), np.array(hubs))


def _carriage(body: Body, z: float, colour: Colour, night: float) -> None:
    body.box((0, 1.35, z), (1.2, 0.55, 4.0), Paint(colour, shine=0.35))
    body.box((0, 2.5, z), (1.19, 0.62, 3.98), Paint((226, 208, 170), shine=0.3))
    body.ball((0, 3.08, z), (1.28, 0.34, 4.1), Paint((76, 78, 82), shine=0.1))
    warm = Paint((255, 220, 150) if night > 0.3 else (52, 62, 70), shine=0.7, glow=0.9 * night)
    for s in (-1, 1):
        for k in range(6):
            c = z - 3.2 + 1.28 * k
            body.quad(
                (1.205 * s, 2.1, c - 0.42),
                (1.205 * s, 2.1, c + 0.42),
                (1.205 * s, 2.85, c + 0.42),
                (1.205 * s, 2.85, c - 0.42),
                warm,
            )
        for dz in (-2.8, -1.9, 1.9, 2.8):
            body.ball((0.86 * s, 0.45, z + dz), (0.1, 0.45, 0.45), _IRON)


def draw_viaduct(body: Body, cast: Cast) -> None:
    """Stone arches along x, twenty metres high; its deck is the top."""
    body.place(_viaduct(paint_of(cast.actor.colour, (122, 110, 92))))


@lru_cache(maxsize=8)
def _viaduct(colour: Colour) -> NDArray[np.float32]:
    """Its solids, read only: stone does not move."""
    body = Body()
    stone = Paint(colour, shine=0.0, pattern=SCALES | MOTTLE, grain=1.1)
    shade = Paint(darker(stone.colour, 0.25), pattern=MOTTLE, grain=3.0)
    light = Paint(stone.colour, pattern=MOTTLE, grain=3.0)
    pitch, half = PITCH, DEEP
    for k in range(-PIERS, PIERS + 1):
        x = k * pitch
        body.box((x, 0.0, 0), (PIER, 14.0, half), stone)
        body.box((x, 13.2, 0), (2.1, 0.35, half + 0.3), light)
    for k in range(-PIERS, PIERS):
        x0 = k * pitch
        inner, outer, under = [], [], []
        for j in range(13):
            a = math.pi * j / 12
            px, py = x0 + pitch / 2 - math.cos(a) * (pitch / 2 - PIER), SPRING + math.sin(a) * RISE
            inner.append([(px, py, half), (px, py, -half)])
            outer.append((px, py))
            under.append(px)
        body.sheet(np.array(inner), shade)
        for s in (-1, 1):
            for j in range(12):
                (xa, ya), (xb, yb) = outer[j], outer[j + 1]
                body.quad((xa, ya, half * s), (xb, yb, half * s), (xb, 18.2, half * s), (xa, 18.2, half * s), stone)
                body.limb((xa, ya + 0.25, (half + 0.04) * s), 0.28, (xb, yb + 0.25, (half + 0.04) * s), 0.28, light)
            body.quad(
                (x0 - 1.8, 13, half * s),
                (x0 + 1.8, 13, half * s),
                (x0 + 1.8, 18.2, half * s),
                (x0 - 1.8, 18.2, half * s),
                stone,
            )
    span = PIERS * pitch + PIER
    body.box((0, 18.55, 0), (span, 0.4, half + 0.35), light)
    for s in (-1, 1):
        body.box((0, 19.3, (half + 0.2) * s), (span, 0.5, 0.16), stone)
    solids = body.solids()
    solids.setflags(write=False)
    return solids
