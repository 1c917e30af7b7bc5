"""A clip on one page: eight frames, the sound under them, and what the file says of its making.

python -m tools.contact_sheet clip.mp4 sheet.png
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tools.read_clip import Shown, read_clip
from tools.spectrogram import Outline, outline, row_of, spectrogram
from vitascope.media.receipt import read_receipt

FRAMES, COLUMNS = 8, 4
FRAME_WIDTH, FRAME_HEIGHT = 480, 270
GAP, MARGIN = 12, 48
SCALE_WIDTH = 64
"""Left of the sound: room for its scales. The pictures use it too, so that the page has straight edges."""
WIDTH = 2 * MARGIN + COLUMNS * FRAME_WIDTH + (COLUMNS - 1) * GAP
INNER = WIDTH - 2 * MARGIN
SPECTROGRAM_HEIGHT, WAVE_HEIGHT = 260, 84

PAPER, INK, SOFT, FAINT = (19, 21, 26), (236, 237, 240), (150, 155, 166), (58, 62, 71)
ACCENT, WAVE, WAVE_GROUND = (255, 190, 92), (74, 112, 148), (27, 30, 37)

QUIETEST_DB = -60.0
PITCHES = {50: "50", 100: "100", 200: "200", 500: "500", 1000: "1k", 2000: "2k", 5000: "5k", 10_000: "10k"}
_NOT_IN_FONT = str.maketrans({"–": "-", "—": "-", "×": "x", "→": ">", "≤": "<", "•": "·"})
"""Pillow's own face is a subset of Aileron without these."""

Point = tuple[float, float]


def contact_sheet(clip: Path, *, number: int | None = None) -> Image.Image:
    """The page for ``clip``; ``number`` is its prompt's in the list."""
    receipt = read_receipt(clip)
    shown = read_clip(clip, count=FRAMES, width=FRAME_WIDTH)
    page = Image.new("RGB", (WIDTH, 4000), PAPER)  # cut to its length at the end
    draw = ImageDraw.Draw(page)
    below = _header(draw, receipt, number)
    below = _pictures(page, draw, shown, below + 28)
    below = _sound(page, draw, shown, cuts(told(receipt)[0][1]), below + 26)
    below = _footer(draw, facts(receipt, shown, clip.stat().st_size), told(receipt), below + 16)
    return page.crop((0, 0, WIDTH, below + 40))


def told(receipt: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """What the engine said of the clip: a heading and its sentences, those left out that say nothing."""
    notes = receipt.get("notes") or {}
    approximated = [str(sentence) for sentence in notes.get("approximated", [])]
    storyboard = [str(sentence) for sentence in notes.get("storyboard", [])]
    not_understood = [str(word) for word in notes.get("not_understood", [])]
    return [
        ("Storyboard", storyboard or ["none told"]),
        ("Not understood", [", ".join(not_understood) or "nothing"]),
        ("Approximated", approximated or ["nothing"]),
    ]


def facts(receipt: Mapping[str, Any], shown: Shown, size_bytes: int) -> str:
    """One line: who made it, from which seed, and what kind of file it is."""
    sound = "sound" if shown.pcm.shape[1] else "no sound"
    parts = (
        *(f"engine {receipt.get('engine', 'unknown')}", f"seed {receipt.get('seed', 'unknown')}"),
        *(f"{shown.width} x {shown.height}", f"{float(shown.fps):g} fps", f"{shown.duration_s:.3f} s", sound),
        *(f"{size_bytes / 1e6:.1f} MB", str(receipt.get("made_by", ""))),
    )
    return "   ·   ".join(part for part in parts if part)


def cuts(storyboard: Sequence[str]) -> list[float]:
    """Where shots after the first begin, in seconds, out of sentences that start with ``3.0–6.0 s:``."""
    starts = [re.match(r"(\d+(?:\.\d+)?)\s*[–-]", sentence) for sentence in storyboard]
    return [float(found[1]) for found in starts if found and float(found[1]) > 0]


def wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: float) -> list[str]:
    """``text`` in lines of at most ``width`` pixels; a word that is longer stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def _header(draw: ImageDraw.ImageDraw, receipt: Mapping[str, Any], number: int | None) -> int:
    font, y, left = _font(38), MARGIN - 8, MARGIN
    if number is not None:
        draw.text((MARGIN, y), str(number), ACCENT, font)
        left += 70
    for line in wrapped(_plain(receipt.get("prompt", "")), font, WIDTH - MARGIN - left):
        draw.text((left, y), line, INK, font)
        y += 50
    return y


def _pictures(page: Image.Image, draw: ImageDraw.ImageDraw, shown: Shown, top: int) -> int:
    font, row_height = _font(19), FRAME_HEIGHT + 38
    for index, (frame, time_s) in enumerate(zip(shown.frames, shown.times_s, strict=True)):
        x = MARGIN + index % COLUMNS * (FRAME_WIDTH + GAP)
        y = top + index // COLUMNS * row_height
        page.paste(Image.fromarray(frame), (x, y))
        draw.text((x, y + FRAME_HEIGHT + 6), f"{time_s:.2f} s", SOFT, font)
    rows = -(-len(shown.frames) // COLUMNS)
    return top + rows * row_height - 8


def _sound(page: Image.Image, draw: ImageDraw.ImageDraw, shown: Shown, cuts_s: Sequence[float], top: int) -> int:
    left, width, duration_s = MARGIN + SCALE_WIDTH, INNER - SCALE_WIDTH, shown.duration_s
    font = _font(17)
    for time_s in shown.times_s:  # where the pictures above were taken
        x = left + min(time_s / duration_s, 1) * (width - 1)
        draw.polygon(((x - 6, top - 11), (x + 6, top - 11), (x, top - 2)), fill=ACCENT)
    picture = spectrogram(shown.pcm, width=width, height=SPECTROGRAM_HEIGHT, duration_s=duration_s)
    page.paste(Image.fromarray(np.ascontiguousarray(picture)), (left, top))
    for pitch, name in PITCHES.items():
        y = top + row_of(pitch, SPECTROGRAM_HEIGHT)
        draw.line(((left - 7, y), (left - 2, y)), fill=SOFT)
        draw.text((left - 12, y), name, SOFT, font, anchor="rm")
    draw.text((MARGIN, top - 4), "Hz", SOFT, font, anchor="lb")
    wave_top = top + SPECTROGRAM_HEIGHT + 8
    draw.rectangle(((left, wave_top), (left + width - 1, wave_top + WAVE_HEIGHT)), fill=WAVE_GROUND)
    for time_s in cuts_s:
        x = left + min(time_s / duration_s, 1) * (width - 1)
        draw.line(((x, wave_top - 8), (x, wave_top + WAVE_HEIGHT)), fill=SOFT)
    _wave(draw, outline(shown.pcm, width=width, duration_s=duration_s), (left, wave_top))
    for level in (0, -20, -40, -60):
        y = wave_top + level / QUIETEST_DB * WAVE_HEIGHT
        draw.text((left - 12, y), str(level), ACCENT, _font(14), anchor="rm")
    draw.text((MARGIN, wave_top + WAVE_HEIGHT / 2), "dB", ACCENT, font, anchor="lm")
    bottom = wave_top + WAVE_HEIGHT
    for half_seconds in range(int(duration_s * 2) + 1):
        x = left + half_seconds / 2 / duration_s * (width - 1)
        whole = half_seconds % 2 == 0
        draw.line(((x, bottom + 3), (x, bottom + (11 if whole else 7))), fill=SOFT)
        if whole:
            anchor = "ra" if half_seconds / 2 >= duration_s - 0.2 else "ma"
            draw.text((x, bottom + 14), f"{half_seconds // 2} s", SOFT, font, anchor=anchor)
    return bottom + 36


def _wave(draw: ImageDraw.ImageDraw, wave: Outline, corner: tuple[int, int]) -> None:
    """The wave's extent, and loudness as a line over it."""
    left, top = corner
    middle, reach = top + WAVE_HEIGHT / 2, WAVE_HEIGHT / 2
    for column, (low, high) in enumerate(zip(wave.low.tolist(), wave.high.tolist(), strict=True)):
        draw.line(
            ((left + column, middle - min(high, 1) * reach), (left + column, middle - max(low, -1) * reach)), fill=WAVE
        )
    heights = np.clip(wave.loudness_db / QUIETEST_DB, 0, 1) * WAVE_HEIGHT
    points: list[Point] = [(left + column, top + height) for column, height in enumerate(heights.tolist())]
    draw.line(points, fill=ACCENT, width=2)


def _footer(draw: ImageDraw.ImageDraw, line: str, sections: list[tuple[str, list[str]]], top: int) -> int:
    draw.line(((MARGIN, top), (WIDTH - MARGIN, top)), fill=FAINT)
    font, y, left = _font(20), top + 18, MARGIN + 190
    draw.text((MARGIN, y), "Clip", SOFT, font)
    draw.text((left, y), _plain(line), INK, font)
    y += 38
    for heading, sentences in sections:
        draw.text((MARGIN, y), heading, SOFT, font)
        for sentence in sentences:
            for text in wrapped(_plain(sentence), font, WIDTH - MARGIN - left):
                draw.text((left, y), text, INK, font)
                y += 28
        y += 10
    return y


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _plain(text: object) -> str:
    return str(text).translate(_NOT_IN_FONT)


if __name__ == "__main__":
    contact_sheet(Path(sys.argv[1])).save(sys.argv[2])
