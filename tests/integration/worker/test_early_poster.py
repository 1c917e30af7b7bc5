"""The poster of a clip that is still being made: there before the clip, and gone with an attempt that made none."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.integration.worker.conftest import Desk, Working
from tests.integration.worker.test_supervisor import child_of, ended
from vitascope.artifacts import keys
from vitascope.artifacts.digests import Published
from vitascope.core.errors import Unavailable
from vitascope.core.generation import Generation, Status
from vitascope.store.database import Connection


def has_poster(generation: Generation) -> bool:
    return generation.poster_key is not None


async def files(desk: Desk, generation: Generation) -> set[str]:
    return {head.key async for head in desk.artifacts.list(keys.generation_prefix(generation.id))}


async def test_the_poster_is_there_long_before_the_clip(desk: Desk, working: Working) -> None:
    async with working():
        made = await desk.submit("a boat [delay 20]")
        seen = await desk.until(made.id, has_poster)
        assert seen.status is Status.GENERATING
        assert seen.poster_key == keys.poster_key(made.id, seen.attempt)
        assert (await desk.artifacts.get_bytes(seen.poster_key)).startswith(b"\xff\xd8\xff")
        await desk.store.cancel(desk.account_id, made.id)
        assert (await desk.until(made.id, ended)).status is Status.CANCELLED
    assert await files(desk, made) == set()


async def test_the_clip_ends_with_the_poster_that_was_seen_before(desk: Desk, working: Working) -> None:
    async with working():
        made = await desk.submit("a boat [delay 2]")
        key = (await desk.until(made.id, has_poster)).poster_key
        assert key is not None
        before = await desk.artifacts.head(key)
        done = await desk.until(made.id, ended)
    assert done.artifact is not None
    assert done.artifact.poster_key == key
    assert await desk.artifacts.head(key) == before
    assert await files(desk, made) == {key, done.artifact.video_key}


async def test_an_attempt_that_was_cut_off_takes_its_poster_along(desk: Desk, working: Working) -> None:
    async with working() as supervisor:
        made = await desk.submit("a boat [delay 4]")
        first = await desk.until(made.id, has_poster)
        os.kill(child_of(supervisor), signal.SIGKILL)
        again = await desk.until(made.id, lambda g: g.attempt > first.attempt)
        assert again.poster_key != first.poster_key
        done = await desk.until(made.id, ended)
    assert done.artifact is not None
    assert await files(desk, made) == {done.artifact.poster_key, done.artifact.video_key}
    assert done.artifact.poster_key == keys.poster_key(made.id, done.attempt)


async def test_an_attempt_that_lost_its_claim_takes_its_poster_along_and_touches_no_row(
    desk: Desk, working: Working, conn: Connection
) -> None:
    async with working():
        made = await desk.submit("a boat [delay 20]")
        await desk.until(made.id, has_poster)
        await conn.execute("update generations set attempt = attempt + 1, poster_key = null where id = %s", (made.id,))
    assert await files(desk, made) == set()
    assert (await desk.store.get(desk.account_id, made.id)).poster_key is None


async def test_a_poster_that_could_not_be_stored_early_comes_with_the_clip(
    desk: Desk, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish, refused = desk.artifacts.publish, []

    async def once_away(key: str, path: Path) -> Published:
        if key.endswith("poster.jpg") and not refused:
            refused.append(key)
            raise Unavailable("The bucket does not answer.")
        return await publish(key, path)

    monkeypatch.setattr(desk.artifacts, "publish", once_away)
    async with working():
        done = await desk.until((await desk.submit("a boat")).id, ended)
    assert refused
    assert done.artifact is not None
    assert done.poster_key is None, "none was told before"
    assert await files(desk, done) == {done.artifact.poster_key, done.artifact.video_key}


async def test_a_poster_whose_storing_was_not_heard_of_costs_no_attempt(
    desk: Desk, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish, unheard = desk.artifacts.publish, []

    async def stored_and_unheard(key: str, path: Path) -> Published:
        done = await publish(key, path)
        if key.endswith("poster.jpg") and not unheard:
            unheard.append(key)
            raise Unavailable("The bucket does not answer.")
        return done

    monkeypatch.setattr(desk.artifacts, "publish", stored_and_unheard)
    async with working():
        done = await desk.until((await desk.submit("a boat")).id, ended)
    assert unheard
    assert (done.status, done.attempt) == (Status.COMPLETED, 1)
