"""The same key again is the same generation, whoever asks at the same moment, and whatever dies in between."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from psycopg import sql

from tests.integration.store.conftest import NewCaller, submission
from vitascope.core.errors import IdempotencyMismatch, OutOfFunds
from vitascope.core.options import Idempotency, SubmitOptions
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database
from vitascope.store.store import Store, Submission


def named(store: Store, caller: Caller, key: str, *, asked: bytes = b"a boat") -> Submission:
    options = SubmitOptions(idempotency=Idempotency(key=key, fingerprint=asked))
    return replace(submission(store, caller), options=options)


async def count(conn: Connection, table: str) -> int:
    query = sql.SQL("select count(*) as n from {}").format(sql.Identifier(table))
    row = await (await conn.execute(query)).fetchone()
    assert row is not None
    return int(row["n"])


async def test_the_same_key_again_is_the_same_generation_and_one_hold(
    conn: Connection, store: Store, caller: Caller
) -> None:
    first = await store.submit(named(store, caller, "k"))
    again = await store.submit(named(store, caller, "k"))
    assert again.id == first.id
    assert [await count(conn, t) for t in ("generations", "usage", "procrastinate_jobs")] == [1, 1, 1]


async def test_the_same_key_for_another_request_is_refused_and_nothing_is_queued(
    conn: Connection, store: Store, caller: Caller
) -> None:
    await store.submit(named(store, caller, "k"))
    with pytest.raises(IdempotencyMismatch):
        await store.submit(named(store, caller, "k", asked=b"a train"))
    assert await count(conn, "generations") == 1


async def test_a_key_is_its_accounts_own(store: Store, caller: Caller, new_caller: NewCaller) -> None:
    mine = await store.submit(named(store, caller, "k"))
    theirs = await store.submit(named(store, await new_caller("another"), "k"))
    assert mine.id != theirs.id


async def test_fifty_submits_under_one_key_at_one_moment_are_one_generation(
    conn: Connection, store: Store, caller: Caller, database_url: str
) -> None:
    database = Database(database_url)
    await database.open()
    try:
        other_process = Store(database)
        answers = await asyncio.gather(*(s.submit(named(s, caller, "k")) for s in [store, other_process] * 25))
    finally:
        await database.close()
    assert len({g.id for g in answers}) == 1
    assert await count(conn, "generations") == 1


async def test_a_key_whose_submit_was_refused_may_be_tried_again(
    conn: Connection, store: Store, caller: Caller
) -> None:
    await conn.execute("update accounts set balance = 0 where id = %s", (caller.account_id,))
    with pytest.raises(OutOfFunds):
        await store.submit(named(store, caller, "k"))
    await conn.execute("update accounts set balance = 504000 where id = %s", (caller.account_id,))
    assert (await store.submit(named(store, caller, "k"))).credits == 504_000


async def test_repeats_of_a_refused_submit_in_its_own_batch_are_refused_with_it(
    conn: Connection, store: Store, caller: Caller
) -> None:
    await conn.execute("update accounts set balance = 0 where id = %s", (caller.account_id,))
    answers = await asyncio.gather(*(store.submit(named(store, caller, "k")) for _ in range(5)), return_exceptions=True)
    assert [type(a) for a in answers] == [OutOfFunds] * 5
    assert await count(conn, "idempotency") == 0


async def test_the_last_generation_for_the_same_request_is_found_for_a_while(
    conn: Connection, store: Store, caller: Caller, new_caller: NewCaller
) -> None:
    await store.submit(named(store, caller, "1"))
    last = await store.submit(named(store, caller, "2"))
    await store.submit(named(store, caller, "3", asked=b"a train"))
    minute = timedelta(minutes=1)
    assert await store.take_alike(caller.account_id, b"a plane", minute, 1) is None
    assert await store.take_alike((await new_caller("another")).account_id, b"a boat", minute, 1) is None
    found = [await store.take_alike(caller.account_id, b"a boat", minute, turn) for turn in (1, 2, 3)]
    assert [g and g.id for g in found] == [last.id] * 3
    await conn.execute("update idempotency set created_at = now() - interval '61 seconds'")
    assert await store.take_alike(caller.account_id, b"a boat", minute, 4) is None


async def test_of_many_that_ask_again_at_once_each_gets_a_generation_of_its_own(
    store: Store, caller: Caller, database_url: str
) -> None:
    made = await asyncio.gather(*(store.submit(named(store, caller, str(n))) for n in range(8)))
    database = Database(database_url)
    await database.open()
    try:
        stores = [store, Store(database)]
        found = await asyncio.gather(
            *(stores[n % 2].take_alike(caller.account_id, b"a boat", timedelta(minutes=1), 1) for n in range(9))
        )
    finally:
        await database.close()
    assert sorted(g.id for g in found if g is not None) == sorted(g.id for g in made)


async def test_a_deleted_generation_answers_no_repeat(store: Store, caller: Caller) -> None:
    made = await store.submit(named(store, caller, "1"))
    await store.delete(caller.account_id, made.id)
    assert await store.take_alike(caller.account_id, b"a boat", timedelta(minutes=1), 1) is None
