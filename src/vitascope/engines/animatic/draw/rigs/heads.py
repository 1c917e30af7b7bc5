"""A head: skin, eyes that blink and look, lips that speak, ears and brows. One unit is half a head's width."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix
from vitascope.engines.animatic.draw.rigs.shade import TINT
from vitascope.engines.animatic.draw.rigs.skull import EYE, EYE_R, MOUTH_Y, Features, ahead_at, skin
from vitascope.engines.animatic.draw.stage import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Mien:
    """What a face says. Each −1 to 1, all 0 at rest."""

    smile: float = 0.0
    """Corners of the mouth."""
    brow: float = 0.0
    """1 raised in wonder, −1 drawn down in anger."""
    worry: float = 0.0
    """The inner ends of the brows up: grief and fear."""
    wide: float = 0.0
    """Eyes: 1 wide open, −1 shut."""
    tears: float = 0.0


MIENS: dict[str, Mien] = {
    "smile": Mien(smile=0.8, brow=0.15, wide=-0.15),
    "laugh": Mien(smile=1.0, brow=0.35, wide=-0.45),
    "cry": Mien(smile=-0.8, brow=-0.1, worry=1.0, wide=-0.35, tears=1.0),
    "frown": Mien(smile=-0.5, brow=-0.8, wide=-0.15),
    "roar": Mien(smile=-0.3, brow=-1.0, wide=0.3),
    "fear": Mien(smile=-0.5, brow=0.5, worry=0.9, wide=0.9),
    "dance": Mien(smile=0.55, brow=0.2),
    "wave": Mien(smile=0.6, brow=0.3),
    "hug": Mien(smile=0.6, wide=-0.5),
    "sleep": Mien(wide=-1.0),
    "play": Mien(smile=0.25, wide=-0.2),
    "fight": Mien(smile=-0.4, brow=-0.8),
    "happy": Mien(smile=0.85, brow=0.15, wide=-0.15),
    "sad": Mien(smile=-0.7, worry=0.85, wide=-0.25),
    "angry": Mien(smile=-0.6, brow=-1.0, wide=-0.05),
    "afraid": Mien(smile=-0.5, brow=0.5, worry=0.9, wide=0.9),
    "surprised": Mien(brow=1.0, wide=1.0),
}
"""By what somebody does, and by how they are said to feel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visage:
    """One person's face."""

    skin: Colour
    hair: Colour
    iris: Colour = (86, 62, 42)
    lips: Colour | None = None
    """Painted lips; None leaves them their own."""
    features: Features = field(default_factory=Features)
    soft: bool = False
    """Thin brows, long lashes."""


def draw_visage(body: Body, cast: Cast, v: Visage, mien: Mien, *, pixels: float) -> None:
    """Everything of a head but its hair. ``pixels`` is how large a unit is on the screen."""
    rows, columns = (36, 34) if pixels > 70 else (24, 24) if pixels > 22 else (14, 14)
    fine = pixels > 22
    tone = Paint(v.skin, mix(darker(v.skin, 0.22), (150, 52, 40), 0.34), shine=0.05, pattern=TINT, soft=0.05)
    grid, shade, jaw = skin(rows, columns, v.features)
    drop = 0.24 * cast.mouth
    if drop > 0.004:
        grid = grid.copy()
        grid[..., 1] -= jaw * drop
        grid[..., 2] -= jaw * drop * 0.25
    body.sheet(grid, tone, closed=True, tint=shade, solid=True)
    for s in (-1, 1):
        body.ball((0.99 * s, 0.0, -0.12), (0.085, 0.28, 0.19), tone, turn=turn(0.25 * s, 0.12))
        if fine:
            body.ball((1.045 * s, 0.02, -0.08), (0.05, 0.19, 0.11), Paint(tone.second), turn=turn(0.25 * s, 0.12))
            body.ball(
                (0.1 * s, -0.455, 1.14 + 0.1 * (v.features.nose - 1)),
                (0.05, 0.028, 0.05),
                Paint(darker(tone.second, 0.5)),
            )
        _eye(body, cast, s, v, mien, tone, fine)
        _brow(body, s, v, mien, cast.mouth, fine)
    _lips(body, v, mien, cast.mouth, fine)
    if mien.tears:
        _tears(body, cast, v)


def _eye(body: Body, cast: Cast, s: int, v: Visage, mien: Mien, tone: Paint, fine: bool) -> None:
    cx, cy, cz = EYE[0] * s, EYE[1], EYE[2]
    blink = (cast.time_s * 0.27 + cast.chance(3)) % 1.0
    shut = math.sin((blink - 0.955) / 0.045 * math.pi) if blink > 0.955 else 0.0
    shut = max(shut, -mien.wide if mien.wide < -0.5 else 0.0)
    up = (0.42 + 0.16 * max(mien.wide, 0) + 0.2 * min(mien.wide, 0)) * (1 - shut) - 0.26 * shut
    low = -0.34 - 0.1 * max(mien.wide, 0) + 0.12 * max(mien.smile, 0)
    body.ball((cx, cy, cz), EYE_R, Paint((242, 238, 232), (226, 198, 188), shine=0.35))
    step = math.floor(cast.time_s * 0.6 + cast.chance(4) * 3)  # eyes rest, then jump: saccades
    look = (cast.chance(20 + step % 7) - 0.5) * 0.16, (cast.chance(40 + step % 7) - 0.5) * 0.08 - 0.02
    at = turn(look[0], look[1])
    ahead = at @ np.array([0.0, 0.0, 1.0])

    def disc(out: float, radius: float, colour: Colour, glow: float = 0.0) -> None:
        x, y, z = (cx, cy, cz) + ahead * (EYE_R * out)
        body.ball(
            (float(x), float(y), float(z)), (radius, radius, 0.035), Paint(colour, shine=0.25, glow=glow), turn=at
        )

    if shut < 0.8:
        disc(0.90, 0.118, darker(v.iris, 0.62))
        if fine:
            disc(0.94, 0.098, v.iris)
            disc(0.955, 0.07, lighter(v.iris, 0.18))
        disc(0.98, 0.05, (10, 9, 10))
        body.ball((cx + 0.05, cy + 0.055, cz + EYE_R * 1.0), 0.026, Paint((255, 255, 255), glow=1.0))
    columns, radius = (10, EYE_R + 0.022) if fine else (7, EYE_R + 0.022)
    phi = np.linspace(-1.25, 1.25, columns)
    almond = np.cos(phi / 1.25 * math.pi / 2) ** 0.75
    slant = 0.05 * phi * s
    for edge, far, crease in ((up * almond + slant, 1.15, 0.5), (low * almond + slant, -1.1, 0.25)):
        rows = 4 if fine else 3
        t = np.linspace(0, 1, rows)[:, None]
        theta = far + (edge[None] - far) * t
        grid = np.stack(
            [
                cx + radius * np.sin(phi)[None] * np.cos(theta),
                cy + radius * np.sin(theta),
                cz + radius * np.cos(phi)[None] * np.cos(theta),
            ],
            axis=2,
        )
        body.sheet(grid, tone, tint=np.broadcast_to(0.25 + crease * np.sin(np.pi * t) ** 2, grid.shape[:2]))
    lash: list[Point] = [
        (
            cx + radius * math.sin(p) * math.cos(e),
            cy + radius * math.sin(e),
            cz + (radius + 0.008) * math.cos(p) * math.cos(e),
        )
        for p, e in zip(phi.tolist(), (up * almond + slant).tolist(), strict=True)
    ]
    thick = 0.026 if v.soft else 0.017
    body.tube(lash, [thick * (0.5 + 0.5 * a) for a in almond.tolist()], Paint((38, 26, 24)))
    if v.soft and fine:
        corner = lash[-1] if s > 0 else lash[0]
        body.limb(corner, 0.02, (corner[0] + 0.06 * s, corner[1] + 0.045, corner[2] - 0.02), 0.006, Paint((38, 26, 24)))


def _brow(body: Body, s: int, v: Visage, mien: Mien, mouth: float, fine: bool) -> None:
    hair = Paint(mix(v.hair, darker(v.skin, 0.5), 0.25), shine=0.03)
    lift = 0.09 * mien.brow + 0.03 * mouth
    thick = 0.03 if v.soft else 0.05
    count = 9 if fine else 4
    line: list[Point] = []
    for k in range(count):
        t = k / (count - 1)
        x = 0.15 + 0.50 * t
        inner = (1 - t) ** 2
        y = 0.41 + 0.09 * math.sin(math.pi * min(t * 0.85 + 0.08, 1)) - 0.05 * t + lift
        y += inner * (0.11 * mien.worry + 0.10 * min(mien.brow, 0.0)) - 0.05 * mien.worry * t
        line.append((x * s, y, ahead_at(x, min(y, 0.6), v.features) + 0.02))
    body.tube(line, [thick * (1.0 - 0.62 * (k / (count - 1)) ** 2) for k in range(count)], hair)


def _lips(body: Body, v: Visage, mien: Mien, mouth: float, fine: bool) -> None:
    own = mix(v.skin, (168, 62, 62), 0.46)
    colour = v.lips or own
    lip = Paint(colour, darker(colour, 0.38), shine=0.16, pattern=TINT)
    gap, half = 0.26 * mouth, (0.27 if v.soft else 0.31) * (1 + 0.34 * max(mien.smile, 0) - 0.12 * mouth)
    columns = 13 if fine else 7
    s = np.linspace(-1, 1, columns)
    corner = 0.19 * mien.smile * (s**2 - 0.25)
    arch = np.clip(1 - s**2, 0.02, 1)
    full = 1.15 if v.soft else 0.8
    bow = (0.085 * arch**0.6 - 0.022 * np.exp(-((s / 0.13) ** 2))) * full
    seam_up = MOUTH_Y + corner + 0.012 * np.cos(s * 4)
    seam_low = seam_up - gap * arch**0.7
    pout = np.array([ahead_at(float(x) * half, MOUTH_Y, v.features) for x in s]) - 0.015 - 0.05 * np.abs(s) ** 3
    if gap > 0.012:
        body.ball(
            (0, MOUTH_Y - gap * 0.5, float(pout.max()) - 0.11),
            (half * 0.9, gap * 0.62 + 0.02, 0.1),
            Paint((46, 12, 14)),
        )
        teeth = Paint((238, 234, 224), shine=0.2)
        body.ball((0, MOUTH_Y - 0.015 - 0.02 * mouth, float(pout.max()) - 0.05), (half * 0.66, 0.055, 0.06), teeth)
    elif mien.smile > 0.85 and mien.brow > 0.12:
        body.ball((0, MOUTH_Y - 0.03, float(pout.max()) - 0.02), (half * 0.8, 0.045, 0.06), Paint((238, 234, 224)))
    for top, bottom, out, sign in (
        (seam_up + bow, seam_up, 0.045, 0.0),
        (seam_low, seam_low - 0.115 * arch**0.7 * full, 0.06, 1.0),
    ):
        rows = 4 if fine else 3
        t = np.linspace(0, 1, rows)[:, None]
        y = top[None] * (1 - t) + bottom[None] * t
        z = (
            pout[None]
            + out * np.sin(math.pi * np.clip(0.12 + 0.8 * t, 0, 1)) * arch[None] ** 0.5
            - 0.25 * sign * gap * 0.3
        )
        grid = np.stack([np.broadcast_to(s[None] * half, y.shape), y, z], axis=2)
        dark = np.broadcast_to(np.clip(1 - t * 3, 0, 1) if sign else np.clip(t * 2.2 - 0.9, 0, 1), y.shape)
        body.sheet(grid, lip, tint=0.15 + 0.75 * dark)
    if gap <= 0.012:
        line: list[Point] = [
            (float(x) * half * 1.03, float(y), float(z) + 0.028 * float(a) ** 0.5)
            for x, y, z, a in zip(s, seam_up, pout, arch, strict=True)
        ]
        body.tube(line, [0.011] * len(line), Paint(darker(colour, 0.62)))


def _tears(body: Body, cast: Cast, v: Visage) -> None:
    drop = Paint((226, 240, 250), shine=1.0, alpha=0.75, glow=0.25)
    for s in (-1, 1):
        t = (cast.time_s * 0.45 + (0.4 if s > 0 else 0.0)) % 1.0
        for k in range(7):
            y = -0.08 - 0.85 * max(t - 0.035 * k, 0.0)
            x = 0.42 + 0.06 * math.sin(y * 5)
            body.ball((x * s, y, ahead_at(x, y, v.features) + 0.012), (0.03, 0.05, 0.02), drop)
