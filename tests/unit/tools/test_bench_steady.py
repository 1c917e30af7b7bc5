from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.bench_process import below
from tools.bench_steady import figures
from tools.bench_steady_clients import Outcome, Seen
from tools.bench_trend import first_and_last, minutes, slope
from tools.bench_watch import Holding, late_by, later_than, parse_lag

MOMENTS = [n * 5.0 for n in range(60)]


@given(st.floats(-1e3, 1e3), st.floats(-1e6, 1e6))
def test_what_grows_evenly_has_its_growth_for_a_slope(each_minute: float, first: float) -> None:
    looks = [(at_s, first + each_minute * at_s / 60) for at_s in MOMENTS]
    assert slope(looks) == pytest.approx(each_minute, abs=1e-6 + 1e-9 * abs(first))


def test_what_is_the_same_at_either_end_of_its_ups_and_downs_has_no_slope() -> None:
    looks = [(at_s, 100.0 + abs(n - 29.5)) for n, at_s in enumerate(MOMENTS)]
    assert slope(looks) == pytest.approx(0, abs=1e-9)
    assert slope(looks[:1]) == slope([]) == 0


def test_a_minute_is_reckoned_by_when_one_looked() -> None:
    assert [len(part) for part in minutes([(at_s, 0.0) for at_s in MOMENTS])] == [12] * 5


def test_a_last_minute_that_was_cut_short_counts_with_the_one_before() -> None:
    looks = [(float(n), float(n)) for n in range(140)]
    assert [len(part) for part in minutes(looks)] == [60, 80]
    assert [len(part) for part in minutes(looks + [(float(n), 0.0) for n in range(140, 160)])] == [60, 60, 40]


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200))
def test_no_look_is_left_out_of_the_minutes(values: list[float]) -> None:
    looks = [(n * 7.0, value) for n, value in enumerate(values)]
    assert [value for part in minutes(looks) for value in part] == values


def test_the_first_minute_stands_against_the_last() -> None:
    first, last = first_and_last([(at_s, at_s) for at_s in MOMENTS])
    assert (first, last) == (statistics.fmean(MOMENTS[:12]), statistics.fmean(MOMENTS[-12:]))


def test_of_a_run_shorter_than_a_minute_the_halves_are_compared() -> None:
    assert first_and_last([(0, 1.0), (5, 3.0), (10, 5.0), (15, 7.0)]) == (2.0, 6.0)
    assert first_and_last([(0, 4.0)]) == (4.0, 4.0)
    with pytest.raises(ValueError, match="nobody"):
        first_and_last([])


HISTOGRAM = """
# TYPE vitascope_event_loop_lag_seconds histogram
vitascope_event_loop_lag_seconds_bucket{le="0.01"} 90.0
vitascope_event_loop_lag_seconds_bucket{le="0.05"} 99.0
vitascope_event_loop_lag_seconds_bucket{le="+Inf"} 100.0
vitascope_event_loop_lag_seconds_count 100.0
vitascope_event_loop_lag_seconds_sum 1.5
"""


def test_how_late_a_loop_woke_is_read_between_two_scrapes() -> None:
    before, after = {0.01: 80.0, 0.05: 80.0, float("inf"): 81.0}, parse_lag(HISTOGRAM)
    assert late_by(before, after, 0.5) == 0.01
    assert late_by(before, after, 1.0) == 0.05  # the one that was later had been so before
    assert later_than(before, after, 0.01) == 9
    assert later_than(before, after, 0.05) == 0
    assert late_by({}, after, 1.0) == float("inf")
    assert later_than({}, after, 0.05) == 1


def test_a_loop_that_was_not_looked_at_was_never_late() -> None:
    after = parse_lag(HISTOGRAM)
    assert late_by(after, after, 1.0) == 0
    assert later_than(after, after, 0.05) == 0


def test_the_processes_below_one_are_its_childrens_too() -> None:
    known = {1: (0, "init"), 5: (1, "serve"), 6: (5, "postgres"), 7: (6, "postgres: client"), 8: (1, "other")}
    assert below(5, known) == [6, 7]


def _seen(*took_ms: float) -> Seen:
    seen = Seen()
    for n, ms in enumerate(took_ms):
        seen.note(float(n), float(n), n + ms / 1000, 200)
    return seen


def _holding(at_s: float) -> Holding:
    return Holding(
        at_s=at_s, api=100_000_000, workers=1, postgres=1, connections=9, files=50, queued=500,
        api_cpu_s=at_s * 0.4, postgres_cpu_s=0.0,
    )  # fmt: skip


def test_a_poll_is_late_from_when_it_was_due_and_not_from_when_it_was_sent() -> None:
    seen = Seen()
    seen.note(10.0, 10.3, 10.5, 503)
    assert seen.took == [(10.0, pytest.approx(500))]
    assert seen.late == [pytest.approx(300)]
    assert seen.answers[200] == 0


def test_each_promise_is_held_against_its_figure() -> None:
    outcome = Outcome(polls=_seen(*[1.0] * 98, 51.0, 51.0), submits=_seen(3.0))
    late = {"p99": 0.001, "slowest": 0.05, "over 50 ms": 0.0}
    found = figures(outcome, late, [_holding(n * 5.0) for n in range(30)])
    wanted = {figure.name: figure.met for figure in found if figure.target is not None}
    assert wanted == {"polls, 500/s beside 50 submits/s, p99": False, "  at worst: at most": True}
    assert next(f.value for f in found if f.name == "CPU of the API") in (None, pytest.approx(0.4))
