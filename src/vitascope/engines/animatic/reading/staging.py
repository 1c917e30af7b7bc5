"""Roles to actors: where they stand, how far off, and what they do."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from vitascope.engines.animatic.graph import Actor, RigKind, Waypoint
from vitascope.engines.animatic.lettering import FORM, breadth
from vitascope.engines.animatic.reading.company import (
    AFTER,
    aboard,
    at_flowers,
    in_chase,
    in_jaws,
    in_saddles,
    in_troops,
    on_shoulders,
    on_viaduct,
    opposed,
    with_young,
)
from vitascope.engines.animatic.reading.drafts import Role
from vitascope.engines.animatic.reading.drawn import shows
from vitascope.engines.animatic.reading.framing import (
    ASKED_WIDE,
    CROWDS,
    FOCAL,
    LONG,
    TABLE_M,
    Stage,
    distance_m,
    rig_of,
    size_of,
)
from vitascope.engines.animatic.reading.opening import at_doors
from vitascope.engines.animatic.reading.pairing import paired
from vitascope.engines.animatic.reading.placing import placed
from vitascope.engines.animatic.reading.rows import SHORTEST_S, can_follow, in_turn
from vitascope.engines.animatic.reading.seating import seated
from vitascope.engines.animatic.reading.steps import Step, steps_of
from vitascope.engines.animatic.reading.ways import MOVING, motion_of, way_of

_OWN_WAY = {
    "dragon": "fly", "bird": "fly", "flock": "fly", "butterfly": "fly", "aircraft": "fly", "car": "drive",
    "train": "drive", "boat": "sail", "sailing_ship": "sail", "whale": "swim", "fish": "swim", "school": "swim",
    "balloon": "float", "rocket": "launch",
}  # fmt: skip
MAW_START_M, MAW_END_M = 12.0, 7.2
"""Of jaws 4 m high: at the end both eyes, the fangs and the throat just fill the picture."""
_CROWD_M = 3.5
_ON_SILL_M = 0.8
_SILL_RIGS = {"quadruped", "flower", "object", "picture", "placeholder"}
"""What stands on the sill if it is no larger."""
_LOOMS_M = 8.0
"""What is so large in the air is seen with whoever stands on the ground, and so from farther off."""
_ANIMAL_M = 1.3
"""Nearer than this a small animal is all there is, and its run leaves the frame at once."""
_ROOMY: dict[str, float] = {"balloon": 1.1, "rocket": 1.25, "windmill": 1.1, "lighthouse": 1.3, "campfire": 1.0}
"""How much more of the frame these take than a person does: they are the picture."""
_TALLER: dict[str, float] = {
    "bicycle": 0.55, "motorcycle": 0.68, "tractor": 0.75, "double decker": 0.85,
    "stonehenge": 0.5, "colosseum": 0.62, "igloo": 0.46, "temple": 0.62, "taj mahal": 0.72, "castle": 0.95,
    "pyramid": 0.8, "tent": 0.5, "suspension bridge": 0.6, "house": 0.85, "barn": 0.75, "cottage": 0.8,
}  # fmt: skip
"""How much less of the frame's width those of a long rig take that are as high as they are long."""
_NEARER: dict[str, float] = {"biped": 2.7, "quadruped": 1.35}
"""In a close shot: a head and its shoulders rather than all of a body."""
_HANDIWORK = {"pour", "cook", "write", "type", "paint", "read", "work", "eat", "drink", "throw", "clap", "pray"}
_FELT = {"smile": "happy", "laugh": "happy", "cry": "sad", "frown": "angry", "fear": "afraid"}
"""Doings of a face, and the prop that has the same face: see `clause.FEELINGS`."""
_TURNS = {"turn", "turns", "turning", "turned"}
_UPRIGHT = 0.6
_ON_A_CHAIR = {"eat", "drink", "read", "write", "smoke"}
_CHAIRS = {"wooden chair", "armchair", "throne"}
_WIDEST = 2.4
"""Breadth of written words, in their height, that fills the frame as it should."""
_TOGETHER = {"biped", "quadruped", "campfire", "face"}


def actors_of(roles: Sequence[Role], ids: Sequence[str], stage: Stage, rng: random.Random) -> tuple[Actor, ...]:
    """Every role placed. The first that is not background has the centre or a third; the others keep clear of it."""
    side = rng.choice((-1.0, 1.0))
    leads = [r for r in roles if not r.background]
    depth = _common_depth(roles, stage)
    made = []
    for role, name in zip(roles, ids, strict=True):
        place = leads.index(role) if role in leads else 0
        share = 1.0 if role in leads else -0.55
        if role.entry.form == FORM:
            share = 0.0  # words stand in the middle
        column = _column(role, place, len(leads), side) * share
        if role.background and abs(column) < 0.1 and role.entry.form != FORM:
            column = -0.55 * side
        if stage.wooded and role.entry.rig == "building":
            column *= 0.15  # where the path leads: trees stand on both sides
        made.append(_actor(role, name, stage, column, depth.get(id(role)), rng))
    made = [replace(a, action="sit") if a.action in {"idle", "walk"} and _CHAIRS & {*a.props} else a for a in made]
    if stage.room and not stage.table:
        made = [_keeps_seat(a, r) for a, r in zip(made, roles, strict=True)]
    by_fire = any(a.form == "fireplace" for a in made)
    made = [
        replace(a, props=(*a.props, "armchair"))
        if (by_fire or (stage.room and "knitting" in a.props)) and _reads_there(a) else a
        for a in made
    ]  # fmt: skip
    if any(a.rig == "campfire" for a in made):  # one sits down at a fire
        made = [replace(a, action="sit") if a.rig == "biped" and a.action == "idle" else a for a in made]
    made = placed(opposed(with_young(made)), roles, stage)
    made = seated(at_flowers(on_shoulders(made, roles), stage), stage)
    made = in_troops(aboard(in_saddles(in_jaws(in_chase(made, roles), roles), roles), roles, stage))
    all_told = _in_turn(paired(on_viaduct(made), room=stage.room), dict(zip(ids, roles, strict=True)), stage)
    return at_doors(all_told, room=stage.room, corridor=stage.corridor)


def _in_turn(actors: Sequence[Actor], roles: Mapping[str, Role], stage: Stage) -> tuple[Actor, ...]:
    """``actors`` with the rows of those of whom several things are told, one after another."""
    others = {id(roles[actor.id]): actor for actor in actors if actor.id in roles}
    made: list[Actor] = []
    moved: dict[str, Actor] = {}
    for actor in actors:
        role = roles.get(actor.id)
        steps = _steps(role, actor.rig, stage) if role is not None and can_follow(role, actor, stage) else []
        steps = steps[: max(1, int(stage.length_s / SHORTEST_S))]
        if role is None or len(steps) < 2:
            made.append(actor)
            continue
        felt = {*_felt(role, actor.action)} - {*role.props}
        actor = replace(actor, props=tuple(p for p in actor.props if p not in felt))  # noqa: PLW2901  of its deeds
        row = in_turn(actor, role, steps, others, stage)
        moved.update({one.id: one for one in row})
        made.extend(row[:1])
        made.extend(one for one in row[1:] if one.id not in roles)
    return tuple(moved.get(one.id, one) for one in made)


def _steps(role: Role, rig: str, stage: Stage) -> list[Step]:
    """What is drawn of the deeds of ``role``, step by step; what looks the same is one step."""
    kept: list[Step] = []
    for deeds in steps_of(role):
        way = next((way for d in deeds if (way := motion_of(role, d)) in MOVING), "")
        seen = [d for d in deeds if d.verb.action not in _FELT] or deeds
        action = _action(replace(role, deeds=seen), rig, stage)[0]
        done = any(_can(rig, d.verb.action) for d in deeds if d.verb.action not in {"", "idle"})
        if not way and not done:
            action = "idle"
        if action == "spin" and rig == "biped" and all(d.text.lower() in _TURNS for d in deeds):
            action = "turn_head"
        if action == "graze" and rig == "biped":
            action = "drink" if any(d.verb.word == "drink" for d in deeds) else "eat"
        if not way and not done and all(d.verb.untold for d in deeds):
            continue  # which no rig shows, and people are told so
        step = Step(deeds=tuple(deeds), action=action, way=way, felt=tuple(_felt(replace(role, deeds=deeds), action)))
        if kept and kept[-1].action == action and kept[-1].way == way:
            kept[-1] = replace(kept[-1], deeds=(*kept[-1].deeds, *deeds))
        else:
            kept.append(step)
    return kept


def _keeps_seat(actor: Actor, role: Role) -> Actor:
    """Who sits and then drinks or reads does so on a chair."""
    sat = actor.rig == "biped" and actor.action in _ON_A_CHAIR and any(d.verb.action == "sit" for d in role.deeds)
    return replace(actor, props=(*actor.props, "chair")) if sat and not _CHAIRS & {*actor.props} else actor


def _reads_there(actor: Actor) -> bool:
    seated = (_CHAIRS | {"chair"}) & {*actor.props}
    at_rest = actor.action in {"read", "sit"} or "knitting" in actor.props
    return actor.rig == "biped" and at_rest and actor.count == 1 and not seated


def maw_of(role: Role, name: str, stage: Stage) -> Actor:
    """The open jaws of ``role``, filling the frame as they come."""
    size = min(8.0, max(2.5, role.entry.size * role.scale * 0.16))
    near, far = MAW_END_M * size / 4, MAW_START_M * size / 4
    foot = stage.camera_m - size / 2
    return Actor(
        id=name, rig="maw", label=role.label, form=role.entry.form, colour=role.colour, size_m=round(size, 2),
        path=(
            Waypoint(time_s=stage.start_s, x=0.0, y=foot, z=far),
            Waypoint(time_s=stage.end_s, x=0.0, y=foot, z=near),
        ),
        action="roar", facing="camera",
    )  # fmt: skip


def _column(role: Role, place: int, leads: int, side: float) -> float:
    """Where across the frame, from -1 to 1."""
    if leads <= 1:
        return (
            0.0
            if role.entry.rig in {"face", "rocket", "cup", "campfire", "school"}
            or (role.deeds and not role.entry.fixed)
            else side * 0.3
        )
    if role.deeds and leads == 2 and any(d.verb.word in AFTER for d in role.deeds):
        sign = -1.0 if any(d.direction == "left" for d in role.deeds) else 1.0
        return sign * (-0.42 if place == 0 else 0.42)  # the one behind the other, the way they go
    if role.deeds and not role.entry.fixed:  # who goes somewhere together goes side by side, and stays in the picture
        side *= 0.55
    spread = (
        (0.0, -0.55, 0.55, -0.75, 0.75, -0.3, 0.3, 0.15) if leads % 2 else (-0.33, 0.33, -0.7, 0.7, 0.0, 0.5, -0.5, 0.1)
    )
    return side * spread[place % len(spread)]


def _actor(role: Role, name: str, stage: Stage, column: float, depth: float | None, rng: random.Random) -> Actor:
    entry = role.entry
    rig = rig_of(role)
    size = size_of(role)
    d = depth or _depth(role, stage)
    if entry.form == "fireplace" and depth is not None:
        d *= 1.3  # they sit before it
    if stage.camera_m > 3.2 and entry.habitat in {"ground", "water"}:
        d = max(d, stage.camera_m * (1.8 if stage.camera_m > 15 else 2.2))
    path, facing = way_of(role, rig, size, d, column, _foot(role, size, d, stage), stage, rng)
    turns = facing == "path" and len(path) > 2  # it does not go sideways only since it looks at us in the end
    action, moment = _action(role, rig, stage)
    if action == "graze" and rig == "biped":
        action = "drink" if role.deeds and role.deeds[-1].verb.word == "drink" else "eat"
    if action == "lie" and rig == "biped" and role.deeds[-1].verb.word == "rest":
        action = "sit"
    if rig == "biped" and entry.habitat == "water" and action in {"walk", "run"} and "surfboard" not in role.props:
        action = "swim"  # across a pool, and not on it
    if action in {"walk", "run"} and rig in _TOGETHER and not stage.tracked and _stays(path):
        action = "idle"  # nobody walks on the spot
    return Actor(
        id=name, rig=cast(RigKind, rig), label=role.label, form=entry.form, colour=role.colour or _own_colour(role),
        count=role.count, size_m=round(size, 3), path=path, action=action, action_at=moment,
        facing=cast('Literal["camera", "away", "left", "right", "path"]', facing if turns else role.facing or facing),
        props=tuple(dict.fromkeys([*role.props, *_felt(role, action)])),
    )  # fmt: skip


def _felt(role: Role, action: str) -> list[str]:
    """What shows on the face of who does something else at the same time."""
    if role.entry.rig != "biped":
        return []
    return [_FELT[d.verb.action] for d in role.deeds if d.verb.action in _FELT and d.verb.action != action]


def _stays(path: Sequence[Waypoint]) -> bool:
    return len({(p.x, p.y, p.z) for p in path}) == 1


def _depth(role: Role, stage: Stage) -> float:
    """How far off an actor is framed well by itself."""
    rig = rig_of(role)
    size = size_of(role)
    share = (0.45 if role.background and not role.entry.fixed else 1.0) * (1.4 if role.near else 1.0)
    if role.far and (role.entry.fixed or not role.deeds):
        share *= 0.6
    if any(deed.verb.action == "raise" for deed in role.deeds):
        share *= 0.72 if {"spear", "spell"} & {*role.props} else 0.86  # room over the head for what is raised
    share *= _ROOMY.get(rig, 1.0) * (_NEARER.get(rig, 1.0) if stage.framing == "close" else 1.0)
    if stage.framing == "close" and rig == "biped" and any(d.verb.action in _HANDIWORK for d in role.deeds):
        share *= 0.52  # the hands are what it is about
    if stage.sill and rig == "quadruped" and size < _ON_SILL_M and stage.framing == "close":
        share *= 0.58  # with the sill that it sits on
    if stage.tracked and rig in LONG:
        share *= 1.35
    share *= _TALLER.get(role.entry.form, 1.0)
    if rig == "bird" and role.entry.habitat == "ground" and stage.framing != "close":
        share *= _UPRIGHT  # as high as it is long
    if role.entry.form == FORM:
        share *= min(1.2, _WIDEST / breadth(role.label))
    if stage.roomy:
        share *= ASKED_WIDE
    if rig in CROWDS:
        return max(0.8 * _CROWD_M, distance_m(rig, size, stage.framing, 1.9))
    d = distance_m(rig, size, stage.framing, share / min(2.2, max(1.0, role.count**0.5 / 1.4)))
    return max(d, min(_ANIMAL_M, 9 * size)) if rig in {"quadruped", "bird"} and stage.framing == "wide" else d


def _common_depth(leads: Sequence[Role], stage: Stage) -> dict[int, float]:
    """One distance for those who stand together: people, beasts and fires of a size, on the ground."""
    lead = leads[0] if leads else None
    if lead is not None and not lead.background and lead.entry.rig in _TOGETHER:
        small = [r for r in leads[1:] if size_of(r) < size_of(lead) and not r.far and not r.near]
        if small and len(leads) == len(small) + 1:  # what belongs to somebody is no nearer than they
            d = _depth(lead, stage)
            return {id(role): d for role in (lead, *small)}
    cars = [r for r in leads if r.entry.rig == "car" and not r.far and not r.near]
    if len(cars) > 1:
        d = 1.25 * max(_depth(role, stage) for role in cars)
        return {id(role): d for role in cars}
    together = [r for r in leads if r.entry.rig in _TOGETHER and not r.far and not r.near]
    if lead is not None and lead.entry.habitat == "air" and size_of(lead) > _LOOMS_M:  # both in one picture
        return {id(role): max(_depth(role, stage), 0.42 * _depth(lead, stage)) for role in together}
    if len(together) < 2:
        return {}
    bulky = any(r.entry.rig == "quadruped" and size_of(r) > 1.2 for r in together)  # longer than high
    d = (1.05 if bulky else 0.8) * max(_depth(role, stage) for role in together)  # a group fills more than one does
    return {id(role): d for role in together}


def _own_colour(role: Role) -> str | None:
    return role.entry.colour or None


def _foot(  # noqa: PLR0911  (one answer a habitat)
    role: Role, size: float, d: float, stage: Stage
) -> float:
    """Height of the actor's foot over the ground."""
    habitat = role.entry.habitat
    if habitat == "table":
        return TABLE_M
    if role.entry.rig == "cup":
        return TABLE_M
    if role.entry.form == "spider" and any(d.verb.action == "spin" for d in role.deeds):
        return max(0.0, stage.camera_m - 0.8 * size)  # its web hangs in the middle of the picture
    if habitat == "air" and rig_of(role) == "bird" and any(d.verb.action == "graze" for d in role.deeds):
        return 0.0  # it pecks from the ground
    if habitat == "air":
        lift = 0.30 if role.entry.rig == "balloon" else 0.24 if role.above or role.far or size > 8 else 0.1
        middle = 0.5 if role.entry.rig not in LONG else 0.1
        return stage.roof_m + max(size * 0.1, stage.camera_m + lift * d / FOCAL[stage.framing] - size * middle)
    if stage.under and rig_of(role) == "boat":
        return max(0.3, stage.camera_m - 0.05 * size)  # long, and low
    if habitat == "under" or (stage.under and habitat == "water"):
        return max(0.3, stage.camera_m - size * (0.25 if rig_of(role) == "school" else 0.5))
    if stage.under and role.entry.rig == "biped" and any(d.goes for d in role.deeds):
        return max(0.3, stage.camera_m - 0.4 * size)  # who dives swims, and does not walk on the bottom
    if role.entry.form == FORM:
        return max(0.0, stage.camera_m - size / 2 + _title_m(role, d, stage))
    if role.entry.form == "eye":
        return stage.camera_m
    if role.entry.rig == "face":
        return stage.camera_m - size / 2
    return TABLE_M + 0.15 if stage.sill and role.entry.rig in _SILL_RIGS and size < _ON_SILL_M else role.perch_m


def _title_m(role: Role, d: float, stage: Stage) -> float:
    """How far over the middle of the frame words stand: over who is there, in the sky, or in the middle of a studio."""
    return (0.28 if role.background else 0.0 if stage.room else 0.22) * d / FOCAL[stage.framing]


def _action(  # noqa: PLR0911, PLR0912  (one answer a kind of deed)
    role: Role, rig: str, stage: Stage
) -> tuple[str, tuple[float, float] | None]:
    """What is done in place, and when: of several deeds the one with a moment, else the last that shows."""
    total = max(1, len(role.deeds))
    for index, deed in enumerate(role.deeds):
        if deed.verb.action == "raise" and rig == "quadruped":
            continue  # it catches with its jaws
        if deed.verb.moment and deed.verb.action and not (deed.verb.action == "turn_head" and _feels(role)):
            begin = stage.start_s + stage.length_s * max(0.12, index / total)
            end = stage.start_s + stage.length_s * max(0.68, (index + 1) / total)
            if deed.verb.action == "launch":
                begin, end = max(begin, stage.launch_s or stage.start_s + 0.15 * stage.length_s), stage.end_s
            begin = min(begin, stage.end_s - 0.1 * stage.length_s)
            begin = max(stage.start_s, round(begin, 3))
            leaps = rig == "whale" and deed.verb.action == "jump"
            return "breach" if leaps else deed.verb.action, (begin, min(stage.end_s, max(round(end, 3), begin)))
    goes = any(deed.verb.gait in {"walk", "run"} and deed.goes for deed in role.deeds)
    for deed in reversed(role.deeds):
        if deed.verb.action == "raise" and rig == "quadruped":
            continue
        dives = deed.verb.word == "dive" and rig == "biped" and not stage.under
        if goes and deed.verb.action in _FELT:
            continue  # legs go on while faces laugh
        if rig == "biped" and stage.under and (deed.verb.gait or deed.goes):
            return "swim", None
        if deed.verb.action not in {"", "idle", "roar" if stage.hunted else ""} and _can(rig, deed.verb.action):
            return deed.verb.action, None
        if dives:
            return "jump", None  # after a ball, not out of the sky
        if deed.verb.gait and rig not in {"rocket", "face"} and not role.entry.fixed:
            if rig == "bird" and role.entry.habitat == "ground" and deed.verb.gait in {"walk", "run"}:
                return deed.verb.gait, None
            legs = rig in {"biped", "quadruped"} and deed.verb.gait not in {"walk", "run", "float", "swim"}
            legs = legs and not (deed.verb.gait == "fly" and role.entry.habitat == "air")
            return _OWN_WAY.get(rig, "walk" if legs else deed.verb.gait), None
    if role.jaws and not stage.hunted:
        return "roar", None
    return ("idle" if rig == "rocket" else role.entry.action or _OWN_WAY.get(rig, "idle")), None


def _feels(role: Role) -> bool:
    """Who smiles at us is looking at us already."""
    return any(deed.verb.action in {"smile", "laugh", "cry", "frown", "fear", "wave"} for deed in role.deeds)


def _can(rig: str, action: str) -> bool:
    """Whether a rig has such an action; a fish does not spin, nor a car sit."""
    if animals := shows(action):
        return rig in animals
    if rig == "face":
        return action in {"wear", "turn_head", "roar"}
    if rig in {"biped", "placeholder", "object", "windmill"}:
        return True
    if action in {"spin", "dance"}:
        return rig in {"lighthouse", "quadruped"}
    return not (action in {"sit", "raise", "wear"} and rig not in {"quadruped", "bird"})
