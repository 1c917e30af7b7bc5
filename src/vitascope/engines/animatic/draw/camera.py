"""The camera: where it is and where it looks, from the moves of a shot."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from vitascope.engines.animatic.draw.paths import position
from vitascope.engines.animatic.draw.stage import Pose
from vitascope.engines.animatic.graph import Actor, Framing, Move, RigKind, Shot, WorldKind

FOCAL: dict[Framing, float] = {"wide": 1.15, "medium": 1.6, "close": 2.3}
"""About a 31, a 43 and a 62 mm lens on full frame: what a wide, a medium and a close shot are taken with."""

REACH_M: dict[WorldKind, float] = {
    "mountains": 110.0, "sea": 14.0, "coast": 12.0, "city": 70.0, "street": 4.5, "hills": 16.0, "forest": 5.0,
    "desert": 60.0, "space": 3000.0, "sky": 160.0, "interior": 0.45, "underwater": 2.6, "abstract": 1.0,
}  # fmt: skip
"""How far an unhurried move of six seconds goes: far enough to see parallax in that place."""

_IN_FOG_M = 12.0
"""How high a crane goes in fog: from above there, nothing is seen of the ground."""

_RAMP = 0.2
"""Share of a shot in which a move comes to its speed, and in which it comes to rest."""
_WHIP = 0.95
"""The speed from which a pan is a whip pan: at rest, a blur, at rest."""
_PAN = 0.92
"""What an unhurried pan turns, in radians over the focal length: half the field of view of a wide lens and more."""
_PAN_ENDS = 0.4
"""Share of a pan that goes on past the middle: what stands there ends up on a third."""
_TILT = 0.62
_ORBIT = 1.25
"""What an unhurried orbit goes round, in radians: a fifth of the circle shows all of one side."""

_NEAR_DRONE_M = 25.0
STEEPEST = 0.4
"""The most pitch in radians that terrain drawn by columns bears without a visible error."""

HALF_HEIGHT = 9 / 16

LIFT: dict[WorldKind, float] = {
    "mountains": 0.36, "sea": 0.26, "coast": 0.28, "city": 0.24, "street": 0.22, "hills": 0.32, "forest": 0.22,
    "desert": 0.34, "space": 0.0, "sky": -0.1, "interior": 0.0, "underwater": 0.0, "abstract": 0.0,
}  # fmt: skip
"""How far under the middle the horizon sits in a wide shot, in half heights: a third is the painters' rule."""
_LIFT_OF: dict[Framing, float] = {"wide": 1.0, "medium": 0.6, "close": 0.25}

_FOOT, _HEAD = 0.84, 0.80
"""How near the lower and the upper edge a subject may come, in half heights."""

_TALL: dict[RigKind, float] = {
    "dragon": 0.4, "bird": 0.4, "flock": 0.4, "whale": 0.3, "fish": 0.5, "school": 0.5, "car": 0.3, "train": 0.12,
    "quadruped": 1.35, "biped": 1.06, "boat": 0.5, "sailing_ship": 0.8, "aircraft": 0.3, "viaduct": 1.0,
}  # fmt: skip
"""Height over size of what is longer than high."""
_TALL_FORMS: dict[str, float] = {
    "motorcycle": 0.85, "bicycle": 1.05, "tractor": 0.62, "double decker": 0.45, "tank": 0.36, "van": 0.45,
    "ambulance": 0.45, "truck": 0.33, "carriage": 0.36, "covered wagon": 0.35,
    "cart": 0.45, "chariot": 0.55, "sleigh": 0.4, "rover": 0.75,
    "fire engine": 0.38, "suv": 0.4, "pickup": 0.4, "helicopter": 0.36,
}  # fmt: skip
"""Likewise, of the forms of a rig that are built otherwise than the rest."""
_UPRIGHT: frozenset[str] = frozenset({"biped", "quadruped", "face", "bicycle", "motorcycle"})
"""Rigs and forms whose head is what one looks at where the whole of them is more than the picture."""
_REACHING: dict[str, float] = {"raise": 1.55, "breach": 2.6, "launch": 1.2}
"""How much higher an action makes its actor."""


@dataclass(slots=True)
class _Rig:
    """The camera while moves are added to it."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    heading: float = 0.0
    """Where it looks from where it has gone to, as an orbit turns it; a pan's turn is ``yaw``."""
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    zoom: float = 1.0


def pose_at(shot: Shot, time_s: float, ground: Callable[[float, float], float]) -> Pose:
    """The camera at ``time_s`` from the start of the clip. Pure: the same shot and time give the same pose."""
    length = max(shot.end_s - shot.start_s, 1e-3)
    done = min(max((time_s - shot.start_s) / length, 0.0), 1.0)
    rig = _Rig(y=ground(0.0, 0.0) + shot.camera.height_m)
    for move in shot.camera.moves:
        _apply(rig, move, shot, time_s, _ease(done), length)
    near = 0.25 if shot.world.kind == "interior" else 0.8
    rig.y = max(rig.y, ground(rig.x, rig.z) + min(near, shot.camera.height_m))
    _aim(rig, shot, time_s, ground)
    return Pose(
        x=rig.x,
        y=rig.y,
        z=rig.z,
        yaw=rig.heading + rig.yaw,
        pitch=min(max(rig.pitch, -STEEPEST), STEEPEST),
        roll=rig.roll,
        focal=FOCAL[shot.camera.framing] * rig.zoom,
    )


def _ease(done: float) -> float:
    """Starts and stops at rest, and goes at an even speed in between, as an operator does: ramps of a fifth."""
    if done > 0.5:
        return 1 - _ease(1 - done)
    if done < _RAMP:
        return done * done / (2 * _RAMP * (1 - _RAMP))
    return (done - _RAMP / 2) / (1 - _RAMP)


def _whipped(done: float) -> float:
    """Holds, turns within a sixth of the shot, and holds."""
    part = min(max((done - 0.42) / 0.16, 0.0), 1.0)
    return part * part * (3 - 2 * part)


def _target(shot: Shot, name: str | None) -> Actor | None:
    named = (a for a in shot.actors if a.id == name)
    return next(named, shot.actors[0] if shot.actors else None)


def _borne(shot: Shot) -> Actor | None:
    """The first actor, or the beast that carries it, which is as high as both."""
    first = _target(shot, None)
    if first is None or "saddle" not in first.props:
        return first
    at = first.path[0]
    return next((a for a in shot.actors if a.rig == "quadruped" and a.path[0].x == at.x and a.path[0].z == at.z), first)


def _aim(rig: _Rig, shot: Shot, time_s: float, ground: Callable[[float, float], float]) -> None:
    """Compose: the horizon in the lower third, as far as the first actor keeps its feet and its head in the picture.

    Called when the moves have put the camera in its place; what they turned is added to, so that a pan still pans.
    """
    framing = shot.camera.framing
    half = HALF_HEIGHT / (FOCAL[framing] * rig.zoom)
    height = rig.y - ground(0.0, 0.0)
    slope = LIFT[shot.world.kind] * _LIFT_OF[framing] * half * max(0.0, 1 - height / 40)
    actor = _borne(shot)
    if actor is None:
        rig.pitch += math.atan(slope)
        return
    x, y, z = position(actor, time_s)
    x, z = x - rig.x, z - rig.z
    y = max(y, ground(x + rig.x, z + rig.z))
    cos, sin = math.cos(rig.heading), math.sin(rig.heading)
    x, z = x * cos - z * sin, x * sin + z * cos
    # What comes past the camera is let go, since to follow it would spin the camera about.
    held = min(max((z - 0.4) / (0.3 * actor.size_m + 0.2), 0.0), 1.0)
    away = max(math.hypot(x, z), 0.4)
    front = away - 0.2 * actor.size_m if _TALL.get(actor.rig, 1.0) < 1 else away  # the near side of what is long
    if actor.rig == "biped" and _done(actor) & {"sit", "kneel"}:
        front = away - 0.3 * actor.size_m  # feet before the seat
    wings = 0.25 * actor.size_m if actor.rig in {"bird", "dragon"} else 0.0  # they beat below the body
    low, high = (y - wings - rig.y) / max(front, 0.5 * away), (y + _height(actor) - rig.y) / away
    most, least = low + _FOOT * half, high - _HEAD * half
    if least > most:  # taller than the picture: the head of who stands there, the middle of what does
        most = least = least if {actor.rig, actor.form} & _UPRIGHT else (least + most) / 2
    rig.pitch += math.atan(slope + (min(max(slope, least), most) - slope) * held)
    if {"pan_left", "pan_right"} & {m.kind for m in shot.camera.moves}:
        return  # the pan itself ends on it
    slack = (0.5 if framing == "wide" else 0.2) / FOCAL[framing]
    rig.yaw += _beyond(math.atan2(x, max(z, 0.4)), slack) * held


def _height(actor: Actor) -> float:
    reach = max(_REACHING.get(done, 1.0) for done in _done(actor))
    tall = actor.size_m * _TALL_FORMS.get(actor.form, _TALL.get(actor.rig, 1.0)) * reach
    if actor.rig == "quadruped" and _done(actor) <= {"sit", "turn_head"}:
        tall *= 0.86
    if actor.rig == "quadruped" and _done(actor) == {"sleep"}:
        tall *= 0.5
    return tall * (1.3 if "umbrella" in actor.props else 1.0)


def _done(actor: Actor) -> set[str]:
    """Everything that an actor does in the shot."""
    return {deed.action for deed in actor.deeds} or {actor.action}


def _beyond(angle: float, slack: float) -> float:
    """What is left of ``angle`` outside ``±slack``."""
    return math.copysign(max(abs(angle) - slack, 0.0), angle)


def _apply(  # noqa: PLR0912, PLR0915 - one branch a move
    rig: _Rig, move: Move, shot: Shot, time_s: float, done: float, length: float
) -> None:
    amount = 2 * move.speed
    reach = REACH_M[shot.world.kind] * amount * min(length / 6.0, 2.0)
    actor = _target(shot, move.target)
    ahead = _room_ahead(actor, shot) if actor else math.inf
    free = min((_room_ahead(a, shot) for a in shot.actors if a.rig in _UPRIGHT), default=ahead)
    free = min(free, ahead)  # towards what is far off, but not through those who stand before it
    turn = _PAN * min(amount, 1.6) / FOCAL[shot.camera.framing]
    swept = _whipped((time_s - shot.start_s) / length) if move.speed >= _WHIP else done
    time = time_s - shot.start_s
    match move.kind:
        case "push_in":
            rig.z += min(reach, _closer(actor, shot) * min(amount, 1.4) * free) * done
            rig.zoom *= 1 + 0.12 * amount * done
        case "pull_out":
            rig.z -= min(0.6 * reach, 1.2 * ahead) * done
            rig.zoom *= 1 + 0.12 * amount * (1 - done)
        case "pan_left":
            rig.yaw += turn * (1 - swept) + _resting(actor, shot, turn, -1.0)
        case "pan_right":
            rig.yaw += _resting(actor, shot, turn, 1.0) - turn * (1 - swept)
        case "tilt_up":
            rig.pitch += _TILT * turn * (done - 0.6)
        case "tilt_down":
            rig.pitch += _TILT * turn * (0.4 - done)
        case "rise":
            rig.y += _lift(shot, reach, amount, ahead) * done
            rig.z -= min(0.3 * _lift(shot, reach, amount, ahead), 0.25 * ahead) * done
        case "descend":
            rig.y += _lift(shot, reach, amount, ahead) * (1 - done)
        case "truck_left":
            rig.x -= _sideways(reach, amount, ahead) * (done - 0.5)
        case "truck_right":
            rig.x += _sideways(reach, amount, ahead) * (done - 0.5)
        case "track" if actor is not None:
            _track(rig, actor, shot, time_s, done)
        case "track":
            rig.x += reach * (done - 0.5)
        case "orbit":
            _orbit(rig, actor, shot, time_s, reach, _ORBIT * min(amount, 1.6) * (done - 0.5))
        case "drone":
            near = free < _NEAR_DRONE_M  # who stands under it is not flown over: they would leave by the lower edge
            rig.y += (min(reach, 0.5 * free) if near else reach) * (0.12 + 0.22 * done)
            share = 0.12 if near or "track" in {m.kind for m in shot.camera.moves} else 0.4
            rig.z += min(max(reach, 0.9 * rig.y), share * free) * done
            rig.yaw += 0.08 * amount * math.sin(2.2 * done - 1.1)
            rig.pitch -= 0.05
            rig.roll += 0.012 * amount * math.sin(0.9 * time)
        case "shake":
            _tremble(rig, time, 0.014 * amount * _quaking(actor, time_s), 7.0)
        case "handheld":
            _tremble(rig, time, 0.016 * amount, 0.7)
            _tremble(rig, time, 0.004 * amount, 2.9)
        case "static" | "rack_focus" | "timelapse" | "slow_motion":
            pass


def _quaking(actor: Actor | None, time_s: float) -> float:
    """A launch shakes the ground from its moment on, and less as it goes away; what else shakes does so throughout."""
    if actor is None or actor.action != "launch" or actor.action_at is None:
        return 1.0
    since = time_s - actor.action_at[0]
    return min(max(since, 0.0) / 0.4, 1.0) * (0.35 + 0.65 * math.exp(-0.35 * max(since, 0.0)))


def _resting(actor: Actor | None, shot: Shot, turn: float, sign: float) -> float:
    """Where a pan comes to rest, in radians: with the actor on the third that it came in over."""
    if actor is None or actor.path[-1].z < 0.4:
        return sign * _PAN_ENDS * turn
    end = actor.path[-1]
    return math.atan2(end.x, end.z) + sign * 0.3 / FOCAL[shot.camera.framing]


def _room_ahead(actor: Actor, shot: Shot) -> float:
    """Metres to the nearest that ``actor`` comes, so that a dolly does not run through it."""
    nearest = min(math.hypot(p.x, p.z) for p in actor.path)
    return max(nearest - actor.size_m * 0.5, 0.2 if shot.world.kind == "interior" else 1.0)


def _closer(actor: Actor | None, shot: Shot) -> float:
    """The share of the way to ``actor`` that a dolly takes: less where it crosses the picture, and would leave it."""
    if actor is None:
        return 0.45
    first, last = actor.path[0], actor.path[-1]
    wide = max(first.z, 0.5) / FOCAL[shot.camera.framing]
    return 0.45 if abs(last.x - first.x) < 0.5 * wide else 0.13


def _lift(shot: Shot, reach: float, amount: float, ahead: float) -> float:
    """Metres that a crane goes up: enough to be seen, but what it looks at stays in the picture, and out of the fog."""
    if shot.world.weather == "fog":
        reach = min(reach, _IN_FOG_M)
    return min(max(reach, 0.3 * amount * ahead), 0.45 * ahead) if math.isfinite(ahead) else reach


def _sideways(reach: float, amount: float, ahead: float) -> float:
    """Metres that a dolly goes across: what it looks at crosses half the picture or so, and stays in it."""
    return min(max(reach, 0.5 * amount * ahead), 0.9 * ahead) if math.isfinite(ahead) else reach


def _track(rig: _Rig, actor: Actor, shot: Shot, time_s: float, done: float) -> None:
    """Travel with the actor, unless it comes at the camera: then stay and look.

    Who crosses has room before it, and gains a little on the camera, so that the two are not one thing.
    """
    x0, _, z0 = position(actor, shot.start_s)
    x1, _, z1 = position(actor, time_s)
    end = actor.path[-1]
    approaches = math.hypot(end.x, end.z) < 0.6 * math.hypot(x0, z0) and abs(end.x - x0) < abs(end.z - z0)
    if approaches:
        return
    rig.x += x1 - x0
    rig.z += z1 - z0
    if abs(end.x - x0) > abs(end.z - z0):
        half = max(z0, 0.4) / FOCAL[shot.camera.framing]
        rig.x += math.copysign(half, end.x - x0) * (0.2 - 0.22 * done)


def _orbit(rig: _Rig, actor: Actor | None, shot: Shot, time_s: float, reach: float, angle: float) -> None:
    """Round the actor, wherever it goes; round a spot ahead where there is nobody."""
    x, _, z = position(actor, time_s) if actor else (0.0, 0.0, 3 * reach)
    x, z = x - rig.x, z - rig.z
    if actor is not None and math.hypot(x, z) < 0.4 * actor.size_m and shot.world.kind != "interior":
        return  # inside of it there is nothing to go round
    cos, sin = math.cos(angle), math.sin(angle)
    rig.x += x - (x * cos + z * sin)
    rig.z += z - (z * cos - x * sin)
    rig.heading += angle


def _tremble(rig: _Rig, time: float, size: float, hertz: float) -> None:
    """Sums of sines whose periods share no multiple: an unsteady hand at 1 Hz, a quake at 9."""
    turn = math.tau * hertz
    rig.yaw += size * (math.sin(turn * 0.71 * time) + 0.6 * math.sin(turn * 1.37 * time + 1.0)) / 1.6
    rig.pitch += size * 0.8 * (math.sin(turn * 0.83 * time + 2.0) + 0.6 * math.sin(turn * 1.51 * time + 4.0)) / 1.6
    rig.roll += size * 0.5 * math.sin(turn * 0.57 * time + 0.5)
