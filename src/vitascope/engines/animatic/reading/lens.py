"""The camera of a shot: framing, height and moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from vitascope.engines.animatic.graph import Actor, Camera, Framing, Move, MoveKind, WorldKind
from vitascope.engines.animatic.reading.drafts import Take

_FOLLOWS = {"track", "orbit", "push_in"}
_HEIGHTS: dict[str, float] = {"sea": 3.0, "coast": 3.0, "underwater": 3.0, "interior": 1.25, "sky": 2.0}
_DRIFT = 0.15
"""A push that is felt rather than seen, where the prompt leaves the camera free."""
MAX_MOVES = 4


def framing_of(take: Take, kind: WorldKind) -> Framing:
    """As the prompt says; else near for faces and what stands on a table, farther for landscapes."""
    if take.framing:
        return cast(Framing, take.framing)
    leads = [r for r in take.roles if not r.background]
    if not leads:
        return "wide"
    lead = leads[0]
    if lead.entry.rig == "face":
        return "close"
    small = lead.entry.size * lead.scale < 0.5 and lead.entry.rig not in {"bird", "fish", "butterfly"}
    if len(leads) == 1 and (small or (kind == "interior" and lead.entry.size < 3)):
        return "medium"
    speaks = any(line.speaker is lead for line in take.lines)
    return "medium" if speaks and lead.entry.rig in {"biped", "quadruped"} and len(leads) == 1 else "wide"


def height_of(take: Take, kind: WorldKind) -> float:
    """Metres over the ground."""
    if any(move == "drone" for move, _ in take.moves):
        return take.height or 45.0
    return take.height or _HEIGHTS.get(kind, 1.7)


def camera_of(take: Take, framing: Framing, height_m: float, actors: Sequence[Actor]) -> Camera:
    """The camera, whose moves follow the main actor where they follow anybody."""
    main = _target(take, actors)
    moves: dict[str, Move] = {}
    for kind, _ in take.moves:
        target = main if kind in _FOLLOWS else None
        moves[kind] = Move(kind=cast(MoveKind, kind), speed=take.speed or 0.5, target=target)
    if "static" in moves and len(moves) > 1:
        del moves["static"]
    if not moves or set(moves) <= {"slow_motion", "timelapse"}:
        moves["push_in"] = Move(kind="push_in", speed=_DRIFT, target=main)
    return Camera(framing=framing, moves=tuple(moves.values())[:MAX_MOVES], height_m=height_m)


def _target(take: Take, actors: Sequence[Actor]) -> str | None:
    """Who the camera cares for: the one who speaks, else the first that is no background."""
    speakers = [line.speaker for line in take.lines if line.speaker is not None]
    for role, actor in zip(take.roles, actors, strict=False):
        if speakers and role is speakers[0]:
            return actor.id
    for role, actor in zip(take.roles, actors, strict=False):
        if not role.background:
            return actor.id
    return actors[0].id if actors else None
