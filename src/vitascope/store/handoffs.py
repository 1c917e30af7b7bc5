"""What other servers still render or keep for generations that have ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vitascope.store.database import Connection

TAKE = """
with ended as (
    select id, spec ->> 'engine' as engine, handoff from generations
    where handoff is not null and status in ('completed', 'error', 'cancelled')
      and spec ->> 'engine' = any (%(engines)s)
    limit %(limit)s for update skip locked
)
update generations g set handoff = null from ended where g.id = ended.id returning ended.engine, ended.handoff
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """One of them."""

    engine: str
    where: Mapping[str, Any]
    """As it was noted last (`queue.note_handoff`)."""


async def take_ended(conn: Connection, engines: Sequence[str], limit: int = 20) -> list[Ended]:
    """Some of those whose engine is one of ``engines``, each given out once: who takes it tells the other server."""
    rows = await (await conn.execute(TAKE, {"engines": list(engines), "limit": limit})).fetchall()
    return [Ended(engine=row["engine"], where=row["handoff"]) for row in rows]
