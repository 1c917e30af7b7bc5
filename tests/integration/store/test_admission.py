"""What would wait for too long is refused before anything is queued, with an honest estimate, each queue by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest

from tests.integration.store.conftest import NewCaller, submission
from vitascope.core.errors import QueueTooLong
from vitascope.core.limits import NO_LIMIT, Limits
from vitascope.core.options import Idempotency, SubmitOptions
from vitascope.store import limits, queue
from vitascope.store.accounts import Caller
from vitascope.store.admission import LOCK
from vitascope.store.database import Connection, Database
from vitascope.store.estimate import Estimator
from vitascope.store.queue import Progress
from vitascope.store.queues import queue_of
from vitascope.store.store import Store

FAST, PRO = queue_of("testcard", "ltxv/ltxv-2-fast"), queue_of("testcard", "ltxv/ltxv-2")


@pytest.fixture
async def minute(database_url: str) -> AsyncIterator[Store]:
    """A server that lets no clip wait for more than a minute, with two workers for the fast model."""
    database = Database(database_url)
    await database.open()
    async with database.transaction() as conn:
        for _ in range(2):
            worker = await queue.register(conn)
            await queue.serve(conn, worker, [FAST])
        await queue.seen(conn, [FAST])
    estimator = Estimator(database, cache_s=0, patience_s=None)
    yield Store(database, estimator=estimator, max_queue_s=60)
    await database.close()


async def until_refused(store: Store, caller: Caller) -> tuple[int, QueueTooLong]:
    """How many clips of 20 s were taken, and what was said then."""
    taken = 0
    while True:
        try:
            await store.submit(submission(store, caller, cost_s=20))
        except QueueTooLong as error:
            return taken, error
        taken += 1


async def rows(conn: Connection) -> int:
    row = await (await conn.execute("select count(*) as n from generations")).fetchone()
    assert row is not None
    return int(row["n"])


async def test_a_queue_is_filled_as_far_as_its_workers_get_in_time_and_no_further(
    minute: Store, caller: Caller, conn: Connection
) -> None:
    taken, refused = await until_refused(minute, caller)
    assert taken == await rows(conn) == 7, "two start at once, and 2 × 60 s of work wait before the last"
    assert str(refused).startswith("This clip would wait for about 70 s until a worker takes it, and")
    assert refused.retry_after_s == pytest.approx(10)
    hit = refused.hit
    assert hit is not None
    assert (hit.name, hit.of, hit.value, hit.used) == ("queue_s", "server", 60, pytest.approx(70))


@pytest.mark.usefixtures("minute")
async def test_what_a_process_accepted_since_its_last_look_counts(
    database_url: str, caller: Caller, conn: Connection
) -> None:
    database = Database(database_url)
    await database.open()
    seldom = Store(database, estimator=Estimator(database, cache_s=600), max_queue_s=60)
    answers = await asyncio.gather(
        *(seldom.submit(submission(seldom, caller, cost_s=20)) for _ in range(30)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, QueueTooLong)]
    assert len(refused) == 30 - 7
    assert await rows(conn) == 7
    await database.close()


@pytest.fixture
async def three(minute: Store, database_url: str) -> AsyncIterator[list[Store]]:
    """API processes of one installation that have all looked at the queue just now, and do not look again."""
    async with AsyncExitStack() as stack:
        stores = []
        for _ in range(3):
            database = Database(database_url)
            await database.open()
            stack.push_async_callback(database.close)
            stores.append(Store(database, estimator=Estimator(database, cache_s=600), max_queue_s=60))
            await stores[-1].outlook()
        assert minute
        yield stores


async def test_what_other_processes_accepted_since_this_ones_look_counts(
    three: list[Store], caller: Caller, conn: Connection
) -> None:
    answers = await asyncio.gather(
        *(store.submit(submission(store, caller, cost_s=20)) for _ in range(10) for store in three),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, QueueTooLong)]
    assert len(refused) == 30 - 7
    assert await rows(conn) == 7
    last = refused[-1]
    assert last.hit is not None
    assert last.hit.used == pytest.approx(70)


async def test_so_does_what_they_accepted_of_an_owner_who_may_render_one_at_once(
    three: list[Store], new_caller: NewCaller, conn: Connection
) -> None:
    bound = await new_caller("bound")
    await limits.change_account(conn, "bound", {"running": 1})
    answers = await asyncio.gather(
        *(store.submit(submission(store, bound, cost_s=20)) for _ in range(5) for store in three),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, QueueTooLong)]
    assert len(refused) == 15 - 4
    assert all("as this account may have 1 clip rendering" in str(answer) for answer in refused)


async def test_between_processes_too_one_accounts_queue_does_not_shut_the_others_out(
    three: list[Store], new_caller: NewCaller
) -> None:
    many, single = await new_caller("many"), await new_caller("single")
    await until_refused(three[0], many)
    await three[1].submit(submission(three[1], single, cost_s=20))
    with pytest.raises(QueueTooLong):
        await three[2].submit(submission(three[2], many, cost_s=20))


async def test_a_process_that_stops_in_the_middle_of_a_submit_does_not_hold_up_those_of_others(
    minute: Store, caller: Caller, conn: Connection
) -> None:
    async with conn.transaction():
        await conn.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
        await minute.submit(submission(minute, caller, cost_s=20))


async def test_a_look_ahead_says_what_a_submit_would_and_counts_for_nothing(minute: Store, caller: Caller) -> None:
    asked = submission(minute, caller, cost_s=20)
    for _ in range(30):
        await minute.check(caller, asked.spec, credits=asked.credits, cost_s=asked.cost_s)
    taken, _ = await until_refused(minute, caller)
    assert taken == 7
    with pytest.raises(QueueTooLong, match="about 70 s"):
        await minute.check(caller, asked.spec, credits=asked.credits, cost_s=asked.cost_s)


async def test_one_accounts_queue_does_not_shut_the_others_out(minute: Store, new_caller: NewCaller) -> None:
    many, single = await new_caller("many"), await new_caller("single")
    await until_refused(minute, many)
    await minute.submit(submission(minute, single, cost_s=20))
    with pytest.raises(QueueTooLong):
        await minute.submit(submission(minute, many, cost_s=20))


async def test_who_may_render_one_at_once_waits_for_its_own_however_many_workers_are_free(
    minute: Store, new_caller: NewCaller, conn: Connection
) -> None:
    bound, free = await new_caller("bound"), await new_caller("free")
    await limits.change_account(conn, "bound", {"running": 1})
    taken, refused = await until_refused(minute, bound)
    assert taken == 4, "one starts at once, the others after 20, 40 and 60 s"
    assert str(refused).startswith(
        "This clip would wait for about 80 s until a worker takes it, as this account may have 1 clip rendering at once"
    )
    assert refused.retry_after_s == pytest.approx(20)
    await minute.submit(submission(minute, free, cost_s=20))


async def test_what_renders_of_ones_own_counts_as_far_as_it_has_come(
    minute: Store, new_caller: NewCaller, conn: Connection
) -> None:
    bound = await new_caller("bound")
    await limits.change_key(conn, bound.key_prefix, {"running": 1})
    await minute.submit(submission(minute, bound, cost_s=100))
    claim = await queue.claim(conn, await queue.register(conn))
    assert claim is not None
    with pytest.raises(QueueTooLong, match="about 100 s until a worker takes it, as this key may have 1 clip render"):
        await minute.submit(submission(minute, bound, cost_s=20))
    at = Progress(progress=0.5, stage="frames", step=1, steps=2)
    assert not (await queue.report(conn, claim, worker_id=claim.worker_id, at=at)).lost
    await minute.submit(submission(minute, bound, cost_s=20))


async def test_a_process_counts_what_it_accepted_since_its_look_against_what_may_render(
    minute: Store, database_url: str, new_caller: NewCaller, conn: Connection
) -> None:
    caller = await new_caller("bound")
    database = Database(database_url)
    await database.open()
    seldom = Store(database, estimator=Estimator(database, cache_s=600), max_queue_s=60, defaults=Limits(running=1))
    answers = await asyncio.gather(
        *(seldom.submit(submission(seldom, caller, cost_s=20)) for _ in range(10)), return_exceptions=True
    )
    assert sum(isinstance(answer, QueueTooLong) for answer in answers) == 10 - 4
    await limits.change_account(conn, "bound", {"running": NO_LIMIT})
    assert (await until_refused(minute, caller))[0] == 7 - 4
    await database.close()


async def test_a_queue_without_workers_takes_nothing_and_does_not_count_for_the_others(
    minute: Store, store: Store, caller: Caller
) -> None:
    def pro(**changes: Any) -> Any:
        asked = submission(minute, caller, cost_s=1000)
        return replace(asked, spec=replace(asked.spec, model="ltxv/ltxv-2"), **changes)

    for _ in range(5):
        await store.submit(pro())  # another server, whose owner lets clips wait
    with pytest.raises(QueueTooLong, match="No worker that renders ltxv/ltxv-2 with the engine testcard"):
        await minute.submit(pro())
    made = await minute.submit(submission(minute, caller, cost_s=20))
    seen = await minute.get(caller.account_id, made.id)
    assert (seen.queue_position, seen.seconds_left) == (1, 20)


async def test_a_submit_that_was_taken_before_is_answered_however_long_the_queue_is(
    minute: Store, caller: Caller
) -> None:
    options = SubmitOptions(idempotency=Idempotency(key="once", fingerprint=b"the same"))
    first = await minute.submit(replace(submission(minute, caller, cost_s=20), options=options))
    await until_refused(minute, caller)
    again = await minute.submit(replace(submission(minute, caller, cost_s=20), options=options))
    assert again.id == first.id
