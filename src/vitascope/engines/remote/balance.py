"""Which of several servers takes the next clip: the one with the shortest queue, of those that answer.

Each tells its queue by its list of jobs, where it has one; what this process has given it counts in any case. Every
worker looks for itself, just before it hands a clip over, so there is no common state to be wrong.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import structlog

from vitascope.core.errors import NotHandedOver
from vitascope.core.generation import GenerationSpec
from vitascope.engines.remote.replies import Job
from vitascope.engines.remote.server import NoAnswer, Server

log = structlog.get_logger(__name__)

LEAST_AWAY_S, MOST_AWAY_S = 2.0, 60.0
"""For so long a server that did not answer is left out; twice as long each time."""
LIST_S = 3.0
"""A server that lists so slowly is busy, and is not waited for by clips that others can take."""
SLOW = 10_000
"""Jobs that it then counts as having: whoever else answers comes first."""
SILENCE_S = 15.0
"""Where it is asked whether any is there. Some encode on their event loop, and have been silent for 11 s meanwhile."""
READY_S = 10.0
"""A server that has answered within this time is taken to be there."""


class Servers:
    """The owner's servers, and how they did lately."""

    def __init__(self, servers: Sequence[Server], clock: Callable[[], float]) -> None:
        """``clock`` counts seconds and never goes back."""
        self._servers = {server.base: server for server in servers}
        self._clock = clock
        self._failures: Counter[str] = Counter()
        self._away_until: dict[str, float] = {}
        self._answered: dict[str, float] = {}
        self._in_flight: Counter[str] = Counter()
        self._creating: dict[str, asyncio.Task[Job]] = {}

    def __len__(self) -> int:
        return len(self._servers)

    def get(self, base: object) -> Server | None:
        """The server that was noted as ``base``, if the owner still names it."""
        return self._servers.get(base) if isinstance(base, str) else None

    @contextmanager
    def busy(self, server: Server) -> Iterator[None]:
        """While the block runs, ``server`` has one more job of ours."""
        self._in_flight[server.base] += 1
        try:
            yield
        finally:
            self._in_flight[server.base] -= 1

    async def create(self, server: Server, spec: GenerationSpec, *, name: str, image_png: bytes | None) -> Job:
        """`Server.create`, which goes on when its caller is cancelled: who withdraws then asks `made` for the id."""
        creating = asyncio.create_task(server.create(spec, name=name, image_png=image_png))
        self._creating[name] = creating
        creating.add_done_callback(_heard)
        try:
            return await asyncio.shield(creating)
        finally:
            if creating.done():
                self._creating.pop(name, None)

    async def made(self, name: str) -> str | None:
        """The id of what a create that was left alone has made. Raises what it raises."""
        creating = self._creating.pop(name, None)
        return None if creating is None else (await asyncio.shield(creating)).id

    def answered(self, server: Server) -> None:
        """It is there, and not left out any more."""
        self._answered[server.base] = self._clock()
        self._failures.pop(server.base, None)
        self._away_until.pop(server.base, None)

    def failed(self, server: Server, error: NoAnswer) -> None:
        """Leave ``server`` out for a while."""
        self._failures[server.base] += 1
        self._answered.pop(server.base, None)
        pause_s = min(MOST_AWAY_S, LEAST_AWAY_S * 2 ** min(self._failures[server.base] - 1, 10))
        if error.retry_after_s is not None:
            pause_s = error.retry_after_s
        self._away_until[server.base] = self._clock() + pause_s
        tell = log.warning if self._failures[server.base] == 1 else log.debug  # once, until it is back
        tell("remote_away", server=server.base, error=str(error), for_s=round(pause_s, 1))

    async def ready(self) -> None:
        """Raises `NotHandedOver` while none of them answers."""
        recently = self._clock() - READY_S
        if any(at > recently for at in self._answered.values()):
            return
        asked = [asyncio.create_task(self._answers(server)) for server in self._servers.values()]
        try:
            for answer in asyncio.as_completed(asked):
                if await answer:
                    return
        finally:
            for task in asked:
                task.cancel()
        raise NotHandedOver("None of the inference servers answers.")

    async def pick(self) -> Server:
        """The one that has least to do; waits until the first comes back where all are left out."""
        while True:
            now = self._clock()
            there = [s for s in self._servers.values() if self._away_until.get(s.base, now) <= now]
            if len(there) == 1 and len(self._servers) == 1:
                return there[0]
            loads = await self._loads(there)
            if loads:
                return min(loads, key=lambda server: (loads[server], random.random()))
            soonest = min(self._away_until.values(), default=now + LEAST_AWAY_S)
            await asyncio.sleep(max(0.05, soonest - self._clock()))

    async def _answers(self, server: Server) -> bool:
        try:
            async with asyncio.timeout(SILENCE_S):
                await server.load()
        except NoAnswer as error:
            self.failed(server, error)
            return False
        except TimeoutError:
            self.failed(server, NoAnswer(f"no answer within {SILENCE_S:.0f} seconds", sent=False))
            return False
        self.answered(server)
        return True

    async def _loads(self, servers: Sequence[Server]) -> dict[Server, int]:
        """Jobs before a new one, of those that answer."""
        found = await asyncio.gather(*(self._load(server) for server in servers))
        return {server: load for server, load in zip(servers, found, strict=True) if load is not None}

    async def _load(self, server: Server) -> int | None:
        ours = self._in_flight[server.base]
        try:
            async with asyncio.timeout(LIST_S):
                listed = await server.load()
        except NoAnswer as error:
            self.failed(server, error)
            return None
        except TimeoutError:
            return SLOW + ours
        self.answered(server)
        return ours if listed is None else max(ours, listed)


def _heard(creating: asyncio.Task[Job]) -> None:
    """Look at what came of it, so that nobody complains that nobody did."""
    if not creating.cancelled():
        creating.exception()
