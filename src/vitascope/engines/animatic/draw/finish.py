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
    "neutral": (1.04, (1.00, 1.00, 1.00), 1.00),
}
"""Contrast, a gain for each channel, and saturation."""

_scratch = threading.local()


@dataclass(frozen=True, slots=True)
class Finish:
    """The look of one clip, made once. `apply` is pure but for the frame that it is given."""

    bend: NDArray[np.float32]
    """Strength of the tone curve, and a gain for each channel."""
    saturation: float
    """1 leaves colours as they are."""
    mixing: NDArray[np.float32] | None
    """The colours of a style, in place of saturation: a matrix ``(3, 3)`` from RGB to RGB."""
    bloom: float = 0.42

    @classmethod
    def of(cls, scene: Scene) -> Finish:
        contrast, gains, saturation = _MOODS[scene.mood]
        luma = np.array([0.2126, 0.7152, 0.0722])  # BT.709
        mixing: NDArray[np.float64] | None = None
        if scene.style in ("monochrome", "black and white", "noir"):
            mixing = np.repeat(luma[None], 3, axis=0)
        elif scene.style == "sepia":
            mixing = np.array([1.07, 0.94, 0.74])[:, None] * luma[None]
        bend = np.array([(contrast - 1) * 4.4, *gains], np.float32)
        return cls(bend, saturation, None if mixing is None else mixing.astype(np.float32))

    def apply(self, frame: Frame, roll: float) -> None:
        """In place."""
        if abs(roll) > 1e-4:
            _turn(frame, roll)
        if self.mixing is not None:
            cv2.transform(frame, self.mixing, dst=frame)
        elif self.saturation != 1:
            # Three plain passes take a third of the time of one with a matrix.
            grey = cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
            cv2.addWeighted(frame, self.saturation, grey, 1 - self.saturation, 0, dst=frame)
        glow = self._glow(frame)
        height = frame.shape[0]
        for top in range(0, height, 120):  # bands that stay in the cache
            band = frame[top : top + 120]
            rows = band.shape[0]
            _grade(band.reshape(rows, -1), glow[top : top + 120].reshape(rows, -1), self.bend, top, height)

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
def _grade(band, glow, bend, top, height):  # type: ignore[no-untyped-def]
    """Bloom, vignette and tone, channel by channel on flat rows: the one shape that compilers turn into vector code."""
    rows, width = band.shape[0], band.shape[1] // 3
    one, unit = np.float32(1.0), np.float32(1 / 255)
    reach = np.float32(0.27 / (width * width / 4 + height * height / 4))
    strength, pivot, zero, full = bend[0], np.float32(0.42), np.float32(0), np.float32(255.5)
    across, gains = np.empty(width * 3, np.float32), np.empty(width * 3, np.float32)
    for k in range(width * 3):
        dx = np.float32(k // 3 - width // 2)
        across[k] = one - dx * dx * reach
        gains[k] = bend[1 + k % 3] * np.float32(255)
    for y in range(rows):
        dy = np.float32(top + y - height // 2)
        down = dy * dy * reach
        line, light = band[y], glow[y]
        for k in range(width * 3):
            # Screen the bloom in: highlights swell without clipping. Then a cubic S about the tone of skin and grass.
            value = np.float32(line[k])
            p = (value + np.float32(light[k]) * (one - value * unit)) * (across[k] - down) * unit
            p = (p + strength * (p - pivot) * p * (one - p)) * gains[k] + np.float32(0.5)
            line[k] = np.uint8(np.int32(min(max(p, zero), full)))
