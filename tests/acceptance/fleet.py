"""Programs as they run on several machines: nothing in common but a database and a bucket."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx

from tests.acceptance.conftest import PATIENCE, START_S, wait_for

KEY = uuid4().hex


@dataclass(slots=True, kw_only=True)
class Program:
    """One ``vitascope …``, on a machine of its own as far as it can tell."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    base_url: str = ""

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def until(self, text: str, limit_s: float = START_S) -> str:
        """What it printed, once ``text`` is in it."""

        def look() -> str | None:
            said = self.said()
            assert self.process.poll() is None, said
            return said if re.search(text, said) else None

        return wait_for(look, limit_s)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(60 * PATIENCE)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60 * PATIENCE)

    def client(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.base_url, headers={"Authorization": f"Bearer {KEY}"}, timeout=60 * PATIENCE, trust_env=False
        )


@dataclass(slots=True, kw_only=True)
class Fleet:
    folder: Path
    settings: dict[str, str]
    """What all share."""
    programs: list[Program] = field(default_factory=list)

    def api(self, **settings: str) -> Program:
        """Returns when requests are answered."""
        made = self.start("api", "--port", "0", **settings)
        found = re.search(r"answers on (\S+)", made.until("answers on"))
        assert found is not None
        made.base_url = found[1]
        return made

    def worker(self, *flags: str, **settings: str) -> Program:
        """Returns when it takes jobs."""
        made = self.start("worker", *flags, **settings)
        made.until("engine_ready")
        return made

    def run(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "vitascope", *command],
            env=self._environment(self.folder / uuid4().hex, settings),
            capture_output=True, text=True, check=False, timeout=900, cwd=self.folder,
        )  # fmt: skip

    def start(self, *command: str, within: tuple[str, ...] = (), home: Path | None = None, **settings: str) -> Program:
        """``within`` is what runs it, such as another network; ``home`` its disk, a new one if not given."""
        home = home or self.folder / f"machine-{len(self.programs)}"
        home.mkdir(parents=True, exist_ok=True)
        log = home / "log"
        with log.open("ab") as out:
            process = subprocess.Popen(
                [*within, sys.executable, "-m", "vitascope", *command],
                env=self._environment(home, settings), stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True, cwd=home,
            )  # fmt: skip
        made = Program(name=command[0], process=process, log=log)
        self.programs.append(made)
        return made

    def _environment(self, home: Path, settings: dict[str, str]) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("VITASCOPE_", "AWS_", "XDG_"))}
        ours = {"VITASCOPE_ENGINE": "testcard", "VITASCOPE_API_KEY": KEY, "VITASCOPE_DRAIN_S": "0"}
        return {**kept, "HOME": str(home), **ours, **self.settings, **settings}


@contextmanager
def fleet(folder: Path, settings: dict[str, str]) -> Iterator[Fleet]:
    made = Fleet(folder=folder, settings=settings)
    try:
        yield made
    finally:
        for program in reversed(made.programs):
            program.stop()


def submit(api: Program, prompt: str = "a lighthouse", **fields: object) -> str:
    """Its id. Of a draft where nothing else is said: the same life, a quarter of the pixels."""
    body = {"model": "ltxv/ltxv-2-fast", "prompt": prompt, "duration": 6, "draft": True, **fields}
    with api.client() as client:
        reply = client.post("/v2/video/generations", json=body)
    assert reply.status_code == 200, reply.text
    return str(reply.json()["id"])


def until(api: Program, generation: str, good: Callable[[dict[str, object]], bool]) -> dict[str, object]:
    """The generation as ``api`` sees it, once it is ``good``."""

    def look() -> dict[str, object] | None:
        with api.client() as client:
            reply = client.get("/v2/video/generations", params={"generation_id": generation})
        if reply.status_code >= 500:
            return None
        assert reply.status_code == 200, reply.text
        found: dict[str, object] = reply.json()
        return found if good(found) else None

    return wait_for(look, 240)


def ended(found: dict[str, object]) -> bool:
    return found["status"] in ("completed", "error")
