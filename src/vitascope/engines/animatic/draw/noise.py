"""Noise that tiles: made once a shot by Fourier synthesis, read by the kernels of every place."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Field = NDArray[np.float32]


def fractal(size: int, seed: int, *, slope: float = 1.9, lowest: float = 2.0, highest: float | None = None) -> Field:
    """A square field that tiles, of mean 0 and deviation 1; amplitude falls as frequency to the ``-slope``.

    ``size`` is its side. Only frequencies from ``lowest`` to ``highest`` cycles a tile are in it (Saupe, 1988).
    """
    random = np.random.default_rng(seed)
    across = np.fft.fftfreq(size, 1 / size)[:, None]
    down = np.fft.rfftfreq(size, 1 / size)[None, :]
    frequency = np.hypot(across, down)
    band = (frequency >= lowest) & (frequency <= (size / 2 if highest is None else highest))
    amplitude = np.where(band, np.maximum(frequency, 1e-9) ** -slope, 0.0)
    phases = random.standard_normal(amplitude.shape) + 1j * random.standard_normal(amplitude.shape)
    field: NDArray[np.float64] = np.fft.irfft2(phases * amplitude, s=(size, size))
    field -= float(field.mean())
    return (field / max(float(field.std()), 1e-9)).astype(np.float32)


def ridged(size: int, seed: int, *, lowest: float = 2.0, octaves: int = 7, gain: float = 0.52) -> Field:
    """Mountains: folded noise whose valleys silence finer octaves (Musgrave, 1994). From 0 to 1."""
    total = np.zeros((size, size), np.float32)
    weight = np.ones_like(total)
    amplitude, frequency = 1.0, lowest
    for octave in range(octaves):
        if frequency > size / 3:
            break
        layer = fractal(size, seed + octave, slope=1.0, lowest=frequency * 0.7, highest=frequency * 1.5)
        layer = np.asarray(np.clip(1.0 - np.abs(layer) * 0.62, 0.0, 1.0) ** 2, np.float32)
        total += amplitude * layer * weight
        weight = np.clip(layer * 1.7, 0.0, 1.0) * (0.35 + 0.65 * weight)
        amplitude *= gain
        frequency *= 2
    total -= total.min()
    return np.asarray(total / np.float32(max(float(total.max()), 1e-9)), np.float32)


@njit(cache=True, nogil=True, fastmath=True, inline="always")
def tile(field, x, y):  # type: ignore[no-untyped-def]
    """``field`` between its points; ``x`` and ``y`` in points, any size; the side is a power of two."""
    mask = field.shape[0] - 1
    fx, fy = np.floor(x), np.floor(y)
    ix, iy = int(fx), int(fy)
    u, v = x - fx, y - fy
    x0, x1, y0, y1 = ix & mask, (ix + 1) & mask, iy & mask, (iy + 1) & mask
    top = field[y0, x0] + (field[y0, x1] - field[y0, x0]) * u
    low = field[y1, x0] + (field[y1, x1] - field[y1, x0]) * u
    return top + (low - top) * v


@njit(cache=True, nogil=True, fastmath=True, inline="always")
def near(field, x, y):  # type: ignore[no-untyped-def]
    """``field`` at its nearest point, for detail that is smaller than a pixel anyway."""
    mask = field.shape[0] - 1
    return field[int(np.floor(y)) & mask, int(np.floor(x)) & mask]
