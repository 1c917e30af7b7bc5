"""Uploads on a real database and a real folder: whose they are, until when, and what a death in between leaves."""

from __future__ import annotations

import asyncio
import base64
import errno
import hashlib
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.integration.http.test_uploads import picture
from tests.integration.store.conftest import NewCaller
from vitascope.artifacts import keys
from vitascope.artifacts.folder import STAGING
from vitascope.artifacts.store import ArtifactStore, open_store
from vitascope.core.errors import Conflict, Forbidden, NotFound, Unavailable, UnusableImage
from vitascope.core.generation import GenerationRequest
from vitascope.core.media import RESOLUTIONS
from vitascope.core.options import SubmitOptions
from vitascope.media.take import ImageTaker, TakenImage
from vitascope.service import Caller, UploadGrant, Uploads
from vitascope.service.images import Images
from vitascope.store.database import Connection, Database
from vitascope.store.uploads import UploadTable

SIZE = RESOLUTIONS["1080p"]


class MovedClock:
    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def artifacts(folder: Path) -> ArtifactStore:
    return open_store(folder)


@pytest.fixture
async def uploads(database_url: str, artifacts: ArtifactStore, clock: MovedClock) -> AsyncIterator[Uploads]:
    database = Database(database_url)
    await database.open()
    yield Uploads(
        table=UploadTable(database),
        artifacts=artifacts,
        link_secret=b"s" * 32,
        clock=clock,
        prepare_image=ImageTaker().prepare_in_turn,
    )
    await database.close()


async def admit(uploads: Uploads, grant: UploadGrant) -> None:
    token, _, name = grant.path.removeprefix("/uploads/").partition("/")
    assert uploads.admit(token, name) == grant.id


async def parts(data: bytes, *, broken_after: int | None = None) -> AsyncIterator[bytes]:
    for at in range(0, len(data), 1000):
        if broken_after is not None and at >= broken_after:
            raise ConnectionResetError
        yield data[at : at + 1000]


async def image(uploads: Uploads, caller: Caller, grant: UploadGrant) -> TakenImage:
    return await uploads.image(caller, grant.id, SIZE, field="image_uri", shown=f"ltx://uploads/{grant.id}")


async def files(artifacts: ArtifactStore) -> list[str]:
    return [head.key async for head in artifacts.list("")]


async def test_a_link_has_its_hour_and_a_file_its_day(
    uploads: Uploads, caller: Caller, clock: MovedClock, conn: Connection
) -> None:
    grant = await uploads.grant(caller)
    clock.ahead = timedelta(minutes=59)
    await admit(uploads, grant)
    await uploads.receive(grant.id, parts(picture()), media_type="image/png")
    clock.ahead = timedelta(minutes=61)
    with pytest.raises(Forbidden, match="expired"):
        await admit(uploads, grant)
    assert (await image(uploads, caller, grant)).png
    assert grant.file_expires_at - grant.link_expires_at == timedelta(hours=23)
    await conn.execute("update uploads set expires_at = now() - interval '1 second'")
    with pytest.raises(UnusableImage, match="has had its time"):
        await image(uploads, caller, grant)
    with pytest.raises(NotFound):
        await uploads.receive(grant.id, parts(picture()), media_type=None)


async def test_another_accounts_upload_reads_as_one_that_was_never_made(
    uploads: Uploads, caller: Caller, new_caller: NewCaller
) -> None:
    grant = await uploads.grant(caller)
    await uploads.receive(grant.id, parts(picture()), media_type=None)
    with pytest.raises(UnusableImage) as refused:
        await image(uploads, await new_caller("somebody else"), grant)
    assert "there is no upload" in refused.value.hint
    assert (await image(uploads, caller, grant)).png


async def test_a_full_disk_is_said_to_be_full_and_leaves_nothing(
    uploads: Uploads, caller: Caller, artifacts: ArtifactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant = await uploads.grant(caller)

    def refuse(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("vitascope.artifacts.folder._link", refuse)
        with pytest.raises(Unavailable, match="is full; try again later"):
            await uploads.receive(grant.id, parts(picture()), media_type=None)
        images = Images(take=ImageTaker().take, artifacts=artifacts)
        request = GenerationRequest(
            model="ltxv/ltxv-2-fast", prompt="a boat", image=base64.b64encode(picture()).decode()
        )
        with pytest.raises(Unavailable, match="is full; try again later"):
            await images.keep(uuid4(), request, SIZE, SubmitOptions())
    assert await files(artifacts) == []
    assert (await uploads.receive(grant.id, parts(picture()), media_type=None)).size_bytes == len(picture())


async def test_a_file_that_breaks_off_leaves_nothing(uploads: Uploads, caller: Caller, folder: Path) -> None:
    grant = await uploads.grant(caller)
    with pytest.raises(ConnectionResetError):
        await uploads.receive(grant.id, parts(bytes(3 * 2**20), broken_after=2 * 2**20), media_type=None)
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert (folder / STAGING).is_dir()


async def test_a_death_between_the_file_and_its_row_is_mended_by_any_file_that_comes_next(
    uploads: Uploads, caller: Caller, artifacts: ArtifactStore
) -> None:
    for data in (picture(), picture(320, 180)):
        grant = await uploads.grant(caller)
        lost = keys.upload_key(grant.id, hashlib.sha256(picture()).hexdigest())
        await artifacts.put_bytes(lost, picture())
        with pytest.raises(UnusableImage, match="has not come yet"):
            await image(uploads, caller, grant)
        stored = await uploads.receive(grant.id, parts(data), media_type=None)
        assert stored.sha256 == hashlib.sha256(data).hexdigest()
        assert (await image(uploads, caller, grant)).png


async def test_of_two_files_at_once_one_counts_and_the_other_is_told(
    uploads: Uploads, caller: Caller, artifacts: ArtifactStore
) -> None:
    for _ in range(3):
        grant = await uploads.grant(caller)
        both = (uploads.receive(grant.id, parts(data), media_type=None) for data in (picture(), picture(320, 180)))
        ended = await asyncio.gather(*both, return_exceptions=True)
        assert sorted(type(e).__name__ for e in ended) == [Conflict.__name__, "UploadedFile"]
        assert (await image(uploads, caller, grant)).png
        assert len([name for name in await files(artifacts) if str(grant.id) in name]) == 1


async def test_a_file_that_is_refused_leaves_nothing(
    uploads: Uploads, caller: Caller, artifacts: ArtifactStore, folder: Path
) -> None:
    grant = await uploads.grant(caller)
    stored = await uploads.receive(grant.id, parts(picture()), media_type=None)
    for other in (picture(320, 180), bytes(len(picture())), picture()[:-1], picture() + b"x", b""):
        with pytest.raises(Conflict):
            await uploads.receive(grant.id, parts(other), media_type=None)
    assert await files(artifacts) == [keys.upload_key(grant.id, stored.sha256)]
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


async def test_a_file_of_another_length_is_refused_before_it_is_read(uploads: Uploads, caller: Caller) -> None:
    async def unread() -> AsyncIterator[bytes]:
        pytest.fail("the body was read")
        yield b""

    grant = await uploads.grant(caller)
    await uploads.receive(grant.id, parts(picture()), media_type=None)
    with pytest.raises(Conflict):
        await uploads.receive(grant.id, unread(), length=len(picture()) + 1, media_type=None)


async def test_the_same_bytes_again_are_compared_and_not_written(
    uploads: Uploads, caller: Caller, folder: Path
) -> None:
    grant = await uploads.grant(caller)
    data = bytes(range(256)) * 9000
    first = await uploads.receive(grant.id, parts(data), media_type=None)
    (folder / STAGING).rmdir()  # nothing can be staged there
    for length in (None, len(data)):
        assert await uploads.receive(grant.id, parts(data), length=length, media_type=None) == first
    assert not (folder / STAGING).exists()


async def test_an_upload_that_ends_while_its_file_comes_keeps_nothing(
    uploads: Uploads, caller: Caller, artifacts: ArtifactStore, conn: Connection
) -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield b"a"
        await conn.execute("delete from uploads where id = %s", (grant.id,))
        yield b"b"

    grant = await uploads.grant(caller)
    with pytest.raises(NotFound):
        await uploads.receive(grant.id, slow(), media_type=None)
    assert await files(artifacts) == []


async def test_what_is_kept_is_what_was_sent(uploads: Uploads, caller: Caller, artifacts: ArtifactStore) -> None:
    grant = await uploads.grant(caller)
    data = bytes(range(256)) * 9000  # more than is written at once, and no round number of it
    stored = await uploads.receive(grant.id, parts(data), media_type="video/mp4")
    assert (stored.sha256, stored.size_bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    assert await artifacts.get_bytes(keys.upload_key(grant.id, stored.sha256)) == data
    assert await files(artifacts) == [keys.upload_key(grant.id, stored.sha256)]


async def test_a_picture_that_is_too_large_is_not_read(uploads: Uploads, caller: Caller) -> None:
    grant = await uploads.grant(caller)
    await uploads.receive(grant.id, parts(bytes(15_000_001)), media_type=None)
    with pytest.raises(UnusableImage, match="larger than 15 MB"):
        await image(uploads, caller, grant)
