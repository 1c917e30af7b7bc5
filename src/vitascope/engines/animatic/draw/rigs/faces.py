"""The head that people wear, dressed with hair and hat, and the portrait that fills a close-up."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, curve, joint, lerp, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix
from vitascope.engines.animatic.draw.rigs.hair import draw_beard, draw_hair, draw_moustache, draw_veil
from vitascope.engines.animatic.draw.rigs.hands import draw_hand
from vitascope.engines.animatic.draw.rigs.hats import COVERS, draw_hat, spectacles
from vitascope.engines.animatic.draw.rigs.heads import MIENS, Mien, draw_visage
from vitascope.engines.animatic.draw.rigs.limbs import skin_of
from vitascope.engines.animatic.draw.rigs.looks import Look, look_of
from vitascope.engines.animatic.draw.rigs.shade import TINT

BRIDGE: Point = (0.0, 0.16, 1.12)
"""Where glasses sit."""
_HALF_SMILE = Mien(smile=1.1, brow=0.1, wide=-0.15)


def draw_head(body: Body, cast: Cast, look: Look, *, pixels: float) -> None:
    """Looking along +z; the middle of the head is the origin, half its width the unit."""
    felt = next((MIENS[prop] for prop in cast.actor.props if prop in MIENS), Mien())
    mien = MIENS.get(cast.actor.action, felt)
    if "folded" in look.extras:
        mien = _HALF_SMILE
    if cast.mouth > 0.1 and cast.actor.action == "roar":
        mien = MIENS["roar"]
    if look.hat != "helm":
        draw_visage(body, cast, look.visage, mien, pixels=pixels)
    shade = look.visage.hair
    if look.hat not in COVERS:
        style = look.hair
        if look.hat and style in ("curly", "up", "fringe"):
            style = "short"
        if look.hat in ("chef", "beanie", "soldier", "hard hat", "kabuto", "horned") and style in ("short", "receding"):
            style = "rim"
        draw_hair(body, cast, style, shade, pixels=pixels)
    if look.beard is not None and look.hat != "helm":
        if look.beard < 0:
            draw_moustache(body, shade)
        else:
            draw_beard(body, cast, shade, look.beard, pixels=pixels)
    if "veil" in look.extras:
        draw_veil(body, (70, 58, 46) if "folded" in look.extras else (248, 246, 244))
    if look.hat:
        draw_hat(body, cast, look.hat, look.top)
    if "glasses" in cast.actor.props and cast.actor.action != "wear" and look.hat != "helm":
        spectacles(body, BRIDGE, 1.0)


@lru_cache(maxsize=256)
def far_head(cast: Cast, look: Look) -> NDArray[np.float32]:
    """The solids of a head too far off for a blink to be seen; ``cast`` is one instant that stands for all."""
    body = Body()
    draw_head(body, cast, look, pixels=1.0)
    return body.solids()


def draw_face(body: Body, cast: Cast) -> None:
    """Head and shoulders; the foot of the rig is the lower edge of the picture. Unit: 5.2 from chest to crown."""
    actor = cast.actor
    look = look_of(actor.label, actor.form, actor.colour, actor.props, cast.seed, cast.index)
    breath = 0.02 * math.sin(cast.time_s * 1.5)
    sob = 0.04 * abs(math.sin(cast.time_s * 3.1)) if actor.action in ("cry", "laugh") else 0.0
    head_at: Point = (0.03 * math.sin(cast.time_s * 0.7), 3.5 + breath + sob, 0.12)
    _bust(body, cast, look, breath + sob)
    part = Body()
    draw_head(part, cast, look, pixels=cast.pixels)
    wearing = actor.action == "wear"
    if wearing:
        on = smooth(cast.act / 0.62)
        spectacles(part, lerp((0.0, -3.1, 2.4), BRIDGE, on), 1.0)
    nod = 0.03 * math.sin(cast.time_s * 0.9) + 0.03 * cast.mouth + (0.16 if actor.action == "cry" else 0.0)
    yaw = 0.10 * math.sin(cast.time_s * 0.5) + (0.12 if "folded" in look.extras else 0.0)
    if actor.action == "turn_head":
        yaw = 0.9 - 0.9 * smooth(cast.act * 1.6)
    body.graft(part, turn(yaw, -nod), head_at)
    if wearing:
        _putting_on(body, cast, look, head_at)
    elif "folded" in look.extras:
        _folded(body, look, breath)


def _bust(body: Body, cast: Cast, look: Look, breath: float) -> None:
    """Neck, shoulders and chest, with what they wear."""
    tone = look.visage.skin
    skin = Paint(tone, mix(darker(tone, 0.22), (150, 52, 40), 0.34), shine=0.05, pattern=TINT, soft=0.05)
    cloth = Paint(look.top, darker(look.top, 0.55), shine=0.03, pattern=TINT)
    slim = 0.86 if look.female else 1.0
    if look.age == "child":
        slim = 0.74
    a = np.linspace(0, 2 * math.pi, 30, endpoint=False)
    columns = np.arange(30) * (44 / 30)

    def ring(y: float, wide: float, deep: float, z: float, power: float = 2.0) -> list[tuple[float, float, float]]:
        s, c = np.sin(a), np.cos(a)
        x = np.sign(s) * np.abs(s) ** (2 / power) * wide
        zz = z + np.sign(c) * np.abs(c) ** (2 / power) * deep
        return [(float(p), y + breath, float(q)) for p, q in zip(x, zz, strict=True)]

    neck = [
        ring(2.75, 0.50 * slim + 0.04, 0.52, -0.20), ring(2.3, 0.50 * slim + 0.03, 0.52, -0.24),
        ring(1.95, 0.56 * slim + 0.02, 0.54, -0.30), ring(1.7, 0.78 * slim, 0.58, -0.36),
        ring(1.52, 1.3 * slim, 0.62, -0.38, 2.3),
        ring(1.3, 1.75 * slim, 0.72, -0.36, 2.3), ring(0.9, 1.9 * slim, 0.88, -0.30, 2.3),
    ]  # fmt: skip
    shade = np.array([0.75, 0.5, 0.2, 0.1, 0.05, 0.0, 0.0])
    tint = np.broadcast_to(shade[:, None], (7, 30)).copy()
    tint[3:5] += 0.5 * np.exp(-((np.abs(np.sin(a)) - 0.35) ** 2) / 0.02) * (np.cos(a) > 0)  # collar bones
    body.sheet(np.array(neck), skin, closed=True, tint=tint, solid=True)
    open_neck = look.outfit in ("gown", "dress", "tutu")
    collar = np.clip(np.cos(a), 0, 1) ** 2 * (
        0.72 if open_neck else 0.3 if look.outfit in ("suit", "coat", "shirt") else 0.12
    )
    rows = []
    for k, (y, wide, deep, z) in enumerate((
        (1.98, 0.62, 0.60, -0.32), (1.74, 0.98, 0.66, -0.37), (1.55, 1.52, 0.70, -0.38), (1.34, 1.92, 0.78, -0.36),
        (1.05, 2.14, 0.92, -0.32), (0.5, 2.2, 1.06, -0.26), (-0.2, 2.05, 1.08, -0.22), (-1.2, 1.8, 1.0, -0.2),
    )):  # fmt: skip
        line = np.array(ring(y, wide * slim + 0.04, deep + 0.04, z, 2.3))
        line[:, 1] -= collar * max(1 - k / 3.2, 0.0) * 1.5
        rows.append(line)
    grid = np.array(rows)
    if look.female and look.age != "child":
        for s in (-1, 1):
            hill = np.exp(-(((grid[..., 0] - 0.72 * s) / 0.5) ** 2) - ((grid[..., 1] - 0.15) / 0.5) ** 2)
            grid[..., 2] += 0.34 * hill * (grid[..., 2] > -0.2)
    folds = 0.16 + 0.34 * ((np.sin(columns * 2.1) * 0.5 + 0.5) ** 2)[None] * np.linspace(0.2, 1, 8)[:, None]
    folds[0] = 0.85
    body.sheet(grid, cloth, closed=True, tint=folds, solid=True)
    edge: list[Point] = [(float(x), float(y), float(z) + 0.02) for x, y, z in np.concatenate([grid[0], grid[0, :1]])]
    trim = look.accent if open_neck else darker(look.top, 0.35) if look.outfit != "suit" else (240, 238, 234)
    body.tube(edge, [0.05 if open_neck else 0.075] * len(edge), Paint(trim, shine=0.1))
    if look.outfit in ("suit", "coat", "uniform"):
        for s in (-1, 1):
            body.tri((0.1 * s, 1.55, 0.6), (0.62 * s, 1.5, 0.42), (0.12 * s, 0.2, 0.86), Paint(lighter(look.top, 0.1)))
        for k in range(3):
            body.ball((0, 0.2 - 0.45 * k, 0.88), (0.07, 0.07, 0.04), Paint(look.accent, shine=0.5))
    if cast.actor.action != "wear" and "folded" not in look.extras:
        for s in (-1, 1):
            _sleeve(
                body,
                [(1.72 * s * slim, 0.92 + breath, -0.34), (2.12 * s * slim, 0.1, -0.32), (2.3 * s * slim, -1.6, -0.1)],
                (0.46, 0.5, 0.46),
                look,
            )


def _sleeve(body: Body, points: list[Point], radii_: tuple[float, float, float], look: Look) -> None:
    """Cloth about an arm, with the folds that gather at the elbow."""
    line = np.array(curve(points, 10))
    radii = np.interp(np.linspace(0, 1, 10), [0, 0.5, 1], radii_) + 0.012 * np.sin(np.arange(10) * 2.7)
    skin_of(
        body, line, radii, Paint(look.top, darker(look.top, 0.6), shine=0.03, pattern=TINT), columns=13, creases=0.8
    )


def _skin(look: Look) -> Paint:
    return Paint(look.visage.skin, shine=0.06, soft=0.06)


def _folded(body: Body, look: Look, breath: float) -> None:
    """One hand upon the other, on the arm of a chair."""
    cuff = replace(look, top=mix(look.top, look.accent, 0.35))
    _sleeve(body, [(1.65, 0.95 + breath, -0.3), (2.2, -0.5, 0.1), (0.75, -0.42, 1.35)], (0.5, 0.47, 0.3), look)
    _sleeve(body, [(-1.65, 0.95 + breath, -0.3), (-2.2, -0.55, 0.2), (-0.62, -0.22, 1.5)], (0.5, 0.47, 0.3), look)
    _sleeve(body, [(0.95, -0.43, 1.25), (0.75, -0.4, 1.4), (0.6, -0.38, 1.5)], (0.36, 0.33, 0.3), cuff)
    draw_hand(body, (0.62, -0.40, 1.5), (-1.0, 0.02, 0.25), (0, 0.4, 1), 0.52, 1, _skin(look), grip=0.12, fine=True)
    _sleeve(body, [(-0.85, -0.25, 1.4), (-0.65, -0.2, 1.55), (-0.5, -0.17, 1.65)], (0.36, 0.33, 0.3), cuff)
    draw_hand(body, (-0.5, -0.16, 1.68), (1.0, -0.12, 0.1), (0, 0.7, 0.8), 0.52, -1, _skin(look), grip=0.16, fine=True)


def _putting_on(body: Body, cast: Cast, look: Look, head_at: Point) -> None:
    """Both hands carry the glasses up, rest a moment, and sink again."""
    on = smooth(cast.act / 0.62)
    away = smooth((cast.act - 0.72) / 0.28)
    skin = _skin(look)
    for s in (-1, 1):
        held = add(head_at, lerp((0.80 * s, -3.05, 2.36), (1.06 * s, 0.2, 0.95), on))
        hand = lerp(held, (0.75 * s, 0.15, 1.55), away)
        shoulder = (1.72 * s * (0.9 if look.female else 1.0), 1.0, -0.3)
        along = lerp(lerp((-0.35 * s, 0.7, 0.5), (-0.25 * s, 0.9, -0.15), on), (-0.9 * s, 0.25, 0.1), away)
        size = 0.5
        length = math.sqrt(sum(c * c for c in along))
        wrist = add(
            hand, (-along[0] / length * size * 1.55, -along[1] / length * size * 1.55, -along[2] / length * size * 1.55)
        )
        elbow = joint(shoulder, wrist, 1.9, 1.75, (1.0 * s, -0.9, 0.1))
        _sleeve(body, [shoulder, elbow, lerp(elbow, wrist, 0.82)], (0.5, 0.42, 0.27), look)
        body.limb(lerp(elbow, wrist, 0.8), 0.2, wrist, 0.165, skin)
        draw_hand(body, wrist, along, (0.85 * s, 0.15, 0.35), size, s, skin, grip=0.35, fine=True)
