"""Following generations as they change: one connection that listens, however many there are to tell.

A notification carries an id and nothing else. Ids that somebody watches are collected, read together in one query, and
handed to whoever watches them. A reader that is slow finds the newest state, never a backlog.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import psycopg
import structlog

from vitascope.core.errors import Unavailable
from vitascope.core.generation import Generation, Status
from vitascope.store.background import end
from vitascope.store.database import ANSWER_S, Database, Row, connect, within
from vitascope.store.estimate import Estimator, estimated
from vitascope.store.rows import COLUMNS, GONE_AT, generation
from vitascope.store.subscription import Subscription

log = structlog.get_logger(__name__)

CHANNEL = "vitascope_generation"
"""NOTIFY channel of the trigger ``generations_tell``; the payload is a generation's id."""

EVERY_S = 0.1
"""Least time between two reads: what changes meanwhile is in the next."""
PLACES_S = 1.0
"""How often places in the queue are looked at while somebody watches a queued generation."""
SURELY_S = 5.0
"""How often everything watched is read without a notification: a proxy between here and the database may swallow
them, as PgBouncer does in transaction mode."""
AT_ONCE = 200
"""Generations in one query: building them takes about 30 µs each, and the event loop has others to serve."""
QUIET_S = 10.0
"""Silence after which the listening connection is tried."""
LONGEST_PAUSE_S = 2.0

READ = f"""
select {COLUMNS}, {GONE_AT} as gone_at
from generations g join usage u on u.generation_id = g.id where g.id = any (%s)
"""  # noqa: S608

WAITING = """
select id, account_id, key_id as made_by_key, status, spec, tag, cost_s from generations
where id = any (%s) and status = 'queued'
"""


@dataclass(slots=True, kw_only=True)
class _Topic:
    """A generation that somebody watches."""

    id: UUID
    latest: Generation | None = None
    readers: set[Subscription] = field(default_factory=set)


class Watch:
    """All that this process watches. `open` it once, `close` it; ``stopping``, when set, ends every subscription."""

    def __init__(self, database: Database, estimator: Estimator, *, stopping: asyncio.Event | None = None) -> None:
        self._database = database
        self._estimator = estimator
        self._stopping = stopping or asyncio.Event()
        self._topics: dict[str, _Topic] = {}
        self._dirty: set[str] = set()
        self._dirt = asyncio.Event()
        self._reads = 0
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def readers(self) -> int:
        """How many subscriptions are open."""
        return sum(len(topic.readers) for topic in self._topics.values())

    @property
    def stopping(self) -> bool:
        """Whether subscriptions end after the state that they begin with."""
        return self._stopping.is_set()

    async def open(self) -> None:
        """Returns at once; a database that is away is waited for."""
        self._tasks = [asyncio.create_task(work) for work in (self._listen(), self._tell(), self._stop())]

    async def close(self) -> None:
        """End every subscription, and what `open` began."""
        self._end_all()
        await end(self._tasks)

    def subscribe(self, began_with: Generation) -> Subscription:
        """A view of the generation that the caller has just read, and so may see."""
        subscription = Subscription(self, began_with, self._reads)
        self._topics.setdefault(subscription.name, _Topic(id=began_with.id)).readers.add(subscription)
        self._mark((subscription.name,))  # it may have changed since it was read
        return subscription

    def leave(self, subscription: Subscription) -> None:
        """The reader has gone. Harmless when it has gone before."""
        topic = self._topics.get(subscription.name)
        if topic is not None:
            topic.readers.discard(subscription)
            if not topic.readers:
                del self._topics[subscription.name]

    def _mark(self, names: Iterable[str]) -> None:
        self._dirty.update(names)
        self._dirt.set()

    async def _stop(self) -> None:
        await self._stopping.wait()
        self._end_all()

    def _end_all(self) -> None:
        for topic in self._topics.values():
            for reader in topic.readers:
                reader.end()

    async def _listen(self) -> None:
        pause_s, lost = 0.1, False
        while True:
            try:
                async with await connect(self._database.url) as conn:
                    await conn.execute(f'listen "{CHANNEL}"')
                    self._mark(self._topics)  # nobody told us of what changed before
                    pause_s, lost = 0.1, False
                    while True:
                        async for note in conn.notifies(timeout=QUIET_S):
                            if note.payload in self._topics:
                                self._mark((note.payload,))
                        with within(ANSWER_S, conn):
                            await conn.execute("select 1")
            except (psycopg.Error, OSError) as error:
                if not lost:
                    log.warning("watch_lost_database", error=str(error).strip())
                lost = True
            await asyncio.sleep(pause_s)
            pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)

    async def _tell(self) -> None:
        """Read what changed and hand it out, as long as the process lives."""
        clock = asyncio.get_running_loop().time
        places_at = surely_at = clock()
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(min(places_at, surely_at) if self._topics else None):
                    await self._dirt.wait()
            self._dirt.clear()
            now = clock()
            if now >= surely_at:
                self._dirty.update(self._topics)
                surely_at = now + SURELY_S
            names, self._dirty = self._dirty & self._topics.keys(), set()
            try:
                await self._read_all([self._topics[name].id for name in names])
                if now >= places_at:
                    places_at = now + PLACES_S
                    await self._read_places()
            except Unavailable:
                self._dirty.update(names)
                self._dirt.set()
                await asyncio.sleep(PLACES_S)
            except Exception:  # a fault of ours; readers must not wait for a task that has ended
                log.exception("watch_failed")
                await asyncio.sleep(PLACES_S)
            await asyncio.sleep(EVERY_S)

    async def _read_all(self, ids: Sequence[UUID]) -> None:
        for first in range(0, len(ids), AT_ONCE):
            part = ids[first : first + AT_ONCE]
            self._reads += 1
            number = self._reads
            rows = await self._database.read(READ, (list(part),))
            outlook = await self._estimator.of(rows)
            for row in rows:
                self._hand_out(row, None if row["gone_at"] else generation(estimated(row, outlook)), number)
            await asyncio.sleep(0)

    def _hand_out(self, row: Row, found: Generation | None, number: int) -> None:
        topic = self._topics.get(str(row["id"]))
        if topic is not None:  # else its last reader left meanwhile
            topic.latest = found
            for reader in topic.readers:
                reader.offer(found, number)

    async def _read_places(self) -> None:
        """Places change with what others do, of which no notification tells."""
        queued = {
            topic.id: topic.latest
            for topic in self._topics.values()
            if topic.latest is not None and topic.latest.status is Status.QUEUED
        }
        if not queued:
            return
        self._reads += 1
        number = self._reads
        rows = await self._database.read(WAITING, (list(queued),))
        outlook = await self._estimator.of(rows)
        for count, row in enumerate(rows):
            if count % AT_ONCE == 0:
                await asyncio.sleep(0)
            estimated(row, outlook)
            seen = queued[row["id"]]
            place, left_s = row.get("queue_position", seen.queue_position), row.get("seconds_left")
            self._hand_out(row, replace(seen, queue_position=place, seconds_left=left_s), number)
