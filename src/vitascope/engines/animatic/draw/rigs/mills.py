"""A mill on a stream: its wheel turns, and water falls from the paddles. One unit high."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, chance, turn
from vitascope.engines.animatic.draw.rigs.masonry import THATCH, TIMBER, gable, windows
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, SCALES
from vitascope.engines.animatic.draw.rigs.tableware import own
from vitascope.engines.animatic.draw.stage import Colour

_HUB = (0.14, 0.4, 0.5)
_RADIUS = 0.38
_PADDLES = 14
_WOOD = Paint((104, 72, 46), pattern=MOTTLE, grain=0.3)
_WET = Paint((70, 52, 38), shine=0.4, pattern=MOTTLE, grain=0.3)
_WATER = Paint((150, 196, 214), shine=1.0, alpha=0.65, soft=0.6)
_FOAM = Paint((236, 244, 248), soft=0.6, glow=0.05)


def draw_watermill(body: Body, cast: Cast) -> None:
    house = "wheel" not in cast.actor.form
    if house:
        body.place(_house(own(cast, (168, 158, 142)), round(cast.night, 1)))
    _wheel(body, cast.time_s * 0.9)
    _stream(body, cast.time_s, house)
    body.source("splash", (_HUB[0], 0.05, _HUB[2]), 0.16, 0.35)


@lru_cache(maxsize=8)
def _house(colour: Colour, night: float) -> NDArray[np.float32]:
    big = Body()
    stone = Paint(colour, pattern=SCALES | MOTTLE, grain=0.5)
    gable(big, (0, 0, -1.6), (5.2, 3.2), 5.2, 9.6, stone, THATCH)
    windows(big, (-3.4, 3.6), 3.6, 1.64, night, 3, half=0.55)
    big.box((-3.5, 1.0, 1.64), (0.7, 1.2, 0.08), TIMBER)
    big.box((-3.4, 9.6, -2.0), (0.6, 1.3, 0.6), stone)
    body = Body()
    body.graft(big, np.eye(3) * 0.1, (0.0, 0.0, 0.0))
    return body.solids()


def _wheel(body: Body, angle: float) -> None:
    """About the z axis, its paddles between two rims."""
    x0, y0, z0 = _HUB
    for s in (-1, 1):
        z = z0 + 0.09 * s
        for r, thick in ((_RADIUS, 0.018), (0.72 * _RADIUS, 0.014)):
            rim = [(x0 + r * math.sin(a), y0 + r * math.cos(a), z) for a in np.linspace(0, math.tau, 25)]
            body.tube(rim, [thick] * 25, _WOOD)
        for k in range(6):
            a = angle + k / 6 * math.tau
            body.limb((x0, y0, z), 0.022, (x0 + _RADIUS * math.sin(a), y0 + _RADIUS * math.cos(a), z), 0.016, _WOOD)
    for k in range(_PADDLES):
        a = angle + k / _PADDLES * math.tau
        r = 0.9 * _RADIUS
        at = (x0 + r * math.sin(a), y0 + r * math.cos(a), z0)
        body.box(at, (0.012, 0.075, 0.085), _WET, turn=turn(0.0, 0.0, -a))
        below = math.cos(a) < 0.35 and math.sin(a) > -0.2
        if below:  # what a paddle took up runs off it
            for j in range(3):
                dz = 0.07 * (j - 1)
                fall = min(0.22, at[1] - 0.03)
                body.limb((at[0], at[1] - 0.03, z0 + dz), 0.01, (at[0] + 0.02, at[1] - fall, z0 + dz), 0.004, _WATER)
    body.limb((x0, y0, z0 - 0.4), 0.04, (x0, y0, z0 + 0.14), 0.04, _WOOD)


def _stream(body: Body, t: float, house: bool) -> None:
    """Along the trough, over the wheel's shoulder, and on below."""
    x0, y0, z0 = _HUB
    top = y0 + _RADIUS + 0.05
    body.box((x0 - 0.36, top, z0), (0.38, 0.012, 0.09), _WOOD)
    for s in (-1, 1):
        body.box((x0 - 0.36, top + 0.035, z0 + 0.085 * s), (0.38, 0.035, 0.01), _WOOD)
    for x in (x0 - 0.7, x0 - 0.42):
        body.limb((x, 0, z0), 0.022, (x, top, z0), 0.02, _WOOD)
    body.box((x0 - 0.36, top + 0.03, z0), (0.38, 0.008, 0.074), _WATER)
    for k in range(9):
        z = z0 - 0.07 + 0.0175 * k
        line = []
        for j in range(9):
            u = j / 8
            wobble = 0.008 * math.sin(7 * t - 5 * u + k * 1.9)
            line.append((x0 + 0.02 + 0.36 * u**0.7, top + 0.03 - 0.74 * u**1.8 + wobble, z))
        body.tube(line, [0.012] * 9, _WATER)
        u = (t * 0.9 + chance(5, k)) % 1.0
        body.ball((x0 + 0.02 + 0.36 * u**0.7, top + 0.035 - 0.74 * u**1.8, z), 0.016, _FOAM)
    xs, zs = np.linspace(-1.1, 1.1, 23), np.linspace(z0 - 0.16, z0 + 0.42, 7)
    gx, gz = np.meshgrid(xs, zs)
    gy = 0.03 + 0.012 * np.sin(9 * gx - 5 * t + 3 * gz) + 0.008 * np.sin(17 * gx + 11 * gz - 6 * t)
    body.sheet(np.stack([gx, gy, gz], axis=2), Paint((58, 104, 116), shine=1.0))
    for k in range(16):
        u = (t * 0.35 + chance(7, k)) % 1.0
        x = x0 + 0.3 + 0.7 * u if k % 2 else x0 + 0.4 + 0.1 * math.sin(k + 3 * t)
        body.ball((x, 0.045, z0 - 0.1 + 0.4 * chance(9, k)), (0.03 * (1 - u) + 0.008, 0.01, 0.02), _FOAM)
    bank = Paint((104, 96, 84), pattern=MOTTLE, grain=0.2)
    for k in range(25):
        side = z0 + 0.45 if k % 2 else z0 - 0.17
        if k % 2 or not house:
            x = -1.1 + 0.09 * k
            body.ball((x, 0.0, side), (0.05 + 0.04 * chance(3, k), 0.02 + 0.02 * chance(4, k), 0.04), bank)
