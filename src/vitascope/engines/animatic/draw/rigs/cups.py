"""A cup of something hot, on its saucer, with a spoon beside it; one unit high."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, moved
from vitascope.engines.animatic.draw.rigs.cast import Cast, curve, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix, paint_of
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.stage import Colour

_FULL = 0.86
"""How high it is filled."""
_SIDEWAYS = {"left": 0.5 * math.pi + 0.42, "right": -0.5 * math.pi + 0.42}
"""Turns by which the handle of one that stands by itself is at the right of the picture, a little towards us."""
_DRINKS: dict[str, Colour] = {
    "tea": (176, 104, 36), "milk": (246, 242, 232), "chocolate": (88, 50, 32), "cocoa": (88, 50, 32),
    "matcha": (124, 150, 66), "soup": (206, 136, 62), "latte": (196, 148, 100), "cappuccino": (206, 164, 118),
}  # fmt: skip
_COFFEE: Colour = (50, 27, 16)
_STONEWARE: Colour = (238, 228, 210)
_BAND: Colour = (150, 74, 50)
_METAL = Paint((204, 206, 210), shine=1.0)


def draw_cup(body: Body, cast: Cast) -> None:
    """Its handle is where one can see it."""
    words = cast.actor.label.lower()
    drink = next((tint for word, tint in _DRINKS.items() if word in words), _COFFEE)
    part = _served(paint_of(cast.actor.colour, _STONEWARE), paint_of(cast.actor.colour, _BAND), drink)
    sideways = _SIDEWAYS.get(cast.actor.facing, 0.0) if cast.actor.rig == "cup" else 0.0
    body.place(moved(part, turn(sideways), np.zeros(3)))
    body.source("steam", (0, 0.93, 0), 0.35, 1.4)


@lru_cache(maxsize=8)
def _served(glaze: Colour, stripe: Colour, drink: Colour) -> NDArray[np.float32]:
    """Glazed stoneware with a band, filled to below the rim; read only."""
    part, china = Body(), Paint(glaze, shine=0.7)
    part.sheet(
        lathe([(0.05, 0.10), (0.38, 0.11), (0.70, 0.145), (0.96, 0.225), (1.0, 0.255), (0.97, 0.262), (0.70, 0.19),
               (0.44, 0.165)], 36),
        Paint(darker(glaze, 0.2), shine=0.4), closed=True,
    )  # fmt: skip
    outer = [(0.28, 0.155), (0.32, 0.19), (0.43, 0.29), (0.535, 0.45), (0.585, 0.64), (0.605, 0.84), (0.612, 0.97),
             (0.60, 1.0), (0.575, 0.995), (0.545, _FULL - 0.02)]  # fmt: skip
    part.sheet(lathe(outer, 40), china, closed=True)
    part.sheet(lathe([(0.606, 0.86), (0.6155, 0.90), (0.614, 0.975)], 40), Paint(darker(stripe, 0.25), shine=0.5),
               closed=True)  # fmt: skip
    _fill(part, drink)
    part.sheet(_handle(), china, closed=True)
    part.limb((-0.74, 0.285, -0.50), 0.036, (0.10, 0.262, -0.80), 0.02, _METAL)
    part.ball((0.24, 0.262, -0.845), (0.17, 0.026, 0.085), _METAL, turn=turn(0.22))
    solids = part.solids()
    solids.setflags(write=False)
    return solids


def _fill(part: Body, drink: Colour) -> None:
    """What is in it: dark in the middle, paler where it is thin at the edge, with bubbles there and the sky on it."""
    part.ball((0, _FULL, 0), (0.55, 0.012, 0.55), Paint(drink, shine=0.3))
    foam = Paint(mix(drink, (214, 158, 98), 0.55), shine=0.3)
    part.sheet(lathe([(0.545, _FULL + 0.006), (0.50, _FULL + 0.016), (0.475, _FULL + 0.012)], 36), foam, closed=True)
    for k in range(5):
        a = 0.5 + 0.55 * k
        part.ball((0.45 * math.sin(a), _FULL + 0.012, 0.45 * math.cos(a)), 0.016 + 0.008 * (k % 3),
                  Paint(lighter(drink, 0.5), shine=0.6, alpha=0.8))  # fmt: skip


def _handle() -> NDArray[np.float64]:
    """An ear, rings of it along its bend: from below the rim, out, and back to the belly."""
    line = np.array(curve([(0.55, 0.86, 0), (0.78, 0.90, 0), (0.95, 0.76, 0), (0.90, 0.54, 0), (0.70, 0.40, 0),
                           (0.48, 0.40, 0)], 16))  # fmt: skip
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    out = np.stack([-along[:, 1], along[:, 0], np.zeros(len(line))], axis=1)
    a = np.linspace(0, math.tau, 10, endpoint=False)
    rings = line[:, None] + 0.05 * np.cos(a)[None, :, None] * out[:, None]
    rings[..., 2] += 0.078 * np.sin(a)
    return np.asarray(rings, np.float64)
