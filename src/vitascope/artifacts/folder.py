"""A local folder as a place for finished files: synced, then linked to their keys in one atomic step.

Written by hand rather than through obstore, which neither syncs nor takes a file over by a link.
"""

from __future__ import annotations

import asyncio
import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from vitascope.artifacts.digests import Published
from vitascope.core.errors import Conflict

STAGING = ".staging"
"""Folder for files on their way in; on the same file system, so that a link can publish them."""

STALE_S = 24 * 3600
"""A staged file this old was left by a process that died."""


class Folder:
    """`artifacts.store.Shelf` over a folder of this machine, or one that several have mounted."""

    def __init__(self, path: Path) -> None:
        """``path`` is made if need be, and swept of what processes that died have left."""
        self._path = path
        (path / STAGING).mkdir(parents=True, exist_ok=True)
        _sweep_staging(path)

    async def put_file(self, key: str, path: Path, _published: Published) -> None:
        await asyncio.to_thread(_place, self._path, key, path)

    async def put_bytes(self, key: str, data: bytes) -> None:
        await asyncio.to_thread(_place_bytes, self._path, key, data)

    def open(self, key: str) -> BinaryIO:
        return (self._path / key).open("rb")

    @contextmanager
    def staging(self) -> Iterator[Path]:
        path = _staged(self._path)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)


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
