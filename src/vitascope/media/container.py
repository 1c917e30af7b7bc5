"""Which kind of file a clip from elsewhere is, by its first bytes, and FFmpeg's reader for it.

Named by us: a file that chooses its own reader may choose one that opens other files or addresses.
"""

from __future__ import annotations


def reader_of(start: bytes) -> str | None:
    """FFmpeg's name of the reader for a file that begins with ``start``; ``None`` where it is no clip."""
    if start[4:8] == b"ftyp":
        return "mp4"
    if start[:4] == b"RIFF" and start[8:12] == b"AVI ":
        return "avi"
    if start[:4] == b"\x1a\x45\xdf\xa3":
        return "matroska"  # WebM too
    return None
