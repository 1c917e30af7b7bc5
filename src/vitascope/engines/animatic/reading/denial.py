"""What a prompt says is not there, and what it only compares with: neither is drawn, and neither is heard.

A scope opens at ``no``, ``without``, ``does not`` or ``like a`` and ends where English ends it; the words in it are
marked. What was denied is then kept from coming in by another door, such as the traffic that a street has of itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from vitascope.engines.animatic.graph import Music, Shot, Weather, World
from vitascope.engines.animatic.reading.lexicon import Entry
from vitascope.engines.animatic.reading.matching import Piece

_ENDS_NOUN = {
    "in", "on", "at", "over", "under", "through", "across", "along", "around", "behind", "beside", "near", "above",
    "below", "beneath", "against", "toward", "towards", "into", "from", "to", "but", "while", "as", "when", "where",
    "is", "are", "was", "were", "only", "just", "there", "here", "so",
}  # fmt: skip
"""Words after which a noun phrase that was denied is over: *no clouds* in the sky."""
_ENDS_VERB = {"but", "while", "as", "instead", "until", "and"}
_OPENS: dict[str, Literal["denied", "likened", "minded"]] = {
    "no": "denied", "not": "denied", "like": "likened", "mind": "minded",
}  # fmt: skip
"""Roles of the words that open a scope, and what they say of the words in it."""
_WHERE = {"in", "on", "at", "by", "near", "over", "above", "across"}
_ARTICLES = {"a", "an", "the", "his", "her", "its", "their"}
_LISTS = {"and", "or", "nor"}
_DRY: dict[str, Weather] = {
    "rain": "cloudy", "storm": "cloudy", "snow": "clear", "fog": "clear", "cloudy": "clear", "wind": "clear",
}  # fmt: skip
"""The weather that is left when one is denied."""


def marked(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """``pieces``, those that are denied or likened saying so in ``unseen``."""
    made = list(pieces)
    for index, piece in enumerate(pieces):
        role = piece.entry.role if piece.entry is not None else ""
        if piece.kind != "word" or role not in _OPENS or made[index].unseen:
            continue
        for inside in _scope(pieces, index, role):
            made[inside] = replace(made[inside], unseen=_OPENS[role])
    return tuple(made)


def _scope(pieces: Sequence[Piece], start: int, role: str) -> list[int]:
    """Indices of the pieces after ``start`` that it speaks of."""
    found: list[int] = []
    index, noun = start + 1, False
    while index < len(pieces):
        piece = pieces[index]
        word = piece.text.lower()
        if piece.kind == "stop":
            break
        if piece.kind == "pause" and pieces[start].text.lower().startswith("negative"):
            pass  # a negative prompt is a list, to its end
        elif piece.kind == "pause":
            if role == "not" or piece.text != "," or not _goes_on(pieces, index):
                break
        elif piece.entry is not None and piece.entry.role in {"cut", "then", "camera", *_OPENS}:
            break
        elif role == "not":
            if word in _ENDS_VERB or (word in _WHERE and _place_after(pieces, index)) or _another(pieces, found, index):
                break
        elif word in _LISTS:
            after = pieces[index + 1].text.lower() if index + 1 < len(pieces) else ""
            if role in {"like", "mind"} or after in _ARTICLES or _verb_at(pieces, index + 1):
                break
        elif (
            noun and (word in _ENDS_NOUN or (piece.entry is not None and piece.entry.is_verb and not _ing(word)))
        ) or (not noun and word in _ENDS_NOUN - {"there", "here", "only", "just", "so", "as"}):
            break
        noun = noun or (piece.kind == "word" and not (piece.entry is not None and piece.entry.role == "stop"))
        if piece.kind == "word":
            found.append(index)
        index += 1
    return found


def _another(pieces: Sequence[Piece], denied: Sequence[int], index: int) -> bool:
    """Whether a verb is no part of what was denied: a dog that does not bark *watches* a cat."""
    entry = pieces[index].entry
    if entry is None or not entry.is_verb or not pieces[index].text.split(maxsplit=1)[0].endswith("s"):
        return False
    return any((first := pieces[i].entry) is not None and first.is_verb for i in denied)


def _goes_on(pieces: Sequence[Piece], comma: int) -> bool:
    """Whether the list that was denied goes on after a comma: ``no people, cars or dogs``."""
    for piece in pieces[comma + 1 :]:
        word = piece.text.lower()
        if word in {"or", "nor"}:
            return True
        if piece.kind == "stop" or word in _ARTICLES or (piece.entry is not None and piece.entry.is_verb):
            return False
        if piece.kind == "pause" and piece.text != ",":
            return False
        if piece.entry is not None and piece.entry.role and piece.entry.role != "stop":
            return False
    return False


def _verb_at(pieces: Sequence[Piece], index: int) -> bool:
    return index < len(pieces) and (entry := pieces[index].entry) is not None and entry.is_verb


def _place_after(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a place is named next: it never rains *in this desert*, and yet there is one."""
    ahead = [p for p in pieces[index + 1 : index + 4] if p.kind == "word"]
    named = next((p.entry for p in ahead if p.entry is not None and p.entry.role != "stop"), None)
    return named is not None and bool(named.place)


def _ing(word: str) -> bool:
    return word.split(maxsplit=1)[0].endswith("ing")


def without(shot: Shot, refused: Sequence[Entry]) -> Shot:
    """``shot`` less what was denied, wherever it came from."""
    if not refused:
        return shot
    effects = {kind for e in refused for kind in (e.effect, *e.effects) if kind}
    sounds = {kind for e in refused for kind in (*e.sounds, *e.silences)}
    everywhere = {kind for e in refused if not e.rig for kind in e.sounds}
    mute = any(e.role == "sound" for e in refused)
    return replace(
        shot,
        world=_plain(shot.world, refused),
        effects=tuple(e for e in shot.effects if e.kind not in effects),
        sounds=()
        if mute
        else tuple(s for s in shot.sounds if s.kind not in (sounds if s.actor is None else everywhere)),
    )


def _plain(world: World, refused: Sequence[Entry]) -> World:
    tags = {tag for e in refused for tag in e.tags}
    denied = {e.weather for e in refused if e.weather and not e.rig}
    weather: Weather = world.weather
    if "rain" in denied and weather == "storm":
        weather = "wind"
    while weather in denied and weather in _DRY:
        weather = _DRY[weather]
    if {"stars", "moon"} & tags and weather == "clear" and world.time == "night":
        weather = "cloudy"  # a clear night shows both
    return replace(world, weather=weather, tags=tuple(t for t in world.tags if t not in tags))


def played(music: Music | None, refused: Sequence[Entry]) -> Music | None:
    """The music that is left: none where it was denied at all, or where its instrument was."""
    if music is None or any(e.role == "sound" or (e.music and e.word == "music") for e in refused):
        return None
    return None if any(e.music == music.instrument for e in refused) else music
