"""What drives, flies and sails: engines, trains, aircraft, rockets."""

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
    lowpass,
    pink,
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

GEARS_M_S = (0.0, 9.0, 17.0, 26.0, 37.0, 50.0, 200.0)
"""Road speeds at which a sports car changes up."""
DRIVER_M = 5.34
"""Once around a driving wheel as it is drawn: 1.7 m across."""
RAIL_M = 9.0
"""From joint to joint."""


def engine(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A six-cylinder engine: firing pulses whose rate climbs through each gear with the actor's speed, and the road."""
    n, rate = context.samples(duration_s), context.rate
    speed = np.resize(context.speed, n) if context.speed.size else np.zeros(n)
    if context.pace < 0.5:  # the camera keeps up with it, or the path does not say: pull away and cruise
        speed = 16 + 24 * np.minimum(np.arange(n) / max(n, 1) * 1.2, 1.0)
    gear = np.searchsorted(GEARS_M_S, speed, side="right") - 1
    low, high = np.take(GEARS_M_S, gear), np.take(GEARS_M_S, gear + 1)
    revs = 3400 + 3300 * np.where(gear == 0, 0.4, (speed - low) / np.maximum(high - low, 1))
    if np.ptp(speed) < 0.3 * max(context.pace, 1.0):  # at an even speed a driver still works: foot down, a gear up
        revs = revs * (0.84 + 0.32 * ((np.arange(n) / rate / 2.3 + 0.2) % 1.0))
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
    """A small steady engine: a boat's, a generator's. Each firing is a little different."""
    n, rate = context.samples(duration_s), context.rate
    hz = 21 + 1.2 * drift(n, rate, rng, 1.0)
    turn = np.cumsum(hz) / rate
    beat = np.floor(turn).astype(np.int64)
    strength = 0.75 + 0.5 * rng.random(int(beat[-1]) + 1)
    fired = np.exp(-(turn - beat) * 9) * strength[beat]
    source = fired * (1 + 0.35 * white(n, rng))
    return throat(source, ((115, 60, 1.0), (330, 150, 0.7), (1150, 600, 0.3)), rate)


def truck(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A diesel: knocks, a turbo's whine, heavy tyres."""
    n, rate = context.samples(duration_s), context.rate
    hz = 52 + 5 * drift(n, rate, rng, 0.7)
    knock = buzz(hz, rate, 16.0) * (0.7 + 0.6 * drift(n, rate, rng, 80.0))
    out = throat(knock + 0.1 * white(n, rng), ((130, 60, 1.0), (420, 160, 0.6), (1900, 700, 0.3)), rate)
    return (
        out
        + 0.06 * tone(1850 + 150 * drift(n, rate, rng, 0.6), rate)
        + 0.3 * unit(band(white(n, rng), 200, 1300, rate))
    )


def motorcycle(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A twin that fires unevenly, and is opened up."""
    n, rate = context.samples(duration_s), context.rate
    revs = 19 + 26 * np.clip(np.arange(n) / max(n, 1) * 1.4, 0, 1) + 2 * drift(n, rate, rng, 3.0)
    turn = np.cumsum(revs) / rate
    fired = sum(np.exp(-((turn + offset) % 1.0) * 10) for offset in (0.0, 0.375))
    source = np.asarray(fired) * (1 + 0.4 * white(n, rng)) - 0.2
    return throat(source, ((150, 70, 1.0), (390, 140, 0.8), (1300, 600, 0.4)), rate)


def aircraft(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A jet: a tearing roar with crackle in it under the thin whine of its fans; a biplane has a propeller."""
    if context.form in ("biplane", "propeller", "seaplane", "glider"):
        return propeller(duration_s, rng, context)
    n, rate = context.samples(duration_s), context.rate
    torn = unit(band(white(n, rng), 140, 2600, rate)) * (0.75 + 0.5 * drift(n, rate, rng, 24.0))
    body = unit(band(pink(n, rng), 60, 420, rate))
    whine = sum(
        tone(hz * (1 + 0.012 * drift(n, rate, rng, 0.5)), rate) * a
        for hz, a in ((2300, 1.0), (3470, 0.6), (4610, 0.35))
    )
    return 0.8 * torn + 0.6 * body + 0.12 * np.asarray(whine) + 0.12 * unit(highpass(white(n, rng), 4000, rate))


def propeller(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Blades and cylinders at nearly the same pitch, which beat."""
    n, rate = context.samples(duration_s), context.rate
    hz = 82 * (1 + 0.015 * drift(n, rate, rng, 0.7))
    source = buzz(hz, rate, 12.0) + 0.7 * buzz(1.012 * hz, rate, 9.0) + 0.06 * white(n, rng)
    return throat(source, ((160, 90, 1.0), (480, 200, 0.7), (1300, 500, 0.4)), rate)


def helicopter(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Blades that slap the air eleven times a second, a tail rotor, a turbine."""
    n, rate = context.samples(duration_s), context.rate
    turn = np.cumsum(11.0 * (1 + 0.01 * drift(n, rate, rng, 0.5))) / rate % 1.0
    slap = np.exp(-(((turn - 0.3) / 0.055) ** 2))
    wash = 0.25 + np.exp(-(((turn - 0.42) / 0.16) ** 2))
    chop = unit(band(white(n, rng), 70, 900, rate)) * slap + 0.5 * unit(band(white(n, rng), 300, 2600, rate)) * wash
    thump = np.sin(2 * np.pi * 62 * turn / 11.0 * 1.0) * slap
    turbine = tone(1650 + 20 * drift(n, rate, rng, 1.0), rate) + 0.5 * tone(3420 + 30 * drift(n, rate, rng, 1.0), rate)
    tail = buzz(np.full(n, 58.0), rate, 6.0)
    return 1.5 * chop + 0.9 * thump + 0.05 * turbine + 0.15 * unit(tail)


def drone(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Four small rotors, never quite together."""
    n, rate = context.samples(duration_s), context.rate
    rotors = sum(
        buzz(float(rng.uniform(185, 225)) * (1 + 0.06 * drift(n, rate, rng, 2.0)), rate, 5.0) for _ in range(4)
    )
    return throat(
        np.asarray(rotors) + 0.1 * white(n, rng), ((420, 250, 0.8), (1100, 500, 1.0), (2800, 1200, 0.5)), rate
    )


def joints(out: Mono, duration_s: float, speed: float, rate: int, level: float) -> None:
    """Wheels over rail joints, in place: two bogies, two axles each, and again for the next carriage."""
    every = RAIL_M / max(speed, 3.0)
    clack = struck(((160, 0.9, 0.03), (420, 0.7, 0.02), (1150, 0.8, 0.014), (2700, 0.5, 0.008)), 0.14, rate, 0.0005)
    axle = 2.2 / max(speed, 3.0)
    at = 0.07
    while at < duration_s:
        for late, share in ((0.0, 1.0), (axle, 0.85)):
            add(out, level * share * clack, int((at + late) * rate))
        at += every


def train(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Wheels over joints at the train's own speed, on a rolling hum of steel."""
    n, rate = context.samples(duration_s), context.rate
    speed = context.pace or 14.0
    out = 0.5 * unit(band(white(n, rng), 180, 1500, rate)) * (0.8 + 0.3 * drift(n, rate, rng, 3.0))
    out += 0.25 * unit(band(pink(n, rng), 60, 240, rate)) + 0.06 * tone(620 + 8 * drift(n, rate, rng, 2.0), rate)
    joints(out, duration_s, speed, rate, 2.2)
    return out


def steam_train(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Four chuffs to a turn of its driving wheels, the first the loudest; rods clank, wheels clack over joints."""
    n, rate = context.samples(duration_s), context.rate
    speed = context.pace or 9.0
    chuffs_per_s = float(np.clip(4 * speed / DRIVER_M, 2.2, 8.0))
    out = 0.10 * unit(band(white(n, rng), 2500, 8000, rate)) + 0.18 * unit(band(pink(n, rng), 70, 300, rate))
    at, k = 0.05, 0
    while at < duration_s:
        length = int(min(1.0 / chuffs_per_s, 0.36) * rate)
        steam = unit(band(white(length, rng), 260, 3600, rate)) * decay(length, rate, 0.22 / chuffs_per_s, 0.012)
        punch = unit(band(white(length, rng), 60, 240, rate)) * decay(length, rate, 0.16 / chuffs_per_s, 0.008)
        add(out, (1.3, 0.8, 1.0, 0.8)[k % 4] * (1.2 * steam + 0.8 * punch), int(at * rate))
        if k % 4 == 2:
            rod = struck(((1150, 0.8, 0.05), (1900, 1.0, 0.04), (3350, 0.6, 0.03)), 0.2, rate)
            add(out, 0.35 * rod, int((at + 0.06) * rate))
        at += float(rng.uniform(0.985, 1.015)) / chuffs_per_s
        k += 1
    joints(out, duration_s, speed, rate, 0.5)
    return out


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
    """Ignition, then a roar that crackles: shocks in bursts (a steep rise, a slow fall) over a body of noise."""
    n, rate = context.samples(duration_s), context.rate
    rise = 1 - np.exp(-seconds(n, rate) / 0.4)
    body = unit(band(white(n, rng), 42, 260, rate)) * (0.85 + 0.3 * drift(n, rate, rng, 6.0))
    roar = unit(band(pink(n, rng), 200, 3200, rate))
    hot = lowpass(white(n, rng), 900, rate)
    shocks = np.maximum(unit(hot) - 1.3, 0) ** 1.5
    crackle = unit(highpass(np.diff(shocks, prepend=0.0) * 20 + shocks, 350, rate)) * (0.3 + drift(n, rate, rng, 7.0))
    hiss = unit(band(white(n, rng), 3500, 9500, rate))
    return (0.9 * body + 0.8 * roar + 0.95 * crackle + 0.14 * hiss) * rise


def spaceship(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Engines of a great ship: a chord of hums that throbs, and a breath of plasma."""
    n, rate = context.samples(duration_s), context.rate
    t = seconds(n, rate)
    out = sum(a * buzz(np.full(n, hz), rate, 4.0) for hz, a in ((55.0, 1.0), (82.9, 0.7), (110.6, 0.5)))
    throb = 0.75 + 0.25 * np.sin(2 * np.pi * 1.7 * t)
    return lowpass(np.asarray(out), 900, rate) * throb + 0.3 * unit(band(white(n, rng), 300, 2600, rate)) * (
        0.5 + drift(n, rate, rng, 1.0)
    )


def bicycle(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A freewheel that ticks, tyres, a bell."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.12 * unit(band(white(n, rng), 400, 2200, rate))
    tick = struck(((3800, 1.0, 0.002), (6100, 0.7, 0.001)), 0.02, rate, 0.0003)
    for at in np.arange(0.02, duration_s, 0.052):
        add(out, 0.5 * tick, int(at * rate))
    bell = struck(((2230, 1.0, 0.35), (2260, 0.8, 0.3), (5480, 0.5, 0.15), (8900, 0.2, 0.08)), 1.0, rate, 0.0005)
    for at in times(duration_s, rng, 3.0, 0.3):
        for late in (0.0, 0.14):
            add(out, 0.8 * bell, int((at + late) * rate))
    return out


def squeal(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Tyres that let go of the road."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 2.4, 0.3):
        length = int(float(rng.uniform(0.6, 1.1)) * rate)
        u = np.arange(length) / length
        hz = float(rng.uniform(900, 1250)) * (1.05 - 0.15 * u) * (1 + 0.03 * (drift(length, rate, rng, 60.0) - 0.5))
        cry = buzz(hz, rate, 3.0) + 0.6 * unit(resonate(white(length, rng), 1300, 400, rate))
        add(out, faded(cry, rate, 0.05, 0.2), int(at * rate))
    return out
