"""Animals and monsters."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    decay,
    drift,
    faded,
    highpass,
    hump,
    lowpass,
    resonate,
    seconds,
    struck,
    times,
    tone,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context


def roar(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A great beast: torn noise through a throat, a growl at the rate of its vocal folds, weight below.

    Calls of one to three seconds, with breath between them when there is time.
    """
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    at = 0.0
    while at < max(duration_s - 0.4, 0.01):
        length_s = min(float(rng.uniform(1.5, 2.6)), duration_s - at)
        add(out, _roar_once(max(int(length_s * rate), 64), rate, rng), int(at * rate))
        at += length_s + float(rng.uniform(0.5, 1.0))
    return out


def _roar_once(n: int, rate: int, rng: np.random.Generator) -> Mono:
    u = np.arange(n) / n
    arc = np.minimum(u / 0.12, 1.0) * np.clip((1 - u) / 0.45, 0, 1) ** 0.8
    f0 = 52 + 46 * np.sin(np.pi * np.clip(u * 1.15, 0, 1)) ** 0.7 + 7 * (drift(n, rate, rng, 14) - 0.5)
    phase = 2 * np.pi * np.cumsum(f0) / rate
    growl = np.sin(phase + 2.4 * np.sin(phase / 2) + 1.1 * np.sin(phase * 1.01 / 3))  # subharmonics: folds out of step
    pulses = np.tanh(4 * growl) + 0.7 * np.maximum(growl, 0) ** 8
    torn = white(n, rng) * (0.25 + 0.75 * np.maximum(np.sin(phase / 2), 0) ** 2)  # noise let through by the folds
    source = unit(pulses) + 0.75 * unit(torn)
    opened = np.sin(np.pi * np.clip(u * 1.1, 0, 1)) ** 0.5  # the jaws: formants rise as they open
    shut = 1.0 * resonate(source, 240, 90, rate) + 0.7 * resonate(source, 640, 160, rate)
    wide = 1.0 * resonate(source, 480, 140, rate) + 0.9 * resonate(source, 980, 200, rate)
    high = resonate(source, 2100, 420, rate) + 0.7 * resonate(source, 3200, 700, rate)
    throat = unit(shut) * (1.1 - 0.6 * opened) + unit(wide) * opened + 0.35 * unit(high) * opened**2
    sub = np.sin(phase / 2) * 0.6 + 0.4 * np.sin(2 * np.pi * 38 * u * n / rate)
    rasp = unit(band(torn, 1500, 6000, rate)) * 0.22 * opened
    return np.tanh(0.9 * (throat + 0.6 * sub + rasp)) * arc


def growl(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """The same throat, closed: low and steady."""
    n, rate = context.samples(duration_s), context.rate
    phase = 2 * np.pi * np.cumsum(38 + 14 * drift(n, rate, rng, 2.0)) / rate
    buzz = np.tanh(5 * np.sin(phase + 1.8 * np.sin(phase / 2))) + 0.5 * white(n, rng) * np.maximum(np.sin(phase), 0)
    return (unit(resonate(buzz, 190, 80, rate)) + 0.6 * unit(resonate(buzz, 520, 130, rate))) * (
        0.4 + drift(n, rate, rng, 1.2)
    )


def wings(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Leather or feather on air: the bigger the flyer, the slower and deeper the stroke."""
    n, rate = context.samples(duration_s), context.rate
    size = context.actor.size_m if context.actor else 3.0
    stroke_s = float(np.clip(0.16 * size**0.55, 0.12, 1.3))
    body = float(np.clip(900 / size**0.6, 110, 2200))
    out = np.zeros(n)
    at = 0.05
    while at < duration_s:
        length = int(stroke_s * 0.8 * rate)
        whoosh = unit(band(white(length, rng), body * 0.5, body * 3, rate)) * hump(length) ** 2
        thud = unit(lowpass(white(length, rng), body * 0.6, rate)) * decay(
            length, rate, stroke_s * 0.12, stroke_s * 0.2
        )
        add(out, float(rng.uniform(0.8, 1.1)) * (whoosh + 0.9 * thud), int(at * rate))
        at += stroke_s * float(rng.uniform(0.94, 1.06))
    return out


def crickets(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Three insects: bursts of pulses at 4–5 kHz, never quite together."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    out = np.zeros(n)
    for level in (1.0, 0.6, 0.35):
        hz, chirp = float(rng.uniform(4000, 5000)), float(rng.uniform(1.6, 2.6))
        on = np.clip(np.sin(2 * np.pi * (chirp * t + rng.random())) * 3, 0, 1)
        pulses = np.maximum(np.sin(2 * np.pi * float(rng.uniform(26, 34)) * t), 0)
        out += level * np.sin(2 * np.pi * hz * t) * on * pulses
    return out


def bark(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Short, sharp, in twos; higher from a small dog."""
    n, rate = context.samples(duration_s), context.rate
    size = context.actor.size_m if context.actor else 0.6
    pitch = float(np.clip(420 / (0.5 + size), 180, 620))
    out = np.zeros(n)
    for start in times(duration_s, rng, 1.5, 0.4):
        for k in range(int(rng.integers(1, 4))):
            length = int(0.17 * rate)
            u = np.arange(length) / length
            buzz = np.tanh(3 * tone(pitch * (0.8 + 0.7 * np.sin(np.pi * u) ** 0.5), rate)) + 0.5 * white(length, rng)
            voice = resonate(buzz, pitch * 1.9, 160, rate) + 0.7 * resonate(buzz, pitch * 4.1, 300, rate)
            add(out, unit(voice) * decay(length, rate, 0.05, 0.012), int((start + k * 0.31) * rate))
    return out


def purr(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """25 pulses a second, in on the breath and out on the breath."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    breath = np.sin(2 * np.pi * t / 2.6)
    phase = 2 * np.pi * np.cumsum(24.5 + 2.2 * np.sign(breath) + 1.2 * (drift(n, rate, rng, 3.0) - 0.5)) / rate
    pulse = np.maximum(np.sin(phase), 0) ** 4
    source = pulse * (0.6 * white(n, rng) + 1.0)
    body = (
        0.8 * unit(resonate(source, 150, 90, rate))
        + 0.8 * unit(resonate(source, 380, 170, rate))
        + 0.5 * unit(resonate(source, 950, 450, rate))
    )
    return highpass(body, 70, rate) * (0.35 + 0.65 * np.abs(breath) ** 0.6) * np.where(breath > 0, 1.0, 0.72)


def meow(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 2.4, 0.3):
        length = int(0.65 * rate)
        u = np.arange(length) / length
        buzz = np.sign(tone(520 + 260 * np.sin(np.pi * u**0.8), rate))
        opening = np.sin(np.pi * u)
        voice = unit(resonate(buzz, 800, 150, rate)) * (1.1 - opening) + unit(resonate(buzz, 1400, 220, rate)) * opening
        add(out, lowpass(voice, 4200, rate) * hump(length), int(start * rate))
    return out


def whale(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Long gliding moans with overtones and a deep tail of echoes."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    at = 0.1
    while at < duration_s:
        length = int(rng.uniform(1.2, 2.4) * rate)
        u = np.arange(length) / length
        start, turn, end = (float(rng.uniform(lo, hi)) for lo, hi in ((140, 320), (250, 620), (120, 360)))
        hz = np.interp(u, (0, float(rng.uniform(0.3, 0.6)), 1), (start, turn, end)) * (
            1 + 0.012 * np.sin(2 * np.pi * 5.5 * u * length / rate)
        )
        call = tone(hz, rate) + 0.45 * tone(2 * hz, rate) + 0.25 * tone(3 * hz, rate)
        call = call * hump(length) ** 0.6
        for late, level in ((0.0, 1.0), (0.31, 0.35), (0.67, 0.2), (1.1, 0.1)):
            add(out, call * level, int((at + late) * rate))
        at += length / rate + float(rng.uniform(0.2, 0.7))
    return lowpass(out, 2400, rate)


def hooves(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Hooves where they are seen to fall; in a gallop's or a walk's beat where nobody is seen."""
    n, rate = context.samples(duration_s), context.rate
    fast = context.pace > 4 or (context.actor is not None and context.actor.action == "run")
    beats, stride = ((0.0, 0.13, 0.26, 0.36), 0.55) if fast else ((0.0, 0.26, 0.52, 0.78), 1.04)
    falls = context.steps or tuple(
        start + beat for start in np.arange(0.05, duration_s, stride) for beat in beats if start + beat < duration_s
    )
    hard = context.world.kind in ("street", "city", "interior")
    soft = context.world.kind in ("coast", "desert") or context.world.weather == "snow"
    out = np.zeros(n)
    for k, at in enumerate(falls):
        pitch = float(rng.uniform(0.9, 1.12)) * (1.0, 1.12, 0.94, 1.06)[k % 4]
        length = int(0.16 * rate)
        thud = unit(band(white(length, rng), 60, 230, rate)) * decay(length, rate, 0.03, 0.003)
        grit = unit(band(white(length, rng), 900, 5000, rate)) * decay(length, rate, 0.02, 0.002)
        clop = struck(((720 * pitch, 1.0, 0.02), (1240 * pitch, 0.8, 0.014), (2650 * pitch, 0.4, 0.006)), 0.16, rate)
        ring, dull, loose = (1.2, 0.5, 0.15) if hard else (0.0, 1.1, 0.6) if soft else (0.35, 1.2, 0.3)
        add(out, (ring * clop[:length] + dull * thud + loose * grit) * float(rng.uniform(0.7, 1)), int(at * rate))
    return out


def howl(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A wolf, far away."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 3.6, 0.3):
        length = int(2.6 * rate)
        u = np.arange(length) / length
        hz = np.interp(u, (0, 0.15, 0.7, 1), (300, 540, 520, 330)) * (
            1 + 0.01 * np.sin(2 * np.pi * 5 * u * length / rate)
        )
        call = tone(hz, rate) + 0.4 * tone(2 * hz, rate) + 0.12 * tone(3 * hz, rate)
        add(out, faded(call * hump(length) ** 0.5, rate), int(start * rate))
    return highpass(out, 200, rate)
