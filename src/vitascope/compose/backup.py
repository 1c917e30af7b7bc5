"""``vitascope backup``: everything that makes an installation whole, in one file, while it runs or while it does not.

The database comes first, in one snapshot; then every file that lies there. Files never change, so what the snapshot
knows of is in the backup, but for clips that had their time, or were deleted, in the meantime: these are noted, and are
gone after a restore too. What came in the meantime is in no row, and swept after a restore.

Keys, balances, usage, what is queued and the secret that signs links are in the database. Settings are not in the
backup, nor are weights.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from dataclasses import replace as with_changes
from datetime import UTC
from pathlib import Path
from typing import Any
from uuid import uuid4

from vitascope import __version__
from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore, Head
from vitascope.compose import archive
from vitascope.compose.artifacts import artifacts_of
from vitascope.compose.data_folder import look_for_installation
from vitascope.compose.database import any_database, installation_of
from vitascope.core.errors import BadInput, NotFound, VitascopeError
from vitascope.settings import Settings
from vitascope.store import contents
from vitascope.store.database import Connection, connect
from vitascope.store.dump import dump
from vitascope.store.migrate import migrate

Progress = Callable[[str, int, int], None]
"""Stage, bytes done, bytes in all."""

WITH_CLIPS = """
select id::text as id, artifact ->> 'video_key' as key from generations
where status = 'completed' and files_deleted_at is null
"""


class BackupExists(BadInput):
    """There is a file already where the backup should be written."""

    code = "backup_exists"


class BackupUnderWay(VitascopeError):
    """Another process writes a backup to the same file."""

    code = "backup_under_way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What was written."""

    file: str
    size_bytes: int
    created_at: str
    rows: int
    files: int
    clips_gone: int
    """Clips whose file was deleted while this went on, or that had none."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


async def back_up(settings: Settings, file: Path, *, replace: bool, progress: Progress) -> Backup:
    """Write ``file``: whole and synced, or not at all.

    Raises `BackupExists`, `BackupUnderWay`, `NoInstallation`, `DumpFailed`, ``OSError`` and what the database raises.
    """
    if settings.database is not None:
        raise BadInput(
            "--database (VITASCOPE_DATABASE) is set: a PostgreSQL of yours is backed up by its own tools, such as "
            "pg_dump or continuous archiving; see docs/how-to/back-up-and-restore.md."
        )
    look_for_installation(settings)
    file = file.expanduser().absolute()
    if file.exists() and not replace:
        raise BackupExists(f"{file} is there already: choose another name, or write over it with --force.")
    progress("database", 0, 0)
    async with _draft(file) as draft, any_database(settings) as url:
        async with await connect(url) as conn:
            await migrate(conn)
            installation = await installation_of(conn)
        async with contents.snapshot(url) as conn:
            made = await _write(settings, Source(url=url, conn=conn, installation=installation), draft, progress)
        made = with_changes(made, file=str(file), size_bytes=(draft / "archive").stat().st_size)
        (draft / "archive").replace(file)
        _sync_folder(file.parent)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    url: str
    conn: Connection
    """In a transaction that sees the database as it is to be kept."""
    installation: str


async def _write(settings: Settings, source: Source, draft: Path, progress: Progress) -> Backup:
    conn = source.conn
    row = await (await conn.execute("select pg_export_snapshot() as id, now() as now")).fetchone()
    assert row is not None  # noqa: S101 - a function is one row
    created_at = row["now"].astimezone(UTC).isoformat()
    await dump(source.url, draft / archive.DUMP, snapshot=row["id"])
    counts = await contents.counts(conn)
    store = artifacts_of(settings)
    files = [head async for head in _files(store)]
    tls = sorted(path for path in (settings.data_dir / "tls").glob("*.pem") if path.is_file())
    size = (draft / archive.DUMP).stat().st_size
    total, done = size + sum(head.size for head in files), 0
    kept: set[str] = set()
    with archive.Writer(draft / "archive") as writer:
        head = {"format": archive.FORMAT, "id": str(uuid4()), "created_at": created_at}
        writer.add_json(archive.HEAD, {**head, "installation": source.installation, "vitascope": __version__})
        await asyncio.to_thread(_add_file, writer, archive.DUMP, draft / archive.DUMP)
        done += size
        for each in files:
            progress("files", done, total)
            if await asyncio.to_thread(_add, writer, store, each):
                kept.add(each.key)
            done += each.size
        for path in tls:
            _add_file(writer, f"{archive.TLS}{path.name}", path)
        gone = [row["id"] async for row in await conn.execute(WITH_CLIPS) if row["key"] not in kept]
        writer.add_json(
            archive.CONTENTS,
            {"tables": {n: asdict(c) for n, c in counts.items()}, "files": len(kept), "clips_gone": gone},
        )
        progress("syncing", total, total)
        await asyncio.to_thread(writer.finish)
    return Backup(
        file="",
        size_bytes=0,
        created_at=created_at,
        rows=sum(count.rows for count in counts.values()),
        files=len(kept),
        clips_gone=len(gone),
    )


async def _files(store: ArtifactStore) -> AsyncIterator[Head]:
    """All that are of our naming."""
    for prefix in keys.ALL:
        async for head in store.list(prefix):
            if archive.NAME.fullmatch(head.key):
                yield head


def _add(writer: archive.Writer, store: ArtifactStore, head: Head) -> bool:
    """Whether the file was still there."""
    try:
        with store.reader(head.key) as source:
            writer.add(f"{archive.FILES}{head.key}", source, head.size)
    except NotFound:
        return False
    return True


def _add_file(writer: archive.Writer, name: str, path: Path) -> None:
    with path.open("rb") as source:
        writer.add(name, source, path.stat().st_size)


@asynccontextmanager
async def _draft(file: Path) -> AsyncIterator[Path]:
    """A folder beside ``file`` for what is not whole; what one that was killed left there is removed first."""
    folder = file.with_name(f".{file.name}.partial")
    folder.mkdir(mode=0o700, exist_ok=True)
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupUnderWay(f"Another backup to {file} is under way.") from error
        for name in ("archive", archive.DUMP):
            (folder / name).unlink(missing_ok=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
