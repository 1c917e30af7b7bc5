"""What water that moves does to hulls, and to who stands on them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from vitascope.engines.animatic.draw import paths
from vitascope.engines.animatic.draw.rigs.cast import turn
from vitascope.engines.animatic.draw.rigs.register import entry_of
from vitascope.engines.animatic.draw.rigs.ships import carried_by_ship
from vitascope.engines.animatic.graph import Actor, Shot

Ground = Callable[[float, float], float]
_ABOARD_M = 0.4
"""From how high over the water somebody counts as standing on deck."""
_ROUGH = {"storm": 1.0, "wind": 0.6}
"""Weather in which one holds on."""


def lift(x: float, z: float, size_m: float, ground: Ground) -> float:
    """What carries a hull: the mean of the water about it, for a long one bridges small waves."""
    spread = 0.3 * size_m
    spots = ((0.0, 0.0), (spread, 0.0), (-spread, 0.0), (0.0, spread), (0.0, -spread))
    return sum(ground(x + dx, z + dz) for dx, dz in spots) / len(spots)


def swell(size_m: float, time_s: float, index: int = 0) -> float:
    """How far a hull has risen or sunk on water that is level, in metres."""
    return 0.012 * size_m * math.sin(time_s * 1.1 + index)


def rocked(x: float, z: float, yaw: float, size_m: float, ground: Ground) -> tuple[float, float]:
    """Pitch and roll of a hull, in radians, by the water under its ends and its sides; 0 where that is level."""
    sin, cos, long_, wide = math.sin(yaw), math.cos(yaw), 0.38 * size_m, 0.14 * size_m
    fore = ground(x + sin * long_, z + cos * long_) - ground(x - sin * long_, z - cos * long_)
    aside = ground(x + cos * wide, z - sin * wide) - ground(x - cos * wide, z + sin * wide)
    return 0.85 * math.atan2(fore, 2 * long_), -0.55 * math.atan2(aside, 2 * wide)


def carried(actor: Actor, shot: Shot, time_s: float, ground: Ground) -> float:
    """How much the deck under ``actor`` is lifted at this moment; 0 for who is not aboard."""
    hull = _hull(actor, shot, time_s)
    if hull is None:
        return 0.0
    x, _, z = paths.position(hull, time_s)
    level = max(lift(x, z, hull.size_m, ground), 0.0) + swell(hull.size_m, time_s)
    return level + _tipped(hull, (x, z), paths.position(actor, time_s), time_s, ground)


def sway_of(actor: Actor, shot: Shot, time_s: float) -> float:
    """How roughly the deck under ``actor`` heaves, 0 to 1; 0 for who is not aboard."""
    if shot.world.weather not in _ROUGH or _hull(actor, shot, time_s) is None:
        return 0.0
    return _ROUGH[shot.world.weather] * (0.5 + 0.5 * shot.world.weather_strength)


def _hull(actor: Actor, shot: Shot, time_s: float) -> Actor | None:
    """What ``actor`` is aboard of."""
    if entry_of(actor.rig).afloat or actor.path[0].y < _ABOARD_M:
        return None
    here = paths.position(actor, time_s)
    for hull in shot.actors:
        if entry_of(hull.rig).afloat:
            x, _, z = paths.position(hull, time_s)
            if math.hypot(here[0] - x, here[2] - z) < 0.55 * hull.size_m:
                return hull
    return None


def _tipped(
    hull: Actor, at: tuple[float, float], here: tuple[float, float, float], time_s: float, ground: Ground
) -> float:
    """How much higher the deck is at ``here``, in metres, by how the hull lies: feet stay on its boards."""
    ahead = hull.path[-1].x - hull.path[0].x
    yaw = math.copysign(math.pi / 2, -1.0 if hull.facing == "left" or (hull.facing == "path" and ahead < 0) else 1.0)
    pitch, roll = rocked(at[0], at[1], yaw, hull.size_m, ground)
    spot = np.array((here[0] - at[0], here[1] - hull.path[0].y, here[2] - at[1]))
    level, lies = turn(yaw), turn(yaw, pitch, roll)
    if hull.rig != "sailing_ship":
        return float((lies @ (level.T @ spot))[1] - spot[1])
    metres = hull.size_m / entry_of(hull.rig).unit
    own = level.T @ spot / metres
    for _ in range(3):  # the board that is there now, for a deck that tips goes aside as well
        there = lies @ carried_by_ship(own, time_s) * metres
        own = own + level.T @ ((spot - there) * (1, 0, 1)) / metres
    return float((lies @ carried_by_ship(own, time_s))[1] * metres - spot[1])
