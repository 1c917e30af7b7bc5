"""Segments → the curves that drive the synthesiser, one value every 2.5 ms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from vitascope.engines.animatic.sound.noise import Mono
from vitascope.engines.animatic.sound.voice.phonemes import Formants, Noise, Phoneme
from vitascope.engines.animatic.sound.voice.prosody import Segment

STEP_S = 0.0025
NOISES: tuple[Noise, ...] = ("s", "sh", "f", "th", "p", "t", "k")
NOISE_LEVELS: dict[Noise, float] = {"s": 0.60, "sh": 0.62, "f": 0.16, "th": 0.14, "p": 0.8, "t": 0.9, "k": 1.0}
"""Amplitudes beside a vowel's 1, after the relative levels in Klatt 1980, table III."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """Every array has one value a step; ``formants`` is shaped ``(3, steps)``."""

    formants: Mono
    voicing: Mono
    breath: Mono
    noise: dict[Noise, Mono]
    nasal: Mono
    pitch: Mono
    """In semitones about the voice's own."""


def tracks(line: Sequence[Segment], *, tune: Sequence[float] = ()) -> Tracks:
    """Curves for a whole line, spoken; or sung to ``tune``, one note a syllable in semitones, over again as needed."""
    ends = np.cumsum([s.length_s for s in line])
    steps = max(int(np.ceil(float(ends[-1]) / STEP_S)), 4)
    marks = [0, *(min(round(float(e) / STEP_S), steps) for e in ends)]
    voicing, breath, nasal = np.zeros(steps), np.zeros(steps), np.zeros(steps)
    noise = {name: np.zeros(steps) for name in NOISES}
    for i, segment in enumerate(line):
        a, b = marks[i], marks[i + 1]
        _excite(segment.phoneme, a, b, _next(line, i), voicing, breath, noise)
        if segment.phoneme.manner == "nasal":
            nasal[a:b] = 1.0
    smooth = ndimage.uniform_filter1d
    return Tracks(
        formants=_formants(line, marks, steps),
        voicing=smooth(smooth(voicing, 5), 5),
        breath=smooth(breath, 5),
        noise={name: smooth(curve, 3 if name in ("p", "t", "k") else 9) for name, curve in noise.items()},
        nasal=smooth(nasal, 9),
        pitch=_sung(line, marks, steps, tune) if tune else _melody(line, marks, steps),
    )


def _next(line: Sequence[Segment], i: int) -> Phoneme | None:
    return line[i + 1].phoneme if i + 1 < len(line) else None


def _excite(
    phoneme: Phoneme, a: int, b: int, after: Phoneme | None, voicing: Mono, breath: Mono, noise: dict[Noise, Mono]
) -> None:
    """What sounds between steps ``a`` and ``b``: folds, breath, and turbulence."""
    match phoneme.manner:
        case "vowel":
            voicing[a:b] = 1.0
        case "glide":
            voicing[a:b] = 0.75
        case "nasal":
            voicing[a:b] = 0.6
        case "breath":
            breath[a:b] = 0.5
            voicing[a:b] = 0.05
        case "fricative" if phoneme.noise:
            voicing[a:b] = 0.42 if phoneme.voiced else 0.0
            noise[phoneme.noise][a:b] = NOISE_LEVELS[phoneme.noise] * (0.5 if phoneme.voiced else 1.0)
        case "stop" | "affricate" if phoneme.noise:
            long = phoneme.manner == "affricate"
            burst = (b - a) // 2 if long else min(5, max((b - a) // 4, 2))  # 12 ms, or half of an affricate
            # a voiceless stop before a vowel is let go with 40 ms of breath (its voice onset time)
            opens = not phoneme.voiced and not long and after is not None and after.manner in ("vowel", "glide")
            puff = min(16, (b - a) // 3) if opens else 0
            release = b - burst - puff
            voicing[a:release] = 0.16 if phoneme.voiced else 0.0  # the hum behind closed lips
            level = NOISE_LEVELS[phoneme.noise] * (0.6 if phoneme.voiced else 1.0)
            noise[phoneme.noise][release : release + burst] = level
            breath[release : release + burst + puff] = 0.42 if opens else 0.1
        case _:
            pass


def _formants(line: Sequence[Segment], marks: Sequence[int], steps: int) -> Mono:
    """Targets held through the middle of each segment, straight lines between: slow for vowels, quick for closures."""
    at: list[float] = []
    values: list[Formants] = []
    for i, segment in enumerate(line):
        phoneme, a, b = segment.phoneme, marks[i], marks[i + 1]
        if phoneme.manner == "breath" and (after := _next(line, i)) is not None:
            start = end = after.formants  # h is the next vowel, whispered
        elif phoneme.manner in ("stop", "affricate", "fricative"):
            start = _toward(phoneme, line[i - 1].phoneme if i else None, at_start=False)
            end = _toward(phoneme, _next(line, i), at_start=True)
        else:
            start, end = phoneme.formants, phoneme.glide or phoneme.formants
        # at most 45 ms of a vowel is transition, and never more than a third of it; consonants turn in 15 ms
        edge = min(18.0 if phoneme.syllabic else 6.0, (b - a) / 3)
        if phoneme.glide:
            at += [a + edge, a + edge + 0.25 * (b - a - 2 * edge), b - edge]
            values += [start, start, end]
        else:
            at += [a + edge, b - edge]
            values += [start, end]
    clock = np.arange(steps)
    curves = np.stack([np.interp(clock, at, [v[k] for v in values]) for k in range(3)])
    return ndimage.uniform_filter1d(
        ndimage.uniform_filter1d(curves, 7, axis=1, mode="nearest"), 5, axis=1, mode="nearest"
    )


def _toward(consonant: Phoneme, vowel: Phoneme | None, *, at_start: bool) -> Formants:
    """A consonant's formants lean toward the vowel beside it (locus equations), k and g most."""
    f1, f2, f3 = consonant.formants
    if vowel is None or vowel.manner not in ("vowel", "glide"):
        return consonant.formants
    v2, v3 = (vowel.formants if at_start else vowel.glide or vowel.formants)[1:]
    lean = 0.75 if consonant.noise == "k" else 0.55 if consonant.noise in ("p", "f") else 0.3
    if consonant.noise == "k":
        v2 = 1.1 * v2 + 150  # the velar pinch: second and third formants meet above the vowel's second
    return f1, f2 + lean * (v2 - f2), f3 + 0.3 * (v3 - f3)


def _melody(line: Sequence[Segment], marks: Sequence[int], steps: int) -> Mono:
    """Falls 4 semitones over the line, with a hill of 3–5 on every accent and the phrase's end as it is marked."""
    clock = np.arange(steps)
    pitch = np.linspace(2.0, -2.0, steps)
    for i, segment in enumerate(line):
        a, b = marks[i], marks[i + 1]
        middle, width = (a + b) / 2, max(b - a, 16)
        if segment.accent:
            pitch = pitch + 3.2 * segment.accent * np.exp(-(((clock - middle) / (1.1 * width)) ** 2))
        if segment.phrase_end:
            ramp = np.clip((clock - a) / max(1.4 * (b - a), 1), 0, 1)
            turn = {"fall": -5.0, "rise": 8.0, "hold": 2.0}[segment.phrase_end] * ramp
            over = clock >= (marks[i + 1] + 120)  # the next phrase starts afresh
            pitch = pitch + np.where(over, 0.0, turn)
    return ndimage.uniform_filter1d(pitch, 13, mode="nearest")


def _sung(line: Sequence[Segment], marks: Sequence[int], steps: int, tune: Sequence[float]) -> Mono:
    """Every syllable holds its note; the voice slides between them in 60 ms."""
    pitch = np.full(steps, tune[0], np.float64)
    syllable = 0
    for i, segment in enumerate(line):
        if segment.phoneme.syllabic:
            pitch[marks[i] :] = tune[syllable % len(tune)]
            syllable += 1
    return ndimage.uniform_filter1d(pitch, 24, mode="nearest")
