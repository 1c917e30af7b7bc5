"""What buildings share: stone, timber and tiles, windows that are lit at night, and the pitched roof."""

from __future__ import annotations

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import chance
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.stage import Colour

DARK: Colour = (48, 54, 62)
LIT: Colour = (255, 206, 122)
TIMBER = Paint((82, 58, 42))
STONE = Paint((146, 140, 130), pattern=MOTTLE, grain=2.4)
ROOF = Paint((136, 66, 48), pattern=MOTTLE, grain=1.4)
SLATE = Paint((76, 82, 96), pattern=MOTTLE, grain=1.4)
SNOW = Paint((238, 242, 250))
THATCH = Paint((164, 136, 84), pattern=MOTTLE, grain=0.8)
LOG = Paint((122, 84, 54), pattern=MOTTLE, grain=0.8)


def pane(night: float, seed: int) -> Paint:
    lit = night > 0.25 and chance(seed, 77) < 0.75
    return Paint(LIT if lit else DARK, glow=0.92 * night if lit else 0.0, shine=0.4)


def gable(
    body: Body, at: Point, half: tuple[float, float], eaves: float, ridge: float, wall: Paint, roof: Paint
) -> None:
    """Four walls and a pitched roof with its ridge along x; ``half`` is of its width and its depth."""
    x, y, z = at
    w, d = half
    body.box((x, y + eaves / 2, z), (w, eaves / 2, d), wall)
    for side in (-1.0, 1.0):
        body.tri((x + side * w, y + eaves, z - d), (x + side * w, y + eaves, z + d), (x + side * w, y + ridge, z), wall)
        over = 0.35
        drop = over * (ridge - eaves) / d
        low: Point = (x - w - over, y + eaves - drop, z + side * (d + over))
        low2: Point = (x + w + over, y + eaves - drop, z + side * (d + over))
        top: Point = (x - w - over, y + ridge + 0.12, z)
        top2: Point = (x + w + over, y + ridge + 0.12, z)
        body.quad(low, low2, top2, top, roof)
        body.quad(
            (low[0], low[1] - 0.14, low[2]),
            (low2[0], low2[1] - 0.14, low2[2]),
            (low2[0], low2[1], low2[2]),
            low,
            TIMBER,
        )


def windows(
    body: Body, xs: tuple[float, ...], y: float, z: float, night: float, seed: int, *, half: float = 0.5
) -> None:
    for k, x in enumerate(xs):
        body.box((x, y, z), (half + 0.12, half * 1.2 + 0.12, 0.06), TIMBER)
        body.box((x, y, z + 0.04), (half, half * 1.2, 0.06), pane(night, seed + k))
        body.box((x, y, z + 0.08), (0.05, half * 1.2, 0.05), TIMBER)
