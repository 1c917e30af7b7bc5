"""One instance of an actor at one instant: what a rig is told, and small sums that rigs share."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Point
from vitascope.engines.animatic.graph import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everything a rig may know. Pure in time: the same cast makes the same body."""

    actor: Actor
    time_s: float
    shot_s: float
    """Seconds since the shot began."""
    seed: int
    """Of this instance; instances of one actor differ."""
    index: int = 0
    """Which of the instances of its actor it is."""
    travelled: float
    """Along the path so far, in the rig's own metres."""
    speed: float
    """The rig's own metres a second."""
    mouth: float
    """How open the voice has the mouth, 0 to 1."""
    act: float
    """How far the action's moment is, 0 before it, 1 after; with no moment, through the shot."""
    before: Actor | None = None
    """The actor at the deed that it comes from, while it changes over to this one."""
    blend: float = 1.0
    """How far it has, 0 to 1."""
    night: float
    to_camera: float
    """Angle from ahead to the camera about the body's up axis, in radians, positive to its right."""
    sway: float = 0.0
    """How roughly the deck heaves that it stands on, 0 ashore or on calm water, 1 in the worst of storms."""
    pixels: float = 200.0
    """How large one of the rig's own metres is on the screen: what is too small to see need not be built."""

    def was(self) -> Cast | None:
        """The same instant of the deed before, at its end; `None` once the change is over."""
        return None if self.before is None else replace(self, actor=self.before, act=1.0, before=None, blend=1.0)

    def chance(self, n: int) -> float:
        """The ``n``-th fixed random number of this instance, 0 to 1."""
        return chance(self.seed, n)


Rig = Callable[[Body, Cast], None]
"""Builds the body about the foot, in the rig's own metres: `register` says how many of them make the actor's size."""


def chance(seed: int, n: int) -> float:
    """A hash to [0, 1): an integer mix after Murmur3's finaliser."""
    h = (seed * 0x9E3779B1 + n * 0x85EBCA6B + 0x165667B1) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return ((h ^ (h >> 16)) & 0xFFFFFF) / 0x1000000


def smooth(t: float) -> float:
    """0 to 1 with level ends."""
    t = min(max(t, 0.0), 1.0)
    return t * t * (3 - 2 * t)


def bump(t: float) -> float:
    """0 at both ends of [0, 1], 1 in the middle."""
    return math.sin(math.pi * min(max(t, 0.0), 1.0))


def add(a: Point, b: Point) -> Point:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def lerp(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


def polar(centre: Point, length: float, pitch: float, yaw: float = 0.0) -> Point:
    """``length`` from ``centre``: pitch 0 is ahead, −π/2 down; yaw turns to the right."""
    ahead = math.cos(pitch) * length
    return (
        centre[0] + ahead * math.sin(yaw),
        centre[1] + math.sin(pitch) * length,
        centre[2] + ahead * math.cos(yaw),
    )


def joint(a: Point, b: Point, first: float, second: float, bend: Point) -> Point:
    """The knee between ``a`` and ``b`` of two bones, on the side that ``bend`` points to; straight if out of reach."""
    ab = np.subtract(b, a)
    span = float(np.linalg.norm(ab)) or 1e-6
    along = (first * first - second * second + span * span) / (2 * span)
    out = math.sqrt(max(first * first - along * along, 0.0))
    unit = ab / span
    side = np.subtract(bend, unit * float(np.dot(bend, unit)))
    side = side / max(float(np.linalg.norm(side)), 1e-6)
    x, y, z = np.asarray(a) + unit * along + side * out
    return (float(x), float(y), float(z))


def turn(yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> NDArray[np.float64]:
    """A rotation whose columns are right, up and ahead: roll about ahead, then pitch up, then yaw to the right."""
    cy, sy, cp, sp, cr, sr = (
        math.cos(yaw),
        math.sin(yaw),
        math.cos(pitch),
        math.sin(pitch),
        math.cos(roll),
        math.sin(roll),
    )
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, sp], [0, -sp, cp]])
    about_z = np.array([[cr, sr, 0], [-sr, cr, 0], [0, 0, 1]])
    return about_y @ about_x @ about_z


def curve(points: list[Point], count: int) -> list[Point]:
    """``count`` points on a Catmull-Rom spline through ``points``."""
    p = np.array([points[0], *points, points[-1]])
    s = np.arange(count) / (count - 1) * (len(points) - 1)
    k = np.minimum(s.astype(int), len(points) - 2)
    t = (s - k)[:, None]
    a, b, c, d = p[k], p[k + 1], p[k + 2], p[k + 3]
    q = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
    out: list[Point] = [(x, y, z) for x, y, z in q.tolist()]
    return out
