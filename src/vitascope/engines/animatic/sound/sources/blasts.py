"""Thunder, guns, cannons, explosions, fireworks: what begins with a shock and rolls away."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    decay,
    drift,
    highpass,
    impulses,
    lowpass,
    resonate,
    tone,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context

LIGHT_LEADS_S = (0.22, 0.75)
"""How long after its flash thunder is heard: a strike 75 to 250 m away, as films have it."""


def thunder(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """After each flash a crack that tears, then a roll; with no flash to be seen, only far rolling."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    if context.flashes:
        for flash in context.flashes:
            near = float(rng.random())
            late = LIGHT_LEADS_S[0] + (1 - near) * (LIGHT_LEADS_S[1] - LIGHT_LEADS_S[0])
            at = int((flash + late) * rate)
            level = 0.6 + 0.6 * near
            add(out, level * _crack(rate, rng), at)
            add(out, level * _roll(min(4.5, duration_s), rate, rng), at)
        return highpass(out, 38, rate)
    at_s = min(0.15, duration_s * 0.05)
    while at_s < duration_s:
        add(out, lowpass(_roll(5.0, rate, rng), 420, rate), int(at_s * rate))
        at_s += float(rng.uniform(3.6, 5.4))
    return highpass(out, 38, rate)


def _crack(rate: int, rng: np.random.Generator) -> Mono:
    """Shocks from along the channel, tearing the air for a quarter of a second."""
    n = int(0.9 * rate)
    tear = np.zeros(n)
    for late in np.sort(rng.exponential(0.055, 26)):
        length = int(0.09 * rate)
        shock = white(length, rng) * decay(length, rate, 0.010, 0.0005)
        add(tear, shock * float(rng.uniform(0.3, 1.0)) * float(np.exp(-late / 0.16)), int(late * rate))
    body = unit(band(white(n, rng), 180, 1400, rate)) * decay(n, rate, 0.16, 0.008)
    return 2.2 * highpass(tear, 350, rate) + 1.3 * body


def _roll(length_s: float, rate: int, rng: np.random.Generator) -> Mono:
    """Late arrivals from farther along the channel and from the clouds, each darker than the one before."""
    n = int(length_s * rate)
    out = np.zeros(n)
    at = 0.0
    while at < length_s:
        long = min(float(rng.uniform(0.6, 1.3)), length_s - at + 0.2)
        length = int(long * rate)
        dark = max(420 * float(np.exp(-at / 1.6)), 110.0) * float(rng.uniform(0.8, 1.3))
        lump = unit(band(white(length, rng), 42, dark, rate)) * decay(length, rate, 0.3 * long, 0.05)
        add(out, lump * float(rng.uniform(0.5, 1.1)) * float(np.exp(-at / 1.7)), int(at * rate))
        at += float(rng.uniform(0.18, 0.5))
    return out


def explosion(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A shock, the fireball's body, and debris that rains down."""
    n, rate = context.samples(duration_s), context.rate
    shock = unit(band(white(n, rng), 90, 5000, rate)) * decay(n, rate, 0.06, 0.001)
    dark = unit(band(white(n, rng), 42, 240, rate)) * decay(n, rate, 0.75, 0.02)
    fire = unit(band(white(n, rng), 200, 1800, rate)) * decay(n, rate, 0.45, 0.03) * (0.5 + drift(n, rate, rng, 18.0))
    falls = decay(n, rate, 0.9, 0.5)
    debris = unit(resonate(impulses(n, rate, rng, 70 * falls), 1700, 1100, rate)) * falls
    return np.tanh(1.7 * shock + 1.2 * dark + 0.9 * fire) + 0.25 * debris


def cannon(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A broadside: heavy shots, one after another."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    at = 0.08
    while at < duration_s:
        length = int(1.8 * rate)
        bang = unit(band(white(length, rng), 70, 2600, rate)) * decay(length, rate, 0.05, 0.0008)
        thump = tone(70 - 26 * np.minimum(np.arange(length) / (0.2 * rate), 1), rate) * decay(length, rate, 0.16, 0.002)
        echo = unit(band(white(length, rng), 60, 420, rate)) * decay(length, rate, 0.5, 0.09)
        add(out, np.tanh(1.8 * bang + 1.1 * thump) + 0.5 * echo, int(at * rate))
        at += float(rng.uniform(0.55, 1.5))
    return out


def gunshots(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A crack, its echo off walls, and another."""
    return _shots(duration_s, rng, context, (0.45, 1.3), 0.012)


def machine_gun(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Ten a second, in bursts."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    at = 0.05
    while at < duration_s:
        for k in range(int(rng.integers(5, 10))):
            add(out, _shot(rate, rng, 0.008), int((at + 0.095 * k) * rate))
        at += 0.95 + float(rng.uniform(0.4, 0.9))
    return out


def _shots(
    duration_s: float, rng: np.random.Generator, context: Context, gaps: tuple[float, float], ring_s: float
) -> Mono:
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    at = 0.06
    while at < duration_s:
        add(out, _shot(rate, rng, ring_s), int(at * rate))
        at += float(rng.uniform(*gaps))
    return out


def _shot(rate: int, rng: np.random.Generator, ring_s: float) -> Mono:
    length = int(0.9 * rate)
    crack = white(length, rng) * decay(length, rate, ring_s, 0.0004)
    body = unit(band(white(length, rng), 120, 900, rate)) * decay(length, rate, 0.04, 0.001)
    out = 1.6 * crack + body
    for late, level, dark in ((0.09, 0.35, 3000), (0.19, 0.22, 1800), (0.36, 0.13, 1100)):
        add(out, lowpass(out, dark, rate)[: length // 3] * level, int(late * float(rng.uniform(0.85, 1.15)) * rate))
    return out


def fireworks(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A shell whistles up, bursts, and crackles as it falls."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    at = 0.1
    while at < duration_s:
        length = int(1.9 * rate)
        boom = unit(band(white(length, rng), 48, 420, rate)) * decay(length, rate, 0.2, 0.002)
        crack = unit(band(white(length, rng), 500, 5000, rate)) * decay(length, rate, 0.03, 0.0006)
        falls = decay(length, rate, 0.5, 0.35)
        crackle = unit(resonate(impulses(length, rate, rng, 70 * falls), 3600, 2400, rate)) * falls
        add(out, (1.3 * boom + 0.9 * crack + 0.35 * crackle) * float(rng.uniform(0.5, 1)), int(at * rate))
        if rng.random() < 0.6:
            up = int(0.7 * rate)
            rise = tone(np.linspace(900, 2300, up) * float(rng.uniform(0.8, 1.2)), rate) * np.linspace(0.2, 1, up)
            add(out, 0.14 * rise * np.linspace(0, 1, up) ** 0.5, int(at * rate) - up)
        at += float(rng.uniform(0.5, 1.3))
    return out


def sonic_boom(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Two claps, a tenth of a second apart, from the nose and the tail."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for k in range(2):
        clap = unit(band(white(n, rng), 45, 900, rate)) * decay(n, rate, 0.06, 0.001)
        add(out, clap, int((0.45 * duration_s + 0.11 * k) * rate))
    add(out, 0.4 * _roll(min(2.5, duration_s), rate, rng), int(0.45 * duration_s * rate))
    return out
