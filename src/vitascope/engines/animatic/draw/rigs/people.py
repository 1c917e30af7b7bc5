"""People: one skeleton, dressed for the part."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, bump, curve, joint, lerp, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.faces import draw_head
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.stage import Colour

_STEEL = Paint((176, 182, 192), shine=0.9)
_BOOT = Paint((46, 36, 32), shine=0.15)
_COATS: dict[str, Colour] = {
    "woman": (164, 52, 66),
    "man": (58, 74, 104),
    "child": (222, 150, 44),
    "girl": (214, 96, 130),
    "boy": (60, 120, 180),
    "captain": (34, 44, 78),
    "astronaut": (226, 226, 222),
    "knight": (150, 30, 36),
    "old man": (92, 82, 72),
    "dancer": (196, 40, 70),
    "wizard": (70, 54, 130),
    "king": (130, 24, 44),
    "queen": (110, 40, 120),
    "pirate": (92, 30, 32),
    "soldier": (88, 94, 70),
    "robot": (150, 158, 168),
    "monk": (150, 84, 36),
    "witch": (42, 34, 54),
    "samurai": (130, 30, 36),
    "ghost": (222, 226, 232),
}


def person_of(form: str) -> str:  # noqa: PLR0911  a table in prose order
    """Which figure stands for the noun."""
    words = form.lower()
    for key in (
        "astronaut",
        "knight",
        "captain",
        "dancer",
        "old man",
        "wizard",
        "queen",
        "king",
        "pirate",
        "soldier",
        "robot",
        "samurai",
        "ghost",
    ):
        if key in words:
            return key
    if any(w in words for w in ("cosmonaut", "spaceman")):
        return "astronaut"
    if any(w in words for w in ("woman", "lady", "mother", "princess", "actress", "nurse", "ballerina", "bride")):
        return "dancer" if "ballerina" in words else "woman"
    if any(w in words for w in ("girl",)):
        return "girl"
    if any(w in words for w in ("boy", "child", "kid", "toddler")):
        return "boy" if "boy" in words else "child"
    if any(w in words for w in ("grandfather", "elder", "old")):
        return "old man"
    return "man"


def draw_biped(body: Body, cast: Cast) -> None:  # noqa: PLR0912, PLR0915  a figure from hips to hat
    """1.8 m to the crown, whatever the actor's size."""
    who = person_of(cast.actor.form or cast.actor.label)
    young = who in ("child", "girl", "boy")
    female = who in ("woman", "girl", "dancer", "queen", "witch")
    coat = paint_of(cast.actor.colour, _COATS.get(who, (70, 80, 96)))
    cloth = Paint(coat, darker(coat, 0.3), shine=0.03, pattern=MOTTLE, grain=0.35)
    legs = Paint(
        darker(coat, 0.45) if who not in ("astronaut", "dancer", "robot") else coat, pattern=MOTTLE, grain=0.35
    )
    sleeve, hand = cloth, Paint((214, 164, 136), shine=0.05)
    bulk = 1.0
    if who == "knight":
        sleeve = legs = _STEEL
        hand = _STEEL
        bulk = 1.15
    if who in ("astronaut", "robot"):
        hand = Paint(lighter(coat, 0.1), shine=0.3 if who == "robot" else 0.05)
        bulk = 1.45 if who == "astronaut" else 1.05
    act = cast.actor.action
    run = act == "run" or cast.speed > 2.6
    moving = act in ("walk", "run") or cast.speed > 0.1
    stride = 2.5 if run else 1.45
    pace = cast.travelled / stride if cast.speed > 0.1 else cast.time_s * (1.4 if run else 0.85) * moving
    beat = pace * 2 * math.pi
    dance = act == "dance"
    sit = act == "sit"
    sway = 0.12 * math.sin(cast.time_s * 2.6) if dance else 0.012 * math.sin(cast.time_s * 1.1 + cast.chance(1) * 6)
    hip_y = (
        0.17  # on the ground, knees up: right by a fire, in a room and on a beach
        if sit
        else 0.93
        + (0.02 * math.cos(beat * 2) if moving else 0.004 * math.sin(cast.time_s * 1.6))
        + (0.05 * abs(math.sin(cast.time_s * 2.6)) if dance else 0)
    )
    lean = (0.22 if run else 0.05) * moving
    hip: Point = (sway * 0.6, hip_y, 0.0)
    chest: Point = (sway, hip_y + 0.42, lean * 0.42)
    neck: Point = (sway * 0.9, hip_y + 0.6, lean * 0.6)
    stance = 0.36 if run else 0.6
    for i, s in enumerate((-1, 1)):
        phase = (pace + 0.5 * i) % 1.0
        top = add(hip, (s * 0.095 * (1.2 if bulk > 1.3 else 1), -0.02, 0))
        if sit:
            foot: Point = (s * 0.15, 0.06, 0.58)
        elif dance:
            foot = (
                s * 0.12 + sway * 0.3,
                0.06 + 0.12 * max(math.sin(cast.time_s * 5.2 + i * math.pi), 0),
                0.1 * math.sin(cast.time_s * 2.6 + i * 2),
            )
        elif moving:
            if phase < stance:
                foot = (s * 0.085, 0.06, (stance / 2 - phase) * stride)
            else:
                t = (phase - stance) / (1 - stance)
                foot = (s * 0.085, 0.06 + bump(t) * (0.3 if run else 0.12), (-stance / 2 + smooth(t) * stance) * stride)
        else:
            foot = (s * 0.12, 0.06, 0.05 * s)
        knee = joint(top, foot, 0.46, 0.46, (0, 0.2, 1))
        if float(np.linalg.norm(np.subtract(foot, top))) > 0.92:
            foot = lerp(top, foot, 0.92 / float(np.linalg.norm(np.subtract(foot, top))))
        body.tube([top, knee, foot], [0.095 * bulk, 0.068 * bulk, 0.05 * bulk], legs)
        shoe = _STEEL if who == "knight" else (Paint(darker(coat, 0.25)) if who in ("astronaut", "robot") else _BOOT)
        body.limb(add(foot, (0, -0.02, -0.03)), 0.05 * bulk, add(foot, (0.02 * s, -0.025, 0.13)), 0.038 * bulk, shoe)
    width = 0.155 if female or young else 0.18
    body.tube([hip, (sway * 0.8, hip_y + 0.2, lean * 0.2), chest], [0.14 * bulk, 0.125 * bulk, 0.15 * bulk], cloth)
    body.ball(add(chest, (0, 0.02, 0)), (width * 1.08 * bulk, 0.16 * bulk, 0.12 * bulk), cloth)
    if who in ("woman", "girl", "queen", "dancer", "witch", "wizard", "monk", "ghost", "king"):
        _skirt(
            body,
            cloth,
            hip,
            0.2 if sit else 0.55 if who in ("woman", "girl", "dancer") else 0.86,
            beat if moving else cast.time_s * 2,
            sway,
        )
    if who in ("captain", "pirate", "old man", "soldier") or (who == "man" and not cast.actor.colour):
        _skirt(body, cloth, add(hip, (0, 0.02, 0)), 0.16 if sit else 0.36, beat if moving else cast.time_s, sway, 0.2)
    _arms(body, cast, who, sleeve, hand, chest, width * bulk, beat, moving, run, bulk)
    nod = 0.06 * cast.mouth
    turned = (
        max(min(cast.to_camera, 1.0), -1.0) * smooth(cast.act * 1.6)
        if act == "turn_head"
        else 0.1 * math.sin(cast.time_s * 0.6)
    )
    if who == "astronaut":
        _spacesuit(body, neck, chest, coat)
        return
    body.limb(neck, 0.058, add(neck, (0, 0.1, 0.01)), 0.052, Paint((214, 164, 136)))
    part = Body()
    if who == "knight":
        _helmet(part, cast)
    else:
        draw_head(part, cast, who, hat=who)
    size = 1.22 if young else 1.04
    body.graft(part, turn(turned, -0.03 + nod) * size * 0.115, add(neck, (0, 0.17 * size, 0.02)))


def _skirt(body: Body, cloth: Paint, hip: Point, length: float, beat: float, sway: float, flare: float = 0.3) -> None:
    """A bell of cloth whose hem swings."""
    rows, columns = 6, 18
    grid = np.empty((rows, columns, 3))
    for i in range(rows):
        t = i / (rows - 1)
        for j in range(columns):
            a = j / columns * 2 * math.pi
            fold = 1 + 0.07 * t * math.sin(a * 6 + beat * 0.5)
            r = (0.15 + flare * 0.62 * t) * fold
            grid[i, j] = (
                hip[0] + math.sin(a) * r + 0.05 * t * math.sin(beat) + sway * 0.2 * t,
                hip[1] + 0.06 - length * t,
                hip[2] + math.cos(a) * r * 0.85,
            )
    body.sheet(grid, cloth, closed=True)


def _arms(
    body: Body,
    cast: Cast,
    who: str,
    sleeve: Paint,
    hand: Paint,
    chest: Point,
    width: float,
    beat: float,
    moving: bool,
    run: bool,
    bulk: float,
) -> None:
    act, props = cast.actor.action, cast.actor.props
    for s in (-1, 1):
        shoulder = add(chest, (s * (width + 0.03), 0.08, 0))
        swing = (0.55 if run else 0.32) * math.sin(beat + (0 if s > 0 else math.pi)) * moving
        wrist = add(shoulder, (0.05 * s, -0.5 + (0.2 if run else 0.0), swing + (0.12 if run else 0.03)))
        if act == "raise" and s > 0:
            up = smooth(min(cast.act * 2.2, 1.0))
            wrist = lerp(add(shoulder, (0.1, -0.42, 0.2)), add(shoulder, (0.12, 0.56, 0.12)), up)
        elif act == "dance":
            a = cast.time_s * 2.6 + (0 if s > 0 else 1.8)
            wrist = add(shoulder, (s * 0.34, 0.22 + 0.24 * math.sin(a), 0.12 + 0.1 * math.cos(a)))
        elif act == "roar" or cast.mouth > 0.3:
            lift = 0.12 * cast.mouth * (1 if s > 0 else 0.4)
            wrist = add(wrist, (0.06 * s, 0.2 + lift, 0.2))
        if "umbrella" in props and s > 0:
            wrist = add(shoulder, (-0.02, -0.16, 0.24))
        if ("guitar" in props or "ukulele" in props or "violin" in props) or act == "play":
            wrist = (
                add(chest, (0.05, -0.2 + 0.03 * math.sin(cast.time_s * 8), 0.24))
                if s > 0
                else add(chest, (-0.48, -0.02, 0.26))
            )
        if ("sword" in props or who == "knight") and s > 0 and act != "raise":
            wrist = add(shoulder, (0.1, -0.36, 0.22))
        if act == "wear":
            up = smooth(cast.act * 2) * (1 - smooth(cast.act * 2 - 1.1))
            wrist = lerp(wrist, add(chest, (0.1 * s, 0.38, 0.2)), up)
        if act == "sit" and not props:
            wrist = add(shoulder, (-0.04 * s, -0.4, 0.32))
        elbow = joint(shoulder, wrist, 0.29, 0.29, (0.5 * s, -0.6, -0.6))
        body.tube([shoulder, elbow, wrist], [0.068 * bulk, 0.052 * bulk, 0.042 * bulk], sleeve)
        body.ball(wrist, (0.042 * bulk, 0.052 * bulk, 0.042 * bulk), hand)
        if who == "knight":
            body.ball(add(shoulder, (0.01 * s, 0.03, 0)), (0.11, 0.085, 0.11), _STEEL)
        if s > 0:
            _right_hand(body, cast, who, wrist)
    if "guitar" in props:
        wood = Paint((176, 108, 52), shine=0.4)
        c = add(chest, (0.08, -0.26, 0.19))
        body.ball(c, (0.19, 0.16, 0.05), wood)
        body.ball(add(c, (-0.2, 0.06, 0)), (0.14, 0.12, 0.05), wood)
        body.ball(add(c, (-0.1, 0.03, 0.045)), (0.045, 0.045, 0.012), Paint((30, 20, 14)))
        body.limb(add(c, (-0.26, 0.09, 0.02)), 0.022, add(c, (-0.72, 0.3, 0.05)), 0.02, Paint((70, 44, 28)))


def _right_hand(body: Body, cast: Cast, who: str, wrist: Point) -> None:
    props = cast.actor.props
    if "sword" in props or who in ("knight", "samurai"):
        up = smooth(min(cast.act * 2.2, 1.0)) if cast.actor.action == "raise" else 0.0
        way = np.array([0.12 * (1 - up), 0.75 + 0.25 * up, 0.55 * (1 - up)])
        way = way / np.linalg.norm(way)
        tip, guard = add(wrist, tuple(way * 1.0)), add(wrist, tuple(way * 0.09))
        body.limb(add(wrist, tuple(way * -0.1)), 0.02, guard, 0.018, Paint((70, 46, 30)))
        body.limb(add(guard, (-0.11, 0, 0)), 0.018, add(guard, (0.11, 0, 0)), 0.018, Paint((196, 158, 74), shine=0.8))
        flat = np.array([0.028, 0, 0])
        blade = Paint((216, 222, 230), shine=1.0)
        low = np.array(guard)
        body.quad(tuple(low - flat), tuple(low + flat), add(tip, (0.01, -0.06, 0)), add(tip, (-0.01, -0.06, 0)), blade)
        body.tri(add(tip, (0.012, -0.06, 0)), add(tip, (-0.012, -0.06, 0)), tip, blade)
        body.limb(guard, 0.012, add(tip, (0, -0.05, 0)), 0.006, blade)
    if "umbrella" in props:
        top = add(wrist, (-0.12, 0.92, -0.05))
        body.limb(add(wrist, (0, -0.1, 0)), 0.011, top, 0.008, Paint((60, 62, 68), shine=0.5))
        body.limb(top, 0.008, add(top, (0, 0.07, 0)), 0.003, Paint((60, 62, 68)))
        clear = "transparent" in " ".join(props) or cast.actor.colour is None
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


def _spacesuit(body: Body, neck: Point, chest: Point, coat: Colour) -> None:
    head = add(neck, (0, 0.17, 0.02))
    white = Paint(coat, shine=0.15)
    body.ball(head, (0.185, 0.19, 0.185), white)
    body.ball(add(head, (0, 0.0, 0.07)), (0.15, 0.14, 0.135), Paint((196, 138, 54), shine=1.0))
    body.ball(
        add(head, (0.05, 0.05, 0.185)), (0.04, 0.02, 0.01), Paint((255, 244, 220), glow=0.8), turn=turn(0.3, 0.3, 0.5)
    )
    body.ball(add(neck, (0, 0.02, 0)), (0.15, 0.04, 0.14), Paint((140, 146, 154), shine=0.7))
    body.box(add(chest, (0, -0.02, -0.27)), (0.21, 0.3, 0.12), white)
    body.box(add(chest, (0, -0.04, 0.19)), (0.11, 0.07, 0.04), Paint((196, 200, 206), shine=0.3))
    for k, c in enumerate(((220, 60, 50), (60, 140, 220), (240, 190, 60))):
        body.ball(add(chest, (-0.06 + 0.06 * k, -0.03, 0.235)), 0.014, Paint(c, glow=0.6))
    for s in (-1, 1):
        body.tube(
            curve(
                [
                    add(chest, (0.1 * s, -0.1, 0.2)),
                    add(chest, (0.26 * s, -0.12, 0.1)),
                    add(chest, (0.2 * s, 0.05, -0.2)),
                ],
                7,
            ),
            [0.022] * 7,
            Paint((176, 178, 182)),
        )


def _helmet(body: Body, cast: Cast) -> None:
    """Unit: about the radius of a head."""
    body.ball((0, 0.25, 0), (1.08, 1.25, 1.15), _STEEL)
    body.limb((0, -0.2, 0.08), 1.0, (0, -0.75, 0.1), 0.82, _STEEL)
    body.box((0, 0.2, 1.05), (0.72, 0.07, 0.14), Paint((14, 14, 18)))
    body.limb((0, 1.4, 0.3), 0.1, (0, -0.9, 1.08), 0.07, Paint((196, 158, 74), shine=0.8))
    for k in range(4):
        body.ball((0.35 * (1 if k % 2 else -1), -0.3 - 0.25 * (k // 2), 1.02), (0.08, 0.05, 0.06), Paint((20, 20, 24)))
    plume = Paint(paint_of(cast.actor.colour, (176, 26, 36)), pattern=MOTTLE, grain=0.4)
    wave = 0.15 * math.sin(cast.time_s * 2.3)
    body.tube(
        curve([(0, 1.4, 0.1), (0, 2.0, -0.5), (wave, 1.7, -1.4), (wave * 2, 0.8, -2.0)], 9),
        [0.14, 0.24, 0.3, 0.32, 0.32, 0.3, 0.26, 0.18, 0.06],
        plume,
    )
