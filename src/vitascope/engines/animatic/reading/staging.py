"""Roles to actors: where they stand, how far off, and the way they take, in metres and seconds.

Distances come from the frame: at focal length f (half widths) and distance d the picture is 2 d / f wide and 9/16 of
that high, so a subject of a given size fills a chosen share of it at one distance only.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from vitascope.engines.animatic.graph import Actor, Framing, RigKind, Waypoint
from vitascope.engines.animatic.reading.drafts import Deed, Role
from vitascope.engines.animatic.reading.lexicon import Entry

FOCAL: dict[Framing, float] = {"wide": 1.15, "medium": 1.6, "close": 2.3}
"""As `draw.camera` has them; a test holds the two together."""
_TALL_SHARE: dict[Framing, float] = {"wide": 0.32, "medium": 0.55, "close": 0.9}
"""Share of the frame's height that a standing subject fills."""
_LONG_SHARE: dict[Framing, float] = {"wide": 0.32, "medium": 0.45, "close": 0.7}
"""Share of the frame's width that a long subject fills."""
_LONG = {
    "dragon",
    "bird",
    "flock",
    "whale",
    "fish",
    "school",
    "car",
    "train",
    "boat",
    "sailing_ship",
    "aircraft",
    "viaduct",
}
_OWN_WAY = {
    "dragon": "fly", "bird": "fly", "flock": "fly", "butterfly": "fly", "aircraft": "fly", "car": "drive",
    "train": "drive", "boat": "sail", "sailing_ship": "sail", "whale": "swim", "fish": "swim", "school": "swim",
    "balloon": "float", "rocket": "launch",
}  # fmt: skip
_DIRECTED = {"approach": "approach", "recede": "recede", "away": "recede", "up": "rise", "down": "descend"}
FARTHEST_M = 3000.0
NEAREST_M = 0.55
MAW_START_M, MAW_END_M = 9.0, 4.2
TRACK_SHARE = 0.2
"""Height of the track over the foot of a viaduct, as a share of its length."""
TABLE_M = 0.75
"""Height of a table top."""
_CROWDS = {"flock", "school"}
_CROWD_M = 4.0
_ANIMAL_M = 1.3
"""Nearer than this a small animal is all there is, and its run leaves the frame at once."""
_TOGETHER = {"biped", "quadruped", "campfire", "face"}
_RESTLESS = {"fish", "school", "bird", "flock", "aircraft", "butterfly"}
"""These never hang still."""
_GLIDE = Entry(word="glide", table="verbs", gait="", motion="cross", pace=1.5)
_MOVING = {"approach", "recede", "cross", "rise", "descend", "drift", "circle"}
Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The shot that actors are placed in."""

    start_s: float
    end_s: float
    framing: Framing
    camera_m: float
    """Height of the camera."""
    tracked: bool
    tempo: float
    """1 at natural speed, less in slow motion."""
    sill: bool
    hunted: bool
    """The jaws have a shot of their own after this one."""
    launch_s: float | None
    """When a countdown ends."""

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


def distance_m(rig: str, size: float, framing: Framing, share: float = 1.0) -> float:
    """How far off a subject of ``size`` metres fills its share of the frame, times ``share``."""
    f = FOCAL[framing]
    if rig in _LONG:
        d = size * f / (2 * _LONG_SHARE[framing] * share)
    else:
        d = size * f / (1.125 * _TALL_SHARE[framing] * share)
    return min(FARTHEST_M, max(NEAREST_M, d))


def actors_of(roles: Sequence[Role], ids: Sequence[str], stage: Stage, rng: random.Random) -> tuple[Actor, ...]:
    """Every role placed. The first that is not background has the centre or a third; the others keep clear of it."""
    side = rng.choice((-1.0, 1.0))
    leads = [r for r in roles if not r.background]
    depth = _common_depth(roles, stage)
    made = []
    for role, name in zip(roles, ids, strict=True):
        place = leads.index(role) if role in leads else 0
        share = 1.0 if role in leads else -0.55
        column = _column(role, place, len(leads), side) * share
        if role.background and abs(column) < 0.1:
            column = -0.55 * side
        made.append(_actor(role, name, stage, column, depth.get(id(role)), rng))
    if any(a.rig == "campfire" for a in made):  # one sits down at a fire
        made = [replace(a, action="sit") if a.rig == "biped" and a.action == "idle" else a for a in made]
    return _on_viaduct(_aboard(made, roles, stage))


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
    spread = (
        (0.0, -0.55, 0.55, -0.75, 0.75, -0.3, 0.3, 0.15) if leads % 2 else (-0.33, 0.33, -0.7, 0.7, 0.0, 0.5, -0.5, 0.1)
    )
    return side * spread[place % len(spread)]


def _actor(role: Role, name: str, stage: Stage, column: float, depth: float | None, rng: random.Random) -> Actor:
    entry = role.entry
    rig = _rig(role)
    size = min(5000.0, max(0.02, entry.size * role.scale))
    d = depth or _depth(role, stage)
    if stage.camera_m > 15 and entry.habitat in {"ground", "water"}:
        d = max(d, stage.camera_m * 1.3)
    path, facing = _path(role, rig, size, d, column, stage, rng)
    action, moment = _action(role, rig, stage)
    return Actor(
        id=name, rig=cast(RigKind, rig), label=role.label, form=entry.form, colour=role.colour or _own_colour(role),
        count=role.count, size_m=round(size, 3), path=path, action=action, action_at=moment,
        facing=cast('Literal["camera", "away", "left", "right", "path"]', role.facing or facing),
        props=tuple(dict.fromkeys(role.props)),
    )  # fmt: skip


def _depth(role: Role, stage: Stage) -> float:
    """How far off an actor is framed well by itself."""
    rig = _rig(role)
    size = min(5000.0, max(0.02, role.entry.size * role.scale))
    share = (0.45 if role.background and not role.entry.fixed else 1.0) * (1.4 if role.near else 1.0)
    if role.far and (role.entry.fixed or not role.deeds):
        share *= 0.35
    if rig in _CROWDS:
        return max(_CROWD_M, distance_m(rig, size, stage.framing, 0.14))
    d = distance_m(rig, size, stage.framing, share / min(2.2, max(1.0, role.count**0.5 / 1.4)))
    return max(d, _ANIMAL_M) if rig in {"quadruped", "bird"} and stage.framing == "wide" else d


def _common_depth(leads: Sequence[Role], stage: Stage) -> dict[int, float]:
    """One distance for those who stand together: people, beasts and fires of a size, on the ground."""
    together = [r for r in leads if r.entry.rig in _TOGETHER and not r.far and not r.near]
    if len(together) < 2:
        return {}
    d = max(_depth(role, stage) for role in together)
    return {id(role): d for role in together}


def _own_colour(role: Role) -> str | None:
    return role.entry.colour or None


def _rig(role: Role) -> str:
    rig = role.entry.rig
    if rig == "bird" and role.count >= 3:
        return "flock"
    if rig == "fish" and role.count >= 5:
        return "school"
    return rig


def _foot(role: Role, size: float, d: float, stage: Stage) -> float:
    """Height of the actor's foot over the ground."""
    habitat = role.entry.habitat
    if habitat == "table":
        return TABLE_M
    if role.entry.rig == "cup":
        return TABLE_M
    if habitat == "air":
        lift = 0.22 if role.above or role.far or role.entry.rig == "balloon" else 0.1
        middle = 0.5 if role.entry.rig not in _LONG else 0.1
        return max(size * 0.1, stage.camera_m + lift * d / FOCAL[stage.framing] - size * middle)
    if habitat == "under":
        return max(0.3, stage.camera_m - size / 2)
    if role.entry.rig == "face":
        return stage.camera_m - size / 2
    return TABLE_M + 0.15 if stage.sill and role.entry.rig == "quadruped" and size < 0.8 else 0.0


def _path(
    role: Role, rig: str, size: float, d: float, column: float, stage: Stage, rng: random.Random
) -> tuple[tuple[Waypoint, ...], str]:
    """The way of an actor through the shot, and which way it faces."""
    half = d / FOCAL[stage.framing]
    foot = _foot(role, size, d, stage)
    moving = _movements(role, rig)
    if not moving:
        facing = _still_facing(rig, rng)
        still: Point = (column * half, foot, d)
        return _timed([(0.0, still), (1.0, still)], stage), facing
    at = _entrance(role, moving[0], (column * half, foot, d), stage, len(moving))
    points: list[tuple[float, Point]] = [(0.0, at)]
    shares = [0.45 if motion == "appear" else 1.0 for _, motion in moving]
    done, facing = 0.0, "path"
    for (deed, motion), share in zip(moving, shares, strict=True):
        begin, done = done, done + share / sum(shares)
        if motion in {"rise", "descend"} and stage.launch_s is not None and rig == "rocket":
            begin = min(0.95, max(begin, (stage.launch_s - stage.start_s) / stage.length_s))
            points.append((begin, at))
        way = _way(deed, motion, rig, size, d, at, stage, (done - begin) * stage.length_s, rng)
        points.extend((begin + (done - begin) * part, point) for part, point in way)
        at = points[-1][1]
        facing = {"approach": "camera", "recede": "away"}.get(motion, facing)
    return _timed(points, stage), facing


def _movements(role: Role, rig: str) -> list[tuple[Deed, str]]:
    """What moves the actor, in order; the same movement told twice (``rushes in … is coming``) is one."""
    if role.entry.fixed:
        return []
    kept: list[tuple[Deed, str]] = []
    for deed in role.deeds:
        motion = _motion(role, deed)
        if (motion in _MOVING or motion == "appear") and (not kept or kept[-1][1] != motion):
            kept.append((deed, motion))
    if not kept and (rig in _RESTLESS or role.entry.word == "traffic"):
        kept.append((Deed(verb=_GLIDE), "cross"))
    return kept


def _motion(role: Role, deed: Deed) -> str:
    if deed.direction in _DIRECTED:
        return _DIRECTED[deed.direction]
    if deed.direction in {"left", "right"}:
        return "cross"
    if deed.verb.motion == "cross" and role.entry.rig == "whale" and deed.verb.moment:
        return "stay"
    return deed.verb.motion or "stay"


def _pace(role: Role, deed: Deed, stage: Stage) -> float:
    """Metres a second: the verb's, or what the actor's size makes likely, by the adverb."""
    own = {"dragon": 60.0, "aircraft": 60.0, "train": 16.0, "car": 16.0, "balloon": 1.5, "sailing_ship": 4.0}
    base = max(deed.verb.pace or 1.5, own.get(role.entry.rig, 0.0) if deed.verb.motion != "drift" else 0.0)
    if role.entry.rig in {"biped", "quadruped", "boat"}:
        base = min(base, 9.0)
    if role.entry.rig in {"whale", "fish", "school", "butterfly", "bird", "flock"}:
        base = min(base, max(0.4, 1.2 * role.entry.size))
    return base * (0.5 + deed.speed if deed.speed else 1.0) * stage.tempo


def _entrance(  # noqa: PLR0911  (one answer a movement)
    role: Role, first: tuple[Deed, str], rest: Point, stage: Stage, steps: int
) -> Point:
    """Where the actor is when the shot begins, so that its first movement plays well in the frame."""
    deed, motion = first
    x, y, d = rest
    half = d / FOCAL[stage.framing]
    travel = _pace(role, deed, stage) * stage.length_s / steps
    if role.far and role.entry.habitat == "air":
        z = min(FARTHEST_M, max(900.0, d * 8))
        return (x / d * z * 0.3, stage.camera_m + z * (0.26 if role.above else 0.2), z)
    if role.far:
        z = min(FARTHEST_M, d * 5)
        return (x / d * z, y, z)
    match motion:
        case "approach":
            return (x, y, min(FARTHEST_M, d * 0.6 + min(travel, 10 * d)))
        case "recede":
            return (x, y, d * 0.75)
        case "cross" if not stage.tracked:
            sign = -1.0 if deed.direction == "left" else 1.0
            return (x - sign * min(travel, 1.5 * half) / 2, y, d)
        case "drift":
            return (x - min(travel, 0.6 * half) / 2, y, d)
        case "descend":
            return (x, y + 0.5 * half, d)
        case _:
            return rest


def _way(  # noqa: PLR0911  (one answer a movement)
    deed: Deed, motion: str, rig: str, size: float, d: float, at: Point, stage: Stage, seconds: float,
    rng: random.Random,
) -> list[tuple[float, Point]]:  # fmt: skip
    """Points of one movement, each at a share of its time."""
    x, y, z = at
    half = z / FOCAL[stage.framing]
    pace = (deed.verb.pace or 1.5) * (0.5 + deed.speed if deed.speed else 1.0) * stage.tempo
    own = {"dragon": 60.0, "aircraft": 60.0, "train": 16.0, "car": 16.0}.get(rig, 0.0)
    travel = max(pace, own * stage.tempo) * seconds
    sign = -1.0 if deed.direction == "left" else 1.0
    match motion:
        case "approach":
            near = max(NEAREST_M, size * 0.8 if rig in _LONG else d * 0.6)
            end = (x * near / z * 0.6, max(0.0, _level(y, near, z, stage)), near)
            if z > 6 * near:  # far things seem still, then are upon us: most of the way is taken late in pixels
                sway = rng.choice((-1.0, 1.0)) * 0.12
                mid_z = near + 0.36 * (z - near)
                return [(0.5, (x * 0.5 + sway * mid_z, _level(y, mid_z, z, stage), mid_z)), (1.0, end)]
            return [(1.0, end)]
        case "recede":
            return [(1.0, (x, y, min(FARTHEST_M, z + max(0.5 * z, min(travel, 6 * z)))))]
        case "cross":
            reach = travel if stage.tracked else min(travel, 1.5 * half)
            return [(1.0, (x + sign * reach, y, z))]
        case "drift":
            return [(1.0, (x + sign * min(travel, 0.6 * half), y + 0.03 * half, z * 0.97))]
        case "rise":
            high = 1.1 * half if rig == "rocket" else min(0.45 * half, max(travel, 0.1 * half))
            return [(0.5, (x, y + high * (0.18 if rig == "rocket" else 0.45), z)), (1.0, (x, y + high, z))]
        case "descend":
            low = max(0.0, y - min(0.5 * half, max(travel, 0.1 * half)))
            return [(1.0, (x, low, z))]
        case "circle":
            r = 0.35 * half
            ring = ((0.25, (x + r, y, z + r)), (0.5, (x, y, z + 2 * r)), (0.75, (x - r, y, z + r)), (1.0, (x, y, z)))
            return list(ring)
        case _:  # appear: comes up a little from behind what hides it
            return [(1.0, (x, y + 0.02 * z, z))]


def _level(y: float, near: float, z: float, stage: Stage) -> float:
    """Height on the way in: down from above to the height of the camera; what walks stays on the ground."""
    if y <= 0.01:
        return 0.0
    return y * near / z + max(0.0, stage.camera_m * 0.4) * (1 - near / z)


def _still_facing(rig: str, rng: random.Random) -> str:
    if rig in {"biped", "face", "dragon", "butterfly"}:
        return "camera"
    return rng.choice(("left", "right"))


def _action(role: Role, rig: str, stage: Stage) -> tuple[str, tuple[float, float] | None]:
    """What is done in place, and when: of several deeds the one with a moment, else the last that shows."""
    total = max(1, len(role.deeds))
    for index, deed in enumerate(role.deeds):
        if deed.verb.moment and deed.verb.action:
            begin = stage.start_s + stage.length_s * max(0.12, index / total)
            end = stage.start_s + stage.length_s * max(0.6, (index + 1) / total)
            if deed.verb.action == "launch":
                begin, end = max(begin, stage.launch_s or stage.start_s + 0.15 * stage.length_s), stage.end_s
            begin = min(begin, stage.end_s - 0.1 * stage.length_s)
            return deed.verb.action, (round(begin, 3), round(max(end, begin), 3))
    for deed in reversed(role.deeds):
        if deed.verb.action not in {"", "idle", "roar" if stage.hunted else ""} and _can(rig, deed.verb.action):
            return deed.verb.action, None
        if deed.verb.gait and rig != "rocket":
            legs = rig in {"biped", "quadruped"} and deed.verb.gait not in {"walk", "run"}
            return _OWN_WAY.get(rig, "walk" if legs else deed.verb.gait), None
    if role.jaws and not stage.hunted:
        return "roar", None
    return ("idle" if rig == "rocket" else role.entry.action or _OWN_WAY.get(rig, "idle")), None


def _can(rig: str, action: str) -> bool:
    """Whether a rig has such an action; a fish does not spin, nor a car sit."""
    if rig in {"biped", "placeholder", "windmill", "face"}:
        return True
    if action in {"spin", "dance"}:
        return rig in {"lighthouse", "quadruped"}
    return not (action in {"sit", "raise", "wear"} and rig != "quadruped")


def _timed(points: Sequence[tuple[float, Point]], stage: Stage) -> tuple[Waypoint, ...]:
    """Waypoints with strictly later times, the first at the start of the shot and the last at its end."""
    kept: list[tuple[float, Point]] = []
    for share, point in points:
        if kept and share <= kept[-1][0] + 1e-3:
            kept[-1] = (kept[-1][0], point)
        else:
            kept.append((share, point))
    if kept[-1][0] < 1.0 - 1e-6:
        kept.append((1.0, kept[-1][1]))
    return tuple(
        Waypoint(
            time_s=stage.end_s if share >= 1.0 - 1e-6 else stage.start_s + share * stage.length_s,
            x=round(_sane(x), 3),
            y=round(_sane(y), 3),
            z=round(_sane(z), 3),
        )
        for share, (x, y, z) in kept
    )


def _sane(metres: float) -> float:
    return min(2 * FARTHEST_M, max(-2 * FARTHEST_M, metres))


def _aboard(actors: Sequence[Actor], roles: Sequence[Role], stage: Stage) -> list[Actor]:
    """People on a sea stand on the deck of the ship that is in the picture; in a near shot they are what is near."""
    ship = next((a for a in actors if a.rig in {"sailing_ship", "boat"}), None)
    if ship is None:
        return list(actors)
    deck = deck_m(ship.size_m)
    near = stage.framing != "wide"
    made = []
    for actor, role in zip(actors, roles, strict=True):
        if actor.rig == "biped" and role.entry.habitat == "ground":
            d = distance_m("biped", actor.size_m, stage.framing)
            way = [
                replace(
                    p, x=0.0 if near else p.x - 0.12 * ship.size_m, y=deck, z=d if near else max(NEAREST_M, p.z - 0.5)
                )
                for p in ship.path
            ]
            made.append(replace(actor, path=tuple(way), facing="camera"))
        elif actor is ship and near:
            d = distance_m("biped", 1.75, stage.framing) + 0.08 * ship.size_m
            made.append(replace(ship, path=tuple(replace(p, x=0.15 * ship.size_m, z=d) for p in ship.path)))
        else:
            made.append(actor)
    return made


def deck_m(ship_m: float) -> float:
    """Height of the deck of a ship ``ship_m`` long."""
    return 0.1 * ship_m


def _on_viaduct(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """A train crosses a viaduct on top of it, and the viaduct stands across the picture under the whole way."""
    arches = next((a for a in actors if a.rig == "viaduct"), None)
    train = next((a for a in actors if a.rig == "train"), None)
    if arches is None or train is None:
        return tuple(actors)
    d = distance_m("viaduct", arches.size_m, "wide", 2.2)
    d = max(d, train.path[0].z)
    under = tuple(replace(p, x=0.0, z=d) for p in arches.path)
    over = tuple(replace(p, y=TRACK_SHARE * arches.size_m, z=d) for p in train.path)
    on = {arches.id: replace(arches, path=under, facing="camera"), train.id: replace(train, path=over)}
    return tuple(on.get(a.id, a) for a in actors)
