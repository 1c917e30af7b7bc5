"""Machines of kitchens and offices that are boxes with a front: each one unit high."""

from __future__ import annotations

import math
from collections.abc import Mapping

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, chance
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.tableware import own
from vitascope.engines.animatic.draw.rigs.treasures import hoop

_DARK = Paint((30, 32, 38), shine=0.7)
_STEEL = Paint((190, 196, 204), shine=0.9)
_GLASS = Paint((206, 230, 238), shine=1.3, alpha=0.3, soft=0.4)


def _washer(body: Body, cast: Cast) -> None:
    """Its drum turns, and what is in it tumbles."""
    white = Paint(own(cast, (238, 240, 242)), shine=0.5)
    body.box((0, 0.5, 0), (0.36, 0.5, 0.34), white)
    body.box((0, 0.9, 0.345), (0.35, 0.07, 0.006), Paint(darker(white.colour, 0.12), shine=0.4))
    body.ball((0.22, 0.9, 0.35), (0.04, 0.04, 0.03), _STEEL)
    body.box((-0.05, 0.9, 0.353), (0.07, 0.025, 0.002), Paint((90, 220, 255), glow=0.9))
    hoop(0.24, (0, 0.45, 0.35), 0.03, body, _STEEL, upright=True)
    body.ball((0, 0.45, 0.34), (0.23, 0.23, 0.012), Paint((40, 44, 52), shine=0.8))
    for k in range(7):
        a = cast.time_s * 4.4 + k * 0.9
        r = 0.07 + 0.09 * chance(3, k)
        tone = ((220, 70, 70), (70, 120, 210), (246, 240, 230), (240, 190, 70))[k % 4]
        body.ball((r * math.sin(a), 0.43 + r * math.cos(a), 0.345), (0.07, 0.055, 0.012), Paint(tone))
    body.ball((0, 0.45, 0.355), (0.21, 0.21, 0.03), Paint((150, 190, 220), shine=1.4, alpha=0.25))


def _microwave(body: Body, cast: Cast) -> None:
    """A plate turns in its light."""
    shell = Paint(own(cast, (60, 62, 68)), shine=0.6)
    body.box((0, 0.34, 0), (0.6, 0.34, 0.36), shell)
    body.box((-0.12, 0.35, 0.362), (0.42, 0.27, 0.004), Paint((70, 56, 36), glow=0.35, shine=0.8))
    a = cast.time_s * 0.9
    body.ball((-0.12, 0.22, 0.366), (0.26, 0.03, 0.004), Paint((250, 236, 206), glow=0.5))
    body.ball((-0.12 + 0.05 * math.sin(a), 0.3, 0.37), (0.1, 0.075, 0.004), Paint((196, 120, 60), glow=0.4))
    body.limb((0.33, 0.12, 0.39), 0.016, (0.33, 0.58, 0.39), 0.016, _STEEL)
    body.box((0.47, 0.55, 0.364), (0.085, 0.04, 0.003), Paint((80, 255, 170), glow=0.9))
    for k in range(12):
        body.box((0.41 + 0.06 * (k % 3), 0.42 - 0.08 * (k // 3), 0.364), (0.02, 0.024, 0.003), _STEEL)


def _toaster(body: Body, cast: Cast) -> None:
    """Two slices jump up out of it now and then."""
    steel = Paint(own(cast, _STEEL.colour), shine=1.0)
    body.box((0, 0.33, 0), (0.5, 0.27, 0.27), steel)
    for z in (-0.27, 0.27):
        body.limb((-0.48, 0.58, z * 0.9), 0.045, (0.48, 0.58, z * 0.9), 0.045, steel)
    body.box((0, 0.04, 0), (0.5, 0.04, 0.28), _DARK)
    beat = (cast.time_s * 0.4) % 1.0
    up = 0.16 + (0.3 * math.sin(math.pi * (beat - 0.7) / 0.3) if beat > 0.7 else 0.0)
    for z in (-0.11, 0.11):
        body.box((0, 0.605, z), (0.38, 0.006, 0.05), Paint((255, 120, 40), glow=0.6))
        body.box((0, 0.5 + up, z), (0.31, 0.16, 0.03), Paint((206, 150, 84)))
        body.box((0, 0.5 + up, z), (0.27, 0.13, 0.035), Paint((240, 206, 148)))
    body.box((0.52, 0.42 + 0.1 * (beat > 0.7), 0), (0.03, 0.025, 0.06), _DARK)


def _coffee_machine(body: Body, cast: Cast) -> None:
    """Coffee runs into a cup, and steam rises."""
    shell = Paint(own(cast, (176, 34, 38)), shine=0.7)
    body.box((0, 0.08, 0), (0.36, 0.08, 0.34), _DARK)
    body.box((0, 0.5, -0.2), (0.36, 0.42, 0.14), shell)
    body.box((0, 0.8, 0.02), (0.36, 0.16, 0.32), shell)
    body.box((0, 0.165, 0.1), (0.28, 0.006, 0.2), _STEEL)
    body.limb((0, 0.62, 0.14), 0.09, (0, 0.56, 0.14), 0.08, _STEEL)
    body.limb((0, 0.59, 0.2), 0.025, (0, 0.57, 0.5), 0.035, _DARK)
    for s in (-1, 1):
        body.limb((0.025 * s, 0.55, 0.14), 0.012, (0.025 * s, 0.26, 0.14), 0.008, Paint((70, 40, 22), shine=0.9))
        body.ball((0.22 * s, 0.82, 0.345), 0.035, _STEEL)
    body.ball((0, 0.85, 0.34), (0.06, 0.06, 0.02), Paint((246, 244, 236), shine=0.5))
    body.sheet(lathe([(0.05, 0.17), (0.085, 0.2), (0.1, 0.3), (0.09, 0.3), (0.08, 0.22)], 18, at=(0, 0, 0.14)),
               Paint((248, 246, 240), shine=0.6), closed=True)  # fmt: skip
    body.source("steam", (0, 0.34, 0.14), 0.1, 0.5)


def _blender(body: Body, cast: Cast) -> None:
    """What is in it whirls."""
    foot = lathe([(0.24, 0.0), (0.24, 0.06), (0.16, 0.28), (0.01, 0.28)], 20)
    body.sheet(foot, Paint(own(cast, (44, 46, 52)), shine=0.6), closed=True)
    for k in range(12):
        a = cast.time_s * 14 + k * 0.52
        y = 0.36 + 0.035 * k
        r = 0.09 + 0.006 * k
        body.ball((0.35 * r * math.sin(a), y, 0.35 * r * math.cos(a)), (r, 0.04, r),
                  Paint(((214, 60, 90), (236, 110, 130))[k % 2], soft=0.4))  # fmt: skip
    body.sheet(lathe([(0.13, 0.28), (0.15, 0.4), (0.21, 0.9), (0.22, 0.92)], 20), _GLASS, closed=True)
    body.sheet(lathe([(0.23, 0.91), (0.22, 0.96), (0.06, 0.97), (0.05, 1.0), (0.01, 1.0)], 20), _DARK, closed=True)
    body.tube([(0.2, 0.82, 0), (0.33, 0.78, 0), (0.3, 0.5, 0), (0.16, 0.44, 0)], [0.022] * 4, _GLASS)
    body.ball((0, 0.12, 0.21), (0.04, 0.04, 0.03), _STEEL)


def _safe(body: Body, cast: Cast) -> None:
    """Of steel, with a dial that turns and a handle of spokes."""
    steel = Paint(own(cast, (92, 98, 108)), shine=0.6)
    body.box((0, 0.5, 0), (0.46, 0.48, 0.4), steel)
    body.box((0, 0.5, 0.405), (0.41, 0.43, 0.02), Paint(lighter(steel.colour, 0.1), shine=0.7))
    for s in (-1, 1):
        body.limb((-0.43, 0.5 + 0.26 * s - 0.06, 0.42), 0.03, (-0.43, 0.5 + 0.26 * s + 0.06, 0.42), 0.03, _STEEL)
        body.box((0.36 * s, 0.01, 0.2), (0.06, 0.02, 0.1), _DARK)
    body.ball((0.12, 0.68, 0.44), (0.1, 0.1, 0.03), _DARK)
    for k in range(12):
        a = k / 12 * math.tau + math.sin(cast.time_s * 1.2) * 1.6
        body.limb((0.12 + 0.07 * math.sin(a), 0.68 + 0.07 * math.cos(a), 0.47), 0.006,
                  (0.12 + 0.09 * math.sin(a), 0.68 + 0.09 * math.cos(a), 0.46), 0.006, _STEEL)  # fmt: skip
    for k in range(5):
        a = k / 5 * math.tau + 0.5 * math.sin(cast.time_s * 0.7)
        body.limb((0.05, 0.38, 0.46), 0.02, (0.05 + 0.13 * math.sin(a), 0.38 + 0.13 * math.cos(a), 0.47), 0.018, _STEEL)
    body.ball((0.05, 0.38, 0.46), 0.035, _STEEL)


def _speaker(body: Body, cast: Cast) -> None:
    """Its cones beat."""
    wood = Paint(own(cast, (40, 38, 40)), shine=0.4)
    body.box((0, 0.5, 0), (0.27, 0.5, 0.24), wood)
    beat = 0.02 * max(math.sin(cast.time_s * 12.6), 0.0)
    for y, r in ((0.32, 0.2), (0.76, 0.11)):
        hoop(r, (0, y, 0.245), 0.02, body, _STEEL, upright=True)
        body.ball((0, y, 0.235), (r, r, 0.02 + beat), Paint((26, 26, 28), shine=0.2))
        body.ball((0, y, 0.25 + beat), (0.4 * r, 0.4 * r, 0.03), Paint((64, 64, 68), shine=0.5))


APPLIANCES: Mapping[str, Rig] = {
    "washing machine": _washer, "microwave": _microwave, "toaster": _toaster, "coffee machine": _coffee_machine,
    "blender": _blender, "safe": _safe, "loudspeaker": _speaker,
}  # fmt: skip
