"""Rooms and places: what is heard when nothing happens."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    decay,
    drift,
    gusts,
    highpass,
    hump,
    impulses,
    lowpass,
    pink,
    resonate,
    seconds,
    struck,
    times,
    tone,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context
from vitascope.engines.animatic.sound.sources.crowds import call, murmur
from vitascope.engines.animatic.sound.sources.weather import leaves


def air(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Outdoor quiet, a breath of it at a time; also what an unknown kind of sound becomes."""
    n, rate = context.samples(duration_s), context.rate
    breath = gusts(n, rate, rng, 3.0)
    far = unit(band(pink(n, rng), 220, 1100, rate)) * (0.25 + breath)
    return far + 0.25 * unit(band(white(n, rng), 2500, 8000, rate)) * breath**1.5


def room_tone(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """An interior: soft air, a trace of mains hum, a tick of wood now and then."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    hum = 0.05 * np.sin(2 * np.pi * 100 * t) + 0.03 * np.sin(2 * np.pi * 200 * t)
    out = unit(band(pink(n, rng), 160, 900, rate)) * (0.8 + 0.3 * drift(n, rate, rng, 0.4)) + hum
    for at in times(duration_s, rng, 2.4, 0.6):
        hz = float(rng.uniform(700, 1500))
        add(
            out,
            1.6 * float(rng.random()) * struck(((hz, 1.0, 0.012), (2.3 * hz, 0.5, 0.006)), 0.1, rate),
            int(at * rate),
        )
    return out


def city(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A town from a window: far roads, a car now and then, horns blocks away, a siren that comes and goes."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.55 * unit(band(pink(n, rng), 110, 520, rate)) * (0.8 + 0.4 * drift(n, rate, rng, 0.4))
    for at in times(duration_s, rng, 2.6, 0.5):
        _passes(out, at, rate, rng, 0.55)
    for at in times(duration_s, rng, 3.1, 0.6):
        length = int(rng.uniform(0.18, 0.5) * rate)
        t = seconds(length, rate)
        low = float(rng.uniform(330, 420))
        horn = sum(np.sin(2 * np.pi * f * k * t) / k for f in (low, low * 1.26) for k in (1, 2, 3, 4))
        add(
            out,
            lowpass(np.asarray(horn) * hump(length) ** 0.25, 1500, rate) * float(rng.uniform(0.1, 0.3)),
            int(at * rate),
        )
    wail = 720 + 260 * np.sin(2 * np.pi * (0.28 * seconds(n, rate) + rng.random()))
    comes = drift(n, rate, rng, 0.22) ** 3
    return out + 0.22 * comes * lowpass(tone(wail, rate) + 0.4 * tone(2 * wail, rate), 1600, rate)


def traffic(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Tyres and engines going by, one after another, and horns among them."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.3 * unit(band(pink(n, rng), 90, 700, rate))
    for at in times(duration_s, rng, 1.15, 0.5):
        _passes(out, at, rate, rng, 1.0)
    for at in times(duration_s, rng, 2.7, 0.5):
        t = seconds(int(0.35 * rate), rate)
        horn = sum(np.sin(2 * np.pi * f * k * t) / k for f in (415.0, 523.0) for k in (1, 2, 3, 4, 5))
        add(out, np.asarray(horn) * hump(t.size) ** 0.2 * 0.3 * float(rng.random()), int(at * rate))
    return out


def _passes(out: Mono, at: float, rate: int, rng: np.random.Generator, near: float) -> None:
    """A car from far to far, in place: tyres over a motor whose pitch drops as it passes."""
    length = int(rng.uniform(1.7, 3.0) * rate)
    u = np.linspace(-1, 1, length)
    swell = 1 / (1 + (u * 4) ** 2) * hump(length) ** 0.5
    tyres = unit(band(white(length, rng), 350, 1400, rate)) * swell
    spray = unit(band(white(length, rng), 1400, 5000, rate)) * swell**2
    pitch = float(rng.uniform(68, 115)) * (1 - 0.07 * np.tanh(6 * u))
    motor = sum(tone(pitch * k, rate) / k for k in (1, 2, 3, 4, 6)) * swell
    add(
        out,
        near * float(rng.uniform(0.45, 1)) * (0.9 * tyres + 0.5 * spray + 0.35 * np.asarray(motor)),
        int((at - 0.9) * rate),
    )


def forest(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Leaves in a light wind, a twig, a trunk that creaks far off."""
    n, rate = context.samples(duration_s), context.rate
    out = unit(leaves(duration_s, rng, context)) + 0.12 * unit(band(pink(n, rng), 200, 700, rate))
    for at in times(duration_s, rng, 2.8, 0.6):
        hz = float(rng.uniform(900, 2200))
        twig = struck(((hz, 1.0, 0.006), (1.7 * hz, 0.7, 0.004)), 0.05, rate) * float(rng.uniform(0.4, 1.6))
        add(out, twig, int(at * rate))
    return out


def wheat(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Dry ears that brush each other, in waves over the field."""
    n, rate = context.samples(duration_s), context.rate
    waves = gusts(n, rate, rng, 1.9)
    dry = unit(band(white(n, rng), 2800, 9500, rate)) * (0.04 + waves**1.5)
    ticks = unit(resonate(impulses(n, rate, rng, 30 + 420 * waves), 6200, 3200, rate)) * (0.1 + waves)
    return dry + 0.5 * ticks + 0.2 * unit(band(pink(n, rng), 250, 900, rate)) * waves


def space(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Near silence: there is no sound in space, but films have a hum, and something that glints."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    out = np.zeros(n)
    for hz, level in ((61.7, 0.7), (92.5, 0.9), (123.3, 0.5), (185.0, 0.35), (277.2, 0.16)):
        beat = 0.55 + 0.45 * np.sin(2 * np.pi * float(rng.uniform(0.06, 0.2)) * t + rng.random() * 6)
        out += level * beat * np.sin(2 * np.pi * hz * (1 + 0.001 * rng.standard_normal()) * t + rng.random() * 6)
    for at in times(duration_s, rng, 1.9, 0.6):
        length = int(1.8 * rate)
        hz = float(rng.choice((1480.0, 1976.0, 2217.0, 2960.0)))
        add(out, 0.10 * np.sin(2 * np.pi * hz * seconds(length, rate)) * hump(length) ** 2, int((at - 0.6) * rate))
    return out


def fire(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Crackle in clusters, pops of sap, a hiss of steam, over the flutter of flame."""
    n, rate = context.samples(duration_s), context.rate
    burst = drift(n, rate, rng, 2.2) ** 2.5
    flutter = unit(band(pink(n, rng), 90, 420, rate)) * (0.25 + 0.9 * drift(n, rate, rng, 7.0) ** 1.5)
    out = 0.4 * flutter + 0.05 * unit(band(white(n, rng), 3000, 8000, rate)) * (0.3 + burst)
    snaps = impulses(n, rate, rng, 5 + 55 * burst)
    for snap in np.flatnonzero(snaps):
        hz = 700 * 9 ** float(rng.random())
        length = int(float(rng.uniform(0.003, 0.012)) * rate)
        grain = (rng.standard_normal(length) + np.sin(2 * np.pi * hz * np.arange(length) / rate)) * np.linspace(
            1, 0, length
        ) ** 2
        add(out, grain * float(snaps[snap]) * 1.1, int(snap))
    for at in times(duration_s, rng, 0.9, 0.7):
        pop = struck(((float(rng.uniform(320, 620)), 1.0, 0.012), (1900, 0.6, 0.004)), 0.08, rate)
        add(out, pop * float(rng.uniform(0.8, 3.2)), int(at * rate))
    return out


def clock(duration_s: float, _: np.random.Generator, context: Context) -> Mono:
    """Tick, tock: two a second, in a wooden case."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for k in range(int(duration_s * 2) + 1):
        pitch = 1.0 if k % 2 else 1.22
        case = ((420 * pitch, 0.8, 0.02), (1150 * pitch, 0.7, 0.012), (2500 * pitch, 1.0, 0.007), (4800, 0.6, 0.003))
        add(out, struck(case, 0.12, rate, 0.0003), int((0.2 + k * 0.5) * rate))
        add(out, 0.25 * struck(((3300, 1.0, 0.002),), 0.02, rate, 0.0003), int((0.17 + k * 0.5) * rate))
    return out


def cafe(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Murmur at other tables, cups, a spoon, the hiss of a machine."""
    rate = context.rate
    out = unit(murmur(duration_s, rng, context))
    for at in times(duration_s, rng, 0.7, 0.8):
        hz = float(rng.uniform(2300, 5200))
        cup = struck(((hz, 1.0, 0.05), (1.52 * hz, 0.6, 0.03), (2.4 * hz, 0.35, 0.015)), 0.3, rate, 0.0005)
        add(out, cup * float(rng.uniform(0.3, 1.2)), int(at * rate))
    for at in times(duration_s, rng, 4.5, 0.4):
        length = int(1.4 * rate)
        add(out, 0.3 * highpass(white(length, rng), 3000, rate) * decay(length, rate, 0.5, 0.15), int(at * rate))
    return out


def market(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Many people close by, sellers who call across them, crates set down."""
    n, rate = context.samples(duration_s), context.rate
    out = unit(murmur(duration_s, rng, context))
    for at in times(duration_s, rng, 1.3, 0.5):
        add(out, float(rng.uniform(0.5, 1.1)) * call(rate, rng), int(at * rate))
    for at in times(duration_s, rng, 1.8, 0.7):
        hz = float(rng.uniform(180, 420))
        add(out, 1.5 * struck(((hz, 1.0, 0.03), (2.6 * hz, 0.7, 0.014)), 0.2, rate), int(at * rate))
    return out[:n]
