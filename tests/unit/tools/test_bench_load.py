from __future__ import annotations

from uuid import UUID

import pytest

from tools.bench_load import ALWAYS, CELERY, EVERYSEC, HELLO, OURS, poll_figures, submit_figures
from tools.bench_seed import ID
from tools.bench_wrk import Contestant, Load, in_turns, median, parse, ratios


def load(rate: float, *, p99_ms: float = 9.0, bad: int = 0) -> Load:
    return Load(rate=rate, p50_ms=1.0, p99_ms=p99_ms, max_ms=p99_ms, bad=bad)


def test_the_line_that_our_scripts_print_is_read_among_what_wrk_prints() -> None:
    told = parse(
        "Running 5s test @ http://127.0.0.1:1/\n  1 threads and 64 connections\nRequests/sec:  17.00\n"
        '\n{"requests": 50, "seconds": 2.5, "p50_ms": 1.5, "p99_ms": 9.25, "max_ms": 11.0, "bad": 3}\n'
    )
    assert told == Load(rate=20.0, p50_ms=1.5, p99_ms=9.25, max_ms=11.0, bad=3)


def test_a_run_without_that_line_is_not_taken_for_a_result() -> None:
    with pytest.raises(ValueError, match="unable to connect"):
        parse("unable to connect to 127.0.0.1:1 Connection refused\n")


def test_contestants_take_turns_and_their_first_second_does_not_count() -> None:
    runs: list[tuple[str, int]] = []

    def contestant(name: str) -> Contestant:
        def run(seconds: int) -> Load:
            runs.append((name, seconds))
            return load(float(len(runs)))

        return run

    loads = in_turns({name: contestant(name) for name in "ab"}, rounds=2, seconds=5)
    assert runs == [("a", 1), ("b", 1), ("a", 5), ("b", 5), ("a", 5), ("b", 5)]
    assert {name: [run.rate for run in of] for name, of in loads.items()} == {"a": [3, 5], "b": [4, 6]}


def test_ratios_are_taken_round_by_round() -> None:
    assert ratios([load(10), load(30)], [load(5), load(10)]) == (2.0, 3.0)
    with pytest.raises(ValueError, match="shorter"):
        ratios([load(10), load(30)], [load(5)])


def test_the_median_of_runs_is_of_the_value_that_was_asked_for() -> None:
    assert median([load(1, p99_ms=7), load(2, p99_ms=80), load(3, p99_ms=8)], lambda run: run.p99_ms) == 8


def test_polls_are_wanted_fast_beside_the_others_of_the_same_round() -> None:
    ours = [load(100), load(1000, bad=2), load(100)]
    told = {
        figure.name: figure
        for figure in poll_figures(
            {OURS: ours, HELLO: [load(200), load(2000), load(400)], CELERY: [load(25), load(250), load(25)]}
        )
    }
    over_hello, over_celery = (
        next(figure for name, figure in told.items() if name.startswith(f"  over {other}")) for other in (HELLO, CELERY)
    )
    assert (over_hello.value, over_hello.runs, over_hello.met) == (0.5, (0.5, 0.5, 0.25), True)
    assert (over_celery.value, over_celery.met) == (4.0, False)
    assert told["  answers that failed"].value == 2
    assert told["  p99"].met is True


def test_without_redis_nothing_is_said_about_it() -> None:
    figures = [
        figure for figure in submit_figures({OURS: [load(5)]}) if ALWAYS in figure.name or EVERYSEC in figure.name
    ]
    assert [(figure.value, figure.met) for figure in figures] == [(None, None), (None, None)]


def test_seeded_ids_are_version_7_and_in_order() -> None:
    ids = [UUID(ID.format(n)) for n in (1, 255, 1_000_000)]
    assert ids == sorted(ids)
    assert {one.version for one in ids} == {7}
