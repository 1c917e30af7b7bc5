"""The way of an actor through a shot: waypoints from what it does, at a pace that its kind and its verb make likely."""

from __future__ import annotations

import random
from collections.abc import Sequence

from vitascope.engines.animatic.graph import Waypoint
from vitascope.engines.animatic.reading.drafts import Deed, Role
from vitascope.engines.animatic.reading.framing import FARTHEST_M, FOCAL, LONG, NEAREST_M, Stage, rig_of, size_of
from vitascope.engines.animatic.reading.lexicon import Entry

_DIRECTED = {"approach": "approach", "recede": "recede", "away": "recede", "up": "rise", "down": "descend"}
MOVING = {"approach", "recede", "cross", "rise", "descend", "drift", "circle", "appear"}
"""Ways that lead somewhere."""
_RESTLESS = {"fish", "school", "bird", "flock", "aircraft", "butterfly"}
"""These never hang still."""
_GLIDE = Entry(word="glide", table="verbs", gait="", motion="cross", pace=1.5)
_OWN_PACE = {"dragon": 60.0, "aircraft": 60.0, "train": 16.0, "car": 16.0, "balloon": 4.0, "sailing_ship": 4.0}
"""Metres a second of what is not known by its verb: a train *crosses* a bridge no slower than it drives."""
FAR_OFF = 5.0
"""How many times farther than framed well a flyer is that comes from a distance: small, and yet told for what it is."""
_TO_THE_WAIST = 0.42
"""Of the distance at which all of somebody is in the picture: there the head and the body down to the knees are."""
_UPRIGHT = {"bicycle", "motorcycle"}
"""Forms of a long rig that are as high as they are long, with a head on top."""
_STEADY = {"object", "biped", "face", "dragon", "butterfly", "viaduct", "windmill"}
"""These face us when they stand still."""
Point = tuple[float, float, float]


def way_of(
    role: Role, rig: str, size: float, d: float, column: float, foot: float, stage: Stage, rng: random.Random
) -> tuple[tuple[Waypoint, ...], str]:
    """Waypoints from the start of the shot to its end, and which way the actor faces.

    It fills its share of the frame at ``d`` metres, ``column`` (-1 to 1) of the way from the centre to the edge.
    """
    half = d / FOCAL[stage.framing]
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
        way = _way(role, deed, motion, rig, size, d, at, stage, (done - begin) * stage.length_s, rng)
        points.extend((begin + (done - begin) * part, point) for part, point in way)
        at = points[-1][1]
        facing = {"approach": "camera", "recede": "away"}.get(motion, facing)
    ways = {motion for _, motion in moving}
    return _timed(points, stage), "path" if {"cross", "approach"} <= ways else facing


def _movements(role: Role, rig: str) -> list[tuple[Deed, str]]:
    """What moves the actor, in order; the same movement told twice (``rushes in … is coming``) is one."""
    if role.entry.fixed or rig == "face":
        return []
    kept: list[tuple[Deed, str]] = []
    for deed in role.deeds:
        motion = motion_of(role, deed)
        if motion in MOVING and (not kept or kept[-1][1] != motion):
            kept.append((deed, motion))
    passed = role.background and rig == "aircraft"  # asteroids tumble *past a spaceship*, which does not leave them
    if (
        not kept
        and not passed
        and ((rig in _RESTLESS and not role.deeds) or rig in {"school", "flock"} or role.entry.word == "traffic")
    ):
        kept.append((Deed(verb=_GLIDE), "cross"))
    return kept


def motion_of(role: Role, deed: Deed) -> str:
    """Where a deed takes its doer: one of a verb's ways, as its direction and what its doer is have it."""
    if role.entry.rig == "whale" and any(one.verb.moment for one in role.deeds):
        return "stay"  # the leap has its own way, up and down again
    if role.entry.habitat == "ground" and (way := _along_the_ground(role, deed)):
        return way
    if role.entry.rig == "car" and deed.verb.motion == "drift" and role.entry.habitat == "ground":
        return "cross"  # round a corner, not like a cloud
    if deed.direction in _DIRECTED:
        return _DIRECTED[deed.direction]
    if deed.direction in {"left", "right"}:
        return "cross"
    return deed.verb.motion or "stay"


def _along_the_ground(role: Role, deed: Deed) -> str:
    """Down the street, or down a hill, is towards us, and up it is away; nobody walks on air."""
    stands = role.entry.rig in {"biped", "quadruped"} and deed.verb.gait not in {"fly", "float", "swim"}
    if stands and deed.direction in {"up", "down"} and not deed.goes:
        return "stay"
    legs = role.entry.rig in {"biped", "quadruped"} and deed.verb.gait in {"walk", "run"}
    leaps = deed.verb.action == "jump" and role.entry.rig in {"biped", "quadruped"}
    if deed.direction in {"up", "down"} and (deed.verb.motion == "cross" or leaps):
        return "approach" if deed.direction == "down" else "recede"
    if legs:
        return {"descend": "approach", "rise": "recede"}.get(deed.verb.motion, "")
    heavy = role.entry.rig in {"biped", "quadruped"} and (
        deed.verb.gait not in {"fly", "float", "swim"} or deed.verb.word == "dive"
    )
    if heavy and deed.verb.motion in {"rise", "descend"} and deed.verb.action not in {"fall", "launch"}:
        return "stay"  # who rises from a chair does not rise into the air
    return ""


def pace_of(role: Role, deed: Deed, stage: Stage) -> float:
    """Metres a second: the verb's, or what the actor's size makes likely, by the adverb."""
    drifts = deed.verb.motion == "drift" and role.entry.rig not in {
        "balloon",
        "car",
    }  # which the wind alone takes along
    base = max(deed.verb.pace or 1.5, 0.0 if drifts else _OWN_PACE.get(role.entry.rig, 0.0))
    if role.entry.rig in {"biped", "quadruped", "boat"}:
        base = min(base, 9.0)
    if role.entry.rig == "quadruped":  # legs are as long as their owner is high
        base = min(base, max(0.3, 14 * role.entry.size) * (0.1 if role.entry.form in {"snail", "tortoise"} else 1.0))
    if role.entry.rig in {"whale", "fish", "school", "butterfly", "bird", "flock"}:
        base = min(base, max(0.4, 1.2 * role.entry.size))
    base *= min(1.0, 4 * role.scale)  # a toy of a car is no faster than a toy
    return base * (0.5 + deed.speed if deed.speed else 1.0) * stage.tempo


def _entrance(  # noqa: PLR0911  (one answer a movement)
    role: Role, first: tuple[Deed, str], rest: Point, stage: Stage, steps: int
) -> Point:
    """Where the actor is when the shot begins, so that its first movement plays well in the frame."""
    deed, motion = first
    x, y, d = rest
    half = d / FOCAL[stage.framing]
    travel = pace_of(role, deed, stage) * stage.length_s / steps
    if role.far and role.entry.habitat == "air":
        z = min(FARTHEST_M, max(120.0, d * FAR_OFF))
        return (x / d * z * 0.3 + 0.09 * z, stage.camera_m + z * (0.40 if role.above else 0.24), z)
    if role.far:
        z = min(FARTHEST_M, d * 5)
        return (x / d * z, y, z)
    match motion:
        case "approach":
            near = _nearest(rig_of(role), role.entry.form, size_of(role), d, stage)
            return (x, y, min(FARTHEST_M, 9 * max(near, d / 4), d * 0.6 + min(travel, 10 * d)))
        case "recede":
            return (x, y, d * 0.65)
        case "cross" if not stage.tracked:
            sign = -1.0 if deed.direction == "left" else 1.0
            room = max(0.4 * half, 1.25 * half - (1.2 * size_of(role) if role.entry.rig == "quadruped" else 0.0))
            return (x - sign * min(travel, room) / 2, y, d)
        case "drift":
            return (x - min(travel, 0.6 * half) / 2, y, d)
        case "descend" if role.entry.habitat != "water":
            return (x, y + 0.5 * half, d)
        case _:
            return rest


def _way(  # noqa: PLR0911, PLR0912  (one answer a movement)
    role: Role,
    deed: Deed, motion: str, rig: str, size: float, d: float, at: Point, stage: Stage, seconds: float,
    rng: random.Random,
) -> list[tuple[float, Point]]:  # fmt: skip
    """Points of one movement, each at a share of its time."""
    x, y, z = at
    half = z / FOCAL[stage.framing]
    travel = pace_of(role, deed, stage) * seconds
    sign = -1.0 if deed.direction == "left" else 1.0
    if motion in {"rise", "descend"} and role.entry.habitat == "water" and rig in {"boat", "sailing_ship"}:
        if role.entry.form != "submarine":
            motion = "cross"  # no hull leaves the water
        else:
            deep = -0.35 * size if motion == "descend" else 0.0
            return [(0.25, (x + 0.2 * sign * travel, y, z)), (1.0, (x + sign * min(travel, 0.5 * half), deep, z))]
    match motion:
        case "approach":
            near = _nearest(rig, role.entry.form, size, d, stage)
            end = (x * near / z * 0.6, max(0.0, _level(y, near, z, stage)), near)
            if z > 6 * near:  # far things seem still, then are upon us: most of the way is taken late in pixels
                sway = rng.choice((-1.0, 1.0)) * 0.12
                mid_z = near + 0.36 * (z - near)
                return [(0.5, (x * 0.5 + sway * mid_z, _level(y, mid_z, z, stage), mid_z)), (1.0, end)]
            return [(1.0, end)]
        case "recede":
            return [(1.0, (x, y, min(FARTHEST_M, z + max(0.5 * z, min(travel, 1.7 * z)))))]
        case "cross" if stage.wooded and stage.tracked:  # along the path, since trees stand beside it
            return [(1.0, (x, y, z + travel))]
        case "cross":
            room = max(0.4 * half, 1.25 * half - (1.2 * size if rig == "quadruped" else 0.0))
            reach = travel if stage.tracked else min(travel, room)
            return [(1.0, (x + sign * reach, y, z))]
        case "drift":
            return [(1.0, (x + sign * min(travel, 0.6 * half), y + 0.03 * half, z * 0.97))]
        case "rise":
            high = 0.8 * half if rig == "rocket" else min(0.45 * half, max(travel, 0.1 * half))
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


def _nearest(rig: str, form: str, size: float, d: float, stage: Stage) -> float:
    """How near somebody comes who comes at us; a train is long, but its face is not."""
    if rig not in LONG or form in _UPRIGHT:
        return max(NEAREST_M, d * (_TO_THE_WAIST if rig == "biped" else 0.55))
    return max(NEAREST_M, size * (1.5 if stage.hunted else 0.22 if rig == "train" else 0.8))


def _level(y: float, near: float, z: float, stage: Stage) -> float:
    """Height on the way in: down from above to the height of the camera; what walks stays on the ground."""
    if y <= 0.01:
        return 0.0
    return y * near / z + max(0.0, stage.camera_m * 0.4) * (1 - near / z)


def _still_facing(rig: str, rng: random.Random) -> str:
    if rig in _STEADY:
        return "camera"
    if rig == "car":
        return "path"  # aslant, as cars are shown
    return rng.choice(("left", "right"))


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
