"""The boxes that an MP4 is made of (ISO/IEC 14496-12, section 4.2), walked without a decoder and within bounds.

Clips come from strangers too, so nothing here trusts a size that the file gives.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import SEEK_END
from typing import BinaryIO

MAX_BOXES = 10_000
"""In one box; a clip of ours holds eight. A file of nothing but tiny boxes must end too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box; offsets are in bytes from the start of the file, and ``body`` is where its header ends."""

    kind: bytes
    start: int
    body: int
    end: int


def boxes(file: BinaryIO, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes in ``[start, end)``, in order; ends early where the bytes are no boxes any more."""
    stop = file.seek(0, SEEK_END) if end is None else end
    for _ in range(MAX_BOXES):
        if start + 8 > stop:
            return
        file.seek(start)
        header = file.read(16)
        if len(header) < 8:
            return
        size, kind = struct.unpack_from(">I4s", header)
        body = start + 8
        if size == 1 and len(header) == 16:  # a 64-bit size follows
            (size,) = struct.unpack_from(">Q", header, 8)
            body += 8
        elif size == 0:  # to the end of the file
            size = stop - start
        if body > start + size or start + size > stop:
            return
        yield Box(kind=kind, start=start, body=body, end=start + size)
        start += size


def find_box(file: BinaryIO, path: Sequence[bytes]) -> Box | None:
    """The first box at ``path``, such as ``(b"moov", b"udta")``; ``None`` where there is none."""
    start, end = 0, None
    found: Box | None = None
    for kind in path:
        found = next((box for box in boxes(file, start, end) if box.kind == kind), None)
        if found is None:
            return None
        # "meta" is a full box: version and flags come before what it holds (section 8.11.1).
        start, end = found.body + (4 if kind == b"meta" else 0), found.end
    return found


def index_first(file: BinaryIO) -> bool:
    """Whether the index (``moov``) lies before the media (``mdat``), so that a player can begin at once."""
    first = next((box.kind for box in boxes(file) if box.kind in (b"moov", b"mdat")), None)
    return first == b"moov"
