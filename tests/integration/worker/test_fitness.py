"""A machine that cannot make clips beside one that can: it does not fail everybody's clips one after the other."""

from __future__ import annotations

import asyncio
import errno
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.integration.worker.conftest import FAST, Desk, Working
from tests.integration.worker.test_supervisor import ended
from vitascope.artifacts.digests import Published
from vitascope.artifacts.store import ArtifactStore, open_store
from vitascope.core.errors import NoRoom
from vitascope.core.generation import Status
from vitascope.store.database import Connection
from vitascope.worker import fitness, order, supervisor
from vitascope.worker.supervisor import Place, Supervisor


def full_store(folder: Path) -> ArtifactStore:
    """One that takes no file."""
    store = open_store(folder)

    async def publish(_key: str, _path: Path) -> Published:
        raise OSError(errno.ENOSPC, "No space left on device")

    store.publish = publish  # type: ignore[method-assign]
    return store


async def test_what_one_machine_cannot_keep_another_makes(
    desk: Desk, working: Working, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitness, "LOOK_S", 0.05)
    broken = Supervisor(
        url=database_url,
        artifacts=full_store(folder / "full"),
        engine="testcard",
        place=Place(scratch=folder / "tmp-broken", log=None),
        timing=FAST,
    )
    with capture_logs() as logs:
        task = asyncio.create_task(broken.run())
        first = await desk.submit("a boat")
        while not any(line["event"] == "attempt_failed" for line in logs):
            await asyncio.sleep(0.02)
        async with working():
            made = [first, *[await desk.submit(f"boat {n}") for n in range(4)]]
            done = [await desk.until(each.id, ended) for each in made]
        broken.stop(drain_s=0)
        await task
    assert [each.status for each in done] == [Status.COMPLETED] * 5
    assert any(line["event"] == "stands_back" for line in logs)


async def test_a_worker_without_room_on_its_disk_takes_nothing_until_there_is_some(
    desk: Desk, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = True

    def look(_folder: Path) -> None:
        if full:
            raise NoRoom("full")

    monkeypatch.setattr(supervisor, "look_for_room", look)
    with capture_logs() as logs:
        made = await desk.submit("a boat")
        async with working():
            while not any(line["event"] == "engine_not_ready" for line in logs):
                await asyncio.sleep(0.02)
            assert (await desk.store.get(desk.account_id, made.id)).status is Status.QUEUED
            full = False
            done = await desk.until(made.id, ended)
    assert (done.status, done.attempt) == (Status.COMPLETED, 1)


async def test_a_disk_that_is_full_in_mid_render_costs_the_clip_no_try(
    desk: Desk, working: Working, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def make_order(*_: object) -> object:
        nonlocal tries
        tries += 1
        if tries <= 4:
            monkeypatch.setattr(fitness, "PAUSES_S", (0.01,))
            raise OSError(errno.ENOSPC, "No space left on device")
        return await real(*_)  # type: ignore[arg-type]

    real = order.make_order
    monkeypatch.setattr(order, "make_order", make_order)
    monkeypatch.setattr(order, "FETCH_PAUSES_S", ())
    async with working():
        done = await desk.until((await desk.submit("a boat")).id, ended)
    assert done.status is Status.COMPLETED
    row = await (await conn.execute("select attempt - handed_back as tries from generations")).fetchone()
    assert row == {"tries": 1}
