"""A sea that heaves: waves of a wind sea by Fourier synthesis, drawn by columns: crests hide what is behind them.

Spectrum and choppy displacement are Tessendorf's (Simulating Ocean Water, 2001).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.fft import irfft2

from vitascope.engines.animatic.draw.columns import fill_between
from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, fractal, tile
from vitascope.engines.animatic.draw.sky import Sky
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.swell_face import LOOKS, heave

ACROSS = 640
"""Columns that are computed: waves in a storm are wider than the pixels between."""
_SIDE = 256
_G = 9.81
_scratch = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Swell:
    """The waves of one shot about height 0, and how they look."""

    waves: NDArray[np.complex64]
    """Amplitudes of the terms of `irfft2` at time 0, ``(side, side / 2 + 1)``."""
    pulse: Field
    """Radians/second of each: deep water's."""
    way: NDArray[np.complex64]
    """``-i k / |k|`` of each along x and z, ``(2, side, side / 2 + 1)``."""
    cell_m: float
    high_m: float
    """Significant height: the mean of the highest third, from trough to crest."""
    choppy: float
    detail: Field
    deep: tuple[float, float, float]
    shallow: tuple[float, float, float]

    @classmethod
    def make(
        cls, seed: int, *, high_m: float, length_m: float, toward: float = 2.6, choppy: float = 1.0,
        deep: tuple[float, float, float] = (28, 56, 66), shallow: tuple[float, float, float] = (58, 116, 112),
    ) -> Swell:  # fmt: skip
        """Waves of about ``length_m`` that run ``toward``, in radians right of +z."""
        side = 4.2 * length_m
        kx = 2 * np.pi / side * np.fft.rfftfreq(_SIDE, 1 / _SIDE)[None, :]
        kz = 2 * np.pi / side * np.fft.fftfreq(_SIDE, 1 / _SIDE)[:, None]
        k = np.maximum(np.hypot(kx, kz), 1e-6)
        peak = 2 * np.pi / length_m
        along = (kx * np.sin(toward) + kz * np.cos(toward)) / k
        # Phillips' fall-off under a peak, waves across the wind left out, what runs against it damped.
        power = np.exp(-1.25 * (peak / k) ** 2) / k**3.7 * (0.08 + along**2) ** 1.5
        power[k > 14 * peak] = 0
        power[0, 0] = 0
        random = np.random.default_rng(seed + 640)
        noise = random.standard_normal((2, _SIDE, _SIDE // 2 + 1))
        waves = np.sqrt(power) * (noise[0] + 1j * noise[1])
        scale = high_m / 4 / max(float(np.std(irfft2(waves))), 1e-12)
        # Each term runs one way: the sign of its pulse says which.
        pulse = np.sqrt(_G * k) * np.where(along > 0, -1.0, 1.0)
        way = np.stack([-1j * kx / k, -1j * kz / k])
        return cls(
            waves=(waves * scale).astype(np.complex64), pulse=pulse.astype(np.float32), way=way.astype(np.complex64),
            cell_m=side / _SIDE, high_m=high_m, choppy=choppy, detail=fractal(512, seed + 641, slope=1.1, lowest=5),
            deep=deep, shallow=shallow,
        )  # fmt: skip

    def surface(self, x: float, z: float, time_s: float) -> float:
        """Height of the water, in metres."""
        field = self._field(time_s)
        return float(_height(field, x / self.cell_m, z / self.cell_m))

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, sky: Sky, time_s: float) -> None:
        """Draw over the sky that is there, from the horizon down."""
        mirror = sky.environment(palette, pose.yaw, time_s)
        bright = (0.55 * palette.ambient[1] + 0.45 * palette.key[1]) / 255
        key, haze = np.array(palette.key), np.array(palette.haze)
        far = np.array(palette.horizon) * 0.55 + haze * 0.45
        colours = np.array([
            np.array(self.deep) * bright, np.array(self.shallow) * bright, key,
            key * 0.62 + np.array(palette.ambient) * 0.5, far,
        ], np.float32)  # fmt: skip
        stride = max(canvas.width // ACROSS, 1)
        tops = np.empty(canvas.width // stride + 2, np.int64)
        field = self._field(time_s)
        heave(
            canvas.rgb, canvas.depth, tops, stride, field, np.ascontiguousarray(field[..., 0]),
            np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]), mirror, self.detail, colours,
            np.array([self.cell_m, palette.haze_m, palette.disc, time_s, self.high_m]), np.array(palette.sun), LOOKS,
        )  # fmt: skip
        fill_between(canvas.rgb, canvas.depth, tops, stride)

    def _field(self, time_s: float) -> Field:
        """Height, slopes along x and z, and foam at ``time_s``, ``(side, side, 4)``; this thread keeps the last."""
        kept: tuple[int, float, Field] | None = getattr(_scratch, "field", None)
        if kept is not None and kept[0] == id(self) and kept[1] == time_s:
            return kept[2]
        # Sine and cosine of 32 bits are vector code; the complex exponential takes 20 times as long.
        turn, size = self.pulse * np.float32(time_s), (_SIDE, _SIDE)
        waves = np.empty(turn.shape, np.complex64)
        np.cos(turn, out=waves.real)
        np.sin(turn, out=waves.imag)
        waves *= self.waves
        height = np.asarray(irfft2(waves, s=size), np.float32)
        aside, ahead = (np.asarray(irfft2(waves * way, s=size), np.float32) for way in self.way)
        folds = 1 + self.choppy / self.cell_m * (_slope(aside, 1) + _slope(ahead, 0))
        foam = np.clip((0.62 - folds) / 0.62, 0, 1).astype(np.float32)
        at = np.arange(_SIDE, dtype=np.float32)
        mx = at[None, :] - aside * np.float32(self.choppy / self.cell_m)
        mz = at[:, None] - ahead * np.float32(self.choppy / self.cell_m)
        both = cv2.copyMakeBorder(np.dstack([height, foam]), 24, 24, 24, 24, cv2.BORDER_WRAP)
        moved = cv2.remap(both, mx + np.float32(24), mz + np.float32(24), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
        high, white = np.asarray(moved[..., 0], np.float32), np.asarray(moved[..., 1], np.float32)
        # Foam stays behind where a crest has passed: drawn out against the wind's way.
        white = np.maximum(white, np.float32(0.75) * cv2.GaussianBlur(white, (0, 0), 2.2))
        field = np.dstack([high, _slope(high, 1) / self.cell_m, _slope(high, 0) / self.cell_m, white])
        field = np.ascontiguousarray(field, np.float32)
        _scratch.field = (id(self), time_s, field)
        return field


def _slope(field: Field, axis: int) -> Field:
    return np.asarray((np.roll(field, -1, axis) - np.roll(field, 1, axis)) / 2, np.float32)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _height(field, x, z):  # type: ignore[no-untyped-def]
    return tile(field[:, :, 0], x, z)
