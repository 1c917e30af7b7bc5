"""Lights that come and go in the sky: northern lights, rainbows, shooting stars."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.noise import tile
from vitascope.engines.animatic.draw.stage import Canvas, Pose


def paint_meteor(canvas: Canvas, pose: Pose, seed: int, time_s: float, last: int, strength: float) -> None:
    """A shooting star every few seconds: half a second of light with a tail, thinner to its end."""
    random = np.random.default_rng(seed + 7001)
    every = float(random.uniform(1.7, 3.6))
    turn = math.floor(time_s / every + float(random.random()))
    random = np.random.default_rng((seed * 131 + turn * 977 + 5) % 2**32)
    begins = float(random.uniform(0.0, 0.5))
    age = (time_s / every + float(np.random.default_rng(seed + 7001).uniform(0, 1))) % 1.0 * every - begins
    if not 0 <= age < 0.75:
        return
    azimuth, up = float(random.uniform(-0.55, 0.55)), float(random.uniform(0.30, 0.55))
    fall, aside = float(random.uniform(0.25, 0.5)), float(random.choice([-1.0, 1.0])) * float(random.uniform(0.3, 0.6))
    spots = []
    for at in (age, max(age - 0.22, 0.0)):
        a, e = azimuth + aside * at, up - fall * at
        way = (math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e))
        x, y, z = (p + 1e4 * w for p, w in zip((pose.x, pose.y, pose.z), way, strict=True))
        col, row, depth = pose.project(x, y, z, canvas.width, canvas.height)
        if depth <= 0:
            return
        spots.append((col, row))
    light = strength * math.sin(math.pi * min(age / 0.75, 1.0))
    steps = 14
    for k in range(steps):
        f, g = k / steps, (k + 1) / steps
        one = tuple(round((spots[0][c] + (spots[1][c] - spots[0][c]) * f) * 16) for c in (0, 1))
        other = tuple(round((spots[0][c] + (spots[1][c] - spots[0][c]) * g) * 16) for c in (0, 1))
        if not (0 < one[1] / 16 < last and 0 < other[1] / 16 < last and 0 < one[0] / 16 < canvas.width):
            continue
        tone = light * (1 - f) ** 1.6
        row, col = min(int(one[1] / 16), canvas.height - 1), min(int(one[0] / 16), canvas.width - 1)
        under = canvas.rgb[row, col].astype(float)
        colour = [float(min(u + tone * c, 255.0)) for u, c in zip(under, (225, 235, 255), strict=True)]
        cv2.line(canvas.rgb, one, other, colour, max(round(canvas.width / 900 * (1 - 0.6 * f)), 1), cv2.LINE_AA, 4)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def aurora(dx, dy, dz, lumps, time_s, seed):  # type: ignore[no-untyped-def]
    """Three curtains of light: sharp hems, rays that run along them, and colour by height."""
    r, g, b = 0.0, 0.0, 0.0
    if dy < 0.02 or dz < -0.3:
        return r, g, b
    a = np.arctan2(dx, dz)
    e = dy
    for k in range(3):
        s = seed + k * 2.4
        # The fold of a curtain: how high its hem stands at this azimuth.
        hem = (
            0.10 + 0.075 * k + 0.07 * np.sin(a * 1.7 + s + time_s * 0.10) + 0.045 * np.sin(a * 4.3 - s + time_s * 0.17)
        )
        hem += 0.014 * np.sin(a * 11 + s * 3 - time_s * 0.3)
        up = e - hem
        if up < -0.03:
            continue
        ray = tile(lumps, (a + 0.05 * np.sin(a * 9 + s)) * 95 + s * 40 + time_s * 2.2, s * 17 + time_s * 3.0)
        slow = tile(lumps, a * 16 + s * 20 - time_s * 1.4, s * 31 + time_s * 1.7)
        power = max(0.55 + 0.42 * ray + 0.55 * slow, 0.0)
        tall = 0.13 + 0.05 * slow
        body = np.exp(-max(up, 0.0) / tall) * (1.0 if up > 0 else (1 + up / 0.03) ** 2)
        p = power * body * (1.0 - 0.22 * k)
        high = min(max(up / 0.28, 0.0), 1.0)
        r += p * (28 + 110 * high)
        g += p * (190 - 120 * high)
        b += p * (88 + 70 * high)
    return r, g, b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def bow(dx, dy, dz):  # type: ignore[no-untyped-def]
    """A rainbow and its fainter second, about a point under the horizon ahead: 42 and 51 degrees off it."""
    c = dx * 0.19 - dy * 0.32 + dz * 0.928
    angle = np.arccos(min(max(c, -1.0), 1.0))
    low = min(max(dy * 6 + 0.6, 0.0), 1.0)
    r, g, b = 0.0, 0.0, 0.0
    for k in range(2):
        middle = 0.722 if k == 0 else 0.905
        t = (angle - middle) / (0.020 if k == 0 else -0.032)
        p = (62.0 if k == 0 else 20.0) * low
        r += p * (np.exp(-((t - 1.0) ** 2)) + 0.35 * np.exp(-((t + 1.5) ** 2) * 2))
        g += p * np.exp(-((t - 0.05) ** 2))
        b += p * np.exp(-((t + 0.95) ** 2))
    if angle < 0.71:
        inside = 7.0 * low
        r, g, b = r + inside, g + inside, b + inside
    return r, g, b
