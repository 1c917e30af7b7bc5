"""What may be swept, as the database tells it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.integration.store.conftest import Submit, artifact
from tests.integration.store.test_life import claimed
from vitascope.core.errors import EngineFailed, NotFound
from vitascope.store import accounts, queue, retention, settle
from vitascope.store.database import Connection, connect
from vitascope.store.store import Store

WEEK = timedelta(days=7)


async def finish_days_ago(conn: Connection, days: float) -> None:
    await conn.execute("update generations set finished_at = now() - make_interval(hours => %s)", (round(24 * days),))


async def test_what_ended_longer_ago_than_the_retention_is_expired_and_nothing_else_is(
    conn: Connection, submit: Submit
) -> None:
    old, failed = await submit(), await submit()
    assert await settle.complete(conn, await claimed(conn), artifact(old, 1), {})
    assert await settle.fail(conn, await claimed(conn), EngineFailed("x"))
    await finish_days_ago(conn, 7.5)
    young = await submit()
    assert await settle.complete(conn, await claimed(conn), artifact(young, 1), {})
    await submit()
    await submit()
    await claimed(conn)
    await conn.execute("update generations set created_at = now() - interval '30 days'")
    assert set(await retention.expired(conn, WEEK)) == {old.id, failed.id}
    assert await retention.expired(conn, timedelta(days=8)) == []


async def test_a_generation_without_its_files_is_not_found_by_any_way_of_asking(
    conn: Connection, store: Store, submit: Submit
) -> None:
    key = accounts.new_key()
    await accounts.create_key(conn, account="somebody", key=key, name=None)
    generation = await submit()
    assert await settle.complete(conn, await claimed(conn), artifact(generation, 1), {})
    assert (await store.poll(key, generation.id)).artifact is not None
    await retention.files_deleted(conn, [generation.id])
    with pytest.raises(NotFound):
        await store.poll(key, generation.id)
    with pytest.raises(NotFound):
        await store.get(generation.account_id, generation.id)
    assert await retention.expired(conn, timedelta(0)) == [], "it is swept once"
    rows = await (await conn.execute("select state from usage")).fetchall()
    assert rows == [{"state": "charged"}], "the books are kept"


async def test_two_sweepers_do_not_take_the_same_clips(conn: Connection, database_url: str, submit: Submit) -> None:
    for _ in range(4):
        generation = await submit()
        assert await settle.complete(conn, await claimed(conn), artifact(generation, 1), {})
    await finish_days_ago(conn, 8)
    async with await connect(database_url) as other, conn.transaction(), other.transaction():
        mine, theirs = await retention.expired(conn, WEEK, 3), await retention.expired(other, WEEK, 3)
    assert (len(mine), len(theirs)) == (3, 1)
    assert not set(mine) & set(theirs)


async def test_files_are_wanted_that_are_or_may_become_a_result(conn: Connection, submit: Submit) -> None:
    completed = await submit()
    first = await claimed(conn)
    assert await queue.hand_back(conn, first, failed=True)
    second = await claimed(conn)
    assert second.attempt == 3, "a hand-back raises the attempt too"
    assert await settle.complete(conn, second, artifact(completed, 3), {})
    failed = await submit()
    assert await settle.fail(conn, await claimed(conn), EngineFailed("x"))
    rendering = await submit()
    await conn.execute("update generations set attempt = 1 where id = %s", (rendering.id,))
    assert (await claimed(conn)).attempt == 2
    queued = await submit()
    swept = await submit()
    await retention.files_deleted(conn, [swept.id])
    asked = {
        (completed.id, 0): True,
        (completed.id, 1): False,
        (completed.id, 2): False,
        (completed.id, 3): True,
        (failed.id, 0): True,
        (failed.id, 1): False,
        (rendering.id, 0): True,
        (rendering.id, 1): False,
        (rendering.id, 2): True,
        (queued.id, 0): True,
        (queued.id, 1): True,
        (swept.id, 0): False,
        (swept.id, 1): False,
    }
    assert await retention.wanted(conn, list(asked)) == {whose for whose, wanted in asked.items() if wanted}
    assert await retention.wanted(conn, []) == set()
