"""A sea that heaves: waves of a wind sea by Fourier synthesis, drawn by columns: crests hide what is behind them.

Spectrum and choppy displacement are Tessendorf's (Simulating Ocean Water, 2001).
"""

from __future__ import annotations

import math
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
from vitascope.engines.animatic.draw.sky import Sky, horizon_row
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Pose
from vitascope.engines.animatic.draw.swell_face import LOOKS, heave

ACROSS = 640
"""Columns that are computed: waves in a storm are wider than the pixels between."""
_SIDE = 256
_G = 9.81
_BORDER = 24
"""Points that a crest is pushed at most, as far as is seen."""
_scratch = threading.local()


def stride_of(width: int) -> int:
    """Every how many columns one is computed in a frame ``width`` pixels wide."""
    return max(width // ACROSS, 1)


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

    def paint(
        self, canvas: Canvas, pose: Pose, palette: Palette, sky: Sky, time_s: float, *,
        hidden: NDArray[np.int64] | None = None,
    ) -> None:  # fmt: skip
        """Draw over the sky that is there, from the horizon down.

        ``hidden`` is, for each column that is computed, the row from which on down all will be painted over.
        """
        mirror = sky.environment(palette, pose.yaw, time_s)
        bright = (0.55 * palette.ambient[1] + 0.45 * palette.key[1]) / 255
        key, haze = np.array(palette.key), np.array(palette.haze)
        far = np.array(palette.horizon) * 0.55 + haze * 0.45
        colours = np.array([
            np.array(self.deep) * bright, np.array(self.shallow) * bright, key,
            key * 0.62 + np.array(palette.ambient) * 0.5, far,
        ], np.float32)  # fmt: skip
        stride = stride_of(canvas.width)
        tops = np.empty(canvas.width // stride + 2, np.int64)
        ends = np.full((canvas.width + stride - 1) // stride + 1, canvas.height, np.int64)
        if hidden is not None:
            # From where on there is surely no sky between the waves.
            below = max(horizon_row(pose, canvas.width, canvas.height) + canvas.height // 14 + 3, 0)
            ends = np.minimum(np.maximum(hidden, below), canvas.height)
            first = int(ends.min())
            # Of one grey, and as far off as a level sea is, so that nothing is left of another frame. A colour
            # would take longer than the water.
            rows = np.arange(first, canvas.height)
            climb = (canvas.height / 2 - rows - 0.5) / (pose.focal * canvas.width / 2)
            down = np.maximum(-(climb * math.cos(pose.pitch) + math.sin(pose.pitch)), 1e-3)
            canvas.depth[first:] = np.minimum(max(pose.y, 1.0) / down, FAR_M)[:, None]
            canvas.rgb[first:] = int(far.mean())
        field = self._field(time_s)
        heave(
            canvas.rgb, canvas.depth, tops, stride, field, np.ascontiguousarray(field[..., 0]),
            np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]), mirror, self.detail, colours,
            np.array([self.cell_m, palette.haze_m, palette.disc, time_s, self.high_m]), np.array(palette.sun), LOOKS,
            ends,
        )  # fmt: skip
        fill_between(canvas.rgb, canvas.depth, tops, stride)

    def _field(self, time_s: float) -> Field:
        """Height, slopes along x and z, and foam at ``time_s``, ``(side, side, 4)``; this thread keeps the last two.

        A frame asks for those of its own moment, of when its shutter opened, and of its own again.
        """
        kept: list[tuple[Swell, float, Field]] = _scratch.__dict__.setdefault("fields", [])
        for swell, moment, field in kept:
            if swell is self and moment == time_s:
                return field
        # Sine and cosine of 32 bits are vector code; the complex exponential takes 20 times as long.
        turn, size = self.pulse * np.float32(time_s), (_SIDE, _SIDE)
        waves = np.empty(turn.shape, np.complex64)
        np.cos(turn, out=waves.real)
        np.sin(turn, out=waves.imag)
        waves *= self.waves
        height = np.asarray(irfft2(waves, s=size), np.float32)
        aside, ahead = (np.asarray(irfft2(waves * way, s=size), np.float32) for way in self.way)
        both, way = np.empty((_SIDE, _SIDE, 2), np.float32), np.empty((2, _SIDE, _SIDE), np.float32)
        _push(height, aside, ahead, np.float32(self.choppy / self.cell_m), both, way)
        wide = cv2.copyMakeBorder(both, _BORDER, _BORDER, _BORDER, _BORDER, cv2.BORDER_WRAP)
        moved = cv2.remap(wide, way[0], way[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
        # Foam stays behind where a crest has passed: drawn out against the wind's way.
        trail = cv2.GaussianBlur(np.ascontiguousarray(moved[..., 1]), (0, 0), 2.2)
        field = np.empty((_SIDE, _SIDE, 4), np.float32)
        _gather(np.asarray(moved, np.float32), np.asarray(trail, np.float32), np.float32(0.5 / self.cell_m), field)
        kept[:] = [*kept[-1:], (self, time_s, field)]
        return field


@njit(cache=True, nogil=True, error_model="numpy")  # a map that is off by an ulp is another one: cv2 rounds it
def _push(height, aside, ahead, choppy, both, way):  # type: ignore[no-untyped-def]
    """Height, and foam where the surface folds as it is pushed together; and from where each point takes both."""
    side, half, border = height.shape[0], np.float32(0.5), np.float32(_BORDER)
    zero, one, least = np.float32(0), np.float32(1), np.float32(0.62)
    mask = side - 1
    for j in range(side):
        before, after = aside[j], ahead[(j - 1) & mask]
        later, line = ahead[(j + 1) & mask], ahead[j]
        for i in range(side):
            slope = half * (before[(i + 1) & mask] - before[(i - 1) & mask] + later[i] - after[i])
            both[j, i, 0] = height[j, i]
            both[j, i, 1] = min(max((least - one - choppy * slope) * (one / least), zero), one)
            way[0, j, i] = np.float32(i) - before[i] * choppy + border
            way[1, j, i] = np.float32(j) - line[i] * choppy + border


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _gather(moved, trail, per_m, field):  # type: ignore[no-untyped-def]
    """Height, slopes along x and z, and the larger of foam and its trail, side by side."""
    mask = moved.shape[0] - 1
    for j in range(moved.shape[0]):
        before, line, after = moved[(j - 1) & mask], moved[j], moved[(j + 1) & mask]
        for i in range(moved.shape[1]):
            field[j, i, 0] = line[i, 0]
            field[j, i, 1] = (line[(i + 1) & mask, 0] - line[(i - 1) & mask, 0]) * per_m
            field[j, i, 2] = (after[i, 0] - before[i, 0]) * per_m
            field[j, i, 3] = max(line[i, 1], np.float32(0.75) * trail[j, i])


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _height(field, x, z):  # type: ignore[no-untyped-def]
    return tile(field[:, :, 0], x, z)
