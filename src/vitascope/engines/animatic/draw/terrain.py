"""Ground by columns: a height field marched from near to far, with haze, detail and smooth ridges.

The method is that of Comanche's voxel space (NovaLogic, 1992) with linear spans, so nothing looks like a voxel.
"""

# ruff: noqa: PLR0912, PLR0915 - long kernels keep their values in registers
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.columns import fill_between, stride_of
from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, fractal, tile
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

    def ground(self, x: float, z: float) -> float:
        half = self.heights.shape[0] / 2
        return float(_height(self.heights, x / self.cell_m + half, z / self.cell_m + half))

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        """Draw over the sky that is there."""
        height = max(pose.y - self.ground(pose.x, pose.z), 0.3)
        stride = stride_of(canvas.width)
        tops = np.empty(canvas.width // stride + 2, np.int64)
        _march(
            canvas.rgb, canvas.depth, tops, stride, self.heights, self.skin, self.detail, self.strata,
            np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
            np.array([
                self.cell_m, self.far_m, min(height * 0.45, 60.0), self.coarse, self.grain, self.strata_m, self.mist_m,
                self.mist, palette.haze_m, self.sway, self.sway_m, time_s, self.caustics, float(self.heights.max()),
            ]),
            np.array([palette.key, palette.ambient, palette.haze, palette.glow]), np.array(palette.sun),
            0.55 * palette.disc * (1 - min(palette.elevation / 1.1, 1.0)),
        )  # fmt: skip
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


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _march(rgb, depth, tops, every, heights, skin, detail, strata, camera, how, colours, sun, forward):  # type: ignore[no-untyped-def]
    rows, cols = rgb.shape[0], rgb.shape[1]
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cell, far, first, coarse, grain, strata_m, mist_m = how[0], how[1], how[2], how[3], how[4], how[5], how[6]
    mist, haze_m, sway, sway_m, time_s, caustics, highest = how[7], how[8], how[9], how[10], how[11], how[12], how[13]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    mask = heights.shape[0] - 1
    half = heights.shape[0] / 2
    inv = 1.0 / cell
    pixel = 1.0 / scale
    for number in range((cols + every - 1) // every + 1):
        col = min(number * every, cols - 1)
        u = (col + 0.5 - cols / 2) / scale
        ax, az = sy + u * cy, cy - u * sy
        n = 1.0 / np.sqrt(ax * ax + az * az)
        toward = max((ax * sun[0] + az * sun[2]) * n, 0.0)
        toward = toward**6 * forward
        hr = colours[2, 0] + (colours[3, 0] - colours[2, 0]) * toward
        hg = colours[2, 1] + (colours[3, 1] - colours[2, 1]) * toward
        hb = colours[2, 2] + (colours[3, 2] - colours[2, 2]) * toward
        filled = rows
        pend, pr, pg, pb, pd = 0.0, 0.0, 0.0, 0.0, 0.0
        # The sample before: its row, colour, depth and way.
        brow, br, bg, bb, bt, bfog, by, bspots = 1e9, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        t = first
        while t < far and filled > 0:
            x, z = px + ax * t, pz + az * t
            mx, mz = x * inv + half, z * inv + half
            h = tile(heights, mx, mz)
            dy = h - py
            d = max(dy * sp + t * cp, 1e-3)
            row = rows / 2 - (dy * cp - t * sp) / d * scale
            stride = min(t * coarse + 0.004, 2.6 * cell)
            # The skin's colour, between its points: nearest ones would show squares.
            fx, fz = np.floor(mx), np.floor(mz)
            if row < filled or brow > 1e8:
                ix, iz = int(fx), int(fz)
                wx, wz = mx - fx, mz - fz
                x0, x1 = np.uint64(ix & mask), np.uint64((ix + 1) & mask)
                z0, z1 = np.uint64(iz & mask), np.uint64((iz + 1) & mask)
                w00, w01, w10, w11 = (1 - wx) * (1 - wz), wx * (1 - wz), (1 - wx) * wz, wx * wz
                sl = (
                    skin[z0, x0, 3] * w00 + skin[z0, x1, 3] * w01 + skin[z1, x0, 3] * w10 + skin[z1, x1, 3] * w11
                ) / 255
                kr = (colours[1, 0] + colours[0, 0] * sl * 0.82) / 255
                kg = (colours[1, 1] + colours[0, 1] * sl * 0.82) / 255
                kb = (colours[1, 2] + colours[0, 2] * sl * 0.82) / 255
                r = (skin[z0, x0, 0] * w00 + skin[z0, x1, 0] * w01 + skin[z1, x0, 0] * w10 + skin[z1, x1, 0] * w11) * kr
                g = (skin[z0, x0, 1] * w00 + skin[z0, x1, 1] * w01 + skin[z1, x0, 1] * w10 + skin[z1, x1, 1] * w11) * kg
                b = (skin[z0, x0, 2] * w00 + skin[z0, x1, 2] * w01 + skin[z1, x0, 2] * w10 + skin[z1, x1, 2] * w11) * kb
                if sway > 0:
                    w = tile(detail, x / sway_m + time_s * 3.0, z / sway_m + time_s * 1.3)
                    w += 0.5 * tile(detail, x / sway_m * 0.31 + time_s * 2.4, z / sway_m * 0.31 + time_s)
                    w = 1 + sway * w
                    r *= w
                    g *= w
                    b *= w
                if caustics > 0:
                    c1 = tile(detail, x * 6 + time_s * 2.5, z * 6 + time_s * 1.2)
                    c2 = tile(detail, x * 5 - time_s * 2.5 + 100, z * 7 - time_s * 1.2)
                    c = max(1 - 0.75 * abs(c1 + c2), 0.0)
                    c = 1 + caustics * (c * c * c * 2.2 - 0.25)
                    r *= c
                    g *= c
                    b *= c
                spots = 0.8 * grain * tile(detail, x * 0.19 + 37, z * 0.19 + 11) / (1 + t * pixel * 0.12)
                thick = 1 + mist * transmittance(max(h, 0.0) / mist_m)
                fog = 1 - transmittance(t / haze_m * thick)
                if row < filled:
                    top = int(np.ceil(row))
                    top = max(top, 0)
                    # Between the sample before and this one, from below to above; the first one stands for itself.
                    alone = brow > 1e8
                    per_row = 1.0 / (brow - row) if brow - row > 1.0 and not alone else 0.0
                    near = 1.0 / t if alone else 1.0 / bt
                    nearer = 1.0 / t - near
                    up = (h - py) * sp
                    for y in range(filled - 1, top - 1, -1):
                        f = min(max((brow - y) * per_row, 0.0), 1.0) if per_row > 0.0 else 1.0
                        cr, cg, cb = br + (r - br) * f, bg + (g - bg) * f, bb + (b - bb) * f
                        q = bfog + (fog - bfog) * f
                        tt = 1.0 / (near + nearer * f)
                        # Three sizes of grain, each gone before it is finer than a pixel.
                        wide = tt * pixel
                        m = 1.0 + bspots + (spots - bspots) * f
                        if wide < 0.6:
                            dx, dz = px + ax * tt, pz + az * tt
                            m += grain * tile(detail, dx * 3.1 + 91, dz * 3.1) * (1 - wide * (1 / 0.6))
                            if wide < 0.05:
                                m += grain * tile(detail, dx * 40, dz * 40) * (1 - wide * (1 / 0.05))
                        if strata_m > 0:
                            hy = (by + (h - by) * f if not alone else h) / strata_m
                            s = np.uint64(int((hy - np.floor(hy)) * 255))
                            cr *= strata[s, 0]
                            cg *= strata[s, 1]
                            cb *= strata[s, 2]
                        m = max(m, 0.15) * (1 - q)
                        cr, cg, cb = cr * m + hr * q, cg * m + hg * q, cb * m + hb * q
                        dd = tt * cp + up
                        if y == filled - 1 and pend > 0:
                            cr, cg, cb = cr + (pr - cr) * pend, cg + (pg - cg) * pend, cb + (pb - cb) * pend
                            if pend > 0.5:
                                dd = pd
                            pend = 0.0
                        j, i = np.uint64(y), np.uint64(col)
                        rgb[j, i, 0] = np.uint8(np.int32(min(cr, 255.0)))
                        rgb[j, i, 1] = np.uint8(np.int32(min(cg, 255.0)))
                        rgb[j, i, 2] = np.uint8(np.int32(min(cb, 255.0)))
                        depth[j, i] = dd
                    if top < filled:
                        pend = 0.0
                    if top < filled or pend == 0.0:
                        filled = top
                        pend = top - row
                    else:
                        pend = max(pend, filled - row)
                    pr, pg, pb, pd = r + (hr - r) * fog, g + (hg - g) * fog, b + (hb - b) * fog, d
                brow, br, bg, bb, bt, bfog, by, bspots = row, r, g, b, t, fog, h, spots
            else:
                brow, bt, by = row, t, h
                # Nothing beyond can rise above what is drawn: the rest of this column is sky.
                best = highest - py
                if rows / 2 - (best * cp - t * sp) / max(best * sp + t * cp, 1e-3) * scale > filled and best > 0:
                    break
            t += stride
        tops[number] = filled
        if pend > 0 and filled > 0 and filled <= rows:
            y = filled - 1
            tops[number] = y
            rgb[y, col, 0] = np.uint8(min(rgb[y, col, 0] + (pr - rgb[y, col, 0]) * pend, 255.0))
            rgb[y, col, 1] = np.uint8(min(rgb[y, col, 1] + (pg - rgb[y, col, 1]) * pend, 255.0))
            rgb[y, col, 2] = np.uint8(min(rgb[y, col, 2] + (pb - rgb[y, col, 2]) * pend, 255.0))
            if pend > 0.5:
                depth[y, col] = pd
