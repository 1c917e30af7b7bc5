"""How much of a voice can be made out in a mix: STOI, the short-time objective intelligibility measure.

C. H. Taal, R. C. Hendriks, R. Heusdens and J. Jensen, "An Algorithm for Intelligibility Prediction of Time-Frequency
Weighted Noisy Speech", IEEE Transactions on Audio, Speech, and Language Processing 19 (2011). 1 is the voice alone;
listeners understand nearly every sentence from about .75 on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Mono = NDArray[np.float64]

RATE = 10_000
FRAME, HOP, FFT = 256, 128, 512
BANDS, LOWEST_HZ = 15, 150.0
SEGMENT = 30
"""Frames: 384 ms."""
SILENT_DB = 40.0
"""Frames so far under the clean voice's loudest are left out."""
CLIP_DB = -15.0
"""The least signal-to-distortion ratio that counts: what is worse is no worse."""


def stoi(clean: Mono, heard: Mono, rate: int) -> float:
    """Of ``heard`` against ``clean``, both ``(samples,)`` at ``rate`` Hz and in time with each other.

    Raises ``ValueError`` where they differ in length, or where there is less than 384 ms of voice.
    """
    if clean.shape != heard.shape or clean.ndim != 1:
        raise ValueError(f"two equally long single channels are compared, not {clean.shape} and {heard.shape}")
    up, down = RATE // int(np.gcd(RATE, rate)), rate // int(np.gcd(RATE, rate))
    x, y = (np.asarray(signal.resample_poly(a, up, down), np.float64) for a in (clean, heard))
    x, y = _without_silence(x, y)
    bands_x, bands_y = _bands(x), _bands(y)
    if bands_x.shape[1] < SEGMENT:
        raise ValueError("less than 384 ms of voice")
    starts = range(bands_x.shape[1] - SEGMENT + 1)
    segments_x = np.stack([bands_x[:, m : m + SEGMENT] for m in starts])
    segments_y = np.stack([bands_y[:, m : m + SEGMENT] for m in starts])
    alpha = np.linalg.norm(segments_x, axis=2) / np.maximum(np.linalg.norm(segments_y, axis=2), 1e-12)
    clipped = np.minimum(segments_y * alpha[..., None], segments_x * (1 + 10 ** (-CLIP_DB / 20)))
    a = segments_x - segments_x.mean(axis=2, keepdims=True)
    b = clipped - clipped.mean(axis=2, keepdims=True)
    norms = np.linalg.norm(a, axis=2) * np.linalg.norm(b, axis=2)
    return float(np.mean(np.sum(a * b, axis=2) / np.maximum(norms, 1e-12)))


def _frames(x: Mono) -> Mono:
    window = np.hanning(FRAME + 2)[1:-1]
    starts = np.arange(0, max(x.size - FRAME, 0) + 1, HOP)
    padded = np.pad(x, (0, max(FRAME - x.size, 0)))
    return padded[starts[:, None] + np.arange(FRAME)] * window


def _without_silence(x: Mono, y: Mono) -> tuple[Mono, Mono]:
    frames_x, frames_y = _frames(x), _frames(y)
    level = 20 * np.log10(np.linalg.norm(frames_x, axis=1) + 1e-12)
    spoken = level > level.max() - SILENT_DB
    return _joined(frames_x[spoken]), _joined(frames_y[spoken])


def _joined(frames: Mono) -> Mono:
    out = np.zeros((len(frames) - 1) * HOP + FRAME)
    for k, frame in enumerate(frames):
        out[k * HOP : k * HOP + FRAME] += frame
    return out


def _bands(x: Mono) -> Mono:
    """Magnitude in `BANDS` third-octaves, ``(bands, frames)``."""
    power = np.abs(np.fft.rfft(_frames(x), FFT, axis=1)) ** 2
    centres = LOWEST_HZ * 2 ** (np.arange(BANDS) / 3)
    bins = np.fft.rfftfreq(FFT, 1 / RATE)
    low = np.array([int(np.argmin(np.abs(bins - hz))) for hz in centres / 2 ** (1 / 6)])
    high = np.array([int(np.argmin(np.abs(bins - hz))) for hz in centres * 2 ** (1 / 6)])
    return np.sqrt(np.stack([power[:, a:b].sum(axis=1) for a, b in zip(low, high, strict=True)]))
