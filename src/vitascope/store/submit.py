"""Accepting work: generation, usage hold and job in one transaction, many submits a transaction.

Fair share by tags: a submit's tag is the later of the queue's virtual time and the account's last tag in it, plus its
predicted cost over the account's weight; jobs are claimed in the order of tags. One account's hundred jobs so do not
hold up another's first, and nobody starves. The virtual time is the latest tag that a worker took, or where the job at
the queue's head begins if that is later: what is held back there, as its account has as many running as it may, must
not hold back the time, or everybody new would come before those who have waited. Of equals, who has nothing waiting
goes first, so that a newcomer's clip starts when the next worker is free. Tags start again from zero whenever all
queues are empty, which keeps them within Procrastinate's 32-bit priority.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from psycopg.types.json import Jsonb

from vitascope.core.errors import VitascopeError
from vitascope.core.generation import Generation
from vitascope.core.options import SubmitOptions
from vitascope.store import funds, idempotency, metrics, priority
from vitascope.store.database import BY_INDEX, Connection, Database
from vitascope.store.funds import Holds
from vitascope.store.rows import COLUMNS, generation
from vitascope.store.submission import Submission

TASK = "vitascope.render"
TAGS_PER_SECOND = 100

UNITS = "greatest(2, round(cost / a.weight))"
COST_UNITS = f"greatest(2, round(g.cost_s * {TAGS_PER_SECOND} / a.weight))::bigint"

# Virtual time and last tags are looked up at one end of an index each, as queues may be long. Each queue has a time of
# its own: one that nobody serves must not hold back the others'. It begins at theirs, since a worker that serves
# several goes by tags alone.

HEAD = f"""
select j.tag - coalesce((
        select {COST_UNITS} from generations g join accounts a on a.id = g.account_id where g.id = j.id
    ), 0) as tag
from (
    select -priority::bigint as tag, queueing_lock::uuid as id from procrastinate_jobs
    where status = 'todo' order by priority desc, procrastinate_jobs.id limit 1
) j
"""  # noqa: S608
"""Where the first of all that waits begins."""
HEAD_OF_QUEUE = HEAD.replace("where status = 'todo'", "where status = 'todo' and queue_name = asking.queue")

INSERT = f"""
with asked as (
    select *, vitascope_queue(spec) as queue from unnest(
        %(ids)s::uuid[], %(accounts)s::uuid[], %(keys)s::uuid[], %(specs)s::jsonb[], %(credits)s::bigint[],
        %(costs)s::bigint[], %(image_keys)s::text[], %(adjusted)s::jsonb[], %(options)s::jsonb[],
        %(from_balance)s::boolean[], %(from_limit)s::boolean[], %(last_image_keys)s::text[],
        %(checkpoint_keys)s::text[], %(finish_of)s::uuid[], %(from_account_limit)s::boolean[]
    ) with ordinality as a (id, account_id, key_id, spec, credits, cost, image_key, adjusted, options, from_balance,
        from_limit, last_image_key, checkpoint_key, finish_of, from_account_limit, place)
),
first as ({HEAD}),
head as materialized (
    select queue, case when exists (select from first) then greatest(coalesce(
        ({HEAD_OF_QUEUE}), (select tag from first)), (select t.time from queue_times t where t.queue = asking.queue)
    ) else 0 end as tag
    from (select distinct queue from asked) asking
),
latest as (
    select account_id, queue, (
        select g.tag from generations g
        where g.account_id = asking.account_id and g.status in ('queued', 'generating')
            and vitascope_queue(g.spec) = asking.queue
        order by g.tag desc limit 1
    ) as tag
    from (select distinct account_id, queue from asked) asking
),
tagged as (
    select asked.*, greatest(head.tag, coalesce(latest.tag, 0)) + (sum({UNITS})
        over (partition by asked.account_id, asked.queue order by place))::bigint
        - case when latest.tag is null then 1 else 0 end as tag
    from asked join head using (queue) left join latest using (account_id, queue)
        join accounts a on a.id = asked.account_id
),
made as (
    insert into generations (id, account_id, key_id, spec, image_key, adjusted, tag, cost_s, surface, origin,
        client_request_id, priority, remix_of, webhook_url, base_url, expires_in_s, last_image_key,
        checkpoint_key, finish_of, request_id, queue)
    select id, account_id, key_id, spec, image_key, array(select jsonb_array_elements_text(adjusted)), tag,
        cost / {TAGS_PER_SECOND}.0, o.surface, o.origin, o.client_request_id, o.priority, o.remix_of, o.webhook_url,
        o.base_url, o.expires_in_s, last_image_key, checkpoint_key, finish_of, o.request_id, queue
    from tagged cross join jsonb_to_record(tagged.options) as o (surface text, origin text, client_request_id text,
        priority smallint, remix_of uuid, webhook_url text, base_url text, expires_in_s integer, request_id text)
    returning *
),
held as (
    insert into usage (generation_id, account_id, key_id, credits, model, from_balance, from_limit, from_account_limit)
    select id, account_id, key_id, credits, spec ->> 'model', from_balance, from_limit, from_account_limit from asked
    returning *
),
jobs as (
    select procrastinate_defer_jobs_v1(array_agg(
        row(queue, '{TASK}', -least(tag, 2147483647)::integer, null, id::text,
            jsonb_build_object('generation_id', id, 'account_id', account_id, 'key_id', key_id), null
        )::procrastinate_job_to_defer_v1 order by place))
    from tagged
)
select {COLUMNS} from made g join held u on u.generation_id = g.id cross join jobs
"""  # noqa: S608 - constants of this module only


class Admission(Protocol):
    """Whether there is room in the queue: see `store.admission`."""

    async def turn(self, conn: Connection) -> None: ...
    async def refusals(self, conn: Connection, batch: Sequence[Submission]) -> dict[UUID, VitascopeError]: ...


async def submit(
    database: Database,
    batch: Sequence[Submission],
    *,
    admission: Admission | None = None,
    max_queued: int | None = None,
) -> list[Generation | Exception]:
    """An accepted generation or a refusal for each of ``batch``, in order; or raise and leave nothing.

    When this returns, everything is on disk. Refusals: `OutOfFunds`, `LimitReached`, `PeriodSpent`, `TooManyQueued`,
    `QueueTooLong`, `IdempotencyMismatch`. A submission whose idempotency key stands for an earlier one is answered with
    that one. ``max_queued`` is for accounts that have no limit of their own.
    """
    async with database.transaction() as conn:
        await conn.execute(BY_INDEX)
        if admission is not None:
            await admission.turn(conn)
        claims = await idempotency.claim(conn, batch)
        fresh = [s for s in batch if claims.get(s.id, s.id) == s.id]
        too_long = {} if admission is None else await admission.refusals(conn, fresh)
        holds = await funds.hold(conn, [s for s in fresh if s.id not in too_long], max_queued=max_queued)
        refused = {**too_long, **holds.refused}
        await idempotency.release(conn, [s for s in fresh if s.id in refused])
        accepted = [s for s in fresh if s.id not in refused]
        made = await _insert(conn, accepted, holds) if accepted else {}
        await priority.reorder(conn, accepted)
        known: dict[UUID, Generation | VitascopeError] = {**refused, **made}
        earlier = {c for c in claims.values() if isinstance(c, UUID) and c not in known}
        known |= await _earlier(conn, earlier) if earlier else {}
    for s in accepted:
        metrics.ACCEPTED.labels(s.spec.model, s.spec.engine).inc()
    answers: list[Generation | Exception] = []
    for s in batch:
        claim = claims.get(s.id, s.id)
        answers.append(known[claim] if isinstance(claim, UUID) else claim)
    return answers


async def _insert(conn: Connection, batch: Sequence[Submission], holds: Holds) -> dict[UUID, Generation]:
    cursor = await conn.execute(
        INSERT,
        {
            "ids": [s.id for s in batch],
            "accounts": [s.caller.account_id for s in batch],
            "keys": [s.caller.key_id for s in batch],
            "specs": [Jsonb(s.spec.to_json()) for s in batch],
            "credits": [s.credits for s in batch],
            "costs": [max(1, round(s.cost_s * TAGS_PER_SECOND)) for s in batch],
            "image_keys": [s.image_key for s in batch],
            "adjusted": [Jsonb(list(s.adjusted)) for s in batch],
            "options": [Jsonb({**_options(s.options), "request_id": s.request_id}) for s in batch],
            "from_balance": [s.id in holds.from_balance for s in batch],
            "from_limit": [s.id in holds.from_limit for s in batch],
            "from_account_limit": [s.id in holds.from_account_limit for s in batch],
            "last_image_keys": [s.last_image_key for s in batch],
            "checkpoint_keys": [s.checkpoint_key for s in batch],
            "finish_of": [s.finish_of for s in batch],
        },
    )
    return {row["id"]: generation(row) for row in await cursor.fetchall()}


def _options(options: SubmitOptions) -> dict[str, object]:
    return {
        "surface": options.surface,
        "origin": options.origin,
        "client_request_id": options.client_request_id,
        "priority": options.priority,
        "remix_of": None if options.remix_of is None else str(options.remix_of),
        "webhook_url": options.webhook_url,
        "base_url": None if options.webhook_url is None else options.base_url,
        "expires_in_s": options.expires_in_s,
    }


EARLIER = f"""
select {COLUMNS} from generations g join usage u on u.generation_id = g.id where g.id = any (%s)
"""  # noqa: S608


async def _earlier(conn: Connection, ids: set[UUID]) -> dict[UUID, Generation]:
    rows = await (await conn.execute(EARLIER, (list(ids),))).fetchall()
    return {row["id"]: generation(row) for row in rows}
