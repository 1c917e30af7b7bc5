"""One note of each instrument, by adding partials. Every function gives ``(samples,)`` at a peak of about 1."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    band,
    buzz,
    decay,
    faded,
    highpass,
    lowpass,
    resonate,
    seconds,
    steady,
    struck,
    throat,
    tone,
    unit,
    white,
)  # fmt: skip

Note = Callable[[float, float, np.random.Generator, int], Mono]
"""``(hz, length_s, rng, rate)`` → the note, ringing on as long as it wants."""


def frequency(midi: float) -> float:
    """Equal temperament about A4 = 440 Hz = 69."""
    return 440.0 * 2 ** ((midi - 69) / 12)


def piano(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """Slightly stretched partials, the high ones gone first, and the felt's knock."""
    n = int((length_s + 1.4) * rate)
    t = seconds(n, rate)
    out = np.zeros(n)
    for k in range(1, 9):
        partial = hz * k * np.sqrt(1 + 0.0004 * k * k)  # a stiff string's inharmonicity
        if partial > 9000:
            break
        ring = 0.75 * np.exp(-t * (1.6 + 0.9 * k)) + 0.25 * np.exp(-t * (0.5 + 0.25 * k))
        out += np.sin(2 * np.pi * partial * t + rng.random()) * ring / k**1.5
    knock = lowpass(white(n, rng), 900, rate) * decay(n, rate, 0.012, 0.001) * 0.12
    return faded(out * np.minimum(t / 0.004, 1) + knock, rate, 0.001, 0.3)


def guitar(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """Plucked a fifth of the way along a string: every fifth partial is missing, and a wooden body answers."""
    n = int((length_s + 1.0) * rate)
    t = seconds(n, rate)
    out = np.zeros(n)
    # Each partial turns and fades as often again as the first: a product in place of a sine and a power.
    turn = np.exp((2j * np.pi * hz - 0.55) * t)
    partial = np.exp(-1.1 * t) * turn
    for k in range(1, 11):
        if hz * k > 7000:
            break
        strength = np.sin(np.pi * k / 5.2) / k**1.2
        out += strength * partial.imag
        partial *= turn
    pick = highpass(white(n, rng), 1500, rate) * decay(n, rate, 0.004, 0.0005) * 0.10
    body = 0.25 * resonate(out, 105, 40, rate) + 0.2 * resonate(out, 210, 60, rate)
    return faded((out + body) * np.minimum(t / 0.002, 1) + pick, rate, 0.001, 0.25)


def strings(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """Four players, not quite in tune, with vibrato and a slow bow."""
    n = int((length_s + 0.5) * rate)
    t = seconds(n, rate)
    out = np.zeros(n)
    for _ in range(4):
        sway = 0.004 * np.sin(2 * np.pi * float(rng.uniform(4.6, 5.8)) * t + rng.random() * 6)
        phase = np.cumsum(hz * (1 + 0.0025 * rng.standard_normal() + sway * np.minimum(t, 1))) / rate + rng.random()
        out += 2 * (phase - np.floor(phase)) - 1
    swell = np.minimum(t / min(0.45, 0.4 * length_s), 1) * np.clip((n / rate - t) / 0.5, 0, 1)
    return 0.3 * lowpass(out, min(6 * hz, 3600), rate) * swell


def pad(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """Soft, wide and slow."""
    n = int((length_s + 1.0) * rate)
    t = seconds(n, rate)
    out = np.zeros(n)
    for k, level in ((1.0, 1.0), (2.0, 0.35), (3.0, 0.15), (0.5, 0.3)):
        for detune in (-0.003, 0.0025):
            out += level * steady(hz * k * (1 + detune), n, rate, rng.random() * 6)
    swell = np.minimum(t / min(0.9, 0.5 * length_s), 1) * np.clip((n / rate - t) / 1.0, 0, 1)
    return 0.35 * out * swell * (1 + 0.15 * np.sin(2 * np.pi * 0.23 * t))


def violin(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """One player: a bowed string through a small wooden body, with vibrato that comes late."""
    n = int((length_s + 0.15) * rate)
    t = seconds(n, rate)
    sway = 1 + 0.006 * np.sin(2 * np.pi * 5.6 * t + rng.random() * 6) * np.clip((t - 0.15) / 0.3, 0, 1)
    saw = 2 * ((np.cumsum(hz * sway) / rate) % 1.0) - 1
    body = throat(
        saw + 0.02 * white(n, rng), ((290, 70, 0.6), (470, 90, 0.8), (1100, 300, 0.8), (2700, 600, 0.7)), rate
    )
    return 0.5 * body * np.minimum(t / 0.07, 1) * np.clip((n / rate - t) / 0.12, 0, 1)


def flute(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """Nearly a sine, breath around it, a chiff at its start."""
    n = int((length_s + 0.12) * rate)
    t = seconds(n, rate)
    sway = 1 + 0.005 * np.sin(2 * np.pi * 4.8 * t) * np.clip((t - 0.2) / 0.3, 0, 1)
    note = tone(hz * sway, rate) + 0.22 * tone(2 * hz * sway, rate) + 0.08 * tone(3 * hz * sway, rate)
    air = unit(band(white(n, rng), 0.8 * hz, 4 * hz, rate)) * (0.05 + 0.25 * np.exp(-t / 0.04))
    return 0.8 * (note + air) * np.minimum(t / 0.05, 1) * np.clip((n / rate - t) / 0.1, 0, 1)


def brass(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """A trumpet or a horn: the louder, the brighter, so it opens as it speaks."""
    n = int((length_s + 0.12) * rate)
    t = seconds(n, rate)
    swell = np.minimum(t / 0.06, 1) * (0.75 + 0.25 * np.minimum(t / 0.3, 1)) * np.clip((n / rate - t) / 0.1, 0, 1)
    out = np.zeros(n)
    turn = 2 * np.pi * np.cumsum(np.full(n, hz) * (1 - 0.02 * np.exp(-t / 0.03))) / rate + rng.random() * 6
    for k in range(1, 13):
        if hz * k > 8000:
            break
        out += np.sin(k * turn) * swell ** (1 + 0.35 * k) / k**0.7
    return 0.45 * out


def organ(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """Pipes at five footages, wind in them."""
    n = int((length_s + 0.15) * rate)
    t = seconds(n, rate)
    out = sum(
        a * np.sin(2 * np.pi * hz * k * t + rng.random() * 6)
        for k, a in ((0.5, 0.6), (1, 1.0), (2, 0.7), (3, 0.3), (4, 0.4))
    )
    return 0.4 * np.asarray(out) * np.minimum(t / 0.05, 1) * np.clip((n / rate - t) / 0.14, 0, 1)


def choir(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """Five singers on an ah, each a little late and a little off."""
    n = int((length_s + 0.5) * rate)
    t = seconds(n, rate)
    source = np.zeros(n)
    for _ in range(5):
        sway = (
            1
            + 0.008 * np.sin(2 * np.pi * float(rng.uniform(4.5, 6)) * t + rng.random() * 6)
            + 0.004 * rng.standard_normal()
        )
        source += buzz(hz * sway, rate, 4.0)
    vowel = throat(source + 0.03 * white(n, rng), ((640, 120, 1.0), (1080, 140, 0.7), (2650, 300, 0.25)), rate)
    return 0.5 * vowel * np.minimum(t / min(0.35, 0.4 * length_s), 1) * np.clip((n / rate - t) / 0.5, 0, 1)


def harp(hz: float, length_s: float, _: np.random.Generator, rate: int) -> Mono:
    """A soft string that rings on."""
    n = int((length_s + 1.6) * rate)
    t = seconds(n, rate)
    out = sum(
        np.sin(2 * np.pi * hz * k * t) * np.exp(-t * (1.3 + 0.8 * k)) / k**1.6 for k in range(1, 8) if hz * k < 9000
    )
    return faded(np.asarray(out) * np.minimum(t / 0.003, 1), rate, 0.001, 0.3)


def music_box(hz: float, length_s: float, _: np.random.Generator, rate: int) -> Mono:
    """A steel tongue, two octaves up."""
    return struck(((2 * hz, 1.0, 0.5), (2 * hz * 2.01, 0.3, 0.2), (2 * hz * 5.4, 0.25, 0.06)), length_s + 1.2, rate)


def vibes(hz: float, length_s: float, _: np.random.Generator, rate: int) -> Mono:
    """Metal bars with a slow tremolo: the electric piano of small bands."""
    n = int((length_s + 0.9) * rate)
    t = seconds(n, rate)
    note = np.sin(2 * np.pi * hz * t + 1.2 * np.exp(-t / 0.15) * np.sin(2 * np.pi * hz * t)) * np.exp(-t / 0.9)
    note += 0.10 * np.sin(2 * np.pi * 14 * hz * t) * np.exp(-t / 0.03) if 14 * hz < 12000 else 0
    return faded(note * np.minimum(t / 0.003, 1) * (1 + 0.2 * np.sin(2 * np.pi * 4.2 * t)), rate, 0.001, 0.2)


def lead(hz: float, length_s: float, _: np.random.Generator, rate: int) -> Mono:
    """A synthesiser's saw whose filter opens and shuts."""
    n = int((length_s + 0.15) * rate)
    t = seconds(n, rate)
    out = np.zeros(n)
    for k in range(1, 25):
        if hz * k > 9000:
            break
        out += np.sin(2 * np.pi * hz * k * t) / k * np.exp(-np.maximum(k - 3, 0) * (0.10 + 1.1 * t))
    return 0.6 * out * np.minimum(t / 0.004, 1) * np.exp(-t / max(0.6 * length_s, 0.05))


def electric_guitar(hz: float, length_s: float, rng: np.random.Generator, rate: int) -> Mono:
    """A string and its fifth through an amplifier that is turned up."""
    n = int((length_s + 0.1) * rate)
    t = seconds(n, rate)
    string = sum(
        np.sin(2 * np.pi * hz * k * q * t + rng.random()) * np.exp(-t * (0.7 + 0.25 * k)) / k
        for q in (1.0, 1.4983)
        for k in range(1, 9)
    )
    amp = np.tanh(5 * np.asarray(string) * np.minimum(t / 0.003, 1))
    return 0.6 * lowpass(highpass(amp, 90, rate), 3400, rate) * np.clip((n / rate - t) / 0.06, 0, 1)


def bass(hz: float, length_s: float, _: np.random.Generator, rate: int) -> Mono:
    """A plucked low string."""
    n = int((length_s + 0.1) * rate)
    t = seconds(n, rate)
    out = sum(np.sin(2 * np.pi * hz * k * t) * np.exp(-t * (1.2 + 1.6 * k)) / k for k in range(1, 7))
    return np.asarray(out) * np.minimum(t / 0.005, 1) * np.clip((n / rate - t) / 0.06, 0, 1)


def sub(hz: float, length_s: float, _: np.random.Generator, rate: int) -> Mono:
    """A round synthesised bass."""
    n = int((length_s + 0.08) * rate)
    t = seconds(n, rate)
    out = np.tanh(1.6 * (np.sin(2 * np.pi * hz * t) + 0.3 * np.sin(4 * np.pi * hz * t)))
    return out * np.minimum(t / 0.01, 1) * np.clip((n / rate - t) / 0.07, 0, 1) * (0.6 + 0.4 * np.exp(-t / 0.25))


TUNED: dict[str, Note] = {
    "piano": piano, "guitar": guitar, "strings": strings, "pad": pad, "violin": violin, "flute": flute,
    "brass": brass, "organ": organ, "choir": choir, "harp": harp, "music_box": music_box, "vibes": vibes,
    "lead": lead, "electric_guitar": electric_guitar, "bass": bass, "sub": sub,
}  # fmt: skip
