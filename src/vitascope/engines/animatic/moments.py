"""When things happen: one statement of each moment, for the picture and for the sound. Seconds of the clip."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import lru_cache

import numpy as np

from vitascope.engines.animatic.graph import FALLS_BACK_AT, Actor, Shot

STRIKE_EVERY_S = 2.6
"""A storm's lightning: one strike in each such span, at a moment of its own."""
BLEND_S = 0.4
"""How long a body takes from one deed to the next…"""
SETTLES_S = 0.9
"""…and how long to sit, kneel or lie down, or to get up."""
_LOW = {"sit": "seated", "kneel": "kneeling", "lie": "lying", "sleep": "lying"}
SLOW_MOTION = 0.35
"""How fast the weather's effects run in slow motion."""

WORK_RATE = 4.5
"""How fast a hand that works goes round, in radians a second."""


def blows(start_s: float, end_s: float) -> tuple[float, ...]:
    """When a working hand is lowest, within ``[start_s, end_s)``: a hammer meets its anvil."""
    turn = 2 * np.pi
    first = int(np.ceil(start_s * WORK_RATE / turn - 0.75))
    last = int(np.ceil(end_s * WORK_RATE / turn - 0.75))
    return tuple(float((k + 0.75) * turn / WORK_RATE) for k in range(first, last))


def strike_at(seed: int, k: int) -> tuple[float, np.random.Generator]:
    """When the ``k``-th lightning of a storm strikes, and what its shape is drawn from."""
    random = np.random.default_rng((seed * 1009 + k + 77) % 2**32)
    return (k + 0.15 + 0.75 * random.random()) * STRIKE_EVERY_S, random


def strikes(shot: Shot, seed: int) -> tuple[float, ...]:
    """Every lightning that is seen in ``shot``; ``seed`` is the scene's."""
    effects = [e for e in shot.effects if e.kind == "lightning" and e.actor is None]
    inside = shot.world.kind in ("interior", "underwater", "space", "abstract")
    slow = SLOW_MOTION if effects and any(m.kind == "slow_motion" for m in shot.camera.moves) else 1.0
    if not effects and (shot.world.weather != "storm" or inside):
        return ()
    first, last = int(shot.start_s * slow // STRIKE_EVERY_S) - 1, int(shot.end_s * slow // STRIKE_EVERY_S) + 1
    times = (strike_at(seed, k)[0] / slow for k in range(first, last + 1))
    return tuple(
        t
        for t in times
        if shot.start_s <= t < shot.end_s and (not effects or any(e.start_s <= t < e.end_s for e in effects))
    )


def falls_back(actor: Actor, shot: Shot) -> float:
    """When who breaches meets the water again."""
    start, end = actor.action_at if actor.action_at is not None else (shot.start_s, shot.end_s)
    return start + FALLS_BACK_AT * (end - start)


def turn_at(actor: Actor, time_s: float) -> int:
    """Which of its deeds an actor is at; below 0 before the first of them."""
    return sum(deed.start_s <= time_s for deed in actor.deeds) - 1


@lru_cache(maxsize=256)
def during(actor: Actor, turn: int) -> Actor:
    """``actor`` with its deed number ``turn`` as all that it does; below 0 as it is without deeds."""
    if turn < 0:
        return replace(actor, deeds=())
    deed = actor.deeds[turn]
    return replace(
        actor,
        action=deed.action,
        action_at=(deed.start_s, deed.end_s),
        facing=deed.facing or actor.facing,
        props=(*actor.props, *deed.props),
        deeds=(),
    )


def change_at(actor: Actor, time_s: float) -> tuple[Actor, Actor | None, float]:
    """``actor`` at what it does at ``time_s``, at what it did before, and how far it has changed from that to this."""
    turn = turn_at(actor, time_s)
    now = during(actor, turn) if actor.deeds else actor
    if turn < 1 and not (turn == 0 and actor.deeds[0].start_s > actor.path[0].time_s):
        return now, None, 1.0
    before = during(actor, turn - 1)
    longest = SETTLES_S if posture(before) != posture(now) else BLEND_S
    done = (time_s - actor.deeds[turn].start_s) / longest
    return (now, before, done) if done < 1 else (now, None, 1.0)


def posture(actor: Actor) -> str:
    """``seated``, ``kneeling`` or ``lying``; empty on one's feet."""
    return _LOW.get(actor.action) or next((p for p in actor.props if p in _LOW.values()), "")


def spans(actor: Actor, start_s: float, end_s: float) -> tuple[tuple[Actor, float, float], ...]:
    """The stretches of ``[start_s, end_s)`` in which an actor is at one thing, each with the actor as it is then."""
    if not actor.deeds:
        return ((actor, start_s, end_s),)
    turns = [start_s, *(min(max(deed.start_s, start_s), end_s) for deed in actor.deeds), end_s]
    made = ((during(actor, k - 1), a, b) for k, (a, b) in enumerate(itertools.pairwise(turns)))
    return tuple(span for span in made if span[1] < span[2])
