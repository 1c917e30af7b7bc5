"""Where rain falls on level ground or on water: small crowns, and rings that widen."""

# ruff: noqa: PLR0912, PLR0915 - long kernels keep their values in registers
from __future__ import annotations

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.noise import lot
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose

_CROWN_S, _RING_S = 0.14, 0.55
_MANY = 520
_NEAR_M, _FAR_M = 1.2, 22.0


def paint_splashes(
    canvas: Canvas, pose: Pose, light: Light, time_s: float, strength: float, seed: int, *, rings: bool
) -> None:
    """Over the ground that is there, as far as it is level: at each moment others, where the rain happens to fall."""
    bright = [min(0.45 * k + 0.8 * a + 24, 255.0) for k, a in zip(light.key, light.ambient, strict=True)]
    lasts = _RING_S if rings else _CROWN_S
    _splashes(
        canvas.rgb, canvas.depth, np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]), time_s, lasts,
        int(_MANY * strength * (2.5 if rings else 1.0)), np.array(bright), seed, rings,
    )  # fmt: skip


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _splashes(rgb, depth, camera, time_s, lasts, count, colour, seed, rings):  # type: ignore[no-untyped-def]
    rows, cols = depth.shape
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    # From above, the nearest ground in the picture is farther off.
    least, most = max(_NEAR_M, 1.6 * min(py, 12.0)), max(_FAR_M, 9.0 * min(py, 12.0))
    for k in range(count):
        turn = time_s / lasts + lot(k * 5, seed)
        which = int(np.floor(turn))
        age = turn - which
        n = k * 7919 + which * 104729
        # More of them near: as many to a piece of the picture.
        far = least / (least / most + (1 - least / most) * lot(n, seed))
        wide = far / focal * 1.05
        side = (2 * lot(n + 1, seed) - 1) * wide
        x, z = px + side * cy + far * sy, pz + far * cy - side * sy
        # The height of the ground there is what the picture says: its own at first, then what is seen.
        y = 0.0
        found = False
        col, row, d = 0.0, 0.0, 1.0
        for _ in range(5):
            dx, dy, dz = x - px, y - py, z - pz
            ahead = dx * sy + dz * cy
            up, d = dy * cp - ahead * sp, dy * sp + ahead * cp
            col, row = cols / 2 + (dx * cy - dz * sy) / d * scale, rows / 2 - up / d * scale
            i, j = int(col), int(row)
            if i < 2 or j < 2 or i >= cols - 2 or j >= rows - 2:
                break
            seen = depth[j, i]
            if abs(seen - d) < 0.06 * d + 0.05:
                # Level: the ground of the row below is nearer by what a plane would be.
                drop = (rows / 2 - row) / scale * cp + sp
                found = drop < -0.01 and depth[min(j + 2, rows - 1), i] < seen
                break
            y = py + ((rows / 2 - row) / scale * cp + sp) * seen
        if not found:
            continue
        px_m = scale / d
        flat = min(max(-((rows / 2 - row) / scale * cp + sp), 0.04), 1.0)
        fade = 1 - age
        if rings:
            radius = (0.02 + 0.17 * age) * px_m
            thick = max(0.014 * px_m, 0.8)
            power = 0.5 * fade * min(px_m / 22, 1.0)
            reach = radius + 2 * thick
            for j in range(max(int(row - reach * flat - 1), 0), min(int(row + reach * flat + 2), rows)):
                for i in range(max(int(col - reach), 0), min(int(col + reach + 1), cols)):
                    ox, oy = i - col, (j - row) / flat
                    off = abs(np.sqrt(ox * ox + oy * oy) - radius) / thick
                    if off < 1 and depth[j, i] > d * 0.93:
                        for c in range(3):
                            v = rgb[j, i, c] + (colour[c] - rgb[j, i, c]) * power * (1 - off)
                            rgb[j, i, c] = np.uint8(min(max(v, 0.0), 255.0))
        if age < 0.3 or not rings:
            fall = age if not rings else age / 0.3
            for m in range(5):
                a = (m + 0.5) / 5 * 2 - 1
                ox = a * (0.012 + 0.05 * fall) * px_m
                oy = (0.055 * fall * (1 - fall) * 4 * (1 - 0.5 * a * a)) * px_m
                r = max(0.006 * px_m, 0.55)
                power = 0.7 * (1 - fall) * min(px_m / 45, 1.0)
                for j in range(max(int(row - oy - r), 0), min(int(row - oy + r + 2), rows)):
                    for i in range(max(int(col + ox - r), 0), min(int(col + ox + r + 2), cols)):
                        near = 1 - np.sqrt((i - col - ox) ** 2 + (j - row + oy) ** 2) / (r + 0.7)
                        if near > 0 and depth[j, i] > d * 0.93:
                            for c in range(3):
                                v = rgb[j, i, c] + (colour[c] - rgb[j, i, c]) * power * near
                                rgb[j, i, c] = np.uint8(min(max(v, 0.0), 255.0))
