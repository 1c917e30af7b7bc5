"""A hand: palm, thumb and four fingers, open or closed about something."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point

_FINGERS = ((0.36, 0.95, 0.86), (0.13, 1.05, 1.0), (-0.11, 1.0, 0.95), (-0.33, 0.85, 0.76))
"""Across the palm, how far its root, how long: index to little finger, in palms."""


def draw_hand(
    body: Body,
    wrist: Point,
    along: Point,
    back: Point,
    size: float,
    side: int,
    paint: Paint,
    *,
    grip: float,
    fine: bool,
) -> None:
    """``along`` points to the fingers, ``back`` out of the back of the hand; ``size`` is the palm's length.

    ``side`` is 1 for the right hand; ``grip`` 0 is stretched, 1 a fist.
    """
    y = np.array(along) / max(float(np.linalg.norm(along)), 1e-6)
    b = np.array(back, np.float64)
    b = b - y * float(b @ y)
    b = b / max(float(np.linalg.norm(b)), 1e-6)
    x = np.cross(y, b) * side  # towards the thumb
    turn = np.stack([x, y, b], axis=1)
    root = np.array(wrist)

    def at(across: float, up: float, out: float) -> Point:
        p, q, r = root + (x * across + y * up + b * out) * size
        return (float(p), float(q), float(r))

    body.ball(at(0, 0.52, 0), (0.44 * size, 0.58 * size, 0.2 * size), paint, turn=turn)
    if not fine:
        body.limb(at(0, 0.85, 0), 0.34 * size, at(0, 0.95 + 0.75 * (1 - grip), -0.5 * grip), 0.22 * size, paint)
        body.limb(at(0.3, 0.3, -0.1), 0.15 * size, at(0.55, 0.8, -0.25), 0.11 * size, paint)
        return
    for across, start, long in _FINGERS:
        bend = 0.25 + 1.25 * grip
        points, angle = [at(across, start, 0)], 0.0
        p = np.array([across, start, 0.0])
        for k, part in enumerate((0.44, 0.30, 0.22)):
            angle += bend * (0.75, 1.0, 0.7)[k]
            p = p + np.array([0, np.cos(angle), -np.sin(angle)]) * part * long
            points.append(at(float(p[0]), float(p[1]), float(p[2])))
        body.tube(points, [0.125 * size, 0.115 * size, 0.10 * size, 0.085 * size], paint)
    body.ball(at(0.3, 0.3, -0.06), (0.2 * size, 0.3 * size, 0.18 * size), paint, turn=turn)
    body.tube(
        [at(0.34, 0.25, -0.08), at(0.6 - 0.1 * grip, 0.55, -0.2), at(0.62 - 0.35 * grip, 0.9, -0.25 - 0.25 * grip)],
        [0.155 * size, 0.13 * size, 0.1 * size],
        paint,
    )
