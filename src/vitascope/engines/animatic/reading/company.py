"""Actors that stand on one another: people on a deck, a train on a viaduct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.drafts import Role
from vitascope.engines.animatic.reading.framing import NEAREST_M, TABLE_M, Stage, distance_m

TRACK_SHARE = 0.95
"""Height of the track over the foot of a viaduct, as a share of the viaduct's; see `draw.rigs.vehicles`."""
_ROWED = ("row", "canoe", "kayak", "dinghy")
"""Boats in which one sits."""
_SPAN = 1.5
"""Distance in heights from which the train on a viaduct is what one sees, and some three arches under it."""
_COMES_FROM, _COMES_TO = 2.6, 0.45
"""How far to the side the engine is at first and at last, in those distances: it comes at the camera, aslant."""

_ON_THE_GROUND = {"treasure chest", "crate", "barrel", "suitcase", "gift", "pumpkin", "cauldron", "snowman", "drum"}
"""What lies at somebody's feet, and is as large as that."""
_BACK = {
    "camel": 0.84, "elephant": 0.9, "bull": 0.86, "bison": 0.86, "mammoth": 0.86, "llama": 0.62, "deer": 0.58,
    "moose": 0.6,
}  # fmt: skip
"""Where the back is, in the size of an animal; a horse's is at two thirds."""
_CARRIES = {"horse": 1.2, "unicorn": 1.2, "zebra": 1.15, "donkey": 1.25, "deer": 1.3}
"""By how much an animal is larger that somebody rides: the rig's sizes are those of a herd."""
_SHOULDERS_M = 0.95
"""From one to the next who stand side by side on a deck."""
_HIP = 0.53
"""Height of the hips of somebody who stands, in their own."""
_ON_BACK = {"raise", "wave", "point", "fight", "roar", "throw", "turn_head", "smile", "laugh"}
"""What one does in a saddle; anything else is sitting."""
_JAWS = (1.06, 0.58)
"""Where a bear's jaws are: ahead of its middle and over the ground, in its size."""
_ON_PATH = 0.4
AFTER = {"chase", "follow"}
"""Verbs whose object goes before their subject."""
_FETCHED = {"frisbee", "ball"}
"""What dogs catch, and bring."""
FACE_TO_FACE = "face to face"
"""What is noted of each of two who face each other."""
_FACED, _FACED_BEASTS = 1.0, 2.2
"""How far apart those are, in heights: people, and animals, which are longer."""
_MUTUAL = {"fight": 0.75, "hug": 0.26, "shake_hands": 0.48}
"""What two do to each other, and how far apart, in heights."""


def opposed(made: Sequence[Actor]) -> list[Actor]:
    """Two people who fight or hug stand face to face, and both do it."""
    people = [a for a in made if a.rig == "biped" and a.count == 1]
    people = people if len(people) > 1 else [a for a in made if a.count == 1 and FACE_TO_FACE in a.props]
    action = next((a.action for a in people if a.action in _MUTUAL), "")
    faced = any(FACE_TO_FACE in a.props for a in people)
    if len(people) != 2 or not (action or faced):
        return list(made)
    left, right = sorted(people, key=lambda a: a.path[0].x)
    apart = _MUTUAL.get(action, _FACED if left.rig == "biped" else _FACED_BEASTS) * left.size_m
    first, other = left.path[0], right.path[0]
    ways = {left.id: (-apart / 2, "right"), right.id: (apart / 2, "left")}
    out = []
    for one in made:
        if one in people:
            aside, facing = ways[one.id]
            here = [replace(p, x=round((first.x + other.x) / 2 + aside, 3), z=first.z) for p in one.path]
            way = cast(Literal["left", "right"], facing)
            out.append(replace(one, path=tuple(here), facing=way, action=action or one.action))
        else:
            out.append(one)
    return out


def with_young(made: Sequence[Actor]) -> list[Actor]:
    """The young of an animal goes on the near side of it: behind it, nobody would see it."""
    out = list(made)
    for index, one in enumerate(made):
        old = next(
            (a for a in made if a.rig == one.rig == "quadruped" and a.form == one.form and one.size_m < a.size_m), None
        )
        if old is not None and len(old.path) == len(one.path):
            back = 0.9 * one.size_m * (-1.0 if old.path[-1].x >= old.path[0].x else 1.0)
            path = tuple(
                replace(p, time_s=q.time_s, x=round(0.8 * q.x + back, 3), z=round(0.8 * q.z, 3))
                for p, q in zip(one.path, old.path, strict=True)
            )
            out[index] = replace(one, path=path)
    return out


def aboard(actors: Sequence[Actor], roles: Sequence[Role], stage: Stage) -> list[Actor]:
    """People on a sea stand on the deck of the ship that is in the picture; in a near shot they are what is near.

    Who is in a saddle stays there.
    """
    ship = next((a for a in actors if a.rig in {"sailing_ship", "boat"}), None)
    if ship is None:
        return list(actors)
    deck = deck_m(ship.size_m)
    ahead = -1.0 if ship.facing == "left" or ship.path[-1].x < ship.path[0].x else 1.0
    bow = 0.2 * ahead if ship.rig == "boat" else -0.12 * ahead  # before the cabin of a boat, behind a ship's main mast
    near = stage.framing != "wide"
    crew = [a for a, r in zip(actors, roles, strict=True) if a.rig == "biped" and r.entry.habitat == "ground"]
    made = []
    for actor, role in zip(actors, roles, strict=True):
        if actor.rig == "biped" and role.entry.habitat == "ground" and "saddle" not in actor.props:
            d = distance_m("biped", actor.size_m, stage.framing)
            place = crew.index(actor)
            aside = _SHOULDERS_M * ((place + 1) // 2) * (0.5 + 0.5 * actor.count) * (1 if place % 2 else -1)
            way = [
                replace(
                    p,
                    x=aside if near else p.x + aside + bow * ship.size_m,
                    y=deck,
                    z=d if near else max(NEAREST_M, p.z - 0.1),
                )
                for p in ship.path
            ]
            if any(word in ship.label.lower() for word in _ROWED) and not near:
                way = [replace(p, x=p.x - bow * ship.size_m, y=0.5 * deck) for p in way]
                back: Literal["left", "right"] = "left" if ahead > 0 else "right"
                made.append(replace(actor, path=tuple(way), facing=back, action="sit"))  # who rows looks back
                continue
            still = actor.action in {"walk", "run"}  # a deck is too short to go anywhere
            made.append(replace(actor, path=tuple(way), facing="camera", action="idle" if still else actor.action))
        elif actor is ship and near:
            # Its near rail lies behind the camera, or nearly, and no mast before who stands in the middle.
            d = distance_m("biped", 1.75, stage.framing) + 0.01 * ship.size_m
            way = [replace(p, x=0.2 * ship.size_m, z=d) for p in ship.path]
            made.append(replace(ship, facing="right", path=tuple(way)))
        else:
            made.append(actor)
    return made


def on_shoulders(actors: Sequence[Actor], roles: Sequence[Role]) -> list[Actor]:
    """A bird that is said to be *on* somebody, and does not fly off, sits on their shoulder; both are seen near."""
    bird = next((a for a, r in zip(actors, roles, strict=True) if a.rig == "bird" and not r.background), None)
    owner = next((a for a, r in zip(actors, roles, strict=True) if a.rig == "biped" and not r.deeds), None)
    role = next((r for a, r in zip(actors, roles, strict=True) if a is bird), None)
    tame = role is not None and (role.entry.form in {"parrot", "crow", "owl"} or role.entry.word == "parrot")
    if bird is None or owner is None or role is None or not tame or any(d.goes for d in role.deeds):
        return list(actors)
    d = distance_m("biped", owner.size_m, "medium", 1.15)
    size = min(bird.size_m, 0.32 * owner.size_m)
    stands = [replace(p, x=0.1, z=d, y=0.0) for p in owner.path]
    sits = [replace(p, x=0.1 + 0.125 * owner.size_m, y=0.79 * owner.size_m, z=d - 0.03) for p in stands]
    here = {
        owner.id: replace(owner, path=tuple(stands), facing="camera", action="idle"),
        bird.id: replace(
            bird, path=tuple(sits), facing="camera", size_m=size, props=("shoulder",),
            action=bird.action if bird.action in {"sit", "turn_head", "sleep"} else "sit",
        ),
    }  # fmt: skip
    return [here.get(a.id, a) for a in actors]


def on_rocks(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """What would stand on a table indoors stands on a rock of its height out of doors, so that the lens finds it."""
    lead = next(iter(actors), None)
    by = lead.path[0] if lead is not None and lead.rig == "biped" else None
    beast = lead if lead is not None and lead.rig == "quadruped" else None
    made = []
    for a in actors:
        if a.form == "hands":
            made.append(a)
        elif a.rig == "object" and a.path[0].y >= TABLE_M and beast is not None:
            at = beast.path[0]  # on the ground beside it: a rock would stand between them and the lens
            x = round(at.x + 1.3 * beast.size_m, 3)
            size = min(a.size_m, 0.8 * beast.size_m)
            made.append(replace(a, path=tuple(replace(p, x=x, y=0.0, z=at.z) for p in a.path), size_m=round(size, 3)))
        elif a.rig == "object" and a.path[0].y >= TABLE_M:
            heavy = by is not None and a.form in _ON_THE_GROUND
            path = a.path
            if by is not None:  # where they are who found it, and not before the lens
                x = by.x + (0.7 if a.path[0].x >= 0 else -0.7)
                y = 0.0 if heavy else TABLE_M
                path = tuple(replace(p, x=round(x, 3), y=y, z=round(by.z - 0.25, 3)) for p in a.path)
            props = a.props if heavy else (*a.props, "rock")
            made.append(replace(a, path=path, props=props, size_m=max(a.size_m, 0.7) if heavy else a.size_m))
        else:
            made.append(a)
    return tuple(made)


def in_saddles(actors: Sequence[Actor], roles: Sequence[Role]) -> list[Actor]:
    """Who is on a horse sits on its back, and goes where it goes, looking where it looks."""
    named = {id(role): actor for role, actor in zip(roles, actors, strict=True)}
    out = {actor.id: actor for actor in actors}
    for role in roles:
        mount, rider = named.get(id(role.mount)), named[id(role)]
        if mount is None:
            continue
        beast = replace(mount, size_m=round(mount.size_m * _CARRIES.get(mount.form, 1.0), 3))
        back = _BACK.get(mount.form, 0.66) * beast.size_m - _HIP * rider.size_m
        beast = replace(beast, path=tuple(replace(p, z=round(1.15 * p.z, 3)) for p in beast.path))
        way = tuple(replace(p, y=round(p.y + back, 3)) for p in beast.path)
        action = rider.action if rider.action in _ON_BACK else "idle"
        facing = beast.facing if len({(p.x, p.z) for p in beast.path}) > 1 or beast.facing != "camera" else "right"
        out[mount.id] = replace(beast, facing=facing)
        out[rider.id] = replace(rider, path=way, action=action, facing=facing, props=(*rider.props, "saddle"))
    return list(out.values())


def in_troops(actors: Sequence[Actor]) -> list[Actor]:
    """Several riders, each with a beast of their own, one beside and behind another."""
    out = list(actors)
    for rider in [a for a in actors if "saddle" in a.props and a.count > 1]:
        at = rider.path[0]
        beast = next(a for a in actors if a.rig == "quadruped" and (a.path[0].x, a.path[0].z) == (at.x, at.z))
        out = [one for one in out if one.id not in {rider.id, beast.id}]
        for k in range(rider.count):
            aside, behind = 1.05 * beast.size_m * (k - (rider.count - 1) / 2), 0.5 * beast.size_m * (k % 2)
            for one in (rider, beast):
                way = tuple(replace(p, x=round(p.x + aside, 3), z=round(p.z + behind, 3)) for p in one.path)
                out.append(replace(one, id=one.id if k == 0 else f"{one.id}-{k + 1}", count=1, path=way))
    return out


def in_chase(actors: Sequence[Actor], roles: Sequence[Role]) -> list[Actor]:
    """Who is chased is as fast as who chases them, so that both stay in one picture."""
    hunter = next((a for a, r in zip(actors, roles, strict=True) if any(d.verb.word in AFTER for d in r.deeds)), None)
    prey = [a for a, r in zip(actors, roles, strict=True) if a is not hunter and r.deeds and not r.background]
    if hunter is None or len(prey) != 1 or len({(p.x, p.z) for p in hunter.path}) == 1:
        return list(actors)
    first, here = hunter.path[0], prey[0].path[0]
    way = tuple(
        replace(p, x=round(here.x + p.x - first.x, 3), y=here.y, z=round(max(0.5, here.z + p.z - first.z), 3))
        for p in hunter.path
    )
    made = [replace(a, path=way) if a is prey[0] else a for a in actors]
    if len({p.x for p in hunter.path}) > 1:
        return made
    both = {hunter.id, prey[0].id}  # down a path, with trees on both sides of it
    return [
        replace(a, path=tuple(replace(p, x=round(_ON_PATH * p.x, 3)) for p in a.path)) if a.id in both else a
        for a in made
    ]


def in_jaws(actors: Sequence[Actor], roles: Sequence[Role]) -> list[Actor]:
    """What an animal catches or carries hangs across its jaws."""
    out = list(actors)
    for role, hunter in zip(roles, actors, strict=True):
        prey = next((a for a in actors if _fits_jaws(a) and hunter.rig == "quadruped"), None)
        caught = any(deed.verb.action in {"raise", "eat", "graze"} for deed in role.deeds)
        if prey is None or not caught or hunter.facing not in {"left", "right", "path"}:
            continue
        left = hunter.facing == "left" or hunter.path[-1].x < hunter.path[0].x
        ahead = (-1.0 if left else 1.0) * _JAWS[0] * hunter.size_m
        way = tuple(
            replace(p, x=round(p.x + ahead, 3), y=round(p.y + _JAWS[1] * hunter.size_m, 3), z=round(p.z - 0.1, 3))
            for p in hunter.path
        )
        size = min(max(prey.size_m, 0.35 * hunter.size_m), 0.6 * hunter.size_m)
        held = replace(
            prey,
            path=way,
            facing="left" if left else "right",
            size_m=round(size, 3),
            colour=prey.colour or ("silver" if prey.rig == "fish" else None),
        )
        out = [held if a is prey else replace(a, facing="left" if left else "right") if a is hunter else a for a in out]
    return out


def _fits_jaws(prey: Actor) -> bool:
    return prey.count == 1 and (prey.rig == "fish" or prey.form in _FETCHED)


def at_flowers(actors: Sequence[Actor], stage: Stage) -> list[Actor]:
    """Who drinks from a flower hovers before it, as near as both can be told."""
    flower = next((a for a in actors if a.rig == "flower"), None)
    guest = next((a for a in actors if a.form in {"hummingbird", "bee", "butterfly"} and a.count == 1), None)
    if flower is None or guest is None:
        return list(actors)
    size = max(guest.size_m, 0.28 * flower.size_m)
    head = 0.9 * flower.size_m
    foot = max(0.0, stage.camera_m - head)  # its stem goes on under the picture
    stands = tuple(
        replace(p, x=0.12 * flower.size_m, y=foot, z=max(NEAREST_M, 1.9 * flower.size_m)) for p in flower.path
    )
    at = stands[0]
    away = 0.62 * size + 0.16 * flower.size_m
    path = tuple(
        replace(p, x=at.x - away * k, y=foot + 0.98 * head, z=at.z)
        for p, k in zip((guest.path[0], guest.path[-1]), (1.25, 1.0), strict=True)
    )
    here = {guest.id: replace(guest, path=path, size_m=size, action="fly"), flower.id: replace(flower, path=stands)}
    return [here.get(a.id, a) for a in actors]


def deck_m(ship_m: float) -> float:
    """Height of the deck of a ship ``ship_m`` long."""
    return 0.1 * ship_m


def on_viaduct(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """A train crosses a viaduct on top of it, and the viaduct stands across the picture under the whole way."""
    arches = next((a for a in actors if a.rig == "viaduct"), None)
    train = next((a for a in actors if a.rig == "train"), None)
    if arches is None or train is None:
        return tuple(actors)
    d = _SPAN * arches.size_m
    under = tuple(replace(p, x=0.0, z=d) for p in arches.path)
    sign = -1.0 if train.path[-1].x > train.path[0].x else 1.0
    first, last = train.path[0], train.path[-1]
    over = tuple(
        replace(p, x=round(sign * d * _between(_COMES_FROM, _COMES_TO, p.time_s, first.time_s, last.time_s), 3),
                y=TRACK_SHARE * arches.size_m, z=d)
        for p in train.path
    )  # fmt: skip
    if len({p.time_s for p in train.path}) < 2 or train.path[0].x == train.path[-1].x:
        over = tuple(replace(p, y=TRACK_SHARE * arches.size_m, z=d) for p in train.path)  # it stands there
    on = {arches.id: replace(arches, path=under, facing="camera"), train.id: replace(train, path=over)}
    return tuple(on.get(a.id, a) for a in actors)


def _between(a: float, b: float, time_s: float, start_s: float, end_s: float) -> float:
    return a + (b - a) * (time_s - start_s) / max(end_s - start_s, 1e-3)
