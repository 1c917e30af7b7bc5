"""Cars: a skin lofted over cross-sections, with panes, lamps and wheels, that leans and trembles as it drives.

Each kind is a row of numbers in metres. `draw_car` also hands on to what else has wheels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from vitascope.engines.animatic.draw.rigs import cycles, rovers, teams, wagons
from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, mix, paint_of
from vitascope.engines.animatic.draw.rigs.wheels import arch, wheel
from vitascope.engines.animatic.draw.stage import Colour

LENGTH = 4.4
"""Metres of `Entry.unit`: every kind is drawn this long, whatever it measures."""
_GLASS = Paint((24, 32, 42), shine=1.0)
_TRIM = Paint((18, 18, 20), shine=0.2)

Cut = tuple[float, float, float, float, float, float]
"""Where along the car, half its width, sill, belt line, half the roof's width, roof; in metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One kind of car. Panes lie between the cuts that ``rear``, ``cabin`` and ``front`` count."""

    cuts: tuple[Cut, ...]
    rear: tuple[int, int]
    cabin: tuple[int, int]
    front: tuple[int, int]
    axles: tuple[float, float]
    radius: float
    colour: Colour
    bed: bool = False


_SPORTS = Shape(
    cuts=(
        (-2.2, 0.7, 0.42, 0.66, 0.6, 0.7), (-2.12, 0.88, 0.26, 0.82, 0.76, 0.86), (-1.75, 0.97, 0.16, 0.86, 0.74, 0.9),
        (-1.3, 0.97, 0.14, 0.84, 0.62, 0.98), (-0.75, 0.93, 0.13, 0.8, 0.55, 1.12),
        (-0.2, 0.92, 0.13, 0.77, 0.54, 1.15),
        (0.2, 0.92, 0.13, 0.75, 0.57, 1.08), (0.85, 0.93, 0.13, 0.72, 0.7, 0.76), (1.3, 0.95, 0.14, 0.69, 0.72, 0.7),
        (1.8, 0.93, 0.16, 0.6, 0.66, 0.6), (2.1, 0.82, 0.2, 0.48, 0.56, 0.48), (2.24, 0.62, 0.26, 0.4, 0.48, 0.4),
    ),
    rear=(3, 4), cabin=(4, 6), front=(6, 7), axles=(-1.38, 1.36), radius=0.325, colour=(196, 30, 32),
)  # fmt: skip
_SEDAN = Shape(
    cuts=(
        (-2.2, 0.72, 0.4, 0.82, 0.64, 0.84), (-2.1, 0.84, 0.26, 0.9, 0.72, 0.94), (-1.6, 0.88, 0.2, 0.92, 0.72, 0.97),
        (-1.25, 0.88, 0.19, 0.9, 0.68, 1.02), (-0.75, 0.88, 0.19, 0.9, 0.58, 1.4), (-0.1, 0.88, 0.19, 0.88, 0.57, 1.44),
        (0.35, 0.88, 0.19, 0.87, 0.58, 1.38), (1.0, 0.88, 0.2, 0.85, 0.74, 0.94), (1.5, 0.88, 0.2, 0.82, 0.74, 0.88),
        (1.95, 0.84, 0.22, 0.74, 0.7, 0.78), (2.14, 0.78, 0.28, 0.62, 0.6, 0.66), (2.2, 0.66, 0.34, 0.52, 0.54, 0.54),
    ),
    rear=(3, 4), cabin=(4, 6), front=(6, 7), axles=(-1.34, 1.36), radius=0.32, colour=(70, 96, 136),
)  # fmt: skip
_TALL = Shape(
    cuts=(
        (-2.2, 0.78, 0.5, 0.96, 0.72, 1.1), (-2.16, 0.88, 0.34, 1.02, 0.74, 1.3), (-1.95, 0.9, 0.3, 1.04, 0.68, 1.66),
        (-1.6, 0.9, 0.28, 1.04, 0.66, 1.74), (-0.6, 0.9, 0.28, 1.02, 0.66, 1.76), (0.1, 0.9, 0.28, 1.0, 0.66, 1.74),
        (0.45, 0.9, 0.28, 0.99, 0.67, 1.66), (0.95, 0.9, 0.28, 0.97, 0.76, 1.1), (1.5, 0.9, 0.28, 0.94, 0.78, 1.04),
        (1.95, 0.87, 0.3, 0.88, 0.74, 0.96), (2.14, 0.82, 0.36, 0.78, 0.66, 0.82), (2.2, 0.7, 0.42, 0.64, 0.58, 0.66),
    ),
    rear=(1, 2), cabin=(2, 6), front=(6, 7), axles=(-1.35, 1.38), radius=0.38, colour=(60, 84, 72),
)  # fmt: skip
_PICKUP = replace(
    _TALL,
    cuts=(
        (-2.2, 0.86, 0.46, 0.98, 0.84, 1.0), (-2.15, 0.9, 0.36, 1.02, 0.86, 1.03), (-1.6, 0.9, 0.34, 1.02, 0.86, 1.03),
        (-0.72, 0.9, 0.34, 1.02, 0.86, 1.04), (-0.66, 0.9, 0.34, 1.02, 0.66, 1.68), (0.0, 0.9, 0.34, 1.0, 0.66, 1.72),
        (0.4, 0.9, 0.34, 0.99, 0.67, 1.64), (0.9, 0.9, 0.34, 0.97, 0.76, 1.12), (1.5, 0.9, 0.34, 0.96, 0.8, 1.06),
        (1.95, 0.88, 0.36, 0.92, 0.76, 1.0), (2.14, 0.84, 0.4, 0.84, 0.68, 0.88), (2.2, 0.72, 0.46, 0.68, 0.6, 0.7),
    ),
    rear=(3, 4), cabin=(4, 6), colour=(150, 60, 44), bed=True,
)  # fmt: skip
_SHAPES = (
    (("pickup", "pick-up"), _PICKUP), (("suv", "jeep", "rover", "off-road", "4x4", "crossover", "minivan"), _TALL),
    (("sport", "race", "racing", "ferrari", "porsche", "lamborghini", "super", "roadster", "formula"), _SPORTS),
)  # fmt: skip


def draw_car(body: Body, cast: Cast) -> None:
    """`LENGTH` long, about the middle of its wheelbase."""
    words = (cast.actor.form + " " + cast.actor.label).lower()
    if teams.draw(body, cast, LENGTH) or rovers.draw(body, cast, LENGTH):
        return
    if cycles.draw(body, cast, words, LENGTH) or wagons.draw(body, cast, words, LENGTH):
        return
    shape = next((s for names, s in _SHAPES if any(n in words for n in names)), _SEDAN)
    police = any(w in words for w in ("police", "cop", "sheriff", "patrol", "squad"))
    taxi = "taxi" in words or words.split()[-1:] == ["cab"]
    usual: Colour = (24, 26, 32) if police else (240, 186, 30) if taxi else shape.colour
    paint = paint_of(cast.actor.colour, usual)
    part = Body()
    _skin(part, shape, Paint(paint, shine=0.75))
    _face(part, shape, cast, paint)
    _gleams(part, shape, cast)
    if police:
        _police(part, shape, cast)
    if taxi:
        _taxi(part, shape, cast)
    pitch, roll, heave = _ride(cast)
    body.graft(part, turn(0.0, pitch, roll), (0.0, heave, 0.0))
    rate = cast.speed / shape.radius if cast.speed > 0.05 else 0.0
    spin = cast.travelled / shape.radius
    for s in (-1, 1):
        for z in shape.axles:
            half = _half_at(shape, z)
            wheel(body, ((half + 0.075) * s, shape.radius, z), shape.radius, 0.22, spin, rate)
    if cast.speed > 3:
        for s in (-1, 1):
            body.source("dust", (0.7 * s, 0.08, shape.axles[0] - 0.4), 0.42, min(0.1 + 0.012 * cast.speed, 0.4))


def _ride(cast: Cast) -> tuple[float, float, float]:
    """Pitch, roll and heave of a body on its springs: more on the move, and nose up as it goes."""
    go = min(cast.speed / 20.0, 1.0) if cast.speed > 0.05 else 0.0
    t = cast.time_s
    return (
        0.006 * go + go * 0.004 * (math.sin(9.1 * t) + 0.6 * math.sin(15.7 * t + 1)),
        go * 0.005 * (math.sin(7.3 * t + 2) + 0.5 * math.sin(12.9 * t)),
        go * 0.008 * (math.sin(11.3 * t + 0.5) + 0.7 * math.sin(19.0 * t)),
    )


def _half_at(shape: Shape, z: float) -> float:
    return float(np.interp(z, [c[0] for c in shape.cuts], [c[1] for c in shape.cuts]))


def _rings(shape: Shape) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    grid = []
    for z, w, sill, belt, rw, roof in shape.cuts:
        half = [
            (0.0, sill), (w * 0.8, sill), (w * 0.97, sill + 0.1), (w, (sill + belt) / 2), (w * 0.97, belt),
            (rw + (w - rw) * 0.7, belt + (roof - belt) * 0.18), (rw, belt + (roof - belt) * 0.88),
            (rw * 0.6, roof), (0.0, roof + 0.012),
        ]  # fmt: skip
        ring = half + [(-x, y) for x, y in half[-2:0:-1]]
        grid.append([(x, y, z) for x, y in ring])
    return np.array(grid)


_SIDES, _TOP = {5, 10}, {6, 7, 8, 9}
"""Strips of a ring that are side windows, and those of the windscreens."""


def _skin(part: Body, shape: Shape, skin: Paint) -> None:
    """The body in stretches, so that panes end where pillars stand."""
    grid = _rings(shape)
    under = {0, 1, 14, 15}

    def strips(glass: set[int]) -> list[Paint]:
        return [_GLASS if i in glass else _TRIM if i in under else skin for i in range(16)]

    ends = sorted({0, *shape.rear, *shape.cabin, *shape.front, len(shape.cuts) - 1})
    for a, b in pairwise(ends):
        glass: set[int] = set()
        if (a, b) == shape.rear or (a, b) == shape.front:
            glass = _TOP
        elif shape.cabin[0] <= a and b <= shape.cabin[1]:
            glass = _SIDES
        part.sheet(grid[a : b + 1], strips(glass), closed=True)
    pillar = Paint(skin.colour, shine=0.5)
    for i in sorted({*shape.cabin, (shape.cabin[0] + shape.cabin[1]) // 2}):
        for j in (5, 11):
            low, high = grid[i, j], grid[i, 6 if j == 5 else 10]
            part.limb(_at(low), 0.035, _at(high), 0.03, pillar)
    for s in (-1, 1):  # the gap of a door, and the handle
        z = shape.cuts[shape.cabin[0]][0] + 0.25
        w, belt, sill = _half_at(shape, z), shape.cuts[shape.cabin[0]][3], shape.cuts[shape.cabin[0]][2]
        part.limb(((w + 0.002) * s, sill + 0.12, z), 0.008, (w * 0.975 * s, belt, z), 0.008, _TRIM)
        part.limb((w * 0.985 * s, belt - 0.09, z + 0.1), 0.014, (w * 0.985 * s, belt - 0.09, z + 0.24), 0.014, _TRIM)
        for axle in shape.axles:
            arch(part, ((_half_at(shape, axle) + 0.004) * s, shape.radius, axle), shape.radius)
    if shape.bed:
        part.box((0, 0.99, -1.45), (0.74, 0.055, 0.68), _TRIM)


def _at(p: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[float, float, float]:
    return (float(p[0]), float(p[1]), float(p[2]))


def _face(part: Body, shape: Shape, cast: Cast, paint: Colour) -> None:
    """Lamps, bumpers, mirrors; and the wing and the air intakes of what is fast."""
    nose, tail = shape.cuts[-2], shape.cuts[1]
    low = shape is _SPORTS
    lamp = 0.4 + 0.6 * cast.night
    for s in (-1, 1):
        high = (nose[3] + nose[2]) / 2 + 0.05
        part.ball((0.62 * s, high, nose[0] - 0.02), (0.17, 0.055, 0.1), Paint((255, 248, 226), shine=0.6, glow=lamp))
        back = (tail[3] + tail[2]) / 2 + 0.12
        red = Paint((236, 22, 18), shine=0.4, glow=0.35 + 0.6 * cast.night)
        part.ball((0.62 * s, back, tail[0] - 0.05), (0.2, 0.05, 0.06), red)
        belt, z = shape.cuts[shape.front[0]][3], shape.cuts[shape.front[0]][0] + 0.2
        part.ball((1.02 * s, belt + 0.1, z), (0.1, 0.06, 0.07), Paint(paint, shine=0.6))
        part.limb((0.88 * s, belt + 0.04, z), 0.02, (0.96 * s, belt + 0.08, z), 0.02, _TRIM)
        if low:
            intake = (shape.cuts[2][1] + 0.004) * s
            part.quad(
                (intake, 0.36, -0.55), (intake * 0.985, 0.62, -0.75), (intake, 0.6, -0.95), (intake, 0.42, -0.9), _TRIM
            )
            part.limb((0.34 * s, 0.32, -2.18), 0.06, (0.34 * s, 0.32, -2.26), 0.06, Paint((150, 152, 158), shine=0.9))
        if cast.night > 0.4:
            part.source("glow", (0.62 * s, high, nose[0] + 0.12), 0.9, 0.9 * cast.night)
    part.box((0, nose[2] + 0.1, nose[0] + 0.03), (0.5, 0.06, 0.05), _TRIM)
    part.box((0, tail[2] + 0.14, tail[0] - 0.05), (0.3, 0.06, 0.03), Paint((226, 226, 216)))
    part.box((0, tail[2] + 0.02, tail[0] - 0.02), (0.7, 0.07, 0.05), _TRIM)
    if low:
        part.box((0, 1.0, -2.02), (0.8, 0.016, 0.13), Paint(darker(paint, 0.3), shine=0.6))
        for s in (-1, 1):
            part.limb((0.5 * s, 0.84, -1.98), 0.03, (0.5 * s, 1.0, -2.02), 0.022, _TRIM)
    x = 0.36 * (-1 if cast.actor.form == "left-hand" else 1)
    seat = shape.cuts[shape.cabin[0]][0] + 0.45
    head = shape.cuts[shape.cabin[0] + 1][5] - 0.26
    part.ball((-x, head, seat), (0.1, 0.13, 0.11), Paint((120, 92, 76)))


def _gleams(part: Body, shape: Shape, cast: Cast) -> None:
    """What the car drives by, mirrored in its flanks: pale slants that run towards its tail."""
    if cast.speed < 2:
        return
    strength = 0.075 * (1 - 0.5 * cast.night) * min(cast.speed / 12.0, 1.0)
    for k in range(6):
        z = 2.0 - (cast.travelled * 0.3 + 0.7 * k + 0.4 * cast.chance(k + 40)) % 4.2
        wide = 0.2 + 0.35 * cast.chance(k + 50)
        fade = min(1.0, (2.0 - abs(z)) * 2.0)
        if fade <= 0.05:
            continue
        pale = Paint((255, 250, 240), glow=1.0, alpha=strength * fade)
        for s in (-1, 1):
            top, low = [], []
            for dz in (-wide, wide):
                at = min(max(z + dz, -2.0), 2.0)
                cut = [
                    float(np.interp(at, [c[0] for c in shape.cuts], [c[n] for c in shape.cuts])) for n in range(1, 4)
                ]
                top.append(((cut[0] * 0.975 + 0.006) * s, cut[2] - 0.01, at - 0.06))
                low.append(((cut[0] + 0.006) * s, (cut[1] + cut[2]) / 2, at + 0.06))
            part.quad(top[0], top[1], low[1], low[0], pale)


_HALO = tuple((0.25 + 0.14 * k, 0.1 * (1 - k / 7) ** 1.5) for k in range(6))
"""Balls of light, one in another: half their size, and how thick each is."""


def _police(part: Body, shape: Shape, cast: Cast) -> None:
    """White doors, and lights that flash in turn."""
    white = Paint((236, 236, 238), shine=0.7)
    a, b = shape.cuts[shape.cabin[0]], shape.cuts[shape.front[0]]
    for s in (-1, 1):
        x0, x1 = (a[1] + 0.008) * s, (b[1] + 0.008) * s
        part.quad((x0, 0.34, a[0]), (x0, (a[2] + a[3]) / 2 + 0.14, a[0]), (x1, (b[2] + b[3]) / 2 + 0.14, b[0]),
                  (x1, 0.34, b[0]), white)  # fmt: skip
    roof = max(c[5] for c in shape.cuts)
    part.box((0, roof + 0.05, -0.1), (0.5, 0.04, 0.1), _TRIM)
    beat = (cast.time_s * 3.2) % 1.0
    for s, colour in ((-1, (255, 36, 30)), (1, (50, 90, 255))):
        on = 1.0 if (beat < 0.5) == (s < 0) else 0.25
        part.ball((0.3 * s, roof + 0.1, -0.1), (0.2, 0.07, 0.1), Paint(colour, glow=on))
        if on == 1.0:
            for size, alpha in _HALO:
                halo = Paint(mix(colour, (255, 255, 255), 0.15), glow=1.0, alpha=alpha * (0.4 + 0.6 * cast.night))
                part.ball((0.3 * s, roof + 0.12, -0.1), size, halo)


def _taxi(part: Body, shape: Shape, cast: Cast) -> None:
    roof = max(c[5] for c in shape.cuts)
    part.box((0, roof + 0.09, -0.15), (0.3, 0.08, 0.09), Paint((255, 244, 200), glow=0.3 + 0.7 * cast.night))
    for s in (-1, 1):
        for k in range(9):
            z = -1.2 + 0.26 * k
            w = _half_at(shape, z) * 0.985 + 0.006
            part.box((w * s, 0.74 + 0.05 * (k % 2), z), (0.006, 0.025, 0.13), _TRIM)
