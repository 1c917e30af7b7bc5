"""Integrated loudness and true peak, as ITU-R BS.1770-5 measures them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from scipy import signal

from vitascope.engines.animatic.sound.mix.oversampling import peaks_between
from vitascope.engines.animatic.sound.noise import Mono

SILENCE_LUFS = -70.0
"""The absolute gate of BS.1770: what is softer does not count."""


@lru_cache(maxsize=8)
def _k_weighting(rate: int) -> Any:
    """The two stages of BS.1770 annex 1 as second-order sections, at any rate.

    The standard prints coefficients for 48 kHz; these analogue prototypes give the same to six places (De Man, 2014).
    """
    f, gain_db, q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
    k = np.tan(np.pi * f / rate)
    vh = 10 ** (gain_db / 20)
    vb = vh**0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf = [(vh + vb * k / q + k * k) / a0, 2 * (k * k - vh) / a0, (vh - vb * k / q + k * k) / a0]
    shelf += [1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]
    f, q = 38.13547087602444, 0.5003270373238773
    k = np.tan(np.pi * f / rate)
    a0 = 1 + k / q + k * k
    cut = [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]
    return np.array([shelf, cut])


def block_powers(x: Mono, rate: int) -> Mono:
    """Summed mean squares of K-weighted 400 ms blocks every 100 ms; ``x`` is ``(channels, samples)``."""
    weighted = np.asarray(signal.sosfilt(_k_weighting(rate), x, axis=-1), np.float64)
    power = np.concatenate(([0.0], np.cumsum(np.sum(weighted * weighted, axis=0))))
    block, hop = round(0.4 * rate), round(0.1 * rate)
    if x.shape[-1] < block:  # shorter than a block: take what there is as one
        return np.array([power[-1] / max(x.shape[-1], 1)])
    starts = np.arange(0, x.shape[-1] - block + 1, hop)
    return (power[starts + block] - power[starts]) / block


def lufs(power: float) -> float:
    return -0.691 + 10 * float(np.log10(power)) if power > 1e-12 else -120.0


def integrated_lufs(x: Mono, rate: int) -> float:
    """Gated loudness of ``x`` shaped ``(channels, samples)``; `SILENCE_LUFS` or less if nothing passes the gate."""
    powers = block_powers(x, rate)
    loud = powers[powers > 10 ** ((SILENCE_LUFS + 0.691) / 10)]
    if not loud.size:
        return -120.0
    gate = float(loud.mean()) / 10  # the relative gate: 10 LU under
    return lufs(float(loud[loud > gate].mean()))


def true_peak(x: Mono) -> float:
    """The largest value between samples too, by 4× oversampling; linear, 1 is full scale."""
    return float(np.max(peaks_between(x), initial=float(np.max(np.abs(x), initial=0.0))))
