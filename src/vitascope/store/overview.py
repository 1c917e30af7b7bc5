"""The queue by model, looked at for whoever watches: how much waits, since when, how much renders, who works."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from vitascope.core.errors import Unavailable
from vitascope.store.database import Database
from vitascope.store.estimate import COST_FACTOR, FRESH_S

CACHE_S = 5.0
"""Scrapes that come oftener get the same answer."""

QUEUES = """
select spec ->> 'engine' as engine, spec ->> 'model' as model, count(*) filter (where status = 'queued') as waiting,
    count(*) filter (where status = 'generating') as rendering,
    extract(epoch from now() - min(created_at) filter (where status = 'queued'))::float8 as oldest_s
from generations where status in ('queued', 'generating') group by 1, 2 order by 1, 2
"""
"""Over what is alive alone, which an index holds: its cost does not grow with what has ended."""

WORKERS = """
select count(*) as workers from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %(fresh_s)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """One engine's and model's."""

    engine: str
    model: str
    waiting: int
    rendering: int
    oldest_s: float
    """Age of what has waited longest; 0 where nothing waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    queues: tuple[QueueState, ...]
    workers: int
    """That have beaten lately."""


class Overviews:
    """The newest one. One look at a time; a look that took long is kept for long."""

    def __init__(self, database: Database, *, cache_s: float = CACHE_S) -> None:
        self._database = database
        self._cache_s = cache_s
        self._newest: Overview | None = None
        self._good_until = float("-inf")
        self._looking = asyncio.Lock()

    async def now(self) -> Overview | None:
        """``None`` where the database does not answer: old figures would hide that."""
        clock = asyncio.get_running_loop().time
        async with self._looking:
            if clock() < self._good_until:
                return self._newest
            began = clock()
            try:
                queues = await self._database.read(QUEUES)
                workers = await self._database.read(WORKERS, {"fresh_s": FRESH_S})
                self._newest = Overview(
                    queues=tuple(QueueState(**{**row, "oldest_s": row["oldest_s"] or 0.0}) for row in queues),
                    workers=workers[0]["workers"],
                )
            except Unavailable:
                self._newest = None
            self._good_until = clock() + max(self._cache_s, COST_FACTOR * (clock() - began))
            return self._newest
