"""Air that can be seen: fog that lies, driving snow, sheets of rain, dust. Thick at the ground, thin above, adrift."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.noise import Field, fractal, tile
from vitascope.engines.animatic.draw.stage import Canvas, Colour, Pose

_STEPS, _LEAST, _MOST = 2048, -6.0, 30.0
_BLOCK = 16
"""Pixels between the looks at the drifting noise: banks of fog are larger than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mist:
    """One kind of thick air. Its density falls with the height over y = 0, where the camera's ground is."""

    clear_m: float
    """Metres at the ground in which about two thirds of a colour are lost."""
    high_m: float
    """Height at which it is a third as thick."""
    colour: Colour
    drift: tuple[float, float] = (0.5, 0.1)
    """Metres/second along x and z."""
    banks_m: float = 30.0
    """Size of its banks."""
    uneven: float = 0.6
    """0 the same everywhere, 1 with holes."""
    slant: float = 0.0
    """How much the banks lean with the wind, as sheets of rain do: metres aside a metre of height."""
    most: float = 1.0
    """Of it in front of the sky, which is not drowned altogether."""

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        _veil(
            canvas.rgb, canvas.depth, np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
            np.array([
                1 / self.clear_m, self.high_m, self.drift[0] * time_s, self.drift[1] * time_s, 256 / (8 * self.banks_m),
                self.uneven, self.slant, self.most,
            ]),
            np.array(self.colour, np.float32), _banks(), _through(),
        )  # fmt: skip


@lru_cache(maxsize=1)
def _banks() -> Field:
    return fractal(256, 4711, slope=1.5, lowest=4)


@lru_cache(maxsize=1)
def _through() -> NDArray[np.float32]:
    """``(1 - exp(-u)) / u``: the mean thickness along a ray that climbs ``u`` heights of the layer."""
    u = np.linspace(_LEAST, _MOST, _STEPS)
    u = np.where(np.abs(u) < 1e-6, 1e-6, u)
    return ((1 - np.exp(-u)) / u).astype(np.float32)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _veil(rgb, depth, camera, how, colour, banks, through):  # type: ignore[no-untyped-def]
    rows, cols = depth.shape
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    here = np.exp(-max(py, -0.5 * how[1]) / how[1])
    count = (cols + _BLOCK - 1) // _BLOCK + 1
    above, below = np.empty(count, np.float32), np.empty(count, np.float32)
    per_step = np.float32((_STEPS - 1) / (_MOST - _LEAST))
    one, least = np.float32(1), np.float32(_LEAST)
    most = np.float32(how[7])
    for top in range(0, rows, _BLOCK):
        _patches(above, top, depth, px, py, pz, cy, sy, cp, sp, scale, how, banks)
        _patches(below, top + _BLOCK, depth, px, py, pz, cy, sy, cp, sp, scale, how, banks)
        for j in range(top, min(top + _BLOCK, rows)):
            v = (rows / 2 - j - 0.5) / scale
            climb = np.float32((v * cp + sp) / how[1])
            thick = np.float32(how[0] * here * np.sqrt(1 + v * v))
            f = np.float32((j - top) / _BLOCK)
            line, far = rgb[j], depth[j]
            for k in range(count - 1):
                a = above[k] + (below[k] - above[k]) * f
                b = above[k + 1] + (below[k + 1] - above[k + 1]) * f
                step = (b - a) / np.float32(_BLOCK)
                before, share = np.float32(-1), np.float32(0)
                for i in range(k * _BLOCK, min((k + 1) * _BLOCK, cols)):
                    n = np.uint64(i)
                    d = far[n]
                    # Every other pixel is as far off as its neighbour, and as veiled.
                    if not i & 1 or abs(d - before) > np.float32(0.03) * d:
                        u = (min(max(d * climb, least), np.float32(_MOST)) - least) * per_step
                        part = through[np.uint64(int(u))]
                        kept = np.float32(transmittance(d * thick * part * (a + step * np.float32(i - k * _BLOCK))))
                        share = (one - kept) * (most if d > np.float32(15000) else one)
                    before = d
                    if share < np.float32(0.004):
                        continue
                    for c in range(3):
                        m = np.uint64(c)
                        old = np.float32(line[n, m])
                        line[n, m] = np.uint8(np.int32(old + (colour[m] - old) * share))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _patches(out, j, depth, px, py, pz, cy, sy, cp, sp, scale, how, banks):  # type: ignore[no-untyped-def]
    """How thick the air is, about 1, along the ray through every `_BLOCK`-th pixel of row ``j``."""
    rows, cols = depth.shape
    row = min(j, rows - 1)
    v = (rows / 2 - row - 0.5) / scale
    for k in range(out.shape[0]):
        i = min(k * _BLOCK, cols - 1)
        u = (i + 0.5 - cols / 2) / scale
        d = min(depth[row, i], np.float32(2.5 / how[0]))
        total = 0.0
        if depth[row, i] > np.float32(15000):
            out[k] = 1.0
            continue
        for s in range(3):  # near, half way, there
            w = d * (0.15 + 0.4 * s)
            side, ahead, up = u * w, w * (cp - v * sp), w * (v * cp + sp) + py
            x, z = px + side * cy + ahead * sy, pz + ahead * cy - side * sy
            x += up * how[6]
            total += tile(banks, (x - how[2]) * how[4], (z - how[3]) * how[4])
        out[k] = max(1 + how[5] * total * 0.6, 0.12)
