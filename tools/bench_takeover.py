"""``kill -9``: how long until a job that lost its worker, or its worker's child, renders again.

Beside it a FastAPI + Celery + Redis service where Redis is installed, with two workers, one of them idle: that no other
need be started is in its favour.
"""

from __future__ import annotations

import os
import signal
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from tools.bench_baselines import celery, redis_available
from tools.bench_figure import Figure, at_most
from tools.bench_process import families
from tools.bench_server import Server, running, wait_for

REPEATS = 3
ENGINES = ("testcard", "animatic")
SLOW = "[delay 60] a dragon flies over the mountains"
"""The test card then waits, and so is always caught at work; the animatic reads words only, and renders for long."""
LIMIT_S = 60.0

THEIR_DELAY_S, THEIR_VISIBILITY_S = 25, 30
"""Celery gives an unacknowledged message to another worker after a set time, whether who has it lives or not: the least
that does not run a job of this length twice. By itself it waits an hour."""

ATTEMPT = "select attempt, status from generations where id = %s"


def measure() -> tuple[list[Figure], dict[str, Any]]:
    """Each engine by each victim, a fresh server each time: a worker that often dies is started after a pause."""
    seconds: dict[str, list[float]] = {}
    theirs: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="vitascope-bench-") as folder:
        for engine in ENGINES:
            data_dir = Path(folder) / engine
            with running(data_dir, engine=engine) as server:  # the first start compiles
                server.worker_pid()
            for _ in range(REPEATS):
                for victim in ("worker", "child"):
                    with running(data_dir, engine=engine) as server:
                        seconds.setdefault(f"{victim}, {engine}", []).append(_takeover(server, victim))
                if redis_available() and engine == ENGINES[0]:
                    for victim in ("worker", "child"):
                        theirs.setdefault(victim, []).append(_of_celery(victim))
    figures = [
        Figure(
            name=f"kill -9 of the {what}: running again after", value=statistics.median(runs), unit="s",
            target=at_most(10), runs=tuple(runs), baseline_name=f"Celery, visible again after {THEIR_VISIBILITY_S} s",
            baseline=statistics.median(theirs[what.partition(",")[0]]) if theirs else None,
        )
        for what, runs in seconds.items()
    ]  # fmt: skip
    return figures, {"seconds": seconds, "celery": theirs}


def _takeover(server: Server, victim: str) -> float:
    """From the kill to the claim of the next attempt, by a worker whose engine is loaded."""
    with psycopg.connect(server.database_url(), autocommit=True) as conn:
        generation = server.submit(SLOW, duration=10, fps=50)
        row_id = generation.partition(":")[0]

        def attempt() -> int | None:
            row = conn.execute(ATTEMPT, (row_id,)).fetchone()
            return int(row[0]) if row is not None and row[1] == "generating" else None

        first = wait_for(attempt, limit_s=LIMIT_S, every_s=0.01)
        wait_for(lambda: server.poll(generation).get("progress", 0) > 0 or None, limit_s=LIMIT_S)
        pid = server.worker_pid() if victim == "worker" else server.render_pid()
        killed = time.perf_counter()
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: (attempt() or 0) > first or None, limit_s=LIMIT_S, every_s=0.01)
        taken = time.perf_counter() - killed
        server.cancel(generation)
        return taken


def _of_celery(victim: str) -> float:
    """The same of the service: to the first line of the second attempt."""
    with (
        tempfile.TemporaryDirectory(prefix="vs-bench-") as folder,
        celery(Path(folder), visibility_s=THEIR_VISIBILITY_S) as service,
        service.worker("one"),
        service.worker("other"),
    ):
        job = service.submit(f"[delay {THEIR_DELAY_S}] a dragon")
        ((_, child),) = wait_for(lambda: service.attempts(job) or None, limit_s=LIMIT_S)
        worker, _ = families()[child]
        killed = time.time()
        os.kill(worker if victim == "worker" else child, signal.SIGKILL)
        again = wait_for(lambda: service.attempts(job)[1:] or None, limit_s=LIMIT_S, every_s=0.01)
        return again[0][0] - killed
