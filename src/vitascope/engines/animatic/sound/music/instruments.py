"""One note of each instrument, by adding partials. Every function gives ``(samples,)`` at a peak of about 1."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from vitascope.engines.animatic.sound.noise import Mono, decay, faded, highpass, lowpass, resonate, seconds, unit, white

Note = Callable[[float, float, np.random.Generator, int], Mono]
"""``(hz, length_s, rng, rate)`` → the note, ringing on as long as it wants."""


def frequency(midi: float) -> float:
    """Equal temperament about A4 = 440 Hz = 69."""
    return 440.0 * 2 ** ((midi - 69) / 12)


def piano(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """Slightly stretched partials, the high ones gone first, and the felt's knock."""
    n = int((length_s + 1.4) * rate)
    t = seconds(n, rate)
    out = np.zeros(n)
    for k in range(1, 9):
        partial = hz * k * np.sqrt(1 + 0.0004 * k * k)  # a stiff string's inharmonicity
        if partial > 9000:
            break
        ring = 0.75 * np.exp(-t * (1.6 + 0.9 * k)) + 0.25 * np.exp(-t * (0.5 + 0.25 * k))
        out += np.sin(2 * np.pi * partial * t + rng.random()) * ring / k**1.5
    knock = lowpass(white(n, rng), 900, rate) * decay(n, rate, 0.012, 0.001) * 0.12
    return faded(out * np.minimum(t / 0.004, 1) + knock, rate, 0.001, 0.3)


def guitar(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """Plucked a fifth of the way along a string: every fifth partial is missing, and a wooden body answers."""
    n = int((length_s + 1.0) * rate)
    t = seconds(n, rate)
    out = np.zeros(n)
    for k in range(1, 11):
        if hz * k > 7000:
            break
        strength = np.sin(np.pi * k / 5.2) / k**1.2
        out += strength * np.sin(2 * np.pi * hz * k * t) * np.exp(-t * (1.1 + 0.55 * k))
    pick = highpass(white(n, rng), 1500, rate) * decay(n, rate, 0.004, 0.0005) * 0.10
    body = 0.25 * resonate(out, 105, 40, rate) + 0.2 * resonate(out, 210, 60, rate)
    return faded((out + body) * np.minimum(t / 0.002, 1) + pick, rate, 0.001, 0.25)


def strings(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """Four players, not quite in tune, with vibrato and a slow bow."""
    n = int((length_s + 0.5) * rate)
    t = seconds(n, rate)
    out = np.zeros(n)
    for _ in range(4):
        sway = 0.004 * np.sin(2 * np.pi * float(rng.uniform(4.6, 5.8)) * t + rng.random() * 6)
        phase = np.cumsum(hz * (1 + 0.0025 * rng.standard_normal() + sway * np.minimum(t, 1))) / rate + rng.random()
        out += 2 * (phase % 1.0) - 1
    swell = np.minimum(t / min(0.45, 0.4 * length_s), 1) * np.clip((n / rate - t) / 0.5, 0, 1)
    return 0.3 * lowpass(out, min(6 * hz, 3600), rate) * swell


def pad(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """Soft, wide and slow."""
    n = int((length_s + 1.0) * rate)
    t = seconds(n, rate)
    out = np.zeros(n)
    for k, level in ((1.0, 1.0), (2.0, 0.35), (3.0, 0.15), (0.5, 0.3)):
        for detune in (-0.003, 0.0025):
            out += level * np.sin(2 * np.pi * hz * k * (1 + detune) * t + rng.random() * 6)
    swell = np.minimum(t / min(0.9, 0.5 * length_s), 1) * np.clip((n / rate - t) / 1.0, 0, 1)
    return 0.35 * out * swell * (1 + 0.15 * np.sin(2 * np.pi * 0.23 * t))


def kick(rng: np.random.Generator, rate: int) -> Mono:
    n = int(0.5 * rate)
    t = seconds(n, rate)
    drop = np.sin(2 * np.pi * (48 * t + 6.0 * (1 - np.exp(-t / 0.035)) * 0.6))
    return drop * decay(n, rate, 0.16, 0.001) + 0.15 * lowpass(white(n, rng), 2500, rate) * decay(
        n, rate, 0.005, 0.0005
    )


def tom(hz: float, rng: np.random.Generator, rate: int) -> Mono:
    n = int(0.7 * rate)
    t = seconds(n, rate)
    drop = np.sin(2 * np.pi * hz * (t + 0.02 * (1 - np.exp(-t / 0.05))))
    return drop * decay(n, rate, 0.22, 0.001) + 0.12 * unit(lowpass(white(n, rng), 1200, rate)) * decay(
        n, rate, 0.03, 0.001
    )


def hat(rng: np.random.Generator, rate: int) -> Mono:
    n = int(0.12 * rate)
    return 0.35 * highpass(white(n, rng), 6000, rate) * decay(n, rate, 0.02, 0.0005)


TUNED: dict[str, Note] = {"piano": piano, "guitar": guitar, "strings": strings, "pad": pad}
