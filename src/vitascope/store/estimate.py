"""The queues, the workers and who may have no more rendering, looked at no oftener than polls can bear.

From it come places and seconds left. One look serves every poll and every stream of a process for `CACHE_S`. It is
over what waits and what renders, so its cost does not grow with what has ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from vitascope.core.errors import Unavailable
from vitascope.core.estimate import Crew, Mark, Outlook, Render, pace_of
from vitascope.store.database import Database, Row
from vitascope.store.queues import queue_of
from vitascope.store.slots import over_slots
from vitascope.store.unserved import SEEN_S

log = structlog.get_logger(__name__)

CACHE_S = 1.0
COST_FACTOR = 10.0
"""A look that took long, as over 100,000 queued jobs, is kept this many times as long as it took."""
PATIENCE_S = 0.02
"""How long a poll waits for a fresh look where there is an older one."""
FRESH_S = 15.0
"""A worker that has beaten within this time counts as there; it beats each second."""

EXACT_PLACES = 1000
"""Further back a place is told to within a thousandth of the queue."""

WAITING = f"""
select queue, tag, id, place, until_s from (
    select queue, tag, id, row_number() over line as place, sum(cost_s::float8) over line as until_s,
        count(*) over (partition by queue) as total
    from generations where status = 'queued' window line as (partition by queue order by tag, id)
) q
where place <= {EXACT_PLACES} or mod(place, 1 + total / {EXACT_PLACES}) = 0 or place = total
order by queue, place
"""  # noqa: S608 - constants of this module only

RENDERING = """
select g.queue, g.cost_s, extract(epoch from now() - g.claimed_at)::float8 as elapsed_s, g.progress
from procrastinate_jobs j join generations g on g.id = j.queueing_lock::uuid
where j.status = 'doing' and j.worker_id is not null and g.status = 'generating' and g.claimed_at is not null limit 1000
"""

CREWS = """
select queues, count(*) as workers from (
    select case when n.worker_id is null or q.queues is not null then q.queues else '{}' end as queues
    from procrastinate_workers w left join worker_notes n on n.worker_id = w.id left join lateral (
        select array_agg(queue order by queue) as queues from worker_queues q where q.worker_id = w.id
    ) q on true
    where w.last_heartbeat > now() - make_interval(secs => %(fresh_s)s)
) w group by queues
"""
"""By what they take from: null is everything, of workers of an earlier version, which tell nothing of themselves."""

WORKING = """
select (
    select percentile_cont(0.5) within group (order by took_s / cost_s) from (
        select extract(epoch from finished_at - claimed_at)::float8 as took_s, cost_s, status from generations
        where finished_at > now() - interval '1 day' and files_deleted_at is null and claimed_at is not null
        order by finished_at desc limit 50
    ) latest where status = 'completed' and cost_s > 0 and took_s > 0
) as pace, (
    select array_agg(queue) from queues where last_seen > now() - make_interval(secs => %(seen_s)s)
) as served
"""


class Estimator:
    """The newest `Outlook`; at most one query at a time, and none while the last answer is fresh."""

    def __init__(
        self,
        database: Database,
        *,
        usual_running: int | None = None,
        cache_s: float = CACHE_S,
        patience_s: float | None = PATIENCE_S,
    ) -> None:
        """``usual_running`` is what accounts that have no limit of their own may have rendering at once.

        ``cache_s`` 0 looks at every question, and ``patience_s`` ``None`` waits for every look: for tests.
        """
        self._database = database
        self._usual_running = usual_running
        self._cache_s = cache_s
        self._patience_s = patience_s
        self._outlook: Outlook | None = None
        self._good_until = float("-inf")
        self._looking: asyncio.Task[None] | None = None

    async def outlook(self) -> Outlook | None:
        """Never raises: where the database does not answer, it is the last one known, if any."""
        if asyncio.get_running_loop().time() < self._good_until:
            return self._outlook
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        await asyncio.wait({self._looking}, timeout=None if self._outlook is None else self._patience_s)
        return self._outlook

    async def of(self, rows: Sequence[Row]) -> Outlook | None:
        """The outlook, where any of ``rows`` needs one."""
        return await self.outlook() if any(row["status"] in {"queued", "generating"} for row in rows) else None

    async def _look(self) -> None:
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            waiting = await self._database.read(WAITING)
            rendering = await self._database.read(RENDERING)
            owned = await over_slots(self._database, self._usual_running)
            crews = await self._database.read(CREWS, {"fresh_s": FRESH_S})
            working = (await self._database.read(WORKING, {"seen_s": SEEN_S}))[0]
        except Unavailable:
            pass  # whoever polls just now is told so by the poll itself
        except Exception:  # a fault of ours must not cost anybody a poll
            log.exception("estimate_failed")
        else:
            self._outlook = Outlook(
                crews=[Crew(workers=row["workers"], queues=_queues(row["queues"])) for row in crews],
                served=frozenset(working["served"] or ()),
                pace=pace_of(working["pace"]),
                renders=[
                    Render(
                        queue=row["queue"],
                        predicted_s=row["cost_s"],
                        elapsed_s=row["elapsed_s"],
                        progress=row["progress"],
                    )
                    for row in rendering
                ],
                marks=_by_queue(waiting),
                owned=owned,
            )
        self._good_until = clock() + self._cache_s * max(1.0, COST_FACTOR * (clock() - began))


def _queues(named: list[str] | None) -> frozenset[str] | None:
    return None if named is None else frozenset(named)


def _by_queue(rows: Sequence[Row]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for row in rows:
        mark = Mark(tag=row["tag"], id=row["id"], place=row["place"], until_s=row["until_s"])
        found.setdefault(row["queue"], []).append(mark)
    return found


def estimated(row: Row, outlook: Outlook | None) -> Row:
    """``row`` of `rows.COLUMNS` with what is known of its future, where it has not ended."""
    if outlook is None:
        return row
    if row["status"] == "queued":
        queue = queue_of(row["spec"]["engine"], row["spec"]["model"])
        row["queue_position"], row["seconds_left"] = outlook.queued(
            queue, row["tag"], row["id"], row["cost_s"], owners=(row["account_id"], row["made_by_key"])
        )
        if not outlook.serves(queue):
            row["seconds_left"], row["unserved"] = None, True
    elif row["status"] == "generating" and row["elapsed_s"] is not None:
        row["seconds_left"] = outlook.rendering(row["cost_s"], row["elapsed_s"], row["progress"])
    return row
