"""The clients of `bench_steady`: polls, submits and cancels, each when it is due, in a process of their own.

Open loop: a request's time counts from when it was due, not from when a slow server let us send it.
"""

from __future__ import annotations

import asyncio
import heapq
import json
import random
import re
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import uvloop

from tools.bench_polls import content_length
from tools.bench_seed import ID
from tools.bench_server import GENERATIONS, MODEL, poll_path

POLLERS, SUBMITTERS = 50, 25
"""Connections, each of which stays open and has one request under way at a time."""
CANCELLED = 10
REMEMBERED_S = 60.0
"""Ids are polled for so long after their submit."""
LOOK_S = 1.0
"""How often it is asked which clips render."""
PATIENCE_S = 60.0
"""After the last request was due."""

STATUS = re.compile(rb'"status":\s*"(\w+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is asked of the server, and for how long."""

    base_url: str
    key: str
    start_at: float
    """When the first request is due, on the clock of `time.time`."""
    warm_up_s: float
    """What comes before this has passed is not told."""
    seconds: float
    """After the warm-up."""
    polls: int
    """A second."""
    submits: int
    patience_s: float
    """After so long, on average, a clip is cancelled, whether it waits or renders; patience has no memory."""
    finished: int
    """Clips made long ago, by number (`bench_seed.ID`)."""


@dataclass(slots=True, kw_only=True)
class Seen:
    """Of one kind of request; times in ms, in the order in which they were due."""

    took: list[tuple[float, float]] = field(default_factory=list)
    """Seconds after the warm-up at which it was due, and how long after that the answer was there."""
    late: list[float] = field(default_factory=list)
    """How long after it was due each was sent: our own delay, and the wait for the connection's last answer."""
    answers: Counter[int] = field(default_factory=Counter)

    def note(self, due_s: float, sent_s: float, answered_s: float, status: int) -> None:
        self.took.append((due_s, (answered_s - due_s) * 1000))
        self.late.append(max(0.0, sent_s - due_s) * 1000)
        self.answers[status] += 1


@dataclass(slots=True, kw_only=True)
class Outcome:
    polls: Seen = field(default_factory=Seen)
    submits: Seen = field(default_factory=Seen)
    cancels: Seen = field(default_factory=Seen)
    statuses: Counter[str] = field(default_factory=Counter)
    """That polls were told."""
    accepted: int = 0
    """Submits, those of the warm-up too."""


def run(plan: Plan) -> Outcome:
    """All of ``plan``. Raises ``TimeoutError``, ``OSError`` where the server goes away."""
    return uvloop.run(_Clients(plan).run())


class Connection:
    """One that stays open."""

    def __init__(self, plan: Plan) -> None:
        address = urlsplit(plan.base_url)
        self._at = address.hostname or "", address.port or 80
        self._head = f"HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {plan.key}\r\n"

    async def open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection(*self._at)

    def close(self) -> None:
        self._writer.close()

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """The answer's status and body."""
        length = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        self._writer.write(f"{method} {path} {self._head}{length}\r\n".encode() + body)
        head = await self._reader.readuntil(b"\r\n\r\n")
        return int(head[9:12]), await self._reader.readexactly(content_length(head))


class _Clients:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._chance = random.Random(1)
        self._outcome = Outcome()
        self._known: deque[tuple[float, str]] = deque()
        self._unwanted: list[tuple[float, str]] = []
        """A heap: when each is to be cancelled."""
        self._rendering: list[str] = []
        self._start = 0.0

    async def run(self) -> Outcome:
        plan, outcome = self._plan, self._outcome
        connections = [Connection(plan) for _ in range(POLLERS + SUBMITTERS + CANCELLED + 1)]
        for one in connections:
            await one.open()
        self._start = time.perf_counter() + plan.start_at + plan.warm_up_s - time.time()
        of_polls, of_submits = connections[:POLLERS], connections[POLLERS : POLLERS + SUBMITTERS]
        async with asyncio.timeout(plan.warm_up_s + plan.seconds + PATIENCE_S), asyncio.TaskGroup() as group:
            looking = group.create_task(self._look(connections[-1]))
            cancelling = [group.create_task(self._cancel(one)) for one in connections[POLLERS + SUBMITTERS : -1]]
            at_work = [
                *(self._steadily(plan.polls, n, POLLERS, self._poll, of_polls[n], outcome.polls)
                  for n in range(POLLERS)),
                *(self._steadily(plan.submits, n, SUBMITTERS, self._submit, of_submits[n], outcome.submits)
                  for n in range(SUBMITTERS)),
            ]  # fmt: skip
            await asyncio.gather(*at_work)
            for task in (looking, *cancelling):
                task.cancel()
        for one in connections:
            one.close()
        return outcome

    async def _steadily(
        self, rate: int, number: int, of: int, ask: Callable[[Connection], Awaitable[int]], line: Connection, seen: Seen
    ) -> None:
        """Every ``of``-th request of the schedule; one that is due before the last answer goes out right after it."""
        first, after = round(-rate * self._plan.warm_up_s), round(rate * self._plan.seconds)
        for place in range(first + number, after, of):
            due_s = place / rate
            await self._until(due_s)
            sent_s = self._now_s()
            status = await ask(line)
            if due_s >= 0:
                seen.note(due_s, sent_s, self._now_s(), status)

    def _now_s(self) -> float:
        """Since the warm-up ended."""
        return time.perf_counter() - self._start

    async def _until(self, at_s: float) -> None:
        if (early := at_s - self._now_s()) > 0:
            await asyncio.sleep(early)

    async def _poll(self, line: Connection) -> int:
        """A quarter for clips made long ago, a tenth for those that render, the rest for what was submitted lately."""
        drawn = self._chance.random()
        if drawn < 0.1 and self._rendering:
            asked = self._chance.choice(self._rendering)
        elif drawn < 0.35 or not self._known:
            asked = f"{ID.format(self._chance.randint(1, self._plan.finished))}:{MODEL}"
        else:
            asked = self._chance.choice(self._known)[1]
        status, body = await line.ask("GET", poll_path(asked))
        found = STATUS.search(body)
        if self._now_s() >= 0:
            self._outcome.statuses[found[1].decode() if found else "none"] += 1
        return status

    async def _submit(self, line: Connection) -> int:
        asked = {"model": MODEL, "prompt": "a dragon flies", "duration": 6, "seed": self._chance.randrange(1 << 31)}
        status, body = await line.ask("POST", GENERATIONS, json.dumps(asked).encode())
        if status == 200:
            now_s, made = self._now_s(), str(json.loads(body)["id"])
            self._outcome.accepted += 1
            self._known.append((now_s, made))
            heapq.heappush(self._unwanted, (now_s + self._chance.expovariate(1 / self._plan.patience_s), made))
            while self._known[0][0] < now_s - REMEMBERED_S:
                self._known.popleft()
        return status

    async def _cancel(self, line: Connection) -> None:
        """Each once its time has come; those that have ended meanwhile are refused, which is as it should be."""
        while True:
            if not self._unwanted or self._unwanted[0][0] > self._now_s():
                await asyncio.sleep(0.01)
                continue
            due_s, asked = heapq.heappop(self._unwanted)
            sent_s = self._now_s()
            status, _ = await line.ask("DELETE", poll_path(asked))
            if due_s >= 0:
                self._outcome.cancels.note(due_s, sent_s, self._now_s(), status)

    async def _look(self, line: Connection) -> None:
        """Which clips render, as a client would ask."""
        while True:
            status, body = await line.ask("GET", f"{GENERATIONS}?status=generating&limit=20")
            if status == 200:
                self._rendering = [str(one["id"]) for one in json.loads(body)["data"]]
            await asyncio.sleep(LOOK_S)
