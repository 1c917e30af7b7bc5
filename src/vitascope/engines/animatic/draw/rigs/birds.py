"""Birds, flocks and butterflies."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, chance, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.shade import BELLY
from vitascope.engines.animatic.draw.stage import Colour

_BIRDS: dict[str, tuple[Colour, Colour, float]] = {
    "eagle": ((74, 50, 34), (90, 64, 44), 1.0),
    "hawk": ((104, 74, 48), (214, 196, 160), 1.0),
    "falcon": ((78, 84, 96), (210, 204, 190), 0.95),
    "crow": ((26, 26, 32), (30, 30, 36), 0.9),
    "raven": ((22, 22, 28), (26, 26, 32), 0.95),
    "gull": ((210, 214, 220), (248, 248, 246), 1.05),
    "seagull": ((210, 214, 220), (248, 248, 246), 1.05),
    "dove": ((240, 240, 238), (250, 250, 248), 0.85),
    "swan": ((244, 244, 240), (250, 250, 248), 1.1),
    "owl": ((142, 108, 72), (220, 200, 168), 1.0),
    "parrot": ((210, 40, 36), (240, 190, 40), 0.8),
    "robin": ((110, 88, 66), (214, 96, 42), 0.7),
    "goose": ((120, 106, 92), (210, 204, 194), 1.0),
    "phoenix": ((236, 96, 24), (255, 190, 60), 1.1),
    "pelican": ((234, 230, 222), (246, 242, 236), 1.1),
}


def _one(
    body: Body,
    back: Colour,
    belly: Colour,
    span: float,
    beat: float,
    at: Point,
    yaw: float,
    size: float,
    bank: float,
    *,
    fine: bool,
) -> None:
    """A bird whose wings span about 2 × ``size``; ``beat`` is the wing's angle in radians, ``bank`` its roll."""
    part = Body()
    coat = Paint(back, belly, shine=0.04, pattern=BELLY)
    wing = Paint(back, soft=0.35)
    flight = Paint(darker(back, 0.35), soft=0.45)
    part.tube([(0, 0.02, 0.36), (0, 0, 0.1), (0, 0, -0.3)], [0.075, 0.12, 0.05], coat)
    part.ball((0, 0.06, 0.44), (0.072, 0.072, 0.085), coat)
    part.limb((0, 0.05, 0.5), 0.026, (0, 0.025, 0.6), 0.004, Paint((226, 164, 50)))
    if fine:
        for s in (-1, 1):
            part.ball((0.055 * s, 0.085, 0.475), 0.014, Paint((14, 12, 12), shine=0.6))
    part.quad((-0.04, 0, -0.25), (0.04, 0, -0.25), (0.15, 0.0, -0.62), (-0.15, 0.0, -0.62), flight)
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
                p = (wrist[0] + (tip[0] - wrist[0]) * t, wrist[1] + (tip[1] - wrist[1]) * t, 0.22 - 0.2 * t)
                end = (p[0] + s * 0.1 * t * math.cos(outer), p[1] + 0.1 * t * math.sin(outer), p[2] - 0.3 + 0.06 * k)
                part.tri(add(p, (0, 0, 0.03)), add(p, (s * 0.07, 0, 0)), end, flight)
    body.graft(part, turn(yaw, 0.05 * math.sin(beat), bank) * size, at)


def _look(cast: Cast) -> tuple[Colour, Colour, float]:
    words = (cast.actor.form + " " + cast.actor.label).lower()
    for name, look in _BIRDS.items():
        if name in words:
            back, belly, span = look
            break
    else:
        back, belly, span = (70, 74, 84), (170, 166, 160), 0.95
    if cast.actor.colour:
        back = paint_of(cast.actor.colour, back)
        belly = lighter(back, 0.25)
    return back, belly, span


def draw_bird(body: Body, cast: Cast) -> None:
    """One metre is about half its wing span."""
    back, belly, span = _look(cast)
    glide = 0.5 + 0.5 * math.sin(cast.time_s * 0.6 + cast.chance(2) * 6)
    beat = cast.time_s * 2 * math.pi * (2.4 if span < 1 else 1.5) + cast.chance(1) * 6
    strength = 1.0 if glide > 0.35 else 0.25
    _one(
        body,
        back,
        belly,
        span,
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
    back, belly, span = _look(cast)
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
        _one(body, back, belly, span, beat, (x, y, z), turning, 0.075 * (0.85 + 0.3 * c), turning, fine=False)


def draw_butterfly(body: Body, cast: Cast) -> None:
    """Flutters about its path; one metre is its span."""
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
        c, up = math.cos(flap) * s, math.sin(flap)
        part.limb((0, 0, 0.16), 0.006, (0.07 * s, 0.08, 0.32), 0.003, Paint((36, 28, 26)))
        for grow, paint, dy in ((1.0, edge, 0.0), (0.84, None, 0.004)):
            fore = [(0.02, 0.08), (0.3, 0.4), (0.5, 0.36), (0.46, 0.14), (0.26, 0.0), (0.02, -0.02)]
            hind = [(0.02, 0.0), (0.28, 0.0), (0.4, -0.16), (0.3, -0.34), (0.14, -0.3), (0.02, -0.1)]
            for outline, own in ((fore, upper), (hind, lower)):
                mid = np.mean(outline, axis=0)
                pts = [mid + (np.array(p) - mid) * grow for p in outline]
                for k in range(len(pts)):
                    a, b = pts[k], pts[(k + 1) % len(pts)]
                    corners = [(float(p[0]) * c, float(p[0]) * up + dy, float(p[1])) for p in (mid, a, b)]
                    part.tri(corners[0], corners[1], corners[2], paint or own)
    body.graft(part, turn(0.7 * math.sin(t * 0.9), 0.5, 0.25 * math.sin(t * 2)), at)
