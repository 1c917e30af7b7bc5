"""The sea: waves, the sky mirrored by Fresnel's law, and the sun's glitter, by the ray through each pixel."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, fractal
from vitascope.engines.animatic.draw.sky import DITHER, Sky, horizon_row
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.water_face import LANE, SCRATCH, paint_row
from vitascope.engines.animatic.draw.waves import SIDE, swell_at
from vitascope.engines.animatic.surf import phase

ACROSS = 480
"""Points computed across a frame. Seen from near the water, waves are much wider on screen than they are high."""

SLANT = np.float32(0.12)
"""Depth of the water over metres along the ray: what a beach seen from a road shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shore:
    """Where the land is that waves run in to."""

    away: Field
    """Metres to the water's edge, below 0 on land, ``(side, side)``; the camera starts amid."""
    cell_m: float
    high_m: float = 0.0
    """Of the waves that break there; 0 for none."""
    wash_m: float = 0.0
    """How high they wash up."""
    length_m: float = 26.0
    shallow: tuple[float, float, float] = (40, 86, 84)
    """Colour of the water over a light bottom."""
    shallow_m: float = 5.0
    """From the edge, where two thirds of that colour are gone."""
    hides: float = 0.55
    """How much of the bottom a metre of water hides."""

    @classmethod
    def of(
        cls, heights: Field, cell_m: float, level: float, *, high_m: float = 0.0, wash_m: float = 0.0,
        shallow: tuple[float, float, float] = (40, 86, 84), shallow_m: float = 5.0, hides: float = 0.55,
    ) -> Shore:  # fmt: skip
        """That of a terrain in water at ``level``."""
        wet = (heights < level).astype(np.uint8)
        # Distances to what is 2 cells off are of whole cells: smoothed, or waves would show their steps.
        out = cv2.distanceTransform(wet, cv2.DIST_L2, 5) - cv2.distanceTransform(1 - wet, cv2.DIST_L2, 5)
        smooth = cv2.GaussianBlur(np.clip(out * cell_m, -20, 90).astype(np.float32), (0, 0), 1.6)
        return cls(
            away=np.asarray(smooth, np.float32), cell_m=cell_m, high_m=high_m, wash_m=wash_m,
            shallow=shallow, shallow_m=shallow_m, hides=hides,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Water:
    """One shot's water at height 0."""

    swell: Field
    ripple: Field
    rough: float
    """Height of the swell in metres: 0.1 is calm, 2.5 a storm."""
    deep: tuple[float, float, float]
    foam: float
    shore: Shore | None = None
    mirrors: bool = False
    """Whether what stands about it is seen in it: where the water is calm and land is near."""
    lace: float = 1.0
    """How much foam lies along the edge of the land."""

    @classmethod
    def make(
        cls, seed: int, *, rough: float, deep: tuple[float, float, float], foam: float = 0.0,
        shore: Shore | None = None, mirrors: bool = False, lace: float = 1.0,
    ) -> Water:  # fmt: skip
        swell = _with_slopes(fractal(SIDE, seed + 61, slope=2.0, lowest=4, highest=48))
        ripple = _with_slopes(fractal(SIDE, seed + 62, slope=1.3, lowest=6))
        return cls(
            swell=swell, ripple=ripple, rough=rough, deep=deep, foam=foam, shore=shore, mirrors=mirrors, lace=lace
        )

    def height(self, x: float, z: float, time_s: float) -> float:
        """Of the swell, in metres."""
        return float(swell_at(self.swell, x, z, time_s)) * self.rough

    def paint(
        self, canvas: Canvas, pose: Pose, palette: Palette, sky: Sky, time_s: float, *, land: bool = False
    ) -> None:
        """Draw below the horizon: over everything, or with ``land`` over what is farther off than the water."""
        first = max(horizon_row(pose, canvas.width, canvas.height), 0)
        if first >= canvas.height:
            return
        mirror = sky.environment(palette, pose.yaw, time_s)
        bright = (0.55 * palette.ambient[1] + 0.45 * palette.key[1]) / 255
        key, haze = np.array(palette.key), np.array(palette.haze)
        shore = self.shore
        shallow = self.deep if shore is None else shore.shallow
        colours = np.array([
            np.array(self.deep) * bright, key, key * 0.6 + haze * 0.5, np.array(palette.horizon) * 0.6 + haze * 0.4,
            np.array(shallow) * bright,
        ], np.float32)  # fmt: skip
        every = max(canvas.width // (ACROSS * 4 // 3 if self.mirrors else ACROSS), 1)
        scene, far = _picture(canvas) if self.mirrors and land else _NO_PICTURE
        coast = np.array([0.0, 0.0, self.lace, 0.55, 0.0, 1.0, 0.0, 1.0])
        if shore is not None:
            coast = np.array([
                shore.cell_m, phase(time_s), self.lace, shore.hides, shore.high_m, shore.length_m, shore.wash_m,
                shore.shallow_m,
            ])  # fmt: skip
        _sea(
            canvas.rgb, canvas.depth, first, every,
            np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]), mirror, self.swell, self.ripple,
            self.rough, colours, palette.haze_m, np.array(palette.sun),
            palette.disc * (0.5 if palette.night > 0.9 else 1.0), self.foam, time_s, DITHER, land, scene, far,
            _NO_SHORE if shore is None else shore.away, coast,
        )  # fmt: skip


_NO_SHORE = np.zeros((2, 2), np.float32)
_NO_PICTURE = (np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2), np.float32))


def _picture(canvas: Canvas) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """What is painted so far, at half the size: what the water mirrors."""
    by = max(canvas.width // (ACROSS * 2), 1)
    size = (canvas.width // by, canvas.height // by)
    small = cv2.resize(canvas.rgb, size, interpolation=cv2.INTER_AREA)
    far = cv2.resize(canvas.depth, size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(small, np.uint8), np.asarray(far, np.float32)


def _with_slopes(height: Field) -> Field:
    """Height and its slopes along x and z, ``(side, side, 3)``: one look gives all three."""
    dx = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / 2
    dz = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / 2
    return np.ascontiguousarray(np.stack([height, dx, dz], axis=2).astype(np.float32))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _sea(  # type: ignore[no-untyped-def]
    rgb,
    depth,
    first,
    every,
    camera,
    mirror,
    swell,
    ripple,
    rough,
    colours,
    haze_m,
    sun,
    disc,
    foam,
    time_s,
    dither,
    land,
    scene,
    scene_depth,
    shore,
    coast,
):
    """Computed rows and columns, and what is between them mixed: near waves are larger than many pixels."""
    rows, cols = rgb.shape[0], rgb.shape[1]
    py, pitch, focal = camera[1], camera[4], camera[5]
    cp, sp = np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    high = max(py, 0.4)
    narrow = np.zeros((5, (cols + every - 1) // every + 2), np.float32)
    shown, next_shown = np.ones(narrow.shape[1], np.uint8), np.ones(narrow.shape[1], np.uint8)
    scratch, which = np.empty(SCRATCH, np.float32), np.empty(LANE, np.int64)
    above, below = np.zeros(cols * 5, np.float32), np.zeros(cols * 5, np.float32)
    grains = np.empty((4, cols * 3), np.float32)
    for k in range(4):
        for i in range(cols * 3):
            grains[k, i] = dither[k, (i // 3) & 3]
    down = _down(first, rows, scale, cp, sp, high, every)
    lifts = rough > 0.4 or coast[4] > 0
    if land:
        _uncover(shown, depth, first, down, every, scale, cp, sp, high, lifts)
    paint_row(
        narrow, first, rows, cols, every, camera, mirror, swell, ripple, rough, colours, haze_m, sun, disc, foam,
        time_s, shown, shown, scene, scene_depth, shore, coast, scratch, which,
    )  # fmt: skip
    _spread(narrow, above, every, shown, shown)
    spare = np.empty((4, cols * 3), np.float32)
    j = first
    while j < rows:
        after = _down(j + down, rows, scale, cp, sp, high, every)
        if land:
            _uncover(next_shown, depth, j + down, after, every, scale, cp, sp, high, lifts)
        paint_row(
            narrow, j + down, rows, cols, every, camera, mirror, swell, ripple, rough, colours, haze_m, sun, disc, foam,
            time_s, shown, next_shown, scene, scene_depth, shore, coast, scratch, which,
        )  # fmt: skip
        _spread(narrow, below, every, shown, next_shown)
        begin, end = _extent(shown, cols, every)
        for k in range(min(down, rows - j) if begin < end else 0):
            grain, f = grains[(j + k) & 3], np.float32(k / down)
            if land:
                _wet(
                    rgb[j + k].reshape(cols * 3)[begin * 3 : end * 3],
                    depth[j + k, begin:end],
                    above[begin * 3 :],
                    below[begin * 3 :],
                    above[cols * 3 + begin :],
                    below[cols * 3 + begin :],
                    above[cols * 4 + begin :],
                    f,
                    grain[begin * 3 :],
                    np.float32(coast[2]),
                    np.float32(coast[3]),
                    np.float32(min(coast[4], 1.0)),
                    spare,
                )
            else:
                _plain(rgb[j + k].reshape(cols * 3), depth[j + k], above, below, f, grain)
        above, below = below, above
        shown, next_shown = next_shown, shown
        j += down
        down = after


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _down(j, rows, scale, cp, sp, high, every):  # type: ignore[no-untyped-def]
    """How many rows from ``j`` on are mixed from two computed ones."""
    v = (rows / 2 - j - 0.5) / scale
    t = min(high / -min(v * cp + sp, -1e-5), 30000.0)
    wide = t * t / (scale * high)
    return 1 if wide > 0.12 or every == 1 else ((every + 1) // 2 if wide > 0.012 else every)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _uncover(shown, depth, j, down, every, scale, cp, sp, high, lifts):  # type: ignore[no-untyped-def]
    """Which points have water in sight beside them, in ``down`` rows from ``j``; the others lie behind land.

    Swell lifts the water half the way to the camera at most, as `_row` has it.
    """
    rows, cols = depth.shape
    v = (rows / 2 - (j + down) - 0.5) / scale
    dy, ahead = min(v * cp + sp, -1e-5), cp - v * sp
    least = np.float32(high / -dy * (ahead * cp + dy * sp) * (0.4 if lifts else 0.999))
    for k in range(shown.shape[0]):
        shown[k] = 0
    for y in range(j, min(j + down, rows)):
        line = depth[y]
        for k in range((cols + every - 1) // every):
            farthest = np.float32(0)
            for x in range(k * every, min((k + 1) * every, cols)):
                farthest = max(farthest, line[x])
            if farthest > least:
                shown[k] = 1
                shown[k + 1] = 1


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _extent(shown, cols, every):  # type: ignore[no-untyped-def]
    """The columns between the first point in sight and the last."""
    first, last = 0, shown.shape[0] - 1
    while first < last and not shown[first]:
        first += 1
    while last > first and not shown[last]:
        last -= 1
    return min(first * every, cols), min(last * every, cols)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _spread(narrow, wide, every, before, after):  # type: ignore[no-untyped-def]
    """A computed row to all columns where it is in sight: colours side by side, then depths, then ripples."""
    cols = wide.shape[0] // 5
    share = np.float32(1 / every)
    for k in range((cols + every - 1) // every):
        if not (before[k] or after[k]):
            for i in range(k * every, min((k + 1) * every, cols)):
                wide[np.uint64(cols * 3 + i)] = np.float32(1e9)  # behind all that is there
            continue
        r, g, b, d, w = narrow[0, k], narrow[1, k], narrow[2, k], narrow[3, k], narrow[4, k]
        by_r, by_g, by_b = (
            (narrow[0, k + 1] - r) * share,
            (narrow[1, k + 1] - g) * share,
            (narrow[2, k + 1] - b) * share,
        )
        by_d, by_w = (narrow[3, k + 1] - d) * share, (narrow[4, k + 1] - w) * share
        for i in range(min(every, cols - k * every)):
            at, f = np.uint64(k * every + i), np.float32(i)
            n = at * np.uint64(3)
            wide[n], wide[n + np.uint64(1)], wide[n + np.uint64(2)] = r + by_r * f, g + by_g * f, b + by_b * f
            wide[np.uint64(cols * 3) + at], wide[np.uint64(cols * 4) + at] = d + by_d * f, w + by_w * f


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _plain(line, far, above, below, f, grain):  # type: ignore[no-untyped-def]
    """One row of open water, from the computed ones above and below it."""
    zero, full = np.float32(0), np.float32(255)
    colours = line.shape[0]
    for i in range(colours):
        value = above[i] + (below[i] - above[i]) * f + grain[i]
        line[i] = np.uint8(np.int32(min(max(value, zero), full)))
    for i in range(far.shape[0]):
        far[i] = above[colours + i] + (below[colours + i] - above[colours + i]) * f


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _wet(  # type: ignore[no-untyped-def]
    line, far, above, below, above_far, below_far, ripple, f, grain, foamy, hides, rim, spare
):
    """One row of water that wets what is behind it and breaks on it, in passes that are vector code each."""
    zero, full, one = np.float32(0), np.float32(255), np.float32(1)
    count = far.shape[0]
    share, white, shares, whites = spare[0, :count], spare[1, :count], spare[2, : count * 3], spare[3, : count * 3]
    wetted = zero
    for i in range(count):
        deep = (far[i] - (above_far[i] + (below_far[i] - above_far[i]) * f)) * SLANT
        share[i] = deep
        wetted = max(wetted, deep)
    if wetted <= zero:
        return
    for i in range(count):
        # Thin water shows the sand; a line of foam runs up and down the beach.
        deep, torn = share[i], ripple[i]
        edge = np.float32(2.6) + np.float32(1.6) * torn
        foam = max(one - abs(deep - edge) * np.float32(1 / 1.3), zero) * np.float32(0.75) * foamy
        lace = foamy if foamy > zero else rim * min(max(np.float32(0.45) + np.float32(0.6) * torn, zero), one)
        foam = max(foam, max(one - deep * np.float32(1 / 0.9), zero) * np.float32(0.55) * lace)
        white[i] = foam if deep > zero else zero
    for i in range(count):
        deep = share[i]
        share[i] = min(deep * hides + np.float32(0.25), one) if deep > zero else zero
    for i in range(count):
        far[i] = min(far[i], above_far[i] + (below_far[i] - above_far[i]) * f)
    for i in range(count):
        n = np.uint64(3 * i)
        shares[n] = shares[n + np.uint64(1)] = shares[n + np.uint64(2)] = share[i]
        whites[n] = whites[n + np.uint64(1)] = whites[n + np.uint64(2)] = white[i]
    for i in range(count * 3):
        old = np.float32(line[i])
        value = old + (above[i] + (below[i] - above[i]) * f + grain[i] - old) * shares[i]
        value += (np.float32(236) - value) * whites[i]
        line[i] = np.uint8(np.int32(min(max(value, zero), full)))
