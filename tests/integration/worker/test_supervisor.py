"""A real worker with a real child on a real database: what it makes, and what it survives."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from uuid import UUID

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from tests.integration.worker.conftest import FAST, Desk, Working
from vitascope.core.generation import Generation, Status
from vitascope.media.probe import probe
from vitascope.media.receipt import read_receipt
from vitascope.store.database import Connection
from vitascope.worker.process import RenderProcess
from vitascope.worker.supervisor import Place, Supervisor


def ended(generation: Generation) -> bool:
    return generation.status.final


def rendering(generation: Generation) -> bool:
    return generation.status is Status.GENERATING and generation.progress > 0


def child_of(supervisor: Supervisor) -> int:
    assert supervisor.child_pid is not None
    return supervisor.child_pid


async def states(conn: Connection) -> list[str]:
    return [r["state"] for r in await (await conn.execute("select state from usage order by created_at")).fetchall()]


async def test_a_prompt_becomes_a_whole_file_with_its_receipt(desk: Desk, working: Working, folder: Path) -> None:
    async with working():
        done = await desk.until((await desk.submit("a test", draft=False)).id, ended)
    assert done.status is Status.COMPLETED
    assert done.artifact is not None
    clip = folder / "artifacts" / done.artifact.video_key
    facts = probe(clip)
    assert (facts.frames, facts.width, facts.height) == (150, 1920, 1080)
    assert read_receipt(clip)["id"] == str(done.id)
    assert read_receipt(clip)["prompt"] == "a test"
    assert (folder / "artifacts" / done.artifact.poster_key).stat().st_size > 1000


async def test_an_engine_that_fails_ends_the_generation_with_its_sentence(desk: Desk, working: Working) -> None:
    async with working():
        failed = await desk.until((await desk.submit("[fail at 40%]")).id, ended)
    assert (failed.status, failed.error_code, failed.attempt) == (Status.ERROR, "engine_failed", 1)
    assert failed.error_message == "The prompt asked for a failure at 40%."


async def test_a_render_that_kills_its_process_is_tried_three_times_and_then_ends_as_an_error(
    desk: Desk, working: Working, conn: Connection
) -> None:
    async with working():
        failed = await desk.until((await desk.submit("[crash]")).id, ended)
        after = await desk.until((await desk.submit("fine")).id, ended)
    assert (failed.status, failed.error_code) == (Status.ERROR, "child_died")
    assert failed.error_message == "The render process ended with exit code 70."
    assert after.status is Status.COMPLETED
    assert await states(conn) == ["released", "charged"]


async def test_a_killed_child_costs_an_attempt_not_the_generation(desk: Desk, working: Working) -> None:
    async with working() as supervisor:
        generation = await desk.submit("[delay 3]")
        await desk.until(generation.id, rendering)
        os.kill(child_of(supervisor), signal.SIGKILL)
        done = await desk.until(generation.id, ended)
    assert (done.status, done.attempt > 1) == (Status.COMPLETED, True)


async def test_a_cancel_ends_a_render_and_keeps_its_child(desk: Desk, working: Working, conn: Connection) -> None:
    async with working() as supervisor:
        generation = await desk.submit("[delay 60]")
        await desk.until(generation.id, rendering)
        child = child_of(supervisor)
        await desk.store.cancel(desk.account_id, generation.id)
        assert (await desk.until(generation.id, ended)).status is Status.CANCELLED
        assert (await desk.until((await desk.submit("next")).id, ended)).status is Status.COMPLETED
        assert child_of(supervisor) == child
    assert await states(conn) == ["released", "charged"]


async def test_a_cancel_ends_even_a_child_that_hears_nothing(desk: Desk, working: Working) -> None:
    async with working() as supervisor:
        generation = await desk.submit("[delay 60]")
        await desk.until(generation.id, rendering)
        child = child_of(supervisor)
        os.kill(child, signal.SIGSTOP)
        await desk.store.cancel(desk.account_id, generation.id)
        assert (await desk.until(generation.id, ended)).status is Status.CANCELLED
        assert (await desk.until((await desk.submit("next")).id, ended)).status is Status.COMPLETED
        assert child_of(supervisor) != child


async def test_the_log_says_how_each_attempt_came_out(desk: Desk, working: Working, conn: Connection) -> None:
    def said(generation: Generation) -> list[str]:
        lines = (line for line in logs if line["event"] == "attempt_ended")
        return [line["outcome"] for line in lines if line["generation_id"] == str(generation.id)]

    with capture_logs(processors=[merge_contextvars]) as logs:
        async with working() as supervisor:
            made = await desk.submit("a test")
            await desk.until(made.id, ended)
            broken = await desk.submit("[fail at 40%]")
            await desk.until(broken.id, ended)
            killed = await desk.submit("[delay 3]")
            await desk.until(killed.id, rendering)
            os.kill(child_of(supervisor), signal.SIGKILL)
            await desk.until(killed.id, ended)
            cancelled = await desk.submit("[delay 60]")
            await desk.until(cancelled.id, rendering)
            await desk.store.cancel(desk.account_id, cancelled.id)
            await desk.until(cancelled.id, ended)
            lost = await desk.submit("[delay 60]")
            await desk.until(lost.id, rendering)
            await conn.execute("update generations set attempt = attempt + 1 where id = %s", (lost.id,))
            stopped = await desk.submit("[delay 60]")
            await desk.until(stopped.id, rendering)
            supervisor.stop(drain_s=0)
    assert [said(each) for each in (made, broken, cancelled)] == [["completed"], ["failed"], ["cancelled"]]
    assert said(killed) == ["handed_back", "completed"]
    assert (said(lost), said(stopped)) == (["claim_lost"], ["handed_back"])


@pytest.mark.slow
async def test_a_child_that_hangs_is_killed_and_its_generation_ends_after_three_attempts(
    desk: Desk, working: Working
) -> None:
    async with working():
        failed = await desk.until((await desk.submit("[hang]")).id, ended)
    assert (failed.status, failed.error_code) == (Status.ERROR, "stalled")
    assert failed.error_message == "The engine gave no sign of life for 5 seconds."


async def test_a_worker_that_is_told_to_stop_hands_its_render_back(desk: Desk, working: Working) -> None:
    async with working():
        generation = await desk.submit("[delay 2]")
        await desk.until(generation.id, rendering)
    waiting = await desk.store.get(desk.account_id, generation.id)
    assert (waiting.status, waiting.queue_position) == (Status.QUEUED, 1)
    async with working():
        assert (await desk.until(generation.id, ended)).status is Status.COMPLETED


async def test_a_worker_that_is_still_loading_its_engine_stops_at_once(
    database_url: str, desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    children: list[int] = []

    async def load_for_ever(child: RenderProcess) -> None:
        children.append(child.pid)
        await asyncio.Event().wait()

    monkeypatch.setattr(RenderProcess, "_loaded", load_for_ever)
    place = Place(scratch=folder / "tmp", log=None)
    worker = Supervisor(url=database_url, artifacts=desk.artifacts, engine="testcard", place=place, timing=FAST)
    task = asyncio.create_task(worker.run())
    while not children:
        await asyncio.sleep(0.01)
    worker.stop(drain_s=60)
    async with asyncio.timeout(60):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(children[0], 0)


async def test_a_render_longer_than_the_stall_timeout_survives_a_drain_beside_other_workers(
    desk: Desk, working: Working
) -> None:
    async with working() as draining:
        generation = await desk.submit("[delay 4]")
        await desk.until(generation.id, rendering)
        async with working():
            draining.stop(drain_s=60)
            done = await desk.until(generation.id, ended)
    assert (done.status, done.attempt) == (Status.COMPLETED, 1)


async def test_two_workers_share_a_queue_and_nothing_is_done_twice(
    desk: Desk, working: Working, conn: Connection
) -> None:
    async with working(), working():
        submitted = await asyncio.gather(*(desk.submit(f"clip {i}") for i in range(6)))
        done = await asyncio.gather(*(desk.until(g.id, ended) for g in submitted))
    assert {(g.status, g.attempt) for g in done} == {(Status.COMPLETED, 1)}
    assert await states(conn) == ["charged"] * 6


async def test_a_worker_whose_claim_was_taken_over_publishes_nothing(
    desk: Desk, working: Working, conn: Connection, folder: Path
) -> None:
    async with working():
        generation = await desk.submit("[delay 2]")
        await desk.until(generation.id, rendering)
        # What a reaper and another worker do, had this one been silent for long enough.
        await conn.execute("update generations set attempt = attempt + 1 where id = %s", (generation.id,))
        await conn.execute("update procrastinate_jobs set status = 'todo', worker_id = null")
        done = await desk.until(generation.id, ended)
    assert (done.status, done.attempt) == (Status.COMPLETED, 3)
    assert attempts_on_disk(folder, done.id) == {"3"}


async def test_connections_that_break_under_a_render_cost_nothing(
    desk: Desk, working: Working, conn: Connection
) -> None:
    async with working():
        generation = await desk.submit("[delay 2]")
        await desk.until(generation.id, rendering)
        for _ in range(10):
            await conn.execute(
                """select pg_terminate_backend(pid) from pg_stat_activity
                   where datname = current_database() and pid <> pg_backend_pid()"""
            )
            await asyncio.sleep(2 * FAST.beat_s)
        done = await desk.until(generation.id, ended)
    assert (done.status, done.attempt) == (Status.COMPLETED, 1)


def attempts_on_disk(folder: Path, generation_id: UUID) -> set[str]:
    return {p.parent.name for p in (folder / "artifacts" / "generations" / str(generation_id)).glob("*/clip.mp4")}
