"""Where finished files are kept: a local folder, or a bucket, under one set of names.

A file appears whole or not at all, and is never replaced. How that is done is each kind of place's own affair; reading
is obstore's for all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore

from vitascope.artifacts.access import S3Access
from vitascope.artifacts.bucket import Bucket
from vitascope.artifacts.digests import Published, of_file
from vitascope.artifacts.folder import STAGING, Folder
from vitascope.artifacts.memory import Memory
from vitascope.core.errors import Conflict, NotFound, Unavailable

STREAM_BYTES = 256 * 1024
"""Read at a time: large enough to keep a disk busy, small enough for a thousand readers."""

STREAM_PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Between tries to go on where a stream broke off: the reader has its headers by then, and can be told nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is known of a file without reading it."""

    key: str
    size: int
    etag: str
    """Strong, with its quotes."""
    modified: datetime


class Shelf(Protocol):
    """How files come to lie in one kind of place: each appears at its key whole, or not at all, and is never replaced.

    Raises `Conflict` where the key is taken, `Unavailable`, ``OSError``.
    """

    async def put_file(self, key: str, path: Path, published: Published) -> None:
        """Move the file at ``path``, which is ``published``, to ``key``; it stays where this fails."""

    async def put_bytes(self, key: str, data: bytes) -> None: ...

    def open(self, key: str) -> BinaryIO:
        """For a library that seeks. Blocks."""

    def staging(self) -> AbstractContextManager[Path]:
        """A path from which `put_file` takes over most cheaply; gone when the block ends."""


class ArtifactStore:
    """Files by key. Raises `NotFound`, `Conflict` (the key is taken) and `Unavailable`; `ValueError` for a bad key."""

    def __init__(self, backend: ObjectStore, shelf: Shelf) -> None:
        """``backend`` reads, lists and deletes what ``shelf`` put there."""
        self._backend = backend
        self._shelf = shelf

    async def publish(self, key: str, path: Path) -> Published:
        """Move the finished file at ``path`` to ``key``. When this returns it is there for good, and not at ``path``.

        Where it raises, the file is still at ``path``.
        """
        _check(key)
        published = await asyncio.to_thread(of_file, path)
        with _errors(key):
            await self._shelf.put_file(key, path, published)
        return published

    def staging(self) -> AbstractContextManager[Path]:
        """A path for a file on its way in, where `publish` takes it over most cheaply; gone when the block ends."""
        return self._shelf.staging()

    async def put_bytes(self, key: str, data: bytes) -> None:
        """Keep ``data`` under ``key``. When this returns it is there for good."""
        _check(key)
        with _errors(key):
            await self._shelf.put_bytes(key, data)

    async def head(self, key: str) -> Head:
        _check(key)
        with _errors(key):
            return _head(await obstore.head_async(self._backend, key))

    async def holds(self, key: str) -> bool:
        """Whether a file is there. Raises `Unavailable`."""
        try:
            await self.head(key)
        except NotFound:
            return False
        return True

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Bytes of ``[start, end)``, a part at a time. A stream that breaks off is taken up again where it was."""
        _check(key)
        pauses = iter(STREAM_PAUSES_S)
        while start < end:
            try:
                with _errors(key):
                    reply = await obstore.get_async(self._backend, key, options={"range": (start, end)})
                    async for part in reply.stream(min_chunk_size=STREAM_BYTES):
                        start += len(part)
                        pauses = iter(STREAM_PAUSES_S)
                        yield bytes(part)
                    if start < end:
                        raise Unavailable("The file is shorter than it was.")
            except Unavailable:
                pause_s = next(pauses, None)
                if pause_s is None:
                    raise
                await asyncio.sleep(pause_s)

    async def get_bytes(self, key: str) -> bytes:
        _check(key)
        with _errors(key):
            reply = await obstore.get_async(self._backend, key)
            return bytes(await reply.bytes_async())

    @contextmanager
    def reader(self, key: str) -> Iterator[BinaryIO]:
        """The file at ``key`` for a library that seeks, as long as the block runs. All of it blocks: for a thread."""
        _check(key)
        with _errors(key), self._shelf.open(key) as file:
            yield file

    async def link(self, key: str, method: Literal["GET", "HEAD"], life: timedelta) -> str | None:
        """Where the place itself shows the file, by this method and for so long; ``None`` where it shows nothing."""
        _check(key)
        with _errors(key):
            return await self._shelf.link(key, method, life) if isinstance(self._shelf, Bucket) else None

    @property
    def origin(self) -> str | None:
        """Scheme, host and port of `link`; ``None`` where there are none."""
        return self._shelf.origin() if isinstance(self._shelf, Bucket) else None

    async def delete(self, keys: Iterable[str]) -> None:
        """Remove these files; those that are gone already are no error."""
        for key in keys:
            _check(key)
            with _errors(key), suppress(FileNotFoundError):
                await obstore.delete_async(self._backend, key)

    async def list(self, prefix: str) -> AsyncIterator[Head]:
        """Every file whose key begins with the folder ``prefix``, in no order."""
        with _errors(prefix):
            async for batch in obstore.list(self._backend, prefix.rstrip("/") or None):
                for meta in batch:
                    if not meta["path"].startswith(f"{STAGING}/"):
                        yield _head(meta)


def open_store(where: str | Path | S3Access) -> ArtifactStore:
    """The store at a local folder (made if need be), in a bucket, or at ``memory://``.

    Raises `ValueError` for a place of another kind.
    """
    if isinstance(where, S3Access):
        bucket = Bucket(where)
        return ArtifactStore(bucket.backend, bucket)
    text = str(where)
    if text == "memory://":
        memory = MemoryStore()
        return ArtifactStore(memory, Memory(memory))
    if "://" in text and not text.startswith("file://"):
        raise ValueError(f"{text!r} is no place for files; use a folder, or s3://bucket/folder")
    folder = Path(text.removeprefix("file://")).expanduser().resolve()
    shelf = Folder(folder)
    return ArtifactStore(LocalStore(folder, automatic_cleanup=True), shelf)


def _head(meta: obstore.ObjectMeta) -> Head:
    modified = meta["last_modified"]
    tag = (meta["e_tag"] or f"{modified.timestamp():.6f}-{meta['size']}").removeprefix("W/").strip('"')
    return Head(key=meta["path"], size=meta["size"], etag=f'"{tag}"', modified=modified)


def _check(key: str) -> None:
    """Keys come from `keys`; this keeps a mistake there, or a stranger's path, from leaving the folder."""
    parts = key.split("/")
    if key.startswith(STAGING) or any(part in ("", ".", "..") or "\0" in part or "\\" in part for part in parts):
        raise ValueError(f"{key!r} is not a key")


@contextmanager
def _errors(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound(f"There is no file at {key}.") from error
    except AlreadyExistsError as error:
        raise Conflict(f"There is a file at {key} already.") from error
    except BaseError as error:
        raise Unavailable("The file store does not answer.") from error
