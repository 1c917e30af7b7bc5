"""What happens to a frame after it is drawn: bloom, grade, vignette, roll."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.graph import Mood, Scene

Frame = NDArray[np.uint8]

_MOODS: dict[Mood, tuple[float, tuple[float, float, float], float]] = {
    "calm": (1.00, (1.00, 1.00, 1.00), 1.00),
    "menacing": (1.14, (1.01, 0.97, 0.97), 0.88),
    "joyful": (1.02, (1.02, 1.00, 0.98), 1.10),
    "sad": (0.98, (0.96, 0.99, 1.04), 0.78),
    "epic": (1.12, (1.02, 1.00, 0.97), 1.06),
    "tense": (1.12, (0.97, 1.00, 1.02), 0.86),
    "mysterious": (1.06, (0.95, 1.00, 1.05), 0.86),
    "neutral": (1.04, (1.00, 1.00, 1.00), 1.02),
}
"""Contrast, a gain for each channel, and saturation."""

_scratch = threading.local()


@dataclass(frozen=True, slots=True)
class Finish:
    """The look of one clip, made once. `apply` is pure but for the frame that it is given."""

    curve: NDArray[np.uint8]
    """Tone curves, shaped ``(3, 256)``."""
    mixing: NDArray[np.float32]
    """Saturation, or the colours of a style: a matrix ``(3, 3)`` from RGB to RGB."""
    fall: NDArray[np.float32]
    """Vignette over the square of the distance from the middle, 256 steps."""
    bloom: float = 0.42

    @classmethod
    def of(cls, scene: Scene) -> Finish:
        contrast, gains, saturation = _MOODS[scene.mood]
        x = np.linspace(0, 1, 256)
        bent = x + (contrast - 1) * 1.1 * (x - 0.42) * 4 * x * (1 - x)  # an S about the tone of skin and grass
        curve = np.stack([np.clip(bent * gain, 0, 1) for gain in gains])
        luma = np.array([0.2126, 0.7152, 0.0722])  # BT.709
        mixing = np.eye(3) * saturation + (1 - saturation) * luma[None]
        if scene.style in ("monochrome", "black and white", "noir"):
            mixing = np.repeat(luma[None], 3, axis=0)
        elif scene.style == "sepia":
            mixing = np.array([1.07, 0.94, 0.74])[:, None] * luma[None]
        fall = 1 - 0.26 * np.linspace(0, 1, 256) ** 1.3
        return cls((curve * 255 + 0.5).astype(np.uint8), mixing.astype(np.float32), fall.astype(np.float32))

    def apply(self, frame: Frame, roll: float) -> None:
        """In place."""
        if abs(roll) > 1e-4:
            _turn(frame, roll)
        glow = self._glow(frame)
        height = frame.shape[0]
        for top in range(0, height, 120):  # bands that stay in the cache
            band = frame[top : top + 120]
            _grade(band, glow[top : top + 120], self.curve, self.mixing, self.fall, top, height)

    def _glow(self, frame: Frame) -> Frame:
        """Light that the lens spreads about what is bright."""
        height, width = frame.shape[:2]
        small = cv2.resize(frame, (max(width // 8, 8), max(height // 8, 8)), interpolation=cv2.INTER_AREA)
        bright = cv2.subtract(small, np.array([150.0, 150.0, 150.0, 0.0]))
        sigma = width / 8 / 60
        glow = cv2.addWeighted(
            cv2.GaussianBlur(bright, (0, 0), sigma * 0.6), self.bloom, cv2.GaussianBlur(bright, (0, 0), sigma * 2.4),
            self.bloom, 0.0,
        )  # fmt: skip
        kept: Frame | None = getattr(_scratch, "glow", None)
        if kept is None or kept.shape != frame.shape:
            kept = np.empty_like(frame)
            _scratch.glow = kept
        return np.asarray(cv2.resize(glow, (width, height), dst=kept, interpolation=cv2.INTER_LINEAR))


def _turn(frame: Frame, roll: float) -> None:
    """Roll the camera by ``roll`` radians, enlarged just enough that no corner is empty."""
    height, width = frame.shape[:2]
    grow = math.cos(abs(roll)) + math.sin(abs(roll)) * width / height
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(roll), grow)
    frame[:] = cv2.warpAffine(frame, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


@njit(cache=True, nogil=True, fastmath=True)
def _grade(band, glow, curve, mixing, fall, top, height):  # type: ignore[no-untyped-def]
    rows, cols = band.shape[0], band.shape[1]
    reach = 1.0 / (cols * cols / 4 + height * height / 4)
    m00, m01, m02 = mixing[0, 0], mixing[0, 1], mixing[0, 2]
    m10, m11, m12 = mixing[1, 0], mixing[1, 1], mixing[1, 2]
    m20, m21, m22 = mixing[2, 0], mixing[2, 1], mixing[2, 2]
    one = np.float32(255)
    for y in range(rows):
        dy = top + y - height / 2
        for x in range(cols):
            dx = x - cols / 2
            v = fall[int((dx * dx + dy * dy) * reach * 255)]
            # Screen the bloom in: highlights swell without clipping.
            r0, g0, b0 = np.float32(band[y, x, 0]), np.float32(band[y, x, 1]), np.float32(band[y, x, 2])
            r = (r0 + np.float32(glow[y, x, 0]) * (one - r0) / one) * v
            g = (g0 + np.float32(glow[y, x, 1]) * (one - g0) / one) * v
            b = (b0 + np.float32(glow[y, x, 2]) * (one - b0) / one) * v
            band[y, x, 0] = curve[0, int(min(max(m00 * r + m01 * g + m02 * b, np.float32(0)), one))]
            band[y, x, 1] = curve[1, int(min(max(m10 * r + m11 * g + m12 * b, np.float32(0)), one))]
            band[y, x, 2] = curve[2, int(min(max(m20 * r + m21 * g + m22 * b, np.float32(0)), one))]
