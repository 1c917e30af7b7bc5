"""What is sold and carried: shoes, bags, watches, lipsticks, jars and cans; each about one unit high or long."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, curve, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import dense, lathe, loft
from vitascope.engines.animatic.draw.rigs.tableware import own
from vitascope.engines.animatic.draw.rigs.treasures import hoop
from vitascope.engines.animatic.draw.stage import Colour

_BLACK = Paint((26, 26, 30), shine=0.5)
_WHITE = Paint((246, 244, 240), shine=0.3)
_GOLD = Paint((228, 182, 92), shine=1.0)
_STEEL = Paint((198, 204, 212), shine=1.0)
_GLASS = Paint((222, 236, 242), shine=1.3, alpha=0.34, soft=0.4)


def _lipstick(body: Body, cast: Cast) -> None:
    """The bullet out of its sleeve, cut aslant."""
    wax = Paint(own(cast, (196, 22, 44)), shine=0.7)
    body.sheet(lathe([(0.01, 0.0), (0.19, 0.0), (0.19, 0.4), (0.01, 0.4)], 28), _BLACK, closed=True)
    body.sheet(lathe([(0.165, 0.4), (0.165, 0.62), (0.135, 0.62), (0.01, 0.62)], 28), _GOLD, closed=True)
    body.sheet(lathe([(0.195, 0.37), (0.2, 0.385), (0.195, 0.4)], 28), _GOLD, closed=True)
    grid = lathe([(0.125, 0.6), (0.125, 0.82), (0.115, 0.9), (0.08, 0.97), (0.01, 1.0)], 24)
    grid[1:, :, 1] += 0.55 * grid[1:, :, 2] * np.linspace(0.3, 1, 4)[:, None]
    body.sheet(grid, wax, closed=True)


def _perfume(body: Body, cast: Cast) -> None:
    """A cut flask, what is in it, and its cap."""
    tint = own(cast, (240, 190, 120))
    body.box((0, 0.3, 0), (0.29, 0.24, 0.14), Paint(tint, shine=1.0, soft=0.6, glow=0.12))
    body.box((0, 0.34, 0), (0.35, 0.34, 0.2), _GLASS)
    body.box((0, 0.3, 0.204), (0.17, 0.1, 0.003), _WHITE)
    body.sheet(lathe([(0.1, 0.68), (0.1, 0.75), (0.02, 0.75)], 24), _GOLD, closed=True)
    body.sheet(lathe([(0.15, 0.75), (0.16, 0.8), (0.16, 0.96), (0.13, 1.0), (0.01, 1.0)], 24), _GOLD, closed=True)


def _shoe(body: Body, upper: Paint, sole: Paint, lace: Paint, *, high: float = 0.0, sporty: bool = True) -> None:
    """One shoe, its toe along z; ``high`` is how far a boot goes on over the ankle."""
    sole_rings = [
        (-0.5, 0.07, 0.13, 0.06),
        (-0.3, 0.06, 0.16, 0.06),
        (0.0, 0.05, 0.14, 0.05),
        (0.3, 0.055, 0.18, 0.055),
        (0.46, 0.08, 0.13, 0.05),
        (0.54, 0.1, 0.03, 0.02),
    ]
    body.sheet(loft(dense(sole_rings, 14), 16), sole, closed=True)
    rings = [
        (-0.47, 0.2, 0.1, 0.13),
        (-0.4, 0.28, 0.135, 0.22),
        (-0.2, 0.27, 0.145, 0.22),
        (0.02, 0.22, 0.14, 0.17),
        (0.25, 0.16, 0.16, 0.1),
        (0.42, 0.14, 0.125, 0.07),
        (0.5, 0.13, 0.04, 0.03),
    ]
    body.sheet(loft(dense(rings, 16), 18), upper, closed=True)
    top = 0.46 + high
    leg = lathe(
        [(0.135, 0.3), (0.13, 0.46), (0.14, max(top, 0.5)), (0.115, max(top, 0.5)), (0.1, 0.36)], 20, at=(0, 0, -0.26)
    )
    body.sheet(leg, upper, closed=True)
    body.ball((0, max(top, 0.5) - 0.03, -0.26), (0.115, 0.01, 0.115), Paint(darker(upper.colour, 0.6)))
    for k in range(4):
        z, y = -0.04 + 0.085 * k, 0.4 - 0.05 * k
        body.limb((-0.09, y - 0.02, z), 0.016, (0.09, y - 0.02, z + 0.02), 0.016, lace)
    if sporty:
        for s in (-1, 1):
            stripe = curve([(s * 0.15, 0.16, -0.2), (s * 0.165, 0.2, 0.05), (s * 0.135, 0.3, 0.1)], 6)
            body.tube(stripe, [0.012, 0.02, 0.024, 0.024, 0.02, 0.014], lace)


def _pair(body: Body, cast: Cast, *, high: float, sporty: bool, usual: Colour) -> None:
    """Two shoes side by side, one a little before the other."""
    colour = own(cast, usual)
    upper = Paint(colour, shine=0.25 if sporty else 0.6)
    sole = Paint((244, 244, 240) if sporty else darker(colour, 0.5), shine=0.2)
    light = sum(colour) > 560
    lace = Paint(
        (120, 128, 140) if light and sporty else (248, 248, 246) if sporty else darker(colour, 0.35), shine=0.2
    )
    for s in (-1, 1):
        one = Body()
        _shoe(one, upper, sole, lace, high=high, sporty=sporty)
        body.graft(one, turn(0.75 + 0.07 * s), (0.27 * s, 0.0, -0.16 * s))


def _heels(body: Body, cast: Cast) -> None:
    """A pair of pumps on thin heels."""
    leather = Paint(own(cast, (196, 20, 36)), shine=0.9)
    for s in (-1, 1):
        one = Body()
        rings = [
            (-0.42, 0.5, 0.1, 0.1),
            (-0.3, 0.46, 0.125, 0.13),
            (-0.05, 0.27, 0.1, 0.07),
            (0.2, 0.1, 0.13, 0.07),
            (0.38, 0.07, 0.1, 0.055),
            (0.5, 0.05, 0.02, 0.02),
        ]
        one.sheet(loft(dense(rings, 16), 16), leather, closed=True)
        one.ball((0, 0.53, -0.32), (0.1, 0.05, 0.12), Paint((240, 206, 176)))
        one.limb((0, 0.42, -0.38), 0.06, (0, 0.02, -0.4), 0.02, leather)
        body.graft(one, turn(0.75 + 0.08 * s), (0.24 * s, 0.0, -0.16 * s))


def _handbag(body: Body, cast: Cast) -> None:
    leather = Paint(own(cast, (150, 84, 50)), shine=0.4, pattern=MOTTLE, grain=0.12)
    body.sheet(
        loft(
            dense(
                [(-0.17, 0.3, 0.44, 0.28), (-0.1, 0.31, 0.49, 0.31), (0.1, 0.31, 0.49, 0.31), (0.17, 0.3, 0.44, 0.28)],
                8,
            ),
            22,
        ),
        leather,
        closed=True,
    )
    body.ball((0, 0.3, 0.16), (0.43, 0.28, 0.03), leather)
    body.ball((0, 0.47, 0.17), (0.42, 0.13, 0.035), Paint(darker(leather.colour, 0.18), shine=0.4))
    body.box((0, 0.4, 0.205), (0.05, 0.035, 0.015), _GOLD)
    for z in (-0.07, 0.07):
        body.tube(curve([(-0.24, 0.58, z), (-0.2, 0.9, z), (0.2, 0.9, z), (0.24, 0.58, z)], 14), [0.024] * 14, leather)
        for s in (-1, 1):
            body.ball((0.24 * s, 0.58, z), 0.035, _GOLD)


def _suitcase(body: Body, cast: Cast) -> None:
    hide = Paint(own(cast, (136, 84, 46)), shine=0.3, pattern=MOTTLE, grain=0.2)
    body.box((0, 0.36, 0), (0.5, 0.34, 0.16), hide)
    dark = Paint(darker(hide.colour, 0.4), shine=0.3)
    for x in (-0.3, 0.3):
        body.box((x, 0.36, 0), (0.035, 0.345, 0.166), dark)
        body.box((x, 0.6, 0.17), (0.04, 0.035, 0.012), _GOLD)
    for x in (-0.46, 0.46):
        for y in (0.06, 0.66):
            body.ball((x, y, 0.13), (0.07, 0.07, 0.06), dark)
    body.tube(curve([(-0.13, 0.7, 0), (-0.1, 0.8, 0), (0.1, 0.8, 0), (0.13, 0.7, 0)], 8), [0.03] * 8, dark)


def _watch(body: Body, cast: Cast) -> None:
    """On its strap, its hands going; the face is what a picture of it is about."""
    case = _GOLD if cast.actor.colour in ("gold", "golden") else _STEEL
    strap = Paint(own(cast, (60, 44, 36)) if case is _STEEL else (60, 44, 36), shine=0.3)
    smart = "smart" in cast.actor.label.lower()
    part = Body()
    for s in (-1, 1):
        band = curve([(0, 0.16 * s, 0.2), (0, 0.36 * s, 0.12), (0, 0.47 * s, -0.06), (0, 0.45 * s, -0.3)], 9)
        for p, q in pairwise(band):
            for x in (-0.1, -0.05, 0.0, 0.05, 0.1):
                part.limb((x, p[1], p[2]), 0.035, (x, q[1], q[2]), 0.035, strap)
    if smart:
        part.box((0, 0, 0.22), (0.22, 0.26, 0.05), _BLACK)
        part.box((0, 0, 0.275), (0.19, 0.23, 0.003), Paint((30, 60, 120), glow=0.7))
        for k in range(3):
            b = cast.time_s * 0.8 + k
            part.limb(
                (-0.12, 0.12 - 0.12 * k, 0.28),
                0.02,
                (-0.12 + 0.2 * (0.6 + 0.4 * math.sin(b)), 0.12 - 0.12 * k, 0.28),
                0.02,
                Paint(((250, 60, 90), (120, 240, 80), (60, 220, 240))[k], glow=1.0),
            )
    else:
        part.ball((0, 0, 0.2), (0.29, 0.29, 0.07), case)
        part.ball(
            (0, 0, 0.225), (0.24, 0.24, 0.05), Paint((20, 30, 56) if case is _STEEL else (246, 242, 230), shine=0.4)
        )
        mark = Paint((240, 240, 236), glow=0.25) if case is _STEEL else _BLACK
        for k in range(12):
            b = k / 12 * math.tau
            part.limb(
                (0.2 * math.sin(b), 0.2 * math.cos(b), 0.265),
                0.01,
                (0.17 * math.sin(b), 0.17 * math.cos(b), 0.27),
                0.01,
                mark,
            )
        for rate, long, thick in ((0.02, 0.1, 0.016), (0.1, 0.15, 0.012), (math.tau / 6, 0.18, 0.005)):
            b = cast.time_s * rate + 1.0
            part.limb((0, 0, 0.28), thick, (long * math.sin(b), long * math.cos(b), 0.28), thick * 0.7, mark)
        part.limb((0.27, 0, 0.2), 0.03, (0.34, 0, 0.2), 0.03, case)
    body.graft(part, turn(0.0, 0.25), (0, 0.47, 0))


def _headphones(body: Body, cast: Cast) -> None:
    shell = Paint(own(cast, (30, 30, 34)), shine=0.6)
    pad = Paint(darker(shell.colour, 0.45))
    body.tube(
        curve([(-0.4, 0.34, 0), (-0.34, 0.84, 0), (0.0, 1.0, 0), (0.34, 0.84, 0), (0.4, 0.34, 0)], 18),
        [0.04] * 18,
        shell,
    )
    for s in (-1, 1):
        body.ball((0.4 * s, 0.25, 0), (0.1, 0.24, 0.21), shell)
        body.ball((0.31 * s, 0.25, 0), (0.07, 0.21, 0.18), pad)
        hoop(0.12, (0.49 * s, 0.25, 0), 0.008, body, _STEEL)


def _bench(body: Body, cast: Cast) -> None:
    """Slats on two iron frames: one sits on it out of doors."""
    wood, iron = Paint(own(cast, (142, 94, 54)), pattern=MOTTLE, grain=0.3), Paint((40, 42, 46), shine=0.4)
    for k in range(4):
        body.box((0, 0.47, -0.2 + 0.13 * k), (0.95, 0.02, 0.05), wood)
    for k in range(3):
        body.box((0, 0.62 + 0.14 * k, -0.3 - 0.03 * k), (0.95, 0.05, 0.018), wood)
    for s in (-1, 1):
        x = 0.8 * s
        body.tube([(x, 0.0, 0.26), (x, 0.45, 0.22), (x, 0.45, -0.24), (x, 0.95, -0.38)], [0.025] * 4, iron)
        body.limb((x, 0.44, -0.22), 0.025, (x, 0.0, -0.32), 0.025, iron)
        body.tube([(x, 0.45, 0.22), (x, 0.68, 0.2), (x, 0.7, -0.3)], [0.022] * 3, iron)


def _plinth(body: Body, cast: Cast) -> None:
    column(body, Paint(own(cast, (226, 224, 220)), shine=0.5, pattern=MOTTLE, grain=0.3), 0.34, 1.0)


def column(body: Body, stone: Paint, r: float, high: float) -> None:
    """A round pedestal with its base and its slab."""
    body.sheet(
        lathe(
            [
                (1.25 * r, 0.0),
                (1.25 * r, 0.08 * high),
                (r, 0.14 * high),
                (r, 0.86 * high),
                (1.2 * r, 0.93 * high),
                (1.25 * r, high),
                (0.01, high),
            ],
            30,
        ),
        stone,
        closed=True,
    )


def _turned(
    body: Body,
    cast: Cast,
    *,
    profile: tuple[tuple[float, float], ...],
    colour: Colour,
    clear: bool = False,
    lid: tuple[float, float, float] | None = None,
    within: tuple[float, float, float] | None = None,
    filling: Colour = (240, 180, 60),
    label: bool = False,
) -> None:
    """A vessel from its outline; ``within`` is the foot, the top and the radius of what it holds, ``lid`` likewise."""
    if within is not None:
        low, top, r = within
        inside = Paint(own(cast, filling), shine=0.4, soft=0.5, glow=0.06)
        body.sheet(lathe([(0.01, low), (r, low), (r, top), (0.01, top)], 26), inside, closed=True)
    skin = _GLASS if clear else Paint(own(cast, colour), shine=0.6)
    body.sheet(lathe(profile, 28), skin, closed=True)
    if lid is not None:
        low, top, r = lid
        body.sheet(lathe([(r, low), (r, top), (0.01, top)], 26), Paint((206, 170, 90), shine=0.8), closed=True)
    if label:
        r = max(p[0] for p in profile) + 0.004
        body.sheet(lathe([(r, 0.26), (r, 0.52)], 26), Paint((250, 246, 236)), closed=True)
        body.sheet(
            lathe([(r + 0.002, 0.36), (r + 0.002, 0.42)], 26),
            Paint(lighter(own(cast, (60, 120, 90)), 0.1)),
            closed=True,
        )


def _frisbee(body: Body, cast: Cast) -> None:
    disc = Body()
    paint = Paint(own(cast, (236, 60, 50)), shine=0.5)
    disc.sheet(lathe([(0.01, 0.1), (0.34, 0.09), (0.46, 0.05), (0.5, 0.0), (0.46, 0.0)], 30), paint, closed=True)
    disc.sheet(lathe([(0.2, 0.102), (0.24, 0.1)], 30), _WHITE, closed=True)
    body.graft(disc, turn(cast.time_s * 7.0, 0.18, 0.12), (0, 0.5, 0))


def _grill(body: Body, cast: Cast) -> None:
    """A kettle on three legs, coals under its grate."""
    iron = Paint(own(cast, (36, 36, 40)), shine=0.5)
    body.sheet(lathe([(0.06, 0.42), (0.3, 0.48), (0.44, 0.62), (0.47, 0.78), (0.45, 0.78)], 28), iron, closed=True)
    for k in range(3):
        a = k * 2.09 + 0.5
        body.limb(
            (0.24 * math.sin(a), 0.5, 0.24 * math.cos(a)),
            0.02,
            (0.42 * math.sin(a), 0, 0.42 * math.cos(a)),
            0.02,
            _STEEL,
        )
    for k in range(16):
        r, a = 0.36 * math.sqrt((k + 0.5) / 16), k * 2.4
        glow = 0.6 + 0.3 * math.sin(cast.time_s * 3 + k)
        body.ball((r * math.sin(a), 0.7, r * math.cos(a)), 0.06, Paint((230, 80 + 6 * k, 30), glow=glow))
    for k in range(11):
        x = -0.4 + 0.08 * k
        half = math.sqrt(max(0.45**2 - x * x, 0.01))
        body.limb((x, 0.79, -half), 0.009, (x, 0.79, half), 0.009, _STEEL)
    body.source("fire", (0, 0.76, 0), 0.16, 0.5)


def _punching_bag(body: Body, cast: Cast) -> None:
    """It hangs from its chain and swings when it is hit."""
    bag = Body()
    leather = Paint(own(cast, (150, 34, 30)), shine=0.4)
    bag.sheet(
        lathe([(0.01, -0.72), (0.12, -0.72), (0.13, -0.66), (0.13, -0.16), (0.11, -0.1), (0.01, -0.1)], 22),
        leather,
        closed=True,
    )
    bag.sheet(lathe([(0.132, -0.5), (0.132, -0.42)], 22), _WHITE, closed=True)
    bag.limb((0, -0.1, 0), 0.012, (0, 0.25, 0), 0.012, _STEEL)
    swing = 0.16 * math.sin(cast.time_s * 3.1) * math.exp(-((cast.time_s * 0.5) % 1.0))
    body.graft(bag, turn(0.0, swing, 0.5 * swing), (0, 0.98, 0))
    body.limb((-0.02, 1.22, 0), 0.03, (0.02, 1.22, 0), 0.03, _STEEL)


def _fairy_lights(body: Body, cast: Cast) -> None:
    """Bulbs on wires between two poles."""
    for x in (-1.0, 1.0):
        body.limb((x, 0.0, 0), 0.014, (x, 0.86, 0), 0.012, _BLACK)
    for row, z in enumerate((-0.12, 0.0, 0.12)):
        line = curve(
            [
                (-1.0, 0.84, 0),
                (-0.5, 0.68 + 0.03 * row, z),
                (0, 0.62 + 0.03 * row, z),
                (0.5, 0.68 + 0.03 * row, z),
                (1.0, 0.84, 0),
            ],
            25,
        )
        body.tube(line, [0.004] * 25, _BLACK)
        for k in range(1, 24, 2):
            x, y, at = line[k]
            glow = 0.85 + 0.15 * math.sin(cast.time_s * 2 + k + 3 * row)
            body.ball((x, y - 0.025, at), 0.02, Paint((255, 222, 150), glow=glow))
            if k % 6 == 1:
                body.source("glow", (x, y - 0.03, at), 0.12, 0.3)


def _net(body: Body, cast: Cast) -> None:
    """Hung between two posts, in squares."""
    cord = Paint(own(cast, (226, 222, 208)))
    for s in (-1, 1):
        body.limb((0.5 * s, 0, 0), 0.02, (0.5 * s, 1.0, 0), 0.018, _STEEL)
    for k in range(15):
        x = -0.5 + k / 14
        sag = 0.03 * math.cos(math.pi * x) * math.sin(cast.time_s * 1.1)
        body.tube([(x, 0.98, 0), (x, 0.6, sag), (x, 0.22, 0.4 * sag)], [0.005] * 3, cord)
    for k in range(11):
        y = 0.22 + 0.076 * k
        body.tube(
            curve([(-0.5, y, 0), (0, y - 0.01, 0.03 * math.sin(cast.time_s * 1.1)), (0.5, y, 0)], 9), [0.005] * 9, cord
        )


def _puddle(body: Body, cast: Cast) -> None:
    """Shallow water that rings run over."""
    water = Paint(own(cast, (150, 176, 200)), shine=1.3, soft=0.3)
    body.ball((0, 0.02, 0), (0.6, 0.03, 0.42), water)
    body.ball((0.36, 0.02, 0.2), (0.34, 0.026, 0.24), water)
    for k in range(3):
        r = ((cast.time_s * 0.6 + k / 3) % 1.0) * 0.36
        hoop(max(r, 0.02), (0.0, 0.05, 0.0), 0.006, body, Paint((220, 232, 244), alpha=0.6, shine=0.8))


_TUMBLER = ((0.01, 0.0), (0.2, 0.0), (0.22, 0.03), (0.27, 0.9), (0.255, 0.9), (0.2, 0.06))
_STEM = ((0.26, 0.0), (0.24, 0.03), (0.03, 0.05), (0.025, 0.45), (0.1, 0.5), (0.36, 0.98), (0.35, 0.98), (0.09, 0.52))

WARES: Mapping[str, Rig] = {
    "frisbee": _frisbee,
    "grill": _grill,
    "punching bag": _punching_bag,
    "string lights": _fairy_lights,
    "net": _net,
    "puddle": _puddle,
    "test tube": partial(
        _turned,
        profile=((0.01, 0.0), (0.08, 0.03), (0.1, 0.12), (0.1, 0.98), (0.115, 1.0), (0.1, 1.0)),
        colour=(0, 0, 0),
        clear=True,
        within=(0.06, 0.62, 0.085),
        filling=(90, 230, 110),
    ),
    "lipstick": _lipstick,
    "perfume": _perfume,
    "sneakers": partial(_pair, high=0.0, sporty=True, usual=(236, 236, 234)),
    "shoes": partial(_pair, high=0.0, sporty=False, usual=(92, 54, 34)),
    "boots": partial(_pair, high=0.32, sporty=False, usual=(110, 70, 40)),
    "heels": _heels,
    "handbag": _handbag,
    "suitcase": _suitcase,
    "wristwatch": _watch,
    "headphones": _headphones,
    "bench": _bench,
    "pedestal": _plinth,
    "can": partial(
        _turned,
        profile=(
            (0.01, 0.0),
            (0.2, 0.0),
            (0.26, 0.06),
            (0.26, 0.9),
            (0.21, 0.97),
            (0.19, 0.97),
            (0.18, 0.94),
            (0.01, 0.94),
        ),
        colour=(200, 30, 40),
        label=True,
    ),
    "jar": partial(
        _turned,
        profile=((0.01, 0.0), (0.3, 0.0), (0.34, 0.06), (0.34, 0.68), (0.26, 0.8), (0.26, 0.86)),
        colour=(0, 0, 0),
        clear=True,
        lid=(0.84, 1.0, 0.29),
        within=(0.03, 0.64, 0.31),
        filling=(230, 150, 40),
    ),
    "flask": partial(
        _turned,
        profile=((0.01, 0.0), (0.2, 0.0), (0.22, 0.04), (0.22, 0.66), (0.1, 0.8), (0.1, 0.86)),
        colour=(236, 236, 232),
        lid=(0.85, 1.0, 0.115),
        label=True,
    ),
    "tumbler": partial(
        _turned, profile=_TUMBLER, colour=(0, 0, 0), clear=True, within=(0.05, 0.7, 0.22), filling=(236, 150, 40)
    ),
    "glass of water": partial(
        _turned, profile=_TUMBLER, colour=(0, 0, 0), clear=True, within=(0.05, 0.7, 0.22), filling=(206, 228, 238)
    ),
    "cocktail": partial(
        _turned, profile=_STEM, colour=(0, 0, 0), clear=True, within=(0.52, 0.86, 0.2), filling=(240, 90, 110)
    ),
}


def on_plinth(body: Body, part: Body, basis: NDArray[np.float64]) -> None:
    """``part`` on a low round stand of marble, where the prompt shows it on a pedestal."""
    column(body, Paint((230, 228, 224), shine=0.5, pattern=MOTTLE, grain=0.25), 0.3, 0.16)
    body.graft(part, basis * 0.84, (0.0, 0.16, 0.0))
