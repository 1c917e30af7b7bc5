"""Engines, trains, rockets and other made things."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    brown,
    decay,
    drift,
    faded,
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

GEARS_M_S = (0.0, 9.0, 17.0, 26.0, 37.0, 50.0, 200.0)
"""Road speeds at which a sports car changes up."""


def engine(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A six-cylinder engine: firing pulses whose rate climbs through each gear with the actor's speed, and the road."""
    n, rate = context.samples(duration_s), context.rate
    speed = np.resize(context.speed, n) if context.speed.size else np.zeros(n)
    if context.pace < 0.5:  # the camera keeps up with it, or the path does not say: pull away and cruise
        speed = 16 + 24 * np.minimum(np.arange(n) / max(n, 1) * 1.2, 1.0)
    gear = np.searchsorted(GEARS_M_S, speed, side="right") - 1
    low, high = np.take(GEARS_M_S, gear), np.take(GEARS_M_S, gear + 1)
    revs = 3400 + 3300 * np.where(gear == 0, 0.4, (speed - low) / np.maximum(high - low, 1))
    revs = lowpass(revs - revs[0], 4.0, rate) + revs[0] + 90 * (drift(n, rate, rng, 6.0) - 0.5)
    turn = 2 * np.pi * np.cumsum(revs / 60) / rate  # the crankshaft's angle; three firings a turn
    rough = 0.15 * drift(n, rate, rng, 60.0)
    harmonics = ((0.5, 0.25), (1.5, 0.65), (3, 1.0), (4.5, 0.5), (6, 0.6), (9, 0.4), (12, 0.22))
    tones = sum(a * np.sin(turn * h + rough * h + p) for (h, a), p in zip(harmonics, rng.random(7) * 6, strict=True))
    driven = np.tanh(1.5 * np.asarray(tones))
    exhaust = unit(resonate(driven, 240, 130, rate)) + 0.8 * unit(resonate(driven, 780, 320, rate)) + 0.5 * unit(driven)
    intake = unit(band(white(n, rng), 500, 3000, rate)) * (0.6 + 0.4 * np.sin(turn * 3))
    road = unit(band(white(n, rng), 250, 1900, rate)) * np.clip(speed / 45, 0, 1)
    return exhaust + 0.22 * intake + 0.3 * road


def motor(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A small steady engine: a boat's, a generator's, a propeller's."""
    n, rate = context.samples(duration_s), context.rate
    phase = 2 * np.pi * np.cumsum(27 + 1.5 * drift(n, rate, rng, 1.0)) / rate
    thump = np.maximum(np.sin(phase), 0) ** 6 * (1 + 0.5 * white(n, rng))
    return (
        unit(resonate(thump, 95, 60, rate))
        + 0.6 * unit(resonate(thump, 310, 160, rate))
        + 0.25 * unit(resonate(thump, 1100, 600, rate))
    )


def aircraft(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Jet: a broad roar under a thin whine."""
    n, rate = context.samples(duration_s), context.rate
    whine = tone(2300 + 60 * drift(n, rate, rng, 0.5), rate) + 0.5 * tone(3470 + 80 * drift(n, rate, rng, 0.4), rate)
    return unit(band(pink(n, rng), 90, 1800, rate)) + 0.4 * brown(n, rng, rate) + 0.1 * whine


def steam_train(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Four chuffs a turn of the wheels, the first the loudest; rods clank, wheels rumble over joints."""
    n, rate = context.samples(duration_s), context.rate
    chuffs_per_s = float(
        np.clip((context.pace or 9.0) / 4.6 * 4 / 1.6, 2.2, 7.0)
    )  # driving wheels 4.6 m around, geared for the ear
    out = 0.35 * unit(lowpass(pink(n, rng), 160, rate))
    at, k = 0.05, 0
    while at < duration_s:
        length = int(min(0.9 / chuffs_per_s, 0.34) * rate)
        steam = unit(band(white(length, rng), 160, 2600, rate)) * decay(length, rate, 0.30 / chuffs_per_s, 0.02)
        punch = unit(lowpass(white(length, rng), 200, rate)) * decay(length, rate, 0.22 / chuffs_per_s, 0.012)
        add(out, (1.25, 0.85, 1.0, 0.85)[k % 4] * (steam + 0.9 * punch), int(at * rate))
        if k % 4 == 2:
            ring = int(0.2 * rate)
            clank = unit(resonate(white(ring, rng) * decay(ring, rate, 0.004), 1900, 60, rate))
            add(out, 0.4 * clank * decay(ring, rate, 0.05), int((at + 0.06) * rate))
        at += float(rng.uniform(0.98, 1.02)) / chuffs_per_s
        k += 1
    return out + 0.12 * unit(highpass(white(n, rng), 3000, rate))


def whistle(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A steam whistle: a chord of three pipes that slides up to pitch, breathy; two blasts, a long and a short."""
    n, rate = context.samples(duration_s), context.rate
    wait_s = 0.12 * max(duration_s - 2.0, 0.0)  # a long shot shows who whistles first
    out = np.zeros(n)
    blasts = ((0.0, 0.62), (0.72, 0.26)) if duration_s > 1.2 else ((0.0, 1.0),)
    for start, share in blasts:
        length = max(int(share * min(duration_s, 3.5) * rate), 8)
        t = seconds(length, rate)
        slide = 1 - 0.10 * np.exp(-t / 0.07)
        wobble = 1 + 0.004 * np.sin(2 * np.pi * 6.5 * t)
        chord = sum(
            a * tone(hz * h * slide * wobble, rate)
            for hz in (523.0, 622.0, 784.0)
            for h, a in ((1, 1.0), (2, 0.35), (3, 0.18))
        )
        breath = unit(band(white(length, rng), 700, 4500, rate)) * 0.35
        add(
            out,
            faded(np.asarray(chord) + breath, rate, 0.05, min(0.22, length / rate / 3)),
            int((wait_s + start * min(duration_s, 3.5)) * rate),
        )
    return out


def rocket(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Ignition, then a crackling roar: shock fronts over a rumble that is felt more than heard."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    rise = 1 - np.exp(-t / 0.5)
    rumble = brown(n, rng, rate) + 0.8 * unit(band(white(n, rng), 40, 260, rate))
    roar = unit(band(pink(n, rng), 150, 3500, rate))
    crackle = unit(highpass(np.maximum(lowpass(white(n, rng), 1400, rate), 0) ** 3, 150, rate)) * (
        0.5 + drift(n, rate, rng, 9.0)
    )
    return (1.1 * rumble + 0.8 * roar + 0.6 * crackle) * rise


def steam(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    n, rate = context.samples(duration_s), context.rate
    return highpass(white(n, rng), 2500, rate) * (0.5 + drift(n, rate, rng, 1.5))


def windmill(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Sails swishing by and an axle that complains."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    swish = unit(band(white(n, rng), 250, 1800, rate)) * np.maximum(np.sin(2 * np.pi * 0.9 * t), 0) ** 2
    return swish + 0.5 * unit(creak(duration_s, rng, context))


def creak(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Wood or rope under strain: stick and slip, faster as it gives."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 1.5, 0.5):
        length = int(rng.uniform(0.4, 1.0) * rate)
        u = np.arange(length) / length
        slips = np.diff(np.floor(np.cumsum((40 + 90 * np.sin(np.pi * u)) / rate)), prepend=0.0) * (
            0.6 + 0.4 * rng.random(length)
        )
        body = sum(resonate(slips, hz * float(rng.uniform(0.9, 1.1)), 45, rate) for hz in (320.0, 780.0, 1340.0))
        add(out, unit(np.asarray(body)) * hump(length), int(at * rate))
    return out


def bell(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A church bell's partials: hum, prime, tierce, quint, nominal."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    out = np.zeros(n)
    for at in times(duration_s, rng, 2.2, 0.05):
        strike = sum(
            a * np.sin(2 * np.pi * 440 * h * t) * np.exp(-t / d)
            for h, a, d in (
                (0.5, 0.6, 3.0),
                (1, 0.8, 2.0),
                (1.19, 0.6, 1.4),
                (1.5, 0.4, 1.1),
                (2, 1.0, 0.9),
                (2.74, 0.4, 0.5),
                (4.07, 0.25, 0.3),
            )
        )
        add(out, np.asarray(strike) * np.minimum(t / 0.002, 1), int(at * rate))
    return out


def glass(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Glass breaking: an attack, then splinters ringing down."""
    n, rate = context.samples(duration_s), context.rate
    out = unit(highpass(white(n, rng), 2500, rate)) * decay(n, rate, 0.05, 0.001) * 1.5
    for _ in range(24):
        length = int(0.4 * rate)
        ring = np.sin(2 * np.pi * float(rng.uniform(2200, 9000)) * seconds(length, rate)) * decay(
            length, rate, float(rng.uniform(0.02, 0.1))
        )
        add(out, ring * float(rng.uniform(0.1, 0.5)), int(rng.exponential(0.15) * rate))
    return out


def explosion(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A blast, its body and the debris."""
    n, rate = context.samples(duration_s), context.rate
    blast = unit(lowpass(white(n, rng), 3000, rate)) * decay(n, rate, 0.15, 0.002)
    body = brown(n, rng, rate) * decay(n, rate, 0.9, 0.02)
    debris = unit(resonate(impulses(n, rate, rng, 90 * decay(n, rate, 0.9, 0.3)), 1500, 900, rate)) * 0.25
    return np.tanh(1.6 * blast + 1.4 * body) + debris


def fireworks(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Bursts with crackle after them."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 1.1, 0.5):
        length = int(1.6 * rate)
        boom = unit(lowpass(white(length, rng), 260, rate)) * decay(length, rate, 0.22, 0.004)
        crackle = (
            unit(resonate(impulses(length, rate, rng, 80 * decay(length, rate, 0.5, 0.25)), 3400, 2000, rate)) * 0.35
        )
        add(out, (1.5 * boom + crackle) * float(rng.uniform(0.5, 1)), int(at * rate))
    return out


def siren(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    n, rate = context.samples(duration_s), context.rate
    hz = 700 + 320 * np.sin(2 * np.pi * (0.35 * seconds(n, rate) + rng.random()))
    return tone(hz, rate) + 0.4 * tone(2 * hz, rate) + 0.2 * tone(3 * hz, rate)


def horn(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A ship's horn, or a fog signal: one low chord."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 4.5, 0.2):
        length = int(min(2.0, duration_s) * rate)
        reed = np.sign(tone(np.full(length, 92.0), rate)) + 0.8 * np.sign(tone(np.full(length, 138.5), rate))
        add(out, faded(lowpass(reed, 700, rate), rate, 0.12, 0.3), int(at * rate))
    return out


def whoosh(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Something big and quick goes by."""
    n, rate = context.samples(duration_s), context.rate
    return (
        unit(band(white(n, rng), 120, 700, rate)) + 0.6 * unit(band(white(n, rng), 600, 3200, rate)) * hump(n)
    ) * hump(n) ** 2
