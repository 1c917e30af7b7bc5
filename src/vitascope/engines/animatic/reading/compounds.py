"""Nouns that belong to another noun: ``fish market``, ``toy car``, ``a statue of a lion``, ``elephant family``.

Of two nouns side by side the last is what is seen. The first says which kind of it, and is no actor of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.animatic.reading.lexicon import Entry, Lexicon
from vitascope.engines.animatic.reading.matching import Piece
from vitascope.engines.animatic.reading.statues import cast_in, statue_of
from vitascope.engines.animatic.reading.vocabulary import DRIVEN, PAIRS

_GROWN = {"tree", "flower"}
"""They make up a place that is named after them: a birch forest is of birches."""
_OPENS_NOUN = {"a", "an", "the", "this", "that", "its", "his", "her", "their", "at", "in", "to", "into", "from", "of"}
_LEADING = {
    "in", "on", "at", "by", "around", "beside", "near", "under", "through", "out", "inside", "into", "above", "beneath",
    "below",
}  # fmt: skip
"""Phrases of the lexicon that bring their own preposition: *by the fire*."""
_TELLING_ENDS = ("ly", "ing", "ed", "s")
"""Of unknown words that are hardly the head of a noun phrase: adverbs and verbs."""
_KIN = {"mother", "father", "mama", "papa", "mom", "dad", "baby", "momma", "parent"}
"""Before an animal they say whose mother it is, not that it is a person."""
_YOUNG = {"cub", "kit", "calf", "joey", "foal", "fawn", "pup"}
_PICTURES = {"painting", "drawing", "sketch", "illustration", "watercolour", "photo", "photograph"}


def compounded(pieces: Sequence[Piece], text: str, words: Lexicon) -> tuple[Piece, ...]:
    """``pieces`` of ``text`` with every noun phrase of several nouns as one piece, its last noun what is drawn."""
    made: list[Piece] = []
    joined = _of_something(pieces, text)
    for index, piece in enumerate(joined):
        following = joined[index + 1] if index + 1 < len(joined) else None
        if made and _touch(made[-1], piece, text):
            before = made[-2] if len(made) > 1 else None
            made[-1:] = _together(made[-1], piece, text, words, before=before, following=following)
        else:
            made.append(piece)
    heard = [_played(made, index, words) for index in range(len(made))]
    return tuple(one for piece in heard for one in _in_pairs(piece, words))


def _in_pairs(piece: Piece, words: Lexicon) -> tuple[Piece, ...]:
    """``A couple`` as a man and a woman, so that ``he`` and ``she`` are two."""
    phrase = piece.text.lower()
    if piece.entry is None or piece.entry.rig != "biped" or phrase not in PAIRS:
        return (piece,)
    him, her = PAIRS[phrase]
    each = replace(piece, plural=False)
    joint = replace(piece, entry=words.others["and"], text="and", plural=False)
    return (replace(each, entry=words.others[him]), joint, replace(each, entry=words.others[her]))


def _played(pieces: Sequence[Piece], index: int, words: Lexicon) -> Piece:
    """An instrument without an article is what is heard: ``quiet piano``, but ``a piano``."""
    piece = pieces[index]
    if piece.text.lower() == "guitar" and index and pieces[index - 1].text.lower() in {"a", "the"}:
        alone = not any(p.entry is not None and p.entry.rig for p in pieces[:index])
        return replace(piece, entry=_GUITAR) if alone else piece
    heard = words.others.get(f"{piece.text.lower()} music")
    if piece.entry is None or not piece.entry.is_thing or heard is None or not heard.music:
        return piece
    before = index - 1
    while before >= 0 and (entry := pieces[before].entry) is not None and entry.table == "looks":
        before -= 1
    led = before >= 0 and pieces[before].text.lower() in {*_OPENS_NOUN, "with", "one", "two", "playing", "plays"}
    return piece if led else replace(piece, entry=heard)


def _touch(first: Piece, second: Piece, text: str) -> bool:
    """Whether only one space or hyphen is between two words."""
    between = text[first.end : second.start]
    return first.kind == second.kind == "word" and between in {" ", "-", ""} and first.end <= second.start


_GUITAR = Entry(word="guitar", table="things", rig="placeholder", form="guitar", home="interior", fixed=True)
"""One that nobody plays: otherwise the word is music, and what is in somebody's hands."""
_TWO_COLOURS = Entry(word="black and white", table="looks", colour="black and white")


def _together(  # noqa: PLR0911, PLR0912  (one answer a kind of pair)
    first: Piece, head: Piece, text: str, words: Lexicon, *, before: Piece | None, following: Piece | None
) -> list[Piece]:
    apart = [first, head]
    if (cast := cast_in(first, head, words.others["statue"], following)) is not None:
        return [replace(head, entry=cast, text=text[first.start : head.end], start=first.start)]
    owner = first.text.lower().endswith(("'s", "’s", "s'", "s’"))
    if first.text.lower() in {"black and white", "black-and-white"} and head.entry is not None and head.entry.rig:
        return [replace(first, entry=_TWO_COLOURS), head]
    if first.text.lower() == "flat" and head.entry is not None and _has_form(head.entry):
        return [replace(first, entry=words.adjectives["flat"]), head]  # a flat cap, and nobody's flat
    if first.entry is None or not first.entry.rig or (first.plural and not owner):
        return apart
    like = words.adjectives.get(first.text.lower())
    led = head.text.lower().split()[0] in _LEADING  # a baby *by the window* is no small window
    if like is not None and not led and head.entry is not None and _after_adjective(head.entry):
        return [replace(first, entry=like), head]
    whole = replace(first, text=text[first.start : head.end], end=head.end, plural=head.plural)
    if head.entry is None:
        done = following is not None and following.entry is not None and following.entry.is_verb
        unknown = done and not owner and not head.text.lower().endswith(_TELLING_ENDS)
        return [replace(whole, entry=None, plural=False)] if unknown else apart
    if head.text.lower().split()[0] in _LEADING:
        return apart
    if head.entry.group:
        return [replace(whole, entry=replace(first.entry, count=head.entry.group), plural=True)]
    if first.entry.rig in DRIVEN and head.text.lower() in {"window", "windows"}:
        return [replace(first, text=whole.text, end=head.end)]
    if head.entry.rig:
        own = head.entry if owner and not head.entry.is_thing else None
        return [replace(whole, entry=own or _kind_of(first.entry, head.entry, whole.text))]
    opens = before is not None and before.text.lower() in _OPENS_NOUN
    if head.entry.place and first.entry.rig not in _GROWN and (opens or owner) and head.entry.weight >= 1:
        note = "" if first.entry.rig == "placeholder" else f"is drawn without the {_bare(first.text)}"
        return [replace(whole, entry=replace(head.entry, note=note or head.entry.note))]
    if first.entry.rig == "biped" and not owner and (head.entry.cloth or head.entry.prop == "hat"):
        return [replace(whole, entry=head.entry)]  # a chef hat is no chef
    if head.entry.table == "film" and head.entry.sounds and not head.entry.effect:
        return [replace(whole, entry=head.entry)]
    return apart


def _has_form(entry: Entry) -> bool:
    return entry.cloth or entry.prop is not None or _after_adjective(entry)


def _after_adjective(entry: Entry) -> bool:
    """Whether a word goes on with the noun phrase that an adjective began."""
    return bool(entry.rig or entry.place or entry.weather or entry.effect or entry.tags or entry.part) or (
        entry.table == "looks" and not entry.time
    )


def _kind_of(first: Entry, head: Entry, whole: str) -> Entry:  # noqa: PLR0911  (likewise)
    """``head`` as it is when ``first`` stands before it."""
    if head.rig == "placeholder" and first.rig == "quadruped" and head.word in _YOUNG:
        return replace(first, size=0.5 * first.size)
    if head.rig == "placeholder":
        return replace(head, form=whole.lower())
    if head.rig == "object" and head.form == "statue":
        return statue_of(head, first, whole)
    if first.rig == head.rig == "biped":
        if first.form in {"woman", "girl"} and head.form == "man":
            head = replace(head, form="woman", size=first.size)  # a *female pilot*
        return replace(head, voice=first.voice if first.voice in {"woman", "child"} else head.voice)
    if whole.split(maxsplit=1)[0].lower() in _KIN and head.rig in {"quadruped", "bird", "whale", "fish"}:
        return head
    if first.word == head.word or first.rig == head.rig or (head.rig == "biped" and head.note):
        return head
    drawn = whole.rsplit(maxsplit=1)[-1].lower()
    return replace(head, note=f"is drawn as {'an' if drawn[0] in 'aeiou' else 'a'} {drawn}")


def _bare(text: str) -> str:
    return text.replace("’", "'").removesuffix("'s")


def _of_something(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """``a statue of a lion`` and ``a bowl of soup`` as one piece each; an opening ``painting of`` is the film's look.

    The list is as long as ``pieces`` less what was joined.
    """
    made: list[Piece] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if _figurative(pieces, index):
            index += 2  # and what is told of comes next
            continue
        last = _last_of(pieces, index) if piece.entry is not None and (piece.entry.replica or piece.entry.holds) else 0
        if piece.entry is not None and piece.entry.rig and _owns(pieces, index):
            index += 1
        elif not last or piece.entry is None:
            made.append(piece)
            index += 1
        elif piece.entry.replica and piece.entry.word in _PICTURES and not any(p.entry and p.entry.rig for p in made):
            look = Entry(word=piece.entry.word, table="looks", style="" if "photo" in piece.entry.word else "painting")
            made.append(replace(piece, entry=look))
            index += 1
        else:
            whole = text[piece.start : pieces[last].end]
            named = piece.entry if piece.entry.rig != "placeholder" else replace(piece.entry, form=whole.lower())
            of = pieces[last].entry
            made.append(replace(piece, entry=statue_of(named, of, whole), text=whole, end=pieces[last].end))
            index = last + 1
    return made


_MEASURES = {
    "sea", "ocean", "river", "rivers", "blanket", "carpet", "curtain", "curtains", "sheet", "sheets", "wall", "walls",
    "veil", "shower", "pillar", "ribbon", "stream", "streams", "flood", "burst", "swirl", "swirls", "wisps", "wisp",
}  # fmt: skip
_MANY_OF = {"sea", "ocean", "carpet", "flood", "stream", "river"}


def _figurative(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a noun only says how much there is: *a blanket* of snow, *a sea* of people."""
    if pieces[index].text.lower() not in _MEASURES or index + 2 >= len(pieces):
        return False
    link, noun = pieces[index + 1], pieces[index + 2]
    if link.text.lower() != "of" or noun.entry is None:
        return False
    spread = bool(noun.entry.effect or noun.entry.weather)
    return spread or (pieces[index].text.lower() in _MANY_OF and noun.plural and bool(noun.entry.rig))


def _owns(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a thing is named only as whose another is: *a girl's* red balloon."""
    if not pieces[index].text.lower().endswith(("'s", "’s")):
        return False
    rest = pieces[index + 1 : index + 5]
    noun = next((p for p in rest if p.entry is None or p.entry.table != "looks"), None)
    if noun is None or noun.entry is None:
        return False
    if noun.entry.part:  # its *mother's* tail
        return pieces[index].text.lower().partition("'")[0].partition("’")[0] in _KIN
    return bool(noun.entry.rig) and noun is not rest[0]


def _last_of(pieces: Sequence[Piece], index: int) -> int:
    """Index of the noun in ``… of a great lion``; 0 where no such words follow."""
    rest = pieces[index + 1 :]
    if not rest or rest[0].text.lower() != "of":
        return 0
    for ahead, piece in enumerate(rest[1:6], start=2):
        if piece.kind != "word":
            return 0
        if piece.entry is not None and (piece.entry.rig or piece.entry.effect or piece.entry.place):
            return index + ahead
        other = piece.entry is not None and (piece.entry.is_verb or piece.entry.role or piece.entry.prop is not None)
        if other and piece.text.lower() not in _OPENS_NOUN - {"at", "in", "to", "into", "from", "of"}:
            return 0
    return 0
