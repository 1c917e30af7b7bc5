"""Who does something with another: hand in hand, in hold, pushed in a wheelchair; and what somebody climbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from vitascope.engines.animatic.graph import Actor, Waypoint

_HOLD = 0.235
"""From one to the other of those who dance in hold, in their height; `draw.rigs.toil` turns them about the middle."""
_BESIDE = 0.4
"""From one to the other who go hand in hand, in their height."""
_PUSHED_M = 0.8
"""From who pushes to who sits in a wheelchair."""
_ROCK_M = 4.6
_UP_M = 1.5
"""How far somebody climbs in a shot."""
_SHEET = 0.47
"""How high the sheet of a trampoline is, in its size."""
_ROOM_M = 1.4
"""How far to each side of the middle of a room there is floor to run on."""
_CLIMBED = {"ladder", "tree", "rope", "rock face"}


def paired(actors: Sequence[Actor], *, room: bool = False) -> tuple[Actor, ...]:
    """``actors`` with those who belong together where they can touch; what is climbed is put before who climbs it."""
    actors = [replace(a, path=_over_table(a)) if a.form == "hands" else a for a in actors]
    actors = _at_microphone(list(actors))
    actors = _on_trampoline(_surfing(_diving([_within(a) if room else a for a in actors])))
    return tuple(_climbing(_on_rug(_wheeled(_in_hold(_hand_in_hand(list(actors)))))))


def _over_table(hands: Actor) -> tuple[Waypoint, ...]:
    """In the middle, and over any table: what they work at is drawn with them."""
    return tuple(replace(p, x=0.0, y=round(p.y + 0.03, 3)) for p in hands.path)


def _within(actor: Actor) -> Actor:
    """Nobody runs through the walls of a room, nor so near the lens that one sees a paw."""
    span = max(p.x for p in actor.path) - min(p.x for p in actor.path)
    if actor.rig not in {"quadruped", "biped"} or span <= 2 * _ROOM_M:
        return actor
    first, last = actor.path[0].x, actor.path[-1].x
    begin = -_ROOM_M if last >= first else _ROOM_M
    way = tuple(
        replace(p, x=round(begin + (p.x - first) * 2 * _ROOM_M / span + 1.5 * first, 3), z=round(max(p.z, 1.5), 3))
        for p in actor.path
    )
    return replace(actor, path=way)


def _hand_in_hand(actors: list[Actor]) -> list[Actor]:
    two = [a for a in actors if a.rig == "biped" and "hand in hand" in a.props and a.count == 1]
    if len(two) != 2:
        return actors
    first, second = two
    gap = _BESIDE * max(first.size_m, second.size_m)
    way = first.path[-1].x - first.path[0].x
    across = abs(way) > abs(first.path[-1].z - first.path[0].z) and first.facing == "path"
    if across:
        near, far = ("left hand", "right hand") if way > 0 else ("right hand", "left hand")
        path = tuple(replace(p, x=round(p.x + 0.05, 3), z=round(p.z + gap, 3)) for p in first.path)
    else:
        away = first.facing == "away"
        near, far = ("right hand", "left hand") if away else ("left hand", "right hand")
        path = tuple(replace(p, x=round(p.x + gap, 3)) for p in first.path)
    here = {
        first.id: replace(first, props=(*first.props, near)),
        second.id: replace(second, path=path, facing=first.facing, action=first.action, props=(*second.props, far)),
    }
    return [here.get(a.id, a) for a in actors]


def _in_hold(actors: list[Actor]) -> list[Actor]:
    """A man and a woman who dance do so with one another."""
    two = [a for a in actors if a.rig == "biped" and a.action == "dance" and a.count == 1]
    if len(two) != 2 or len([a for a in actors if a.rig == "biped"]) != 2 or any("dancer" in a.form for a in two):
        return actors
    left, right = sorted(two, key=lambda a: a.path[0].x)
    x, z = (left.path[0].x + right.path[0].x) / 2, left.path[0].z
    half = _HOLD * (left.size_m + right.size_m) / 4
    lead = right if "woman" in left.form or "girl" in left.form else left
    here: dict[str, Actor] = {}
    sides: tuple[tuple[Actor, float, Literal["right", "left"]], ...] = ((left, -half, "right"), (right, half, "left"))
    for one, aside, facing in sides:
        path = tuple(replace(p, x=round(x + aside, 3), z=z) for p in one.path)
        props = (*one.props, "leads") if one is lead else one.props
        here[one.id] = replace(one, path=path, facing=facing, action="waltz", props=props)
    return [here.get(a.id, a) for a in actors]


def _wheeled(actors: list[Actor]) -> list[Actor]:
    """Somebody else's wheelchair: one sits in it, and the other walks behind it."""
    chair = next((a for a in actors if a.rig == "object" and a.form == "wheelchair"), None)
    pusher = next((a for a in actors if a.rig == "biped" and a.action == "push"), None)
    sitter = next((a for a in actors if a.rig == "biped" and a is not pusher), None)
    if chair is None or pusher is None or sitter is None:
        return actors
    z, span = pusher.path[0].z, 0.32 * pusher.path[0].z
    ends = (pusher.path[0], pusher.path[-1])
    way = tuple(replace(p, x=round(x, 3), z=z) for p, x in zip(ends, (-span - 0.4, span - 0.4), strict=True))
    ahead = tuple(replace(p, x=round(p.x + _PUSHED_M, 3)) for p in way)
    here = {
        pusher.id: replace(pusher, path=way, facing="path", action="walk", props=(*pusher.props, "pushes")),
        sitter.id: replace(sitter, path=ahead, facing="path", action="sit", props=(*sitter.props, "in wheelchair")),
    }
    return [here.get(a.id, a) for a in actors if a is not chair]


def _on_rug(actors: list[Actor]) -> list[Actor]:
    """A rug lies under whoever is the first on the ground."""
    rug = next((a for a in actors if a.rig == "object" and a.form == "rug"), None)
    who = next((a for a in actors if a.rig in {"biped", "quadruped"} and a.path[0] == a.path[-1]), None)
    who = who or next((a for a in actors if a.rig in {"biped", "quadruped"}), None)
    if rug is None or who is None or "saddle" in who.props:
        return actors
    at = who.path[0]
    under = tuple(replace(p, x=at.x, y=0.0, z=at.z) for p in rug.path)
    return [replace(a, path=under, facing="camera") if a is rug else a for a in actors]


def _diving(actors: list[Actor]) -> list[Actor]:
    """From a rock, over, and head first into the water, where it splashes."""
    diver = next((a for a in actors if a.rig == "biped" and a.action == "dive" and a.count == 1), None)
    if diver is None:
        return actors
    first, last = diver.path[0].time_s, diver.path[-1].time_s
    z, size = max(diver.path[0].z, 5.2 * diver.size_m / 1.75), diver.size_m
    pool = "poolside" in diver.props
    high, x, z = (0.4, 0.0, 2.9) if pool else (1.25 * size, -0.95 * size, z)
    aside, ahead = (0.0, 1.7 * size) if pool else (1.5 * size, 0.0)
    leaves, enters = first + 0.34 * (last - first), first + 0.34 * (last - first) + min(0.9, 0.4 * (last - first))

    def at(time_s: float, share: float, y: float) -> Waypoint:
        there = x + aside * share, z + ahead * share
        return Waypoint(time_s=round(time_s, 3), x=round(there[0], 3), y=round(y, 3), z=round(there[1], 3))

    way = [at(first, 0, high), at(leaves, 0, high)]
    for share in (0.25, 0.5, 0.75, 1.0):
        up = high + (1.2 * share - 2.3 * share * share) * size * 1.45
        way.append(at(leaves + share * (enters - leaves), share, max(up, -0.9 * size)))
    way.append(at(min(enters + 0.4, 0.5 * (enters + last)), 1.06, -2.6 * size))
    way.append(at(last, 1.06, -2.7 * size))
    rock = Actor(
        id=f"{diver.id}-ledge", rig="object", form="ledge", label="rock", size_m=round(high, 3), facing="camera",
        path=(at(first, -0.05, 0.0), at(last, -0.05, 0.0)),
    )  # fmt: skip
    way_in: Literal["away", "right"] = "away" if pool else "right"
    dives = replace(diver, path=tuple(way), facing=way_in, action_at=(round(leaves - 0.15, 3), round(enters, 3)))
    made = [dives if a is diver else a for a in actors]
    return made if pool else [*made, rock]


def _at_microphone(actors: list[Actor]) -> list[Actor]:
    """A microphone on its stand is before who sings or speaks into it, a little aside of the mouth."""
    stand = next((a for a in actors if a.form == "microphone" and a.rig == "object"), None)
    who = next((a for a in actors if a.rig == "biped" and a.count == 1), None)
    if stand is None or who is None or len({(p.x, p.z) for p in who.path}) > 1:
        return actors
    at = who.path[0]
    before = tuple(replace(p, x=round(at.x + 0.06, 3), y=at.y, z=round(max(at.z - 0.34, 0.4), 3)) for p in stand.path)
    high = round(0.86 * who.size_m, 3)
    here = {
        stand.id: replace(stand, path=before, size_m=high, facing="away"),
        who.id: replace(who, facing="camera"),
    }
    return [here.get(a.id, a) for a in actors]


def _on_trampoline(actors: list[Actor]) -> list[Actor]:
    """Who jumps does so on its sheet, a little behind its middle."""
    bed = next((a for a in actors if a.form == "trampoline"), None)
    if bed is None:
        return actors
    at = bed.path[0]

    def up(one: Actor) -> Actor:
        there = {"x": at.x, "y": round(_SHEET * bed.size_m, 3), "z": round(at.z + 0.1 * bed.size_m, 3)}
        return replace(one, path=tuple(replace(p, **there) for p in one.path), facing="camera")

    return [up(a) if a.rig in {"biped", "quadruped"} and a.action == "jump" else a for a in actors]


def _surfing(actors: list[Actor]) -> list[Actor]:
    """Far enough off that the trough of a wave does not hide who rides its face."""
    return [
        replace(a, path=tuple(replace(p, z=round(min(max(p.z, 2.6 * a.size_m), 7.0 * a.size_m), 3)) for p in a.path))
        if "surfboard" in a.props and a.rig == "biped" else a
        for a in actors
    ]  # fmt: skip


def _climbing(actors: list[Actor]) -> list[Actor]:
    climber = next((a for a in actors if a.rig == "biped" and a.action == "climb" and a.count == 1), None)
    if climber is None:
        return actors
    what = next((a for a in actors if a.form in _CLIMBED and a.rig in {"object", "tree"}), None)
    first = climber.path[0]
    out = list(actors)
    if what is None and "rock face" not in climber.props:
        still = tuple(replace(p, x=first.x, y=first.y, z=first.z) for p in climber.path)
        return [replace(a, path=still, facing="away") if a is climber else a for a in actors]
    if what is None:
        z = round(max(first.z, 3.2 * climber.size_m / 1.75), 3)
        stands = tuple(replace(p, x=0.3, y=0.0, z=z + 0.42) for p in (first, climber.path[-1]))
        what = Actor(
            id=f"{climber.id}-rock", rig="object", form="rock face", label="rock face", size_m=_ROCK_M, path=stands,
            facing="camera",
        )  # fmt: skip
        out.append(what)
    else:
        near = tuple(replace(p, z=round(max(first.z + 0.4, 1.0), 3), x=round(0.4 * p.x, 3)) for p in what.path)
        moved = replace(what, path=near, facing="camera")
        out[out.index(what)] = moved
        what = moved
    at = what.path[0]
    back = {"ladder": 0.36, "tree": 0.3 + 0.05 * what.size_m}.get(what.form, 0.42)
    up = tuple(
        replace(p, x=at.x, y=y, z=round(at.z - back + 0.1 * y, 3))
        for p, y in zip((climber.path[0], climber.path[-1]), (0.25, 0.25 + _UP_M), strict=True)
    )
    out[out.index(climber)] = replace(climber, path=up, facing="away")
    return out
