"""Mood → mode, chords and figures; then the notes, laid out on the beat."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from vitascope.engines.animatic.graph import Mood, Music
from vitascope.engines.animatic.sound.music.instruments import TUNED, frequency, hat, kick, tom
from vitascope.engines.animatic.sound.noise import Mono, add, faded
from vitascope.engines.animatic.sound.reverb import Room, tail

SCALES = {
    "major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10), "lydian": (0, 2, 4, 6, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10), "phrygian": (0, 1, 3, 5, 7, 8, 10),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    scale: str
    root: int
    """The tonic, as a MIDI note."""
    chords: tuple[tuple[int, ...], ...]
    """Progressions to choose from; degrees of the scale, 0 the tonic."""


STYLES: dict[Mood, Style] = {
    "calm": Style(scale="major", root=53, chords=((0, 4, 5, 3), (0, 3, 0, 4), (0, 5, 3, 4))),
    "joyful": Style(scale="major", root=55, chords=((0, 3, 4, 0), (0, 4, 5, 3))),
    "sad": Style(scale="minor", root=57, chords=((0, 5, 2, 6), (0, 3, 5, 4))),
    "menacing": Style(scale="phrygian", root=48, chords=((0, 1, 0, 6), (0, 0, 1, 0))),
    "epic": Style(scale="minor", root=50, chords=((0, 5, 2, 6), (0, 6, 5, 6))),
    "tense": Style(scale="phrygian", root=50, chords=((0, 1, 0, 1), (0, 4, 1, 0))),
    "mysterious": Style(scale="dorian", root=50, chords=((0, 3, 0, 6), (0, 1, 3, 0))),
    "neutral": Style(scale="lydian", root=53, chords=((0, 1, 0, 4), (0, 4, 1, 0))),
}
HALL = Room(decay_s=1.9, wet=0.35, highs_hz=4500)


def bed(music: Music, samples: int, rng: np.random.Generator, rate: int) -> Mono:
    """The bed for a whole clip: ``(2, samples)``, ended by a fade rather than cut."""
    style = STYLES[music.mood]
    beat_s = 60 / float(np.clip(music.tempo_bpm, 30, 240))
    progression = style.chords[int(rng.integers(len(style.chords)))]
    out = np.zeros((2, samples))
    bar_s = 4 * beat_s
    if bar_s > 3.4:  # slow pieces change chord twice a bar, so that a short clip has harmony
        bar_s /= 2
    for bar in range(int(np.ceil(samples / rate / bar_s))):
        chord = progression[bar % len(progression)]
        _bar(out, music, style, chord, bar * bar_s, bar_s, rng, rate)
    out += tail(out, HALL, rng, rate)
    fade_s = min(1.2, 0.25 * samples / rate)
    return np.stack([faded(side, rate, 0.02, fade_s) for side in out])


def degree(style: Style, step: int) -> int:
    """The MIDI note ``step`` steps of the scale above the tonic."""
    octave, within = divmod(step, 7)
    return style.root + 12 * octave + SCALES[style.scale][within]


def _bar(
    out: Mono, music: Music, style: Style, chord: int, start_s: float, bar_s: float, rng: np.random.Generator, rate: int
) -> None:
    """Adds one bar to ``out``: a broken chord for what is plucked, a held one for what is bowed, beats for drums."""
    if music.instrument == "drums":
        _drums(out, start_s, bar_s, rng, rate)
        return
    play = TUNED[music.instrument]
    triad = [degree(style, chord + k) for k in (0, 2, 4)]
    heard: dict[tuple[int, float], Mono] = {}

    def note(midi: int, at_s: float, length_s: float, level: float, pan: float) -> None:
        key = (midi, length_s)
        if key not in heard:
            heard[key] = play(frequency(midi), length_s, rng, rate)
        for side, weight in ((0, np.sqrt((1 - pan) / 2)), (1, np.sqrt((1 + pan) / 2))):
            add(out[side], heard[key] * (level * float(weight)), int(at_s * rate))

    if music.instrument in ("strings", "pad"):
        for k, midi in enumerate((triad[0] - 12, *triad)):
            note(midi, start_s, bar_s, 0.9 if k == 0 else 0.7, (-0.1, -0.5, 0.0, 0.5)[k])
        if music.mood in ("joyful", "calm", "epic", "sad"):
            note(degree(style, chord + 7 + int(rng.choice((0, 2, 4)))), start_s + bar_s / 2, bar_s / 2, 0.4, 0.3)
        return
    figure = (0, 2, 1, 2) if rng.random() < 0.5 else (0, 1, 2, 1)
    note(triad[0] - 12, start_s, bar_s, 0.8, -0.2)
    steps = 8 if bar_s > 2.2 else 4
    for k in range(steps):
        late = float(rng.uniform(0, 0.012))  # hands are not clocks
        lift = 12 if k % 4 == 3 and rng.random() < 0.4 else 0
        note(
            triad[figure[k % 4]] + lift,
            start_s + k * bar_s / steps + late,
            bar_s / steps,
            float(rng.uniform(0.4, 0.6)),
            0.25,
        )
    if rng.random() < 0.8:  # a note of melody over the chord, not on the beat
        note(
            degree(style, chord + 7 + int(rng.choice((0, 1, 2, 4)))),
            start_s + bar_s * float(rng.choice((0.25, 0.5, 0.75))),
            bar_s / 2,
            0.6,
            0.1,
        )


@cache
def _kit(rate: int) -> dict[str, Mono]:
    rng = np.random.default_rng(7)  # one kit, always the same
    return {"kick": kick(rng, rate), "low": tom(72, rng, rate), "high": tom(110, rng, rate), "hat": hat(rng, rate)}


def _drums(out: Mono, start_s: float, bar_s: float, rng: np.random.Generator, rate: int) -> None:
    """War drums: a low pulse with toms answering."""
    kit = _kit(rate)
    hits = [("kick", 0.0, 1.0, 0.0), ("low", 0.375, 0.7, -0.3), ("kick", 0.5, 0.8, 0.0), ("high", 0.75, 0.6, 0.3)]
    hits += [("high", 0.875, 0.45, 0.4)] if rng.random() < 0.5 else []
    hits += [("hat", k / 8, 0.35, 0.2) for k in range(8)]
    for name, at, level, pan in hits:
        for side, weight in ((0, np.sqrt((1 - pan) / 2)), (1, np.sqrt((1 + pan) / 2))):
            add(out[side], kit[name] * (level * float(weight)), int((start_s + at * bar_s) * rate))
