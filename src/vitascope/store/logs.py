"""Finished requests of a key, newest first, a page at a time."""

from __future__ import annotations

from typing import Any, LiteralString
from uuid import UUID

from vitascope.core.reports import LogPage, LogQuery, LogRow
from vitascope.store.database import Database

WANTED: LiteralString = """
from usage where key_id = %(key)s and created_at >= %(start)s and created_at < %(end)s
    and state = any (%(states)s)
"""

OF_MODELS: LiteralString = " and model = any (%(models)s)"

PAGE: LiteralString = """
select u.generation_id as id, u.created_at, u.state = 'charged' as succeeded, g.origin, u.model,
    case when u.state = 'charged' then u.credits else 0 end as credits, g.client_request_id
from (select * {wanted} order by created_at desc, generation_id desc limit %(limit)s offset %(offset)s) u
join generations g on g.id = u.generation_id order by u.created_at desc, u.generation_id desc
"""


async def page(database: Database, key_id: UUID, query: LogQuery) -> LogPage:
    """At most ``query.limit`` rows; a generation that was deleted keeps its row."""
    states = {None: ["charged", "released"], True: ["charged"], False: ["released"]}[query.succeeded]
    values: dict[str, Any] = {
        "key": key_id,
        "start": query.window.start,
        "end": query.window.end,
        "states": states,
        "models": list(query.models or ()),
        "limit": query.limit,
        "offset": query.offset,
    }
    wanted = WANTED + ("" if query.models is None else OF_MODELS)
    async with database.transaction() as conn:
        counted = await (await conn.execute(f"select count(*) as total {wanted}", values)).fetchone()
        assert counted is not None  # noqa: S101 - a count has one row
        total = int(counted["total"])
        rows: list[dict[str, Any]] = []
        if query.offset < total:
            rows = await (await conn.execute(PAGE.format(wanted=wanted), values)).fetchall()
    return LogPage(rows=tuple(LogRow(**row) for row in rows), total=total)
