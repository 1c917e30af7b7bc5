"""Weights from the hub into a folder, where nothing is seen that is not whole and checked.

In this order: what the hub holds, and whether it gives it to us; what of it is here already, read and checked; room on
the disk; a note that a fetch has begun; then file by file into a part, checked, and renamed to its place. Whatever ends
this in between, the same call goes on from there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from vitascope.core.errors import Conflict, Unavailable, VitascopeError
from vitascope.engines.ltx.fetch_catalog import Collection, TextEncoder, check_alone, sources
from vitascope.engines.ltx.fetch_errors import told, told_of_disk
from vitascope.engines.ltx.fetch_file import bring
from vitascope.engines.ltx.fetch_listing import Remote, listing
from vitascope.engines.ltx.unfinished import part_of, remove_note, tidy, write_note

GB = 10**9
LEFT_FREE = 2**30
"""Bytes of the disk that a fetch leaves to everything else on it."""


class Watcher(Protocol):
    """Who is told how a fetch goes."""

    def begin(self, *, files: int, size: int) -> None:
        """There is room, and so many files come now, of so many bytes together."""

    def doing(self, what: str, *, done: int, total: int) -> None:
        """A stage begins or moves: bytes of bytes."""

    def say(self, sentence: str) -> None:
        """Something that a person should know."""


def fetch(
    wanted: Collection, text_encoder: TextEncoder, folder: Path, *, endpoint: str, command: str, watcher: Watcher
) -> tuple[Remote, ...]:
    """All files of ``wanted`` and its text encoder in ``folder``; ``command`` goes on after an interruption.

    Raises `BadInput`, `Conflict`, `Forbidden`, `NotFound`, `Unavailable`, each with what to do.
    """
    check_alone(wanted, text_encoder, folder)
    files = listing(sources(wanted, text_encoder), endpoint)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            missing = _missing(files, folder, watcher)
            _check_room(missing, folder)
            if missing:
                contents = {str(file.place): (file.size, file.checksum) for file in files}
                write_note(folder, wanted.name, files=contents, command=command)
                tidy(folder)
                watcher.begin(files=len(missing), size=_still_to_come(missing, folder))
                _bring_all(missing, files, folder, watcher)
            remove_note(folder, wanted.name)
    except OSError as error:
        raise told_of_disk(error, folder) from error
    return files


def _missing(files: Sequence[Remote], folder: Path, watcher: Watcher) -> list[Remote]:
    """Those that are not here, or are something else."""
    here = [file for file in files if (folder / file.place).is_file()]
    total, read = sum(file.size for file in here), 0
    good = set()
    for file in here:

        def moved(count: int, file: Remote = file) -> None:
            nonlocal read
            read += count
            watcher.doing(f"checking {file.place}", done=read, total=total)

        if file.is_in(folder / file.place, read=moved):
            good.add(file.place)
        else:
            watcher.say(f"{folder / file.place} is not what the hub has: it is fetched again.")
    return [file for file in files if file.place not in good]


def _check_room(missing: Sequence[Remote], folder: Path) -> None:
    wrong = [folder / file.place for file in missing if (folder / file.place).is_file()]
    needed = _still_to_come(missing, folder) - sum(file.stat().st_size for file in wrong)  # these make room
    free = shutil.disk_usage(folder).free
    if needed > 0 and needed + LEFT_FREE > free:
        raise Unavailable(
            f"{(needed + LEFT_FREE) / GB:.1f} GB are needed on the disk of {folder}, and {free / GB:.1f} GB are free; "
            "nothing was fetched. Make room, or name another folder with --to."
        )


def _still_to_come(missing: Sequence[Remote], folder: Path) -> int:
    parts = (part_of(folder, file.checksum) for file in missing)
    return sum(file.size for file in missing) - sum(part.stat().st_size for part in parts if part.is_file())


def _bring_all(missing: Sequence[Remote], files: Sequence[Remote], folder: Path, watcher: Watcher) -> None:
    total = sum(file.size for file in files)
    before = total - sum(file.size for file in missing)
    for file in missing:
        (folder / file.place).unlink(missing_ok=True)
    for file in missing:
        _bring(file, folder, before=before, total=total, index=files.index(file) + 1, count=len(files), watcher=watcher)
        before += file.size


def _bring(file: Remote, folder: Path, *, before: int, total: int, index: int, count: int, watcher: Watcher) -> None:
    part, place, read = part_of(folder, file.checksum), folder / file.place, 0
    name = f"{file.place} ({index} of {count})"

    def at(have: int) -> None:
        watcher.doing(f"fetching {name}", done=before + have, total=total)

    def checked(block: int) -> None:
        nonlocal read
        read += block
        watcher.doing(f"checking {name}", done=read, total=file.size)

    try:
        bring(file, part, at=at, checked=checked, say=watcher.say)
    except VitascopeError:
        raise
    except Exception as error:
        said = told(error, file.source, file.endpoint, what=file.name)
        if said is None:
            raise
        raise said from error
    place.parent.mkdir(parents=True, exist_ok=True)
    part.replace(place)
    _sync(place.parent)


def _sync(folder: Path) -> None:
    """Make the names in ``folder`` outlive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One fetch a folder; the lock is the folder's own, and goes with the process. Raises `Conflict`."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(f"Another fetch is writing into {folder}; wait for its end, or stop it.") from error
        except OSError:
            pass  # a file system without locks, such as some of networks
        yield
    finally:
        os.close(opened)
