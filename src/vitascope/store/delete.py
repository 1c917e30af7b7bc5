"""Wanting a generation gone: unseen from this moment on; its files go with the next sweep, its usage stays."""

from __future__ import annotations

import contextlib
from uuid import UUID

from vitascope.core.errors import Conflict, NotFound
from vitascope.store.cancel import cancel
from vitascope.store.database import Database
from vitascope.store.reading import GONE

DELETE = """
update generations set deleted_at = now() where id = %s and account_id = %s and deleted_at is null returning id
"""


async def delete(database: Database, account_id: UUID, generation_id: UUID) -> None:
    """Cancel it where it has not ended, then hide it. Raises `NotFound`.

    Two transactions: a death between them leaves a cancelled generation that can be deleted again.
    """
    with contextlib.suppress(Conflict):  # it has ended, which is as well
        await cancel(database, account_id, generation_id)
    async with database.transaction() as conn:
        if await (await conn.execute(DELETE, (generation_id, account_id))).fetchone() is None:
            raise NotFound(GONE)
