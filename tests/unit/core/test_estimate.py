"""Seconds left: never negative, never rising as a render goes along, and places in the order of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vitascope.core.estimate import PACES, Crew, Mark, Outlook, Own, Render, Slots, pace_of, rendering_left_s

SECONDS = st.floats(0, 1e6, allow_nan=False)
SHARE = st.floats(0, 1, allow_nan=False)


QUEUE = "an engine/a model"


def one_queue(
    workers: int, pace: float, renders: Sequence[tuple[float, float, float]], marks: Sequence[Mark]
) -> Outlook:
    """All in one queue; ``renders`` are predicted seconds, elapsed seconds, progress."""
    return Outlook(
        crews=[Crew(workers=workers)],
        pace=pace,
        renders=[Render(queue=QUEUE, predicted_s=p, elapsed_s=e, progress=share) for p, e, share in renders],
        marks={QUEUE: marks} if marks else {},
    )


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
    outlook = one_queue(workers, pace, renders, queue)
    answers = [outlook.queued(QUEUE, m.tag, m.id, cost) for m, cost in zip(queue, costs, strict=True)]
    assert [place for place, _ in answers] == list(range(1, len(costs) + 1))
    starts = [left - cost * pace for (_, left), cost in zip(answers, costs, strict=True) if left is not None]
    assert len(starts) == len(costs)
    assert all(start >= -1e-6 * (1 + cost) for start, cost in zip(starts, costs, strict=True))
    assert all(later >= sooner - 1e-3 for sooner, later in pairwise(starts))


def test_a_free_worker_takes_the_next_at_once() -> None:
    outlook = one_queue(3, 2.0, [(100, 0, 0)], marks([10, 10, 10]))
    waits = [outlook.queued(QUEUE, 10 * (i + 1), UUID(int=i), 10)[1] for i in range(3)]
    assert waits == [20, 20, (200 + 40) / 3 + 20]


def test_the_outlook_counts_who_renders_and_who_waits_though_not_every_place_is_marked() -> None:
    outlook = one_queue(2, 1.0, [(10.0, 2.0, 0.2)], marks([1.0] * 7, every=3))
    assert (outlook.workers, outlook.renders, outlook.waiting) == (2, 1, 7)
    assert one_queue(0, 1.0, [], []).waiting == 0


def test_without_workers_the_place_is_known_and_the_time_is_not() -> None:
    assert one_queue(0, 1, (), marks([5])).queued(QUEUE, 10, UUID(int=0), 5) == (1, None)


def test_what_was_queued_after_the_look_is_the_last() -> None:
    outlook = one_queue(1, 1, (), marks([5, 5]))
    assert outlook.queued(QUEUE, 99, UUID(int=7), 3) == (3, 13)
    assert one_queue(1, 1, (), ()).queued(QUEUE, 99, UUID(int=7), 3) == (1, 3)


@given(
    costs=st.lists(SECONDS, max_size=30),
    every=st.integers(1, 10),
    tag=st.integers(-1000, 1000),
    number=st.integers(0, 40),
)
def test_a_place_is_never_less_than_one_however_old_the_look(
    costs: list[float], every: int, tag: int, number: int
) -> None:
    outlook = one_queue(1, 1.0, [], marks(costs, every=every))
    place, left_s = outlook.queued(QUEUE, tag, UUID(int=number), 1.0)
    assert 1 <= place <= len(costs) + 1
    assert left_s is not None
    assert left_s >= 1.0


@given(every=st.integers(2, 50), at=st.integers(0, 299))
def test_between_told_places_the_others_are_close_to_where_they_are(every: int, at: int) -> None:
    outlook = one_queue(1, 1, (), marks([2.0] * 300, every=every))
    place, left = outlook.queued(QUEUE, 10 * (at + 1), UUID(int=at), 2.0)
    assert left is not None
    assert abs(place - (at + 1)) <= every
    assert abs(left - 2.0 * (at + 1)) <= 2 * every


FAST, PRO = "an engine/fast", "an engine/pro"


def two_queues(*crews: Crew, renders: Sequence[Render] = ()) -> Outlook:
    """Ten clips of 10 s wait in the one, four of 20 s in the other, their tags in turns."""
    pro = [Mark(tag=25 * (i + 1), id=UUID(int=100 + i), place=i + 1, until_s=20.0 * (i + 1)) for i in range(4)]
    return Outlook(crews=crews, pace=1.0, renders=renders, marks={FAST: marks([10.0] * 10), PRO: pro})


def test_a_queue_has_places_and_times_of_its_own() -> None:
    outlook = two_queues(
        Crew(workers=2, queues=frozenset({FAST})),
        Crew(workers=1, queues=frozenset({PRO})),
        renders=[Render(queue=FAST, predicted_s=6, elapsed_s=0, progress=0)] * 2,
    )
    assert outlook.queued(FAST, 100, UUID(int=9), 10) == (10, (12 + 90) / 2 + 10)
    assert outlook.queued(PRO, 25, UUID(int=100), 20) == (1, 20)
    assert outlook.queued(PRO, 100, UUID(int=103), 20) == (4, 60 + 20)
    assert (outlook.workers, outlook.waiting, outlook.workers_of(FAST), outlook.workers_of(PRO)) == (3, 14, 2, 1)


def test_workers_of_several_queues_go_by_tags_over_all_of_them() -> None:
    outlook = two_queues(Crew(workers=1))
    assert outlook.queued(FAST, 100, UUID(int=9), 10) == (10, 90 + 60 + 10)


def test_of_another_queues_work_such_a_part_comes_first_as_common_workers_do() -> None:
    outlook = two_queues(Crew(workers=1), Crew(workers=3, queues=frozenset({PRO})))
    place, left_s = outlook.queued(FAST, 60, UUID(int=5), 10)
    assert (place, left_s) == (6, (50 + 40 / 4) / 1 + 10)


def test_a_queue_that_nobody_takes_from_has_places_and_no_times() -> None:
    outlook = two_queues(Crew(workers=2, queues=frozenset({FAST})))
    assert outlook.queued(PRO, 50, UUID(int=101), 20) == (2, None)
    assert outlook.waits_s(PRO, 50, UUID(int=101), 20) is None


@given(
    tags=st.lists(st.tuples(st.booleans(), st.integers(1, 1000)), min_size=1, max_size=30),
    crews=st.lists(st.tuples(st.integers(1, 4), st.sampled_from([(FAST,), (PRO,), (FAST, PRO)])), max_size=4),
)
def test_who_is_further_back_in_a_queue_starts_no_sooner(
    tags: list[tuple[bool, int]], crews: list[tuple[int, tuple[str, ...]]]
) -> None:
    lines: dict[str, list[Mark]] = {}
    for number, (fast, tag) in enumerate(sorted(tags, key=lambda one: one[1])):
        line = lines.setdefault(FAST if fast else PRO, [])
        line.append(Mark(tag=tag, id=UUID(int=number), place=len(line) + 1, until_s=8.0 * (len(line) + 1)))
    made = [Crew(workers=count, queues=frozenset(queues)) for count, queues in crews]
    outlook = Outlook(crews=made, pace=1.0, renders=(), marks=lines)
    for queue, line in lines.items():
        waits = [outlook.waits_s(queue, mark.tag, mark.id, 8.0) for mark in line]
        known = [wait for wait in waits if wait is not None]
        assert len(known) == (len(line) if outlook.workers_of(queue) else 0)
        assert all(later >= sooner - 1e-9 for sooner, later in pairwise(known))


def _slots(**changes: Any) -> Slots:
    of_one = Slots(of="key", slots=2, rendering=0, waiting=0, waiting_s=0.0, predicted_left_s=0.0, shown_left_s=0.0)
    return replace(of_one, **changes)


def test_who_has_a_slot_free_does_not_wait_for_its_own() -> None:
    one = _slots(rendering=1, predicted_left_s=30.0)
    assert (one.wait_s(1.0), one.last_s(1.0)) == (0.0, 0.0)
    assert one.last_s(1.0, unseen=1, unseen_s=10.0) == pytest.approx(20.0)


def test_who_has_none_free_waits_for_its_share_of_what_is_before_it_at_the_pace_of_late() -> None:
    both = _slots(rendering=2, waiting=3, waiting_s=30.0, predicted_left_s=20.0, shown_left_s=8.0)
    assert both.wait_s(2.0) == pytest.approx((40 + 8) / 2)
    assert both.last_s(2.0) == pytest.approx((40 + 8 + 60) / 2)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1e4), st.floats(0, 1e4)), max_size=20), st.floats(0.02, 50))
def test_the_sums_are_those_of_each_render(renders: list[tuple[float, float, float]], pace: float) -> None:
    """``predicted_left_s`` and ``shown_left_s`` as `store.slots` has the database add them up."""
    one = _slots(
        slots=1,
        rendering=max(1, len(renders)),
        predicted_left_s=sum((1 - progress) ** 2 * cost_s for progress, cost_s, _ in renders),
        shown_left_s=sum((1 - progress) * elapsed_s for progress, _, elapsed_s in renders),
    )
    each = [
        rendering_left_s(predicted_s=cost_s * pace, elapsed_s=elapsed_s, progress=progress)
        for progress, cost_s, elapsed_s in renders
    ]
    assert one.wait_s(pace) == pytest.approx(sum(each))


OWNER = UUID(int=77)


@example(
    costs=[(1.0, False), (1.0, True), (1.0, True), (8.0, True), (1.0, False)],
    workers=2,
    slots=1,
    rendering=0,
    left_s=0.0,
)
@example(
    costs=[(1.0, True), (1.0, True), (6.0, True), (1.0, True), (1.0, False)],
    workers=1,
    slots=1,
    rendering=0,
    left_s=0.0,
)
@given(
    costs=st.lists(st.tuples(st.floats(0.01, 1e4), st.booleans()), min_size=1, max_size=40),
    workers=st.integers(1, 8),
    slots=st.integers(1, 4),
    rendering=st.integers(0, 4),
    left_s=st.floats(0, 1e4),
)
def test_who_is_over_its_limit_keeps_its_order_and_is_never_told_less_than_the_queue_makes_it_wait(
    costs: list[tuple[float, bool]], workers: int, slots: int, rendering: int, left_s: float
) -> None:
    queue = marks([cost for cost, _ in costs])
    mine = [(mark, cost) for mark, (cost, own) in zip(queue, costs, strict=True) if own]
    own = Own(
        slots=_slots(
            slots=slots,
            rendering=rendering,
            waiting=len(mine),
            waiting_s=sum(cost for _, cost in mine),
            shown_left_s=left_s,
        ),
        tags={place: mark.tag for place, (mark, _) in enumerate(mine, 1)},
    )
    outlook = Outlook(crews=[Crew(workers=workers)], pace=1.0, renders=(), marks={QUEUE: queue}, owned={OWNER: own})
    told = [outlook.queued(QUEUE, mark.tag, mark.id, cost, owners=(OWNER,)) for mark, cost in mine]
    plain = [outlook.queued(QUEUE, mark.tag, mark.id, cost) for mark, cost in mine]
    for (place, seconds), (least_place, least_s) in zip(told, plain, strict=True):
        assert seconds is not None
        assert least_s is not None
        assert least_place <= place <= len(queue)
        assert seconds >= least_s
    assert all(later > sooner for (sooner, _), (later, _) in pairwise(told))


def test_of_an_owner_over_its_limit_the_place_is_behind_those_who_start_before_one_of_its_own_ends() -> None:
    """Two of every three are its own; one of its own renders for another 25 s, and two workers do 10 s each."""
    queue = marks([10.0] * 9)
    mine = [mark for mark in queue if mark.place % 3 != 0]
    own = Own(
        slots=_slots(slots=1, rendering=1, waiting=6, waiting_s=60.0, shown_left_s=25.0),
        tags={place: mark.tag for place, mark in enumerate(mine, 1)},
    )
    outlook = Outlook(crews=[Crew(workers=2)], pace=1.0, renders=(), marks={QUEUE: queue}, owned={OWNER: own})
    told = [outlook.queued(QUEUE, mark.tag, mark.id, 10.0, owners=(OWNER,)) for mark in mine]
    assert [seconds for _, seconds in told] == [25 + 10 * n for n in range(1, 7)]
    assert [place for place, _ in told] == [2, 4, 6, 7, 8, 9]
    assert outlook.queued(QUEUE, queue[2].tag, queue[2].id, 10.0, owners=(UUID(int=1),)) == (3, 10 + 10)
