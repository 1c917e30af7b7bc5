"""The dragon on the wing, and its head: shared with the maw, which is that head filling the frame."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, curve, lerp, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix, paint_of
from vitascope.engines.animatic.draw.rigs.shade import BELLY, MOTTLE, SCALES
from vitascope.engines.animatic.draw.stage import Colour

LENGTH = 10.0
"""Of the rig, nose to tail, in its own metres."""
_HIDE: Colour = (92, 40, 38)
_BONE = Paint((244, 234, 208), shine=0.3, glow=0.19)
_HORN = Paint((84, 70, 60), (40, 32, 28), shine=0.2, pattern=MOTTLE, grain=0.4)
_FLESH = Paint((168, 38, 40), shine=0.3, glow=0.12)


def head(hide: Colour, open_: float, time_s: float, *, fine: bool) -> Body:
    """A horned head, one metre from the hinge of its jaws (the origin) to its nose along +z."""
    body = Body()
    skin = Paint(hide, lighter(hide, 0.25), shine=0.14, pattern=SCALES | MOTTLE, grain=0.055)
    dark = Paint(darker(hide, 0.35), shine=0.12, pattern=SCALES, grain=0.05)
    pale = Paint(mix(hide, (214, 186, 140), 0.55), shine=0.1, pattern=SCALES, grain=0.06)
    # cranium, brow and a long muzzle that ends in flared nostrils
    body.tube([(0, 0.1, -0.42), (0, 0.17, -0.12), (0, 0.2, 0.12)], [0.24, 0.29, 0.25], skin)
    for s in (-1, 1):
        body.tube(
            [(0.13 * s, 0.16, 0.08), (0.12 * s, 0.14, 0.4), (0.105 * s, 0.1, 0.72), (0.075 * s, 0.09, 0.94)],
            [0.17, 0.15, 0.125, 0.11],
            skin,
        )
        body.tube([(0.27 * s, 0.02, -0.12), (0.22 * s, 0.04, 0.2), (0.17 * s, 0.03, 0.6)], [0.15, 0.1, 0.07], skin)
        body.ball((0.1 * s, 0.185, 0.93), (0.065, 0.05, 0.075), skin)
        body.ball((0.105 * s, 0.19, 0.995), (0.028, 0.022, 0.02), Paint((24, 8, 8)))
        # the brow is a blade over a sunken eye
        body.tube([(0.09 * s, 0.35, 0.34), (0.23 * s, 0.4, 0.12), (0.33 * s, 0.43, -0.2)], [0.05, 0.085, 0.025], dark)
        body.ball((0.2 * s, 0.29, 0.22), (0.07, 0.06, 0.085), Paint((30, 8, 8)))
        eye = Paint((255, 196, 40), glow=1.0)
        body.ball((0.215 * s, 0.295, 0.265), (0.052, 0.042, 0.05), eye)
        body.ball((0.222 * s, 0.295, 0.312), (0.011, 0.037, 0.012), Paint((20, 4, 0)))
        # two pairs of horns, swept back and up, and spikes down the cheek
        body.tube(
            curve([(0.17 * s, 0.38, -0.14), (0.27 * s, 0.62, -0.42), (0.4 * s, 0.82, -0.86), (0.44 * s, 1.1, -1.2)], 9),
            [0.105, 0.1, 0.093, 0.084, 0.074, 0.062, 0.048, 0.03, 0.008],
            _HORN,
        )
        body.tube(
            curve([(0.27 * s, 0.2, -0.22), (0.46 * s, 0.26, -0.5), (0.62 * s, 0.42, -0.82)], 6),
            [0.075, 0.068, 0.058, 0.044, 0.028, 0.006],
            _HORN,
        )
        for k in range(3):
            z = -0.1 - 0.12 * k
            body.limb(
                (0.3 * s, -0.02 - 0.05 * k, z), 0.05, ((0.5 - 0.03 * k) * s, -0.08 - 0.07 * k, z - 0.3), 0.006, _HORN
            )
        # palate, gum and the upper teeth
        body.tube([(0.2 * s, -0.06, 0.0), (0.17 * s, -0.04, 0.5), (0.1 * s, -0.03, 0.95)], [0.05, 0.045, 0.04], _FLESH)
        _teeth(body, s, 0.19, 0.085, -0.05, -1.0, 0.0)
    body.ball((0, -0.02, 0.4), (0.17, 0.05, 0.55), Paint((120, 22, 26), shine=0.25, glow=0.1))
    body.ball((0, 0.02, 0.96), (0.1, 0.09, 0.07), skin)
    for k in range(4):  # ridge on the nose
        body.limb((0, 0.28 - 0.025 * k, 0.25 + 0.17 * k), 0.05, (0, 0.4 - 0.04 * k, 0.19 + 0.17 * k), 0.008, _HORN)
    _jaw(body, skin, pale, open_, time_s)
    # the throat burns when the mouth is open
    burn = 0.35 + 0.65 * open_
    body.ball(
        (0, -0.13 - 0.1 * open_, -0.12),
        (0.2, 0.13 + 0.14 * open_, 0.12),
        Paint((255, 92 + 40 * open_, 24), glow=0.75 * burn),
    )
    body.ball((0, -0.13 - 0.1 * open_, -0.02), (0.11, 0.05 + 0.09 * open_, 0.08), Paint((255, 190, 90), glow=burn))
    for s in (-1, 1):  # the corner of the mouth is a fold of skin, not a hole
        body.quad(
            (0.24 * s, 0.02, -0.1),
            (0.2 * s, -0.02, 0.22),
            _hinged((0.19 * s, -0.1, 0.22), open_),
            _hinged((0.24 * s, -0.12, -0.1), open_),
            _FLESH,
        )
    if fine:
        for k in range(9):  # small scales on the forehead
            a = k * 2.4
            body.ball((math.sin(a) * 0.16, 0.42 - 0.02 * k, -0.16 + 0.035 * k), (0.05, 0.02, 0.06), dark)
    return body


def _hinged(p: Point, open_: float) -> Point:
    x, y, z = turn(0, -_gape(open_)) @ np.array(p)
    return (float(x), float(y), float(z))


def _gape(open_: float) -> float:
    return 0.1 + 0.78 * open_


def _jaw(body: Body, skin: Paint, pale: Paint, open_: float, time_s: float) -> None:
    """The lower jaw, turned down about the hinge."""
    part = Body()
    for s in (-1, 1):
        part.tube(
            [(0.25 * s, -0.1, -0.12), (0.2 * s, -0.13, 0.25), (0.13 * s, -0.13, 0.65), (0.05 * s, -0.12, 0.88)],
            [0.13, 0.1, 0.085, 0.08],
            skin,
        )
        part.tube(
            [(0.17 * s, -0.07, 0.0), (0.15 * s, -0.07, 0.5), (0.06 * s, -0.06, 0.88)], [0.05, 0.045, 0.04], _FLESH
        )
        _teeth(part, s, 0.165, 0.055, -0.06, 1.0, 0.04)
        part.limb((0.1 * s, -0.2, 0.6), 0.04, (0.13 * s, -0.42, 0.42), 0.006, _HORN)
    part.tube([(0, -0.2, -0.2), (0, -0.2, 0.3), (0, -0.17, 0.75)], [0.15, 0.13, 0.08], pale)
    part.ball((0, -0.12, 0.35), (0.16, 0.06, 0.5), Paint((110, 18, 24), shine=0.3, glow=0.1))
    part.limb((0, -0.2, 0.84), 0.05, (0, -0.4, 0.8), 0.008, _HORN)
    wag = 0.03 * math.sin(time_s * 5.2)
    tongue = curve([(0, -0.08, -0.05), (0, 0.0, 0.25), (wag, 0.01 - 0.02 * open_, 0.55), (wag * 2, 0.04, 0.8)], 8)
    part.tube(tongue, [0.1, 0.105, 0.1, 0.09, 0.08, 0.066, 0.05, 0.025], Paint((196, 52, 60), shine=0.45, glow=0.12))
    body.graft(part, turn(0, -_gape(open_)), (0, 0, 0))


_SIDE_TEETH = ((0.14, 0.07), (0.36, 0.09), (0.58, 0.12), (0.84, 0.3))
"""Where along the jaw, 0 the hinge, and how long: few and apart, for seen from the front a full row is a curtain. The
last is the fang."""
_FRONT_TEETH = ((0.62, 0.13), (0.22, 0.1))
"""Across the nose, as shares of its half width."""


def _teeth(body: Body, s: int, wide: float, tip_wide: float, y: float, way: float, back: float) -> None:
    """One side of a jaw: pointed, curved in, each out of its own swelling of the gum."""
    places = [(wide + (tip_wide - wide) * t**1.6, 0.1 + 0.84 * t - back, length) for t, length in _SIDE_TEETH]
    places += [(tip_wide * share, 0.955 - back, length) for share, length in _FRONT_TEETH]
    for x, z, length in places:
        size = length * (1.0 if way < 0 else 0.82)
        thick = 0.115 * size + 0.011
        body.ball((x * s, y - way * 0.012, z), (thick * 1.35, thick * 1.1, thick * 1.35), _FLESH)
        middle = (x * s * 1.04, y + way * size * 0.55, z + 0.02)
        body.limb((x * s, y - way * 0.02, z), thick, middle, thick * 0.66, _BONE)
        body.limb(middle, thick * 0.66, (x * s * 0.98, y + way * size * 1.15, z - 0.015), 0.002, _BONE)


def draw_dragon(body: Body, cast: Cast) -> None:
    hide = paint_of(cast.actor.colour, _HIDE)
    belly = mix(hide, (224, 190, 130), 0.6)
    skin = Paint(hide, belly, shine=0.16, pattern=BELLY | SCALES, grain=0.13)
    beat = cast.time_s * 2 * math.pi * 0.75 + cast.chance(1) * 6
    lift = -0.22 * math.sin(beat - 0.5)
    roar = cast.actor.action == "roar"
    open_ = max(
        cast.mouth, (0.72 + 0.12 * math.sin(cast.time_s * 9)) if roar else 0.16 + 0.1 * math.sin(cast.time_s * 1.3)
    )
    if cast.actor.action in ("fly", "idle", "float") and cast.speed > 1:
        open_ = max(open_, 0.45 * min(cast.act * 1.4, 1.0))

    chest, hips = (0.0, lift, 0.7), (0.0, lift * 0.8 - 0.05, -1.3)
    sway = math.sin(cast.time_s * 1.7) * 0.12
    nod = 0.1 * math.sin(beat)
    crown: Point = (sway, lift + 0.95 + nod, 3.35)
    neck = curve([chest, (0, lift + 0.5, 1.6), (sway * 0.5, lift + 1.05 + nod * 0.5, 2.5), crown], 14)
    body.tube(neck, [0.78 - 0.045 * i + 0.0012 * i * i for i in range(14)], skin)
    body.tube([chest, (0, lift - 0.05, -0.3), hips], [0.82, 0.74, 0.52], skin)
    body.ball((0, lift - 0.12, 0.75), (0.8, 0.86, 1.0), skin)
    tail = curve(
        [
            hips,
            (0.25 * math.sin(cast.time_s * 1.9), lift * 0.5 + 0.05, -2.8),
            (0.6 * math.sin(cast.time_s * 1.9 - 0.8), 0.1 - lift, -4.4),
            (0.95 * math.sin(cast.time_s * 1.9 - 1.6), 0.3 - lift, -6.0),
        ],
        20,
    )
    body.tube(tail, [0.5 * (1 - i / 19) ** 1.15 + 0.05 for i in range(20)], skin)
    tip, before = tail[-1], tail[-2]
    ahead = np.subtract(tip, before)
    ahead = ahead / np.linalg.norm(ahead)
    out = Paint(darker(hide, 0.3), shine=0.1)
    end = add(tip, tuple(ahead * 1.0))
    mid = add(tip, tuple(ahead * 0.3))
    for s in (-1, 1):
        body.tri(before, add(mid, (0.36 * s, 0.06, 0)), end, out)
    # a crest from the nape to the tail
    spine = neck[::-1] + tail[:16]
    horn = Paint(darker(hide, 0.5), shine=0.1)
    for i in range(1, len(spine) - 1, 1):
        p = spine[i]
        thick = 0.3 + 0.35 * math.exp(-(((i - 15) / 9) ** 2))
        r = 0.78 - 0.045 * (13 - i) + 0.0012 * (13 - i) ** 2 if i < 14 else 0.5 * (1 - (i - 14) / 19) ** 1.15
        base = p[1] + r * 0.8
        body.tri(
            (p[0] - 0.02, base, p[2] + 0.2), (p[0], base + thick, p[2] - 0.26), (p[0] + 0.02, base, p[2] - 0.18), horn
        )
    skull = head(hide, open_, cast.time_s, fine=False)
    body.graft(skull, turn(sway * 0.5, -0.06 + 0.22 * open_ - nod * 0.6) * 1.32, add(crown, (0, 0.02, 0.28)))
    for s in (-1, 1):
        _leg(body, skin, s, (0.55 * s, lift - 0.5, 0.75), 0.85, cast.time_s)
        _leg(body, skin, s, (0.42 * s, lift - 0.3, -1.2), 1.15, cast.time_s + 0.4)
        _wing(body, hide, s, (0.5 * s, lift + 0.5, 0.75), hips, beat)
    body.source("steam", (crown[0], crown[1], crown[2] + 1.4), 0.28, 0.25 + 0.4 * open_, (0, 0, 1.5)) if roar else None


def _leg(body: Body, skin: Paint, s: int, hip: Point, size: float, time_s: float) -> None:
    """Tucked for flight, with talons."""
    dangle = 0.06 * math.sin(time_s * 2.2)
    knee = add(hip, (0.28 * s * size, -0.42 * size, 0.28 * size))
    heel = add(knee, (0.02 * s, -0.42 * size + dangle, -0.62 * size))
    foot = add(heel, (0, -0.22 * size, 0.2 * size))
    body.tube([hip, knee, heel, foot], [0.36 * size, 0.24 * size, 0.13 * size, 0.12 * size], skin)
    for k in (-1, 0, 1):
        toe = add(foot, (0.13 * k * size, -0.08 * size, 0.26 * size))
        body.limb(foot, 0.09 * size, toe, 0.06 * size, skin)
        body.limb(toe, 0.055 * size, add(toe, (0.02 * k, -0.2 * size, 0.12 * size)), 0.008, _BONE)


def _wing(body: Body, hide: Colour, s: int, shoulder: Point, hips: Point, beat: float) -> None:
    """Arm, four long fingers and the skin between them. The wrist follows the shoulder, the tips follow the wrist."""
    inner = 0.34 + 0.55 * math.sin(beat)
    outer = 0.02 + 0.62 * math.sin(beat - 0.75)
    tips = -0.08 + 0.6 * math.sin(beat - 1.15)
    fold = 0.1 * (1 + math.cos(beat))  # drawn in a little on the way up

    def at(base: Point, length: float, angle: float, back: float) -> Point:
        """``angle`` is up from level, ``back`` from straight out towards the tail."""
        flat = math.cos(angle) * length
        return (
            base[0] + s * flat * math.cos(back),
            base[1] + math.sin(angle) * length,
            base[2] - flat * math.sin(back),
        )

    elbow = at(shoulder, 1.7, inner, 0.42 + fold)
    wrist = at(elbow, 1.75, (inner + outer) / 2, -0.42 + fold)
    bones = Paint(mix(hide, (60, 40, 40), 0.2), lighter(hide, 0.2), shine=0.14, pattern=SCALES, grain=0.1)
    skin = Paint(mix(hide, (150, 60, 36), 0.35), shine=0.05, soft=0.75, pattern=MOTTLE, grain=1.4)
    skin2 = Paint(mix(hide, (120, 44, 30), 0.4), shine=0.05, soft=0.75, pattern=MOTTLE, grain=1.4)
    body.tube([shoulder, elbow, wrist], [0.34, 0.21, 0.16], bones)
    body.limb(wrist, 0.1, at(wrist, 0.6, outer + 0.5, -1.1), 0.01, _BONE)
    fingers: list[list[Point]] = []
    for length, back, droop in ((4.3, 0.12, 0.0), (4.5, 0.5, -0.03), (4.0, 0.9, -0.06), (3.4, 1.34, -0.1)):
        middle = at(wrist, length * 0.5, outer + droop, back + fold)
        end = at(middle, length * 0.5, tips + droop * 2, back + 0.16 + fold * 1.2)
        line = curve([wrist, middle, end], 6)
        fingers.append(line)
        body.tube(line, [0.12, 0.1, 0.085, 0.07, 0.05, 0.02], bones)
        body.limb(end, 0.03, at(end, 0.22, tips - 0.3, back + 0.4), 0.004, _BONE)
    flank = curve(
        [
            shoulder,
            lerp(shoulder, (hips[0] + 0.3 * s, hips[1] + 0.1, hips[2]), 0.6),
            (0.25 * s, hips[1] + 0.1, hips[2] - 0.7),
        ],
        6,
    )
    for i, (a, b) in enumerate(zip([*fingers[:3]], fingers[1:], strict=True)):
        _membrane(body, a, b, skin if i % 2 else skin2, 0.16)
    # from the last finger to the flank, hung from the arm
    rows = []
    for j in range(7):
        t = j / 6
        top = np.array(curve([shoulder, elbow, wrist], 7)[j])
        low = np.array(curve([flank[5], lerp(flank[5], fingers[3][5], 0.5), fingers[3][5]], 7)[j])
        pull = 0.2 * math.sin(math.pi * t)
        low = low + (top - low) * pull
        rows.append([top + (low - top) * k / 6 + np.array([0, -0.14 * math.sin(math.pi * k / 6), 0]) for k in range(7)])
    body.sheet(np.array(rows), skin)


def _membrane(body: Body, a: list[Point], b: list[Point], skin: Paint, scallop: float) -> None:
    """Skin between two fingers, cut in at its trailing edge and bellied by the air."""
    one, two = np.array(a), np.array(b)
    grid = np.empty((6, 7, 3))
    for j in range(7):
        t = j / 6
        cut = 1 - scallop * math.sin(math.pi * t)
        for i in range(6):
            at = i / 5 * 5 * cut
            k = min(int(at), 4)
            f = at - k
            grid[i, j] = (one[k] * (1 - f) + one[k + 1] * f) * (1 - t) + (two[k] * (1 - f) + two[k + 1] * f) * t
            grid[i, j, 1] += 0.16 * math.sin(math.pi * t) * i / 5
    body.sheet(grid, skin)


def draw_maw(body: Body, cast: Cast) -> None:
    """The head alone, jaws towards us, as it fills the frame."""
    hide = paint_of(cast.actor.colour, _HIDE)
    always = 0.5 if cast.actor.action == "roar" else 0.25
    open_ = min(max(cast.mouth, always) + 0.04 * math.sin(cast.time_s * 11) * cast.mouth, 1.0)
    shake = 0.03 * math.sin(cast.time_s * 13) * open_
    skull = head(hide, open_, cast.time_s, fine=True)
    tilt = -0.1 + 0.2 * open_
    # seen so near, a long muzzle would hide the eyes
    near = np.diag([1.3, 1.08, 0.66])
    body.graft(
        skull,
        turn(0.12 * math.sin(cast.time_s * 0.8) + shake, tilt, 0.05 * math.sin(cast.time_s * 0.6)) @ near,
        (0, 0.7, 0),
    )
    skin = Paint(hide, mix(hide, (224, 190, 130), 0.6), shine=0.14, pattern=BELLY | SCALES, grain=0.07)
    body.tube([(0, 0.66, -0.35), (0, 0.31, -0.9), (0, -0.24, -1.5)], [0.3, 0.44, 0.6], skin)
    for s in (-1, 1):
        body.source("steam", (0.1 * s, 0.71 + 0.2 * tilt, 1.0), 0.018, 0.10 + 0.12 * open_, (0.55 * s, -0.25, 0.5))
    body.source("sparks", (0, 0.31, 0.4), 0.3, 0.25 + 0.5 * open_)
