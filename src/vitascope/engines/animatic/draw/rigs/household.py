"""Rugs, ladders, buckets, baskets, mirrors, goals: what stands and lies about; each about one unit high or long."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, TINT
from vitascope.engines.animatic.draw.rigs.shapes import lathe

_WOOD = Paint((176, 124, 72), shine=0.2)
_IRON = Paint((70, 72, 80), shine=0.5)
_STEEL = Paint((196, 202, 210), shine=0.9)


def _rug(body: Body, cast: Cast) -> None:
    """Two units long and flat, with borders, a medallion and fringes."""
    red = paint_of(cast.actor.colour, (160, 40, 44))
    layers = (
        (1.0, 0.62, darker(red, 0.35)), (0.94, 0.56, lighter(red, 0.55)), (0.9, 0.52, red),
        (0.74, 0.38, darker(red, 0.45)),
        (0.7, 0.34, lighter(red, 0.12)),
    )  # fmt: skip
    for k, (x, z, tint) in enumerate(layers):
        y = 0.012 + 0.003 * k
        body.quad((-x, y, -z), (x, y, -z), (x, y, z), (-x, y, z), Paint(tint))
    for x in (-0.42, 0.0, 0.42):
        for size, tint in ((0.24, darker(red, 0.5)), (0.17, lighter(red, 0.6)), (0.09, darker(red, 0.2))):
            body.quad((x - size, 0.03, 0), (x, 0.03, -size), (x + size, 0.03, 0), (x, 0.03, size), Paint(tint))
    cream = Paint((236, 224, 196))
    for k in range(31):
        z = -0.6 + 0.04 * k
        for s in (-1, 1):
            body.limb((s, 0.012, z), 0.008, (1.07 * s, 0.006, z + 0.01), 0.005, cream)


def _ladder(body: Body, cast: Cast) -> None:
    """It leans away from us; two fifths as deep as it is high."""
    wood = Paint(paint_of(cast.actor.colour, (196, 146, 84)), shine=0.2)
    for s in (-1, 1):
        body.limb((0.13 * s, 0, -0.1), 0.018, (0.11 * s, 1.0, 0.16), 0.018, wood)
    for k in range(9):
        u = 0.08 + 0.105 * k
        body.limb((-0.125, u, -0.1 + 0.26 * u), 0.012, (0.125, u, -0.1 + 0.26 * u), 0.012, wood)


def _bucket(body: Body, cast: Cast) -> None:
    tin = Paint(paint_of(cast.actor.colour, (150, 158, 168)), shine=0.6)
    body.sheet(
        lathe([(0.01, 0.02), (0.3, 0.02), (0.42, 0.72), (0.45, 0.74), (0.42, 0.76), (0.4, 0.7)], 24), tin, closed=True
    )
    body.ball((0, 0.62, 0), (0.39, 0.02, 0.39), Paint((120, 168, 196), shine=0.9))
    body.tube(
        [(0.43 * math.cos(a), 0.7 + 0.4 * math.sin(a), 0.0) for a in np.linspace(0, math.pi, 12)], [0.015] * 12, _IRON
    )


def _basket(body: Body, cast: Cast) -> None:
    straw = paint_of(cast.actor.colour, (190, 140, 80))
    for k in range(9):
        r = 0.34 + 0.015 * k
        ring: list[Point] = [
            (r * math.sin(a), 0.05 + 0.055 * k, 0.75 * r * math.cos(a)) for a in np.linspace(0, math.tau, 22)
        ]
        body.tube(ring, [0.033] * 22, Paint(darker(straw, 0.16 * (k % 2))))
    handle: list[Point] = [(0.44 * math.cos(a), 0.5 + 0.46 * math.sin(a), 0.0) for a in np.linspace(0, math.pi, 14)]
    body.tube(handle, [0.028] * 14, Paint(darker(straw, 0.1)))
    for k, tint in enumerate(((206, 36, 40), (226, 170, 50), (120, 170, 60), (206, 60, 44), (240, 190, 60))):
        a = 1.3 * k
        body.ball((0.2 * math.sin(a), 0.56, 0.14 * math.cos(a)), 0.12, Paint(tint, shine=0.5))


def _rope(body: Body, cast: Cast) -> None:
    hemp = paint_of(cast.actor.colour, (190, 156, 104))
    for k in range(4):
        r = 0.42 - 0.012 * k
        ring: list[Point] = [(r * math.sin(a), 0.07 + 0.11 * k, r * math.cos(a)) for a in np.linspace(0, math.tau, 24)]
        body.tube(ring, [0.06] * 24, Paint(hemp, darker(hemp, 0.4), pattern=MOTTLE, grain=0.05))
    body.tube([(0.4, 0.4, 0.1), (0.56, 0.3, 0.3), (0.62, 0.06, 0.5), (0.9, 0.05, 0.56)], [0.055] * 4, Paint(hemp))


def _seed(body: Body, cast: Cast) -> None:
    brown = paint_of(cast.actor.colour, (128, 86, 46))
    rings = [(0.02, 0.0), (0.24, 0.12), (0.36, 0.4), (0.28, 0.7), (0.1, 0.94), (0.01, 1.0)]
    grid = lathe(rings, 18)
    grid[..., 2] *= 0.6
    tint = np.broadcast_to(
        (0.5 + 0.5 * np.cos(np.linspace(0, 2 * np.pi, 18, endpoint=False) * 6))[None], grid.shape[:2]
    )
    body.sheet(grid, Paint(brown, lighter(brown, 0.55), shine=0.3, pattern=TINT), closed=True, tint=tint)


def _mirror(body: Body, cast: Cast) -> None:
    """On its foot, oval; light slides over it."""
    frame = Paint(paint_of(cast.actor.colour, (196, 154, 70)), shine=0.8)
    ring: list[Point] = [(0.3 * math.sin(a), 0.56 + 0.42 * math.cos(a), 0.0) for a in np.linspace(0, math.tau, 33)]
    body.ball((0, 0.56, -0.012), (0.3, 0.42, 0.012), Paint((168, 190, 204), shine=1.6, glow=0.12))
    for k, (x, wide) in enumerate(((-0.1, 0.05), (0.04, 0.025))):
        y = 0.04 * math.sin(cast.time_s + k)
        body.quad((x - wide, 0.36 + y, 0.004), (x + wide, 0.36 + y, 0.004), (x + wide + 0.14, 0.76 + y, 0.004),
                  (x - wide + 0.14, 0.76 + y, 0.004), Paint((236, 244, 250), alpha=0.55, glow=0.3))  # fmt: skip
    body.tube(ring, [0.03] * 33, frame)
    for s in (-1, 1):
        body.limb((0.34 * s, 0.0, 0.12), 0.025, (0.32 * s, 0.6, 0.0), 0.02, frame)
        body.limb((0.34 * s, 0.0, -0.16), 0.025, (0.32 * s, 0.6, 0.0), 0.02, frame)


def _goal(body: Body, _cast: Cast) -> None:
    """One unit high and two and a half wide, its mouth towards us."""
    white, mesh = Paint((244, 244, 240), shine=0.3), Paint((230, 232, 232), alpha=0.5)
    for s in (-1, 1):
        body.limb((1.25 * s, 0, 0), 0.03, (1.25 * s, 1.0, 0), 0.03, white)
        body.limb((1.25 * s, 1.0, 0), 0.016, (1.25 * s, 0.0, -0.7), 0.016, white)
    body.limb((-1.25, 1.0, 0), 0.03, (1.25, 1.0, 0), 0.03, white)
    body.limb((-1.25, 0.0, -0.7), 0.016, (1.25, 0.0, -0.7), 0.016, white)
    for k in range(1, 18):
        x = -1.25 + 2.5 * k / 18
        body.limb((x, 1.0, 0), 0.005, (x, 0.0, -0.7), 0.005, mesh)
    for k in range(1, 8):
        body.limb((-1.25, k / 8, -0.7 * (1 - k / 8)), 0.005, (1.25, k / 8, -0.7 * (1 - k / 8)), 0.005, mesh)


def _microphone(body: Body, _cast: Cast) -> None:
    body.sheet(lathe([(0.2, 0.0), (0.2, 0.03), (0.03, 0.05)], 20), _IRON, closed=True)
    body.limb((0, 0.04, 0), 0.018, (0, 0.82, 0), 0.014, _STEEL)
    body.limb((0, 0.82, 0), 0.028, (0.0, 0.9, 0.06), 0.036, _IRON)
    body.ball((0.0, 0.95, 0.1), 0.06, Paint((140, 146, 154), shine=0.8, pattern=MOTTLE, grain=0.02))


def _rock_face(body: Body, _cast: Cast) -> None:
    """One unit high, steep and rough: what somebody climbs."""
    rows, columns = 30, 25
    v, u = np.linspace(0, 1, rows)[:, None], np.linspace(-1, 1, columns)[None]
    lumps = 0.0 * u * v
    for k in range(1, 6):
        lumps = lumps + np.sin(3.1 * k * u + 1.7 * k) * np.sin(2.3 * k * v * 2.2 + 0.9 * k * k) / (2.4 * k)
    ledges = 0.028 * np.abs(((v * 9 + 0.5 * np.sin(5 * u)) % 1.0) - 0.5)
    edge = 1.1 - 0.3 * np.abs(u) ** 3
    z = -0.02 - 0.1 * v + 0.02 * lumps + ledges - 0.3 * np.abs(u) ** 4
    y = v * (1.0 + 0.06 * np.sin(7 * u) + 0.04 * np.sin(17 * u)) * edge
    x = -0.66 * u * (1 + 0.05 * np.sin(9 * v))
    grid = np.stack([x + 0 * v, y, z], axis=2)
    tint = np.clip(0.45 + 0.6 * lumps + 6 * (ledges - 0.007), 0, 1)
    body.sheet(grid, Paint((176, 164, 150), (116, 108, 104), pattern=TINT | MOTTLE, grain=0.04), tint=tint)


def _ledge(body: Body, _cast: Cast) -> None:
    """A rock with a level top one unit high, steep to the right: what somebody dives from."""
    stone = Paint((150, 142, 132), (104, 98, 92), pattern=MOTTLE, grain=0.2)
    top, foot = [(0.01, 1.0), (0.27, 0.99), (0.35, 0.93), (0.33, 0.8)], [(0.5, 0.34), (0.5, 0.16), (0.62, -0.6)]
    rings = [*top, (0.42, 0.66), (0.4, 0.5), *foot]
    grid = lathe(rings, 40)
    a = np.arange(40) * 2 * np.pi / 40
    rough = 1 + 0.09 * np.sin(3 * a) + 0.07 * np.sin(7 * a + 1) + 0.05 * np.sin(11 * a + 2)
    grid[1:, :, 0] *= rough * 1.25
    grid[1:, :, 2] *= rough
    body.sheet(grid, stone, closed=True)


HOUSEHOLD: Mapping[str, Rig] = {
    "rug": _rug, "ladder": _ladder, "bucket": _bucket, "basket": _basket, "rope": _rope, "seed": _seed,
    "mirror": _mirror, "goal": _goal, "microphone": _microphone, "rock face": _rock_face, "ledge": _ledge,
}  # fmt: skip
