"""Small things that are heard: doors, keys, shutters, glasses, coins, pages."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.moments import blows
from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    decay,
    highpass,
    hump,
    impulses,
    resonate,
    struck,
    times,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context
from vitascope.engines.animatic.sound.sources.machines import creak


def door(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A latch, a creak, and a door that falls shut."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    latch = struck(((1300, 1.0, 0.01), (2900, 0.7, 0.006)), 0.08, rate)
    add(out, 0.6 * latch, int(0.1 * rate))
    add(out, 0.35 * unit(creak(min(1.0, duration_s), rng, context)), int(0.15 * rate))
    shut = struck(((84, 1.2, 0.08), (190, 0.9, 0.05), (430, 0.6, 0.03), (1150, 0.4, 0.012)), 0.5, rate)
    at = int(min(1.25, 0.6 * duration_s) * rate)
    add(out, 2.2 * shut + 0.5 * white(shut.size, rng) * decay(shut.size, rate, 0.012, 0.001), at)
    return out


def knock(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Three knocks on wood, and again."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 2.4, 0.2):
        for k in range(3):
            wood = struck(((170, 0.9, 0.03), (390, 1.0, 0.022), (820, 0.7, 0.012), (1900, 0.3, 0.005)), 0.2, rate)
            add(out, wood * float(rng.uniform(0.8, 1)), int((start + 0.24 * k) * rate))
    return out


def keyboard(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Typing: keys go down and come up, in words, with the bar between them."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    at = 0.1
    while at < duration_s:
        for _ in range(int(rng.integers(2, 8))):
            hz = float(rng.uniform(1500, 2700))
            down = struck(((hz, 1.0, 0.006), (2.3 * hz, 0.7, 0.003), (320, 0.5, 0.01)), 0.06, rate, 0.0004)
            add(out, down * float(rng.uniform(0.6, 1)), int(at * rate))
            add(out, 0.35 * down[: down.size // 2], int((at + float(rng.uniform(0.05, 0.08))) * rate))
            at += float(rng.uniform(0.07, 0.16))
        bar = struck(((260, 1.0, 0.02), (880, 0.6, 0.01)), 0.1, rate)
        add(out, 0.8 * bar, int(at * rate))
        at += float(rng.uniform(0.15, 0.45))
    return out


def typewriter(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Type that strikes paper, and a bell at the line's end."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    at, k = 0.08, 0
    while at < duration_s:
        strike = struck(
            ((950, 1.0, 0.012), (2400, 1.0, 0.006), (5200, 0.6, 0.003), (180, 0.8, 0.02)), 0.1, rate, 0.0003
        )
        add(out, strike * float(rng.uniform(0.7, 1)), int(at * rate))
        at += float(rng.uniform(0.1, 0.2))
        k += 1
        if k % 17 == 16:
            add(out, 0.7 * struck(((2750, 1.0, 0.4), (5600, 0.4, 0.2)), 1.0, rate), int(at * rate))
            slide = int(0.3 * rate)
            add(
                out,
                0.5 * unit(resonate(impulses(slide, rate, rng, 300), 2500, 900, rate)) * hump(slide),
                int((at + 0.3) * rate),
            )
            at += 0.8
    return out


def shutter(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A camera: the mirror goes up, the curtain runs, the mirror comes down."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 0.95, 0.6):
        for late, hz, level in ((0.0, 1700, 1.0), (0.055, 2900, 0.8), (0.09, 1350, 0.9)):
            click = struck(((hz, 1.0, 0.005), (2.2 * hz, 0.7, 0.003), (360, 0.5, 0.01)), 0.05, rate, 0.0003)
            add(out, level * click, int((at + late) * rate))
    return out


def glass(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Glass that breaks: the blow, a burst of splinters, shards that fall and ring out one by one."""
    n, rate = context.samples(duration_s), context.rate
    out = 1.6 * unit(band(white(n, rng), 1800, 12000, rate)) * decay(n, rate, 0.03, 0.0005)
    out += 0.8 * unit(band(white(n, rng), 200, 900, rate)) * decay(n, rate, 0.03, 0.001)
    for k in range(46):
        late = float(rng.exponential(0.07)) if k < 22 else float(rng.uniform(0.25, 1.1))
        hz = float(rng.uniform(2000, 9500))
        ring = float(rng.uniform(0.01, 0.09))
        shard = struck(
            ((hz, 1.0, ring), (1.6 * hz, 0.6, 0.6 * ring), (2.3 * hz, 0.3, 0.4 * ring)), 6 * ring, rate, 0.0003
        )
        add(out, shard * float(rng.uniform(0.08, 0.5)) * (1.0 if k < 22 else 0.6), int(late * rate))
    return out


def clink(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Two glasses that touch."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 1.9, 0.4):
        for late, hz in ((0.0, 2480.0), (0.004, 2870.0)):
            pure = struck(((hz, 1.0, 0.35), (2.32 * hz, 0.5, 0.2), (4.2 * hz, 0.2, 0.08)), 1.2, rate, 0.0004)
            add(out, pure, int((at + late) * rate))
    return out


def coins(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Gold that is poured: many small rings on one another."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 1.1, 0.5):
        for _ in range(int(rng.integers(5, 14))):
            hz = float(rng.uniform(4200, 8200))
            coin = struck(((hz, 1.0, 0.05), (1.48 * hz, 0.7, 0.035), (0.53 * hz, 0.3, 0.02)), 0.3, rate, 0.0003)
            add(out, coin * float(rng.uniform(0.2, 1)), int((start + float(rng.exponential(0.16))) * rate))
    return out


def pages(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A page that is turned."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 1.8, 0.4):
        length = int(0.5 * rate)
        u = np.arange(length) / length
        bend = np.exp(-(((u - 0.25) / 0.16) ** 2)) + 0.8 * np.exp(-(((u - 0.75) / 0.09) ** 2))
        crackle = unit(resonate(impulses(length, rate, rng, 700 * bend), 3800, 2600, rate))
        add(out, (unit(highpass(white(length, rng), 2200, rate)) + 0.6 * crackle) * bend, int(at * rate))
    return out


def hammer(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Iron on an anvil: a blow, and a bounce after it; where somebody is seen at work, when the hand is down."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    seen = context.actor is not None and context.actor.action in {"work", "hammer"}
    from_s = context.starts_s
    struck_at = [t - from_s for t in blows(from_s, from_s + duration_s)] if seen else times(duration_s, rng, 0.95, 0.15)
    for start in struck_at:
        for late, level in ((0.0, 1.0), (0.21, 0.3)):
            ring = struck(
                ((740, 0.6, 0.12), (1930, 1.0, 0.35), (3270, 0.9, 0.28), (5140, 0.6, 0.15), (7800, 0.3, 0.06)),
                1.2,
                rate,
                0.0003,
            )
            add(out, level * ring, int((start + late) * rate))
    return out


def sizzle(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Something in a hot pan."""
    n, rate = context.samples(duration_s), context.rate
    spits = unit(resonate(impulses(n, rate, rng, 140), 5200, 3000, rate))
    return 0.6 * unit(highpass(white(n, rng), 3200, rate)) + spits
