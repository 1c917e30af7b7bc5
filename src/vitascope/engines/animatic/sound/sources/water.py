"""Sea, surf, streams, splashes and what is under the surface."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    brown,
    decay,
    drift,
    highpass,
    impulses,
    lowpass,
    pink,
    resonate,
    seconds,
    times,
    tone,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context


def sea(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Swell: long waves that rise dark and draw back bright."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    period = float(rng.uniform(4.5, 6.5))
    phase = 2 * np.pi * (t / period + rng.random()) + 0.8 * drift(n, rate, rng, 0.3)
    swell = 0.5 + 0.5 * np.sin(phase)
    wash = 0.5 + 0.5 * np.sin(phase - 1.4)  # foam comes after the crest
    low = unit(lowpass(pink(n, rng), 420, rate))
    foam = unit(band(white(n, rng), 900, 6500, rate))
    return (0.5 + swell) * low + 0.35 * (0.15 + wash**2) * foam + 0.25 * unit(band(pink(n, rng), 250, 1400, rate))


def waves_on_rocks(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Breakers: a thump, a crash of foam, and the run-off."""
    rate = context.rate
    out = 0.5 * sea(duration_s, rng, context)
    for at in times(duration_s, rng, 2.8, 0.35):
        length = int(2.4 * rate)
        thump = unit(lowpass(white(length, rng), 120, rate)) * decay(length, rate, 0.25, 0.08)
        crash = unit(band(white(length, rng), 300, 6000, rate)) * decay(length, rate, 0.55, 0.16)
        spray = unit(highpass(white(length, rng), 3500, rate)) * decay(length, rate, 0.8, 0.35)
        add(out, float(rng.uniform(0.6, 1.2)) * (1.6 * thump + 1.3 * crash + 0.5 * spray), int(at * rate))
    return out


def stream(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Running water: a bed of hiss with bubbling resonances."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.5 * unit(band(white(n, rng), 500, 5000, rate))
    for hz in (420, 650, 980, 1450):
        out += 0.9 * unit(resonate(impulses(n, rate, rng, 60), hz, 90, rate)) * drift(n, rate, rng, 3.0) ** 2
    return out


def splash(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """One body hitting water: slap, plunge, falling spray."""
    n, rate = context.samples(duration_s), context.rate
    slap = unit(band(white(n, rng), 250, 7000, rate)) * decay(n, rate, 0.16, 0.006)
    plunge = unit(lowpass(white(n, rng), 160, rate)) * decay(n, rate, 0.4, 0.03)
    spray = unit(highpass(white(n, rng), 1800, rate)) * decay(n, rate, 0.75, 0.25)
    drops = unit(resonate(impulses(n, rate, rng, 260 * decay(n, rate, 0.8, 0.3)), 2600, 500, rate)) * 0.4
    drops *= decay(n, rate, 0.9, 0.3)
    return 1.8 * slap + 1.7 * plunge + 0.8 * spray + drops


def bubbles(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Bubbles rise in pitch as they near the surface (Minnaert resonance of a shrinking depth)."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 0.35, 0.8):
        for k in range(int(rng.integers(2, 7))):
            length = int(rate * rng.uniform(0.03, 0.09))
            f0 = float(rng.uniform(350, 1300))
            rise = f0 * (1 + 0.6 * np.arange(length) / length)
            grain = tone(rise, rate) * decay(length, rate, length / rate / 3)
            add(out, grain * float(rng.uniform(0.3, 1)), int((start + k * rng.uniform(0.04, 0.09)) * rate))
    return lowpass(out, 3500, rate)


def underwater(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """The world through water: a deep moving rumble, muffled, with crackle of shrimp far off."""
    n, rate = context.samples(duration_s), context.rate
    deep = brown(n, rng, rate) * (0.6 + 0.6 * drift(n, rate, rng, 0.5))
    mid = unit(band(pink(n, rng), 120, 480, rate)) * drift(n, rate, rng, 0.7)
    shrimp = resonate(impulses(n, rate, rng, 45), 3800, 900, rate)
    return deep + 0.7 * mid + 1.6 * shrimp


def rowing(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Small water lapping against wood."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.15 * unit(lowpass(pink(n, rng), 700, rate))
    for at in times(duration_s, rng, 0.7, 0.5):
        length = int(0.4 * rate)
        add(
            out,
            unit(band(white(length, rng), 250, 1600, rate)) * decay(length, rate, 0.09, 0.05) * float(rng.random()),
            int(at * rate),
        )
    return out
