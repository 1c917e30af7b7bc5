"""Sea, surf, streams, splashes, drips and what is under the surface."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    decay,
    drift,
    highpass,
    hump,
    impulses,
    lowpass,
    pink,
    resonate,
    times,
    tone,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context
from vitascope.engines.animatic.surf import breaks, force

_BREAKS_AFTER_S = 1.1
"""From the start of a wave of `_breaker` to its crash."""


def _chirp(hz: float, ring_s: float, rate: int, rise: float = 0.5) -> Mono:
    """A bubble: it rings at its size's pitch, which rises as it nears the surface (Minnaert 1933)."""
    n = max(int(5 * ring_s * rate), 8)
    u = np.arange(n) / n
    return tone(hz * (1 + rise * u), rate) * decay(n, rate, ring_s, 0.0015)


def _gurgle(n: int, rate: int, rng: np.random.Generator, per_s: float, low: float, high: float) -> Mono:
    out = np.zeros(n)
    for _ in range(int(per_s * n / rate)):
        hz = low * (high / low) ** float(rng.random())
        ring_s = float(np.clip(9.0 / hz, 0.003, 0.03))
        add(out, _chirp(hz, ring_s, rate) * float(rng.exponential(0.5)), int(rng.integers(max(n - 1, 1))))
    return out


def sea(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Waves on a shore where there is one, else open water: long swell, slap of chop, a crest that hisses over."""
    if context.world.kind == "coast":
        return surf(duration_s, rng, context)
    n, rate = context.samples(duration_s), context.rate
    rough = 1.0 if context.world.weather == "storm" else 0.35 if context.has("calm") else 0.6
    swell = np.zeros(n)
    crests = np.zeros(n)
    at = -float(rng.uniform(0.5, 2.5))
    while at < duration_s:
        length = int(float(rng.uniform(2.6, 4.2)) * rate)
        size = float(rng.uniform(0.5, 1.0))
        add(swell, hump(length) ** 1.5 * size, int(at * rate))
        add(crests, decay(length, rate, 0.5, 0.35) * size, int(at * rate) + int(0.45 * length))
        at += float(rng.uniform(1.5, 3.0))
    body = unit(band(pink(n, rng), 120, 700, rate)) * (0.10 + swell)
    wash = unit(band(white(n, rng), 600, 2600, rate)) * (0.04 + 0.6 * swell**2 + 0.5 * crests)
    hiss = unit(band(white(n, rng), 2500, 9000, rate)) * crests
    slap = _gurgle(n, rate, rng, 14.0 + 10 * rough, 260, 1100)
    return body + (0.3 + 0.4 * rough) * wash + 0.4 * rough * hiss + 0.35 * unit(slap) * (0.3 + swell)


def surf(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Waves one by one: each gathers, falls over, hisses up the beach and drains back through the shingle."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.05 * unit(band(pink(n, rng), 200, 1200, rate))  # the sea beyond
    at = -float(rng.uniform(0.6, 1.6))
    while at < duration_s:
        _breaker(out, at, float(rng.uniform(0.65, 1.1)), rate, rng, thump=0.5)
        at += float(rng.uniform(3.2, 4.6))
    return out


def waves_on_rocks(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Breakers against stone: a thump, a crash, spray that rains down, and the run-off."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.07 * unit(band(pink(n, rng), 150, 900, rate))
    start = context.starts_s
    for moment in breaks(start - 3.0, start + duration_s):  # those at which the picture throws up its spray
        at, size = moment - start - _BREAKS_AFTER_S, 1.2 * force(moment)
        _breaker(out, at, size, rate, rng, thump=1.3)
        length = int(1.6 * rate)
        falls = decay(length, rate, 0.45, 0.3)
        spray = unit(resonate(impulses(length, rate, rng, 420 * falls), 4200, 3000, rate)) * falls
        add(out, 0.45 * size * spray, int((at + 1.35) * rate))
    return out


@lru_cache(maxsize=2)
def _breaks(rate: int) -> tuple[Mono, Mono, Mono, Mono]:
    """How a wave swells: as it gathers, falls over, runs up and drains; each over its 4.4 s."""
    t = np.arange(int(4.4 * rate)) / rate
    gather = np.clip(t / 1.1, 0, 1) ** 2 * np.exp(-np.maximum(t - 1.1, 0) / 0.25)
    crash = np.clip((t - 1.0) / 0.12, 0, 1) * np.exp(-np.maximum(t - 1.12, 0) / 0.42)
    rush = np.clip((t - 1.1) / 0.5, 0, 1) * np.exp(-np.maximum(t - 1.6, 0) / 0.75)
    drain = np.clip((t - 2.2) / 0.6, 0, 1) * np.clip((4.4 - t) / 1.4, 0, 1)
    return gather, crash, rush, drain


def _breaker(out: Mono, at: float, size: float, rate: int, rng: np.random.Generator, *, thump: float) -> None:
    """One wave from ``at`` on, in place; it breaks 1.1 s later."""
    gather, crash, rush, drain = _breaks(rate)
    length = gather.size
    wave = 0.8 * unit(band(white(length, rng), 110, 480, rate)) * gather
    wave += 1.0 * unit(band(white(length, rng), 180, 3200, rate)) * crash
    wave += thump * unit(band(white(length, rng), 48, 150, rate)) * crash
    wave += 0.55 * unit(band(white(length, rng), 1800, 9500, rate)) * rush * (0.8 + 0.4 * rng.random())
    fizz = unit(resonate(impulses(length, rate, rng, 500 * drain), 5200, 3500, rate))
    wave += 0.22 * (fizz + 0.5 * unit(band(white(length, rng), 900, 3000, rate))) * drain
    add(out, size * wave, int(at * rate))


def stream(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Running water: bubbles by the hundred over a soft wash; a lake only laps."""
    n, rate = context.samples(duration_s), context.rate
    if context.has("lake"):
        return rowing(duration_s, rng, context)
    wash = unit(band(white(n, rng), 500, 4200, rate)) * (0.7 + 0.4 * drift(n, rate, rng, 1.5))
    return unit(_gurgle(n, rate, rng, 90.0, 380, 2600)) + 0.28 * wash


def waterfall(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A steady broad fall: weight below, spray above, lumps of water through it."""
    n, rate = context.samples(duration_s), context.rate
    lumps = 0.75 + 0.5 * drift(n, rate, rng, 5.0)
    return (
        0.8 * unit(band(pink(n, rng), 90, 1200, rate)) * lumps
        + 0.6 * unit(band(white(n, rng), 1200, 8000, rate))
        + 0.2 * unit(_gurgle(n, rate, rng, 60.0, 300, 1600))
    )


def splash(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A body that meets the water: slap, plunge, a column that falls back as spray and drops. Heavier, slower."""
    n, rate = context.samples(duration_s), context.rate
    big = float(np.clip((context.size / 3.0) ** 0.5, 0.6, 2.4))
    slap = unit(band(white(n, rng), 240 / big**0.5, 6500, rate)) * decay(n, rate, 0.11 * big, 0.004)
    plunge = unit(band(white(n, rng), 45, 190, rate)) * decay(n, rate, 0.26 * big, 0.02 * big)
    rise = np.clip((np.arange(n) / rate - 0.12 * big) / (0.3 * big), 0, 1)
    spray = unit(band(white(n, rng), 1500, 9000, rate)) * rise * decay(n, rate, 0.6 * big, 0.35 * big)
    falls = rise * decay(n, rate, 0.6 * big, 0.6 * big)
    drops = unit(resonate(impulses(n, rate, rng, 320 * falls), 2900, 1500, rate)) * falls
    after = unit(_gurgle(n, rate, rng, 50.0, 240, 1100)) * falls
    return 1.9 * slap + 1.4 * plunge + 0.7 * spray + 0.4 * drops + 0.3 * after


def bubbles(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Bubbles in strings; within a string each is higher than the one before."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 0.55, 0.8):
        hz, step = float(rng.uniform(260, 760)), float(rng.uniform(0.045, 0.085))
        for k in range(int(rng.integers(3, 9))):
            grain = _chirp(hz * 1.06**k * float(rng.uniform(0.94, 1.06)), float(rng.uniform(0.012, 0.022)), rate, 0.7)
            add(out, grain * float(rng.uniform(0.3, 1)), int((start + k * step * float(rng.uniform(0.7, 1.3))) * rate))
    return lowpass(out, 3200, rate)


def underwater(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """The world through water: muffled surge, a stream of small bubbles, shrimp crackling far off."""
    n, rate = context.samples(duration_s), context.rate
    surge = unit(band(pink(n, rng), 70, 260, rate)) * (0.15 + drift(n, rate, rng, 0.45) ** 2)
    hollow = unit(resonate(pink(n, rng), 330 * float(rng.uniform(0.9, 1.1)), 70, rate)) * drift(n, rate, rng, 0.6) ** 2
    shrimp = resonate(impulses(n, rate, rng, 30), 3600, 900, rate)
    near = lowpass(unit(_gurgle(n, rate, rng, 7.0, 200, 700)), 1400, rate)
    return surge + 0.4 * hollow + 0.10 * unit(shrimp) + 0.45 * near


def rowing(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Small water lapping against wood or a bank."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.06 * unit(band(pink(n, rng), 250, 1400, rate))
    for at in times(duration_s, rng, 0.8, 0.5):
        length = int(0.5 * rate)
        slap = unit(band(white(length, rng), 240, 1300, rate)) * decay(length, rate, 0.08, 0.05)
        add(out, slap * float(rng.uniform(0.3, 1)), int(at * rate))
        for k in range(int(rng.integers(2, 5))):
            add(out, 0.5 * _chirp(float(rng.uniform(350, 900)), 0.014, rate), int((at + 0.06 + 0.05 * k) * rate))
    return out


def drips(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Single drops into still water, each with an echo behind it."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 0.75, 0.7):
        hz, level = float(rng.uniform(750, 1700)), float(rng.uniform(0.4, 1.0))
        tick = highpass(white(240, rng), 2000, rate) * decay(240, rate, 0.0006, 0.0002)
        add(out, 0.35 * level * tick, int((at - 0.012) * rate))
        for late, share in ((0.0, 1.0), (0.13, 0.3), (0.29, 0.18), (0.47, 0.1)):
            add(out, level * share * _chirp(hz, 0.022, rate, 0.35), int((at + late) * rate))
    return out
