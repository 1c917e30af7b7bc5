"""The sweeper on a real folder and a real database: what it deletes, and what it leaves."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import structlog

from tests.integration.store.conftest import artifact
from tests.integration.worker.conftest import Desk
from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore, Head, open_store
from vitascope.core.errors import NotFound, Unavailable
from vitascope.core.generation import Generation, Status
from vitascope.store import queue, retention, settle
from vitascope.store.database import Connection
from vitascope.worker.sweeper import ORPHAN_AGE, Sweeper

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@pytest.fixture
def sweeper(database_url: str, desk: Desk) -> Sweeper:
    return Sweeper(database_url, desk.artifacts, retention=WEEK, draft_age=DAY)


async def files(desk: Desk) -> set[str]:
    return {head.key async for head in desk.artifacts.list(keys.PREFIX)}


async def publish(desk: Desk, generation_id: UUID, attempt: int) -> set[str]:
    """What an attempt leaves behind: a clip and a poster."""
    made = {keys.clip_key(generation_id, attempt), keys.poster_key(generation_id, attempt)}
    for key in made:
        await desk.artifacts.put_bytes(key, b"a file")
    return made


async def claim(conn: Connection) -> queue.Claim:
    got = await queue.claim(conn, await queue.register(conn))
    assert got is not None
    return got


async def completed(desk: Desk, conn: Connection) -> tuple[Generation, set[str]]:
    generation = await desk.submit("a boat", draft=False)
    claimed = await claim(conn)
    assert claimed.id == generation.id
    made = await publish(desk, generation.id, claimed.attempt)
    assert await settle.complete(conn, claimed, artifact(generation, claimed.attempt), {})
    return generation, made


def age(folder: Path, names: Iterable[str], by: timedelta) -> None:
    then = time.time() - by.total_seconds()
    for name in names:
        os.utime(folder / "artifacts" / name, (then, then))


async def finish_ago(conn: Connection, generation_id: UUID, by: timedelta) -> None:
    await conn.execute("update generations set finished_at = now() - %s where id = %s", (by, generation_id))


async def test_a_clip_past_its_time_is_deleted_with_its_image_and_is_not_found_any_more(
    desk: Desk, conn: Connection, sweeper: Sweeper, folder: Path
) -> None:
    old, made = await completed(desk, conn)
    await desk.artifacts.put_bytes(keys.image_key(old.id), b"an image")
    young, kept = await completed(desk, conn)
    await finish_ago(conn, old.id, WEEK + timedelta(minutes=1))
    await finish_ago(conn, young.id, WEEK - timedelta(minutes=1))
    await sweeper.sweep()
    assert await files(desk) == kept
    assert not (folder / "artifacts" / "generations" / str(old.id)).exists(), "no empty folders either"
    with pytest.raises(NotFound):
        await desk.store.get(desk.account_id, old.id)
    assert (await desk.store.get(desk.account_id, young.id)).status is Status.COMPLETED
    assert made.isdisjoint(kept)


async def test_what_a_stale_attempt_left_is_deleted_when_it_is_old_enough_and_the_settled_one_stays(
    desk: Desk, conn: Connection, sweeper: Sweeper, folder: Path
) -> None:
    generation = await desk.submit("a boat", draft=False)
    stale = await claim(conn)
    orphans = await publish(desk, generation.id, stale.attempt)
    await conn.execute("update procrastinate_workers set last_heartbeat = '-infinity'")
    await queue.reap(conn, silent_s=5)
    fresh = await claim(conn)
    result = await publish(desk, generation.id, fresh.attempt)
    assert await settle.complete(conn, fresh, artifact(generation, fresh.attempt), {})
    age(folder, orphans | result, ORPHAN_AGE - timedelta(minutes=5))
    await sweeper.sweep()
    assert await files(desk) == orphans | result, "a settlement may still be under way"
    age(folder, orphans | result, ORPHAN_AGE + timedelta(minutes=5))
    await sweeper.sweep()
    assert await files(desk) == result


async def test_an_early_poster_stays_with_its_attempt_and_goes_when_another_has_taken_over(
    desk: Desk, conn: Connection, sweeper: Sweeper, folder: Path
) -> None:
    made = await desk.submit("a boat")
    stale = await claim(conn)
    poster = keys.poster_key(made.id, stale.attempt)
    await desk.artifacts.put_bytes(poster, b"of a worker that was killed before a beat could tell of it")
    age(folder, [poster], timedelta(days=1))
    await sweeper.sweep()
    assert await files(desk) == {poster}
    await conn.execute("update procrastinate_workers set last_heartbeat = '-infinity'")
    await queue.reap(conn, silent_s=5)
    await claim(conn)
    await sweeper.sweep()
    assert await files(desk) == set()


async def test_files_of_what_waits_and_what_renders_are_left_alone_however_old(
    desk: Desk, conn: Connection, sweeper: Sweeper, folder: Path
) -> None:
    rendering = await desk.submit("first", draft=False)
    claimed = await claim(conn)
    waiting = await desk.submit("second", draft=False)
    kept = await publish(desk, rendering.id, claimed.attempt)
    for generation in (rendering, waiting):
        await desk.artifacts.put_bytes(keys.image_key(generation.id), b"an image")
        kept.add(keys.image_key(generation.id))
    age(folder, kept, timedelta(days=30))
    await sweeper.sweep()
    assert await files(desk) == kept


async def test_an_image_of_a_submit_that_was_never_accepted_goes_when_it_is_old_enough(
    desk: Desk, sweeper: Sweeper, folder: Path
) -> None:
    stranger, newcomer = keys.image_key(uuid4()), keys.image_key(uuid4())
    for key in (stranger, newcomer):
        await desk.artifacts.put_bytes(key, b"an image")
    age(folder, [stranger], ORPHAN_AGE + timedelta(minutes=5))
    await sweeper.sweep()
    assert await files(desk) == {newcomer}


async def test_however_many_files_there_are_few_are_looked_up_at_a_time(
    desk: Desk, conn: Connection, sweeper: Sweeper, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vitascope.worker.sweeper.FILES", 3)
    wanted, asked = retention.wanted, list[int]()

    async def counted(conn: Connection, found: Sequence[tuple[UUID, int]]) -> set[tuple[UUID, int]]:
        asked.append(len(found))
        return await wanted(conn, found)

    monkeypatch.setattr(retention, "wanted", counted)
    kept = [(await completed(desk, conn))[1] for _ in range(3)]
    orphans = [keys.image_key(uuid4()) for _ in range(7)]
    for key in orphans:
        await desk.artifacts.put_bytes(key, b"an image")
    age(folder, [*orphans, *set().union(*kept)], 2 * ORPHAN_AGE)
    await sweeper.sweep()
    assert await files(desk) == set().union(*kept)
    assert max(asked) <= 3
    assert len(asked) > 3


async def test_files_that_are_not_ours_are_not_touched(desk: Desk, sweeper: Sweeper, folder: Path) -> None:
    strange = ["generations/notes.txt", "generations/not-an-id/1/clip.mp4", "elsewhere/clip.mp4"]
    for key in strange:
        await desk.artifacts.put_bytes(key, b"somebody's")
    age(folder, strange, timedelta(days=365))
    await sweeper.sweep()
    assert all((folder / "artifacts" / key).exists() for key in strange)


class BreaksOff(ArtifactStore):
    """A store whose disk goes away after some deletes."""

    def __init__(self, inner: ArtifactStore, *, after: int) -> None:
        super().__init__(inner._backend, inner._shelf)
        self._left = after

    async def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            if self._left == 0:
                raise Unavailable("The file store does not answer.")
            self._left -= 1
            await super().delete([key])

    async def head(self, key: str) -> Head:
        if self._left == 0:
            raise Unavailable("The file store does not answer.")
        return await super().head(key)


class Stubborn(ArtifactStore):
    """A store with files that it cannot delete, and folders that it cannot list."""

    def __init__(self, inner: ArtifactStore, *, stuck: Iterable[str]) -> None:
        super().__init__(inner._backend, inner._shelf)
        self.stuck = set(stuck)

    async def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            if key in self.stuck:
                raise Unavailable("Permission denied.")
            await super().delete([key])

    async def list(self, prefix: str) -> AsyncIterator[Head]:
        if prefix in self.stuck:
            raise Unavailable("Permission denied.")
        async for head in super().list(prefix):
            yield head


async def test_a_file_that_cannot_be_deleted_stops_no_other_and_goes_when_it_can(
    desk: Desk, conn: Connection, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vitascope.worker.sweeper.BATCH", 1)
    old = [await completed(desk, conn) for _ in range(4)]
    for generation, _ in old:
        await finish_ago(conn, generation.id, 2 * WEEK)
    orphans = [keys.image_key(uuid4()) for _ in range(2)]
    for key in orphans:
        await desk.artifacts.put_bytes(key, b"an image")
    age(folder, orphans, 2 * ORPHAN_AGE)
    stuck, unlisted = old[0], old[1]
    undeletable = {keys.poster_key(stuck[0].id, 1), orphans[0]}
    store = Stubborn(open_store(folder / "artifacts"), stuck={*undeletable, keys.generation_prefix(unlisted[0].id)})
    sweeper = Sweeper(database_url, store, retention=WEEK, draft_age=DAY)
    with structlog.testing.capture_logs() as told:
        await sweeper.sweep()
    assert await files(desk) == undeletable | unlisted[1]
    assert [each["event"] for each in told].count("artifact_not_swept") == 3
    assert [each["failed"] for each in told if each["event"] == "sweep_incomplete"] == [3]
    for generation, _ in old[2:]:
        with pytest.raises(NotFound):
            await desk.store.get(desk.account_id, generation.id)
    store.stuck.clear()
    await sweeper.sweep()
    assert await files(desk) == set()


@pytest.mark.parametrize("after", range(5))
async def test_a_sweep_that_breaks_off_is_finished_by_the_next(
    desk: Desk, conn: Connection, sweeper: Sweeper, database_url: str, folder: Path, after: int
) -> None:
    old = [await completed(desk, conn) for _ in range(3)]
    for generation, _ in old:
        await finish_ago(conn, generation.id, 2 * WEEK)
    _, kept = await completed(desk, conn)
    broken = BreaksOff(open_store(folder / "artifacts"), after=after)
    with pytest.raises(Unavailable):
        await Sweeper(database_url, broken, retention=WEEK, draft_age=DAY).sweep()
    left = await files(desk)
    assert kept < left
    rows = await (await conn.execute("select id from generations where files_deleted_at is not null")).fetchall()
    gone = {row["id"] for row in rows}
    assert not any(keys.generation_of(key) in gone for key in left), "nothing is called deleted that is there"
    await sweeper.sweep()
    assert await files(desk) == kept
    for generation, _ in old:
        with pytest.raises(NotFound):
            await desk.store.get(desk.account_id, generation.id)


async def uploaded(desk: Desk, conn: Connection, *, expires_in: timedelta) -> str:
    """The key of a file that somebody put here."""
    upload_id, key = uuid4(), ""
    await conn.execute(
        "insert into uploads (id, account_id, link_expires_at, expires_at) values (%s, %s, now(), now() + %s)",
        (upload_id, desk.account_id, expires_in),
    )
    for name in ("a", "b"):  # one that counts, and one that came second
        key = keys.upload_key(upload_id, name * 64)
        await desk.artifacts.put_bytes(key, b"a picture")
    return key


async def test_an_upload_past_its_time_goes_with_everything_that_came_under_it(
    desk: Desk, conn: Connection, sweeper: Sweeper
) -> None:
    await uploaded(desk, conn, expires_in=timedelta(minutes=-1))
    young = await uploaded(desk, conn, expires_in=timedelta(minutes=1))
    await sweeper.sweep()
    left = {head.key async for head in desk.artifacts.list(keys.UPLOADS)}
    assert young in left
    assert len(left) == 2
    rows = await (await conn.execute("select id from uploads")).fetchall()
    assert [str(row["id"]) in young for row in rows] == [True]


async def test_an_upload_is_remembered_until_its_files_are_really_gone(
    desk: Desk, conn: Connection, sweeper: Sweeper, database_url: str, folder: Path
) -> None:
    await uploaded(desk, conn, expires_in=timedelta(minutes=-1))
    broken = BreaksOff(open_store(folder / "artifacts"), after=1)
    with pytest.raises(Unavailable):
        await Sweeper(database_url, broken, retention=WEEK, draft_age=DAY).sweep()
    assert len(await (await conn.execute("select id from uploads")).fetchall()) == 1
    await sweeper.sweep()
    assert [head.key async for head in desk.artifacts.list(keys.UPLOADS)] == []
    assert await (await conn.execute("select id from uploads")).fetchall() == []


async def test_files_beside_the_one_that_counts_go_once_nobody_can_be_sending_them(
    desk: Desk, conn: Connection, sweeper: Sweeper, folder: Path
) -> None:
    async def lie(sha256: str | None, *, link_ended: timedelta, old: bool) -> list[str]:
        """Two files of one upload, of which that with ``sha256`` counts."""
        upload_id = uuid4()
        await conn.execute(
            "insert into uploads (id, account_id, link_expires_at, expires_at, sha256, size_bytes)"
            " values (%s, %s, now() - %s, now() + interval '1 day', %s, 9)",
            (upload_id, desk.account_id, link_ended, sha256),
        )
        made = [keys.upload_key(upload_id, name * 64) for name in ("a", "b")]
        for key in made:
            await desk.artifacts.put_bytes(key, b"a picture")
        if old:
            age(folder, made, 2 * ORPHAN_AGE)
        return made

    settled = await lie("a" * 64, link_ended=timedelta(), old=True)
    fresh = await lie("a" * 64, link_ended=timedelta(), old=False)
    coming = await lie(None, link_ended=timedelta(), old=True)
    await lie(None, link_ended=2 * ORPHAN_AGE, old=True)
    unknown = keys.upload_key(uuid4(), "a" * 64)
    await desk.artifacts.put_bytes(unknown, b"a picture")
    age(folder, [unknown], 2 * ORPHAN_AGE)
    await sweeper.sweep()
    left = {head.key async for head in desk.artifacts.list(keys.UPLOADS)}
    assert left == {settled[0], *fresh, *coming}


async def test_two_sweeps_at_once_do_no_harm(desk: Desk, conn: Connection, sweeper: Sweeper, database_url: str) -> None:
    for _ in range(4):
        generation, _ = await completed(desk, conn)
        await finish_ago(conn, generation.id, 2 * WEEK)
    _, kept = await completed(desk, conn)
    other = Sweeper(database_url, desk.artifacts, retention=WEEK, draft_age=DAY)
    await asyncio.gather(sweeper.sweep(), other.sweep())
    assert await files(desk) == kept


async def test_a_sweep_that_broke_for_a_reason_that_nobody_foresaw_is_not_the_last(
    sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, again = 0, asyncio.Event()

    async def breaks(_conn: Connection, *, every: timedelta) -> bool:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise RuntimeError(f"Nobody foresaw this, within {every}.")
        again.set()
        return False

    monkeypatch.setattr(retention, "take_turn", breaks)
    monkeypatch.setattr("vitascope.worker.sweeper.EVERY_S", 0.01)
    sweeping = asyncio.create_task(sweeper.run())
    try:
        async with asyncio.timeout(30):
            await again.wait()
    finally:
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)


async def test_workers_take_turns_at_sweeping(conn: Connection) -> None:
    every = timedelta(minutes=5)
    assert [await retention.take_turn(conn, every=every) for _ in range(3)] == [True, False, False]
    await conn.execute("update sweeps set begun_at = now() - interval '6 minutes'")
    assert [await retention.take_turn(conn, every=every) for _ in range(2)] == [True, False]
