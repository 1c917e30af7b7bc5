"""Where each instance of an actor stands and which way it faces, at one moment."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw import paths
from vitascope.engines.animatic.draw.rigs import landmarks
from vitascope.engines.animatic.draw.rigs.buoyancy import Ground, lift, rocked, swell
from vitascope.engines.animatic.draw.rigs.cast import chance, smooth, turn
from vitascope.engines.animatic.draw.rigs.register import Entry, entry_of
from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.moments import change_at

INSTANT_S = 0.03
"""Less than a frame: how far inside its ends a path is asked for the speed there."""
LOOK_S = 0.4
"""A heading is where a body gets in this time: shorter would jerk, longer would cut corners."""
PAIRS = (2, 3)
"""So few people of one kind stand side by side, and turn to one another where they go nowhere."""
TOGETHER = ("hug", "dance", "fight", "shake_hands")
FACING = (0.75, 1.25)
"""By how much, in radians: who talks, so that the camera sees their faces, and who dances."""
AFOOT_M = 0.05
"""A bird whose whole way is lower than this walks: it stands on the ground, whatever that is."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How one instance stands in the world."""

    at: NDArray[np.float64]
    """Its foot."""
    basis: NDArray[np.float64]
    """Columns are its right, up and ahead."""


def stand_of(
    actor: Actor, index: int, time_s: float, ground: Ground, eye: NDArray[np.float64], at: NDArray[np.float64]
) -> Stand:
    """How an instance stands whose foot is ``at``, as `place_of` has it: what floats lies as the water does.

    ``eye`` is where the camera is, ``(3,)``. Between two deeds it turns from where it looked to where it looks.
    """
    entry = entry_of(actor.rig)
    actor, before, done = change_at(actor, time_s)
    yaw, pitch, roll = heading_of(actor, entry, at, eye, time_s, index)
    if before is not None:
        from_yaw, from_pitch, from_roll = heading_of(before, entry, at, eye, time_s, index)
        share = smooth(done)
        yaw = from_yaw + math.remainder(yaw - from_yaw, math.tau) * share
        pitch, roll = from_pitch + (pitch - from_pitch) * share, from_roll + (roll - from_roll) * share
    if entry.afloat:
        pitch, roll = rocked(float(at[0]), float(at[2]), yaw, actor.size_m, ground)
    return Stand(at, turn(yaw, pitch, roll))


def place_of(
    actor: Actor, index: int, time_s: float, ground: Ground
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Foot and velocity of one instance."""
    entry = entry_of(actor.rig)
    at = np.array(paths.position(actor, time_s), np.float64)
    first, last = actor.path[0].time_s, actor.path[-1].time_s
    within = min(max(time_s, first + INSTANT_S), last - INSTANT_S) if last - first > 2 * INSTANT_S else time_s
    # a body is in motion in its first frame and its last, where the path as such begins and ends
    velocity = np.array(paths.velocity(actor, within if abs(within - time_s) <= INSTANT_S else time_s), np.float64)
    standing = entry.grounded or (actor.rig == "bird" and max(p.y for p in actor.path) < AFOOT_M)
    pair = actor.rig == "biped" and actor.count in PAIRS
    if pair:
        at[0] += (index - (actor.count - 1) / 2) * _apart(actor)
        at[2] += 0.18 * actor.size_m * (index % 2)
    elif index:
        seed = zlib.crc32(actor.id.encode())
        gap = actor.size_m * entry.spacing
        if actor.rig == "balloon":
            return _adrift(actor, index, at, seed), velocity
        ring = 1.0 + 0.72 * math.sqrt(index)
        angle = index * 2.39996 + chance(seed, index) * 0.7  # the golden angle spreads evenly at any count
        at[0] += math.cos(angle) * gap * ring
        at[2] += abs(math.sin(angle)) * gap * ring * 1.3
        if not standing:
            at[1] += (chance(seed, index + 50) - 0.4) * gap * 1.3
    if "saddle" in actor.props:
        at[1] += max(0.0, ground(float(at[0]), float(at[2])))  # over the hoofs, whatever they stand on
    elif standing:
        at[1] = max(at[1], ground(float(at[0]), float(at[2])))
    if "surfboard" in actor.props:  # on the face of the wave, where one sees it
        at[1] = max(at[1], ground(float(at[0]), float(at[2]) - 1.6) + 0.1)
    if entry.afloat and at[1] > -0.05:  # what dives does not float
        at[1] = max(at[1], lift(float(at[0]), float(at[2]), actor.size_m, ground))
        at[1] += swell(actor.size_m, time_s, index)
    return at, velocity


def _adrift(actor: Actor, index: int, at: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Where one of several balloons hangs: spread over the picture's width at its own distance, each at its height."""
    first = actor.path[0]
    column = ((index * 0.618 + chance(seed, 3)) % 1.0 - 0.5) * 1.5
    farther = 1.25 + 0.6 * index**0.8 + 0.4 * chance(seed, index)
    pace = 0.5 + 1.1 * chance(seed, index + 20)  # the wind is not the same at every height
    drift = (at - (first.x, first.y, first.z)) * pace
    up = (0.1 + 0.34 * chance(seed, index + 50)) * farther * first.z / 1.15 - 0.3 * actor.size_m
    x = column * farther * first.z / 1.15
    return drift + np.array([x, max(first.y * 0.6, first.y + 0.6 * up), first.z * farther])


def _apart(actor: Actor) -> float:
    """Metres between two people: close who hug and dance."""
    near = {"hug": 0.24, "dance": 0.42, "fight": 0.62, "shake_hands": 0.48}.get(actor.action, 0.5)
    return near * actor.size_m


def heading_of(
    actor: Actor,
    entry: Entry,
    at: NDArray[np.float64],
    eye: NDArray[np.float64],
    time_s: float,
    index: int = 0,
) -> tuple[float, float, float]:
    """Yaw, pitch and roll of a body, in radians."""
    look = math.atan2(eye[0] - at[0], eye[2] - at[2])
    way = _way(actor, time_s)
    level = math.hypot(way[0], way[2])
    pitch = roll = 0.0
    if actor.rig == "viaduct":
        yaw = 0.0  # it lies along x, and what is built does not turn after the camera
    elif actor.rig == "building":  # its front is for who comes, a little aslant
        yaw = math.atan2(-at[0], -at[2]) if actor.form not in landmarks.INWARD else 0.0
        yaw += 0.0 if actor.form in landmarks.FRONTAL else math.copysign(entry.rest_yaw, at[0] - 0.01)
    elif actor.facing == "camera":
        yaw = look
    elif actor.facing == "away":
        yaw = look + math.pi
    elif actor.facing == "left":
        yaw = -math.pi / 2
    elif actor.facing == "right":
        yaw = math.pi / 2
    elif level > 0:
        yaw = math.atan2(way[0], way[2])
    else:
        yaw = look + entry.rest_yaw
    if actor.rig == "biped" and actor.count in PAIRS and actor.facing == "camera" and level <= 0.05 * actor.size_m:
        yaw += FACING[actor.action in TOGETHER] * math.copysign(1.0, index - (actor.count - 1) / 2 + 1e-6)
    if entry.flies and level > 0.05 * actor.size_m:
        pitch = 0.7 * math.atan2(way[1], level)
        before, after = _way(actor, time_s - 0.25), _way(actor, time_s + 0.25)
        if math.hypot(before[0], before[2]) > 0.1 and math.hypot(after[0], after[2]) > 0.1:
            swing = math.atan2(after[0], after[2]) - math.atan2(before[0], before[2])
            swing = math.atan2(math.sin(swing), math.cos(swing))
            roll = max(min(-swing * 1.6, 0.7), -0.7)
    return yaw, pitch, roll


def _way(actor: Actor, time_s: float) -> tuple[float, float, float]:
    """Metres/second along the path about ``time_s``; at rest those of the next motion, or else of the last one.

    All zero for a body that hardly moves at all.
    """
    first, last = actor.path[0].time_s, actor.path[-1].time_s
    if last <= first or all(p.x == actor.path[0].x and p.z == actor.path[0].z for p in actor.path):
        return (0.0, 0.0, 0.0)
    span = min(LOOK_S, last - first)
    now = min(max(time_s - span / 2, first), last - span)
    steps = math.ceil((last - first) / span)
    ahead = [min(now + k * span, last - span) for k in range(steps)]
    behind = [max(now - k * span, first) for k in range(1, steps)]
    for start in (*ahead, *behind):
        a, b = paths.position(actor, start), paths.position(actor, start + span)
        x, y, z = ((q - p) / span for p, q in zip(a, b, strict=True))
        if math.hypot(x, z) > 0.02 * actor.size_m:
            return (x, y, z)
    return (0.0, 0.0, 0.0)
