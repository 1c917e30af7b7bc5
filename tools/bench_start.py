"""How soon an idle worker begins: fifty submits, one after the other, each once the one before has ended."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from tools.bench_figure import Figure, at_most, percentile
from tools.bench_server import running

SUBMITS = 50
ENDS_AT_ONCE = "[fail at 0%]"
"""The test card then renders one chunk: what comes before the start is the same."""

MOMENTS = """
select extract(epoch from created_at)::float8, extract(epoch from started_at)::float8 from generations where id = %s
"""


def measure() -> tuple[list[Figure], dict[str, Any]]:
    """To the claim, right after which the render child gets its order: from the client's send, and from the commit."""
    from_send, from_row = [], []
    with (
        tempfile.TemporaryDirectory(prefix="vitascope-bench-") as folder,
        running(Path(folder) / "data", engine="testcard") as server,
        psycopg.connect(server.database_url()) as conn,
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
    return [
        Figure(
            name=f"submit sent to render claimed, idle, p50 of {SUBMITS}", value=percentile(from_send, 0.5), unit="ms",
            target=at_most(50),
        ),
        Figure(name="  p99", value=percentile(from_send, 0.99), unit="ms"),
        Figure(name="  submit's transaction to the claim's, p50", value=percentile(from_row, 0.5), unit="ms"),
        Figure(name="  p99", value=percentile(from_row, 0.99), unit="ms"),
    ], {"from_send_ms": from_send, "from_row_ms": from_row}  # fmt: skip
