"""Where a worker keeps half-made files: a folder each, held by a lock for as long as its process lives.

A process id would not do to tell the living from the dead: it may belong to a zombie, or by now to somebody else.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vitascope.compose.data_folder import make_data_folder
from vitascope.settings import Settings


def scratch_folder(settings: Settings, pid: int) -> Path:
    """What the worker process ``pid`` holds."""
    return settings.data_dir / "tmp" / f"worker-{pid}"


@contextmanager
def held_scratch(settings: Settings) -> Iterator[Path]:
    """A folder of this process's own, gone when the block ends."""
    make_data_folder(settings)
    folder = scratch_folder(settings, os.getpid())
    shutil.rmtree(folder, ignore_errors=True)  # of a namesake that was killed
    folder.mkdir(parents=True)
    lock = _lock(folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / "files"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep_scratch(settings: Settings) -> None:
    """Remove what workers that were killed left behind; one that lives, started by hand perhaps, keeps its own."""
    for folder in (settings.data_dir / "tmp").glob("worker-*"):
        try:
            lock = _lock(folder)
        except (FileNotFoundError, NotADirectoryError):  # its worker has just ended by itself; or it is none of ours
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)


def _lock(folder: Path) -> int:
    return os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
