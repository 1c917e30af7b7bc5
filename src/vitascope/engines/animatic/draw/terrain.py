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
    nx, ny, nz = normals(heights, cell_m)
    lit = np.clip(nx * sun[0] + ny * sun[1] + nz * sun[2], 0, 1)
    shadow = _shadow(np.ascontiguousarray(heights[::2, ::2]), 2 * cell_m, sun, reach // 2)
    fine = cv2.resize(shadow, heights.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return ((0.08 + 0.92 * lit ** np.float32(0.42)) * (0.06 + 0.94 * fine)).astype(np.float32)


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
    packed = np.concatenate([np.clip(albedo, 0, 255), np.clip(lit, 0, 1)[..., None] * 255], axis=2)
    return np.ascontiguousarray(packed.astype(np.uint8))


def mix(a: NDArray[np.float32], colour: tuple[float, float, float], share: Field) -> NDArray[np.float32]:
    """``share`` of ``colour`` over ``a``."""
    return (a + (np.array(colour, np.float32) - a) * share[..., None]).astype(np.float32)


def step(low: float, high: float, x: Field) -> Field:
    """Smoothstep."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _height(heights, x, z):  # type: ignore[no-untyped-def]
    return tile(heights, x, z)
