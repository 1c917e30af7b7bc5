"""Callers of an installation that is being battered: they submit, cancel and download, and do not give up."""

from __future__ import annotations

import contextlib
import queue
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Protocol

import httpx

from tests.acceptance.conftest import wait_for
from tools.chaos_harness import ROUTE

CLIENTS = 3
RETRY_S = 0.2


class Door(Protocol):
    """Where callers come in."""

    @property
    def key(self) -> str: ...

    @property
    def base_url(self) -> str:
        """Another at every question, where there are several."""


@dataclass(slots=True, kw_only=True)
class Accepted:
    """A job that was answered with a 2xx, as its client knows it."""

    id: str
    cancelled: bool = False
    """A cancel was asked for, and answered with a 2xx."""


@dataclass(slots=True, kw_only=True)
class Ledger:
    """What callers have seen."""

    accepted: list[Accepted] = field(default_factory=list)
    unanswered: int = 0
    """Requests that broke, or met a 503, and were sent again."""
    wrong: list[str] = field(default_factory=list)
    """A sentence for each promise that was broken."""


class Clients:
    """Callers who want their videos whatever happens: what is not answered is sent again."""

    def __init__(self, door: Door, ledger: Ledger, *, seed: int, **fields: object) -> None:
        """``fields`` are in every submit's body."""
        self._fields = fields
        self._door = door
        self._ledger = ledger
        self._seed = seed
        self._wanted: queue.Queue[str | None] = queue.Queue()
        self._stop = threading.Event()
        self._http = httpx.Client(headers={"Authorization": f"Bearer {door.key}"}, timeout=20, trust_env=False)
        self._threads = [threading.Thread(target=self._run, args=(n,), daemon=True) for n in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._stop.set()
        self._http.close()

    def want(self, prompt: str) -> None:
        self._wanted.put(prompt)

    def finish(self, limit_s: float) -> None:
        """Until everything wanted is accepted."""
        for _ in self._threads:
            self._wanted.put(None)
        for thread in self._threads:
            thread.join(limit_s)
            if thread.is_alive():
                self._ledger.wrong.append(f"a client got no answer for {limit_s:.0f} s")
        self._stop.set()

    def _run(self, number: int) -> None:
        chance = random.Random(f"{self._seed}/{number}")
        while (prompt := self._wanted.get()) is not None:
            try:
                self._one(prompt, chance)
            except Exception as error:  # a client's own death is a finding, not a way to end well
                self._ledger.wrong.append(f"client: {error!r}")

    def _one(self, prompt: str, chance: random.Random) -> None:
        body = {"model": "ltxv/ltxv-2-fast", "prompt": prompt, **self._fields}
        reply = self.ask("POST", json=body)
        if reply.status_code != 200:
            self._ledger.wrong.append(f"a good submit got {reply.status_code}: {reply.text}")
            return
        job = Accepted(id=reply.json()["id"])
        self._ledger.accepted.append(job)
        if "[cancel]" in prompt:
            self._stop.wait(chance.uniform(0, 2))
            reply = self.ask("DELETE", params={"generation_id": job.id})
            job.cancelled = reply.status_code == 200
            if reply.status_code not in (200, 409):
                self._ledger.wrong.append(f"a cancel got {reply.status_code}: {reply.text}")

    def ask(self, method: str, **request: object) -> httpx.Response:
        """The first answer that is neither a broken connection nor a 503."""
        while True:
            with contextlib.suppress(httpx.TransportError):
                reply = self._http.request(method, self._door.base_url + ROUTE, **request)  # type: ignore[arg-type]
                if reply.status_code != 503:
                    return reply
                if "Retry-After" not in reply.headers:
                    self._ledger.wrong.append("a 503 without Retry-After")
            if self._stop.is_set():
                raise TimeoutError(f"{method} was never answered")
            self._ledger.unanswered += 1
            time.sleep(RETRY_S)

    def until_ended(self, job: Accepted, limit_s: float) -> dict[str, object]:
        """The last poll's body; fails after ``limit_s``."""

        def look() -> dict[str, object] | None:
            body: dict[str, object] = self.ask("GET", params={"generation_id": job.id}).json()
            return body if body.get("status") in ("completed", "error") else None

        self._stop.clear()
        return wait_for(look, limit_s)

    def download(self, link: str) -> bytes:
        """What a link gives, without the key; links carry the address of the life that signed them."""
        path = httpx.URL(link).raw_path.decode()
        reply = httpx.get(self._door.base_url + path, timeout=30, trust_env=False)
        return reply.raise_for_status().content
