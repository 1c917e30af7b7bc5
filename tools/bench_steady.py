"""Five minutes of 500 polls and 50 submits a second beside workers that render: does anything slow down, or grow?

    python -m tools.bench_steady --seconds 45    # a short form; `make bench ARGS="--only steady"` is the long one

No machine of this kind renders fifty clips a second, so that a queue would only grow. Each submit is therefore
cancelled again, after ten seconds on average: what settles most of the clips is the clients in place of the workers
that are not here. Some five hundred wait at any moment, as they would where there are workers enough, none is refused,
and two workers render the test card's six seconds of 1080p all the time. Polls go to clips in every state, beside a
hundred thousand made long ago.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg
from rich.console import Console

from tools import bench_steady_clients, bench_watch
from tools.bench_figure import Figure, at_most, percentile, table
from tools.bench_process import MEASURABLE
from tools.bench_seed import seed_postgres
from tools.bench_server import Server, running
from tools.bench_steady_clients import Outcome, Plan, Seen
from tools.bench_trend import MINUTE_S, Look, first_and_last, minutes, slope
from tools.bench_watch import Holding

SECONDS = 300.0
WARM_UP_S = 45.0
"""Until as many are cancelled as come, and what a process does once only is done."""
START_S = 5.0
"""Until the clients' process is there."""
POLLS, SUBMITS = 500, 50
PATIENCE_S = 10.0
FINISHED = 100_000
WORKERS = 2

ACCEPTED = "select count(*) from generations"
COMPLETED = (
    "select count(*) from generations where status = 'completed' and finished_at > now() - make_interval(secs => %s)"
)
MB = 1e6


def measure(seconds: float = SECONDS) -> tuple[list[Figure], dict[str, Any]]:
    with (
        tempfile.TemporaryDirectory(prefix="vitascope-bench-") as folder,
        running(Path(folder) / "data", engine="testcard", workers=WORKERS) as server,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart,
    ):
        like = server.submit("a dragon", duration=6)
        server.until_ended(like, limit_s=120)
        seed_postgres(server.database_url(), like.partition(":")[0], FINISHED)
        plan = Plan(
            base_url=server.base_url, key=server.key, start_at=time.time() + START_S, warm_up_s=WARM_UP_S,
            seconds=seconds, polls=POLLS, submits=SUBMITS, patience_s=PATIENCE_S, finished=FINISHED,
        )  # fmt: skip
        work, began = apart.submit(bench_steady_clients.run, plan), plan.start_at + WARM_UP_S
        time.sleep(began - time.time())
        before = bench_watch.lag(server)
        holdings = bench_watch.watch(server, began, seconds, work.done)
        outcome, after = work.result(), bench_watch.lag(server)
        rows = _count(server, ACCEPTED) - FINISHED - 1
        completed = _count(server, COMPLETED, time.time() - began)
    late = {"p99": bench_watch.late_by(before, after, 0.99), "slowest": bench_watch.late_by(before, after, 1.0)}
    late["over 50 ms"] = bench_watch.later_than(before, after, 0.05)
    return [*figures(outcome, late, holdings), *ends(outcome.accepted, rows, completed)], {
        "seconds": seconds, "polls": POLLS, "submits": SUBMITS, "patience_s": PATIENCE_S, "workers": WORKERS,
        "polled": dict(outcome.statuses), "event_loop_late_by_s": late, "holdings": [asdict(one) for one in holdings],
        **{name: _summary(seen) for name, seen in _kinds(outcome).items()},
    }  # fmt: skip


def figures(outcome: Outcome, late: dict[str, float], holdings: Sequence[Holding]) -> list[Figure]:
    return [
        *_times(f"polls, {POLLS}/s beside {SUBMITS} submits/s", outcome.polls, wanted_ms=50),
        *_times(f"submits, {SUBMITS}/s", outcome.submits, wanted_ms=None),
        Figure(name="event loop woken late by, p99: at most", value=late["p99"] * 1000, unit="ms"),
        Figure(name="  at worst: at most", value=late["slowest"] * 1000, unit="ms", target=at_most(50)),
        Figure(name="  looks over 50 ms", value=late["over 50 ms"], unit=""),
        *_memory("memory of the API", [(one.at_s, one.api / MB) for one in holdings]),
        *_memory("memory of PostgreSQL beside its buffers", [(one.at_s, one.postgres / MB) for one in holdings]),
        *_memory("memory of the workers", [(one.at_s, one.workers / MB) for one in holdings]),
        Figure(name="CPU of the API", value=_cores(holdings, "api_cpu_s"), unit="cores"),
        Figure(name="CPU of PostgreSQL", value=_cores(holdings, "postgres_cpu_s"), unit="cores"),
        *_flat("connections to the database", [(one.at_s, one.connections) for one in holdings]),
        *_flat("files and sockets of the API", [(one.at_s, one.files) for one in holdings]),
        *_flat("clips that wait", [(one.at_s, one.queued) for one in holdings]),
    ]


def ends(accepted: int, rows: int, completed: int) -> list[Figure]:
    return [
        Figure(name="submits accepted and not to be found", value=accepted - rows, unit="", target=at_most(0)),
        Figure(name="clips completed meanwhile", value=completed, unit=""),
    ]


def _times(name: str, seen: Seen, *, wanted_ms: float | None) -> list[Figure]:
    took = [ms for _, ms in seen.took]
    by_minute = tuple(percentile(part, 0.99) for part in minutes(seen.took))
    target = None if wanted_ms is None else at_most(wanted_ms)
    return [
        Figure(name=f"{name}, p99", value=percentile(took, 0.99), unit="ms", target=target, runs=by_minute),
        Figure(name="  p50", value=percentile(took, 0.5), unit="ms"),
        Figure(name="  slowest", value=max(took), unit="ms"),
        Figure(name="  p99 of the last minute", value=by_minute[-1], unit="ms", baseline=by_minute[0],
               baseline_name="the first"),
        Figure(name="  sent late by, p99", value=percentile(seen.late, 0.99), unit="ms"),
        Figure(name="  answers other than 200", value=seen.answers.total() - seen.answers[200], unit=""),
    ]  # fmt: skip


def _cores(holdings: Sequence[Holding], name: str) -> float | None:
    """CPU seconds a second."""
    used = slope([(one.at_s, getattr(one, name)) for one in holdings]) / MINUTE_S
    return used if MEASURABLE else None


def _memory(name: str, looks: list[Look]) -> list[Figure]:
    if not MEASURABLE:
        return [Figure(name=name, value=None, unit="MB")]
    return _flat(name, looks, unit="MB")


def _flat(name: str, looks: list[Look], *, unit: str = "") -> list[Figure]:
    first, last = first_and_last(looks)
    return [
        Figure(name=f"{name}, last minute", value=last, unit=unit, baseline=first, baseline_name="the first",
               runs=tuple(value for _, value in looks)),
        Figure(name="  more each minute", value=slope(looks), unit=unit),
    ]  # fmt: skip


def _kinds(outcome: Outcome) -> dict[str, Seen]:
    return {"polls_ms": outcome.polls, "submits_ms": outcome.submits, "cancels_ms": outcome.cancels}


def _summary(seen: Seen) -> dict[str, Any]:
    took = [ms for _, ms in seen.took] or [0.0]
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "p99.9": 0.999, "max": 1.0}
    return {
        **{name: percentile(took, share) for name, share in shares.items()},
        "p99_by_minute": [percentile(part, 0.99) for part in minutes(seen.took)],
        "answers": {str(status): count for status, count in seen.answers.items()},
    }


def _count(server: Server, query: str, *values: float) -> int:
    with psycopg.connect(server.database_url()) as conn:
        row = conn.execute(query, values).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return int(row[0])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench_steady", description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long, after the warm-up")
    measured, detail = measure(parser.parse_args().seconds)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    console.print(table(measured))
    console.print({name: told for name, told in detail.items() if name != "holdings"})
    return 0


if __name__ == "__main__":
    sys.exit(main())
