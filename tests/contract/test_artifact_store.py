"""What every artifact store owes its callers, held over a local folder, a bucket and obstore's memory store."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from vitascope.artifacts import keys
from vitascope.artifacts.access import S3Access
from vitascope.artifacts.store import STREAM_BYTES, ArtifactStore, open_store
from vitascope.core.errors import Conflict, NotFound

ID = UUID("0192f0c1-2345-7000-8000-000000000001")
CLIP = keys.clip_key(ID, 1)


class ArtifactStoreContract:
    @pytest.fixture
    def store(self, tmp_path: Path) -> ArtifactStore:
        raise NotImplementedError

    @pytest.fixture
    def finished(self, tmp_path: Path) -> Path:
        path = tmp_path / "work" / "clip.tmp"
        path.parent.mkdir()
        path.write_bytes(bytes(range(256)) * 4096)  # 1 MiB
        return path

    async def test_a_published_file_is_read_back_whole(self, store: ArtifactStore, finished: Path) -> None:
        data = finished.read_bytes()
        published = await store.publish(CLIP, finished)
        assert published.sha256 == hashlib.sha256(data).hexdigest()
        assert published.size_bytes == len(data)
        assert await store.get_bytes(CLIP) == data
        assert not finished.exists()

    async def test_a_key_that_is_taken_keeps_its_file(self, store: ArtifactStore, finished: Path) -> None:
        await store.put_bytes(CLIP, b"first")
        with pytest.raises(Conflict):
            await store.publish(CLIP, finished)
        with pytest.raises(Conflict):
            await store.put_bytes(CLIP, b"third")
        assert await store.get_bytes(CLIP) == b"first"
        assert finished.exists()

    async def test_of_many_that_publish_one_key_one_wins(self, store: ArtifactStore, tmp_path: Path) -> None:
        paths = [tmp_path / f"{index}.tmp" for index in range(8)]
        for index, path in enumerate(paths):
            path.write_bytes(bytes([index]) * 1000)
        ends = await asyncio.gather(*(store.publish(CLIP, path) for path in paths), return_exceptions=True)
        winners = [index for index, end in enumerate(ends) if not isinstance(end, BaseException)]
        assert len(winners) == 1
        assert all(isinstance(end, Conflict) for index, end in enumerate(ends) if index not in winners)
        assert await store.get_bytes(CLIP) == bytes(winners) * 1000

    async def test_a_reader_seeks_and_reads_what_was_published(self, store: ArtifactStore, finished: Path) -> None:
        data = finished.read_bytes()
        await store.publish(CLIP, finished)
        with store.reader(CLIP) as file:
            assert file.read(10) == data[:10]
            assert (file.seek(-20, 2), file.tell()) == (len(data) - 20, len(data) - 20)
            assert file.read(1000) == data[-20:]
            assert file.read(1) == b""
            assert file.seek(300_000) == 300_000
            assert file.read() == data[300_000:]

    async def test_a_reader_of_nothing_says_so(self, store: ArtifactStore) -> None:
        with pytest.raises(NotFound), store.reader(CLIP):
            pass

    async def test_any_span_can_be_streamed(self, store: ArtifactStore, finished: Path) -> None:
        data = finished.read_bytes()
        await store.publish(CLIP, finished)
        for start, end in ((0, len(data)), (0, 1), (1000, 1000), (12345, 700_001), (len(data) - 1, len(data))):
            parts = [part async for part in store.stream(CLIP, start, end)]
            assert b"".join(parts) == data[start:end]
            assert all(len(part) <= 4 * STREAM_BYTES for part in parts)

    async def test_the_head_says_size_time_and_a_strong_tag(self, store: ArtifactStore) -> None:
        await store.put_bytes(CLIP, b"12345")
        head = await store.head(CLIP)
        assert (head.key, head.size) == (CLIP, 5)
        assert abs(head.modified - datetime.now(UTC)) < timedelta(minutes=1)
        assert head.etag.startswith('"')
        assert head.etag.endswith('"')
        assert len(head.etag) > 2
        assert (await store.head(CLIP)).etag == head.etag

    async def test_what_is_not_there_is_not_found(self, store: ArtifactStore) -> None:
        for read in (store.head(CLIP), store.get_bytes(CLIP)):
            with pytest.raises(NotFound):
                await read
        with pytest.raises(NotFound):
            async for _ in store.stream(CLIP, 0, 10):
                pass

    async def test_deleting_removes_and_does_not_mind_what_is_gone(self, store: ArtifactStore) -> None:
        await store.put_bytes(CLIP, b"x")
        await store.put_bytes(keys.image_key(ID), b"y")
        await store.delete([CLIP, keys.poster_key(ID, 1)])
        with pytest.raises(NotFound):
            await store.head(CLIP)
        assert await store.get_bytes(keys.image_key(ID)) == b"y"
        await store.put_bytes(CLIP, b"again")
        assert await store.get_bytes(CLIP) == b"again"

    async def test_a_listing_holds_the_files_of_its_folder_alone(self, store: ArtifactStore) -> None:
        other = keys.image_key(UUID("0192f0c1-2345-7000-8000-000000000002"))
        for key in (CLIP, keys.image_key(ID), other):
            await store.put_bytes(key, key.encode())
        listed = [head async for head in store.list(keys.generation_prefix(ID))]
        assert {head.key for head in listed} == {CLIP, keys.image_key(ID)}
        assert {head.size for head in listed} == {len(CLIP), len(keys.image_key(ID))}
        assert {head.key async for head in store.list("")} == {CLIP, keys.image_key(ID), other}
        assert [head async for head in store.list("nothing/")] == []

    @pytest.mark.parametrize("key", ["", "/etc/passwd", "a/../../b", "a//b", "a/./b", "a\\b", ".staging/x", "a/\0"])
    async def test_a_key_that_could_lead_elsewhere_is_refused(self, store: ArtifactStore, key: str) -> None:
        with pytest.raises(ValueError, match="is not a key"):
            await store.put_bytes(key, b"x")
        with pytest.raises(ValueError, match="is not a key"):
            await store.head(key)


class TestLocalFolder(ArtifactStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> ArtifactStore:
        return open_store(tmp_path / "files")


class TestBucket(ArtifactStoreContract):
    @pytest.fixture
    def store(self, bucket: S3Access) -> ArtifactStore:
        return open_store(bucket)


class TestMemory(ArtifactStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> ArtifactStore:
        return open_store("memory://")
