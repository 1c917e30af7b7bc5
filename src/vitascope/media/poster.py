"""The still that stands for a clip: one frame, picked as the chunks pass, as a JPEG."""

from __future__ import annotations

import io

from PIL import Image

from vitascope.core.media import MediaChunk, Planes
from vitascope.media.convert import i420_to_rgb

POSTER_WIDTH = 1280
POSTER_QUALITY = 88
"""JPEG quality with full chroma: about 150–300 kB at 1280 × 720."""

PICK_AT = 0.4
"""Of the clip: the opening is often dark or still, the end often a fade."""


class Poster:
    """Keeps one frame of a clip of ``frames`` frames: the one at `PICK_AT`."""

    def __init__(self, frames: int) -> None:
        self._wanted = int(frames * PICK_AT)
        self._planes: tuple[Planes, Planes, Planes] | None = None

    def see(self, chunk: MediaChunk) -> bool:
        """Look at ``chunk``; copies the wanted frame, and says so, when it passes."""
        index = self._wanted - chunk.first
        passes = 0 <= index < chunk.frames
        if passes:
            self._planes = chunk.y[index].copy(), chunk.u[index].copy(), chunk.v[index].copy()
        return passes

    def jpeg(self, *, width: int = POSTER_WIDTH) -> bytes:
        """The picked frame, ``width`` pixels wide at most. Raises `ValueError` before that frame has passed."""
        if self._planes is None:
            raise ValueError("the frame of the poster has not passed yet")
        y, u, v = self._planes
        rgb = i420_to_rgb(y, u, v, width=min(width, y.shape[1]))
        buffer = io.BytesIO()
        Image.fromarray(rgb).save(buffer, "JPEG", quality=POSTER_QUALITY, subsampling=0, optimize=True)
        return buffer.getvalue()
