"""A voice without its folds: the same mouth, filled with breath."""

from __future__ import annotations

import numpy as np
from scipy import signal

from vitascope.engines.animatic.sound.noise import Mono, unit

WINDOW_S = 0.022
LIFTER_S = 0.0016
"""Of the cepstrum, what is slower than this is the mouth; what is quicker are the folds."""


def whispered(x: Mono, rate: int, rng: np.random.Generator) -> Mono:
    """``x`` with its spectral envelope kept and its pitch replaced by noise; of the same length and unit power."""
    size = int(WINDOW_S * rate) // 2 * 2
    _, _, spectrum = signal.stft(x, rate, nperseg=size, noverlap=3 * size // 4)
    _, _, noise = signal.stft(rng.standard_normal(x.size), rate, nperseg=size, noverlap=3 * size // 4)
    cepstrum = np.fft.irfft(np.log(np.abs(spectrum) + 1e-6), axis=0)
    keep = int(LIFTER_S * rate)
    cepstrum[keep : cepstrum.shape[0] - keep] = 0
    envelope = np.exp(np.fft.rfft(cepstrum, axis=0).real)
    _, out = signal.istft(noise * envelope, rate, nperseg=size, noverlap=3 * size // 4)
    return unit(signal.sosfilt(signal.butter(2, 300, "high", fs=rate, output="sos"), np.pad(out, (0, size))[: x.size]))
