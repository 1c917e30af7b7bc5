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

BAND = 120
"""Rows that are finished together, so that they stay in the cache."""

FEW = 0.05
"""Radians up to which runs are long enough to pay: at this angle they are 20 pixels."""

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
        height, width = frame.shape[:2]
        kept = _kept(height, width)
        # By halves, which OpenCV has vector code for: an eighth at once takes twice as long.
        small = cv2.resize(frame, (max(width // 2, 8), max(height // 2, 8)), interpolation=cv2.INTER_AREA)
        for part in (4, 8):
            small = cv2.resize(small, (max(width // part, 8), max(height // part, 8)), interpolation=cv2.INTER_AREA)
        glow = self._glow(self._coloured(np.asarray(small, np.uint8)), width)
        for top in range(0, height, BAND):
            band = frame[top : top + BAND]
            rows = band.shape[0]
            grey, share = kept.band[:rows], 0.0
            if self.mixing is not None:
                cv2.transform(band, self.mixing, dst=band)
            elif self.saturation != 1:
                cv2.cvtColor(cv2.cvtColor(band, cv2.COLOR_RGB2GRAY, dst=kept.grey[:rows]), cv2.COLOR_GRAY2RGB, dst=grey)
                share = 1 - self.saturation
            _grade(
                band.reshape(rows, -1), grey.reshape(rows, -1), np.float32(share), glow.reshape(glow.shape[0], -1),
                self.bend, top, height,
            )  # fmt: skip

    def _coloured(self, frame: Frame) -> Frame:
        """``frame``, changed in place, in the colours of a style or a mood."""
        if self.mixing is not None:
            cv2.transform(frame, self.mixing, dst=frame)
        elif self.saturation != 1:
            grey = cv2.cvtColor(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
            cv2.addWeighted(frame, self.saturation, grey, 1 - self.saturation, 0, dst=frame)
        return frame

    def _glow(self, small: Frame, width: int) -> Frame:
        """Light that the lens spreads about what is bright: as wide as the frame, as high as ``small``."""
        bright = cv2.subtract(small, np.array([150.0, 150.0, 150.0, 0.0]))
        sigma = width / 8 / 60
        # The wide one is blurred at half the size, which nobody sees: its kernel has some 60 taps otherwise.
        half = cv2.resize(bright, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        wide = cv2.resize(cv2.GaussianBlur(half, (0, 0), sigma * 1.2), small.shape[1::-1])
        glow = cv2.addWeighted(cv2.GaussianBlur(bright, (0, 0), sigma * 0.6), self.bloom, wide, self.bloom, 0.0)
        return np.asarray(cv2.resize(glow, (width, glow.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Buffers that a thread keeps: new ones cost more to map than to fill."""

    whole: Frame
    band: Frame
    grey: Frame


def _kept(height: int, width: int) -> _Kept:
    kept: _Kept | None = getattr(_scratch, "kept", None)
    if kept is None or kept.whole.shape != (height, width, 3):
        rows = min(BAND, height)
        kept = _Kept(
            np.empty((height, width, 3), np.uint8), np.zeros((rows, width, 3), np.uint8),
            np.empty((rows, width), np.uint8),
        )  # fmt: skip
        _scratch.kept = kept
    return kept


def _turn(frame: Frame, roll: float) -> None:
    """Roll the camera by ``roll`` radians, enlarged just enough that no corner is empty."""
    height, width = frame.shape[:2]
    grow = math.cos(abs(roll)) + math.sin(abs(roll)) * width / height
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(roll), grow)
    before = _kept(height, width).whole
    np.copyto(before, frame)
    if abs(roll) < FEW:
        _turn_little(before.reshape(height, -1), frame.reshape(height, -1), cv2.invertAffineTransform(matrix))
    else:
        cv2.warpAffine(
            before, matrix, (width, height), dst=frame, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _turn_little(before, after, inverse):  # type: ignore[no-untyped-def]
    """Bilinear, as `cv2.warpAffine`, in runs of pixels that are all moved by the same whole number of columns and rows.

    In such a run, which is long where the angle is small, four rows of bytes are mixed: vector code.
    """
    rows, cols = before.shape[0], before.shape[1] // 3
    zero, one, half = np.float32(0), np.float32(1), np.float32(0.5)
    nth = np.empty(cols * 3, np.float32)
    for k in range(cols * 3):
        nth[k] = np.float32(k // 3)
    more_x, more_y = inverse[0, 0] - 1.0, inverse[1, 0]
    by_x, by_y = np.float32(more_x), np.float32(more_y)
    for j in range(rows):
        i = 0
        while i < cols:
            x = inverse[0, 0] * i + inverse[0, 1] * j + inverse[0, 2]
            y = inverse[1, 0] * i + inverse[1, 1] * j + inverse[1, 2]
            m, n = min(max(int(np.floor(x)), 0), cols - 2), min(max(int(np.floor(y)), 0), rows - 2)
            fx, fy = x - m, y - n
            ends_x = ((1.0 - fx) if more_x > 0 else fx) / max(abs(more_x), 1e-9)
            ends_y = ((1.0 - fy) if more_y > 0 else fy) / max(abs(more_y), 1e-9)
            run = int(min(max(min(ends_x, ends_y), 0.0) + 1.0, min(cols - i, cols - 1 - m) + 0.0))
            size = run * 3
            line = after[j, i * 3 : i * 3 + size]
            a, b = before[n, m * 3 : m * 3 + size], before[n, m * 3 + 3 : m * 3 + 3 + size]
            c, d = before[n + 1, m * 3 : m * 3 + size], before[n + 1, m * 3 + 3 : m * 3 + 3 + size]
            u0, v0 = np.float32(fx), np.float32(fy)
            for k in range(size):
                u = min(max(u0 + by_x * nth[k], zero), one)
                v = min(max(v0 + by_y * nth[k], zero), one)
                p, q, r, s = np.float32(a[k]), np.float32(b[k]), np.float32(c[k]), np.float32(d[k])
                top, low = p + (q - p) * u, r + (s - r) * u
                line[k] = np.uint8(np.int32(top + (low - top) * v + half))
            i += run


@njit(cache=True, nogil=True, fastmath=True)
def _grade(band, grey, share, glow, bend, top, height):  # type: ignore[no-untyped-def]
    """Saturation, bloom, vignette and tone, channel by channel on flat rows: the shape that compilers make vectors of.

    ``share`` of the colours is what ``grey`` has in their place; below 0 they are the stronger for it.
    """
    rows, width = band.shape[0], band.shape[1] // 3
    last = glow.shape[0] - 1
    one, zero, white = np.float32(1), np.float32(0), np.float32(255)
    reach = np.float32(0.27 / (width * width / 4 + height * height / 4))
    strength = bend[0]
    across, gains = np.empty(width * 3, np.float32), np.empty(width * 3, np.float32)
    for k in range(width * 3):
        dx = np.float32(k // 3 - width // 2)
        across[k] = one - dx * dx * reach
        gains[k] = bend[1 + k % 3] * np.float32(255)
    for y in range(rows):
        dy = np.float32(top + y - height // 2)
        down = dy * dy * reach
        at = min(max((top + y + 0.5) * (last + 1) / height - 0.5, 0.0), last + 0.0)
        near = int(at)
        line, plain, light, next_ = band[y], grey[y], glow[near], glow[min(near + 1, last)]
        down_to = np.float32(at - near)
        if share != zero:
            for k in range(width * 3):
                value = np.float32(line[k])
                value = min(max(value + (np.float32(plain[k]) - value) * share, zero), white)
                bloom = np.float32(light[k]) + (np.float32(next_[k]) - np.float32(light[k])) * down_to
                line[k] = _toned(value, bloom, across[k] - down, gains[k], strength)
            continue
        for k in range(width * 3):
            bloom = np.float32(light[k]) + (np.float32(next_[k]) - np.float32(light[k])) * down_to
            line[k] = _toned(np.float32(line[k]), bloom, across[k] - down, gains[k], strength)


@njit(cache=True, nogil=True, fastmath=True, forceinline=True)
def _toned(value, bloom, lit, gain, strength):  # type: ignore[no-untyped-def]
    """Screen the bloom in: highlights swell without clipping. Then a cubic S about the tone of skin and grass."""
    one, unit, zero, full = np.float32(1), np.float32(1 / 255), np.float32(0), np.float32(255.5)
    p = (value + bloom * (one - value * unit)) * lit * unit
    p = (p + strength * (p - np.float32(0.42)) * p * (one - p)) * gain + np.float32(0.5)
    return np.uint8(np.int32(min(max(p, zero), full)))
