"""Hands that fill the frame: typing, at the piano, in dough, writing, at clay, holding something, one in another.

Seen over the shoulder of whom they belong to; `fine_hands` has the hands themselves, and where things lie.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, chance, lerp, smooth, turn
from vitascope.engines.animatic.draw.rigs.fine_hands import (
    AHEAD,
    LEAN,
    PALM_M,
    RIGHT,
    SLEEVES,
    UP,
    draw_desk,
    draw_one,
    draw_slab,
    look_of_hands,
    on_desk,
)
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE


def _tap(cast: Cast, finger: int, rate: float) -> float:
    """How far a finger strikes now: seldom together, never for long."""
    beat = cast.time_s * rate + 3.7 * chance(17, finger)
    n, u = int(beat), beat % 1.0
    strikes = chance(cast.seed + finger, n) < 0.42
    return math.sin(math.pi * u) ** 2 if strikes else 0.0


def _over_keys(body: Body, cast: Cast, rate: float, apart: float, roam: float, high: float) -> list[list[float]]:
    """Both hands over something that has keys; how far each finger is down."""
    look = look_of_hands(cast)
    taps = []
    for i in (0, 1):
        side = 2 * i - 1
        tap = [_tap(cast, 5 * i + k, rate) for k in range(5)]
        drift = roam * math.sin(cast.time_s * (0.9 + 0.2 * i) + 2 * i)
        wrist = on_desk(side * apart + drift, -0.42, high - 0.02 * max(tap))
        along = AHEAD - 0.16 * side * RIGHT - 0.1 * UP
        draw_one(
            body,
            look,
            wrist,
            along,
            UP + 0.1 * side * RIGHT,
            side,
            [0.34 + 0.16 * t for t in tap[:4]],
            thumb=0.25 + 0.2 * tap[4],
            spread=0.16,
            arm=-AHEAD * 0.8 + 0.5 * side * RIGHT - 0.25 * UP,
        )
        taps.append(tap)
    return taps


def _type(body: Body, cast: Cast) -> None:
    draw_desk(body)
    shell, key = Paint((176, 180, 188), shine=0.5), Paint((40, 42, 48), shine=0.2)
    draw_slab(body, 0.0, 0.02, (0.8, 0.52, 0.02), 0.0, shell)
    for row in range(5):
        for k in range(13):
            x = -0.66 + 0.11 * k + 0.02 * (row % 2)
            draw_slab(body, x, -0.02 + 0.1 * row, (0.046, 0.042, 0.012), 0.04, key)
    draw_slab(body, 0.0, -0.34, (0.22, 0.13, 0.002), 0.04, Paint((150, 154, 162)))
    foot, top = np.array(on_desk(0, 0.55, 0.05)), np.array([0.0, 0.86, 0.34])
    for wide, out, paint in (
        (0.8, 0.0, Paint((60, 62, 68))), (0.75, 0.012, Paint((32, 44, 66), glow=0.75)),
    ):  # fmt: skip
        a, b = foot - (0, 0, out), foot + top * (1 - out) - (0, 0, out)
        body.quad((-wide, float(a[1]), float(a[2])), (wide, float(a[1]), float(a[2])),
                  (wide, float(b[1]), float(b[2])), (-wide, float(b[1]), float(b[2])), paint)  # fmt: skip
    written = cast.shot_s * 9
    for row in range(9):
        long = min(max(written - 9 * row + 40, 0.0), 40 * (0.55 + 0.45 * chance(5, row))) / 40
        u = 0.9 - 0.09 * row
        y, z = float(foot[1] + top[1] * u), float(foot[2] + top[2] * u) - 0.02
        tint = ((130, 210, 250), (240, 240, 244), (160, 240, 170))[int(chance(9, row) * 3)]
        if long > 0:
            body.limb((-0.66, y, z), 0.012, (-0.66 + 1.25 * long, y, z), 0.012, Paint(tint, glow=0.95))
    _over_keys(body, cast, 6.5, 0.30, 0.03, 0.17)


def _piano(body: Body, cast: Cast) -> None:
    black, ivory = Paint((20, 20, 24), shine=0.8), Paint((246, 243, 234), shine=0.4)
    draw_desk(body, Paint((28, 24, 24), shine=0.6))
    down: dict[int, float] = {}
    for i, hand in enumerate(_over_keys(body, cast, 3.6, 0.46, 0.10, 0.2)):
        at = (2 * i - 1) * 0.46 + 0.10 * math.sin(cast.time_s * (0.9 + 0.2 * i) + 2 * i)
        for k, t in enumerate(hand):
            across = (0.33, 0.12, -0.1, -0.31, 0.6)[k] * PALM_M * -(2 * i - 1)
            down[round((at + across) / 0.098)] = t
    for k in range(-16, 17):
        dip = 0.03 * down.get(k, 0.0)
        draw_slab(body, 0.098 * k, 0.18, (0.046, 0.46, 0.025), 0.0 - dip, ivory)
        if k % 7 not in (2, 6):
            draw_slab(body, 0.098 * k + 0.049, 0.36, (0.026, 0.28, 0.03), 0.04, black)
    draw_slab(body, 0.0, 0.72, (4.0, 0.06, 0.32), 0.0, black)


def _knead(body: Body, cast: Cast) -> None:
    draw_desk(body, Paint((176, 134, 90), (146, 106, 66), pattern=MOTTLE, grain=0.5))
    flour = Paint((246, 242, 232), alpha=0.8)
    for k in range(40):
        a, r = 2.4 * k, 0.18 + 0.9 * chance(21, k)
        at = on_desk(1.2 * r * math.sin(a), 0.2 + 0.7 * r * math.cos(a), -0.012)
        body.ball(at, (0.05 + 0.1 * chance(22, k), 0.006, 0.04), flour, turn=turn(a, LEAN))
    s = math.sin(cast.time_s * 3.2)
    press = smooth(0.5 + 0.5 * s)
    dough = Paint((240, 222, 184), (216, 190, 146), soft=0.3, pattern=MOTTLE, grain=0.2)
    frame = turn(0.0, LEAN)
    body.ball(
        on_desk(0, 0.14 + 0.06 * press, 0.1),
        (0.46 + 0.05 * press, 0.17 - 0.05 * press, 0.3 + 0.1 * press),
        dough,
        turn=frame,
    )
    body.ball(on_desk(0.0, 0.42 + 0.1 * press, 0.1), (0.34, 0.16 + 0.03 * press, 0.16), dough, turn=frame)
    for x in (-0.3, 0.3):
        body.ball(on_desk(x, -0.02 + 0.05 * press, 0.09), (0.16, 0.12 - 0.03 * press, 0.14), dough, turn=frame)
    look = look_of_hands(cast)
    for i in (0, 1):
        side = 2 * i - 1
        wrist = on_desk(side * 0.24, -0.42 + 0.24 * press, 0.32 - 0.14 * press)
        along = AHEAD - 0.24 * side * RIGHT - (0.35 - 0.2 * press) * UP
        draw_one(
            body,
            look,
            wrist,
            along,
            UP + 0.2 * side * RIGHT,
            side,
            [0.38 - 0.2 * press] * 4,
            thumb=0.3,
            spread=0.1,
            arm=-AHEAD * 0.7 + 0.45 * side * RIGHT + 0.1 * UP,
        )


def _write(body: Body, cast: Cast) -> None:
    draw_desk(body)
    draw_slab(body, 0.05, 0.1, (0.72, 0.8, 0.004), 0.0, Paint((248, 244, 232)))
    ink = Paint((34, 44, 104))
    done = (cast.shot_s * 0.16) % 1.0 * 4 + 1
    for row in range(6):
        share = min(max(done - row, 0.0), 1.0)
        n = int(26 * share)
        line = [
            on_desk(-0.5 + 0.042 * k, 0.58 - 0.14 * row + 0.028 * math.sin(2.1 * k + row) * math.sin(0.9 * k), 0.01)
            for k in range(n + 1)
        ]
        if n:
            body.tube(line, [0.007] * len(line), ink)
    row, share = int(done), done % 1.0
    tip = on_desk(-0.5 + 1.09 * share, 0.58 - 0.14 * min(row, 5) + 0.02 * math.sin(cast.time_s * 17), 0.012)
    top = tuple(float(v) for v in np.array(tip) + UP * 0.55 - AHEAD * 0.3 + RIGHT * 0.22)
    end: Point = (top[0], top[1], top[2])
    body.limb(lerp(tip, end, 0.12), 0.022, end, 0.026, Paint((26, 36, 92), shine=0.7))
    body.limb(tip, 0.004, lerp(tip, end, 0.12), 0.02, Paint((206, 170, 80), shine=0.9))
    grip = np.array(lerp(tip, end, 0.3))
    x, y, z = grip + RIGHT * 0.16 - AHEAD * 0.34 + UP * 0.06
    draw_one(
        body,
        look_of_hands(cast),
        (float(x), float(y), float(z)),
        AHEAD * 0.9 - RIGHT * 0.42 + 0.05 * UP,
        UP + 0.75 * RIGHT,
        1,
        [0.42, 0.5, 0.62, 0.7],
        thumb=0.75,
        spread=0.02,
        arm=-AHEAD + 0.5 * RIGHT,
    )
    draw_one(
        body,
        look_of_hands(cast),
        on_desk(-0.72, -0.42, 0.1),
        AHEAD + 0.5 * RIGHT,
        UP,
        -1,
        [0.1, 0.08, 0.1, 0.14],
        thumb=0.1,
        spread=0.25,
        arm=-AHEAD - 0.4 * RIGHT,
    )


def _pot(body: Body, cast: Cast) -> None:
    """Clay on the wheel, drawn up between both hands."""
    grow = smooth(0.5 + 0.5 * math.sin(cast.time_s * 0.7))
    clay = Paint((164, 112, 84), (128, 82, 60), shine=0.5, pattern=MOTTLE, grain=0.3)
    profile = [(0.44, 0.0), (0.40 + 0.03 * grow, 0.1), (0.36 - 0.05 * grow, 0.28 + 0.05 * grow),
               (0.26 + 0.06 * grow, 0.46 + 0.14 * grow), (0.22, 0.44 + 0.14 * grow), (0.2, 0.2)]  # fmt: skip
    rows, columns = len(profile), 26
    grid = np.empty((rows, columns, 3))
    for i, (r, h) in enumerate(profile):
        for j in range(columns):
            a = j / columns * math.tau
            lump = 1 + 0.02 * math.sin(2 * a + cast.time_s * 9)
            grid[i, j] = on_desk(r * lump * math.sin(a), 0.2 + r * lump * math.cos(a), 0.9 * h)
    draw_desk(body, Paint((96, 92, 90)))
    frame = turn(0.0, LEAN)
    body.ball(on_desk(0, 0.2, -0.01), (0.95, 0.03, 0.95), Paint((130, 132, 136), shine=0.5), turn=frame)
    for k in range(6):
        a = cast.time_s * 7 + k / 6 * math.tau
        body.ball(on_desk(0.72 * math.sin(a), 0.2 + 0.72 * math.cos(a), 0.02), (0.12, 0.012, 0.05), clay, turn=frame)
    body.sheet(grid, clay, closed=True)
    skin, nail, sleeve = look_of_hands(cast)
    wet = (replace(skin, colour=lerp(skin.colour, clay.colour, 0.35), shine=0.4), nail, sleeve)
    for i in (0, 1):
        side = 2 * i - 1
        wrist = on_desk(side * 0.62, -0.24, 0.2 + 0.14 * grow)
        draw_one(
            body,
            wet,
            wrist,
            AHEAD * 0.8 - 0.55 * side * RIGHT,
            RIGHT * side + 0.35 * UP,
            side,
            [0.3, 0.28, 0.3, 0.34],
            thumb=0.2,
            spread=0.1,
            arm=-AHEAD * 0.8 + 0.55 * side * RIGHT - 0.1 * UP,
        )


def _strum(body: Body, cast: Cast) -> None:
    """The belly of a guitar, its strings from side to side, a hand that plucks them."""
    wood = Paint((206, 140, 74), (176, 112, 54), shine=0.5, pattern=MOTTLE, grain=0.6)
    draw_desk(body, wood)
    frame = turn(0.0, LEAN)
    for r, tint in ((0.46, (120, 74, 40)), (0.42, (226, 190, 130)), (0.38, (26, 18, 14))):
        body.ball(on_desk(-0.2, 0.36, -0.015 + 0.004 * (0.46 - r) * 25), (r, 0.006, r), Paint(tint), turn=frame)
    draw_slab(body, -2.3, 0.36, (1.5, 0.24, 0.05), 0.0, Paint((60, 38, 26), shine=0.3))
    draw_slab(body, 1.2, 0.36, (0.1, 0.4, 0.05), 0.0, Paint((50, 32, 24), shine=0.4))
    pluck = math.sin(cast.time_s * 8)
    for k in range(6):
        a = 0.18 + 0.072 * k
        ring = 0.012 * math.sin(cast.time_s * 60 + k) * (0.5 + 0.5 * math.sin(cast.time_s * 8 - 0.5 - 0.3 * k))
        body.tube([on_desk(-4, a, 0.1), on_desk(-0.3, a + ring, 0.1), on_desk(1.2, a, 0.1)],
                  [0.006 + 0.0018 * (5 - k)] * 3, Paint((226, 214, 180), shine=0.9))  # fmt: skip
    wrist = on_desk(0.52 + 0.02 * pluck, -0.12 + 0.06 * pluck, 0.3)
    draw_one(
        body,
        look_of_hands(cast),
        wrist,
        AHEAD * 0.75 - 0.75 * RIGHT - 0.35 * UP,
        UP + 0.3 * RIGHT,
        1,
        [0.42 + 0.12 * pluck, 0.4 - 0.1 * pluck, 0.42 + 0.1 * pluck, 0.5],
        thumb=0.3 + 0.1 * pluck,
        spread=0.14,
        arm=-AHEAD * 0.5 + 0.9 * RIGHT + 0.1 * UP,
    )


def _slice(body: Body, cast: Cast) -> None:
    """A knife rocks on a board, and slices fall from what the other hand holds."""
    draw_desk(body)
    draw_slab(body, 0.0, 0.3, (1.0, 0.6, 0.03), 0.0, Paint((214, 172, 116), (190, 146, 92), pattern=MOTTLE, grain=0.4))
    a = (cast.time_s * 2.6) % 1.0
    up = 0.2 * math.sin(math.pi * a)
    carrot = Paint((236, 120, 40), soft=0.2)
    body.limb(on_desk(-0.85, 0.24, 0.16), 0.06, on_desk(0.06, 0.2, 0.16), 0.1, carrot)
    for k in range(7):
        spot = on_desk(0.24 + 0.1 * k + 0.03 * (k % 2), 0.2 + 0.06 * math.sin(2.4 * k), 0.08)
        body.ball(spot, (0.02, 0.1, 0.1), carrot, turn=turn(0.3 * math.sin(k), LEAN, 0.9))
    heel, point = on_desk(0.14, -0.2, 0.18 + up), on_desk(0.12, 0.66, 0.09)
    steel, grip = Paint((214, 220, 228), shine=1.0), on_desk(0.15, -0.62, 0.24 + 1.3 * up)
    low = tuple(float(v) for v in np.array(heel) - UP * 0.13)
    body.tri(heel, (low[0], low[1], low[2]), point, steel)
    body.limb(heel, 0.016, point, 0.006, steel)
    body.limb(heel, 0.05, grip, 0.055, Paint((40, 32, 30), shine=0.3))
    look = look_of_hands(cast)
    x, y, z = np.array(lerp(heel, grip, 0.5)) - AHEAD * 0.24 + RIGHT * 0.14 + UP * 0.08
    draw_one(
        body,
        look,
        (float(x), float(y), float(z)),
        AHEAD - 0.35 * RIGHT - 0.15 * UP,
        UP + 0.5 * RIGHT,
        1,
        [0.8, 0.85, 0.85, 0.85],
        thumb=0.6,
        spread=0.02,
        arm=-AHEAD + 0.35 * RIGHT,
    )
    draw_one(
        body,
        look,
        on_desk(-0.5, -0.2, 0.34),
        AHEAD * 0.8 + 0.5 * RIGHT - 0.3 * UP,
        UP,
        -1,
        [0.55, 0.52, 0.55, 0.6],
        thumb=0.3,
        spread=0.06,
        arm=-AHEAD - 0.5 * RIGHT,
    )


def _shake(body: Body, cast: Cast) -> None:
    """Two right hands clasp in the middle of the picture."""
    pump = 0.04 * math.sin(cast.time_s * 7)
    look = look_of_hands(cast)
    other = (look_of_hands(replace(cast, seed=cast.seed + 77))[0], look[1], Paint(SLEEVES[int(cast.chance(40) * 5)]))
    for s, one in ((-1, look), (1, other)):
        wrist = (s * 0.4, 0.46 + pump, 0.02 * s)
        along, back = np.array([-s * 1.0, 0.04, 0.1 * -s]), np.array([0.0, 0.12, -1.0 * s])
        draw_one(
            body,
            one,
            wrist,
            along,
            back,
            1,
            [0.5, 0.52, 0.54, 0.56],
            thumb=0.45,
            spread=0.03,
            size=0.34,
            arm=np.array([s * 1.0, -0.16, 0.0]),
        )


def _hold(body: Body, cast: Cast, things: Mapping[str, Rig]) -> None:
    """On an open palm, or in both; fingers close a little about it, and it is turned to the light."""
    held = next((p.removeprefix("holding ") for p in cast.actor.props if p.startswith("holding ")), "")
    one = not cast.actor.label.lower().endswith(("hands", "fingers", "palms"))
    sway = math.sin(cast.time_s * 1.1)
    high = 0.3 + 0.02 * sway
    look = look_of_hands(cast)
    curl = 0.22 + 0.04 * math.sin(cast.time_s * 1.7)
    fist = held in _SHAFTS
    for side in (1,) if one or fist else (-1, 1):
        x = 0.02 if one or fist else 0.1 * side
        wrist = (x + 0.2 * side, high - 0.16, -0.24)
        along = np.array([-0.72 * side, 0.34, 0.62])
        palm = np.array([0.1 * side, -1.0, 0.3])  # its back looks down
        draw_one(
            body,
            look,
            wrist,
            along,
            palm,
            side,
            [(0.75 if fist else curl) + 0.03 * k for k in range(4)],
            thumb=0.5 if fist else 0.2,
            spread=0.1,
            arm=np.array([0.6 * side, -0.55, -0.5]),
        )
    if not held:
        return
    part = Body()
    things.get(held, things["crate"])(part, replace(cast, actor=replace(cast.actor, form=held, label=held, size_m=0.3)))
    part.sources.clear()
    size = _SIZES.get(held, 0.34)
    body.graft(
        part,
        turn(2.9 + 0.3 * sway) * size,
        (0.06 if one else 0.0, high + (0.02 if one else 0.1), 0.0 if one else -0.06),
    )


_SIZES = {
    "seed": 0.16, "coin": 0.18, "ring": 0.2, "key": 0.3, "diamond": 0.22, "butterfly": 0.3, "apple": 0.36, "egg": 0.3,
    "phone": 0.6, "book": 0.6, "candle": 0.5, "flower": 0.7, "cup": 0.34, "mushroom": 0.36, "wine glass": 0.6,
}  # fmt: skip
"""In heights of the picture, where it is not a third."""
_SHAFTS = {"axe", "broom", "shovel", "microphone"}

WORKS: Mapping[str, Callable[[Body, Cast], None]] = {
    "type": _type, "piano": _piano, "knead": _knead, "write": _write, "pot": _pot, "guitar": _strum, "slice": _slice,
    "shake": _shake,
}  # fmt: skip
"""By what they are at, as `reading.equipping` says it."""


def draw_close_hands(body: Body, cast: Cast, things: Mapping[str, Rig]) -> None:
    """``things`` are what can lie in them, by form."""
    work = next((p.removeprefix("doing ") for p in cast.actor.props if p.startswith("doing ")), "")
    part = Body()
    if work in WORKS:
        WORKS[work](part, cast)
    else:
        _hold(part, cast, things)
    near = 1.0 if work in WORKS and work != "shake" else 1.3
    body.graft(part, np.eye(3) * near, (0.0, 0.5 - 0.42 * near, 0.0))
