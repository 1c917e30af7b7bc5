"""Requests a minute on a real database, by its clock, over several processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from tests.integration.store.conftest import submission
from vitascope.core.errors import NotFound, TooManyRequests
from vitascope.core.limits import NO_LIMIT, Limits
from vitascope.store import accounts, limits
from vitascope.store.database import Connection, Database
from vitascope.store.requests import Owner, Requests
from vitascope.store.store import Store


@pytest.fixture
async def databases(database_url: str) -> AsyncIterator[list[Database]]:
    async with AsyncExitStack() as stack:
        made = [Database(database_url) for _ in range(3)]
        for database in made:
            await database.open()
            stack.push_async_callback(database.close)
        yield made


async def minute(conn: Connection) -> datetime:
    row = await (await conn.execute("select date_trunc('minute', clock_timestamp()) as at")).fetchone()
    assert row is not None
    found: datetime = row["at"]
    return found


async def new_key(conn: Connection, account: str, **changes: int | None) -> str:
    key = accounts.new_key()
    await accounts.create_key(conn, account=account, key=key, name=None)
    await limits.change_account(conn, account, changes)
    return key


async def test_processes_that_count_at_once_let_through_what_the_minute_has(
    conn: Connection, databases: list[Database]
) -> None:
    processes = [Requests(database) for database in databases]
    while True:  # as often as it takes to do it within one minute
        owner, began = Owner(id=uuid4(), of="key", limit=100), await minute(conn)
        answers = await asyncio.gather(
            *(process.take(b"a key", [owner]) for _ in range(60) for process in processes), return_exceptions=True
        )
        if await minute(conn) == began:
            break
    refused = [answer for answer in answers if answer is not None]
    assert all(isinstance(answer, TooManyRequests) for answer in refused)
    assert len(refused) == 180 - 100


async def test_a_new_minute_has_all_of_its_requests_and_a_clock_that_was_set_back_shuts_nobody_out(
    conn: Connection, databases: list[Database]
) -> None:
    owner = Owner(id=uuid4(), of="account", limit=2)
    for moved in ("-1 minute", "1 hour"):
        await conn.execute(
            """insert into request_counts (owner, minute, taken, granted)
               values (%s, date_trunc('minute', clock_timestamp()) + %s::interval, 2, 0)
               on conflict (owner) do update set minute = excluded.minute, taken = 2""",
            (owner.id, moved),
        )
        process = Requests(databases[0])
        await process.take(b"a key", [owner])
        await process.take(b"a key", [owner])


async def test_polls_and_submits_count_alike_and_strangers_are_told_that_they_are_strangers(
    conn: Connection, databases: list[Database]
) -> None:
    store, other = Store(databases[0]), Store(databases[1])
    while True:
        key, began = await new_key(conn, f"bound {uuid4()}", requests_per_minute=3), await minute(conn)
        caller = await store.authenticate(key)
        made = await store.submit(submission(store, caller))
        assert (await store.poll(key, made.id)).id == made.id
        with pytest.raises(NotFound):
            await store.poll(key, UUID(int=1))
        refusals = []
        for process in (store, other):
            for ask in (process.poll(key, made.id), process.authenticate(key), process.poll(key, made.id)):
                with pytest.raises(TooManyRequests) as refused:
                    await ask
                refusals.append(refused.value)
        if await minute(conn) == began:
            break
    assert all(0 <= refusal.retry_after_s <= 61 for refusal in refusals)
    await store.authenticate(await new_key(conn, "free"))


async def test_the_servers_limit_is_for_accounts_without_one_and_no_management_key_is_counted(
    conn: Connection, databases: list[Database]
) -> None:
    store = Store(databases[0], defaults=Limits(requests_per_minute=1))
    usual, free = await new_key(conn, "usual"), await new_key(conn, "free", requests_per_minute=NO_LIMIT)
    owner = accounts.new_key()
    await accounts.create_key(conn, account="usual", key=owner, name=None, management=True)
    for _ in range(3):
        await store.authenticate(free)
        await store.authenticate(owner)
    await store.authenticate(usual)
    row = await (await conn.execute("select count(*) as n from request_counts")).fetchone()
    assert row == {"n": 1}
