"""Sounds of a place that go on over a cut: what is heard does not jump where the picture does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vitascope.engines.animatic.graph import Shot, Sound

_NEARLY_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One sound all through several shots of one place, one after another."""

    sound: Sound
    """From the first of them to the end of the last; as loud as they have it on average."""
    first: int
    last: int
    """Numbers of those shots."""


def runs(shots: Sequence[Shot], sounds: Sequence[Sequence[Sound]]) -> dict[tuple[int, int], Run | None]:
    """By shot and place in its ``sounds``: the run that begins there, `None` for what an earlier one has already."""
    out: dict[tuple[int, int], Run | None] = {}
    for first, shot in enumerate(shots):
        for i, sound in enumerate(sounds[first]):
            if (first, i) in out or not _all_through(sound, shot):
                continue
            same, gains = [], [sound.gain]
            for later in range(first + 1, len(shots)):
                found = _again(sound, sounds[later], shots[later])
                if found is None or not _same_place(shots[later - 1], shots[later]):
                    break
                same.append((later, found))
                gains.append(sounds[later][found].gain)
            if same:
                last = same[-1][0]
                whole = replace(sound, end_s=shots[last].end_s, gain=round(sum(gains) / len(gains), 3))
                out[first, i] = Run(sound=whole, first=first, last=last)
                out.update(dict.fromkeys(same))
    return out


def _again(sound: Sound, sounds: Sequence[Sound], shot: Shot) -> int | None:
    return next((i for i, s in enumerate(sounds) if s.kind == sound.kind and _all_through(s, shot)), None)


def _all_through(sound: Sound, shot: Shot) -> bool:
    spans = sound.start_s <= shot.start_s + _NEARLY_S and sound.end_s >= shot.end_s - _NEARLY_S
    return sound.actor is None and spans


def _same_place(one: Shot, next_: Shot) -> bool:
    a, b = one.world, next_.world
    return (a.kind, a.time, a.weather) == (b.kind, b.time, b.weather)
