"""Accepting work: generation, usage hold and job in one transaction, many submits a transaction.

Fair share by start tags: a submit's tag is the later of the queue's virtual time (the tag at its head) and the
account's last tag, plus its predicted cost; jobs are claimed in the order of tags. One account's hundred jobs so do
not hold up another's first, and nobody starves. Tags start again from zero whenever the queue is empty, which keeps
them within Procrastinate's 32-bit priority.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg.types.json import Jsonb

from vitascope.core.generation import Generation, GenerationSpec
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database
from vitascope.store.rows import COLUMNS, generation

QUEUE = "render"
TASK = "vitascope.render"
TAGS_PER_SECOND = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """All that is written for one accepted request."""

    id: UUID
    caller: Caller
    spec: GenerationSpec
    credits: int
    cost_s: float
    """Predicted seconds of work: what the submit costs its account in the queue."""
    image_key: str | None
    adjusted: tuple[str, ...]


INSERT = f"""
with asked as (
    select * from unnest(
        %(ids)s::uuid[], %(accounts)s::uuid[], %(keys)s::uuid[], %(specs)s::jsonb[], %(credits)s::bigint[],
        %(costs)s::bigint[], %(image_keys)s::text[], %(adjusted)s::jsonb[]
    ) with ordinality as a (id, account_id, key_id, spec, credits, cost, image_key, adjusted, place)
),
head as (
    select coalesce(-max(priority)::bigint, 0) as tag
    from procrastinate_jobs where status = 'todo' and queue_name = '{QUEUE}'
),
latest as (
    select account_id, max(tag) as tag from generations
    where status in ('queued', 'generating') and account_id = any (%(accounts)s::uuid[]) group by account_id
),
tagged as (
    select asked.*, greatest(head.tag, coalesce(latest.tag, 0))
        + sum(cost) over (partition by asked.account_id order by place) as tag
    from asked cross join head left join latest using (account_id)
),
made as (
    insert into generations (id, account_id, key_id, spec, image_key, adjusted, tag)
    select id, account_id, key_id, spec, image_key,
           array(select jsonb_array_elements_text(adjusted)), tag
    from tagged returning *
),
held as (
    insert into usage (generation_id, account_id, credits) select id, account_id, credits from asked returning *
),
jobs as (
    select procrastinate_defer_jobs_v1(array_agg(
        row('{QUEUE}', '{TASK}', -least(tag, 2147483647)::integer, null, id::text,
            jsonb_build_object('generation_id', id), null)::procrastinate_job_to_defer_v1 order by place))
    from tagged
)
select {COLUMNS} from made g join held u on u.generation_id = g.id cross join jobs
"""  # noqa: S608 - constants of this module only


async def submit(database: Database, batch: Sequence[Submission]) -> list[Generation]:
    """Accept ``batch`` whole, or raise and leave nothing. When this returns, everything is on disk."""
    async with database.transaction() as conn:
        made = await _insert(conn, batch)
    return [made[s.id] for s in batch]


async def _insert(conn: Connection, batch: Sequence[Submission]) -> dict[UUID, Generation]:
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
        },
    )
    return {row["id"]: generation(row) for row in await cursor.fetchall()}
