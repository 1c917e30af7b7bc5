"""What rooms are fitted with where people work, learn, shop and heal: each piece against a wall, in metres."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Paint
from vitascope.engines.animatic.draw.rigs.cast import chance
from vitascope.engines.animatic.draw.rigs.furniture import BLACK, GREY, LINEN, OAK, STEEL, WALNUT, WHITE, books
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.spots import Spot
from vitascope.engines.animatic.draw.stage import Colour

_BOARD = Paint((44, 74, 60), pattern=MOTTLE, grain=0.8)
_CHALK = Paint((214, 220, 212))
_GLASS = Paint((188, 206, 214), shine=0.9)
_GOODS: tuple[Colour, ...] = (
    (206, 64, 52), (238, 186, 60), (70, 132, 190), (92, 160, 84), (236, 232, 222), (222, 120, 60), (126, 78, 142),
)  # fmt: skip
_BOTTLES: tuple[Colour, ...] = ((70, 110, 66), (150, 92, 40), (196, 150, 70), (206, 214, 216), (110, 40, 44))


def desk(s: Spot) -> None:
    """A desk with its screen, a metre off the wall, and who sits there looks at it."""
    s.box((-0.75, 0.75), (0.71, 0.74), (0.5, 1.2), OAK)
    for u in (-0.7, 0.7):
        s.box((u - 0.02, u + 0.02), (0, 0.71), (0.52, 1.18), GREY)
    s.box((-0.3, 0.3), (0.86, 1.2), (0.96, 0.99), BLACK)
    s.panel((-0.28, 0.28), (0.88, 1.18), 0.955, Paint((120, 170, 220), glow=0.7))
    s.rod((0, 0.74, 0.99), (0, 0.9, 0.99), 0.02, BLACK)
    s.box((-0.22, 0.22), (0.44, 0.50), (0.02, 0.42), BLACK)
    s.box((-0.2, 0.2), (0.6, 1.05), (0.0, 0.05), BLACK)
    s.box((0.42, 0.64), (0.74, 0.78), (0.7, 1.0), LINEN)


def cabinet(s: Spot) -> None:
    s.box((-0.4, 0.4), (0.0, 1.3), (0.02, 0.5), GREY)
    for k in range(4):
        v = 0.05 + 0.31 * k
        s.box((-0.38, 0.38), (v, v + 0.28), (0.5, 0.512), STEEL)
        s.rod((-0.08, v + 0.2, 0.53), (0.08, v + 0.2, 0.53), 0.01, BLACK)
    books(s, (-0.34, 0.3), 1.3, 3)


def whiteboard(s: Spot) -> None:
    s.box((-0.9, 0.9), (0.95, 2.05), (0, 0.03), STEEL)
    s.panel((-0.87, 0.87), (0.98, 2.02), 0.034, Paint((246, 247, 248), shine=0.3))
    for k in range(4):
        v, wide = 1.85 - 0.16 * k, 0.25 + 0.5 * chance(s.seed, k)
        s.panel((-0.75, -0.75 + wide), (v, v + 0.025), 0.036, Paint((56, 86, 150)))
    s.panel((0.35, 0.38), (1.2, 1.8), 0.036, Paint((190, 60, 50)))
    s.panel((0.35, 0.75), (1.2, 1.23), 0.036, Paint((190, 60, 50)))


def blackboard(s: Spot) -> None:
    s.box((-1.5, 1.5), (0.85, 2.2), (0, 0.04), WALNUT)
    s.panel((-1.44, 1.44), (0.9, 2.15), 0.044, _BOARD)
    s.box((-1.4, 1.4), (0.82, 0.86), (0.02, 0.14), WALNUT)
    for k in range(5):
        v = 1.96 - 0.2 * k
        for n in range(6):
            if (lot := chance(s.seed, 9 * k + n)) > 0.3:
                u = -1.3 + 0.34 * n
                s.panel((u, u + 0.12 + 0.16 * lot), (v, v + 0.035), 0.047, _CHALK)
    for k in range(12):
        a, b = k * math.tau / 12, (k + 1) * math.tau / 12
        s.rod((1.0 + 0.26 * math.cos(a), 1.5 + 0.26 * math.sin(a), 0.045),
              (1.0 + 0.26 * math.cos(b), 1.5 + 0.26 * math.sin(b), 0.045), 0.008, _CHALK)  # fmt: skip


def clock(s: Spot) -> None:
    s.ball((0, 2.3, 0.03), (0.19, 0.19, 0.03), BLACK)
    s.ball((0, 2.3, 0.045), (0.165, 0.165, 0.025), WHITE)
    s.rod((0, 2.3, 0.075), (0.03, 2.4, 0.075), 0.008, BLACK)
    s.rod((0, 2.3, 0.075), (0.1, 2.27, 0.075), 0.006, BLACK)


def poster(s: Spot) -> None:
    """A sheet of paper with something on it."""
    colour = _GOODS[s.seed % len(_GOODS)]
    s.panel((-0.28, 0.28), (1.25, 2.02), 0.012, Paint((240, 236, 226)))
    s.panel((-0.23, 0.23), (1.5, 1.96), 0.016, Paint(colour))
    for k in range(3):
        s.panel((-0.2, -0.2 + 0.4 * (0.5 + 0.5 * chance(s.seed, k))), (1.32 + 0.05 * k, 1.345 + 0.05 * k), 0.016, GREY)


def pupils_desk(s: Spot) -> None:
    s.box((-0.55, 0.55), (0.66, 0.70), (-0.25, 0.25), OAK)
    for u in (-0.5, 0.5):
        s.rod((u, 0, 0), (u, 0.66, 0), 0.022, STEEL)
        s.rod((u, 0.02, -0.2), (u, 0.02, 0.22), 0.02, STEEL)
    s.box((-0.2, 0.2), (0.41, 0.44), (0.35, 0.72), OAK)
    s.box((-0.2, 0.2), (0.62, 0.86), (0.72, 0.745), OAK)
    for u in (-0.18, 0.18):
        s.rod((u, 0, 0.72), (u, 0.8, 0.73), 0.016, STEEL)
        s.rod((u, 0, 0.38), (u, 0.42, 0.38), 0.016, STEEL)
    s.box((-0.3, -0.08), (0.70, 0.725), (-0.1, 0.14), Paint(_GOODS[s.seed % len(_GOODS)]))


def cupboards(s: Spot) -> None:
    """Two metres of kitchen: drawers and doors below a worktop, cupboards above."""
    front = Paint(((206, 214, 206), (224, 220, 208), (120, 138, 146), (150, 112, 78))[s.seed % 4])
    s.box((-1.0, 1.0), (0.10, 0.87), (0.02, 0.58), front)
    s.box((-1.0, 1.0), (0.0, 0.10), (0.02, 0.52), BLACK)
    s.box((-1.02, 1.02), (0.87, 0.91), (0.0, 0.62), Paint((98, 92, 88), shine=0.5))
    s.box((-1.0, 1.0), (1.42, 2.15), (0.0, 0.34), front)
    for k in range(4):
        u = -1.0 + 0.5 * k
        for low, top, d in ((0.12, 0.85, 0.58), (1.44, 2.13, 0.34)):
            s.box((u + 0.012, u + 0.488), (low, top), (d, d + 0.016), front)
            h = low + 0.55 if low < 1 else low + 0.12
            s.rod((u + 0.42, h, d + 0.035), (u + 0.42, h + 0.12, d + 0.035), 0.008, STEEL)
    for k in range(3):
        s.rod((-0.8 + 0.17 * k, 0.91, 0.3), (-0.8 + 0.17 * k, 1.05, 0.3), 0.055, Paint(_GOODS[(s.seed + k) % 7]))
    s.rod((0.5, 0.91, 0.3), (0.5, 1.12, 0.3), 0.05, WHITE)


def cooker(s: Spot) -> None:
    s.box((-0.4, 0.4), (0.0, 0.91), (0.02, 0.62), STEEL)
    s.panel((-0.32, 0.32), (0.2, 0.62), 0.625, BLACK)
    s.rod((-0.3, 0.7, 0.66), (0.3, 0.7, 0.66), 0.014, STEEL)
    s.box((-0.4, 0.4), (0.91, 0.93), (0.04, 0.60), BLACK)
    s.box((-0.36, 0.36), (1.55, 1.68), (0.0, 0.5), STEEL)
    s.box((-0.16, 0.16), (1.68, 2.6), (0.0, 0.28), STEEL)
    s.rod((-0.18, 0.95, 0.34), (-0.18, 1.08, 0.34), 0.11, STEEL)
    s.rod((0.18, 0.94, 0.22), (0.18, 0.98, 0.22), 0.12, BLACK)


def fridge(s: Spot) -> None:
    s.box((-0.36, 0.36), (0.02, 1.85), (0.02, 0.66), STEEL)
    s.box((-0.37, 0.37), (1.22, 1.235), (0.6, 0.665), BLACK)
    for v in ((0.8, 1.1), (1.35, 1.65)):
        s.rod((0.28, v[0], 0.7), (0.28, v[1], 0.7), 0.014, BLACK)


def bottles(s: Spot) -> None:
    """Shelves of a bar, lit from behind."""
    s.box((-0.95, 0.95), (0.0, 1.0), (0.02, 0.45), WALNUT)
    s.box((-0.95, 0.95), (1.0, 2.3), (0.0, 0.03), Paint((214, 150, 78), glow=0.30 + 0.35 * s.night))
    for u in (-0.97, 0.97):
        s.box((u - 0.04, u + 0.04), (0, 2.42), (0, 0.46), WALNUT)
    s.box((-1.0, 1.0), (2.32, 2.44), (0, 0.5), WALNUT)
    for row in range(3):
        v = 1.02 + 0.43 * row
        s.box((-0.93, 0.93), (v - 0.025, v), (0.03, 0.3), WALNUT)
        for k in range(13):
            lot = chance(s.seed + row, k)
            if lot < 0.1:
                continue
            u, high = -0.86 + 0.143 * k, 0.15 + 0.07 * chance(s.seed + row, k + 30)
            glass = Paint(_BOTTLES[int(4.9 * lot)], shine=0.8, soft=0.5)
            s.rod((u, v + 0.04, 0.17), (u, v + high, 0.17), 0.038, glass)
            s.rod((u, v + high, 0.17), (u, v + high + 0.1, 0.17), 0.014, glass)


def stool(s: Spot) -> None:
    s.rod((0, 0.02, 1.2), (0, 0.7, 1.2), 0.03, STEEL)
    s.ball((0, 0.02, 1.2), (0.2, 0.02, 0.2), STEEL)
    s.ball((0, 0.73, 1.2), (0.19, 0.05, 0.19), Paint((128, 44, 40), shine=0.3))


def mirror(s: Spot) -> None:
    """Of a studio for dance, with its barre; so dull that it need show nobody."""
    s.box((-1.2, 1.2), (0.2, 2.2), (0, 0.02), STEEL)
    for k in range(3):
        u = -1.18 + 0.79 * k
        s.panel((u, u + 0.77), (0.22, 2.18), 0.024, Paint((166, 178, 184), (200, 208, 212), shine=0.9))
    s.rod((-1.2, 1.02, 0.2), (1.2, 1.02, 0.2), 0.022, OAK)
    for u in (-1.1, 0.0, 1.1):
        s.rod((u, 1.02, 0.02), (u, 1.02, 0.2), 0.014, STEEL)


def looking_glass(s: Spot) -> None:
    s.box((-0.38, 0.38), (0.3, 2.05), (0, 0.04), OAK)
    s.panel((-0.32, 0.32), (0.36, 1.99), 0.044, Paint((174, 186, 192), shine=0.9))
    s.body.tri(s.point(-0.3, 1.0, 0.046), s.point(0.2, 1.97, 0.046), s.point(-0.3, 1.97, 0.046), Paint((204, 214, 218)))


def worktop(s: Spot) -> None:
    """Under a window of a kitchen: a sink, and a tap over it."""
    front = Paint(((206, 214, 206), (224, 220, 208), (120, 138, 146), (150, 112, 78))[s.seed % 4])
    s.box((-0.8, 0.8), (0.0, 0.87), (0.02, 0.58), front)
    s.box((-0.82, 0.82), (0.87, 0.91), (0.0, 0.62), Paint((98, 92, 88), shine=0.5))
    s.box((-0.3, 0.3), (0.905, 0.915), (0.12, 0.5), STEEL)
    s.rod((0, 0.91, 0.08), (0, 1.16, 0.08), 0.016, STEEL)
    s.rod((0, 1.16, 0.08), (0, 1.14, 0.26), 0.014, STEEL)


def weights(s: Spot) -> None:
    """A rack of dumb-bells."""
    for u in (-0.75, 0.75):
        s.box((u - 0.03, u + 0.03), (0, 1.0), (0.05, 0.5), BLACK)
    for row in range(3):
        v = 0.22 + 0.34 * row
        s.box((-0.75, 0.75), (v - 0.02, v + 0.02), (0.1, 0.5), STEEL)
        for k in range(5):
            u = -0.58 + 0.29 * k
            for side in (-0.08, 0.08):
                s.rod((u + side, v + 0.1, 0.3), (u + side * 1.3, v + 0.1, 0.3), 0.075, BLACK)
            s.rod((u - 0.08, v + 0.1, 0.3), (u + 0.08, v + 0.1, 0.3), 0.018, STEEL)


def bench_press(s: Spot) -> None:
    s.box((-0.16, 0.16), (0.38, 0.48), (0.5, 1.7), BLACK)
    for d in (0.6, 1.6):
        s.rod((0, 0, d), (0, 0.4, d), 0.04, STEEL)
    for u in (-0.5, 0.5):
        s.rod((u, 0, 0.7), (u, 1.1, 0.7), 0.035, STEEL)
    s.rod((-0.95, 1.1, 0.72), (0.95, 1.1, 0.72), 0.018, STEEL)
    for u in (-0.85, 0.85):
        for k in range(12):
            a, b = k * math.tau / 12, (k + 1) * math.tau / 12
            s.body.tri(
                s.point(u, 1.1, 0.72), s.point(u, 1.1 + 0.22 * math.sin(a), 0.72 + 0.22 * math.cos(a)),
                s.point(u, 1.1 + 0.22 * math.sin(b), 0.72 + 0.22 * math.cos(b)), BLACK,
            )  # fmt: skip


def wall_bars(s: Spot) -> None:
    for u in (-0.45, 0.45):
        s.box((u - 0.03, u + 0.03), (0, 2.4), (0.02, 0.14), OAK)
    for k in range(12):
        s.rod((-0.45, 0.2 + 0.19 * k, 0.1), (0.45, 0.2 + 0.19 * k, 0.1), 0.018, OAK)


def shelves(s: Spot) -> None:
    """Two metres of a shop's goods."""
    s.box((-1.0, 1.0), (0, 2.0), (0, 0.05), GREY)
    for row in range(5):
        v = 0.12 + 0.38 * row
        s.box((-1.0, 1.0), (v - 0.03, v), (0, 0.45), WHITE)
        s.panel((-1.0, 1.0), (v - 0.03, v), 0.455, Paint(_GOODS[(s.seed + row) % 7]))
        at = -0.97
        kind = 0
        while at < 0.9:
            lot = chance(s.seed + 17 * row, kind)
            wide, high, colour = 0.09 + 0.1 * lot, 0.14 + 0.16 * chance(s.seed, kind + 7 * row), _GOODS[int(6.9 * lot)]
            for _ in range(1 + int(2.9 * chance(s.seed + row, kind + 50))):
                if at + wide < 0.99:
                    s.box((at, at + wide - 0.012), (v, v + high), (0.12, 0.42), Paint(colour))
                at += wide
            kind += 1


def hospital_bed(s: Spot) -> None:
    s.box((-0.45, 0.45), (0.45, 0.55), (0.15, 2.1), GREY)
    s.box((-0.44, 0.44), (0.55, 0.70), (0.15, 2.08), LINEN)
    s.box((-0.45, 0.45), (0.57, 0.73), (0.8, 2.1), Paint((150, 190, 206)))
    s.ball((0, 0.76, 0.4), (0.34, 0.1, 0.2), WHITE)
    for d in (0.12, 2.12):
        s.box((-0.46, 0.46), (0.4, 1.0), (d - 0.02, d + 0.02), WHITE)
    for u in (-0.4, 0.4):
        for d in (0.25, 2.0):
            s.rod((u, 0.05, d), (u, 0.46, d), 0.03, STEEL)
    s.rod((0.65, 0, 0.4), (0.65, 1.9, 0.4), 0.014, STEEL)
    s.box((0.58, 0.72), (1.55, 1.85), (0.36, 0.44), _GLASS)
    s.box((-0.9, -0.55), (1.25, 1.6), (0.02, 0.18), WHITE)
    s.panel((-0.87, -0.58), (1.28, 1.57), 0.185, Paint((30, 60, 50), glow=0.5))
    s.rod((-0.85, 1.42, 0.19), (-0.6, 1.42, 0.19), 0.006, Paint((120, 255, 160), glow=1.0))


def screen(s: Spot) -> None:
    """A curtain between two beds."""
    for k in range(8):
        s.rod((-0.6 + 0.17 * k, 0.35, 0.1 + 0.04 * (k % 2)), (-0.6 + 0.17 * k, 2.05, 0.1 + 0.04 * (k % 2)), 0.1,
              Paint((166, 206, 200)))  # fmt: skip


def basin(s: Spot) -> None:
    s.box((-0.35, 0.35), (1.05, 1.95), (0, 0.02), STEEL)
    s.panel((-0.33, 0.33), (1.07, 1.93), 0.024, Paint((186, 200, 208), shine=0.9))
    s.ball((0, 0.84, 0.3), (0.36, 0.1, 0.26), WHITE)
    s.rod((0, 0.05, 0.2), (0, 0.8, 0.2), 0.09, WHITE)
    s.rod((0, 0.92, 0.08), (0, 1.02, 0.12), 0.02, STEEL)
    s.box((-0.4, 0.4), (2.02, 2.1), (0, 0.08), Paint((255, 240, 214), glow=0.8))


def bath(s: Spot) -> None:
    s.box((-0.85, 0.85), (0.1, 0.56), (0.05, 0.72), WHITE)
    s.panel((-0.85, 0.85), (0.0, 0.1), 0.7, GREY)
    s.box((-0.78, 0.78), (0.558, 0.562), (0.12, 0.65), Paint((196, 220, 226), shine=0.5))
    for k in range(7):
        s.rod((-0.86 + 0.07 * k, 0.62, 0.74), (-0.86 + 0.07 * k, 2.1, 0.74), 0.045, Paint((226, 232, 236)))


def toilet(s: Spot) -> None:
    s.box((-0.2, 0.2), (0.42, 0.8), (0.02, 0.2), WHITE)
    s.ball((0, 0.36, 0.42), (0.2, 0.1, 0.28), WHITE)
    s.rod((0, 0.05, 0.35), (0, 0.3, 0.35), 0.13, WHITE)


def lab_bench(s: Spot) -> None:
    s.box((-1.0, 1.0), (0, 0.88), (0.02, 0.6), WHITE)
    s.box((-1.02, 1.02), (0.88, 0.92), (0, 0.64), BLACK)
    for k in range(6):
        u, colour = -0.85 + 0.3 * k, _GOODS[(s.seed + 2 * k) % 7]
        if k % 2:
            s.ball((u, 1.0, 0.32), (0.09, 0.09, 0.09), Paint(colour, shine=0.9, glow=0.2 + 0.4 * s.night))
            s.rod((u, 1.05, 0.32), (u, 1.24, 0.32), 0.025, _GLASS)
        else:
            s.rod((u, 0.92, 0.3), (u, 1.1, 0.3), 0.05, Paint(colour, shine=0.9))
    s.box((-1.0, 1.0), (1.55, 1.6), (0, 0.3), STEEL)
    for k in range(9):
        s.rod((-0.9 + 0.22 * k, 1.6, 0.16), (-0.9 + 0.22 * k, 1.78, 0.16), 0.05, Paint(_BOTTLES[k % 5], shine=0.8))


def bunk(s: Spot) -> None:
    for v in (0.45, 1.5):
        s.box((-0.95, 0.95), (v - 0.04, v), (0.04, 0.85), BLACK)
        s.box((-0.93, 0.93), (v, v + 0.12), (0.06, 0.83), GREY)
        s.ball((-0.7, v + 0.16, 0.45), (0.2, 0.07, 0.28), LINEN)
    for u in (-0.95, 0.95):
        for d in (0.06, 0.83):
            s.rod((u, 0, d), (u, 1.9, d), 0.028, BLACK)


def crates(s: Spot) -> None:
    """A rack of them, as high as a man can reach and higher."""
    for u in (-1.2, 1.2):
        for d in (0.1, 0.9):
            s.rod((u, 0, d), (u, 3.2, d), 0.04, Paint((60, 90, 150)))
    for row in range(3):
        v = 0.1 + 1.1 * row
        s.box((-1.2, 1.2), (v - 0.05, v), (0.1, 0.9), Paint((206, 110, 44)))
        for k in range(3):
            wide, high = 0.32 + 0.04 * chance(s.seed, k + row), 0.4 + 0.45 * chance(s.seed, k + 9 * row)
            u = -0.8 + 0.8 * k
            s.box((u - wide, u + wide), (v, v + high), (0.16, 0.84), OAK if (k + row) % 2 else Paint((176, 140, 98)))


def locker(s: Spot) -> None:
    colour = Paint(((84, 112, 140), (150, 64, 56), (96, 128, 104))[s.seed % 3], shine=0.25)
    for k in range(4):
        u = -0.76 + 0.38 * k
        s.box((u, u + 0.37), (0.06, 1.85), (0.02, 0.42), colour)
        for n in range(3):
            s.panel((u + 0.1, u + 0.27), (1.6 + 0.05 * n, 1.62 + 0.05 * n), 0.425, BLACK)
        s.rod((u + 0.31, 0.95, 0.435), (u + 0.31, 1.05, 0.435), 0.01, STEEL)


def door(s: Spot) -> None:
    colour = Paint(((196, 186, 168), (150, 176, 180), (120, 88, 60), (214, 210, 200))[s.seed % 4])
    s.box((-0.55, 0.55), (0, 2.12), (-0.02, 0.035), WHITE)
    s.box((-0.46, 0.46), (0.01, 2.04), (0.0, 0.06), colour)
    s.ball((0.38, 1.02, 0.09), (0.05, 0.02, 0.03), STEEL)
    s.panel((-0.14, 0.14), (1.4, 1.75), 0.064, Paint((150, 170, 180), shine=0.6))
