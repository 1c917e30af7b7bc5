"""The outbox: who may send what, for how long, and what is remembered of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.integration.store.conftest import NewCaller, Submit, submission
from vitascope.core.errors import NotFound
from vitascope.core.options import SubmitOptions
from vitascope.store import webhooks
from vitascope.store.accounts import Caller
from vitascope.store.database import BY_INDEX, Connection
from vitascope.store.store import Store
from vitascope.store.webhooks import Delivery


async def ended(store: Store, caller: Caller) -> None:
    """A generation that has ended, and whose caller wants to be told."""
    made = await store.submit(
        replace(submission(store, caller), options=SubmitOptions(webhook_url="https://example.org/"))
    )
    await store.cancel(caller.account_id, made.id)


async def take(conn: Connection, *, limit: int = 100, each: int = 100, busy: tuple[UUID, ...] = ()) -> list[Delivery]:
    return await webhooks.claim(conn, limit=limit, each=each, busy=busy, lease_s=60)


async def test_a_message_that_is_claimed_is_nobody_elses_until_its_time_is_over(
    store: Store, caller: Caller, conn: Connection
) -> None:
    await ended(store, caller)
    (first,) = await take(conn)
    assert await take(conn) == []
    await conn.execute("update webhooks set next_try_at = now()")
    (second,) = await take(conn)
    assert (second.id, first.tries, second.tries) == (first.id, 1, 2)


async def test_a_claim_is_dated_by_the_database(store: Store, caller: Caller, conn: Connection) -> None:
    await ended(store, caller)
    (row,) = await (await conn.execute("select clock_timestamp() as now")).fetchall()
    (taken,) = await take(conn)
    (after,) = await (await conn.execute("select clock_timestamp() as now")).fetchall()
    assert row["now"] < taken.at < after["now"]


async def test_who_came_too_late_does_not_undo_a_delivery_nor_move_anothers_try(
    store: Store, caller: Caller, conn: Connection
) -> None:
    await ended(store, caller)
    (late,) = await take(conn)
    await conn.execute("update webhooks set next_try_at = now()")
    (present,) = await take(conn)
    await webhooks.failed(conn, late, "too late", again_s=0)
    assert await take(conn) == []
    await webhooks.delivered(conn, present)
    await webhooks.failed(conn, present, "after all", again_s=0)
    assert await take(conn) == []
    assert await webhooks.next_due_s(conn) is None


async def test_one_accounts_many_messages_leave_room_for_anothers(
    store: Store, new_caller: NewCaller, conn: Connection
) -> None:
    many, few = await new_caller("many"), await new_caller("few")
    for _ in range(6):
        await ended(store, many)
    await ended(store, few)
    taken = await take(conn, limit=5, each=4)
    assert [d.account_id for d in taken].count(many.account_id) == 4
    assert [d.account_id for d in taken].count(few.account_id) == 1
    assert await take(conn, busy=(many.account_id,)) == []
    assert len(await take(conn)) == 2


async def due_at(conn: Connection, account: UUID, generation: UUID, *, count: int) -> None:
    """So many more messages of one account, due for a while."""
    await conn.execute(
        """insert into webhooks (id, account_id, generation_id, url, event, next_try_at)
           select gen_random_uuid(), %s, %s, 'https://example.org/', 'video.cancelled',
               now() - make_interval(secs => random()) from generate_series(1, %s)""",
        (account, generation, count),
    )


async def pages_of_a_claim(conn: Connection) -> int:
    """Pages of the database that one claim looks at or writes. What it takes is given back."""
    asked = {"limit": 16, "each": 4, "busy": [], "lease_s": 60.0}
    async with conn.transaction(force_rollback=True):
        await conn.execute(BY_INDEX)
        rows = await (await conn.execute(f"explain (analyze, buffers, format json) {webhooks.CLAIM}", asked)).fetchall()
    plan = rows[0]["QUERY PLAN"][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


async def test_a_claim_costs_no_more_where_a_receiver_was_down_for_a_day(
    store: Store, new_caller: NewCaller, conn: Connection
) -> None:
    down, other = await new_caller("down"), await new_caller("other")
    await ended(store, other)
    made = await store.submit(submission(store, down))
    await due_at(conn, down.account_id, made.id, count=100)
    few = await pages_of_a_claim(conn)
    await due_at(conn, down.account_id, made.id, count=10_000)
    assert await pages_of_a_claim(conn) < few + 50
    taken = await take(conn, limit=16, each=4)
    assert sorted(d.account_id for d in taken) == sorted([down.account_id] * 4 + [other.account_id])


async def test_each_account_signs_with_a_secret_of_its_own(
    store: Store, new_caller: NewCaller, conn: Connection
) -> None:
    for name in ("one", "other"):
        await ended(store, await new_caller(name))
    one, other = await take(conn)
    assert one.secrets != other.secrets
    assert {await webhooks.secret(conn, "one"), await webhooks.secret(conn, "other")} == {*one.secrets, *other.secrets}


async def test_an_account_that_is_not_there_has_no_secret(conn: Connection) -> None:
    with pytest.raises(NotFound):
        await webhooks.secret(conn, "nobody")


async def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(
    store: Store, caller: Caller, conn: Connection, submit: Submit
) -> None:
    await submit()
    for _ in range(2):
        await ended(store, caller)
    (told, _) = await take(conn)
    await webhooks.delivered(conn, told)
    await webhooks.forget(conn, timedelta(days=1))
    await conn.execute("update webhooks set ended_at = now() - interval '2 days' where delivered")
    await webhooks.forget(conn, timedelta(days=1))
    rows = await (await conn.execute("select delivered from webhooks")).fetchall()
    assert rows == [{"delivered": False}]
