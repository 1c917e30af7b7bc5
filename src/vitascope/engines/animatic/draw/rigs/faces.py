"""Heads: the small one that people wear, and the portrait that fills a close-up. One unit is half a head's width."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, curve, joint, lerp, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, mix, paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.stage import Colour

SKIN: Colour = (222, 172, 142)
_HAIR: dict[str, Colour] = {
    "woman": (62, 40, 30),
    "man": (48, 36, 30),
    "child": (150, 104, 60),
    "girl": (122, 76, 44),
    "boy": (110, 74, 44),
    "old man": (214, 212, 208),
    "captain": (120, 112, 104),
    "wizard": (226, 224, 220),
    "dancer": (34, 26, 26),
    "king": (120, 84, 50),
    "queen": (150, 96, 46),
    "pirate": (36, 28, 26),
    "ghost": (210, 214, 222),
}
_LONG = ("woman", "girl", "queen", "dancer", "ghost")
_GLASS = Paint((28, 28, 32), shine=0.6)


def draw_head(body: Body, cast: Cast, who: str, *, hat: str = "") -> None:
    """Looking along +z; the centre of the skull is the origin."""
    tone: Colour = (206, 214, 224) if who == "ghost" else (168, 176, 186) if who == "robot" else SKIN
    skin = Paint(tone, shine=0.5 if who == "robot" else 0.07, soft=0.06)
    female = who in _LONG
    hair = Paint(
        _HAIR.get(who, (60, 44, 34)), darker(_HAIR.get(who, (60, 44, 34)), 0.4), shine=0.12, pattern=MOTTLE, grain=0.7
    )
    body.ball((0, 0.22, -0.06), (0.97, 1.12, 1.1), skin)
    jaw = 0.16 * cast.mouth
    body.tube([(0, -0.25, 0.2), (0, -0.72 - jaw, 0.42)], [0.82, 0.44 if female else 0.5], skin)
    for s in (-1, 1):
        body.ball((0.5 * s, -0.16, 0.56), (0.34, 0.32, 0.32), skin)
        body.ball((0.98 * s, 0.05, -0.08), (0.12, 0.27, 0.18), skin)
        _eye(body, cast, s, tone, female, hair)
    body.tube([(0, 0.24, 0.98), (0, -0.1, 1.17), (0, -0.2, 1.19)], [0.12, 0.15, 0.16], skin)
    for s in (-1, 1):
        body.ball((0.12 * s, -0.22, 1.1), (0.1, 0.085, 0.1), skin)
        body.ball((0.08 * s, -0.29, 1.16), (0.045, 0.025, 0.03), Paint(darker(tone, 0.6)))
    _mouth(body, cast, tone, female)
    if hat in ("captain",):
        white = Paint((236, 234, 228))
        body.ball((0, 1.05, -0.05), (1.22, 0.42, 1.22), white)
        body.ball((0, 0.8, 0.0), (1.12, 0.2, 1.14), Paint((26, 30, 48)))
        body.ball((0, 0.7, 0.85), (0.85, 0.08, 0.6), Paint((18, 18, 24), shine=0.6))
        body.ball((0, 0.88, 1.12), (0.16, 0.16, 0.06), Paint((226, 176, 62), shine=0.8))
        _beard(body, hair, cast)
    elif hat in ("king", "queen"):
        gold = Paint((226, 176, 62), shine=0.9)
        for k in range(12):
            a = k / 12 * 2 * math.pi
            x, z = math.sin(a) * 0.98, math.cos(a) * 1.02 - 0.05
            body.limb((x, 0.85, z), 0.17, (x * 1.05, 1.5 if k % 2 else 1.2, z * 1.05), 0.05, gold)
    elif hat in ("wizard", "witch"):
        body.ball((0, 0.75, -0.05), (1.7, 0.1, 1.7), Paint(paint_of(cast.actor.colour, (56, 44, 110))))
        body.limb((0, 0.8, -0.05), 0.98, (0.15, 2.9, -0.5), 0.08, Paint(paint_of(cast.actor.colour, (56, 44, 110))))
    elif hat == "pirate":
        body.ball((0, 0.95, 0), (1.25, 0.5, 1.15), Paint((28, 26, 28)))
        body.ball((0, 0.9, 0.0), (1.6, 0.3, 0.9), Paint((28, 26, 28)))
    elif hat == "soldier":
        body.ball((0, 0.5, -0.05), (1.2, 0.92, 1.25), Paint((84, 90, 66)))
    if hat in ("old man", "wizard", "king", "pirate"):
        _beard(body, hair, cast)
    if hat not in ("captain", "wizard", "soldier", "pirate", "robot", "witch"):
        _hair(body, cast, who, hair, female)
    if "glasses" in cast.actor.props and cast.actor.action != "wear":
        spectacles(body, (0, 0.16, 1.12), 1.0)


def _eye(body: Body, cast: Cast, s: int, tone: Colour, female: bool, hair: Paint) -> None:
    blink = (cast.time_s * 0.29 + cast.chance(3)) % 1.0
    lid = 0.0 if blink < 0.96 else math.sin((blink - 0.96) / 0.04 * math.pi)
    look = 0.035 * math.sin(cast.time_s * 0.8 + cast.chance(4) * 6)
    x, y, z = 0.37 * s, 0.14, 0.83
    body.ball((x, y, z), (0.24, 0.165, 0.16), Paint(mix(tone, (110, 60, 50), 0.3)))
    body.ball((x, y, z + 0.03), (0.205, 0.135 * (1 - 0.85 * lid), 0.15), Paint((240, 236, 230), shine=0.3))
    if lid < 0.7:
        body.ball((x + look, y - 0.005, z + 0.115), (0.098, 0.102, 0.075), Paint((86, 62, 42), shine=0.3))
        body.ball((x + look, y - 0.005, z + 0.165), (0.05, 0.053, 0.03), Paint((12, 10, 10), shine=0.5))
        body.ball((x + look + 0.035, y + 0.04, z + 0.19), 0.018, Paint((255, 255, 255), glow=1.0))
    lash = Paint((40, 28, 26))
    top = y + 0.15 - 0.22 * lid
    body.tube(
        [(x - 0.21 * s, y + 0.01, z + 0.06), (x, top, z + 0.15), (x + 0.21 * s, y + 0.035, z + 0.03)],
        [0.012, 0.03 if female else 0.02, 0.012],
        lash,
    )
    body.tube(
        [(x - 0.2 * s, y + 0.01, z + 0.06), (x, y - 0.13, z + 0.13), (x + 0.2 * s, y + 0.02, z + 0.03)],
        [0.006, 0.012, 0.006],
        Paint(darker(tone, 0.4)),
    )
    raise_ = 0.05 * cast.mouth
    thick = 0.035 if female else 0.055
    brow = [
        (x - 0.2 * s, y + 0.27 + raise_, z + 0.2),
        (x + 0.02 * s, y + 0.35 + raise_, z + 0.17),
        (x + 0.25 * s, y + 0.27 + raise_, z + 0.0),
    ]
    body.tube(brow, [thick, thick, thick * 0.4], hair)


def _mouth(body: Body, cast: Cast, tone: Colour, female: bool) -> None:
    gap = 0.19 * cast.mouth
    lip = Paint((178, 74, 74) if female else mix(tone, (150, 70, 64), 0.5), shine=0.2)
    y, z, w = -0.56, 0.93, 0.29
    if gap > 0.015:
        body.ball((0, y - gap * 0.5, z - 0.03), (w * 0.85, gap * 0.62, 0.1), Paint((52, 14, 16)))
        body.ball((0, y + 0.01, z - 0.0), (w * 0.6, 0.045, 0.07), Paint((240, 236, 226)))
    up = [
        (-w, y + 0.025, z - 0.16),
        (-0.1, y + 0.045, z + 0.03),
        (0.0, y + 0.03, z + 0.045),
        (0.1, y + 0.045, z + 0.03),
        (w, y + 0.025, z - 0.16),
    ]
    low = [
        (-w, y + 0.02, z - 0.16),
        (-0.12, y - 0.06 - gap, z + 0.02),
        (0.12, y - 0.06 - gap, z + 0.02),
        (w, y + 0.02, z - 0.16),
    ]
    body.tube(curve(up, 11), [0.018, 0.034, 0.042, 0.045, 0.046, 0.042, 0.046, 0.045, 0.042, 0.034, 0.018], lip)
    body.tube(curve(low, 9), [0.018, 0.04, 0.055, 0.062, 0.064, 0.062, 0.055, 0.04, 0.018], lip)
    if gap <= 0.015:
        seam = [(-w, y + 0.02, z - 0.14), (0, y - 0.005, z + 0.08), (w, y + 0.02, z - 0.14)]
        body.tube(curve(seam, 7), [0.01] * 7, Paint((96, 36, 38)))


def _beard(body: Body, hair: Paint, cast: Cast) -> None:
    drop = 0.16 * cast.mouth
    for k in range(9):
        a = (k - 4) / 4 * 1.25
        body.limb(
            (math.sin(a) * 0.8, -0.45 - 0.25 * math.cos(a), 0.62 * math.cos(a) + 0.1),
            0.24,
            (math.sin(a) * 0.55, -1.15 - 0.3 * math.cos(a) - drop, 0.6 * math.cos(a) + 0.1),
            0.1,
            hair,
        )
    for s in (-1, 1):
        body.limb((0.05 * s, -0.4, 1.08), 0.1, (0.38 * s, -0.52, 0.86), 0.06, hair)


def _hair(body: Body, cast: Cast, who: str, hair: Paint, female: bool) -> None:
    body.ball((0, 0.52, -0.24), (1.07, 0.98, 1.08), hair)
    body.ball((0, 0.3, -0.48), (1.02, 1.0, 0.82), hair)
    for s in (-1, 1):
        body.limb((0.06 * s, 1.2, 0.42), 0.3, (0.82 * s, 0.75, 0.3), 0.26, hair)
        body.limb((0.84 * s, 0.75, 0.25), 0.26, (0.99 * s, 0.2, -0.1), 0.16, hair)
    if not female:
        return
    if who == "dancer":
        body.ball((0, 1.25, -0.75), 0.5, hair)
        return
    wave = 0.06 * math.sin(cast.time_s * 1.3)
    for k in range(13):
        a = math.pi * (0.36 + 1.28 * k / 12)
        x, z = math.sin(a) * 1.0, math.cos(a) * 0.95 - 0.1
        body.tube(
            [(x, 0.55, z), (x * 1.08, -0.5, z * 1.02 - 0.05), (x * 1.0 + wave, -1.75, z * 0.98 - 0.1)],
            [0.28, 0.3, 0.17],
            hair,
        )


def spectacles(body: Body, at: Point, size: float) -> None:
    """Round frames; ``at`` is the bridge."""
    for s in (-1, 1):
        ring: list[Point] = []
        for k in range(21):
            a = k / 20 * 2 * math.pi
            ring.append(add(at, (size * (0.4 * s + 0.32 * math.cos(a)), size * 0.29 * math.sin(a), -0.02 * size)))
        body.tube(ring, [0.032 * size] * 21, _GLASS)
        body.ball(
            add(at, (0.4 * s * size, 0, -0.03)),
            (0.3 * size, 0.27 * size, 0.01),
            Paint((206, 224, 236), shine=0.9, alpha=0.22),
        )
        body.limb(
            add(at, (0.72 * s * size, 0.05, -0.04)), 0.03, add(at, (0.98 * s * size, 0.06, -1.15 * size)), 0.03, _GLASS
        )
    body.tube([add(at, (-0.09, 0.04, 0)), add(at, (0, 0.1, 0.03)), add(at, (0.09, 0.04, 0))], [0.028] * 3, _GLASS)


def draw_face(body: Body, cast: Cast) -> None:
    """Head and shoulders; the foot of the rig is the lower edge of the picture. Unit: 5 from chest to crown."""
    from vitascope.engines.animatic.draw.rigs.people import person_of

    who = person_of(cast.actor.form or cast.actor.label)
    if "mona lisa" in (cast.actor.form + " " + cast.actor.label).lower():
        who = "woman"
    breath = 0.02 * math.sin(cast.time_s * 1.5)
    head_at: Point = (0.03 * math.sin(cast.time_s * 0.7), 3.35 + breath, 0.05)
    coat = paint_of(cast.actor.colour, (58, 52, 40) if who == "woman" else (52, 60, 80))
    cloth = Paint(coat, darker(coat, 0.3), shine=0.05, pattern=MOTTLE, grain=0.9)
    skin = Paint(SKIN, shine=0.06, soft=0.06)
    body.tube([(0, 2.6 + breath, -0.15), (0, 1.6 + breath, -0.25)], [0.52, 0.62], skin)
    for s in (-1, 1):
        body.tube(
            [
                (0.3 * s, 1.45 + breath, -0.3),
                (1.35 * s, 1.1 + breath, -0.35),
                (1.8 * s, 0.4, -0.3),
                (1.95 * s, -1.0, -0.1),
            ],
            [0.55, 0.56, 0.55, 0.52],
            cloth,
        )
    body.ball((0, 0.1 + breath, -0.25), (1.65, 1.35, 0.95), cloth)
    if who in ("woman", "dancer", "queen"):
        body.ball((0, 1.0 + breath, 0.12), (0.72, 0.55, 0.55), skin)
    part = Body()
    draw_head(part, cast, who, hat=who)
    wearing = cast.actor.action == "wear"
    if wearing:
        on = smooth(cast.act / 0.62)
        spectacles(part, lerp((0.0, -3.1, 2.4), (0, 0.16, 1.12), on), 1.0)
    nod = 0.04 * math.sin(cast.time_s * 0.9) + 0.03 * cast.mouth
    body.graft(part, turn(0.12 * math.sin(cast.time_s * 0.5), nod), head_at)
    if wearing:
        _hands(body, cast, head_at, skin, cloth)


def _hands(body: Body, cast: Cast, head_at: Point, skin: Paint, cloth: Paint) -> None:
    """Both hands carry the glasses up, rest a moment, and sink again."""
    on = smooth(cast.act / 0.62)
    away = smooth((cast.act - 0.72) / 0.28)
    for s in (-1, 1):
        held = add(head_at, lerp((0.78 * s, -3.05, 2.35), (1.02 * s, 0.18, 0.98), on))
        hand = lerp(held, (1.9 * s, -0.6, 1.3), away)
        shoulder = (1.75 * s, 0.7, -0.3)
        elbow = joint(shoulder, hand, 2.0, 1.9, (1.0 * s, -0.9, 0.2))
        wrist = lerp(hand, elbow, 0.2)
        body.tube([shoulder, elbow, lerp(elbow, hand, 0.72)], [0.5, 0.4, 0.3], cloth)
        body.limb(lerp(elbow, hand, 0.7), 0.22, wrist, 0.2, skin)
        palm = lerp(hand, wrist, 0.35)
        body.ball(palm, (0.2, 0.3, 0.17), skin)
        inward = np.sign(-s)
        for k in range(4):
            knuckle = add(palm, (inward * 0.04, 0.2 - 0.11 * k, 0.1))
            bend = add(knuckle, (inward * 0.04 + 0.1 * s, 0.1 - 0.03 * k, 0.17))
            body.tube([knuckle, bend, add(hand, (0.05 * s, 0.1 - 0.07 * k, 0.05))], [0.09, 0.078, 0.062], skin)
        body.tube([add(palm, (inward * 0.12, -0.1, 0)), add(hand, (0.0, -0.1, 0.0))], [0.1, 0.075], skin)
