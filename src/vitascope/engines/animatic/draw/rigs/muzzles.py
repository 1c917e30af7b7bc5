"""Heads of four-legged animals: skull, muzzle, jaw, eyes, ears, and what grows on them."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.builds import Build
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, curve, lerp, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix
from vitascope.engines.animatic.draw.rigs.crests import draw_crest
from vitascope.engines.animatic.draw.rigs.hide import Coat, Knot, dabs, mark, skin, spot, strokes
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE

_RINGS = 14
_BONE = Paint((244, 238, 222), shine=0.3)
_MOUTH = Paint((150, 48, 52), shine=0.2)


def draw_head(  # noqa: PLR0912  one face, many kinds
    body: Body, b: Build, coat: Coat, cast: Cast, *, jaw: float, lids: float
) -> None:
    """Origin where the neck meets the skull, looking along +z; ``jaw`` and ``lids`` are how open they are, 0 to 1."""
    h = b.head
    hb, sn, m = h * b.brow, h * b.snout, b.muzzle
    stop = h * (1 - m)
    sink = -0.42 * (hb - sn)
    rings: list[Knot] = [
        (0, 0.02 * h, -0.55 * hb, 0.3 * hb, 0.3 * hb),
        (0, 0.02 * h, -0.28 * hb, 0.72 * hb, 0.74 * hb),
        (0, 0.03 * h, 0.35 * stop, 0.94 * hb, 0.96 * hb),
        (0, 0.01 * h, 0.78 * stop, 0.86 * hb, 0.86 * hb),
        (0, sink * 0.8, stop + 0.16 * m * h, 0.35 * hb + 0.55 * sn, 0.34 * hb + 0.62 * sn),
        (0, sink, stop + 0.55 * m * h, sn * 0.98, sn * 1.05),
        (0, sink, stop + 0.88 * m * h, sn * 0.94, sn * 0.92),
        (0, sink, stop + 1.0 * m * h, sn * 0.5, sn * 0.5),
        (0, sink, stop + 1.02 * m * h, sn * 0.05, sn * 0.05),
    ]
    grid = skin(rings, _RINGS)
    paints: Paint | tuple[Paint, ...] = coat.columns
    if "dark_face" in b.extras:
        paints = coat.leg
    body.sheet(grid, paints, closed=True)
    _marks(body, b, coat, grid)
    nose: Point = (0.0, sink + sn * 0.35, h * 1.0)
    tip_z = h * 1.0
    _jaw(body, b, coat, jaw, stop, sink, paints if isinstance(paints, Paint) else coat.fur)
    if "trunk" in b.extras:
        _trunk(body, b, coat, cast, sink, jaw)
    elif "disc" in b.extras:
        pink = Paint(mix(b.colour, (226, 120, 124), 0.6), shine=0.2)
        body.limb(
            (0, sink + sn * 0.1, tip_z - 0.02 * h), sn * 0.8, (0, sink + sn * 0.1, tip_z + 0.05 * h), sn * 0.84, pink
        )
        for s in (-1, 1):
            body.ball(
                (s * sn * 0.32, sink + sn * 0.15, tip_z + 0.05 * h + sn * 0.72),
                (sn * 0.12, sn * 0.22, sn * 0.1),
                coat.dark,
            )
    elif b.feet == "hoof" or "hump" in b.extras:
        soft = Paint(
            (196, 140, 134)
            if "pink_nose" in b.extras
            else (38, 34, 36)
            if "dark_nose" in b.extras
            else darker(b.colour, 0.45),
            shine=0.15,
        )
        body.ball((0, sink - sn * 0.08, tip_z - sn * 0.25), (sn * 0.9, sn * 0.86, sn * 0.75), soft)
        for s in (-1, 1):
            body.ball((s * sn * 0.48, sink + sn * 0.22, tip_z + sn * 0.3), (sn * 0.17, sn * 0.22, sn * 0.12), coat.dark)
    elif b.feet == "pad" and "nose_horn" not in b.extras and b.shag < 0.3:
        for s in (-1, 1):
            body.ball((s * sn * 0.45, sink + sn * 0.55, tip_z - sn * 0.1), (sn * 0.18, sn * 0.14, sn * 0.18), coat.dark)
    else:
        if b.muzzle < 0.42:  # the pads that whiskers grow from
            for s in (-1, 1):
                body.ball(
                    (s * sn * 0.42, sink - sn * 0.12, tip_z - sn * 0.3), (sn * 0.58, sn * 0.52, sn * 0.5), coat.pale
                )
        body.ball(
            nose,
            (sn * 0.44, sn * 0.34, sn * 0.34),
            Paint((206, 128, 122), shine=0.3) if b.slit and sum(b.colour) > 300 else coat.dark,
        )
    _eyes(body, b, coat, cast, grid, lids)
    for s in (-1, 1):
        if b.ear > 0:
            _ear(body, b, coat, s, hb, h, 0.06 * math.sin(cast.time_s * 2.3 + s) if cast.speed < 2 else 0.35)
        if b.muzzle < 0.42 and b.feet == "paw":
            wisp = Paint((235, 235, 232), glow=0.2)
            for k in range(3):
                start = (s * sn * 0.75, sink - sn * (0.05 + 0.2 * k), tip_z - sn * 0.15)
                body.limb(start, h * 0.005, add(start, (s * h * 0.5, h * (0.09 - 0.09 * k), -h * 0.1)), h * 0.002, wisp)
    draw_crest(body, b, coat, hb)


def _marks(body: Body, b: Build, coat: Coat, grid: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> None:
    white, black = Paint((240, 236, 230)), Paint((30, 28, 30))
    if b.coat == "stripes":
        mark(body, grid, b, coat, 2, 10)
    elif b.coat == "bars":
        lines = [(4.2 + 1.1 * k, s * 0.25, 4.4 + 1.1 * k, s * 2.3) for s in (-1, 1) for k in range(3)]
        lines += [(5.0 - 0.9 * k, s * 3.2, 6.6 - 0.9 * k, s * 6.0) for s in (-1, 1) for k in range(3)]
        strokes(body, grid, lines, 0.0125, coat.mark)
    if "mask" in b.extras or b.coat == "bars" or "tears" in b.extras:  # pale cheeks and brows
        dabs(body, grid, [(8.6, 4.6), (8.6, -4.6)], b.head * 0.13, 0.03, coat.pale, 1.9)
        dabs(body, grid, [(6.4, 1.3), (6.4, -1.3)], b.head * 0.05, 0.012, coat.pale, 1.2)
    if "tears" in b.extras:
        strokes(body, grid, [(7.4, 3.2, 10.6, 4.6), (7.4, -3.2, 10.6, -4.6)], 0.01, black)
    if "bandit" in b.extras or "panda" in b.extras:
        dabs(body, grid, [(6.9, 3.2), (6.9, -3.2)], b.head * 0.14, 0.03, black, 1.2)
    if "badger" in b.extras:
        for s in (-1, 0, 1):
            dabs(body, grid, [(5 + 2.2 * k, s * 3.1) for k in range(3)], b.head * 0.1, 0.03, black if s else white, 1.8)
    if "ossicones" in b.extras or b.coat == "tiles":
        mark(body, grid, b, coat, 2, 8)


def _jaw(body: Body, b: Build, coat: Coat, jaw: float, stop: float, sink: float, paint: Paint) -> None:
    h = b.head
    hb, sn = h * b.brow, h * b.snout
    part = Body()
    long = h * 0.93 - 0.72 * stop
    low = (
        Paint(b.belly if b.feet == "paw" else b.colour, shine=0.04, pattern=MOTTLE, grain=0.3)
        if paint is not coat.leg
        else paint
    )
    part.limb((0, 0, 0), max(0.36 * hb, 0.5 * sn), (0, 0.0, long), sn * 0.45, low)
    angle = -0.72 * min(jaw, 1.0)
    if jaw > 0.14:
        part.limb((0, sn * 0.28, long * 0.2), sn * 0.42, (0, sn * 0.24, long * 0.92), sn * 0.3, _MOUTH)
        if b.feet == "paw":
            for s in (-1, 1):
                part.limb(
                    (s * sn * 0.3, sn * 0.3, long * 0.93),
                    sn * 0.11,
                    (s * sn * 0.3, sn * 0.75, long * 0.96),
                    sn * 0.02,
                    _BONE,
                )
    at: Point = (0.0, sink * 0.5 - 0.42 * hb, 0.72 * stop)
    level = math.atan2((sink - sn * 0.52) - at[1], long)
    body.graft(part, turn(0, level + angle), at)
    if jaw > 0.14:
        body.limb((0, sink - sn * 0.55, stop), sn * 0.5, (0, sink - sn * 0.5, h * 0.9), sn * 0.35, _MOUTH)
        if b.feet == "paw":
            for s in (-1, 1):
                body.limb(
                    (s * sn * 0.5, sink - sn * 0.6, h * 0.9),
                    sn * 0.14,
                    (s * sn * 0.48, sink - sn * 1.25, h * 0.92),
                    sn * 0.02,
                    _BONE,
                )


def _trunk(body: Body, b: Build, coat: Coat, cast: Cast, sink: float, jaw: float) -> None:
    h = b.head
    swing = 0.2 * math.sin(cast.time_s * 1.1 + cast.chance(6) * 6)
    raised = min(jaw * 1.6, 1.0) if cast.actor.action in ("roar", "howl") else 0.0
    hang: list[Point] = [
        (0, sink, h * 0.5),
        (0, sink - h * 0.35, h * 0.95),
        (swing * 0.2, -h * 1.0, h * 1.02),
        (swing * 0.5, -h * 1.5, h * 0.92),
        (swing, -h * 1.72, h * 1.12),
    ]
    up: list[Point] = [
        (0, sink, h * 0.5),
        (0, sink - 0.02 * h, h * 1.1),
        (0, h * 0.35, h * 1.6),
        (0, h * 0.95, h * 1.5),
        (0, h * 1.3, h * 1.75),
    ]
    line = curve([lerp(a, c, raised) for a, c in zip(hang, up, strict=True)], 16)
    body.tube(line, [h * 0.27 * (1 - i / 21) for i in range(16)], coat.fur)
    crease = Paint(darker(b.colour, 0.2))
    for i in range(2, 15, 2):
        r = h * 0.27 * (1 - i / 21)
        body.limb(line[i], r * 1.02, lerp(line[i], line[i + 1], 0.18), r * 1.01, crease)
    if "tusks" in b.extras or "long_tusks" in b.extras:
        far = 1.9 if "long_tusks" in b.extras else 1.0
        for s in (-1, 1):
            tusk = curve(
                [
                    (s * h * 0.3, sink - h * 0.2, h * 0.45),
                    (s * h * 0.36 * far**0.4, sink - h * 0.62 * far**0.5, h * (0.6 + 0.2 * far)),
                    (s * h * 0.3, sink - h * 0.45, h * (0.65 + 0.5 * far)),
                ],
                9,
            )
            body.tube(tusk, [h * 0.075 * (1 - i / 10) for i in range(9)], _BONE)


def _eyes(
    body: Body, b: Build, coat: Coat, cast: Cast, grid: np.ndarray[tuple[int, ...], np.dtype[np.float64]], lids: float
) -> None:
    h = b.head
    ring, column = (6.6, 2.15) if b.slit else (7.2, 3.0) if b.feet == "paw" else (6.2, 3.6)
    if "trunk" in b.extras:
        ring, column = 6.0, 4.2
    size = h * (0.105 if b.slit else 0.062 if b.muzzle < 0.4 else 0.05 if b.feet != "pad" else 0.036)
    glint = Paint((255, 255, 255), glow=1.0)
    rim = Paint(darker(b.colour, 0.55))
    for s in (-1, 1):
        at, out = spot(grid, ring, s * column)
        x, y, z = add(at, lerp((0, 0, 0), out, -0.35 * size))
        body.ball((x, y, z), (size * 1.15, size * 1.12 * max(lids, 0.3), size * 1.15), rim)
        if b.slit:
            out = lerp(out, (0.0, 0.05, 1.0), 0.6)  # a cat looks ahead with both eyes
            iris = Paint(b.eye, shine=0.7, glow=0.15 + 0.5 * cast.night)
            body.ball(
                add((x, y, z), lerp((0, 0, 0), out, size * 0.42)), (size * 0.92, size * 0.92 * lids, size * 0.92), iris
            )
            front = add(lerp((0, 0, 0), out, size * 1.08), (0, 0, size * 0.22))
            body.ball(add((x, y, z), front), (size * 0.17, size * 0.66 * lids, size * 0.26), coat.dark)
        else:
            body.ball(
                add((x, y, z), lerp((0, 0, 0), out, size * 0.22)),
                (size, size * lids, size),
                Paint(b.eye, shine=0.6, glow=0.1 * cast.night),
            )
            body.ball(
                add((x, y, z), lerp((0, 0, 0), out, size * 0.72)),
                (size * 0.58, size * 0.58 * lids, size * 0.58),
                coat.dark,
            )
        if lids > 0.5:
            spark = add((x, y, z), lerp((0, 0, 0), out, size * (1.3 if b.slit else 1.12)))
            body.ball(add(spark, (0.1 * size, size * 0.38, size * 0.18)), size * 0.17, glint)


def _ear(body: Body, b: Build, coat: Coat, s: int, hb: float, h: float, flap: float) -> None:
    inner = Paint(mix(lighter(b.colour, 0.2), (214, 150, 142), 0.6), soft=0.5)
    ink = Paint((36, 34, 36)) if "panda" in b.extras else coat.leg if "dark_face" in b.extras else None
    fur = ink or Paint(b.colour, soft=0.25, pattern=MOTTLE, grain=0.3)
    e = hb * b.ear
    x, y, z = s * hb * 0.55, hb * 0.72, 0.08 * h
    part = Body()
    if b.ears == "point":
        part.ball((0, -0.1 * e, 0), (0.42 * e, 0.4 * e, 0.3 * e), fur)
        tall, wide = 1.25 * e, 0.46 * e
        front = np.array(
            [
                [(-wide + 2 * wide * j / 4, 0.0, 0.22 * e * math.sin(math.pi * j / 4)) for j in range(5)],
                [(-wide * 0.7 + 1.4 * wide * j / 4, tall * 0.5, 0.1 * e * math.sin(math.pi * j / 4)) for j in range(5)],
                [(0.02 * (j - 2) * e, tall, -0.02 * e) for j in range(5)],
            ]
        )
        part.sheet(front, fur)
        hollow = front * (0.66, 0.8, 1.0) + (0, 0.04 * e, -0.03 * e)
        hollow[..., 2] = 0.24 * e - 0.12 * e * (hollow[..., 1] / tall) + 0.0
        part.sheet(hollow, inner)
        body.graft(part, turn(s * 0.25, 0.05, -s * (0.2 + flap * 0.4)), (x, y, z))
    elif b.ears == "flop":
        dark = Paint(darker(b.colour, 0.3), pattern=MOTTLE, grain=0.3)
        part.tube(
            [
                (0, 0.02, 0),
                (s * e * 0.5, -0.05 * e, 0),
                (s * e * 0.72, -0.75 * e, 0.1 * e),
                (s * e * 0.66, -1.35 * e, 0.16 * e),
            ],
            [e * 0.2, e * 0.3, e * 0.36, e * 0.22],
            dark,
        )
        body.graft(part, turn(0, 0, s * max(flap, 0) * 1.3), (s * hb * 0.6, hb * 0.62, z))
    elif b.ears == "round":
        body.ball((s * hb * 0.72, hb * 0.78, z), (0.36 * e, 0.4 * e, 0.17 * e), fur)
        body.ball((s * hb * 0.72, hb * 0.77, z + 0.09 * e), (0.24 * e, 0.27 * e, 0.12 * e), inner)
    elif b.ears == "large":
        fan = 1.0 + flap * 1.6
        rim = [
            (0.0, 0.55),
            (0.5, 0.85),
            (1.05, 0.72),
            (1.3, 0.2),
            (1.15, -0.45),
            (0.75, -1.05),
            (0.35, -0.95),
            (0.0, -0.3),
        ]
        grid = np.array(
            [
                [(0.0, 0.1 * e, 0.0) for _ in rim],
                [(s * px * e * 0.6, py * e * 0.6, 0.1 * e) for px, py in rim],
                [(s * px * e, py * e, 0.02 * e) for px, py in rim],
            ]
        )
        part.sheet(grid, Paint(darker(b.colour, 0.1), soft=0.3))
        body.graft(part, turn(s * fan), (s * hb * 0.75, hb * 0.1, 0.1 * h))
    elif b.ears == "side":
        part.ball((s * 0.62 * e, 0, 0), (0.68 * e, 0.26 * e, 0.12 * e), fur)
        part.ball((s * 0.66 * e, 0, 0.07 * e), (0.5 * e, 0.17 * e, 0.09 * e), inner)
        body.graft(part, turn(s * 0.1, 0, s * (0.25 + flap * 0.6)), (s * hb * 0.62, hb * 0.55, 0.04 * h))
    else:
        part.tube(
            [(0, -0.1 * e, 0), (s * 0.1 * e, 1.1 * e, -0.1 * e), (s * 0.2 * e, 2.2 * e, -0.35 * e)],
            [0.2 * e, 0.3 * e, 0.08 * e],
            fur,
        )
        part.tube(
            [(0, 0.3 * e, 0.13 * e), (s * 0.1 * e, 1.1 * e, 0.07 * e), (s * 0.19 * e, 1.9 * e, -0.2 * e)],
            [0.1 * e, 0.2 * e, 0.05 * e],
            inner,
        )
        body.graft(part, turn(0, flap * 0.6, -s * 0.12), (s * hb * 0.4, hb * 0.8, z - 0.04 * h))
