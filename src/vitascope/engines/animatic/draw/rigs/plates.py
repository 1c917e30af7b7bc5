"""Hard clothes: armour and a robot's shell."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import add, lerp
from vitascope.engines.animatic.draw.rigs.looks import Look
from vitascope.engines.animatic.draw.rigs.shade import TINT
from vitascope.engines.animatic.draw.rigs.torsos import Trunk, cloth_of, girdle, hang

_STEEL = Paint((178, 184, 194), (84, 90, 102), shine=0.95, pattern=TINT)
MAIL = Paint((112, 116, 124), shine=0.5)
LEATHER = Paint((58, 42, 34), shine=0.2)
GOLD = Paint((226, 176, 62), shine=0.8)


def draw_cuirass(body: Body, look: Look, trunk: Trunk, legs: list[list[Point]], swing: float, columns: int) -> None:
    """Breast and back of steel, a coat of arms' colour below, a belt."""
    trunk.cover(body, MAIL, -0.17, 0.2, 0.012, rows=4, columns=columns)
    angles = np.linspace(0, 2 * math.pi, columns, endpoint=False)
    ts = np.linspace(1.02, 0.26, 10)
    grid = np.array([trunk.ring(float(t), angles, 0.022 + 0.03 * math.exp(-(((t - 0.62) / 0.2) ** 2))) for t in ts])
    ridge = np.exp(-((np.minimum(angles, 2 * math.pi - angles) / 0.25) ** 2))
    grid += trunk.ahead * (0.025 * ridge[None, :, None] * np.exp(-(((ts[:, None, None] - 0.6) / 0.3) ** 2)))
    tint = np.clip(
        0.08 + 0.5 * np.exp(-(((ts[:, None] - 0.28) / 0.06) ** 2)) + 0.3 * (0.5 - 0.5 * np.cos(angles))[None], 0, 1
    )
    body.sheet(grid, _STEEL, closed=True, tint=tint, solid=True)
    girdle(body, trunk, 1.03, 0.02, 0.018, GOLD)
    hang(
        body,
        cloth_of(look.top),
        trunk,
        legs,
        start=0.26,
        drop=0.46,
        flare=0.05,
        swing=swing,
        gap=0.0,
        columns=26,
        folds=6,
    )
    girdle(body, trunk, 0.25, 0.03, 0.02, LEATHER)
    body.ball(trunk.at(0.25, 0, 0.05), (0.03, 0.026, 0.014), GOLD)
    if look.hat == "kabuto":  # bands of lacquer
        for k in range(5):
            girdle(body, trunk, 0.36 + 0.11 * k, 0.045, 0.022, Paint(look.top if k % 2 else (34, 30, 36), shine=0.4))
        return
    trunk.patch(body, Paint(look.top), 0.42, 0.86, lambda t: 0.2 + 0.35 * t, 0.062, rows=6, columns=7)
    trunk.patch(body, Paint((226, 190, 90), shine=0.3), 0.50, 0.82, lambda _t: 0.05, 0.07, rows=4, columns=3)
    trunk.patch(body, Paint((226, 190, 90), shine=0.3), 0.66, 0.72, lambda _t: 0.24, 0.07, rows=2, columns=5)


def draw_plates(body: Body, look: Look, trunk: Trunk, arms: list[list[Point]], legs: list[list[Point]]) -> None:
    """Plates and joints over the limbs."""
    if look.outfit == "armour":
        for i, (shoulder, elbow, wrist) in enumerate(arms):
            side = 2 * i - 1
            for k in range(3):
                body.ball(
                    add(shoulder, (side * (0.015 + 0.012 * k), 0.035 - 0.045 * k, 0)),
                    (0.094 - 0.008 * k, 0.062, 0.098 - 0.008 * k),
                    Paint((178 - 12 * k, 184 - 12 * k, 194 - 12 * k), shine=0.9),
                )
            body.tube(
                [lerp(shoulder, elbow, 0.4), lerp(shoulder, elbow, 0.8)],
                [0.064, 0.056],
                Paint((170, 176, 186), shine=0.9),
            )
            body.ball(elbow, 0.064, Paint((190, 196, 206), shine=0.95))
            body.tube(
                [lerp(elbow, wrist, 0.22), lerp(elbow, wrist, 0.6), lerp(elbow, wrist, 0.98)],
                [0.056, 0.050, 0.052],
                Paint((176, 182, 192), shine=0.9),
            )
        for top, knee, ankle in legs:
            body.tube(
                [lerp(top, knee, 0.35), lerp(top, knee, 0.88)], [0.096, 0.076], Paint((166, 172, 182), shine=0.85)
            )
            body.ball(add(knee, (0, 0, 0.012)), (0.074, 0.08, 0.078), Paint((192, 198, 208), shine=0.95))
            body.tube(
                [lerp(knee, ankle, 0.16), lerp(knee, ankle, 0.42), lerp(knee, ankle, 0.95)],
                [0.070, 0.074, 0.054],
                Paint((174, 180, 190), shine=0.9),
            )
            body.limb(
                add(ankle, (0, -0.03, 0.0)),
                0.056,
                add(ankle, (0, -0.045, 0.15)),
                0.036,
                Paint((160, 166, 176), shine=0.8),
            )
        return
    if look.outfit == "robot":
        joint_ = Paint((70, 76, 86), shine=0.7)
        for chain in (*arms, *legs):
            for at in chain:
                body.ball(at, 0.056, joint_)
            for a, b in ((chain[0], chain[1]), (chain[1], chain[2])):
                body.tube([lerp(a, b, 0.2), lerp(a, b, 0.8)], [0.056, 0.05], Paint(look.top, shine=0.6))
        trunk.patch(body, Paint((30, 36, 46), shine=0.7), 0.5, 0.82, lambda _t: 0.6, 0.016)
        for k in range(3):
            body.ball(
                trunk.at(0.74, -0.3 + 0.3 * k, 0.024),
                0.018,
                Paint(((80, 220, 255), (255, 180, 60), (120, 255, 140))[k], glow=0.9),
            )
        girdle(body, trunk, 0.3, 0.012, 0.02, joint_)
        return
