"""The sky: gradient, sun, moon, clouds, stars and the Milky Way, by the direction that a ray goes.

Numba's cache on disk sees no change in the kernels that this file calls: who changes `clouds` changes a line here too
(last: clouds that bulge).
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.clouds import Clouds, Formation, cloud, kept
from vitascope.engines.animatic.draw.galaxy import band_stars, galaxy, glimpse
from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, fractal, tile
from vitascope.engines.animatic.draw.sky_lights import aurora, bow, paint_meteor
from vitascope.engines.animatic.draw.sky_plain import DX, DY, DZ, LANE, SCRATCH, plain_sky
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Pose

DITHER: NDArray[np.float32] = np.array(
    [[0.5, 8.5, 2.5, 10.5], [12.5, 4.5, 14.5, 6.5], [3.5, 11.5, 1.5, 9.5], [15.5, 7.5, 13.5, 5.5]], np.float32
) / np.float32(16)
"""Bayer's matrix, 0 to 1: what is added before a colour is cut to eight bits, so that gradients do not band."""

NO_CLOUDS = Formation()
_GLOW_STEPS = 2048
_scratch = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sky:
    """What one shot's sky is made of."""

    clouds: Field
    """Noise from which a sea of clouds is made."""
    formation: Clouds
    stars: NDArray[np.float32]
    """Unit vectors and brightness, shaped ``(count, 4)``."""
    night: Field
    """The Milky Way and nebulae: `galaxy.galaxy`; of side 1 where there is nothing to see of them."""
    wind: float = 1.0
    lapse: bool = False
    """Whether time is lapsed: clouds change while they pass."""
    aurora: float = 0.0
    rainbow: float = 0.0
    crescent: float = 1.0
    """How much of the moon is lit, 0 to 1."""
    meteors: int = 0
    seed: int = 0

    @classmethod
    def make(
        cls, seed: int, *, kind: Formation = NO_CLOUDS, sun: tuple[float, float, float] = (0.0, 0.7, 0.7),
        cover: float = 0.0, milky_way: float = 0.0, wind: float = 1.0, stars: int = 3200, lapse: bool = False,
        aurora: float = 0.0, rainbow: float = 0.0, crescent: float = 1.0, meteors: int = 0,
        nebula: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
    ) -> Sky:  # fmt: skip
        random = np.random.default_rng(seed + 91)
        ways = random.standard_normal((stars, 3))
        ways /= np.linalg.norm(ways, axis=1, keepdims=True)
        # Counts of stars rise about 2.5 times a magnitude; 0.62 keeps a few bright ones among many faint.
        bright = np.minimum(0.30 / random.random(stars) ** 0.60, 4.0)
        points = np.column_stack([ways, bright]).astype(np.float32)
        if milky_way > 0:
            points = np.concatenate([points, band_stars(seed, int(9000 * milky_way))])
        dark = milky_way <= 0 and nebula is None
        return cls(
            clouds=fractal(512, seed + 17, slope=1.75, lowest=1.5),
            formation=Clouds.make(seed, kind, sun, cover),
            stars=points,
            night=np.zeros((1, 1, 3), np.float32) if dark else galaxy(seed, band=milky_way, nebula=nebula),
            wind=wind,
            lapse=lapse,
            aurora=aurora,
            rainbow=rainbow,
            crescent=crescent,
            meteors=meteors,
            seed=seed,
        )

    def paint(
        self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float, *, everywhere: bool = False,
        dip: float | None = None,
    ) -> None:  # fmt: skip
        """Fill the rows to just below the horizon (all with ``everywhere``) and set their depth to `FAR_M`.

        From high up the ground ends well below the horizon, and what it does not reach is haze of the sky: from
        ``dip`` radians below the horizon on, there is surely ground.
        """
        height, width = canvas.height, canvas.width
        last = height
        if not everywhere and (pose.y <= 15 or dip is not None):
            edge = horizon_row(replace(pose, pitch=min(pose.pitch + (dip or 0.0), 1.5)), width, height)
            last = min(max(edge + height // 14 + 3, 1), height)
        shrink = max(width // 320, 3 if self.lapse else 2)
        low_w, low_h = width // shrink + 2, last // shrink + 2
        low = buffer("low", (low_h, low_w, 3))
        gradient, glow = _tables(palette)
        around, high = _in_view(pose, width, height, shrink)
        clouds = self._clouds(pose.yaw, around, high, time_s)
        _sky_rows(
            low, width, height, shrink, pose.focal, pose.yaw, pose.pitch, gradient, glow, np.array(palette.sun),
            clouds, self.formation.heaps, self.formation.lumps, self.formation.how, self.night,
            self._colours(palette), self._state(palette, time_s),
        )  # fmt: skip
        enlarge(low, canvas.rgb, last, shrink, DITHER)
        canvas.depth[:last] = FAR_M
        self._points(canvas, pose, palette, time_s, last, clouds)

    def environment(self, palette: Palette, yaw: float, time_s: float) -> Field:
        """The sky over half a turn about ``yaw``, for water to mirror: by elevation and azimuth, ``(64, 192, 3)``."""
        out = buffer("environment", (64, 192, 3))
        gradient, glow = _tables(palette)
        _sky_round(
            out, yaw, gradient, glow, np.array(palette.sun), self._clouds(yaw, np.pi / 2, 1.0, time_s),
            self.formation.heaps, self.formation.lumps, self.formation.how, self.night, self._colours(palette),
            self._state(palette, time_s),
        )  # fmt: skip
        return out

    def _colours(self, palette: Palette) -> NDArray[np.float64]:
        return np.array([palette.cloud_lit, palette.cloud_shade])

    def _state(self, palette: Palette, time_s: float) -> NDArray[np.float64]:
        """How much of the clouds is left, how far they have blown, and what else is in the sky."""
        left = min(palette.cover / self.formation.cover, 1.0) if self.formation.cover > 0 else 0.0
        # A time-lapse is some minutes a second: kilometres; else clouds creep.
        blown = 0.045 * time_s * self.wind if self.lapse else 0.0
        return np.array([
            left, self._turned(time_s), blown, 1.0 if self.lapse else 0.0, palette.stars,
            self.aurora * palette.night, self.rainbow * (1 - palette.night), time_s, float(self.seed % 97),
        ])  # fmt: skip

    def _clouds(self, yaw: float, around: float, high: float, time_s: float) -> Field:
        """The picture of the clouds, as far as one looks: so many radians about ``yaw``, up to a sine of elevation."""
        ahead, turn = yaw / (2 * math.pi) + 0.5 + self._turned(time_s), around / (2 * math.pi)
        return self.formation.seen(ahead - turn, ahead + turn, high)

    def _turned(self, time_s: float) -> float:
        """How far kept clouds have crept, in turns: a seventh of a degree a second."""
        return 0.0004 * time_s * self.wind

    def _points(
        self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float, last: int, clouds: Field
    ) -> None:  # fmt: skip
        """The stars and the disc, at full size: they are too sharp for the small picture."""
        width, height = canvas.width, canvas.height
        if palette.stars > 0.02:
            _star_points(
                canvas.rgb, self.stars, last, height, pose.focal, pose.yaw, pose.pitch, time_s,
                palette.stars * (1 - 0.5 * palette.cover), 0.1 if palette.cover > 0 else 1.0,
                clouds, self._turned(time_s),
                min(palette.cover / self.formation.cover, 1.0) if self.formation.cover > 0 else 0.0,
            )  # fmt: skip
            for k in range(self.meteors):
                paint_meteor(canvas, pose, self.seed + 31 * k, time_s, last, palette.stars)
        if (palette.disc > 0.05 and palette.night < 0.5) or (palette.night > 0.9 and palette.disc > 0.3):
            sx, sy, sz = palette.sun
            col, row, depth = pose.project(pose.x + sx * 1e4, pose.y + sy * 1e4, pose.z + sz * 1e4, width, height)
            moon = palette.night > 0.9
            radius = (0.024 if moon else 0.017) * pose.focal * width / 2
            if depth > 0 and -radius < col < width + radius and -radius < row < last + radius:
                colour = np.array((238, 240, 246) if moon else tuple(min(c * 0.12 + 226, 255) for c in palette.glow))
                _disc(
                    canvas.rgb, col, row, radius, last, colour.astype(np.float64), palette.disc, moon,
                    math.cos(math.pi * self.crescent), self.formation.lumps,
                )  # fmt: skip


def _in_view(pose: Pose, width: int, height: int, shrink: int) -> tuple[float, float]:
    """Radians to each side of the camera's yaw that hold all the sky in view, and the sine of its highest elevation.

    With the two points about it that the small picture has.
    """
    scale = pose.focal * width / 2
    aside, top, low = (width / 2 + 2 * shrink) / scale, height / 2 / scale, -(height / 2 + 2 * shrink) / scale
    cos, sin = math.cos(pose.pitch), math.sin(pose.pitch)
    if pose.pitch + math.atan(top) > 1.5:
        return math.pi, 1.0  # the zenith is in view, or all but
    low = max(low, -math.tan(max(min(pose.pitch, 1.5), -1.5)))  # below the horizon there is no cloud
    if low >= top:
        return 0.0, 0.0
    ahead = min(cos - top * sin, cos - low * sin)
    return math.atan2(aside, max(ahead, 1e-6)), math.sin(pose.pitch + math.atan(top))


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
    """Sky colour by the square root of the sine of elevation, and glow by the sine of half the angle to the sun.

    By its cosine, which hardly changes near the sun, one step would be two and a half degrees there: rings.
    """
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
    angle = 2 * np.arcsin(np.linspace(1, 0, _GLOW_STEPS))
    wide, tight, close = np.exp(-((angle / 0.85) ** 2)), np.exp(-angle / 0.20), np.exp(-((angle / 0.055) ** 2))
    low = 1.0 - min(palette.elevation / 0.8, 1.0)
    moon = 0.35 if palette.night > 0.9 else 1.0
    strength = palette.disc * moon * (wide * 0.17 * (0.25 + 0.75 * low) + tight * 0.44 + close * 0.5)
    glow = strength[:, None] * np.array(palette.glow)[None]
    return gradient.astype(np.float32), glow.astype(np.float32)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _sky_colour(dx, dy, dz, gradient, glow, sun, whole, heaps, lumps, how, night, tints, state):  # type: ignore[no-untyped-def]
    up = max(dy, 0.0)
    at = np.sqrt(up) * 255
    i = min(int(at), 254)
    f = at - i
    c = dx * sun[0] + dy * sun[1] + dz * sun[2]
    g = int(max(1 - np.sqrt(max(0.5 - 0.5 * c, 0.0)), 0.0) * 2047)
    r0 = gradient[i, 0] + (gradient[i + 1, 0] - gradient[i, 0]) * f
    g0 = gradient[i, 1] + (gradient[i + 1, 1] - gradient[i, 1]) * f
    b0 = gradient[i, 2] + (gradient[i + 1, 2] - gradient[i, 2]) * f
    # Screen, not add: the sky around a low sun keeps its hue instead of clipping to white.
    r = r0 + glow[g, 0] * (1 - r0 / 300)
    gr = g0 + glow[g, 1] * (1 - g0 / 300)
    b = b0 + glow[g, 2] * (1 - b0 / 300)
    if state[4] > 0.01 and night.shape[0] > 1:
        nr, ng, nb = glimpse(night, dx, dy, dz)
        # Near the horizon air is thick; in space there is none, and no clouds either.
        k = state[4] * (1.0 if how[11] > 0 else min(max(dy * 4 + 0.12, 0.0), 1.0))
        r, gr, b = r + nr * k, gr + ng * k, b + nb * k
    if state[5] > 0.01:
        ar, ag, ab = aurora(dx, dy, dz, lumps, state[7], state[8])
        r, gr, b = r + ar * state[5], gr + ag * state[5], b + ab * state[5]
    if state[0] > 0.02 and dy > 0.004:
        if state[3] > 0:
            k, light = cloud(dx, dy, dz, heaps, lumps, how, state[2], state[2] * 0.4, 0.5)
        else:
            k, light = kept(whole, dx, dy, dz, state[1])
        k *= min(state[0] * 1.6, 1.0)
        if k > 0.002:
            silver = max(c, 0.0) ** 8 * (1 - k) * 0.3 * k
            near = max(c, 0.0) ** 24 * 0.35
            r += (tints[1, 0] + (tints[0, 0] - tints[1, 0]) * light + near * glow[2047, 0] - r) * k + silver * glow[
                2047, 0
            ]
            gr += (tints[1, 1] + (tints[0, 1] - tints[1, 1]) * light + near * glow[2047, 1] - gr) * k + silver * glow[
                2047, 1
            ]
            b += (tints[1, 2] + (tints[0, 2] - tints[1, 2]) * light + near * glow[2047, 2] - b) * k + silver * glow[
                2047, 2
            ]
    if state[6] > 0.01 and dy > -0.1:
        br, bg, bb = bow(dx, dy, dz)
        r, gr, b = r + br * state[6], gr + bg * state[6], b + bb * state[6]
    return r, gr, b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _is_plain(state, count):  # type: ignore[no-untyped-def]
    """Whether there is nothing in the sky but what `sky_plain` knows."""
    return count <= LANE and not (state[3] > 0 or state[5] > 0.01 or state[6] > 0.01)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _sky_rows(  # type: ignore[no-untyped-def]
    low, width, height, shrink, focal, yaw, pitch, gradient, glow, sun, whole, heaps, lumps, how, night, tints, state
):
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = 1.0 / (focal * width / 2)
    plain, spare = _is_plain(state, low.shape[1]), np.empty(SCRATCH, np.float32)
    for j in range(low.shape[0]):
        v = (height / 2 - j * shrink) * scale
        if plain:
            up, forth = np.float32(v * cp + sp), np.float32(cp - v * sp)
            step, middle = np.float32(shrink * scale), np.float32(width / 2 * scale)
            c, s = np.float32(cy), np.float32(sy)
            for i in range(low.shape[1]):
                n = np.uint64(i)
                u = np.float32(i) * step - middle
                per = np.float32(1) / np.sqrt(u * u + up * up + forth * forth)
                spare[DX + n], spare[DY + n], spare[DZ + n] = (
                    (u * c + forth * s) * per,
                    up * per,
                    (forth * c - u * s) * per,
                )
            plain_sky(low[j], spare, low.shape[1], gradient, glow, sun, whole, night, how, tints, state)
            continue
        for i in range(low.shape[1]):
            u = (i * shrink - width / 2) * scale
            dy, ahead = v * cp + sp, cp - v * sp
            dx, dz = u * cy + ahead * sy, ahead * cy - u * sy
            n = 1.0 / np.sqrt(dx * dx + dy * dy + dz * dz)
            r, g, b = _sky_colour(
                dx * n, dy * n, dz * n, gradient, glow, sun, whole, heaps, lumps, how, night, tints, state
            )
            low[j, i, 0], low[j, i, 1], low[j, i, 2] = r, g, b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _sky_round(out, yaw, gradient, glow, sun, whole, heaps, lumps, how, night, tints, state):  # type: ignore[no-untyped-def]
    rows, cols = out.shape[0], out.shape[1]
    aside, ahead = np.empty(cols), np.empty(cols)
    plain, spare = _is_plain(state, cols), np.empty(SCRATCH, np.float32)
    for i in range(cols):
        a = yaw + (i / (cols - 1) - 0.5) * np.pi
        aside[i], ahead[i] = np.sin(a), np.cos(a)
    for j in range(rows):
        e = (j / (rows - 1)) ** 2 * 1.5
        up, flat = np.sin(e), np.cos(e)
        if plain:
            for i in range(cols):
                n = np.uint64(i)
                spare[DX + n], spare[DY + n], spare[DZ + n] = flat * aside[i], up, flat * ahead[i]
            plain_sky(out[j], spare, cols, gradient, glow, sun, whole, night, how, tints, state)
            continue
        for i in range(cols):
            r, g, b = _sky_colour(
                flat * aside[i], up, flat * ahead[i],
                gradient, glow, sun, whole, heaps, lumps, how, night, tints, state,
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
    part, one, two = np.float32(1) / np.float32(shrink), np.uint64(1), np.uint64(2)
    for i in range((width + shrink - 1) // shrink):
        a, b, first = line[i], line[i + 1], i * shrink
        r, g, bl = a[0], a[1], a[2]
        dr, dg, db = (b[0] - r) * part, (b[1] - g) * part, (b[2] - bl) * part
        for k in range(min(shrink, width - first)):
            n, u = np.uint64(3 * (first + k)), np.float32(k)
            out[n], out[n + one], out[n + two] = r + dr * u, g + dg * u, bl + db * u


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _star_points(  # type: ignore[no-untyped-def]
    rgb, stars, last, height, focal, yaw, pitch, time_s, strength, floor, whole, turn, left
):
    """Points as small as the lens allows: bright ones a little larger, hidden where a cloud is."""
    width = rgb.shape[1]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * width / 2
    size = max(width / 1920.0, 0.6)
    for k in range(stars.shape[0]):
        dx, dy, dz = stars[k, 0], stars[k, 1], stars[k, 2]
        side, ahead = dx * cy - dz * sy, dx * sy + dz * cy
        up, depth = dy * cp - ahead * sp, dy * sp + ahead * cp
        if depth < 0.05 or (dy < 0 and floor < 1):
            continue
        x, y = width / 2 + side / depth * scale, height / 2 - up / depth * scale
        if x < 3 or y < 3 or x >= width - 3 or y >= last - 3:
            continue
        twinkle = 0.85 + 0.15 * np.sin(time_s * (3 + k % 5) + k)
        power = stars[k, 3] * strength * twinkle * min(max(dy * 6, floor), 1.0) * 235
        if left > 0.02:
            cloudy, _ = kept(whole, dx, dy, dz, turn)
            power *= max(1 - 1.6 * cloudy * left, 0.0)
        if power < 6:
            continue
        spread = (0.52 + 0.24 * min(stars[k, 3], 3.0)) * size
        warm = (k * 7919 % 100) / 100.0
        reach = int(spread * 2.2) + 1
        for j in range(int(y) - reach, int(y) + reach + 1):
            for i in range(int(x) - reach, int(x) + reach + 1):
                if j < 0 or i < 0 or j >= last or i >= width:
                    continue
                q = np.exp(-((i - x) ** 2 + (j - y) ** 2) / (spread * spread)) * power
                rgb[j, i, 0] = min(rgb[j, i, 0] + q * (0.80 + 0.20 * warm), 255.0)
                rgb[j, i, 1] = min(rgb[j, i, 1] + q * 0.9, 255.0)
                rgb[j, i, 2] = min(rgb[j, i, 2] + q * (1.0 - 0.30 * warm), 255.0)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _disc(rgb, x, y, radius, last, colour, strength, moon, phase, marks):  # type: ignore[no-untyped-def]
    reach = int(radius + 2)
    for j in range(max(int(y) - reach, 0), min(int(y) + reach + 1, last)):
        for i in range(max(int(x) - reach, 0), min(int(x) + reach + 1, rgb.shape[1])):
            d = np.sqrt((i - x) ** 2 + (j - y) ** 2)
            k = min(max(radius + 0.5 - d, 0.0), 1.0) * strength
            if k <= 0:
                continue
            tone = 1.0
            if moon:  # seas of lava, rays, a darker rim, and the shadow that makes its phase
                a, b = (i - x) / radius, (j - y) / radius
                round_ = np.sqrt(max(1 - b * b, 1e-6))
                sea = tile(marks, a * 26 + 40, b * 26 + 70) + 0.5 * tile(marks, a * 60, b * 60)
                tone = 0.96 - 0.20 * min(max(0.5 - sea, 0.0), 1.0) - 0.12 * (a * a + b * b)
                k *= min(max((a - phase * round_) * 7 + 0.5, 0.03), 1.0)
            for c in range(3):
                v = rgb[j, i, c] + (colour[c] * tone - rgb[j, i, c]) * k
                rgb[j, i, c] = np.uint8(min(max(v, 0.0), 255.0))
