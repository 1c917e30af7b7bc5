"""What people push, pull and slide down on: prams, wheelchairs, carts, barrows, sleds; and the baby in the pram."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, add, lerp
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.stances import Stance
from vitascope.engines.animatic.draw.rigs.wheels import wheel

PUSHED = ("pram", "shopping cart", "wheelbarrow", "lawn mower", "pushes")
SLIDES = ("sled",)
_IRON = Paint((70, 72, 80), shine=0.5)
_STEEL = Paint((196, 202, 210), shine=0.9)
_WOOD = Paint((176, 124, 72), shine=0.2)
_BLACK = Paint((34, 34, 38), shine=0.2)
AHEAD_M = 0.78
"""From who pushes to the middle of what is pushed."""


def _colour(cast: Cast, form: str, usual: tuple[float, float, float]) -> tuple[float, float, float]:
    told = next((p.removesuffix(f" {form}") for p in cast.actor.props if p.endswith(f" {form}")), None)
    own = cast.actor.colour if cast.actor.rig == "object" else None
    return paint_of(told or own, usual)


def _thin(body: Body, at: Point, r: float, spin: float) -> None:
    ring: list[Point] = [
        (at[0], at[1] + r * math.cos(a), at[2] + r * math.sin(a)) for a in np.linspace(0, math.tau, 25)
    ]
    body.tube(ring, [0.018] * 25, _BLACK)
    rim: list[Point] = [
        (at[0] * 1.1, at[1] + 0.88 * r * math.cos(a), at[2] + 0.88 * r * math.sin(a))
        for a in np.linspace(0, math.tau, 25)
    ]
    body.tube(rim, [0.009] * 25, _STEEL)
    for k in range(9):
        a = spin + k / 9 * math.tau
        body.limb(at, 0.005, (at[0], at[1] + r * math.cos(a), at[2] + r * math.sin(a)), 0.004, _STEEL)


def _wheels(body: Body, cast: Cast, places: tuple[tuple[float, float, float], ...]) -> None:
    """Each given by how far aside, how far ahead, and its radius."""
    for x, z, r in places:
        wheel(body, (x, r, z), r, 0.03, cast.travelled / r, cast.speed / r)


def _pram(body: Body, cast: Cast) -> None:
    """Its handle towards less z; a tub with a hood, and a blanket over somebody small."""
    blue = _colour(cast, "pram", (58, 78, 128))
    cloth, dark = Paint(blue), Paint(darker(blue, 0.35))
    rows, columns = 6, 14
    grid = np.empty((rows, columns, 3))
    for i in range(rows):
        t = i / (rows - 1)
        for j in range(columns):
            a = j / columns * math.tau
            r = 0.55 + 0.45 * math.sin(math.pi / 2 * t)
            grid[i, j] = (0.21 * r * math.sin(a), 0.42 + 0.3 * t, 0.42 * r * math.cos(a))
    body.sheet(grid, cloth, closed=True)
    hood = np.empty((7, 9, 3))
    for i in range(7):
        t = i / 6 * 1.55
        for j in range(9):
            a = (j / 8 - 0.5) * math.pi
            hood[i, j] = (0.22 * math.sin(a), 0.72 + 0.33 * math.cos(a) * math.cos(t * 0.25), 0.43 - 0.30 * t)
    for j in range(9):
        hood[0, j, 1] = 0.72 + 0.75 * (hood[0, j, 1] - 0.72)
    body.sheet(hood, [cloth, dark])
    body.ball((0, 0.74, 0.18), (0.08, 0.085, 0.085), Paint((234, 190, 162)))
    for s in (-1, 1):
        body.ball((0.028 * s, 0.77, 0.10), 0.01, _BLACK)
    body.ball((0, 0.72, -0.12), (0.17, 0.06, 0.26), Paint(lighter(blue, 0.6)))
    for s in (-1, 1):
        body.tube([(0.2 * s, 0.7, -0.3), (0.19 * s, 0.86, -0.52), (0.19 * s, 0.98, -0.66)], [0.014] * 3, _STEEL)
        body.tube([(0.2 * s, 0.24, 0.3), (0.18 * s, 0.42, 0.0), (0.2 * s, 0.24, -0.3)], [0.014] * 3, _STEEL)
    body.limb((-0.19, 0.98, -0.66), 0.02, (0.19, 0.98, -0.66), 0.02, _BLACK)
    for s in (-1, 1):
        for z in (-0.3, 0.3):
            _thin(body, (0.24 * s, 0.2, z), 0.2, cast.travelled / 0.2)


def _wheelchair(body: Body, cast: Cast) -> None:
    seat = Paint(_colour(cast, "wheelchair", (52, 58, 72)))
    body.box((0, 0.5, 0.0), (0.22, 0.03, 0.22), seat)
    body.box((0, 0.78, -0.23), (0.22, 0.26, 0.02), seat)
    for s in (-1, 1):
        body.tube(
            [(0.24 * s, 0.5, 0.24), (0.24 * s, 0.5, -0.24), (0.24 * s, 0.98, -0.26), (0.24 * s, 1.0, -0.4)],
            [0.018] * 4,
            _STEEL,
        )
        body.limb((0.24 * s, 0.72, -0.24), 0.018, (0.24 * s, 0.72, 0.16), 0.026, _BLACK)
        body.tube([(0.22 * s, 0.5, 0.24), (0.18 * s, 0.16, 0.42)], [0.016, 0.016], _STEEL)
        body.box((0.12 * s, 0.12, 0.48), (0.08, 0.012, 0.09), _BLACK)
    _wheels(body, cast, ((-0.2, 0.36, 0.09), (0.2, 0.36, 0.09)))
    for x in (-0.29, 0.29):
        _thin(body, (x, 0.32, -0.08), 0.32, cast.travelled / 0.32)


def _cart(body: Body, cast: Cast) -> None:
    wire = Paint(_colour(cast, "shopping cart", (190, 196, 204)), shine=0.8)
    low = ((-0.2, 0.5, -0.36), (0.2, 0.5, -0.36), (0.17, 0.5, 0.36), (-0.17, 0.5, 0.36))
    high = ((-0.26, 0.92, -0.42), (0.26, 0.92, -0.42), (0.22, 0.86, 0.5), (-0.22, 0.86, 0.5))
    for k in range(4):
        n = (k + 1) % 4
        for a, b in ((low[k], low[n]), (high[k], high[n]), (low[k], high[k])):
            body.limb(a, 0.011, b, 0.011, wire)
        for m in range(1, 6):
            u = m / 6
            body.limb(lerp(low[k], low[n], u), 0.005, lerp(high[k], high[n], u), 0.005, wire)
    for k, tint in enumerate(((210, 60, 50), (240, 200, 70), (90, 160, 80), (70, 110, 190), (230, 150, 80))):
        body.box((-0.1 + 0.2 * (k % 2), 0.62 + 0.08 * (k // 2), -0.2 + 0.13 * k), (0.08, 0.1, 0.07), Paint(tint))
    body.limb((-0.25, 1.0, -0.55), 0.02, (0.25, 1.0, -0.55), 0.02, Paint((200, 40, 40)))
    for s in (-1, 1):
        body.tube(
            [(0.25 * s, 1.0, -0.55), (0.24 * s, 0.5, -0.36), (0.2 * s, 0.16, -0.3), (0.16 * s, 0.16, 0.34)],
            [0.014] * 4,
            wire,
        )
    _wheels(body, cast, tuple((0.2 * s, z, 0.075) for s in (-1, 1) for z in (-0.3, 0.34)))


def _barrow(body: Body, cast: Cast) -> None:
    tub = Paint(_colour(cast, "wheelbarrow", (62, 116, 84)), shine=0.2)
    rows = [(0.16, 0.36, 0.22), (0.3, 0.66, 0.36)]
    a, b = ([(-x, y, -z), (x, y, -z), (0.8 * x, y, z), (-0.8 * x, y, z)] for x, y, z in rows)
    for k in range(4):
        n = (k + 1) % 4
        body.quad(a[k], a[n], b[n], b[k], tub)
    body.quad(a[0], a[1], a[2], a[3], tub)
    body.ball((0, 0.62, 0), (0.26, 0.14, 0.32), Paint((96, 70, 48)))
    for s in (-1, 1):
        body.limb((0.08 * s, 0.22, 0.5), 0.02, (0.25 * s, 0.66, -0.72), 0.022, _WOOD)
        body.limb((0.17 * s, 0.4, -0.2), 0.018, (0.2 * s, 0.0, -0.3), 0.018, _IRON)
    _wheels(body, cast, ((0.0, 0.52, 0.2),))


def _mower(body: Body, cast: Cast) -> None:
    red = Paint(_colour(cast, "lawn mower", (196, 44, 40)), shine=0.5)
    body.box((0, 0.2, 0.1), (0.25, 0.07, 0.3), red)
    body.ball((0, 0.32, 0.12), (0.14, 0.12, 0.14), _BLACK)
    for s in (-1, 1):
        body.limb((0.2 * s, 0.25, -0.15), 0.015, (0.22 * s, 0.98, -0.66), 0.015, _IRON)
    body.limb((-0.22, 0.98, -0.66), 0.02, (0.22, 0.98, -0.66), 0.02, _BLACK)
    body.ball((0, 0.3, -0.32), (0.2, 0.16, 0.16), Paint((60, 64, 60)))
    _wheels(body, cast, tuple((0.28 * s, z, 0.11) for s in (-1, 1) for z in (-0.14, 0.34)))


def _sled(body: Body, cast: Cast) -> None:
    wood = Paint(_colour(cast, "sled", (186, 120, 66)), shine=0.3)
    for s in (-1, 1):
        x = 0.2 * s
        body.tube([(x, 0.03, -0.5), (x, 0.02, 0.4), (x, 0.1, 0.58), (x, 0.26, 0.6), (x, 0.3, 0.5)], [0.022] * 5, _WOOD)
        for z in (-0.36, 0.02, 0.36):
            body.limb((x, 0.03, z), 0.02, (x * 0.95, 0.18, z), 0.02, wood)
    for k in range(5):
        body.box((-0.16 + 0.08 * k, 0.2, 0.0), (0.034, 0.012, 0.48), wood)
    body.limb((-0.2, 0.3, 0.5), 0.02, (0.2, 0.3, 0.5), 0.02, wood)


_DRAWN: dict[str, Rig] = {
    "pram": _pram, "wheelchair": _wheelchair, "shopping cart": _cart, "wheelbarrow": _barrow, "lawn mower": _mower,
    "sled": _sled,
}  # fmt: skip


def _alone(draw: Rig) -> Rig:
    """As high as one unit, for `objects`."""

    def rig(body: Body, cast: Cast) -> None:
        part = Body()
        draw(part, cast)
        body.graft(part, np.eye(3), (0.0, 0.0, 0.0))

    return rig


ROLLING: Mapping[str, Rig] = {form: _alone(draw) for form, draw in _DRAWN.items()}
"""By form, for `objects`."""


def draw_pushed(body: Body, cast: Cast, p: Stance) -> None:
    """Before who pushes it, or under who sits on it."""
    if "in wheelchair" in cast.actor.props:
        part = Body()
        _wheelchair(part, cast)
        body.graft(part, np.eye(3) * 1.08 * max(1.0, 1.3 / cast.actor.size_m), (0.0, 0.0, 0.0))
    for form in cast.actor.props:
        draw = _DRAWN.get(form)
        if draw is None:
            continue
        part = Body()
        draw(part, cast)
        if form in SLIDES:
            body.graft(part, np.eye(3) * 1.15, (0.0, 0.0, 0.1))
            rope: list[Point] = [add(p.wrists[1], (0, 0, 0.04)), (0.0, 0.36, 0.62), add(p.wrists[0], (0, 0, 0.04))]
            body.tube(rope, [0.008] * 3, Paint((220, 60, 50)))
            if cast.speed > 0.5:
                body.source("dust", (0.0, 0.04, -0.5), 0.28, 0.5)
        else:
            body.graft(part, np.eye(3), (0.0, 0.0, AHEAD_M))


def push_along(p: Stance, cast: Cast) -> None:
    """Hands at the handle; legs walk by themselves."""
    low = 0.64 if "wheelbarrow" in cast.actor.props else 0.98
    for i in (0, 1):
        p.wrists[i] = ((2 * i - 1) * 0.19, low, 0.14 if low < 0.9 else 0.2)
        p.elbows[i] = ((2 * i - 1) * 0.6, -0.6, -0.6)
        p.grips[i] = 1.0


def slide(p: Stance, cast: Cast) -> None:
    """On the sled, legs ahead, a rope in the hands; it jolts."""
    jolt = 0.02 * math.sin(cast.time_s * 13) if cast.speed > 0.3 else 0.0
    p.seated = True
    p.hip = (0.0, 0.4 + jolt, -0.12)
    bend_back = 0.14 + 0.06 * math.sin(cast.time_s * 2.1)
    for name, long in (("chest", 0.40), ("neck", 0.56)):
        setattr(p, name, (0.0, p.hip[1] + math.cos(bend_back) * long, p.hip[2] - math.sin(bend_back) * long * 0.4))
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i] = (side * 0.15, 0.36 + jolt, 0.6)
        p.toes[i] = 0.5
        p.wrists[i] = (side * 0.14, 0.66 + jolt, 0.28)
        p.grips[i] = 1.0
        p.elbows[i] = (side * 0.8, -0.5, -0.4)
    p.knees = (0.0, 1.0, 0.6)
    p.nod = 0.0


def ride_chair(p: Stance, cast: Cast) -> None:
    """In the wheelchair, hands on its arms."""
    p.seated = True
    p.hip = (0.0, 0.66, -0.08)
    p.chest, p.neck = (0.0, 1.06, -0.1), (0.0, 1.22, -0.09)
    for i in (0, 1):
        side = 2 * i - 1
        p.feet[i], p.toes[i] = (side * 0.13, 0.24, 0.44), 0.0
        p.wrists[i] = (side * 0.25, 0.83, 0.14)
        p.grips[i] = 0.4
    p.knees = (0.0, 1.0, 0.6)
    p.nod += 0.02 * math.sin(cast.time_s * 2)


DONE_WITH: Mapping[str, Callable[[Stance, Cast], None]] = {
    **dict.fromkeys(PUSHED, push_along), **dict.fromkeys(SLIDES, slide), "in wheelchair": ride_chair,
}  # fmt: skip
"""How one who has such a prop stands or sits."""
