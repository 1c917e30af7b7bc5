"""A PostgreSQL that a test can take away: shut down, or frozen so that connections stay open and nothing answers."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from vitascope.store.database import connect
from vitascope.store.embedded import EmbeddedPostgres

Kind = Literal["stopped", "frozen"]


@asynccontextmanager
async def outage(server: EmbeddedPostgres, kind: Kind) -> AsyncIterator[None]:
    """No database for as long as the block runs; back, at the same address, when it has ended."""
    if kind == "stopped":
        await server.stop()
        try:
            yield
        finally:
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


@asynccontextmanager
async def read_only(server: EmbeddedPostgres) -> AsyncIterator[None]:
    """A database that answers and takes no writes, as a standby does until it is promoted."""
    async with await connect(server.url) as conn:
        await conn.execute("alter system set default_transaction_read_only = on")
        await conn.execute("select pg_reload_conf()")
    yield
    async with await connect(server.url) as conn:
        await conn.execute("alter system reset default_transaction_read_only")
        await conn.execute("select pg_reload_conf()")


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
