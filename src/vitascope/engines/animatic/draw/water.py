"""The sea: waves, the sky mirrored by Fresnel's law, and the sun's glitter, by the ray through each pixel."""

# ruff: noqa: PLR0915 - kernels that numba keeps in registers; positional by its rules
# ruff: noqa: PLR0915 - long kernels keep their values in registers
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, fractal
from vitascope.engines.animatic.draw.sky import DITHER, Sky, horizon_row
from vitascope.engines.animatic.draw.stage import Canvas, Pose


@dataclass(frozen=True, slots=True, kw_only=True)
class Water:
    """One shot's water at height 0."""

    swell: Field
    ripple: Field
    rough: float
    """Height of the swell in metres: 0.1 is calm, 2.5 a storm."""
    deep: tuple[float, float, float]
    foam: float

    @classmethod
    def make(cls, seed: int, *, rough: float, deep: tuple[float, float, float], foam: float = 0.0) -> Water:
        swell = _with_slopes(fractal(256, seed + 61, slope=2.0, lowest=4, highest=48))
        ripple = _with_slopes(fractal(256, seed + 62, slope=1.3, lowest=6))
        return cls(swell=swell, ripple=ripple, rough=rough, deep=deep, foam=foam)

    def height(self, x: float, z: float, time_s: float) -> float:
        """Of the swell, in metres."""
        return float(_swell(self.swell, x, z, time_s)[0]) * self.rough

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, sky: Sky, time_s: float) -> None:
        """Draw over what is there below the horizon, and give it its depth."""
        first = max(horizon_row(pose, canvas.width, canvas.height), 0)
        if first >= canvas.height:
            return
        mirror = sky.environment(palette, pose.yaw, time_s)
        bright = (0.55 * palette.ambient[1] + 0.45 * palette.key[1]) / 255
        deep = np.array(self.deep) * bright
        _sea(
            canvas.rgb, canvas.depth, first, np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
            mirror, self.swell, self.ripple, self.rough, deep, np.array(palette.key), np.array(palette.haze),
            np.array(palette.horizon), palette.haze_m, np.array(palette.sun),
            palette.disc * (0.5 if palette.night > 0.9 else 1.0), self.foam, time_s, DITHER,
        )  # fmt: skip


def _with_slopes(height: Field) -> Field:
    """Height and its slopes along x and z, ``(side, side, 3)``: one look gives all three."""
    dx = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / 2
    dz = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / 2
    return np.ascontiguousarray(np.stack([height, dx, dz], axis=2).astype(np.float32))


@njit(cache=True, nogil=True, fastmath=True, inline="always")
def _three(field, x, y):  # type: ignore[no-untyped-def]
    mask = field.shape[0] - 1
    fx, fy = np.floor(x), np.floor(y)
    ix, iy = int(fx), int(fy)
    u, v = np.float32(x - fx), np.float32(y - fy)
    x0, x1, y0, y1 = ix & mask, (ix + 1) & mask, iy & mask, (iy + 1) & mask
    one = np.float32(1)
    w00, w01, w10, w11 = (one - u) * (one - v), u * (one - v), (one - u) * v, u * v
    return (
        field[y0, x0, 0] * w00 + field[y0, x1, 0] * w01 + field[y1, x0, 0] * w10 + field[y1, x1, 0] * w11,
        field[y0, x0, 1] * w00 + field[y0, x1, 1] * w01 + field[y1, x0, 1] * w10 + field[y1, x1, 1] * w11,
        field[y0, x0, 2] * w00 + field[y0, x1, 2] * w01 + field[y1, x0, 2] * w10 + field[y1, x1, 2] * w11,
    )


@njit(cache=True, nogil=True, fastmath=True)
def _swell(swell, x, z, time_s):  # type: ignore[no-untyped-def]
    """Height and slopes of the swell, for a roughness of 1."""
    h1, x1, z1 = _three(swell, x * 0.55 + time_s * 1.3, z * 0.85 + time_s * 3.2)
    h2, x2, z2 = _three(swell, x * 1.5 - time_s * 1.9 + 90, z * 1.2 + time_s * 4.4 + 40)
    return h1 + 0.55 * h2, 0.55 * x1 + 0.825 * x2, 0.85 * z1 + 0.66 * z2


@njit(cache=True, nogil=True, fastmath=True)
def _sea(  # type: ignore[no-untyped-def]
    rgb,
    depth,
    first,
    camera,
    mirror,
    swell,
    ripple,
    rough,
    deep,
    key,
    haze,
    horizon,
    haze_m,
    sun,
    disc,
    foam,
    time_s,
    dither,
):
    rows, cols = rgb.shape[0], rgb.shape[1]
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    mrows, mcols = mirror.shape[0], mirror.shape[1]
    high = max(py, 0.4)
    for j in range(first, rows):
        v = (rows / 2 - j - 0.5) / scale
        dy, ahead = v * cp + sp, cp - v * sp
        dy = min(dy, -1e-5)
        t0 = min(-high / dy, 30000.0)
        # A wave smaller than a pixel is seen as shine, not as slope.
        wide = t0 * t0 / (scale * high)
        fine = 1.0 / (1.0 + wide / 0.6)
        long_ = 1.0 / (1.0 + wide / (5.0 + 3 * rough))
        stride = 2 if wide < 0.3 else 1  # near waves are smooth: every other pixel is the mean of its neighbours
        for i in range(0, cols, stride):
            u = (i + 0.5 - cols / 2) / scale
            ax, az = u * cy + ahead * sy, ahead * cy - u * sy
            t = t0
            x, z = px + ax * t, pz + az * t
            if rough > 0.4 and long_ > 0.05:
                h, _, _ = _swell(swell, x, z, time_s)
                t = max(-(high - h * rough * long_ * 0.8) / dy, 0.3)
                x, z = px + ax * t, pz + az * t
            h0, hx, hz = _swell(swell, x, z, time_s)
            r1, rx1, rz1 = 0.0, 0.0, 0.0
            if fine > 0.03:
                r1, rx1, rz1 = _three(ripple, x * 6.1 + time_s * 2.1, z * 7.0 + time_s * 5.0)
            r3, rx3, rz3 = _three(ripple, x * 1.3 + time_s * 1.2 + 9, z * 1.9 + time_s * 2.6)
            chop = 0.10 + 0.06 * rough
            nx = hx * rough * long_ + chop * (1.5 * rx1 * fine + 1.3 * rx3 * long_)
            nz = hz * rough * long_ + chop * (1.5 * rz1 * fine + 1.3 * rz3 * long_)
            n = 1.0 / np.sqrt(1 + nx * nx + nz * nz)
            nx, ny, nz = -nx * n, n, -nz * n
            m = 1.0 / np.sqrt(ax * ax + dy * dy + az * az)
            vx, vy, vz = ax * m, dy * m, az * m
            facing = -(vx * nx + vy * ny + vz * nz)
            facing = max(facing, 0.02)
            q = 1 - facing
            fresnel = 0.03 + 0.97 * q * q * q * q * q
            # Far off only the faces turned to us are seen: Fresnel's law alone would be a mirror at the horizon.
            fresnel = min(fresnel, 0.86)
            rx, ry, rz = vx + 2 * facing * nx, vy + 2 * facing * ny, vz + 2 * facing * nz
            ry = abs(ry) + 0.03
            side, forth = rx * cy - rz * sy, rx * sy + rz * cy
            a = side / (abs(forth) + 0.6 * abs(side) + 1e-6)
            mi = min(max((a / 1.25 * 0.5 + 0.5) * (mcols - 1), 0.0), mcols - 1.001)
            mj = min(np.sqrt(ry / 1.5) * (mrows - 1), mrows - 1.001)
            ii, jj = int(mi), int(mj)
            f, g = mi - ii, mj - jj
            glint = rx * sun[0] + ry * sun[1] + rz * sun[2]
            glint /= np.sqrt(rx * rx + ry * ry + rz * rz)
            s = max(glint, 0.0)
            s2 = s * s
            s4 = s2 * s2
            s16 = s4 * s4 * s4 * s4
            s128 = s16 * s16
            s128 *= s128
            s128 *= s128
            shine = disc * (s128 * 2.2 + s16 * s16 * 0.17)
            body = 0.75 + 0.45 * min(max(h0 * 0.35 * min(rough, 1.2) + 0.3, 0.0), 1.0)
            cap = 0.0
            if foam > 0:
                cap = min(max((h0 + 0.55 * r3 + 0.4 * r1 * fine - 2.6 + 1.4 * foam) * 0.9, 0.0), 1.0) * long_
                cap *= 0.45 + 0.55 * min(max(r1 * 0.6 + 0.5, 0.0), 1.0)
            fog = 1 - np.exp(-t / haze_m)
            d = dither[j & 3, i & 3]
            for c in range(3):
                m0 = mirror[jj, ii, c] + (mirror[jj, ii + 1, c] - mirror[jj, ii, c]) * f
                m1 = mirror[jj + 1, ii, c] + (mirror[jj + 1, ii + 1, c] - mirror[jj + 1, ii, c]) * f
                value = deep[c] * body + (m0 + (m1 - m0) * g - deep[c] * body) * fresnel
                value += shine * key[c]
                value += (key[c] * 0.42 + haze[c] * 0.4 - value) * cap
                value += (horizon[c] * 0.6 + haze[c] * 0.4 - value) * fog * 0.85
                rgb[j, i, c] = np.uint8(min(max(value + d, 0.0), 255.0))
            depth[j, i] = t * (ahead * cp + dy * sp)
            if stride == 2:
                last = i + 2 >= cols
                if i >= 2:
                    depth[j, i - 1] = 0.5 * (depth[j, i - 2] + depth[j, i])
                    for c in range(3):
                        rgb[j, i - 1, c] = (np.int32(rgb[j, i - 2, c]) + np.int32(rgb[j, i, c]) + 1) >> 1
                if last and i + 1 < cols:
                    depth[j, i + 1] = depth[j, i]
                    for c in range(3):
                        rgb[j, i + 1, c] = rgb[j, i, c]
