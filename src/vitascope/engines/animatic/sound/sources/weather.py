"""Wind, rain, storm, snow: the sounds of the sky, on what they meet."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    decay,
    drift,
    gusts,
    highpass,
    impulses,
    lowpass,
    narrow,
    pink,
    resonate,
    tone,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context

WHISTLES = {"mountains": 0.5, "desert": 0.34, "sky": 0.4, "hills": 0.16, "coast": 0.22, "sea": 0.34, "city": 0.3}
"""How much wind sings by place: round rocks, wires and rigging, hardly at all in a meadow."""
RUSTLES = {"forest": 0.8, "hills": 0.42, "desert": 0.3, "street": 0.1}
"""What it stirs: leaves, grass, sand."""


def wind(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Gusts that swell and rest: the harder, the brighter; they whistle at their height, and stir what grows."""
    n, rate = context.samples(duration_s), context.rate
    gust = gusts(n, rate, rng)
    place = context.world.kind
    low = unit(band(pink(n, rng), 110, 340, rate)) * (0.16 + gust)
    mid = unit(band(white(n, rng), 320, 1250, rate)) * (0.05 + gust**1.5)
    high = unit(band(white(n, rng), 1600, 6500, rate)) * gust**2.4
    out = 0.55 * low + 0.6 * mid + 0.17 * high
    sings = WHISTLES.get(place, 0.25)
    for base, share in ((float(rng.uniform(430, 560)), 1.0), (float(rng.uniform(800, 1080)), 0.55)):
        rising = base * (0.82 + 0.5 * gust + 0.06 * drift(n, rate, rng, 2.5))
        out += sings * share * narrow(rising, 26.0, n, rate, rng) * gust**2
    stirred = unit(band(white(n, rng), 2600, 9000, rate)) * (0.03 + gust**2)
    grains = unit(resonate(impulses(n, rate, rng, 15 + 260 * gust**2), 4600, 2200, rate))
    out += RUSTLES.get(place, 0.05) * (stirred + 0.5 * grains * (0.1 + gust))
    return highpass(out, 55, rate)


def leaves(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A tree in a breeze: many small dry touches that come in waves, hardly anything between."""
    n, rate = context.samples(duration_s), context.rate
    breeze = gusts(n, rate, rng, 2.0)
    hush = unit(band(white(n, rng), 2200, 8500, rate)) * (0.05 + breeze**1.6)
    touches = sum(
        unit(resonate(impulses(n, rate, rng, 20 + 240 * breeze), hz, hz * 0.5, rate)) for hz in (3100.0, 5200.0, 7400.0)
    )
    sigh = unit(band(pink(n, rng), 260, 900, rate)) * breeze**1.5
    return 0.8 * hush + 0.3 * np.asarray(touches) * (0.12 + breeze) + 0.22 * sigh


def rain(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A wash of far drops, and near ones apart, each the sound of what it falls on."""
    actor, place = context.actor, context.world.kind
    if context.has("window") or place == "interior":
        return rain_on_glass(duration_s, rng, context)
    out = _shower(duration_s, rng, context)
    n, rate = out.size, context.rate
    if actor is not None and "umbrella" in actor.props:
        return 0.5 * out + 0.8 * unit(rain_on_cloth(duration_s, rng, context))
    if place in ("street", "city"):  # splatter on stone, and a gutter running
        gutter = _chirps(n, rate, rng, 26.0, 500, 1500, 0.03)
        return out + 0.3 * unit(gutter) + 0.35 * unit(_drops(n, rate, rng, 46.0, (1500, 2600, 4200), 0.006))
    if place in ("sea", "coast", "underwater") or context.has("lake", "river"):
        return 0.85 * out + 0.45 * unit(_chirps(n, rate, rng, 70.0, 1100, 3600, 0.012))
    if place == "forest":  # leaves hold the drops, and let them go in bigger ones
        return 0.8 * out + 0.55 * unit(_drops(n, rate, rng, 34.0, (650, 1100, 1900), 0.014))
    return out + 0.35 * unit(_drops(n, rate, rng, 30.0, (900, 1700, 2900), 0.009))


def _shower(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    n, rate = context.samples(duration_s), context.rate
    strength = 0.3 + context.world.weather_strength
    sheet = 0.72 + 0.55 * gusts(n, rate, rng, 1.7)  # it comes in sheets
    wash = unit(band(pink(n, rng), 900, 6200, rate)) + 0.35 * unit(highpass(white(n, rng), 6000, rate))
    fine = sum(unit(resonate(impulses(n, rate, rng, 90 * strength), hz, hz * 0.3, rate)) for hz in (2300.0, 3900.0))
    return 0.55 * wash * sheet * strength + 0.26 * np.asarray(fine)


def _drops(n: int, rate: int, rng: np.random.Generator, per_s: float, pitches: tuple[int, ...], ring_s: float) -> Mono:
    """Single near drops: a tick and what it sets ringing, hardly two alike."""
    out = np.zeros(n)
    length = int(6 * ring_s * rate)
    for _ in range(int(per_s * n / rate)):
        hz = float(rng.choice(pitches)) * float(rng.uniform(0.8, 1.25))
        ring = decay(length, rate, ring_s * float(rng.uniform(0.6, 1.4)), 0.0006)
        grain = (np.sin(2 * np.pi * hz * np.arange(length) / rate) + 0.6 * rng.standard_normal(length)) * ring
        add(out, grain * float(rng.exponential(0.5)), int(rng.integers(max(n - 1, 1))))
    return out


def _chirps(n: int, rate: int, rng: np.random.Generator, per_s: float, low: float, high: float, ring_s: float) -> Mono:
    """Drops on water: each leaves a bubble whose pitch rises as it closes (Minnaert 1933)."""
    out = np.zeros(n)
    length = int(5 * ring_s * rate)
    u = np.arange(length) / max(length, 1)
    for _ in range(int(per_s * n / rate)):
        hz = float(rng.uniform(low**0.5, high**0.5)) ** 2 * (1 + 0.5 * u)
        grain = tone(hz, rate) * decay(length, rate, ring_s, 0.001)
        add(out, grain * float(rng.exponential(0.5)), int(rng.integers(max(n - 1, 1))))
    return out


def rain_on_glass(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Heard from inside: the shower shut out, ticks on the pane, and runnels down it."""
    n, rate = context.samples(duration_s), context.rate
    outside = unit(lowpass(_shower(duration_s, rng, context), 750, rate))
    pane = _drops(n, rate, rng, 34.0 * (0.4 + context.world.weather_strength), (1900, 2700, 3800), 0.005)
    return 0.4 * outside * (0.7 + 0.5 * gusts(n, rate, rng)) + unit(pane)


def rain_on_cloth(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """An umbrella or a tent overhead: taut taps, close by."""
    n, rate = context.samples(duration_s), context.rate
    taps = _drops(n, rate, rng, 95.0 * (0.4 + context.world.weather_strength), (340, 520, 800), 0.009)
    return unit(taps) + 0.3 * unit(_drops(n, rate, rng, 40.0, (1600, 2400), 0.004))


def storm(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Hard wind and rain together."""
    return 1.1 * unit(wind(duration_s, rng, context)) + 0.75 * unit(rain(duration_s, rng, context))


def snow(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Muffled air: hardly anything, softly moving, now and then a thin flake of hiss."""
    n, rate = context.samples(duration_s), context.rate
    gust = gusts(n, rate, rng, 3.2)
    hush = unit(band(pink(n, rng), 180, 620, rate)) * (0.3 + gust)
    sings = narrow(520 * (0.9 + 0.3 * gust), 22.0, n, rate, rng) * gust**2
    return hush + 0.10 * unit(band(white(n, rng), 4000, 9000, rate)) * (0.1 + gust) + 0.16 * sings
