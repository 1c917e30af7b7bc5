"""A sea that heaves: waves of a wind sea by Fourier synthesis, drawn by columns: crests hide what is behind them.

Spectrum and choppy displacement are Tessendorf's (Simulating Ocean Water, 2001).
"""

# ruff: noqa: PLR0915 - long kernels keep their values in registers
from __future__ import annotations

import threading
from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.fft import irfft2

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.columns import fill_between
from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, fractal, tile
from vitascope.engines.animatic.draw.sky import Sky
from vitascope.engines.animatic.draw.stage import Canvas, Pose

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
        _heave(
            canvas.rgb, canvas.depth, tops, stride, self._field(time_s),
            np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]), mirror, self.detail, colours,
            np.array([self.cell_m, palette.haze_m, palette.disc, time_s, self.high_m]), np.array(palette.sun),
        )  # fmt: skip
        fill_between(canvas.rgb, canvas.depth, tops, stride)

    def _field(self, time_s: float) -> Field:
        """Height, slopes along x and z, and foam at ``time_s``, ``(side, side, 4)``; this thread keeps the last."""
        kept: tuple[int, float, Field] | None = getattr(_scratch, "field", None)
        if kept is not None and kept[0] == id(self) and kept[1] == time_s:
            return kept[2]
        waves = self.waves * np.exp(1j * self.pulse * np.float32(time_s))
        size = (_SIDE, _SIDE)
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


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _heave(rgb, depth, tops, every, field, camera, mirror, detail, colours, how, sun):  # type: ignore[no-untyped-def]
    rows, cols = rgb.shape[0], rgb.shape[1]
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cell, haze_m, disc, time_s, high = how[0], how[1], how[2], how[3], how[4]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    mask = field.shape[0] - 1
    inv = 1.0 / cell
    mrows, mcols = mirror.shape[0], mirror.shape[1]
    one = np.uint64(1)
    for number in range((cols + every - 1) // every + 1):
        col = min(number * every, cols - 1)
        u = (col + 0.5 - cols / 2) / scale
        ax, az = sy + u * cy, cy - u * sy
        filled = rows
        brow, br, bg, bb, bt = 1e9, 0.0, 0.0, 0.0, 0.0
        t = 0.4
        while t < 2400.0 and filled > 0:
            x, z = px + ax * t, pz + az * t
            gx, gz = x * inv, z * inv
            fx, fz = np.floor(gx), np.floor(gz)
            ix, iz = int(fx), int(fz)
            wx, wz = np.float32(gx - fx), np.float32(gz - fz)
            x0, x1 = np.uint64(ix & mask), np.uint64((ix + 1) & mask)
            z0, z1 = np.uint64(iz & mask), np.uint64((iz + 1) & mask)
            w11 = wx * wz
            w01, w10 = wx - w11, wz - w11
            w00 = np.float32(1) - wx - wz + w11
            h = field[z0, x0, 0] * w00 + field[z0, x1, 0] * w01 + field[z1, x0, 0] * w10 + field[z1, x1, 0] * w11
            calm = 1.0 / (1.0 + t / 500.0)  # far waves are smaller than a pixel, and end in a level horizon
            dy = h * calm - py
            d = max(dy * sp + t * cp, 1e-3)
            row = rows / 2 - (dy * cp - t * sp) / d * scale
            if row < filled or brow > 1e8:
                hx = field[z0, x0, 1] * w00 + field[z0, x1, 1] * w01 + field[z1, x0, 1] * w10 + field[z1, x1, 1] * w11
                hz = field[z0, x0, 2] * w00 + field[z0, x1, 2] * w01 + field[z1, x0, 2] * w10 + field[z1, x1, 2] * w11
                fo = field[z0, x0, 3] * w00 + field[z0, x1, 3] * w01 + field[z1, x0, 3] * w10 + field[z1, x1, 3] * w11
                near = 1.0 / (1.0 + t / 26.0)
                near2 = 1.0 / (1.0 + t / 7.0)
                n1 = tile(detail, x * 2.1 + time_s * 2.3, z * 2.9 - time_s * 3.1)
                n2 = tile(detail, x * 6.3 - time_s * 4.0, z * 7.7 - time_s * 5.0)
                n3 = tile(detail, x * 0.55 + time_s * 0.7 + 40, z * 0.7 + 90)
                nx = -(hx + 0.055 * n1 * near + 0.05 * n2 * near2)
                nz = -(hz + 0.055 * n3 * near + 0.05 * n1 * near2)
                n = 1.0 / np.sqrt(1 + nx * nx + nz * nz)
                nx, ny, nz = nx * n, n, nz * n
                q = 1.0 / np.sqrt(ax * ax + az * az + (dy / t) * (dy / t))
                vx, vy, vz = ax * q, dy / t * q, az * q
                facing = -(vx * nx + vy * ny + vz * nz)
                facing = max(facing, 0.03)
                e = 1 - facing
                fresnel = 0.02 + 0.62 * e * e * e * e * e
                rx, ry, rz = vx + 2 * facing * nx, vy + 2 * facing * ny, vz + 2 * facing * nz
                ry = abs(ry) + 0.05
                side, forth = rx * cy - rz * sy, rx * sy + rz * cy
                a = side / (abs(forth) + 0.6 * abs(side) + 1e-6)
                mi = min(max((a / 1.25 * 0.5 + 0.5) * (mcols - 1), 0.0), mcols - 1.001)
                mj = min(np.sqrt(ry / 1.5) * (mrows - 1), mrows - 1.001)
                ii, jj = np.uint64(int(mi)), np.uint64(int(mj))
                s = max(rx * sun[0] + ry * sun[1] + rz * sun[2], 0.0)
                s *= s
                s *= s
                s *= s
                s *= s
                s *= s
                shine = disc * s * 0.25
                # Light comes through the tops of waves, most where they are thin and stand before the sky.
                lift = min(max((h / high + 0.12) * 1.1, 0.0), 1.0)
                through = lift * lift * (0.35 + 0.65 * max(vx * nx * 1.4 + vz * nz * 1.4 + 0.55, 0.0))
                through = min(through, 0.85)
                dark = 0.62 + 0.38 * min(max(h / high + 0.5, 0.0), 1.0)
                # Foam: whole where a crest folds over, streaks and lace down its back and in the troughs.
                grain = 0.55 * n1 + 0.45 * n2 * near2 + 0.5 * n3
                cap = min(max(fo * 3.0 + 0.5 * grain * min(fo * 6, 1.0) - 0.20, 0.0), 1.0)
                web = max(1 - 1.7 * abs(n3 + 0.35 * n1), 0.0) * max(1 - 0.9 * abs(n2) * near2, 0.2)
                lace = web * min(max(0.15 + 0.75 * lift + 0.3 * n1, 0.0), 0.8)
                cap = max(cap, lace) * 0.95
                fog = (1 - transmittance(t / haze_m)) * 0.92
                r = g = b = 0.0
                for c in range(3):
                    sky = mirror[jj, ii, c] * np.float32(0.5) + mirror[jj + one, ii + one, c] * np.float32(0.5)
                    body = colours[0, c] * dark
                    body += (colours[1, c] - body) * through
                    v = body + (sky - body) * fresnel + shine * colours[2, c]
                    v += (colours[3, c] * (0.78 + 0.16 * grain) - v) * cap
                    v += (colours[4, c] - v) * fog
                    v = min(max(v, 0.0), 255.0)
                    if c == 0:
                        r = v
                    elif c == 1:
                        g = v
                    else:
                        b = v
                if row < filled:
                    top = max(int(np.ceil(row)), 0)
                    alone = brow > 1e8
                    per_row = 1.0 / (brow - row) if brow - row > 1.0 and not alone else 0.0
                    start = 1.0 / t if alone else 1.0 / bt
                    for y in range(filled - 1, top - 1, -1):
                        f = min(max((brow - y) * per_row, 0.0), 1.0) if per_row > 0.0 else 1.0
                        j, i = np.uint64(y), np.uint64(col)
                        rgb[j, i, 0] = np.uint8(np.int32(br + (r - br) * f if not alone else r))
                        rgb[j, i, 1] = np.uint8(np.int32(bg + (g - bg) * f if not alone else g))
                        rgb[j, i, 2] = np.uint8(np.int32(bb + (b - bb) * f if not alone else b))
                        depth[j, i] = 1.0 / (start + (1.0 / t - start) * f) * cp
                    filled = min(filled, top)
                brow, br, bg, bb, bt = row, r, g, b, t
            else:
                brow, bt = row, t
                br, bg, bb = br * 0.9, bg * 0.9, bb * 0.9
            t += max(t * 0.0085, 0.10) * (1.0 if t < 60 else 1.7 if t < 300 else 2.5)
        tops[number] = filled
