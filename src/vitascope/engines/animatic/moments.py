"""When things happen: one statement of each moment, for the picture and for the sound. Seconds of the clip."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.graph import FALLS_BACK_AT, Actor, Shot

STRIKE_EVERY_S = 2.6
"""A storm's lightning: one strike in each such span, at a moment of its own."""
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
