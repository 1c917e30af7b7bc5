"""Doors and gates: leaves on hinges, and the light of another place behind a door. About one unit high."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, smooth
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, SCALES
from vitascope.engines.animatic.draw.rigs.tableware import own

_HALF, _HIGH, _FRAME = 0.22, 0.955, 0.035
"""Half the width and the height of a door's opening, and half the breadth of its frame, in the door's height."""
_WIDE_OPEN = math.radians(104)
_AJAR = 0.32
"""So far stands open what glows."""
_BRASS = Paint((196, 156, 84), shine=0.9)
_IRON: tuple[float, float, float] = (44, 46, 52)


def opened(cast: Cast) -> float:
    """How far it stands open, 0 shut to 1."""
    moved = smooth((cast.act - 0.12) / 0.7)
    label = cast.actor.label.lower()
    ajar = 1.0 if label.startswith("open ") else _AJAR if "glowing" in label else 0.0
    return {"open": moved, "close": 1 - smooth((cast.act - 0.12) / 0.4)}.get(cast.actor.action, ajar)


def _door(body: Body, cast: Cast) -> None:
    """A panelled leaf in its frame, hinged on the left; it opens towards us, and light falls out over the floor."""
    wood = Paint(own(cast, (122, 82, 52)), shine=0.12, pattern=MOTTLE, grain=0.5)
    trim = Paint(darker(wood.colour, 0.35), shine=0.1)
    for s in (-1, 1):
        body.box(((_HALF + _FRAME) * s, 0.5, 0), (_FRAME, 0.5, 0.05), trim)
    body.box((0, _HIGH + (1 - _HIGH) / 2, 0), (_HALF, (1 - _HIGH) / 2, 0.05), trim)
    body.box((0, 0.006, 0.01), (_HALF, 0.006, 0.05), trim)
    wide = opened(cast)
    if wide > 0:
        light = (255.0, 226.0, 172.0) if cast.night > 0.5 else (255.0, 246.0, 226.0)
        body.quad((-_HALF, 0, -0.03), (_HALF, 0, -0.03), (_HALF, _HIGH, -0.03), (-_HALF, _HIGH, -0.03),
                  Paint(light, glow=1.0))  # fmt: skip
        far = 1.1 * wide
        for share, alpha in ((1.0, 0.10), (0.72, 0.12), (0.45, 0.14)):
            z, spread = 0.05 + far * share, 0.16 * share
            body.quad((-_HALF, 0.004, 0.05), (_HALF, 0.004, 0.05), (_HALF + spread, 0.004, z),
                      (-_HALF - spread, 0.004, z), Paint(light, glow=1.0, alpha=alpha * wide))  # fmt: skip
        body.source("glow", (0.0, 0.5, 0.1), 0.9, 0.7 * wide)
    leaf = Body()
    leaf.box((_HALF, _HIGH / 2, 0), (_HALF - 0.004, _HIGH / 2 - 0.004, 0.016), wood)
    sunk, raised = Paint(darker(wood.colour, 0.22)), Paint(lighter(wood.colour, 0.06), shine=0.12)
    for x in (0.12, 0.32):
        for y, high in ((0.26, 0.17), (0.68, 0.2)):
            for side in (-1, 1):
                leaf.box((x, y, 0.0165 * side), (0.075, high, 0.002), sunk)
                leaf.box((x, y, 0.019 * side), (0.055, high - 0.022, 0.003), raised)
    for side in (-1, 1):
        leaf.box((0.405, 0.46, 0.018 * side), (0.014, 0.045, 0.004), _BRASS)
        leaf.limb((0.405, 0.475, 0.02 * side), 0.008, (0.405, 0.475, 0.045 * side), 0.008, _BRASS)
        leaf.limb((0.405, 0.475, 0.045 * side), 0.009, (0.35, 0.475, 0.045 * side), 0.008, _BRASS)
    _hung(body, leaf, (-_HALF, 0.0, 0.03), -_WIDE_OPEN * wide)


def _hung(body: Body, leaf: Body, at: tuple[float, float, float], angle: float) -> None:
    """Add ``leaf``, whose hinges are at its origin, turned about them by ``angle`` radians."""
    c, s = math.cos(angle), math.sin(angle)
    body.graft(leaf, np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]]), at)


def _gate(body: Body, cast: Cast) -> None:
    """Two leaves of iron between pillars; they open away from us."""
    stone = Paint((150, 144, 134), pattern=SCALES | MOTTLE, grain=0.12)
    iron = Paint(own(cast, _IRON), shine=0.5)
    wide = opened(cast)
    for s in (-1, 1):
        body.box((0.62 * s, 0.48, 0), (0.1, 0.48, 0.1), stone)
        body.ball((0.62 * s, 1.0, 0), 0.09, stone)
        leaf = Body()
        for k in range(6):
            x = -(0.47 - 0.09 * k) * s
            top = 0.72 + 0.16 * (1 - k / 5)
            leaf.limb((x, 0.04, 0), 0.011, (x, top, 0), 0.011, iron)
            leaf.limb((x, top, 0), 0.02, (x, top + 0.05, 0), 0.002, iron)
        for y in (0.12, 0.4, 0.68):
            leaf.limb((-0.5 * s, y, 0), 0.013, (0.01 * s, y, 0), 0.013, iron)
        _hung(body, leaf, (0.52 * s, 0.0, 0.0), -_WIDE_OPEN * 0.85 * wide * s)


DOORS: Mapping[str, Rig] = {"door": _door, "gate": _gate}
