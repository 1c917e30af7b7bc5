"""Drafts that can be finished: whose, until when, and what the render that finishes one goes on from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from vitascope.core.errors import NotFound
from vitascope.core.generation import Generation
from vitascope.store.database import Database
from vitascope.store.reading import GONE
from vitascope.store.rows import COLUMNS, GONE_AT, generation

DRAFT = f"""
select {COLUMNS}, g.checkpoint_key, now() as read_at
from generations g join usage u on u.generation_id = g.id
where g.id = %s and g.account_id = %s and ({GONE_AT}) is null
"""  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A generation that somebody takes for a draft; whether it is one is not looked at."""

    generation: Generation
    checkpoint_key: str | None
    read_at: datetime
    """By the database's clock, as is ``finished_at``."""

    def ended_before(self, age: timedelta) -> bool:
        """Whether it ended longer ago than ``age``."""
        finished_at = self.generation.finished_at
        return finished_at is not None and self.read_at - finished_at > age


async def find(database: Database, account_id: UUID, generation_id: UUID) -> Draft:
    """Raises `NotFound`."""
    rows = await database.read(DRAFT, (generation_id, account_id))
    if not rows:
        raise NotFound(GONE)
    row = rows[0]
    return Draft(generation=generation(row), checkpoint_key=row["checkpoint_key"], read_at=row["read_at"])
