"""A person from shoes to hat: who it is (`looks`), how it stands (`poses`), what it wears (`outfits`) and holds."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from vitascope.engines.animatic.draw.rigs.aboard import draw_stay, is_braced
from vitascope.engines.animatic.draw.rigs.beings import as_being, draw_marks
from vitascope.engines.animatic.draw.rigs.body import Body, Paint, moved
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.faces import draw_head, far_head
from vitascope.engines.animatic.draw.rigs.held import draw_held
from vitascope.engines.animatic.draw.rigs.limbs import skin_of
from vitascope.engines.animatic.draw.rigs.looks import Look, look_of
from vitascope.engines.animatic.draw.rigs.outfits import draw_outfit, shoulder_width
from vitascope.engines.animatic.draw.rigs.poses import changing
from vitascope.engines.animatic.draw.rigs.pushed import draw_pushed
from vitascope.engines.animatic.draw.rigs.shade import SCALES, TINT
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.spacesuit import draw_helmet
from vitascope.engines.animatic.draw.rigs.sports import draw_gear
from vitascope.engines.animatic.draw.rigs.stances import Stance
from vitascope.engines.animatic.draw.rigs.tools import draw_tools

HEAD_M = 0.092
"""Half a head's width of an adult 1.8 m tall: a little more than seven heads high."""
CHILD_HEAD_M = 0.112
FAR = 16.0
"""Pixels of half a head's width under which a head is made once a shot: it neither blinks nor looks about."""


def draw_biped(body: Body, cast: Cast) -> None:
    """1.8 m to the crown, whatever the actor's size."""
    actor = cast.actor
    look = as_being(look_of(actor.label, actor.form, actor.colour, actor.props, cast.seed, cast.index), actor.form)
    if (actor.action == "throw" and look.outfit == "apron") or (
        "pan" in actor.props and actor.action == "idle"
    ):  # a cook tosses what is in the pan
        cast = replace(cast, actor=replace(actor, action="cook"))
    stance = changing(cast, shoulder_width(look), 0.07 if look.outfit in ("dress", "gown", "coat") else 0.03)
    if look.age == "child":
        _small(stance)
    made = body if not (stance.turn or stance.tip or stance.lift) else Body()
    if "mermaid" in actor.label.lower() or "merman" in actor.label.lower():
        swing = 0.1 * math.sin(cast.time_s * 3.4)
        stance.feet = [(-0.03, stance.feet[0][1], swing), (0.03, stance.feet[1][1], swing)]
        draw_fishtail(made, cast, stance)
    _draw(made, cast, look, stance)
    if made is not body:
        matrix = turn(stance.turn, 0.0) @ turn(0.0, -stance.tip)
        pivot = np.asarray(stance.pivot)
        body.place(moved(made.solids(), matrix, pivot - matrix @ pivot + (0.0, stance.lift, 0.0)))
        body.sources.extend(made.sources)


def draw_fishtail(body: Body, cast: Cast, p: Stance) -> None:
    """A scaly tail over both legs, and its fin beyond the feet; it swings as its owner swims."""
    scales = Paint(paint_of(cast.actor.colour, (40, 150, 140)), shine=0.6, pattern=SCALES, grain=0.05)
    x, y, z = p.hip
    fx, fy, fz = (p.feet[0][0] + p.feet[1][0]) / 2, p.feet[0][1], p.feet[0][2]
    ts = np.linspace(0.0, 1.0, 9)
    wave = 0.09 * np.sin(3.4 * ts - cast.time_s * 3.4) * ts
    line = np.stack([x + (fx - x) * ts, y + 0.06 + (fy - 0.1 - y) * ts, z + (fz - z) * ts + wave], axis=1)
    skin_of(body, line, np.interp(ts, [0, 0.15, 0.5, 1.0], [0.17, 0.19, 0.15, 0.085]), scales, columns=14)
    end = line[-1]
    fin = Paint(lighter(scales.colour, 0.25), shine=0.4, soft=0.5)
    sway = float(0.1 * math.sin(cast.time_s * 3.4 - 3.9))
    for s in (-1, 1):
        a = (float(end[0]), float(end[1]), float(end[2]))
        b, c = add(a, (0.34 * s, -0.24, sway)), add(a, (0.1 * s, -0.3, 0.6 * sway))
        body.tri(a, b, c, fin)
        body.tri(a, c, add(a, (0.0, -0.12, 0.3 * sway)), fin)


def _small(p: Stance) -> None:
    """A child's head takes more of its height: the trunk gives way to it."""
    drop = 0.085
    p.chest, p.neck = add(p.chest, (0, -drop * 0.8, 0)), add(p.neck, (0, -drop, 0))
    p.wrists = [add(w, (0.035 * s, -drop * 0.4, 0)) for w, s in zip(p.wrists, (1, -1), strict=True)]


def _draw(body: Body, cast: Cast, look: Look, p: Stance) -> None:
    trunk = draw_outfit(body, cast, look, p)
    unit = CHILD_HEAD_M if look.age == "child" else HEAD_M
    up = np.array(p.neck) + trunk.up * (1.38 * unit + 0.03) + trunk.ahead * 0.012
    at = (float(up[0]), float(up[1]), float(up[2]))
    nape = add(p.neck, (0.0, -0.04, 0.0))
    hard = {"robot": (96, 102, 112), "space": (84, 88, 96)}.get(look.outfit)
    skin = Paint(hard or look.visage.skin, shine=0.05)
    body.limb(
        nape,
        0.060 if not look.female else 0.050,
        add(at, (0, -0.5 * unit, -0.02)),
        0.052 if not look.female else 0.045,
        skin,
    )
    part = Body()
    if look.outfit == "space":
        draw_helmet(part, look)
    elif look.outfit == "robot":
        _robot_head(part, cast, look)
    elif cast.pixels * unit < FAR and cast.mouth < 0.05:
        still = replace(
            cast,
            time_s=1.0,
            shot_s=0.0,
            travelled=0.0,
            speed=0.0,
            mouth=0.0,
            act=0.0,
            night=0.0,
            to_camera=0.0,
            pixels=1.0,
        )  # fmt: skip
        part.place(far_head(still, look))
    else:
        draw_head(part, cast, look, pixels=cast.pixels * unit)
    if look.marks:
        draw_marks(part, look)
    lean = 0.6 * math.atan2(trunk.up[2], trunk.up[1])
    body.graft(part, turn(p.yaw, -p.nod - lean) * unit, at)
    if is_braced(cast):
        draw_stay(body)
    draw_held(body, cast, p, trunk, knight=look.hat in ("helm", "kabuto"))
    draw_gear(body, cast, p)
    draw_tools(body, cast, p)
    draw_pushed(body, cast, p)


def _robot_head(body: Body, cast: Cast, look: Look) -> None:
    metal = Paint(look.top, darker(look.top, 0.5), shine=0.7, pattern=TINT)
    shell = lathe([(0.55, -1.25), (0.95, -1.0), (1.08, -0.2), (1.08, 0.7), (0.8, 1.25), (0.02, 1.42)], 20)
    body.sheet(shell, metal, closed=True, tint=np.linspace(0.5, 0, 6)[:, None] * np.ones((6, 20)), solid=True)
    body.ball((0, 0.18, 0.62), (0.86, 0.42, 0.5), Paint((18, 22, 30), shine=0.8))
    blink = 0.1 if (cast.time_s * 0.4 + cast.chance(3)) % 1.0 > 0.95 else 1.0
    for s in (-1, 1):
        body.ball((0.36 * s, 0.2, 1.04), (0.19, 0.19 * blink, 0.1), Paint((110, 230, 255), glow=1.0))
        body.ball((1.1 * s, 0.1, 0), (0.14, 0.3, 0.3), Paint((90, 96, 106), shine=0.6))
    for k in range(7):
        high = 0.05 + 0.22 * cast.mouth * abs(math.sin(cast.time_s * 17 + k * 1.9))
        body.ball(
            (-0.36 + 0.12 * k, -0.55, 0.98 - 0.02 * (k - 3) ** 2), (0.045, high, 0.04), Paint((110, 230, 255), glow=0.9)
        )
    body.limb((0.3, 1.3, 0), 0.05, (0.36, 1.95, 0), 0.03, metal)
    body.ball((0.36, 2.0, 0), 0.1, Paint((255, 90, 70), glow=0.9))
