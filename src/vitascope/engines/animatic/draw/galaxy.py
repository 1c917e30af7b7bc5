"""The night behind the stars: the Milky Way with its bulge and lanes of dust, and nebulae, as a picture of all ways.

Made once a shot. Rows go by the sine of elevation, columns by azimuth, so that every row is as wide as the sky is.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.noise import Field, bearing, fractal, tile

ROWS, COLS = 640, 1280

CORE = np.array((0.33, 0.10, 0.94)) / np.linalg.norm((0.33, 0.10, 0.94))
"""The way to its middle: low over the horizon ahead, as seen from the southern half of the Earth."""
_ALONG = np.array((-0.42, 0.80, 0.43))
"""Where its band climbs from there: up and to the left."""
POLE = np.cross(CORE, _ALONG) / np.linalg.norm(np.cross(CORE, _ALONG))


def galaxy(seed: int, *, band: float, nebula: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None) -> Field:
    """Display RGB to be added to a black sky, ``(ROWS, COLS, 3)``; ``nebula`` is two colours of glowing gas."""
    out = np.zeros((ROWS, COLS, 3), np.float32)
    broad = fractal(512, seed + 61, slope=2.2, lowest=4)
    fine = fractal(512, seed + 62, slope=1.1, lowest=12)
    side = np.cross(POLE, CORE)
    gas = np.zeros((2, 3)) if nebula is None else np.stack(nebula)
    _bake(out, broad, fine, np.stack([POLE, CORE, side]), band, gas)
    return out


def band_stars(seed: int, count: int) -> NDArray[np.float32]:
    """Faint stars crowded in the band: unit vectors and brightness, ``(count, 4)``."""
    random = np.random.default_rng(seed + 92)
    side = np.cross(POLE, CORE)
    along, off = random.uniform(-np.pi, np.pi, count), random.normal(0, 0.13, count)
    ways = np.cos(along)[:, None] * CORE + np.sin(along)[:, None] * side + off[:, None] * POLE
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    bright = np.minimum(0.16 / random.random(count) ** 0.5, 1.6)
    return np.column_stack([ways, bright]).astype(np.float32)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _bake(out, broad, fine, axes, band, gas):  # type: ignore[no-untyped-def]
    rows, cols = out.shape[0], out.shape[1]
    turn = 512 / (2 * np.pi)
    for j in range(rows):
        dy = (j + 0.5) / rows * 2 - 1
        flat = np.sqrt(1 - dy * dy)
        for i in range(cols):
            a = (i + 0.5) / cols * 2 * np.pi - np.pi
            dx, dz = flat * np.sin(a), flat * np.cos(a)
            off = dx * axes[0, 0] + dy * axes[0, 1] + dz * axes[0, 2]
            c = dx * axes[1, 0] + dy * axes[1, 1] + dz * axes[1, 2]
            s = dx * axes[2, 0] + dy * axes[2, 1] + dz * axes[2, 2]
            along = np.arctan2(s, c) * turn
            n = tile(broad, along, off * 130 + 11)
            m = tile(broad, along * 3 + 7, off * 330 + 90)
            f = tile(fine, along * 3 + 3, off * 300)
            r, g, b = 0.0, 0.0, 0.0
            if band > 0:
                bulge = np.exp(-((along / turn / 0.75) ** 2))
                wide = 0.085 + 0.06 * bulge
                core = np.exp(-((off / wide) ** 2)) * (0.42 + 0.85 * bulge)
                halo = np.exp(-((off / 0.24) ** 2)) * 0.16
                clumps = max(1 + 0.34 * n + 0.24 * m + 0.10 * f, 0.0)
                # Dust lies along the middle in torn threads, and branches off it.
                lane = np.exp(-(((off + 0.024 * n + 0.010 * m) / (0.016 + 0.014 * bulge)) ** 2))
                branch = max(1 - abs(m + 0.7 * n + 0.5 * f) * 1.5, 0.0) * np.exp(-((off / 0.11) ** 2))
                dark = 1 - min(0.80 * lane * min(max(0.9 + 0.5 * m, 0.0), 1.0) + 0.5 * branch, 0.92)
                p = 0.62 * band * (core * clumps * dark + halo)
                warm = min(bulge * core * 1.4, 1.0)
                r += p * (112 + 60 * warm)
                g += p * (116 + 26 * warm)
                b += p * (146 - 26 * warm)
                # Hydrogen glows pink here and there.
                pink = max(f * 0.6 + m - 2.1, 0.0) * core * band
                r, b = r + 90 * pink, b + 40 * pink
            if gas[0, 0] + gas[0, 1] + gas[0, 2] > 0:
                # Two fields bend each other: what looks like smoke rather than like noise.
                x, y = along + 7 * n, off * 82 + 8 * m
                one = tile(broad, x + 20, y + 10) + 0.30 * tile(broad, x * 3, y * 3) + 0.10 * f
                two = tile(broad, x + 200, y * 1.1 + 170) + 0.30 * tile(broad, x * 3 + 50, y * 3.3)
                centre = np.exp(-(((dx - 0.10) / 0.62) ** 2) - ((dy - 0.16) / 0.36) ** 2) * (1.0 if dz > 0 else 0.0)
                k1 = max(one * 0.62 + 0.34, 0.0) ** 1.5 * centre
                k2 = max(two * 0.62 + 0.20, 0.0) ** 1.6 * centre
                rim = max(1 - abs(one - 0.35) * 3.2, 0.0) ** 2 * centre * 0.42
                r += gas[0, 0] * k1 + gas[1, 0] * k2 + 235 * rim * k2 + gas[0, 0] * 0.4 * rim
                g += gas[0, 1] * k1 + gas[1, 1] * k2 + 205 * rim * k2 + gas[0, 1] * 0.4 * rim
                b += gas[0, 2] * k1 + gas[1, 2] * k2 + 200 * rim * k2 + gas[0, 2] * 0.4 * rim
            out[j, i, 0], out[j, i, 1], out[j, i, 2] = r, g, b


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def glimpse(picture, dx, dy, dz):  # type: ignore[no-untyped-def]
    """The colour that way."""
    rows, cols = picture.shape[0], picture.shape[1]
    y = min(max((dy + 1) * 0.5 * rows - 0.5, 0.0), rows - 1.001)
    x = (bearing(dx, dz) / (2 * np.pi) + 0.5) * cols - 0.5
    x += cols if x < 0 else 0.0
    j, i = int(y), int(x)
    f, g, one = np.float32(x - i), np.float32(y - j), np.float32(1)
    i0, i1, j0, j1 = np.uint64(i % cols), np.uint64((i + 1) % cols), np.uint64(j), np.uint64(j + 1)
    w00, w01, w10, w11 = (one - f) * (one - g), f * (one - g), (one - f) * g, f * g
    return (
        picture[j0, i0, 0] * w00 + picture[j0, i1, 0] * w01 + picture[j1, i0, 0] * w10 + picture[j1, i1, 0] * w11,
        picture[j0, i0, 1] * w00 + picture[j0, i1, 1] * w01 + picture[j1, i0, 1] * w10 + picture[j1, i1, 1] * w11,
        picture[j0, i0, 2] * w00 + picture[j0, i1, 2] * w01 + picture[j1, i0, 2] * w10 + picture[j1, i1, 2] * w11,
    )
