"""Where an actor is at an instant: a smooth curve through its waypoints that never overshoots."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.graph import Actor, Waypoint

Vector = tuple[float, float, float]


def position(actor: Actor, time_s: float) -> Vector:
    """Metres, in the axes of the graph. Before the first waypoint and after the last the actor rests there."""
    return _evaluate(actor, time_s)[0]


def velocity(actor: Actor, time_s: float) -> Vector:
    """Metres/second, the exact derivative of `position`; zero where the actor rests."""
    return _evaluate(actor, time_s)[1]


def positions(actor: Actor, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """`position` at each of ``times``, ``(count, 3)``."""
    path = actor.path
    if len(path) == 1:
        return np.tile((path[0].x, path[0].y, path[0].z), (len(times), 1))
    starts, along = _segments(path)
    i = np.clip(np.searchsorted(starts, times, side="right") - 1, 0, len(path) - 2)
    t = np.clip((times - starts[i]) / (starts[i + 1] - starts[i]), 0.0, 1.0)[:, None]
    a, b, ma, mb = np.moveaxis(along[i], 2, 0)
    return np.asarray(
        (2 * t**3 - 3 * t**2 + 1) * a + (t**3 - 2 * t**2 + t) * ma + (3 * t**2 - 2 * t**3) * b + (t**3 - t**2) * mb
    )


@lru_cache(maxsize=64)
def _segments(path: tuple[Waypoint, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """When each waypoint is passed; and between two, of x, y, z: both values and both slopes, ``(segments, 3, 4)``."""
    times = [p.time_s for p in path]
    spans = [times[i + 1] - times[i] for i in range(len(path) - 1)]
    along = [
        [(v[i], v[i + 1], _slope(times, v, i) * h, _slope(times, v, i + 1) * h) for i, h in enumerate(spans)]
        for v in ([p.x for p in path], [p.y for p in path], [p.z for p in path])
    ]
    return np.array(times), np.array(along).transpose(1, 0, 2)


def _evaluate(actor: Actor, time_s: float) -> tuple[Vector, Vector]:
    path = actor.path
    first, last = path[0], path[-1]
    if len(path) == 1 or time_s <= first.time_s:
        return (first.x, first.y, first.z), (0.0, 0.0, 0.0)
    if time_s >= last.time_s:
        return (last.x, last.y, last.z), (0.0, 0.0, 0.0)
    i = next(k for k in range(len(path) - 1) if time_s < path[k + 1].time_s)
    times = [p.time_s for p in path]
    spans = ([p.x for p in path], [p.y for p in path], [p.z for p in path])
    (x, vx), (y, vy), (z, vz) = (_hermite(times, values, i, time_s) for values in spans)
    return (x, y, z), (vx, vy, vz)


def _hermite(times: Sequence[float], values: Sequence[float], i: int, time_s: float) -> tuple[float, float]:
    """Value and slope of the cubic on segment ``i``."""
    h = times[i + 1] - times[i]
    t = (time_s - times[i]) / h
    a, b = values[i], values[i + 1]
    ma, mb = _slope(times, values, i) * h, _slope(times, values, i + 1) * h
    value = (2 * t**3 - 3 * t**2 + 1) * a + (t**3 - 2 * t**2 + t) * ma + (3 * t**2 - 2 * t**3) * b + (t**3 - t**2) * mb
    slope = (6 * t**2 - 6 * t) * (a - b) + (3 * t**2 - 4 * t + 1) * ma + (3 * t**2 - 2 * t) * mb
    return value, slope / h


def _slope(times: Sequence[float], values: Sequence[float], i: int) -> float:
    """Slope at waypoint ``i`` that keeps the curve monotone where the waypoints are (Fritsch and Butland, 1984)."""
    last = len(times) - 1
    if i == 0:
        return _secant(times, values, 0)
    if i == last:
        return _secant(times, values, last - 1)
    before, after = _secant(times, values, i - 1), _secant(times, values, i)
    if before * after <= 0:
        return 0.0
    h0, h1 = times[i] - times[i - 1], times[i + 1] - times[i]
    w0, w1 = 2 * h1 + h0, h1 + 2 * h0
    return (w0 + w1) / (w0 / before + w1 / after)


def _secant(times: Sequence[float], values: Sequence[float], i: int) -> float:
    return (values[i + 1] - values[i]) / max(times[i + 1] - times[i], 1e-9)
