from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.engines.animatic.draw.paths import position, positions, velocity
from vitascope.engines.animatic.graph import Actor, Waypoint


def _actor(*points: tuple[float, float, float, float]) -> Actor:
    path = tuple(Waypoint(time_s=t, x=x, y=y, z=z) for t, x, y, z in points)
    return Actor(id="a", rig="bird", label="bird", path=path)


def test_an_actor_passes_through_its_waypoints() -> None:
    actor = _actor((0, 0, 0, 50), (2, 5, 3, 30), (5, -4, 8, 2))
    for p in actor.path:
        assert position(actor, p.time_s) == pytest.approx((p.x, p.y, p.z))


def test_an_actor_rests_outside_its_waypoints() -> None:
    actor = _actor((1, 0, 0, 50), (2, 5, 3, 30))
    assert position(actor, 0) == (0, 0, 50)
    assert position(actor, 9) == (5, 3, 30)
    assert velocity(actor, 9) == (0, 0, 0)


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=6), st.floats(0, 1))
def test_the_curve_never_overshoots_its_waypoints(xs: list[float], at: float) -> None:
    actor = _actor(*((float(i), x, 0, 0) for i, x in enumerate(xs)))
    time_s = at * (len(xs) - 1)
    i = min(int(time_s), len(xs) - 2)
    low, high = sorted(xs[i : i + 2])
    assert low - 1e-6 <= position(actor, time_s)[0] <= high + 1e-6


@given(st.floats(0.05, 4.95))
def test_velocity_is_the_derivative_of_position(time_s: float) -> None:
    actor = _actor((0, 0, 0, 50), (2, 5, 3, 30), (5, -4, 8, 2))
    h = 1e-5
    ahead, behind = position(actor, time_s + h), position(actor, time_s - h)
    assert velocity(actor, time_s) == pytest.approx(
        [(a - b) / (2 * h) for a, b in zip(ahead, behind, strict=True)], abs=1e-3
    )


@pytest.mark.parametrize("count", [1, 2, 4])
def test_many_places_at_once_are_those_of_one_at_a_time(count: int) -> None:
    actor = _actor(*((1.0 + k * k, 3.0 * (-1) ** k, 1.0 * k, 50 - 9.0 * k) for k in range(count)))
    times = np.linspace(-1, 12, 53)
    assert positions(actor, times) == pytest.approx(np.array([position(actor, float(t)) for t in times]), abs=1e-9)
