"""What people do that is heard and is not speech."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import (
    Mono,
    add,
    band,
    decay,
    drift,
    hump,
    impulses,
    lowpass,
    resonate,
    times,
    tone,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context

SURFACES: dict[str, tuple[float, float, float]] = {
    "hard": (1.0, 0.35, 0.0),
    "soft": (0.25, 1.0, 0.25),
    "snow": (0.08, 0.7, 1.0),
    "sand": (0.05, 0.9, 0.8),
    "leaves": (0.15, 0.8, 0.9),
    "water": (0.4, 0.7, 0.6),
    "wood": (0.8, 1.0, 0.0),
}
"""How much of a heel's tap, of a thud and of crunch a step has on each surface."""


def surface(context: Context) -> str:
    """What is underfoot."""
    world = context.world
    if world.weather == "snow" or world.season == "winter":
        return "snow"
    if world.weather in ("rain", "storm") and world.kind in ("street", "city"):
        return "water"
    by_kind = {
        "street": "hard",
        "city": "hard",
        "interior": "wood",
        "desert": "sand",
        "coast": "sand",
        "forest": "leaves",
    }
    return by_kind.get(world.kind, "soft")


def footsteps(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Steps at the gait's cadence on the ground of this world."""
    n, rate = context.samples(duration_s), context.rate
    running = context.pace > 2.6 or (context.actor is not None and context.actor.action == "run")
    per_s = (
        2.8 if running else float(np.clip(1.35 + 0.35 * context.pace, 1.5, 2.3))
    )  # people walk at about two steps a second
    tap, thud, crunch = SURFACES[surface(context)]
    wet = surface(context) == "water"
    out = np.zeros(n)
    at = 0.12
    foot = 0
    while at < duration_s:
        length = int(0.26 * rate)
        heel = white(length, rng) * decay(length, rate, 0.006, 0.0006)
        step = tap * unit(resonate(heel, (1650, 1850)[foot] * float(rng.uniform(0.95, 1.05)), 700, rate))
        step = step + thud * 1.2 * unit(lowpass(white(length, rng), 170, rate) * decay(length, rate, 0.03, 0.004))
        toe = np.zeros(length)
        add(toe, white(length, rng) * decay(length, rate, 0.012, 0.004), int(0.075 * rate))
        step = step + 0.45 * tap * unit(band(toe, 500, 2600, rate))
        if crunch:
            grit = impulses(length, rate, rng, 900 * hump(length)) + 0.15 * white(length, rng) * hump(length)
            step = step + crunch * unit(band(grit, 2400 if wet else 1400, 8000, rate)) * hump(length)
        add(out, step * float(rng.uniform(0.75, 1.0)), int(at * rate))
        at += float(rng.uniform(0.96, 1.04)) / per_s
        foot = 1 - foot
    return out


def radio(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Chatter on a narrow channel: murmur in the rhythm of speech, static, and a beep at each end (Quindar tones)."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.12 * unit(band(white(n, rng), 500, 2800, rate))
    at = 0.15
    while at < duration_s:
        talk_s = min(float(rng.uniform(0.9, 2.0)), max(duration_s - at, 0.3))
        length = int(talk_s * rate)
        beep = int(0.12 * rate)
        add(out, 0.6 * np.sin(2 * np.pi * 2525 * np.arange(beep) / rate) * hump(beep) ** 0.2, int(at * rate))
        buzz = np.sign(tone(125 + 40 * drift(length, rate, rng, 3.0), rate)) + 0.3 * white(length, rng)
        vowel = drift(length, rate, rng, 5.0)
        voice = unit(resonate(buzz, 520, 120, rate)) * vowel + unit(resonate(buzz, 760, 140, rate)) * (1 - vowel)
        voice = (
            voice
            + 0.8 * unit(resonate(buzz, 1250, 160, rate)) * (1 - vowel)
            + 0.7 * unit(resonate(buzz, 1950, 200, rate)) * vowel
        )
        syllables = np.clip(drift(length, rate, rng, 8.0) * 1.8 - 0.35, 0, 1)
        add(out, np.tanh(1.5 * band(voice * syllables, 450, 2900, rate)), int((at + 0.16) * rate))
        add(
            out,
            0.6 * np.sin(2 * np.pi * 2475 * np.arange(beep) / rate) * hump(beep) ** 0.2,
            int((at + 0.2 + talk_s) * rate),
        )
        at += talk_s + float(rng.uniform(0.7, 1.4))
    return out


def breath(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """In and out."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for k, at in enumerate(times(duration_s, rng, 1.5, 0.08)):
        length = int(1.1 * rate)
        low = 600 if k % 2 else 1100
        add(out, unit(band(white(length, rng), low, low * 3, rate)) * hump(length), int(at * rate))
    return out


def sword(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Drawn steel: a scrape that ends in a ring."""
    n, rate = context.samples(duration_s), context.rate
    scrape_s = min(0.35, duration_s * 0.5)
    length = max(int(scrape_s * rate), 8)
    scrape = unit(band(white(length, rng), 3000, 9000, rate)) * np.linspace(0.2, 1, length) ** 2
    out = np.zeros(n)
    add(out, scrape, 0)
    t = np.arange(n) / rate
    ring = sum(
        a * np.sin(2 * np.pi * hz * t) * np.exp(-t / d)
        for hz, a, d in ((2870.0, 1.0, 0.5), (4630.0, 0.6, 0.35), (7110.0, 0.4, 0.2))
    )
    add(out, 0.5 * np.asarray(ring), length - 64)
    return out


def chime(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A sprinkle of small bright notes, for what shimmers."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 0.45, 0.7):
        length = int(1.2 * rate)
        hz = 1046.5 * 2 ** (int(rng.choice((0, 2, 4, 7, 9, 12))) / 12)
        note = np.sin(2 * np.pi * hz * np.arange(length) / rate) + 0.3 * np.sin(
            2 * np.pi * hz * 2.76 * np.arange(length) / rate
        )
        add(out, note * decay(length, rate, 0.3) * float(rng.uniform(0.3, 1)), int(at * rate))
    return out
