"""Doors, gates and lids: which of them open or shut, who does it, and who comes in by a door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.animatic.graph import Actor, Waypoint
from vitascope.engines.animatic.reading.drafts import Deed, Role, Take
from vitascope.engines.animatic.reading.lexicon import Entry, by_itself, lexicon

DOOR = "door"
AT_HANDLE = "at the handle"
"""Prop of who opens a door, and so uses one hand."""
_ON_HINGES = {DOOR, "gate", "treasure chest", "gift", "eye"}
_SHUTS = ("clos", "shut", "slam")
_AT_DOOR = {"open door", "slam heard"}
"""Verbs with their door in them: she *opens the door*."""
_AT_WINDOW = "open window"
_HANDLE_X, _HANDLE_Z = -0.38, 0.34
"""Where somebody stands who opens a door: beside its handle and before it, in the door's height."""
_BEHIND_ALL_M = 1.3
_ROOM_DOOR_M = 4.2
"""How far off the door of a room is at the least."""
_CORRIDOR_DOOR_M = 9.0
"""And of that at the end of a corridor."""
_OPENS_BY, _COMES_BY = 0.4, 0.3
"""Shares of a shot: when a door is open by which somebody comes, and when they do."""
_COMES = {"walk", "run"}


def set_on_hinges(take: Take) -> None:
    """Say of each door in ``take`` whether it opens or shuts, by itself or by somebody, who may bring it."""
    people = [r for r in take.roles if r.entry.rig == "biped"]
    turned = [(r, d) for r in people for d in r.deeds if d.verb.action in {"open", "close"}]
    if not any(r.entry.form == DOOR for r in take.roles) and any(d.verb.word in _AT_DOOR for _, d in turned):
        take.roles.append(Role(entry=replace(by_itself(DOOR), home="interior"), label=DOOR, definite=True))
    for who, deed in turned:
        if deed.verb.word == _AT_WINDOW:
            take.places.append(replace(lexicon().others["windows"], weight=2.0))
            who.facing, deed.toward = "away", "window"
    for role in [r for r in take.roles if r.entry.form in _ON_HINGES]:
        own = [d for d in role.deeds if d.verb.action in {"open", "close"} or d.verb.word == "reveal"]
        for deed in own:
            deed.verb = _turning(deed.text)
        if own:
            continue
        theirs = [d for _, d in turned if d.to is role or (role.entry.form == DOOR and d.verb.word in _AT_DOOR)]
        theirs = theirs or ([d for _, d in turned] if len(turned) == 1 else [])
        role.deeds.extend(Deed(verb=_turning(d.text), text=d.text) for d in theirs[:1])


def _turning(text: str) -> Entry:
    action = "close" if text.lower().startswith(_SHUTS) else "open"
    return Entry(word=action, table="verbs", action=action, motion="stay")


def at_doors(actors: Sequence[Actor], *, room: bool, corridor: bool = False) -> tuple[Actor, ...]:
    """``actors`` with the door behind all of them, who opens it at its handle, and who comes in by it on their way."""
    door = next((a for a in actors if a.form == DOOR and a.rig == "object"), None)
    if door is None:
        return tuple(actors)
    others = [a for a in actors if a is not door]
    opener = next((a for a in others if a.rig == "biped" and _does(a, {"open", "close"})), None)
    comer = next((a for a in others if _comes(a) and (a is not opener or _follows(a))), None)
    opener = None if opener is comer else opener
    at = door.path[0]
    deepest = max((p.z for a in others if a is not comer for p in a.path), default=0.0)
    least = _CORRIDOR_DOOR_M if corridor else _ROOM_DOOR_M if room else 0.0
    z = max(at.z, least, deepest + (0.0 if opener else _BEHIND_ALL_M) if others else 0.0)
    x = 0.0 if opener or comer or not others else at.x
    high = door.size_m
    door = replace(door, facing="camera", path=_still(door, x, z))
    told = next((d for a in others for d in a.deeds if d.action == door.action), None)
    if told is not None and door.action in {"open", "close"}:
        door = replace(door, action_at=(told.start_s, told.end_s))
    elif comer is not None and door.action == "open":
        door = replace(door, action_at=_moment(door))
    made = [door if a.id == door.id else a for a in actors]
    if opener is not None:
        made = [_at_handle(a, x, z, high) if a is opener else a for a in made]
    if comer is not None:
        made = [replace(a, path=_in_by(a, x, z), facing="path") if a is comer else a for a in made]
    return tuple(made)


def _at_handle(actor: Actor, x: float, z: float, high: float) -> Actor:
    """At the handle of a door ``high`` metres high at ``x`` and ``z``, or on the way there until they open it."""
    before = _still(actor, x + _HANDLE_X * high, z - _HANDLE_Z * high)
    deeds = tuple(replace(d, facing="away") if d.action in {"open", "close"} else d for d in actor.deeds)
    there = next((d.start_s for d in deeds if d.action in {"open", "close"}), 0.0)
    if deeds and deeds[0].action in _COMES and there > before[0].time_s:
        from_ = replace(before[0], x=round(before[0].x - 0.5 * high, 3), z=round(0.6 * z, 3))
        before = (from_, replace(before[0], time_s=there), before[-1])
    return replace(actor, path=before, facing="away", deeds=deeds, props=(*actor.props, AT_HANDLE))


def _does(actor: Actor, actions: set[str]) -> bool:
    return actor.action in actions or any(d.action in actions for d in actor.deeds)


def _comes(actor: Actor) -> bool:
    return actor.rig in {"biped", "quadruped"} and _does(actor, _COMES)


def _follows(actor: Actor) -> bool:
    """Whether somebody opens a door and then comes in by it."""
    does = [d.action for d in actor.deeds]
    return "open" in does and bool(_COMES & {*does[does.index("open") :]})


def _moment(door: Actor) -> tuple[float, float]:
    first, last = door.path[0].time_s, door.path[-1].time_s
    return first, round(first + _OPENS_BY * (last - first), 3)


def _still(actor: Actor, x: float, z: float) -> tuple[Waypoint, ...]:
    return tuple(replace(p, x=round(x, 3), z=round(z, 3)) for p in (actor.path[0], actor.path[-1]))


def _in_by(actor: Actor, x: float, z: float) -> tuple[Waypoint, ...]:
    """From behind the door to where they are seen well."""
    first, last = actor.path[0], actor.path[-1]
    begin = round(first.time_s + _COMES_BY * (last.time_s - first.time_s), 3)
    begin = next((max(d.start_s, begin) for d in actor.deeds if d.action in _COMES), begin)
    behind = replace(first, x=round(x, 3), z=round(z + 0.4 * actor.size_m + 0.3, 3))
    near = replace(last, x=round(x + 0.25, 3), z=round(min(max(actor.path[0].z, 0.7 * z), z - 1.2), 3))
    return (behind, replace(behind, time_s=begin), near)
