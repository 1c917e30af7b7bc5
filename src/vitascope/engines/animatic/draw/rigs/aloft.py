"""What hangs where nothing should: islands in the sky, black holes, houses in trees. About one unit high."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, chance, curve, turn
from vitascope.engines.animatic.draw.rigs.colours import lighter, mix
from vitascope.engines.animatic.draw.rigs.masonry import pane
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.tableware import own
from vitascope.engines.animatic.draw.stage import Colour

_ROCK = Paint((158, 138, 116), pattern=MOTTLE, grain=0.14)
_GRASS = Paint((92, 146, 62), (64, 112, 46), pattern=MOTTLE, grain=0.08)
_BARK = Paint((104, 76, 52), pattern=MOTTLE, grain=0.1)
_PLANK = Paint((150, 108, 68), pattern=MOTTLE, grain=0.2)


def _island(body: Body, cast: Cast) -> None:
    """Rock below, meadow and trees on top, and a stream that falls over its edge; it heaves a little."""
    part = Body()
    part.place(_land(cast.seed % 5))
    t = cast.time_s
    water, foam = Paint((176, 216, 236), shine=0.6, alpha=0.7, soft=0.8), Paint((240, 248, 252), alpha=0.7, soft=0.8)
    for k in range(7):
        x = 0.18 + 0.022 * k
        line = [(x, 0.615 - 0.62 * u * u - 0.02 * u, 0.52 + 0.11 * math.sqrt(u)) for u in np.linspace(0, 1, 7)]
        part.tube(line, [0.016 - 0.0012 * j for j in range(7)], water)
        for j in range(2):
            u = (t * 0.55 + chance(5, 2 * k + j)) % 1.0
            part.ball((x, 0.6 - 0.62 * u * u, 0.535 + 0.11 * math.sqrt(u)), 0.014 * (1 - 0.6 * u), foam)
    part.source("steam", (0.25, -0.02, 0.64), 0.1, 0.3)
    body.graft(part, turn(0.0, -0.2), (0.0, 0.02 * math.sin(t * 0.8), 0.0))


@lru_cache(maxsize=8)
def _land(seed: int) -> NDArray[np.float32]:
    body = Body()
    profile = [(0.02, 0.0), (0.1, 0.1), (0.2, 0.2), (0.34, 0.34), (0.5, 0.46), (0.62, 0.56), (0.64, 0.6)]
    grid = lathe(profile, 22)
    rough = np.array([[0.82 + 0.36 * chance(seed + r, 22 * r + k) for k in range(22)] for r in range(len(profile))])
    rough[-1] = rough[-2] = 0.5 * (rough[-2] + 1)
    grid[..., 0] *= rough
    grid[..., 2] *= rough
    grid[:-2, :, 1] -= 0.06 * (rough[:-2] - 1) * 4
    body.sheet(grid, _ROCK, closed=True)
    meadow = np.stack([grid[-1], grid[-1] * (0.75, 1, 0.75) + (0, 0.05, 0), grid[-1] * (0.4, 1, 0.4) + (0, 0.14, 0),
                       grid[-1] * (0.02, 1, 0.02) + (0, 0.17, 0)])  # fmt: skip
    body.sheet(meadow, _GRASS, closed=True)
    brook = [(-0.05, 0.77, 0.05), (0.05, 0.73, 0.2), (0.2, 0.68, 0.36), (0.25, 0.63, 0.52)]
    body.tube(brook, [0.03, 0.036, 0.044, 0.05], Paint((120, 180, 214), shine=1.0))
    for k in range(16):
        a, r = 6.283 * chance(seed, k), 0.12 + 0.36 * chance(seed, k + 20)
        x, z = r * math.sin(a), r * math.cos(a) - 0.08
        y, high = 0.77 - 0.27 * r, 0.2 + 0.14 * chance(seed, k + 40)
        body.limb((x, y - 0.02, z), 0.012, (x, y + 0.5 * high, z), 0.009, _BARK)
        leaf = Paint(((70, 126, 56), (96, 146, 60), (56, 108, 62))[k % 3], soft=0.3, pattern=MOTTLE, grain=0.04)
        for j in range(3):
            b = 2.1 * j + k
            body.ball(
                (x + 0.03 * math.sin(b), y + high * (0.6 + 0.16 * j), z + 0.03 * math.cos(b)), 0.075 - 0.014 * j, leaf
            )
    return body.solids()


def _black_hole(body: Body, cast: Cast) -> None:
    """A dark ball, the ring of light bent round it, and its disc, whose near half crosses before it; it turns."""
    hot = own(cast, (255, 176, 84))
    t = cast.time_s
    centre = np.array((0.0, 0.5, 0.0))
    tilt = turn(0.0, 0.16, 0.14)
    body.ball((0, 0.5, 0), 0.2, Paint((0, 0, 0)))
    a = np.linspace(0, math.tau, 49)
    for r, thick, share in ((0.216, 0.01, 0.75), (0.24, 0.007, 0.4), (0.27, 0.005, 0.2)):
        ring: list[Point] = [(r * math.sin(b), 0.5 + r * math.cos(b), -0.02) for b in a]  # the disc's far side, lensed
        body.tube(ring, [thick] * 49, Paint(lighter(hot, share), glow=1.0))
    radii = np.linspace(0.27, 0.8, 13)
    grid = np.stack([np.stack([r * np.sin(a), 0.006 * np.sin(3 * a + 9 * r), r * np.cos(a)], axis=1) for r in radii])
    grid = grid @ tilt.T + centre
    for k in range(len(radii) - 1):
        heat = 1 - k / (len(radii) - 1)
        tone = mix(mix((120, 34, 16), hot, min(1.6 * heat, 1.0)), (255, 250, 236), max(heat - 0.55, 0) * 1.9)
        body.sheet(grid[k : k + 2], Paint(tone, glow=1.0, alpha=0.12 + 0.8 * heat))
    for k in range(44):
        r = 0.29 + 0.48 * chance(3, k) ** 1.3
        b = 6.283 * chance(4, k) + t * 0.32 / r**1.5
        arc = []
        for j in range(6):
            p = tilt @ np.array((r * math.sin(b + 0.09 * j), 0.004, r * math.cos(b + 0.09 * j))) + centre
            arc.append((float(p[0]), float(p[1]), float(p[2])))
        bright = Paint(mix(hot, (255, 246, 224), 1 - r), glow=1.0, alpha=0.7)
        body.tube(arc, [0.001, 0.004, 0.006, 0.006, 0.005, 0.001], bright)
    body.source("glow", (0, 0.5, 0), 1.5, 0.5)


def _treehouse(body: Body, cast: Cast) -> None:
    """In the crown of a great tree, its windows lit at night."""
    body.place(_in_the_tree(own(cast, _PLANK.colour), round(cast.night, 1)))
    if cast.night > 0.3:
        body.source("glow", (0.02, 0.62, 0.24), 0.35, 0.4 * cast.night)


@lru_cache(maxsize=8)
def _in_the_tree(colour: Colour, night: float) -> NDArray[np.float32]:
    body = Body()
    plank, roof = Paint(colour, pattern=MOTTLE, grain=0.12), Paint((110, 66, 46), pattern=MOTTLE, grain=0.06)
    body.tube([(0, 0, -0.12), (0.01, 0.25, -0.12), (-0.02, 0.55, -0.14), (0.02, 0.85, -0.14)], [0.12, 0.09, 0.08, 0.05],
              _BARK)  # fmt: skip
    for k in range(5):
        a = k / 5 * math.tau
        body.limb((0, 0.05, -0.12), 0.06, (0.2 * math.sin(a), -0.01, -0.12 + 0.2 * math.cos(a)), 0.02, _BARK)
    for x, z in ((-0.3, -0.05), (0.32, -0.05), (-0.2, -0.3), (0.24, -0.3)):
        body.tube(
            curve([(0, 0.42, -0.13), (0.6 * x, 0.6, z), (1.2 * x, 0.8, z)], 5), [0.05, 0.045, 0.04, 0.03, 0.02], _BARK
        )
    body.box((0.02, 0.46, 0.05), (0.3, 0.015, 0.24), plank)
    for s in (-1, 1):
        body.limb((0.24 * s, 0.45, 0.22), 0.016, (0.06 * s, 0.26, -0.06), 0.016, _BARK)
        for k in range(6):
            x, z = 0.02 + 0.29 * s, -0.15 + 0.085 * k
            body.limb((x, 0.47, z), 0.006, (x, 0.54, z), 0.006, plank)
        body.limb((0.02 + 0.29 * s, 0.54, -0.16), 0.008, (0.02 + 0.29 * s, 0.54, 0.28), 0.008, plank)
    body.box((0.02, 0.58, 0.0), (0.2, 0.11, 0.15), plank)
    for side in (-1.0, 1.0):
        body.quad((-0.22, 0.67, 0.19 * side), (0.26, 0.67, 0.19 * side), (0.26, 0.8, 0), (-0.22, 0.8, 0), roof)
        body.tri((0.02 + 0.2 * side, 0.69, -0.15), (0.02 + 0.2 * side, 0.69, 0.15), (0.02 + 0.2 * side, 0.79, 0), plank)
    body.box((-0.09, 0.6, 0.152), (0.045, 0.045, 0.004), pane(night, 1))
    body.box((0.09, 0.56, 0.152), (0.04, 0.09, 0.004), Paint((88, 56, 40)))
    body.box((0.222, 0.6, 0.0), (0.004, 0.045, 0.05), pane(night, 1))
    for s in (-1, 1):
        body.limb((0.02 + 0.035 * s, 0.0, 0.4), 0.008, (0.02 + 0.035 * s, 0.48, 0.28), 0.008, plank)
    for k in range(9):
        u = (k + 0.5) / 9
        body.limb((-0.015, 0.48 * u, 0.4 - 0.12 * u), 0.006, (0.055, 0.48 * u, 0.4 - 0.12 * u), 0.006, plank)
    for k in range(46):
        a, r = 6.283 * chance(3, k), 0.16 + 0.34 * math.sqrt(chance(4, k))
        y = 0.84 + 0.2 * chance(5, k) * (1.2 - r)
        z = -0.14 + 0.7 * r * math.cos(a)
        if z > 0.08 and y < 0.86:
            y += 0.06
        tone: Colour = ((66, 118, 52), (88, 138, 60), (52, 100, 50))[k % 3]
        body.ball((1.1 * r * math.sin(a), y, z), (0.11, 0.08, 0.1), Paint(tone, soft=0.35, pattern=MOTTLE, grain=0.05))
    return body.solids()


ALOFT: Mapping[str, Rig] = {"floating island": _island, "black hole": _black_hole, "treehouse": _treehouse}
