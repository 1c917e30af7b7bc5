"""Who is aboard of what floats, and what the deck there does under their feet."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw import paths
from vitascope.engines.animatic.draw.rigs.buoyancy import Ground
from vitascope.engines.animatic.draw.rigs.cast import turn
from vitascope.engines.animatic.draw.rigs.register import entry_of
from vitascope.engines.animatic.draw.rigs.standing import Stand, place_of, stand_of
from vitascope.engines.animatic.graph import Actor, Shot

_EYE = np.zeros(3)
"""Where cameras start, about: which way a hull faces that turns to one is asked before the camera is placed on it."""
_ABOARD_M = 0.4
"""From how high over the water somebody counts as standing on deck."""
_ROUGH = {"storm": 1.0, "wind": 0.6}
"""Weather in which one holds on."""


def carried(actor: Actor, shot: Shot, time_s: float, ground: Ground) -> float:
    """How much the deck under ``actor`` is lifted at this moment; 0 for who is not aboard."""
    hull = _hull(actor, shot, time_s)
    if hull is None:
        return 0.0
    at, _ = place_of(hull, 0, time_s, ground)
    lies = stand_of(hull, 0, time_s, ground, _EYE, at)
    return float(at[1]) - hull.path[0].y + _tipped(hull, lies, paths.position(actor, time_s), time_s)


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


def _tipped(hull: Actor, lies: Stand, here: tuple[float, float, float], time_s: float) -> float:
    """How much higher the deck is at ``here``, in metres, by how the hull lies: feet stay on its boards."""
    entry, flat = entry_of(hull.rig), lies.basis[:, 2] * (1, 0, 1)
    level = turn(math.atan2(flat[0], flat[2]))
    spot = np.array((here[0] - lies.at[0], here[1] - hull.path[0].y, here[2] - lies.at[2]))
    if entry.deck is None:
        return float((lies.basis @ (level.T @ spot))[1] - spot[1])
    metres = hull.size_m / entry.unit
    own = level.T @ spot / metres
    for _ in range(3):  # the board that is there now, for a deck that tips goes aside as well
        there = lies.basis @ entry.deck.carries(own, time_s) * metres
        own = own + level.T @ ((spot - there) * (1, 0, 1)) / metres
    return float((lies.basis @ entry.deck.carries(own, time_s))[1] * metres - spot[1])
