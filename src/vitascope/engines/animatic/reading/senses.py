"""Words of several meanings, told apart by the words beside them: a bat that hits a ball is no animal."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from vitascope.engines.animatic.reading.lexicon import Lexicon
from vitascope.engines.animatic.reading.matching import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What a word means where ``near`` says so."""

    means: str
    near: frozenset[str] = frozenset()
    """Words of which one is in the same sentence; empty for any sentence."""
    unless: frozenset[str] = frozenset()
    """Words of which none is."""
    led: bool = False
    """Only after an article."""


def sensed(pieces: Sequence[Piece], words: Lexicon) -> tuple[Piece, ...]:
    """``pieces``, each word of several meanings with that which its sentence gives it."""
    made = list(pieces)
    start = 0
    for end, piece in enumerate(made):
        if piece.kind == "stop" or end == len(made) - 1:
            said = [p.text.lower() for p in made[start : end + 1] if p.kind == "word"]
            for index in range(start, end + 1):
                made[index] = _meant(made[index], said, words)
            start = end + 1
    return tuple(made)


def _meant(piece: Piece, said: Sequence[str], words: Lexicon) -> Piece:
    own = piece.text.lower()
    beside = {word for text in said if text != own for word in text.replace("-", " ").split()}
    for sense in _senses().get(own, ()):
        fits = not sense.near or sense.near & beside
        led = not sense.led or piece.indefinite or piece.definite
        target = words.others.get(sense.means)
        if fits and led and target is not None and not sense.unless & beside:
            return replace(piece, entry=target)
    return piece


@cache
def _senses() -> Mapping[str, tuple[Sense, ...]]:
    text = (files(__package__) / "data" / "senses.toml").read_text(encoding="utf-8")
    return {
        word: tuple(
            Sense(
                means=row["means"],
                near=frozenset(row.get("near", "").split()),
                unless=frozenset(row.get("unless", "").split()),
                led=row.get("led", False),
            )
            for row in rows
        )
        for word, rows in tomllib.loads(text)["senses"].items()
    }
