"""Where finished files are kept: a local folder, or a bucket, under one set of names.

A file appears whole or not at all, and is never replaced. The local folder is written by hand rather than through
obstore, which neither syncs nor takes a file over by a link.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

from vitascope.artifacts.reader import open_object
from vitascope.core.errors import Conflict, NotFound, Unavailable

STREAM_BYTES = 256 * 1024
"""Read at a time: large enough to keep a disk busy, small enough for a thousand readers."""

STAGING = ".staging"
"""Folder of a local store for files on their way in; on the same file system, so that a link can publish them."""

STALE_S = 24 * 3600
"""A staged file this old was left by a process that died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is known of a file without reading it."""

    key: str
    size: int
    etag: str
    """Strong, with its quotes."""
    modified: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    sha256: str
    size_bytes: int


class ArtifactStore:
    """Files by key. Raises `NotFound`, `Conflict` (the key is taken) and `Unavailable`; `ValueError` for a bad key."""

    def __init__(self, backend: ObjectStore, *, folder: Path | None = None) -> None:
        """``folder`` is where a local ``backend`` keeps its files."""
        self._backend = backend
        self._folder = folder

    async def publish(self, key: str, path: Path) -> Published:
        """Move the finished file at ``path`` to ``key``. When this returns it is on disk, and gone from ``path``."""
        _check(key)
        sha256, size = await asyncio.to_thread(hash_file, path)
        if self._folder is not None:
            await asyncio.to_thread(_place, self._folder, key, path)
        else:
            with _errors(key):
                # One request: a multipart upload cannot ask that the key be free.
                await obstore.put_async(self._backend, key, path, mode="create", use_multipart=False)
            path.unlink()
        return Published(sha256=sha256, size_bytes=size)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A path for a file on its way in, where `publish` takes it over most cheaply; gone when the block ends."""
        if self._folder is None:
            with tempfile.TemporaryDirectory(prefix="vitascope-") as folder:
                yield Path(folder) / "file"
            return
        path = _staged(self._folder)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    async def put_bytes(self, key: str, data: bytes) -> None:
        """Keep ``data`` under ``key``. When this returns it is on disk."""
        _check(key)
        if self._folder is not None:
            await asyncio.to_thread(_place_bytes, self._folder, key, data)
            return
        with _errors(key):
            await obstore.put_async(self._backend, key, data, mode="create", use_multipart=False)

    async def head(self, key: str) -> Head:
        _check(key)
        with _errors(key):
            return _head(await obstore.head_async(self._backend, key))

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Bytes of ``[start, end)``, a part at a time."""
        _check(key)
        if start >= end:
            return
        with _errors(key):
            reply = await obstore.get_async(self._backend, key, options={"range": (start, end)})
            async for part in reply.stream(min_chunk_size=STREAM_BYTES):
                yield bytes(part)

    async def get_bytes(self, key: str) -> bytes:
        _check(key)
        with _errors(key):
            reply = await obstore.get_async(self._backend, key)
            return bytes(await reply.bytes_async())

    @contextmanager
    def reader(self, key: str) -> Iterator[BinaryIO]:
        """The file at ``key`` for a library that seeks, as long as the block runs. All of it blocks: for a thread."""
        _check(key)
        local = self._folder
        with _errors(key), (local / key).open("rb") if local is not None else open_object(self._backend, key) as file:
            yield file

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


def open_store(where: str | Path) -> ArtifactStore:
    """The store at a local folder (made if need be), ``memory://``, or a URL that obstore knows, such as ``s3://bucket/path``."""
    text = str(where)
    if text == "memory://":
        return ArtifactStore(MemoryStore())
    if "://" in text and not text.startswith("file://"):
        return ArtifactStore(from_url(text))
    folder = Path(text.removeprefix("file://")).expanduser().resolve()
    (folder / STAGING).mkdir(parents=True, exist_ok=True)
    _sweep_staging(folder)
    return ArtifactStore(LocalStore(folder, automatic_cleanup=True), folder=folder)


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 in hex, and the size in bytes. Blocks: about 1 ms a megabyte."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return digest.hexdigest(), file.tell()


def _place(folder: Path, key: str, path: Path) -> None:
    """Move a whole file to its key, durably: the file is synced first, then linked, then its folders are synced."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    try:
        _link(folder, key, path)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM):  # another file system, or one that has no links
            raise
        staged = _staged(folder)
        try:
            with path.open("rb") as source, staged.open("xb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
            _link(folder, key, staged)
        finally:
            staged.unlink(missing_ok=True)
    path.unlink()


def _place_bytes(folder: Path, key: str, data: bytes) -> None:
    staged = _staged(folder)
    try:
        with staged.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _link(folder, key, staged)
    finally:
        staged.unlink(missing_ok=True)


def _link(folder: Path, key: str, path: Path) -> None:
    """``key`` becomes another name of the whole file at ``path``, unless it is taken: one atomic step."""
    target = folder / key
    for attempt in range(5):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(path)
            break
        except FileExistsError:
            raise Conflict(f"There is a file at {key} already.") from None
        except FileNotFoundError:
            # A delete beside us cleans up folders that it leaves empty, such as the one just made.
            if attempt == 4 or not path.exists():
                raise
    for made in (target.parent, *target.parent.relative_to(folder).parents):
        _sync_folder(folder / made)


def _sync_folder(path: Path) -> None:
    with suppress(FileNotFoundError):
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _staged(folder: Path) -> Path:
    staging = folder / STAGING
    staging.mkdir(exist_ok=True)
    return staging / secrets.token_hex(16)


def _sweep_staging(folder: Path) -> None:
    for path in (folder / STAGING).iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - STALE_S:
                path.unlink()


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
