"""Small clips to mux: a drifting gradient with a square that moves, and a tone."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from vitascope.core.media import SAMPLE_RATE, MediaChunk, Resolution, audio_span
from vitascope.media.convert import rgb_to_i420
from vitascope.media.planes import i420_buffer

SMALL = Resolution(name="small", width=192, height=108)


def picture(index: int, resolution: Resolution = SMALL) -> np.ndarray:
    """RGB, `(height, width, 3)`."""
    rows, columns = np.mgrid[0 : resolution.height, 0 : resolution.width]
    red = np.minimum(columns * 200 // resolution.width + index, 255)
    pixels = np.stack((red, rows * 255 // resolution.height, np.full_like(rows, 90)), axis=-1).astype(np.uint8)
    left = (index * 3) % (resolution.width - 24)
    pixels[20:44, left : left + 24] = (230, 200, 40)
    return pixels


def chunks(
    frames: int,
    *,
    fps: Fraction = Fraction(25),
    sound: bool = True,
    size: int = 8,
    resolution: Resolution = SMALL,
) -> Iterator[MediaChunk]:
    for first in range(0, frames, size):
        count = min(size, frames - first)
        y, u, v = i420_buffer(count, width=resolution.width, height=resolution.height)
        for index in range(count):
            rgb_to_i420(picture(first + index, resolution), out=(y[index], u[index], v[index]))
        span = audio_span(first, count, fps=fps)
        time_s = np.arange(span.start, span.stop) / SAMPLE_RATE
        tone = (0.4 * np.sin(2 * np.pi * 440 * time_s)).astype(np.float32)
        yield MediaChunk(first=first, y=y, u=u, v=v, pcm=np.stack((tone, tone)) if sound else None)
