"""What sings, hoots, caws and crows."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    buzz,
    drift,
    hump,
    lowpass,
    narrow,
    seconds,
    throat,
    times,
    tone,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context


def birds(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Four singers, each with a phrase of its own, at their own distances."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for singer in range(4):
        base, far = float(rng.uniform(2400, 4800)), (1.0, 0.6, 0.35, 0.2)[singer]
        trill = float(rng.uniform(18, 34))
        phrase = [
            (float(rng.uniform(0.05, 0.15)), *(float(v) for v in rng.uniform(0.72, 1.32, 2)), int(rng.integers(0, 3)))
            for _ in range(int(rng.integers(3, 8)))
        ]
        for start in times(duration_s, rng, float(rng.uniform(1.6, 3.0)), 0.5):
            at = start
            for length_s, low, high, shaken in phrase:
                length = int(length_s * rate)
                shake = 1 + 0.05 * np.sin(2 * np.pi * trill * seconds(length, rate)) * shaken
                glide = base * np.linspace(low, high, length) * shake
                note = tone(glide, rate) + 0.12 * tone(2 * glide, rate)
                add(out, note * hump(length) * far, int(at * rate))
                at += length_s * 1.35
    return out


def seagulls(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Falling mews, in threes, some from far over the water."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 2.4, 0.5):
        base, far = float(rng.uniform(850, 1200)), float(rng.uniform(0.25, 1))
        for k in range(int(rng.integers(2, 5))):
            length = int(rate * rng.uniform(0.22, 0.42))
            u = np.arange(length) / length
            hz = base * (1 + 0.5 * np.sin(np.pi * np.minimum(u * 1.6, 1)) - 0.3 * u) * (1 + 0.01 * white(length, rng))
            call = throat(buzz(hz, rate, 6.0), ((1700, 350, 1.0), (2900, 500, 0.7), (4300, 900, 0.3)), rate)
            add(out, call * hump(length) ** 0.6 * far * (1 - 0.12 * k), int((start + k * 0.37) * rate))
    return out


def owl(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A tawny owl: one long hoot, a silence, then a short one and a wavering one."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    base = float(rng.uniform(330, 400))
    for start in times(duration_s, rng, 4.2, 0.15):
        for late, length_s, wavers in ((0.0, 0.55, 0.0), (1.15, 0.16, 0.0), (1.42, 1.15, 1.0)):
            length = int(length_s * rate)
            u = np.arange(length) / length
            waver = 1 - 0.5 * wavers * (0.5 + 0.5 * np.sin(2 * np.pi * 11 * u * length_s)) * (u < 0.6)
            hz = base * (1 + 0.05 * np.sin(np.pi * u) - 0.06 * u)
            hoot = tone(hz, rate) + 0.16 * tone(2 * hz, rate) + 0.10 * narrow(hz, 60, length, rate, rng)
            add(out, hoot * hump(length) ** 0.6 * waver, int((start + late) * rate))
    return out


def crow(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Caw, caw: a rough falling rasp."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 2.4, 0.4):
        far = float(rng.uniform(0.4, 1))
        for k in range(int(rng.integers(2, 4))):
            length = int(0.3 * rate)
            u = np.arange(length) / length
            hz = 520 * (1.05 - 0.22 * u) * (1 + 0.12 * (drift(length, rate, rng, 90.0) - 0.5))
            rasp = buzz(hz, rate, 8.0) * (0.6 + 0.8 * drift(length, rate, rng, 120.0)) + 0.25 * white(length, rng)
            call = throat(rasp, ((1250, 240, 1.0), (1800, 300, 0.8), (3300, 700, 0.3)), rate)
            add(
                out, call * np.clip(u / 0.1, 0, 1) * np.clip((1 - u) / 0.35, 0, 1) * far, int((start + 0.46 * k) * rate)
            )
    return out


def eagle(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """The scream that films give to every bird of prey: high, thin, falling."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 3.4, 0.3):
        length = int(1.1 * rate)
        u = np.arange(length) / length
        hz = 2500 * (1 + 0.16 * np.exp(-(((u - 0.12) / 0.08) ** 2)) - 0.28 * u)
        cry = tone(hz, rate) + 0.4 * tone(2 * hz, rate) + 0.5 * narrow(hz, 240, length, rate, rng)
        add(out, cry * np.clip(u / 0.05, 0, 1) * (1 - u) ** 0.8, int(start * rate))
    return out


def rooster(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Cock-a-doodle-doo."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    song = ((0.0, 0.14, 520, 640), (0.18, 0.13, 700, 760), (0.34, 0.2, 760, 900), (0.58, 0.85, 940, 560))
    for start in times(duration_s, rng, 4.0, 0.2):
        for late, length_s, low, high in song:
            length = int(length_s * rate)
            hz = np.linspace(low, high, length) * (1 + 0.012 * np.sin(2 * np.pi * 9 * seconds(length, rate)))
            call = throat(buzz(hz, rate, 5.0), ((1100, 250, 1.0), (2100, 350, 0.9), (3400, 600, 0.4)), rate)
            add(out, call * hump(length) ** 0.4, int((start + late) * rate))
    return out


def duck(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Quacks, the first the loudest."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 1.7, 0.4):
        for k in range(int(rng.integers(2, 5))):
            length = int(0.19 * rate)
            u = np.arange(length) / length
            hz = 210 * (1.15 - 0.3 * u)
            quack = throat(buzz(hz, rate, 12.0), ((1150, 180, 1.0), (1950, 260, 0.8), (2900, 500, 0.4)), rate)
            add(out, quack * hump(length) ** 0.5 * 0.85**k, int((start + 0.25 * k) * rate))
    return out


def chicken(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Clucks, and now and then a long one."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for k, start in enumerate(times(duration_s, rng, 0.42, 0.6)):
        length = int((0.42 if k % 5 == 4 else 0.09) * rate)
        u = np.arange(length) / length
        hz = 430 * (1 + 0.35 * np.sin(np.pi * u) if k % 5 == 4 else 1.1 - 0.25 * u)
        cluck = throat(buzz(np.broadcast_to(hz, (length,)), rate, 6.0), ((950, 220, 1.0), (1900, 350, 0.6)), rate)
        add(out, cluck * hump(length) ** 0.7 * float(rng.uniform(0.4, 1)), int(start * rate))
    return out


def cuckoo(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A falling minor third, far off in the wood."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 1.6, 0.08):
        for late, hz, length_s in ((0.0, 660.0, 0.2), (0.32, 545.0, 0.3)):
            length = int(length_s * rate)
            note = tone(np.full(length, hz), rate) + 0.12 * tone(np.full(length, 2 * hz), rate)
            add(out, note * hump(length) ** 0.5, int((start + late) * rate))
    return lowpass(out, 2500, rate)
