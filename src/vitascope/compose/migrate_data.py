"""``vitascope migrate-data``: from the embedded database and a folder to a PostgreSQL and a bucket, or to either.

Files first, since they never change and are most of it; then the database, in one transaction, with no server running;
then the old database is marked, so that nobody goes on from it by mistake. Cut off anywhere, it is simply run again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from vitascope.artifacts.copying import CopiedFiles, Progress, copy_files
from vitascope.compose.artifacts import artifacts_of, claim_place, try_out
from vitascope.compose.data_folder import look_for_installation
from vitascope.compose.database import any_database, installation_of, own_database
from vitascope.core.errors import BadInput, VitascopeError
from vitascope.settings import Settings
from vitascope.store import copying
from vitascope.store.copying import Copied, DatabaseMoved
from vitascope.store.database import Connection, connect
from vitascope.store.migrate import migrate

SCHEMES = ("postgresql", "postgres")


class TargetUnusable(VitascopeError):
    """The database that should be moved to cannot be used."""

    code = "target_unusable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done."""

    to_database: str | None
    """A PostgreSQL's URL; the database stays where it is if ``None``."""
    to_artifacts: str | None
    """A folder or ``s3://…``; files stay where they are if ``None``."""
    files_ahead: bool = False
    """Only copy files, beside a server that runs."""
    replace: bool = False
    """Empty a database that holds something."""
    quick: bool = False
    """Compare files by their sizes alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What is where now."""

    files: CopiedFiles | None
    rows: Mapping[str, int] | None
    """By table; ``None`` where the database was not moved by this run."""
    already: bool
    """Whether the database had been moved by an earlier run."""
    settings: Mapping[str, str]
    """What to start with from now on, without the password."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


async def migrate_data(settings: Settings, plan: Plan, progress: Progress) -> Moved:
    """Do what ``plan`` says with what ``settings`` name.

    Raises `BadInput`, `NoInstallation`, `DataFolderInUse`, `DatabaseInUse`, `DatabaseTaken`, `DatabaseMoved`,
    `TargetUnusable`, `ArtifactsUnusable`, `FilesDiffer`, `CopyDiffers`.
    """
    _check(settings, plan)
    look_for_installation(settings)
    async with (any_database if plan.files_ahead else own_database)(settings) as url, await connect(url) as source:
        await migrate(source)
        gone = await copying.moved_to(source)
        where = None if plan.to_database is None else place_of(plan.to_database)
        if gone is not None and gone != where:
            raise DatabaseMoved(f"What this database held was moved to {gone} already.")
        if not plan.files_ahead:
            await copying.at_rest(source, "The database that should be moved")
        files = None
        if plan.to_artifacts is not None:
            files = await _files(settings, plan, await installation_of(source), progress)
        copied = None
        if plan.to_database is not None and where is not None and gone is None and not plan.files_ahead:
            copied = await _database(source, plan, where, progress)
    return Moved(
        files=files,
        rows=None if copied is None else {name: each.rows for name, each in copied.counts.items()},
        already=gone is not None or (copied is not None and copied.already),
        settings=_settings(settings, plan),
    )


async def take_back(settings: Settings) -> bool:
    """Let the database that ``settings`` name be used again; whether it had been moved."""
    look_for_installation(settings)
    async with own_database(settings) as url, await connect(url) as conn:
        return await copying.take_back(conn)


def place_of(url: str) -> str:
    """Host, port and name of a database, which may be told."""
    parts = conninfo_to_dict(url)
    port = f":{parts['port']}" if "port" in parts else ""
    return f"{parts.get('host', 'localhost')}{port}/{parts.get('dbname', parts.get('user', ''))}"


def _check(settings: Settings, plan: Plan) -> None:
    if plan.to_database is None and plan.to_artifacts is None:
        raise BadInput("Say where to: --to-database postgresql://…, --to-artifacts s3://bucket/folder, or both.")
    if plan.files_ahead and plan.to_artifacts is None:
        raise BadInput("--files-ahead copies files: say where to with --to-artifacts.")
    if plan.to_database is not None:
        if urlsplit(plan.to_database).scheme not in SCHEMES:
            raise BadInput("--to-database takes a URL such as postgresql://clips:secret@db.example.org/clips.")
        if settings.database is not None and place_of(settings.database) == place_of(plan.to_database):
            raise BadInput("--to-database names the database that is in use (VITASCOPE_DATABASE) already.")
    if plan.to_artifacts is not None and _overlap(plan.to_artifacts, settings.artifacts_url):
        raise BadInput("--to-artifacts names the place where the files are already, or one within the other.")


def _overlap(one: str, other: str) -> bool:
    one, other = (text.removeprefix("file://").rstrip("/") + "/" for text in (one, other))
    return one.startswith(other) or other.startswith(one)


async def _files(settings: Settings, plan: Plan, installation: str, progress: Progress) -> CopiedFiles:
    to = settings.model_copy(update={"artifacts": plan.to_artifacts})
    target = artifacts_of(to)
    await claim_place(to, installation)
    await try_out(target)
    return await copy_files(
        artifacts_of(settings), target, quick=plan.quick, moving=plan.files_ahead, progress=progress
    )


async def _database(source: Connection, plan: Plan, where: str, progress: Progress) -> Copied:
    async with _target(str(plan.to_database)) as target:
        return await copying.copy(
            source, target, where=where, replace=plan.replace, progress=lambda done, of: progress("database", done, of)
        )


@asynccontextmanager
async def _target(url: str) -> AsyncIterator[Connection]:
    """Migrated, and at rest. What it raises is told in one line."""
    try:
        async with await connect(url) as conn:
            await copying.at_rest(conn, "The database that should be moved to")
            await migrate(conn)
            yield conn
    except psycopg.errors.InsufficientPrivilege as error:
        raise TargetUnusable(
            f"The role {conninfo_to_dict(url).get('user')!r} may not fill that database "
            f"({str(error).splitlines()[0]}): name the role that owns its tables."
        ) from error
    except psycopg.Error as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise TargetUnusable(f"--to-database cannot be used: {reason}") from error


def _settings(settings: Settings, plan: Plan) -> dict[str, str]:
    found: dict[str, str] = {}
    if plan.to_database is not None:
        password = conninfo_to_dict(plan.to_database).get("password")
        shown = plan.to_database.replace(f":{password}@", ":…@") if password else plan.to_database
        found["VITASCOPE_DATABASE"] = shown
    elif settings.database is not None:
        found["VITASCOPE_DATABASE"] = "as it is"
    found["VITASCOPE_ARTIFACTS"] = plan.to_artifacts or settings.artifacts or str(settings.data_dir / "artifacts")
    if found["VITASCOPE_ARTIFACTS"].startswith("s3://"):
        found |= {"VITASCOPE_S3_ENDPOINT": settings.s3_endpoint or "", "VITASCOPE_S3_REGION": settings.s3_region or ""}
    return {name: value for name, value in found.items() if value}
