"""``vitascope serve`` with two workers, made to be cut to pieces: what parts it has, what it may not leave behind."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import signal
import time
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from tests.acceptance.conftest import Installation

ROUTE = "/v2/video/generations"
GONE_S = 20.0
"""A program that stops, and a part whose parent is killed, may take so long to be gone."""


class Victim(Enum):
    """What can be hit, and the command line that it is known by."""

    SERVE = r"vitascope serve"
    WORKER = r"vitascope worker"
    CHILD = r"worker\.render"
    DATABASE = r"bin/postgres -D"
    PAUSED_WORKER = r"vitascope worker "  # SIGSTOP for longer than its claim lasts, then SIGCONT


class Harness(Installation):
    """An installation that can be cut to pieces; logs of earlier lives are kept."""

    stall_s = 5.0
    lives = 0

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "VITASCOPE_STALL_S": str(self.stall_s), "VITASCOPE_WORKERS": "2"}

    def start(self, *flags: str) -> None:
        if self.output.exists():
            self.lives += 1
            self.output.rename(self.output.with_name(f"serve.{self.lives}.log"))
        super().start(*flags)

    def pids(self, victim: Victim) -> list[int]:
        return sorted(pid for pid, line in self.processes().items() if re.search(victim.value, line))

    def everything(self) -> dict[int, str]:
        """`processes`, and database back ends, which overwrite their environment: those live in the data folder."""
        found = self.processes()
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (folder / "cwd").resolve().is_relative_to(self.data_dir) and (folder / "cmdline").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        return found


@contextlib.contextmanager
def installed(folder: Path, *, stall_s: float) -> Iterator[Harness]:
    """An installation with the test card, two workers, and a few seconds for a render. Nothing of it survives."""
    harness = Harness(data_dir=folder / "data", engine="testcard", key=secrets.token_hex(16))
    harness.stall_s = stall_s
    try:
        yield harness
    finally:
        for pid in harness.everything():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if harness.process is not None:
            harness.process.wait(30)


def left_behind(harness: Harness) -> list[str]:
    """A sentence for each process and each half-made file of a stopped installation."""
    give_up = time.monotonic() + GONE_S
    while (left := harness.everything()) and time.monotonic() < give_up:
        time.sleep(0.1)
    temporary = [
        path
        for folder in (harness.data_dir / "tmp", harness.data_dir / "artifacts" / ".staging")
        for path in folder.rglob("*")
        if path.is_file()
    ]
    return [f"process {pid} was left: {line}" for pid, line in left.items()] + [f"{p} was left" for p in temporary]
