"""What stands and hangs in rooms where people live: each piece against a wall, in metres."""

from __future__ import annotations

import math
from collections.abc import Callable

from vitascope.engines.animatic.draw.rigs.body import Paint
from vitascope.engines.animatic.draw.rigs.cast import chance
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.spots import Spot
from vitascope.engines.animatic.draw.stage import Colour

OAK = Paint((142, 98, 60), pattern=MOTTLE, grain=0.5)
WALNUT = Paint((92, 62, 42), pattern=MOTTLE, grain=0.5)
WHITE = Paint((232, 230, 224))
STEEL = Paint((176, 182, 188), shine=0.7)
BLACK = Paint((34, 34, 38), shine=0.25)
GREY = Paint((132, 134, 138))
LEAF = Paint((64, 110, 58), soft=0.3, pattern=MOTTLE, grain=0.2)
LINEN = Paint((236, 232, 222))
_GILT = Paint((176, 136, 66), shine=0.5)
_CLOTHS: tuple[Colour, ...] = ((112, 128, 116), (86, 104, 132), (164, 96, 72), (128, 118, 108), (138, 82, 88))
_SPINES: tuple[Colour, ...] = (
    (150, 56, 46), (64, 88, 74), (60, 76, 116), (190, 156, 96), (216, 204, 178), (88, 58, 44), (44, 46, 54),
)  # fmt: skip
_SKIES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((168, 200, 220), (96, 128, 88), (196, 176, 120)), ((236, 180, 120), (120, 84, 92), (70, 58, 76)),
    ((196, 206, 204), (72, 104, 128), (44, 72, 96)), ((228, 214, 190), (172, 90, 62), (70, 66, 70)),
)  # fmt: skip


def painting(wide: float, high: float, middle: float = 1.62) -> Callable[[Spot], None]:
    """A framed landscape, portrait or pattern, as the seed has it; ``middle`` is the height of its centre."""

    def hang(s: Spot) -> None:
        low, top = middle - high / 2, middle + high / 2
        s.box((-wide / 2, wide / 2), (low, top), (0.0, 0.045), _GILT if s.seed % 3 else BLACK)
        e = 0.05 + 0.02 * wide
        u0, u1, v0, v1 = -wide / 2 + e, wide / 2 - e, low + e, top - e
        sky, land, near = _SKIES[s.seed % len(_SKIES)]
        s.panel((u0, u1), (v0, v1), 0.05, Paint(sky))
        w, h = u1 - u0, v1 - v0
        kind = s.seed % 5
        if kind == 4:  # blocks of colour
            for k in range(5):
                a, b = chance(s.seed, k), chance(s.seed, k + 9)
                cloth = (*_SPINES, *_CLOTHS)[int(11.9 * chance(s.seed, k + 20))]
                s.panel((u0 + 0.6 * w * a, u0 + w * (0.6 * a + 0.38)), (v0 + 0.62 * h * b, v0 + h * (0.62 * b + 0.36)),
                        0.052 + 0.001 * k, Paint(cloth))  # fmt: skip
        else:
            s.panel((u0, u1), (v0, v0 + 0.46 * h), 0.052, Paint(land))
            s.panel((u0, u1), (v0, v0 + 0.20 * h), 0.054, Paint(near))
            s.ball((0.22 * w * (1 if s.seed % 2 else -1), v0 + 0.72 * h, 0.05), (0.06 * w, 0.06 * w, 0.006),
                   Paint((250, 232, 190)))  # fmt: skip

    return hang


def sofa(s: Spot) -> None:
    cloth = Paint(_CLOTHS[s.seed % len(_CLOTHS)], pattern=MOTTLE, grain=0.3)
    pale = Paint(_CLOTHS[(s.seed + 2) % len(_CLOTHS)])
    s.box((-1.0, 1.0), (0.12, 0.42), (0.10, 0.92), cloth)
    s.box((-1.0, 1.0), (0.40, 0.86), (0.10, 0.32), cloth)
    for side in (-1, 1):
        s.box((side * 1.0 - 0.11, side * 1.0 + 0.11), (0.10, 0.62), (0.10, 0.94), cloth)
        s.ball((side * 0.47, 0.45, 0.62), (0.45, 0.09, 0.30), cloth)
        s.ball((side * 0.72, 0.62, 0.40), (0.22, 0.20, 0.09), pale)


def floor_lamp(s: Spot) -> None:
    s.box((-0.14, 0.14), (0, 0.03), (0.2, 0.48), BLACK)
    s.rod((0, 0.03, 0.34), (0, 1.45, 0.34), 0.014, BLACK)
    shade = Paint((246, 226, 184), glow=0.25 + 0.6 * s.night)
    for k in range(4):
        s.rod((0, 1.42 + 0.06 * k, 0.34), (0, 1.48 + 0.06 * k, 0.34), 0.19 - 0.02 * k, shade)


def plant(s: Spot) -> None:
    s.rod((0, 0.06, 0.36), (0, 0.34, 0.36), 0.15, Paint((176, 108, 80)))
    for k in range(13):
        a, up = 2.4 * k, 0.62 + 0.62 * chance(s.seed, k)
        r = 0.12 + 0.24 * chance(s.seed, k + 20)
        end = (r * math.sin(a), up, 0.36 + r * math.cos(a) * 0.8)
        s.rod((0.02 * math.sin(a), 0.4, 0.36), end, 0.012, LEAF)
        s.ball(end, (0.13, 0.10, 0.09), LEAF)


def bookcase(s: Spot) -> None:
    s.box((-0.55, 0.55), (0, 2.0), (0, 0.05), WALNUT)
    for u in (-0.55, 0.55):
        s.box((u - 0.02, u + 0.02), (0, 2.0), (0, 0.32), WALNUT)
    for row in range(6):
        v = 0.04 + 0.39 * row
        s.box((-0.55, 0.55), (v - 0.02, v + 0.015), (0, 0.32), WALNUT)
        if row < 5:
            books(s, (-0.52, 0.52), v + 0.015, row)


def books(s: Spot, u: tuple[float, float], v: float, row: int) -> None:
    """A row of spines from ``u`` to ``u`` on a board at ``v``, with a gap now and then."""
    at, n = u[0], 0
    while at < u[1] - 0.06:
        lot = chance(s.seed + 31 * row, n)
        wide, high = 0.025 + 0.03 * lot, 0.20 + 0.11 * chance(s.seed + 31 * row, n + 40)
        if chance(s.seed + 31 * row, n + 80) > 0.12:
            s.box((at, at + wide), (v, v + high), (0.08, 0.28), Paint(_SPINES[int(6.9 * lot)]))
        at, n = at + wide + 0.004, n + 1


def television(s: Spot) -> None:
    s.box((-0.8, 0.8), (0.1, 0.48), (0.05, 0.45), WALNUT)
    s.box((-0.58, 0.58), (0.55, 1.24), (0.16, 0.20), BLACK)
    s.panel((-0.56, 0.56), (0.57, 1.22), 0.206, Paint((28, 34, 44), shine=0.8))


def sideboard(s: Spot) -> None:
    s.box((-0.7, 0.7), (0.12, 0.78), (0.02, 0.44), OAK)
    for k in range(3):
        u = -0.68 + 0.46 * k
        s.box((u + 0.01, u + 0.43), (0.16, 0.74), (0.44, 0.452), WALNUT)
    s.rod((-0.35, 0.78, 0.24), (-0.35, 1.0, 0.24), 0.05, Paint((70, 96, 122), shine=0.5))
    s.rod((0.35, 0.78, 0.24), (0.35, 0.98, 0.24), 0.02, _GILT)
    s.rod((0.35, 0.98, 0.24), (0.35, 1.16, 0.24), 0.12, Paint((246, 226, 184), glow=0.25 + 0.6 * s.night))


def bed(s: Spot) -> None:
    """Its head at the wall."""
    cloth = Paint(_CLOTHS[(s.seed + 1) % len(_CLOTHS)], pattern=MOTTLE, grain=0.5)
    s.box((-0.9, 0.9), (0.0, 1.12), (0.02, 0.10), WALNUT)
    s.box((-0.86, 0.86), (0.14, 0.34), (0.1, 2.1), WALNUT)
    s.box((-0.84, 0.84), (0.34, 0.52), (0.1, 2.08), LINEN)
    s.ball((0, 0.52, 1.4), (0.92, 0.13, 0.78), cloth)
    s.box((-0.88, 0.88), (0.30, 0.57), (0.75, 2.12), cloth)
    for u in (-0.42, 0.42):
        s.ball((u, 0.62, 0.36), (0.36, 0.13, 0.24), LINEN)


def nightstand(s: Spot) -> None:
    s.box((-0.24, 0.24), (0.05, 0.52), (0.02, 0.42), WALNUT)
    s.ball((0, 0.36, 0.44), (0.02, 0.02, 0.02), _GILT)
    s.rod((0, 0.52, 0.22), (0, 0.74, 0.22), 0.022, _GILT)
    s.rod((0, 0.76, 0.22), (0, 0.90, 0.22), 0.12, Paint((250, 228, 182), glow=0.3 + 0.6 * s.night))


def wardrobe(s: Spot) -> None:
    s.box((-0.6, 0.6), (0.05, 2.15), (0.02, 0.58), OAK)
    for u in (-0.58, 0.01):
        s.box((u, u + 0.57), (0.12, 2.08), (0.58, 0.595), WALNUT)
    for u in (-0.06, 0.06):
        s.rod((u, 1.0, 0.61), (u, 1.2, 0.61), 0.012, _GILT)


def dining_table(s: Spot) -> None:
    """With two chairs at it, away from the wall."""
    s.box((-0.6, 0.6), (0.71, 0.75), (0.9, 1.7), OAK)
    s.box((-0.62, 0.62), (0.748, 0.756), (0.88, 1.72), LINEN)
    for u in (-0.52, 0.52):
        for d in (0.98, 1.62):
            s.rod((u, 0, d), (u, 0.71, d), 0.03, OAK)
    for u in (-0.85, 0.85):
        chair(s, u, 1.3)
    s.rod((0, 0.75, 1.3), (0, 0.86, 1.3), 0.035, Paint((250, 226, 170), glow=0.3 + 0.6 * s.night))


def chair(s: Spot, u: float, d: float) -> None:
    """Its back away from ``u`` = 0."""
    away = math.copysign(1.0, u)
    s.box((u - 0.2, u + 0.2), (0.44, 0.47), (d - 0.2, d + 0.2), WALNUT)
    s.box((u + away * 0.2 - 0.015, u + away * 0.2 + 0.015), (0.44, 0.92), (d - 0.19, d + 0.19), WALNUT)
    for i in (-0.17, 0.17):
        for j in (-0.17, 0.17):
            s.rod((u + i, 0, d + j), (u + i, 0.44, d + j), 0.018, WALNUT)


def pendant(s: Spot) -> None:
    """A lamp on its cord, a metre and a half off the wall."""
    s.rod((0, 2.0, 1.5), (0, 3.4, 1.5), 0.008, BLACK)
    s.rod((0, 1.93, 1.5), (0, 2.0, 1.5), 0.16, Paint((46, 62, 58), shine=0.3))
    s.ball((0, 1.88, 1.5), (0.08, 0.07, 0.08), Paint((255, 226, 168), glow=0.5 + 0.5 * s.night))
