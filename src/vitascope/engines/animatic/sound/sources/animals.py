"""Animals of farm, field, forest and sea; dragon, dog, cat, horse, wolf and whale are in `creatures`."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    buzz,
    decay,
    drift,
    faded,
    hump,
    impulses,
    narrow,
    resonate,
    seconds,
    throat,
    times,
    tone,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context


def lion(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A long roar, then grunts that come faster and softer."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    at = 0.05
    while at < duration_s:
        for k in range(4):
            length = int((1.5, 0.55, 0.5, 0.45)[k] * rate)
            u = np.arange(length) / length
            hz = (118, 92, 86, 80)[k] * (0.8 + 0.35 * np.sin(np.pi * np.clip(u * 1.2, 0, 1))) + 6 * drift(
                length, rate, rng, 30.0
            )
            source = buzz(hz, rate, 7.0) * (0.6 + 0.8 * drift(length, rate, rng, 70.0)) + 0.35 * white(length, rng)
            opened = 0.8 + 0.5 * np.sin(np.pi * u)
            low = throat(source, ((380, 90, 1.0), (760, 140, 0.6)), rate)
            high = throat(source, ((620, 120, 1.0), (1180, 200, 0.7), (2500, 500, 0.25)), rate)
            call = np.tanh(1.1 * (low * (1.3 - opened * 0.6) + high * opened))
            add(out, call * np.clip(u / 0.12, 0, 1) * np.clip((1 - u) / 0.4, 0, 1) * 0.82**k, int(at * rate))
            at += length / rate + (0.22, 0.2, 0.22, 1.3)[k]
    return out


def dinosaur(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A screech torn over a bellow that falls below it."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    at = 0.05
    while at < duration_s:
        length = int(min(2.4, max(duration_s - at, 0.2)) * rate)
        u = np.arange(length) / length
        scream_hz = np.interp(u, (0, 0.12, 0.5, 1), (420, 980, 760, 240)) * (
            1 + 0.1 * (drift(length, rate, rng, 60.0) - 0.5)
        )
        rough = buzz(scream_hz, rate, 6.0) * (0.5 + drift(length, rate, rng, 140.0)) + 0.3 * white(length, rng)
        scream = throat(rough, ((900, 220, 1.0), (1700, 350, 0.9), (3100, 800, 0.4)), rate)
        bellow_hz = np.interp(u, (0, 0.3, 1), (72, 94, 46)) * (1 + 0.2 * (drift(length, rate, rng, 24.0) - 0.5))
        bellow = throat(
            buzz(bellow_hz, rate, 8.0) + 0.2 * white(length, rng),
            ((210, 70, 1.0), (480, 120, 0.7), (1100, 260, 0.3)),
            rate,
        )
        shape = np.clip(u / 0.07, 0, 1) * np.clip((1 - u) / 0.45, 0, 1) ** 0.8
        add(
            out,
            np.tanh(0.8 * scream * np.exp(-2.2 * u) + 1.1 * bellow * np.clip(u / 0.15, 0, 1)) * shape,
            int(at * rate),
        )
        at += length / rate + float(rng.uniform(0.5, 1.0))
    return out


def elephant(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A trumpet through the trunk: it leaps up, rasps, breaks."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 2.8, 0.3):
        length = int(1.25 * rate)
        u = np.arange(length) / length
        hz = np.interp(u, (0, 0.1, 0.55, 0.8, 1), (310, 520, 610, 560, 380)) * (
            1 + 0.02 * np.sin(2 * np.pi * 23 * u * 1.25)
        )
        brass = np.tanh(2.5 * buzz(hz, rate, 9.0)) + 0.12 * white(length, rng)
        call = throat(brass, ((700, 200, 0.8), (1250, 220, 1.0), (2300, 400, 0.7), (3600, 800, 0.35)), rate)
        rasp = 0.7 + 0.6 * drift(length, rate, rng, 45.0)
        add(out, call * rasp * np.clip(u / 0.08, 0, 1) * np.clip((1 - u) / 0.3, 0, 1), int(start * rate))
    return out


def bear(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A moaning growl that opens and shuts."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 2.3, 0.2):
        length = int(1.5 * rate)
        u = np.arange(length) / length
        source = buzz(78 + 30 * np.sin(np.pi * u) + 8 * drift(length, rate, rng, 25.0), rate, 8.0) + 0.4 * white(
            length, rng
        )
        call = throat(source, ((330, 90, 1.0), (820, 180, 0.6), (1900, 400, 0.2)), rate) * (
            0.6 + 0.8 * drift(length, rate, rng, 32.0)
        )
        add(out, call * hump(length) ** 0.6, int(start * rate))
    return out


def cow(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Moo: a nose that opens into a mouth."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 3.2, 0.3):
        length = int(1.5 * rate)
        u = np.arange(length) / length
        hz = np.interp(u, (0, 0.25, 0.8, 1), (120, 150, 165, 110))
        source = buzz(hz, rate, 7.0) + 0.03 * white(length, rng)
        shut = throat(source, ((240, 60, 1.0), (1000, 200, 0.1)), rate)
        opened = throat(source, ((420, 80, 1.0), (780, 110, 0.8), (2300, 300, 0.2)), rate)
        mix = np.clip((u - 0.2) / 0.3, 0, 1) * np.clip((1 - u) / 0.2, 0, 1)
        add(out, (shut * (1 - mix) + opened * mix) * hump(length) ** 0.4, int(start * rate))
    return out


def sheep(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Baa, with its tremble."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 1.9, 0.5):
        length = int(0.75 * rate)
        u = np.arange(length) / length
        tremble = np.sin(2 * np.pi * 9 * u * 0.75)
        hz = float(rng.uniform(210, 300)) * (1.05 - 0.15 * u) * (1 + 0.05 * tremble)
        call = throat(
            buzz(hz, rate, 7.0) + 0.06 * white(length, rng), ((680, 110, 1.0), (1500, 180, 0.9), (2600, 300, 0.4)), rate
        )
        add(out, call * (0.75 + 0.25 * tremble) * hump(length) ** 0.4 * float(rng.uniform(0.4, 1)), int(start * rate))
    return out


def pig(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Grunts through the snout."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 0.6, 0.5):
        length = int(float(rng.uniform(0.14, 0.28)) * rate)
        snort = white(length, rng) * np.maximum(tone(np.full(length, 42.0), rate), 0) ** 2
        call = throat(snort, ((420, 120, 1.0), (1100, 250, 0.6), (2400, 600, 0.2)), rate)
        add(out, call * hump(length) ** 0.6 * float(rng.uniform(0.5, 1)), int(start * rate))
    return out


def neigh(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A whinny: high, shaken, falling, and a snort after it."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 3.4, 0.2):
        length = int(1.5 * rate)
        u = np.arange(length) / length
        shake = np.sin(2 * np.pi * (12 - 4 * u) * u * 1.5)
        hz = np.interp(u, (0, 0.12, 0.5, 1), (520, 1050, 800, 330)) * (1 + 0.07 * shake)
        call = throat(
            buzz(hz, rate, 5.0) + 0.15 * white(length, rng), ((900, 200, 1.0), (1700, 300, 0.8), (2900, 500, 0.4)), rate
        )
        add(out, call * (0.65 + 0.35 * shake) * np.clip(u / 0.08, 0, 1) * (1 - u) ** 0.7, int(start * rate))
        blow = int(0.5 * rate)
        flutter = np.maximum(tone(np.full(blow, 24.0), rate), 0)
        add(
            out,
            0.6 * unit(band(white(blow, rng), 300, 2400, rate)) * flutter * decay(blow, rate, 0.18, 0.03),
            int((start + 1.6) * rate),
        )
    return out


def frogs(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A pond at night: creaks in rows of pulses, each frog at its own pitch and in its own time."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for _ in range(4):
        base, far = float(rng.uniform(420, 1350)), float(rng.uniform(0.25, 1))
        for start in times(duration_s, rng, float(rng.uniform(0.9, 1.8)), 0.3):
            for k in range(2):
                length = int((0.16, 0.26)[k] * rate)
                u = np.arange(length) / length
                pulses = np.maximum(np.sin(2 * np.pi * 46 * seconds(length, rate)), 0) ** 2
                croak = tone(base * (1 + 0.25 * u * k), rate) + 0.5 * tone(2.1 * base * (1 + 0.2 * u * k), rate)
                add(out, far * croak * pulses * hump(length) ** 0.5, int((start + 0.21 * k) * rate))
    return out


def dolphin(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Whistles that loop upwards, and a train of clicks."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for k, start in enumerate(times(duration_s, rng, 1.0, 0.5)):
        if k % 2 == 0:
            length = int(float(rng.uniform(0.35, 0.7)) * rate)
            u = np.arange(length) / length
            hz = float(rng.uniform(5200, 7200)) * (1 + 0.35 * np.sin(2 * np.pi * (u * 1.3 + rng.random())))
            add(out, faded(tone(hz, rate), rate, 0.04, 0.06) * hump(length) ** 0.4, int(start * rate))
            continue
        length = int(0.55 * rate)
        rates = np.linspace(30, 140, length)
        clicks = np.diff(np.floor(np.cumsum(rates) / rate), prepend=0.0)
        add(out, 1.4 * unit(resonate(clicks, 4300, 1800, rate)) * hump(length) ** 0.3, int(start * rate))
    return out


def snake(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A hiss, and a rattle behind it."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 1.9, 0.3):
        length = int(1.1 * rate)
        add(out, unit(band(white(length, rng), 3200, 9000, rate)) * hump(length) ** 0.7, int(start * rate))
        shaken = impulses(length, rate, rng, 420) * (0.5 + 0.5 * np.sin(2 * np.pi * 48 * seconds(length, rate)))
        add(out, 0.6 * unit(resonate(shaken, 6200, 2600, rate)) * hump(length), int((start + 0.3) * rate))
    return out


def monkey(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Oo-oo-ah-ah, faster and higher."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 2.3, 0.3):
        at = start
        for k in range(8):
            length = int((0.17 - 0.01 * k) * rate)
            u = np.arange(length) / length
            hz = (300 + 55 * k) * (1 + 0.4 * np.sin(np.pi * u))
            vowel = (
                ((360, 90, 1.0), (850, 130, 0.5)) if k < 4 else ((850, 150, 1.0), (1600, 220, 0.8), (2900, 500, 0.3))
            )
            add(
                out,
                throat(buzz(hz, rate, 4.0) + 0.05 * white(length, rng), vowel, rate) * hump(length) ** 0.6,
                int(at * rate),
            )
            at += 0.22 - 0.012 * k
    return out


def bees(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A few that come near and go, each at its wings' own pitch."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for _ in range(3):
        near = drift(n, rate, rng, 0.6) ** 4
        hz = float(rng.uniform(170, 260)) * (1 + 0.10 * drift(n, rate, rng, 1.3) + 0.05 * near)
        wings = buzz(hz, rate, 5.0)
        out += near * throat(wings, ((420, 200, 0.8), (900, 400, 1.0), (2300, 900, 0.5)), rate)
    return out


def mosquito(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """One, by the ear."""
    n, rate = context.samples(duration_s), context.rate
    hz = 560 * (1 + 0.12 * drift(n, rate, rng, 1.1))
    near = drift(n, rate, rng, 0.7) ** 3
    return near * (tone(hz, rate) + 0.7 * tone(2 * hz, rate) + 0.4 * tone(3 * hz, rate)) + 0.05 * narrow(
        hz, 30, n, rate, rng
    )
