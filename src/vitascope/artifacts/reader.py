"""A file of a bucket as Python's own kind of file, for libraries that seek: plain sync code, for a thread."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

import obstore

if TYPE_CHECKING:
    from typing import BinaryIO

    from obstore.store import ObjectStore
    from typing_extensions import Buffer

BUFFER_BYTES = 1024 * 1024
"""Asked of the bucket at a time: decoders read a few kB at once, and a request takes tens of milliseconds."""


def open_object(backend: ObjectStore, key: str) -> BinaryIO:
    """The file at ``key``, read as it is needed. Raises what obstore raises."""
    return cast("BinaryIO", io.BufferedReader(_Raw(obstore.open_reader(backend, key)), BUFFER_BYTES))


class _Raw(io.RawIOBase):
    """obstore's reader with the methods that `io` builds upon."""

    def __init__(self, file: obstore.ReadableFile) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = bytes(self._file.read(len(view)))
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()
