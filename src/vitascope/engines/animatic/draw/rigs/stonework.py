"""What buildings are put together from: walls with windows, roofs, drums, battlements. Units, y up from the ground."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.colours import darker
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe

Spot = tuple[float, float]
"""On the plan, x and z; or what else goes by twos."""

_DOOR = Paint((74, 48, 32))


def window_paint(night: float) -> Paint:
    """Panes: lit from within after dark."""
    if night > 0.3:
        return Paint((255, 214, 136), glow=0.9)
    return Paint((40, 50, 62), shine=0.7)


def gable(body: Body, at: Spot, half: Spot, low: float, high: float, paint: Paint) -> None:
    """A pitched roof over a plan ``half`` wide (x) and deep (z): its ridge runs along x."""
    x, z = at
    w, d = half
    eave = 0.12 * d
    for s in (-1, 1):
        y, out = low - 0.1 * (high - low), z + s * (d + eave)
        left, right = x - w - eave, x + w + eave
        body.quad((left, y, out), (right, y, out), (right, high, z), (left, high, z), paint)


def gable_wall(body: Body, x: float, z: float, d: float, low: float, high: float, paint: Paint) -> None:
    body.tri((x, low, z - d), (x, low, z + d), (x, high, z), paint)


def drum(
    body: Body, x: float, z: float, radius: float, low: float, high: float, paint: Paint, taper: float = 1.0
) -> None:
    grid = lathe([(radius, low), (radius * (1 + taper) / 2, (low + high) / 2), (radius * taper, high)], 16)
    grid[..., 0] += x
    grid[..., 2] += z
    body.sheet(grid, paint, closed=True)


def spire(
    body: Body, x: float, z: float, radius: float, low: float, high: float, paint: Paint, bulge: float = 0.0
) -> None:
    """A cone, or an onion where it bulges."""
    profile = []
    for i in range(9):
        u = i / 8
        round_ = math.sin(math.pi * min(u * 1.35, 1.0)) * bulge
        profile.append((radius * ((1 - u) * (1 - 0.5 * bulge) + round_) + 0.005, low + (high - low) * u))
    grid = lathe(profile, 16)
    grid[..., 0] += x
    grid[..., 2] += z
    body.sheet(grid, paint, closed=True)


def dome(body: Body, x: float, z: float, radius: float, low: float, paint: Paint, tall: float = 1.0) -> None:
    profile = [
        (radius * math.cos(i / 8 * math.pi / 2) + 0.002, low + tall * radius * math.sin(i / 8 * math.pi / 2))
        for i in range(9)
    ]
    grid = lathe(profile, 20)
    grid[..., 0] += x
    grid[..., 2] += z
    body.sheet(grid, paint, closed=True)


def merlons(
    body: Body, x: float, z: float, radius: float, top: float, size: float, paint: Paint, count: int = 10
) -> None:
    """The teeth round a tower."""
    for k in range(count):
        a = k / count * math.tau
        body.box(
            (x + math.sin(a) * radius, top + size * 0.6, z + math.cos(a) * radius),
            (size * 0.5, size * 0.6, size * 0.5),
            paint,
        )


def battlement(body: Body, a: Spot, b: Spot, low: float, top: float, thick: float, paint: Paint) -> None:
    """A wall between two spots of the plan, toothed along its top."""
    (ax, az), (bx, bz) = a, b
    long = math.hypot(bx - ax, bz - az)
    ux, uz = (bx - ax) / long, (bz - az) / long
    nx, nz = -uz * thick, ux * thick
    for s in (-1, 1):
        p, q = (ax + s * nx, az + s * nz), (bx + s * nx, bz + s * nz)
        body.quad((p[0], low, p[1]), (q[0], low, q[1]), (q[0], top, q[1]), (p[0], top, p[1]), paint)
    body.quad((ax - nx, top, az - nz), (bx - nx, top, bz - nz), (bx + nx, top, bz + nz), (ax + nx, top, az + nz), paint)
    count = max(int(long / 0.42), 2)
    for k in range(count):
        u = (k + 0.5) / count * long
        body.box((ax + ux * u + nx, top + 0.1, az + uz * u + nz), (0.11, 0.12, 0.06), paint)


def panes(
    body: Body, x: float, y: float, z: float, rows: int, columns: int, step: Spot, size: Spot, paint: Paint,
    *, side: bool = False,
) -> None:  # fmt: skip
    """Windows on a wall that faces along z, or along x where it is a side; centred on ``x, y, z``."""
    for i in range(rows):
        for j in range(columns):
            dx, dy = (j - (columns - 1) / 2) * step[0], (i - (rows - 1) / 2) * step[1]
            at = (x, y + dy, z + dx) if side else (x + dx, y + dy, z)
            half = (0.02, size[1], size[0]) if side else (size[0], size[1], 0.02)
            body.box(at, half, paint)


def door(body: Body, x: float, z: float, half: float, high: float, *, paint: Paint = _DOOR) -> None:
    """An arched door that faces along z."""
    body.box((x, high * 0.4, z), (half, high * 0.4, 0.03), paint)
    body.ball((x, high * 0.8, z), (half, high * 0.2, 0.03), paint)


def column(body: Body, x: float, z: float, radius: float, low: float, high: float, paint: Paint) -> None:
    body.limb((x, low, z), radius, (x, high, z), radius * 0.86, paint)
    body.box((x, high + radius * 0.3, z), (radius * 1.35, radius * 0.3, radius * 1.35), paint)
    body.box((x, low + radius * 0.2, z), (radius * 1.35, radius * 0.25, radius * 1.35), paint)


def lattice(body: Body, corners: list[tuple[float, float, float, float]], paint: Paint, radius: float) -> None:
    """Four legs with crossed braces; a level is half its width, its height, the legs' radius and how many braces."""
    for (h0, y0, r0, _), (h1, y1, r1, braces) in pairwise(corners):
        for sx in (-1, 1):
            for sz in (-1, 1):
                body.limb((sx * h0, y0, sz * h0), r0, (sx * h1, y1, sz * h1), r1, paint)
        for k in range(int(braces)):
            u, v = k / braces, (k + 1) / braces
            ha, hb = h0 + (h1 - h0) * u, h0 + (h1 - h0) * v
            ya, yb = y0 + (y1 - y0) * u, y0 + (y1 - y0) * v
            for s in (-1, 1):
                body.limb((-ha, ya, s * ha), radius, (hb, yb, s * hb), radius, paint)
                body.limb((ha, ya, s * ha), radius, (-hb, yb, s * hb), radius, paint)
                body.limb((s * ha, ya, -ha), radius, (s * hb, yb, hb), radius, paint)
                body.limb((s * ha, ya, ha), radius, (s * hb, yb, -hb), radius, paint)


def stack(body: Body, at: Spot, levels: Sequence[Spot], paint: Paint) -> None:
    """A skin over squares ``(half, height)`` about ``at``: steep roofs, plinths."""
    x, z = at
    square = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    grid = np.array([[(x + i * half, y, z + j * half) for i, j in square] for half, y in levels])
    body.sheet(grid, paint, closed=True)


def oval(x: float, z: float, y: float) -> list[tuple[float, float, float]]:
    """A closed line of 49 points round the y axis."""
    return [(x * math.sin(i / 48 * math.tau), y, z * math.cos(i / 48 * math.tau)) for i in range(49)]


def stone_of(colour: tuple[float, float, float]) -> tuple[Paint, Paint]:
    """A wall's paint, and one for what is in its shade."""
    return Paint(colour, pattern=MOTTLE, grain=1.2), Paint(darker(colour, 0.25), pattern=MOTTLE, grain=1.2)
