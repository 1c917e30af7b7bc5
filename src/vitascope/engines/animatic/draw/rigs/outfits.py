"""What people wear, on a stance: limbs in sleeves and trousers, shirts, coats, gowns, armour, suits for space."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, lerp
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.hands import draw_hand
from vitascope.engines.animatic.draw.rigs.limbs import bone, skin_of
from vitascope.engines.animatic.draw.rigs.looks import Look
from vitascope.engines.animatic.draw.rigs.plates import GOLD, LEATHER, MAIL, draw_cuirass, draw_plates
from vitascope.engines.animatic.draw.rigs.shade import TINT
from vitascope.engines.animatic.draw.rigs.spacesuit import draw_pack, draw_suit_limbs
from vitascope.engines.animatic.draw.rigs.stances import Stance, limbs_of
from vitascope.engines.animatic.draw.rigs.torsos import CHILD, MAN, WOMAN, Trunk, cape, cloth_of, girdle, hang
from vitascope.engines.animatic.draw.stage import Colour

_WHITE = Paint((240, 238, 232))
_THIGH = ((0.0, 0.094), (0.25, 0.096), (0.6, 0.078), (0.9, 0.060), (1.0, 0.058))
_SHIN = ((0.0, 0.057), (0.2, 0.060), (0.38, 0.061), (0.7, 0.043), (1.0, 0.036))
_UPPER = ((0.0, 0.046), (0.18, 0.059), (0.5, 0.050), (0.85, 0.043), (1.0, 0.041))
_FORE = ((0.0, 0.041), (0.2, 0.045), (0.45, 0.040), (0.85, 0.030), (1.0, 0.027))
SKIRTED = ("dress", "gown", "robe", "tutu")
BARE_LEGS = ("dress", "tutu", "sport", "bare")


def shoulder_width(look: Look) -> float:
    return 0.138 if look.age == "child" else 0.150 if look.female else 0.174


def draw_outfit(body: Body, cast: Cast, look: Look, p: Stance) -> Trunk:
    """The whole body below the head; the trunk is what else may be hung on."""
    width = shoulder_width(look)
    bulk = {"space": 1.4, "armour": 1.08, "robot": 1.0}.get(look.outfit, 0.97 if look.age != "old" else 1.04)
    trunk = Trunk(p.hip, p.chest, p.neck, CHILD if look.age == "child" else WOMAN if look.female else MAN, bulk)
    arms, legs = limbs_of(p, width)
    fine = cast.pixels > 230
    _legs(body, look, p, legs, fine=fine)
    _arms(body, look, p, arms, fine=fine)
    _trunk(body, cast, look, p, trunk, legs, fine=fine)
    if look.outfit in ("armour", "robot"):
        draw_plates(body, look, trunk, arms, legs)
    elif look.outfit == "space":
        draw_suit_limbs(body, look, arms, legs)
        draw_pack(body, look, trunk)
    if "cape" in look.extras:
        colour = (
            look.top
            if look.outfit == "armour"
            else (180, 30, 36)
            if look.outfit == "tights"
            else darker(look.top, 0.3)
            if look.outfit != "suit"
            else (120, 20, 30)
        )
        cape(body, cloth_of(colour), trunk, 1.05, min(cast.speed * 0.3, 1.0), cast.time_s)
    if "scarf" in look.extras:
        _scarf(body, cast, trunk)
    return trunk


def _legs(body: Body, look: Look, p: Stance, legs: list[list[Point]], *, fine: bool) -> None:
    skin = Paint(look.visage.skin, shine=0.05)
    slim = 0.86 if look.age == "child" else 0.94 if look.female else 1.0
    bare = look.outfit in BARE_LEGS
    paint = skin if bare else Paint(look.bottom, shine=0.03)
    loose = 1.0 if bare else 1.12
    # What a skirt hides is of its cloth: a knee that comes through it in a stride is a fold, and no knee.
    under = cloth_of(look.top) if look.outfit in ("dress", "gown", "robe", "coat") else None
    if look.outfit == "armour":
        paint, loose = MAIL, 1.05
    elif look.outfit == "robot":
        paint, loose = Paint(look.top, shine=0.5), 0.8
    elif look.outfit == "tutu":
        paint = Paint((246, 222, 222), shine=0.1)
    shoe = Paint(
        _shoe_colour(look),
        shine=0.2,
    )
    for i, (top, knee, ankle) in enumerate(legs):
        side = 2 * i - 1
        if look.outfit != "space":  # a suit has limbs of its own
            bone(body, top, knee, _THIGH, slim * loose, under or paint, fine=fine, bow=(0.008 * side, 0, 0.012))
            if under is not None:
                body.ball(knee, 0.07 * slim, under)
            hem = under if under is not None and look.outfit in ("gown", "robe") else paint
            shin = (
                _SHIN
                if bare or look.outfit in ("tutu", "armour")
                else ((0.0, 0.060), (0.2, 0.062), (0.38, 0.061), (0.7, 0.056), (0.98, 0.056))
            )
            bone(body, knee, ankle, shin, slim * loose, hem, fine=fine, bow=(0, 0, -0.016))
        if look.outfit in ("sport", "bare"):
            bone(body, top, lerp(top, knee, 0.62), _THIGH, slim * 1.22, Paint(look.bottom), fine=fine)
        _shoe(
            body,
            ankle,
            p.toes[i],
            side,
            shoe,
            1.3 if look.outfit == "space" else 0.82 if look.age == "child" else 0.92 if look.female else 1.0,
        )
        if look.outfit in ("coat", "overalls") and fine:  # boots
            body.tube([ankle, lerp(ankle, knee, 0.34)], [0.066 * slim, 0.078 * slim], LEATHER)


def _shoe_colour(look: Look) -> Colour:
    if look.outfit == "tutu":
        return (240, 200, 206)
    if look.outfit == "sport":
        return (236, 236, 234)
    return darker(look.top, 0.2) if look.outfit == "space" else (50, 38, 32)


def _shoe(body: Body, ankle: Point, toe: float, side: int, paint: Paint, size: float) -> None:
    c, s = math.cos(toe), math.sin(toe)
    out = 0.12 * side

    def at(ahead: float, up: float) -> Point:
        z, y = ahead * c - up * s, ahead * s + up * c
        return add(ankle, (out * z * size, y * size, z * size))

    body.limb(at(0, 0.02), 0.042 * size, at(-0.035, -0.035), 0.042 * size, paint)
    body.tube([at(-0.03, -0.035), at(0.07, -0.03), at(0.15, -0.048)], [0.044 * size, 0.042 * size, 0.034 * size], paint)
    sole = Paint(darker(paint.colour, 0.5))
    body.tube([at(-0.05, -0.066), at(0.06, -0.066), at(0.155, -0.066)], [0.02 * size, 0.022 * size, 0.02 * size], sole)


def _arms(body: Body, look: Look, p: Stance, arms: list[list[Point]], *, fine: bool) -> None:
    skin = Paint(look.visage.skin, shine=0.05, soft=0.05)
    slim = 0.84 if look.age == "child" else 0.86 if look.female else 1.0
    short = look.outfit in ("dress", "sport", "overalls", "tutu", "bare")
    sleeve = Paint(look.top, shine=0.03)
    upper, fore, hand = sleeve, skin if short else sleeve, skin
    loose = 1.12
    if look.outfit in ("tutu", "bare"):
        upper, loose = skin, 1.0
    elif look.outfit == "armour":
        upper = fore = MAIL
        hand = Paint((150, 156, 166), shine=0.8)
    elif look.outfit == "space":
        hand = Paint((88, 92, 100), shine=0.15)
    elif look.outfit == "robot":
        upper = fore = hand = Paint(look.top, shine=0.6)
        loose = 0.8
    for i, (shoulder, elbow, wrist) in enumerate(arms):
        side = 2 * i - 1
        if look.outfit != "space":
            bone(body, shoulder, elbow, _UPPER, slim * loose, upper, fine=fine)
        if short and look.outfit not in ("tutu", "bare"):
            bone(
                body, lerp(shoulder, elbow, 0.55), elbow, ((0, 0.047), (0.5, 0.044), (1, 0.041)), slim, skin, fine=fine
            )
        fore_loose = loose if not short else 1.0
        if look.outfit != "space":
            bone(body, elbow, wrist, _FORE, slim * fore_loose, fore, fine=fine)
        if look.outfit in ("robe", "gown") and not short:
            flare = 1.0 if look.outfit == "robe" else 0.62
            line = np.array([elbow, lerp(elbow, wrist, 0.35), lerp(elbow, wrist, 0.7), lerp(elbow, wrist, 1.0)])
            skin_of(body, line, [0.05, 0.06, 0.05 + 0.03 * flare, 0.05 + 0.06 * flare], sleeve, ends=False, folds=0.08)
        along = (wrist[0] - elbow[0], wrist[1] - elbow[1], wrist[2] - elbow[2])
        cuff = lerp(elbow, wrist, 0.93)
        if look.outfit in ("suit", "coat", "uniform") and fine:
            body.limb(
                cuff,
                0.037 * slim,
                wrist,
                0.036 * slim,
                _WHITE if look.outfit == "suit" else Paint(darker(look.top, 0.35)),
            )
        size = 0.062 * (
            1.5 if look.outfit == "space" else 0.82 if look.age == "child" else 0.88 if look.female else 1.0
        )
        draw_hand(
            body, wrist, along, (0.9 * side, 0.1, 0.25), size, side, hand, grip=p.grips[i], fine=cast_fine(fine, look)
        )


def cast_fine(fine: bool, look: Look) -> bool:
    return fine and look.outfit != "space"


def _trunk(body: Body, cast: Cast, look: Look, p: Stance, trunk: Trunk, legs: list[list[Point]], *, fine: bool) -> None:  # noqa: PLR0912, PLR0915
    rows, columns = (14, 26) if fine else (8, 14)
    cloth = cloth_of(look.top)
    skin = Paint(look.visage.skin, darker(look.visage.skin, 0.35), shine=0.05, pattern=TINT)
    outfit = look.outfit
    swing = cast.time_s * 2 if cast.speed < 0.1 else cast.travelled * 5
    trunk.cover(body, skin, 0.80 if outfit == "tutu" else 0.965, 1.12, 0.0, rows=4 if not fine else 6, columns=columns)
    if outfit in ("shirt", "sport", "tights", "overalls", "apron", "suit", "uniform", "coat"):
        hips = look.top if outfit == "coat" else look.bottom
        trunk.cover(body, cloth_of(hips), -0.17, 0.12, 0.008, rows=4, columns=columns)
    if outfit == "bare":
        trunk.cover(body, cloth_of(look.bottom), -0.17, 0.10, 0.012, rows=4, columns=columns)
        trunk.cover(body, skin, 0.08, 0.95, 0.0, rows=rows, columns=columns, folds=0.2)
        return
    if outfit == "armour":
        draw_cuirass(body, look, trunk, legs, swing, columns)
        return
    if outfit in ("space", "robot"):
        trunk.cover(
            body,
            Paint(look.top, darker(look.top, 0.3), shine=0.12 if outfit == "space" else 0.6, pattern=TINT),
            -0.17,
            1.02,
            0.01,
            rows=rows,
            columns=columns,
        )
        return
    neckline = 0.88 if outfit == "tutu" else 0.985
    low = -0.02 if outfit in ("shirt", "sport") else 0.02
    trunk.cover(body, cloth, low, neckline, 0.011, rows=rows, columns=columns, folds=0.5)
    if outfit in ("dress", "gown", "shirt", "sport", "robe") and neckline > 0.9:
        deep = 0.22 if outfit in ("dress", "gown") else 0.10
        trunk.patch(body, skin, 1.0 - deep, 1.0, lambda t: 0.06 + 0.75 * t, 0.0135)
    if outfit in ("suit", "coat", "uniform"):
        _jacket(body, look, trunk, legs, swing, p, fine=fine)
    elif outfit == "dress":
        hang(
            body,
            cloth,
            trunk,
            legs,
            start=0.30,
            drop=0.30 if p.seated else 0.62,
            flare=0.17,
            swing=swing,
            rows=8,
            columns=28,
        )
        if fine:
            trunk.cover(body, cloth_of(darker(look.top, 0.35)), 0.28, 0.36, 0.016, rows=3, columns=columns)
    elif outfit in ("gown", "robe"):
        floor = 1.02 if not p.seated else 0.4
        hang(
            body,
            cloth,
            trunk,
            legs,
            start=0.30,
            drop=min(floor, p.hip[1] + 0.13),
            flare=0.24 if outfit == "gown" else 0.16,
            swing=swing,
            rows=9,
            columns=32,
        )
        belt = Paint(look.accent if outfit == "gown" else (150, 120, 70), shine=0.2)
        girdle(body, trunk, 0.31, 0.02, 0.016, belt)
        if outfit == "robe":
            front = trunk.at(0.3, 0.25, 0.03)
            body.tube(
                [front, add(front, (0.02, -0.2, 0.02)), add(front, (0.03, -0.38, 0.02))], [0.014, 0.012, 0.016], belt
            )
    elif outfit == "tutu":
        rings = []
        for k, r in enumerate((0.12, 0.22, 0.34, 0.42)):
            a = np.linspace(0, 2 * math.pi, 36, endpoint=False)
            c = trunk.spine(0.12)
            rings.append(
                np.stack(
                    [c[0] + np.sin(a) * r, c[1] + 0.05 * k * (0.5 + 0.2 * np.cos(a * 9)) - 0.05, c[2] + np.cos(a) * r],
                    axis=1,
                )
            )
        tulle = Paint(lighter(look.top, 0.3), darker(look.top, 0.15), soft=0.5, pattern=TINT)
        body.sheet(np.array(rings), tulle, closed=True, tint=np.random.default_rng(5).random((4, 36)) * 0.8)
    elif outfit == "apron":
        apron = cloth_of(look.accent)
        trunk.patch(body, apron, 0.16, 0.80, lambda t: 0.95 - 0.35 * t, 0.022, rows=6, columns=8)
        hang(body, apron, trunk, legs, start=0.22, drop=0.52, flare=0.02, swing=swing, front=1.25, columns=12)
        girdle(body, trunk, 0.20, 0.024, 0.014, Paint(darker(look.accent, 0.2)))
    elif outfit == "overalls":
        denim = cloth_of(look.bottom)
        trunk.cover(body, denim, -0.05, 0.30, 0.016, rows=5, columns=columns)
        trunk.patch(body, denim, 0.25, 0.74, lambda _t: 0.75, 0.02, rows=5, columns=7)
        for s in (-1, 1):
            body.tube(
                [
                    trunk.at(0.72, 0.6 * s, 0.026),
                    trunk.at(0.9, 0.75 * s, 0.03),
                    trunk.at(0.97, 1.6 * s, 0.03),
                    trunk.at(0.8, 2.5 * s, 0.03),
                ],
                [0.018] * 4,
                denim,
            )
            body.ball(trunk.at(0.70, 0.55 * s, 0.03), 0.014, GOLD)
    if outfit in ("shirt", "apron") and fine:
        trunk.cover(body, Paint(lighter(look.top, 0.12)), 0.99, 1.035, 0.012, rows=3, columns=columns)
        for k in range(5):
            body.ball(trunk.at(0.82 - 0.16 * k, 0.0, 0.016), 0.007, Paint(lighter(look.top, 0.5), shine=0.4))
        girdle(body, trunk, 0.06, 0.016, 0.014, LEATHER)


def _jacket(
    body: Body, look: Look, trunk: Trunk, legs: list[list[Point]], swing: float, p: Stance, *, fine: bool
) -> None:
    cloth, dark = cloth_of(look.top), Paint(darker(look.top, 0.3))
    long = look.outfit == "coat"
    drop = 0.10 if p.seated else 0.66 if long else 0.17
    hang(
        body,
        cloth,
        trunk,
        legs,
        start=0.26,
        drop=drop,
        flare=0.10 if long else 0.02,
        swing=swing,
        gap=0.16 if long else 0.1,
        columns=26,
        rows=7 if long else 4,
        folds=5,
    )
    if look.outfit == "suit":
        trunk.patch(body, _WHITE, 0.52, 1.02, lambda t: 0.04 + 0.55 * t, 0.0145)
        trunk.patch(
            body,
            Paint(look.accent if look.accent != (206, 176, 96) else (120, 30, 40)),
            0.50,
            0.98,
            lambda t: 0.07 + 0.05 * (1 - t),
            0.019,
        )
    else:
        trunk.patch(body, _WHITE if look.outfit == "uniform" else dark, 0.86, 1.02, lambda t: 0.04 + 0.55 * t, 0.0145)
    bottom = 0.52 if look.outfit == "suit" else 0.70
    for s in (-1, 1):  # lapels
        body.tube(
            [
                trunk.at(bottom, 0.06 * s, 0.02),
                trunk.at(0.82, 0.40 * s, 0.024),
                trunk.at(0.95, 0.62 * s, 0.022),
                trunk.at(1.02, 1.5 * s, 0.02),
                trunk.at(1.03, 2.8 * s, 0.016),
            ],
            [0.012, 0.03, 0.026, 0.024, 0.022],
            Paint(lighter(look.top, 0.07)),
        )
    if fine:
        for k in range(2 if look.outfit == "suit" else 4):
            for s in (0,) if look.outfit != "uniform" else (-1, 1):
                body.ball(
                    trunk.at((0.44 if look.outfit == "suit" else 0.66) - 0.15 * k, 0.3 * s, 0.02),
                    0.013,
                    Paint(look.accent if look.outfit == "uniform" else darker(look.top, 0.5), shine=0.6),
                )
    if look.outfit in ("coat", "uniform"):
        girdle(body, trunk, 0.24, 0.024, 0.02, LEATHER if look.outfit == "uniform" else dark)
        body.ball(trunk.at(0.24, 0, 0.04), (0.026, 0.022, 0.012), GOLD)
    if look.outfit == "uniform":
        for s in (-1, 1):
            at = trunk.at(0.95, 1.5 * s, 0.03)
            body.ball(at, (0.065, 0.016, 0.045), Paint(look.accent, shine=0.4))


def _scarf(body: Body, cast: Cast, trunk: Trunk) -> None:
    wool = Paint((190, 44, 44))
    girdle(body, trunk, 1.03, 0.03, 0.036, wool)
    end = trunk.at(0.98, 0.5, 0.05)
    sway = 0.03 * math.sin(cast.time_s * 2)
    body.tube([end, add(end, (sway, -0.18, 0.02)), add(end, (sway * 2, -0.36, 0.0))], [0.034, 0.036, 0.04], wool)


__all__ = ["draw_outfit", "shoulder_width"]
