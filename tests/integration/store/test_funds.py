"""Balances and key limits on a real database: never overspent, never lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import LiteralString
from uuid import UUID

import pytest

from tests.integration.store.conftest import NewCaller, artifact, submission
from vitascope.core.account import KeyLimit, Retention
from vitascope.core.errors import IdempotencyMismatch, LimitReached, OutOfFunds, RenderFailed, VitascopeError
from vitascope.core.generation import Generation
from vitascope.core.options import Idempotency, SubmitOptions
from vitascope.store import accounts, api_keys, cancel, funds, ledger, queue, settle, submit
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database, connect
from vitascope.store.queue import Claim
from vitascope.store.store import Store
from vitascope.store.submission import Submission

PRICE = 504_000
"""Of `submission`."""


@pytest.fixture
async def replicas(database_url: str) -> AsyncIterator[list[Database]]:
    """Four processes of one installation, as far as the database can tell."""
    async with AsyncExitStack() as stack:
        found = [Database(database_url) for _ in range(4)]
        for database in found:
            await database.open()
            stack.push_async_callback(database.close)
        yield found


async def limited(conn: Connection, store: Store, limit: KeyLimit | None, account: str = "somebody") -> Caller:
    key = accounts.new_key()
    await accounts.create_key(conn, account=account, key=key, name=None, limit=limit)
    return await store.authenticate(key)


async def number(conn: Connection, query: LiteralString, *values: object) -> int | None:
    row = await (await conn.execute(query, values)).fetchone()
    assert row is not None
    found = next(iter(row.values()))
    return None if found is None else int(found)


async def balance(conn: Connection, account: str = "somebody") -> int | None:
    return await number(conn, "select balance from accounts where name = %s", account)


async def spent(conn: Connection, caller: Caller) -> int | None:
    return await number(conn, "select window_credits from keys where id = %s", caller.key_id)


async def claimed(conn: Connection) -> Claim:
    worker_id = await queue.register(conn)
    claim = await queue.claim(conn, worker_id)
    assert claim is not None
    return claim


async def test_an_account_that_was_granted_nothing_spends_what_it_likes(
    conn: Connection, store: Store, caller: Caller
) -> None:
    for _ in range(3):
        await store.submit(submission(store, caller))
    assert await balance(conn) is None


async def test_a_submit_lowers_the_balance_and_the_last_credit_is_spent(
    conn: Connection, store: Store, caller: Caller
) -> None:
    await ledger.grant(conn, "somebody", 2 * PRICE, note=None)
    await store.submit(submission(store, caller))
    assert await balance(conn) == PRICE
    await store.submit(submission(store, caller))
    assert await balance(conn) == 0
    with pytest.raises(OutOfFunds, match=r"costs 0\.252 USD, and 0\.000 USD are left"):
        await store.submit(submission(store, caller))
    assert await number(conn, "select count(*) from generations") == 2


async def test_of_a_batch_that_the_balance_does_not_cover_the_first_are_taken(
    conn: Connection, store: Store, caller: Caller, new_caller: NewCaller, replicas: list[Database]
) -> None:
    await ledger.grant(conn, "somebody", 3 * PRICE, note=None)
    stranger = await new_caller("unlimited")
    batch = [submission(store, stranger if n == 2 else caller) for n in range(6)]
    answers = await submit.submit(replicas[0], batch)
    assert [isinstance(answer, Generation) for answer in answers] == [True, True, True, True, False, False]
    assert await balance(conn) == 0


async def test_replicas_that_submit_at_once_never_overspend(
    conn: Connection, store: Store, caller: Caller, replicas: list[Database]
) -> None:
    await ledger.grant(conn, "somebody", 7 * PRICE + PRICE // 2, note=None)
    batches = [[submission(store, caller) for _ in range(3)] for _ in range(12)]
    rounds = await asyncio.gather(*(submit.submit(replicas[n % 4], batch) for n, batch in enumerate(batches)))
    answers = [answer for answered in rounds for answer in answered]
    assert sum(isinstance(answer, Generation) for answer in answers) == 7
    assert all(isinstance(answer, Generation | OutOfFunds) for answer in answers)
    assert await balance(conn) == PRICE // 2
    assert await number(conn, "select count(*) from usage where state = 'held' and from_balance") == 7


async def test_replicas_that_share_a_key_never_pass_its_limit(
    conn: Connection, store: Store, replicas: list[Database]
) -> None:
    caller = await limited(conn, store, KeyLimit(credits=5 * PRICE, retention="day"))
    batches = [[submission(store, caller) for _ in range(2)] for _ in range(8)]
    rounds = await asyncio.gather(*(submit.submit(replicas[n % 4], batch) for n, batch in enumerate(batches)))
    answers = [answer for answered in rounds for answer in answered]
    assert sum(isinstance(answer, Generation) for answer in answers) == 5
    assert sum(isinstance(answer, LimitReached) for answer in answers) == 11
    assert await spent(conn, caller) == 5 * PRICE


async def test_replicas_that_claim_idempotency_keys_of_one_limited_account_do_not_deadlock(
    conn: Connection, store: Store, caller: Caller, replicas: list[Database]
) -> None:
    """An idempotency key's foreign key locks the account in share; taking a hold must not wait for that."""
    await ledger.grant(conn, "somebody", 100 * PRICE, note=None)

    def named(key: str) -> Submission:
        options = SubmitOptions(idempotency=Idempotency(key=key, fingerprint=b"same"))
        return replace(submission(store, caller), options=options)

    for turn in range(10):
        batches = [[named(f"{turn} {n}"), named(f"{turn} shared")] for n in range(4)]
        rounds = await asyncio.gather(*(submit.submit(replicas[n], batch) for n, batch in enumerate(batches)))
        assert all(isinstance(answer, Generation) for answers in rounds for answer in answers)
        assert len({answers[1].id for answers in rounds if isinstance(answers[1], Generation)}) == 1
    assert await balance(conn) == 50 * PRICE


async def test_submits_and_ends_at_once_leave_the_balance_exact(
    conn: Connection, store: Store, replicas: list[Database]
) -> None:
    caller = await limited(conn, store, KeyLimit(credits=1000 * PRICE, retention="month"))
    await ledger.grant(conn, "somebody", 12 * PRICE, note=None)

    async def live(database: Database) -> None:
        """Submit and cancel, again and again."""
        for _ in range(8):
            answers = await submit.submit(database, [submission(store, caller), submission(store, caller)])
            for answer in answers:
                if isinstance(answer, Generation):
                    await cancel.cancel(database, caller.account_id, answer.id)

    await asyncio.gather(*(live(database) for database in replicas))
    assert await balance(conn) == 12 * PRICE
    assert await spent(conn, caller) == 0
    assert await number(conn, "select count(*) from usage where state <> 'released'") == 0


async def test_limits_grants_and_ends_at_once_neither_deadlock_nor_lose_count(
    conn: Connection, store: Store, replicas: list[Database], database_url: str
) -> None:
    caller = await limited(conn, store, KeyLimit(credits=1000 * PRICE, retention="no_reset"))
    await ledger.grant(conn, "somebody", 1000 * PRICE, note=None)

    async def live(database: Database) -> None:
        for _ in range(15):
            answers = await submit.submit(database, [submission(store, caller), submission(store, caller)])
            made = [answer for answer in answers if isinstance(answer, Generation)]
            assert len(made) == 2
            await cancel.cancel(database, caller.account_id, made[0].id)

    async def change() -> None:
        for n in range(15):
            limit = None if n % 2 else KeyLimit(credits=(1000 + n) * PRICE, retention="no_reset")
            await api_keys.change(replicas[0], caller.account_id, caller.key_prefix, {"limit": limit})

    async def grant() -> None:
        async with await connect(database_url) as own:
            for _ in range(15):
                await ledger.grant(own, "somebody", PRICE, note=None)

    await asyncio.gather(*(live(database) for database in replicas), change(), change(), grant())
    assert await balance(conn) == (1000 + 15 - 60) * PRICE
    limit = KeyLimit(credits=PRICE, retention="no_reset")
    await api_keys.change(replicas[0], caller.account_id, caller.key_prefix, {"limit": limit})
    assert await spent(conn, caller) == 60 * PRICE


async def test_a_refused_submit_leaves_nothing_and_its_idempotency_key_is_free_again(
    conn: Connection, store: Store, caller: Caller
) -> None:
    await ledger.grant(conn, "somebody", PRICE - 1, note=None)
    options = SubmitOptions(idempotency=Idempotency(key="once", fingerprint=b"a request"))
    with pytest.raises(OutOfFunds):
        await store.submit(replace(submission(store, caller), options=options))
    for table in ("generations", "usage", "idempotency", "procrastinate_jobs"):
        assert await number(conn, f"select count(*) from {table}") == 0  # noqa: S608
    assert await balance(conn) == PRICE - 1
    await ledger.grant(conn, "somebody", 1, note=None)
    made = await store.submit(replace(submission(store, caller), options=options))
    again = await store.submit(replace(submission(store, caller), options=options))
    assert again.id == made.id
    assert await balance(conn) == 0, "a repeat costs nothing"
    other = SubmitOptions(idempotency=Idempotency(key="once", fingerprint=b"another"))
    with pytest.raises(IdempotencyMismatch):
        await store.submit(replace(submission(store, caller), options=other))


async def test_what_completes_is_charged_and_nothing_comes_back(conn: Connection, store: Store) -> None:
    caller = await limited(conn, store, KeyLimit(credits=3 * PRICE, retention="no_reset"))
    await ledger.grant(conn, "somebody", 3 * PRICE, note=None)
    made = await store.submit(submission(store, caller))
    assert await settle.complete(conn, await claimed(conn), artifact(made, 1), {})
    assert (await balance(conn), await spent(conn, caller)) == (2 * PRICE, PRICE)


async def test_what_fails_gives_back_once(conn: Connection, store: Store) -> None:
    caller = await limited(conn, store, KeyLimit(credits=3 * PRICE, retention="no_reset"))
    await ledger.grant(conn, "somebody", 3 * PRICE, note=None)
    await store.submit(submission(store, caller))
    claim = await claimed(conn)
    assert (await balance(conn), await spent(conn, caller)) == (2 * PRICE, PRICE)
    for _ in range(2):  # an answer that was lost is asked for again
        assert await settle.fail(conn, claim, RenderFailed("It broke."))
    assert (await balance(conn), await spent(conn, caller)) == (3 * PRICE, 0)


async def test_what_is_cancelled_while_it_renders_gives_back(conn: Connection, store: Store, caller: Caller) -> None:
    await ledger.grant(conn, "somebody", PRICE, note=None)
    made = await store.submit(submission(store, caller))
    claim = await claimed(conn)
    await store.cancel(caller.account_id, made.id)
    assert await balance(conn) == 0, "it may still complete"
    assert await settle.end_cancelled(conn, claim)
    assert await balance(conn) == PRICE


async def test_a_hold_from_unlimited_times_gives_nothing_to_a_later_balance(
    conn: Connection, store: Store, caller: Caller
) -> None:
    made = await store.submit(submission(store, caller))
    await ledger.grant(conn, "somebody", 5 * PRICE, note=None)
    await store.cancel(caller.account_id, made.id)
    assert await balance(conn) == 5 * PRICE


async def test_an_account_made_unlimited_and_limited_again_has_what_was_granted_since(
    conn: Connection, store: Store, caller: Caller
) -> None:
    await ledger.grant(conn, "somebody", 5 * PRICE, note=None)
    made = await store.submit(submission(store, caller))
    assert (await ledger.make_unlimited(conn, "somebody")).balance is None
    await ledger.grant(conn, "somebody", 2 * PRICE, note=None)
    await store.cancel(caller.account_id, made.id)
    assert await balance(conn) == 2 * PRICE
    moved = await number(
        conn,
        "select sum(case direction when 'TOPUP' then credits else -credits end) from grants where note is not null",
    )
    assert moved == -4 * PRICE, "the ledger says what was taken off"


async def test_one_key_at_its_limit_does_not_stop_another_of_the_account(conn: Connection, store: Store) -> None:
    narrow = await limited(conn, store, KeyLimit(credits=PRICE, retention="week"))
    wide = await limited(conn, store, None)
    await store.submit(submission(store, narrow))
    with pytest.raises(LimitReached, match=r"may spend 0\.252 USD a week; 0\.252 USD are spent"):
        await store.submit(submission(store, narrow))
    await store.submit(submission(store, wide))


@pytest.mark.parametrize(
    ("retention", "now", "began"),
    [
        ("day", "2026-08-19 00:00:00+00", "2026-08-19 00:00:00+00"),
        ("day", "2026-08-18 23:59:59.999999+00", "2026-08-18 00:00:00+00"),
        ("day", "2026-08-19 01:30:00+02", "2026-08-18 00:00:00+00"),
        ("week", "2026-08-17 00:00:00+00", "2026-08-17 00:00:00+00"),  # a Monday
        ("week", "2026-08-16 23:59:59+00", "2026-08-10 00:00:00+00"),
        ("week", "2027-01-01 12:00:00+00", "2026-12-28 00:00:00+00"),
        ("month", "2026-08-31 23:00:00+00", "2026-08-01 00:00:00+00"),
        ("month", "2026-08-31 23:00:00-02", "2026-09-01 00:00:00+00"),
        ("no_reset", "2026-08-31 23:00:00+00", "1970-01-01 00:00:00+00"),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
async def test_periods_begin_at_midnight_utc_on_mondays_and_on_the_first(
    conn: Connection, retention: str, now: str, began: str, zone: str
) -> None:
    await conn.execute("select set_config('timezone', %s, false)", (zone,))
    asked = funds.PERIOD.replace("now()", "%(now)s::timestamptz").replace("limit_retention", "%(retention)s::text")
    row = await (
        await conn.execute(
            f"select {asked} = %(began)s::timestamptz as same, %(retention)s::text as r, %(now)s::text as n",
            {"now": now, "retention": retention, "began": began},
        )
    ).fetchone()
    assert row is not None
    assert row["same"]


@pytest.mark.parametrize("retention", ["day", "week", "month"])
async def test_a_new_period_forgets_what_the_old_one_spent(
    conn: Connection, store: Store, retention: Retention
) -> None:
    caller = await limited(conn, store, KeyLimit(credits=PRICE, retention=retention))
    old = await store.submit(submission(store, caller))
    with pytest.raises(LimitReached):
        await store.submit(submission(store, caller))
    await conn.execute("update keys set window_start = window_start - interval '1 microsecond'")
    await conn.execute("update usage set created_at = created_at - interval '40 days'")
    await store.submit(submission(store, caller))
    await store.cancel(caller.account_id, old.id)
    assert await spent(conn, caller) == PRICE, "a hold of the old period gives nothing to the new one"
    with pytest.raises(LimitReached):
        await store.submit(submission(store, caller))


async def test_a_limit_without_reset_outlasts_every_midnight(conn: Connection, store: Store) -> None:
    caller = await limited(conn, store, KeyLimit(credits=PRICE, retention="no_reset"))
    await store.submit(submission(store, caller))
    start = await (await conn.execute("select window_start from keys where id = %s", (caller.key_id,))).fetchone()
    assert start == {"window_start": datetime(1970, 1, 1, tzinfo=UTC)}
    with pytest.raises(LimitReached):
        await store.submit(submission(store, caller))


async def test_a_batch_that_was_held_up_over_midnight_does_not_reset_the_new_day(
    conn: Connection, store: Store
) -> None:
    """It began before midnight, and another, begun after, was first to the row."""
    caller = await limited(conn, store, KeyLimit(credits=3 * PRICE, retention="day"))
    tomorrow = "date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' + interval '1 day'"
    await conn.execute(
        f"update keys set window_start = {tomorrow}, window_credits = %s where id = %s",  # noqa: S608
        (2 * PRICE, caller.key_id),
    )
    await store.submit(submission(store, caller))
    assert await spent(conn, caller) == 3 * PRICE
    assert await number(conn, f"select count(*) from keys where window_start = {tomorrow}") == 1  # noqa: S608


async def test_a_disabled_key_opens_nothing(conn: Connection, store: Store) -> None:
    key = accounts.new_key()
    made = await accounts.create_key(conn, account="somebody", key=key, name=None)
    generation = await store.submit(submission(store, await store.authenticate(key)))
    await conn.execute("update keys set disabled = true where id = %s", (made.id,))
    for asked in (store.authenticate(key), store.poll(key, generation.id)):
        with pytest.raises(VitascopeError, match="disabled"):
            await asked


async def test_a_usage_row_says_whose_it_is_and_for_what(conn: Connection, store: Store, caller: Caller) -> None:
    made = await store.submit(submission(store, caller))
    row = await (
        await conn.execute(
            "select key_id, model, from_balance, from_limit from usage where generation_id = %s", (made.id,)
        )
    ).fetchone()
    assert row == {
        "key_id": UUID(str(caller.key_id)),
        "model": "ltxv/ltxv-2-fast",
        "from_balance": False,
        "from_limit": False,
    }
