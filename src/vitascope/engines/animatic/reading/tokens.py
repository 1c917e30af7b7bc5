"""Text to tokens: words, stops and quoted speech, each with its place in the prompt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from vitascope.engines.animatic.reading.spelling import meant

_CLOCK = r"\b(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?\s?[ap]\.?\s?m\b\.?(?!\w)|\b(?:[01]?\d|2[0-3]):[0-5]\d\b"
_TOKEN = re.compile(_CLOCK + r"|[^\W_]+(?:['’][^\W_]+)*|[.!?…]+|[,;:\n—–]|[^\w\s]", re.UNICODE | re.IGNORECASE)


_TITLES = frozenset({"dr", "mr", "mrs", "ms", "prof", "sgt", "lt", "capt", "st", "jr", "sr"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, or one punctuation mark. ``start`` and ``end`` are offsets in the prompt."""

    text: str
    kind: Literal["word", "stop", "pause"]
    """``stop`` ends a sentence, ``pause`` a clause."""
    start: int
    end: int

    @property
    def lower(self) -> str:
        return meant(self.text.lower().replace("’", "'"))


def tokens_of(text: str) -> tuple[Token, ...]:
    """``text`` in tokens; hyphens part words, so that ``close-up`` and ``close up`` are the same."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        piece = match.group()
        kind: Literal["word", "stop", "pause"] | None = None
        if piece[0].isalnum():
            kind = "word"
        elif piece[0] in ".!?…":
            kind = "stop"
        elif piece in ",;:\n—–":
            kind = "pause"
        if piece == "-" and match.start() and text[match.start() - 1].isspace():
            kind = "pause"  # a dash; a hyphen joins, and other marks mean nothing
        if kind is None or (piece == "." and found and _shortens(found[-1], text, match.end())):
            continue
        found.append(Token(text=piece, kind=kind, start=match.start(), end=match.end()))
    return tuple(found)


def hour_of(token: Token) -> int | None:
    """The hour, from 0 to 23, that a token like ``3 a.m.`` or ``22:15`` tells; `None` for any other word."""
    told = re.fullmatch(_CLOCK, token.text, re.IGNORECASE)
    if told is None:
        return None
    hour = int(re.match(r"\d+", token.text).group())  # type: ignore[union-attr]  # a clock begins with its hour
    half = re.search("[apAP]", token.text)
    if half is None:
        return hour % 24
    return hour % 12 + (12 if half.group() in "pP" else 0)


def _shortens(before: Token, text: str, end: int) -> bool:
    """Whether a full stop at ``end`` ends no sentence: after ``Dr``, or in ``T. rex``."""
    if before.end != end - 1 or before.kind != "word":
        return False
    following = text[end:].lstrip()[:1]
    return before.lower in _TITLES or (len(before.text) == 1 and before.text.isalpha() and following.islower())


def words_of(phrase: str) -> tuple[str, ...]:
    """The lower-case words of ``phrase``, as the lexicon keys them."""
    return tuple(token.lower for token in tokens_of(phrase) if token.kind == "word")
