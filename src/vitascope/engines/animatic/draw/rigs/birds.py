"""Birds, flocks and butterflies."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, chance, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.cover import TRIANGLE
from vitascope.engines.animatic.draw.rigs.hummers import draw_hovering
from vitascope.engines.animatic.draw.rigs.kinds import IN_THE_AIR, own_painter
from vitascope.engines.animatic.draw.rigs.perched import draw_standing
from vitascope.engines.animatic.draw.rigs.plumage import Plumage, plumage_of
from vitascope.engines.animatic.draw.rigs.shade import BELLY, ROW
from vitascope.engines.animatic.draw.stage import Colour


def _one(body: Body, p: Plumage, beat: float, at: Point, yaw: float, size: float, bank: float, *, fine: bool) -> None:
    """A bird whose wings span about 2 × ``size``; ``beat`` is the wing's angle in radians, ``bank`` its roll."""
    part = Body()
    back, belly, span = p.wing or p.back, p.belly, p.span
    coat = Paint(p.back, belly, shine=0.04, pattern=BELLY)
    wing = Paint(back, soft=0.35)
    flight = Paint(darker(back, 0.35), soft=0.45)
    plump = 0.72 + p.plump * 1.7
    part.tube([(0, 0.02, 0.36), (0, 0, 0.1), (0, 0, -0.3)], [0.075, 0.12 * plump, 0.05], coat)
    reach = min(p.neck, 0.5) * 0.9
    crown = Paint(p.head, p.head) if p.head else coat
    skull = 0.055 + 0.17 * min(p.skull, 0.2)
    head: Point = (0.0, 0.06 + 0.1 * reach, 0.44 + reach)
    if reach > 0.1:
        part.tube(
            [(0, 0.02, 0.3), (0, 0.0, 0.4 + 0.5 * reach), head], [0.075, 0.05, 0.042], coat if not p.head else crown
        )
    part.ball(head, (skull, skull, skull * 1.18), crown)
    bill = Paint(p.beak_colour, shine=0.2)
    tip = add(head, (0, -0.03 - (0.05 if p.beak in ("hook", "bent") else 0.0), skull + 0.04 + p.beak_long * 0.62))
    part.limb(add(head, (0, -0.008, skull * 0.8)), 0.026 if p.beak != "great" else 0.05, tip, 0.005, bill)
    if p.leg > 0.3:
        part.limb((0.02, -0.03, -0.25), 0.014, (0.03, -0.02, -0.3 - p.leg), 0.01, Paint(p.legs))
    if fine:
        for s in (-1, 1):
            part.ball(add(head, (skull * 0.78 * s, skull * 0.35, skull * 0.5)), 0.014, Paint((14, 12, 12), shine=0.6))
    fan = 0.3 + min(p.tail, 0.7) * 0.75
    part.quad((-0.04, 0, -0.25), (0.04, 0, -0.25), (0.13, 0.0, -0.25 - fan), (-0.13, 0.0, -0.25 - fan), flight)
    inner, outer = 0.62 * math.sin(beat) + 0.12, 0.75 * math.sin(beat - 0.9)
    for s in (-1, 1):
        root: Point = (0.06 * s, 0.05, 0.14)
        wrist = (root[0] + s * 0.42 * span * math.cos(inner), root[1] + 0.42 * span * math.sin(inner), 0.22)
        tip = (wrist[0] + s * 0.56 * span * math.cos(outer), wrist[1] + 0.56 * span * math.sin(outer), 0.02)
        part.quad(root, wrist, (wrist[0] * 0.97, wrist[1], -0.1), (root[0], root[1], -0.12), wing)
        part.quad(wrist, tip, (tip[0] - s * 0.1, tip[1], -0.09), (wrist[0] * 0.97, wrist[1], -0.12), flight)
        part.limb(root, 0.035, wrist, 0.026, wing)
        part.limb(wrist, 0.026, tip, 0.008, wing)
        if fine:
            for k in range(5):
                t = 0.35 + 0.15 * k
                q = (wrist[0] + (tip[0] - wrist[0]) * t, wrist[1] + (tip[1] - wrist[1]) * t, 0.22 - 0.2 * t)
                end = (q[0] + s * 0.1 * t * math.cos(outer), q[1] + 0.1 * t * math.sin(outer), q[2] - 0.3 + 0.06 * k)
                part.tri(add(q, (0, 0, 0.03)), add(q, (s * 0.07, 0, 0)), end, flight)
    body.graft(part, turn(yaw, 0.05 * math.sin(beat), bank) * size, at)


def _look(cast: Cast) -> Plumage:
    p = plumage_of(cast.actor.form, cast.actor.label)
    if cast.actor.colour:
        back = paint_of(cast.actor.colour, p.back)
        kept = p.head if p.head is not None and p.head != p.back and "disc" not in p.extras else None
        p = replace(p, back=back, belly=lighter(back, 0.25), wing=darker(back, 0.12), head=kept)
    return p


_FLIES = frozenset({"fly", "float", "spin", "circle", "launch", "breach", "drive", "sail", "burn", "wear"})


def draw_bird(body: Body, cast: Cast) -> None:
    """One metre is about half its wing span; on its feet it is half as high as its wings would span."""
    p = _look(cast)
    flightless = (p.grounded and p.leg > 0.45 and p.plump > 0.15) or "flippers" in p.extras
    if cast.actor.action not in _FLIES or flightless:
        draw_standing(body, cast, p, 1.9 if p.grounded else 1.15)
        return
    if p.beak == "long":
        draw_hovering(body, cast, p)
        return
    glide = 0.5 + 0.5 * math.sin(cast.time_s * 0.6 + cast.chance(2) * 6)
    rate = 2.4 if p.span < 1 else 1.5
    beat = cast.time_s * 2 * math.pi * rate + cast.chance(1) * 6
    strength = 1.0 if glide > 0.35 else 0.25
    _one(
        body,
        p,
        math.asin(math.sin(beat) * strength) + 0.1,
        (0, 0.0, 0),
        0,
        1.0,
        0.15 * math.sin(cast.time_s * 0.8),
        fine=True,
    )
    if "phoenix" in cast.actor.form:
        body.source("fire", (0, -0.05, -0.5), 0.16, 0.8)


def draw_flock(body: Body, cast: Cast) -> None:
    """Birds on neighbouring orbits of one wandering centre: together, never the same."""
    p = _look(cast)
    count = min(max(cast.actor.count, 9), 48)
    t = cast.time_s
    for k in range(count):
        a, b, c = chance(cast.seed, k), chance(cast.seed, k + 100), chance(cast.seed, k + 200)
        rate = 0.35 + 0.12 * b
        x = (a - 0.5) * 1.9 + 0.16 * math.sin(t * rate * 2 + c * 6)
        y = (b - 0.5) * 0.75 + 0.1 * math.sin(t * rate * 2.7 + a * 6)
        z = (c - 0.5) * 1.6 + 0.16 * math.cos(t * rate * 2 + c * 6)
        turning = 0.25 * math.cos(t * rate * 2 + c * 6)
        beat = t * 2 * math.pi * (2.0 + 0.8 * a) + b * 6
        _one(body, p, beat, (x, y, z), turning, 0.075 * (0.85 + 0.3 * c), turning, fine=False)


def draw_butterfly(body: Body, cast: Cast) -> None:
    """Flutters about its path; one metre is its span."""
    own_kind = own_painter(IN_THE_AIR, cast)
    if own_kind is not None:
        own_kind(body, cast)
        return
    colours: tuple[Colour, ...] = ((236, 132, 28), (70, 130, 220), (246, 214, 70), (240, 240, 236), (200, 80, 150))
    tint = paint_of(cast.actor.colour, colours[int(cast.chance(1) * len(colours))])
    t = cast.time_s + cast.chance(2) * 10
    flap = 0.25 + 1.05 * abs(math.sin(t * 11))
    at: Point = (
        0.9 * math.sin(t * 1.7) + 0.4 * math.sin(t * 3.1),
        0.55 * math.sin(t * 2.3) + 0.3 * math.sin(t * 5.3),
        0.6 * math.cos(t * 1.3),
    )
    part = Body()
    upper, lower, edge = (
        Paint(tint, soft=0.7, glow=0.08),
        Paint(lighter(tint, 0.2), soft=0.7, glow=0.08),
        Paint(darker(tint, 0.8), soft=0.3),
    )
    part.limb((0, 0, 0.16), 0.025, (0, 0, -0.2), 0.016, Paint((36, 28, 26)))
    for s in (-1, 1):
        part.limb((0, 0, 0.16), 0.006, (0.07 * s, 0.08, 0.32), 0.003, Paint((36, 28, 26)))
    part.place(_wings(flap, upper, lower, edge))
    body.graft(part, turn(0.7 * math.sin(t * 0.9), 0.5, 0.25 * math.sin(t * 2)), at)


_FORE = ((0.02, 0.08), (0.3, 0.4), (0.5, 0.36), (0.46, 0.14), (0.26, 0.0), (0.02, -0.02))
_HIND = ((0.02, 0.0), (0.28, 0.0), (0.4, -0.16), (0.3, -0.34), (0.14, -0.3), (0.02, -0.1))


@lru_cache(maxsize=1)
def _panes() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Of both wings spread flat: the corners of each triangle, ``(n, 3, 3)``; which side it is on; its paint.

    A rim below and above a paler middle, fore wing and hind wing: in that order, side by side.
    """
    corners, sides, paints = [], [], []
    for side in (-1, 1):
        for grow, rim, up in ((1.0, True, 0.0), (0.84, False, 0.006), (0.84, False, -0.006)):
            for own, outline in enumerate((_FORE, _HIND)):
                middle = np.mean(outline, axis=0)
                points = [middle + (np.array(p) - middle) * grow for p in outline]
                for k in range(len(points)):
                    corners.append([(p[0], up, p[1]) for p in (middle, points[k], points[(k + 1) % len(points)])])
                    sides.append(side)
                    paints.append(2 if rim else own)
    return np.array(corners), np.array(sides, np.float64), np.array(paints)


def _wings(flap: float, upper: Paint, lower: Paint, edge: Paint) -> NDArray[np.float32]:
    """Both wings lifted by ``flap`` radians, as solids."""
    corners, sides, paints = _panes()
    out = np.zeros((len(corners), ROW), np.float32)
    out[:, 0] = TRIANGLE
    x, up, ahead = corners[..., 0], corners[..., 1], corners[..., 2]
    a, b, c = np.stack([x * (math.cos(flap) * sides)[:, None], x * math.sin(flap) + up, ahead], axis=-1).swapaxes(0, 1)
    out[:, 1:4], out[:, 4:7], out[:, 7:10] = a, b, c
    out[:, 10:19] = np.tile(np.cross(b - a, c - a), 3)
    out[:, 19:] = np.array([paint.row() for paint in (upper, lower, edge)], np.float32)[paints]
    return out
