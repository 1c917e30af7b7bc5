"""What a manner does to a finished voice. Light by intent: heavy effects cost words."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.sound.noise import Mono, add, band, faded, highpass, hump, lowpass, seconds, tone, unit
from vitascope.engines.animatic.sound.voice.port import Line


def treated(x: Mono, line: Line, rate: int, rng: np.random.Generator) -> Mono:
    """``x`` as ``line`` wants it, at a root mean square of about 0.1."""
    y = _evened(unit(x), rate)
    if line.voice == "monster" or line.manner == "roar":
        y = _monstrous(y, rate, rng)
    if line.voice == "robot":
        y = 0.78 * y + 0.22 * y * np.sin(2 * np.pi * 62 * seconds(y.size, rate))
    if line.manner in ("shout", "roar"):
        y = np.tanh(0.5 * y)
    # presence: where consonants live; high and loud voices have little there of themselves
    bright = 2.4 if line.manner in ("shout", "roar", "sing") or line.voice in ("child", "woman") else 1.0
    y = (
        _over_the_air(y, rate, rng)
        if line.manner == "radio"
        else y + bright * (0.5 * highpass(y, 2200, rate) + 0.4 * band(y, 1100, 3600, rate))
    )
    return 0.1 * unit(faded(y, rate, 0.01, 0.03))


def _evened(x: Mono, rate: int) -> Mono:
    """Quiet syllables lifted toward the loud ones: words stay clear over a bed."""
    level = np.sqrt(lowpass(x * x, 8, rate, 1).clip(1e-8))
    return x / (0.25 + level) ** 0.5


def _monstrous(x: Mono, rate: int, rng: np.random.Generator) -> Mono:
    """The clear voice with weight below it and torn air around it, both following its loudness."""
    level = np.sqrt(lowpass(x * x, 16, rate, 1).clip(0))
    folds = tone(np.full(x.size, 37.0) * (1 + 0.05 * rng.standard_normal()), rate)
    growled = x * (1 + 0.22 * folds)
    rasp = unit(band(rng.standard_normal(x.size), 400, 2600, rate, 2)) * level * np.maximum(folds, 0)
    weight = unit(lowpass(np.abs(x) * np.sign(folds), 160, rate)) * level
    return growled + 0.045 * rasp + 0.22 * weight


def _over_the_air(x: Mono, rate: int, rng: np.random.Generator) -> Mono:
    """A narrow, slightly overdriven channel with static, and a Quindar tone at each end."""
    y = unit(np.tanh(0.7 * unit(band(x, 330, 3600, rate, 1) + 0.8 * band(x, 1400, 3600, rate))))
    y = y + 0.025 * unit(band(rng.standard_normal(x.size), 400, 3400, rate))
    beep = min(int(0.10 * rate), y.size // 6)
    if beep:
        t = seconds(beep, rate)
        add(y, 0.22 * np.sin(2 * np.pi * 2525 * t) * hump(beep) ** 0.2, 0)
        add(y, 0.22 * np.sin(2 * np.pi * 2475 * t) * hump(beep) ** 0.2, y.size - beep)
    return y
