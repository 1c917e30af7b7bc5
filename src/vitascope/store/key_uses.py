"""When keys were last used, gathered in memory and written at most once a minute, not once a request.

Polls do not count: they are many, and follow a submit with the same key. What a process that is killed had gathered is
lost; it says which key was used last, and nothing hangs on it.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import structlog

from vitascope.core.errors import Unavailable
from vitascope.store.database import Database

EVERY_S = 60.0

WRITE = """
with used as (select * from unnest(%(ids)s::uuid[], %(times)s::timestamptz[]) as a (id, at)),
locked as (select k.id from keys k where k.id = any (%(ids)s) order by k.id for no key update)
update keys k set last_used_at = greatest(k.last_used_at, used.at)
from used join locked using (id) where k.id = used.id
"""
# Locked in the order in which holds lock them.

_log = structlog.get_logger("vitascope.store")


class KeyUses:
    """One a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._uses: dict[UUID, datetime] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    def note(self, key_id: UUID) -> None:
        """This key was used just now. Costs nothing that a request would wait for."""
        self._uses[key_id] = datetime.now(UTC)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(EVERY_S, self._write_soon)

    async def flush(self) -> None:
        """Write what was gathered. Where the database does not answer, the next time will do."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        uses, self._uses = self._uses, {}
        if not uses:
            return
        try:
            async with self._database.transaction() as conn:
                await conn.execute(WRITE, {"ids": list(uses), "times": list(uses.values())})
        except Unavailable:
            _log.debug("uses of keys not written")
            self._uses = uses | self._uses

    def _write_soon(self) -> None:
        self._timer = None
        self._writing = asyncio.get_running_loop().create_task(self.flush())
