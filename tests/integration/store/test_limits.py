"""Limits of accounts and keys on a real database: never more than they say, whoever asks at once, and changed live."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID

import pytest

from tests.integration.store.conftest import NewCaller, artifact, submission
from vitascope.core.account import KeyLimit
from vitascope.core.errors import LimitReached, PeriodSpent, TooManyQueued
from vitascope.core.limits import NO_LIMIT, Limits
from vitascope.store import cancel, limits, queue, settle
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database, connect
from vitascope.store.queue import Claim
from vitascope.store.store import Store

PRICE = 504_000
"""Of `submission`."""


@pytest.fixture
async def replicas(database_url: str) -> AsyncIterator[list[Store]]:
    """Three API processes of one installation, as far as the database can tell."""
    async with AsyncExitStack() as stack:
        databases = [Database(database_url) for _ in range(3)]
        for database in databases:
            await database.open()
            stack.push_async_callback(database.close)
        yield [Store(database) for database in databases]


async def count(conn: Connection) -> dict[str, int]:
    """Rows of what a submit writes."""
    row = await (
        await conn.execute("""select (select count(*) from generations) as generations,
            (select count(*) from usage) as usage, (select count(*) from idempotency) as idempotency,
            (select count(*) from procrastinate_jobs) as procrastinate_jobs""")
    ).fetchone()
    assert row is not None
    return row


async def claimed(conn: Connection, worker: int | None = None, *, max_running: int | None = None) -> Claim | None:
    return await queue.claim(conn, worker or await queue.register(conn), max_running=max_running)


async def tag(conn: Connection, claim: Claim) -> int:
    row = await (await conn.execute("select tag from generations where id = %s", (claim.id,))).fetchone()
    assert row is not None
    return int(row["tag"])


async def test_many_processes_at_once_queue_as_many_as_may_wait_and_the_rest_leave_nothing(
    conn: Connection, caller: Caller, replicas: list[Store]
) -> None:
    await limits.change_account(conn, "somebody", {"queued": 7})
    answers = await asyncio.gather(
        *(store.submit(submission(store, caller)) for _ in range(10) for store in replicas), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, TooManyQueued)]
    assert len(refused) == 30 - 7
    assert await count(conn) == {"generations": 7, "usage": 7, "procrastinate_jobs": 7, "idempotency": 0}
    hit = refused[0].hit
    assert hit is not None
    assert (hit.name, hit.of, hit.value, hit.used) == ("queued", "account", 7, 7)
    assert str(refused[0]).startswith("This account may have 7 clips waiting at once, and 7 wait; try again in about ")


async def test_a_place_is_free_again_when_one_of_those_that_wait_starts_or_ends(
    conn: Connection, store: Store, caller: Caller
) -> None:
    await limits.change_account(conn, "somebody", {"queued": 1})
    await store.submit(submission(store, caller))
    with pytest.raises(TooManyQueued):
        await store.submit(submission(store, caller))
    assert await claimed(conn) is not None
    waiting = await store.submit(submission(store, caller))
    with pytest.raises(TooManyQueued):
        await store.submit(submission(store, caller))
    await cancel.cancel(store._database, caller.account_id, waiting.id)
    await store.submit(submission(store, caller))


async def test_who_is_refused_is_told_when_the_first_that_waits_is_to_start(
    conn: Connection, store: Store, caller: Caller
) -> None:
    await limits.change_account(conn, "somebody", {"queued": 1})
    await store.submit(submission(store, caller, cost_s=30))
    worker = await queue.register(conn)
    assert await claimed(conn, worker) is not None
    await store.submit(submission(store, caller, cost_s=30))
    with pytest.raises(TooManyQueued) as refused:
        await store.submit(submission(store, caller, cost_s=30))
    assert refused.value.retry_after_s == pytest.approx(30, abs=5)


async def test_who_may_render_one_at_once_is_told_when_that_one_ends_however_many_workers_are_free(
    store: Store, caller: Caller, conn: Connection
) -> None:
    await limits.change_account(conn, "somebody", {"queued": 1, "running": 1})
    await store.submit(submission(store, caller, cost_s=30))
    workers = [await queue.register(conn) for _ in range(3)]
    assert await claimed(conn, workers[0]) is not None
    await store.submit(submission(store, caller, cost_s=30))
    with pytest.raises(TooManyQueued, match="try again in about") as refused:
        await store.submit(submission(store, caller, cost_s=30))
    assert refused.value.retry_after_s == pytest.approx(30, abs=5)
    await limits.change_account(conn, "somebody", {"running": 2})
    with pytest.raises(TooManyQueued) as sooner:
        await store.submit(submission(store, caller, cost_s=30))
    assert sooner.value.retry_after_s <= 2


async def test_an_accounts_own_limit_goes_before_the_servers_and_a_keys_holds_beside_it(
    conn: Connection, database_url: str, new_caller: NewCaller
) -> None:
    usual, more, free, bound = [await new_caller(name) for name in ("usual", "more", "free", "bound")]
    await limits.change_account(conn, "more", {"queued": 3})
    await limits.change_account(conn, "free", {"queued": NO_LIMIT})
    await limits.change_key(conn, bound.key_prefix, {"queued": 1})
    database = Database(database_url)
    await database.open()
    store = Store(database, defaults=Limits(queued=2))

    async def taken(caller: Caller) -> tuple[int, str | None]:
        for number in range(4):
            try:
                await store.submit(submission(store, caller))
            except TooManyQueued as error:
                return number, None if error.hit is None else error.hit.of
        return 4, None

    told = [await taken(caller) for caller in (usual, more, free, bound)]
    assert told == [(2, "account"), (3, "account"), (4, None), (1, "key")]
    await database.close()


async def test_a_lowered_limit_ends_nothing_and_a_raised_one_holds_from_the_next_submit(
    conn: Connection, store: Store, caller: Caller
) -> None:
    for _ in range(3):
        await store.submit(submission(store, caller))
    await limits.change_account(conn, "somebody", {"queued": 1})
    with pytest.raises(TooManyQueued, match="may have 1 clip waiting at once, and 3 wait"):
        await store.submit(submission(store, caller))
    await limits.change_account(conn, "somebody", {"queued": None})
    await store.submit(submission(store, caller))
    assert (await count(conn))["generations"] == 4


async def test_an_account_spends_what_it_may_in_a_period_and_is_told_when_the_next_begins(
    conn: Connection, store: Store, caller: Caller
) -> None:
    await store.submit(submission(store, caller))
    await limits.change_account(conn, "somebody", {"credits": KeyLimit(credits=2 * PRICE, retention="day")})
    second = await store.submit(submission(store, caller))
    with pytest.raises(PeriodSpent, match=r"may spend 0\.504 USD a day; 0\.504 USD are spent or set aside") as refused:
        await store.submit(submission(store, caller))
    assert 0 < refused.value.retry_after_s <= 86_400
    await cancel.cancel(store._database, caller.account_id, second.id)
    await store.submit(submission(store, caller))
    await conn.execute("update accounts set window_start = window_start - interval '1 day'")
    await store.submit(submission(store, caller))


async def test_a_limit_without_periods_is_no_matter_of_waiting(conn: Connection, store: Store, caller: Caller) -> None:
    await limits.change_account(conn, "somebody", {"credits": KeyLimit(credits=1, retention="no_reset")})
    with pytest.raises(LimitReached, match="This account may spend"):
        await store.submit(submission(store, caller))


async def test_an_account_at_its_running_limit_is_passed_over_and_keeps_its_places(
    conn: Connection, store: Store, new_caller: NewCaller
) -> None:
    many, few = await new_caller("many"), await new_caller("few")
    await limits.change_account(conn, "many", {"running": 2})
    mine = [await store.submit(submission(store, many)) for _ in range(6)]
    theirs = [await store.submit(submission(store, few, cost_s=200)) for _ in range(2)]
    claims = [await claimed(conn) for _ in range(5)]
    assert [c and c.id for c in claims] == [mine[0].id, mine[1].id, theirs[0].id, theirs[1].id, None]
    assert claims[0] is not None
    assert await settle.complete(conn, claims[0], artifact(claims[0].generation, 1), {})
    after = await claimed(conn)
    assert after is not None
    assert after.id == mine[2].id
    assert await claimed(conn) is None
    await limits.change_account(conn, "many", {"running": None})
    assert await claimed(conn) is not None


async def test_a_key_at_its_running_limit_holds_back_itself_alone(
    conn: Connection, store: Store, new_caller: NewCaller
) -> None:
    one, other = await new_caller("team"), await new_caller("team")
    await limits.change_key(conn, one.key_prefix, {"running": 1})
    first = [await store.submit(submission(store, one)) for _ in range(2)]
    second = await store.submit(submission(store, other))
    assert [c and c.id for c in [await claimed(conn) for _ in range(3)]] == [first[0].id, second.id, None]


async def test_workers_that_claim_at_once_never_have_more_running_than_may(
    conn: Connection, database_url: str, store: Store, new_caller: NewCaller
) -> None:
    whose: dict[UUID, str] = {}
    for name in ("a", "b", "c"):
        caller = await new_caller(name)
        whose[caller.account_id] = name
        for _ in range(8):
            await store.submit(submission(store, caller))
    await limits.change_account(conn, "a", {"running": 1})
    await limits.change_account(conn, "b", {"running": 3})
    async with AsyncExitStack() as stack:
        conns = [await stack.enter_async_context(await connect(database_url)) for _ in range(12)]
        claims = await asyncio.gather(*(claimed(one, max_running=4) for one in conns))
    running = Counter(whose[claim.generation.account_id] for claim in claims if claim is not None)
    assert running == {"a": 1, "b": 3, "c": 4}


async def test_a_job_whose_worker_died_does_not_stand_in_its_own_way(
    conn: Connection, store: Store, caller: Caller
) -> None:
    await limits.change_account(conn, "somebody", {"running": 1})
    made = await store.submit(submission(store, caller))
    assert await claimed(conn) is not None
    await conn.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
    await queue.reap(conn, silent_s=5)
    again = await claimed(conn)
    assert again is not None
    assert (again.id, again.attempt) == (made.id, 2)


async def test_what_a_program_of_before_has_queued_counts_too(conn: Connection, store: Store, caller: Caller) -> None:
    await limits.change_account(conn, "somebody", {"running": 1})
    for _ in range(2):
        await store.submit(submission(store, caller))
    await conn.execute("update procrastinate_jobs set args = args - 'account_id' - 'key_id'")
    assert [await claimed(conn) is not None for _ in range(2)] == [True, False]


async def test_work_that_is_held_back_does_not_hold_back_the_time(
    conn: Connection, store: Store, new_caller: NewCaller
) -> None:
    """Else everybody new would come before one who has waited long, and that one starve."""
    held, patient = await new_caller("held"), await new_caller("patient")
    await limits.change_account(conn, "held", {"running": 1})
    for _ in range(3):
        await store.submit(submission(store, held, cost_s=1))
    mine = [await store.submit(submission(store, patient, cost_s=10)) for _ in range(8)]
    worker = await queue.register(conn)
    for _ in range(5):
        assert await claimed(conn, worker) is not None
    for number in range(3):
        await store.submit(submission(store, await new_caller(f"new {number}"), cost_s=11))
    claim = await claimed(conn, worker)
    assert claim is not None
    assert claim.id == mine[4].id


async def test_an_account_of_twice_the_weight_gets_twice_the_work_done(
    conn: Connection, store: Store, new_caller: NewCaller
) -> None:
    heavy, light = await new_caller("heavy"), await new_caller("light")
    await limits.change_account(conn, "heavy", {"weight": 2.0})
    for _ in range(12):
        await store.submit(submission(store, light))
    for _ in range(12):
        await store.submit(submission(store, heavy))
    worker = await queue.register(conn)
    assert await claimed(conn, worker) is not None  # one that waited before there was anybody else
    taken = [await claimed(conn, worker) for _ in range(9)]
    shares = Counter(c.generation.account_id for c in taken if c is not None)
    assert shares == {heavy.account_id: 6, light.account_id: 3}


async def test_tags_begin_anew_once_nothing_waits(conn: Connection, store: Store, caller: Caller) -> None:
    worker = await queue.register(conn)
    for _ in range(3):
        await store.submit(submission(store, caller, cost_s=100))
        await store.submit(submission(store, caller, cost_s=100))
        for _ in range(2):
            claim = await claimed(conn, worker)
            assert claim is not None
            assert await tag(conn, claim) <= 20_000
            await settle.end_cancelled(conn, claim)
