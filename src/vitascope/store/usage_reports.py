"""Usage of a key, summed in the database: one index holds all that is asked for."""

from __future__ import annotations

from typing import LiteralString
from uuid import UUID

import psycopg

from vitascope.core.errors import InvalidField
from vitascope.core.reports import Durations, UsageRow, Window
from vitascope.store.database import Database

SUMS: LiteralString = """
select model, {day} as day,
    coalesce(sum(credits) filter (where state = 'charged'), 0)::bigint as credits,
    count(*) filter (where state = 'charged') as charged, count(*) filter (where state = 'released') as failed
from usage
where key_id = %(key)s and created_at >= %(start)s and created_at < %(end)s and state <> 'held'
group by 1, 2
"""

HASHED = "set local enable_sort = off"
"""The planner cannot know how few days there are, and would sort every row on disk to find them."""

DURATIONS = """
with latest as (
    select spec ->> 'model' as model, extract(epoch from finished_at - claimed_at) * 1000 as ms
    from generations
    where finished_at > now() - make_interval(secs => %(window)s) and finished_at is not null
        and files_deleted_at is null and status = 'completed' and claimed_at is not null
    order by finished_at desc limit %(most)s
)
select model,
    percentile_cont(array[0.5, 0.75, 0.9, 0.99]) within group (order by ms) as p
from latest group by model order by model
"""
# Clips that still have their files: an index knows these by the time they ended.

MOST_DURATIONS = 10_000
"""Clips that percentiles are taken over at most: a hundred beyond the last of them."""


async def sums(database: Database, key_id: UUID, window: Window, *, zone: str | None) -> list[UsageRow]:
    """By model, and by day in the time zone ``zone`` where one is given; in no order.

    Raises `InvalidField` for a zone that this database does not know.
    """
    day: LiteralString = "null::date" if zone is None else "(created_at at time zone %(zone)s)::date"
    values = {"key": key_id, "start": window.start, "end": window.end, "zone": zone}
    try:
        # Not `read`: those connections are the polls', and this may take longer than they wait.
        async with database.transaction() as conn:
            await conn.execute(HASHED)
            rows = await (await conn.execute(SUMS.format(day=day), values)).fetchall()
    except psycopg.errors.InvalidParameterValue as error:
        raise InvalidField("tz", zone, "the database has no such time zone; use `UTC`.") from error
    return [UsageRow(**row) for row in rows]


async def durations(database: Database, *, window_s: float) -> list[Durations]:
    """How long clips that ended within ``window_s`` took to render, by model."""
    async with database.transaction() as conn:
        values = {"window": window_s, "most": MOST_DURATIONS}
        rows = await (await conn.execute(DURATIONS, values)).fetchall()
    return [
        Durations(model=row["model"], **dict(zip(("p50", "p75", "p90", "p99"), row["p"], strict=True))) for row in rows
    ]
