"""Spoken words as a subtitle, in time with the voice: two lines at most, white with a soft dark edge."""

from __future__ import annotations

import re
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from vitascope.engines.animatic.graph import Shot, Speech

Mask = NDArray[np.uint8]

LETTERS = 0.052
"""Height of the letters' size over the frame's: what subtitles of films have."""
_SAFE, _BASE = 0.8, 0.93
"""The title-safe width, and the row above which the last line stands."""
_ROOM = 74
"""Characters that two lines hold."""
_OUTSIDE = {"radio": "Radio"}
"""Who is named before the words, since nobody is seen to speak them."""


def caption_at(shot: Shot, time_s: float) -> str | None:
    """The words being spoken at ``time_s``, as many of them as can be read at once."""
    speech = next((s for s in shot.speeches if s.start_s <= time_s < s.end_s), None)
    if speech is None:
        return None
    parts = _parts(speech.text, counted=speech.manner == "count")
    done = (time_s - speech.start_s) / max(speech.end_s - speech.start_s, 1e-3)
    weights = np.cumsum([1.0 if speech.manner == "count" else len(part) + 2.0 for part in parts])
    index = min(int(np.searchsorted(weights, done * weights[-1], side="right")), len(parts) - 1)
    return _speaker(speech, shot) + parts[index] if index == 0 else parts[index]


def _speaker(speech: Speech, shot: Shot) -> str:
    seen = any(a.id == speech.actor for a in shot.actors)
    name = "" if seen else _OUTSIDE.get(speech.manner, "")
    return f"{name}: " if name else ""


@lru_cache(maxsize=64)
def _parts(text: str, *, counted: bool) -> tuple[str, ...]:
    """What is shown one after another: numbers of a countdown by themselves, else sentences that fit together."""
    if counted:
        return tuple(p.strip() for p in re.split(r"(?<=[,.;…])\s+", text) if p.strip()) or (text,)
    if len(text) <= _ROOM:
        return (text,)
    parts: list[str] = []
    for piece in re.split(r"(?<=[.!?…,;:])\s+", text):
        words = piece.split()
        while words:  # what does not fit goes on in the next
            room = _ROOM - (len(parts[-1]) + 1 if parts else _ROOM)
            if parts and len(words[0]) <= room and len(piece) <= room:
                parts[-1] += " " + " ".join(words)
                break
            held = [words.pop(0)]
            while words and len(" ".join(held)) + 1 + len(words[0]) <= _ROOM:
                held.append(words.pop(0))
            parts.append(" ".join(held))
    return tuple(parts) or (text,)


def draw_caption(frame: NDArray[np.uint8], text: str) -> None:
    """Print ``text`` in place, centred, inside the title-safe area."""
    height, width = frame.shape[:2]
    letters, edge = _masks(text, width, height)
    rows = letters.shape[0]
    top = max(round(height * _BASE) - rows, 0)
    strip = frame[top : top + rows]
    letters, edge = letters[: strip.shape[0]], edge[: strip.shape[0]]
    strip[:] = cv2.multiply(strip, cv2.merge([cv2.bitwise_not(edge)] * 3), scale=1 / 255)
    strip[:] = cv2.max(strip, cv2.merge([letters] * 3))


@lru_cache(maxsize=16)
def _masks(text: str, width: int, height: int) -> tuple[Mask, Mask]:
    """The letters and their dark edge, anti-aliased, on a strip as wide as the frame."""
    size = max(round(height * LETTERS), 9)
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        text = text.encode("ascii", "replace").decode()  # Pillow without FreeType knows Latin letters only
    lines = _wrapped(text, font, width * _SAFE)
    line_height = round(size * 1.24)
    shape = (width, line_height * len(lines) + round(0.7 * size))
    weight = size / 34  # the font has no bold
    letters = Image.new("L", shape, 0)
    edge = Image.new("L", shape, 0)
    for image, stroke in ((letters, weight), (edge, weight + size / 11)):
        draw = ImageDraw.Draw(image)
        for i, line in enumerate(lines):
            at = (width / 2, size * 0.2 + line_height * i)
            draw.text(at, line, fill=255, font=font, anchor="ma", stroke_width=round(stroke), stroke_fill=255)
    hard = np.array(edge)
    soft = cv2.GaussianBlur(hard, (0, 0), max(size / 9, 0.8))
    dark = cv2.max(cv2.convertScaleAbs(cv2.GaussianBlur(hard, (0, 0), max(size / 40, 0.4)), alpha=0.8), soft)
    return np.asarray(cv2.convertScaleAbs(np.array(letters), alpha=0.97), np.uint8), np.asarray(dark, np.uint8)


def _wrapped(text: str, font: ImageFont.ImageFont | ImageFont.FreeTypeFont, room: float) -> list[str]:
    """Lines that fit; two of about the same length where one does not hold all."""
    words = text.split() or [""]
    if font.getlength(" ".join(words)) <= room:
        return [" ".join(words)]
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    fitting = [c for c in cuts if max(font.getlength(c[0]), font.getlength(c[1])) <= room]
    if fitting:
        uneven = [abs(font.getlength(c[0]) - font.getlength(c[1])) for c in fitting]
        return list(fitting[uneven.index(min(uneven))])
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines[:3]
