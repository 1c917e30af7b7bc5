"""What a player does with a chord: broken, held, walked, strummed… as notes on the beats of a bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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


MOTIFS = (
    ((0.0, 1.0), (1.0, 0.5), (1.5, 0.5), (2.0, 2.0)), ((0.0, 1.5), (1.5, 0.5), (2.0, 1.0), (3.0, 1.0)),
    ((0.5, 0.5), (1.0, 1.0), (2.0, 0.5), (2.5, 1.5)), ((0.0, 2.0), (2.0, 1.0), (3.0, 0.5), (3.5, 0.5)),
)  # fmt: skip
"""Rhythms of a tune: where each note begins in a bar of four beats, and how long it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its chord as MIDI notes with the root first, near the chord before; times in seconds."""

    index: int
    start_s: float
    length_s: float
    degree: int
    chord: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tune:
    """One rhythm with one shape, which every bar takes up on its own chord."""

    style: Style
    motif: tuple[tuple[float, float], ...]
    steps: tuple[int, ...]


Stroke = tuple[int, float, float, float]
"""A MIDI note, its beat from 0 to 4, its length in beats, and its force."""


def degree(style: Style, step: int) -> int:
    """The MIDI note ``step`` steps of the scale above the tonic."""
    octave, within = divmod(step, 7)
    return style.root + 12 * octave + SCALES[style.scale][within]


def _held(bar: Bar, lift: int, _: Tune) -> Iterator[Stroke]:
    yield from ((midi + lift, 0.0, 4.0, 0.6) for midi in bar.chord)


def _bass(bar: Bar, lift: int, tune: Tune) -> Iterator[Stroke]:
    root = degree(tune.style, bar.degree) + lift
    if bar.length_s < 2.6:
        yield root, 0.0, 4.0, 0.9
        return
    yield root, 0.0, 2.0, 0.9
    yield root, 2.0, 2.0, 0.6


def _pulse(bar: Bar, lift: int, tune: Tune) -> Iterator[Stroke]:
    root = degree(tune.style, bar.degree) + lift
    yield from ((root, k / 2, 0.42, 0.55 if k % 2 else 0.9) for k in range(8))


def _offbeat(bar: Bar, lift: int, tune: Tune) -> Iterator[Stroke]:
    root = degree(tune.style, bar.degree) + lift
    yield from ((root, k + 0.5, 0.4, 0.8) for k in range(4))


def _walk(bar: Bar, lift: int, tune: Tune) -> Iterator[Stroke]:
    for k, step in enumerate((0, 2, 4, 5 if bar.index % 2 else 3)):
        yield degree(tune.style, bar.degree + step) + lift, float(k), 0.9, 0.7 if k % 2 else 0.9


def _stabs(bar: Bar, lift: int, _: Tune) -> Iterator[Stroke]:
    yield from ((midi + lift, at, 0.5, 0.6) for at in (0.0, 1.5, 2.75) for midi in bar.chord)


def _strum(bar: Bar, lift: int, _: Tune) -> Iterator[Stroke]:
    """Down and up, one string after another."""
    for k in range(8):
        for string, midi in enumerate(bar.chord):
            yield midi + lift, k / 2 + 0.03 * string, 0.45, 0.8 if k in (0, 3, 6) else 0.45


def _riff(bar: Bar, lift: int, _: Tune) -> Iterator[Stroke]:
    """The root alone: an amplifier that is turned up makes mud of chords, and a fifth of its own."""
    for k in range(8):
        yield bar.chord[0] + lift, k / 2, 0.45, 0.85 if k in (0, 3, 6) else 0.5


def _ostinato(bar: Bar, lift: int, _: Tune) -> Iterator[Stroke]:
    for k in range(8):
        note = bar.chord[(0, 1, 0, 2, 0, 1, 2, 1)[k] % len(bar.chord)]
        yield note + lift, k / 2, 0.4, 0.9 if k in (0, 3, 6) else 0.6


def _arp(bar: Bar, lift: int, _: Tune) -> Iterator[Stroke]:
    for k in range(16):
        note = bar.chord[(0, 1, 2, 1)[k % 4] % len(bar.chord)] + 12 * (k % 8 == 6)
        yield note + lift, k / 4, 0.3, 0.5 if k % 4 else 0.8


def _broken(bar: Bar, lift: int, _: Tune) -> Iterator[Stroke]:
    halves = bar.length_s > 2.2
    for k in range(8 if halves else 4):
        note = bar.chord[(0, 2, 1, 2)[k % 4] % len(bar.chord)]
        yield note + lift, k / 2 if halves else float(k), 1.0, 0.8 if k % 4 == 0 else 0.6


def _melody(bar: Bar, lift: int, tune: Tune) -> Iterator[Stroke]:
    """Tones of the chord on the strong beats, steps between; every fourth bar breathes."""
    notes = list(zip(tune.motif, tune.steps, strict=True))
    for (at, beats), step in notes[:2] if bar.index % 4 == 3 else notes:
        above = (0, 2, 4, 2)[step] if at in (0.0, 2.0) else step + 1
        yield degree(tune.style, bar.degree + above) + lift, at, beats, 0.85


FIGURES: dict[str, Callable[[Bar, int, Tune], Iterator[Stroke]]] = {
    "held": _held, "broken": _broken, "bass": _bass, "pulse": _pulse, "offbeat": _offbeat, "walk": _walk,
    "stabs": _stabs, "strum": _strum, "riff": _riff, "melody": _melody, "ostinato": _ostinato, "arp": _arp,
}  # fmt: skip
