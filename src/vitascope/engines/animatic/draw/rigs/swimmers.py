"""The whale, fishes and schools."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, chance, curve, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix, paint_of
from vitascope.engines.animatic.draw.rigs.kinds import IN_WATER, own_painter
from vitascope.engines.animatic.draw.rigs.shade import BELLY, MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import dense, loft
from vitascope.engines.animatic.draw.stage import Colour
from vitascope.engines.animatic.graph import FALLS_BACK_AT


def draw_whale(body: Body, cast: Cast) -> None:
    """Ten metres long. A breach takes it out of the water nose first, over on its back, and down flat."""
    back = paint_of(cast.actor.colour, (44, 56, 70))
    part = Body()
    _whale_body(part, back, cast.time_s)
    if cast.actor.action == "breach":
        _breach(body, part, cast)
        return
    roll = 0.05 * math.sin(cast.time_s * 0.8)
    body.graft(
        part,
        turn(0.05 * math.sin(cast.time_s * 0.5), 0.06 * math.sin(cast.time_s * 0.9), roll),
        (0, 0.15 * math.sin(cast.time_s * 0.9), 0),
    )


def _breach(body: Body, part: Body, cast: Cast) -> None:
    """It stands on its flukes, turns about itself, and topples about them; it strikes at `FALLS_BACK_AT`."""
    t = cast.act
    first, last = cast.actor.action_at or (0.0, 3.4)
    second = max(last - first, 0.1)
    if 0 < t < 1:
        fall = max(t - 0.24, 0.0) / (FALLS_BACK_AT - 0.24)
        pitch = 1.32 - 1.22 * min(fall, 1.0) ** 2.2
        tail = -10.4 + 9.7 * math.sin(math.pi / 2 * min(t / 0.36, 1.0)) + 0.4 * min(fall, 1.0)
        sunk = max(t - FALLS_BACK_AT, 0.0) * second
        at: Point = (
            0.0,
            tail + 4.9 * math.sin(pitch) - 1.2 * sunk - 2.4 * sunk**2,
            -4.4 + 4.9 * math.cos(pitch) + 0.8 * sunk,
        )
        roll = 0.25 + 2.1 * smooth((t - 0.08) / 0.56)
        basis = turn(0.15 * t, pitch - 0.1 * sunk, roll)
        body.graft(part, basis, at)
        if t < FALLS_BACK_AT:
            wet = (float(basis[0, 2]) * 3.6, float(basis[1, 2]) * 3.6, float(basis[2, 2]) * 3.6)
            body.source("steam", at, 1.1, min(1.0, 1.5 - 1.6 * t), along=wet)
    if t > 0.02:  # where it came out, and where it fell
        body.source("splash", (0, 0, -3.4), 1.25, 0.6, since_s=(t - 0.02) * second if t < 1 else _since(cast, first))
    body.source("splash", (0, 0, 0.6), 2.7, 1.0, along=(0, 0, 4.2))


def _since(cast: Cast, first: float) -> float:
    return max(cast.time_s - first, 0.0)


def _whale_body(body: Body, back: Colour, time_s: float) -> None:
    pale: Colour = (226, 228, 224)
    skin = Paint(back, pale, shine=0.45, pattern=BELLY, grain=0.5)
    rings = dense(
        [
            (5.0, 0.12, 0.05, 0.05),
            (4.7, 0.1, 0.5, 0.42),
            (3.6, 0.02, 0.98, 0.86),
            (2.0, -0.05, 1.2, 1.16),
            (0.2, 0.0, 1.12, 1.12),
            (-1.8, 0.1, 0.72, 0.8),
            (-3.4, 0.16, 0.34, 0.46),
            (-4.5, 0.18, 0.16, 0.24),
            (-4.9, 0.18, 0.1, 0.12),
        ],
        24,
    )
    beat = time_s * 1.6
    bent = [(z, c + 0.05 * max(1 - z, 0) * math.sin(beat - z * 0.25) * 0.6, w, h) for z, c, w, h in rings]
    body.sheet(loft(bent, 22), skin, closed=True)
    groove = Paint(mix(pale, (110, 120, 130), 0.75), shine=0.2)
    for k in range(-5, 6):  # throat grooves from the chin to the navel
        a = math.pi + k * 0.17
        line: list[Point] = []
        for z, c, w, h in bent[1:14]:
            line.append((math.sin(a) * w * 1.005, c + math.cos(a) * h * 1.005, z))
        body.tube(line, [0.022] * len(line), groove)
    for s in (-1, 1):
        body.tube(
            [(0.55 * s, 0.1, 4.75), (0.98 * s, 0.0, 3.5), (1.05 * s, -0.28, 2.9)],
            [0.03, 0.045, 0.02],
            Paint(darker(back, 0.5)),
        )
        body.ball((1.04 * s, -0.12, 2.75), 0.085, Paint((12, 12, 14), shine=0.8))
        sweep = 0.25 * math.sin(time_s * 1.3 + s)
        flipper = curve([(0.9 * s, -0.55, 1.9), (1.9 * s, -0.9 + sweep * 0.4, 1.1), (2.9 * s, -0.9 + sweep, -0.2)], 9)
        grid = np.array(
            [
                [
                    add(p, (0, 0, 0.5 * math.sin(math.pi * min(0.2 + i / 9, 1)))),
                    add(p, (0, 0.06, 0.0)),
                    add(p, (0, 0, -0.42 * math.sin(math.pi * min(0.25 + i / 10, 1)))),
                ]
                for i, p in enumerate(flipper)
            ]
        )
        body.sheet(grid, Paint(mix(back, pale, 0.45), pale, shine=0.3, pattern=MOTTLE, grain=1.0))
        lift = 0.28 * math.sin(beat + 1.2)
        fluke = np.array(
            [
                [(0.03 * s, 0.16, -4.5), (0.06 * s, 0.17, -4.8), (0.04 * s, 0.17, -5.1)],
                [
                    (0.7 * s, 0.18 + lift * 0.4, -4.75),
                    (0.7 * s, 0.24 + lift * 0.4, -5.0),
                    (0.62 * s, 0.18 + lift * 0.5, -5.28),
                ],
                [(1.3 * s, 0.2 + lift * 0.8, -5.05), (1.3 * s, 0.22 + lift * 0.8, -5.2), (1.2 * s, 0.2 + lift, -5.45)],
                [(1.75 * s, 0.2 + lift, -5.5), (1.75 * s, 0.2 + lift, -5.52), (1.75 * s, 0.2 + lift, -5.55)],
            ]
        )
        body.sheet(fluke, Paint(back, shine=0.4))
        for k in range(5):  # knobs on the jaw
            body.ball((0.42 * s + 0.1 * s * k, 0.3 - 0.06 * k, 4.45 - 0.25 * k), 0.055, Paint(lighter(back, 0.25)))
    body.tri((0, 0.75, -1.5), (0, 1.15, -2.2), (0, 0.7, -2.4), Paint(back, shine=0.3))


@lru_cache(maxsize=2)
def _form(fine: bool) -> NDArray[np.float64]:
    """A fish that lies straight, as a grid; read only."""
    rings = [
        (0.5, 0.0, 0.01, 0.02),
        (0.4, 0.0, 0.07, 0.13),
        (0.15, 0.0, 0.11, 0.22),
        (-0.12, 0.0, 0.09, 0.2),
        (-0.34, 0.0, 0.035, 0.075),
        (-0.4, 0.0, 0.02, 0.06),
    ]
    grid = loft(dense(rings, 14) if fine else rings, 14 if fine else 8)
    grid.flags.writeable = False
    return grid


def _fish(
    body: Body,
    back: Colour,
    belly: Colour,
    phase: float,
    at: Point,
    yaw: float,
    size: float,
    *,
    fine: bool,
    pitch: float = 0.0,
) -> None:
    part = Body()
    skin = Paint(back, belly, shine=0.4, glow=0.3, pattern=BELLY)  # scales flash, where water takes red and yellow
    fin = Paint(mix(back, (255, 220, 140), 0.3), soft=0.7, glow=0.3)
    bend = 0.32 * math.sin(phase)
    grid = _form(fine).copy()
    back_z = np.minimum(grid[..., 2] - 0.15, 0)
    grid[..., 0] += bend * back_z**2 * 2.2
    part.sheet(grid, skin, closed=True)
    x0, x1 = bend * 0.55**2 * 2.2, bend * 0.82**2 * 2.2 + 0.1 * math.sin(phase - 1)
    part.tri((x0, 0.02, -0.38), (x1, 0.24, -0.66), (x0 * 1.3, 0.0, -0.5), fin)
    part.tri((x0, -0.02, -0.38), (x1, -0.24, -0.66), (x0 * 1.3, 0.0, -0.5), fin)
    part.tri((0, 0.2, 0.18), (bend * 0.1, 0.36, -0.12), (bend * 0.1, 0.15, -0.2), fin)
    part.tri((0, -0.19, 0.05), (bend * 0.1, -0.32, -0.16), (bend * 0.1, -0.13, -0.2), fin)
    for s in (-1, 1):
        part.ball((0.068 * s, 0.05, 0.36), 0.034, Paint((246, 240, 220), shine=0.5))
        part.ball((0.09 * s, 0.05, 0.37), 0.019, Paint((10, 10, 12), shine=0.8))
        if fine:
            part.tri(
                (0.1 * s, -0.04, 0.2), (0.26 * s, -0.12 + 0.05 * math.sin(phase), 0.02), (0.1 * s, -0.12, 0.1), fin
            )
    body.graft(part, turn(yaw, pitch) * size, at)


def _look(cast: Cast) -> tuple[Colour, Colour]:
    words = cast.actor.form.lower()
    default: Colour = (
        (88, 100, 116)
        if "shark" in words
        else (232, 116, 30)
        if "clown" in words or "gold" in words
        else (70, 130, 190)
    )
    back = paint_of(cast.actor.colour, default)
    return back, mix(back, (250, 248, 232), 0.55)


def draw_fish(body: Body, cast: Cast) -> None:
    own_kind = own_painter(IN_WATER, cast)
    if own_kind is not None:
        own_kind(body, cast)
        return
    back, belly = _look(cast)
    sway = 0.1 * math.sin(cast.time_s * 1.4)
    _fish(body, back, belly, cast.time_s * 7, (0, 0.3 + 0.05 * math.sin(cast.time_s), 0), sway, 1.0, fine=True)


def draw_school(body: Body, cast: Cast) -> None:
    """They turn together: one heading for all, a ripple of delay through the school."""
    back, belly = _look(cast)
    count = min(max(cast.actor.count, 14), 44)
    for k in range(count):
        a, b, c = chance(cast.seed, k), chance(cast.seed, k + 100), chance(cast.seed, k + 200)
        u, v, w = 2 * a - 1, 2 * b - 1, 2 * c - 1
        size = 0.11 * (0.8 + 0.4 * a)
        late = cast.time_s - 0.35 * (a + c)
        yaw = 0.95 * math.sin(late * 0.7)
        drift = 0.3 * math.sin(cast.time_s * 0.7 - 0.6)
        r = math.sqrt(u * u + v * v + w * w) or 1.0
        squeeze = 0.85 / max(r, 0.6)
        at = (u * squeeze * 1.1 + drift, 0.5 + v * squeeze * 0.5 + 0.04 * math.sin(late * 2 + 6 * b), w * squeeze * 0.8)
        _fish(body, back, belly, late * 9 + 6 * b, at, yaw, size, fine=False, pitch=0.15 * math.sin(late * 1.1))
