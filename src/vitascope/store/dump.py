"""A whole database as one file, by the PostgreSQL programs that come along; read back by this or any later version."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from vitascope.core.errors import VitascopeError
from vitascope.store.embedded import by_launcher, environment, last_line


class DumpFailed(VitascopeError):
    """The database could not be written to a file, or not be read from one."""

    code = "dump_failed"


async def dump(url: str, path: Path, *, snapshot: str) -> None:
    """Write the database as the exported ``snapshot`` has it to ``path``. Raises `DumpFailed`."""
    await _run("pg_dump", "--dbname", url, "--snapshot", snapshot, "--format=custom", "--file", str(path))


async def load(url: str, path: Path) -> None:
    """Fill the empty database at ``url``, all or nothing. Raises `DumpFailed`."""
    flags = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    await _run("pg_restore", "--dbname", url, *flags, str(path))


async def _run(program: str, *arguments: str) -> None:
    """It ends with us: with this task, and on Linux with this process."""
    process = await asyncio.create_subprocess_exec(
        *by_launcher(program, os.getpid()),
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=environment(),
    )
    try:
        said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise DumpFailed(f"{program} failed: {last_line(said)}")
