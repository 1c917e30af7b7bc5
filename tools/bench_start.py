"""How soon an idle worker begins: fifty submits, one after the other, each once the one before has ended.

In turns with a FastAPI + Celery + Redis service where Redis is installed, whose one worker is idle too.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from tools import bench_baselines
from tools.bench_baselines import Celery, redis_available
from tools.bench_figure import Figure, at_most, percentile
from tools.bench_server import running, wait_for

SUBMITS = 50
ENDS_AT_ONCE = "[fail at 0%]"
"""The test card then renders one chunk: what comes before the start is the same."""

MOMENTS = """
select extract(epoch from created_at)::float8, extract(epoch from started_at)::float8 from generations where id = %s
"""


def measure() -> tuple[list[Figure], dict[str, Any]]:
    """To the claim, right after which the render child gets its order: from the client's send, and from the commit."""
    from_send, from_row, theirs = [], [], []
    with (
        tempfile.TemporaryDirectory(prefix="vs-bench-") as folder,
        running(Path(folder) / "data", engine="testcard") as server,
        psycopg.connect(server.database_url()) as conn,
        _celery(Path(folder)) as celery,
    ):
        server.until_ended(server.submit(ENDS_AT_ONCE), limit_s=30)
        for _ in range(SUBMITS):
            time.sleep(0.05)  # the worker is idle again, and not in the middle of a settlement
            sent = time.time()  # the database's clock too: one machine
            generation = server.submit(ENDS_AT_ONCE)
            server.until_ended(generation, limit_s=30, every_s=0.02)
            row = conn.execute(MOMENTS, (generation.partition(":")[0],)).fetchone()
            conn.rollback()
            assert row is not None
            created, started = row
            from_send.append((started - sent) * 1000)
            from_row.append((started - created) * 1000)
            if celery is not None:
                theirs.append(_of_celery(celery))
    baseline = percentile(theirs, 0.5) if theirs else None
    return [
        Figure(
            name=f"submit sent to render claimed, idle, p50 of {SUBMITS}", value=percentile(from_send, 0.5), unit="ms",
            target=at_most(50), baseline=baseline, baseline_name="FastAPI + Celery + Redis, fsync always",
        ),
        Figure(name="  p99", value=percentile(from_send, 0.99), unit="ms"),
        Figure(name="  submit's transaction to the claim's, p50", value=percentile(from_row, 0.5), unit="ms"),
        Figure(name="  p99", value=percentile(from_row, 0.99), unit="ms"),
    ], {"from_send_ms": from_send, "from_row_ms": from_row, "celery_ms": theirs}  # fmt: skip


@contextlib.contextmanager
def _celery(folder: Path) -> Iterator[Celery | None]:
    """The service with an idle worker; nothing where it cannot be started here."""
    if not redis_available():
        yield None
        return
    with bench_baselines.celery(folder) as service, service.worker("idle"):
        _of_celery(service)  # its connections are made, as ours are
        yield service


def _of_celery(service: Celery) -> float:
    """Milliseconds from the send of a submit to the first line of its task."""
    sent = time.time()
    job = service.submit("a dragon")
    wait_for(lambda: service.poll(job)["status"] == "completed" or None, limit_s=30, every_s=0.02)
    ((began, _),) = service.attempts(job)
    return (began - sent) * 1000
