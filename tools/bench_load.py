"""Polls and submits as fast as they are answered, beside a FastAPI + Celery + Redis service and a bare FastAPI.

64 connections, a million finished generations, everything on the same cores in the same minutes; ratios are taken
round by round. Nobody renders meanwhile, here or there.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median as middle
from typing import Any

from tools import bench_baselines
from tools.bench_baselines import Celery, Fsync
from tools.bench_figure import Figure, Target, at_least, at_most
from tools.bench_seed import ID, seed_postgres
from tools.bench_server import GENERATIONS, MODEL, Server, poll_path, running
from tools.bench_wrk import CONNECTIONS, Contestant, Load, available, in_turns, median, ratios, wrk

GENERATED = 1_000_000
ROUNDS = 5
SECONDS = 5

POLL = f"{GENERATIONS}?generation_id="
OURS = "ours"
HELLO = "a bare FastAPI hello"
CELERY = "FastAPI + Celery + Redis"
BY_KEY = "the same past Celery, by redis.asyncio"
ALWAYS = f"{CELERY}, fsync always"
EVERYSEC = f"{CELERY}, fsync every second"


def measure() -> tuple[list[Figure], dict[str, Any]]:
    """Polls first, while nothing is queued; then submits, into queues that grow."""
    if not available():
        why = "wrk is not installed (Debian: apt-get install wrk)"
        return [Figure(name=f"polls and submits at saturation: {why}", value=None, unit="/s")], {"skipped": why}
    with tempfile.TemporaryDirectory(prefix="vs-bench-") as name, _all(Path(name)) as (server, hello, celery):
        polls = in_turns(_pollers(server, hello, celery), rounds=ROUNDS, seconds=SECONDS)
        submits = in_turns(_submitters(server, celery), rounds=ROUNDS, seconds=SECONDS)
    return [*poll_figures(polls), *submit_figures(submits)], {
        "connections": CONNECTIONS, "seconds": SECONDS, "finished_generations": GENERATED,
        "redis": "measured" if celery is not None else "skipped: redis-server is not installed",
        "polls": _detail(polls), "submits": _detail(submits),
    }  # fmt: skip


def poll_figures(loads: dict[str, list[Load]]) -> list[Figure]:
    return [
        *_rate_and_latency(f"polls, {CONNECTIONS} connections, {GENERATED:,} finished", loads[OURS], at_most(50)),
        *_over(loads, {HELLO: at_least(0.5), CELERY: at_least(5), BY_KEY: None}),
    ]


def submit_figures(loads: dict[str, list[Load]]) -> list[Figure]:
    return [
        *_rate_and_latency(f"durable submits, {CONNECTIONS} connections", loads[OURS], None),
        *_over(loads, {ALWAYS: at_least(2), EVERYSEC: at_least(2)}),
    ]


def _rate_and_latency(name: str, ours: list[Load], p99: Target | None) -> list[Figure]:
    return [
        Figure(name=name, value=median(ours, lambda load: load.rate), unit="/s", runs=tuple(x.rate for x in ours)),
        Figure(name="  p50", value=median(ours, lambda load: load.p50_ms), unit="ms"),
        Figure(
            name="  p99", value=median(ours, lambda load: load.p99_ms), unit="ms", target=p99,
            runs=tuple(load.p99_ms for load in ours),
        ),
        Figure(name="  answers that failed", value=sum(load.bad for load in ours), unit=""),
    ]  # fmt: skip


def _over(loads: dict[str, list[Load]], wanted: dict[str, Target | None]) -> list[Figure]:
    """The median of the rounds' ratios; not measured where the other could not be started here."""
    figures = []
    for name, target in wanted.items():
        runs = ratios(loads[OURS], loads[name]) if name in loads else ()
        against = f"  over {name}"
        if runs:
            against += f" ({median(loads[name], lambda load: load.rate):,.0f}/s)"
        value = middle(runs) if runs else None
        figures.append(Figure(name=against, value=value, unit="×", target=target, runs=runs))
    return figures


def _detail(loads: dict[str, list[Load]]) -> dict[str, Any]:
    return {name: [asdict(load) for load in runs] for name, runs in loads.items()}


@contextlib.contextmanager
def _all(folder: Path) -> Iterator[tuple[Server, str, Celery | None]]:
    """Everybody up, and every table full. Those who wait for their turn do nothing."""
    data_dir = folder / "data"
    with running(data_dir, engine="testcard") as server:  # a worker makes the generation of which the rest are copies
        like = server.submit("a dragon", duration=6)
        server.until_ended(like, limit_s=120)
        seed_postgres(server.database_url(), like.partition(":")[0], GENERATED)
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(running(data_dir, engine="testcard", workers=0))
        reply = server.poll(f"{ID.format(GENERATED)}:{MODEL}")
        assert reply["status"] == "completed", reply
        hello = stack.enter_context(bench_baselines.hello(folder))
        celery = None
        if bench_baselines.redis_available():
            celery = stack.enter_context(bench_baselines.celery(folder, results=GENERATED))
        yield server, hello, celery


def _pollers(server: Server, hello: str, celery: Celery | None) -> dict[str, Contestant]:
    after = poll_path(f":{MODEL}").removeprefix(POLL)  # ids travel as clients send them, with their model
    contestants: dict[str, Contestant] = {
        OURS: lambda seconds: _polls(server.base_url, POLL, after, server.key, seconds),
        HELLO: lambda seconds: _polls(hello, "/?", "", "none", seconds),
    }
    if celery is not None:
        base = celery.base_url
        contestants[CELERY] = lambda seconds: _polls(base, POLL, "", "none", seconds)
        contestants[BY_KEY] = lambda seconds: _polls(base, "/by-key?generation_id=", "", "none", seconds)
    return contestants


def _submitters(server: Server, celery: Celery | None) -> dict[str, Contestant]:
    contestants: dict[str, Contestant] = {
        OURS: lambda seconds: wrk(server.base_url, "submits", GENERATIONS, server.key, seconds=seconds)
    }
    if celery is not None:
        contestants[ALWAYS] = _celery_submits(celery, "always")
        contestants[EVERYSEC] = _celery_submits(celery, "everysec")
    return contestants


def _celery_submits(celery: Celery, when: Fsync) -> Contestant:
    def run(seconds: int) -> Load:
        celery.sync(when)
        return wrk(celery.base_url, "submits", GENERATIONS, "none", seconds=seconds)

    return run


def _polls(base: str, path: str, after: str, key: str, seconds: int) -> Load:
    return wrk(base, "polls", path, after, str(GENERATED), key, seconds=seconds)
