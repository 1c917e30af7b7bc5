"""What may be swept: clips past their time, and files that no generation knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from vitascope.store.database import Connection

EXPIRED = """
with old as (
    select id from generations where finished_at < now() - %(age)s and expires_at is null and files_deleted_at is null
      and id <> all (%(but)s)
    order by finished_at limit %(limit)s for update skip locked
),
expired as (
    select id from generations where expires_at < now() and files_deleted_at is null and id <> all (%(but)s)
    limit %(limit)s for update skip locked
),
unwanted as (
    select id from generations
    where deleted_at is not null and finished_at is not null and files_deleted_at is null
      and id <> all (%(but)s)
    limit %(limit)s for update skip locked
)
select id from old union select id from expired union select id from unwanted
"""

FORGET = "delete from idempotency where created_at < now() - %s"

KNOWN = """
select a.id, a.attempt from unnest(%(ids)s::uuid[], %(attempts)s::integer[]) as a (id, attempt)
join generations g on g.id = a.id
where g.files_deleted_at is null and (
    g.status in ('queued', 'generating') and g.attempt <= a.attempt
    or g.artifact ->> 'video_key' like '%%/' || a.id || '/' || a.attempt || '/%%'
    or a.attempt = 0)
"""


CHECKPOINTS = """
select distinct checkpoint_key as key from generations
where checkpoint_key = any (%(keys)s) and files_deleted_at is null and (
    status in ('queued', 'generating')
    or status = 'completed' and (spec ->> 'draft')::boolean and deleted_at is null
       and finished_at > now() - %(draft_age)s)
"""


TAKE_TURN = """
insert into sweeps (name) values ('files') on conflict (name) do update set begun_at = now()
where sweeps.begun_at < now() - %s returning name
"""


async def take_turn(conn: Connection, *, every: timedelta) -> bool:
    """Whether it is ours to sweep now: some worker does, so often. One that dies over it leaves it to the next."""
    return await (await conn.execute(TAKE_TURN, (every,))).fetchone() is not None


async def now(conn: Connection) -> datetime:
    """The database's clock, which is the same for every machine."""
    row = await (await conn.execute("select clock_timestamp() as now")).fetchone()
    assert row is not None  # noqa: S101 - a select without a table returns its row
    found: datetime = row["now"]
    return found


async def expired(conn: Connection, older_than: timedelta, limit: int = 100, *, but: Sequence[UUID] = ()) -> list[UUID]:
    """Finished generations whose files have had their time, or whose owner wants them gone, ``but`` for some.

    At most three times ``limit``. In a transaction, they are locked until it ends.
    """
    rows = await (await conn.execute(EXPIRED, {"age": older_than, "limit": limit, "but": list(but)})).fetchall()
    return [row["id"] for row in rows]


async def files_deleted(conn: Connection, ids: Sequence[UUID]) -> None:
    """Remember that these have no files any more."""
    await conn.execute("update generations set files_deleted_at = now() where id = any (%s)", (list(ids),))


async def forget_idempotency(conn: Connection, older_than: timedelta) -> None:
    """Let callers' keys for submits of so long ago stand for nothing again."""
    await conn.execute(FORGET, (older_than,))


async def wanted(conn: Connection, found: Sequence[tuple[UUID, int]]) -> set[tuple[UUID, int]]:
    """Those of ``(generation, attempt)`` whose files are, or may still become, somebody's result.

    Attempt 0 stands for what was kept before any attempt: the input image.
    """
    values = {"ids": [f[0] for f in found], "attempts": [f[1] for f in found]}
    rows = await (await conn.execute(KNOWN, values)).fetchall()
    return {(row["id"], row["attempt"]) for row in rows}


async def wanted_checkpoints(conn: Connection, found: Sequence[str], *, draft_age: timedelta) -> set[str]:
    """Those of the keys ``found`` that an attempt may yet go on from, or a draft younger than ``draft_age``."""
    rows = await (await conn.execute(CHECKPOINTS, {"keys": list(found), "draft_age": draft_age})).fetchall()
    return {row["key"] for row in rows}
