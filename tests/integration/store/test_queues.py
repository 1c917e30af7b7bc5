"""A queue an engine and a model: served by those who can, fair by itself, and not waited in for ever."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.integration.store.conftest import NewCaller, submission
from vitascope.core.generation import Generation, Status
from vitascope.store import queue
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database
from vitascope.store.queues import BEFORE, channel, queue_of
from vitascope.store.store import Store
from vitascope.store.unserved import Unserved, in_words

FAST, PRO = queue_of("testcard", "ltxv/ltxv-2-fast"), queue_of("testcard", "ltxv/ltxv-2")


async def submitted(
    store: Store, by: Caller, model: str, *, cost_s: float = 8.0, engine: str = "testcard"
) -> Generation:
    asked = submission(store, by, cost_s=cost_s)
    return await store.submit(replace(asked, spec=replace(asked.spec, model=model, engine=engine)))


@pytest.mark.parametrize("engine", ["testcard", "an-engine-from-another-package"])
@pytest.mark.parametrize("model", ["ltxv/ltxv-2-fast", "somebody/with-a-very-long-name-of-a-model-1.5"])
async def test_a_queue_has_one_name_here_and_in_sql_that_a_channel_can_have(
    conn: Connection, engine: str, model: str
) -> None:
    asked = "select vitascope_queue(jsonb_build_object('engine', %s::text, 'model', %s::text)) as name"
    row = await (await conn.execute(asked, (engine, model))).fetchone()
    assert row == {"name": queue_of(engine, model)}
    assert len(channel(queue_of(engine, model))) < 64


async def test_a_worker_takes_what_it_can_make_and_leaves_the_rest(
    store: Store, caller: Caller, conn: Connection
) -> None:
    fast, pro = await submitted(store, caller, "ltxv/ltxv-2-fast"), await submitted(store, caller, "ltxv/ltxv-2")
    other = await submitted(store, caller, "ltxv/ltxv-2", engine="ltx")
    worker = await queue.register(conn)
    claim = await queue.claim(conn, worker, [PRO])
    assert claim is not None
    assert claim.id == pro.id
    assert await queue.claim(conn, worker, [PRO]) is None
    both = [await queue.claim(conn, worker, [PRO, FAST]) for _ in range(2)]
    assert [None if c is None else c.id for c in both] == [fast.id, None]
    taken = await queue.claim(conn, worker)
    assert taken is not None
    assert taken.id == other.id


async def test_a_queue_that_nobody_serves_does_not_hold_back_the_time_of_others(
    store: Store, new_caller: NewCaller, conn: Connection
) -> None:
    """Else everybody new would come before one who has waited long, and that one starve."""
    busy, stuck = await new_caller("busy"), await new_caller("stuck")
    await submitted(store, stuck, "ltxv/ltxv-2")
    worker = await queue.register(conn)
    mine = [await submitted(store, busy, "ltxv/ltxv-2-fast", cost_s=10) for _ in range(12)]
    for _ in range(6):
        assert await queue.claim(conn, worker, [FAST]) is not None
    for number in range(3):
        await submitted(store, await new_caller(f"new {number}"), "ltxv/ltxv-2-fast", cost_s=11)
    claim = await queue.claim(conn, worker, [FAST])
    assert claim is not None
    assert claim.id == mine[6].id


async def test_what_a_reaper_and_a_stopping_worker_give_back_stays_in_its_queue(
    store: Store, caller: Caller, conn: Connection
) -> None:
    await submitted(store, caller, "ltxv/ltxv-2")
    worker = await queue.register(conn)
    claim = await queue.claim(conn, worker, [PRO])
    assert claim is not None
    await conn.execute(f'listen "{channel(PRO)}"')
    assert await queue.hand_back(conn, claim, failed=False)
    assert await queue.claim(conn, worker, [FAST]) is None
    assert await queue.claim(conn, worker, [PRO]) is not None
    await conn.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
    assert len(await queue.reap(conn, silent_s=5)) == 1
    assert await queue.claim(conn, await queue.register(conn), [PRO]) is not None


async def test_what_a_program_of_before_has_queued_is_moved_to_where_it_is_taken(
    store: Store, caller: Caller, conn: Connection
) -> None:
    made = await submitted(store, caller, "ltxv/ltxv-2")
    await conn.execute("update procrastinate_jobs set queue_name = %s", (BEFORE,))
    worker = await queue.register(conn)
    assert await queue.claim(conn, worker, [PRO]) is None
    await queue.reconcile(conn)
    claim = await queue.claim(conn, worker, [PRO])
    assert claim is not None
    assert claim.id == made.id


async def test_who_serves_what_is_known_for_as_long_as_it_beats(store: Store, caller: Caller, conn: Connection) -> None:
    made = await submitted(store, caller, "ltxv/ltxv-2")
    assert made.unserved
    worker = await queue.register(conn)
    await queue.serve(conn, worker, [FAST])
    await queue.seen(conn, [FAST])
    assert (await store.get(caller.account_id, made.id)).unserved
    assert not (await submitted(store, caller, "ltxv/ltxv-2-fast")).unserved
    await queue.serve(conn, worker, [PRO, FAST])
    await queue.serve(conn, worker, [PRO])
    await queue.seen(conn, [PRO])
    rows = await (await conn.execute("select queue from worker_queues")).fetchall()
    assert rows == [{"queue": PRO}]
    assert not (await store.get(caller.account_id, made.id)).unserved
    await conn.execute("update queues set last_seen = now() - interval '1 hour' where queue = %s", (PRO,))
    waiting = await store.get(caller.account_id, made.id)
    assert (waiting.unserved, waiting.seconds_left) == (True, None)
    await queue.seen(conn, [PRO])
    assert not (await store.get(caller.account_id, made.id)).unserved
    await conn.execute("delete from procrastinate_workers")
    assert await (await conn.execute("select 1 from worker_queues")).fetchone() is None


@pytest.fixture
async def database(database_url: str):  # type: ignore[no-untyped-def]
    made = Database(database_url)
    await made.open()
    yield made
    await made.close()


async def test_what_nobody_can_take_ends_with_an_error_after_its_time_and_costs_nothing(
    store: Store, caller: Caller, conn: Connection, database: Database
) -> None:
    stuck = await submitted(store, caller, "ltxv/ltxv-2")
    served = await submitted(store, caller, "ltxv/ltxv-2-fast")
    await queue.seen(conn, [FAST])
    await conn.execute("update generations set created_at = now() - interval '1 hour'")
    watching = Unserved(database, limit_s=0.2)
    assert await watching.look() == 0, "nobody has looked for so long yet"
    await asyncio.sleep(0.25)
    assert await watching.look() == 1
    ended = await store.get(caller.account_id, stuck.id)
    assert (ended.status, ended.error_code) == (Status.ERROR, "no_worker")
    assert ended.error_message is not None
    assert "ltxv/ltxv-2 with the engine testcard" in ended.error_message
    assert (await store.get(caller.account_id, served.id)).status is Status.QUEUED
    rows = await (await conn.execute("select generation_id, state from usage order by state")).fetchall()
    assert {row["generation_id"]: row["state"] for row in rows} == {stuck.id: "released", served.id: "held"}
    assert await queue.claim(conn, await queue.register(conn), [PRO]) is None


async def test_a_worker_that_comes_in_time_starts_the_wait_anew(
    store: Store, caller: Caller, conn: Connection, database: Database
) -> None:
    stuck = await submitted(store, caller, "ltxv/ltxv-2")
    await conn.execute("update generations set created_at = now() - interval '1 hour'")
    watching = Unserved(database, limit_s=0.2)
    await watching.look()
    await queue.seen(conn, [PRO])
    await asyncio.sleep(0.25)
    assert await watching.look() == 0
    await conn.execute("delete from queues")
    assert await watching.look() == 0
    assert (await store.get(caller.account_id, stuck.id)).status is Status.QUEUED


@pytest.mark.parametrize(
    ("seconds", "words"), [(3600, "1 h"), (90, "90 s"), (300, "5 min"), (7200, "2 h"), (0.5, "0.5 s")]
)
def test_times_are_told_for_people(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
