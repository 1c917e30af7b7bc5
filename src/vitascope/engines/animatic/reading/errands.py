"""Where the steps of somebody lead: to things, to a window, onto a table or a seat; what is taken up goes along."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from vitascope.engines.animatic.graph import Actor, Waypoint
from vitascope.engines.animatic.reading.drafts import Role
from vitascope.engines.animatic.reading.framing import FOCAL, TABLE_M, Stage
from vitascope.engines.animatic.reading.steps import Step, stays
from vitascope.engines.animatic.reading.ways import pace_of

_IN_FRAME = 0.55
"""How far to the side, in half widths of the picture, somebody goes who does something more there."""
SEATS = {"chair", "wooden chair", "armchair", "throne", "bench"}
"""Props of who sits on them."""
_APART = 0.42
"""From somebody to what they go to, in the size of both together."""
_REACHED = {"object", "cup", "biped", "quadruped", "campfire", "flower", "tree", "car"}
"""Rigs that somebody goes up to."""
_WINDOW_X, _TABLE_Z, _BESIDE_TABLE = 0.2, 1.4, 1.15
"""Where `draw.worlds` has the window and the table of a room in which they are told."""
_ON_SEAT_M = 0.05
"""How far before the middle of a seat somebody is who sits on it."""
_BEFORE_SEAT = 0.2
"""How far before a seat somebody stands who sits down on it, in their height."""
_AHEAD: Mapping[str, tuple[float, float]] = {"biped": (0.2, 0.62), "quadruped": (0.95, 0.5)}
"""Where what is carried is: ahead of its bearer and over the ground, in the bearer's size."""
Point = tuple[float, float, float]


def laid_out(
    actor: Actor, steps: Sequence[Step], others: Mapping[int, Actor], spot: Point, stage: Stage
) -> dict[int, Actor]:
    """What the steps lead to, by its role: on the ground where they are done, each on a side of its own."""
    out: dict[int, Actor] = {}
    for step in steps:
        thing = others.get(id(step.to))
        if thing is None or thing is actor or thing.rig not in _REACHED or id(step.to) in out:
            continue
        still = len({(p.x, p.z) for p in thing.path}) == 1
        if still and thing.path[0].y < TABLE_M / 2:
            aside = 0.0 if thing.form in SEATS else 0.5 if len(out) % 2 == 0 else -0.5
            x = round(spot[0] if not aside else aside * spot[2] / FOCAL[stage.framing], 3)
            thing = replace(thing, path=tuple(replace(p, x=x, y=0.0, z=round(spot[2], 3)) for p in thing.path))
        out[id(step.to)] = thing
    return out


def seat_of(actor: Actor, steps: Sequence[Step], reached: Mapping[int, Actor], spot: Point) -> Actor | None:
    """What is sat down on, which stands there all the time; ``None`` for the ground."""
    if actor.rig != "biped" or not any(step.sits for step in steps):
        return None
    there = next((thing for thing in reached.values() if thing.form in SEATS), None)
    if there is not None:
        return replace(there, size_m=1.05 if there.form == "bench" else there.size_m, facing="camera")
    prop = next((p for p in actor.props if p in SEATS), None)
    if prop is None or actor.count > 1:
        return None
    form = prop.removeprefix("wooden ")
    size = {"armchair": 1.15, "throne": 1.7}.get(form, 0.95) * actor.size_m / 1.8
    at = (actor.path[0], actor.path[-1])
    stands = tuple(replace(p, x=spot[0], y=spot[1], z=round(spot[2] + 0.04 * actor.size_m, 3)) for p in at)
    return Actor(
        id=f"{actor.id}-seat", rig="object", form=form, label=form, size_m=round(size, 3), path=stands, facing="camera"
    )


def path_of(
    actor: Actor,
    role: Role,
    steps: Sequence[Step],
    times: Sequence[tuple[float, float]],
    reached: Mapping[int, Actor],
    spot: Point,
    stage: Stage,
    seat: Actor | None,
) -> tuple[Waypoint, ...]:
    """Where the steps lead: to what they are said to lead to, else into the picture, or at the last out of it."""
    before = (spot[0], spot[1], spot[2] - _BEFORE_SEAT * actor.size_m) if seat is not None else spot
    at = before
    goals = [_goal(actor, step, reached, spot, before) for step in steps]
    if steps[0].way:
        back = next((g for g in goals[1:] if g is not None), None) if goals[0] is not None else None
        if stage.tracked and goals[0] is None and steps[0].way == "cross":  # it begins where the camera does
            at = before = (actor.path[0].x, before[1], before[2])
            goals[0] = _gone(role, steps[0], at, times[0], stage, last=False)
        else:
            goals[0] = there = goals[0] or before
            at = back or _from(role, steps[0], there, times[0], stage)
    seated = seat is not None and steps[0].sits and not steps[0].way
    at = (seat.path[0].x, at[1], seat.path[0].z - _ON_SEAT_M) if seat is not None and seated else at
    points: list[tuple[float, Point]] = [(times[0][0], at)]
    for index, (step, (begin, end)) in enumerate(zip(steps, times, strict=True)):
        goal = goals[index] or (
            _gone(role, step, at, (begin, end), stage, last=end == times[-1][1]) if step.way else at
        )
        sits = seat is not None and step.sits
        if sits != seated and not step.way and not (seated and stays(step)):
            seated = sits
            goal = (seat.path[0].x, at[1], seat.path[0].z - _ON_SEAT_M) if sits and seat is not None else before
            points.append((begin + min(0.5, 0.5 * (end - begin)), goal))
        if step.action == "jump" and goal[1] != at[1]:
            top = max(at[1], goal[1]) + 0.35 * abs(goal[1] - at[1])
            points.append(((begin + end) / 2, ((at[0] + goal[0]) / 2, top, (at[2] + goal[2]) / 2)))
        points.append((end, goal))
        at = goal
    return tuple(
        Waypoint(time_s=round(t, 3), x=round(p[0], 3), y=round(p[1], 3), z=round(max(p[2], 0.3), 3)) for t, p in points
    )


def carried(thing: Actor, bearer: Actor, steps: Sequence[Step], reached: Mapping[int, Actor]) -> Actor:
    """``thing`` in the hands or jaws of who takes it up, from then on until it is put down."""
    there = [reached.get(id(step.to)) is thing for step in steps]
    taken = next((k for k in range(1, len(steps)) if steps[k].action == "take" and there[k - 1]), None)
    if taken is None or thing.rig != "object" or thing.size_m > 0.8 * bearer.size_m:
        return thing
    ahead, up = (k * bearer.size_m for k in _AHEAD[bearer.rig])
    deed = bearer.deeds[taken]
    middle = round((deed.start_s + deed.end_s) / 2, 3)
    here = thing.path[0]
    way = [here, replace(here, time_s=middle)]
    legs = [(a, b) for a, b in itertools.pairwise(bearer.path) if b.time_s > middle]
    for a, b in legs:
        side = 1.0 if b.x > a.x else -1.0 if b.x < a.x else (1.0 if here.x >= a.x else -1.0)
        for p in (a, b):
            time_s = round(max(p.time_s, middle) + (0.3 if p is a else 0.0), 3)
            if time_s > way[-1].time_s + 0.05 and time_s <= bearer.path[-1].time_s:
                x, y = round(p.x + side * ahead, 3), round(p.y + up, 3)
                way.append(replace(p, time_s=time_s, x=x, y=y, z=round(p.z - 0.02, 3)))
    return replace(thing, path=tuple(way))


def spot_of(actor: Actor, steps: Sequence[Step]) -> Point:
    """Where whoever goes nowhere in particular does what they do: where they are seen well, and beside a table."""
    if any(step.toward == "table" and step.action == "jump" for step in steps):
        return (-_BESIDE_TABLE, 0.0, _TABLE_Z)
    first, last = actor.path[0], actor.path[-1]
    if (first.x, first.z) == (last.x, last.z):
        return (first.x, first.y, first.z)
    lengthwise = abs(first.z - last.z) > abs(first.x - last.x)
    return (0.25 * (first.x + last.x), first.y, min(first.z, last.z) if lengthwise else first.z)


def _goal(actor: Actor, step: Step, reached: Mapping[int, Actor], spot: Point, before: Point) -> Point | None:
    """What a step leads to, as a place to stand; ``None`` where it leads nowhere in particular."""
    if not (step.way or step.action == "jump"):
        return None
    thing = reached.get(id(step.to))
    if thing is not None:
        at = thing.path[0]
        side = -1.0 if at.x > 0 else 1.0
        return (at.x + side * _APART * (_breadth(actor) + _breadth(thing)), 0.0, at.z)
    if step.toward == "window" and step.way:
        return (_WINDOW_X, 0.0, spot[2])
    if step.toward == "table":
        return (-0.1, TABLE_M, _TABLE_Z) if step.action == "jump" else before
    return None


def _breadth(actor: Actor) -> float:
    return actor.size_m * {"biped": 0.45, "quadruped": 1.5}.get(actor.rig, 0.8)


def _from(role: Role, step: Step, there: Point, time: tuple[float, float], stage: Stage) -> Point:
    """Where somebody comes from who is ``there`` at the end of the first step."""
    deed = next((d for d in step.deeds if d.goes), step.deeds[0])
    travel = pace_of(role, deed, stage) * (time[1] - time[0])
    half = there[2] / FOCAL[stage.framing]
    x, y, z = there
    if step.way == "approach":
        return (x, y, z + min(travel, 3 * z))
    if step.way == "recede" or step.toward == "window":
        return (x - 0.7, y, max(z - travel, 0.62 * z))
    sign = -1.0 if deed.direction == "left" or (step.to is not None and x > 0) else 1.0
    return (x - sign * (travel if stage.tracked else min(travel, 0.95 * half)), y, z)


def _gone(role: Role, step: Step, at: Point, time: tuple[float, float], stage: Stage, *, last: bool) -> Point:
    """Where a step ends that leads from ``at`` to nowhere in particular."""
    deed = next((d for d in step.deeds if d.goes), step.deeds[0])
    travel = pace_of(role, deed, stage) * (time[1] - time[0])
    x, y, z = at
    half = z / FOCAL[stage.framing]
    if step.way == "approach":
        return (0.7 * x, y, max(0.55 * z, z - travel))
    if step.way == "recede":
        return (x, y, z + max(0.5 * z, min(travel, 1.7 * z)))
    sign = -1.0 if deed.direction == "left" or (not deed.direction and x > 0.2 * half) else 1.0
    if stage.tracked:
        return (x + sign * travel, y, z)
    edge = 1.4 * half if last else _IN_FRAME * half
    return (min(max(x + sign * travel, -edge), edge), y, z)
