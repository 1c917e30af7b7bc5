"""A voice without a model: a glottal source through a cascade of moving resonances (after Klatt 1980).

Everything is drawn as curves first and run through one bank of second-order sections whose coefficients change every
2.5 ms, so a line costs milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import signal

from vitascope.engines.animatic.sound.noise import Mono, band, drift, highpass, lowpass, unit
from vitascope.engines.animatic.sound.voice.phonemes import Noise
from vitascope.engines.animatic.sound.voice.port import Line
from vitascope.engines.animatic.sound.voice.prosody import fitted, segments
from vitascope.engines.animatic.sound.voice.tracks import STEP_S, Tracks, tracks
from vitascope.engines.animatic.sound.voice.treatment import treated

INNER_RATE = 16_000
"""Speech has little above 8 kHz; the cascade runs here and is resampled."""

HIGHER_HZ = ((3500.0, 200.0), (4500.0, 280.0), (5500.0, 400.0), (6600.0, 600.0), (7500.0, 900.0))
"""Formants that hardly move, with bandwidths."""

BANDWIDTHS = (70.0, 95.0, 140.0)

NOISE_BANDS: dict[Noise, tuple[float, float]] = {
    "s": (4300.0, 7600.0), "sh": (1900.0, 5200.0), "f": (900.0, 7800.0), "th": (1300.0, 7800.0),
    "p": (350.0, 1600.0), "t": (2700.0, 6500.0), "k": (1200.0, 3000.0),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Timbre:
    """Who speaks."""

    pitch_hz: float
    tract: float
    """Formants beside an adult man's: 1.16 a woman's shorter tract, below 1 something larger than a man."""
    melody: float = 1.0
    """How far the pitch moves; 0 is a monotone."""


TIMBRES = {
    "man": Timbre(pitch_hz=112, tract=1.0),
    "woman": Timbre(pitch_hz=202, tract=1.16),
    "child": Timbre(pitch_hz=270, tract=1.28, melody=1.2),
    "monster": Timbre(pitch_hz=74, tract=0.87),
    "robot": Timbre(pitch_hz=104, tract=1.0, melody=0.0),
}


class FormantVoice:
    """The voice that is always there. It is clear rather than natural, and sounds like what it is: a machine."""

    def speak(self, line: Line, *, rate: int, rng: np.random.Generator) -> Mono | None:
        said = segments(line.text, deliberate=line.manner == "count")
        room = line.duration_s - 0.06  # what the ends fade in
        if not said or room < 0.08:
            return None
        curves = tracks(fitted(said, room))
        dry = _synthesise(curves, line, rng)
        if rate != INNER_RATE:
            dry = np.asarray(signal.resample_poly(dry, rate // 1000, INNER_RATE // 1000), np.float64)
        return treated(dry, line, rate, rng)[: int(line.duration_s * rate)]


def _synthesise(curves: Tracks, line: Line, rng: np.random.Generator) -> Mono:
    timbre = TIMBRES[line.voice]
    step = int(STEP_S * INNER_RATE)
    samples = curves.pitch.size * step
    fine = np.arange(samples) / step
    clock = np.arange(curves.pitch.size)

    def curve(values: Mono) -> Mono:
        return np.interp(fine, clock, values)

    semitones = _sung(curves.pitch) if line.manner == "sing" else curves.pitch * timbre.melody
    raised = {"shout": 7.0, "roar": 3.0, "whisper": 0.0, "sing": 4.0}.get(line.manner, 0.0)
    hz = timbre.pitch_hz * 2 ** ((curve(semitones) + raised) / 12)
    hz = hz * (1 + (0.02 if timbre.melody else 0.0) * (drift(samples, INNER_RATE, rng, 9.0) - 0.5))
    if line.manner == "sing":
        hz = hz * (1 + 0.012 * np.sin(2 * np.pi * 5.2 * fine * STEP_S))
    flow, opened = _glottis(hz, tense=line.manner in ("shout", "roar"))
    voicing, breath = curve(curves.voicing), curve(curves.breath)
    hiss = rng.standard_normal(samples)
    if line.manner == "whisper":
        breath, voicing = np.maximum(breath, 0.5 * voicing), np.zeros(samples)
    air = 0.16 * breath * hiss + 0.012 * voicing * hiss * opened
    voiced = _tract(flow * voicing + air, curves, timbre.tract)
    turbulence = np.zeros(samples)
    for name, (low, high) in NOISE_BANDS.items():
        level = curve(curves.noise[name])
        if level.any():
            turbulence += (
                unit(band(rng.standard_normal(samples), low * timbre.tract, high * timbre.tract, INNER_RATE)) * level
            )
    out = unit(voiced) + 0.62 * turbulence
    return highpass(out, 70, INNER_RATE)


def _sung(pitch: Mono) -> Mono:
    """The melody drawn onto the steps of a major scale, widened."""
    scale = np.array([-12, -10, -8, -7, -5, -3, -1, 0, 2, 4, 5, 7, 9, 11, 12], np.float64)
    wide = pitch * 1.6
    return scale[np.abs(wide[:, None] - scale).argmin(axis=1)]


def _glottis(hz: Mono, *, tense: bool) -> tuple[Mono, Mono]:
    """Derivative of the flow through the folds (KLGLOTT88: Klatt and Klatt, JASA 87, 1990), and how open they are.

    Drawn at four times the rate, so that its sharp closing edge does not alias.
    """
    over = 4
    fast = np.repeat(hz, over)
    phase = np.cumsum(fast / (INNER_RATE * over)) % 1.0
    quotient = 0.5 if tense else 0.62
    u = np.minimum(phase / quotient, 1.0)
    wave = np.where(phase < quotient, 2 * u - 3 * u * u, 0.0)
    flow = np.asarray(signal.resample_poly(wave, 1, over), np.float64)[: hz.size]
    if not tense:
        flow = 0.55 * flow + 0.45 * lowpass(flow, 1800, INNER_RATE, 1)  # gentler folds have less edge
    opened = np.where(phase < quotient, u * (1 - u) * 4, 0.0)[::over]
    return flow, opened


def _tract(source: Mono, curves: Tracks, scale: float) -> Mono:
    """``source`` through the formants, coefficients changed once a step, filter memory carried over."""
    step = int(STEP_S * INNER_RATE)
    moving = curves.formants * scale
    sections = [(moving[k], np.full(moving.shape[1], BANDWIDTHS[k])) for k in range(3)]
    sections[0] = (moving[0], BANDWIDTHS[0] + 90 * curves.nasal)  # a nose damps the first formant
    sections += [
        (np.full(moving.shape[1], min(hz * scale, 7700.0)), np.full(moving.shape[1], width)) for hz, width in HIGHER_HZ
    ]
    bank = np.zeros((moving.shape[1], len(sections) + 1, 6))
    for k, (hz, width) in enumerate(sections):
        bank[:, k] = _resonators(hz, width)
    bank[:, -1] = _nose(curves.nasal)
    memory = np.zeros((bank.shape[1], 2))
    out = np.empty_like(source)
    for i in range(bank.shape[0]):
        at = slice(i * step, (i + 1) * step)
        out[at], memory = signal.sosfilt(bank[i], source[at], zi=memory)
    return out


def _resonators(hz: Mono, width: Mono) -> Mono:
    """Klatt's resonator, gain 1 at 0 Hz, as sections shaped ``(steps, 6)``."""
    c = -np.exp(-2 * np.pi * width / INNER_RATE)
    b = 2 * np.exp(-np.pi * width / INNER_RATE) * np.cos(2 * np.pi * hz / INNER_RATE)
    out = np.zeros((hz.size, 6))
    out[:, 0], out[:, 3], out[:, 4], out[:, 5] = 1 - b - c, 1.0, -b, -c
    return out


def _nose(nasal: Mono) -> Mono:
    """A pole at 270 Hz and a zero that leaves it for 450 Hz when the nose opens (Klatt 1980)."""
    pole = _resonators(np.full(nasal.size, 270.0), np.full(nasal.size, 100.0))
    zero = _resonators(270.0 + 180.0 * nasal, np.full(nasal.size, 100.0))
    out = np.zeros((nasal.size, 6))
    out[:, 0:3] = zero[:, 3:6] / zero[:, :1] * pole[:, :1]
    out[:, 3:6] = pole[:, 3:6]
    return out
