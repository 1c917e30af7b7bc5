"""What large rooms are furnished with: pillars, plinths, counters, benches, rows of desks and of goods. In metres."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import chance
from vitascope.engines.animatic.draw.rigs.fittings import pupils_desk, shelves
from vitascope.engines.animatic.draw.rigs.furniture import BLACK, OAK, STEEL, WALNUT, WHITE, painting, plant
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.spots import Spot

STONE = Paint((212, 204, 188), pattern=MOTTLE, grain=0.9)
_BRASS = Paint((196, 156, 80), shine=0.7)
_VELVET = Paint((138, 30, 40))
_LED = Paint((255, 186, 70), glow=0.9)
Free = Callable[[float, float, float], bool]
"""Whether nobody is within so many metres of x and z."""


def spot_of(body: Body, x: float, z: float, seed: int, night: float) -> Spot:
    """A spot on the floor, where no wall is: ``d`` comes towards the camera."""
    return Spot(body=body, at=(x, 0.0, z), along=(1.0, 0.0), out=(0.0, -1.0), seed=seed, night=night)


def plinth(s: Spot) -> None:
    """With a vase or a head on it."""
    s.box((-0.24, 0.24), (0, 1.05), (0.4, 0.88), WHITE)
    at = s.point(0, 1.05, 0.64)
    if s.seed % 2:
        profile = [(0.07, 0.0), (0.17, 0.14), (0.20, 0.26), (0.12, 0.42), (0.07, 0.5), (0.10, 0.55)]
        s.body.sheet(lathe(profile, 14, at=at), Paint((150, 84, 54), shine=0.3), closed=True)
    else:
        s.body.ball((at[0], at[1] + 0.14, at[2]), (0.2, 0.12, 0.13), STONE)
        s.body.limb((at[0], at[1] + 0.2, at[2]), 0.07, (at[0], at[1] + 0.34, at[2]), 0.06, STONE)
        s.body.ball((at[0], at[1] + 0.44, at[2]), (0.11, 0.15, 0.13), STONE)


def reception(s: Spot) -> None:
    """A counter with its lamp, and keys on the wall behind."""
    s.box((-1.5, 1.5), (0, 1.04), (1.3, 1.9), WALNUT)
    s.box((-1.56, 1.56), (1.04, 1.1), (1.2, 1.96), STONE)
    for k in range(5):
        u = -1.42 + 0.58 * k
        s.box((u, u + 0.5), (0.12, 0.9), (1.9, 1.92), OAK)
    s.rod((1.1, 1.1, 1.6), (1.1, 1.42, 1.6), 0.02, _BRASS)
    s.rod((0.98, 1.46, 1.6), (1.22, 1.46, 1.6), 0.07, Paint((70, 140, 100), glow=0.4 + 0.3 * s.night))
    s.box((-1.1, 1.1), (1.3, 2.2), (0, 0.06), WALNUT)
    for k in range(24):
        u, v = -0.95 + 0.27 * (k % 8), 1.42 + 0.27 * (k // 8)
        s.box((u - 0.1, u + 0.1), (v - 0.1, v + 0.1), (0.06, 0.07), BLACK)
        s.rod((u, v - 0.04, 0.08), (u, v + 0.03, 0.08), 0.012, _BRASS)


def pillars(body: Body, half: float, back: float, high: float, *, every: float = 4.2) -> None:
    """Two rows of them along a hall."""
    z = 3.4
    while z < back - 0.5:
        for side in (-1, 1):
            at = (0.72 * half * side, 0.0, z)
            profile = [(0.46, 0.0), (0.46, 0.2), (0.32, 0.36), (0.29, high - 0.7), (0.42, high - 0.4), (0.5, high)]
            body.sheet(lathe(profile, 14, at=at), STONE, closed=True, solid=True)
        z += every


def chandelier(body: Body, z: float, high: float, night: float) -> None:
    glow = Paint((255, 232, 184), glow=0.6 + 0.4 * night)
    body.limb((0, high - 0.9, z), 0.012, (0, high, z), 0.012, _BRASS)
    for ring, (r, y) in enumerate(((0.75, high - 1.1), (0.45, high - 0.85))):
        n = 14 - 5 * ring
        for k in range(n):
            a, b = k * math.tau / n, (k + 1) * math.tau / n
            at, to = (r * math.sin(a), y, z + r * math.cos(a)), (r * math.sin(b), y, z + r * math.cos(b))
            body.limb(at, 0.018, to, 0.018, _BRASS)
            body.limb(at, 0.012, (0, high - 0.55, z), 0.012, _BRASS)
            body.ball((at[0], y + 0.1, at[2]), (0.045, 0.075, 0.045), glow)


def rug(body: Body, x: float, z: float, seed: int) -> None:
    """Flat on the floor: a field, borders and a medallion."""
    deep, border, pale = (
        ((134, 44, 44), (52, 54, 84), (214, 184, 132)), ((58, 76, 104), (150, 66, 52), (222, 206, 172)),
        ((196, 182, 154), (128, 110, 90), (232, 226, 212)), ((74, 96, 84), (180, 150, 96), (226, 214, 186)),
    )[seed % 4]  # fmt: skip
    for n, (wide, far, colour) in enumerate(
        ((1.5, 1.0, border), (1.42, 0.92, pale), (1.36, 0.86, deep), (1.14, 0.64, pale), (1.10, 0.60, deep))
    ):
        y = 0.006 + 0.003 * n
        body.quad((x - wide, y, z - far), (x + wide, y, z - far), (x + wide, y, z + far), (x - wide, y, z + far),
                  Paint(colour, pattern=MOTTLE, grain=0.25))  # fmt: skip
    for n, (r, colour) in enumerate(((0.44, border), (0.36, pale), (0.28, border), (0.12, pale))):
        y = 0.024 + 0.003 * n
        ring = [(x + 1.5 * r * math.sin(a), y, z + r * math.cos(a)) for a in (k * math.tau / 8 for k in range(8))]
        for k in range(8):
            body.tri((x, y, z), ring[k], ring[(k + 1) % 8], Paint(colour))
    for k in range(30):
        u = z - 1.0 + 2.0 * (k + 0.5) / 30
        for side in (-1, 1):
            body.limb((x + side * 1.5, 0.008, u), 0.008, (x + side * 1.58, 0.008, u), 0.006, Paint((232, 222, 196)))


def pupils(body: Body, half: float, back: float, free: Free, seed: int, night: float) -> None:
    """Rows of desks, an aisle between them."""
    for row in range(5):
        z = 3.1 + 1.35 * row
        for k in range(4):
            x = (k - 1.5) * min(1.75, 0.5 * half)
            if z < back - 1.4 and free(x, z, 0.8):
                pupils_desk(spot_of(body, x, z, seed + 7 * row + k, night))


def aisles(body: Body, back: float, free: Free, seed: int, night: float) -> None:
    """Shelves of goods along an aisle that leads away from us."""
    for side in (-1.0, 1.0):
        z = 2.6
        while z < back - 1.0:
            at = Spot(body=body, at=(side * 2.35, 0.0, z), along=(0.0, -side), out=(-side, 0.0), seed=seed + int(9 * z),
                      night=night)  # fmt: skip
            if free(side * 2.1, z, 0.5):
                shelves(at)
            z += 2.02
    spot = spot_of(body, 0.0, back - 0.3, seed, night)
    for k in range(-2, 3):
        shelves(replace(spot, at=(2.05 * k, 0.0, back - 0.05), seed=seed + k))


def gallery(body: Body, half: float, back: float, free: Free, seed: int, night: float) -> None:
    """Large pictures along the walls, ropes before them, a bench in the middle."""
    for k, u in enumerate((-0.62 * half, 0.0, 0.62 * half)):
        painting(*((1.2, 1.6), (2.2, 1.5), (1.2, 1.6))[k], 1.75)(
            replace(spot_of(body, u, back, seed + k, night), seed=(seed + 2 * k))
        )
    for side in (-1.0, 1.0):
        for k in range(int((back - 3) / 2.6)):
            z = 3.6 + 2.6 * k
            s = Spot(
                body=body,
                at=(side * half, 0.0, z),
                along=(0.0, -side),
                out=(-side, 0.0),
                seed=seed + 3 + k,
                night=night,
            )
            painting(1.5, 1.2, 1.7)(s)
    posts = [x for x in (-0.85 * half, -0.3 * half, 0.3 * half, 0.85 * half) if free(x, back - 1.0, 0.5)]
    for a in posts:
        body.limb((a, 0.0, back - 1.0), 0.025, (a, 0.95, back - 1.0), 0.025, _BRASS)
        body.ball((a, 0.02, back - 1.0), (0.16, 0.02, 0.16), _BRASS)
    for a, b in pairwise(posts):
        points = [(a + (b - a) * t / 6, 0.9 - 0.25 * (1 - (t / 3 - 1) ** 2), back - 1.0) for t in range(7)]
        body.tube(points, [0.022] * 7, _VELVET)
    for side in (-1.0, 1.0):
        if free(side * 0.55 * half, back - 2.2, 0.6):
            plinth(spot_of(body, side * 0.55 * half, back - 1.6, seed + int(side > 0), night))


def concourse(body: Body, half: float, back: float, free: Free, seed: int, night: float) -> None:
    """Of a station or an airport: a board of departures, benches, people's way free between them."""
    s = spot_of(body, 0.0, back, seed, night)
    s.box((-3.4, 3.4), (3.1, 5.0), (0.1, 0.3), BLACK)
    for row in range(7):
        v = 4.72 - 0.24 * row
        for u0, wide in ((-3.2, 0.6), (-2.4, 1.9), (-0.1, 0.5), (0.7, 1.2), (2.4, 0.7)):
            lot = ((seed + 31 * row + int(10 * u0)) * 2654435761 % 1000) / 1000
            s.panel((u0, u0 + wide * (0.5 + 0.5 * lot)), (v, v + 0.11), 0.305, _LED)
    pillars(body, half, back, 7.0, every=6.0)
    for row in range(4):
        for side in (-1.0, 1.0):
            x, z = side * 0.46 * half, 5.0 + 3.2 * row
            if z < back - 2 and free(x, z, 1.3):
                _seats(spot_of(body, x, z, seed, night))
    for side in (-1.0, 1.0):
        plant(replace(s, at=(side * 0.9 * half, 0.0, back)))


def nightclub(body: Body, half: float, back: float, high: float) -> None:
    """Lines of light about the walls, loudspeakers, the desk of who plays the records, and a ball of mirrors."""
    pink, blue = Paint((255, 60, 190), glow=1.0), Paint((60, 190, 255), glow=1.0)
    for k in range(5):
        y, paint = 0.5 + 0.7 * k, (pink, blue)[k % 2]
        body.limb((-half + 0.1, y, back - 0.1), 0.022, (half - 0.1, y, back - 0.1), 0.022, paint)
        for side in (-1, 1):
            body.limb((side * (half - 0.1), y, 1.0), 0.022, (side * (half - 0.1), y, back - 0.1), 0.022, paint)
    s = spot_of(body, 0.0, back, 3, 1.0)
    s.box((-1.7, 1.7), (0, 1.1), (0.7, 1.3), BLACK)
    for k in range(9):
        s.box((-1.6 + 0.36 * k, -1.36 + 0.36 * k), (0.2, 0.2 + 0.7 * chance(7, k)), (1.3, 1.32), (pink, blue)[k % 2])
    for u in (-0.7, 0.7):
        s.box((u - 0.32, u + 0.32), (1.1, 1.16), (0.75, 1.2), STEEL)
    for side in (-1, 1):
        for k, y in enumerate((0.0, 1.15)):
            s.box((side * 2.9 - 0.55, side * 2.9 + 0.55), (y, y + 1.1), (0.1, 0.9), BLACK)
            s.ball((side * 2.9, y + 0.45, 0.9), (0.36, 0.36, 0.05), Paint((54, 54, 60), shine=0.4))
            s.ball((side * 2.9, y + 0.92, 0.9), (0.14, 0.14 - 0.02 * k, 0.05), Paint((70, 70, 76), shine=0.4))
    at = (0.0, high - 0.75, back - 3.0)
    body.limb((0, high - 0.4, at[2]), 0.01, (0, high, at[2]), 0.01, STEEL)
    body.ball(at, 0.34, Paint((150, 154, 170), shine=1.0))
    for k in range(70):
        a, b = 2.39996 * k, math.acos(1 - 2 * (k + 0.5) / 70)
        spot = (
            at[0] + 0.34 * math.sin(b) * math.sin(a),
            at[1] + 0.34 * math.cos(b),
            at[2] + 0.34 * math.sin(b) * math.cos(a),
        )
        body.ball(spot, 0.028, Paint(((255, 255, 255), (255, 130, 220), (130, 210, 255))[k % 3], glow=0.8))


def _seats(s: Spot) -> None:
    """Four seats in a row, facing us."""
    s.box((-1.2, 1.2), (0.36, 0.40), (-0.05, 0.05), STEEL)
    for u in (-0.9, 0.9):
        s.rod((u, 0, 0), (u, 0.38, 0), 0.03, STEEL)
    for k in range(4):
        u = -0.9 + 0.6 * k
        s.box((u - 0.26, u + 0.26), (0.42, 0.47), (-0.25, 0.28), BLACK)
        s.box((u - 0.26, u + 0.26), (0.47, 0.92), (-0.3, -0.25), BLACK)


def stairs(body: Body, half: float, back: float) -> None:
    """A grand flight towards a landing, with its banisters and a runner."""
    steps, rise, tread, wide = 16, 0.165, 0.30, 1.7
    foot = max(back - 0.3 - steps * tread, 2.4)
    red = Paint((140, 32, 40), pattern=MOTTLE, grain=0.3)
    for k in range(steps):
        y, z = rise * (k + 1), foot + tread * k
        body.box((0, y / 2, z + 0.5 * (back - z)), (wide + 0.35 * max(3 - k, 0) / 3, y / 2, 0.5 * (back - z)), STONE)
        body.box((0, y + 0.004, z + tread / 2), (0.8, 0.006, tread / 2), red)
        body.quad(
            (-0.8, y - rise, z - 0.004), (0.8, y - rise, z - 0.004), (0.8, y, z - 0.004), (-0.8, y, z - 0.004), red
        )
    top = rise * steps
    for side in (-1, 1):
        for k in range(steps):
            y, z = rise * (k + 1), foot + tread * (k + 0.5)
            body.limb((side * (wide - 0.12), y, z), 0.035, (side * (wide - 0.12), y + 0.78, z), 0.035, WHITE)
        rail = [
            (side * (wide - 0.12), rise + 0.82, foot + 0.1),
            (side * (wide - 0.12), top + 0.84, foot + tread * steps),
        ]
        body.tube(rail, [0.065, 0.065], WALNUT)
        at = (side * (wide + 0.2), 0.0, foot - 0.1)
        body.sheet(
            lathe([(0.18, 0), (0.18, 0.1), (0.11, 0.2), (0.11, 1.05), (0.19, 1.15), (0.0, 1.2)], 12, at=at),
            STONE,
            closed=True,
        )
        body.ball((at[0], 1.34, at[2]), 0.16, STONE)
        landing = half - wide
        body.box((side * (wide + landing / 2), top - 0.1, back - 0.9), (landing / 2, 0.1, 0.9), STONE)
        for k in range(9):
            x = side * (wide + landing * (k + 0.3) / 9)
            body.limb((x, top, back - 1.75), 0.035, (x, top + 0.8, back - 1.75), 0.035, WHITE)
        body.limb((side * wide, top + 0.84, back - 1.75), 0.06, (side * half, top + 0.84, back - 1.75), 0.06, WALNUT)
    painting(1.9, 1.3, top + 1.35)(spot_of(body, 0.0, back, 6, 0.0))
