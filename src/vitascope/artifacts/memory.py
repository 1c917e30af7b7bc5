"""Files in the memory of this process: for tests, and for whoever tries something out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import obstore
from obstore.store import MemoryStore

from vitascope.artifacts.digests import Published
from vitascope.artifacts.reader import open_object
from vitascope.artifacts.staging import temporary


class Memory:
    """`artifacts.store.Shelf` over obstore's memory."""

    def __init__(self, backend: MemoryStore) -> None:
        self._backend = backend

    async def put_file(self, key: str, path: Path, _published: Published) -> None:
        await self.put_bytes(key, await asyncio.to_thread(path.read_bytes))
        path.unlink()

    async def put_bytes(self, key: str, data: bytes) -> None:
        await obstore.put_async(self._backend, key, data, mode="create", use_multipart=False)

    def open(self, key: str) -> BinaryIO:
        return open_object(self._backend, key)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        with temporary() as path:
            yield path
