"""The words of a prompt to notes: speech, headings and phrases are told apart, then read in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import cast

from vitascope.engines.animatic.graph import Mood
from vitascope.engines.animatic.reading.compounds import compounded
from vitascope.engines.animatic.reading.denial import marked
from vitascope.engines.animatic.reading.drafts import Notes
from vitascope.engines.animatic.reading.headings import Heading, headings_of, unlabelled
from vitascope.engines.animatic.reading.interpret import Interpreter
from vitascope.engines.animatic.reading.lexicon import Lexicon, lexicon
from vitascope.engines.animatic.reading.matching import Piece, pieces_of
from vitascope.engines.animatic.reading.participles import described
from vitascope.engines.animatic.reading.quotes import Quote, blanked, quotes_of
from vitascope.engines.animatic.reading.senses import sensed
from vitascope.engines.animatic.reading.tokens import tokens_of, words_of
from vitascope.engines.animatic.reading.tongue import language_of

_DULL = {"calm"}
"""Moods that lose a tie: a quiet piano does not make a thunderstorm calm."""
_READ_CHARS = 6_000
"""What is read of a prompt: far more than fits in the longest clip, and some milliseconds."""


def notes_of(prompt: str) -> Notes:
    read = prompt[:_READ_CHARS]
    words = lexicon()
    quotes = quotes_of(read, lambda name: _can_speak(name, words))
    text = blanked(read, quotes)
    tongue = language_of(text)
    if tongue is not None:
        return _untranslated(text, quotes, tongue)
    headings = headings_of(text)
    text = unlabelled(_without(text, headings))
    nouns = compounded(sensed(pieces_of(tokens_of(text), text, words), words), text, words)
    pieces = [*marked(described(nouns, words))]
    pieces.extend(_quote_piece(q, i) for i, q in enumerate(quotes))
    pieces.extend(p for heading in headings for p in _heading_pieces(heading, words))
    pieces.sort(key=lambda p: p.start)
    notes = Interpreter(quotes).read(pieces)
    if not notes.understood and not notes.not_understood and prompt.strip():
        notes.not_understood.append(" ".join(prompt.split())[:200])
    if len(prompt) > _READ_CHARS:
        notes.approximated.append(f"Only the first {_READ_CHARS:,} characters of the prompt were read.")
    return notes


def _can_speak(name: str, words: Lexicon) -> bool:
    """Whether ``name``, at the head of a line, is somebody who speaks: ``OLD MAN``, ``Narrator``, not ``Wide shot``."""
    phrase = " ".join(words_of(name))
    entry = words.others.get(phrase) or words.others.get(phrase.rpartition(" ")[2])
    return entry is not None and (bool(entry.voice) or entry.role == "voice")


def _untranslated(text: str, quotes: tuple[Quote, ...], tongue: str) -> Notes:
    """The notes of a prompt in another language: what is said in quotation marks, and nothing guessed."""
    notes = Interpreter(quotes).read([_quote_piece(q, i) for i, q in enumerate(quotes)])
    notes.not_understood.insert(0, " ".join(text.split())[:200])
    notes.approximated.insert(0, f"The prompt seems to be in {tongue}: only English is read, and nothing was guessed.")
    return notes


def _without(text: str, headings: tuple[Heading, ...]) -> str:
    """``text`` with its headings overwritten by spaces, so that offsets stay true."""
    for heading in headings:
        text = f"{text[: heading.start]}{' ' * (heading.end - heading.start)}{text[heading.end :]}"
    return text


def _heading_pieces(heading: Heading, words: Lexicon) -> tuple[Piece, Piece]:
    """A heading as the end of a sentence and a cut."""
    at = heading.start
    stop = Piece(entry=None, text=".", start=at, end=at, kind="stop")
    cut = replace(words.others["cut to"], wanted_s=heading.length_s)
    return stop, Piece(entry=cut, text="cut to", start=at, end=heading.end)


def _quote_piece(quote: Quote, index: int) -> Piece:
    return Piece(entry=None, text=quote.text, start=quote.start, end=quote.end, kind="quote", quote=index)


def mood_of(notes: Notes) -> Mood:
    counts = Counter(notes.moods)
    for role in (r for take in notes.takes for r in take.roles):
        counts[role.entry.mood] += 1 if role.entry.mood else 0
    weather = {kind for take in notes.takes for kind, _ in take.weathers}
    if "storm" in weather:
        counts["tense"] += 1
    ranked = sorted((m for m in counts if m), key=lambda m: (-counts[m], m in _DULL, m))
    return cast(Mood, ranked[0] if ranked else "neutral")
