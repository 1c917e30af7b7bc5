"""The program as a user runs it: real processes, a real port, real files."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import httpx
import pytest

T = TypeVar("T")

MARK = "VITASCOPE_TEST_RUN"
START_S = 60.0
PATIENCE = 5
"""Limits are for a machine that has nothing else to do: so many times as long fails a test."""


@dataclass(slots=True, kw_only=True)
class Installation:
    """One data folder, and ``vitascope serve`` on it as often as a test starts it."""

    data_dir: Path
    engine: str
    key: str
    mark: str = field(default_factory=lambda: uuid4().hex)
    base_url: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    """Further ones, by their names in the environment."""
    output: Path = field(init=False)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.output = self.data_dir.parent / "serve.log"

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("VITASCOPE_")}
        return {
            **kept,
            MARK: self.mark,
            "VITASCOPE_DATA_DIR": str(self.data_dir),
            "VITASCOPE_API_KEY": self.key,
            "VITASCOPE_ENGINE": self.engine,
            "VITASCOPE_DRAIN_S": "0",
            **self.settings,
        }

    def start(self, *flags: str) -> None:
        """Returns when requests are answered."""
        with self.output.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vitascope", "serve", "--port", "0", *flags],
                env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self.base_url = wait_for(self._address, START_S)

    def _address(self) -> str | None:
        assert self.process is not None
        text = self.output.read_text(encoding="utf-8")
        assert self.process.poll() is None, text
        found = re.search(r"answers on (\S+)", text)
        return found[1] if found else None

    def stop(self) -> int:
        """As Ctrl-C or ``docker stop`` does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60 * PATIENCE)

    def kill(self) -> None:
        """As the machine's out-of-memory killer does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(60 * PATIENCE)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A ``vitascope`` command beside the server."""
        return subprocess.run(
            [sys.executable, "-m", "vitascope", *command],
            env=self.environment, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip

    def client(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.base_url,
            headers={"Authorization": f"Bearer {self.key}"},
            timeout=30 * PATIENCE,
            trust_env=False,
        )

    def processes(self) -> dict[int, str]:
        """Every living process that this installation started, whoever its parent is now: id to command line."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                environment = (folder / "environ").read_bytes()
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            except (OSError, ProcessLookupError):
                continue
            if f"{MARK}={self.mark}".encode() in environment and state != "Z":
                found[int(folder.name)] = command
        return found


def wait_for(look: Callable[[], T | None], limit_s: float) -> T:
    """What ``look`` finds, as soon as it finds something. Fails after ``limit_s`` seconds, and patience.

    It looks less and less often, for each look takes time from what it waits for.
    """
    began = time.monotonic()
    while (found := look()) is None:
        waited_s = time.monotonic() - began
        assert waited_s < limit_s * PATIENCE, f"nothing in {waited_s:.0f} s"
        time.sleep(min(0.05 + 0.05 * waited_s, 0.2))
    return found


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """With the test card; whatever is left running is ended, and counts as a failure."""
    made = Installation(data_dir=folder / "data", engine="testcard", key=uuid4().hex)
    try:
        yield made
    finally:  # a test that failed must not leave a server to those after it
        if made.process is not None and made.process.poll() is None:
            made.stop()
        give_up = time.monotonic() + 60 * PATIENCE
        while made.processes() and time.monotonic() < give_up:
            time.sleep(0.1)
        left = made.processes()
        for pid in left:
            os.kill(pid, signal.SIGKILL)
    assert not left, f"left behind: {left}"


@contextmanager
def started(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Installation]:
    """A server with the test card that many tests leave running."""
    folder = tmp_path_factory.mktemp(name) / "a folder"
    folder.mkdir()
    with installed(folder) as made:
        made.start()
        yield made


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One server for every test that leaves it running, with others' clips in it: a start is 3 s of CPU."""
    with started(tmp_path_factory, "served") as made:
        yield made


def new_tenant(served: Installation) -> Installation:
    """The same server, as an account that is new on it sees it."""
    made = served.run("keys", "create", "--account", f"tenant {uuid4().hex[:8]}")
    assert made.returncode == 0, made.stderr
    return replace(served, key=made.stdout.strip())


@pytest.fixture
def tenant(served: Installation) -> Installation:
    """The same, as an account of the test's own sees it: with no clip in it yet."""
    return new_tenant(served)


@pytest.fixture
def installation(folder: Path) -> Iterator[Installation]:
    """An installation of a test's own."""
    with installed(folder) as made:
        yield made
