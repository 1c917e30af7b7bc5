"""Ground by columns: a height field marched from near to far, with haze, detail and smooth ridges.

The method is that of Comanche's voxel space (NovaLogic, 1992) with linear spans, so nothing looks like a voxel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.columns import fill_between, stride_of
from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.march import march
from vitascope.engines.animatic.draw.noise import Field, fractal, tile
from vitascope.engines.animatic.draw.ridges import slant
from vitascope.engines.animatic.draw.samples import quads
from vitascope.engines.animatic.draw.stage import Canvas, Pose


@dataclass(frozen=True, slots=True, kw_only=True)
class Terrain:
    """One shot's ground. Arrays are square, their side a power of two, and repeat for ever; the camera starts amid."""

    heights: Field
    skin: NDArray[np.uint8]
    """Albedo and how much sun falls there, shaped ``(side, side, 4)``."""
    cell_m: float
    far_m: float
    detail: Field
    grain: float = 0.14
    """How rough the ground looks from near."""
    strata: Field
    """Tint by height, ``(256, 3)``, 1.0 is none; one turn is ``strata_m`` high."""
    strata_m: float = 60.0
    mist_m: float = 120.0
    """Height over which the haze thins to a third."""
    mist: float = 1.0
    """How much thicker the haze is at height zero."""
    sway: float = 0.0
    """How much waves of wind show, as on wheat."""
    sway_m: float = 9.0
    caustics: float = 0.0
    coarse: float = 0.017
    """Step as a share of distance."""
    grains: tuple[NDArray[np.int32], tuple[float, float]] = field(init=False)
    """``detail`` as `march` reads it."""
    highest: float = field(init=False)
    lowest: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "grains", quads(self.detail))
        object.__setattr__(self, "highest", float(self.heights.max()))
        object.__setattr__(self, "lowest", float(self.heights.min()))

    def ground(self, x: float, z: float) -> float:
        half = self.heights.shape[0] / 2
        return float(_height(self.heights, x / self.cell_m + half, z / self.cell_m + half))

    def dip(self, pose: Pose) -> float:
        """Radians below the horizon at which this ground ends at the latest."""
        return math.atan2(max(pose.y - self.lowest, 0.0), self.far_m)

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        """Draw over the sky that is there."""
        height = max(pose.y - self.ground(pose.x, pose.z), 0.3)
        grains, grade = self.grains
        stride = stride_of(canvas.width)
        tops = np.empty(canvas.width // stride + 2, np.int64)
        march(
            canvas.rgb, canvas.depth, tops, stride, self.heights.ravel(), self.skin.view(np.int32).ravel(),
            grains, np.array([self.heights.shape[0].bit_length() - 1, self.detail.shape[0].bit_length() - 1]),
            self.strata, np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
            np.array([
                self.cell_m, self.far_m, min(height * 0.45, 60.0), self.coarse, self.grain, self.strata_m, self.mist_m,
                self.mist, palette.haze_m, self.sway, self.sway_m, time_s, self.caustics, self.highest,
                *grade,
            ]),
            np.array([palette.key, palette.ambient, palette.haze, palette.glow]), np.array(palette.sun),
            0.55 * palette.disc * (1 - min(palette.elevation / 1.1, 1.0)),
        )  # fmt: skip
        if stride > 2:
            fill_between(canvas.rgb, canvas.depth, tops, stride)
        slant(canvas.rgb, canvas.depth, int(tops.min()), stride)


PLAIN = np.ones((256, 3), np.float32)
"""No strata."""


def detail_texture(seed: int) -> Field:
    return fractal(512, seed + 5, slope=0.9, lowest=6)


def normals(heights: Field, cell_m: float) -> tuple[Field, Field, Field]:
    """Unit normals of a height field that tiles."""
    dx = (np.roll(heights, -1, 1) - np.roll(heights, 1, 1)) / (2 * cell_m)
    dz = (np.roll(heights, -1, 0) - np.roll(heights, 1, 0)) / (2 * cell_m)
    n = 1 / np.sqrt(1 + dx * dx + dz * dz)
    return -dx * n, n, -dz * n


def sunlight(heights: Field, cell_m: float, sun: tuple[float, float, float], *, reach: int = 48) -> Field:
    """How much sun falls on each point, 0 to 1: its slope towards the sun, and the shadows of what stands before it."""
    heights = np.ascontiguousarray(heights, np.float32)
    lit = np.empty(heights.shape, np.float32)
    _face(heights, np.float32(0.5 / cell_m), np.array(sun, np.float32), lit)
    shadow = _shadow(np.ascontiguousarray(heights[::2, ::2]), 2 * cell_m, sun, reach // 2)
    fine = cv2.resize(shadow, heights.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return (0.08 + 0.92 * power(lit, 0.42)) * (0.06 + 0.94 * fine)


def _shadow(heights: Field, cell_m: float, sun: tuple[float, float, float], reach: int) -> Field:
    """1 in the sun, 0 in the shade of what stands within ``reach`` steps, which grow longer."""
    flat = max(float(np.hypot(sun[0], sun[2])), 1e-6)
    shadow = np.ones_like(heights)
    climb = sun[1] / flat
    for k in range(1, reach):
        away = k * (1 + k / 12)  # further apart far off: a shadow's edge softens with distance
        sx, sz = round(sun[0] / flat * away), round(sun[2] / flat * away)
        over = np.roll(heights, (-sz, -sx), (0, 1))
        over -= heights
        over -= np.float32(climb * away * cell_m)
        over *= np.float32(-1 / (cell_m * (0.8 + away * 0.08)))
        over += 1
        np.minimum(shadow, over, out=shadow)
    return np.maximum(shadow, 0)


def skin(albedo: NDArray[np.float32], lit: Field) -> NDArray[np.uint8]:
    """Pack colour and sunlight as `Terrain.skin` wants them."""
    packed = np.empty((*lit.shape, 4), np.uint8)
    _pack(_row(albedo), _row(lit), packed.ravel())
    return packed


def mix(a: NDArray[np.float32], colour: tuple[float, float, float], share: Field) -> NDArray[np.float32]:
    """``share`` of ``colour`` over ``a``."""
    mixed = np.empty(a.shape, np.float32)
    _mix(_row(a), np.array(colour, np.float32), _row(share), mixed.ravel())
    return mixed


def tinted(colours: NDArray[np.float32] | tuple[float, float, float], by: Field) -> NDArray[np.float32]:
    """One colour, or one a point, each ``by`` times as bright."""
    tints = np.empty((*by.shape, 3), np.float32)
    each = 0 if isinstance(colours, tuple) else 3
    _tint(_row(np.asarray(colours, np.float32)), np.uint64(each), _row(by), tints.ravel())
    return tints


def power(x: Field, exponent: float) -> Field:
    """``x ** exponent`` for ``x ≥ 0``: in vectors, as NumPy's is not on most machines, at a fifth of the time."""
    return np.asarray(cv2.pow(np.ascontiguousarray(x, np.float32), exponent), np.float32)


def smooth(x: Field, sigma: float) -> Field:
    """A field that tiles, blurred; ``sigma`` in points. SciPy's filter takes four times as long."""
    margin = int(4 * sigma + 0.5)
    wide = cv2.copyMakeBorder(x, margin, margin, margin, margin, cv2.BORDER_WRAP)
    return np.asarray(cv2.GaussianBlur(wide, (2 * margin + 1,) * 2, sigma)[margin:-margin, margin:-margin], np.float32)


def step(low: float, high: float, x: Field) -> Field:
    """Smoothstep."""
    stepped = np.empty(x.shape, np.float32)
    _step(_row(x), np.float32(low), np.float32(1 / (high - low)), stepped.ravel())
    return stepped


def _row(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """All of it in one row, of the one type that the kernels are compiled for: of what is kept, a copy."""
    return np.require(values, np.float32, ("C", "W")).ravel()


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _face(heights, by, sun, lit):  # type: ignore[no-untyped-def]
    """How far each point faces the sun, 0 to 1; ``by`` is one over twice a cell in metres."""
    rows, cols = heights.shape
    sx, sy, sz, one, zero = sun[0], sun[1], sun[2], np.float32(1), np.float32(0)
    for j in range(rows):
        here, north, south, out = heights[j], heights[(j + 1) % rows], heights[j - 1], lit[j]
        for i in range(1, cols - 1):
            n = np.uint64(i)
            dx = (here[n + np.uint64(1)] - here[n - np.uint64(1)]) * by
            dz = (north[n] - south[n]) * by
            out[n] = min(max((sy - dx * sx - dz * sz) / np.sqrt(one + dx * dx + dz * dz), zero), one)
        for i in (0, cols - 1):
            dx, dz = (here[(i + 1) % cols] - here[i - 1]) * by, (north[i] - south[i]) * by
            out[i] = min(max((sy - dx * sx - dz * sz) / np.sqrt(one + dx * dx + dz * dz), zero), one)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _pack(albedo, lit, packed):  # type: ignore[no-untyped-def]
    zero, one, full = np.float32(0), np.float32(1), np.float32(255)
    for k in range(lit.shape[0]):
        n = np.uint64(k)
        for c in range(np.uint64(3)):
            packed[n * np.uint64(4) + c] = np.uint8(np.int32(min(max(albedo[n * np.uint64(3) + c], zero), full)))
        packed[n * np.uint64(4) + np.uint64(3)] = np.uint8(np.int32(min(max(lit[n], zero), one) * full))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _step(x, low, by, stepped):  # type: ignore[no-untyped-def]
    zero, one, two, three = np.float32(0), np.float32(1), np.float32(2), np.float32(3)
    for k in range(x.shape[0]):
        t = min(max((x[k] - low) * by, zero), one)
        stepped[k] = t * t * (three - two * t)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _tint(colours, each, by, tints):  # type: ignore[no-untyped-def]
    one, two, three = np.uint64(1), np.uint64(2), np.uint64(3)
    for k in range(by.shape[0]):
        n, m, s = np.uint64(k) * three, np.uint64(k) * each, by[np.uint64(k)]
        tints[n], tints[n + one], tints[n + two] = colours[m] * s, colours[m + one] * s, colours[m + two] * s


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _mix(a, colour, share, mixed):  # type: ignore[no-untyped-def]
    r, g, b = colour[0], colour[1], colour[2]
    one, two, three = np.uint64(1), np.uint64(2), np.uint64(3)
    for k in range(share.shape[0]):
        n, s = np.uint64(k) * three, share[np.uint64(k)]
        mixed[n] = a[n] + (r - a[n]) * s
        mixed[n + one] = a[n + one] + (g - a[n + one]) * s
        mixed[n + two] = a[n + two] + (b - a[n + two]) * s


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _height(heights, x, z):  # type: ignore[no-untyped-def]
    return tile(heights, x, z)
