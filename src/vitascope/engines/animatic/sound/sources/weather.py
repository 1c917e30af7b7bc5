"""Wind, rain, thunder, storm, snow: the sounds of the sky."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    decay,
    drift,
    highpass,
    impulses,
    lowpass,
    pink,
    resonate,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context


def wind(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Gusts: the louder, the brighter; a faint whistle at their height."""
    n, rate = context.samples(duration_s), context.rate
    gust = 0.65 * drift(n, rate, rng, 0.45) + 0.35 * drift(n, rate, rng, 1.7)
    body = pink(n, rng)
    low, mid = unit(band(body, 60, 380, rate)), unit(band(body, 300, 1100, rate))
    high = unit(band(white(n, rng), 1200, 5000, rate))
    whistle = unit(resonate(white(n, rng), float(rng.uniform(520, 760)), 45, rate))
    return (0.35 + gust) * low + 0.55 * gust**1.6 * mid + 0.14 * gust**2.4 * high + 0.16 * gust**3 * whistle


def rain(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A hiss of far drops under hundreds of near ones, each a small resonant tick."""
    n, rate = context.samples(duration_s), context.rate
    strength = 0.35 + context.world.weather_strength
    hiss = 0.3 * unit(highpass(pink(n, rng), 900, rate)) * (0.8 + 0.4 * drift(n, rate, rng, 0.6))
    low = 0.22 * unit(band(white(n, rng), 180, 900, rate))
    near = np.zeros(n)
    for hz, width, level in ((900, 260, 0.5), (1700, 420, 0.8), (3100, 700, 1.0), (5200, 1200, 1.0)):
        drops = impulses(n, rate, rng, 70 * strength)
        near += level * resonate(drops, hz * float(rng.uniform(0.9, 1.1)), width, rate) * 12
    return hiss + low + 0.5 * near


def thunder(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A crack, then rolling rumble made of many late arrivals, darker with every one."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    at = min(0.15, duration_s * 0.05)
    while at < duration_s:
        start = int(at * rate)
        length = min(n - start, int(rate * 5))
        crack = highpass(white(length, rng), 500, rate) * decay(length, rate, 0.09, 0.003)
        tear = band(white(length, rng), 150, 2200, rate) * decay(length, rate, 0.35, 0.02)
        rumble = np.zeros(length)
        noise = unit(lowpass(white(length, rng), 110, rate))
        growl = unit(band(white(length, rng), 70, 330, rate))
        shape = np.zeros(length)
        for late in np.sort(rng.exponential(0.9, 9)):
            add(
                shape,
                decay(length, rate, float(rng.uniform(0.25, 0.8)), 0.06) * float(rng.uniform(0.3, 1)),
                int(late * rate),
            )
        shape += decay(length, rate, 1.1, 0.05)
        rumble = shape * (1.5 * noise + 0.8 * growl)
        out[start : start + length] += 0.9 * crack + 1.1 * tear + rumble
        at += float(rng.uniform(3.4, 5.0))
    return out


def storm(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Hard wind and rain together."""
    return 1.2 * unit(wind(duration_s, rng, context)) + 0.8 * unit(rain(duration_s, rng, context))


def snow(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Muffled air: hardly anything, softly moving."""
    n, rate = context.samples(duration_s), context.rate
    return lowpass(pink(n, rng), 420, rate) * (0.5 + drift(n, rate, rng, 0.4))
