"""What people do that is heard and is not speech."""

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
    hump,
    impulses,
    lowpass,
    resonate,
    struck,
    throat,
    times,
    tone,
    unit,
    white,
)  # fmt: skip
from vitascope.engines.animatic.sound.sources.context import Context
from vitascope.engines.animatic.sound.sources.crowds import AH, EH, laugh_of, scaled, talker

SURFACES: dict[str, tuple[float, float, float]] = {
    "hard": (1.0, 0.35, 0.0),
    "soft": (0.12, 0.9, 0.30),
    "snow": (0.0, 0.5, 1.1),
    "sand": (0.0, 0.7, 0.7),
    "leaves": (0.05, 0.5, 1.0),
    "gravel": (0.15, 0.5, 1.0),
    "water": (0.35, 0.5, 0.7),
    "wood": (0.6, 1.1, 0.0),
    "metal": (0.9, 0.6, 0.0),
}
"""How much of a heel's tap, of a thud and of crunch a step has on each surface."""
GRIT: dict[str, tuple[float, float, float]] = {
    "snow": (900, 4200, 1500), "sand": (1600, 6500, 2600), "leaves": (2600, 9000, 380), "gravel": (1300, 6000, 420),
    "water": (1500, 8000, 900), "soft": (1800, 6000, 500),
}  # fmt: skip
"""What gives under a foot: its band in Hz, and grains a second; snow squeaks in many, leaves crack in few."""


def surface(context: Context) -> str:
    """What is underfoot."""
    world = context.world
    if context.has("gravel"):
        return "gravel"
    if world.kind in ("interior", "space"):
        return "metal" if world.kind == "space" or context.has("spaceship") else "wood"
    if world.weather == "snow" or world.season == "winter" or context.has("snow"):
        return "snow"
    if world.weather in ("rain", "storm") and world.kind in ("street", "city"):
        return "water"
    by_kind = {"street": "hard", "city": "hard", "desert": "sand", "coast": "sand", "forest": "leaves",
               "mountains": "gravel", "sea": "wood"}  # fmt: skip
    return by_kind.get(world.kind, "soft")


def footsteps(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A step wherever a foot is seen to fall, on the ground of this world; at a walk's beat where nobody is seen."""
    n, rate = context.samples(duration_s), context.rate
    running = context.pace > 2.6 or (context.actor is not None and context.actor.action == "run")
    per_s = 2.8 if running else float(np.clip(1.35 + 0.35 * context.pace, 1.5, 2.3))
    falls = context.steps or tuple(np.arange(0.12, duration_s, 1 / per_s))
    ground = surface(context)
    paws = context.actor is not None and context.actor.rig == "quadruped"
    heavy = context.form in ("knight", "robot", "astronaut", "giant", "elephant", "dinosaur")
    out = np.zeros(n)
    for k, at in enumerate(falls):
        step = _step(ground, k % 2, rate, rng, paws=paws, heavy=heavy, brisk=running)
        add(out, step * float(rng.uniform(0.72, 1.0)), int(at * rate))
        if context.form == "knight":  # plates that settle
            hz = float(rng.uniform(2400, 4600))
            plates = struck(((hz, 1.0, 0.03), (1.41 * hz, 0.7, 0.02), (1.93 * hz, 0.5, 0.012)), 0.15, rate)
            add(out, 0.22 * plates * float(rng.random()), int((at + 0.03) * rate))
    return out


def _step(ground: str, foot: int, rate: int, rng: np.random.Generator, *, paws: bool, heavy: bool, brisk: bool) -> Mono:
    tap, thud, crunch = SURFACES[ground]
    if paws:
        tap, thud = 0.15 * tap, 0.5 * thud
    length = int((0.2 if brisk else 0.28) * rate)
    heel = white(length, rng) * decay(length, rate, 0.005, 0.0005)
    pitch = (1500, 1720)[foot] * float(rng.uniform(0.93, 1.07)) * (0.6 if heavy else 1.0)
    out = tap * (unit(resonate(heel, pitch, 600, rate)) + 0.5 * unit(resonate(heel, 3.1 * pitch, 1800, rate)))
    body = band(white(length, rng), 60, 120 if heavy else 190, rate) * decay(length, rate, 0.03, 0.004)
    out = out + (1.7 if heavy else 1.1) * thud * unit(body)
    if ground == "wood":
        out = out + 0.7 * struck(((190, 1.0, 0.04), (430, 0.6, 0.025), (910, 0.3, 0.012)), length / rate, rate)[:length]
    if ground == "metal":
        out = out + 0.6 * struck(((310, 1.0, 0.09), (777, 0.7, 0.07), (1630, 0.5, 0.05)), length / rate, rate)[:length]
    toe = np.zeros(length)
    add(toe, white(length, rng) * decay(length, rate, 0.012, 0.004), int(0.075 * rate))
    out = out + 0.4 * tap * unit(band(toe, 700, 3200, rate))
    if crunch:
        low, high, grains = GRIT.get(ground, GRIT["soft"])
        give = hump(length) ** 0.8
        grit = unit(band(impulses(length, rate, rng, grains * give) * 3 + 0.05 * white(length, rng), low, high, rate))
        out = out + crunch * grit * give
        if ground == "snow":  # it squeaks as it packs
            squeak = resonate(impulses(length, rate, rng, 900 * give), float(rng.uniform(650, 900)), 90, rate)
            out = out + 0.5 * unit(squeak) * give
    return out


def radio(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Chatter on a narrow channel: somebody's speech without its words, static, a beep at each end (Quindar tones)."""
    n, rate = context.samples(duration_s), context.rate
    out = 0.10 * unit(band(white(n, rng), 500, 2800, rate)) * (0.6 + 0.7 * drift(n, rate, rng, 3.0))
    at = 0.15
    while at < duration_s:
        talk_s = min(float(rng.uniform(0.9, 2.0)), max(duration_s - at, 0.3))
        length, beep = int(talk_s * rate), int(0.12 * rate)
        for late, hz in ((0.0, 2525), (0.2 + talk_s, 2475)):
            add(out, 0.5 * np.sin(2 * np.pi * hz * np.arange(beep) / rate) * hump(beep) ** 0.2, int((at + late) * rate))
        voice = unit(np.tanh(2.0 * unit(band(talker(length, rate, rng), 420, 2900, rate, 2))))
        add(out, faded(voice, rate), int((at + 0.16) * rate))
        at += talk_s + float(rng.uniform(0.7, 1.4))
    return out


def breath(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """In and out, through a helmet's valve where there is one."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    helmet = context.form in ("astronaut", "diver")
    for k, at in enumerate(times(duration_s, rng, 1.5, 0.08)):
        length = int((1.2 if k % 2 else 0.95) * rate)
        low = 420 if k % 2 else 850
        air = unit(band(white(length, rng), low, low * 3.2, rate)) * hump(length) ** (1.0 if k % 2 else 0.7)
        if helmet:
            air = unit(resonate(air, 620, 300, rate)) * hump(length) + 0.3 * air
        add(out, air, int(at * rate))
    return out


def _voice_of(context: Context) -> tuple[float, float]:
    """Pitch and scale of the throat of who makes it."""
    form = context.form
    if form in ("child", "girl", "boy", "baby", "kid", "toddler"):
        return 330.0, 1.28
    if form in ("woman", "queen", "princess", "witch", "dancer", "bride"):
        return 250.0, 1.16
    return 165.0, 1.0


def laugh(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """One person, two or three times."""
    n, rate = context.samples(duration_s), context.rate
    base, tract = _voice_of(context)
    out = np.zeros(n)
    for at in times(duration_s, rng, 2.0, 0.3):
        add(
            out,
            laugh_of(base * float(rng.uniform(0.95, 1.1)), tract, int(rng.integers(4, 8)), rate, rng),
            int(at * rate),
        )
    return out


def cry(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Sobs that tremble and fall, with a caught breath before each; a baby's are wails."""
    n, rate = context.samples(duration_s), context.rate
    base, tract = _voice_of(context)
    baby = context.form in ("baby", "toddler", "infant")
    out = np.zeros(n)
    for at in times(duration_s, rng, 1.35, 0.2):
        length = int((0.95 if baby else 0.7) * rate)
        u = np.arange(length) / length
        tremble = 1 + 0.035 * np.sin(2 * np.pi * 7.5 * u * length / rate)
        hz = (430.0 if baby else 1.35 * base) * (1 + 0.2 * np.sin(np.pi * u**0.6) - 0.25 * u) * tremble
        wail = throat(buzz(hz, rate, 4.0) + 0.05 * white(length, rng), scaled(EH, tract), rate)
        add(out, wail * hump(length) ** 0.6, int(at * rate))
        gasp = int(0.22 * rate)
        add(out, 0.35 * unit(band(white(gasp, rng), 900, 4000, rate)) * hump(gasp), int((at - 0.26) * rate))
    return out


def scream(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """High, strained, torn at its edges."""
    n, rate = context.samples(duration_s), context.rate
    base, tract = _voice_of(context)
    out = np.zeros(n)
    for at in times(duration_s, rng, 2.6, 0.3):
        length = int(float(rng.uniform(1.0, 1.5)) * rate)
        u = np.arange(length) / length
        hz = 3.2 * base * (0.75 + 0.3 * np.clip(u / 0.15, 0, 1) - 0.22 * u**2)
        hz = hz * (1 + 0.02 * (drift(length, rate, rng, 40.0) - 0.5))
        voice = throat(buzz(hz, rate, 6.0) + 0.08 * white(length, rng), scaled(AH, 1.12 * tract), rate)
        add(out, np.tanh(1.4 * voice) * np.clip(u / 0.06, 0, 1) * np.clip((1 - u) / 0.3, 0, 1), int(at * rate))
    return out


def snore(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A rattle in, a sigh out."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 2.6, 0.1):
        length = int(1.1 * rate)
        rattle = np.maximum(tone(np.full(length, 31.0) * (1 + 0.1 * rng.random()), rate), 0) ** 3
        grain = unit(resonate(white(length, rng) * rattle, 320, 160, rate))
        add(
            out,
            (grain + 0.4 * unit(resonate(white(length, rng) * rattle, 900, 400, rate))) * hump(length),
            int(at * rate),
        )
        sigh = int(0.9 * rate)
        add(out, 0.25 * unit(band(white(sigh, rng), 500, 1600, rate)) * hump(sigh), int((at + 1.3) * rate))
    return out


def cough(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Twice, then again."""
    n, rate = context.samples(duration_s), context.rate
    _, tract = _voice_of(context)
    out = np.zeros(n)
    for start in times(duration_s, rng, 2.0, 0.3):
        for k in range(int(rng.integers(1, 3))):
            length = int(0.32 * rate)
            grain = throat(white(length, rng), scaled(AH, tract), rate) * decay(length, rate, 0.05, 0.004)
            add(out, grain, int((start + 0.36 * k) * rate))
    return out


def heartbeat(duration_s: float, _: np.random.Generator, context: Context) -> Mono:
    """Lub-dub, seventy a minute."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in np.arange(0.1, duration_s, 60 / 70):
        for late, hz, level in ((0.0, 62.0, 1.0), (0.27, 78.0, 0.7)):
            thump = struck(((hz, 1.0, 0.05), (2.1 * hz, 0.5, 0.03)), 0.25, rate, 0.008)
            add(out, level * thump, int((at + late) * rate))
    return lowpass(out, 300, rate)


def sword(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """Drawn steel: a scrape that ends in a ring; blades that meet, where they fight."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    modes = ((1730.0, 0.5, 0.25), (2870.0, 1.0, 0.5), (4630.0, 0.7, 0.35), (7110.0, 0.5, 0.2), (9400.0, 0.3, 0.1))
    length = max(int(min(0.35, duration_s * 0.5) * rate), 8)
    add(out, unit(band(white(length, rng), 3000, 9000, rate)) * np.linspace(0.2, 1, length) ** 2, 0)
    add(out, 0.5 * struck(modes, max(n / rate, 0.01), rate), length - 64)
    return out


def swords(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A fight: blades that clash, each blow with its own ring, and a scrape between."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 0.62, 0.55):
        bend = float(rng.uniform(0.85, 1.2))
        modes = tuple(
            (hz * bend * float(rng.uniform(0.97, 1.03)), level, ring * float(rng.uniform(0.6, 1.2)))
            for hz, level, ring in (
                (1210, 0.5, 0.1),
                (2310, 0.9, 0.22),
                (3890, 1.0, 0.18),
                (5730, 0.7, 0.1),
                (8300, 0.5, 0.06),
            )
        )
        hit = white(480, rng) * decay(480, rate, 0.002, 0.0002)
        add(out, 0.8 * hit, int(at * rate))
        add(out, struck(modes, 0.8, rate, 0.0004) * float(rng.uniform(0.5, 1)), int(at * rate))
        if rng.random() < 0.35:
            slide = int(0.22 * rate)
            add(out, 0.3 * unit(band(white(slide, rng), 3500, 9000, rate)) * hump(slide), int((at + 0.12) * rate))
    return out


def chime(duration_s: float, rng: np.random.Generator, context: Context) -> Mono:
    """A sprinkle of small bright notes, for what shimmers."""
    n, rate = context.samples(duration_s), context.rate
    out = np.zeros(n)
    for at in times(duration_s, rng, 0.45, 0.7):
        hz = 1046.5 * 2 ** (int(rng.choice((0, 2, 4, 7, 9, 12))) / 12)
        note = struck(((hz, 1.0, 0.4), (2.76 * hz, 0.35, 0.2), (5.4 * hz, 0.15, 0.08)), 1.2, rate)
        add(out, note * float(rng.uniform(0.3, 1)), int(at * rate))
    return out
