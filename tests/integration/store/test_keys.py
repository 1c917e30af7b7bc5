from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from vitascope.core.account import KeyLimit
from vitascope.core.errors import Conflict, InvalidField, NotFound, Unauthenticated
from vitascope.store import accounts
from vitascope.store.database import Connection, connect
from vitascope.store.store import Store


async def test_a_key_works_until_it_is_revoked(conn: Connection, store: Store) -> None:
    key = accounts.new_key()
    made = await accounts.create_key(conn, account="somebody", key=key, name="laptop")
    assert (await store.authenticate(key)).key_prefix == key[:8] == made.prefix
    await accounts.revoke_key(conn, made.prefix)
    with pytest.raises(Unauthenticated):
        await store.authenticate(key)
    with pytest.raises(NotFound):
        await accounts.revoke_key(conn, made.prefix)


async def test_the_database_holds_no_key(conn: Connection) -> None:
    key = accounts.new_key()
    await accounts.create_key(conn, account="somebody", key=key, name=None)
    rows = await (await conn.execute("select keys::text as everything from keys")).fetchall()
    assert all(key not in row["everything"] for row in rows)


async def test_the_key_that_must_exist_is_made_once_and_taken_up_again_if_revoked(
    conn: Connection, store: Store
) -> None:
    for _ in range(2):
        await accounts.ensure_key(conn, "short")
    listed = await accounts.list_keys(conn)
    assert len(listed) == 1
    assert listed[0].prefix != "short", "of a short key, a prefix would give all of it away"
    await accounts.revoke_key(conn, listed[0].prefix)
    await accounts.ensure_key(conn, "short")
    assert await store.authenticate("short")


async def test_the_key_that_must_exist_works_again_if_it_was_disabled(conn: Connection, store: Store) -> None:
    await accounts.ensure_key(conn, "short")
    await conn.execute("update keys set disabled = true")
    with pytest.raises(Unauthenticated):
        await store.authenticate("short")
    await accounts.ensure_key(conn, "short")
    assert await store.authenticate("short")


async def test_a_key_is_listed_with_what_it_may_do(conn: Connection) -> None:
    limit = KeyLimit(credits=7, retention="week")
    await accounts.create_key(conn, account="a", key="k" * 32, name="n", scopes=("model:video",), limit=limit)
    await accounts.create_key(conn, account="b", key="m" * 32, name=None, management=True)
    narrow, manager = await accounts.list_keys(conn)
    assert (narrow.scopes, narrow.limit, narrow.management) == (("model:video",), limit, False)
    assert (manager.scopes, manager.limit, manager.management) == (None, None, True)
    assert [key.account for key in await accounts.list_keys(conn, "b")] == ["b"]


async def test_the_same_key_is_not_made_twice(conn: Connection) -> None:
    await accounts.create_key(conn, account="a", key="k" * 32, name=None)
    with pytest.raises(Conflict):
        await accounts.create_key(conn, account="b", key="k" * 32, name=None)


async def test_of_two_keys_with_one_prefix_none_is_revoked(conn: Connection, store: Store) -> None:
    keys = ["samestart" + end * 24 for end in "ab"]
    for key in keys:
        await accounts.create_key(conn, account="a", key=key, name=None)
    with pytest.raises(Conflict):
        async with conn.transaction():
            await accounts.revoke_key(conn, "samestar")
    for key in keys:
        assert await store.authenticate(key)


@pytest.mark.parametrize("key", ["", "with space", "tab\t", "ümlaut", "new\nline"])
def test_a_key_that_cannot_travel_in_a_header_is_refused(key: str) -> None:
    with pytest.raises(InvalidField):
        accounts.check_key(key)


async def test_programs_that_start_at_once_with_one_key_all_have_it(database_url: str) -> None:
    async with AsyncExitStack() as stack:
        conns = [await stack.enter_async_context(await connect(database_url)) for _ in range(8)]
        await accounts.ensure_account(conns[0])
        await asyncio.gather(*(accounts.ensure_key(conn, "one key for all of them") for conn in conns))
        assert len(await accounts.list_keys(conns[0])) == 1
