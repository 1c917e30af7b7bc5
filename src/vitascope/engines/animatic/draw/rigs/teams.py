"""What animals draw: coaches, covered wagons, carts, chariots and sleighs, with a horse or two before them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from vitascope.engines.animatic.draw.rigs.beasts import draw_quadruped
from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.stage import Colour

_WOOD = Paint((116, 82, 52), shine=0.1)
_IRON = Paint((52, 52, 56), shine=0.4)
_LEATHER = Paint((58, 40, 30), shine=0.15)
_CANVAS = Paint((222, 212, 188))
_HORSE_UNITS, _HORSE_M = 1.35, 1.95
"""Height of a quadruped as `beasts` draws it, and of a horse, in metres."""


@dataclass(frozen=True, slots=True)
class _Team:
    """A kind of vehicle in metres, the axles from its middle; its animals stand before ``front``."""

    long: float
    front: float
    axles: tuple[tuple[float, float], ...]
    """Where, and the radius of the wheels; none of a sleigh."""
    colour: Colour
    hands: Point
    """Where the reins end."""
    pair: bool = False


_KINDS: dict[str, _Team] = {
    "carriage": _Team(6.6, 0.7, ((-2.3, 0.66), (0.1, 0.5)), (96, 30, 34), (0, 1.6, 0.62), pair=True),
    "covered wagon": _Team(7.2, 0.9, ((-2.6, 0.66), (0.2, 0.56)), (128, 92, 58), (0, 1.6, 1.2), pair=True),
    "cart": _Team(4.8, 0.2, ((-1.2, 0.64),), (128, 92, 58), (0, 1.3, 0.5)),
    "chariot": _Team(4.4, -0.2, ((-1.2, 0.52),), (150, 110, 50), (0, 1.6, -0.75), pair=True),
    "sleigh": _Team(5.2, 0.2, (), (150, 34, 34), (0, 1.25, -1.2)),
}


def draw(body: Body, cast: Cast, length: float) -> bool:
    """Draw it if the actor's form is one of these, ``length`` units long."""
    team = _KINDS.get(cast.actor.form)
    if team is None:
        return False
    k = length / team.long
    moved, speed = cast.travelled / k, cast.speed / k
    part = Body()
    colour = paint_of(cast.actor.colour, team.colour)
    jolt = 0.012 * math.sin(cast.time_s * 11) * min(speed, 3.0) / 3.0
    _PAINTERS[cast.actor.form](part, colour, cast, jolt, team.hands)
    for z, radius in team.axles:
        for s in (-1, 1):
            _wheel(part, (0.78 * s, radius, z), radius, moved / radius)
        part.limb((-0.78, radius, z), 0.045, (0.78, radius, z), 0.045, _IRON)
    for x in (-0.48, 0.48) if team.pair else (0.0,):
        _horse(part, cast, x, team.front + 1.25, moved, speed)
        for s in (-1, 1):  # traces, and a shaft on each side
            part.limb((x + 0.3 * s, 0.95, team.front + 1.5), 0.022, (x + 0.3 * s, 0.75, team.front - 0.5), 0.03, _WOOD)
        hands = (x * 0.2, team.hands[1], team.hands[2])
        part.tube([(x, 1.5, team.front + 2.0), hands], [0.014, 0.014], _LEATHER)  # a rein
    body.graft(part, np.eye(3) * k, (0.0, 0.0, 0.0))
    if speed > 1.5 and team.axles:
        body.source("dust", (0.0, 0.1 * k, (team.axles[0][0] - 0.4) * k), 0.5 * k, 0.3)
    return True


def _horse(part: Body, cast: Cast, x: float, z: float, moved: float, speed: float) -> None:
    unit = _HORSE_UNITS / _HORSE_M
    action = "walk" if speed > 0.1 else "idle"
    horse = replace(cast.actor, rig="quadruped", form="horse", label="horse", colour=None, action=action, props=())
    beast = Body()
    draw_quadruped(beast, replace(cast, actor=horse, travelled=moved * unit, speed=speed * unit, index=int(x > 0)))
    part.graft(beast, np.eye(3) / unit, (x, 0.0, z))


def _wheel(part: Body, at: Point, radius: float, spin: float) -> None:
    """Of wood with an iron tyre: ten spokes about the x axis."""
    x, y, z = at
    ring: list[Point] = []
    for k in range(21):
        a = k / 20 * math.tau
        ring.append((x, y + math.cos(a) * radius * 0.93, z + math.sin(a) * radius * 0.93))
    part.tube(ring, [radius * 0.075] * 21, _IRON)
    for k in range(10):
        a = spin + k / 10 * math.tau
        tip = (x, y + math.cos(a) * radius * 0.9, z + math.sin(a) * radius * 0.9)
        part.limb(at, radius * 0.06, tip, radius * 0.045, _WOOD)
    part.ball(at, (0.1, radius * 0.16, radius * 0.16), _IRON)


def _driver(part: Body, hip: Point, cloth: Colour, cast: Cast, *, hands: Point, standing: bool = False) -> None:
    x, y, z = hip
    coat, skin = Paint(cloth), Paint((206, 156, 128))
    chest, head = (x, y + 0.5, z + 0.04), (x, y + 0.82, z + 0.08)
    part.limb(hip, 0.17, chest, 0.19, coat)
    part.ball(head, (0.1, 0.13, 0.12), skin)
    if standing:
        part.ball((x, y + 0.88, z + 0.05), (0.115, 0.11, 0.13), Paint((70, 52, 38)))
    else:
        part.ball((x, y + 0.93, z + 0.07), (0.17, 0.035, 0.18), _LEATHER)
        part.limb((x, y + 0.95, z + 0.07), 0.1, (x, y + 1.04, z + 0.07), 0.095, _LEATHER)
    reach = 0.03 * math.sin(cast.time_s * 5)
    for s in (-1, 1):
        hand = (x + 0.1 * s, hands[1] + reach, hands[2])
        elbow = (x + 0.3 * s, y + 0.28, z + 0.2)
        part.tube([(x + 0.2 * s, y + 0.52, z + 0.03), elbow, hand], [0.075, 0.06, 0.05], coat)
        part.ball(hand, 0.05, skin)
        foot = (x + 0.13 * s, y - 0.85, z) if standing else (x + 0.13 * s, y - 0.5, z + 0.5)
        knee = (x + 0.13 * s, y - 0.42, z + 0.03) if standing else (x + 0.14 * s, y + 0.02, z + 0.42)
        part.tube([(x + 0.1 * s, y, z), knee, foot], [0.11, 0.09, 0.07], Paint((58, 52, 48)))


def _coach(part: Body, colour: Colour, cast: Cast, jolt: float, hands: Point) -> None:
    """Closed, with doors and a high seat before it."""
    skin, dark = Paint(colour, shine=0.7), Paint((26, 24, 26), shine=0.5)
    gold = Paint((206, 170, 84), shine=0.7)
    glass = Paint((250, 220, 150), glow=0.5) if cast.night > 0.4 else Paint((120, 140, 156), shine=1.0)
    middle = -1.2
    profile = [(-1.05, 1.75), (-1.0, 1.25), (-0.62, 0.78), (0.6, 0.78), (0.98, 1.25), (1.03, 1.75), (0.92, 2.25),
               (-0.92, 2.25)]  # fmt: skip
    outline: list[Point] = [(0.0, y + jolt, middle + z) for z, y in profile]
    for s in (-1, 1):
        edge = [(0.66 * s, y, z) for _, y, z in outline]
        for a, b in pairwise(edge[1:]):
            part.tri(edge[0], a, b, skin)
        part.quad(
            (0.675 * s, 1.45 + jolt, middle - 0.3), (0.675 * s, 1.45 + jolt, middle + 0.3),
            (0.675 * s, 2.05 + jolt, middle + 0.28), (0.675 * s, 2.05 + jolt, middle - 0.28), glass,
        )  # fmt: skip
        part.tube([*edge, edge[0]], [0.03] * (len(edge) + 1), gold)
        part.ball(
            (0.7 * s, 2.1 + jolt, middle + 1.0), (0.07, 0.12, 0.07), Paint((255, 214, 130), glow=0.3 + cast.night)
        )
    for (_, y0, z0), (_, y1, z1) in zip(outline, [*outline[1:], outline[0]], strict=True):
        part.quad((-0.66, y0, z0), (0.66, y0, z0), (0.66, y1, z1), (-0.66, y1, z1), skin)
    part.ball((0, 2.26 + jolt, middle), (0.74, 0.1, 1.04), dark)
    part.box((0, 1.25, 0.2), (0.5, 0.06, 0.35), _LEATHER)
    part.box((0, 0.85, 0.45), (0.5, 0.05, 0.3), dark)
    for s in (-1, 1):
        part.limb((0.4 * s, 0.66, -2.4), 0.05, (0.4 * s, 0.62, 0.6), 0.05, dark)
    _driver(part, (0, 1.4 + jolt, 0.1), (40, 44, 60), cast, hands=hands)


def _covered(part: Body, colour: Colour, cast: Cast, jolt: float, hands: Point) -> None:
    """A long box under canvas on hoops."""
    wood = Paint(colour)
    part.box((0, 1.0 + jolt, -1.2), (0.66, 0.28, 1.75), wood)
    a = np.linspace(-math.pi / 2, math.pi / 2, 13)
    zs = np.linspace(-3.05, 0.55, 9)
    bulge = 1 + 0.05 * np.cos(np.arange(9) * math.pi)[:, None]
    across, high = 0.78 * bulge * np.sin(a), 1.2 + jolt + 1.15 * bulge * np.cos(a)
    arch = np.stack([across, high, zs[:, None] + 0.14 * np.cos(a) * np.sign(zs + 1.2)[:, None]], axis=2)
    part.sheet(arch, _CANVAS)
    part.ball((0, 1.75 + jolt, -2.9), (0.68, 0.6, 0.04), Paint(darker(_CANVAS.colour, 0.6)))
    part.box((0, 1.25, 0.7), (0.5, 0.05, 0.2), wood)
    _driver(part, (0, 1.4 + jolt, 0.68), (120, 74, 48), cast, hands=hands)


def _cart(part: Body, colour: Colour, cast: Cast, jolt: float, hands: Point) -> None:
    """Two wheels and slatted sides; hay where it is a hay cart."""
    wood = Paint(colour)
    part.box((0, 0.8 + jolt, -1.2), (0.64, 0.05, 1.15), wood)
    for s in (-1, 1):
        for y in (1.0, 1.2, 1.4):
            part.limb((0.66 * s, y + jolt, -2.3), 0.035, (0.66 * s, y + jolt, -0.1), 0.035, wood)
        for z in (-2.3, -1.2, -0.1):
            part.limb((0.66 * s, 0.8 + jolt, z), 0.04, (0.68 * s, 1.5 + jolt, z), 0.04, wood)
    if "hay" in cast.actor.label.lower():
        hay = Paint((206, 172, 92))
        for k in range(9):
            part.ball((0.3 * (k % 3 - 1), 1.3 + 0.3 * (k % 2) + jolt, -2.0 + 0.22 * k), (0.45, 0.4, 0.45), hay)
    else:
        for k in range(4):
            sack = Paint(lighter((150, 124, 88), 0.06 * k))
            part.ball((0.28 * (-1) ** k, 1.05 + jolt, -2.0 + 0.42 * k), (0.3, 0.26, 0.28), sack)
    _driver(part, (0, 1.1 + jolt, 0.0), (110, 92, 70), cast, hands=hands)


def _chariot(part: Body, colour: Colour, cast: Cast, jolt: float, hands: Point) -> None:
    """A floor over the axle, a curved breast, and its driver standing."""
    a = np.linspace(-2.0, 2.0, 13)
    rows = np.linspace(0.58, 1.35, 5)
    shell = np.stack([0.56 * np.sin(a)[None] + 0 * rows[:, None], rows[:, None] + jolt + 0 * a[None],
                      -1.2 + 0.5 * np.cos(a)[None] + 0 * rows[:, None]], axis=2)  # fmt: skip
    part.sheet(shell, Paint(colour, shine=0.5))
    part.tube([(float(x), float(y), float(z)) for x, y, z in shell[-1]], [0.035] * 13, Paint((226, 186, 84), shine=0.8))
    part.ball((0, 0.58 + jolt, -1.25), (0.56, 0.05, 0.55), _WOOD)
    part.limb((0, 0.6, -0.8), 0.05, (0, 0.85, 1.2), 0.045, _WOOD)
    _driver(part, (0, 1.45 + jolt, -1.3), (150, 40, 40), cast, hands=hands, standing=True)


def _sleigh(part: Body, colour: Colour, cast: Cast, jolt: float, hands: Point) -> None:
    """On runners that curl up before it."""
    skin, gold = Paint(colour, shine=0.6), Paint((226, 186, 84), shine=0.8)
    for s in (-1, 1):
        runner = [(0.5 * s, 0.05, -2.4), (0.5 * s, 0.05, 0.0), (0.5 * s, 0.3, 0.55), (0.5 * s, 0.75, 0.6),
                  (0.5 * s, 0.8, 0.4)]  # fmt: skip
        part.tube(runner, [0.045] * 5, gold)
        for z in (-2.0, -0.5):
            part.limb((0.5 * s, 0.05, z), 0.03, (0.5 * s, 0.5, z), 0.03, gold)
    zs = np.array([-2.5, -2.35, -1.9, -1.2, -0.5, -0.05, 0.15])
    top = np.array([1.75, 1.6, 1.15, 0.95, 0.95, 1.15, 1.3]) + jolt
    for s in (-1, 1):
        over = np.stack([0.62 * s + 0 * zs, top, zs], axis=1)
        under = np.stack([0.5 * s + 0 * zs, 0.45 + 0 * zs, zs], axis=1)
        part.sheet(np.stack([over, under]), skin)
        part.tube([(0.62 * s, float(y), float(z)) for y, z in zip(top, zs, strict=True)], [0.03] * 7, gold)
    part.box((0, 0.47, -1.2), (0.5, 0.04, 1.25), skin)
    part.quad((-0.5, 0.47, -2.4), (0.5, 0.47, -2.4), (0.6, 1.72 + jolt, -2.48), (-0.6, 1.72 + jolt, -2.48), skin)
    part.box((0, 0.85, -1.9), (0.48, 0.1, 0.3), _LEATHER)
    _driver(part, (0, 1.0 + jolt, -1.8), (150, 34, 38) if "santa" in cast.actor.label.lower() else (60, 64, 90), cast,
            hands=hands)  # fmt: skip


_PAINTERS = {
    "carriage": _coach, "covered wagon": _covered, "cart": _cart, "chariot": _chariot, "sleigh": _sleigh,
}  # fmt: skip
