"""What people hold, play and sit on; in metres of a body 1.8 m tall."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, lerp, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import paint_of
from vitascope.engines.animatic.draw.rigs.cups import draw_cup
from vitascope.engines.animatic.draw.rigs.needlework import draw_knitting
from vitascope.engines.animatic.draw.rigs.objects import OBJECTS
from vitascope.engines.animatic.draw.rigs.passing import colour_of, draw_pouring, draw_thrown
from vitascope.engines.animatic.draw.rigs.places import draw_flower
from vitascope.engines.animatic.draw.rigs.spells import draw_spell
from vitascope.engines.animatic.draw.rigs.stances import Stance
from vitascope.engines.animatic.draw.rigs.torsos import Trunk

_WOOD = Paint((150, 96, 54), shine=0.25)
_DARK = Paint((58, 40, 30), shine=0.2)
_METAL = Paint((60, 62, 68), shine=0.5)
_STEEL = Paint((216, 222, 230), shine=1.0)
_GOLD = Paint((196, 158, 74), shine=0.8)


def draw_held(  # noqa: PLR0912  (a table of small cases)
    body: Body, cast: Cast, p: Stance, trunk: Trunk, *, knight: bool
) -> None:
    """Everything of `Actor.props` that has a form, and what the action itself wants in the hands."""
    props, act = " ".join(cast.actor.props), cast.actor.action
    right = _palm(trunk, p, 1)
    if "guitar" in props or "ukulele" in props:
        _guitar(body, trunk)
    elif "violin" in props or "fiddle" in props:
        _violin(body, trunk, right)
    elif "sword" in props or (knight and act in ("raise", "fight", "idle", "walk", "run")):
        _sword(body, cast, right)
    elif "spear" in props or "staff" in props:
        up = smooth(min(cast.act * 2.2, 1.0)) if act == "raise" else 0.0
        body.limb(add(right, (0, -0.75 + 0.35 * up, 0)), 0.016, add(right, (0, 0.85, 0.02)), 0.014, _WOOD)
        body.ball(
            add(right, (0, 0.9, 0.02)), 0.05, Paint((150, 210, 255), glow=0.7 if "staff" in props else 0.0, shine=0.8)
        )
    if "knitting" in props:
        draw_knitting(body, cast, _palm(trunk, p, 0), right)
    if "spell" in props:
        draw_spell(body, cast, add(right, (0, 0.9, 0.02)) if "spear" in props else right)
    if "umbrella" in props:
        _umbrella(body, cast, right, "transparent" in props or cast.actor.colour is None)
    if "lantern" in props:
        body.box(add(right, (0, -0.22, 0)), (0.06, 0.09, 0.06), Paint((255, 206, 120), glow=0.9))
        body.ball(add(right, (0, -0.11, 0)), (0.07, 0.03, 0.07), _METAL)
    if "torch" in props:
        body.limb(add(right, (0, -0.12, 0)), 0.022, add(right, (0.02, 0.34, 0.06)), 0.034, _DARK)
        body.source("fire", add(right, (0.02, 0.4, 0.07)), 0.12)
    if "flag" in props:
        _flag(body, cast, right)
    if "shield" in props:
        left = _palm(trunk, p, 0)
        body.ball(
            add(left, (0, 0, 0.06)), (0.26, 0.32, 0.05), Paint(paint_of(cast.actor.colour, (150, 40, 44)), shine=0.3)
        )
        body.ball(add(left, (0, 0, 0.11)), 0.06, _GOLD)
    if "surfboard" in props:
        board = Paint(paint_of(cast.actor.colour, (250, 246, 232)), shine=0.6)
        body.ball((0, 0.06, 0), (1.02, 0.035, 0.26), board)
        body.ball((0, 0.085, 0), (0.98, 0.018, 0.05), Paint((214, 60, 50), shine=0.5))
        body.source("splash", (-0.6, 0.0, 0.0), 0.5, 0.7, since_s=0.35 + 0.25 * math.sin(cast.time_s * 3.0))
    if "bow" in cast.actor.props:
        _bow(body, cast, _palm(trunk, p, 0), right)
    for prop in cast.actor.props:
        if prop.startswith("holding "):
            _thing_in_hand(body, cast, prop.removeprefix("holding "), right)
    if "backpack" in props:
        axes = np.stack([trunk.right, trunk.up, trunk.ahead], axis=1)
        c = trunk.spine(0.62) - trunk.ahead * 0.2
        body.box((float(c[0]), float(c[1]), float(c[2])), (0.15, 0.21, 0.09), Paint((120, 84, 50)), turn=axes)
    _in_action(body, cast, p, trunk, act, right)
    _seat(body, cast, p)


def _palm(trunk: Trunk, p: Stance, side: int) -> Point:
    """The middle of a closed hand: a little beyond the wrist."""
    wrist = np.array(p.wrists[side])
    shoulder = np.array(trunk.at(0.93, math.pi / 2 * (1 if side else -1)))
    way = wrist - shoulder
    way = way / max(float(np.linalg.norm(way)), 1e-6)
    x, y, z = wrist + way * 0.05 + (0.0, 0.0, 0.02)
    return (float(x), float(y), float(z))


def _in_action(  # noqa: PLR0912  (a table of small cases)
    body: Body, cast: Cast, p: Stance, trunk: Trunk, act: str, right: Point
) -> None:
    left = _palm(trunk, p, 0)
    if act == "read":
        middle = lerp(left, right, 0.5)
        for s in (-1, 1):
            body.box(
                add(middle, (0.085 * s, 0.0, 0.01)),
                (0.085, 0.115, 0.012),
                Paint((120, 40, 36)),
                turn=turn(0.25 * s, 0.5),
            )
            body.box(
                add(middle, (0.08 * s, 0.012, -0.006)),
                (0.078, 0.108, 0.01),
                Paint((244, 240, 228)),
                turn=turn(0.25 * s, 0.5),
            )
    elif act == "drink":
        body.limb(
            add(right, (0, -0.02, 0.02)), 0.032, add(right, (0, 0.07, 0.02)), 0.036, Paint((222, 222, 226), shine=0.5)
        )
    elif act == "smoke":
        tip = add(right, (-0.01, 0.03, 0.08))
        body.limb(right, 0.006, tip, 0.006, Paint((240, 240, 236)))
        body.ball(tip, 0.009, Paint((255, 120, 40), glow=1.0))
        body.source("steam", tip, 0.05, 0.35)
    elif act == "cook":
        if "flames" in cast.actor.props:
            body.source("fire", add(left, (0.04, 0.05, 0.16)), 0.12, 0.8)
        body.ball(add(left, (0.04, 0.02, 0.16)), (0.15, 0.03, 0.15), Paint((44, 46, 52), shine=0.4))
        body.limb(left, 0.014, add(left, (0.03, 0.02, 0.04)), 0.014, _DARK)
        toss = abs(math.sin(cast.time_s * 5))
        for k in range(7):
            a = k * 2.4
            food = ((220, 60, 40), (90, 160, 60), (240, 170, 50))[k % 3]
            body.ball(
                add(
                    left,
                    (
                        0.04 + 0.08 * math.cos(a),
                        0.05 + 0.24 * toss * (0.5 + 0.5 * math.sin(a * 3)),
                        0.16 + 0.08 * math.sin(a),
                    ),
                ),
                0.02,
                Paint(food),
            )
    elif act == "paint":
        body.limb(right, 0.007, add(right, (0, 0.06, 0.14)), 0.005, _WOOD)
        body.ball(add(right, (0, 0.065, 0.15)), 0.014, Paint((40, 90, 190)))
        body.ball(add(left, (0, 0.03, 0.02)), (0.13, 0.015, 0.1), _WOOD, turn=turn(0, 0.4))
    elif act == "pour":
        draw_pouring(body, cast, left)
    elif act == "write":
        body.limb(right, 0.006, add(right, (-0.02, -0.09, 0.03)), 0.004, Paint((30, 40, 120)))
        body.box(
            add(lerp(left, right, 0.5), (0, -0.07, 0.02)),
            (0.14, 0.008, 0.10),
            Paint((246, 244, 236)),
            turn=turn(0, 0.3),
        )
    elif act == "type":
        body.box(add(lerp(left, right, 0.5), (0, -0.06, 0.04)), (0.19, 0.012, 0.12), Paint((70, 74, 82), shine=0.3))
        body.box(
            add(lerp(left, right, 0.5), (0, 0.06, 0.17)),
            (0.19, 0.12, 0.01),
            Paint((120, 170, 220), glow=0.6),
            turn=turn(0, -0.2),
        )
    elif act == "throw":
        draw_thrown(body, cast, right)
    elif act == "conduct":
        body.limb(right, 0.006, add(right, (0.02, 0.12, 0.26)), 0.003, Paint((240, 236, 226)))


def _bow(body: Body, cast: Cast, left: Point, right: Point) -> None:
    """Its limbs bend towards the hand on the string; an arrow lies on it."""
    way = np.subtract(left, right)
    far = max(float(np.linalg.norm(way)), 1e-3)
    x, y, z = way / far
    tips: list[Point] = []
    for s in (-1, 1):
        tip = add(left, (-0.16 * x, 0.56 * s, -0.16 * z))
        middle = add(left, (-0.02 * x, 0.3 * s, -0.02 * z))
        body.tube([left, middle, tip], [0.018, 0.016, 0.008], _WOOD)
        tips.append(tip)
    for tip in tips:
        nock = add(left, (-0.16 * x, 0.0, -0.16 * z)) if cast.actor.action == "point" and cast.act > 0.55 else right
        body.limb(tip, 0.003, nock, 0.003, Paint((236, 232, 220)))
    if cast.actor.action == "point" and cast.act > 0.55:  # it has flown
        left = right = add(left, (14 * x * (cast.act - 0.55), 14 * y * (cast.act - 0.55), 14 * z * (cast.act - 0.55)))
        right = add(left, (-0.62 * x, -0.62 * y, -0.62 * z))
    head = add(left, (0.12 * x, 0.12 * y, 0.12 * z))
    body.limb(right, 0.006, head, 0.006, Paint((214, 186, 140)))
    body.limb(head, 0.014, add(head, (0.06 * x, 0.06 * y, 0.06 * z)), 0.002, _STEEL)


def _thing_in_hand(body: Body, cast: Cast, form: str, hand: Point) -> None:
    """Anything that is drawn by itself, small enough for a hand; a balloon on its string."""
    part, sway = Body(), 0.05 * math.sin(cast.time_s * 1.3)
    if form == "balloon":
        at = add(hand, (0.1 + sway, 0.95, 0.0))
        body.tube([hand, add(hand, (0.03, 0.4, 0.02)), add(at, (0, -0.2, 0))], [0.003] * 3, Paint((230, 230, 230)))
        rubber = Paint(paint_of(colour_of(cast, "balloon"), (208, 30, 40)), shine=0.8, soft=0.25)
        body.ball(at, (0.15, 0.185, 0.15), rubber)
        body.ball(add(at, (0, -0.19, 0)), 0.018, rubber)
        return
    made = replace(cast, actor=replace(cast.actor, form=form, label=form, colour=colour_of(cast, form)))
    if form == "cup":
        draw_cup(part, made)
        scale, low = 0.075, 0.03
    elif form == "flower":
        draw_flower(part, made)
        scale, low = 0.42, 0.17
    else:
        OBJECTS.get(form, OBJECTS["crate"])(part, made)
        scale = {"phone": 0.16, "candle": 0.2, "book": 0.22, "apple": 0.09, "potion": 0.16}.get(form, 0.2)
        low = 0.3 * scale
    part.sources.clear()
    body.graft(part, turn(0.3) * scale, add(hand, (0.0, -low, 0.04)))


def _sword(body: Body, cast: Cast, hand: Point) -> None:
    up = smooth(min(cast.act * 2.2, 1.0)) if cast.actor.action == "raise" else 0.0
    way = np.array([0.12 * (1 - up), 0.75 + 0.25 * up, 0.55 * (1 - up)])
    if cast.actor.action == "fight":
        a = (cast.time_s * 1.35 + cast.chance(7) * 3) % 1.0
        back = smooth(a / 0.35) - smooth((a - 0.35) / 0.18)
        way = np.array([-0.3 + 0.5 * back, 0.25 + 0.8 * back, 0.85 - 1.1 * back])
    elif up == 0.0 and cast.actor.action != "raise":
        way = np.array([0.18, -0.62, 0.76])
    way = way / np.linalg.norm(way)
    side = np.cross(way, (0.0, 0.0, 1.0))
    side = side / max(float(np.linalg.norm(side)), 1e-6)

    def at(along: float, across: float = 0.0) -> Point:
        x, y, z = np.array(hand) + way * along + side * across
        return (float(x), float(y), float(z))

    body.limb(at(-0.13), 0.02, at(0.07), 0.018, _DARK)
    body.ball(at(-0.15), 0.03, _GOLD)
    body.tube([at(0.08, -0.13), at(0.08), at(0.08, 0.13)], [0.014, 0.02, 0.014], _GOLD)
    body.quad(at(0.08, -0.03), at(0.08, 0.03), at(0.92, 0.02), at(0.92, -0.02), _STEEL)
    body.tri(at(0.92, 0.02), at(0.92, -0.02), at(1.05), _STEEL)
    body.limb(at(0.08), 0.011, at(0.98), 0.006, _STEEL)


def _guitar(body: Body, trunk: Trunk) -> None:
    top, edge = Paint((206, 140, 72), shine=0.45), Paint((96, 56, 30), shine=0.4)
    way = np.array([-0.90, 0.34, 0.14])
    way = way / np.linalg.norm(way)
    face = np.array([0.0, 0.10, 1.0])
    face = face - way * float(face @ way)
    face = face / np.linalg.norm(face)
    up = np.cross(face, way)
    axes = np.stack([way, up, face], axis=1)
    root = trunk.spine(0.34) + np.array([0.10, 0.0, 0.19])

    def at(along: float, across: float, out: float) -> Point:
        x, y, z = root + way * along + up * across + face * out
        return (float(x), float(y), float(z))

    for along, wide, high in ((-0.08, 0.17, 0.185), (0.13, 0.13, 0.135), (0.03, 0.13, 0.115)):
        body.ball(at(along, 0, -0.012), (wide, high, 0.055), edge, turn=axes)
        body.ball(at(along, 0, 0.012), (wide * 0.97, high * 0.97, 0.045), top, turn=axes)
    body.ball(at(0.07, 0, 0.052), (0.05, 0.05, 0.008), Paint((30, 20, 14)), turn=axes)
    body.limb(at(-0.13, -0.05, 0.06), 0.012, at(-0.13, 0.05, 0.06), 0.012, edge)
    body.limb(at(0.12, 0, 0.05), 0.026, at(0.70, 0, 0.045), 0.021, Paint((70, 44, 28)))
    body.limb(at(0.70, 0, 0.045), 0.036, at(0.84, 0, 0.02), 0.03, Paint((70, 44, 28)))
    for k in range(3):
        for s in (-1, 1):
            body.ball(at(0.72 + 0.05 * k, 0.045 * s, 0.03), 0.011, Paint((220, 214, 200), shine=0.6))
    for k in range(4):
        across = -0.015 + 0.01 * k
        body.limb(at(-0.13, across, 0.072), 0.0018, at(0.72, across, 0.072), 0.0018, Paint((236, 232, 220), shine=0.6))
    strap = [trunk.at(0.97, -1.3, 0.03), trunk.at(0.8, -0.4, 0.03), at(0.12, 0.1, 0.0)]
    body.tube(strap, [0.016] * 3, _DARK)


def _violin(body: Body, trunk: Trunk, right: Point) -> None:
    wood = Paint((150, 74, 34), shine=0.6)
    a, b = trunk.at(0.98, -0.6, 0.06), trunk.at(0.98, -0.6, 0.06)
    way = (-0.52, -0.06, 0.85)
    body.ball(add(a, (way[0] * 0.08, 0.03, way[2] * 0.08)), (0.09, 0.03, 0.11), wood)
    body.ball(add(a, (way[0] * 0.24, 0.025, way[2] * 0.24)), (0.075, 0.03, 0.09), wood)
    body.limb(
        add(b, (way[0] * 0.3, 0.03, way[2] * 0.3)), 0.014, add(b, (way[0] * 0.56, 0.02, way[2] * 0.56)), 0.012, _DARK
    )
    middle = add(a, (way[0] * 0.2, 0.07, way[2] * 0.2))
    far = add(middle, tuple((m - r) * 0.9 for m, r in zip(middle, right, strict=True)))  # type: ignore[arg-type]
    body.limb(right, 0.007, far, 0.005, _DARK)


def _flag(body: Body, cast: Cast, hand: Point) -> None:
    body.limb(add(hand, (0, -0.5, 0)), 0.016, add(hand, (0.02, 1.35, 0)), 0.012, _WOOD)
    grid = np.empty((6, 11, 3))
    for i in range(6):
        for j in range(11):
            u = j / 10
            wave = 0.09 * u * math.sin(cast.time_s * 5 - 6 * u + 0.5 * i)
            grid[i, j] = (hand[0] + 0.02 + 0.72 * u, hand[1] + 1.32 - 0.09 * i - 0.06 * u, hand[2] + wave)
    body.sheet(grid, Paint(paint_of(cast.actor.colour, (196, 36, 40)), soft=0.4))


def _umbrella(body: Body, cast: Cast, hand: Point, clear: bool) -> None:
    top = add(hand, (-0.12, 0.92, -0.05))
    body.limb(add(hand, (0, -0.1, 0)), 0.011, top, 0.008, _METAL)
    body.limb(top, 0.008, add(top, (0, 0.07, 0)), 0.003, _METAL)
    film = (
        Paint((214, 228, 238), shine=0.5, alpha=0.28, soft=0.9, glow=0.2 + 0.3 * cast.night)
        if clear
        else Paint(paint_of(cast.actor.colour, (190, 30, 40)), soft=0.6)
    )
    # in the dark its ribs and its edge catch every lamp of the street
    rim = Paint((232, 240, 246), shine=0.4, alpha=0.8, glow=0.3 + 0.45 * cast.night)
    grid = np.empty((6, 17, 3))
    for j in range(17):
        a = j / 16 * 2 * math.pi
        sag = 1 - 0.06 * abs(math.sin(a * 4))
        for i in range(6):
            t = i / 5
            r = 0.56 * math.sin(t * 1.35) / math.sin(1.35) * (sag if t > 0 else 1)
            grid[i, j] = (
                top[0] + math.cos(a) * r,
                top[1] - 0.36 * (1 - math.cos(t * 1.35)) / (1 - math.cos(1.35)),
                top[2] + math.sin(a) * r,
            )
        if j % 2 == 0 and j < 16:
            rib: list[Point] = [tuple(map(float, grid[i, j])) for i in range(6)]  # type: ignore[misc]
            body.tube(rib, [0.006] * 6, rim)
    edge: list[Point] = [tuple(map(float, grid[5, j])) for j in range(17)]  # type: ignore[misc]
    body.tube(edge, [0.009] * 17, rim)
    body.sheet(grid, film)


def _seat(body: Body, cast: Cast, p: Stance) -> None:  # noqa: PLR0912  (a table of small cases)
    """What is under somebody who sits higher than the ground, and what stands before them."""
    y, z = p.hip[1] - 0.10, p.hip[2] - 0.02
    if p.seat == "log":
        bark, ends = Paint((84, 60, 42), shine=0.02), ((-0.75, 0.19), (0.75, 0.18))
        around = [(math.cos(k * math.pi / 9), math.sin(k * math.pi / 9)) for k in range(18)]
        hull = [[(x, y - 0.19 + r * up, z + r * aside) for up, aside in around] for x, r in ends]
        body.sheet(np.array(hull), bark, closed=True)
        for x, r in ends:  # sawn flat
            body.ball((x, y - 0.19, z), (0.012, r, r), Paint((176, 134, 88)))
    elif p.seat in ("armchair", "throne"):
        part = Body()
        OBJECTS[p.seat](part, cast)
        scale = 1.15 if p.seat == "armchair" else 1.7
        body.graft(part, turn() * scale, (0.0, 0.0, z - 0.02))
    elif p.seat == "chair":
        for at, half in (((0, y, z), (0.21, 0.02, 0.21)), ((0, y + 0.36, z - 0.22), (0.21, 0.09, 0.016))):
            body.box(at, half, _WOOD)
        for s in (-1, 1):
            body.limb((0.18 * s, y, z + 0.18), 0.02, (0.19 * s, 0, z + 0.2), 0.016, _WOOD)
            body.limb((0.18 * s, y + 0.46, z - 0.23), 0.02, (0.19 * s, 0, z - 0.2), 0.018, _WOOD)
    elif p.seat in ("piano", "drums"):
        body.ball((0, y - 0.02, z), (0.22, 0.04, 0.18), Paint((36, 32, 34)))
        for s in (-1, 1):
            body.limb((0.12 * s, y, z), 0.018, (0.16 * s, 0, z + 0.08), 0.016, _METAL)
    if p.seat == "piano":
        black = Paint((22, 22, 26), shine=0.7)
        body.box((0, 0.68, 0.62), (0.72, 0.05, 0.20), black)
        body.box((0, 0.735, 0.53), (0.62, 0.012, 0.09), Paint((244, 242, 234)))
        for k in range(20):
            if k % 7 not in (2, 6):
                body.box((-0.58 + 0.061 * k, 0.755, 0.56), (0.014, 0.012, 0.055), Paint((16, 16, 18)))
        body.box((0, 0.80, 0.82), (0.76, 0.36, 0.10), black)
        for s in (-1, 1):
            body.box((0.68 * s, 0.34, 0.66), (0.05, 0.34, 0.16), black)
    elif p.seat == "drums":
        for x, h, z1, r in ((-0.36, 0.70, 0.52, 0.20), (0.36, 0.68, 0.52, 0.20), (0.0, 0.78, 0.66, 0.17)):
            body.ball((x, h - 0.08, z1), (r, 0.11, r), Paint((176, 30, 40), shine=0.5))
            body.ball((x, h + 0.01, z1), (r * 0.97, 0.02, r * 0.97), Paint((240, 238, 230)))
        body.ball((0, 0.30, 0.82), (0.30, 0.30, 0.18), Paint((176, 30, 40), shine=0.5))
        for s in (-1, 1):
            body.ball(
                (0.58 * s, 1.08, 0.62),
                (0.22, 0.012, 0.22),
                Paint((214, 176, 90), shine=0.9),
                turn=turn(0, 0.2, 0.2 * s),
            )
            body.limb((0.58 * s, 0, 0.62), 0.012, (0.58 * s, 1.08, 0.62), 0.01, _METAL)
