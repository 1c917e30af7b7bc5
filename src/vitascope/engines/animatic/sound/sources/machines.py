"""Made things that turn, ring, creak and wail."""

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
    highpass,
    hump,
    lowpass,
    resonate,
    seconds,
    struck,
    throat,
    times,
    tone,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context


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


def siren(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    n, rate = context.samples(duration_s), context.rate
    hz = 700 + 320 * np.sin(2 * np.pi * (0.35 * seconds(n, rate) + rng.random()))
    return tone(hz, rate) + 0.4 * tone(2 * hz, rate) + 0.2 * tone(3 * hz, rate)


def whoosh(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Something big and quick goes by."""
    n, rate = context.samples(duration_s), context.rate
    return (
        unit(band(white(n, rng), 120, 700, rate)) + 0.6 * unit(band(white(n, rng), 600, 3200, rate)) * hump(n)
    ) * hump(n) ** 2


def horn(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A ship's horn, or a fog signal: one low chord."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 4.5, 0.2):
        length = int(min(2.0, duration_s) * rate)
        reed = buzz(np.full(length, 92.0), rate, 14.0) + 0.8 * buzz(np.full(length, 138.5), rate, 14.0)
        add(out, faded(lowpass(reed, 900, rate), rate, 0.12, 0.3), int(at * rate))
    return out


def car_horn(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Two notes a third apart, short and long."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 1.9, 0.4):
        at = start
        for length_s in (0.16, 0.5):
            length = int(length_s * rate)
            reed = sum(buzz(np.full(length, hz), rate, 10.0) for hz in (415.0, 523.0))
            add(out, faded(lowpass(np.asarray(reed), 3200, rate), rate, 0.008, 0.02), int(at * rate))
            at += length_s + 0.12
    return out


def beeps(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A computer that counts: short tones in a pattern, and a soft hum of fans."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.05 * unit(band(white(n, rng), 180, 1400, rate))
    notes = [float(hz) for hz in rng.choice((880.0, 1175.0, 1568.0, 2093.0), 4)]
    for k, at in enumerate(np.arange(0.1, duration_s, 0.24)):
        if rng.random() < 0.75:
            length = int(0.07 * rate)
            add(
                out,
                0.6 * np.sin(2 * np.pi * notes[k % 4] * np.arange(length) / rate) * hump(length) ** 0.2,
                int(at * rate),
            )
    return out


def alarm(duration_s: float, _: np.random.Generator, context: Context) -> Mono:
    """Two tones that take turns, three times a second."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    hz = np.where(np.floor(t * 3) % 2 == 0, 960.0, 770.0)
    return np.tanh(2.0 * tone(hz, rate))


def phone(duration_s: float, _: np.random.Generator, context: Context) -> Mono:
    """A bell struck twenty times a second by a clapper, two seconds on and one off."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    bells = tuple((hz, level, 0.06) for hz, level in ((1330, 1.0), (1770, 0.9), (3510, 0.5), (5200, 0.25)))
    stroke = struck(bells, 0.3, rate, 0.0005)
    for k in range(int(duration_s * 20)):
        if (k / 20) % 2.4 < 1.4:
            add(out, stroke * (1.0 if k % 2 else 0.8), int((0.08 + k / 20) * rate))
    return out


def laser(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A bolt: a tone that drops three octaves in a fifth of a second."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 0.5, 0.6):
        length = int(0.32 * rate)
        hz = float(rng.uniform(1900, 2900)) * np.exp(-np.arange(length) / rate / 0.075) + 150
        add(out, np.tanh(1.5 * tone(hz, rate)) * decay(length, rate, 0.1, 0.001), int(at * rate))
    return out


def robot(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Servos that whirr up and stop, and the clack of what they moved."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 0.9, 0.5):
        length = int(float(rng.uniform(0.25, 0.6)) * rate)
        u = np.arange(length) / length
        hz = float(rng.uniform(260, 520)) * (0.7 + 0.5 * np.minimum(u * 3, 1) + 0.03 * np.sin(2 * np.pi * 31 * u))
        whirr = buzz(hz, rate, 6.0) + 0.4 * tone(3.02 * hz, rate)
        add(out, faded(whirr, rate, 0.03, 0.03), int(at * rate))
        clack = struck(((700, 1.0, 0.012), (1900, 0.8, 0.008), (4100, 0.5, 0.004)), 0.1, rate)
        add(out, 1.2 * clack, int(at * rate) + length)
    return out


def saucer(duration_s: float, _: np.random.Generator, context: Context) -> Mono:
    """A hovering hum that wavers, with a thin voice above it."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    waver = 1 + 0.02 * np.sin(2 * np.pi * 5.5 * t)
    out = sum(tone(hz * waver, rate) * a for hz, a in ((110.0, 0.8), (165.5, 0.6), (221.0, 0.5)))
    thin = tone(880 * (1 + 0.05 * np.sin(2 * np.pi * 0.7 * t)) * waver, rate)
    return np.asarray(out) * (0.7 + 0.3 * np.sin(2 * np.pi * 7 * t)) + 0.25 * thin


def machinery(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A hall of machines: presses in time, a belt, air let off."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    out = 0.25 * unit(band(white(n, rng), 120, 900, rate)) * (0.8 + 0.2 * np.sin(2 * np.pi * 3.3 * t))
    for k, at in enumerate(np.arange(0.1, duration_s, 0.42)):
        blow = (
            ((92, 1.0, 0.07), (240, 0.8, 0.04), (610, 0.6, 0.03))
            if k % 2 == 0
            else ((1250, 0.6, 0.03), (2900, 0.5, 0.02))
        )
        add(out, 1.3 * struck(blow, 0.3, rate), int(at * rate))
        if k % 4 == 3:
            puff = int(0.25 * rate)
            add(
                out,
                0.5 * highpass(white(puff, rng), 2500, rate) * decay(puff, rate, 0.07, 0.01),
                int((at + 0.2) * rate),
            )
    return out


def chainsaw(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A two-stroke that is opened up and let go."""
    n, rate = context.samples(duration_s), context.rate
    hz = 70 + 95 * np.clip(2 * drift(n, rate, rng, 0.9) - 0.4, 0, 1)
    source = buzz(hz, rate, 9.0) * (0.8 + 0.4 * drift(n, rate, rng, 60.0)) + 0.1 * white(n, rng)
    return throat(source, ((340, 160, 1.0), (1100, 380, 0.8), (2700, 900, 0.5)), rate)
