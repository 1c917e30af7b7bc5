"""Drums and cymbals, one stroke each; every function gives ``(samples,)`` at a peak of about 1."""

from __future__ import annotations

from functools import cache

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    band,
    decay,
    highpass,
    hump,
    lowpass,
    seconds,
    struck,
    unit,
    white,
)


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


def snare(rng: np.random.Generator, rate: int) -> Mono:
    n = int(0.3 * rate)
    t = seconds(n, rate)
    skin = (np.sin(2 * np.pi * 185 * t) + 0.6 * np.sin(2 * np.pi * 330 * t)) * np.exp(-t / 0.05)
    return 0.7 * skin + 0.55 * unit(band(white(n, rng), 1200, 8000, rate)) * decay(n, rate, 0.07, 0.0005)


def clap(rng: np.random.Generator, rate: int) -> Mono:
    n = int(0.3 * rate)
    bursts = sum(np.roll(decay(n, rate, 0.007, 0.0004), int(late * rate)) for late in (0.0, 0.011, 0.021))
    return 0.6 * unit(band(white(n, rng), 900, 3600, rate)) * (np.asarray(bursts) + decay(n, rate, 0.07, 0.025))


def rim(_: np.random.Generator, rate: int) -> Mono:
    return 0.6 * struck(((780, 1.0, 0.012), (1750, 0.7, 0.008)), 0.1, rate)


def ride(rng: np.random.Generator, rate: int) -> Mono:
    n = int(0.7 * rate)
    ping = struck(tuple((hz, 0.4, 0.25) for hz in (3170.0, 4410.0, 5930.0, 7790.0)), 0.7, rate)
    return 0.25 * ping[:n] + 0.12 * highpass(white(n, rng), 7000, rate) * decay(n, rate, 0.12, 0.001)


def brush(rng: np.random.Generator, rate: int) -> Mono:
    n = int(0.28 * rate)
    return 0.4 * unit(band(white(n, rng), 2000, 9000, rate)) * hump(n)


@cache
def kit(rate: int) -> dict[str, Mono]:
    """One kit, always the same."""
    rng = np.random.default_rng(7)
    return {
        "kick": kick(rng, rate), "low": tom(72, rng, rate), "high": tom(110, rng, rate), "hat": hat(rng, rate),
        "snare": snare(rng, rate), "clap": clap(rng, rate), "rim": rim(rng, rate), "ride": ride(rng, rate),
        "brush": brush(rng, rate),
    }  # fmt: skip
