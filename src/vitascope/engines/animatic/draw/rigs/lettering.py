"""Written words: a logo, a title. Solid letters that stand in the picture, lit along their edges, and fade in."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from vitascope.engines.animatic.draw.rigs.billboard import stand
from vitascope.engines.animatic.draw.rigs.colours import paint_of
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.lettering import lines_of

_LINE_PX = 260
"""Height at which a line is set once; frames shrink it."""
_COMES_S = 1.3
"""How long words take to come out of the dark."""
_FAINT = 1 / 255
_METALS = {"gold", "golden", "silver", "chrome", "bronze", "copper", "brass"}


@lru_cache(maxsize=8)
def _face(label: str, *, metal: bool) -> NDArray[np.float32]:
    """How much of a pixel is ink, 0 to 1, and how bright the ink is there, 0 to 2: shaped ``(h, w, 2)``."""
    lines = lines_of(label[:48])
    font = ImageFont.load_default(size=int(0.8 * _LINE_PX))
    pen = ImageDraw.Draw(Image.new("L", (8, 8)))
    bold = _LINE_PX // 40  # the font has no bold
    wide = max(int(pen.textlength(line, font=font)) for line in lines) + _LINE_PX // 2
    sheet = Image.new("L", (wide, _LINE_PX * len(lines)), 0)
    for k, line in enumerate(lines):
        at = (wide / 2, _LINE_PX * (k + 0.5))
        ImageDraw.Draw(sheet).text(at, line, fill=255, font=font, anchor="mm", stroke_width=bold, stroke_fill=255)
    ink = np.asarray(sheet, np.float32) / np.float32(255)
    round_ = cv2.GaussianBlur(ink, (0, 0), _LINE_PX / 45)
    slope = cv2.Sobel(round_, cv2.CV_32F, 0, 1, ksize=5) + 0.5 * cv2.Sobel(round_, cv2.CV_32F, 1, 0, ksize=5)
    lit = 0.86 + np.clip(slope * 0.16, -0.55, 0.75)
    if metal:  # sky above, ground below, and the horizon between them
        down = (np.arange(ink.shape[0], dtype=np.float32) % _LINE_PX / _LINE_PX)[:, None]
        lit = lit + 0.28 * np.sin(down * 9.0) * (1 - 0.5 * down)
    face: NDArray[np.float32] = np.stack([ink, np.clip(lit, 0.15, 1.9).astype(np.float32)], axis=2)
    face.flags.writeable = False
    return face


def paint_lettering(
    canvas: Canvas, pose: Pose, light: Light, actor: Actor, foot: tuple[float, float, float], time_s: float
) -> None:
    """The actor's label over ``foot``, facing the camera, as high in all as the actor is."""
    colour = (actor.colour or "").lower()
    face = _face(actor.label, metal=bool(set(colour.split()) & _METALS))
    stood = stand(canvas, pose, face, foot, actor.size_m)
    if stood is None:
        return
    part, below, behind, depth = stood.part, stood.below, stood.behind, stood.depth
    come = min(max((time_s - actor.path[0].time_s) / _COMES_S, 0.0), 1.0)
    inked = (part[..., 0] > _FAINT) & (behind > depth)  # a sixth of the sheet: the rest is not touched
    ink = part[..., 0][inked] * np.float32(come * come * (3 - 2 * come))
    paint = np.asarray(light.through_air(paint_of(actor.colour, (240, 240, 244)), depth), np.float32)
    mixed = below[inked].astype(np.float32)
    mixed += (np.minimum(paint * part[..., 1][inked][:, None], np.float32(255)) - mixed) * ink[:, None]
    below[inked] = (mixed + np.float32(0.5)).astype(np.uint8)
    behind[inked] = np.where(ink > 0.5, np.float32(depth), behind[inked])
