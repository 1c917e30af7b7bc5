"""When the feet of a walking or running actor are seen to come down, in seconds of the clip."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw import paths
from vitascope.engines.animatic.draw.gaits import (
    BIPED_RUNS_M_S,
    HEAVY_LEG,
    QUADRUPED_RUNS_M_S,
    biped_gait,
    quadruped_gait,
)
from vitascope.engines.animatic.draw.rigs.builds import build_of
from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.moments import spans

_BIPED_M = 1.8
"""The person whose stride `gaits` states."""
_NO_STEPS = {"sit", "dance", "lie", "sleep", "swim", "climb", "fall", "fly", "float", "jump"}
_STEP_S = 0.005


def footfalls(actor: Actor, start_s: float, end_s: float) -> tuple[float, ...]:
    """When a foot of a walking or running biped or quadruped comes down; nothing for anybody else."""
    if actor.deeds:
        return tuple(t for one, start, end in spans(actor, start_s, end_s) for t in footfalls(one, start, end))
    clock = np.arange(start_s, end_s, _STEP_S)
    if actor.rig not in ("biped", "quadruped") or actor.action in _NO_STEPS or clock.size < 2:
        return ()
    if actor.rig == "biped":
        gaits = (biped_gait(run=False), biped_gait(run=True))
        factor, runs_from, still = max(actor.size_m, 1e-3) / _BIPED_M, BIPED_RUNS_M_S, 0.1
    else:
        build = build_of(actor.form, actor.label)
        hoofed, heavy = build.feet == "hoof", build.leg > HEAVY_LEG
        gaits = (
            quadruped_gait(run=False, hoofed=hoofed, heavy=heavy),
            quadruped_gait(run=True, hoofed=hoofed, heavy=heavy),
        )
        factor, runs_from, still = max(actor.size_m, 1e-3) / build.tall, QUADRUPED_RUNS_M_S, 0.05
    speed, travelled = _gone(actor, clock, factor)
    run = (actor.action == "run") | (speed > runs_from)
    going = speed > still
    if not going.any() and actor.action not in ("walk", "run"):
        return ()
    found: list[float] = []
    for running, gait in enumerate(gaits):
        pace = np.where(going, travelled / gait.stride_m, clock * gait.stride_hz)
        here = run == bool(running)
        for phase in gait.feet:
            down = (np.diff(np.floor(pace + phase)) == 1) & here[1:] & here[:-1]
            found += [float(t) for t in clock[1:][down]]
    return tuple(sorted(found))


def _gone(actor: Actor, clock: NDArray[np.float64], factor: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Speed and way over the ground at each time, in the rig's own metres."""
    first, last = actor.path[0].time_s, actor.path[-1].time_s
    times = np.linspace(first, max(last, first + 1e-3), 65)
    points = np.array([paths.position(actor, float(t)) for t in times])
    way = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(points[:, 0]), np.diff(points[:, 2])))])
    coarse = np.arange(clock[0], clock[-1] + 0.04, 0.04)
    speeds = np.array([float(np.linalg.norm(paths.velocity(actor, float(t)))) for t in coarse])
    return np.interp(clock, coarse, speeds) / factor, np.interp(clock, times, way) / factor
