"""Small things that are held, worn, folded and wondered at: one unit high or long."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, chance, curve, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, STRIPES
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.tableware import own

_GOLD = Paint((230, 182, 70), shine=1.0)
_PAPER = Paint((246, 244, 238), soft=0.4)
_DARK = Paint((26, 26, 30), shine=0.6)


def _paper_plane(body: Body, cast: Cast) -> None:
    """A dart of folded paper that rocks on the air."""
    paper, under = Paint(own(cast, _PAPER.colour), soft=0.4), Paint(darker(own(cast, _PAPER.colour), 0.14), soft=0.4)
    part = Body()
    nose: Point = (0.0, 0.0, 0.55)
    for s in (-1, 1):
        part.tri(nose, (0.42 * s, 0.06, -0.45), (0.03 * s, 0.0, -0.45), paper)
        part.tri(nose, (0.03 * s, 0.0, -0.45), (0.0, -0.17, -0.42), under)
    t = cast.time_s
    sway = turn(0.9 + 0.1 * math.sin(0.9 * t), 0.12 * math.sin(1.3 * t), 0.22 * math.sin(1.1 * t + 1))
    body.graft(part, sway, (0.0, 0.4 + 0.05 * math.sin(1.6 * t), 0.0))


def _crane(body: Body, cast: Cast) -> None:
    """A folded crane; its wings beat a little."""
    colour = own(cast, (226, 70, 70))
    paper, shade = Paint(colour, soft=0.35), Paint(darker(colour, 0.22), soft=0.35)
    up = 0.28 + 0.14 * math.sin(2.2 * cast.time_s)
    ridge: Point = (0.0, 0.42, 0.0)
    for s in (-1, 1):
        for z, tone in ((0.24, paper), (-0.24, shade)):
            body.tri((0.03 * s, 0.2, z), ridge, (0.62 * s, 0.32 + up, 0.0), tone)
        body.tri((0.0, 0.06, 0.0), (0.06 * s, 0.24, 0.24), (0.06 * s, 0.24, -0.24), shade)
        body.tri((0.05 * s, 0.22, 0.2), (0.0, 0.16, 0.1), (0.0, 0.86, 0.56), paper)
        body.tri((0.05 * s, 0.22, -0.2), (0.0, 0.16, -0.1), (0.0, 0.8, -0.6), paper)
        body.tri((0.0, 0.86, 0.56), (0.025 * s, 0.72, 0.5), (0.0, 0.7, 0.76), shade)


def _paper_boat(body: Body, cast: Cast) -> None:
    paper, shade = Paint(own(cast, _PAPER.colour), soft=0.4), Paint(darker(own(cast, _PAPER.colour), 0.16), soft=0.4)
    part = Body()
    for s in (-1, 1):
        part.quad((-0.32, 0.0, 0.05 * s), (0.32, 0.0, 0.05 * s), (0.6, 0.34, 0.0), (0.0, 0.3, 0.2 * s), paper)
        part.tri((-0.32, 0.0, 0.05 * s), (0.0, 0.3, 0.2 * s), (-0.6, 0.34, 0.0), paper)
        part.tri((-0.26, 0.2, 0.1 * s), (0.26, 0.2, 0.1 * s), (0.0, 0.64, 0.0), shade)
    t = cast.time_s
    body.graft(part, turn(0.0, 0.05 * math.sin(1.9 * t), 0.07 * math.sin(1.4 * t)), (0, 0.02 * math.sin(1.6 * t), 0))


def _rubber_duck(body: Body, cast: Cast) -> None:
    yellow = Paint(own(cast, (250, 208, 40)), shine=0.7)
    part = Body()
    part.ball((0, 0.28, -0.04), (0.34, 0.26, 0.42), yellow)
    part.ball((0, 0.7, 0.2), (0.24, 0.24, 0.23), yellow)
    part.limb((0, 0.4, -0.36), 0.16, (0, 0.58, -0.54), 0.04, yellow)
    part.ball((0, 0.66, 0.43), (0.13, 0.04, 0.1), Paint((240, 120, 30), shine=0.6))
    part.ball((0, 0.62, 0.41), (0.1, 0.03, 0.08), Paint((220, 96, 24), shine=0.6))
    for s in (-1, 1):
        part.ball((0.31 * s, 0.32, -0.08), (0.06, 0.15, 0.22), yellow)
        part.ball((0.1 * s, 0.77, 0.39), 0.042, _DARK)
        part.ball((0.11 * s, 0.785, 0.425), 0.012, Paint((255, 255, 255), glow=0.5))
    t = cast.time_s
    body.graft(part, turn(0.3 * math.sin(0.5 * t), 0.04 * math.sin(1.7 * t), 0.06 * math.sin(1.3 * t)), (0, 0, 0))


def _pearls(body: Body, _cast: Cast) -> None:
    """A string of them on velvet."""
    body.ball((0, -0.02, 0), (0.7, 0.06, 0.5), Paint((54, 20, 44), shine=0.15))
    for k in range(40):
        a = k / 40 * math.tau
        r = 0.42 + 0.08 * math.sin(2 * a + 1)
        size = 0.034 + 0.016 * (0.5 + 0.5 * math.cos(a))
        body.ball((r * math.sin(a) * 1.25, 0.06 + size, r * math.cos(a)), size, Paint((248, 240, 232), shine=1.2))
    body.ball((0.0, 0.09, -0.5), (0.05, 0.03, 0.02), _GOLD)


def _pendant(body: Body, cast: Cast) -> None:
    """A stone in gold on a chain; it swings and flashes."""
    tint = own(cast, (30, 90, 210))
    part = Body()
    for s in (-1, 1):
        line = curve([(0.0, -0.56, 0), (0.2 * s, -0.3, 0), (0.3 * s, 0.0, -0.08)], 20)
        for k, at in enumerate(line):
            part.ball(at, (0.014, 0.02, 0.01) if k % 2 else (0.01, 0.02, 0.014), _GOLD)
    flash = 0.2 + 0.3 * max(math.sin(2.2 * cast.time_s), 0.0) ** 6
    part.ball((0, -0.72, -0.01), (0.17, 0.2, 0.03), _GOLD)
    part.ball((0, -0.72, 0.02), (0.12, 0.15, 0.06), Paint(tint, shine=1.5, glow=flash))
    for k in range(16):
        a = k / 16 * math.tau
        part.ball(
            (0.145 * math.sin(a), -0.72 + 0.175 * math.cos(a), 0.02), 0.02, Paint((240, 246, 255), shine=1.5, glow=0.2)
        )
    body.graft(part, turn(0.0, 0.0, 0.1 * math.sin(1.8 * cast.time_s)), (0.0, 1.0, 0.0))


def _gold_bars(body: Body, cast: Cast) -> None:
    """Stacked, and stamped."""
    for row, count in enumerate((3, 2, 1)):
        for k in range(count):
            x, y = (k - (count - 1) / 2) * 0.36, 0.22 * row
            low, high = 0.165, 0.13
            p = [(x + sx * w, y + h, sz * d) for h, w, d in ((0.0, low, 0.4), (0.2, high, 0.36))
                 for sx, sz in ((-1, -1), (1, -1), (1, 1), (-1, 1))]  # fmt: skip
            for j in range(4):
                i = (j + 1) % 4
                body.quad(p[j], p[i], p[4 + i], p[4 + j], _GOLD)
            body.quad(p[4], p[5], p[6], p[7], Paint((244, 206, 104), shine=1.1))
            body.box((x, y + 0.11, 0.385), (0.06, 0.03, 0.01), Paint((196, 146, 46), shine=0.8))
    spark = max(math.sin(1.7 * cast.time_s), 0.0) ** 8
    body.ball((0.1, 0.64, 0.3), 0.03 * spark + 0.001, Paint((255, 250, 220), glow=1.0))


def _atom(body: Body, cast: Cast) -> None:
    """A nucleus, and electrons on their ways round it."""
    tint = own(cast, (90, 190, 255))
    for k in range(14):
        a, u = 2.4 * k, 1 - 2 * (k + 0.5) / 14
        r = 0.085 * math.sqrt(1 - u * u)
        tone = (226, 60, 60) if k % 2 else (70, 110, 220)
        body.ball((r * math.sin(a), 0.5 + 0.085 * u, r * math.cos(a)), 0.055, Paint(tone, shine=0.8, glow=0.2))
    for k in range(4):
        basis = turn(0.8 * k, 0.5 + 0.7 * k, 0.4 * k)
        at = np.linspace(0, math.tau, 33)
        ring = (np.stack([0.46 * np.sin(at), np.zeros(33), 0.46 * np.cos(at)], axis=1) @ basis.T + (0, 0.5, 0)).tolist()
        body.tube([(x, y, z) for x, y, z in ring], [0.005] * 33, Paint(tint, glow=0.8, alpha=0.7))
        for j in range(7):
            b = cast.time_s * (2.6 + 0.3 * k) + k - 0.06 * j
            x, y, z = basis @ np.array((0.46 * math.sin(b), 0.0, 0.46 * math.cos(b)))
            glow = Paint(lighter(tint, 0.5 - 0.07 * j), glow=1.0, alpha=1.0 - 0.13 * j)
            body.ball((float(x), 0.5 + float(y), float(z)), 0.032 - 0.0035 * j, glow)
    body.source("glow", (0, 0.5, 0), 0.8, 0.4)


def _orb_of_light(body: Body, cast: Cast) -> None:
    """A ball of energy, arcs about it."""
    tint = own(cast, (120, 190, 255))
    t = cast.time_s
    pulse = 1 + 0.07 * math.sin(5 * t)
    for r, share, alpha in ((0.3, 0.85, 1.0), (0.37, 0.4, 0.45), (0.46, 0.0, 0.2)):
        body.ball((0, 0.5, 0), r * pulse, Paint(lighter(tint, share), glow=1.0, alpha=alpha))
    for k in range(7):
        a, tip = 6.283 * chance(int(7 * t) + k, 3), 6.283 * chance(int(7 * t) + k, 4)
        line: list[Point] = []
        for j in range(7):
            r = 0.32 + 0.05 * j + 0.06 * (chance(int(14 * t) + k, j) - 0.5)
            b = a + 0.12 * j + 0.5 * (chance(int(14 * t) + k, j + 20) - 0.5)
            line.append((r * math.sin(b), 0.5 + r * math.cos(b) * math.cos(tip), r * math.cos(b) * math.sin(tip)))
        body.tube(line, [0.012 - 0.0014 * j for j in range(7)], Paint(lighter(tint, 0.7), glow=1.0))
    body.source("glow", (0, 0.5, 0), 1.6, 0.9)


def _pillow(body: Body, cast: Cast) -> None:
    cloth = Paint(own(cast, (226, 222, 236)), soft=0.3)
    u, v = np.meshgrid(np.linspace(-1, 1, 17), np.linspace(-1, 1, 17))
    high = 0.2 * ((1 - u**4) * (1 - v**4)) ** 0.55
    pinch = 1 - 0.12 * (1 - u * u) * np.abs(v) ** 3
    across = 1 - 0.12 * (1 - v * v) * np.abs(u) ** 3
    for s in (-1, 1):
        grid = np.stack([0.6 * u * across, 0.24 + s * high, 0.42 * v * pinch], axis=2)
        body.sheet(grid, cloth)
    for s in (-1, 1):
        for w in (-1, 1):
            body.ball((0.6 * s, 0.24, 0.42 * w), 0.02, Paint(darker(cloth.colour, 0.2)))


def _mask(body: Body, cast: Cast) -> None:
    """Of a carnival in Venice: white and gold, with feathers; a red demon's or a theatre's where that is said."""
    words = cast.actor.label.lower()
    face = own(cast, (196, 36, 36) if "oni" in words or "demon" in words else (242, 236, 226))
    skin = Paint(face, shine=0.6)
    part = Body()
    u, v = np.meshgrid(np.linspace(-1, 1, 19), np.linspace(-1, 1, 23))
    wide = 0.36 * np.sqrt(np.maximum(1 - (v * 0.98) ** 2, 0.004)) * (1 - 0.16 * np.maximum(-v, 0))
    ahead = 0.24 * np.sqrt(np.maximum(1 - 0.9 * u * u, 0)) * (1 - 0.35 * v * v)
    ahead += 0.12 * np.exp(-((u / 0.2) ** 2) - ((v + 0.08) / 0.24) ** 2)
    part.sheet(np.stack([u * wide, 0.5 + 0.48 * v, ahead], axis=2), skin)
    for s in (-1, 1):
        part.ball((0.145 * s, 0.58, 0.2), (0.085, 0.045, 0.03), _DARK, turn=turn(0.35 * s, 0.0, 0.16 * s))
        brow = curve([(0.05 * s, 0.66, 0.25), (0.15 * s, 0.7, 0.22), (0.27 * s, 0.66, 0.13)], 7)
        part.tube(brow, [0.014] * 7, _GOLD)
        swirl = [(0.2 * s + (0.08 - 0.009 * k) * math.sin(0.9 * k), 0.4 + (0.08 - 0.009 * k) * math.cos(0.9 * k),
                  0.215 - 0.1 * abs(0.08 * math.sin(0.9 * k))) for k in range(8)]  # fmt: skip
        part.tube(swirl, [0.009] * 8, _GOLD)
        if "oni" in words or "demon" in words:
            part.tube(
                [(0.18 * s, 0.86, 0.12), (0.28 * s, 1.02, 0.14), (0.26 * s, 1.16, 0.1)], [0.05, 0.036, 0.008], _GOLD
            )
            part.limb((0.08 * s, 0.24, 0.2), 0.024, (0.085 * s, 0.34, 0.24), 0.004, Paint((246, 238, 214), shine=0.5))
    part.ball((0, 0.26, 0.205), (0.09, 0.022, 0.02), Paint((170, 28, 40), shine=0.6))
    part.ball((0, 0.84, 0.17), (0.04, 0.06, 0.02), Paint((30, 130, 150), shine=1.2, glow=0.15))
    if "oni" not in words and "demon" not in words:
        for k in range(9):
            a = -0.8 + 0.2 * k + 0.03 * math.sin(1.5 * cast.time_s + k)
            tip: Point = (0.62 * math.sin(a), 0.86 + 0.42 * math.cos(a), -0.02)
            tone = mix((90, 30, 120), (30, 120, 160), k / 8)
            part.ball((0.4 * math.sin(a), 0.86 + 0.24 * math.cos(a), 0.0), (0.05, 0.22, 0.012), Paint(tone, soft=0.5),
                      turn=turn(0.0, 0.0, -a))  # fmt: skip
            part.limb((0.1 * math.sin(a), 0.88, 0.05), 0.008, tip, 0.003, _GOLD)
    body.graft(part, turn(0.18 * math.sin(0.7 * cast.time_s)), (0.0, 0.0, 0.0))


def _dartboard(body: Body, cast: Cast) -> None:
    """With three darts, the last of which has just struck."""
    rings = ((0.48, (24, 24, 26)), (0.4, (200, 40, 44)), (0.37, (236, 222, 190)), (0.25, (40, 120, 70)),
             (0.22, (236, 222, 190)), (0.06, (40, 120, 70)), (0.03, (200, 40, 44)))  # fmt: skip
    for n, (r, tone) in enumerate(rings):
        body.ball((0, 0.5, 0.004 * n), (r, r, 0.02), Paint(tone))
    for k in range(20):
        a = (k + 0.5) / 20 * math.tau
        s, c = math.sin(a), math.cos(a)
        for low, high in ((0.065, 0.215), (0.255, 0.365)) if k % 2 else ():
            b = math.tau / 20
            p = [
                (r * math.sin(a + d), 0.5 + r * math.cos(a + d), 0.046)
                for r, d in ((low, 0), (high, 0), (high, b), (low, b))
            ]
            body.quad(p[0], p[1], p[2], p[3], Paint((26, 26, 28)))
        body.limb(
            (0.06 * s, 0.5 + 0.06 * c, 0.047), 0.002, (0.4 * s, 0.5 + 0.4 * c, 0.047), 0.002, Paint((190, 192, 196))
        )
    quiver = 0.02 * math.sin(30 * cast.time_s) * math.exp(-3 * (cast.time_s % 3))
    for x, y, tone in ((0.02, 0.51, (220, 50, 50)), (0.12, 0.62, (50, 110, 220)), (-0.16, 0.44, (240, 200, 60))):
        tip: Point = (x + 0.04, y + 0.05 + quiver, 0.4)
        body.limb((x, y, 0.05), 0.004, tip, 0.012, Paint((180, 184, 190), shine=1.0))
        for k in range(4):
            a = k / 4 * math.tau + 0.4
            body.tri((tip[0], tip[1], 0.36), (tip[0], tip[1], 0.48),
                     (tip[0] + 0.05 * math.sin(a), tip[1] + 0.05 * math.cos(a), 0.47), Paint(tone))  # fmt: skip


def _rocking_horse(body: Body, cast: Cast) -> None:
    """It rocks on its runners."""
    wood = Paint(own(cast, (196, 150, 100)), shine=0.4, pattern=MOTTLE, grain=0.2)
    red = Paint((186, 40, 44), shine=0.3)
    part = Body()
    part.ball((0, 0.52, -0.02), (0.13, 0.14, 0.3), wood)
    part.limb((0, 0.56, 0.2), 0.1, (0, 0.82, 0.36), 0.075, wood)
    part.limb((0, 0.85, 0.36), 0.08, (0, 0.76, 0.56), 0.05, wood)
    part.tube([(0, 0.94, 0.34), (0, 0.8, 0.24), (0, 0.62, 0.14)], [0.04, 0.05, 0.03], Paint((90, 54, 36)))
    part.tube([(0, 0.6, -0.28), (0, 0.5, -0.42), (0, 0.34, -0.44)], [0.04, 0.05, 0.015], Paint((90, 54, 36)))
    part.ball((0, 0.64, -0.02), (0.135, 0.05, 0.13), red)
    for s in (-1, 1):
        part.ball((0.06 * s, 0.85, 0.43), 0.016, _DARK)
        part.limb((0.04 * s, 0.92, 0.35), 0.022, (0.05 * s, 1.0, 0.34), 0.005, wood)
        for z in (0.24, -0.24):
            part.limb((0.08 * s, 0.46, z * 0.85), 0.05, (0.16 * s, 0.1, z * 1.2), 0.03, wood)
        runner = [(0.16 * s, 0.04 + 0.16 * (2 * u - 1) ** 2, -0.6 + 1.2 * u) for u in np.linspace(0, 1, 11)]
        part.tube(runner, [0.03] * 11, red)
    rock = 0.16 * math.sin(2.4 * cast.time_s)
    body.graft(part, turn(0.5) @ turn(0.0, rock), (0.0, 0.0, 0.0))


def _dreamcatcher(body: Body, cast: Cast) -> None:
    """A web in a hoop, with feathers that stir."""
    hoop: list[Point] = [(0.3 * math.sin(a), 0.68 + 0.3 * math.cos(a), 0.0) for a in np.linspace(0, math.tau, 33)]
    body.tube(hoop, [0.018] * 33, Paint(own(cast, (150, 96, 58)), (90, 60, 40), pattern=STRIPES, grain=0.03))
    for ring in range(4):
        r, off = 0.29 - 0.065 * ring, 0.5 * ring
        web = [
            (
                (r if k % 2 == 0 else r - 0.06) * math.sin((k / 2 + off) / 8 * math.tau),
                0.68 + (r if k % 2 == 0 else r - 0.06) * math.cos((k / 2 + off) / 8 * math.tau),
                0.0,
            )
            for k in range(17)
        ]
        body.tube(web, [0.004] * 17, Paint((240, 234, 220)))  # fmt: skip
    body.ball((0, 0.68, 0), 0.025, Paint((40, 150, 170), shine=1.0))
    for k, x in enumerate((-0.2, 0.0, 0.2)):
        long = 0.34 if k == 1 else 0.24
        top = 0.68 - math.sqrt(0.09 - x * x)
        sway = 0.05 * math.sin(1.6 * cast.time_s + k)
        body.limb((x, top, 0), 0.004, (x + 0.3 * sway, top - 0.1, 0), 0.004, Paint((226, 210, 180)))
        body.ball((x + 0.3 * sway, top - 0.1, 0), 0.02, Paint((196, 60, 50), shine=0.7))
        body.ball((x + 0.7 * sway, top - 0.1 - long / 2, 0), (0.045, long / 2, 0.01),
                  Paint((236, 230, 220), (96, 76, 60), pattern=STRIPES, grain=2, soft=0.5),
                  turn=turn(0, 0, sway))  # fmt: skip
    body.limb((0, 0.98, 0), 0.005, (0, 1.1, 0), 0.005, Paint((226, 210, 180)))


def _surfboard(body: Body, cast: Cast) -> None:
    """Upright in the sand, with a stripe."""
    board = Paint(own(cast, (246, 240, 224)), shine=0.8)
    v = np.linspace(0, 1, 17)
    wide = 0.15 * np.sin(math.pi * np.clip(0.06 + 0.94 * v, 0, 1)) ** 0.55
    for s in (-1, 1):
        u = np.linspace(-1, 1, 9)
        x = wide[:, None] * u[None]
        z = s * 0.028 * np.sqrt(np.maximum(1 - u[None] ** 2, 0)) * np.ones((17, 1)) + 0.06 * (v[:, None] - 0.5) ** 2
        body.sheet(np.stack([x, np.broadcast_to(v[:, None], x.shape) - 0.03, z], axis=2),
                   [board, board, Paint((226, 70, 60), shine=0.8), Paint((40, 120, 180), shine=0.8),
                    Paint((40, 120, 180), shine=0.8), Paint((226, 70, 60), shine=0.8), board, board])  # fmt: skip


def _drum_like(body: Body, cast: Cast) -> None:
    """A gong in its frame; it trembles."""
    wood = Paint((110, 34, 30), shine=0.4)
    for s in (-1, 1):
        body.limb((0.52 * s, 0, 0), 0.04, (0.52 * s, 1.0, 0), 0.035, wood)
        body.box((0.52 * s, 0.03, 0), (0.07, 0.03, 0.24), wood)
        body.limb((0.2 * s, 0.98, 0), 0.01, (0.2 * s, 0.84, 0), 0.01, Paint((190, 40, 40)))
    body.limb((-0.6, 1.0, 0), 0.035, (0.6, 1.0, 0), 0.035, wood)
    bronze = Paint(own(cast, (206, 158, 70)), shine=1.0, pattern=MOTTLE, grain=0.04)
    part = Body()
    disc = lathe([(0.42, -0.05), (0.43, 0.0), (0.3, 0.035), (0.12, 0.04), (0.1, 0.075), (0.01, 0.085)], 32)
    part.sheet(np.stack([disc[..., 0], disc[..., 2], disc[..., 1]], axis=2), bronze, closed=True)
    body.graft(part, turn(0.03 * math.sin(9 * cast.time_s), 0.05 * math.sin(4 * cast.time_s)), (0.0, 0.47, 0.0))


CURIOS: Mapping[str, Rig] = {
    "paper plane": _paper_plane, "origami crane": _crane, "paper boat": _paper_boat, "rubber duck": _rubber_duck,
    "pearl necklace": _pearls, "pendant": _pendant, "gold bars": _gold_bars, "atom": _atom,
    "ball of light": _orb_of_light,
    "pillow": _pillow, "mask": _mask, "dartboard": _dartboard, "rocking horse": _rocking_horse,
    "dreamcatcher": _dreamcatcher, "surfboard": _surfboard, "gong": _drum_like,
}  # fmt: skip
"""By form."""
