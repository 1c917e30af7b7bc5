"""``vitascope restore``: a data folder made of a backup, put together beside its place and moved there whole.

Everything is checked before anything that is there is touched. The moves are written down before the first of them, so
that a restore that is cut off between two is finished by the next, and no server starts in between. What was there is
moved aside, and never deleted.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vitascope.artifacts.store import ArtifactStore
from vitascope.compose import archive
from vitascope.compose.archive import BackupDamaged
from vitascope.compose.artifacts import artifacts_of, claim_place
from vitascope.compose.backup import Progress
from vitascope.compose.data_folder import JOURNAL, RESTORING, make_data_folder
from vitascope.compose.database import installation_of
from vitascope.core.errors import BadInput, Conflict, VitascopeError
from vitascope.settings import Settings
from vitascope.store import contents
from vitascope.store.database import connect
from vitascope.store.dump import load
from vitascope.store.embedded import EmbeddedPostgres, lock_folder
from vitascope.store.migrate import DatabaseTooNew, migrate

PARTS = ("artifacts", "tls", "postgres")
"""Of a data folder; the database last, since with it there is an installation."""

CLIPS_GONE = "update generations set files_deleted_at = now() where id = any (%s) and files_deleted_at is null"


class DataFolderHasData(BadInput):
    """There is an installation already where one should be restored."""

    code = "data_folder_has_data"


class RestoreFinished(VitascopeError):
    """Another restore had been cut off, and was finished instead."""

    code = "restore_finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What is there now."""

    data_dir: str
    created_at: str
    """When the backup was begun, which is the moment that it shows."""
    rows: int
    files: int
    clips_gone: int
    moved_aside: str | None
    """Folder where lies what was there before."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A backup that is whole."""

    created_at: str
    vitascope: str
    rows: int
    files: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


async def check(file: Path, progress: Progress) -> Checked:
    """Read all of ``file``, and write nothing. Raises `BackupDamaged`, ``OSError``."""
    found = await _unpack(file, None, progress)
    tables: Mapping[str, Mapping[str, Any]] = found.contents["tables"]
    return Checked(
        created_at=found.head["created_at"],
        vitascope=found.head["vitascope"],
        rows=sum(each["rows"] for each in tables.values()),
        files=found.contents["files"],
    )


async def restore(settings: Settings, file: Path, *, replace: bool, progress: Progress) -> Restored:
    """Make the data folder that ``settings`` name, and its files where they say, of the backup ``file``.

    Raises `BackupDamaged`, `DataFolderHasData`, `DataFolderInUse`, `RestoreFinished`, `ArtifactsUnusable`, ``OSError``.
    """
    if settings.database is not None:
        raise BadInput(
            "--database (VITASCOPE_DATABASE) is set, and a backup is restored into the embedded one: unset it, "
            "restore, and move with `vitascope migrate-data`."
        )
    head = await asyncio.to_thread(archive.head_of, file)
    folder = settings.data_dir.absolute()
    with _held(settings) as draft:
        if (draft / JOURNAL).exists():
            done = await asyncio.to_thread(_finish, folder, draft)
            if done["id"] != head["id"]:
                raise RestoreFinished(
                    f"A restore of {done['restored']['created_at']}'s backup had been cut off, and is finished now; "
                    f"{file} was not restored."
                )
            return Restored(**done["restored"])
        present = [name for name in PARTS if _holds_something(folder / name)]
        if present and not replace:
            raise DataFolderHasData(
                f"{folder} holds {' and '.join(present)} already: name another --data-dir, or allow this with "
                "--replace, which moves what is there aside."
            )
        _clear(draft)
        unpacked = await _unpack(file, draft, progress)
        await _put_together(settings, draft, unpacked, progress)
        aside = f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}" if present else None
        restored = _restored(folder, unpacked, aside)
        journal = {"id": head["id"], "aside": aside, "present": present, "restored": restored.to_json()}
        await asyncio.to_thread(_write_journal, draft, journal)
        await asyncio.to_thread(_finish, folder, draft)
    return restored


async def _unpack(file: Path, folder: Path | None, progress: Progress) -> archive.Unpacked:
    """On a thread, which ends at the next member where this task is cancelled."""
    stopped = threading.Event()

    def told(done: int, total: int) -> None:
        if stopped.is_set():
            raise InterruptedError
        progress("reading", done, total)

    try:
        return await asyncio.to_thread(archive.unpack, file, folder, told)
    finally:
        stopped.set()


async def _put_together(settings: Settings, draft: Path, unpacked: archive.Unpacked, progress: Progress) -> None:
    """The database as it will be, and the files where they will be read."""
    progress("database", 0, 0)
    server = EmbeddedPostgres(draft / "postgres")
    try:
        await server.start()
        await load(server.url, draft / archive.DUMP)
        async with await connect(server.url) as conn:
            async with conn.transaction():
                found = {name: asdict(each) for name, each in (await contents.counts(conn)).items()}
                expected = unpacked.contents["tables"]
                if found != expected:
                    wrong = sorted(n for n in found.keys() | expected.keys() if found.get(n) != expected.get(n))
                    raise BackupDamaged(f"The backup's database reads otherwise than it was counted: {wrong[0]}.")
                await conn.execute(CLIPS_GONE, (unpacked.contents["clips_gone"],))
            try:
                await migrate(conn)
            except DatabaseTooNew as error:
                raise DatabaseTooNew(f"The backup was made by a newer Vitascope than this one. {error}") from error
            installation = await installation_of(conn)
    finally:
        await server.stop()
    (draft / archive.DUMP).unlink()
    if settings.artifacts is not None:
        await claim_place(settings, installation)
        await _publish(draft / archive.FILES, artifacts_of(settings), progress)
        shutil.rmtree(draft / archive.FILES, ignore_errors=True)


async def _publish(folder: Path, store: ArtifactStore, progress: Progress) -> None:
    """Each file goes to its key, unless it is there from an earlier run."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    total, done = sum(path.stat().st_size for path in paths), 0
    for path in paths:
        key, size = path.relative_to(folder).as_posix(), path.stat().st_size
        progress("files", done, total)
        try:
            await store.publish(key, path)
        except Conflict:
            if not await asyncio.to_thread(_same, store, key, path):
                raise
        done += size


def _same(store: ArtifactStore, key: str, path: Path) -> bool:
    with store.reader(key) as there, path.open("rb") as here:
        while part := here.read(archive.PART_BYTES):
            if there.read(len(part)) != part:
                return False
        return there.read(1) == b""


@contextmanager
def _held(settings: Settings) -> Iterator[Path]:
    """The draft's folder, while no other restore and no server can use the data folder."""
    draft = settings.data_dir.absolute() / RESTORING
    if not (draft / JOURNAL).exists():
        make_data_folder(settings)  # refuses while another restore is under way
    draft.mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as stack:
        lock = os.open(draft / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        stack.callback(os.close, lock)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DataFolderHasData(f"Another restore of {settings.data_dir} is under way.") from error
        if (settings.data_dir / "postgres").exists():
            stack.callback(os.close, lock_folder(settings.data_dir.absolute() / "postgres"))
        try:
            yield draft
        finally:
            if not (draft / JOURNAL).exists():
                shutil.rmtree(draft, ignore_errors=True)


def _clear(draft: Path) -> None:
    """Of what a restore that was cut off had made."""
    for path in draft.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()


def _holds_something(folder: Path) -> bool:
    """More than what is left of a start that came to nothing."""
    if folder.name == "postgres":
        return (folder / "data").exists()
    return any(path.is_file() for path in folder.rglob("*"))


def _restored(folder: Path, unpacked: archive.Unpacked, aside: str | None) -> Restored:
    tables: Mapping[str, Mapping[str, Any]] = unpacked.contents["tables"]
    return Restored(
        data_dir=str(folder),
        created_at=unpacked.head["created_at"],
        rows=sum(each["rows"] for each in tables.values()),
        files=unpacked.contents["files"],
        clips_gone=len(unpacked.contents["clips_gone"]),
        moved_aside=None if aside is None else str(folder / aside),
    )


def _write_journal(draft: Path, journal: Mapping[str, Any]) -> None:
    """From here on the restore goes to its end, be it in another process: so all it needs is on disk first."""
    for folder in draft.rglob("*"):
        if folder.is_dir() and not folder.is_relative_to(draft / "postgres"):  # which syncs its own
            _sync(folder)
    path = draft / f"{JOURNAL}.new"
    with path.open("w", encoding="utf-8") as file:
        json.dump(journal, file)
        file.flush()
        os.fsync(file.fileno())
    path.rename(draft / JOURNAL)
    _sync(draft)


def _finish(folder: Path, draft: Path) -> dict[str, Any]:
    """The moves of the journal, as far as they are not done."""
    journal: dict[str, Any] = json.loads((draft / JOURNAL).read_text(encoding="utf-8"))
    if journal["aside"] is not None:
        aside = folder / journal["aside"]
        aside.mkdir(mode=0o700, exist_ok=True)
        for name in journal["present"]:
            if not (aside / name).exists():
                (folder / name).rename(aside / name)
        _sync(aside)
    for name in PARTS:
        if (draft / name).exists():
            if (folder / name).exists():  # empty, or it would have been moved aside
                shutil.rmtree(folder / name)
            (draft / name).rename(folder / name)
    _sync(folder)
    (draft / JOURNAL).unlink()
    _sync(draft)
    return journal


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
