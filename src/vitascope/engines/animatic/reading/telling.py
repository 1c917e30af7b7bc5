"""Sentences of the notes: what is drawn otherwise than the prompt has it, in grammar that fits one and several."""

from __future__ import annotations

from vitascope.engines.animatic.reading.drafts import Role
from vitascope.engines.animatic.reading.lexicon import lexicon

_LEADING = ("in ", "inside ", "at ", "on ")


def named(text: str) -> str:
    """The subject of a sentence: ``The chef``, but ``Mona Lisa``."""
    return text if text[:1].isupper() else f"The {text}"


def told(text: str, note: str, *, many: bool = False) -> str:
    """``text`` and how it is drawn, as a sentence: *The goblins are each drawn as a plain human figure.*"""
    if text.lower().startswith(_LEADING):
        text = text.split(maxsplit=1)[1]  # a phrase of the tables that brings its preposition along
        text = text.split(maxsplit=1)[1] if text.lower().startswith(("a ", "an ", "the ")) else text
    if many and note.startswith(("is drawn as a ", "is drawn as an ", "is drawn as any rider")):
        note = note.replace("is drawn", "are each drawn", 1)
    elif many and note.startswith("is "):
        note = f"are {note.removeprefix('is ')}"
    return f"{named(text)} {note}."


def several(role: Role) -> bool:
    """Whether what it is called is a plural."""
    phrase = role.label.lower()
    last = phrase.rpartition(" ")[2]
    return role.count > 1 or bool({phrase, last} & lexicon().plural)
