"""Following generations on a real database: what changes is told, the newest of it, to whoever watches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from psycopg.conninfo import make_conninfo

from tests.integration.store.conftest import Submit, artifact
from vitascope.core.errors import NotFound
from vitascope.core.generation import Generation, Status
from vitascope.store import queue, settle
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database, connect
from vitascope.store.embedded import EmbeddedPostgres
from vitascope.store.estimate import Estimator
from vitascope.store.queue import Claim, Progress
from vitascope.store.store import Store
from vitascope.store.subscription import Subscription
from vitascope.store.watch import Watch

LIMIT_S = 20.0
"""For what should take a tenth of a second; a machine under load takes longer."""


@asynccontextmanager
async def watching(url: str, stopping: asyncio.Event | None = None) -> AsyncIterator[Watch]:
    database = Database(url)
    await database.open()
    watch = Watch(database, Estimator(database, cache_s=0, patience_s=None), stopping=stopping)
    await watch.open()
    try:
        yield watch
    finally:
        await watch.close()
        await database.close()


@pytest.fixture
async def watch(database_url: str) -> AsyncIterator[Watch]:
    async with watching(database_url) as made:
        yield made


async def until(states: Subscription, holds: Callable[[Generation], bool]) -> Generation:
    async with asyncio.timeout(LIMIT_S):
        while (found := await states.next()) is not None:
            if holds(found):
                return found
    raise AssertionError("it ended before")


def anything(_generation: Generation) -> bool:
    return True


async def claimed(conn: Connection) -> Claim:
    claim = await queue.claim(conn, await queue.register(conn))
    assert claim is not None
    return claim


async def report(conn: Connection, claim: Claim, step: int) -> None:
    at = Progress(progress=step / 100, stage="frames", step=step, steps=100)
    assert not (await queue.report(conn, claim, worker_id=claim.worker_id, at=at)).lost


async def test_a_reader_is_told_of_every_station_of_a_life(watch: Watch, submit: Submit, conn: Connection) -> None:
    with watch.subscribe(await submit()) as states:
        assert (await until(states, anything)).status is Status.QUEUED
        claim = await claimed(conn)
        await until(states, lambda g: g.status is Status.GENERATING)
        await report(conn, claim, 50)
        half = await until(states, lambda g: g.progress == 0.5)
        assert (half.stage, half.step, half.steps) == ("frames", 50, 100)
        assert await settle.complete(conn, claim, artifact(claim.generation, claim.attempt), {})
        done = await until(states, lambda g: g.status.final)
        assert done.artifact is not None
        assert states.over
        assert await states.next() is None
    assert watch.readers == 0


async def test_a_poster_is_news(watch: Watch, submit: Submit, conn: Connection) -> None:
    made = await submit()
    claim = await claimed(conn)
    await report(conn, claim, 50)
    with watch.subscribe(made) as states:
        before = await until(states, lambda g: g.progress == 0.5)
        at = Progress(progress=0.5, stage="frames", step=50, steps=100, poster_key="a key")
        assert not (await queue.report(conn, claim, worker_id=claim.worker_id, at=at)).lost
        told = await until(states, lambda g: g.poster_key == "a key")
    assert told.standing != before.standing


async def test_what_changed_between_the_read_and_the_subscription_is_told(
    watch: Watch, submit: Submit, conn: Connection
) -> None:
    before = await submit()
    await claimed(conn)
    with watch.subscribe(before) as states:
        assert (await until(states, anything)).status is Status.QUEUED
        await until(states, lambda g: g.status is Status.GENERATING)


async def test_a_slow_reader_finds_the_newest_state_and_no_backlog(
    watch: Watch, submit: Submit, conn: Connection
) -> None:
    made = await submit()
    with watch.subscribe(made) as slow, watch.subscribe(made) as quick:
        await until(quick, anything)
        claim = await claimed(conn)
        for step in (10, 20, 30):
            await report(conn, claim, step)
            await until(quick, lambda g, step=step: g.step == step)
        found = await slow.next()
        assert found is not None
        assert found.step == 30
        assert await slow.next(0.3) is None


async def test_many_readers_of_one_generation_are_each_told_and_leave_nothing(
    watch: Watch, submit: Submit, conn: Connection
) -> None:
    made, other = await submit(), await submit()
    claim = await claimed(conn)
    assert claim.id == made.id
    readers = [watch.subscribe(made) for _ in range(50)]
    with watch.subscribe(other) as bystander:
        await until(bystander, lambda g: g.queue_position == 1)
        assert await settle.end_cancelled(conn, claim)
        ends = await asyncio.gather(*(until(reader, lambda g: g.status.final) for reader in readers))
        assert {end.status for end in ends} == {Status.CANCELLED}
        assert await bystander.next(0.3) is None
        assert watch.readers == 51
        for reader in readers:
            watch.leave(reader)
            watch.leave(reader)
        assert watch.readers == 1
    assert watch.readers == 0


async def test_a_place_in_the_queue_that_changes_is_told(watch: Watch, submit: Submit, conn: Connection) -> None:
    await submit()
    second = await submit()
    with watch.subscribe(second) as states:
        await until(states, lambda g: g.queue_position == 2)
        await claimed(conn)
        moved = await until(states, lambda g: g.queue_position == 1)
        assert moved.status is Status.QUEUED
        assert moved.seconds_left is not None


async def test_a_generation_that_is_deleted_is_gone_for_its_readers(
    watch: Watch, store: Store, caller: Caller, submit: Submit, conn: Connection
) -> None:
    made = await submit()
    await claimed(conn)  # so that it is not cancelled at once, which would be an end that can be told
    with watch.subscribe(made) as states:
        await until(states, lambda g: g.status is Status.GENERATING)
        await store.delete(caller.account_id, made.id)
        with pytest.raises(NotFound):
            await until(states, lambda g: g.status.final)
        assert states.over


async def test_until_final_waits_for_the_end_and_no_longer_than_it_may(
    watch: Watch, submit: Submit, conn: Connection
) -> None:
    made = await submit()
    with watch.subscribe(made) as states:
        found = await states.until_final(0.2)
        assert found is not None
        assert found.status is Status.QUEUED
        waiting = asyncio.create_task(states.until_final(LIMIT_S))
        claim = await claimed(conn)
        assert await settle.complete(conn, claim, artifact(claim.generation, claim.attempt), {})
        ended = await waiting
        assert ended is not None
        assert ended.status is Status.COMPLETED


async def test_a_server_that_stops_ends_every_subscription(database_url: str, submit: Submit) -> None:
    stopping = asyncio.Event()
    made = await submit()
    async with watching(database_url, stopping) as watch:
        with watch.subscribe(made) as states:
            await until(states, anything)
            waiting = asyncio.create_task(states.next())
            stopping.set()
            async with asyncio.timeout(LIMIT_S):
                assert await waiting is None
        with watch.subscribe(made) as late:
            assert [g.status async for g in late] == [Status.QUEUED]


async def test_all_readers_share_one_listening_connection(watch: Watch, submit: Submit, conn: Connection) -> None:
    made = [await submit() for _ in range(5)]
    readers = [watch.subscribe(g) for g in made for _ in range(40)]
    await asyncio.gather(*(until(reader, anything) for reader in readers))
    cursor = await conn.execute(
        """select count(*) as listeners from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and query ilike 'listen %'"""
    )
    row = await cursor.fetchone()
    assert row == {"listeners": 1}
    for reader in readers:
        watch.leave(reader)


async def _others(admin: Connection, database: str, ours: int) -> bool:
    query = "select 1 from pg_stat_activity where datname = %s and pid <> %s"
    return (await (await admin.execute(query, (database, ours))).fetchone()) is not None


async def test_what_happened_while_the_database_was_out_of_reach_is_told_afterwards(
    watch: Watch, submit: Submit, conn: Connection, postgres: EmbeddedPostgres
) -> None:
    with watch.subscribe(await submit()) as states:
        await until(states, anything)
        async with await connect(make_conninfo(postgres.url, dbname="postgres")) as admin:
            name = conn.info.dbname
            await admin.execute(f"alter database {name} allow_connections false")
            await admin.execute(
                "select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = %s and pid <> %s",
                (name, conn.info.backend_pid),
            )
            async with asyncio.timeout(LIMIT_S):  # they are told to end, and end when they read it
                while await _others(admin, name, conn.info.backend_pid):
                    await asyncio.sleep(0.01)
            claim = await claimed(conn)
            assert await settle.complete(conn, claim, artifact(claim.generation, claim.attempt), {})
            while (told := await states.next(1.0)) is not None:  # what was on its way before
                assert told.status is Status.QUEUED
            await admin.execute(f"alter database {name} allow_connections true")
        assert (await until(states, lambda g: g.status.final)).status is Status.COMPLETED
