"""Polls at a constant rate while a clip renders. Open loop: a poll's time counts from when it was due, not from when a
slow server let us send it, so that a stall shows in every poll that it held up.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvloop

from tools.bench_figure import Figure, at_most, percentile
from tools.bench_server import Server, poll_path, running, wait_for
from tools.prompts import read_prompts

RATE = 500
SECONDS = 15
CONNECTIONS = 20
PATIENCE_S = 30.0
"""After the last poll was due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one run of polls saw; times in ms."""

    latencies: tuple[float, ...]
    lateness: tuple[float, ...]
    """How long after it was due each poll was sent: our own delay and the wait for the connection's last answer."""
    bad: int
    """Answers other than 200."""


def measure() -> tuple[list[Figure], dict[str, Any]]:
    """Idle first, then while a clip renders that no CPU renders in that time."""
    with (
        tempfile.TemporaryDirectory(prefix="vitascope-bench-") as folder,
        running(Path(folder) / "data", engine="animatic") as server,
    ):
        short = server.submit(read_prompts()[1], duration=6)
        server.until_ended(short, limit_s=400)  # a row to poll, and what a process does once only
        idle = uvloop.run(poll_steadily(server, short))
        long = server.submit(read_prompts()[1], duration=10, fps=50, resolution="2160p")
        wait_for(lambda: server.poll(long).get("progress", 0) > 0 or None, limit_s=60)
        busy = uvloop.run(poll_steadily(server, long))
        still = server.poll(long)["status"]
        server.cancel(long)
    return figures(idle, busy), {
        "rate": RATE, "seconds": SECONDS, "connections": CONNECTIONS, "status_at_the_end": still,
        "idle": summary(idle), "busy": summary(busy),
    }  # fmt: skip


def figures(idle: Load, busy: Load) -> list[Figure]:
    p50, p99 = percentile(busy.latencies, 0.5), percentile(busy.latencies, 0.99)
    return [
        Figure(
            name=f"poll at {RATE}/s while a clip renders, p99", value=p99, unit="ms",
            target=at_most(20),
            baseline=percentile(idle.latencies, 0.99), baseline_name="idle",
        ),
        Figure(name="  p50", value=p50, unit="ms", baseline=percentile(idle.latencies, 0.5), baseline_name="idle"),
        Figure(name="  slowest", value=max(busy.latencies), unit="ms"),
        Figure(name="  sent late by, p99", value=percentile(busy.lateness, 0.99), unit="ms"),
        Figure(name="  answers other than 200", value=busy.bad + idle.bad, unit=""),
    ]  # fmt: skip


def summary(load: Load) -> dict[str, float]:
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "p99.9": 0.999, "max": 1.0}
    told = {name: percentile(load.latencies, share) for name, share in shares.items()}
    return {**told, "late_p99": percentile(load.lateness, 0.99), "polls": len(load.latencies), "bad": load.bad}


async def poll_steadily(server: Server, generation: str) -> Load:
    """`RATE` polls a second for `SECONDS`, dealt out over `CONNECTIONS` that stay open."""
    address = urlsplit(server.base_url)
    request = (
        f"GET {poll_path(generation)} HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {server.key}\r\n\r\n"
    ).encode()
    start = time.perf_counter() + 0.2
    async with asyncio.timeout(SECONDS + PATIENCE_S):
        loads = await asyncio.gather(
            *(
                _one_connection(address.hostname or "", address.port or 80, request, n, start)
                for n in range(CONNECTIONS)
            )
        )
    return Load(
        latencies=tuple(x for load in loads for x in load.latencies),
        lateness=tuple(x for load in loads for x in load.lateness),
        bad=sum(load.bad for load in loads),
    )


async def _one_connection(host: str, port: int, request: bytes, number: int, start: float) -> Load:
    """Every `CONNECTIONS`-th poll of the schedule; one that is due before the last answer goes out right after it."""
    reader, writer = await asyncio.open_connection(host, port)
    latencies, lateness, bad = [], [], 0
    try:
        for place in range(number, RATE * SECONDS, CONNECTIONS):
            due = start + place / RATE
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            lateness.append(max(0.0, time.perf_counter() - due) * 1000)
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(content_length(head))
            latencies.append((time.perf_counter() - due) * 1000)
            bad += not head.startswith(b"HTTP/1.1 200 ")
    finally:
        writer.close()
    return Load(latencies=tuple(latencies), lateness=tuple(lateness), bad=bad)


def content_length(head: bytes) -> int:
    """Of a reply with these headers. Raises ``ValueError`` where it names none."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("a reply without Content-Length")
