"""The sea: waves, the sky mirrored by Fresnel's law, and the sun's glitter, by the ray through each pixel."""

# ruff: noqa: PLR0915 - long kernels keep their values in registers
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.noise import Field, fractal
from vitascope.engines.animatic.draw.sky import DITHER, Sky, horizon_row
from vitascope.engines.animatic.draw.stage import Canvas, Pose

ACROSS = 480
"""Points computed across a frame. Seen from near the water, waves are much wider on screen than they are high."""

SLANT = np.float32(0.12)
"""Depth of the water over metres along the ray: what a beach seen from a road shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Water:
    """One shot's water at height 0."""

    swell: Field
    ripple: Field
    rough: float
    """Height of the swell in metres: 0.1 is calm, 2.5 a storm."""
    deep: tuple[float, float, float]
    foam: float

    @classmethod
    def make(cls, seed: int, *, rough: float, deep: tuple[float, float, float], foam: float = 0.0) -> Water:
        swell = _with_slopes(fractal(256, seed + 61, slope=2.0, lowest=4, highest=48))
        ripple = _with_slopes(fractal(256, seed + 62, slope=1.3, lowest=6))
        return cls(swell=swell, ripple=ripple, rough=rough, deep=deep, foam=foam)

    def height(self, x: float, z: float, time_s: float) -> float:
        """Of the swell, in metres."""
        return float(_swell(self.swell, x, z, time_s)[0]) * self.rough

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
        colours = np.array([
            np.array(self.deep) * bright, key, key * 0.6 + haze * 0.5, np.array(palette.horizon) * 0.6 + haze * 0.4,
        ], np.float32)  # fmt: skip
        _sea(
            canvas.rgb, canvas.depth, first, max(canvas.width // ACROSS, 1),
            np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]), mirror, self.swell, self.ripple,
            self.rough, colours, palette.haze_m, np.array(palette.sun),
            palette.disc * (0.5 if palette.night > 0.9 else 1.0), self.foam, time_s, DITHER, land,
        )  # fmt: skip


def _with_slopes(height: Field) -> Field:
    """Height and its slopes along x and z, ``(side, side, 3)``: one look gives all three."""
    dx = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / 2
    dz = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / 2
    return np.ascontiguousarray(np.stack([height, dx, dz], axis=2).astype(np.float32))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _three(field, x, y):  # type: ignore[no-untyped-def]
    mask = field.shape[0] - 1
    fx, fy = np.floor(x), np.floor(y)
    ix, iy = int(fx), int(fy)
    u, v = np.float32(x - fx), np.float32(y - fy)
    x0, x1 = np.uint64(ix & mask), np.uint64((ix + 1) & mask)
    y0, y1 = np.uint64(iy & mask), np.uint64((iy + 1) & mask)
    one = np.float32(1)
    w00, w01, w10, w11 = (one - u) * (one - v), u * (one - v), (one - u) * v, u * v
    return (
        field[y0, x0, 0] * w00 + field[y0, x1, 0] * w01 + field[y1, x0, 0] * w10 + field[y1, x1, 0] * w11,
        field[y0, x0, 1] * w00 + field[y0, x1, 1] * w01 + field[y1, x0, 1] * w10 + field[y1, x1, 1] * w11,
        field[y0, x0, 2] * w00 + field[y0, x1, 2] * w01 + field[y1, x0, 2] * w10 + field[y1, x1, 2] * w11,
    )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _swell(swell, x, z, time_s):  # type: ignore[no-untyped-def]
    """Height and slopes of the swell, for a roughness of 1."""
    h1, x1, z1 = _three(swell, x * 0.55 + time_s * 1.3, z * 0.85 + time_s * 3.2)
    h2, x2, z2 = _three(swell, x * 1.5 - time_s * 1.9 + 90, z * 1.2 + time_s * 4.4 + 40)
    return h1 + 0.55 * h2, 0.55 * x1 + 0.825 * x2, 0.85 * z1 + 0.66 * z2


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
):
    """Computed rows and columns, and what is between them mixed: near waves are larger than many pixels."""
    rows, cols = rgb.shape[0], rgb.shape[1]
    py, pitch, focal = camera[1], camera[4], camera[5]
    cp, sp = np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    high = max(py, 0.4)
    narrow = np.zeros(((cols + every - 1) // every + 2, 5), np.float32)
    shown, next_shown = np.ones(narrow.shape[0], np.uint8), np.ones(narrow.shape[0], np.uint8)
    above, below = np.empty(cols * 5, np.float32), np.empty(cols * 5, np.float32)
    grains = np.empty((4, cols * 3), np.float32)
    for k in range(4):
        for i in range(cols * 3):
            grains[k, i] = dither[k, (i // 3) & 3]
    down = _down(first, rows, scale, cp, sp, high, every)
    if land:
        _uncover(shown, depth, first, down, every, scale, cp, sp, high, rough)
    _row(
        narrow, first, rows, cols, every, camera, mirror, swell, ripple, rough, colours, haze_m, sun, disc, foam,
        time_s, shown, shown,
    )  # fmt: skip
    _spread(narrow, above, every)
    j = first
    while j < rows:
        after = _down(j + down, rows, scale, cp, sp, high, every)
        if land:
            _uncover(next_shown, depth, j + down, after, every, scale, cp, sp, high, rough)
        _row(
            narrow, j + down, rows, cols, every, camera, mirror, swell, ripple, rough, colours, haze_m, sun, disc, foam,
            time_s, shown, next_shown,
        )  # fmt: skip
        _spread(narrow, below, every)
        for k in range(min(down, rows - j)):
            grain, f = grains[(j + k) & 3], np.float32(k / down)
            if land:
                _wet(rgb[j + k], depth[j + k], above, below, f, grain)
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
    return 1 if wide > 0.12 or every == 1 else (every // 2 if wide > 0.012 else every)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _uncover(shown, depth, j, down, every, scale, cp, sp, high, rough):  # type: ignore[no-untyped-def]
    """Which points have water in sight beside them, in ``down`` rows from ``j``; the others lie behind land.

    Swell lifts the water half the way to the camera at most, as `_row` has it.
    """
    rows, cols = depth.shape
    v = (rows / 2 - (j + down) - 0.5) / scale
    dy, ahead = min(v * cp + sp, -1e-5), cp - v * sp
    least = np.float32(high / -dy * (ahead * cp + dy * sp) * (0.5 if rough > 0.4 else 0.999))
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
def _spread(narrow, wide, every):  # type: ignore[no-untyped-def]
    """A computed row to all columns: colours side by side, then depths, then ripples."""
    cols = wide.shape[0] // 5
    for k in range((cols + every - 1) // every):
        for c in range(5):
            a, b = narrow[k, c], narrow[k + 1, c]
            step = (b - a) / np.float32(every)
            for i in range(min(every, cols - k * every)):
                at = (k * every + i) * 3 + c if c < 3 else cols * c + k * every + i
                wide[np.uint64(at)] = a + step * np.float32(i)


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
def _wet(line, far, above, below, f, grain):  # type: ignore[no-untyped-def]
    """One row of water that wets what is behind it and breaks on it."""
    zero, full, one = np.float32(0), np.float32(255), np.float32(1)
    cols = line.shape[0]
    for i in range(cols):
        n = np.uint64(i)
        m = np.uint64(cols * 3 + i)
        t = above[m] + (below[m] - above[m]) * f
        deep = (far[n] - t) * SLANT
        if deep <= zero:
            continue
        # Thin water shows the sand; a line of foam runs up and down the beach.
        share = min(deep * np.float32(0.55) + np.float32(0.25), one)
        edge = np.float32(2.6) + np.float32(1.6) * above[np.uint64(cols * 4 + i)]
        white = max(one - abs(deep - edge) / np.float32(1.3), zero) * np.float32(0.75)
        white = max(white, max(one - deep / np.float32(0.9), zero) * np.float32(0.55))
        far[n] = t
        for c in range(3):
            m = np.uint64(i * 3 + c)
            old = np.float32(line[n, np.uint64(c)])
            value = old + (above[m] + (below[m] - above[m]) * f + grain[m] - old) * share
            value += (np.float32(236) - value) * white
            line[n, np.uint64(c)] = np.uint8(np.int32(min(max(value, zero), full)))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _row(  # type: ignore[no-untyped-def]
    out,
    j,
    rows,
    cols,
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
    above,
    below,
):
    """Colour, depth and ripple of every ``every``-th point of row ``j`` that shows in the rows above or below."""
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    mrows, mcols = mirror.shape[0], mirror.shape[1]
    high = max(py, 0.4)
    v = (rows / 2 - j - 0.5) / scale
    dy, ahead = v * cp + sp, cp - v * sp
    dy = min(dy, -1e-5)
    t0 = min(-high / dy, 30000.0)
    # A wave smaller than a pixel is seen as shine, not as slope.
    wide = t0 * t0 / (scale * high)
    fine = 1.0 / (1.0 + wide / 0.6)
    tiny = 1.0 / (1.0 + wide / 0.05)
    long_ = 1.0 / (1.0 + wide / (5.0 + 3 * rough))
    chop = 0.10 + 0.11 * rough
    # A rough sea mirrors all of the sky at every point: not its clouds, which would swim in it like marble.
    clear = np.float32(1 / (1 + 1.1 * rough * rough))
    # Steep swell would throw the sky about in smooth blobs: its slopes are softened, and broken up by chop.
    slope = rough * long_ / (1 + 0.45 * rough)
    coarse = (1.3 + 0.9 * min(rough, 2.0)) * long_
    lift = 0.35 * min(rough, 1.2)
    white = long_ if foam > 0 else 0.0
    toward = ahead * cp + dy * sp
    for k in range(out.shape[0]):
        if not above[k] and not below[k]:
            out[k, 3] = t0 * toward
            continue
        u = (k * every + 0.5 - cols / 2) / scale
        ax, az = u * cy + ahead * sy, ahead * cy - u * sy
        t = t0
        x, z = px + ax * t, pz + az * t
        if rough > 0.4 and long_ > 0.05:
            h, _, _ = _swell(swell, x, z, time_s)
            t = max(-(high - min(h * rough * long_ * 0.5, 0.5 * high)) / dy, 0.3)
            x, z = px + ax * t, pz + az * t
        h0, hx, hz = _swell(swell, x, z, time_s)
        r1, rx1, rz1 = np.float32(0.0), np.float32(0.0), np.float32(0.0)
        if fine > 0.03:
            r1, rx1, rz1 = _three(ripple, x * 6.1 + time_s * 2.1, z * 7.0 + time_s * 5.0)
        r3, rx3, rz3 = _three(ripple, x * 1.3 + time_s * 1.2 + 9, z * 1.9 + time_s * 2.6)
        nx = hx * slope + chop * (1.5 * rx1 * fine + coarse * rx3)
        nz = hz * slope + chop * (1.5 * rz1 * fine + coarse * rz3)
        if tiny > 0.1:
            _, rx2, rz2 = _three(ripple, x * 17 - time_s * 4.0 + 60, z * 21 + time_s * 9.0)
            nx += 0.9 * chop * tiny * rx2
            nz += 0.9 * chop * tiny * rz2
        n = 1.0 / np.sqrt(1 + nx * nx + nz * nz)
        nx, ny, nz = -nx * n, n, -nz * n
        m = 1.0 / np.sqrt(ax * ax + dy * dy + az * az)
        vx, vy, vz = ax * m, dy * m, az * m
        facing = max(-(vx * nx + vy * ny + vz * nz), 0.02)
        q = 1 - facing
        # Far off only the faces turned to us are seen: Fresnel's law alone would be a mirror at the horizon.
        fresnel = min(0.03 + 0.97 * q * q * q * q * q, 0.86)
        fresnel += (0.34 - fresnel) * (1 - clear) * 0.65
        rx, ry, rz = vx + 2 * facing * nx, vy + 2 * facing * ny, vz + 2 * facing * nz
        ry = abs(ry) + 0.03
        side, forth = rx * cy - rz * sy, rx * sy + rz * cy
        a = side / (abs(forth) + 0.6 * abs(side) + 1e-6)
        mi = min(max((a / 1.25 * 0.5 + 0.5) * (mcols - 1), 0.0), mcols - 1.001)
        mj = min(np.sqrt(ry / 1.5) * (mrows - 1), mrows - 1.001)
        ii, jj = np.uint64(int(mi)), np.uint64(int(mj))
        f, g = np.float32(mi - int(mi)), np.float32(mj - int(mj))
        glint = rx * sun[0] + ry * sun[1] + rz * sun[2]
        s = max(glint / np.sqrt(rx * rx + ry * ry + rz * rz), 0.0)
        s2 = s * s
        s4 = s2 * s2
        s8 = s4 * s4
        s16 = s8 * s8
        s32 = s16 * s16
        s64 = s32 * s32
        s128 = s64 * s64
        s256 = s128 * s128
        s512 = s256 * s256
        shine = disc * (s512 * 2.2 + s32 * 0.17)
        body = 0.75 + 0.45 * min(max(h0 * lift + 0.3, 0.0), 1.0)
        crest = (0.55 * h0 + 0.8 * r3 + 0.6 * r1 * fine - 2.6 + 1.2 * foam) * 1.3
        cap = min(max(crest * (r1 * 0.7 + 0.7), 0.0), 0.9) * white
        fog = (1 - transmittance(t / haze_m)) * 0.85
        one = np.uint64(1)
        for c in range(3):
            m0 = mirror[jj, ii, c] + (mirror[jj, ii + one, c] - mirror[jj, ii, c]) * f
            m1 = mirror[jj + one, ii, c] + (mirror[jj + one, ii + one, c] - mirror[jj + one, ii, c]) * f
            deep = colours[0, c] * body
            seen = colours[3, c] + (m0 + (m1 - m0) * g - colours[3, c]) * clear
            value = deep + (seen - deep) * fresnel + shine * colours[1, c]
            value += (colours[2, c] - value) * cap
            value += (colours[3, c] - value) * fog
            out[k, c] = value
        out[k, 3] = t * toward
        out[k, 4] = r3
