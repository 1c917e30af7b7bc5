"""Things that one revolved outline tells: pillars, pins, tops, hives, chimneys; each one unit high."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, SCALES
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.tableware import own
from vitascope.engines.animatic.draw.stage import Colour

Profile = tuple[tuple[float, float], ...]
"""Radius and height of each ring, from the foot up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """One outline, what it is of, and bands of another colour: from, to, colour."""

    profile: Profile
    paint: Paint
    bands: tuple[tuple[float, float, Colour], ...] = ()
    columns: int = 24


_STONE = Paint((204, 196, 180), pattern=MOTTLE, grain=0.2)
_BRICK = Paint((150, 78, 58), pattern=SCALES | MOTTLE, grain=0.03)
_CONCRETE = Paint((178, 176, 172), pattern=MOTTLE, grain=0.3)
_KINDS: dict[str, Turned] = {
    "pillar": Turned(
        profile=((0.15, 0.0), (0.15, 0.04), (0.12, 0.06), (0.13, 0.08), (0.1, 0.1), (0.095, 0.5), (0.085, 0.88),
                 (0.1, 0.9), (0.14, 0.95), (0.15, 0.96), (0.15, 1.0), (0.01, 1.0)), paint=_STONE),
    "bowling pin": Turned(
        profile=((0.07, 0.0), (0.11, 0.1), (0.155, 0.32), (0.12, 0.55), (0.065, 0.7), (0.07, 0.78), (0.085, 0.88),
                 (0.06, 0.97), (0.01, 1.0)), paint=Paint((246, 244, 238), shine=0.7),
        bands=((0.66, 0.7, (200, 30, 36)), (0.74, 0.77, (200, 30, 36)))),
    "beehive": Turned(
        profile=((0.4, 0.0), (0.45, 0.08), (0.43, 0.16), (0.47, 0.2), (0.44, 0.3), (0.46, 0.35), (0.42, 0.45),
                 (0.43, 0.5), (0.37, 0.6), (0.38, 0.64), (0.3, 0.74), (0.3, 0.78), (0.2, 0.87),
                 (0.18, 0.9), (0.01, 0.98)),
        paint=Paint((208, 166, 92), pattern=SCALES | MOTTLE, grain=0.05)),
    "cooling tower": Turned(
        profile=((0.42, 0.0), (0.36, 0.2), (0.29, 0.45), (0.26, 0.68), (0.27, 0.85), (0.3, 1.0), (0.28, 1.0),
                 (0.25, 0.8)),
        paint=_CONCRETE, columns=30),
    "chimney": Turned(
        profile=((0.085, 0.0), (0.07, 0.4), (0.055, 0.93), (0.065, 0.94), (0.065, 1.0), (0.045, 1.0), (0.04, 0.9)),
        paint=_BRICK, bands=((0.8, 0.86, (232, 228, 220)),)),
    "buoy": Turned(
        profile=((0.01, -0.1), (0.34, -0.04), (0.4, 0.1), (0.36, 0.24), (0.16, 0.3), (0.1, 0.72), (0.13, 0.74),
                 (0.12, 0.84), (0.01, 0.88)), paint=Paint((214, 52, 40), shine=0.4),
        bands=((0.42, 0.56, (240, 240, 236)),)),
    "marshmallow": Turned(
        profile=((0.01, 0.0), (0.36, 0.01), (0.44, 0.08), (0.45, 0.5), (0.44, 0.86), (0.36, 0.95), (0.01, 0.96)),
        paint=Paint((250, 240, 240), soft=0.6)),
    "macaron": Turned(
        profile=((0.01, 0.0), (0.4, 0.02), (0.49, 0.14), (0.5, 0.22), (0.45, 0.25), (0.45, 0.36), (0.5, 0.39),
                 (0.49, 0.47), (0.4, 0.58), (0.01, 0.62)),
        paint=Paint((240, 150, 176), soft=0.3, pattern=MOTTLE, grain=0.04),
        bands=((0.25, 0.36, (252, 240, 226)),)),
    "jelly": Turned(
        profile=((0.46, 0.0), (0.44, 0.16), (0.38, 0.32), (0.37, 0.36), (0.32, 0.56), (0.24, 0.66), (0.01, 0.68)),
        paint=Paint((226, 40, 60), shine=1.3, soft=0.9)),
    "bell": Turned(
        profile=((0.46, 0.0), (0.44, 0.05), (0.34, 0.2), (0.28, 0.5), (0.25, 0.68), (0.14, 0.8), (0.01, 0.83)),
        paint=Paint((214, 166, 76), shine=0.9)),
    "gas cylinder": Turned(
        profile=((0.18, 0.0), (0.2, 0.03), (0.2, 0.75), (0.15, 0.85), (0.06, 0.9), (0.06, 1.0), (0.01, 1.0)),
        paint=Paint((60, 120, 170), shine=0.5)),
    "grenade": Turned(
        profile=((0.12, 0.0), (0.26, 0.12), (0.3, 0.32), (0.26, 0.56), (0.13, 0.68), (0.12, 0.8), (0.01, 0.82)),
        paint=Paint((74, 88, 56), pattern=SCALES, grain=0.12, shine=0.3)),
    "bullet": Turned(
        profile=((0.14, 0.0), (0.14, 0.04), (0.12, 0.06), (0.14, 0.08), (0.14, 0.62), (0.12, 0.63), (0.11, 0.78),
                 (0.06, 0.94), (0.01, 1.0)), paint=Paint((214, 170, 84), shine=1.0),
        bands=((0.63, 1.0, (176, 100, 60)),)),
    "cotton candy": Turned(
        profile=((0.01, 0.0), (0.045, 0.34), (0.2, 0.36), (0.36, 0.5), (0.4, 0.7), (0.3, 0.9), (0.12, 1.0),
                 (0.01, 1.02)),
        paint=Paint((250, 176, 210), soft=0.7, pattern=MOTTLE, grain=0.08), bands=((0.0, 0.34, (244, 240, 232)),)),
    "popsicle": Turned(
        profile=((0.03, 0.0), (0.03, 0.3), (0.17, 0.3), (0.2, 0.36), (0.2, 0.78), (0.14, 0.94), (0.01, 1.0)),
        paint=Paint((246, 90, 70), shine=0.8, soft=0.5), bands=((0.0, 0.3, (226, 194, 146)),)),
    "spinning top": Turned(
        profile=((0.01, 0.0), (0.03, 0.08), (0.2, 0.24), (0.42, 0.5), (0.4, 0.6), (0.1, 0.72), (0.03, 0.76),
                 (0.03, 0.96),
                 (0.05, 0.98), (0.01, 1.0)), paint=Paint((204, 44, 52), shine=0.7),
        bands=((0.3, 0.42, (246, 206, 70)), (0.6, 0.66, (60, 120, 200)))),
}  # fmt: skip
_SPIN = 9.0
"""Radians a second of a top."""


def _turned(body: Body, cast: Cast, *, kind: str) -> None:
    one = _KINDS[kind]
    paint = replace(one.paint, colour=own(cast, one.paint.colour))
    part = Body()
    tones = [next((c for a, b, c in one.bands if a <= (p[1] + q[1]) / 2 <= b), None) for p, q in pairwise(one.profile)]
    first = 0
    for n in range(1, len(tones) + 1):  # what is of one colour is one skin, and smooth
        if n == len(tones) or tones[n] != tones[first]:
            band = tones[first]
            tone = paint if band is None else replace(paint, colour=band)
            part.sheet(lathe(one.profile[first : n + 1], one.columns), tone, closed=True)
            first = n
    tilt = turn(0.0)
    if kind == "spinning top":
        for k in range(6):
            a = k / 6 * math.tau
            part.ball((0.3 * math.sin(a), 0.61, 0.3 * math.cos(a)), (0.05, 0.015, 0.05), Paint((250, 240, 220)))
        tilt = turn(cast.time_s * 1.3) @ turn(0.0, 0.12) @ turn(cast.time_s * _SPIN)
    elif kind == "buoy":
        tilt = turn(0.0, 0.12 * math.sin(1.3 * cast.time_s), 0.1 * math.sin(1.7 * cast.time_s + 1))
        part.ball((0, 0.93, 0), 0.06, Paint((255, 240, 170), glow=0.3 + 0.7 * (cast.time_s % 2 < 0.6)))
    elif kind == "bell":
        tilt = turn(0.0, 0.0, 0.3 * math.sin(3 * cast.time_s))
        part.ball((0.12 * math.sin(3 * cast.time_s - 0.6), 0.02, 0), 0.07, Paint(darker(paint.colour, 0.4), shine=0.6))
        part.limb((-0.07, 0.88, 0), 0.03, (0.07, 0.88, 0), 0.03, Paint(lighter(paint.colour, 0.2), shine=0.9))
    elif kind == "cooling tower":
        body.source("steam", (0, 1.0, 0), 0.28, 0.9)
    elif kind == "chimney":
        body.source("smoke", (0, 1.0, 0), 0.08, 0.7)
    elif kind == "grenade":
        part.limb((0.02, 0.82, 0), 0.03, (0.24, 0.5, 0), 0.02, Paint((130, 132, 120), shine=0.4))
        part.tube([(-0.1 + 0.08 * math.cos(b), 0.78 + 0.08 * math.sin(b), 0.0) for b in (0, 1, 2, 3, 4, 5, 6.28)],
                  [0.012] * 7, Paint((180, 180, 184), shine=0.8))  # fmt: skip
    body.graft(part, tilt, (0.0, 0.0, 0.0))


TURNED: Mapping[str, Rig] = {kind: partial(_turned, kind=kind) for kind in _KINDS}
