"""Rooms and places: what is heard when nothing happens."""

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
    hump,
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


def air(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Outdoor quiet; also what an unknown kind of sound becomes."""
    n, rate = context.samples(duration_s), context.rate
    return lowpass(pink(n, rng), 900, rate) * (0.7 + 0.5 * drift(n, rate, rng, 0.5))


def room_tone(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """An interior: soft air, a trace of mains hum, a tick of wood now and then."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    hum = 0.10 * np.sin(2 * np.pi * 50 * t) + 0.05 * np.sin(2 * np.pi * 150 * t)
    ticks = resonate(impulses(n, rate, rng, 0.6), 1400, 300, rate)
    return unit(lowpass(pink(n, rng), 600, rate)) + hum + 1.5 * ticks


def city(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Distant roads: a broad low hum with cars swelling through it, and a horn far away."""
    n, rate = context.samples(duration_s), context.rate
    hum = unit(band(pink(n, rng), 50, 420, rate))
    wash = unit(band(white(n, rng), 300, 1600, rate)) * drift(n, rate, rng, 0.5) ** 2
    out = hum * (0.8 + 0.4 * drift(n, rate, rng, 0.4)) + 0.4 * wash
    for at in times(duration_s, rng, 4.0, 0.6):
        length = int(rng.uniform(0.25, 0.5) * rate)
        t = seconds(length, rate)
        horn = sum(np.sin(2 * np.pi * f * k * t) / k for f in (370.0, 466.0) for k in (1, 2, 3))
        add(out, lowpass(np.asarray(horn) * hump(length) ** 0.3, 900, rate) * 0.16, int(at * rate))
    return out


def traffic(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Tyres and engines going by, one after another."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.5 * unit(band(pink(n, rng), 60, 600, rate))
    for at in times(duration_s, rng, 1.3, 0.5):
        length = int(rng.uniform(1.6, 3.0) * rate)
        swell = hump(length) ** 2
        tyres = unit(band(white(length, rng), 400, 2600, rate)) * swell
        sweep = np.linspace(1.07, 0.93, length) * float(rng.uniform(70, 110))
        motor = unit(lowpass(np.sign(tone(sweep, rate)), 500, rate)) * swell
        add(out, float(rng.uniform(0.4, 1)) * (0.9 * tyres + 0.5 * motor), int((at - 1.0) * rate))
    return out


def forest(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Leaves in a light wind."""
    n, rate = context.samples(duration_s), context.rate
    breeze = drift(n, rate, rng, 0.5)
    leaves = unit(band(white(n, rng), 1800, 7500, rate)) * (0.15 + breeze**2)
    rustle = unit(resonate(impulses(n, rate, rng, 120 * (0.1 + breeze**2)), 4200, 1800, rate)) * 0.4
    return 0.8 * unit(band(pink(n, rng), 90, 600, rate)) * (0.4 + breeze) + 0.7 * leaves + rustle


def wheat(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Dry grass rustling in waves."""
    n, rate = context.samples(duration_s), context.rate
    breeze = drift(n, rate, rng, 0.7) ** 1.5
    return unit(band(white(n, rng), 2500, 9000, rate)) * (0.1 + breeze) + 0.7 * air(duration_s, rng, context)


def space(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A deep drone: there is no sound in space, but films have one."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    out = 0.4 * brown(n, rng, rate)
    for hz in (41.2, 61.7, 82.6, 123.3, 165.1):
        beat = 0.6 + 0.4 * np.sin(2 * np.pi * float(rng.uniform(0.05, 0.22)) * t + rng.random() * 6)
        out += beat * np.sin(2 * np.pi * hz * t + rng.random() * 6) * (60 / hz) ** 0.7
    shimmer = unit(band(white(n, rng), 2400, 2900, rate)) * drift(n, rate, rng, 0.4) ** 2
    return out + 0.10 * shimmer


def fire(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Crackle in clusters over a low flutter of flame."""
    n, rate = context.samples(duration_s), context.rate
    burst = drift(n, rate, rng, 2.5) ** 3
    roar = unit(lowpass(pink(n, rng), 350, rate)) * (0.6 + 0.6 * drift(n, rate, rng, 5.0))
    crackle = np.zeros(n)
    for hz, width in ((1100, 700), (2300, 1400), (4800, 3000)):
        crackle += resonate(impulses(n, rate, rng, 6 + 60 * burst), hz, width, rate) * 9
    pops = resonate(impulses(n, rate, rng, 1.6), 420, 160, rate) * 16
    return 0.5 * roar + crackle + pops + 0.12 * unit(highpass(white(n, rng), 4000, rate)) * burst


def crowd(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Many voices, no words: noise in vowel-like bands, each flickering at the rate of syllables."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.2 * unit(band(pink(n, rng), 150, 2500, rate))
    for _ in range(10):
        hz = float(rng.uniform(110, 240)) * (0.9 + 0.2 * drift(n, rate, rng, 2.0))
        buzz = np.sign(tone(hz, rate, float(rng.random()) * 6))
        voice = resonate(buzz, float(rng.uniform(350, 750)), 120, rate)
        voice += 0.5 * resonate(buzz, float(rng.uniform(1000, 2000)), 160, rate)
        out += 0.5 * unit(voice) * drift(n, rate, rng, 4.5) ** 2
    return lowpass(out, 3200, rate)


def applause(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Hundreds of hands."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for hz in (850, 1250, 1700, 2300):
        out += unit(resonate(impulses(n, rate, rng, 160), hz, hz * 0.5, rate))
    return out + 0.3 * unit(band(white(n, rng), 700, 5000, rate))


def clock(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Tick, tock: two a second."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    length = int(0.06 * rate)
    for k in range(int(duration_s * 2) + 1):
        click = resonate(white(length, rng) * decay(length, rate, 0.003), 2100 if k % 2 else 2600, 260, rate)
        add(out, unit(click), int((0.2 + k * 0.5) * rate))
    return out
