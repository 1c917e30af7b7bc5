"""Database servers of this machine's own, PostgreSQL's and PgBouncer, as tests start them beside the embedded one."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from pathlib import Path

import psycopg

from vitascope.store.database import connect
from vitascope.store.embedded import LAUNCHER


def free_port() -> int:
    """One that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


async def launched(program: str | Path, *flags: str) -> asyncio.subprocess.Process:
    """The program, by way of our launcher: both refuse to be root."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), str(program), *flags),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
    )


async def answers(url: str, server: asyncio.subprocess.Process) -> None:
    """Wait for a server that starts. Raises `AssertionError` where it has ended, `TimeoutError` after a minute."""
    async with asyncio.timeout(60):
        while True:
            try:
                await (await connect(url)).close()
            except psycopg.OperationalError:
                assert server.returncode is None, "it did not start"
                await asyncio.sleep(0.05)
            else:
                return
