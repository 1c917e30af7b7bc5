"""Seconds left: never negative, never rising as a render goes along, and places in the order of the queue."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.estimate import PACES, Mark, Outlook, pace_of, rendering_left_s

SECONDS = st.floats(0, 1e6, allow_nan=False)
SHARE = st.floats(0, 1, allow_nan=False)


def marks(costs: list[float], *, every: int = 1) -> list[Mark]:
    """A queue of ``costs``, tag 10, 20, …; only each ``every``-th place is told, and the last."""
    found, until_s = [], 0.0
    for index, cost in enumerate(costs):
        until_s += cost
        if index % every == 0 or index == len(costs) - 1:
            found.append(Mark(tag=10 * (index + 1), id=UUID(int=index), place=index + 1, until_s=until_s))
    return found


@given(predicted=SECONDS, elapsed=SECONDS, progress=st.floats(-1, 2, allow_nan=False))
def test_what_is_left_of_a_render_is_never_negative(predicted: float, elapsed: float, progress: float) -> None:
    assert rendering_left_s(predicted_s=predicted, elapsed_s=elapsed, progress=progress) >= 0


@given(predicted=SECONDS, elapsed=SECONDS, one=SHARE, other=SHARE)
def test_what_is_left_falls_as_the_progress_rises(predicted: float, elapsed: float, one: float, other: float) -> None:
    less, more = sorted((one, other))
    before = rendering_left_s(predicted_s=predicted, elapsed_s=elapsed, progress=less)
    assert rendering_left_s(predicted_s=predicted, elapsed_s=elapsed, progress=more) <= before


@given(predicted=st.floats(1, 1e5), progress=SHARE)
def test_a_render_that_keeps_to_its_prediction_is_told_exactly(predicted: float, progress: float) -> None:
    left = rendering_left_s(predicted_s=predicted, elapsed_s=progress * predicted, progress=progress)
    assert left == pytest.approx((1 - progress) * predicted, abs=1e-6)


@pytest.mark.parametrize("factor", [0.25, 4.0])
def test_towards_the_end_what_was_measured_counts_and_the_prediction_does_not(factor: float) -> None:
    left = rendering_left_s(predicted_s=100, elapsed_s=0.95 * 100 * factor, progress=0.95)
    assert left == pytest.approx(0.05 * 100 * factor, rel=0.2)


@given(st.one_of(st.none(), st.floats(0, 1e9, allow_nan=False)))
def test_a_pace_stays_within_reason(measured: float | None) -> None:
    assert PACES[0] <= pace_of(measured) <= PACES[1]
    assert pace_of(None) == 1.0


@given(
    costs=st.lists(st.floats(0.01, 1e4), min_size=1, max_size=40),
    workers=st.integers(1, 8),
    renders=st.lists(st.tuples(SECONDS, SECONDS, SHARE), max_size=8),
    pace=st.floats(0.1, 10),
)
def test_the_queue_has_places_in_order_and_who_waits_longer_ends_no_sooner_than_its_own_work(
    costs: list[float], workers: int, renders: list[tuple[float, float, float]], pace: float
) -> None:
    queue = marks(costs)
    outlook = Outlook(workers=workers, pace=pace, renders=renders, marks=queue)
    answers = [outlook.queued(m.tag, m.id, cost) for m, cost in zip(queue, costs, strict=True)]
    assert [place for place, _ in answers] == list(range(1, len(costs) + 1))
    starts = [left - cost * pace for (_, left), cost in zip(answers, costs, strict=True) if left is not None]
    assert len(starts) == len(costs)
    assert all(start >= -1e-6 * (1 + cost) for start, cost in zip(starts, costs, strict=True))
    assert all(later >= sooner - 1e-3 for sooner, later in pairwise(starts))


def test_a_free_worker_takes_the_next_at_once() -> None:
    outlook = Outlook(workers=3, pace=2.0, renders=[(100, 0, 0)], marks=marks([10, 10, 10]))
    waits = [outlook.queued(10 * (i + 1), UUID(int=i), 10)[1] for i in range(3)]
    assert waits == [20, 20, (200 + 40) / 3 + 20]


def test_the_outlook_counts_who_renders_and_who_waits_though_not_every_place_is_marked() -> None:
    outlook = Outlook(workers=2, pace=1.0, renders=[(10.0, 2.0, 0.2)], marks=marks([1.0] * 7, every=3))
    assert (outlook.workers, outlook.renders, outlook.waiting) == (2, 1, 7)
    assert Outlook(workers=0, pace=1.0, renders=[], marks=[]).waiting == 0


def test_without_workers_the_place_is_known_and_the_time_is_not() -> None:
    assert Outlook(workers=0, pace=1, renders=(), marks=marks([5])).queued(10, UUID(int=0), 5) == (1, None)


def test_what_was_queued_after_the_look_is_the_last() -> None:
    outlook = Outlook(workers=1, pace=1, renders=(), marks=marks([5, 5]))
    assert outlook.queued(99, UUID(int=7), 3) == (3, 13)
    assert Outlook(workers=1, pace=1, renders=(), marks=()).queued(99, UUID(int=7), 3) == (1, 3)


@given(
    costs=st.lists(SECONDS, max_size=30),
    every=st.integers(1, 10),
    tag=st.integers(-1000, 1000),
    number=st.integers(0, 40),
)
def test_a_place_is_never_less_than_one_however_old_the_look(
    costs: list[float], every: int, tag: int, number: int
) -> None:
    outlook = Outlook(workers=1, pace=1.0, renders=[], marks=marks(costs, every=every))
    place, left_s = outlook.queued(tag, UUID(int=number), 1.0)
    assert 1 <= place <= len(costs) + 1
    assert left_s is not None
    assert left_s >= 1.0


@given(every=st.integers(2, 50), at=st.integers(0, 299))
def test_between_told_places_the_others_are_close_to_where_they_are(every: int, at: int) -> None:
    outlook = Outlook(workers=1, pace=1, renders=(), marks=marks([2.0] * 300, every=every))
    place, left = outlook.queued(10 * (at + 1), UUID(int=at), 2.0)
    assert left is not None
    assert abs(place - (at + 1)) <= every
    assert abs(left - 2.0 * (at + 1)) <= 2 * every
