"""Where people are at their work, if nobody says where: a barista in a café, a surgeon in an operating room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vitascope.engines.animatic.reading.drafts import Role, Take
from vitascope.engines.animatic.reading.framing import size_of
from vitascope.engines.animatic.reading.lexicon import lexicon
from vitascope.engines.animatic.reading.vocabulary import FITS_M

_AT: Mapping[str, str] = {
    "barista": "café", "waiter": "restaurant", "waitress": "restaurant", "sommelier": "restaurant",
    "bartender": "bar", "barkeeper": "bar", "barman": "bar", "chef": "kitchen", "cook": "kitchen", "baker": "bakery",
    "surgeon": "operating room", "nurse": "hospital", "doctor": "hospital", "teacher": "classroom",
    "professor": "classroom", "pupil": "classroom", "librarian": "library", "scientist": "laboratory",
    "chemist": "laboratory", "priest": "church interior", "boxer": "gym", "weightlifter": "gym",
    "ballerina": "stage", "comedian": "stage", "magician": "stage", "actor": "stage", "actress": "stage",
    "conductor": "stage", "dj": "nightclub", "secretary": "office", "accountant": "office", "programmer": "office",
    "prisoner": "prison cell", "shopkeeper": "shop", "cashier": "shop", "curator": "museum",
}  # fmt: skip
"""By the last word of who it is."""


def at_work(takes: Sequence[Take]) -> None:
    """Put the first of ``takes`` where its people work, if no take says where it is, or that it is out of doors."""
    if any(t.places or t.weathers or t.turns or t.seasons or t.tags for t in takes):
        return
    lead = next((r for r in takes[0].roles if not r.background), None)
    if lead is None or not _stays(lead) or not all(_fits(r) for t in takes for r in t.roles):
        return
    place = lexicon().others.get(_AT.get(lead.label.lower().rpartition(" ")[2], ""))
    if place is not None and place.place:
        takes[0].places.append(place)


def _stays(role: Role) -> bool:
    return role.entry.rig == "biped" and role.count == 1 and not any(d.goes for d in role.deeds)


def _fits(role: Role) -> bool:
    """Whether ``role`` says nothing of another place."""
    return size_of(role) <= FITS_M and role.entry.habitat in {"ground", "table", ""}
