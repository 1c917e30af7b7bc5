"""A database that goes away for seven times the stall timeout, as 35 s are to the five of an installation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.integration.worker.conftest import FAST, Desk, Working
from tests.integration.worker.outages import Kind, outage, read_only
from tests.integration.worker.test_supervisor import ended, rendering
from vitascope.compose.api import api_app
from vitascope.compose.database import prepare
from vitascope.core.errors import Unavailable
from vitascope.core.generation import Status
from vitascope.settings import Settings
from vitascope.store import queue
from vitascope.store.database import Connection, connect
from vitascope.store.embedded import EmbeddedPostgres
from vitascope.worker.heart import Heart, Interrupt, Timing
from vitascope.worker.supervisor import Place, Supervisor

OUTAGE_S = 7 * FAST.stall_s
PROMPT_S = 5.0
"""An API without its database says so within this."""
STEP_TIMEOUT_S = 5.0
"""Silence that the test card's engine may keep."""
KEY = "a-key-for-the-test-of-outages"
ROUTE = "/v2/video/generations"


@pytest.fixture
async def server(folder: Path) -> AsyncIterator[EmbeddedPostgres]:
    """A server of one's own, which may be taken away."""
    made = EmbeddedPostgres(folder / "postgres")
    await made.start()
    async with await connect(made.url) as conn:  # a beat may wait for a disk that is busy with other things
        await conn.execute("alter system set fsync = off")
        await conn.execute("select pg_reload_conf()")
    yield made
    await made.stop()


@pytest.fixture
async def database_url(server: EmbeddedPostgres) -> str:
    """In the place of the shared one, for `desk` and `working` too."""
    await prepare(server.url, api_key=KEY)
    return server.url


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["stopped", "frozen"])
async def test_an_outage_costs_a_render_nothing_and_an_idle_worker_takes_new_work_afterwards(
    desk: Desk, working: Working, server: EmbeddedPostgres, kind: Kind
) -> None:
    async with working(), working():
        long = await desk.submit(f"[delay {OUTAGE_S + 30}]")
        await desk.until(long.id, rendering)
        async with outage(server, kind):
            await asyncio.sleep(OUTAGE_S)  # not a wait for anything: the outage itself
        short = await desk.submit("while the other renders")
        async with asyncio.timeout(300):
            assert (await desk.until(short.id, ended)).status is Status.COMPLETED
            assert (await desk.store.get(desk.account_id, long.id)).status is Status.GENERATING
            done = await desk.until(long.id, ended)
    assert (done.status, done.attempt) == (Status.COMPLETED, 1)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["stopped", "frozen"])
async def test_a_render_that_ends_during_an_outage_is_settled_after_it(
    desk: Desk, working: Working, server: EmbeddedPostgres, folder: Path, kind: Kind
) -> None:
    async with working(), working():
        generation = await desk.submit("[delay 1]")
        await desk.until(generation.id, rendering)
        clip = folder / "artifacts" / "generations" / str(generation.id) / "1" / "clip.mp4"
        async with outage(server, kind), asyncio.timeout(300):
            while not clip.exists():
                await asyncio.sleep(0.05)
        done = await desk.until(generation.id, ended)
    assert (done.status, done.attempt) == (Status.COMPLETED, 1)


async def submit_for_ever(desk: Desk) -> None:
    """Until the server takes no more: each of its connections hears of the change in its own time."""
    while True:
        await desk.submit("not now")


async def test_a_server_that_takes_no_writes_for_a_while_is_an_outage_too(
    desk: Desk, working: Working, server: EmbeddedPostgres, folder: Path
) -> None:
    async with working(), working():
        generation = await desk.submit("[delay 1]")
        await desk.until(generation.id, rendering)
        clip = folder / "artifacts" / "generations" / str(generation.id) / "1" / "clip.mp4"
        async with read_only(server), asyncio.timeout(300):
            with pytest.raises(Unavailable):
                await submit_for_ever(desk)
            while not clip.exists():
                await asyncio.sleep(0.05)
        assert (await desk.until(generation.id, ended)).attempt == 1
        assert (await desk.until((await desk.submit("next")).id, ended)).status is Status.COMPLETED


async def test_an_idle_worker_stops_at_once_though_its_database_is_away(
    desk: Desk, server: EmbeddedPostgres, folder: Path
) -> None:
    supervisor = Supervisor(
        url=server.url,
        artifacts=desk.artifacts,
        engine="testcard",
        place=Place(scratch=folder / "tmp", log=None),
        timing=FAST,
    )
    async with outage(server, "stopped"), asyncio.timeout(300):
        working = asyncio.create_task(supervisor.run())
        while supervisor.child_pid is None:  # from here on it looks for work
            await asyncio.sleep(0.05)
        supervisor.stop(drain_s=600)
        await working


async def test_a_worker_that_was_paused_does_not_take_its_child_for_silent(desk: Desk, working: Working) -> None:
    async with working():
        generation = await desk.submit("[delay 9]")
        await desk.until(generation.id, rendering)
        time.sleep(STEP_TIMEOUT_S + 0.5)  # noqa: ASYNC251 - stops all that the worker does, as SIGSTOP would
        done = await desk.until(generation.id, ended)
    assert (done.status, done.attempt) == (Status.COMPLETED, 1)


async def test_a_claim_that_comes_through_when_the_drain_is_over_is_handed_back(
    desk: Desk, working: Working, conn: Connection, database_url: str
) -> None:
    async with working() as supervisor, await connect(database_url) as holder, asyncio.timeout(300):
        await desk.until((await desk.submit("so that it is warm")).id, ended)
        async with holder.transaction():
            # A claim needs this, a submit does not: it gets stuck half-way, with the job in its hands.
            await holder.execute(
                "create or replace function hold() returns trigger language plpgsql as $$ begin "
                "perform pg_advisory_xact_lock(7); return new; end $$"
            )
            await holder.execute(
                "create trigger hold before update on generations for each row execute function hold()"
            )
        await holder.execute("select pg_advisory_lock(7)")
        generation = await desk.submit("[delay 60]")
        while not (await (await conn.execute("select 1 from pg_locks where objid = 7 and not granted")).fetchall()):
            await asyncio.sleep(0.01)
        supervisor.stop(drain_s=0)
        await asyncio.sleep(0.1)  # its patience is over now, and there is nothing yet to be given up
        await holder.execute("select pg_advisory_unlock(7)")
        waiting = await desk.until(generation.id, lambda g: g.attempt > 0 and g.status is Status.QUEUED)
        assert waiting.attempt == 2


@pytest.mark.parametrize("kind", ["stopped", "frozen"])
async def test_the_api_says_promptly_that_its_database_is_away_and_works_again_when_it_is_back(
    server: EmbeddedPostgres, database_url: str, folder: Path, kind: Kind
) -> None:
    settings = Settings(data_dir=folder / "data", engine="testcard")
    async with api_app(settings, database_url, link_secret=b"x" * 32) as app:
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://test", headers={"Authorization": f"Bearer {KEY}"}
        )

        async def submit() -> httpx.Response:
            return await client.post(ROUTE, json={"model": "ltxv/ltxv-2-fast", "prompt": "a boat"})

        async def timed(request: asyncio.Future[httpx.Response]) -> tuple[int, bool, float]:
            began = time.monotonic()
            reply = await request
            return reply.status_code, "Retry-After" in reply.headers, time.monotonic() - began

        async with client:
            # Several at once, so that the pool holds several connections when the database goes away.
            made = [reply.json()["id"] for reply in await asyncio.gather(*(submit() for _ in range(4)))]
            async with outage(server, kind):
                for _ in range(2):
                    requests = (
                        submit(),
                        submit(),
                        client.get(ROUTE, params={"generation_id": made[0]}),
                        client.get(ROUTE, params={"generation_id": made[1]}),
                        client.delete(ROUTE, params={"generation_id": made[2]}),
                        client.get("/health/ready"),
                    )
                    answers = await asyncio.gather(*(timed(asyncio.ensure_future(r)) for r in requests))
                    assert [a[:2] for a in answers] == [(503, True)] * len(answers)
                    assert max(a[2] for a in answers) < PROMPT_S
            async with asyncio.timeout(300):
                while (await client.get("/health/ready")).status_code != 200:
                    await asyncio.sleep(0.05)
            polled = await client.get(ROUTE, params={"generation_id": made[0]})
            assert (polled.status_code, polled.json()["status"]) == (200, "queued")
            assert (await submit()).status_code == 200


async def test_a_reaper_that_was_itself_held_up_gives_the_others_time_to_beat(desk: Desk, database_url: str) -> None:
    timing = Timing(beat_s=0.1, stall_s=2.0)
    async with await connect(database_url) as conn, await connect(database_url) as freezer:
        await desk.submit("a boat")
        worker_id = await queue.register(conn)
        claim = await queue.claim(conn, worker_id)
        assert claim is not None
        heart = Heart(database_url, timing, ())
        beating = asyncio.create_task(heart.run())
        try:
            async with asyncio.timeout(300):
                for _ in range(int(1.5 * timing.stall_s / timing.beat_s)):  # until the heart may reap
                    assert await queue.beat(conn, worker_id, silent_s=timing.stall_s) is not None
                    await asyncio.sleep(timing.beat_s)
                async with freezer.transaction():  # nobody beats while this lasts, as when the server freezes
                    await freezer.execute("select 1 from procrastinate_workers for update")
                    await asyncio.sleep(1.5 * timing.stall_s)
                before = await _last_beat(conn, heart)
                while await _last_beat(conn, heart) == before:
                    await asyncio.sleep(0.01)
                # The heart has beaten twice since; the other's turn comes only now, and is not too late.
                assert await queue.beat(conn, worker_id, silent_s=timing.stall_s) is not None
            row = await (await conn.execute("select status, worker_id from procrastinate_jobs")).fetchone()
            assert row == {"status": "doing", "worker_id": worker_id}
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)


async def test_a_heart_that_broke_for_a_reason_that_nobody_foresaw_beats_on(
    conn: Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its worker would go on taking jobs, and others take every one of them over."""
    serve, broken = queue.serve, asyncio.Event()

    async def breaks_once(conn: Connection, worker_id: int, queues: Sequence[str]) -> None:
        if not broken.is_set():
            broken.set()
            raise RuntimeError("Nobody foresaw this.")
        await serve(conn, worker_id, queues)

    monkeypatch.setattr(queue, "serve", breaks_once)
    heart = Heart(database_url, FAST, ("testcard/a",))
    beating = asyncio.create_task(heart.run())
    try:
        async with asyncio.timeout(300):
            await broken.wait()
            before = await _last_beat(conn, heart)
            while await _last_beat(conn, heart) == before:
                await asyncio.sleep(0.01)
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def _last_beat(conn: psycopg.AsyncConnection[psycopg.rows.DictRow], heart: Heart) -> object:
    cursor = await conn.execute("select last_heartbeat from procrastinate_workers where id = %s", (heart.worker_id,))
    row = await cursor.fetchone()
    assert row is not None
    return row["last_heartbeat"]


async def test_a_worker_whose_name_was_pruned_while_it_was_paused_takes_work_again(
    desk: Desk, database_url: str, folder: Path
) -> None:
    supervisor = Supervisor(
        url=database_url,
        artifacts=desk.artifacts,
        engine="testcard",
        place=Place(scratch=folder / "tmp", log=None),
        timing=Timing(beat_s=3.0, stall_s=10.0),  # between two beats there is time to hear of work
    )
    working = asyncio.create_task(supervisor.run())
    async with asyncio.timeout(300), await connect(database_url) as conn:
        assert (await desk.until((await desk.submit("first")).id, ended)).status is Status.COMPLETED
        await conn.execute("delete from procrastinate_workers")
        second = await desk.submit("second")
        look = asyncio.ensure_future(desk.until(second.id, ended))
        await asyncio.wait({working, look}, return_when=asyncio.FIRST_COMPLETED)
        assert not working.done(), working.exception()
        assert (await look).status is Status.COMPLETED
        supervisor.stop(drain_s=0)
        await working


async def test_a_worker_that_is_cut_off_for_too_long_gives_its_render_up(
    desk: Desk, server: EmbeddedPostgres, folder: Path
) -> None:
    """By then another may have it, and this one's GPU has better things to do."""
    worker = Supervisor(
        url=server.url,
        artifacts=desk.artifacts,
        engine="testcard",
        place=Place(scratch=folder / "tmp", log=None),
        timing=Timing(beat_s=0.1, stall_s=1.0, fence_s=2.0),
    )
    task = asyncio.create_task(worker.run())
    generation = await desk.submit("[delay 300]")
    await desk.until(generation.id, rendering)
    running = worker._heart.running
    assert running is not None
    async with outage(server, "stopped"), asyncio.timeout(300):
        assert await running.interrupt is Interrupt.LOST
    again = await desk.until(generation.id, lambda found: found.attempt > 1)
    assert again.status in {Status.QUEUED, Status.GENERATING}
    worker.stop(drain_s=0)
    await task
