"""Raw material: noise, filters, slow random curves, envelopes. Everything else in `sound` is made of these.

Signals are mono float64 shaped ``(samples,)``, nominally in [-1, 1]; rates are in Hz.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Mono = NDArray[np.float64]

PINK_B = (0.049922035, -0.095993537, 0.050612699, -0.004408786)
PINK_A = (1.0, -2.494956002, 2.017265875, -0.522189400)
"""A −3 dB an octave filter, within 0.3 dB from 10 Hz up (J. O. Smith, Spectral Audio Signal Processing, sec. 'Pink
Noise')."""


def white(samples: int, rng: np.random.Generator) -> Mono:
    """Gaussian noise of unit power."""
    return rng.standard_normal(samples)


def pink(samples: int, rng: np.random.Generator) -> Mono:
    """Noise that falls by 3 dB an octave, of about unit power."""
    warm = 2400  # the filter's own start-up, thrown away
    shaped = signal.lfilter(PINK_B, PINK_A, rng.standard_normal(samples + warm))[warm:]
    return np.asarray(shaped, np.float64) * 11.0


def brown(samples: int, rng: np.random.Generator, rate: int) -> Mono:
    """Noise that falls by 6 dB an octave above 20 Hz, of about unit power."""
    return unit(highpass(lowpass(white(samples, rng), 30.0, rate, 1), 20.0, rate, 1))


@lru_cache(maxsize=512)
def _butter(order: int, edges: tuple[float, ...], kind: Literal["low", "high", "band"], rate: int) -> Any:
    nyquist = 0.499 * rate
    inside = [min(max(e, 1.0), nyquist) for e in edges]
    return signal.butter(order, inside if kind == "band" else inside[0], kind, fs=rate, output="sos")


def lowpass(x: Mono, hz: float, rate: int, order: int = 2) -> Mono:
    return np.asarray(signal.sosfilt(_butter(order, (hz,), "low", rate), x), np.float64)


def highpass(x: Mono, hz: float, rate: int, order: int = 2) -> Mono:
    return np.asarray(signal.sosfilt(_butter(order, (hz,), "high", rate), x), np.float64)


def band(x: Mono, low_hz: float, high_hz: float, rate: int, order: int = 1) -> Mono:
    return np.asarray(signal.sosfilt(_butter(order, (low_hz, high_hz), "band", rate), x), np.float64)


def resonate(x: Mono, hz: float, bandwidth_hz: float, rate: int) -> Mono:
    """One resonance with a gain of about 1 at its peak."""
    r = float(np.exp(-np.pi * bandwidth_hz / rate))
    a = (1.0, -2 * r * float(np.cos(2 * np.pi * hz / rate)), r * r)
    b = (1 - r, 0.0, -(1 - r))  # zeros at 0 Hz and at Nyquist: nothing leaks at the ends
    return np.asarray(signal.lfilter(b, a, x), np.float64)


def unit(x: Mono) -> Mono:
    """The same signal at a root mean square of 1; silence stays silence."""
    rms = float(np.sqrt(np.mean(x * x))) if x.size else 0.0
    return x / rms if rms > 1e-9 else x


def drift(samples: int, rate: int, rng: np.random.Generator, hz: float) -> Mono:
    """A smooth random curve in [0, 1] that turns about ``hz`` times a second."""
    knots = max(int(np.ceil(samples / rate * hz)) + 2, 2)
    values = rng.random(knots)
    at = np.arange(samples) * (hz / rate) + rng.random() * 0.999
    whole = np.minimum(at.astype(np.int64), knots - 2)
    part = np.clip(at - whole, 0.0, 1.0)
    part *= part * (3 - 2 * part)
    return values[whole] * (1 - part) + values[whole + 1] * part


def seconds(samples: int, rate: int) -> Mono:
    return np.arange(samples) / rate


def tone(hz: Mono, rate: int, phase: float = 0.0) -> Mono:
    """A sine whose frequency follows ``hz``, one value a sample."""
    return np.sin(phase + 2 * np.pi * np.cumsum(hz) / rate)


def decay(samples: int, rate: int, time_s: float, attack_s: float = 0.002) -> Mono:
    """Rises within ``attack_s``, then falls by 8.7 dB every ``time_s``."""
    t = seconds(samples, rate)
    return np.minimum(t / max(attack_s, 1 / rate), 1.0) * np.exp(-np.maximum(t - attack_s, 0.0) / time_s)


def hump(samples: int) -> Mono:
    """A raised cosine from 0 through 1 to 0."""
    return 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(samples) + 0.5) / max(samples, 1))


def faded(x: Mono, rate: int, in_s: float = 0.02, out_s: float = 0.02) -> Mono:
    """The same sound with its ends brought to nothing."""
    y = x.copy()
    for seconds_, end in ((in_s, slice(None)), (out_s, slice(None, None, -1))):
        n = min(int(seconds_ * rate), y.size)
        if n:
            y[end][:n] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(n) / n)
    return y


def add(into: Mono, grain: Mono, at: int) -> None:
    """Adds ``grain`` in place from sample ``at`` on; what falls outside is dropped."""
    start, stop = max(at, 0), min(at + grain.size, into.size)
    if stop > start:
        into[start:stop] += grain[start - at : stop - at]


def impulses(samples: int, rate: int, rng: np.random.Generator, per_s: Mono | float) -> Mono:
    """Sparse random clicks of random strength, ``per_s`` of them a second on average."""
    chance = np.asarray(per_s, np.float64) / rate
    struck = rng.random(samples) < chance
    return np.where(struck, rng.exponential(1.0, samples) * np.sign(rng.random(samples) - 0.5), 0.0)


def times(duration_s: float, rng: np.random.Generator, every_s: float, jitter: float = 0.5) -> list[float]:
    """Moments about ``every_s`` apart, the first one early enough to be heard in a short clip."""
    at = float(rng.uniform(0.05, 0.6)) * every_s
    out = []
    while at < duration_s:
        out.append(at)
        at += every_s * float(1 + jitter * rng.uniform(-1, 1))
    return out
