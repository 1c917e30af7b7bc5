"""The worker's side of the queue: register, claim, beat, reap, hand back.

Procrastinate's tables and claim function, our own fence: every claim raises the generation's ``attempt``, and nothing
is written for a generation but under the attempt that one holds. Locks are always taken job first, generation second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from vitascope.core.generation import Generation
from vitascope.store import fair, metrics
from vitascope.store.database import Connection
from vitascope.store.queues import BEFORE, channel
from vitascope.store.rows import COLUMNS, generation
from vitascope.store.submit import TASK

MAX_ATTEMPTS = 3
"""A job that was cut off this often is not tried again. Attempts handed back by a stopping worker do not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One worker's hold on one generation."""

    job_id: int
    worker_id: int
    generation: Generation
    tries: int
    """Attempts that count, this one included: those that a stopping worker handed back do not."""
    checkpoint_key: str | None = None
    """What to go on from; an earlier attempt's, or a draft's."""
    handoff: Mapping[str, Any] | None = None
    """Where an earlier attempt had it rendered, as it noted it (`note_handoff`)."""
    request_id: str | None = None
    """Of the submit, as its reply and the logs have it."""

    @property
    def id(self) -> UUID:
        return self.generation.id

    @property
    def attempt(self) -> int:
        return self.generation.attempt


async def register(conn: Connection) -> int:
    """A new worker's id; it has just beaten."""
    row = await (await conn.execute("insert into procrastinate_workers default values returning id")).fetchone()
    assert row is not None  # noqa: S101 - an insert returns its row
    return int(row["id"])


SERVE = """
with before as (delete from worker_queues where worker_id = %(worker)s and queue <> all (%(queues)s::text[]))
insert into worker_queues (worker_id, queue) select %(worker)s, unnest(%(queues)s::text[]) on conflict do nothing
"""

SEEN = """
insert into queues (queue) select unnest(%(queues)s::text[]) on conflict (queue) do update set last_seen = now()
where queues.last_seen < now() - interval '5 seconds'
"""
# Many workers serve one queue, and only one of them need write: nobody waits here for anybody's transaction for long.


async def serve(conn: Connection, worker_id: int, queues: Sequence[str]) -> None:
    """Say which queues this worker takes from."""
    await conn.execute(SERVE, {"worker": worker_id, "queues": list(queues)})


async def seen(conn: Connection, queues: Sequence[str]) -> None:
    """Say that somebody takes from them."""
    await conn.execute(SEEN, {"queues": sorted(queues)})


TAKE = f"""
with job as (
    update procrastinate_jobs set status = 'doing', worker_id = %(worker)s where id = %(job)s returning id
),
g as (
    update generations set
        attempt = attempt + 1, status = 'generating', progress = 0, stage = null, step = null, steps = null,
        poster_key = null, started_at = coalesce(started_at, now()), claimed_at = now()
    where id = (%(generation)s)::uuid and status in ('queued', 'generating') returning *
)
select {COLUMNS}, g.attempt - g.handed_back as tries, g.checkpoint_key, g.handoff, g.request_id
from g join usage u on u.generation_id = g.id cross join job
"""  # noqa: S608


async def claim(
    conn: Connection, worker_id: int, queues: Sequence[str] | None = None, *, max_running: int | None = None
) -> Claim | None:
    """The next job of these queues, or of any, fenced with a new attempt; ``None`` where there is none.

    ``max_running`` is for accounts that have no limit of their own.
    """
    while True:
        async with fair.next_job(conn, queues, max_running=max_running) as job:
            if job is None:
                return None
            values = {"worker": worker_id, "job": job["id"], "generation": job["generation_id"]}
            row = await (await conn.execute(TAKE, values)).fetchone()
            if row is not None:
                break
            # Its generation has ended or is gone: nothing to do for this job, and others wait.
            await conn.execute("delete from procrastinate_jobs where id = %s", (job["id"],))
    await fair.tell_time(conn, job)
    taken = generation(row)
    _count(taken, row["tries"])
    return Claim(
        job_id=job["id"],
        worker_id=worker_id,
        generation=taken,
        request_id=row["request_id"],
        tries=row["tries"],
        checkpoint_key=row["checkpoint_key"],
        handoff=row["handoff"],
    )


def _count(taken: Generation, tries: int) -> None:
    spec = taken.spec
    if taken.attempt == 1 and taken.started_at is not None:
        waited_s = (taken.started_at - taken.created_at).total_seconds()
        metrics.START.labels(spec.model, spec.engine).observe(max(0.0, waited_s))
    if tries > 1:
        metrics.RETRIES.labels(spec.model, spec.engine).inc()


REAPERS = 4
"""Workers that look for silent ones: the eldest that live. If all did, a thousand would look at a thousand each."""

BEAT = """
update procrastinate_workers set last_heartbeat = now() where id = %(id)s
returning (
    select count(*) from (
        select 1 from procrastinate_workers w
        where w.id < %(id)s and w.last_heartbeat >= now() - make_interval(secs => %(silent_s)s) limit %(reapers)s
    ) elder
) < %(reapers)s as reaps
"""

PROGRESS = """
update generations set progress = %(progress)s, stage = %(stage)s, step = %(step)s, steps = %(steps)s,
    poster_key = %(poster_key)s
where id = %(id)s and attempt = %(attempt)s and status = 'generating' returning cancel_requested
"""

HOLD = """
update procrastinate_jobs set worker_id = %(worker)s
where id = %(job)s and status = 'doing' and worker_id is distinct from %(worker)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an attempt is."""

    progress: float = 0.0
    """0 to 1."""
    stage: str | None = None
    step: int | None = None
    """Of ``steps``, in this stage."""
    steps: int | None = None
    poster_key: str | None = None
    """Where its poster lies already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """What a beat says back about a claim."""

    lost: bool
    cancel_requested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Whoami:
    """What a worker tells of itself, for those who look after it."""

    host: str
    pid: int
    engine: str
    version: str


INTRODUCE = """
insert into worker_notes (worker_id, host, pid, engine, version)
values (%(worker)s, %(host)s, %(pid)s, %(engine)s, %(version)s) on conflict do nothing
"""


async def introduce(conn: Connection, worker_id: int, who: Whoami) -> None:
    """Write down who a worker is, once it is registered."""
    await conn.execute(INTRODUCE, {"worker": worker_id, **asdict(who)})


async def beat(conn: Connection, worker_id: int, *, silent_s: float) -> bool | None:
    """Say that this worker lives, and learn whether it is among those that `reap` now.

    `None` where it was pruned, and must register again.
    """
    asked = {"id": worker_id, "silent_s": silent_s, "reapers": REAPERS}
    row = await (await conn.execute(BEAT, asked)).fetchone()
    return None if row is None else bool(row["reaps"])


async def report(conn: Connection, claim: Claim, *, worker_id: int, at: Progress) -> Pulse:
    """Write progress under the fence; ask whether the claim still stands and whether it is to end.

    A worker that had to register anew takes its job along: while the attempt is its own, nobody else has it.
    """
    async with conn.transaction():
        await conn.execute("select 1 from procrastinate_jobs where id = %s for update", (claim.job_id,))
        cursor = await conn.execute(PROGRESS, {**asdict(at), "id": claim.id, "attempt": claim.attempt})
        row = await cursor.fetchone()
        if row is None:
            metrics.REFUSED.labels("report").inc()
            return Pulse(lost=True, cancel_requested=False)
        await conn.execute(HOLD, {"worker": worker_id, "job": claim.job_id})
    return Pulse(lost=False, cancel_requested=row["cancel_requested"])


NOTE_CHECKPOINT = """
update generations set checkpoint_key = %(key)s
where id = %(id)s and attempt = %(attempt)s and status = 'generating' returning id
"""

NOTE_HANDOFF = """
update generations set handoff = %(handoff)s
where id = %(id)s and attempt = %(attempt)s and status = 'generating' returning id
"""


async def note_checkpoint(conn: Connection, claim: Claim, key: str) -> bool:
    """Have the next attempt go on from the file at ``key``; False where the claim is lost."""
    values = {"key": key, "id": claim.id, "attempt": claim.attempt}
    return _noted(await (await conn.execute(NOTE_CHECKPOINT, values)).fetchone())


async def note_handoff(conn: Connection, claim: Claim, handoff: Mapping[str, Any] | None) -> bool:
    """Have the next attempt take up what another server renders; False where the claim is lost.

    ``handoff`` is for the engine alone to read; ``None`` where there is nothing to take up any more.
    """
    noted = None if handoff is None else Jsonb(dict(handoff))
    values = {"handoff": noted, "id": claim.id, "attempt": claim.attempt}
    return _noted(await (await conn.execute(NOTE_HANDOFF, values)).fetchone())


def _noted(row: object | None) -> bool:
    if row is None:
        metrics.REFUSED.labels("note").inc()
    return row is not None


HAND_BACK_JOB = """
update procrastinate_jobs set status = 'todo', worker_id = null, attempts = attempts + 1
where id = %s and status = 'doing' returning queue_name
"""

HAND_BACK = """
update generations set handed_back = handed_back + %(forgiven)s, progress = 0, stage = null, step = null, steps = null,
    poster_key = null, claimed_at = null, attempt = attempt + 1, status = 'queued'
where id = %(id)s and attempt = %(attempt)s and status = 'generating' returning id
"""


async def hand_back(conn: Connection, claim: Claim, *, failed: bool) -> bool:
    """Return a claim to the queue for another attempt; False where it is no longer ours.

    ``failed`` counts against `MAX_ATTEMPTS`: the child died or hung. Otherwise the worker just stops. The attempt is
    raised here already, so that what is left of this one can write nothing.
    """
    async with conn.transaction():
        await conn.execute("select 1 from procrastinate_jobs where id = %s for update", (claim.job_id,))
        # The attempt rises twice over a hand-back and the next claim; one of them never counts.
        values = {"forgiven": 1 if failed else 2, "id": claim.id, "attempt": claim.attempt}
        ours = await (await conn.execute(HAND_BACK, values)).fetchone() is not None
        if ours:
            job = await (await conn.execute(HAND_BACK_JOB, (claim.job_id,))).fetchone()
            if job is not None:
                await _wake(conn, [job["queue_name"]])
        else:
            metrics.REFUSED.labels("hand_back").inc()
    return ours


LEFT = """
select 1 from procrastinate_jobs j
join worker_queues q on q.queue = j.queue_name and q.worker_id <> %(worker)s
join procrastinate_workers w on w.id = q.worker_id and w.last_heartbeat > now() - interval '10 seconds'
where j.id = %(job)s and j.status = 'todo' limit 1
"""


async def left_to_others(conn: Connection, claim: Claim, *, worker_id: int) -> bool:
    """Whether what ``worker_id`` handed back still waits, and somebody else is there who may take it."""
    values = {"worker": worker_id, "job": claim.job_id}
    return await (await conn.execute(LEFT, values)).fetchone() is not None


REAP = """
with dead as (
    select j.id from procrastinate_jobs j left join procrastinate_workers w on w.id = j.worker_id
    where j.status = 'doing' and (w.id is null or w.last_heartbeat < now() - make_interval(secs => %s))
    for update of j skip locked
)
update procrastinate_jobs j set status = 'todo', worker_id = null, attempts = attempts + 1
from dead where j.id = dead.id returning j.queue_name, j.queueing_lock as generation_id,
    (select attempt from generations g where g.id = j.queueing_lock::uuid) as attempt
"""

PRUNE = """
delete from procrastinate_workers w where last_heartbeat < now() - make_interval(secs => %s)
and not exists (select 1 from procrastinate_jobs j where j.worker_id = w.id)
"""

RECONCILE = f"""
select procrastinate_defer_jobs_v1(array_agg(
    row(vitascope_queue(g.spec), '{TASK}', -least(g.tag, 2147483647)::integer, null, g.id::text,
        jsonb_build_object('generation_id', g.id), null)::procrastinate_job_to_defer_v1))
from generations g
where g.status in ('queued', 'generating') and g.created_at < now() - interval '1 minute'
  and not exists (select 1 from procrastinate_jobs j where j.queueing_lock = g.id::text)
having count(*) > 0
"""  # noqa: S608


async def reap(conn: Connection, *, silent_s: float) -> list[tuple[UUID, int | None]]:
    """Queue again what workers silent for ``silent_s`` seconds held; the generations, and the attempts that are over.

    Only for a worker that has itself beaten for one whole timeout: after an outage of the database every worker
    looks dead for a moment.
    """
    async with conn.transaction():
        rows = await (await conn.execute(REAP, (silent_s,))).fetchall()
        await _wake(conn, [row["queue_name"] for row in rows])
        await conn.execute(PRUNE, (max(60.0, 10 * silent_s),))
    metrics.TAKEOVERS.inc(len(rows))
    return [(UUID(row["generation_id"]), row["attempt"]) for row in rows]


MOVE = f"""
update procrastinate_jobs j set queue_name = vitascope_queue(g.spec) from generations g
where j.queue_name = '{BEFORE}' and j.status = 'todo' and g.id::text = j.queueing_lock returning j.queue_name
"""  # noqa: S608


async def reconcile(conn: Connection) -> None:
    """Give every live generation without a job a new one: whatever removed it, the work was accepted.

    What a program of before there were several queues has queued goes where it is taken from now.
    """
    await conn.execute(RECONCILE)
    async with conn.transaction():
        rows = await (await conn.execute(MOVE)).fetchall()
        await _wake(conn, [row["queue_name"] for row in rows])


async def _wake(conn: Connection, queues: Sequence[str]) -> None:
    """What Procrastinate's trigger does for new jobs alone."""
    for queue in set(queues):
        await conn.execute("select pg_notify(%s, '')", (channel(queue),))
