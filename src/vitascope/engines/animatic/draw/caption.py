"""Spoken words as a caption in the lower third, while they are spoken."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from vitascope.engines.animatic.graph import Shot

Mask = NDArray[np.uint8]


def caption_at(shot: Shot, time_s: float) -> str | None:
    """The words being spoken at ``time_s``."""
    return next((s.text for s in shot.speeches if s.start_s <= time_s < s.end_s), None)


def draw_caption(frame: NDArray[np.uint8], text: str) -> None:
    """Print ``text`` in place: white, softly shadowed, centred, a seventh up from the lower edge."""
    height, width = frame.shape[:2]
    mask = _mask(text, width, height)
    rows = mask.shape[0]
    top = max(round(height * 0.92) - rows, 0)
    strip = frame[top : top + rows]
    mask = mask[: strip.shape[0]]
    shadow = cv2.GaussianBlur(mask, (0, 0), max(height / 270, 1.0))
    shade = cv2.merge([cv2.convertScaleAbs(shadow, alpha=0.9)] * 3)
    strip[:] = cv2.multiply(strip, cv2.bitwise_not(shade), scale=1 / 255)
    strip[:] = cv2.max(strip, cv2.merge([cv2.convertScaleAbs(mask, alpha=0.95)] * 3))


@lru_cache(maxsize=16)
def _mask(text: str, width: int, height: int) -> Mask:
    """The letters, anti-aliased, on a strip as wide as the frame."""
    size = max(round(height * 0.040), 9)
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        text = text.encode("ascii", "replace").decode()  # Pillow without FreeType knows Latin letters only
    lines = _wrapped(text, font, width * 0.78)
    line_height = round(size * 1.3)
    image = Image.new("L", (width, line_height * len(lines) + size), 0)
    draw = ImageDraw.Draw(image)
    for i, line in enumerate(lines):
        draw.text((width / 2, size * 0.4 + line_height * i), line, fill=255, font=font, anchor="ma")
    return np.array(image)


def _wrapped(text: str, font: ImageFont.ImageFont | ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines[-3:] or [""]
