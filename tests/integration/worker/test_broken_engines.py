"""Errors that nobody foresaw, and files that cannot be had: what fails is one attempt, and the worker goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.integration.worker.conftest import Desk, Working
from vitascope.artifacts import keys
from vitascope.core.generation import Status
from vitascope.media.image import encode_png
from vitascope.store.database import Connection
from vitascope.worker import order


async def test_after_an_unforeseen_error_a_process_renders_nothing_more(desk: Desk, working: Working) -> None:
    async with working() as worker:
        first = await desk.submit("a boat")
        await desk.until(first.id, lambda g: g.status is Status.COMPLETED)
        before = worker.child_pid
        broken = await desk.submit("a boat [bug]")
        ended = await desk.until(broken.id, lambda g: g.status.final)
        assert (ended.status, ended.error_code) == (Status.ERROR, "engine_broke")
        assert ended.error_message == "The engine failed: RuntimeError: The prompt asked for a bug."
        after = await desk.submit("a boat")
        assert (await desk.until(after.id, lambda g: g.status.final)).status is Status.COMPLETED
        assert worker.child_pid != before


async def test_a_file_store_that_is_away_for_a_moment_costs_no_attempt(
    desk: Desk, working: Working, conn: Connection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "FETCH_PAUSES_S", (0.05,) * 200)
    made = await desk.submit("a boat")
    key = keys.image_key(made.id)
    place = folder / "artifacts" / key
    place.parent.mkdir(parents=True)
    place.symlink_to(place)  # a loop: there, and not to be read
    await conn.execute("update generations set image_key = %s where id = %s", (key, made.id))
    async with working():
        await desk.until(made.id, lambda g: g.status is Status.GENERATING)
        whole = folder / "whole.png"
        whole.write_bytes(encode_png(np.full((1080, 1920, 3), 90, np.uint8)))
        whole.replace(place)  # at no moment missing or half written
        ended = await desk.until(made.id, lambda g: g.status.final)
    assert (ended.status, ended.attempt) == (Status.COMPLETED, 1)


async def test_a_file_store_that_stays_away_ends_the_job_and_not_the_worker(
    desk: Desk, working: Working, conn: Connection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "FETCH_PAUSES_S", (0.01,))
    made, other = await desk.submit("a boat"), await desk.submit("another boat")
    key = keys.image_key(made.id)
    place = folder / "artifacts" / key
    place.parent.mkdir(parents=True)
    place.symlink_to(place)
    await conn.execute("update generations set image_key = %s where id = %s", (key, made.id))
    async with working() as worker:
        ended = await desk.until(made.id, lambda g: g.status.final)
        assert (ended.status, ended.error_code) == (Status.ERROR, "not_fetched")
        assert (await desk.until(other.id, lambda g: g.status.final)).status is Status.COMPLETED
        assert worker.child_pid is not None
