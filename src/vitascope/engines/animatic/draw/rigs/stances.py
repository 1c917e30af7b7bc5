"""The joints of a person, and the limbs that follow from them; in metres of a body 1.8 m tall, foot at the origin."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Point
from vitascope.engines.animatic.draw.rigs.cast import add, joint, lerp

THIGH, SHIN, UPPER, FORE = 0.43, 0.42, 0.29, 0.26
HIP_Y, ANKLE_Y = 0.955, 0.085


@dataclass(slots=True, kw_only=True)
class Stance:
    """What an action sets; the joints between follow from it. Index 0 is the left side, 1 the right."""

    hip: Point = (0.0, HIP_Y, 0.0)
    chest: Point = (0.0, HIP_Y + 0.40, 0.0)
    neck: Point = (0.0, HIP_Y + 0.56, 0.0)
    feet: list[Point] = field(default_factory=lambda: [(-0.11, ANKLE_Y, 0.0), (0.11, ANKLE_Y, 0.02)])
    toes: list[float] = field(default_factory=lambda: [0.0, 0.0])
    """Pitch of each foot, down below 0, in radians."""
    knees: Point = (0.0, 0.15, 1.0)
    """Which way knees bend."""
    wrists: list[Point] = field(default_factory=lambda: [(0.0, 0.0, 0.0), (0.0, 0.0, 0.0)])
    elbows: list[Point] = field(default_factory=lambda: [(-0.5, -0.5, -0.7), (0.5, -0.5, -0.7)])
    """Which way each elbow bends."""
    grips: list[float] = field(default_factory=lambda: [0.35, 0.35])
    yaw: float = 0.0
    """Of the head."""
    nod: float = 0.0
    turn: float = 0.0
    """Of the whole body about its up axis, and then about its right one, at ``pivot``."""
    tip: float = 0.0
    pivot: Point = (0.0, 0.0, 0.0)
    lift: float = 0.0
    seat: str = ""
    """``log``, ``stool``: what is sat on is drawn too."""
    seated: bool = False

    def shoulders(self, width: float) -> list[Point]:
        return [add(self.chest, (s * width, 0.072, 0.0)) for s in (-1, 1)]

    def reach(self, side: int, at: Point) -> None:
        """Set a wrist relative to the chest."""
        self.wrists[side] = add(self.chest, at)


def bend(p: Stance, forward: float, side: float = 0.0) -> None:
    """Lean the trunk about the hips, in radians."""
    for name, long in (("chest", 0.40), ("neck", 0.56)):
        x, y, z = p.hip
        setattr(
            p,
            name,
            (x + math.sin(side) * long, y + math.cos(forward) * math.cos(side) * long, z + math.sin(forward) * long),
        )


def between(a: Stance, b: Stance, t: float) -> Stance:
    """The stance ``t`` of the way from one to another; what is sat on is that of the nearer one."""
    mixed = Stance(seat=(a if t < 0.5 else b).seat, seated=(a if t < 0.5 else b).seated)
    for name in ("hip", "chest", "neck", "knees"):
        setattr(mixed, name, lerp(getattr(a, name), getattr(b, name), t))
    for name in ("feet", "wrists", "elbows"):
        setattr(mixed, name, [lerp(p, q, t) for p, q in zip(getattr(a, name), getattr(b, name), strict=True)])
    for name in ("toes", "grips"):
        setattr(mixed, name, [p + (q - p) * t for p, q in zip(getattr(a, name), getattr(b, name), strict=True)])
    for name in ("yaw", "nod", "lift"):
        setattr(mixed, name, getattr(a, name) + (getattr(b, name) - getattr(a, name)) * t)
    for name in ("turn", "tip"):  # the shorter way round
        setattr(mixed, name, getattr(a, name) + math.remainder(getattr(b, name) - getattr(a, name), math.tau) * t)
    turned = [p.pivot for p in (a, b) if p.turn or p.tip]
    mixed.pivot = lerp(a.pivot, b.pivot, t) if len(turned) == 2 else turned[0] if turned else (0.0, 0.0, 0.0)
    return mixed


def limbs_of(p: Stance, width: float) -> tuple[list[list[Point]], list[list[Point]]]:
    """Shoulder, elbow and wrist of both arms; hip, knee and ankle of both legs."""
    arms, legs = [], []
    for i, shoulder in enumerate(p.shoulders(width)):
        wrist = _within(shoulder, p.wrists[i], UPPER + FORE)
        arms.append([shoulder, joint(shoulder, wrist, UPPER, FORE, p.elbows[i]), wrist])
    for i in (0, 1):
        side = 2 * i - 1
        top = add(p.hip, (side * 0.092, -0.02, 0.0))
        foot = _within(top, p.feet[i], THIGH + SHIN)
        bend = (p.knees[0] * (1 if i else -1) + 0.08 * side, p.knees[1], p.knees[2])
        legs.append([top, joint(top, foot, THIGH, SHIN, bend), foot])
    return arms, legs


def _within(root: Point, end: Point, reach: float) -> Point:
    far = float(np.linalg.norm(np.subtract(end, root)))
    return end if far <= reach * 0.999 else lerp(root, end, reach * 0.999 / far)
