"""What a poll costs beside ten thousand, a million and ten million finished generations: it should not care.

One server and one database for each, all up at the same time, polled in turns for random ids over one connection that
stays open; ratios are taken round by round.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psycopg

from tools.bench_figure import Figure, at_most
from tools.bench_seed import ID, seed_postgres
from tools.bench_server import MODEL, Server, running

SIZES = (10_000, 1_000_000, 10_000_000)
ROOM_A_ROW = 2_500
"""Bytes on the disk, with indexes and what the log of changes takes meanwhile."""
ROUNDS, POLLS = 11, 300
KEPT_S = 5 * 86_400.0
"""Over so long a time they have been made; shorter than clips are kept."""


def measure() -> tuple[list[Figure], dict[str, Any]]:
    sizes = [size for size in SIZES if size * ROOM_A_ROW < shutil.disk_usage(tempfile.gettempdir()).free / 1.5]
    with tempfile.TemporaryDirectory(prefix="vs-bench-") as name, contextlib.ExitStack() as stack:
        servers = {size: stack.enter_context(_filled(Path(name) / f"{size}", size)) for size in sizes}
        bytes_of = {size: _bytes(server) for size, server in servers.items()}
        for size, server in servers.items():
            _polls(server, size, seed=0)
        rounds = [{size: _polls(server, size, seed=n) for size, server in servers.items()} for n in range(1, ROUNDS)]
    figures: list[Figure] = []
    for size in SIZES:
        if size not in sizes:
            figures.append(Figure(name=f"a poll beside {size:,} finished: no room on this disk", value=None, unit="ms"))
            continue
        middles = [median(one[size]) for one in rounds]
        figures.append(Figure(name=f"a poll beside {size:,} finished, p50", value=median(middles), unit="ms"))
        every = [ms for one in rounds for ms in one[size]]
        figures.append(Figure(name="  p99", value=quantiles(every, n=100)[98], unit="ms"))
        if size != SIZES[0]:
            over = tuple(median(one[size]) / median(one[SIZES[0]]) for one in rounds)
            against = f"  over {SIZES[0]:,}"
            figures.append(Figure(name=against, value=median(over), unit="×", target=at_most(1.2), runs=over))
        figures.append(Figure(name="  database, a generation", value=bytes_of[size] / size, unit="bytes"))
    return figures, {"sizes": sizes, "polls_a_round": POLLS, "rounds": rounds, "bytes": bytes_of}


@contextlib.contextmanager
def _filled(data_dir: Path, size: int) -> Iterator[Server]:
    data_dir.parent.mkdir(exist_ok=True)
    with running(data_dir, engine="testcard") as server:
        like = server.submit("a dragon", duration=6)
        server.until_ended(like, limit_s=120)
        seed_postgres(server.database_url(), like.partition(":")[0], size, spacing_s=KEPT_S / size)
    with running(data_dir, engine="testcard", workers=0) as server:
        yield server


def _polls(server: Server, size: int, *, seed: int) -> list[float]:
    """Milliseconds, each."""
    draw, took = random.Random(f"{seed}-{size}"), []
    for _ in range(POLLS):
        one = f"{ID.format(draw.randint(1, size))}:{MODEL}"
        begun = time.perf_counter()
        reply = server.poll(one)
        took.append((time.perf_counter() - begun) * 1000)
        assert reply["status"] == "completed", reply
    return took


def _bytes(server: Server) -> int:
    with psycopg.connect(server.database_url()) as conn:
        row = conn.execute("select pg_total_relation_size('generations') + pg_total_relation_size('usage')").fetchone()
    assert row is not None
    return int(row[0])
