"""Statues of somebody: ``a statue of a lion``, ``a lion statue``, ``a bronze lion``."""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.animatic.reading.lexicon import Entry
from vitascope.engines.animatic.reading.matching import Piece

_STATUE = "statue"
_CARVED = {"quadruped", "bird", "dragon", "butterfly", "fish", "whale", "biped"}
"""Rigs whose bodies a statue has."""
_STUFFS = {
    "stone", "marble", "bronze", "granite", "jade", "terracotta", "porcelain", "obsidian", "glass", "crystal", "wooden",
    "chocolate", "butter", "clay",
}  # fmt: skip
"""Of which nobody alive is made. Gold and silver are coats as well: a *golden* eagle, a *silver* fox."""
_LIVING_STONE = {"giant", "golem", "troll", "gargoyle", "monster"}
_STILL = {"", "idle", "sit", "lie", "sleep"}


def statue_of(statue: Entry, subject: Entry | None, whole: str) -> Entry:
    """``statue`` as one of ``subject``: what its form says; a labelled card of what no body of a rig is."""
    if statue.form != _STATUE or subject is None or subject.form == "man":
        return statue
    if subject.form.startswith(_STATUE) and subject.rig == "object":  # a *bronze lion* statue
        return subject
    if subject.rig not in _CARVED:
        return replace(statue, rig="placeholder", form=whole.lower())
    return replace(statue, form=f"{_STATUE} of {subject.rig} {subject.form}")


def cast_in(first: Piece, head: Piece, statue: Entry, following: Piece | None) -> Entry | None:
    """What ``first`` and ``head`` are where they say what somebody is made of, and that stands still: a statue."""
    if first.text.lower() not in _STUFFS or head.entry is None:
        return None
    if head.entry.form.startswith(_STATUE) and head.entry.rig == "object":
        return head.entry
    done = following.entry if following is not None else None
    if done is not None and done.is_verb and (done.gait or done.action not in _STILL):
        return None
    if head.entry.rig not in _CARVED or head.entry.word in _LIVING_STONE:
        return None
    return statue_of(replace(statue, size=min(max(head.entry.size * 1.6, 1.2), 6.0)), head.entry, head.text)
