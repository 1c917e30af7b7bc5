"""``vitascope serve`` as a user starts it, in a folder of its own; its processes at hand to be measured or killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from tools.bench_process import families
from vitascope.store.embedded import EmbeddedPostgres

T = TypeVar("T")

GENERATIONS = "/v2/video/generations"
MODEL = "ltxv/ltxv-2-fast"
START_S = 300.0
"""A first start makes a database and compiles the engine."""


class NotInTime(Exception):
    """Something that a measurement waits for did not happen."""


@dataclass(slots=True)
class Server:
    """One start of the program. Use `running`."""

    process: subprocess.Popen[bytes]
    base_url: str
    key: str
    data_dir: Path
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(
            base_url=self.base_url, headers={"Authorization": f"Bearer {self.key}"}, timeout=30, trust_env=False
        )

    def submit(self, prompt: str, **fields: object) -> str:
        """The id of a new generation."""
        reply = self.client.post(GENERATIONS, json={"model": MODEL, "prompt": prompt, "seed": 1, **fields})
        reply.raise_for_status()
        return str(reply.json()["id"])

    def poll(self, generation: str) -> dict[str, Any]:
        reply = self.client.get(poll_path(generation))
        reply.raise_for_status()
        return dict(reply.json())

    def until_ended(self, generation: str, *, limit_s: float, every_s: float = 0.05) -> dict[str, Any]:
        """The last reply. Raises `NotInTime`."""

        def look() -> dict[str, Any] | None:
            reply = self.poll(generation)
            return reply if reply["status"] in ("completed", "error") else None

        return wait_for(look, limit_s=limit_s, every_s=every_s)

    def cancel(self, generation: str) -> None:
        self.client.delete(poll_path(generation))

    def worker_pid(self) -> int:
        return wait_for(lambda: _child_of(self.process.pid, "vitascope worker"), limit_s=30)

    def render_pid(self) -> int:
        return wait_for(lambda: _child_of(self.worker_pid(), "vitascope.worker.render"), limit_s=START_S)

    def database_url(self) -> str:
        url = asyncio.run(EmbeddedPostgres(self.data_dir / "postgres").running_url())
        if url is None:
            raise NotInTime("the database does not answer")
        return url


def poll_path(generation: str) -> str:
    return f"{GENERATIONS}?generation_id={quote(generation, safe='')}"


@contextlib.contextmanager
def running(
    data_dir: Path, *, engine: str, workers: int = 1, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server whose engine, if it has a worker, is loaded; ended, with all that it started, when the block ends."""
    key = secrets.token_hex(16)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VITASCOPE_")}
    ours = {"VITASCOPE_DATA_DIR": str(data_dir), "VITASCOPE_API_KEY": key, "VITASCOPE_DRAIN_S": "0"}
    log_path = data_dir.parent / f"{data_dir.name}.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "vitascope", "serve", "--port", "0", "--engine", engine),
                *("--workers", str(workers)),
            ],
            env={**kept, **ours, **(settings or {})},
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    try:
        base_url = wait_for(lambda: _address(process, log_path), limit_s=START_S)
        server = Server(process, base_url, key, data_dir)
        if workers:
            wait_for(lambda: b"engine_ready" in log_path.read_bytes() or None, limit_s=START_S, every_s=0.1)
        with server.client:
            yield server
    except Exception:
        sys.stderr.write(log_path.read_text(encoding="utf-8", errors="replace")[-4000:])
        raise
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _address(process: subprocess.Popen[bytes], log: Path) -> str | None:
    text = log.read_text(encoding="utf-8", errors="replace")
    if process.poll() is not None:
        raise NotInTime(f"the server ended at start:\n{text}")
    found = re.search(r"answers on (\S+)", text)
    return found[1] if found else None


def _child_of(parent: int, command: str) -> int | None:
    for pid, (ppid, arguments) in families().items():
        if ppid == parent and command in arguments:
            return pid
    return None


def wait_for(look: Callable[[], T | None], *, limit_s: float, every_s: float = 0.05) -> T:
    """What ``look`` finds, as soon as it finds something. Raises `NotInTime` after ``limit_s``."""
    give_up = time.monotonic() + limit_s
    while (found := look()) is None:
        if time.monotonic() > give_up:
            raise NotInTime(f"nothing within {limit_s:g} s")
        time.sleep(every_s)
    return found
