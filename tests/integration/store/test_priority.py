"""Priority moves an account's own jobs among themselves, and nobody else's."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

from tests.integration.store.conftest import NewCaller, submission
from vitascope.core.options import SubmitOptions
from vitascope.store import queue
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection
from vitascope.store.store import Store


async def queued(store: Store, caller: Caller, priority: int = 0, *, cost_s: float = 8.0) -> UUID:
    asked = replace(submission(store, caller, cost_s=cost_s), options=SubmitOptions(priority=priority))
    return (await store.submit(asked)).id


async def claimed_order(conn: Connection) -> list[UUID]:
    worker = await queue.register(conn)
    order = []
    while (claim := await queue.claim(conn, worker)) is not None:
        order.append(claim.id)
    return order


async def test_what_is_urgent_goes_before_what_waits_already(conn: Connection, store: Store, caller: Caller) -> None:
    usual = [await queued(store, caller) for _ in range(3)]
    urgent, later = await queued(store, caller, 5), await queued(store, caller, -5)
    assert await claimed_order(conn) == [urgent, *usual, later]


async def test_equals_keep_their_order_whatever_comes_between(conn: Connection, store: Store, caller: Caller) -> None:
    first = [await queued(store, caller, 1), await queued(store, caller, 1)]
    usual = [await queued(store, caller), await queued(store, caller)]
    third = await queued(store, caller, 1)
    assert await claimed_order(conn) == [*first, third, *usual]


async def test_an_accounts_priority_does_not_move_its_neighbours(
    conn: Connection, store: Store, caller: Caller, new_caller: NewCaller
) -> None:
    other = await new_caller("another")
    mine = [await queued(store, caller), await queued(store, caller)]
    theirs = [await queued(store, other, cost_s=9), await queued(store, other, cost_s=9)]
    urgent = await queued(store, caller, 10)
    assert await claimed_order(conn) == [urgent, theirs[0], mine[0], theirs[1], mine[1]]


async def test_submits_and_cancels_of_one_moment_do_not_lock_each_other_out(
    conn: Connection, store: Store, caller: Caller
) -> None:
    await conn.execute("update accounts set balance = 1000000000 where id = %s", (caller.account_id,))
    waiting = [await queued(store, caller, 1) for _ in range(20)]
    await asyncio.gather(
        *(store.cancel(caller.account_id, g) for g in waiting), *(queued(store, caller, n % 3) for n in range(20))
    )
    row = await (await conn.execute("select balance from accounts where id = %s", (caller.account_id,))).fetchone()
    assert row is not None
    assert row["balance"] == 1_000_000_000 - 20 * 504_000
