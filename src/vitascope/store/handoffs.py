"""What other servers still render or keep for generations that have ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from vitascope.store.database import Connection

TAKE = """
with ended as (
    select id, spec ->> 'engine' as engine, handoff from generations
    where handoff is not null and status in ('completed', 'error', 'cancelled')
      and spec ->> 'engine' = any (%(engines)s)
    limit %(limit)s for update skip locked
)
update generations g set handoff = null from ended where g.id = ended.id returning ended.id, ended.engine, ended.handoff
"""

KEEP = """
update generations set handoff = %(where)s
where id = %(id)s and handoff is null and finished_at > now() - %(patience)s
"""
PATIENCE = timedelta(hours=1)
"""After the end of a generation; by then whatever was rendered for it has been, and servers forget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """One of them."""

    id: UUID
    engine: str
    where: Mapping[str, Any]
    """As it was noted last (`queue.note_handoff`)."""


async def take_ended(conn: Connection, engines: Sequence[str], limit: int = 20) -> list[Ended]:
    """Some of those whose engine is one of ``engines``, each given out once: who takes it tells the other server."""
    rows = await (await conn.execute(TAKE, {"engines": list(engines), "limit": limit})).fetchall()
    return [Ended(id=row["id"], engine=row["engine"], where=row["handoff"]) for row in rows]


async def keep_ended(conn: Connection, left: Ended) -> None:
    """Have ``left`` given out again, unless its generation ended too long ago."""
    await conn.execute(KEEP, {"id": left.id, "where": Jsonb(dict(left.where)), "patience": PATIENCE})
