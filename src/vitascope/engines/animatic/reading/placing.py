"""Who stands where: to the left or the right, in the middle, before or behind another, as the prompt has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.drafts import Role
from vitascope.engines.animatic.reading.framing import FOCAL, NEAREST_M, Stage

SIDES = {"side_left": -1.0, "side_right": 1.0, "side_middle": 0.0}
"""Directions of the lexicon that say where in the picture somebody is, and the side of each."""
RELATIONS = {"left_of", "right_of", "front_of", "back_of"}
"""Directions that say so of one by another, who is named next."""
_ASIDE = 0.5
"""How far out who is on one side is, in half widths of the picture."""
_WALLS = {"fireplace"}
"""What stands in a wall, behind all of them."""
_APART = 0.22
"""The least that those are apart who are one beside the other, likewise."""
_NEARER, _FARTHER = 0.74, 1.4
"""How far off who is before another stands, and who is behind, in the other's distance."""


def placed(actors: Sequence[Actor], roles: Sequence[Role], stage: Stage) -> list[Actor]:
    """``actors``, those moved of whose ``roles`` the prompt says where they are."""
    made = list(actors)
    told = {i for i, role in enumerate(roles) if role.side}
    for i in sorted(told):
        made[i] = _across(made[i], SIDES[roles[i].side] * _ASIDE, stage)
    if len(told) == 1 and len(made) > 1:
        (first,) = told
        for i, other in enumerate(made):
            sign = SIDES[roles[first].side]
            if i != first and roles[i].beside is None and _share(other, stage) * sign > 0 and _still(other):
                made[i] = _across(other, -sign * 0.6 * _ASIDE, stage)  # clear of who is there
    for i, role in enumerate(roles):
        if role.beside is None:
            continue
        relation, by = role.beside
        j = next((k for k, other in enumerate(roles) if other is by), None)
        if j is None or j == i:
            continue
        if relation in {"left_of", "right_of"}:
            made[i], made[j] = _beside(made[i], made[j], stage, left=relation == "left_of")
        elif _still(made[i]) and _still(made[j]):
            made[i] = _behind(made[i], made[j], stage, nearer=relation == "front_of")
    deepest = max((a.path[0].z for a in made if a.form not in _WALLS), default=0.0)
    return [
        replace(a, path=tuple(replace(p, z=round(1.15 * deepest, 3)) for p in a.path))
        if a.form in _WALLS and a.path[0].z < 1.1 * deepest and any(r.beside for r in roles)
        else a
        for a in made
    ]


def _share(actor: Actor, stage: Stage) -> float:
    """Where across the picture an actor begins, in half widths from the middle."""
    return actor.path[0].x * FOCAL[stage.framing] / actor.path[0].z


def _breadth(actor: Actor) -> float:
    """Half of how broad it is, in its distance."""
    return (0.2 if actor.rig == "biped" else 0.55) * actor.size_m / actor.path[0].z


def _still(actor: Actor) -> bool:
    return len({(p.x, p.z) for p in actor.path}) == 1


def _across(actor: Actor, share: float, stage: Stage) -> Actor:
    """``actor`` that begins at ``share`` of the way to the edge; who stays, stays there."""
    aside = share * actor.path[0].z / FOCAL[stage.framing] - actor.path[0].x
    return replace(actor, path=tuple(replace(p, x=round(p.x + aside, 3)) for p in actor.path))


def _beside(one: Actor, other: Actor, stage: Stage, *, left: bool) -> tuple[Actor, Actor]:
    """Both in the order in which they are told, clear of each other and on one ground."""
    sign = -1.0 if left else 1.0
    here, there = _share(one, stage), _share(other, stage)
    if sign * (here - there) < 0:
        here, there = there, here
    apart = max(_APART, (_breadth(one) + _breadth(other)) * FOCAL[stage.framing])
    if abs(here - there) < apart:
        here, there = sign * apart / 2, -sign * apart / 2
    level = {"object", "cup"} >= {one.rig, other.rig} and one.path[0].y != other.path[0].y
    if level:  # a ball beside a box lies where the box does
        foot = min(one.path[0].y, other.path[0].y)
        one, other = (replace(a, path=tuple(replace(p, y=foot) for p in a.path)) for a in (one, other))
    return _across(one, here, stage), _across(other, there, stage)


def _behind(one: Actor, other: Actor, stage: Stage, *, nearer: bool) -> Actor:
    """``one`` nearer than ``other`` or farther off, and so much aside that both are seen."""
    ahead, distance = one.path[0].z, other.path[0].z
    if (ahead < 0.9 * distance) if nearer else (ahead > 1.1 * distance):
        return one
    share = _share(one, stage)
    z = max(NEAREST_M, distance * (_NEARER if nearer else _FARTHER))
    moved = replace(one, path=tuple(replace(p, z=round(z, 3)) for p in one.path))
    beside = _share(other, stage)
    apart = max(_APART, 0.8 * (_breadth(moved) + _breadth(other)) * FOCAL[stage.framing])
    if abs(share - beside) < apart:
        share = beside + (apart if share >= beside else -apart)
    return _across(moved, share, stage)
