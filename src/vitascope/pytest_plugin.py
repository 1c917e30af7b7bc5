"""For tests of programs that call Vitascope: a real server with the engine ``testcard``, as a fixture.

Load it with ``pytest -p vitascope.pytest_plugin``, or in a ``conftest.py`` at the top of your tests:

    pytest_plugins = ["vitascope.pytest_plugin"]

It is loaded by nobody who does not ask for it: the server's package may be installed for other reasons. Fixtures:

    vitascope_server    the server: ``base_url``, ``api_key``, ``client()`` …; one a session, and a worker of xdist
    vitascope_client    a `vitascope.Client` for it, closed after the test
    vitascope_settings  override it to give the server settings: a mapping of names in the environment to texts
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vitascope.client import AsyncClient, Client

START_S = 120.0
"""Longest wait for a server, which takes a second or two where the machine has nothing else to do."""

STOP_S = 30.0

OF_A_TEST = {
    "VITASCOPE_DRAIN_S": "0",
    "VITASCOPE_WEBHOOK_HOSTS": "127.0.0.1,localhost",  # receivers and images of tests are on this machine
    "VITASCOPE_IMAGE_HOSTS": "127.0.0.1,localhost",
}

_ANSWERS = re.compile(rb"answers on (\S+)")


@dataclass(slots=True, kw_only=True)
class VitascopeServer:
    """``vitascope serve`` on this machine, in a process of its own, with a data folder of its own."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    engine: str = "testcard"
    api_key: str = field(default_factory=lambda: f"test-{secrets.token_hex(16)}")
    base_url: str = ""
    """``http://127.0.0.1:PORT``; the same after a `stop` and a `start`."""
    _process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What the server told, a line of JSON an event."""
        return self.folder / "server.log"

    def client(self) -> Client:
        """A client with the server's key; close it, or use it in a ``with``."""
        return Client(self.base_url, self.api_key)

    def async_client(self) -> AsyncClient:
        """Likewise, for an event loop."""
        return AsyncClient(self.base_url, self.api_key)

    def run(self, *command: str) -> str:
        """What a ``vitascope`` command beside the server prints: ``run("keys", "create", "--account", "other")``.

        Raises ``subprocess.CalledProcessError``.
        """
        done = subprocess.run(
            [sys.executable, "-m", "vitascope", *command],
            env=self._environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def start(self) -> None:
        """Return when requests are answered. Raises ``RuntimeError`` where they never are."""
        port = self.base_url.rpartition(":")[2] or "0"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "vitascope", "serve", "--port", port, "--parent", str(os.getpid())],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the tests; they stop the server
            )
        try:
            self.base_url = self._announced(self._process)
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """End it, as an owner does; what is queued or half-rendered goes on at the next `start`."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_S)
        if process.stdout is not None:
            process.stdout.close()

    def _environment(self) -> dict[str, str]:
        """What surrounds the tests must not change what the server does."""
        from vitascope.settings import Settings

        ours = {f"VITASCOPE_{name.upper()}" for name in Settings.model_fields} | {"VITASCOPE_BASE_URL"}
        return {
            **{name: value for name, value in os.environ.items() if name.upper() not in ours},
            **OF_A_TEST,
            "VITASCOPE_DATA_DIR": str(self.folder / "data"),
            "VITASCOPE_API_KEY": self.api_key,
            "VITASCOPE_ENGINE": self.engine,
            **self.settings,
        }

    def _announced(self, process: subprocess.Popen[bytes]) -> str:
        """The address that it prints once it answers there. Raises ``RuntimeError``."""
        pipe = process.stdout.fileno() if process.stdout is not None else -1
        output, give_up = b"", time.monotonic() + START_S
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while selector.select(max(0.0, give_up - time.monotonic())):
                chunk = os.read(pipe, 65536)
                output += chunk
                if found := _ANSWERS.search(output):
                    return found[1].decode()
                if not chunk:
                    break
        with contextlib.suppress(OSError):
            output += self.log.read_bytes()[-4000:]
        raise RuntimeError(f"The Vitascope for tests did not start:\n{output.decode(errors='replace')}")


@pytest.fixture(scope="session")
def vitascope_settings() -> Mapping[str, str]:
    """Settings of the server, such as ``{"VITASCOPE_LENIENT": "true"}``; override it in your ``conftest.py``."""
    return {}


@pytest.fixture(scope="session")
def vitascope_server(
    tmp_path_factory: pytest.TempPathFactory, vitascope_settings: Mapping[str, str]
) -> Iterator[VitascopeServer]:
    """A server with the engine ``testcard``, one for the session; prompts ask it for failures and delays."""
    server = VitascopeServer(folder=tmp_path_factory.mktemp("vitascope"), settings=vitascope_settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def vitascope_client(vitascope_server: VitascopeServer) -> Iterator[Client]:
    """A client for it."""
    with vitascope_server.client() as client:
        yield client
