"""How instruments are played."""

from __future__ import annotations

import math
from collections.abc import Callable

from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.stances import ANKLE_Y, Stance, bend


def _guitar(p: Stance, cast: Cast) -> None:
    strum = math.sin(cast.time_s * 9)
    p.reach(1, (0.08, -0.24 + 0.05 * strum, 0.24))
    p.elbows[1] = (1.0, 0.0, 0.1)
    p.reach(0, (-0.40, -0.02 + 0.015 * math.sin(cast.time_s * 2.2), 0.26))
    p.elbows[0] = (-0.6, -0.9, 0.0)
    p.grips = [0.75, 0.5]
    p.nod += 0.16
    p.yaw = -0.2


def _violin(p: Stance, cast: Cast) -> None:
    bow = math.sin(cast.time_s * 3.4)
    p.reach(0, (-0.36, 0.13, 0.36))
    p.reach(1, (0.16 + 0.14 * bow, 0.08 - 0.04 * bow, 0.34))
    p.elbows = [(-0.5, -1.0, 0.0), (1.0, -0.4, 0.1)]
    p.grips = [0.8, 0.7]
    p.yaw, p.nod = -0.45, 0.15


def _keys(p: Stance, cast: Cast) -> None:
    t = cast.time_s
    p.seated, p.seat, p.turn = True, "piano", 1.05  # seen from the side, over the keys
    p.hip = (0.0, 0.54, -0.06)
    bend(p, 0.16 + 0.05 * math.sin(t * 1.4))
    p.knees = (0.0, 1.0, 0.6)
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = (side * 0.13, ANKLE_Y, 0.36)
        p.wrists[i] = (side * 0.18 + 0.10 * math.sin(t * 1.1 + i), 0.78 + 0.02 * abs(math.sin(t * 6 + 2 * i)), 0.42)
        p.grips[i] = 0.3
    p.nod += 0.2


def _drums(p: Stance, cast: Cast) -> None:
    t = cast.time_s * 9
    p.seated, p.seat = True, "drums"
    p.hip = (0.0, 0.54, -0.06)
    bend(p, 0.12)
    p.knees = (0.0, 1.0, 0.6)
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = (side * 0.2, ANKLE_Y, 0.34)
        p.wrists[i] = (side * 0.22, 0.90 + 0.14 * max(math.sin(t + i * math.pi), -0.3), 0.34)
        p.grips[i] = 1.0


INSTRUMENTS: dict[str, Callable[[Stance, Cast], None]] = {
    "guitar": _guitar, "ukulele": _guitar, "violin": _violin, "fiddle": _violin, "piano": _keys, "drums": _drums,
}  # fmt: skip
