"""Steam or smoke that rises from what stands in a given picture: noise that climbs, widens and thins."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.nearness import Subject
from vitascope.engines.animatic.draw.noise import fractal

TILE = 128
"""Side of the noise, in points."""
COARSE = 6
"""Pixels of the frame to a point of the plume: steam has no edges."""
_RISES = {"steam": 26.0, "smoke": 34.0}
"""Points a second."""
_COLOURS = {"steam": (244.0, 246.0, 250.0), "smoke": (96.0, 92.0, 90.0)}
_THICK = {"steam": 1.0, "smoke": 1.1}


@dataclass(frozen=True, slots=True)
class Plume:
    """Made once a clip; `paint` is pure but for the frame that it is given."""

    noise: NDArray[np.float32]
    finer: NDArray[np.float32]
    kind: str
    subject: Subject

    @classmethod
    def over(cls, subject: Subject, kind: str, seed: int) -> Plume:
        return cls(
            fractal(TILE, seed + 11, slope=2.2, lowest=2), fractal(TILE, seed + 12, slope=1.6, lowest=5), kind, subject
        )

    def paint(self, rgb: NDArray[np.uint8], time_s: float, strength: float) -> None:
        """Over ``rgb``, in place; ``strength`` 0 to 1."""
        height, width = rgb.shape[:2]
        foot = int(min(max(self.subject.top + 0.05, 0.2), 0.85) * height)
        reach = int(min(max(0.55 * height, 1.2 * self.subject.width * width), foot))
        half = int(max(0.5 * self.subject.width, 0.10) * width * 1.6)
        left, right = max(int(self.subject.x * width) - half, 0), min(int(self.subject.x * width) + half, width)
        if reach < 4 * COARSE or right - left < 4 * COARSE:
            return
        across = (np.arange(left, right, COARSE, dtype=np.float32) - self.subject.x * width) / max(half, 1)
        up = np.linspace(1.0, 0.0, max(reach // COARSE, 2), dtype=np.float32)[:, None]
        sway = 0.16 * up * np.sin(2.1 * up + 0.9 * np.float32(time_s)).astype(np.float32)
        core = np.exp(-(((across[None, :] - sway) / (0.18 + 0.42 * up)) ** 2))
        body = self._climbed(time_s, up.shape[0], across.size)
        fade = np.clip(up * 6.0, 0, 1) * np.clip(1.0 - up, 0, 1) ** 0.8
        alpha = np.clip(core * fade * (0.35 + 0.55 * body) * 1.5 * _THICK[self.kind] * strength, 0, 0.9)
        alpha = np.asarray(alpha, np.float32)
        part = rgb[foot - reach : foot, left:right]
        size = (part.shape[1], part.shape[0])
        veil = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_LINEAR), np.float32)[..., None]
        colour = np.array(_COLOURS[self.kind], np.float32)
        part[:] = (part + (colour - part) * veil + np.float32(0.5)).astype(np.uint8)

    def _climbed(self, time_s: float, rows: int, columns: int) -> NDArray[np.float32]:
        """The noise where it has risen to, in two layers of which the finer is faster: it churns."""
        y, x = np.arange(rows), np.arange(columns)
        speed = _RISES[self.kind]
        total = np.zeros((rows, columns), np.float32)
        for field, pace, share in ((self.noise, 1.0, 0.7), (self.finer, 1.5, 0.45)):
            at = time_s * speed * pace
            low = int(at)
            part = np.float32(at - low)
            one = field[np.ix_((y + low) % TILE, x % TILE)]
            other = field[np.ix_((y + low + 1) % TILE, x % TILE)]
            total += np.float32(share) * (one + (other - one) * part)
        return np.asarray(total, np.float32)
