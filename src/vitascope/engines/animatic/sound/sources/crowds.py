"""Many people at once: murmur, cheering, laughter, applause, and one who calls out."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    buzz,
    decay,
    drift,
    hump,
    impulses,
    lowpass,
    narrow,
    resonate,
    throat,
    times,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context

Formants = tuple[tuple[float, float, float], ...]

AH: Formants = ((730, 110, 1.0), (1150, 130, 0.7), (2500, 200, 0.3))
EE: Formants = ((300, 80, 1.0), (2200, 160, 0.5), (2950, 220, 0.3))
OH: Formants = ((480, 90, 1.0), (850, 110, 0.6), (2450, 200, 0.15))
EH: Formants = ((560, 90, 1.0), (1800, 150, 0.5), (2550, 200, 0.3))


def scaled(formants: Formants, tract: float) -> Formants:
    """The same vowel from a throat that is 1/``tract`` as long."""
    return tuple((hz * tract, wide * tract, level) for hz, wide, level in formants)


def talker(n: int, rate: int, rng: np.random.Generator) -> Mono:
    """Somebody who talks out of earshot: pitch and vowels of speech, syllables and pauses, no words."""
    high = rng.random() < 0.5
    base, tract = (float(rng.uniform(170, 240)), 1.15) if high else (float(rng.uniform(90, 140)), 1.0)
    hz = base * (0.85 + 0.4 * drift(n, rate, rng, 2.2) ** 1.5)
    source = buzz(hz, rate) + 0.02 * white(n, rng)
    vowels = [throat(source, scaled(v, tract), rate) for v in (AH, EE, OH)]
    weights = [drift(n, rate, rng, 4.5) ** 3 + 0.01 for _ in vowels]
    spoken = sum((v * w for v, w in zip(vowels, weights, strict=True)), np.zeros(n)) / sum(weights, np.zeros(n))
    syllables = np.clip(2.2 * drift(n, rate, rng, 5.2) - 0.55, 0, 1)
    phrases = np.clip(4 * drift(n, rate, rng, 0.8) - 1.1, 0, 1)
    hiss = unit(band(white(n, rng), 3000, 7000, rate)) * np.clip(5 * drift(n, rate, rng, 6.0) - 4.2, 0, 1)
    return (spoken * syllables + 0.25 * hiss) * phrases


def murmur(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A dozen people talking at their own distances."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for _ in range(11):
        near = float(rng.uniform(0.2, 1.0))
        voice = talker(n, rate, rng)
        out += near * (voice if near > 0.6 else lowpass(voice, 1500 + 2500 * near, rate, 1))
    return out + 0.06 * unit(band(white(n, rng), 300, 2500, rate))


def cheer(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A crowd on its feet: open throats that swell together, shouts above them, whistles, hands."""
    n, rate = context.samples(duration_s), context.rate
    swell = 0.55 + 0.45 * drift(n, rate, rng, 0.7)
    roar = unit(resonate(white(n, rng), 900, 700, rate)) + 0.7 * unit(resonate(white(n, rng), 1500, 900, rate))
    roar += 0.25 * unit(band(white(n, rng), 2500, 6000, rate))
    out = 0.8 * roar * swell
    for _ in range(9):
        base = float(rng.uniform(230, 460))
        voice = throat(buzz(base * (0.9 + 0.3 * drift(n, rate, rng, 1.2)), rate), scaled(AH, 1.1), rate)
        out += 0.35 * voice * drift(n, rate, rng, 1.4) ** 2
    for at in times(duration_s, rng, 1.3, 0.6):
        length = int(float(rng.uniform(0.35, 0.7)) * rate)
        u = np.linspace(0, 1, length)
        out_hz = float(rng.uniform(1900, 2900)) * (1 + 0.25 * np.sin(np.pi * u))
        add(out, 0.6 * narrow(out_hz, 30, length, rate, rng) * hump(length) ** 0.4, int(at * rate))
    return out + 0.4 * unit(applause(duration_s, rng, context))


def applause(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Hands, each pair at a beat of its own: a few are near enough to be told apart."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for _ in range(36):
        hz, near = float(rng.uniform(700, 1900)), float(rng.uniform(0.15, 1.0)) ** 2
        length = int(0.03 * rate)
        clap = unit(resonate(white(length, rng), hz, 0.6 * hz, rate)) * decay(length, rate, 0.006, 0.0008)
        beat = float(rng.uniform(0.19, 0.29))
        at = float(rng.uniform(0, beat))
        while at < duration_s:
            add(out, clap * near * float(rng.uniform(0.6, 1)), int(at * rate))
            at += beat * float(rng.uniform(0.9, 1.1))
    far = sum(unit(resonate(impulses(n, rate, rng, 260), hz, hz * 0.6, rate)) for hz in (900.0, 1400.0, 2200.0))
    return unit(out) + 0.25 * np.asarray(far)


def crowd_laughs(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """An audience amused: many laughs that begin together and die away one by one."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for start in times(duration_s, rng, 3.2, 0.3):
        for _ in range(9):
            high = rng.random() < 0.5
            base = float(rng.uniform(260, 360)) if high else float(rng.uniform(150, 210))
            one = laugh_of(base, 1.18 if high else 1.0, int(rng.integers(4, 10)), rate, rng)
            add(out, one * float(rng.uniform(0.2, 1)), int((start + float(rng.uniform(0, 0.5))) * rate))
    return out


def laugh_of(base: float, tract: float, count: int, rate: int, rng: np.random.Generator) -> Mono:
    """Ha-ha-ha: ``count`` of them, five a second, falling in pitch and strength, each begun with a breath."""
    gap = float(rng.uniform(0.17, 0.21))
    out = np.zeros(int((count * gap + 0.3) * rate))
    for k in range(count):
        length = int(0.15 * rate)
        u = np.arange(length) / length
        fall = 1.25 - 0.5 * k / max(count, 1)
        hz = base * fall * (1 + 0.18 * np.sin(np.pi * u) - 0.1 * u)
        voice = throat(buzz(hz, rate), scaled(AH, tract), rate)
        breath = throat(white(length, rng), scaled(AH, tract), rate)
        open_ = np.clip(u / 0.3, 0, 1)
        grain = (voice * open_ + 0.5 * breath * (1 - open_)) * hump(length) ** 0.7
        add(out, grain * (1 - 0.6 * k / count), int(k * gap * rate))
    return out


def call(rate: int, rng: np.random.Generator) -> Mono:
    """A seller's cry: three or four syllables, the last one drawn out."""
    high = rng.random() < 0.4
    base, tract = (float(rng.uniform(240, 320)), 1.16) if high else (float(rng.uniform(150, 210)), 1.0)
    syllables = [float(rng.uniform(0.13, 0.2)) for _ in range(int(rng.integers(2, 4)))] + [
        float(rng.uniform(0.35, 0.6))
    ]
    out = np.zeros(int((sum(syllables) + 0.2) * rate))
    at = 0.0
    for k, length_s in enumerate(syllables):
        length = int(length_s * rate)
        u = np.arange(length) / length
        hz = (
            base
            * (1.0 + 0.12 * (k % 2))
            * (1 + 0.06 * np.sin(np.pi * u) - (0.14 * u if k == len(syllables) - 1 else 0))
        )
        vowel = (AH, EH, OH, EE)[int(rng.integers(4))]
        voice = throat(buzz(hz, rate, 5.0) + 0.03 * white(length, rng), scaled(vowel, tract), rate)
        add(out, voice * hump(length) ** 0.35, int(at * rate))
        at += length_s * 1.08
    return lowpass(out, 3500, rate)
