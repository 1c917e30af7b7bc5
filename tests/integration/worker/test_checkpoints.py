"""What a render keeps on its way: stored, gone on from, taken away; and drafts, which are kept for longer."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.generation import GenerationRequest, Status, fill
from vitascope.store import queue
from vitascope.store.database import Connection
from vitascope.store.queue import Claim
from vitascope.worker.checkpoints import Checkpoints
from vitascope.worker.sweeper import Sweeper

from .conftest import Desk, Working

DAY = timedelta(days=1)


async def stored(artifacts: ArtifactStore, prefix: str = keys.CHECKPOINTS) -> list[str]:
    return sorted([head.key async for head in artifacts.list(prefix)])


async def key_of(conn: Connection, desk_id: object) -> str | None:
    row = await (await conn.execute("select checkpoint_key from generations where id = %s", (desk_id,))).fetchone()
    assert row is not None
    key: str | None = row["checkpoint_key"]
    return key


def age(folder: Path, key: str) -> None:
    """Make a file look as if it had lain there for two days."""
    path = folder / "artifacts" / key
    long_ago = path.stat().st_mtime - 2 * DAY.total_seconds()
    os.utime(path, (long_ago, long_ago))


async def test_an_attempt_goes_on_from_what_the_one_that_crashed_had_kept(desk: Desk, working: Working) -> None:
    made = await desk.submit("a boat [crash once]", draft=False)
    async with working():
        ended = await desk.until(made.id, lambda g: g.status.final)
    assert (ended.status, ended.attempt) == (Status.COMPLETED, 3), "1 crashed, its hand-back is 2, and 3 went on"
    assert await stored(desk.artifacts) == [], "a clip that is whole needs no checkpoint"


async def test_a_failed_clip_leaves_no_checkpoint(desk: Desk, working: Working) -> None:
    made = await desk.submit("a boat [crash once] [fail at 50%]", draft=False)
    async with working():
        ended = await desk.until(made.id, lambda g: g.status.final)
    assert ended.status is Status.ERROR
    assert await stored(desk.artifacts) == []


async def test_a_draft_is_half_as_high_and_keeps_what_it_is_finished_from(
    desk: Desk, working: Working, conn: Connection
) -> None:
    made = await desk.submit("a boat", draft=True)
    async with working():
        ended = await desk.until(made.id, lambda g: g.status.final)
    assert ended.artifact is not None
    assert (ended.artifact.width, ended.artifact.height) == (960, 540)
    assert ended.artifact.frames == 150
    assert await stored(desk.artifacts) == [await key_of(conn, made.id)]


async def test_a_draft_is_swept_once_it_cannot_be_finished_any_more(
    database_url: str, desk: Desk, working: Working, conn: Connection, folder: Path
) -> None:
    made = await desk.submit("a boat", draft=True)
    async with working():
        await desk.until(made.id, lambda g: g.status.final)
    key = await key_of(conn, made.id)
    assert key is not None
    age(folder, key)
    sweeper = Sweeper(database_url, desk.artifacts, retention=7 * DAY, draft_age=DAY)
    await sweeper.sweep()
    assert await stored(desk.artifacts) == [key], "it can still be finished"
    await conn.execute("update generations set finished_at = now() - interval '25 hours' where id = %s", (made.id,))
    await sweeper.sweep()
    assert await stored(desk.artifacts) == []


async def test_what_is_being_finished_is_not_swept_with_its_draft(
    database_url: str, desk: Desk, working: Working, conn: Connection, folder: Path
) -> None:
    made = await desk.submit("a boat", draft=True)
    async with working():
        await desk.until(made.id, lambda g: g.status.final)
    key = await key_of(conn, made.id)
    assert key is not None
    await desk.submit("a boat", checkpoint_key=key, finish_of=made.id, draft=False)
    age(folder, key)
    await conn.execute("update generations set deleted_at = now() where id = %s", (made.id,))
    await Sweeper(database_url, desk.artifacts, retention=7 * DAY, draft_age=DAY).sweep()
    assert await stored(desk.artifacts) == [key]


async def test_a_checkpoint_that_no_row_names_is_swept(database_url: str, desk: Desk, folder: Path) -> None:
    key = keys.checkpoint_key(uuid4(), 1, 1)
    await desk.artifacts.put_bytes(key, b"of an attempt that died before its row was written")
    sweeper = Sweeper(database_url, desk.artifacts, retention=7 * DAY, draft_age=DAY)
    await sweeper.sweep()
    assert await stored(desk.artifacts) == [key], "it is young: its row may be on its way"
    age(folder, key)
    await sweeper.sweep()
    assert await stored(desk.artifacts) == []


async def _claimed(desk: Desk, conn: Connection) -> Claim:
    await desk.submit("a boat", draft=False)
    claim = await queue.claim(conn, await queue.register(conn))
    assert claim is not None
    return claim


def _checkpoints(desk: Desk, conn: Connection, claim: Claim) -> Checkpoints:
    return Checkpoints(desk.artifacts, claim, lambda key: queue.note_checkpoint(conn, claim, key))


async def test_the_newest_checkpoint_replaces_those_before(desk: Desk, conn: Connection, folder: Path) -> None:
    claim = await _claimed(desk, conn)
    checkpoints = _checkpoints(desk, conn, claim)
    for number in range(4):
        path = folder / f"checkpoint-{number}"
        path.write_text(f"step {number}")
        checkpoints.offer(path)
    await checkpoints.stored()
    key = await key_of(conn, claim.id)
    assert key is not None
    assert await stored(desk.artifacts) == [key]
    assert await desk.artifacts.get_bytes(key) == b"step 3"
    assert not list(folder.glob("checkpoint-*"))


async def test_an_attempt_that_lost_its_claim_keeps_nothing_and_takes_nothing_away(
    desk: Desk, conn: Connection, folder: Path
) -> None:
    stale = await _claimed(desk, conn)
    ours = folder / "ours"
    ours.write_text("ours")
    checkpoints = _checkpoints(desk, conn, stale)
    checkpoints.offer(ours)
    await checkpoints.stored()
    before = await key_of(conn, stale.id)
    await queue.hand_back(conn, stale, failed=True)
    late = folder / "late"
    late.write_text("late")
    checkpoints.offer(late)
    await checkpoints.stored()
    assert await key_of(conn, stale.id) == before
    assert await stored(desk.artifacts) == [before]


async def test_the_last_try_begins_at_the_beginning(desk: Desk, conn: Connection, folder: Path) -> None:
    claim = await _claimed(desk, conn)
    await desk.artifacts.put_bytes("checkpoints/x/1-1", b"kept")
    for tries, expected in ((1, True), (2, True), (3, False)):
        again = Claim(
            job_id=claim.job_id,
            worker_id=claim.worker_id,
            generation=claim.generation,
            tries=tries,
            checkpoint_key="checkpoints/x/1-1",
        )
        path = await _checkpoints(desk, conn, again).fetch(folder)
        assert (path is not None) is expected
        if path is not None:
            assert path.read_bytes() == b"kept"


@pytest.mark.parametrize("key", [None, "checkpoints/gone/1-1"])
async def test_without_a_checkpoint_a_render_begins_at_the_beginning(
    desk: Desk, conn: Connection, folder: Path, key: str | None
) -> None:
    claim = await _claimed(desk, conn)
    without = Claim(
        job_id=claim.job_id, worker_id=claim.worker_id, generation=claim.generation, tries=1, checkpoint_key=key
    )
    assert await _checkpoints(desk, conn, without).fetch(folder) is None


def test_a_draft_is_part_of_what_is_asked() -> None:
    spec = fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="a boat", draft=True), engine="testcard", seed=1)
    assert type(spec).from_json(spec.to_json()) == spec
    assert (spec.frame_size.width, spec.frame_size.height) == (960, 540)
