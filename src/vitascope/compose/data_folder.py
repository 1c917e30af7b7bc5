"""The data folder: made for its owner alone, not used while it is restored, and looked for by commands about one."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from vitascope.core.errors import VitascopeError
from vitascope.settings import Settings


class DataFolderUnusable(VitascopeError):
    """The data folder cannot be made or used."""

    code = "data_folder_unusable"


RESTORING = ".restoring"
"""Folder in it where a restore puts together what it will move to its place."""
JOURNAL = "journal.json"
"""In that: what is moved where, from the moment in which all of it is there."""


class NoInstallation(VitascopeError):
    """No server was ever started on this data folder."""

    code = "no_installation"


def make_data_folder(settings: Settings) -> None:
    """Make it where it is missing; what lies in it is customers', so nobody else may look. Raises `DataFolderUnusable`.

    A folder that is there already keeps its permissions: they may be meant.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DataFolderUnusable(
            f"--data-dir (VITASCOPE_DATA_DIR) is {folder}, which cannot be used as a folder: {error.strerror or error}."
        ) from error
    _refuse_half_restored(folder)


def _refuse_half_restored(folder: Path) -> None:
    draft = folder / RESTORING
    if (draft / JOURNAL).exists():
        raise DataFolderUnusable(f"A restore of {folder} was cut off: run the same `vitascope restore` again first.")
    try:
        lock = os.open(draft / "lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise DataFolderUnusable(f"A restore of {folder} is under way: wait for its end.") from error
    finally:
        os.close(lock)


def look_for_installation(settings: Settings) -> None:
    """Raises `NoInstallation` where the settings name no database and nothing was ever started on the data folder."""
    if settings.database is None and not (settings.data_dir / "postgres" / "data").exists():
        raise NoInstallation(
            f"There is no Vitascope in {settings.data_dir}: name the folder that it was started with (--data-dir), "
            "or its database (--database), or start one there with `vitascope serve`."
        )
