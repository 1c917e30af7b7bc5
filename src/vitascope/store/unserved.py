"""Clips that no worker can take: waited for within reason, then ended with an error that says so.

Each API process watches for itself, and counts the time that it has watched: after an outage, or a start, nothing is
taken for abandoned that merely nobody has looked at.
"""

from __future__ import annotations

import asyncio

import structlog

from vitascope.core.errors import NoWorker, Unavailable
from vitascope.store import metrics
from vitascope.store.database import Database

log = structlog.get_logger(__name__)

SEEN_S = 30.0
"""A queue whose workers were there within this time is served; they say so every few seconds."""
BATCH = 200

LOOK = """
select waiting.queue_name as queue, exists (
    select 1 from queues q
    where q.queue = waiting.queue_name and q.last_seen > now() - make_interval(secs => %(seen_s)s)
) as served
from (select distinct queue_name from procrastinate_jobs where status = 'todo') waiting
"""

# Locked before the generation, in the same order as a claim does it; a job that is being claimed is left alone. The
# attempt rises, so that a worker that was paused for so long can write nothing more.
END = """
with lost as (
    delete from procrastinate_jobs where id in (
        select j.id from procrastinate_jobs j join generations g on g.id::text = j.queueing_lock
        where j.status = 'todo' and j.queue_name = %(queue)s
            and g.created_at < now() - make_interval(secs => %(limit_s)s)
        limit %(batch)s for update of j skip locked
    )
    returning queueing_lock::uuid as id
),
ended as (
    update generations g set status = 'error', attempt = attempt + 1, finished_at = now(), stage = null, step = null,
        steps = null, expires_at = now() + make_interval(secs => expires_in_s), error_code = %(code)s,
        error_message = format('No worker that renders %%s with the engine %%s came within %%s; it costs nothing.',
            g.spec ->> 'model', g.spec ->> 'engine', %(limit)s::text)
    from lost where g.id = lost.id and g.status in ('queued', 'generating') returning g.id
)
update usage u set state = 'released', settled_at = now() from ended
where u.generation_id = ended.id and u.state = 'held' returning u.model
"""


class Unserved:
    """Looks now and then; ends what has waited for ``limit_s`` in a queue that nobody served all that time."""

    def __init__(self, database: Database, *, limit_s: float) -> None:
        self._database = database
        self._limit_s = limit_s
        self._since: dict[str, float] = {}

    async def run(self) -> None:
        """Until cancelled. What fails is tried again."""
        while True:
            await asyncio.sleep(min(30.0, max(0.5, self._limit_s / 10)))
            try:
                await self.look()
            except Unavailable:
                self._since.clear()  # nobody could be seen
            except Exception:
                log.exception("unserved_not_looked_for")

    async def look(self) -> int:
        """Once: how many were ended. Raises `Unavailable`."""
        now = asyncio.get_running_loop().time()
        rows = await self._database.read(LOOK, {"seen_s": SEEN_S})
        self._since = {row["queue"]: self._since.get(row["queue"], now) for row in rows if not row["served"]}
        ended = 0
        for queue, since in self._since.items():
            if now - since >= self._limit_s:
                ended += await self._end(queue)
        return ended

    async def _end(self, queue: str) -> int:
        values = {
            "queue": queue, "limit_s": self._limit_s, "batch": BATCH, "code": NoWorker.code,
            "limit": in_words(self._limit_s),
        }  # fmt: skip
        ended = 0
        while True:
            async with self._database.transaction() as conn:
                gone = await (await conn.execute(END, values)).fetchall()
            for row in gone:
                metrics.ENDED.labels(row["model"], queue.partition("/")[0], "error").inc()
            ended += len(gone)
            if len(gone) < BATCH:
                break
        if ended:
            log.warning("nobody_to_render", queue=queue, ended=ended, waited_s=self._limit_s)
        return ended


def in_words(seconds: float) -> str:
    """For a person: ``90 s``, ``5 min``, ``2 h``."""
    for unit, length in (("h", 3600.0), ("min", 60.0)):
        if seconds >= 2 * length or seconds == length:
            return f"{seconds / length:g} {unit}"
    return f"{seconds:g} s"
