"""Participles before a noun, *falling* blossoms, *a galloping* horse: they say what it does, and nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.animatic.reading.lexicon import Entry, Lexicon
from vitascope.engines.animatic.reading.matching import Piece

_ARTICLES = {"a", "an", "the", "this", "that", "these", "those", "its", "his", "her", "their", "my", "our", "your"}
_LED_BY = {
    "in", "on", "at", "by", "near", "beside", "behind", "over", "from", "into", "around", "through", "along", "under",
    "of", "to", "against", "across", "past", "above", "below", "beneath", "onto", "with", "toward", "towards",
    "between", "among", "amid", "amidst", "beyond", "inside", "outside",
}  # fmt: skip
_OBJECTS_OF = {"chase", "follow", "drive", "race", "plough"}
"""Verbs of movement that take an object: *by chasing* rabbits somebody chases them."""
_OF_ITSELF = {"rise", "descend", "drift", "cross", "approach", "recede", "circle", "appear"}
"""Ways that a thing goes by itself: *falling* leaves, *drifting* snow."""
_IN_PLACE = {"burn", "dance", "sleep", "spin", "sit", "roar", "bloom", "jump", "howl", "bark", "smile", "laugh", "cry"}
_SHEDDING = {"tree", "flower"}
_SHED = ("blossom", "blossoms", "petal", "petals", "leaf", "leaves", "foliage", "flowers", "roses", "sakura")


def described(pieces: Sequence[Piece], words: Lexicon) -> tuple[Piece, ...]:
    """``pieces``, those that are participles before a noun marked so; what falls off a plant is leaves or petals."""
    made = [_seen_too(pieces, index, words) for index in range(len(pieces))]
    for index, piece in enumerate(pieces):
        noun = _noun_after(pieces, index)
        if noun is None or not _is_participle(piece) or not _leads(pieces, index):
            continue
        if noun.entry is not None and noun.entry.rig:
            falls = shed(piece.entry, noun.entry.rig, noun.text, words) if piece.entry is not None else None
            made[index] = replace(piece, entry=falls or piece.entry, leads=True)
        else:
            made[index] = replace(piece, entry=_plain(piece.entry))
    return tuple(made)


def _seen_too(pieces: Sequence[Piece], index: int, words: Lexicon) -> Piece:
    """What is heard, and yet comes into the picture: *a barking dog* runs past."""
    piece = pieces[index]
    following = pieces[index + 1].entry if index + 1 < len(pieces) else None
    moves = following is not None and following.is_verb and following.motion not in {"", "stay"}
    heard = piece.entry is not None and bool(piece.entry.sounds) and not (piece.entry.rig or piece.entry.place)
    first, _, last = piece.text.lower().rpartition(" ")
    seen = words.others.get(last)
    if not (moves and heard and first.endswith("ing") and seen is not None and seen.rig):
        return piece
    return replace(piece, entry=replace(seen, sounds=piece.entry.sounds if piece.entry is not None else ()))


def shed(verb: Entry, rig: str, label: str, words: Lexicon) -> Entry | None:
    """What fills the air where the parts of a plant fall or drift that ``label`` names; `None` of a whole tree."""
    last = label.lower().rpartition(" ")[2]
    falls = verb.motion in {"descend", "drift"} or verb.action in {"fall", "spin", "dance"} or verb.gait == "fly"
    if rig not in _SHEDDING or last not in _SHED or not falls:
        return None
    return words.others["falling leaves" if last in {"leaf", "leaves", "foliage"} else "petals"]


def _is_participle(piece: Piece) -> bool:
    one = piece.kind == "word" and piece.text.lower().endswith("ing") and " " not in piece.text
    return one and piece.entry is not None and piece.entry.is_verb


def _leads(pieces: Sequence[Piece], index: int) -> bool:
    """Whether it stands where an adjective does: after an article or a number; what goes by itself, after *in*."""
    entry, before = pieces[index].entry, index - 1
    if entry is None:
        return False
    while before >= 0 and (look := pieces[before].entry) is not None and look.table == "looks":
        before -= 1
    if before < 0 or pieces[before].kind != "word":
        return False
    last = pieces[before]
    if last.text.lower() in _ARTICLES or (last.entry is not None and last.entry.count):
        return True
    alone = entry.word not in _OBJECTS_OF and (
        (entry.motion in _OF_ITSELF and entry.gait != "drive") or entry.action in _IN_PLACE or bool(entry.manner)
    )
    return alone and before == index - 1 and last.text.lower() in _LED_BY


def _noun_after(pieces: Sequence[Piece], index: int) -> Piece | None:
    """The noun that a participle stands before, perhaps with adjectives in between."""
    for piece in pieces[index + 1 : index + 4]:
        if piece.kind != "word" or piece.entry is None:
            return None
        entry = piece.entry
        if (
            entry.rig
            or entry.place
            or entry.effect
            or entry.weather
            or entry.cloth
            or entry.part
            or entry.tags
            or entry.prop
        ):
            return None if " " in piece.text and piece.text.lower().split()[0] in _LED_BY else piece
        if entry.table != "looks":
            return None
    return None


def _plain(verb: Entry | None) -> Entry:
    """An adjective of scenery: what it brings to the picture and to the ear, and nobody's deed."""
    first = verb.effects[0] if verb is not None and verb.effects else ""
    sounds = verb.sounds if verb is not None else ()
    burns = first in {"fire", "smoke"}
    return Entry(word="plain", table="looks", scale=1.0, effect=first if burns else "", sounds=sounds if burns else ())
