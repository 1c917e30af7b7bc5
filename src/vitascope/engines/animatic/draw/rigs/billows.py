"""Thick smoke and steam: lumpy balls with a lit and a shaded side, painted small and laid over the frame.

A billow is as wide as a tenth of the picture and soft, so a quarter of the resolution is enough: sixteen times as
cheap as `puffs`, which leaves room for a shaded surface. Where it meets solid things it fades instead of cutting.
"""

# mypy: disable-error-code="operator,no-untyped-def"

from __future__ import annotations

import threading

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.lamps import noise_tile
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose

Floats = NDArray[np.float64]

COLUMNS = 13
"""x, y, z and radius in metres; lit r, g, b; shaded r, g, b; opacity; where in the noise, u and v."""
_POINTS = 13.0
"""Points of the noise tile that the radius of a billow spans: lumps of about a fifth of it."""
_FINEST = 400
"""Columns that smoke is painted in at least, as far as the frame has them."""
_NEAR_M = 0.3

_kept = threading.local()


def paint_billows(
    canvas: Canvas, pose: Pose, camera: NDArray[np.float64], eye: NDArray[np.float64], billows: Floats, light: Light
) -> None:
    """Lay ``billows``, shaped ``(n, COLUMNS)``, over ``canvas``, far to near; they fade into the haze of ``light``."""
    local = (billows[:, :3] - eye) @ camera.T
    seen = (local[:, 2] > _NEAR_M) & (billows[:, 10] > 0.01)
    local, rows = local[seen], billows[seen]
    step = max(canvas.width // _FINEST, 1)
    width, height = -(-canvas.width // step), -(-canvas.height // step)
    scale = pose.focal * canvas.width / 2 / local[:, 2] / step
    out = np.empty((len(rows), COLUMNS + 1), np.float32)
    out[:, 0] = width / 2 + local[:, 0] * scale
    out[:, 1] = height / 2 - local[:, 1] * scale
    out[:, 2] = local[:, 2]
    out[:, 3] = rows[:, 3] * scale
    kept = np.exp(-local[:, 2] / max(light.haze_m, 1.0))[:, None]
    haze = np.tile(np.asarray(light.haze), 2)
    out[:, 4:10] = rows[:, 4:10] * kept + haze * (1 - kept)
    # what is right before the lens would be a grey wall
    out[:, 10] = rows[:, 10] * np.clip(2.2 - out[:, 3] / (0.35 * width), 0.0, 1.0)
    out[:, 11:13] = rows[:, 11:13]
    out[:, 13] = rows[:, 3]
    inside = (np.abs(out[:, 0] - width / 2) < width / 2 + out[:, 3]) & (
        np.abs(out[:, 1] - height / 2) < height / 2 + out[:, 3]
    )
    out = out[inside & (out[:, 3] > 0.3)]
    if not len(out):
        return
    out = np.ascontiguousarray(out[np.argsort(-out[:, 2], kind="stable")])
    # Only where one of them may be, with a pixel about it for what is enlarged.
    x0, y0 = (max(int((out[:, k] - out[:, 3]).min()) - 1, 0) for k in (0, 1))
    x1, y1 = (min(int((out[:, k] + out[:, 3]).max()) + 3, end) for k, end in ((0, width), (1, height)))
    layer = _layer(height, width)
    part = layer[y0:y1, x0:x1]
    part[:] = 0
    depth = cv2.resize(canvas.depth, (width, height), interpolation=cv2.INTER_NEAREST)
    sun = (camera @ np.asarray(light.sun, np.float64)).astype(np.float32)
    _fill(layer, np.asarray(depth, np.float32), out, noise_tile(), sun)
    _lay(canvas.rgb[y0 * step : y1 * step, x0 * step : x1 * step], part, step)


def _layer(height: int, width: int) -> NDArray[np.float32]:
    """A buffer that this thread keeps, with what earlier frames have left in it."""
    layer: NDArray[np.float32] | None = getattr(_kept, "layer", None)
    if layer is None or layer.shape != (height, width, 4):
        layer = np.zeros((height, width, 4), np.float32)
        _kept.layer = layer
    return layer


def _lay(rgb: NDArray[np.uint8], layer: NDArray[np.float32], step: int) -> None:
    """Blend the part of ``layer`` that holds anything over ``rgb``."""
    filled = layer[..., 3] > 0.002
    rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    if not len(rows):
        return
    y0, y1 = max(int(rows[0]) - 1, 0), min(int(rows[-1]) + 2, layer.shape[0])
    x0, x1 = max(int(columns[0]) - 1, 0), min(int(columns[-1]) + 2, layer.shape[1])
    part = layer[y0:y1, x0:x1]
    part[..., 3] *= 255
    small = cv2.convertScaleAbs(part)
    size = ((x1 - x0) * step, (y1 - y0) * step)
    large = small if step == 1 else cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)
    target = rgb[y0 * step : y1 * step, x0 * step : x1 * step]
    _blend(target, np.asarray(large, np.uint8)[: target.shape[0], : target.shape[1]])


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def _blend(rgb, over):
    for y in range(rgb.shape[0]):
        for x in range(rgb.shape[1]):
            a = np.float32(255) - np.float32(over[y, x, 3])
            if a < np.float32(254.5):
                a *= np.float32(1 / 255)
                for k in range(3):
                    value = np.float32(rgb[y, x, k]) * a + np.float32(over[y, x, k])
                    rgb[y, x, k] = np.uint8(np.int32(min(value, np.float32(255))))


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy", forceinline=True)
def _noise(tile, u, v):
    side = tile.shape[0] - 1
    a, b = np.int32(u), np.int32(v)
    s, t = u - np.float32(a), v - np.float32(b)
    a0, a1, b0, b1 = a & side, (a + 1) & side, b & side, (b + 1) & side
    top = tile[b0, a0] + (tile[b0, a1] - tile[b0, a0]) * s
    low = tile[b1, a0] + (tile[b1, a1] - tile[b1, a0]) * s
    return top + (low - top) * t


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def _fill(layer, depth, billows, tile, sun):
    """Premultiplied colour (0 to 255) and opacity (0 to 1) of all billows, each over those before it."""
    height, width = depth.shape
    one, half, zero = np.float32(1), np.float32(0.5), np.float32(0)
    points, far = np.float32(_POINTS), np.float32(256)
    for i in range(billows.shape[0]):
        p = billows[i]
        r = p[3]
        y0, y1 = max(int(p[1] - r), 0), min(int(p[1] + r) + 2, height)
        x0, x1 = max(int(p[0] - r), 0), min(int(p[0] + r) + 2, width)
        soft = one / max(np.float32(0.7) * p[13], np.float32(1e-3))
        for y in range(y0, y1):
            dy = (np.float32(y) + half - p[1]) / r
            for x in range(x0, x1):
                dx = (np.float32(x) + half - p[0]) / r
                body = one - dx * dx - dy * dy
                if body <= zero:
                    continue
                clear = min((depth[y, x] - p[2]) * soft + half, one)
                if clear <= zero:
                    continue
                n = _noise(tile, p[11] + far + dx * points, p[12] + far + dy * points)
                m = _noise(tile, p[12] + far + dx * points * 2 + 7, p[11] + far + dy * points * 2)
                a = body * np.float32(2.4) + (n - half) * np.float32(2.6) + (m - half) - np.float32(0.45)
                if a <= zero:
                    continue
                a = min(a, one)
                a = a * a * (3 - 2 * a) * p[10] * clear
                tall = np.sqrt(body)
                nx, ny = dx + (m - half) * np.float32(0.9), -dy + (n - half) * np.float32(1.1)
                lit = half + np.float32(0.55) * (nx * sun[0] + ny * sun[1] - tall * sun[2])
                lit = min(max(lit * (np.float32(0.62) + np.float32(0.76) * n), zero), one)
                rest = one - a
                for k in range(3):
                    colour = p[7 + k] + (p[4 + k] - p[7 + k]) * lit
                    layer[y, x, k] = layer[y, x, k] * rest + colour * a
                layer[y, x, 3] = one - (one - layer[y, x, 3]) * rest
