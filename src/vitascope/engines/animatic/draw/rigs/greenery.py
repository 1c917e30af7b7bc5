"""What grows low or lies about where things grow: bushes, reeds, ferns, tumbleweed, driftwood. One unit high."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, chance, curve, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, SCALES
from vitascope.engines.animatic.draw.rigs.tableware import own
from vitascope.engines.animatic.draw.stage import Colour

_LEAF: Colour = (92, 150, 68)


def _bush(body: Body, cast: Cast) -> None:
    body.place(_leafy(own(cast, _LEAF), cast.seed % 5, hedge=False))


def _hedge(body: Body, cast: Cast) -> None:
    body.place(_leafy(own(cast, _LEAF), cast.seed % 5, hedge=True))


@lru_cache(maxsize=16)
def _leafy(colour: Colour, seed: int, *, hedge: bool) -> NDArray[np.float32]:
    """Round, or clipped to a wall of leaves."""
    body = Body()
    tones = [
        Paint(c, soft=0.3, pattern=MOTTLE, grain=0.05) for c in (colour, lighter(colour, 0.14), darker(colour, 0.2))
    ]
    if hedge:
        body.box((0, 0.46, 0), (1.53, 0.44, 0.28), tones[0])
        for k in range(420):
            x, u = 3.1 * (chance(seed, k) - 0.5), chance(seed, k + 500)
            top = u < 0.3
            at = (x, 0.91, 0.6 * (chance(seed, k + 1000) - 0.5)) if top else (x, 0.92 * chance(seed, k + 1500), 0.29)
            _leaf(body, at, (0.0, 1.0, 0.3) if top else (0.0, 0.3, 1.0), 0.085, seed + k, tones[k % 3])
        return body.solids()
    body.ball((0, 0.42, 0), (0.5, 0.42, 0.46), tones[0])
    for k in range(420):
        a, u = 6.283 * chance(seed, k), 1.0 - 1.75 * chance(seed, k + 500)
        r = math.sqrt(max(1 - u * u, 0.0))
        way = (r * math.sin(a), u, r * math.cos(a))
        out = 1.0 + 0.1 * chance(seed, k + 1000)
        at = (0.54 * out * way[0], 0.45 + 0.44 * out * way[1], 0.5 * out * way[2])
        if at[1] > 0.03:
            _leaf(body, at, way, 0.075, seed + k, tones[k % 3])
    return body.solids()


def _leaf(body: Body, at: Point, way: Point, size: float, seed: int, paint: Paint) -> None:
    """A leaf's blade at ``at`` that faces about ``way`` and hangs a little."""
    a = 6.283 * chance(seed, 7)
    x, y, z = way
    along = np.array((math.sin(a), 0.5 * math.cos(a) - 0.4, math.cos(a))) + 0.25 * np.array((x, y, z))
    along /= float(np.linalg.norm(along))
    across = np.cross(along, (x, y, z + 1e-3))
    across *= 0.45 / max(float(np.linalg.norm(across)), 1e-6)
    corners = [np.array(at) + size * c for c in (-along, across, along, -across)]
    p: list[Point] = [(float(c[0]), float(c[1]), float(c[2])) for c in corners]
    body.quad(p[0], p[1], p[2], p[3], paint)


def _reeds(body: Body, cast: Cast) -> None:
    """Blades and brown heads that sway."""
    for k in range(46):
        x, z = 1.2 * (chance(3, k) - 0.5), 0.7 * (chance(4, k) - 0.5)
        high = 0.55 + 0.4 * chance(5, k)
        lean = 0.16 * (chance(6, k) - 0.5) + 0.05 * math.sin(1.7 * cast.time_s + 2.3 * x + k % 3)
        line = [(x + lean * u * u, high * u, z) for u in (0.0, 0.35, 0.7, 1.0)]
        head = k % 4 == 0
        body.tube(
            line, [0.012, 0.012, 0.009, 0.003], Paint(((104, 136, 64), (132, 150, 80), (86, 120, 60))[k % 3], soft=0.4)
        )
        if head:
            tip: Point = (line[3][0], line[3][1] + 0.04, z)
            body.limb(line[2], 0.007, tip, 0.006, Paint((140, 130, 80)))
            body.limb((tip[0], tip[1] - 0.12, z), 0.026, (tip[0], tip[1] - 0.01, z), 0.024, Paint((98, 64, 38)))


def _fern(body: Body, cast: Cast) -> None:
    """Fronds that arch from one root."""
    leaf = Paint(own(cast, (74, 136, 60)), soft=0.5)
    for k in range(11):
        a = k / 11 * math.tau + 0.3 * chance(3, k)
        far, high = 0.5 + 0.2 * chance(4, k), 0.55 + 0.35 * chance(5, k)
        sway = 0.02 * math.sin(1.4 * cast.time_s + k)
        s, c = math.sin(a), math.cos(a)
        spine = curve(
            [(0, 0, 0), (0.35 * far * s, 0.8 * high, 0.35 * far * c), (far * s + sway, 0.6 * high, far * c)], 10
        )
        body.tube(spine, [0.014 - 0.0012 * j for j in range(10)], Paint((96, 112, 50)))
        for j in range(1, 10):
            wide = 0.13 * math.sin(math.pi * (0.15 + 0.8 * j / 10))
            x, y, z = spine[j]
            for side in (-1, 1):
                tip = (x + side * wide * c + 0.03 * s, y - 0.03, z - side * wide * s + 0.03 * c)
                body.tri((x, y, z), tip, (x + 0.05 * s, y + 0.004, z + 0.05 * c), leaf)


def _tumbleweed(body: Body, cast: Cast) -> None:
    """A ball of dry twigs; it rolls where it goes, and with the wind where it does not."""
    part = Body()
    for k in range(70):
        a, u = 6.283 * chance(3, k), 2 * chance(4, k) - 1
        r = math.sqrt(1 - u * u)
        first = np.array((r * math.sin(a), u, r * math.cos(a)))
        b, w = 6.283 * chance(5, k), 2 * chance(6, k) - 1
        q = math.sqrt(1 - w * w)
        second = np.array((q * math.sin(b), w, q * math.cos(b)))
        second = second * 0.5 + first * 0.6
        second /= max(float(np.linalg.norm(second)), 1e-6)
        mid = (first + second) / 2
        mid *= 0.5 / max(float(np.linalg.norm(mid)), 1e-6)
        ends = [tuple(0.48 * first), tuple(mid), tuple(0.48 * second)]
        part.tube(ends, [0.008, 0.013, 0.007], Paint(((168, 138, 92), (136, 108, 70), (190, 160, 112))[k % 3]))
    rolled = cast.travelled / 0.5 if cast.speed > 0.05 else 0.0
    body.graft(part, turn(0.0, -rolled), (0.0, 0.5 + 0.1 * abs(math.sin(rolled)), 0.0))


def _driftwood(body: Body, cast: Cast) -> None:
    """A bleached trunk with the stumps of its branches."""
    pale = Paint(own(cast, (176, 164, 148)), pattern=SCALES | MOTTLE, grain=0.12)
    trunk = curve([(-1.1, 0.12, 0.1), (-0.4, 0.16, -0.06), (0.4, 0.2, 0.04), (1.0, 0.34, -0.06), (1.3, 0.6, -0.1)], 13)
    body.tube(trunk, [0.17 - 0.0105 * k for k in range(13)], pale)
    for k, way in ((3, (0.1, 0.3, 0.2)), (6, (-0.14, 0.42, -0.1)), (8, (0.2, 0.3, 0.24)), (10, (0.1, 0.34, 0.1))):
        x, y, z = trunk[k]
        tip = (x + way[0], y + way[1], z + way[2])
        body.tube([trunk[k], (x + 0.4 * way[0], y + 0.6 * way[1], z + 0.6 * way[2]), tip], [0.07, 0.045, 0.015], pale)
    for k in range(5):
        a = k / 5 * math.tau
        body.limb(trunk[0], 0.09, (-1.36, 0.16 + 0.2 * math.sin(a), 0.1 + 0.22 * math.cos(a)), 0.02, pale)


GREENERY: Mapping[str, Rig] = {
    "bush": _bush, "hedge": _hedge, "reeds": _reeds, "fern": _fern, "tumbleweed": _tumbleweed, "driftwood": _driftwood,
}  # fmt: skip
