"""Sound as a picture: a spectrogram over log frequency, and the outline and loudness of the wave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitascope.core.media import SAMPLE_RATE, Waveform

LOW_HZ, HIGH_HZ = 40.0, 16_000.0
QUIET_DB, LOUD_DB = -105.0, -18.0
"""Of a bin against a sine at full scale: darkest and brightest. Noise beds spread over bins, so they lie far down."""
WINDOW = 4096
"""Samples: bins of 12 Hz keep low tones apart, and 85 ms still show a footstep."""
LOUDNESS_S = 0.1

INFERNO = np.array(
    [
        (0, 0, 4), (22, 11, 57), (66, 10, 104), (106, 23, 110), (147, 38, 103), (188, 55, 84),
        (221, 81, 58), (243, 120, 25), (252, 165, 10), (246, 215, 70), (252, 255, 164),
    ],
    np.float32,
)  # fmt: skip
"""Eleven even steps of matplotlib's colour map of that name: lightness rises evenly with the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A column a pixel."""

    low: NDArray[np.float32]
    high: NDArray[np.float32]
    """Least and greatest sample."""
    loudness_db: NDArray[np.float32]
    """RMS of `LOUDNESS_S` around the column, in dB of full scale; -120 at most silent."""


def spectrogram(pcm: Waveform, *, width: int, height: int, duration_s: float) -> NDArray[np.uint8]:
    """``(height, width, 3)`` sRGB: time from 0 to ``duration_s`` across, `LOW_HZ` to `HIGH_HZ` upwards."""
    mono = pcm.mean(axis=0) if pcm.shape[1] else np.zeros(1, np.float32)
    centres = (np.arange(width) + 0.5) * duration_s * SAMPLE_RATE / width
    padded = np.pad(mono, WINDOW)
    window = np.hanning(WINDOW).astype(np.float32)
    edges = row_edges(height) * WINDOW / SAMPLE_RATE
    picture = np.empty((height, width), np.float32)
    for first in range(0, width, 256):  # a few at a time: all of them at once are 60 MB
        starts = np.clip(centres[first : first + 256].astype(int) + WINDOW // 2, 0, len(padded) - WINDOW)
        blocks = padded[starts[:, None] + np.arange(WINDOW)] * window
        power = (np.abs(np.fft.rfft(blocks, axis=1)) / (window.sum() / 2)) ** 2
        picture[:, first : first + 256] = _rows(power, edges).T
    level = (10 * np.log10(picture + 1e-12) - QUIET_DB) / (LOUD_DB - QUIET_DB)
    return _coloured(level)[::-1]


def row_edges(height: int) -> NDArray[np.float64]:
    """Frequencies in Hz between which the rows lie, lowest first: ``height + 1`` of them, evenly apart in octaves."""
    return LOW_HZ * (HIGH_HZ / LOW_HZ) ** (np.arange(height + 1) / height)


def row_of(frequency_hz: float, height: int) -> float:
    """Where a frequency lies, in rows from the top."""
    return float(height * (1 - np.log(frequency_hz / LOW_HZ) / np.log(HIGH_HZ / LOW_HZ)))


def outline(pcm: Waveform, *, width: int, duration_s: float) -> Outline:
    """The wave's extent and its loudness in ``width`` columns over ``duration_s``; silence once the track has ended."""
    samples = round(duration_s * SAMPLE_RATE)
    mono = pcm.mean(axis=0)[:samples] if pcm.shape[1] else np.zeros(0, np.float32)
    mono = np.pad(mono, (0, samples - len(mono)))
    bounds = np.linspace(0, samples, width + 1).astype(int)
    low, high = np.minimum.reduceat(mono, bounds[:-1]), np.maximum.reduceat(mono, bounds[:-1])
    energy = np.concatenate(([0.0], np.cumsum(mono.astype(np.float64) ** 2)))
    middle, reach = (bounds[:-1] + bounds[1:]) // 2, int(LOUDNESS_S * SAMPLE_RATE / 2)
    left, right = np.clip(middle - reach, 0, samples), np.clip(middle + reach, 0, samples)
    power = (energy[right] - energy[left]) / np.maximum(right - left, 1)
    return Outline(low=low, high=high, loudness_db=(10 * np.log10(power + 1e-12)).astype(np.float32))


def _rows(power: NDArray[np.float32], edges: NDArray[np.float64]) -> NDArray[np.float32]:
    """Mean power between each two of ``edges``, which are in bins; between bins, as if power ran straight."""
    bins = np.arange(power.shape[1])
    total = np.concatenate((np.zeros((len(power), 1)), np.cumsum((power[:, :-1] + power[:, 1:]) / 2, axis=1)), axis=1)
    at = np.stack([np.interp(edges, bins, row) for row in total])
    return (np.diff(at, axis=1) / np.diff(edges)).astype(np.float32)


def _coloured(level: NDArray[np.float32]) -> NDArray[np.uint8]:
    place = np.clip(level, 0, 1) * (len(INFERNO) - 1)
    channels = [np.interp(place, np.arange(len(INFERNO)), INFERNO[:, channel]) for channel in range(3)]
    return (np.stack(channels, axis=-1) + 0.5).astype(np.uint8)
