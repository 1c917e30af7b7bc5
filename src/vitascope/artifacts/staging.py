"""A place for files that are on their way to somewhere else than this machine's disk."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "vitascope-upload-"
STALE_S = 24 * 3600
"""A folder this old was left by a process that died."""


@contextmanager
def temporary() -> Iterator[Path]:
    """A path in a folder of its own under the system's temporary folder; both are gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        yield Path(folder) / secrets.token_hex(8)


def sweep_temporary() -> None:
    """Remove what processes that were killed have left there, ours or another user's alike as far as we may."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_mtime < time.time() - STALE_S:
                shutil.rmtree(folder, ignore_errors=True)
