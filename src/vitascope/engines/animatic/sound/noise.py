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
    rms = float(np.sqrt(np.einsum("i,i", x, x) / x.size)) if x.size else 0.0
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


def steady(hz: float, samples: int, rate: int, phase: float = 0.0) -> Mono:
    """A sine of one frequency: some of its values turned by others, which costs a tenth of as many sines."""
    long = 512
    turn = 2 * np.pi * hz / rate
    near, far = turn * np.arange(long), turn * long * np.arange(-(-samples // long)) + phase
    out = np.outer(np.sin(far), np.cos(near))
    out += np.outer(np.cos(far), np.sin(near))
    return out.ravel()[:samples]


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
    at = float(rng.uniform(0.05, 0.6)) * min(every_s, 0.5 * duration_s, 1.6)
    out = []
    while at < duration_s:
        out.append(at)
        at += every_s * float(1 + jitter * rng.uniform(-1, 1))
    return out


def gusts(samples: int, rate: int, rng: np.random.Generator, every_s: float = 2.6) -> Mono:
    """How hard the wind blows, in [0, 1]: it rises quickly, sinks slowly, and nearly rests between."""
    curve = 0.12 * drift(samples, rate, rng, 0.8)
    at = -float(rng.uniform(0.2, 0.9)) * every_s
    while at < samples / rate:
        rise, fall = float(rng.uniform(0.35, 0.8)), float(rng.uniform(0.9, 1.9))
        length = int((rise + fall) * every_s * 0.62 * rate)
        u = np.arange(length) / max(length, 1)
        top = rise / (rise + fall)
        shape = np.where(u < top, np.sin(np.pi / 2 * u / top) ** 2, np.cos(np.pi / 2 * (u - top) / (1 - top)) ** 1.6)
        add(curve, shape * float(rng.uniform(0.55, 1.0)), int(at * rate))
        at += every_s * float(rng.uniform(0.7, 1.3))
    flutter = 0.85 + 0.3 * drift(samples, rate, rng, 7.0)
    return np.clip(curve * flutter, 0.0, 1.0)


def narrow(hz: Mono | float, width_hz: float, samples: int, rate: int, rng: np.random.Generator) -> Mono:
    """A band of noise ``width_hz`` wide, of unit power, whose middle follows ``hz``, one value a sample: a whistle."""
    re, im = (lowpass(white(samples, rng), width_hz / 2, rate, 1) for _ in range(2))
    phase = 2 * np.pi * np.cumsum(np.broadcast_to(np.asarray(hz, np.float64), (samples,))) / rate
    return unit(re * np.cos(phase) - im * np.sin(phase))


def struck(modes: tuple[tuple[float, float, float], ...], length_s: float, rate: int, attack_s: float = 0.001) -> Mono:
    """A hard thing that was hit: each mode has a frequency in Hz, a strength and the seconds to fall 8.7 dB."""
    n = max(int(length_s * rate), 2)
    t = seconds(n, rate)
    out = np.zeros(n)
    for hz, level, ring_s in modes:
        if hz < 0.45 * rate:
            out += level * np.sin(2 * np.pi * hz * t) * np.exp(-t / ring_s)
    return out * np.minimum(t / attack_s, 1.0)


def buzz(hz: Mono, rate: int, edge: float = 3.0) -> Mono:
    """What vocal folds, reeds and lips send into a tube: a pulse train at ``hz``, sharper with ``edge``."""
    turn = np.cumsum(hz) / rate
    return np.exp(edge * (np.cos(2 * np.pi * turn) - 1)) - 0.5 / np.sqrt(1 + edge)


def throat(source: Mono, formants: tuple[tuple[float, float, float], ...], rate: int) -> Mono:
    """``source`` through resonances given as frequency in Hz, bandwidth in Hz and level; of unit power."""
    return unit(sum((a * unit(resonate(source, hz, wide, rate)) for hz, wide, a in formants), np.zeros(source.size)))
