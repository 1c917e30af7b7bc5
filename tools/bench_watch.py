"""What a server holds while it is at work: memory by part, connections, open files, and how late its loop wakes."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
from prometheus_client.parser import text_string_to_metric_families

from tools.bench_process import below, cpu_s, families, open_files, own_bytes, pss_bytes
from tools.bench_server import Server

EVERY_S = 5.0

LOOK = """
select (select count(*) from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid()) as connections,
    count(*) filter (where status = 'queued') as queued from generations where status in ('queued', 'generating')
"""

LAG = "vitascope_event_loop_lag_seconds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """At one moment. Memory in bytes, pages that processes share counted by their share."""

    at_s: float
    api: int
    workers: int
    """With their render children."""
    postgres: int
    """All its processes, without its buffers."""
    connections: int
    """To the database."""
    files: int
    """That the API holds, sockets among them."""
    queued: int
    api_cpu_s: float
    """Since it started; likewise the others'."""
    postgres_cpu_s: float


def watch(server: Server, began_at: float, seconds: float, over: Callable[[], bool]) -> list[Holding]:
    """A look every `EVERY_S` for ``seconds`` from ``began_at`` (of `time.time`) on, unless it is ``over`` before."""
    found: list[Holding] = []
    with psycopg.connect(server.database_url(), autocommit=True) as conn:
        while not over() and (now_s := time.time() - began_at) < seconds:
            if found and now_s < found[-1].at_s + EVERY_S:
                time.sleep(0.05)
                continue
            found.append(_look(server, conn, now_s))
    return found


def _look(server: Server, conn: psycopg.Connection[Any], at_s: float) -> Holding:
    api, known = server.process.pid, families()
    others = below(api, known)
    databases = [pid for pid in others if "postgres" in known[pid][1]]
    row = conn.execute(LOOK).fetchone()
    assert row is not None
    return Holding(
        at_s=at_s, api=pss_bytes(api), files=open_files(api),
        workers=sum(pss_bytes(pid) for pid in others if pid not in databases),
        postgres=sum(own_bytes(pid) for pid in databases),
        connections=row[0], queued=row[1], api_cpu_s=_cpu_s([api]), postgres_cpu_s=_cpu_s(databases),
    )  # fmt: skip


def _cpu_s(pids: Sequence[int]) -> float:
    found = 0.0
    for pid in pids:
        with contextlib.suppress(OSError):  # it has ended meanwhile
            found += cpu_s(pid) or 0.0
    return found


def lag(server: Server) -> dict[float, float]:
    """How often the API's loop woke no later than so many seconds, until now: as `/metrics` tells it."""
    with httpx.Client(base_url=server.base_url, trust_env=False, timeout=30) as client:
        return parse_lag(client.get("/metrics").raise_for_status().text)


def parse_lag(text: str) -> dict[float, float]:
    return {
        float(sample.labels["le"]): sample.value
        for family in text_string_to_metric_families(text)
        if family.name == LAG
        for sample in family.samples
        if sample.name.endswith("_bucket")
    }


def late_by(before: dict[float, float], after: dict[float, float], share: float) -> float:
    """Of the looks between two, the bound in seconds that ``share`` of them did not exceed; infinite past the last.

    0 where there were none.
    """
    since = {bound: after[bound] - before.get(bound, 0.0) for bound in sorted(after)}
    looks = max(since.values(), default=0.0)
    return next((bound for bound, count in since.items() if count >= share * looks), 0.0) if looks else 0.0


def later_than(before: dict[float, float], after: dict[float, float], bound: float) -> float:
    """How many looks woke later than ``bound`` seconds, one of the histogram's."""
    looks: Sequence[float] = [after[one] - before.get(one, 0.0) for one in sorted(after)]
    return looks[-1] - (after[bound] - before.get(bound, 0.0)) if looks else 0.0
