"""What one sees on the deck of a sailing ship: planks, a rail on its posts, the helm, hatches, barrels, coiled rope."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.colours import darker, mix
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.stage import Colour

_PLANKS = 15
_SEAM = 0.09
"""Share of a plank's width that is the tar between two."""
HELM: Point = (1.9, 3.35, -4.6)
"""Where the wheel stands: beside whoever the camera goes near to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """How the deck of a rig lies in the rig's own units, whatever the water under its hull does."""

    lines: Callable[[float], NDArray[np.float64]]
    """Both its edges at a moment, from stern to bow, ``(stations, 2, 3)``."""
    carries: Callable[[NDArray[np.float64], float], NDArray[np.float64]]
    """Where a place on it, or over it, that is told of as at rest is at a moment."""


def planked(top: NDArray[np.float64]) -> tuple[NDArray[np.float64], list[Paint]]:
    """A deck's grid cut into planks along the ship, and their paints in turn; ``top`` is ``(rows, columns, 3)``."""
    shares, paints = [0.0], []
    shades: tuple[Colour, ...] = ((124, 102, 76), (114, 92, 66), (132, 110, 84), (106, 86, 64), (120, 98, 76))
    for k in range(_PLANKS):
        shares += [(k + 1 - _SEAM) / _PLANKS, (k + 1) / _PLANKS]
        paints += [Paint(shades[(k * 3) % 5], pattern=MOTTLE, grain=0.5, shine=0.05), Paint((48, 36, 28))]
    shares[-1] = 1.0
    left, right = top[:, :1], top[:, -1:]
    s = np.array(shares)[None, :, None]
    return left + (right - left) * s, paints


@lru_cache(maxsize=4)
def fittings(rim: tuple[tuple[Point, ...], ...], colour: Colour) -> NDArray[np.float32]:
    """Rails along both lines of ``rim``, and what stands on the deck between them; read only."""
    body = Body()
    wood, dark = Paint(mix(colour, (150, 110, 74), 0.5), pattern=MOTTLE, grain=0.6), Paint(darker(colour, 0.35))
    for line in rim:
        rail = [(x * 0.985, y + 0.62, z) for x, y, z in line[1:-1]]
        body.tube(rail, [0.09] * len(rail), wood)
        for (x0, y0, z0), (x1, y1, z1) in pairwise(line[1:-1]):
            for k in range(3):
                u = k / 3
                x, y, z = x0 + (x1 - x0) * u, y0 + (y1 - y0) * u, z0 + (z1 - z0) * u
                body.limb((x * 0.985, y, z), 0.06, (x * 0.985, y + 0.6, z), 0.045, dark)
    _helm(body, wood)
    for z in (-4.0, 4.4):
        body.box((0, 3.42, z), (1.1, 0.16, 0.9), dark)
        for k in range(4):
            body.limb((-0.8 + 0.53 * k, 3.6, z - 0.8), 0.05, (-0.8 + 0.53 * k, 3.6, z + 0.8), 0.05, wood)
    for x, z in ((-2.3, -1.6), (-2.55, -2.5), (2.5, 3.4), (-2.0, 2.6)):
        _barrel(body, x, z)
    for x, z in ((2.6, 1.4), (-2.4, 5.2)):
        for k in range(4):
            ring = [
                (x + 0.42 * math.sin(i / 16 * math.tau), 3.34 + 0.09 * k, z + 0.42 * math.cos(i / 16 * math.tau))
                for i in range(17)
            ]
            body.tube(ring, [0.055] * 17, Paint((176, 152, 108)))
    solids = body.solids()
    solids.setflags(write=False)
    return solids


def _helm(body: Body, wood: Paint) -> None:
    x, y, z = HELM
    body.box((x, y + 0.4, z - 0.2), (0.16, 0.5, 0.16), wood)
    at: Point = (x, y + 1.0, z + 0.02)
    ring = [
        (x + 0.55 * math.sin(i / 20 * math.tau), at[1] + 0.55 * math.cos(i / 20 * math.tau), at[2]) for i in range(21)
    ]
    body.tube(ring, [0.055] * 21, wood)
    for k in range(8):
        a = k / 8 * math.tau + 0.2
        body.limb(at, 0.035, (x + 0.8 * math.sin(a), at[1] + 0.8 * math.cos(a), at[2]), 0.03, wood)
    body.ball(at, (0.12, 0.12, 0.08), Paint((204, 164, 78), shine=0.9))


def _barrel(body: Body, x: float, z: float) -> None:
    oak, hoop = Paint((124, 86, 54), pattern=MOTTLE, grain=0.3), Paint((60, 60, 64), shine=0.4)
    body.ball((x, 3.75, z), (0.42, 0.62, 0.42), oak)
    body.limb((x, 3.3, z), 0.3, (x, 4.2, z), 0.3, oak)
    for y in (3.5, 4.0):
        body.ball((x, y, z), (0.43, 0.05, 0.43), hoop)
