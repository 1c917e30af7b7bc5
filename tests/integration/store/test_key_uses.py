"""When keys were last used: gathered, and written once in a while."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.integration.store.conftest import NewCaller
from vitascope.core.errors import Unavailable
from vitascope.store import api_keys
from vitascope.store.database import Connection, Database
from vitascope.store.key_uses import KeyUses
from vitascope.store.store import Store


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await database.open()
    yield database
    await database.close()


async def last_used(conn: Connection, key_id: UUID) -> datetime | None:
    row = await (await conn.execute("select last_used_at from keys where id = %s", (key_id,))).fetchone()
    assert row is not None
    found: datetime | None = row["last_used_at"]
    return found


async def test_a_use_is_written_when_it_is_time_and_not_before(
    conn: Connection, store: Store, new_caller: NewCaller
) -> None:
    caller = await new_caller("somebody")  # authenticates with its key
    assert await last_used(conn, caller.key_id) is None
    await store.key_uses.flush()
    used = await last_used(conn, caller.key_id)
    assert used is not None
    assert abs(datetime.now(UTC) - used) < timedelta(minutes=1)


async def test_a_use_that_was_written_later_elsewhere_stands(
    conn: Connection, store: Store, new_caller: NewCaller
) -> None:
    caller = await new_caller("somebody")
    later = datetime.now(UTC) + timedelta(hours=1)
    await conn.execute("update keys set last_used_at = %s where id = %s", (later, caller.key_id))
    await store.key_uses.flush()
    assert await last_used(conn, caller.key_id) == later


async def test_what_the_database_did_not_take_is_written_the_next_time(
    conn: Connection, database: Database, new_caller: NewCaller, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = await new_caller("somebody")
    uses = KeyUses(database)
    uses.note(caller.key_id)

    def away() -> None:
        raise Unavailable("It is away.")

    with monkeypatch.context() as outage:
        outage.setattr(database, "transaction", away)
        await uses.flush()
    assert await last_used(conn, caller.key_id) is None
    await uses.flush()
    assert await last_used(conn, caller.key_id) is not None


async def test_the_key_used_last_is_the_recent_one(database: Database, store: Store, new_caller: NewCaller) -> None:
    first, second = await new_caller("somebody"), await new_caller("somebody")
    await store.key_uses.flush()
    found = await api_keys.recent(database, first.account_id)
    assert found is not None
    assert found.id == second.key_id
    store.key_uses.note(first.key_id)
    await store.key_uses.flush()
    found = await api_keys.recent(database, first.account_id)
    assert found is not None
    assert found.id == first.key_id
