"""A voice without a model: a glottal source through a cascade of moving resonances (after Klatt 1980).

Everything is drawn as curves first and run through one bank of second-order sections whose coefficients change every
2.5 ms, so a line costs milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numba
import numpy as np
from scipy import signal

from vitascope.engines.animatic.sound.noise import Mono, band, drift, faded, highpass, lowpass, unit
from vitascope.engines.animatic.sound.voice.phonemes import Noise
from vitascope.engines.animatic.sound.voice.port import Line
from vitascope.engines.animatic.sound.voice.prosody import fitted, segments
from vitascope.engines.animatic.sound.voice.tracks import STEP_S, Tracks, tracks

INNER_RATE = 16_000
"""Speech has little above 8 kHz; the cascade runs here and is resampled."""

FINER = 4
"""Formants move every quarter of a step: larger jumps are heard as a buzz above 3 kHz."""

HIGHER_HZ = ((3500.0, 200.0), (4500.0, 280.0), (5500.0, 400.0), (6600.0, 600.0), (7500.0, 900.0))
"""Formants that hardly move, with bandwidths."""

HIGHEST_HZ = 7600.0
"""No formant is higher: it would be too near half of `INNER_RATE`."""

HIGHEST_PITCH_HZ = 310.0
"""A voice is not raised above this for a shout: harmonics too far apart leave its vowels unshown."""

TUNE = (0.0, 2.0, 4.0, 7.0, 5.0, 4.0, 2.0, -1.0)
"""What is sung where no tune is given: up a major scale and home."""

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


OTHERS = ((1.0, 1.0), (0.86, 0.965), (1.16, 1.035), (0.94, 1.06))
"""Pitch and throat of the first, second, third… of the same voice, beside its own."""


class FormantVoice:
    """The voice that is always there. It is clear rather than natural, and sounds like what it is: a machine."""

    def speak(self, line: Line, *, rate: int, rng: np.random.Generator) -> Mono | None:
        said = segments(line.text, deliberate=line.manner == "count")
        room = line.duration_s - 0.06  # what the ends fade in
        if not said or room < 0.08:
            return None
        sung = line.manner == "sing"
        curves = tracks(fitted(said, room, most=2.5 if sung else 1.25), tune=TUNE if sung else ())
        dry = _synthesise(curves, line, rng)
        if rate != INNER_RATE:
            dry = np.asarray(signal.resample_poly(dry, rate // 1000, INNER_RATE // 1000), np.float64)
        return faded(0.1 * unit(dry), rate, 0.01, 0.03)[: int(line.duration_s * rate)]


def _synthesise(curves: Tracks, line: Line, rng: np.random.Generator) -> Mono:
    timbre = TIMBRES[line.voice]
    pitch, tract = OTHERS[line.who % len(OTHERS)]
    timbre = replace(timbre, pitch_hz=timbre.pitch_hz * pitch, tract=timbre.tract * tract)
    step = int(STEP_S * INNER_RATE)
    samples = curves.pitch.size * step
    fine = np.arange(samples) / step
    clock = np.arange(curves.pitch.size)

    def curve(values: Mono) -> Mono:
        return np.interp(fine, clock, values)

    semitones = curves.pitch * (1.0 if line.manner == "sing" else timbre.melody)
    raised = {"shout": 7.0, "roar": 3.0, "whisper": 0.0, "sing": 4.0}.get(line.manner, 0.0)
    raised = min(raised, max(12 * float(np.log2(HIGHEST_PITCH_HZ / timbre.pitch_hz)), 0.0))
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
        flow = 0.7 * flow + 0.3 * lowpass(flow, 1800, INNER_RATE, 1)  # gentler folds have less edge
    opened = np.where(phase < quotient, u * (1 - u) * 4, 0.0)[::over]
    return flow, opened


def _tract(source: Mono, curves: Tracks, scale: float) -> Mono:
    """``source`` through the formants, its bank changed four times a step, then through an open nose."""
    step = int(STEP_S * INNER_RATE) // FINER
    steps = curves.nasal.size * FINER
    clock, fine = np.arange(curves.nasal.size), np.arange(steps) / FINER
    moving = np.stack([np.interp(fine, clock, f) for f in curves.formants]) * scale
    open_nose = np.interp(fine, clock, curves.nasal)
    sections = [(moving[k], np.full(steps, BANDWIDTHS[k])) for k in range(3)]
    sections[0] = (moving[0], BANDWIDTHS[0] + 90 * open_nose)  # a nose damps the first formant
    sections += [  # those of a short throat lie over what is sampled: left out, for piled up there they drown all else
        (np.full(steps, hz * scale), np.full(steps, width)) for hz, width in HIGHER_HZ if hz * scale < HIGHEST_HZ
    ]
    bank = np.stack([_resonators(hz, width) for hz, width in sections], axis=1)
    out = _cascade(np.ascontiguousarray(source, np.float64), bank[:, :, 0], bank[:, :, 4], bank[:, :, 5], step)
    nasal = np.interp(np.arange(out.size) / step, np.arange(steps), open_nose)
    return out * (1 - nasal) + nasal * np.asarray(signal.sosfilt(NOSE, out), np.float64)


@numba.njit(nogil=True, cache=True)
def _cascade(source: Mono, gain: Mono, a1: Mono, a2: Mono, step: int) -> Mono:
    """``source`` through sections in a row, each of two poles, whose coefficients, ``(steps, sections)``, change every
    ``step`` samples. A section keeps its last two outputs and not sums of them: new coefficients then do not click."""
    out = np.empty_like(source)
    steps, sections = gain.shape
    last, before = np.zeros(sections), np.zeros(sections)
    for i in range(source.size):
        row = min(i // step, steps - 1)
        value = source[i]
        for k in range(sections):
            value = gain[row, k] * value - a1[row, k] * last[k] - a2[row, k] * before[k]
            before[k], last[k] = last[k], value
        out[i] = value
    return out


def _resonators(hz: Mono, width: Mono) -> Mono:
    """Klatt's resonator, gain 1 at 0 Hz, as sections shaped ``(steps, 6)``."""
    c = -np.exp(-2 * np.pi * width / INNER_RATE)
    b = 2 * np.exp(-np.pi * width / INNER_RATE) * np.cos(2 * np.pi * hz / INNER_RATE)
    out = np.zeros((hz.size, 6))
    out[:, 0], out[:, 3], out[:, 4], out[:, 5] = 1 - b - c, 1.0, -b, -c
    return out


def _nose() -> Mono:
    """A pole at 270 Hz and a zero at 450 Hz: the nose, open (Klatt 1980)."""
    pole, zero = _resonators(np.array([270.0, 450.0]), np.array([100.0, 100.0]))
    return np.array([[*(zero[3:6] / zero[0] * pole[0]), *pole[3:6]]])


NOSE = _nose()
