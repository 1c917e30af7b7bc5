"""What is worn on a head. One unit is half a head's width; the crown of the skull is at 1.5, the brow at 0.45."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, curve
from vitascope.engines.animatic.draw.rigs.colours import darker
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, TINT
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.stage import Colour

STEEL = Paint((176, 182, 192), (92, 98, 110), shine=0.9)
_GOLD = Paint((226, 176, 62), shine=0.9)
_GLASS = Paint((28, 28, 32), shine=0.6)
COVERS = ("helm", "hood", "turban")
"""With these no hair is seen."""
_BRIMMED: dict[str, tuple[Colour, float, float, float]] = {
    "fedora": ((92, 74, 56), 1.62, 1.0, 0.98), "cowboy": ((140, 98, 58), 2.0, 1.05, 0.98),
    "straw hat": ((222, 190, 120), 2.1, 0.85, 1.0), "bowler": ((34, 34, 38), 1.42, 0.85, 1.04),
    "top hat": ((30, 30, 36), 1.5, 1.6, 0.98), "pirate": ((34, 30, 30), 1.5, 0.75, 1.05),
}  # fmt: skip
"""Colour, radius of the brim, height and radius of the crown."""


def draw_hat(body: Body, cast: Cast, hat: str, colour: Colour) -> None:  # noqa: PLR0912, PLR0915  one branch a hat
    if hat in _BRIMMED:
        _brimmed(body, hat)
    elif hat in ("captain", "peaked"):
        top = (238, 236, 230) if hat == "captain" else (36, 44, 74)
        body.sheet(
            lathe([(1.05, 0.62), (1.07, 0.85), (1.36, 1.12), (1.3, 1.3), (0.9, 1.42), (0.02, 1.46)], 24),
            Paint(top),
            closed=True,
        )
        body.sheet(lathe([(1.06, 0.60), (1.09, 0.72), (1.09, 0.86)], 24), Paint((24, 28, 46)), closed=True)
        _peak(body, 0.62, 1.02, Paint((18, 18, 24), shine=0.6))
        body.ball((0, 0.98, 1.16), (0.17, 0.18, 0.06), _GOLD)
    elif hat == "cap":
        body.sheet(
            lathe([(1.07, 0.55), (1.1, 0.9), (0.95, 1.3), (0.6, 1.52), (0.02, 1.6)], 22), Paint(colour), closed=True
        )
        _peak(body, 0.58, 1.0, Paint(darker(colour, 0.2)))
    elif hat in ("crown", "tiara"):
        low = 0.72 if hat == "crown" else 0.95
        for k in range(14):
            a = k / 14 * 2 * math.pi
            if hat == "tiara" and math.cos(a) < 0.3:
                continue
            x, z = math.sin(a) * 1.08, math.cos(a) * 1.16 - 0.1
            body.limb((x, low, z), 0.16, (x * 1.06, low + (0.72 if k % 2 else 0.42), z * 1.06), 0.05, _GOLD)
            if k % 2:
                body.ball(
                    (x * 1.07, low + 0.74, z * 1.07),
                    0.07,
                    Paint((196, 30, 60) if k % 4 == 1 else (60, 120, 200), shine=0.9),
                )
    elif hat == "wizard":
        brim = Paint(colour, darker(colour, 0.35), pattern=MOTTLE, grain=0.8)
        body.sheet(lathe([(1.1, 0.68), (1.5, 0.62), (1.95, 0.5)], 24), brim, closed=True)
        rows = []
        for i in range(8):
            t = i / 7
            rows.append([
                (math.sin(a) * (1.1 - 1.04 * t**0.85) + 0.35 * t * t, 0.66 + 2.7 * t - 0.25 * t**3,
                 math.cos(a) * (1.12 - 1.06 * t**0.85) - 0.1 - 0.9 * t * t)
                for a in np.linspace(0, 2 * math.pi, 18, endpoint=False).tolist()
            ])  # fmt: skip
        body.sheet(np.array(rows), brim, closed=True)
        body.sheet(lathe([(1.12, 0.66), (1.13, 0.9)], 24), Paint(darker(colour, 0.5)), closed=True)
    elif hat in ("soldier", "hard hat"):
        shell = Paint((84, 90, 66) if hat == "soldier" else (240, 196, 40), shine=0.25)
        body.sheet(
            lathe([(1.34, 0.46), (1.2, 0.62), (1.18, 0.95), (1.0, 1.38), (0.6, 1.64), (0.02, 1.72)], 24),
            shell,
            closed=True,
        )
    elif hat == "chef":
        white = Paint((246, 244, 240))
        body.sheet(lathe([(1.04, 0.62), (1.06, 1.25), (1.1, 1.5)], 24), white, closed=True)
        for k in range(9):
            a = k * 2.39996
            r = 0.62 if k else 0.0
            body.ball((math.sin(a) * r, 1.85 + 0.1 * (k % 3), math.cos(a) * r - 0.05), (0.62, 0.55, 0.62), white)
    elif hat == "beanie":
        knit = Paint(colour, darker(colour, 0.3), pattern=MOTTLE, grain=0.3)
        body.sheet(lathe([(1.1, 0.72), (1.12, 1.0), (0.95, 1.42), (0.55, 1.7), (0.02, 1.78)], 22), knit, closed=True)
        body.sheet(lathe([(1.14, 0.58), (1.17, 0.72), (1.14, 0.9)], 22), Paint(darker(colour, 0.15)), closed=True)
    elif hat == "beret":
        body.ball((0.25, 1.2, -0.1), (1.35, 0.36, 1.3), Paint((60, 30, 40)))
        body.limb((0.25, 1.5, -0.1), 0.05, (0.27, 1.68, -0.1), 0.03, Paint((60, 30, 40)))
    elif hat == "santa":
        red, white = Paint((200, 34, 40)), Paint((246, 244, 242))
        body.sheet(lathe([(1.1, 0.8), (1.05, 1.2), (0.7, 1.7), (0.35, 2.0)], 20), red, closed=True)
        body.tube([(0, 1.95, -0.1), (0.5, 2.0, -0.3), (1.1, 1.3, -0.4)], [0.36, 0.26, 0.12], red)
        body.ball((1.15, 1.15, -0.4), 0.24, white)
        body.tube(
            [(math.sin(k / 12 * math.tau) * 1.08, 0.76, math.cos(k / 12 * math.tau) * 1.12 - 0.05) for k in range(13)],
            [0.19] * 13,
            white,
        )
    elif hat == "helm":
        _helm(body, cast, colour)
    elif hat in ("kabuto", "horned"):
        shell = STEEL if hat == "horned" else Paint((40, 36, 44), shine=0.6)
        body.sheet(lathe([(1.24, 0.45), (1.2, 0.8), (1.0, 1.38), (0.6, 1.66), (0.02, 1.74)], 24), shell, closed=True)
        if hat == "kabuto":
            body.sheet(lathe([(1.22, 0.55), (1.6, 0.1), (1.7, -0.15)], 24)[:, 6:19], shell)
        for s in (-1, 1):
            horn: list[Point] = [(1.1 * s, 0.95, 0.1), (1.6 * s, 1.15, 0.15), (1.75 * s, 1.8, 0.2)]
            if hat == "kabuto":
                horn = [(0.2 * s, 0.95, 1.1), (0.6 * s, 1.5, 1.1), (0.75 * s, 2.1, 0.95)]
            body.tube(
                curve(horn, 7),
                [0.2, 0.19, 0.17, 0.14, 0.11, 0.08, 0.03],
                _GOLD if hat == "kabuto" else Paint((226, 214, 186)),
            )
    elif hat == "hood":
        _hood(body, colour)
    elif hat == "turban":
        blue, gold = Paint((58, 104, 168), darker((58, 104, 168), 0.4), pattern=TINT), Paint((216, 178, 76))
        body.sheet(
            lathe([(1.06, 0.5), (1.2, 0.8), (1.16, 1.2), (0.8, 1.55), (0.02, 1.66)], 24),
            blue,
            closed=True,
            tint=np.random.default_rng(3).random((5, 24)),
        )
        body.tube([(0.2, 1.5, -0.6), (0.4, 0.9, -1.35), (0.5, -0.8, -1.3)], [0.3, 0.32, 0.2], gold)
        body.ball((1.06, -0.48, 0.05), 0.12, Paint((246, 244, 236), shine=1.0))


def _brimmed(body: Body, hat: str) -> None:
    colour, brim, high, wide = _BRIMMED[hat]
    felt = Paint(colour, shine=0.04)
    rows = []
    for r in (1.0, 0.55 + brim * 0.5, brim):
        curl = 0.0 if r < 1.05 else (r - 1) * (0.5 if hat in ("cowboy", "pirate") else 0.06)
        rows.append([
            (math.sin(a) * r * wide, 0.72 + curl * (abs(math.sin(a)) ** 3 - 0.25), math.cos(a) * r * wide * 1.06 - 0.08)
            for a in np.linspace(0, 2 * math.pi, 26, endpoint=False).tolist()
        ])  # fmt: skip
    body.sheet(np.array(rows), felt, closed=True)
    cone = 0.88 if hat in ("fedora", "cowboy") else 0.98
    top = 0.72 + high
    body.sheet(
        lathe(
            [
                (wide * 1.04, 0.7),
                (wide * (1 + cone) / 2, 0.7 + high * 0.6),
                (wide * cone * 0.92, top - 0.1),
                (wide * cone * 0.6, top),
                (0.02, top - 0.06),
            ],
            24,
        )
        * (1, 1, 1.08)
        - (0, 0, 0.08),
        felt,
        closed=True,
    )
    body.sheet(
        lathe([(wide * 1.07, 0.74), (wide * 1.05, 0.96)], 24) * (1, 1, 1.08) - (0, 0, 0.08),
        Paint(darker(colour, 0.5)),
        closed=True,
    )


def _peak(body: Body, y: float, out: float, paint: Paint) -> None:
    rows = [
        [(math.sin(a) * r * 1.02, y + 0.06 - 0.14 * t, math.cos(a) * (r + 0.62 * t * math.cos(a * 0.9)))
         for a in np.linspace(-1.1, 1.1, 13).tolist()]
        for t, r in ((0.0, out + 0.03), (0.5, out + 0.05), (1.0, out + 0.07))
    ]  # fmt: skip
    body.sheet(np.array(rows), paint)


def _hood(body: Body, colour: Colour) -> None:
    cloth = Paint(colour, darker(colour, 0.5), pattern=TINT, soft=0.1)
    rows, columns = 9, 26
    grid, tint = np.empty((rows, columns, 3)), np.empty((rows, columns))
    for i in range(rows):
        t = i / (rows - 1)
        y = 1.75 - 3.5 * t
        r = 1.24 * math.sin(min(math.acos(max(1 - 2 * t * 0.8, -1)), 1.9)) ** 0.7 if t > 0 else 0.05
        for j in range(columns):
            u = j / (columns - 1)
            gap = 0.62 if t > 0.14 else 0.62 * (t / 0.14) ** 2
            a = gap + (2 * math.pi - 2 * gap) * u
            grid[i, j] = (math.sin(a) * r * 1.02, y, math.cos(a) * r * 1.15 - 0.12 + 0.12 * (u in (0.0, 1.0)))
            tint[i, j] = 0.25 + 0.5 * (j % 3 == 0)
    body.sheet(grid, cloth, tint=tint)


def _helm(body: Body, cast: Cast, colour: Colour) -> None:
    steel = Paint((184, 190, 200), (70, 76, 88), shine=0.95, pattern=TINT)
    profile = [
        (0.02, 1.78),
        (0.55, 1.66),
        (0.95, 1.32),
        (1.14, 0.85),
        (1.18, 0.3),
        (1.12, -0.3),
        (1.0, -0.85),
        (0.96, -1.25),
    ]
    grid = lathe(profile, 28)
    grid[..., 2] *= np.where(grid[..., 2] > 0, 1.14 + 0.12 * np.exp(-((grid[..., 0] / 0.35) ** 2)), 1.12)
    tint = np.broadcast_to(np.array([0.0, 0.05, 0.1, 0.15, 0.1, 0.2, 0.35, 0.6])[:, None], grid.shape[:2])
    body.sheet(grid, steel, closed=True, tint=tint)
    for s in (-1, 1):  # the slit of the visor, and breaths
        body.tube(
            [(0.1 * s, 0.2, 1.38), (0.5 * s, 0.22, 1.2), (0.88 * s, 0.24, 0.82)],
            [0.075, 0.07, 0.05],
            Paint((10, 10, 14)),
        )
        for k in range(5):
            body.ball(
                (0.26 * s + 0.12 * s * (k % 2), -0.35 - 0.13 * k, 1.21 - 0.04 * k),
                (0.045, 0.045, 0.06),
                Paint((16, 16, 20)),
            )
        body.ball((1.16 * s, 0.3, 0.05), (0.1, 0.16, 0.16), _GOLD)
    ridge: list[Point] = [
        (0, 1.82, -0.1),
        (0, 1.6, 0.7),
        (0, 0.9, 1.24),
        (0, 0.3, 1.43),
        (0, -0.4, 1.36),
        (0, -1.1, 1.14),
    ]
    body.tube(ridge, [0.05, 0.06, 0.07, 0.07, 0.06, 0.05], _GOLD)
    plume = Paint(colour, darker(colour, 0.4), pattern=MOTTLE, grain=0.4)
    wave = 0.2 * math.sin(cast.time_s * 2.3)
    body.tube(
        curve([(0, 1.75, 0.1), (0, 2.35, -0.45), (wave, 2.1, -1.4), (wave * 2, 1.0, -2.0)], 11),
        [0.12, 0.22, 0.3, 0.33, 0.34, 0.33, 0.3, 0.27, 0.22, 0.15, 0.05],
        plume,
    )


def spectacles(body: Body, at: Point, size: float) -> None:
    """Round frames; ``at`` is the bridge."""
    for s in (-1, 1):
        ring: list[Point] = []
        for k in range(21):
            a = k / 20 * 2 * math.pi
            ring.append(add(at, (size * (0.4 * s + 0.32 * math.cos(a)), size * 0.29 * math.sin(a), -0.02 * size)))
        body.tube(ring, [0.032 * size] * 21, _GLASS)
        body.ball(
            add(at, (0.4 * s * size, 0, -0.03)),
            (0.3 * size, 0.27 * size, 0.01),
            Paint((206, 224, 236), shine=0.9, alpha=0.16),
        )
        body.limb(
            add(at, (0.72 * s * size, 0.05, -0.04)), 0.03, add(at, (0.98 * s * size, 0.06, -1.15 * size)), 0.03, _GLASS
        )
    body.tube([add(at, (-0.09, 0.04, 0)), add(at, (0, 0.1, 0.03)), add(at, (0.09, 0.04, 0))], [0.028] * 3, _GLASS)


__all__ = ["COVERS", "STEEL", "draw_hat", "spectacles"]
