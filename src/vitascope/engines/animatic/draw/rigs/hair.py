"""Hair as strands over the skull, beards and veils. One unit is half a head's width; see `skull`."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, chance
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.shade import TINT
from vitascope.engines.animatic.draw.rigs.skull import MOUTH_Y, Features, ahead_at, surface
from vitascope.engines.animatic.draw.stage import Colour

Array = NDArray[np.float64]
_TURN = (0.0, 0.10, 0.18, 0.25, 0.31, 0.38, 0.46, 0.55, 0.7, 1.0)
"""Angles about the head over π, ahead to behind, at which a hairline is given."""
_LINES: dict[str, tuple[float, ...]] = {
    "short": (1.08, 1.04, 0.98, 0.72, 0.35, 0.05, -0.05, -0.45, -0.75, -0.85),
    "receding": (1.36, 1.25, 1.05, 0.92, 0.45, 0.08, -0.05, -0.45, -0.75, -0.85),
    "fringe": (0.62, 0.62, 0.60, 0.52, 0.25, -0.1, -0.3, -0.6, -0.8, -0.9),
    "parted": (1.22, 1.02, 0.86, 0.58, 0.12, -0.5, -2.35, -2.5, -2.5, -2.5),
    "long": (1.05, 0.98, 0.84, 0.60, 0.15, -1.6, -2.25, -2.4, -2.5, -2.5),
    "bob": (0.66, 0.64, 0.62, 0.50, 0.05, -0.95, -1.0, -1.05, -1.1, -1.1),
    "up": (1.04, 1.0, 0.92, 0.66, 0.32, 0.05, 0.0, -0.35, -0.55, -0.6),
    "rim": (0.72, 0.72, 0.72, 0.72, 0.5, 0.15, 0.1, -0.4, -0.75, -0.85),
}
"""Where hair ends, by height: ``rim`` is what a bald man keeps."""
_RIM = 0.72
"""Where the hair of a bald man begins."""
STYLES = (*_LINES, "bald", "curly", "bun", "ponytail", "pigtails")


@lru_cache(maxsize=32)
def _cap(style: str, rows: int, columns: int, thick: float) -> tuple[Array, Array]:
    """Strands from the crown to the hairline, shaped ``(rows, columns, 3)``, and how dark each is."""
    u = np.linspace(-1, 1, columns, endpoint=False)
    a = math.pi * u
    line = np.interp(np.abs(u), _TURN, _LINES[style])
    t = np.linspace(0, 1, rows)[:, None] ** 0.9
    top = _RIM if style == "rim" else 1.5
    y = top + (np.minimum(line, top)[None] - top) * t
    aa = np.broadcast_to(a[None], y.shape)
    body_ = np.array([chance(k, 5) for k in range(columns)])
    body_ = (body_ + np.roll(body_, 1) * 0.6) / 1.6
    lift = thick * (0.75 + 0.5 * body_[None]) * np.clip(3.2 * (1 - t), 0.25, 1) ** 0.5
    x, z = surface(aa, np.maximum(y, -0.5), Features(), lift)
    y = y + 0.55 * thick * np.clip((y - 0.9) / 0.6, 0, 1)
    if style != "rim":  # strands meet at the crown, and leave no hole there for the scalp
        x[0], z[0] = 0.0, z[0].mean()
    below = np.clip(-0.4 - y, 0, 3)
    x = x * (1 + 0.10 * np.minimum(below, 1.2)) * (1 + 0.03 * np.sin(7 * aa + 3.0 * y))
    z = z - 0.10 * below + 0.04 * np.sin(9 * aa + 2.5 * y) * np.minimum(below, 1)
    dark = 0.15 + 0.7 * body_[None] + 0.25 * t * 0 + 0.3 * np.clip(below, 0, 1)
    return np.stack([x, y, z], axis=2), np.clip(np.broadcast_to(dark, y.shape), 0, 1)


def draw_hair(body: Body, cast: Cast, style: str, colour: Colour, *, pixels: float) -> None:
    """``style`` is one of `STYLES`."""
    if style == "bald":
        return
    fine = pixels > 22
    paint = Paint(lighter(colour, 0.07), darker(colour, 0.42), shine=0.16, pattern=TINT)
    rows, columns = (10, 40) if pixels > 70 else (9, 34) if fine else (6, 18)
    line = {"curly": "short", "bun": "up", "ponytail": "up", "pigtails": "up"}.get(style, style)
    thick = 0.17 if style == "curly" else 0.07 if line == "rim" else 0.11
    grid, dark = _cap(line, rows, columns, thick)
    if line in ("long", "parted", "bob"):
        grid = grid.copy()
        loose = np.clip(-0.4 - grid[..., 1], 0, 2)
        grid[..., 0] += loose * 0.035 * math.sin(cast.time_s * 1.3)
        grid[..., 2] += loose * 0.02 * math.sin(cast.time_s * 1.1 + 1)
    above = rows // 2 if line in ("long", "parted", "bob") else rows  # of what hangs down the inside is seen as well
    body.sheet(grid[: above + 1], paint, closed=True, tint=dark[: above + 1], solid=True)
    if above < rows - 1:
        body.sheet(grid[above:], paint, closed=True, tint=dark[above:])
    deep = Paint(darker(colour, 0.2), shine=0.1)
    if style == "bun":
        body.ball((0, 0.95, -1.22), (0.46, 0.42, 0.36), paint)
        body.ball((0, 1.0, -1.5), (0.2, 0.2, 0.14), Paint(darker(colour, 0.3)))
    elif style in ("ponytail", "pigtails"):
        for s in (0,) if style == "ponytail" else (-1, 1):
            sway = 0.16 * math.sin(cast.time_s * 2.3 + s + cast.travelled * 4)
            root: Point = (0.98 * s, 0.35, -0.55) if s else (0.0, 0.75, -1.22)
            out = 0.35 * s
            line_: list[Point] = [
                root,
                (root[0] + out, root[1] + 0.05, root[2] - 0.3 * (1 - abs(s))),
                (root[0] + out * 1.3 + sway * 0.5, root[1] - 0.7, root[2] - 0.4 * (1 - abs(s))),
                (root[0] + out * 1.2 + sway, root[1] - 1.5, root[2] - 0.25 * (1 - abs(s))),
            ]
            body.tube(line_, [0.17, 0.24, 0.24, 0.06], Paint(colour, shine=0.14))
    elif style == "curly":
        for k, at in enumerate(_curls(150 if fine else 30)):
            body.ball(at, (0.12 if fine else 0.2) + 0.06 * chance(k, 9), paint if k % 3 else deep)


@lru_cache(maxsize=4)
def _curls(count: int) -> tuple[Point, ...]:
    """Where curls sit: spread by the golden angle, none on the face."""
    up = 1.42 - 1.5 * np.arange(count) / count
    x, z = surface(np.asarray(np.arange(count) * 2.39996, np.float64), np.asarray(up, np.float64), Features(), 0.1)
    return tuple(
        (p, q + 0.08, r) for p, q, r in zip(x.tolist(), up.tolist(), z.tolist(), strict=True) if r < 0.35 or q > 0.85
    )


def draw_beard(body: Body, cast: Cast, colour: Colour, length: float, *, pixels: float) -> None:
    """A full beard and moustache, ``length`` below the chin; 0 is stubble's edge, 0.2 a moustache alone below 0."""
    drop = 0.24 * cast.mouth
    paint = Paint(lighter(colour, 0.05), darker(colour, 0.4), shine=0.08, pattern=TINT)
    base, dark = _beard(length, *((30, 8) if pixels > 70 else (18, 6)))
    grid = base.copy()
    grid[..., 1] -= drop * np.clip((MOUTH_Y - 0.05 - base[..., 1]) / 0.2, 0, 1)
    body.sheet(grid, paint, tint=dark)
    draw_moustache(body, colour)


@lru_cache(maxsize=16)
def _beard(length: float, columns: int, rows: int) -> tuple[Array, Array]:
    """Strands from the cheeks to the tip, and how dark each is."""
    u = np.linspace(-1, 1, columns)
    a = u * 1.5
    t = np.linspace(0, 1, rows)[:, None]
    top = np.interp(np.abs(u), [0, 0.22, 0.3, 0.7, 1], [-0.93, -0.9, -0.70, -0.42, 0.05])
    tip = -1.3 - length * np.clip(1 - np.abs(u) ** 1.6, 0, 1) + 0.45 * np.abs(u) ** 2
    y = top[None] + (tip - top)[None] * t
    strands = np.array([chance(k, 15) for k in range(columns)])
    lift = (0.05 + 0.12 * np.sin(math.pi * np.clip(t * 0.75 + 0.08, 0, 1))) * (0.8 + 0.4 * strands[None])
    x, z = surface(np.broadcast_to(a[None], y.shape), np.maximum(y, -1.12), Features(), lift)
    narrow = np.clip(1 - 0.55 * np.clip(-1.2 - y, 0, 2), 0.2, 1)
    y = y - 0.03 * strands[None] * t
    return np.stack([x * narrow, y, z], axis=2), np.clip(0.1 + 0.8 * strands[None] + 0 * t, 0, 1)


def draw_moustache(body: Body, colour: Colour) -> None:
    hair = Paint(colour, shine=0.08)
    for s in (-1, 1):
        points: list[Point] = [
            (x * s, y, ahead_at(x, y, Features()) + 0.04)
            for x, y in ((0.03, -0.53), (0.16, -0.57), (0.3, -0.64), (0.4, -0.76))
        ]
        body.tube(points, [0.07, 0.085, 0.065, 0.02], hair)


def draw_veil(body: Body, colour: Colour) -> None:
    """A thin cloth from the crown over the hair and down the back; opaque, since thin cloth costs ten times as much."""
    grid, dark = _veil()
    body.sheet(grid, Paint(colour, darker(colour, 0.3), shine=0.15, soft=0.5, pattern=TINT), tint=dark)


@lru_cache(maxsize=1)
def _veil() -> tuple[Array, Array]:
    rows, columns = 8, 13
    a = np.linspace(0.42 * math.pi, 1.58 * math.pi, columns)
    t = np.linspace(0, 1, rows)[:, None]
    y = 1.5 - 4.0 * t**1.9 + 0 * a[None]
    x, z = surface(np.broadcast_to(a[None], y.shape), np.maximum(y, -0.3), Features(), 0.2 + 0.2 * t)
    fold = 0.5 + 0.5 * np.sin(a * 9)[None] + 0 * t
    return np.stack([x * (1 + 0.05 * fold), y + 0.09 * (1 - t), z - 0.3 * t], axis=2), 0.15 + 0.6 * fold
