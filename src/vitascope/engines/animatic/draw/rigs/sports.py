"""What sportspeople hold and stand on: rackets, bats, clubs, sticks, boards and skis; of a body 1.8 m tall."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, bump, smooth
from vitascope.engines.animatic.draw.rigs.colours import paint_of
from vitascope.engines.animatic.draw.rigs.stances import ANKLE_Y, HIP_Y, Stance, bend

BOARDS = ("skateboard", "snowboard", "skis")
"""Props that their owner stands on, and so glides instead of walking."""
SWUNG = ("racket", "baseball bat", "golf club", "hockey stick")
"""Props that are held by one end."""
_GRIP = Paint((40, 40, 44), shine=0.2)
_WOOD = Paint((198, 150, 92), shine=0.4)
_STEEL = Paint((200, 206, 214), shine=0.9)
_STRINGS = Paint((244, 244, 236), alpha=0.45)
_FELT = Paint((206, 232, 60), soft=0.5)
_WHEEL = Paint((236, 232, 220), shine=0.3)


def glide(p: Stance, cast: Cast) -> None:
    """Knees bent over the board, side on, or over both skis; who jumps takes the board along."""
    t = cast.time_s
    sway = math.sin(1.7 * t)
    phase = (t * 0.6) % 1.0
    air = bump((phase - 0.3) / 0.5) if cast.actor.action == "jump" and 0.3 < phase < 0.8 else 0.0
    p.lift = 0.55 * air
    on_skis = "skis" in cast.actor.props
    p.hip = (0.02 * sway, HIP_Y - 0.24 + 0.03 * math.sin(2.3 * t) - 0.1 * air, -0.06)
    bend(p, 0.5 if on_skis else 0.3, 0.08 * sway)
    for i in (0, 1):
        side = 2 * i - 1
        if on_skis:
            p.feet[i] = (side * 0.13, ANKLE_Y + 0.03, 0.02)
            p.reach(i, (side * 0.3, -0.26 + 0.04 * sway * side, 0.3))
        else:
            p.feet[i] = (side * 0.27, ANKLE_Y + _deck(cast), 0.04)
            p.reach(i, (side * (0.46 + 0.1 * air), -0.06 + 0.1 * side * sway + 0.2 * air, 0.12))
        p.elbows[i] = (0.3 * side, -0.7, -0.4)
        p.grips[i] = 0.9 if on_skis else 0.1
    if on_skis:
        return
    p.knees = (0.3, 0.1, 1.0)
    p.turn = 1.3  # the board lies along the way, and its owner stands across it
    p.yaw = -0.9


def _deck(cast: Cast) -> float:
    return 0.11 if "skateboard" in cast.actor.props else 0.03


def draw_gear(body: Body, cast: Cast, p: Stance) -> None:
    """Everything of `SWUNG` and `BOARDS` that the actor has, in its place."""
    props = cast.actor.props
    if any(board in props for board in BOARDS):
        _board(body, cast, p)
    hand = add(p.wrists[1], (0.0, 0.0, 0.03))
    if "racket" in props:
        _racket(body, cast, hand)
    elif "baseball bat" in props:
        body.limb(hand, 0.014, _along(cast, hand, 0.8), 0.034, _WOOD)
    elif "golf club" in props:
        end = add(hand, (0.12, -0.72, 0.3)) if cast.actor.action not in ("raise", "throw") else _along(cast, hand, 0.9)
        body.limb(hand, 0.012, end, 0.008, _STEEL)
        body.ball(end, (0.05, 0.03, 0.035), _GRIP)
    elif "hockey stick" in props:
        end = (hand[0] * 0.5, 0.05, hand[2] + 0.75)
        body.limb(add(hand, (0.0, 0.12, -0.1)), 0.016, end, 0.016, _WOOD)
        body.limb(end, 0.02, add(end, (-0.24, -0.01, 0.06)), 0.016, _GRIP)


def _along(cast: Cast, hand: Point, length: float) -> Point:
    """Where the far end of what is held is: up and aside at rest, over the head in the swing."""
    up = smooth(min(cast.act * 2.2, 1.0)) if cast.actor.action == "raise" else 0.35
    return add(hand, (0.25 * length, length * (0.2 + 0.75 * up), length * 0.55 * (1 - up)))


def _racket(body: Body, cast: Cast, hand: Point) -> None:
    """A hoop with strings; in the serve the ball hangs over it."""
    throat, tip = _along(cast, hand, 0.36), _along(cast, hand, 0.68)
    body.limb(hand, 0.018, throat, 0.012, _GRIP)
    middle = tuple((a + b) / 2 for a, b in zip(throat, tip, strict=True))
    x, y, z = middle
    frame = Paint(paint_of(None, (196, 44, 44)), shine=0.6)
    ring: list[Point] = []
    axis = tuple((b - a) / 2 for a, b in zip(throat, tip, strict=True))
    for k in range(17):
        a = k / 16 * math.tau
        ring.append(
            (x + axis[0] * math.cos(a) + 0.12 * math.sin(a), y + axis[1] * math.cos(a), z + axis[2] * math.cos(a))
        )
    body.tube(ring, [0.011] * 17, frame)
    for k in range(1, 8):
        body.limb(ring[k], 0.0022, ring[16 - k], 0.0022, _STRINGS)
        body.limb(ring[(k + 4) % 16], 0.0022, ring[(20 - k) % 16], 0.0022, _STRINGS)
    if cast.actor.action == "raise":
        toss = bump(min(max(cast.act * 1.6, 0.0), 1.0))
        body.ball((0.2, 1.9 + 0.75 * toss, 0.3), 0.034, _FELT)


def _board(body: Body, cast: Cast, p: Stance) -> None:
    """Under the feet, along x for who stands across it, and two of them along z for who skis."""
    if "skis" in cast.actor.props:
        paint = Paint((40, 96, 190), shine=0.7)
        for i in (0, 1):
            x, y, z = p.feet[i]
            body.tube(
                [(x, y - 0.07, z - 0.8), (x, y - 0.075, z + 0.6), (x, y - 0.06, z + 0.82), (x, y + 0.02, z + 0.95)],
                [0.045, 0.045, 0.04, 0.02], paint,
            )  # fmt: skip
            wrist = p.wrists[i]
            body.limb(add(wrist, (0, 0.05, 0.02)), 0.012, add(wrist, (0.04 * (2 * i - 1), -0.75, -0.5)), 0.008, _STEEL)
        return
    low = min(p.feet[0][1], p.feet[1][1]) - ANKLE_Y
    if "snowboard" in cast.actor.props:
        body.ball((0.0, low, 0.0), (0.8, 0.022, 0.15), Paint((226, 92, 40), shine=0.6))
        return
    body.ball((0.0, low, 0.0), (0.42, 0.022, 0.11), Paint((150, 96, 54), shine=0.3))
    for s in (-1, 1):
        body.ball((0.42 * s, low + 0.03, 0.0), (0.1, 0.018, 0.1), Paint((150, 96, 54), shine=0.3))
        for side in (-1, 1):
            body.ball((0.27 * s, low - 0.06, 0.085 * side), (0.045, 0.045, 0.03), _WHEEL)
