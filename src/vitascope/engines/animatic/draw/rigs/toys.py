"""Balls, kites, swings and other toys of `toil` as they are played with, in metres of a body 1.8 m tall."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, add, lerp, turn
from vitascope.engines.animatic.draw.rigs.colours import lighter, paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.stances import Stance
from vitascope.engines.animatic.draw.rigs.toil import JUGGLED, SWING_TOP, juggled, kicked

_WOOD = Paint((168, 120, 72), shine=0.2)
_PALE = Paint((214, 178, 124), shine=0.1)
_STEEL = Paint((206, 212, 220), shine=0.9)
_RED = Paint((206, 44, 40), shine=0.4)
_BALLS = ((214, 40, 46), (40, 110, 210), (250, 200, 40))


def _balls(body: Body, cast: Cast, _p: Stance) -> None:
    for k in range(JUGGLED):
        body.ball(juggled(cast, k), 0.065, Paint(_BALLS[k], shine=0.4))


def draw_football(body: Body, at: Point, r: float, spin: float) -> None:
    body.ball(at, r, Paint((240, 240, 236), shine=0.3))
    for k in range(9):
        y = 1 - 2 * (k + 0.5) / 9
        a = 2.4 * k + spin
        ring = math.sqrt(1 - y * y)
        spot = add(at, (0.86 * r * ring * math.sin(a), 0.86 * r * y, 0.86 * r * ring * math.cos(a)))
        body.ball(spot, 0.24 * r, Paint((28, 28, 32)))


def _kicked_ball(body: Body, cast: Cast, _p: Stance) -> None:
    u = max(kicked(cast), 0.0)
    at = (0.08, 0.11 + 7.0 * u * max(0.62 - u, 0.0), 0.5 + 11.0 * u)
    draw_football(body, at, 0.11, cast.time_s * 3 + 20 * u)


def _blades(body: Body, _cast: Cast, p: Stance) -> None:
    for x, y, z in p.feet:
        body.box((x, y - 0.12, z + 0.06), (0.006, 0.022, 0.16), _STEEL)
        for k in (-0.06, 0.14):
            body.limb((x, y - 0.06, z + k), 0.014, (x, y - 0.11, z + k), 0.01, _STEEL)


def _swing(body: Body, _cast: Cast, p: Stance) -> None:
    rope = Paint((196, 170, 120))
    y = p.hip[1] - 0.12
    body.box((0.0, y, 0.0), (0.3, 0.02, 0.13), _RED)
    for s in (-1, 1):
        body.limb((0.27 * s, y, 0.0), 0.012, (0.27 * s, SWING_TOP[1], SWING_TOP[2]), 0.012, rope)
    c, d = math.cos(p.tip), math.sin(p.tip)

    def still(x: float, py: float, z: float) -> Point:
        """A place that does not go to and fro: turned back about the pivot before all is turned."""
        up, on = py - SWING_TOP[1], z - SWING_TOP[2]
        return (x, SWING_TOP[1] + c * up + d * on, SWING_TOP[2] - d * up + c * on)

    post = Paint((120, 80, 50), shine=0.1)
    body.limb(still(-1.0, 2.37, -0.05), 0.05, still(1.0, 2.37, -0.05), 0.05, post)
    for s in (-1, 1):
        for z in (-0.75, 0.65):
            body.limb(still(0.95 * s, 2.37, -0.05), 0.05, still(1.08 * s, 0.0, z), 0.05, post)


def _kite(body: Body, cast: Cast, p: Stance) -> None:
    t = cast.time_s
    c = (1.1 + 0.2 * math.sin(1.1 * t), 2.36 + 0.14 * math.sin(1.7 * t + 1), 1.0)
    middle = draw_kite(body, c, paint_of(_kite_colour(cast), (214, 36, 44)), t)
    hand = add(p.wrists[1], (0.0, 0.03, 0.05))
    string = [add(lerp(hand, middle, u), (0.0, -0.3 * u * (1 - u), 0.0)) for u in (0, 0.2, 0.4, 0.6, 0.8, 1.0)]
    body.tube(string, [0.005] * 6, Paint((246, 246, 240)))
    body.limb(add(p.wrists[0], (-0.02, 0.0, 0.05)), 0.03, add(p.wrists[0], (0.06, 0.0, 0.05)), 0.03, _RED)


def draw_kite(body: Body, c: Point, colour: tuple[float, float, float], t: float) -> Point:
    """A diamond one unit high about ``c``, with its tail; where the string is tied to it."""
    sway = math.sin(1.1 * t)
    lean = turn(0.35 + 0.12 * sway, 0.35, -0.35 + 0.2 * sway)

    def at(x: float, y: float, z: float = 0.0) -> Point:
        q = lean @ np.array([x, y, z])
        return add(c, (float(q[0]), float(q[1]), float(q[2])))

    top, left, right, foot, middle = at(0, 0.44), at(-0.34, 0.1), at(0.34, 0.1), at(0, -0.52), at(0, 0.1, -0.05)
    one, two = Paint(colour, soft=0.5), Paint(lighter(colour, 0.35), soft=0.5)
    for a, b, paint in ((top, left, one), (right, top, two), (left, foot, two), (foot, right, one)):
        body.tri(middle, a, b, paint)
    body.limb(top, 0.008, foot, 0.008, _PALE)
    body.limb(left, 0.008, right, 0.008, _PALE)
    tail = [
        add(foot, (-0.08 * k * 0.6 + 0.06 * math.sin(0.9 * k - 5 * t), -0.13 * k, 0.03 * math.cos(k - 4 * t)))
        for k in range(9)
    ]
    body.tube(tail, [0.006] * 9, Paint((250, 240, 220)))
    for k in range(2, 9, 2):
        for s in (-1, 1):
            body.tri(
                tail[k], add(tail[k], (0.09 * s, 0.04, 0)), add(tail[k], (0.09 * s, -0.04, 0)), two if k % 4 else one
            )
    return middle


def _kite_colour(cast: Cast) -> str | None:
    return next((prop.removesuffix(" kite") for prop in cast.actor.props if prop.endswith(" kite")), None)


def _soap(body: Body, cast: Cast, p: Stance) -> None:
    right, left = add(p.wrists[1], (0, 0.02, 0.05)), add(p.wrists[0], (0, 0.0, 0.06))
    ring = add(right, (-0.03, 0.14, 0.06))
    body.limb(right, 0.006, add(ring, (0, -0.04, 0)), 0.006, _RED)
    body.tube(
        [add(ring, (0.04 * math.sin(k), 0.04 * math.cos(k), 0)) for k in np.linspace(0, math.tau, 9)], [0.005] * 9, _RED
    )
    body.limb(add(left, (0, -0.05, 0)), 0.034, add(left, (0, 0.05, 0)), 0.034, Paint((80, 170, 220), shine=0.6))
    for k in range(17):
        u = (cast.time_s * 0.22 + 0.61803 * k) % 1.0
        lot = cast.chance(30 + k)
        r = (0.03 + 0.07 * lot) * min(4 * u + 0.2, 1.0)
        at = add(
            ring,
            (
                0.5 * (lot - 0.4) * u * 2 + 0.05 * math.sin(2 * cast.time_s + k),
                (0.2 + 0.9 * cast.chance(60 + k)) * u,
                0.1 + 2.0 * u,
            ),
        )
        tint = ((220, 190, 240), (190, 226, 246), (240, 220, 200))[k % 3]
        body.ball(at, r, Paint(tint, shine=1.4, alpha=0.3, soft=0.9, glow=0.15))
        body.ball(add(at, (-0.45 * r, 0.5 * r, -0.4 * r)), 0.14 * r, Paint((255, 255, 255), glow=0.8, alpha=0.85))


def _sandcastle_here(body: Body, cast: Cast, _p: Stance) -> None:
    if "sandcastle" in cast.actor.props:
        part = Body()
        _sandcastle(part, cast)
        body.graft(part, turn() * 0.62, (0.0, 0.0, 0.82))


def _sandcastle(body: Body, cast: Cast) -> None:
    sand = Paint((222, 190, 130), (190, 154, 98), pattern=MOTTLE, grain=0.05)
    body.sheet(lathe([(0.62, 0.0), (0.5, 0.08), (0.4, 0.12), (0.01, 0.13)], 18), sand, closed=True)
    for x, z, r, high in (
        (0, 0, 0.19, 0.62), (-0.3, 0.18, 0.13, 0.42), (0.3, 0.18, 0.13, 0.42), (-0.24, -0.26, 0.12, 0.4),
        (0.26, -0.24, 0.12, 0.4),
    ):  # fmt: skip
        body.sheet(
            lathe([(r * 1.2, 0.08), (r, high), (r * 0.9, high), (0.01, high)], 14, at=(x, 0, z)), sand, closed=True
        )
        for k in range(6):
            a = k / 6 * math.tau
            body.box((x + 0.82 * r * math.sin(a), high + 0.03, z + 0.82 * r * math.cos(a)), (0.03, 0.035, 0.03), sand)
    wave = 0.03 * math.sin(cast.time_s * 4)
    body.limb((0, 0.62, 0), 0.008, (0, 0.98, 0), 0.008, _WOOD)
    body.tri((0, 0.97, 0), (0, 0.82, 0), (0.2, 0.9 + wave, 0.02), _RED)


def draw_jump_rope(body: Body, cast: Cast, p: Stance) -> None:
    """From hand to hand, over the head and under the feet once a leap."""
    a = math.tau * (cast.time_s * 0.95 - 0.53)
    left, right = add(p.wrists[0], (0, 0, 0.05)), add(p.wrists[1], (0, 0, 0.05))
    line: list[Point] = []
    for k in range(15):
        u = k / 14
        out = math.sin(math.pi * u) ** 0.7
        x, y, z = lerp(left, right, u)
        wide = 0.5 * (u - 0.5) * out
        line.append((x + wide, y - 1.12 * out * math.cos(a), z + 1.05 * out * math.sin(a)))
    body.tube(line, [0.014] * 15, Paint((236, 90, 60)))
    for hand, s in ((left, -1), (right, 1)):
        body.limb(hand, 0.024, add(hand, (0.09 * s, 0.0, 0.0)), 0.024, _PALE)


def draw_fishing(body: Body, cast: Cast, p: Stance) -> None:
    """A rod that bends, its line and float; what is caught hangs on it and struggles."""
    hand = add(p.wrists[1], (0.0, 0.02, 0.05))
    lift = 0.5 + 0.5 * math.sin(cast.time_s * 1.1)
    caught = "fish" in cast.actor.props
    rod = [
        add(hand, (0.0, -0.14, -0.3)), add(hand, (0.0, 0.36 + 0.1 * lift, 0.45)),
        add(hand, (0.0, 0.78 + 0.2 * lift - 0.08 * caught, 0.95)),
        add(hand, (0.0, 0.92 + 0.2 * lift - 0.24 * caught, 1.25)),
    ]  # fmt: skip
    body.tube(rod, [0.022, 0.015, 0.01, 0.005], Paint((112, 70, 40), shine=0.4))
    body.ball(add(hand, (0.0, -0.06, 0.1)), (0.03, 0.055, 0.055), _STEEL)
    tip = rod[-1]
    sway = 0.06 * math.sin(cast.time_s * 3.1)
    end = add(tip, (sway, -0.62, 0.12)) if caught else (tip[0] + sway, 0.04, tip[2] + 0.2)
    body.tube([tip, add(lerp(tip, end, 0.5), (0, -0.03, 0)), end], [0.004] * 3, Paint((240, 242, 246)))
    if not caught:
        body.ball(end, 0.045, _RED)
        body.ball(add(end, (0, 0.03, 0)), 0.03, Paint((246, 246, 240)))
        return
    flap = 0.5 * math.sin(cast.time_s * 14)
    silver = Paint((176, 190, 204), shine=1.0)
    body.ball(add(end, (0.0, -0.17, 0.0)), (0.05, 0.17, 0.085), silver, turn=turn(0.0, 0.0, 0.15 * flap))
    tail = add(end, (0.08 * flap, -0.33, 0.0))
    body.tri(tail, add(tail, (0.1 * flap, -0.13, 0.09)), add(tail, (0.1 * flap, -0.13, -0.09)), silver)


def draw_rifle(body: Body, cast: Cast, p: Stance) -> None:
    """At the shoulder of who aims, and before the chest of who does not; it flashes once it is fired."""
    left, right = add(p.wrists[0], (0, 0, 0.05)), add(p.wrists[1], (0, 0, 0.05))
    way = np.subtract(left, right)
    way = way / max(float(np.linalg.norm(way)), 1e-6)

    def at(along: float, up: float = 0.0) -> Point:
        x, y, z = np.array(right) + way * along + np.array([0.0, up, 0.0])
        return (float(x), float(y), float(z))

    wood, iron = Paint((98, 62, 38), shine=0.3), Paint((48, 50, 56), shine=0.6)
    body.tube([at(-0.32, -0.06), at(-0.06, 0.0), at(0.42, 0.03)], [0.05, 0.028, 0.026], wood)
    body.limb(at(0.0, 0.05), 0.016, at(0.82, 0.06), 0.014, iron)
    body.limb(at(0.02, -0.02), 0.016, at(-0.03, -0.1), 0.018, wood)
    if cast.actor.action == "point" and 0.5 < (cast.act * 3) % 1.0 < 0.62 and cast.act > 0.2:
        body.ball(at(0.92, 0.06), (0.1, 0.08, 0.1), Paint((255, 214, 120), glow=1.0))
        body.source("glow", at(0.92, 0.06), 0.5, 0.9)


def _kite_alone(body: Body, cast: Cast) -> None:
    middle = draw_kite(body, (0.0, 0.55, 0.0), paint_of(cast.actor.colour, (214, 36, 44)), cast.time_s)
    body.limb(middle, 0.004, (-0.9, -1.6, 0.2), 0.004, Paint((246, 246, 240)))


def _swing_alone(body: Body, cast: Cast) -> None:
    """Empty, in the wind; one unit high."""
    part = Body()
    tip = 0.14 * math.sin(cast.time_s * 2.2)
    p = Stance(hip=(0.0, 0.62, 0.0), tip=tip, pivot=SWING_TOP)
    _swing(part, cast, p)
    matrix, pivot = turn(0.0, -tip), np.asarray(SWING_TOP)
    x, y, z = (pivot - matrix @ pivot).tolist()
    body.graft(part, matrix * 0.42, (0.42 * x, 0.42 * y, 0.42 * z))


PLAYED_WITH: Mapping[str, Callable[[Body, Cast, Stance], None]] = {
    "juggle": _balls, "kick": _kicked_ball, "skate": _blades, "swing": _swing, "kite": _kite, "blow_bubbles": _soap,
    "shape": _sandcastle_here, "fish": draw_fishing,
}  # fmt: skip
"""By action."""
TOYS: Mapping[str, Rig] = {"sandcastle": _sandcastle, "kite": _kite_alone, "swing": _swing_alone}
"""By themselves, one unit high."""
