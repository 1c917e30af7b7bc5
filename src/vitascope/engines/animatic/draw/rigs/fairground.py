"""What turns, rocks and slides at fairs and in playgrounds; each about one unit high."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point, moved
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, turn
from vitascope.engines.animatic.draw.rigs.colours import lighter
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.tableware import own
from vitascope.engines.animatic.draw.stage import Colour

_GOLD = Paint((226, 180, 84), shine=0.9)
_STEEL = Paint((190, 196, 204), shine=0.7)
_RED = Paint((198, 44, 40), shine=0.3)
_CREAM = Paint((246, 236, 214), shine=0.2)
_SADDLES: tuple[Colour, ...] = ((198, 44, 52), (52, 110, 190), (60, 150, 90), (226, 164, 50))
_HORSES = 10
_ROUND = 0.6
"""From the middle of a carousel to its horses."""
_TURNS = 0.55
"""Radians a second."""


def _carousel(body: Body, cast: Cast) -> None:
    """It turns, its horses rise and sink on their poles, and its bulbs shine in the dark."""
    angle = cast.time_s * _TURNS
    body.place(_still_parts(own(cast, _RED.colour), round(cast.night, 1)))
    part = Body()
    part.place(_top(own(cast, _RED.colour), round(cast.night, 1)))
    for k in range(_HORSES):
        a = k / _HORSES * math.tau
        up = 0.3 + 0.07 * math.sin(cast.time_s * 1.9 + k * 2.4)
        x, z = _ROUND * math.sin(a), _ROUND * math.cos(a)
        part.limb((x, 0.1, z), 0.008, (x, 0.8, z), 0.008, _GOLD)
        part.place(moved(_horse(k % 4), turn(a + math.pi / 2) * 0.3, np.array((x, up, z))))
    body.graft(part, turn(angle), (0.0, 0.0, 0.0))
    if cast.night > 0.2:
        body.source("glow", (0, 0.6, 0), 1.1, 0.35 * cast.night)


@lru_cache(maxsize=8)
def _still_parts(colour: Colour, night: float) -> NDArray[np.float32]:
    """The floor that it turns on."""
    body = Body()
    body.sheet(lathe([(0.84, 0.0), (0.84, 0.05), (0.8, 0.07), (0.01, 0.07)], 28), Paint((128, 88, 58)), closed=True)
    body.sheet(lathe([(0.8, 0.07), (0.8, 0.1), (0.01, 0.1)], 28), Paint(lighter(colour, 0.3), glow=0.1 * night),
               closed=True)  # fmt: skip
    return body.solids()


@lru_cache(maxsize=8)
def _top(colour: Colour, night: float) -> NDArray[np.float32]:
    """Drum, canopy, rounding boards and bulbs, which turn with the horses."""
    body = Body()
    glow = 0.35 * night
    red, cream = Paint(colour, shine=0.3, glow=glow), Paint(_CREAM.colour, shine=0.2, glow=glow)
    drum = lathe([(0.2, 0.1), (0.18, 0.2), (0.16, 0.45), (0.2, 0.7), (0.26, 0.8)], 16)
    body.sheet(drum, [cream, Paint((196, 214, 224), shine=1.2, glow=glow), _GOLD], closed=True)
    canopy = lathe([(0.84, 0.8), (0.6, 0.9), (0.3, 0.99), (0.05, 1.1)], 32)
    body.sheet(canopy, [red, red, cream, cream], closed=True)
    body.sheet(lathe([(0.26, 0.8), (0.83, 0.79)], 24), Paint((250, 226, 176), glow=0.5 * night), closed=True)
    board = lathe([(0.86, 0.72), (0.87, 0.76), (0.86, 0.83)], 32)
    board[0, ::2, 1] -= 0.025
    body.sheet(board, [cream, cream, red, red], closed=True)
    body.limb((0, 1.08, 0), 0.02, (0, 1.18, 0), 0.006, _GOLD)
    body.ball((0, 1.2, 0), 0.03, _GOLD)
    bulb = Paint((255, 232, 168), glow=0.3 + 0.7 * min(2 * night, 1.0))
    for k in range(32):
        a = k / 32 * math.tau
        for r, y in ((0.875, 0.83), (0.62, 0.905)):
            if r > 0.7 or k % 2:
                body.ball((r * math.sin(a), y, r * math.cos(a)), 0.013, bulb)
    return body.solids()


@lru_cache(maxsize=8)
def _horse(saddle: int) -> NDArray[np.float32]:
    """Leaping, about one unit long, its middle at the pole."""
    body = Body()
    coat = Paint(((246, 242, 234), (96, 66, 48), (236, 230, 220), (56, 52, 56))[saddle], shine=0.5)
    mane = Paint(((214, 172, 90), (30, 26, 26), (150, 150, 156), (226, 220, 210))[saddle], shine=0.2)
    body.ball((0, 0.0, 0.0), (0.15, 0.17, 0.34), coat)
    body.tube([(0, 0.06, 0.24), (0, 0.3, 0.4), (0, 0.36, 0.46)], [0.13, 0.085, 0.08], coat)
    body.limb((0, 0.36, 0.46), 0.08, (0, 0.26, 0.66), 0.05, coat)
    body.tube([(0, 0.42, 0.4), (0, 0.3, 0.32), (0, 0.14, 0.2)], [0.05, 0.06, 0.04], mane)
    body.tube([(0, 0.08, -0.32), (0, 0.0, -0.46), (0, -0.2, -0.5)], [0.05, 0.05, 0.02], mane)
    for s in (-1, 1):
        body.limb((0.035 * s, 0.42, 0.45), 0.025, (0.05 * s, 0.5, 0.44), 0.006, coat)
        body.tube([(0.09 * s, -0.06, 0.24), (0.09 * s, -0.14, 0.44), (0.09 * s, -0.3, 0.36)], [0.07, 0.045, 0.03], coat)
        body.tube([(0.09 * s, -0.06, -0.24), (0.09 * s, -0.26, -0.3), (0.09 * s, -0.36, -0.5)],
                  [0.085, 0.05, 0.03], coat)  # fmt: skip
    body.ball((0, 0.12, -0.02), (0.165, 0.08, 0.15), Paint(_SADDLES[saddle], shine=0.4))
    body.tube([(0.09, 0.28, 0.62), (0.14, 0.22, 0.3), (0.15, 0.12, 0.06)], [0.012] * 3, _GOLD)
    body.tube([(-0.09, 0.28, 0.62), (-0.14, 0.22, 0.3), (-0.15, 0.12, 0.06)], [0.012] * 3, _GOLD)
    return body.solids()


def _seesaw(body: Body, cast: Cast) -> None:
    part = Body()
    _plank(part, cast)
    body.graft(part, np.eye(3) * 0.5, (0.0, 0.0, 0.0))


def _plank(body: Body, cast: Cast) -> None:
    """It tips from one end to the other and back."""
    paint = Paint(own(cast, (206, 60, 48)), shine=0.3)
    tilt = 0.24 * math.sin(cast.time_s * 1.6)
    for s in (-1, 1):
        body.limb((0.0, 0.62, 0.12 * s), 0.04, (0.0, 0.0, 0.34 * s), 0.05, _STEEL)
    body.limb((0, 0.6, -0.16), 0.05, (0, 0.6, 0.16), 0.05, _STEEL)
    plank = Body()
    plank.box((0, 0, 0), (1.7, 0.035, 0.13), paint)
    for s in (-1, 1):
        plank.box((1.5 * s, 0.05, 0), (0.16, 0.02, 0.12), Paint((48, 52, 60)))
        plank.tube([(1.2 * s, 0.03, -0.12), (1.2 * s, 0.28, 0.0), (1.2 * s, 0.03, 0.12)], [0.022] * 3, _STEEL)
    body.graft(plank, turn(0.0, 0.0, tilt), (0.0, 0.66, 0.0))


def _slide(body: Body, cast: Cast) -> None:
    """A ladder up, and a chute down towards us."""
    chute = Paint(own(cast, (232, 180, 40)), shine=0.7)
    ts = np.linspace(0.0, 1.0, 12)
    y = 0.72 * (1 - ts) ** 1.25 + 0.08
    z = -0.2 + 1.15 * ts
    across = np.array((-0.19, -0.16, 0.0, 0.16, 0.19))
    up = np.array((0.1, 0.0, -0.02, 0.0, 0.1))
    grid = np.stack(
        [np.broadcast_to(across, (12, 5)), y[:, None] + up[None], np.broadcast_to(z[:, None], (12, 5))], axis=2
    )
    body.sheet(grid, chute)
    for s in (-1, 1):
        body.limb((0.19 * s, 0.0, -0.62), 0.025, (0.19 * s, 1.0, -0.3), 0.025, _RED)
        body.tube([(0.19 * s, 1.0, -0.3), (0.19 * s, 1.02, -0.18), (0.19 * s, 0.8, -0.12)], [0.022] * 3, _RED)
        body.limb((0.17 * s, 0.0, -0.1), 0.025, (0.17 * s, 0.78, -0.18), 0.025, _STEEL)
    for k in range(6):
        u = (k + 1) / 7
        body.limb((-0.19, 0.8 * u, -0.62 + 0.256 * u), 0.018, (0.19, 0.8 * u, -0.62 + 0.256 * u), 0.018, _STEEL)
    body.box((0, 0.79, -0.27), (0.19, 0.015, 0.1), _RED)


def _trampoline(body: Body, cast: Cast) -> None:
    dip = 0.1 * abs(math.sin(cast.time_s * 2.4))
    rings = [(0.95, 0.5), (0.8, 0.5), (0.5, 0.48 - 0.5 * dip), (0.01, 0.47 - dip)]
    blue = Paint(own(cast, (40, 90, 190)), shine=0.2)
    body.sheet(lathe(rings[:2], 28), blue, closed=True)
    body.sheet(lathe(rings[1:], 28), Paint((28, 28, 32)), closed=True)
    rim: list[Point] = [(0.96 * math.sin(a), 0.49, 0.96 * math.cos(a)) for a in np.linspace(0, math.tau, 29)]
    body.tube(rim, [0.03] * 29, _STEEL)
    for k in range(6):
        a = k / 6 * math.tau
        body.limb((0.94 * math.sin(a), 0.48, 0.94 * math.cos(a)), 0.03, (0.96 * math.sin(a), 0, 0.96 * math.cos(a)),
                  0.03, _STEEL)  # fmt: skip


FAIRGROUND: Mapping[str, Rig] = {
    "carousel": _carousel, "seesaw": _seesaw, "slide": _slide, "trampoline": _trampoline,
}  # fmt: skip
