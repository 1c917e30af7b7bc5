"""Files that callers put here before a request names them: who may, until when, and which bytes count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from vitascope.core.errors import NotFound
from vitascope.store.database import Connection, Database

INSERT = "insert into uploads (id, account_id, link_expires_at, expires_at) values (%s, %s, %s, %s)"

FIND = "select id, account_id, sha256, size_bytes, expires_at from uploads where id = %s and expires_at > now()"

SETTLE = """
update uploads set sha256 = %(sha256)s, size_bytes = %(size)s, media_type = %(media_type)s
where id = %(id)s and sha256 is null
"""

EXPIRED = """
select id from uploads where expires_at < now() and id <> all (%(but)s)
order by expires_at limit %(limit)s for update skip locked
"""

COUNTING = """
select u.id, u.sha256 from uploads u
where u.id = any (%(ids)s) and (u.sha256 is not null or u.link_expires_at > now() - %(grace)s)
"""

GONE = "There is no upload with this id, or it has had its time; POST /v1/upload gives a new one."


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One upload as it stands. ``sha256``, in hex, names its file; ``None`` until that is whole."""

    id: UUID
    account_id: UUID
    expires_at: datetime
    sha256: str | None = None
    size_bytes: int | None = None


class UploadTable:
    """The service's side of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, upload: Upload, *, link_expires_at: datetime) -> None:
        """When this returns it is on disk. Raises `Unavailable`."""
        async with self._database.transaction() as conn:
            await conn.execute(INSERT, (upload.id, upload.account_id, link_expires_at, upload.expires_at))

    async def find(self, upload_id: UUID) -> Upload:
        """Whoever's it is. Raises `NotFound`, also for one that is past its time and not swept yet."""
        rows = await self._database.read(FIND, (upload_id,))
        if not rows:
            raise NotFound(GONE)
        return Upload(**rows[0])

    async def settle(self, upload_id: UUID, *, sha256: str, size_bytes: int, media_type: str | None) -> Upload:
        """Let the published file of this hash count, unless one counts already; which does. Raises `NotFound`."""
        values = {"id": upload_id, "sha256": sha256, "size": size_bytes, "media_type": media_type}
        async with self._database.transaction() as conn:
            await conn.execute(SETTLE, values)
        return await self.find(upload_id)


async def expired(conn: Connection, limit: int, *, but: Sequence[UUID] = ()) -> list[UUID]:
    """Uploads past their time, ``but`` for some. In a transaction, they are locked until it ends."""
    rows = await (await conn.execute(EXPIRED, {"limit": limit, "but": list(but)})).fetchall()
    return [row["id"] for row in rows]


async def wanted(conn: Connection, ids: Sequence[UUID], *, grace: timedelta) -> dict[UUID, str | None]:
    """The hash of the file that counts, of each of ``ids`` that has one; ``None`` where one may still come.

    ``grace`` is the longest that a PUT takes whose link was good when it began.
    """
    rows = await (await conn.execute(COUNTING, {"ids": list(ids), "grace": grace})).fetchall()
    return {row["id"]: row["sha256"] for row in rows}


async def forget(conn: Connection, ids: Sequence[UUID]) -> None:
    """These have no files any more."""
    await conn.execute("delete from uploads where id = any (%s)", (list(ids),))
