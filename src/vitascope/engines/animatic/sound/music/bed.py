"""Mood → mode and chords; style → who plays them; then the notes, laid out on the beat."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.graph import Mood, Music
from vitascope.engines.animatic.sound.music.bands import BANDS, Band, Part
from vitascope.engines.animatic.sound.music.drums import kit
from vitascope.engines.animatic.sound.music.figures import FIGURES, MOTIFS, Bar, Style, Tune, degree
from vitascope.engines.animatic.sound.music.instruments import TUNED, frequency
from vitascope.engines.animatic.sound.noise import Mono, add, faded, highpass
from vitascope.engines.animatic.sound.reverb import Room, tail

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
CLUB = Room(decay_s=0.6, wet=0.18, highs_hz=6000)


def bed(music: Music, samples: int, rng: np.random.Generator, rate: int) -> Mono:
    """The bed for a whole clip: ``(2, samples)``, ended by a fade rather than cut."""
    style, band = STYLES[music.mood], BANDS[music.instrument]
    beat_s = 60 / float(np.clip(music.tempo_bpm, *band.tempo))
    bars = _bars(style, band, samples / rate, 4 * beat_s, rng)
    players = _Players(samples=samples, rate=rate, rng=rng, swing=band.swing)
    motif = MOTIFS[int(rng.integers(len(MOTIFS)))]
    steps = tuple(int(step) for step in rng.integers(0, 4, len(motif)))  # one tune, which follows the chords
    tune = Tune(style=style, motif=motif, steps=steps)
    out = np.zeros((2, samples))
    pump = players.drums(out, band, bars)
    for part in band.parts:
        mono = np.zeros(samples)
        for bar in bars[min(part.enters, max(len(bars) - 1, 0)) :]:
            players.play(mono, part, bar, tune)
        if part.low_hz:
            mono = highpass(mono, part.low_hz, rate)
        if part.pumped:
            mono = mono * pump
        out[0] += mono * np.sqrt((1 - part.pan) / 2)
        out[1] += mono * np.sqrt((1 + part.pan) / 2)
    out += tail(np.stack([highpass(side, 180, rate) for side in out]), CLUB if band.beat else HALL, rng, rate)
    fade_s = min(1.2, 0.25 * samples / rate)
    return np.stack([faded(side, rate, 0.02, fade_s) for side in out])


def _bars(style: Style, band: Band, duration_s: float, bar_s: float, rng: np.random.Generator) -> list[Bar]:
    """The progression over the clip. Slow pieces change chord twice a bar, so that a short clip has harmony."""
    progression = style.chords[int(rng.integers(len(style.chords)))]
    if bar_s > 3.4 and not band.beat:
        bar_s /= 2
    bars: list[Bar] = []
    for k in range(int(np.ceil(duration_s / bar_s))):
        root = progression[k % len(progression)]
        notes = [degree(style, root + third) for third in ((0, 2, 4, 6) if band.sevenths else (0, 2, 4))]
        chord = _near(notes, bars[-1].chord if bars else ())
        bars.append(Bar(index=k, start_s=k * bar_s, length_s=bar_s, degree=root, chord=chord))
    return bars


def _near(notes: list[int], before: tuple[int, ...]) -> tuple[int, ...]:
    """The inversion that moves least from the chord ``before``: hands, and voices, do not jump."""
    if not before:
        return tuple(notes)
    middle = sum(before) / len(before)
    turned = [tuple(sorted(n + 12 * (i < k) for i, n in enumerate(notes))) for k in range(len(notes))]
    options = [tuple(n + shift for n in t) for t in turned for shift in (-12, 0)]
    return min(options, key=lambda option: abs(sum(option) / len(option) - middle))


class _Players:
    """Plays parts into tracks, and remembers each note that it has made."""

    def __init__(self, *, samples: int, rate: int, rng: np.random.Generator, swing: float) -> None:
        self._samples, self._rate, self._rng, self._swing = samples, rate, rng, swing
        self._made: dict[tuple[str, int, float], Mono] = {}

    def drums(self, out: Mono, band: Band, bars: list[Bar]) -> Mono:
        """Adds the beat to ``out``; gives how far others step back at its kicks, 1 where they need not."""
        pump = np.ones(self._samples)
        dip = 1 - 0.65 * np.exp(-np.arange(int(0.3 * self._rate)) / (0.11 * self._rate))
        for name, steps, level in band.beat:
            stroke, pan = kit(self._rate)[name], {"hat": 0.25, "ride": 0.3, "high": 0.35, "low": -0.25}.get(name, 0.0)
            for bar in bars:
                for k, mark in enumerate(steps):
                    if mark == ".":
                        continue
                    at = int(self._at(bar, k / 4) * self._rate)
                    force = level * (1.0 if mark == "x" else 0.5) * float(self._rng.uniform(0.85, 1.0))
                    for side, weight in ((0, np.sqrt((1 - pan) / 2)), (1, np.sqrt((1 + pan) / 2))):
                        add(out[side], stroke * (force * float(weight)), at)
                    if name == "kick" and at < self._samples:
                        pump[at : at + dip.size] = np.minimum(pump[at : at + dip.size], dip[: self._samples - at])
        return pump

    def _at(self, bar: Bar, beat: float) -> float:
        """Seconds of a beat from 0 to 4, every other sixteenth late by the swing."""
        late = self._swing * 0.25 if round(beat * 4) % 2 else 0.0
        return bar.start_s + (beat + late) * bar.length_s / 4

    def _note(self, into: Mono, part: Part, midi: int, at_s: float, length_s: float, level: float) -> None:
        key = (part.plays, midi, round(length_s, 3))
        if key not in self._made:
            self._made[key] = TUNED[part.plays](frequency(midi), length_s, self._rng, self._rate)
        late = float(self._rng.uniform(0, 0.010))  # hands are not clocks
        add(into, self._made[key] * (part.level * level), int((at_s + late) * self._rate))

    def play(self, into: Mono, part: Part, bar: Bar, tune: Tune) -> None:
        """Adds what ``part`` plays in ``bar``."""
        for midi, at, beats, level in FIGURES[part.figure](bar, 12 * part.octave, tune):
            force = level * float(self._rng.uniform(0.88, 1.0))
            self._note(into, part, midi, self._at(bar, at), beats * bar.length_s / 4, force)
