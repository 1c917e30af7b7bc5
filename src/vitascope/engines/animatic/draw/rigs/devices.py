"""Furniture, machines, and what floats in space; each about one unit high or long."""

from __future__ import annotations

import math
from collections.abc import Mapping

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, add, curve, turn
from vitascope.engines.animatic.draw.rigs.colours import lighter
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.tableware import own

_WOOD = Paint((128, 84, 50), shine=0.15, pattern=MOTTLE, grain=0.5)
_DARK = Paint((34, 36, 40), shine=0.4)
_STEEL = Paint((190, 196, 204), shine=0.9)


def _chair(body: Body, cast: Cast) -> None:
    rocking = "rocking" in cast.actor.label.lower()
    part = Body()
    wood = Paint(own(cast, _WOOD.colour), shine=0.2)
    part.box((0, 0.45, 0), (0.24, 0.025, 0.23), wood)
    for x in (-0.21, 0.21):
        part.limb((x, 0.44, 0.2), 0.026, (x * 1.05, 0.04, 0.22), 0.022, wood)
        part.limb((x, 0.04, -0.23), 0.022, (x, 1.0, -0.27), 0.024, wood)
        if rocking:
            part.tube(curve([(x, 0.1, 0.45), (x, 0.01, 0.0), (x, 0.1, -0.48)], 9), [0.024] * 9, wood)
    for k in range(5):
        part.limb((-0.16 + 0.08 * k, 0.48, -0.23), 0.014, (-0.16 + 0.08 * k, 0.95, -0.27), 0.014, wood)
    part.box((0, 0.96, -0.27), (0.22, 0.045, 0.02), wood)
    body.graft(part, turn(0, 0.12 * math.sin(cast.time_s * 2.2) * rocking), (0, 0, 0))


def _armchair(body: Body, cast: Cast) -> None:
    cloth = Paint(own(cast, (120, 60, 48)), pattern=MOTTLE, grain=0.3)
    long = 0.95 if any(w in cast.actor.label.lower() for w in ("sofa", "couch", "settee")) else 0.42
    body.box((0, 0.26, 0), (long, 0.16, 0.36), cloth)
    body.ball((0, 0.42, 0.06), (long * 0.98, 0.1, 0.32), cloth)
    body.ball((0, 0.68, -0.3), (long, 0.36, 0.14), cloth)
    for s in (-1, 1):
        body.limb((s * (long + 0.04), 0.5, -0.3), 0.12, (s * (long + 0.04), 0.5, 0.34), 0.12, cloth)
        body.box((s * (long + 0.04), 0.28, 0.02), (0.1, 0.22, 0.35), cloth)
        body.limb((s * long, 0.1, 0.3), 0.035, (s * long, 0.0, 0.3), 0.03, _WOOD)


def _throne(body: Body, cast: Cast) -> None:
    gold, velvet = Paint(own(cast, (214, 166, 56)), shine=0.8), Paint((140, 20, 36))
    body.box((0, 0.2, 0), (0.28, 0.2, 0.26), gold)
    body.ball((0, 0.42, 0.02), (0.25, 0.07, 0.24), velvet)
    body.box((0, 0.66, -0.24), (0.28, 0.34, 0.04), gold)
    body.box((0, 0.66, -0.2), (0.2, 0.26, 0.02), velvet)
    for s in (-1, 1):
        body.box((s * 0.28, 0.52, 0.02), (0.05, 0.05, 0.26), gold)
        body.ball((s * 0.28, 0.58, 0.26), 0.07, gold)
        body.limb((s * 0.27, 0.9, -0.24), 0.05, (s * 0.27, 1.06, -0.24), 0.012, gold)
    body.limb((0, 0.98, -0.24), 0.09, (0, 1.16, -0.24), 0.012, gold)


def _table(body: Body, cast: Cast) -> None:
    wood = Paint(own(cast, _WOOD.colour), shine=0.25)
    body.box((0, 0.95, 0), (0.85, 0.04, 0.5), wood)
    for x in (-0.75, 0.75):
        for z in (-0.4, 0.4):
            body.limb((x, 0.92, z), 0.05, (x, 0.0, z), 0.035, wood)


def _bed(body: Body, cast: Cast) -> None:
    quilt = Paint(own(cast, (70, 100, 160)), pattern=MOTTLE, grain=0.4)
    body.box((0, 0.2, 0), (0.55, 0.1, 1.0), _WOOD)
    body.ball((0, 0.34, 0.1), (0.56, 0.14, 0.92), quilt)
    body.box((0, 0.5, -1.0), (0.57, 0.42, 0.05), _WOOD)
    body.box((0, 0.32, 1.0), (0.57, 0.22, 0.05), _WOOD)
    for s in (-1, 1):
        body.ball((s * 0.26, 0.44, -0.76), (0.22, 0.1, 0.16), Paint((246, 244, 238)))


def _lamp(body: Body, cast: Cast) -> None:
    body.sheet(
        lathe([(0.2, 0.0), (0.18, 0.03), (0.03, 0.05), (0.03, 0.6)], 20),
        Paint(own(cast, (190, 150, 70)), shine=0.7),
        closed=True,
    )
    body.sheet(
        lathe([(0.32, 0.58), (0.18, 0.96), (0.16, 0.96)], 24), Paint((252, 226, 170), glow=0.75, soft=0.8), closed=True
    )
    body.ball((0, 0.68, 0), 0.07, Paint((255, 244, 210), glow=1.0))
    body.source("glow", (0, 0.7, 0), 1.8, 0.6)


def _bulb(body: Body, cast: Cast) -> None:
    pulse = 0.75 + 0.25 * math.sin(cast.time_s * 3)
    body.sheet(
        lathe([(0.14, 0.22), (0.2, 0.36), (0.33, 0.6), (0.3, 0.82), (0.14, 0.96), (0.01, 1.0)], 24),
        Paint((255, 236, 170), glow=0.6 * pulse, shine=1.0, alpha=0.6),
        closed=True,
    )
    body.tube(
        [(-0.06, 0.3, 0), (-0.08, 0.6, 0), (0, 0.7, 0), (0.08, 0.6, 0), (0.06, 0.3, 0)],
        [0.014] * 5,
        Paint((255, 210, 120), glow=1.0),
    )
    for k in range(4):
        body.limb((0, 0.04 + 0.05 * k, 0), 0.13, (0, 0.055 + 0.05 * k, 0), 0.13, _STEEL)
    body.source("glow", (0, 0.65, 0), 1.6, 0.7 * pulse)


def _screen(body: Body, cast: Cast, wide: float, high: float, at: Point, lean: float) -> None:
    part = Body()
    part.box((0, high, 0), (wide, high, 0.025), _DARK)
    part.box((0, high, 0.026), (wide * 0.93, high * 0.9, 0.004), Paint((70, 140, 220), glow=0.75))
    for k in range(6):
        y = high * (0.4 + 0.24 * k)
        long = wide * (0.25 + 0.5 * abs(math.sin(k * 2.1 + math.floor(cast.time_s * 3) * 0.7)))
        part.box((-wide * 0.84 + long, y, 0.032), (long, high * 0.045, 0.003), Paint((220, 240, 255), glow=0.9))
    body.graft(part, turn(0, lean), at)


def _laptop(body: Body, cast: Cast) -> None:
    body.box((0, 0.02, 0.12), (0.52, 0.022, 0.34), Paint(own(cast, (176, 180, 188)), shine=0.6))
    for i in range(4):
        for j in range(11):
            body.box((-0.43 + 0.086 * j, 0.046, 0.0 + 0.075 * i), (0.036, 0.006, 0.028), _DARK)
    _screen(body, cast, 0.52, 0.34, (0, 0.04, -0.22), 0.3)
    body.source("glow", (0, 0.4, 0.1), 0.9, 0.2)


def _television(body: Body, cast: Cast) -> None:
    old = any(w in cast.actor.label.lower() for w in ("old", "vintage", "retro"))
    if old:
        body.box((0, 0.42, -0.14), (0.5, 0.36, 0.26), _WOOD)
        for s in (-1, 1):
            body.limb((0, 0.78, -0.1), 0.01, (s * 0.3, 1.12, -0.1), 0.008, _STEEL)
    _screen(body, cast, 0.5 if old else 0.72, 0.32 if old else 0.42, (0, 0.12, 0.13 if old else 0), 0.0)
    body.box((0, 0.05, 0), (0.2, 0.05, 0.12), _DARK)


def _phone(body: Body, cast: Cast) -> None:
    body.box((0, 0.5, 0), (0.26, 0.5, 0.03), Paint(own(cast, (30, 32, 38)), shine=0.8))
    _screen(body, cast, 0.235, 0.46, (0, 0.04, 0.012), 0.0)


def _camera(body: Body, cast: Cast) -> None:
    body.box((0, 0.36, 0), (0.5, 0.3, 0.16), Paint(own(cast, (40, 40, 44)), shine=0.3, pattern=MOTTLE, grain=0.05))
    body.box((0, 0.68, 0), (0.46, 0.05, 0.15), _STEEL)
    body.box((0, 0.78, 0), (0.14, 0.07, 0.12), _STEEL)
    for z, r in ((0.24, 0.24), (0.36, 0.2)):
        body.sheet(
            lathe([(r, -0.08), (r, 0.08), (r - 0.03, 0.08)], 28) @ turn(0, -math.pi / 2).T + (0, 0.36, z),
            _DARK,
            closed=True,
        )
    body.ball((0, 0.36, 0.4), (0.16, 0.16, 0.05), Paint((60, 70, 130), shine=1.4))
    if math.sin(cast.time_s * 1.4) > 0.985:
        body.source("glow", (0.3, 0.8, 0.2), 3.0, 1.0)


def _globe(body: Body, cast: Cast) -> None:
    part = Body()
    part.ball((0, 0, 0), 0.36, Paint((46, 110, 190), shine=0.5))
    for k in range(17):
        y = 0.85 - 1.7 * (k + 0.5) / 17
        r = math.sqrt(1 - y * y)
        size = 0.085 + 0.025 * abs(math.sin(k * 1.7))
        part.ball(
            (math.sin(k * 2.4) * r * 0.275, y * 0.275, math.cos(k * 2.4) * r * 0.275),
            (size * 1.2, size, size * 1.2),
            Paint((96, 150, 70), pattern=MOTTLE, grain=0.1),
        )
    body.graft(part, turn(cast.time_s * 0.6, 0, 0.4), (0, 0.58, 0))
    arc: list[Point] = [(0.42 * math.sin(a), 0.58 + 0.42 * math.cos(a), 0) for a in (0.3 + 0.29 * k for k in range(11))]
    body.tube(arc, [0.022] * 11, Paint((206, 166, 70), shine=0.8))
    body.sheet(lathe([(0.3, 0.0), (0.28, 0.04), (0.05, 0.08), (0.04, 0.18)], 22), _WOOD, closed=True)


def _telescope(body: Body, cast: Cast) -> None:
    tube = Body()
    tube.limb((0, 0, -0.4), 0.06, (0, 0, 0.05), 0.075, Paint(own(cast, (196, 156, 66)), shine=0.9))
    tube.limb((0, 0, 0.0), 0.09, (0, 0, 0.5), 0.1, _DARK)
    body.graft(tube, turn(0.5 * math.sin(cast.time_s * 0.3), 0.55), (0, 0.78, 0))
    for k in range(3):
        a = k * 2.094
        body.limb((0, 0.74, 0), 0.03, (math.sin(a) * 0.36, 0.0, math.cos(a) * 0.36), 0.02, _WOOD)


def _typewriter(body: Body, cast: Cast) -> None:
    shell = Paint(own(cast, (40, 62, 58)), shine=0.6)
    body.box((0, 0.14, 0), (0.5, 0.14, 0.42), shell)
    body.box((0, 0.34, -0.2), (0.48, 0.1, 0.2), shell)
    body.limb((-0.56, 0.5, -0.24), 0.07, (0.56, 0.5, -0.24), 0.07, _DARK)
    body.box((0.05 * math.sin(cast.time_s), 0.74, -0.3), (0.32, 0.26, 0.006), Paint((250, 248, 240)))
    for i in range(4):
        for j in range(10):
            down = 0.03 * (math.sin(cast.time_s * 12 + i * 3 + j * 5.1) > 0.95)
            body.ball(
                (-0.4 + 0.088 * j + 0.02 * i, 0.3 - 0.03 * i - down, 0.06 + 0.09 * i),
                (0.034, 0.016, 0.034),
                Paint((236, 230, 214), shine=0.4),
            )


def _gramophone(body: Body, cast: Cast) -> None:
    body.box((0, 0.14, 0), (0.36, 0.14, 0.36), _WOOD)
    body.sheet(lathe([(0.02, 0.3), (0.32, 0.3), (0.32, 0.315), (0.02, 0.315)], 28), _DARK, closed=True)
    label = (0.1 * math.sin(cast.time_s * 4.6), 0.325, 0.1 * math.cos(cast.time_s * 4.6))
    body.ball(label, (0.03, 0.006, 0.03), Paint((210, 40, 40)))
    horn = Body()
    brass = Paint(own(cast, (226, 176, 64)), shine=1.0, soft=0.2)
    horn.sheet(lathe([(0.03, 0.0), (0.05, 0.25), (0.12, 0.5), (0.34, 0.72)], 16), brass, closed=True)
    body.graft(horn, turn(0, -0.75), (0, 0.46, -0.22))
    body.tube(curve([(0.0, 0.5, -0.24), (0.05, 0.36, -0.3), (0.16, 0.36, 0.05)], 8), [0.022] * 8, brass)


def _sword_in_stone(body: Body, _cast: Cast) -> None:
    stone = Paint((124, 122, 120), pattern=MOTTLE, grain=0.4)
    for k, (x, y, z, r) in enumerate(((0, 0.12, 0, 0.36), (0.25, 0.08, 0.1, 0.24), (-0.26, 0.09, -0.05, 0.26))):
        body.ball((x, y, z), (r, r * 0.75, r * 0.9), stone, turn=turn(k))
    body.box((0, 0.6, 0), (0.035, 0.3, 0.01), Paint((216, 224, 234), shine=1.4))
    body.box((0, 0.88, 0), (0.15, 0.022, 0.03), Paint((222, 176, 60), shine=0.9))
    body.limb((0, 0.9, 0), 0.024, (0, 1.06, 0), 0.022, Paint((80, 44, 30)))
    body.ball((0, 1.09, 0), 0.038, Paint((200, 30, 50), shine=1.0))
    body.source("glow", (0, 0.7, 0.05), 0.9, 0.35)


def _barrel(body: Body, _cast: Cast) -> None:
    body.sheet(
        lathe([(0.02, 0.02), (0.3, 0.0), (0.37, 0.25), (0.39, 0.5), (0.37, 0.75), (0.3, 1.0), (0.02, 0.98)], 20),
        [_WOOD, Paint((112, 72, 42), shine=0.1)],
        closed=True,
    )
    for y, r in ((0.12, 0.345), (0.32, 0.385), (0.68, 0.385), (0.88, 0.345)):
        body.sheet(
            lathe([(r, y - 0.03), (r + 0.006, y), (r, y + 0.03)], 24), Paint((84, 84, 88), shine=0.5), closed=True
        )


def _crate(body: Body, cast: Cast) -> None:
    body.box((0, 0.45, 0), (0.43, 0.43, 0.43), Paint(own(cast, (168, 120, 70)), pattern=MOTTLE, grain=0.5))
    for a in (-0.43, 0.43):
        for b in (-0.43, 0.43):
            body.box((a, 0.45, b), (0.05, 0.46, 0.05), _WOOD)
            body.box((0, 0.45 + a, b), (0.46, 0.05, 0.05), _WOOD)
            body.box((b, 0.45 + a, 0), (0.05, 0.05, 0.46), _WOOD)


def _solid(body: Body, cast: Cast) -> None:
    """Cube, sphere, pyramid, cylinder or monolith: what an abstract prompt has."""
    words = (cast.actor.form + " " + cast.actor.label).lower()
    glowing = "glow" in words or "neon" in words
    paint = Paint(
        own(cast, (30, 30, 36) if "monolith" in words or "black" in words else (90, 130, 220)),
        shine=0.9,
        glow=0.6 if glowing else 0.0,
    )
    spin = turn(cast.time_s * 0.5, 0.0)
    if "sphere" in words or "orb" in words or "ball of" in words:
        body.ball((0, 0.5, 0), 0.5, paint)
    elif "pyramid" in words:
        body.sheet(lathe([(0.62, 0.0), (0.005, 0.9)], 4) @ spin.T, paint, closed=True)
    elif "cylinder" in words:
        body.sheet(lathe([(0.01, 0.0), (0.4, 0.0), (0.4, 1.0), (0.01, 1.0)], 30), paint, closed=True)
    elif "monolith" in words:
        body.box((0, 0.5, 0), (0.22, 0.5, 0.055), paint)
    else:
        body.box((0, 0.52, 0), (0.4, 0.4, 0.4), paint, turn=turn(cast.time_s * 0.6, 0.35))
    if glowing:
        body.source("glow", (0, 0.5, 0), 1.6, 0.6)


def _satellite(body: Body, cast: Cast) -> None:
    part = Body()
    part.box((0, 0, 0), (0.09, 0.13, 0.09), Paint((226, 180, 80), shine=0.8))
    blue, frame = Paint((36, 60, 140), shine=0.8), Paint((200, 206, 214), shine=0.6)
    for s in (-1, 1):
        part.limb((s * 0.09, 0, 0), 0.012, (s * 0.16, 0, 0), 0.012, frame)
        for k in range(3):
            part.box((s * (0.24 + 0.135 * k), 0, 0), (0.062, 0.11, 0.004), blue)
            part.box((s * (0.24 + 0.135 * k), 0, 0), (0.066, 0.004, 0.006), frame)
    part.sheet(lathe([(0.01, 0.0), (0.09, 0.03), (0.13, 0.08)], 20, at=(0, 0.13, 0)), frame, closed=True)
    part.limb((0, 0.13, 0), 0.006, (0, 0.26, 0), 0.006, frame)
    body.graft(part, turn(cast.time_s * 0.25, 0.3, 0.2), (0, 0.3, 0))


def _asteroid(body: Body, cast: Cast) -> None:
    part = Body()
    rock = Paint(own(cast, (112, 100, 92)), pattern=MOTTLE, grain=0.5)
    part.ball((0, 0, 0), (0.42, 0.36, 0.38), rock)
    for k in range(14):
        y = 1 - 2 * (k + 0.5) / 14
        r = math.sqrt(1 - y * y)
        size = 0.14 + 0.1 * abs(math.sin(k * 2.3 + cast.chance(1) * 6))
        part.ball(
            (math.sin(k * 2.4) * r * 0.32, y * 0.28, math.cos(k * 2.4) * r * 0.3), (size, size * 0.85, size), rock
        )
    body.graft(part, turn(cast.time_s * 0.4, cast.time_s * 0.25), (0, 0.5, 0))
    if any(w in cast.actor.label.lower() for w in ("meteor", "fireball", "comet")):
        body.source("fire", (0, 0.5, 0), 0.5, 0.9, (0, 0.6, -1.5))


def _scarecrow(body: Body, cast: Cast) -> None:
    straw, coat = (
        Paint((222, 186, 96), pattern=MOTTLE, grain=0.1),
        Paint(own(cast, (110, 74, 52)), pattern=MOTTLE, grain=0.2),
    )
    sway = 0.02 * math.sin(cast.time_s * 1.3)
    body.limb((0, 0, 0), 0.025, (0, 0.8, 0), 0.022, _WOOD)
    body.limb((-0.42, 0.66 + sway, 0), 0.055, (0.42, 0.66 - sway, 0), 0.055, coat)
    body.limb((0, 0.66, 0), 0.12, (0, 0.36, 0), 0.14, coat)
    body.ball((0, 0.84, 0), (0.095, 0.11, 0.095), Paint((226, 200, 150)))
    for s in (-1, 1):
        body.ball((s * 0.035, 0.86, 0.085), 0.014, _DARK)
        for k in range(7):
            tip = add((s * 0.42, 0.66, 0), (s * 0.09, 0.05 * math.sin(k * 2.4), 0.05 * math.cos(k * 2.4)))
            body.limb((s * 0.42, 0.66, 0), 0.01, tip, 0.004, straw)
    body.tube([(-0.04, 0.79, 0.088), (0, 0.775, 0.094), (0.04, 0.79, 0.088)], [0.006] * 3, _DARK)
    body.sheet(
        lathe([(0.2, 0.92), (0.1, 0.93), (0.07, 1.04), (0.01, 1.06)], 18),
        Paint(lighter((150, 110, 60), 0.1)),
        closed=True,
    )
    for k in range(16):
        a = k / 16 * 6.283
        body.limb(
            (0.12 * math.sin(a), 0.37, 0.12 * math.cos(a)),
            0.012,
            (0.15 * math.sin(a), 0.26, 0.15 * math.cos(a)),
            0.004,
            straw,
        )


DEVICES: Mapping[str, Rig] = {
    "chair": _chair, "armchair": _armchair, "throne": _throne, "table": _table, "bed": _bed, "lamp": _lamp,
    "light bulb": _bulb, "laptop": _laptop, "television": _television, "phone": _phone, "camera": _camera,
    "globe": _globe, "telescope": _telescope, "typewriter": _typewriter, "gramophone": _gramophone,
    "sword in the stone": _sword_in_stone, "barrel": _barrel, "crate": _crate, "solid": _solid,
    "satellite": _satellite, "asteroid": _asteroid, "scarecrow": _scarecrow,
}  # fmt: skip
