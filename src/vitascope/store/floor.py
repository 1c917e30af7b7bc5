"""Who works on what, what waits, and how it went lately: one look over everything, for the owner's eyes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from vitascope.store.database import Connection, Database
from vitascope.store.overview import QUEUES, QueueState

MINUTES = (1, 5, 15)
"""Over which rates are told."""

WORKERS = """
select w.id, n.host, n.pid, n.engine, n.version, extract(epoch from now() - w.last_heartbeat)::float8 as beat_s,
    g.id::text as generation, g.spec ->> 'model' as model, g.stage, g.progress::float8 as progress,
    extract(epoch from now() - g.claimed_at)::float8 as elapsed_s
from procrastinate_workers w left join worker_notes n on n.worker_id = w.id
    left join procrastinate_jobs j on j.worker_id = w.id and j.status = 'doing'
    left join generations g on g.id = j.queueing_lock::uuid
where w.last_heartbeat > now() - interval '1 minute' order by n.host nulls last, n.pid, w.id
"""

RATES = """
select status as outcome, count(*) filter (where finished_at > now() - interval '1 minute') as m1,
    count(*) filter (where finished_at > now() - interval '5 minutes') as m5, count(*) as m15
from generations where finished_at > now() - interval '15 minutes' and files_deleted_at is null
group by status order by status
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerState:
    """One worker that has beaten within a minute. What it renders is ``None`` where it waits for work."""

    id: int
    host: str | None
    """``None`` for a worker of an earlier version, which tells nothing of itself."""
    pid: int | None
    engine: str | None
    version: str | None
    beat_s: float
    """Since its last sign of life."""
    generation: str | None
    model: str | None
    stage: str | None
    progress: float | None
    elapsed_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Generations that ended so, within each of `MINUTES`."""

    outcome: str
    m1: int
    m5: int
    m15: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    workers: tuple[WorkerState, ...]
    queues: tuple[QueueState, ...]
    rates: tuple[Rate, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


async def workers(database: Database) -> tuple[WorkerState, ...]:
    """Those that have beaten within a minute, by host."""
    return tuple(WorkerState(**row) for row in await database.read(WORKERS))


async def look(conn: Connection) -> Floor:
    """Three reads, of what is alive and of the last minutes: their cost does not grow with what has ended."""
    workers = await (await conn.execute(WORKERS)).fetchall()
    queues = await (await conn.execute(QUEUES)).fetchall()
    rates = await (await conn.execute(RATES)).fetchall()
    return Floor(
        workers=tuple(WorkerState(**row) for row in workers),
        queues=tuple(QueueState(**{**row, "oldest_s": row["oldest_s"] or 0.0}) for row in queues),
        rates=tuple(Rate(**row) for row in rates),
    )
