"""The tools of `toil` as they are used, in metres of a body 1.8 m tall, and by themselves, one unit high."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, add, lerp, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.stances import Stance
from vitascope.engines.animatic.draw.rigs.toil import JUMP_HZ, Shaft, chopping, digging, held_at, shaft_of
from vitascope.engines.animatic.draw.rigs.toys import PLAYED_WITH, TOYS, draw_jump_rope, draw_rifle
from vitascope.engines.animatic.moments import WORK_RATE

_WOOD = Paint((168, 120, 72), shine=0.2)
_PALE = Paint((214, 178, 124), shine=0.1)
_BARK = Paint((92, 66, 46), pattern=MOTTLE, grain=0.12)
_IRON = Paint((62, 64, 72), shine=0.5)
_STEEL = Paint((206, 212, 220), shine=0.9)
_STRAW = Paint((222, 186, 96), (176, 136, 60))
_SOIL = Paint((88, 62, 42), pattern=MOTTLE, grain=0.06)
_RED = Paint((206, 44, 40), shine=0.4)
_HOT = Paint((255, 132, 36), glow=0.95)
_SKIN = Paint((232, 186, 158))


def _frame(low: Point, high: Point) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Along a shaft from its upper end down, and two directions across it: aside, and out."""
    way = np.subtract(low, high)
    way = way / max(float(np.linalg.norm(way)), 1e-6)
    side = np.cross(way, (0.0, 0.0, 1.0))
    side = side / max(float(np.linalg.norm(side)), 1e-6)
    return way, side, np.cross(side, way)


def _beyond(at: Point, *steps: tuple[np.ndarray, float]) -> Point:
    x, y, z = np.asarray(at) + sum(way * long for way, long in steps)
    return (float(x), float(y), float(z))


def draw_broom(body: Body, shaft: Shaft, *, rake: bool = False) -> None:
    low, high = shaft
    way, side, _ = _frame(low, high)
    body.limb(_beyond(high, (way, -0.08)), 0.016, _beyond(low, (way, -0.18)), 0.016, _WOOD)
    neck = _beyond(low, (way, -0.2))
    if rake:
        body.limb(_beyond(low, (side, -0.2)), 0.014, _beyond(low, (side, 0.2)), 0.014, _IRON)
        for k in range(7):
            tooth = _beyond(low, (side, -0.19 + 0.063 * k))
            body.limb(tooth, 0.009, add(tooth, (0.0, -0.06, -0.02)), 0.004, _IRON)
        return
    body.limb(neck, 0.034, _beyond(neck, (way, 0.05)), 0.045, _RED)
    for k in range(9):
        s = -0.17 + 0.0425 * k
        body.limb(
            _beyond(neck, (way, 0.04), (side, 0.3 * s)), 0.022, _beyond(low, (way, 0.02), (side, s)), 0.026, _STRAW
        )


def draw_shovel(body: Body, shaft: Shaft) -> None:
    low, high = shaft
    way, side, out = _frame(low, high)
    body.limb(high, 0.018, _beyond(low, (way, -0.12)), 0.018, _WOOD)
    body.limb(_beyond(high, (side, -0.07)), 0.016, _beyond(high, (side, 0.07)), 0.016, _WOOD)
    grid = np.empty((5, 5, 3))
    for i in range(5):
        for j in range(5):
            t, u = i / 4, j / 2 - 1
            wide = 0.12 * (1 - 0.75 * max(t - 0.55, 0) ** 2 / 0.2)
            grid[i, j] = np.asarray(low) + way * (-0.14 + 0.3 * t) + side * wide * u + out * 0.035 * (u * u - 0.5)
    body.sheet(grid, Paint((120, 126, 134), shine=0.7))


def draw_axe(body: Body, shaft: Shaft) -> None:
    low, high = shaft
    way, side, out = _frame(low, high)
    body.limb(_beyond(high, (way, -0.12)), 0.019, _beyond(low, (way, 0.05)), 0.016, _WOOD)
    edge = -out  # towards the wood
    for s in (-1, 1):
        root, tip = 0.026 * s, 0.0
        a, b = _beyond(low, (way, -0.05), (side, root)), _beyond(low, (way, 0.05), (side, root))
        c = _beyond(low, (way, 0.1), (edge, 0.17), (side, tip))
        d = _beyond(low, (way, -0.09), (edge, 0.17), (side, tip))
        body.quad(a, b, c, d, _STEEL)
    body.ball(low, 0.04, _IRON)


def _broom(body: Body, cast: Cast, _p: Stance) -> None:
    if (shaft := shaft_of(cast)) is not None:
        draw_broom(body, shaft, rake=cast.actor.action == "rake")
        low = shaft[0]
        if cast.actor.action == "rake":
            for k in range(16):
                a = 2.4 * k
                tint = ((206, 120, 40), (180, 70, 36), (222, 176, 60))[k % 3]
                spot = (0.2 + 0.3 * math.sin(a), 0.02 + 0.01 * (k % 4), 0.95 + 0.16 * math.cos(a))
                body.ball(spot, (0.05, 0.008, 0.035), Paint(tint), turn=turn(a, 0.3))
        elif abs(math.cos(cast.time_s * 3.1)) > 0.4:
            body.source("dust", add(low, (0.05, 0.02, 0.05)), 0.16, 0.35)


def _shovel(body: Body, cast: Cast, _p: Stance) -> None:
    if (shaft := shaft_of(cast)) is None:
        return
    draw_shovel(body, shaft)
    _, up, thrown = digging(cast)
    if up > 0.1 and thrown < 0.7:
        body.ball(add(shaft[0], (0.0, 0.05, 0.0)), (0.11, 0.07, 0.1), _SOIL)
    body.ball((0.06, 0.0, 0.82), (0.34, 0.02, 0.24), Paint((52, 36, 26)))
    body.sheet(lathe([(0.36, 0.0), (0.27, 0.1), (0.12, 0.22), (0.01, 0.26)], 14, at=(0.95, 0, 0.7)), _SOIL, closed=True)
    if thrown > 0.3:
        for k in range(6):
            u = min(max((thrown - 0.3) * 1.2 + 0.06 * k, 0.0), 1.0)
            body.ball(lerp((0.6, 0.75, 0.78), (0.95, 0.25 + 0.3 * (1 - u), 0.7), u), 0.02 + 0.006 * (k % 3), _SOIL)


def _axe(body: Body, cast: Cast, _p: Stance) -> None:
    if (shaft := shaft_of(cast)) is None:
        return
    draw_axe(body, shaft)
    foot = (0.0, 0.0, 0.95)
    body.limb(add(foot, (0, 0.1, 0)), 0.24, add(foot, (0, 0.26, 0)), 0.22, _BARK)
    body.ball(add(foot, (0, 0.475, 0)), (0.21, 0.015, 0.21), _PALE)
    a = (cast.time_s / 1.7 + cast.chance(7)) % 1.0
    apart = smooth((a - 0.7) / 0.12) if chopping(cast) < 0.5 and a > 0.6 else 0.0
    for s in (-1, 1):
        at = add(foot, (s * (0.045 + 0.34 * apart), 0.66 - 0.42 * apart * apart, 0.0))
        tilt = turn(0.0, 0.0, -1.25 * s * apart)
        up = tilt @ np.array([0.0, 0.17, 0.0])
        top, low = _beyond(at, (up, 1.0)), _beyond(at, (up, -1.0))
        body.limb(low, 0.085, top, 0.08, _BARK)
        body.ball(top, (0.078, 0.02, 0.078), _PALE, turn=tilt)
    for k in range(5):
        body.limb((-0.75 + 0.16 * k, 0.09, 1.25), 0.08, (-0.72 + 0.16 * k, 0.09, 1.75), 0.08, _BARK)


def draw_anvil(body: Body, at: Point, scale: float = 1.0) -> None:
    """Its face lies 0.3 over ``at``."""

    def p(x: float, y: float, z: float = 0.0) -> Point:
        return add(at, (x * scale, y * scale, z * scale))

    iron = Paint((70, 74, 84), shine=0.6)
    for y, half in ((0.04, (0.17, 0.04, 0.12)), (0.14, (0.08, 0.07, 0.07)), (0.25, (0.22, 0.05, 0.085))):
        body.box(p(0, y), (half[0] * scale, half[1] * scale, half[2] * scale), iron)
    body.limb(p(-0.2, 0.255), 0.05 * scale, p(-0.46, 0.275), 0.008 * scale, iron)


def _hammer(body: Body, cast: Cast, p: Stance) -> None:
    right = add(p.wrists[1], (0.0, 0.02, 0.05))
    up = 0.5 + 0.5 * math.sin(cast.time_s * WORK_RATE)
    head = add(right, (-0.02, 0.12 * up + 0.02, 0.26 - 0.2 * up))
    body.limb(add(right, (0, -0.03, -0.06)), 0.014, head, 0.014, _WOOD)
    way = (0.0, 0.05 * up - 0.02, 0.04 + 0.02 * up)
    body.limb(add(head, (0, 0.06, 0.0)), 0.036, add(head, (way[0], -0.06, way[2] * 0.5)), 0.036, _IRON)
    if "anvil" in cast.actor.props:
        body.limb((0.06, 0.2, 0.72), 0.2, (0.06, 0.34, 0.72), 0.2, _BARK)
        draw_anvil(body, (0.06, 0.52, 0.72))
        left = add(p.wrists[0], (0.0, 0.0, 0.05))
        body.limb(left, 0.012, (0.0, 0.85, 0.66), 0.01, _IRON)
        body.box((0.12, 0.845, 0.72), (0.3, 0.012, 0.03), _HOT)
        if "blade" in cast.actor.props:
            body.tri((0.42, 0.85, 0.69), (0.42, 0.85, 0.75), (0.56, 0.85, 0.72), _HOT)
        if math.sin(cast.time_s * WORK_RATE) < -0.3:
            body.source("sparks", (0.1, 0.88, 0.72), 0.3, 1.0)
        return
    body.box((0.0, 0.72, 0.78), (0.55, 0.025, 0.22), _PALE)
    for x in (-0.45, 0.45):
        for z in (0.62, 0.94):
            body.limb((x, 0.7, z), 0.03, (x * 1.1, 0.0, z), 0.03, _WOOD)
    body.box((0.05, 0.775, 0.76), (0.42, 0.028, 0.07), Paint((196, 150, 96)))
    body.limb((0.1, 0.80, 0.72), 0.006, (0.1, 0.86, 0.72), 0.006, _STEEL)
    body.ball((0.1, 0.862, 0.72), (0.014, 0.004, 0.014), _STEEL)


def _can(body: Body, cast: Cast, p: Stance) -> None:
    at = add(p.wrists[1], (0.0, -0.16, 0.1))
    tin = Paint(paint_of(None, (70, 130, 110)), shine=0.5)
    body.limb(add(at, (0, -0.08, -0.02)), 0.1, add(at, (0, 0.06, 0.02)), 0.1, tin)
    rose = add(at, (0.0, 0.1, 0.34))
    body.limb(add(at, (0, -0.05, 0.08)), 0.022, rose, 0.016, tin)
    body.limb(rose, 0.02, add(rose, (0, 0.01, 0.05)), 0.045, tin)
    body.tube([add(at, (0, 0.12, -0.04)), add(at, (0, 0.22, 0.0)), add(at, (0, 0.14, 0.08))], [0.012] * 3, tin)
    drop = Paint((206, 228, 240), shine=0.6, alpha=0.75)
    for k in range(22):
        u = (cast.time_s * 1.9 + k / 22) % 1.0
        x, z = 0.09 * math.sin(2.4 * k), 0.06 + 0.04 * math.cos(2.4 * k)
        body.ball(
            add(rose, (x * (0.3 + u), 0.02 + 0.05 * u - (rose[1] + 0.02) * u * u, z + 0.34 * u)),
            (0.007, 0.02, 0.007),
            drop,
        )
    stem = Paint((62, 120, 52), soft=0.3)
    for k in range(9):
        x, z = 0.34 * math.sin(2.4 * k), 1.02 + 0.24 * math.cos(2.4 * k)
        high = 0.26 + 0.1 * ((k * 7) % 3)
        body.limb((x, 0, z), 0.01, (x, high, z), 0.008, stem)
        tint = ((220, 60, 80), (250, 200, 60), (150, 90, 200))[k % 3]
        for n in range(5):
            a = n / 5 * math.tau
            body.ball(
                (x + 0.035 * math.sin(a), high + 0.02, z + 0.035 * math.cos(a)),
                (0.03, 0.016, 0.03),
                Paint(tint, soft=0.4),
            )
        body.ball((x, high + 0.03, z), 0.02, Paint((250, 220, 110)))


def _baby(body: Body, cast: Cast, p: Stance) -> None:
    """Swaddled, its head in the crook of the arm; it looks up."""
    left, right = p.wrists
    cloth = Paint(paint_of(None, (236, 226, 206)), darker((236, 226, 206), 0.25))
    head = add(p.chest, (-0.2, -0.02, 0.19))
    feet = add(right, (0.12, -0.0, 0.02))
    middle = add(lerp(head, feet, 0.5), (0.0, -0.01, 0.04))
    body.tube([add(head, (0.05, -0.05, 0.01)), middle, feet], [0.085, 0.105, 0.07], cloth)
    body.ball(head, (0.09, 0.1, 0.09), cloth)
    face = add(head, (0.015, 0.02, 0.035))
    body.ball(face, (0.075, 0.08, 0.068), _SKIN)
    for s in (-1, 1):
        body.ball(add(face, (0.028 * s + 0.006, 0.012, 0.064)), (0.009, 0.011, 0.008), Paint((40, 30, 28), shine=0.6))
    body.ball(add(face, (0.004, -0.008, 0.07)), 0.011, Paint((226, 160, 136)))
    body.ball(add(face, (0.004, -0.034, 0.062)), (0.018, 0.007, 0.008), Paint((190, 90, 90)))
    wave = 0.03 * math.sin(cast.time_s * 3)
    body.limb(add(middle, (-0.06, 0.05, 0.06)), 0.026, add(middle, (-0.08, 0.13 + wave, 0.1)), 0.022, cloth)
    body.ball(add(middle, (-0.08, 0.155 + wave, 0.11)), 0.026, _SKIN)
    del left


def _dough(body: Body, cast: Cast, _p: Stance) -> None:
    """On a board of its own, on whatever table there is."""
    press = 0.5 + 0.5 * math.sin(cast.time_s * 3.2)
    body.box((0.0, 0.9, 0.52), (0.42, 0.02, 0.24), _PALE)
    for s in (-0.34, 0.34):
        body.limb((s, 0.9, 0.52), 0.03, (s, 0.0, 0.56), 0.03, _WOOD)
    dough = Paint((240, 222, 184), (216, 190, 146), soft=0.3, pattern=MOTTLE, grain=0.06)
    body.ball((0.0, 0.97, 0.52 + 0.03 * press), (0.17 + 0.04 * press, 0.075 - 0.02 * press, 0.12 + 0.03 * press), dough)


def _load(body: Body, cast: Cast, p: Stance) -> None:
    at = add(held_at(p), (0.0, 0.12, 0.06))
    card = Paint(paint_of(None, (186, 142, 92)), darker((186, 142, 92), 0.3))
    body.box(at, (0.22, 0.17, 0.17), card)
    body.box(add(at, (0, 0.172, 0)), (0.03, 0.002, 0.172), Paint((222, 196, 150)))
    body.box(add(at, (0, 0.06, 0.172)), (0.03, 0.11, 0.002), Paint((222, 196, 150)))
    del cast


def _camera(body: Body, cast: Cast, p: Stance) -> None:
    at = add(held_at(p), (0.0, 0.05, 0.03))
    body.box(at, (0.08, 0.05, 0.035), Paint((34, 34, 38), shine=0.4))
    body.box(add(at, (0, 0.06, 0)), (0.03, 0.015, 0.03), Paint((34, 34, 38)))
    body.limb(add(at, (0, 0, 0.03)), 0.042, add(at, (0, 0, 0.1)), 0.04, _IRON)
    body.ball(add(at, (0, 0, 0.13)), (0.034, 0.034, 0.012), Paint((60, 70, 110), shine=1.4))
    if (cast.time_s * 0.5 + 0.2) % 1.0 < 0.06:
        body.ball(add(at, (0, 0.065, 0.04)), 0.05, Paint((255, 255, 255), glow=1.0))


def draw_easel(body: Body, at: Point, scale: float, *, done: float = 0.6, away: bool = True) -> None:
    """A canvas on three legs, about 1.7 high; ``away``: its face is turned to who stands at less z."""

    def p(x: float, y: float, z: float) -> Point:
        return add(at, (x * scale, y * scale, (z if away else -z) * scale))

    for s in (-1, 1):
        body.limb(p(0.34 * s, 0, -0.06), 0.022 * scale, p(0.06 * s, 1.85, 0.1), 0.02 * scale, _WOOD)
    body.limb(p(0, 0, 0.62), 0.02 * scale, p(0, 1.75, 0.12), 0.02 * scale, _WOOD)
    body.limb(p(-0.4, 0.78, -0.02), 0.022 * scale, p(0.4, 0.78, -0.02), 0.022 * scale, _WOOD)

    def patch(x0: float, x1: float, y0: float, y1: float, paint: Paint, out: float) -> None:
        a, b, c, d = (p(x, y, (y - 0.8) * 0.09 - out) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
        body.quad(a, b, c, d, paint)

    patch(-0.5, 0.5, 0.8, 1.55, Paint((246, 242, 230)), 0.0)
    for (x0, x1, y0, y1), tint, since in (
        ((-0.46, 0.46, 1.12, 1.51), (130, 184, 226), 0.0), ((-0.46, 0.46, 0.84, 1.12), (96, 150, 70), 0.15),
        ((0.12, 0.3, 1.28, 1.44), (250, 206, 70), 0.3), ((-0.36, -0.1, 0.98, 1.26), (176, 96, 60), 0.5),
        ((-0.4, -0.06, 1.24, 1.34), (140, 44, 40), 0.6), ((0.06, 0.4, 0.9, 1.0), (222, 200, 130), 0.75),
    ):  # fmt: skip
        if done >= since:
            shown = min((done - since) / 0.14 + 0.15, 1.0)
            patch(x0, x0 + (x1 - x0) * shown, y0, y1, Paint(tint), 0.008 + 0.004 * since)


def _easel(body: Body, cast: Cast, _p: Stance) -> None:
    if "easel" in cast.actor.props:
        draw_easel(body, (0.1, 0.0, 0.92), 1.0, done=0.25 + 0.75 * cast.act)


IN_USE: Mapping[str, Callable[[Body, Cast, Stance], None]] = {
    "sweep": _broom, "rake": _broom, "dig": _shovel, "chop": _axe, "hammer": _hammer, "water": _can, "cradle": _baby,
    "carry": _load, "knead": _dough, "photograph": _camera, "paint": _easel, **PLAYED_WITH,
}  # fmt: skip
"""By action: what is in the hands, and what it is done to."""


def _puddle(body: Body, cast: Cast, ground: float) -> None:
    """It splashes each time that the feet come down in it."""
    body.ball((0.0, ground + 0.005, 0.05), (0.7, 0.008, 0.5), Paint((66, 82, 98), shine=1.2, alpha=0.75))
    since = ((cast.time_s * JUMP_HZ - 0.79) % 1.0) / JUMP_HZ
    drop = Paint((222, 234, 244), shine=0.7, alpha=0.85)
    for k in range(44):
        a, lot = 2.4 * k, cast.chance(100 + k)
        up, out = (1.6 + 1.9 * lot) * since - 4.9 * since * since, (0.7 + 1.2 * cast.chance(200 + k)) * since
        if up > -0.02 and cast.time_s > since:
            at = ((0.16 + out) * math.sin(a), ground + 0.04 + max(up, 0.0), 0.05 + (0.16 + out) * math.cos(a))
            body.ball(at, 0.012 + 0.014 * lot, drop)
    ring = min(since * 1.6, 1.0) * 0.65
    line: list[Point] = [
        (ring * math.sin(a), ground + 0.02, 0.05 + 0.7 * ring * math.cos(a)) for a in np.linspace(0, math.tau, 19)
    ]
    body.tube(line, [0.008] * 19, Paint((230, 238, 246), alpha=0.7 * (1 - min(since, 1.0))))


def draw_tools(body: Body, cast: Cast, p: Stance) -> None:
    if (draw := IN_USE.get(cast.actor.action)) is not None:
        draw(body, cast, p)
    if cast.actor.action == "dive" and cast.actor.action_at is not None:
        since = cast.time_s - cast.actor.action_at[1] + 0.05
        body.source("splash", (0.0, 0.0, 0.0), 0.42, 0.9, since_s=since)
    if "boxer" in cast.actor.label.lower():
        for wrist, s in zip(p.wrists, (-1, 1), strict=True):
            body.ball(add(wrist, (0.0, 0.0, 0.06)), (0.085, 0.09, 0.1), _RED)
            body.ball(add(wrist, (-0.05 * s, 0.03, 0.06)), 0.045, _RED)
    if "jump rope" in cast.actor.props:
        draw_jump_rope(body, cast, p)
    if "rifle" in cast.actor.props:
        draw_rifle(body, cast, p)
    if "puddle" in cast.actor.props:
        _puddle(body, cast, -p.lift)
    for form in _CARRIED & {*cast.actor.props}:
        if cast.actor.action not in IN_USE:
            x, y, z = add(p.wrists[1], (0.0, 0.0, 0.05))
            shaft = ((x + 0.03, max(y - 0.72, 0.05), z + 0.04), (x - 0.02, y + 0.5, z - 0.03))
            _CARRY[form](body, shaft)


_CARRY: Mapping[str, Callable[[Body, Shaft], None]] = {
    "broom": draw_broom, "rake": partial(draw_broom, rake=True), "shovel": draw_shovel,
    "axe": lambda body, shaft: draw_axe(body, (shaft[1], shaft[0])),
}  # fmt: skip
_CARRIED = frozenset(_CARRY)
_UPRIGHT: Shaft = ((0.12, 0.02, 0.0), (-0.1, 0.98, 0.0))


STANDING: Mapping[str, Rig] = {
    "broom": lambda body, _cast: draw_broom(body, _UPRIGHT),
    "rake": lambda body, _cast: draw_broom(body, _UPRIGHT, rake=True),
    "shovel": lambda body, _cast: draw_shovel(body, ((0.1, 0.14, 0.0), (-0.1, 0.98, 0.0))),
    "axe": lambda body, _cast: draw_axe(body, ((0.1, 0.86, 0.0), (-0.08, 0.14, 0.0))),
    "anvil": lambda body, _cast: draw_anvil(body, (0.1, 0.0, 0.0), 1.9),
    "easel": lambda body, _cast: draw_easel(body, (0.0, 0.0, 0.0), 0.55, done=1.0, away=False),
    **TOYS,
}  # fmt: skip
