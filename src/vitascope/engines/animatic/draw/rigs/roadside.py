"""What stands by roads and in fields: billboards, wells, hay, catapults, pylons, obelisks. About one unit high."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, bump, chance, curve, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, SCALES, STRIPES
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.tableware import own
from vitascope.engines.animatic.draw.rigs.wheels import wheel

_STEEL = Paint((150, 156, 164), shine=0.5)
_WOOD = Paint((122, 88, 58), pattern=MOTTLE, grain=0.4)
_ROPE = Paint((196, 168, 118))


def _billboard(body: Body, cast: Cast) -> None:
    """A poster of hills under a sun, with lamps along its foot."""
    for x in (-0.42, 0.42):
        body.limb((x, 0, -0.06), 0.03, (x, 0.5, -0.06), 0.03, _STEEL)
    body.box((0, 0.72, -0.03), (0.9, 0.3, 0.03), Paint((70, 74, 82)))
    lit = 0.75 * cast.night
    sky = own(cast, (110, 180, 226))
    bands = [(0.0, lighter(sky, 0.1)), (0.09, sky), (0.24, lighter(sky, 0.35)), (0.34, (250, 220, 160))]
    for n, (top, colour) in enumerate(bands):
        low = bands[n + 1][0] if n + 1 < len(bands) else 0.56
        body.box((0, 1.0 - (top + low) / 2, 0.004), (0.88, (low - top) / 2, 0.002), Paint(colour, glow=lit))
    body.ball((0.36, 0.8, 0.008), (0.1, 0.1, 0.003), Paint((255, 236, 150), glow=0.3 + 0.6 * lit))
    for k, (x, high) in enumerate(((-0.6, 0.16), (-0.2, 0.24), (0.28, 0.18), (0.66, 0.12))):
        hill = Paint(((66, 120, 84), (84, 142, 90), (58, 108, 92), (92, 150, 84))[k], glow=lit)
        body.tri((max(x - 0.36, -0.88), 0.44, 0.009 + 0.001 * k), (min(x + 0.36, 0.88), 0.44, 0.009 + 0.001 * k),
                 (x, 0.44 + high, 0.009 + 0.001 * k), hill)  # fmt: skip
    for k in range(4):
        x = -0.66 + 0.44 * k
        body.tube([(x, 0.42, 0.0), (x, 0.38, 0.16), (x, 0.42, 0.2)], [0.01] * 3, _STEEL)
        body.ball((x, 0.43, 0.2), (0.035, 0.02, 0.03), Paint((255, 240, 200), glow=cast.night))


def _well(body: Body, cast: Cast) -> None:
    """Of stone, with a roof and a bucket on its rope."""
    stone = Paint(own(cast, (142, 136, 126)), pattern=SCALES | MOTTLE, grain=0.1)
    body.sheet(lathe([(0.36, 0.0), (0.34, 0.34), (0.37, 0.36), (0.37, 0.4), (0.27, 0.4), (0.27, 0.1)], 24), stone,
               closed=True)  # fmt: skip
    body.ball((0, 0.24, 0), (0.27, 0.01, 0.27), Paint((30, 44, 52), shine=1.0))
    for s in (-1, 1):
        body.box((0.33 * s, 0.6, 0), (0.03, 0.28, 0.035), _WOOD)
        body.quad((-0.46, 0.76, 0.34 * s), (0.46, 0.76, 0.34 * s), (0.46, 1.0, 0), (-0.46, 1.0, 0),
                  Paint((126, 66, 46), pattern=SCALES, grain=0.08))  # fmt: skip
        body.tri((0.42 * s, 0.79, -0.3), (0.42 * s, 0.79, 0.3), (0.42 * s, 0.99, 0), _WOOD)
    body.limb((-0.36, 0.66, 0), 0.035, (0.4, 0.66, 0), 0.035, _WOOD)
    a = cast.time_s * 0.8
    body.limb((0.4, 0.66, 0), 0.014, (0.4, 0.66 + 0.12 * math.cos(a), 0.12 * math.sin(a)), 0.014, _STEEL)
    y = 0.47 + 0.05 * math.sin(cast.time_s * 0.8)
    body.limb((0, 0.64, 0.03), 0.01, (0, y + 0.08, 0.03), 0.01, _ROPE)
    body.sheet(lathe([(0.05, y - 0.08), (0.07, y + 0.05), (0.06, y + 0.05), (0.01, y - 0.02)], 14, at=(0, 0, 0.03)),
               _WOOD, closed=True)  # fmt: skip


def _hay(body: Body, cast: Cast) -> None:
    """A round bale on its side, with straws that stick out."""
    straw = Paint(own(cast, (206, 172, 96)), darker((206, 172, 96), 0.25), pattern=MOTTLE, grain=0.06)
    ring = lathe([(0.01, -0.48), (0.44, -0.48), (0.5, -0.42), (0.5, 0.42), (0.44, 0.48), (0.01, 0.48)], 30)
    grid = np.stack([ring[..., 1], ring[..., 0] + 0.49, ring[..., 2]], axis=2)
    body.sheet(grid, straw, closed=True)
    for s in (-1, 1):
        line: list[Point] = []
        for k in range(60):
            a, r = 0.5 * k, 0.42 * (1 - k / 62)
            line.append((0.485 * s, 0.49 + r * math.sin(a), r * math.cos(a)))
        body.tube(line, [0.012] * 60, Paint((176, 138, 72)))
    for k in range(90):
        a, x = 6.283 * chance(3, k), 0.94 * (chance(4, k) - 0.5)
        y, z = math.cos(a), math.sin(a)
        tip = (x + 0.14 * (chance(5, k) - 0.5), 0.49 + 0.54 * y, 0.54 * z + 0.06 * (chance(6, k) - 0.5))
        body.limb((x, 0.49 + 0.48 * y, 0.48 * z), 0.008, tip, 0.004, Paint(lighter(straw.colour, 0.25 * chance(7, k))))


def _catapult(body: Body, cast: Cast) -> None:
    part = Body()
    _engine(part, cast)
    body.graft(part, turn(0.75), (0.0, 0.0, 0.0))


def _engine(body: Body, cast: Cast) -> None:
    """Its arm is wound down, flies up and throws a stone, again and again."""
    for s in (-1, 1):
        body.box((0.34 * s, 0.24, 0.0), (0.045, 0.05, 0.8), _WOOD)
        body.limb((0.34 * s, 0.26, -0.1), 0.045, (0.3 * s, 0.86, 0.12), 0.045, _WOOD)
        body.limb((0.34 * s, 0.26, 0.5), 0.04, (0.3 * s, 0.84, 0.14), 0.04, _WOOD)
        for z in (-0.55, 0.55):
            wheel(body, (0.48 * s, 0.2, z), 0.2, 0.08, 0.0, 0.0, spokes=6)
    body.limb((-0.34, 0.86, 0.12), 0.055, (0.34, 0.86, 0.12), 0.055, _WOOD)
    body.limb((-0.36, 0.3, 0.05), 0.07, (0.36, 0.3, 0.05), 0.07, _ROPE)
    turns = (cast.time_s * 0.25 + 0.55) % 1.0
    loose = smooth((turns - 0.7) / 0.06) if turns < 0.85 else 1 - smooth((turns - 0.85) / 0.15)
    a = 0.25 + 1.15 * loose
    tip: Point = (0.0, 0.3 + 1.0 * math.sin(a), 0.05 - 1.0 * math.cos(a))
    body.limb((0, 0.3, 0.05), 0.06, tip, 0.045, _WOOD)
    body.ball(tip, (0.12, 0.06, 0.12), _WOOD)
    stone = Paint((120, 116, 110), pattern=MOTTLE, grain=0.1)
    if turns < 0.74:
        body.ball((tip[0], tip[1] + 0.09, tip[2]), 0.1, stone)
    elif turns < 0.95:
        u = (turns - 0.74) / 0.25
        body.ball((0, 1.3 + 2.4 * u - 2.2 * u * u, -0.1 + 7 * u), 0.1, stone)


def _windsock(body: Body, cast: Cast) -> None:
    body.limb((0, 0, 0), 0.014, (0, 1.0, 0), 0.012, Paint((226, 228, 232), shine=0.3))
    t = cast.time_s
    rings = []
    for k in range(11):
        u = k / 10
        droop = -0.09 * u * u + 0.025 * u * math.sin(5 * t - 5 * u)
        a = np.linspace(0, math.tau, 14, endpoint=False)
        r = 0.085 - 0.04 * u
        z = 0.05 * u * math.sin(3.4 * t - 4 * u)
        rings.append(np.stack([np.full(14, 0.03 + 0.6 * u), 0.93 + droop + r * np.cos(a), z + r * np.sin(a)], axis=1))
    tone = own(cast, (236, 92, 30))
    white = Paint((244, 244, 240), soft=0.4)
    orange = Paint(tone, soft=0.4)
    for band in range(5):
        body.sheet(np.array(rings[2 * band : 2 * band + 3]), (orange, white)[band % 2], closed=True)


def _totem(body: Body, _cast: Cast) -> None:
    """Faces one over another, and an eagle's wings at the top."""
    tones = ((150, 62, 42), (58, 92, 84), (186, 138, 62), (96, 64, 44))
    for n in range(4):
        y, paint = 0.12 + 0.22 * n, Paint(tones[n], pattern=MOTTLE, grain=0.2)
        body.sheet(lathe([(0.13, y - 0.11), (0.145, y - 0.06), (0.145, y + 0.06), (0.13, y + 0.11)], 16), paint,
                   closed=True)  # fmt: skip
        for s in (-1, 1):
            body.ball((0.06 * s, y + 0.03, 0.13), (0.036, 0.03, 0.025), Paint((236, 228, 206)))
            body.ball((0.06 * s, y + 0.03, 0.15), (0.017, 0.017, 0.012), Paint((24, 22, 22)))
            body.limb((0.025 * s, y + 0.07, 0.14), 0.014, (0.1 * s, y + 0.075, 0.115), 0.014, Paint((32, 30, 30)))
        if n % 2:
            body.limb((0, y + 0.01, 0.14), 0.035, (0, y - 0.035, 0.25), 0.01, Paint((226, 176, 60)))
        else:
            body.ball((0, y - 0.005, 0.15), (0.03, 0.035, 0.03), paint)
            body.box((0, y - 0.06, 0.135), (0.065, 0.02, 0.012), Paint((236, 228, 206)))
            for k in range(4):
                body.box((-0.045 + 0.03 * k, y - 0.06, 0.148), (0.003, 0.02, 0.002), Paint((32, 30, 30)))
    for s in (-1, 1):
        for k in range(4):
            body.box((s * (0.2 + 0.055 * k), 0.84 - 0.022 * k, -0.01), (0.032, 0.1 - 0.012 * k, 0.012),
                     Paint(tones[k % 3]))  # fmt: skip
    body.ball((0, 1.0, 0.0), (0.1, 0.03, 0.1), Paint(tones[2]))


def _obelisk(body: Body, cast: Cast) -> None:
    stone = Paint(own(cast, (196, 176, 142)), pattern=MOTTLE, grain=0.2)
    for low, high, a, b in ((0.1, 0.92, 0.085, 0.058), (0.92, 1.0, 0.058, 0.002)):
        p = [(x * r, y, z * r) for y, r in ((low, a), (high, b)) for x, z in ((-1, 1), (1, 1), (1, -1), (-1, -1))]
        for k in range(4):
            j = (k + 1) % 4
            body.quad(p[k], p[j], p[4 + j], p[4 + k], stone)
    body.box((0, 0.03, 0), (0.16, 0.03, 0.16), stone)
    body.box((0, 0.08, 0), (0.12, 0.03, 0.12), stone)
    for k in range(22):
        y, x = 0.16 + 0.032 * k, 0.03 * (chance(9, k) - 0.5)
        body.box((x, y, 0.0865 - 0.034 * (y - 0.1)), (0.012 + 0.012 * chance(8, k), 0.007, 0.002),
                 Paint(darker(stone.colour, 0.35)))  # fmt: skip


def _pylon(body: Body, cast: Cast) -> None:
    """A mast of lattice with its arms, and the lines that hang from them to both sides."""
    steel = Paint(own(cast, (132, 138, 146)), shine=0.3)
    legs = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    levels = [(0.0, 0.14), (0.22, 0.1), (0.42, 0.07), (0.6, 0.045), (0.78, 0.035), (1.0, 0.004)]
    for (y0, r0), (y1, r1) in pairwise(levels):
        for n, (x, z) in enumerate(legs):
            u, w = legs[(n + 1) % 4]
            body.limb((x * r0, y0, z * r0), 0.007, (x * r1, y1, z * r1), 0.006, steel)
            body.limb((x * r0, y0, z * r0), 0.004, (u * r1, y1, w * r1), 0.004, steel)
            body.limb((u * r0, y0, w * r0), 0.004, (x * r1, y1, z * r1), 0.004, steel)
    for y, half in ((0.62, 0.26), (0.78, 0.2), (0.9, 0.13)):
        for s in (-1, 1):
            body.limb((0, y, 0), 0.008, (half * s, y + 0.005, 0), 0.005, steel)
            body.limb((0, y + 0.05, 0), 0.006, (half * s, y + 0.005, 0), 0.004, steel)
            body.limb((half * s, y, 0), 0.007, (half * s, y - 0.05, 0), 0.007, Paint((96, 70, 56)))
            for way in (-1, 1):
                line = [(half * s, y - 0.05 - 0.13 * bump(u), 1.5 * u * way) for u in np.linspace(0, 1, 9)]
                body.tube(line, [0.0025] * 9, Paint((46, 48, 52)))


def _solar(body: Body, cast: Cast) -> None:
    part = Body()
    part.box((0, 0, 0), (0.8, 0.45, 0.02), _STEEL)
    for i in range(6):
        for j in range(3):
            part.box((-0.645 + 0.258 * i, -0.29 + 0.29 * j, 0.018), (0.12, 0.135, 0.006),
                     Paint(own(cast, (22, 36, 84)), shine=1.2))  # fmt: skip
    body.graft(part, turn(0.0, 0.85), (0.0, 0.55, 0.0))
    for s in (-1, 1):
        body.limb((0.5 * s, 0.0, -0.1), 0.025, (0.5 * s, 0.55, -0.05), 0.025, _STEEL)


def _hydrant(body: Body, cast: Cast) -> None:
    red = Paint(own(cast, (204, 40, 34)), shine=0.4)
    body.sheet(lathe([(0.24, 0.0), (0.24, 0.06), (0.17, 0.08), (0.17, 0.66), (0.21, 0.68), (0.21, 0.73), (0.17, 0.75),
                      (0.13, 0.88), (0.05, 0.93), (0.05, 1.0), (0.01, 1.0)], 22), red, closed=True)  # fmt: skip
    for s in (-1, 1):
        body.limb((0.1 * s, 0.5, 0), 0.07, (0.27 * s, 0.5, 0), 0.07, red)
        body.limb((0.26 * s, 0.5, 0), 0.085, (0.3 * s, 0.5, 0), 0.08, Paint((206, 206, 210), shine=0.6))
    body.limb((0, 0.5, 0.1), 0.1, (0, 0.5, 0.25), 0.1, red)
    body.limb((0, 0.5, 0.25), 0.115, (0, 0.5, 0.29), 0.105, Paint((206, 206, 210), shine=0.6))


def _signpost(body: Body, cast: Cast) -> None:
    """Three boards that point different ways."""
    body.limb((0, 0, 0), 0.03, (0, 1.0, 0), 0.026, _WOOD)
    for k, (y, a) in enumerate(((0.9, 0.2), (0.74, 2.8), (0.58, 0.7))):
        board = Body()
        pale = Paint(own(cast, (206, 176, 126)), pattern=MOTTLE, grain=0.3)
        board.box((0.24, 0, 0), (0.24, 0.06, 0.014), pale)
        board.tri((0.48, 0.06, 0.0), (0.48, -0.06, 0.0), (0.58, 0, 0), pale)
        for j in range(3 + k):
            board.box((0.1 + 0.09 * j, 0.0, 0.016), (0.03, 0.016, 0.002), Paint((62, 46, 34)))
        body.graft(board, turn(a), (0, y, 0.02))


def _stop_sign(body: Body, cast: Cast) -> None:
    """Eight-sided and red."""
    body.limb((0, 0, 0), 0.018, (0, 0.8, 0), 0.018, _STEEL)
    red, white = Paint(own(cast, (200, 28, 34)), shine=0.3), Paint((246, 246, 246), shine=0.2)
    for r, z, paint in ((0.2, 0.022, white), (0.184, 0.025, red)):
        ring = [(r * math.sin(a), 0.82 + r * math.cos(a), z) for a in (np.arange(8) + 0.5) / 8 * math.tau]
        for k in range(8):
            body.tri((0, 0.82, z), ring[k], ring[(k + 1) % 8], paint)
    body.box((0, 0.82, 0.03), (0.13, 0.035, 0.002), white)


def _log_pile(body: Body, cast: Cast) -> None:
    bark = Paint(own(cast, (104, 76, 52)), pattern=MOTTLE, grain=0.15)
    for row in range(5):
        for k in range(6 - row):
            x, y = (k - (5 - row) / 2) * 0.24, 0.12 + 0.205 * row
            body.limb((x, y, -0.5), 0.118, (x, y, 0.42 + 0.1 * chance(3, 7 * row + k)), 0.118, bark)
            end = 0.54 + 0.1 * chance(3, 7 * row + k)
            body.ball((x, y, end - 0.02), (0.1, 0.1, 0.02), Paint((216, 182, 132), (170, 128, 84), pattern=STRIPES,
                                                                 grain=0.03))  # fmt: skip


def _hammock(body: Body, cast: Cast) -> None:
    part = Body()
    _slung(part, cast)
    body.graft(part, turn(0.0) * 0.55, (0.0, 0.0, 0.0))


def _slung(body: Body, cast: Cast) -> None:
    """Between two palms, swaying."""
    for s in (-1, 1):
        trunk = curve([(1.35 * s, 0, 0), (1.25 * s, 0.7, 0), (1.4 * s, 1.9, 0)], 7)
        body.tube(trunk, [0.09 - 0.005 * k for k in range(7)], Paint((132, 104, 74), pattern=SCALES, grain=0.1))
        for k in range(8):
            a = k / 8 * math.tau + 0.3
            line = curve([(1.4 * s, 1.9, 0), (1.4 * s + 0.4 * math.sin(a), 2.05, 0.4 * math.cos(a)),
                          (1.4 * s + 0.8 * math.sin(a), 1.72, 0.8 * math.cos(a))], 6)  # fmt: skip
            body.tube(line, [0.06, 0.075, 0.07, 0.055, 0.035, 0.012], Paint((74, 128, 62), soft=0.5))
    sway = 0.16 * math.sin(cast.time_s * 1.5)
    tones = own(cast, (220, 74, 60)), (246, 236, 210)
    u, v = np.meshgrid(np.linspace(-1, 1, 13), np.linspace(-1, 1, 9))
    sag = 0.62 * (1 - u * u)
    half = 0.34 * (1 - 0.9 * np.abs(u) ** 3)
    y = 0.98 - sag + 0.2 * v * v * (1 - u * u)
    z = v * half + sway * sag * 1.2
    grid = np.stack([u * 1.05, y, z], axis=2)
    body.sheet(grid, [Paint(tones[k % 2], soft=0.35) for k in range(12)])
    for s in (-1, 1):
        for k in range(5):
            w = -1 + 0.5 * k
            body.limb((1.05 * s, 0.98, 0.034 * w), 0.008, (1.27 * s, 1.08, 0), 0.012, _ROPE)


ROADSIDE: Mapping[str, Rig] = {
    "billboard": _billboard, "well": _well, "hay bale": _hay, "catapult": _catapult, "windsock": _windsock,
    "totem pole": _totem, "obelisk": _obelisk, "pylon": _pylon, "solar panel": _solar, "fire hydrant": _hydrant,
    "signpost": _signpost, "stop sign": _stop_sign, "log pile": _log_pile, "hammock": _hammock,
}  # fmt: skip
