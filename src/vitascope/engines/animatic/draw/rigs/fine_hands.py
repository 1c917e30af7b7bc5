"""A hand down to its nails, with its forearm and sleeve, and the desk that it works at, for pictures that it fills.

Seen over the shoulder of whom they belong to: x to the right, y up, z away from us; one unit is about the height of the
picture. What they work at lies on a plane that leans towards us, as one sees a desk from over it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, lerp, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.limbs import skin_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.stage import Colour

Array = NDArray[np.float64]
PALM_M = 0.30
LEAN = 0.62
"""Of the desk towards us, in radians."""
_FINGERS = ((0.33, 0.98, 0.92), (0.12, 1.06, 1.04), (-0.10, 1.02, 0.98), (-0.31, 0.90, 0.78))
"""Across the palm, how far its root, how long: index to little finger, in palms."""
_SKINS: tuple[Colour, ...] = ((238, 196, 168), (222, 172, 140), (196, 142, 108), (150, 100, 70), (112, 74, 52))
SLEEVES: tuple[Colour, ...] = ((58, 84, 128), (232, 230, 222), (96, 60, 66), (70, 92, 78), (60, 60, 68))
_DESK = Paint((150, 104, 64), (118, 78, 46), shine=0.25, pattern=MOTTLE, grain=0.5)
RIGHT, AHEAD = np.array([1.0, 0.0, 0.0]), np.array([0.0, math.sin(LEAN), math.cos(LEAN)])
UP = np.array([0.0, math.cos(LEAN), -math.sin(LEAN)])


def on_desk(x: float, ahead: float, up: float = 0.0) -> Point:
    """A place by how far to the right and ahead it is on the desk, and how far over it."""
    p, q, r = np.array([0.0, 0.3, 0.0]) + RIGHT * x + AHEAD * ahead + UP * up
    return (float(p), float(q), float(r))


def look_of_hands(cast: Cast) -> tuple[Paint, Paint, Paint]:
    """Skin, nails and sleeve of whose hands they are."""
    told = cast.actor.label.lower()
    skin = _SKINS[int(cast.chance(11) * len(_SKINS))]
    sleeve = SLEEVES[int(cast.chance(12) * len(SLEEVES))]
    if "baker" in told or "chef" in told or "doctor" in told:
        sleeve = (238, 236, 230)
    if "robot" in told:
        skin = sleeve = (150, 158, 168)
    shine = 0.6 if "robot" in told else 0.08
    skin_paint = Paint(skin, darker(skin, 0.28), shine=shine)
    return skin_paint, Paint(lighter(skin, 0.4), shine=0.35), Paint(paint_of(cast.actor.colour, sleeve))


def draw_one(
    body: Body, look: tuple[Paint, Paint, Paint], wrist: Point, along: Array, back: Array, side: int,
    bends: Sequence[float], *, thumb: float = 0.3, spread: float = 0.12, size: float = PALM_M, arm: Array | None = None,
) -> list[Point]:  # fmt: skip
    """A hand from its sleeve to its nails; the tips of its fingers.

    ``along`` points to the fingers and ``back`` out of the back of the hand; ``side`` is 1 for the right one. ``bends``
    are of index to little finger, 0 stretched and 1 a fist; ``thumb`` likewise. The forearm goes off along ``arm``.
    """
    skin, nail, sleeve = look
    y = along / np.linalg.norm(along)
    b = back - y * float(back @ y)
    b = b / np.linalg.norm(b)
    x = np.cross(y, b) * side
    axes = np.stack([x, y, b], axis=1)
    root = np.array(wrist, np.float64)

    def at(across: float, up: float, out: float) -> Point:
        p, q, r = root + (x * across + y * up + b * out) * size
        return (float(p), float(q), float(r))

    # The palm: a pad, the bones of the back, the ball of the thumb.
    body.ball(at(0.0, 0.54, -0.06), (0.42 * size, 0.56 * size, 0.17 * size), skin, turn=axes)
    for across, start, _ in _FINGERS:
        body.tube([at(0.6 * across, 0.06, 0.02), at(across, start, 0.02)], [0.17 * size, 0.155 * size], skin)
    body.ball(at(0.30, 0.30, -0.14), (0.2 * size, 0.32 * size, 0.17 * size), skin, turn=axes)
    tips: list[Point] = []
    for k, (across, start, long) in enumerate(_FINGERS):
        bend = 0.12 + 1.45 * bends[k]
        fan = spread * (1.5 - k) / 1.5
        p = np.array([across, start, 0.02])
        points, angle = [p.copy()], 0.0
        for n, part in enumerate((0.44, 0.31, 0.24)):
            angle += bend * (0.7, 1.0, 0.75)[n]
            way = np.array([math.sin(fan) * math.cos(angle), math.cos(fan) * math.cos(angle), -math.sin(angle)])
            p = p + way * part * long
            points.append(p.copy())
        line = [at(float(q[0]), float(q[1]), float(q[2])) for q in points]
        body.tube(line, [0.135 * size, 0.125 * size, 0.112 * size, 0.094 * size], skin)
        for joint in line[1:3]:
            body.ball(joint, 0.128 * size, skin)
        last = points[3] - points[2]
        last = last / np.linalg.norm(last)
        outward = np.array([0.0, math.sin(angle), math.cos(angle)])
        bed = points[3] + last * 0.015 + outward * 0.068
        body.ball(at(float(bed[0]), float(bed[1]), float(bed[2])), (0.07 * size, 0.1 * size, 0.04 * size), nail,
                  turn=axes @ turn(0.0, -angle))  # fmt: skip
        tips.append(line[-1])
    thumb_line = [
        at(0.32, 0.22, -0.1), at(0.58 - 0.1 * thumb, 0.52, -0.2 - 0.1 * thumb),
        at(0.66 - 0.34 * thumb, 0.86, -0.24 - 0.2 * thumb), at(0.64 - 0.5 * thumb, 1.08, -0.24 - 0.28 * thumb),
    ]  # fmt: skip
    body.tube(thumb_line, [0.18 * size, 0.155 * size, 0.135 * size, 0.105 * size], skin)
    body.ball(lerp(thumb_line[3], at(0.7, 1.1, 0.3), 0.12), (0.07 * size, 0.095 * size, 0.05 * size), nail, turn=axes)
    tips.append(thumb_line[-1])
    away = -y if arm is None else arm / np.linalg.norm(arm)
    forearm = root + away * np.linspace(-0.1, 6.5, 7)[:, None] * size
    skin_of(body, forearm, np.array([0.27, 0.28, 0.3, 0.34, 0.38, 0.42, 0.44]) * size, skin, columns=16)
    cuff = root + away * np.linspace(1.15, 6.6, 5)[:, None] * size
    skin_of(body, cuff, np.array([0.40, 0.43, 0.47, 0.52, 0.55]) * size, sleeve, columns=18, ends=False)
    return tips


def draw_desk(body: Body, paint: Paint = _DESK) -> None:
    body.quad(
        on_desk(-4, -2.2, -0.02), on_desk(4, -2.2, -0.02), on_desk(4, 1.25, -0.02), on_desk(-4, 1.25, -0.02), paint
    )


def draw_slab(body: Body, x: float, ahead: float, half: tuple[float, float, float], up: float, paint: Paint) -> None:
    """A box that lies on the desk: half its width, length and height."""
    body.box(on_desk(x, ahead, up + half[2]), (half[0], half[2], half[1]), paint, turn=turn(0.0, LEAN))
