"""What open event streams cost the API, each following another generation: memory, and connections to the database."""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import uvloop

from tools.bench_figure import Figure, at_most, percentile
from tools.bench_process import MEASURABLE, rss_bytes
from tools.bench_server import GENERATIONS, Server, poll_path, running

STREAMS = 1000
FIRST = 20
"""Opened and closed before anything is measured: what a process does once only."""
HOLD_S = 10.0
"""Each second the places in the queue are looked at while somebody waits."""
PATIENCE_S = 60.0
SPARE_FILES = 200

LISTENERS = "select count(*) from pg_stat_activity where query ilike 'listen%' and pid <> pg_backend_pid()"
CLIENTS = "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class NoStreams(Exception):
    """The server has no such stream."""


def measure() -> tuple[list[Figure], dict[str, Any]]:
    """Nobody renders, so that every generation waits and every stream stays open."""
    allow_files(STREAMS + SPARE_FILES)
    with (
        tempfile.TemporaryDirectory(prefix="vitascope-bench-") as folder,
        running(Path(folder) / "data", engine="testcard", workers=0, settings={"VITASCOPE_MAX_STREAMS": "0"}) as server,
        psycopg.connect(server.database_url(), autocommit=True) as conn,
    ):
        waiting = [server.submit("a dragon") for _ in range(STREAMS)]
        detail = uvloop.run(_open_and_hold(server, waiting, conn))
    return figures(detail), detail


def figures(detail: dict[str, Any]) -> list[Figure]:
    before, after = detail["rss_before"], detail["rss_peak"]
    return [
        Figure(
            name=f"{STREAMS:,} open event streams, memory of the API", unit="MB", target=at_most(200),
            value=(after - before) / 1e6 if MEASURABLE else None,
        ),
        Figure(name="  connections that listen", value=detail["listeners"], unit="", target=at_most(1)),
        Figure(name="  all connections to the database", value=detail["clients"], unit=""),
        Figure(name="  first event after, p99", value=percentile(detail["first_event_ms"], 0.99), unit="ms"),
        Figure(name="  streams that ended meanwhile", value=detail["ended"], unit=""),
    ]  # fmt: skip


async def _open_and_hold(server: Server, generations: list[str], conn: psycopg.Connection[Any]) -> dict[str, Any]:
    """Memory in bytes before and at most while every stream is open."""
    pid = server.process.pid
    for _, writer in [await _open(server, generation) for generation in generations[:FIRST]]:
        writer.close()
    await asyncio.sleep(1)  # the server notices
    before = rss_bytes(pid)
    lines: list[Line] = []
    first_event_ms = []
    async with asyncio.timeout(PATIENCE_S):
        for generation in generations:
            asked = time.perf_counter()
            lines.append(await _open(server, generation))
            first_event_ms.append((time.perf_counter() - asked) * 1000)
    peak = listeners = clients = 0
    held_until = time.perf_counter() + HOLD_S
    while time.perf_counter() < held_until:
        peak = max(peak, rss_bytes(pid))
        listeners, clients = max(listeners, _count(conn, LISTENERS)), max(clients, _count(conn, CLIENTS))
        await asyncio.sleep(0.5)
    ended = sum(await asyncio.gather(*(_has_ended(reader) for reader, _ in lines)))
    for _, writer in lines:
        writer.close()
    return {
        "streams": len(lines), "rss_before": before, "rss_peak": peak, "listeners": listeners, "clients": clients,
        "ended": ended, "first_event_ms": first_event_ms,
    }  # fmt: skip


async def _open(server: Server, generation: str) -> Line:
    """A stream that has told its first event. Raises `NoStreams`."""
    address = urlsplit(server.base_url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    path = poll_path(generation).replace(GENERATIONS, f"{GENERATIONS}/events")
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {server.key}\r\n"
        "Accept: text/event-stream\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    if b"text/event-stream" not in head.lower():
        raise NoStreams(head.decode("latin-1"))
    while not (await reader.readuntil(b"\n")).startswith(b"data:"):
        pass
    return reader, writer


async def _has_ended(reader: asyncio.StreamReader) -> bool:
    """Whether the server closed it; what it told until then is read and dropped."""
    try:
        async with asyncio.timeout(0.5):
            while await reader.read(2**16):
                pass
    except TimeoutError:
        return False
    return True


def allow_files(wanted: int) -> None:
    """Let this process, and those that it starts, hold so many files open, as far as the system has it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))


def _count(conn: psycopg.Connection[Any], query: str) -> int:
    row = conn.execute(query).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return int(row[0])
