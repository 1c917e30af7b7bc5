"""The camera of a shot: framing, height and moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from vitascope.engines.animatic.graph import Actor, Camera, Framing, Move, MoveKind, WorldKind
from vitascope.engines.animatic.lettering import FORM
from vitascope.engines.animatic.reading.company import deck_m
from vitascope.engines.animatic.reading.drafts import Deed, Role, Take
from vitascope.engines.animatic.reading.framing import FOCAL, TABLE_M, distance_m

_FOLLOWS = {"track", "orbit", "push_in", "rack_focus"}
_TEMPO = {"slow_motion", "timelapse"}
"""What time does, not the camera."""
ASKED: dict[str, MoveKind] = {
    "dolly_in": "push_in", "dolly_out": "pull_out", "dolly_left": "truck_left", "dolly_right": "truck_right",
    "jib_up": "rise", "jib_down": "descend", "static": "static", "focus_shift": "rack_focus",
}  # fmt: skip
"""`core.generation.CAMERA_MOTIONS` in the words of the graph."""
_ASKED_SPEED = 0.6
"""Of a move that was asked for by name: a little more than unhurried, since it is looked for."""
_HEIGHTS: dict[str, float] = {"sea": 3.0, "coast": 3.0, "underwater": 3.0, "interior": 1.25, "sky": 2.0}
_OPPOSITE = (
    ("push_in", "pull_out"), ("pan_left", "pan_right"), ("truck_left", "truck_right"), ("rise", "descend"),
    ("tilt_up", "tilt_down"),
)  # fmt: skip
_CALLED = {
    "push_in": "push in", "pull_out": "pull out", "pan_left": "pan left", "pan_right": "pan right",
    "truck_left": "move left", "truck_right": "move right", "rise": "rise", "descend": "descend",
    "tilt_up": "tilt up", "tilt_down": "tilt down",
}  # fmt: skip
_LOW_M, _TOWER_M = 2.0, 60.0
"""Height of a camera that looks up, and of a building that stands among others."""
_FEW = 3
_AT_HOME = {"biped", "object", "cup", "quadruped"}
"""Few people in a room are what its picture is about."""
_DRIFT = 0.15
"""A push that is felt rather than seen, where the prompt leaves the camera free."""
MAX_MOVES = 4
_FROM_BELOW = 0.45
"""Height of the camera over that of somebody of might: under the waist, so that the head is against the sky."""
_OVER_TREES_M = 30.0
"""Where a dragon or a helicopter flies over a forest, and where it is seen from."""


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
    still_life = lead.entry.habitat == "table" or lead.entry.rig == "cup"
    if still_life or (len(leads) == 1 and kind == "interior" and lead.entry.size < 3):
        return "medium"
    if kind == "interior" and sum(r.count for r in leads) <= _FEW and all(r.entry.rig in _AT_HOME for r in leads):
        return "medium"
    speaks = any(line.speaker is lead for line in take.lines)
    return "medium" if speaks and lead.entry.rig in {"biped", "quadruped"} and len(leads) == 1 else "wide"


_OVER_TABLE_M = 1.3
"""From where one sees who leaps onto a table, and the top of it."""


_TOY_M = 0.6
"""What floats and is smaller is looked at from as near as what lies on the ground."""
_OVER_ROOFS_M = 70.0
"""From where one sees what flies over a city, and the city."""


def height_of(  # noqa: PLR0911  (one answer a case)
    take: Take, kind: WorldKind, framing: Framing
) -> float:
    """Metres over the ground: lower for what is small, so that it is in the picture, and on deck for those aboard."""
    if any(move == "drone" for move, _ in take.moves):
        return _flying_height(take)
    lead = next((r for r in take.roles if not r.background), None)
    usual = take.height or _HEIGHTS.get(kind, 1.7)
    if lead is not None and lead.entry.habitat == "water" and lead.entry.size < 6:
        usual = min(usual, 1.2)  # near the water, as what swims there is
    if kind == "forest" and lead is not None and lead.entry.habitat == "air" and lead.entry.size > 6:
        return take.height or _OVER_TREES_M
    if take.height or lead is None or lead.entry.rig == "face" or lead.entry.form == FORM:
        return usual
    if kind == "city" and lead.entry.habitat == "air" and any(d.goes for d in lead.deeds):
        return max(usual, _OVER_ROOFS_M)
    if kind == "city" and lead.entry.rig == "building":
        return max(usual, min(90.0, 0.32 * lead.entry.size * lead.scale))  # over the roofs that would hide it
    if lead.entry.habitat == "ground" and lead.entry.size < 10:
        usual = min(usual, 1.7)
    size = lead.entry.size * lead.scale
    if lead.entry.rig == "biped" and _mighty(take, lead):
        usual = min(usual, _FROM_BELOW * size)
    ship = next((r for r in take.roles if r.entry.rig in {"sailing_ship", "boat"}), None)
    if ship is not None and lead.entry.rig == "biped" and framing != "wide":
        return round(deck_m(ship.entry.size * ship.scale) + 0.8 * size, 3)
    toy = lead.entry.habitat == "water" and size < _TOY_M
    if size > 1.6 or not (toy or lead.entry.habitat in {"ground", "table"}):
        return usual
    if any(d.toward == "table" and d.verb.action == "jump" for d in lead.deeds):
        return _OVER_TABLE_M
    foot = TABLE_M if lead.entry.habitat == "table" or lead.entry.rig == "cup" else lead.perch_m
    if any("sill" in place.tags for place in take.places):
        foot = TABLE_M + 0.15
    frame = 1.125 * distance_m(lead.entry.rig, size, framing) / FOCAL[framing]
    over = 0.34 if lead.entry.rig == "cup" else 0.12  # one looks into a cup
    return round(min(usual, foot + size / 2 + over * frame), 3)


def _mighty(take: Take, lead: Role) -> bool:
    """Who lifts a sword or shouts is looked up at."""
    loud = any(line.speaker is lead and line.manner in {"shout", "roar"} for line in take.lines)
    return loud or any(deed.verb.action in {"raise", "roar"} for deed in lead.deeds)


def _flying_height(take: Take) -> float:
    """Of a drone: over the viaduct that a train crosses, near who runs on the ground, else high over the land."""
    arches = next((r for r in take.roles if r.entry.rig == "viaduct"), None)
    if arches is not None:
        return round(1.15 * arches.entry.size * arches.scale, 3)
    lead = next((r for r in take.roles if not r.background), None)
    afoot = lead is not None and (lead.entry.habitat == "ground" or lead.entry.rig == "biped")
    if lead is None or not afoot or lead.entry.fixed:
        return take.height or 45.0
    return round(min(45.0, max(3.5, 2.4 * lead.entry.size * lead.scale)), 3)


def follows(take: Take) -> bool:
    """Whether the camera goes along: as told, or, where nothing is said of it, with one who runs or drives across."""
    moves = {move for move, _ in take.moves}
    if "track" in moves:
        return True
    lead = next((r for r in take.roles if not r.background), None)
    if moves - {"slow_motion", "drone"} or lead is None or lead.far or len(_ways(lead)) != 1:
        return False
    stays = [r for r in take.roles if r is not lead and r.deeds and not r.background and not _ways(r)]
    if any(r.mount is None and not r.entry.fixed for r in stays):
        return False  # it would lose the other out of the picture
    return lead.entry.rig in {"biped", "quadruped", "car"} and _hurries(lead)


def direct(take: Take, motion: str) -> bool:
    """Let the camera do what was asked for beside the prompt; whether the prompt had said something else of it."""
    asked = ASKED[motion]
    said = {move for move, _ in take.moves} - _TEMPO
    if "drone" in said:  # its height is where the prompt wants to be seen from
        take.height = _flying_height(take)
    take.asked = asked
    take.moves = [(asked, None), *(move for move in take.moves if move[0] in _TEMPO)]
    take.speed = take.speed or _ASKED_SPEED
    return bool(said - {asked})


def settle(take: Take) -> str | None:
    """Leave one of two moves that undo each other, since all of a shot's moves are made at once; what is told of it."""
    said = [move for move, _ in take.moves]
    for one, other in _OPPOSITE:
        if one in said and other in said:
            last = max((one, other), key=lambda move: len(said) - 1 - said[::-1].index(move))
            lost = one if last == other else other
            take.moves = [move for move in take.moves if move[0] != lost]
            return f"The camera does not {_CALLED[lost]} and {_CALLED[last]} in one shot: only the latter is seen."
    lead = next((r for r in take.roles if not r.background), None)
    tower = lead is not None and lead.entry.rig == "building" and lead.entry.size >= _TOWER_M
    if lead is not None and tower and lead.entry.home == "city" and 0 < take.height < _LOW_M:
        take.height = 0.0  # from the street the houses before it hide it
        return f"The {lead.label} is seen from over the roofs, not from below."
    return None


def _ways(role: Role) -> list[Deed]:
    return [d for d in role.deeds if d.goes]


def _hurries(role: Role) -> bool:
    deed = _ways(role)[0]
    return deed.verb.motion == "cross" and not deed.direction and deed.verb.gait in {"run", "drive"}


def camera_of(take: Take, framing: Framing, height_m: float, actors: Sequence[Actor]) -> Camera:
    """The camera, whose moves follow the main actor where they follow anybody."""
    main = _target(take, actors)
    moves: dict[str, Move] = {}
    for kind, _ in take.moves:
        target = main if kind in _FOLLOWS else None
        target = _pulled_to(take, actors) or target if kind == "rack_focus" else target
        moves[kind] = Move(kind=cast(MoveKind, kind), speed=take.speed or 0.5, target=target)
    if follows(take):
        moves.setdefault("track", Move(kind="track", speed=take.speed or 0.5, target=main))
    if "static" in moves and moves.keys() - _TEMPO - {"static"}:
        del moves["static"]
    if any(a.rig == "rocket" and a.action == "launch" for a in actors):
        if take.asked is None and "static" not in moves:
            moves["shake"] = Move(kind="shake", speed=0.4, target=main)  # the ground trembles, and the camera looks up
        moves.setdefault("static", Move(kind="static", target=main))
    if not moves.keys() - _TEMPO:
        moves["push_in"] = Move(kind="push_in", speed=_DRIFT, target=main)
    return Camera(framing=framing, moves=tuple(moves.values())[:MAX_MOVES], height_m=height_m)


def _pulled_to(take: Take, actors: Sequence[Actor]) -> str | None:
    """Whom a focus ends on that is pulled from one to another: the second that is told of."""
    leads = [actor for role, actor in zip(take.roles, actors, strict=False) if not role.background]
    return leads[1].id if len(leads) > 1 else None


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
