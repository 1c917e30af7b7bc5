"""Tokens to meanings: the longest phrase of the lexicon at each place, verbs told from nouns by what stands before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from vitascope.engines.animatic.reading.lexicon import MAX_WORDS, Entry, Lexicon
from vitascope.engines.animatic.reading.tokens import Token, hour_of
from vitascope.engines.animatic.reading.vocabulary import SAME

_CAMERA_ONLY = {
    "rise", "descend", "orbit", "orbits", "orbiting", "circles", "circling", "shake", "track", "tracks", "tracking",
    "wide", "medium", "close", "near",
}  # fmt: skip
"""Single words that speak of the camera only where it has been named just before."""

_DETERMINERS = {"a", "an", "the", "its", "his", "her", "their", "of", "this", "that", "some", "with", "no", "in", "by"}
_JOINS = {"and", "then", "finally"}
_BEINGS = {"biped", "quadruped", "bird", "dragon"}
_WATERS = {"sea", "coast", "underwater"}
_OWNED = {"its", "his", "her", "their"}
_DEFINITE = {"the", "this", "that"} | _OWNED
_ARTICLES = {"a", "an"} | _DEFINITE
_ONE_OR_MANY = SAME | {"aircraft", "spacecraft"}
_JOINED = Entry(word="plain", table="looks", scale=1.0)
"""A participle that a hyphen joins to what stands before it: *rain-streaked* describes, and nobody does it."""
_OBJECTS = {"him", "them", "me", "us"}
_BEFORE_CUT = {"then", "and", "we", "now", "suddenly"}
_ALL = {"everyone", "everybody", "all", "they"}
_LEADING = {"run down"}
"""Adjectives only where they lead a noun: *a run-down house*, but children who *run down* a hill."""
_WORDS_OF_KIN = 2
"""Words in the longest phrase outside the lexicon of which it is known what it is a kind of."""
_HOURS = ((5, "night"), (7, "dawn"), (17, "daytime"), (19, "sunset"), (21, "dusk"), (24, "night"))
"""Until which hour a clock tells which light, in words of the lexicon."""
_CAMERA_WORDS = 4
"""How many words after ``camera`` still speak of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the prompt and what it means; ``entry`` is ``None`` for a word that nothing explains."""

    entry: Entry | None
    text: str
    start: int
    end: int
    kind: str = "word"
    """``word``, ``stop``, ``pause`` or ``quote``."""
    plural: bool = False
    definite: bool = False
    """After ``the`` or the like."""
    indefinite: bool = False
    """After ``a`` or ``an``."""
    owned: bool = False
    """After ``his``, ``her`` or the like."""
    quote: int = -1
    leads: bool = False
    """A participle that says what the noun after it does: *a galloping* horse."""
    unseen: Literal["", "denied", "likened", "minded"] = ""
    """Said not to be there, only compared with, or only thought of; see `denial`."""


def pieces_of(tokens: Sequence[Token], text: str, words: Lexicon) -> tuple[Piece, ...]:
    """``tokens`` grouped into the longest phrases that ``words`` knows, in order."""
    return tuple(_pieces(tokens, text, words))


def _pieces(tokens: Sequence[Token], text: str, words: Lexicon) -> Iterator[Piece]:
    i, camera, before, who, article = 0, -_CAMERA_WORDS - 1, None, None, ""
    told: list[Piece] = []
    """Of the sentence so far."""
    while i < len(tokens):
        token = tokens[i]
        if token.kind != "word":
            camera = -_CAMERA_WORDS - 1
            before, who, article = None, None, ""
            told = [] if token.kind == "stop" else told
            yield Piece(entry=None, text=token.text, start=token.start, end=token.end, kind=token.kind)
            i += 1
            continue
        entry, length, plural = _longest(
            tokens, i, words, before=_doer(before, who), camera=i - camera <= _CAMERA_WORDS
        )
        if entry is not None and length == 1 and _goes_on(tokens, i, entry, told, words):
            entry, plural = words.verbs[token.lower], False
        if entry is not None and entry.is_verb and _describes(tokens, i, length, text):
            entry = _JOINED
        last = tokens[i + length - 1]
        article = tokens[i - 1].lower if i and tokens[i - 1].lower in _ARTICLES else article
        piece = Piece(
            entry=entry,
            text=text[token.start : last.end],
            start=token.start,
            end=last.end,
            plural=plural and not (article and text[token.start : last.end].lower() in _ONE_OR_MANY),
            definite=article in _DEFINITE,
            indefinite=article in {"a", "an"},
            owned=article in _OWNED,
        )
        if entry is None or (entry.table != "looks" and not entry.count):
            article = ""  # of the noun phrase that has begun: *a sleek silver* spacecraft
        if entry is not None and entry.role == "camera" and entry.word == "camera" and "camera" in piece.text.lower():
            camera = i + length - 1
        before = piece
        told.append(piece)
        who = piece if entry is not None and entry.rig else who
        i += length
        yield piece


def _goes_on(tokens: Sequence[Token], i: int, entry: Entry, told: Sequence[Piece], words: Lexicon) -> bool:
    """Whether a word that may be a noun is the next thing that somebody does: opens it *and waves*; runs, *smiles*."""
    word, follows = tokens[i].lower, tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if entry.is_verb or entry.rig or word not in words.verbs or word in words.infinitives or not word.endswith("s"):
        return False
    joined = i > 0 and (tokens[i - 1].kind == "pause" or tokens[i - 1].lower in _JOINS)
    spoken = [p for p in told if p.entry is not None and p.entry.role not in {"stop", "then"}]
    does = any(p.entry is not None and p.entry.is_verb and p.text.split()[0].endswith("s") for p in spoken)
    being = any(p.entry is not None and (p.entry.rig in _BEINGS or p.entry.role == "pronoun") for p in spoken)
    scenery = bool(spoken) and (last := spoken[-1].entry) is not None and (last.place in _WATERS or bool(last.effect))
    return joined and does and being and not scenery and not (follows in words.verbs and follows not in words.others)


def _describes(tokens: Sequence[Token], i: int, length: int, text: str) -> bool:
    """Whether a verb's word is the second half of an adjective: *rain-streaked*, *moss-covered*."""
    joined = i > 0 and text[tokens[i - 1].end : tokens[i].start] == "-"
    return joined and length == 1 and tokens[i].lower.endswith(("ed", "ing", "lit", "worn", "grown", "torn", "bound"))


def _doer(before: Piece | None, who: Piece | None) -> Piece | None:
    """Whose doing a word may be that comes after ``before``: of *a man in a red coat* the man's, who was named last."""
    entry = before.entry if before is not None else None
    aside = entry is not None and (entry.cloth or entry.prop is not None or bool(entry.place))
    return who if aside and who is not None else before


def _longest(  # noqa: PLR0912  (a table of small cases)
    tokens: Sequence[Token], i: int, words: Lexicon, *, before: Piece | None, camera: bool
) -> tuple[Entry | None, int, bool]:
    run = []
    for token in tokens[i : i + MAX_WORDS]:
        if token.kind != "word":
            break
        run.append(token.lower)
    for length in range(len(run), 0, -1):
        phrase = " ".join(run[:length])
        noun = words.others.get(phrase)
        verb = None if length == 1 and _noun_of_its_own(tokens, i, words) else words.verbs.get(phrase)
        if noun is not None and length == 1 and phrase in _CAMERA_ONLY and noun.table == "film" and not camera:
            noun = None
        if length == 1 and len(run) > 1 and run[1].endswith(("'s", "s'")) and (owner := _owner(run, words)):
            return owner
        if phrase == "cut" and i and tokens[i - 1].kind == "word" and tokens[i - 1].lower not in _BEFORE_CUT:
            noun = None  # *each cut* of a knife
        if noun is None and verb is not None and length > 1 and _noun_leads(tokens, i, before, words):
            verb = None
        if phrase in _LEADING and i and tokens[i - 1].lower not in _DETERMINERS:
            noun = None
        if noun is not None and verb is not None:
            noun, verb = (
                (None, verb)
                if _verb_here(tokens, i, before, noun, camera=camera, base=phrase in words.infinitives)
                else (noun, None)
            )
        found = noun or verb
        if found is not None:
            return found, length, phrase in words.plural and noun is not None
    if (owner := _owner(run, words)) is not None:
        return owner
    if (told := _in_figures(tokens[i], words)) is not None:
        return told, 1, False
    may_do = not i or tokens[i - 1].lower not in _DETERMINERS
    for length in range(min(len(run), _WORDS_OF_KIN), 0, -1):
        if (kin := words.kin(" ".join(run[:length]), verbs=may_do)) is not None:
            return kin[0], length, kin[1]
    return None, 1, False


def _owner(run: Sequence[str], words: Lexicon) -> tuple[Entry, int, bool] | None:
    """Whose something is: *an old man's* hands, *the girls'* hats; the words, and whether they are several."""
    for length in (2, 1):
        phrase = " ".join(run[:length])
        if phrase.endswith("'s") and phrase[:-2] in words.others:
            return words.others[phrase[:-2]], length, False
        if phrase.endswith("s'") and phrase[:-1] in words.plural:
            return words.others[phrase[:-1]], length, True
    return None


def _in_figures(token: Token, words: Lexicon) -> Entry | None:
    """The light of an hour (``3 a.m.``), or a number."""
    if (hour := hour_of(token)) is not None:
        return words.others[next(name for until, name in _HOURS if hour < until)]
    if token.text.isdecimal() and len(token.text) <= 4:
        return replace(words.others["one"], count=max(1, int(token.text)))
    return None


def _noun_of_its_own(tokens: Sequence[Token], i: int, words: Lexicon) -> bool:
    """Whether a verb's word is somebody that does something: *a drop falls*, and not who was named before."""
    article = i > 0 and tokens[i - 1].lower in {"a", "an"}
    follows = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    return article and tokens[i].lower in words.infinitives and follows in words.verbs and follows not in words.others


def _noun_leads(tokens: Sequence[Token], i: int, before: Piece | None, words: Lexicon) -> bool:
    """Whether a verb of several words begins with a noun here: a barrel *wave* at sunset, which is nobody's."""
    word = tokens[i].lower
    if word not in words.others or word not in words.infinitives or not i:
        return False
    thing = before is not None and before.entry is not None and before.entry.rig in {"object", "placeholder"}
    return tokens[i - 1].lower in _DETERMINERS - {"that"} or (thing and before is not None and not before.plural)


def _verb_here(tokens: Sequence[Token], i: int, before: Piece | None, noun: Entry, *, camera: bool, base: bool) -> bool:
    """Whether a word that may be a verb is one here: it follows somebody who could do it, and no article.

    ``base`` says that it is uninflected.
    """
    if i and tokens[i - 1].lower in _DETERMINERS | _OBJECTS:
        return False  # a *step*; behind him *flames* leap
    if camera and noun.move:
        return False
    if before is None or before.entry is None or (i and tokens[i - 1].lower in _ALL):
        return bool(i) and tokens[i - 1].lower in _ALL and noun.prop is not None  # everyone *bows*, and has none
    if tokens[i - 1].lower == "to":
        return noun.table in {"things", "places"}
    entry = before.entry
    who = entry.rig == "biped" and noun.rig not in {"", "biped", "placeholder", "object"}
    if entry.rig and not before.plural and base and not who:
        return False  # ``a toy train``: what one does ends in ``s``; but ``a man and his son fish``
    return bool(entry.rig or (entry.weather and not base)) or entry.role in {"pronoun", "viewer", "then"}
