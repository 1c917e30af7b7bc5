"""Noise that tiles: made once a shot by Fourier synthesis, read by the kernels of every place."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.fft import ifft, irfft

Field = NDArray[np.float32]


def fractal(size: int, seed: int, *, slope: float = 1.9, lowest: float = 2.0, highest: float | None = None) -> Field:
    """A square field that tiles, of mean 0 and deviation 1; amplitude falls as frequency to the ``-slope``.

    ``size`` is its side. Only frequencies from ``lowest`` to ``highest`` cycles a tile are in it (Saupe, 1988).
    """
    top = size / 2 if highest is None else highest
    squared, log = _frequencies(size)
    power = np.exp(log * np.float32(-slope / 2))
    power[(squared < lowest * lowest) | (squared > top * top)] = 0
    random = np.random.default_rng(seed)
    waves = random.standard_normal((size, size // 2 + 1, 2), np.float32).view(np.complex64)[..., 0] * power
    # First down, where a column of frequencies that are not in it is nothing to turn; then across.
    held = min(int(top) + 1, size // 2 + 1)
    across = ifft(waves[:, :held], axis=0, overwrite_x=True)
    field = np.asarray(irfft(across, n=size, axis=1, overwrite_x=True), np.float32)
    mean, deviation = cv2.meanStdDev(field)
    field -= np.float32(mean.item())
    field *= np.float32(1 / max(deviation.item(), 1e-9))
    return field


@lru_cache(maxsize=4)
def _frequencies(size: int) -> tuple[Field, Field]:
    """Cycles a tile, squared, of each term of `irfft2`, and their logarithms; the mean's is not 0, for it has none."""
    across = np.fft.fftfreq(size, 1 / size)[:, None]
    down = np.fft.rfftfreq(size, 1 / size)[None, :]
    squared = np.maximum(across**2 + down**2, 1e-6).astype(np.float32)
    return squared, np.log(squared)


@lru_cache(maxsize=2)
def ridged(size: int, seed: int, *, lowest: float = 2.0, octaves: int = 7, gain: float = 0.52) -> Field:
    """Mountains: folded noise whose valleys silence finer octaves (Musgrave, 1994). From 0 to 1.

    Kept, and not to be written to: the second shot of a place has the same mountains as the first.
    """
    total = np.zeros((size, size), np.float32)
    weight = np.ones_like(total)
    amplitude, frequency = 1.0, lowest
    for octave in range(octaves):
        if frequency > size / 3:
            break
        layer = fractal(size, seed + octave, slope=1.0, lowest=frequency * 0.7, highest=frequency * 1.5)
        _fold(total.ravel(), weight.ravel(), layer.ravel(), np.float32(amplitude))
        amplitude *= gain
        frequency *= 2
    total -= total.min()
    total *= np.float32(1 / max(float(total.max()), 1e-9))
    total.flags.writeable = False
    return total


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _fold(total, weight, layer, amplitude):  # type: ignore[no-untyped-def]
    """Add an octave of `ridged`, and weigh the next one by it."""
    f32 = np.float32
    one, zero = f32(1), f32(0)
    for i in range(total.shape[0]):
        line = min(max(one - abs(layer[i]) * f32(0.62), zero), one)
        line *= line
        total[i] += amplitude * line * weight[i]
        weight[i] = min(line * f32(1.7), one) * (f32(0.35) + f32(0.65) * weight[i])


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def scattered(h):  # type: ignore[no-untyped-def]
    """0 to 1 from a whole number, of which the lowest 32 bits count (Wellons' lowbias32)."""
    h = h & 0xFFFFFFFF
    h ^= h >> 16
    h = (h * 0x7FEB352D) & 0xFFFFFFFF
    h ^= h >> 15
    h = (h * 0x846CA68B) & 0xFFFFFFFF
    h ^= h >> 16
    return h / 4294967296.0


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def lot(k, seed):  # type: ignore[no-untyped-def]
    """0 to 1 for the ``k``-th particle of a ``seed``, of which the lowest 16 bits count."""
    return scattered(k * 747796405 + (seed & 0xFFFF) * 291336453)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def tile(field, x, y):  # type: ignore[no-untyped-def]
    """``field`` between its points; ``x`` and ``y`` in points, any size; the side is a power of two."""
    mask = field.shape[0] - 1
    fx, fy = np.floor(x), np.floor(y)
    ix, iy = int(fx), int(fy)
    u, v = np.float32(x - fx), np.float32(y - fy)
    # Unsigned: for a signed index, numba asks at every look whether it counts from the end, which costs half the time.
    x0, x1 = np.uint64(ix & mask), np.uint64((ix + 1) & mask)
    y0, y1 = np.uint64(iy & mask), np.uint64((iy + 1) & mask)
    top = field[y0, x0] + (field[y0, x1] - field[y0, x0]) * u
    low = field[y1, x0] + (field[y1, x1] - field[y1, x0]) * u
    return top + (low - top) * v


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def near(field, x, y):  # type: ignore[no-untyped-def]
    """``field`` at its nearest point, for detail that is smaller than a pixel anyway."""
    mask = field.shape[0] - 1
    return field[np.uint64(int(np.floor(y)) & mask), np.uint64(int(np.floor(x)) & mask)]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def bearing(x, z):  # type: ignore[no-untyped-def]
    """About ``arctan2(x, z)``, off by 0.0003 at most (Rajan et al., 2006), in a third of its time."""
    ax, az = abs(x), abs(z)
    a = min(ax, az) / max(ax, az, 1e-12)
    s = a * a
    r = ((-0.0464964749 * s + 0.15931422) * s - 0.327622764) * s * a + a
    r = 1.57079637 - r if ax > az else r
    r = 3.14159274 - r if z < 0 else r
    return -r if x < 0 else r
