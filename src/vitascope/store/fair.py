"""Which job is next: the lowest tag whose account and key have fewer running than they may.

A limit on what runs at once holds back jobs and nobody else's: they keep their places, and are passed over. Who is at a
limit is counted from the jobs that workers hold, of which there are no more than workers. Claims of one limited account
come one after another, by an advisory lock, so that two workers never both take its last place.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import psycopg

from vitascope.store.database import BY_INDEX, Connection, Row

LOCKS = 0x66616972  # "fair"
"""Class of the advisory locks; the other half is a hash of the account."""

OWNER = """coalesce((j.args ->> 'account_id')::uuid,
    (select account_id from generations where id = j.queueing_lock::uuid))"""
BY_KEY = """coalesce((j.args ->> 'key_id')::uuid, (select key_id from generations where id = j.queueing_lock::uuid))"""
"""Jobs that programs of before have queued do not say whose they are."""

FULL = f"""
with doing as materialized (
    select {OWNER} as account_id, {BY_KEY} as key_id from procrastinate_jobs j
    where j.status = 'doing' and j.worker_id is not null
),
full_ones as materialized (
    select d.account_id as id from doing d join accounts a on a.id = d.account_id
    group by d.account_id, a.max_running having count(*) >= coalesce(a.max_running, %(max_running)s::integer)
    union all
    select d.key_id from doing d join keys k on k.id = d.key_id
    group by d.key_id, k.max_running having count(*) >= k.max_running
)
"""  # noqa: S608

FULL_ONES = f"{FULL} select id from full_ones"  # noqa: S608

ITSELF = f"""
j.id, j.queue_name, j.priority, j.args ->> 'generation_id' as generation_id, {OWNER} as account_id,
    {BY_KEY} as key_id, (
        select coalesce(a.max_running, %(max_running)s::integer) is not null or k.max_running is not null
        from keys k join accounts a on a.id = k.account_id where k.id = {BY_KEY}
    ) as bound
"""  # noqa: S608

NEXT = f"""
select {ITSELF} from procrastinate_jobs j
where j.status = 'todo' and (%(queues)s::text[] is null or j.queue_name = any (%(queues)s::text[]))
    and ({OWNER} <> all (%(full)s::uuid[]) and {BY_KEY} <> all (%(full)s::uuid[]) or %(full)s::uuid[] = '{{}}')
order by j.priority desc, j.id limit 1 for update of j skip locked
"""  # noqa: S608

FIRSTS = """
with recursive waiting as (
    (select account_id from generations where status in ('queued', 'generating') order by account_id limit 1)
    union all
    select (
        select g.account_id from generations g
        where g.status in ('queued', 'generating') and g.account_id > waiting.account_id
        order by g.account_id limit 1
    ) from waiting where waiting.account_id is not null
)
select first.id from waiting cross join lateral (
    select j.id, j.priority from generations g
        join procrastinate_jobs j on j.queueing_lock = g.id::text and j.status = 'todo'
    where g.account_id = waiting.account_id and g.status in ('queued', 'generating')
        and (%(queues)s::text[] is null or j.queue_name = any (%(queues)s::text[]))
        and g.key_id <> all (%(full)s::uuid[])
    order by g.tag, g.id limit 4
) first
where waiting.account_id <> all (%(full)s::uuid[]) order by first.priority desc, first.id limit 50
"""
"""The first few of each account that is not full. What is held back is not looked through, however much it is."""

ONE_OF = f"""
select {ITSELF} from procrastinate_jobs j where j.id = any (%(firsts)s::bigint[]) and j.status = 'todo'
order by -j.priority, j.id limit 1 for update of j skip locked
"""  # noqa: S608

STILL = f"""
{FULL}
select exists (select from full_ones where id in (%(account)s, %(key)s)) as full
"""  # noqa: S608

TIME = """
with empty as (select not exists (select from procrastinate_jobs where status = 'todo') as now),
others as (update queue_times set time = 0 from empty where empty.now and time > 0 and queue <> %(queue)s)
insert into queue_times (queue, time) select %(queue)s, case when now then 0 else %(tag)s end from empty
on conflict (queue) do update set
    time = case when (select now from empty) then 0 else greatest(queue_times.time, excluded.time) end
"""
"""Where nothing waits any more, every queue's time begins anew."""


@asynccontextmanager
async def next_job(
    conn: Connection, queues: Sequence[str] | None, *, max_running: int | None
) -> AsyncIterator[Row | None]:
    """The next job of these queues, or of any, locked until the block ends, which is one transaction."""
    asked = {"queues": None if queues is None else list(queues), "max_running": max_running}
    while True:
        async with conn.transaction():
            await conn.execute(BY_INDEX)
            job = await _choose(conn, asked)
            if job is None or not job["bound"] or not await _beaten_to_it(conn, job, max_running):
                yield job
                return


async def _choose(conn: Connection, asked: dict[str, Any]) -> Row | None:
    full = [row["id"] for row in await (await conn.execute(FULL_ONES, asked)).fetchall()]
    asked = {**asked, "full": full}
    if full:
        firsts = [row["id"] for row in await (await conn.execute(FIRSTS, asked)).fetchall()]
        if not firsts:
            return None
        job = await (await conn.execute(ONE_OF, {**asked, "firsts": firsts})).fetchone()
        if job is not None:
            return job
        # Others are claiming all of these at this moment: there may be more behind them.
    return await (await conn.execute(NEXT, asked)).fetchone()


async def _beaten_to_it(conn: Connection, job: Row, max_running: int | None) -> bool:
    """Whether other workers took the last places of its account or key while this one was choosing."""
    await conn.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", (LOCKS, str(job["account_id"])))
    # A statement of its own sees what whoever held the lock has committed.
    whose = {"account": job["account_id"], "key": job["key_id"], "max_running": max_running}
    row = await (await conn.execute(STILL, whose)).fetchone()
    return row is not None and bool(row["full"])


async def tell_time(conn: Connection, job: Row) -> None:
    """Say how far its queue is. After the claim's own commit: this row is every worker's, and nobody waits for a disk.

    A worker that dies before it, or whose connection does, leaves the time a little early until the next claim; the
    claim stands.
    """
    with suppress(psycopg.Error):
        await conn.execute(TIME, {"queue": job["queue_name"], "tag": -job["priority"]})
