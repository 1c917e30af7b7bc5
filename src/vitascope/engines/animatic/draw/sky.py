"""The sky: gradient, sun, moon, clouds, stars and the Milky Way, by the direction that a ray goes."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, fractal, tile
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Pose

DITHER: NDArray[np.float32] = np.array(
    [[0.5, 8.5, 2.5, 10.5], [12.5, 4.5, 14.5, 6.5], [3.5, 11.5, 1.5, 9.5], [15.5, 7.5, 13.5, 5.5]], np.float32
) / np.float32(16)
"""Bayer's matrix, 0 to 1: what is added before a colour is cut to eight bits, so that gradients do not band."""

_GLOW_STEPS = 2048
_scratch = threading.local()


@dataclass(frozen=True, slots=True)
class Sky:
    """The textures of one shot's sky."""

    clouds: Field
    stars: NDArray[np.float32]
    """Unit vectors and brightness, shaped ``(count, 4)``."""
    milky_way: float = 0.0
    cloud_scale: float = 1.0
    wind: float = 1.0

    @classmethod
    def make(
        cls, seed: int, *, milky_way: float = 0.0, cloud_scale: float = 1.0, wind: float = 1.0, stars: int = 2600
    ) -> Sky:
        random = np.random.default_rng(seed + 91)
        ways = random.standard_normal((stars, 3))
        ways /= np.linalg.norm(ways, axis=1, keepdims=True)
        # Counts of stars rise about 2.5 times a magnitude; 0.62 keeps a few bright ones among many faint.
        bright = np.minimum(0.30 / random.random(stars) ** 0.60, 4.0)
        return cls(
            clouds=fractal(512, seed + 17, slope=1.75, lowest=1.5),
            stars=np.column_stack([ways, bright]).astype(np.float32),
            milky_way=milky_way,
            cloud_scale=cloud_scale,
            wind=wind,
        )

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float, *, everywhere: bool = False) -> None:
        """Fill the rows to just below the horizon (all with ``everywhere``) and set their depth to `FAR_M`."""
        height, width = canvas.height, canvas.width
        # From high up the ground ends well below the horizon: what it does not reach is haze of the sky.
        last = (
            height
            if everywhere or pose.y > 15
            else min(max(horizon_row(pose, width, height) + height // 14 + 3, 1), height)
        )
        shrink = max(width // 320, 4)
        low_w, low_h = width // shrink + 2, last // shrink + 2
        low = buffer("low", (low_h, low_w, 3))
        gradient, glow = _tables(palette)
        _sky_rows(
            low, width, height, shrink, pose.focal, pose.yaw, pose.pitch, gradient, glow, np.array(palette.sun),
            self.clouds, self._clouds(palette), np.array(palette.cloud_lit), np.array(palette.cloud_shade),
            self._drift(time_s), self.milky_way * palette.stars,
        )  # fmt: skip
        enlarge(low, canvas.rgb, last, shrink, DITHER)
        canvas.depth[:last] = FAR_M
        self._points(canvas, pose, palette, time_s, last)

    def environment(self, palette: Palette, yaw: float, time_s: float) -> Field:
        """The sky over half a turn about ``yaw``, for water to mirror: by elevation and azimuth, ``(64, 192, 3)``."""
        out = buffer("environment", (64, 192, 3))
        gradient, glow = _tables(palette)
        _sky_round(
            out, yaw, gradient, glow, np.array(palette.sun), self.clouds, self._clouds(palette),
            np.array(palette.cloud_lit), np.array(palette.cloud_shade), self._drift(time_s), 0.0,
        )  # fmt: skip
        return out

    def _clouds(self, palette: Palette) -> NDArray[np.float64]:
        return np.array([palette.cover, 150.0 * self.cloud_scale, palette.elevation])

    def _drift(self, time_s: float) -> NDArray[np.float64]:
        return np.array([time_s * 1.1 * self.wind, time_s * 0.45 * self.wind, time_s * 0.6 * self.wind])

    def _points(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float, last: int) -> None:
        """The stars and the disc, at full size: they are too sharp for the small picture."""
        width, height = canvas.width, canvas.height
        veil = 1 - 0.8 * palette.cover
        if palette.stars > 0.02:
            _star_points(
                canvas.rgb,
                self.stars,
                last,
                height,
                pose.focal,
                pose.yaw,
                pose.pitch,
                time_s,
                palette.stars * veil,
                0.1 if palette.cover > 0 else 1.0,
            )
        if (palette.disc > 0.05 and palette.night < 0.5) or (palette.night > 0.9 and palette.disc > 0.3):
            sx, sy, sz = palette.sun
            col, row, depth = pose.project(pose.x + sx * 1e4, pose.y + sy * 1e4, pose.z + sz * 1e4, width, height)
            radius = (0.017 if palette.night < 0.5 else 0.021) * pose.focal * width / 2
            if depth > 0 and -radius < col < width + radius and -radius < row < last + radius:
                moon = palette.night > 0.9
                colour = np.array((238, 240, 246) if moon else tuple(min(c * 0.12 + 226, 255) for c in palette.glow))
                _disc(canvas.rgb, col, row, radius, last, colour.astype(np.float64), palette.disc, moon)


def horizon_row(pose: Pose, width: int, height: int) -> int:
    """The row at which the ground would end if it went on for ever."""
    return round(height / 2 + math.tan(pose.pitch) * pose.focal * width / 2)


def buffer(name: str, shape: tuple[int, ...]) -> Field:
    """A float array that this thread keeps from frame to frame."""
    kept: Field | None = getattr(_scratch, name, None)
    if kept is None or kept.shape != shape:
        kept = np.zeros(shape, np.float32)
        setattr(_scratch, name, kept)
    return kept


@lru_cache(maxsize=8)
def _tables(palette: Palette) -> tuple[Field, Field]:
    """Sky colour by the square root of the sine of elevation, and glow by the cosine of the angle to the sun."""
    at = np.linspace(0, 1, 256) ** 2  # sine of the elevation
    stops = np.array([0.0, 0.07, 0.30, 1.0])
    first = tuple(h * 0.55 + m * 0.45 for h, m in zip(palette.horizon, palette.middle, strict=True))
    colours = np.array([palette.horizon, first, palette.middle, palette.zenith])
    # Smooth between stops: colours bent at a stop show as an edge in the sky.
    gradient = np.stack([np.interp(at, stops, colours[:, c]) for c in range(3)], axis=1)
    padded = np.pad(gradient, ((12, 12), (0, 0)), mode="edge")
    gradient = np.stack(
        [np.convolve(padded[:, c], np.hanning(27)[1:-1] / 13, mode="same")[12:-12] for c in range(3)], 1
    )
    cosine = np.linspace(-1, 1, _GLOW_STEPS)
    angle = np.arccos(cosine)
    wide, tight, close = np.exp(-((angle / 0.85) ** 2)), np.exp(-angle / 0.20), np.exp(-((angle / 0.055) ** 2))
    low = 1.0 - min(palette.elevation / 0.8, 1.0)
    moon = 0.35 if palette.night > 0.9 else 1.0
    strength = palette.disc * moon * (wide * 0.17 * (0.25 + 0.75 * low) + tight * 0.44 + close * 0.5)
    glow = strength[:, None] * np.array(palette.glow)[None]
    return gradient.astype(np.float32), glow.astype(np.float32)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _sky_colour(dx, dy, dz, gradient, glow, sun, clouds, sort, lit, shade, drift, milky):  # type: ignore[no-untyped-def]
    up = max(dy, 0.0)
    at = np.sqrt(up) * 255
    i = min(int(at), 254)
    f = at - i
    c = dx * sun[0] + dy * sun[1] + dz * sun[2]
    g = min(max(int((c + 1) * 0.5 * 2047), 0), 2047)
    r0 = gradient[i, 0] + (gradient[i + 1, 0] - gradient[i, 0]) * f
    g0 = gradient[i, 1] + (gradient[i + 1, 1] - gradient[i, 1]) * f
    b0 = gradient[i, 2] + (gradient[i + 1, 2] - gradient[i, 2]) * f
    # Screen, not add: the sky around a low sun keeps its hue instead of clipping to white.
    r = r0 + glow[g, 0] * (1 - r0 / 300)
    gr = g0 + glow[g, 1] * (1 - g0 / 300)
    b = b0 + glow[g, 2] * (1 - b0 / 300)
    if milky > 0.01:
        # A band about a tilted great circle, brighter in the middle, torn by dust.
        off = 0.52 * dx + 0.40 * dy - 0.754 * dz * 0.35 - 0.06
        along = dz * 0.8 + dy * 0.9
        dust = tile(clouds, along * 420 + 77, off * 620 + dx * 130)
        fine = tile(clouds, along * 1300 + 10, off * 1500)
        core = np.exp(-(((off + 0.03 * dust) / 0.16) ** 2))
        lane = np.exp(-(((off + 0.05 * dust - 0.02) / 0.035) ** 2))
        m = milky * core * max(0.72 + 0.22 * dust + 0.16 * fine, 0.0) * (1 - 0.62 * lane)
        r += m * 88
        gr += m * 84
        b += m * 104
    cover = sort[0]
    if cover > 0.02 and dy > 0.004:
        far = 1.0 / (dy + 0.055)
        px, pz = dx * far * sort[1], dz * far * sort[1]
        a = tile(clouds, px * 0.32 + drift[0], pz * 0.32 + drift[1])
        d = a + 0.34 * tile(clouds, px * 1.15 + 31 + drift[2] * 2.2, pz * 1.15 + 57)
        edge = 1.25 - 2.6 * cover
        density = min(max((d - edge) / 1.5, 0.0), 1.0)
        if density > 0.0:
            density = density * density * (3 - 2 * density)
            # Lit where there is less cloud towards the sun.
            s = tile(clouds, (px + sun[0] * 26) * 0.32 + drift[0], (pz + sun[2] * 26) * 0.32 + drift[1])
            light = min(max(0.62 + 0.5 * (a - s) - 0.42 * density * cover, 0.0), 1.0)
            silver = max(c, 0.0) ** 6 * (1 - density) * 0.7
            fade = min(dy * 9.0, 1.0)
            k = density * fade * 0.94
            r += (shade[0] + (lit[0] - shade[0]) * light + silver * glow[2047, 0] * 0.5 - r) * k
            gr += (shade[1] + (lit[1] - shade[1]) * light + silver * glow[2047, 1] * 0.5 - gr) * k
            b += (shade[2] + (lit[2] - shade[2]) * light + silver * glow[2047, 2] * 0.5 - b) * k
    return r, gr, b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _sky_rows(  # type: ignore[no-untyped-def]
    low, width, height, shrink, focal, yaw, pitch, gradient, glow, sun, clouds, sort, lit, shade, drift, milky
):
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = 1.0 / (focal * width / 2)
    for j in range(low.shape[0]):
        v = (height / 2 - j * shrink) * scale
        for i in range(low.shape[1]):
            u = (i * shrink - width / 2) * scale
            dy, ahead = v * cp + sp, cp - v * sp
            dx, dz = u * cy + ahead * sy, ahead * cy - u * sy
            n = 1.0 / np.sqrt(dx * dx + dy * dy + dz * dz)
            r, g, b = _sky_colour(dx * n, dy * n, dz * n, gradient, glow, sun, clouds, sort, lit, shade, drift, milky)
            low[j, i, 0], low[j, i, 1], low[j, i, 2] = r, g, b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _sky_round(out, yaw, gradient, glow, sun, clouds, sort, lit, shade, drift, milky):  # type: ignore[no-untyped-def]
    rows, cols = out.shape[0], out.shape[1]
    for j in range(rows):
        e = (j / (rows - 1)) ** 2 * 1.5
        for i in range(cols):
            a = yaw + (i / (cols - 1) - 0.5) * np.pi
            r, g, b = _sky_colour(
                np.cos(e) * np.sin(a), np.sin(e), np.cos(e) * np.cos(a),
                gradient, glow, sun, clouds, sort, lit, shade, drift, milky,
            )  # fmt: skip
            out[j, i, 0], out[j, i, 1], out[j, i, 2] = r, g, b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def enlarge(low, rgb, last, shrink, dither):  # type: ignore[no-untyped-def]
    """Linear enlargement of ``low`` into the first ``last`` rows, dithered to eight bits."""
    width = rgb.shape[1]
    flat = rgb.reshape(rgb.shape[0], width * 3)
    above, below = np.empty(width * 3, np.float32), np.empty(width * 3, np.float32)
    noise = np.empty((4, width * 3), np.float32)
    for k in range(4):
        for x in range(width):
            for c in range(3):
                noise[k, x * 3 + c] = dither[k, x & 3]
    _widen(low[0], above, width, shrink)
    for j in range((last + shrink - 1) // shrink):
        _widen(low[j + 1], below, width, shrink)
        for y in range(j * shrink, min(j * shrink + shrink, last)):
            f = np.float32(y - j * shrink) / np.float32(shrink)
            line, grain = flat[y], noise[y & 3]
            for k in range(width * 3):
                value = above[k] + (below[k] - above[k]) * f + grain[k]
                line[k] = np.uint8(np.int32(min(max(value, np.float32(0)), np.float32(255))))
        above, below = below, above


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _widen(line, out, width, shrink):  # type: ignore[no-untyped-def]
    for x in range(width):
        i = x // shrink
        u = np.float32(x - i * shrink) / np.float32(shrink)
        for c in range(3):
            out[x * 3 + c] = line[i, c] + (line[i + 1, c] - line[i, c]) * u


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _star_points(rgb, stars, last, height, focal, yaw, pitch, time_s, strength, floor):  # type: ignore[no-untyped-def]
    width = rgb.shape[1]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * width / 2
    size = max(width / 1920.0, 0.5)
    for k in range(stars.shape[0]):
        dx, dy, dz = stars[k, 0], stars[k, 1], stars[k, 2]
        side, ahead = dx * cy - dz * sy, dx * sy + dz * cy
        up, depth = dy * cp - ahead * sp, dy * sp + ahead * cp
        if depth < 0.05:
            continue
        x, y = width / 2 + side / depth * scale, height / 2 - up / depth * scale
        if x < 3 or y < 3 or x >= width - 3 or y >= last - 3:
            continue
        twinkle = 0.8 + 0.2 * np.sin(time_s * (3 + k % 5) + k)
        power = stars[k, 3] * strength * twinkle * min(max(dy * 6, floor), 1.0) * 190
        spread = (0.68 + 0.26 * min(stars[k, 3], 3.0)) * size
        warm = (k * 7919 % 100) / 100.0
        reach = int(spread * 2.2) + 1
        for j in range(int(y) - reach, int(y) + reach + 1):
            for i in range(int(x) - reach, int(x) + reach + 1):
                if j < 0 or i < 0 or j >= last or i >= width:
                    continue
                q = np.exp(-((i - x) ** 2 + (j - y) ** 2) / (spread * spread)) * power
                rgb[j, i, 0] = min(rgb[j, i, 0] + q * (0.82 + 0.18 * warm), 255.0)
                rgb[j, i, 1] = min(rgb[j, i, 1] + q * 0.9, 255.0)
                rgb[j, i, 2] = min(rgb[j, i, 2] + q * (1.0 - 0.22 * warm), 255.0)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _disc(rgb, x, y, radius, last, colour, strength, moon):  # type: ignore[no-untyped-def]
    reach = int(radius + 2)
    for j in range(max(int(y) - reach, 0), min(int(y) + reach + 1, last)):
        for i in range(max(int(x) - reach, 0), min(int(x) + reach + 1, rgb.shape[1])):
            d = np.sqrt((i - x) ** 2 + (j - y) ** 2)
            k = min(max(radius + 0.5 - d, 0.0), 1.0) * strength
            if k <= 0:
                continue
            tone = 1.0
            if moon:  # maria, and darker to the rim
                a, b = (i - x) / radius, (j - y) / radius
                tone = 1 - 0.16 * (np.sin(a * 5.1 + 1) * np.sin(b * 4.3 + 2) > 0.25) - 0.14 * (a * a + b * b)
            for c in range(3):
                v = rgb[j, i, c] + (colour[c] * tone - rgb[j, i, c]) * k
                rgb[j, i, c] = np.uint8(min(max(v, 0.0), 255.0))
