"""What one of each thing asks of the API and of PostgreSQL: a poll, a submit, a worker that waits or renders, a clip.

CPU of the API process, CPU of all of PostgreSQL's, transactions, and what its log of changes grows by: the figures that
`docs/scale.md` reckons with. Each is the difference to the same span of time without the thing.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg

from tools.bench_figure import Figure
from tools.bench_process import MEASURABLE, cpu_s
from tools.bench_server import GENERATIONS, MODEL, Server, running

SPAN_S = 20.0
POLLS, SUBMITS, CLIPS = 4000, 400, 10
WORKERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of one, on average."""

    api_ms: float
    postgres_ms: float
    transactions: float
    log_bytes: float


def measure() -> tuple[list[Figure], dict[str, Any]]:
    if not MEASURABLE:
        return [Figure(name="unit costs: only on Linux", value=None, unit="")], {"skipped": "not Linux"}
    with tempfile.TemporaryDirectory(prefix="vs-bench-") as name:
        with running(Path(name) / "alone", engine="testcard", workers=0) as server:
            nothing = _spent(server, lambda: time.sleep(SPAN_S), 1)
            one = server.submit("a dragon", duration=6)
            costs = {"poll": _spent(server, lambda: _times(POLLS, lambda: server.poll(one)), POLLS, idle=nothing)}
            costs["submit"] = _spent(server, lambda: _times(SUBMITS, lambda: _queue(server)), SUBMITS, idle=nothing)
        with running(Path(name) / "worked", engine="testcard", workers=WORKERS) as server:
            connections = _connections(server)
            waiting = _spent(server, lambda: time.sleep(SPAN_S), 1)
            costs["worker that waits, a second"] = _less(waiting, nothing, SPAN_S * WORKERS)
            server.submit(f"[delay {2 * SPAN_S:g}] a dragon", duration=6)
            time.sleep(2.0)  # it has begun
            rendering = _spent(server, lambda: time.sleep(SPAN_S), 1)
            costs["worker that renders, a second more"] = _less(rendering, waiting, SPAN_S)
        with running(Path(name) / "made", engine="testcard", workers=1) as server:
            begun = time.monotonic()
            made = _spent(server, lambda: _times(CLIPS, lambda: _make(server)), 1)
            took = time.monotonic() - begun
            per_s = _less(waiting, nothing, SPAN_S * WORKERS)
            quiet = _plus(nothing, per_s, took / SPAN_S, took)
            costs["clip, from submit to settled"] = _less(made, quiet, CLIPS)
    figures = [
        Figure(name=f"{what}: {label}", value=getattr(cost, key), unit=unit)
        for what, cost in costs.items()
        for key, label, unit in (
            ("api_ms", "CPU of the API", "ms"), ("postgres_ms", "CPU of PostgreSQL", "ms"),
            ("transactions", "transactions", ""), ("log_bytes", "its log", "bytes"),
        )
    ]  # fmt: skip
    figures.append(Figure(name="connections, the API and two workers", value=connections, unit=""))
    return figures, {"costs": {what: asdict(cost) for what, cost in costs.items()}, "connections": connections}


def _queue(server: Server) -> None:
    server.client.post(GENERATIONS, json={"model": MODEL, "prompt": "a boat"}).raise_for_status()


def _make(server: Server) -> None:
    server.until_ended(server.submit("[delay 0] a dragon", duration=6), limit_s=60, every_s=0.5)


def _times(count: int, do: Callable[[], object]) -> None:
    for _ in range(count):
        do()


def _spent(server: Server, do: Callable[[], None], count: int, *, idle: Cost | None = None) -> Cost:
    """Of each of ``count``, less what passes in the same time when nothing is done."""
    before, begun = _read(server), time.monotonic()
    do()
    took, after = time.monotonic() - begun, _read(server)
    spent = Cost(**{key: value - before[key] for key, value in after.items()})
    return spent if idle is None else _less(spent, _plus(idle, idle, took / SPAN_S, 0.0), count)


def _less(whole: Cost, part: Cost, count: float) -> Cost:
    rest = {key: (value - asdict(part)[key]) / count for key, value in asdict(whole).items()}
    return Cost(**{key: max(value, 0.0) for key, value in rest.items()})


def _plus(one: Cost, other: Cost, times: float, others: float) -> Cost:
    return Cost(**{key: value * times + asdict(other)[key] * others for key, value in asdict(one).items()})


def _read(server: Server) -> dict[str, float]:
    url = server.database_url()
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("select pg_stat_force_next_flush()")
        row = conn.execute(
            """select (select sum(xact_commit + xact_rollback) from pg_stat_database)::float8,
                pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8"""
        ).fetchone()
        assert row is not None
        postgres = _postgres_cpu_s(conn.info.backend_pid)
    return {
        "api_ms": 1000 * (cpu_s(server.process.pid) or 0.0),
        "postgres_ms": 1000 * postgres,
        "transactions": row[0],
        "log_bytes": row[1],
    }


def _postgres_cpu_s(backend: int) -> float:
    """Of the server and of all backends, those that have ended included: it has waited for them."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in map(str.split, listed.splitlines())}
    root = parents[backend]
    fields = Path(f"/proc/{root}/stat").read_text().rpartition(")")[2].split()
    ended = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    return ended + sum(_of(pid) for pid, parent in parents.items() if root in (pid, parent))


def _of(pid: int) -> float:
    try:
        return cpu_s(pid) or 0.0
    except OSError:
        return 0.0


def _connections(server: Server) -> int:
    with psycopg.connect(server.database_url()) as conn:
        row = conn.execute("select count(*) from pg_stat_activity where backend_type = 'client backend'").fetchone()
    assert row is not None
    return int(row[0]) - 1
