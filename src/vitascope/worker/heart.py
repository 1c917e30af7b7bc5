"""The worker's heart: beats, listens, asks whether its claim still stands, and reaps the dead.

One connection of its own. An outage of the database stops the heart, not the render: the first beat afterwards asks
whether the attempt is still ours.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

import psycopg
import structlog
from psycopg.sql import SQL, Identifier

from vitascope.store import cancel, queue
from vitascope.store.database import Connection, connect
from vitascope.store.queue import Claim, Progress, Whoami
from vitascope.store.queues import channel
from vitascope.worker.timeline import Timeline

log = structlog.get_logger(__name__)

SEEN_EVERY_S = 5.0
"""How often a queue is said to be served."""
LONGEST_PAUSE_S = 2.0
"""Between tries to reach a database that does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long things may take. Chosen so that a killed worker's job runs again within ten seconds."""

    beat_s: float = 1.0
    stall_s: float = 5.0
    """A worker silent for so long is taken for dead by the others."""
    fence_s: float = 90.0
    """A worker that could not beat for so long gives its render up. Longer than the outages we mean to survive:
    nobody can take the job over while the database is away, and reapers wait for a whole `stall_s` after it."""
    reconcile_s: float = 60.0


class Interrupt(Enum):
    """Why a render must end before it is done."""

    CANCELLED = "cancelled"
    LOST = "lost"
    STOPPING = "stopping"


@dataclass(slots=True)
class Running:
    """The attempt that is under way, as the heart sees it."""

    claim: Claim
    at: Progress = field(default_factory=Progress)
    begun: float = 0.0
    """Share of the work that was done before the child's part."""
    handoff: Mapping[str, Any] | None = None
    """Where another server renders it, as it was noted last."""
    poster_key: str | None = None
    """Where its poster lies, once it does."""
    interrupt: asyncio.Future[Interrupt] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    timeline: Timeline = field(init=False)
    began_ns: int = field(default_factory=time.time_ns)
    """Since the epoch."""

    def __post_init__(self) -> None:
        self.timeline = Timeline.of(self.claim.generation)

    def end(self, why: Interrupt) -> None:
        """The first reason counts."""
        if not self.interrupt.done():
            self.interrupt.set_result(why)


class Heart:
    """Keeps one worker alive in the eyes of the others."""

    def __init__(self, url: str, timing: Timing, queues: tuple[str, ...], who: Whoami | None = None) -> None:
        """``queues`` are those that it takes from; ``who`` is told to those who look after workers."""
        self._who = who
        self._listens = queues
        self._url = url
        self._timing = timing
        self._steady_since: float | None = None
        self._last_beat = time.monotonic()
        self._next_reconcile = 0.0
        self.worker_id: int | None = None
        self.running: Running | None = None
        self.queues = queues
        """Those that this worker is told to take from; empty while it can take nothing."""
        self._served: tuple[int, tuple[str, ...]] | None = None
        self._next_seen = 0.0
        self.wake = asyncio.Event()
        """Set when there may be something to claim."""

    @property
    def heard(self) -> bool:
        """Whether it has beaten lately. What is claimed by one that has not is taken from it at once."""
        return time.monotonic() - self._last_beat <= self._timing.stall_s / 2

    async def run(self) -> None:
        """Beat until cancelled, whatever happens to the database."""
        pause_s = 0.1
        while True:
            try:
                async with await connect(self._url) as conn:
                    # Beats and progress may be lost with a server that dies: the next ones come within a second, and
                    # nobody is taken for dead before. A thousand workers would ask for a thousand fsyncs a second.
                    await conn.execute("set synchronous_commit = off")
                    for name in self._listens:
                        await conn.execute(SQL("listen {}").format(Identifier(channel(name))))
                    await conn.execute(f'listen "{cancel.CHANNEL}"')
                    while True:
                        await self._beat(conn)
                        pause_s = 0.1
                        await self._listen(conn)
            except psycopg.Error as error:  # whatever it is: a worker whose heart has stopped loses every job it takes
                if self._steady_since is not None:
                    log.warning("database_lost", error=str(error).strip())
                self._steady_since = None
                self._fence()
            except Exception:  # whoever waits for the next beat cannot tell a fault of ours from an outage
                log.exception("heart_broke")
                self._steady_since = None
                self._fence()
            await asyncio.sleep(pause_s)
            pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)

    async def _beat(self, conn: Connection) -> None:
        worker_id = self.worker_id  # our own copy: the supervisor may give the name up at any time
        reaps = None if worker_id is None else await queue.beat(conn, worker_id, silent_s=self._timing.stall_s)
        if worker_id is None or reaps is None:
            worker_id = self.worker_id = await queue.register(conn)
            if self._who is not None:
                await queue.introduce(conn, worker_id, self._who)
            self.wake.set()
        held_up_s = time.monotonic() - self._last_beat
        await self._tell_what_is_served(conn, worker_id)
        now = self._last_beat = time.monotonic()
        if self._steady_since is None or held_up_s > self._timing.stall_s / 2:
            # What held this beat up, such as a frozen server, may have held up everybody's: they are to beat first.
            self._steady_since = now
            self.wake.set()  # nothing was claimed meanwhile
        if (running := self.running) is not None:
            await self._ask(conn, running, worker_id)
        if reaps and now - self._steady_since >= self._timing.stall_s:
            for generation_id, attempt in await queue.reap(conn, silent_s=self._timing.stall_s):
                log.warning("reaped", generation_id=str(generation_id), attempt=attempt)
            if now >= self._next_reconcile:
                self._next_reconcile = now + self._timing.reconcile_s
                await queue.reconcile(conn)

    async def _tell_what_is_served(self, conn: Connection, worker_id: int) -> None:
        queues = self.queues
        if self._served != (worker_id, queues):
            await queue.serve(conn, worker_id, queues)
            self._served, self._next_seen = (worker_id, queues), 0.0
        if queues and time.monotonic() >= self._next_seen:
            await queue.seen(conn, queues)
            self._next_seen = time.monotonic() + SEEN_EVERY_S

    async def _ask(self, conn: Connection, running: Running, worker_id: int) -> None:
        pulse = await queue.report(
            conn, running.claim, worker_id=worker_id, at=replace(running.at, poster_key=running.poster_key)
        )
        if self.running is not running:
            return  # it was settled meanwhile: that its row is no longer ours says nothing
        if pulse.lost:
            running.end(Interrupt.LOST)
        elif pulse.cancel_requested:
            running.end(Interrupt.CANCELLED)

    async def _listen(self, conn: Connection) -> None:
        """Until the next beat is due, or a cancel for our render arrives."""
        async with contextlib.aclosing(conn.notifies(timeout=self._timing.beat_s)) as notes:
            async for note in notes:
                if note.channel != cancel.CHANNEL:
                    self.wake.set()
                elif self.running is not None and note.payload == str(self.running.claim.id):
                    return

    def _fence(self) -> None:
        if self.running is not None and time.monotonic() - self._last_beat > self._timing.fence_s:
            self.running.end(Interrupt.LOST)
