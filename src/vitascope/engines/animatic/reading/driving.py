"""Who drives a car or flies a plane is in it, and it goes as they do: nobody runs along a road beside their car."""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.animatic.reading.drafts import Deed, Notes, Role, Take
from vitascope.engines.animatic.reading.lexicon import lexicon
from vitascope.engines.animatic.reading.telling import several, told
from vitascope.engines.animatic.reading.vocabulary import DRIVEN

_STEERS = {"drive": "car", "fly": "aircraft"}
"""By how somebody goes: which rig carries them."""
_DRIVES = ("driv", "drove", "steer", "cruis", "commut")
_FLIES = ("fly", "flies", "flew", "soar")
"""How verbs begin that say so, whatever else has the gait: who dives or mows does not."""
_ON_BOARDS = {"skateboard", "snowboard", "skis", "sled", "surfboard"}
_PASSENGERS = {"biped", "quadruped"}


def drive(take: Take, notes: Notes) -> None:
    """Put the people of ``take`` who drive or fly into what they drive or fly; a car is brought where none is named."""
    for person in [r for r in take.roles if r.entry.rig == "biped"]:
        for flight in [d for d in person.deeds if d.goes and d.text.lower().startswith(_FLIES)]:
            flight.verb = replace(flight.verb, gait="fly")
        deed = next((d for d in person.deeds if _steers(d)), None)
        if deed is None or person not in take.roles or person.mount is not None or _ON_BOARDS & {*person.props}:
            continue
        if any(line.speaker is person for line in take.lines):
            continue
        vehicle = _vehicle(take, person, deed)
        if vehicle is None and deed.verb.gait == "drive" and not _others_go(take, person):
            vehicle = Role(entry=lexicon().others["car"], label="car", colour=None)
            take.roles.insert(take.roles.index(person), vehicle)
        if vehicle is None:
            if deed.verb.gait == "fly":  # heroes and fairies
                person.entry = replace(person.entry, habitat="air", action="fly")
            continue
        inside = [r for r in take.roles if r.entry.rig in _PASSENGERS and r.mount is None and deed in r.deeds]
        vehicle.deeds = [d for d in person.deeds if d.goes]
        vehicle.background = person.background
        for one in inside:
            take.leave_out(one, vehicle)
        who = " and ".join(one.label for one in inside)
        beside = f" drawn beside the {vehicle.label}, not in it."
        notes.approximated[:] = [note for note in notes.approximated if not note.endswith(beside)]
        article = "a" if vehicle.label == "car" and vehicle.entry.word == "car" and not vehicle.definite else "the"
        notes.approximated.append(
            told(who, f"is inside {article} {vehicle.label}, and not seen", many=len(inside) > 1 or several(person))
        )


def _steers(deed: Deed) -> bool:
    said = {"drive": _DRIVES, "fly": _FLIES}.get(deed.verb.gait)
    return said is not None and deed.goes and deed.text.lower().startswith(said)


def _vehicle(take: Take, person: Role, deed: Deed) -> Role | None:
    """What ``person`` drives: named with the deed, or the only one there that goes nowhere by itself."""
    passed = deed.text.lower().endswith((" past", " by", " behind", " after", " into"))
    still = [r for r in take.roles if r.entry.rig in DRIVEN - {"train"} and not any(d.goes for d in r.deeds)]
    if passed or len(still) != 1 or still[0].count > max(person.count, 1):
        return None
    return still[0] if _STEERS[deed.verb.gait] == still[0].entry.rig else None


def _others_go(take: Take, person: Role) -> bool:
    """Whether somebody else is told to go along with ``person``, by something that carries both."""
    return any(r is not person and r.entry.rig in {*DRIVEN, "boat", "sailing_ship"} for r in take.roles)
