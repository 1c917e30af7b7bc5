"""A PostgreSQL that a test can take away: shut down, or frozen so that connections stay open and nothing answers."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from vitascope.store.embedded import EmbeddedPostgres

Kind = Literal["stopped", "frozen"]


@asynccontextmanager
async def outage(server: EmbeddedPostgres, kind: Kind) -> AsyncIterator[None]:
    """No database for as long as the block runs; back, at the same address, when it has ended."""
    if kind == "stopped":
        await server.stop()
        yield
        await server.start()
        return
    assert server.pid is not None
    family = [server.pid, *children(server.pid)]
    for pid in family:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(family):
            os.kill(pid, signal.SIGCONT)


def children(parent: int) -> list[int]:
    """Process ids of the living children of ``parent``."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(folder.name))
    return found
