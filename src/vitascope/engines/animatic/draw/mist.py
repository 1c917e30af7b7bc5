"""Air that can be seen: fog that lies, driving snow, sheets of rain, dust. Thick at the ground, thin above, adrift."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.noise import Field, fractal, tile
from vitascope.engines.animatic.draw.stage import Canvas, Colour, Pose

_LEAST, _MOST = -6.0, 30.0
"""Heights of the layer that a ray climbs at most: beyond them nothing is seen to change."""
_BLOCK = 8
"""Pixels between the looks at the drifting noise: banks of fog are larger than that."""
_LOOKS, _CONTRAST = 4, 1.8
"""How often along a ray, and how much their mean weighs."""


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
    layers: float = 0.0
    """How fast the banks change with height, beside along the ground: fog lies in sheets, one over the other."""
    most: float = 1.0
    """Of it in front of the sky, which is not drowned altogether."""

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        _veil(
            canvas.rgb, canvas.depth, np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
            np.array([
                1 / self.clear_m, self.high_m, self.drift[0] * time_s, self.drift[1] * time_s, 256 / (8 * self.banks_m),
                self.uneven, self.slant, self.most, self.layers,
            ]),
            np.array(self.colour, np.float32), _banks(),
        )  # fmt: skip


@lru_cache(maxsize=1)
def _banks() -> Field:
    return fractal(256, 4711, slope=1.5, lowest=4)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _veil(rgb, depth, camera, how, colour, banks):  # type: ignore[no-untyped-def]
    rows, cols = depth.shape
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    here = np.exp(-max(py, -0.5 * how[1]) / how[1])
    count = (cols + _BLOCK - 1) // _BLOCK + 1
    above, below = np.empty(count, np.float32), np.empty(count, np.float32)
    one, zero, least, high = np.float32(1), np.float32(0), np.float32(_LEAST), np.float32(_MOST)
    tiny, faint, sky = np.float32(1e-3), np.float32(0.004), np.float32(15000)
    most, by32, by64 = np.float32(how[7]), np.float32(1 / 32), np.float32(1 / 64)
    flat, tints, thrice = rgb.reshape(rows, cols * 3), np.empty(cols * 3, np.float32), np.empty(cols * 3, np.float32)
    for k in range(cols * 3):
        tints[k] = colour[k % 3]
    along, share = np.empty(count * _BLOCK, np.float32), np.empty(cols, np.float32)
    steps = np.arange(_BLOCK).astype(np.float32)
    for top in range(0, rows, _BLOCK):
        _patches(above, min(top, rows - 1), depth, px, py, pz, cy, sy, cp, sp, scale, how, banks)
        _patches(below, min(top + _BLOCK, rows - 1), depth, px, py, pz, cy, sy, cp, sp, scale, how, banks)
        for j in range(top, min(top + _BLOCK, rows)):
            v = (rows / 2 - j - 0.5) / scale
            climb = np.float32((v * cp + sp) / how[1])
            thick = np.float32(how[0] * here * np.sqrt(1 + v * v))
            f = np.float32((j - top) / _BLOCK)
            far = depth[j]
            for k in range(count - 1):
                a = (above[k] + (below[k] - above[k]) * f) * thick
                b = (above[k + 1] + (below[k + 1] - above[k + 1]) * f) * thick
                step = (b - a) / np.float32(_BLOCK)
                for i in range(_BLOCK):
                    along[k * _BLOCK + i] = a + step * steps[i]
            # The mean thickness along a ray that climbs u heights of the layer is (1 - exp(-u)) / u.
            for i in range(cols):
                d = far[i]
                u = min(max(d * climb, least), high)
                u = u if abs(u) > tiny else tiny
                e = max(one - u * by64, zero)
                e *= e
                e *= e
                e *= e
                e *= e
                e *= e
                e *= e
                y = max(one - d * along[i] * ((one - e) / u) * by32, zero)
                y *= y
                y *= y
                y *= y
                y *= y
                y *= y
                s = (one - y) * (most if d > sky else one)
                s = s if s >= faint else zero
                share[i] = s
            over(flat[j], share, thrice, tints)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def over(line, share, thrice, tints):  # type: ignore[no-untyped-def]
    """Lay ``share`` of the colour over a row of bytes, as one flat run: the shape that compilers make vectors of."""
    for i in range(share.shape[0]):
        n = np.uint64(3 * i)
        thrice[n] = thrice[n + np.uint64(1)] = thrice[n + np.uint64(2)] = share[i]
    for k in range(thrice.shape[0]):
        old = np.float32(line[k])
        line[k] = np.uint8(np.int32(old + (tints[k] - old) * thrice[k]))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _patches(out, row, depth, px, py, pz, cy, sy, cp, sp, scale, how, banks):  # type: ignore[no-untyped-def]
    """How thick the air is, about 1, along the ray through every `_BLOCK`-th pixel of a row.

    Looked up at the same places whatever the ray meets, as far as it comes: or each outline would have banks of its
    own about it.
    """
    rows, cols = depth.shape
    v = (rows / 2 - row - 0.5) / scale
    most = 2.5 / how[0]
    for k in range(out.shape[0]):
        i = min(k * _BLOCK, cols - 1)
        d = depth[row, i]
        if d > np.float32(15000):
            out[k] = 1.0
            continue
        u = (i + 0.5 - cols / 2) / scale
        total = weight = 0.0
        for s in range(_LOOKS):
            w = most * (s + 0.5) / _LOOKS
            counts = min(d / w, 1.0) if s == 0 else min(max(d / w - 0.5, 0.0) * 2, 1.0)
            if counts > 0.0:
                side, ahead, up = u * w, w * (cp - v * sp), w * (v * cp + sp) + py
                x, z = px + side * cy + ahead * sy + up * how[6], pz + ahead * cy - side * sy + up * how[8]
                total += counts * tile(banks, (x - how[2]) * how[4], (z - how[3]) * how[4])
                weight += counts
        out[k] = max(1 + how[5] * _CONTRAST * total / max(weight, 1.0), 0.12)
