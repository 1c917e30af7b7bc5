"""Numbered migrations, forward only, applied at start under an advisory lock.

Old and new programs work on one database while an installation is upgraded. So a migration expands: it adds, and what
programs of before write and read stays as it was. One that takes away (contracts) comes a release later, and says in a
line of its own, ``-- needs: 12``, up to which migration a program must know the database to get along without.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from importlib import resources

import psycopg
import structlog

from vitascope import __version__
from vitascope.core.errors import VitascopeError
from vitascope.store.database import Connection

log = structlog.get_logger(__name__)

LOCK = 0x76697461  # "vita"
OLDEST_SERVER = 140_000
"""PostgreSQL 14, as the server prints its version number."""
LOCK_WAIT_MS = 2_000
"""Whatever else wants a table waits behind a migration that waits for it, so it waits for less than a request may."""
LOCK_PAUSE_S = 1.0
LOCK_TRIES = 300
"""With the pauses a quarter of an hour: a dump holds every table for as long as it takes."""
NEEDS = re.compile(r"^-- needs: (\d+)$", re.MULTILINE)


class DatabaseTooNew(VitascopeError):
    """The database was migrated by a newer program than this one, and has lost what this one needs."""

    code = "database_too_new"


class DatabaseNotMigrated(VitascopeError):
    """The database is older than this program, whose role may not change that."""

    code = "database_not_migrated"


class DatabaseBusy(VitascopeError):
    """Somebody holds a table that is to be changed, and does not let go of it."""

    code = "database_busy"


class DatabaseTooOld(VitascopeError):
    """The server is older than the SQL that is spoken here."""

    code = "database_too_old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    number: int
    name: str
    sql: str

    @property
    def needs(self) -> int:
        """The newest migration that a program must know to work on the database after this one; 0 where it expands."""
        found = NEEDS.search(self.sql)
        return 0 if found is None else int(found[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a database and this program stand to each other."""

    missing: list[Migration]
    """What this program would apply."""
    newer: int | None
    """The newest migration that this program does not know, where it can work on all the same."""

    def __str__(self) -> str:
        if self.missing:
            return f"{len(self.missing)} migrations behind; the next start applies them, or `vitascope migrate`"
        if self.newer is not None:
            return f"at migration {self.newer}, newer than this program, which can work on it"
        return f"at migration {migrations()[-1].number}, as this program"


def migrations() -> list[Migration]:
    """All of them, in order. The first is the queue's own schema, of the version that this package pins."""
    found = [
        Migration(
            number=1,
            name="procrastinate",
            sql=(resources.files("procrastinate") / "sql" / "schema.sql").read_text(encoding="utf-8"),
        )
    ]
    for file in (resources.files("vitascope.store") / "migrations").iterdir():
        if file.name.endswith(".sql"):
            number, _, name = file.name.removesuffix(".sql").partition("_")
            found.append(Migration(number=int(number), name=name, sql=file.read_text(encoding="utf-8")))
    return sorted(found, key=lambda m: m.number)


async def migrate(conn: Connection) -> list[Migration]:
    """Bring the database up to this program over a connection in autocommit; returns what was applied.

    Each migration is one transaction, so a death in between leaves whole ones behind. A database that a newer program
    has expanded is left as it is. Raises `DatabaseTooNew`, `DatabaseTooOld`, `DatabaseNotMigrated`, `DatabaseBusy`.
    """
    if conn.info.server_version < OLDEST_SERVER:
        raise DatabaseTooOld(f"This is PostgreSQL {conn.info.server_version // 10_000}; Vitascope needs 14 or newer.")
    found = await standing(conn)
    if found.newer is not None:
        log.info("database_is_newer", migration=found.newer, ours=migrations()[-1].number)
    if not found.missing:  # a role that may not make tables gets along, once somebody else has made them
        return []
    await conn.execute("select pg_advisory_lock(%s)", (LOCK,))
    try:
        return await _apply(conn)
    except psycopg.errors.InsufficientPrivilege as error:
        raise DatabaseNotMigrated(
            f"The database is not at this program's version, and the role {conn.info.user!r} may not change that "
            f"({str(error).splitlines()[0]}): run `vitascope migrate` as the role that owns the tables."
        ) from error
    finally:
        await conn.execute("select pg_advisory_unlock(%s)", (LOCK,))


async def standing(conn: Connection) -> Standing:
    """Look, and change nothing. Raises `DatabaseTooNew`."""
    row = await (await conn.execute("select to_regclass('vitascope_migrations') is not null as there")).fetchone()
    if row is None or not row["there"]:
        return Standing(missing=migrations(), newer=None)
    # As JSON, because the programs of before kept neither of the last two columns.
    rows = await (
        await conn.execute(
            """select number, (to_jsonb(m) ->> 'needs')::integer as needs, to_jsonb(m) ->> 'program' as program
               from vitascope_migrations m order by number"""
        )
    ).fetchall()
    known = migrations()
    ours, done = known[-1].number, {row["number"] for row in rows}
    missing = [migration for migration in known if migration.number not in done]
    unknown = [row for row in rows if row["number"] not in {m.number for m in known}]
    if not unknown:
        return Standing(missing=missing, newer=None)
    newest = unknown[-1]
    needs = max(row["number"] if row["needs"] is None else row["needs"] for row in unknown)
    if needs > ours or missing:
        raise DatabaseTooNew(
            f"The database is at migration {newest['number']}, brought there by Vitascope {newest['program']}, and no "
            f"longer works with programs that end before migration {max(needs, newest['number'] if missing else 0)}; "
            f"this is Vitascope {__version__}, which ends at {ours}: start {newest['program']} or newer."
        )
    return Standing(missing=[], newer=newest["number"])


async def _apply(conn: Connection) -> list[Migration]:
    await conn.execute(
        """create table if not exists vitascope_migrations (
            number integer primary key, name text not null, applied_at timestamptz not null default now())"""
    )
    await conn.execute(
        "alter table vitascope_migrations add column if not exists needs integer, add column if not exists program text"
    )
    applied = (await standing(conn)).missing
    for migration in applied:
        await _patiently(conn, migration)
        log.info("migrated", migration=f"{migration.number:04d} {migration.name}")
    return applied


async def _patiently(conn: Connection, migration: Migration) -> None:
    """Apply one as soon as the tables that it changes can be had. Raises `DatabaseBusy`."""
    for _ in range(LOCK_TRIES):
        try:
            async with conn.transaction():
                await conn.execute(f"set local lock_timeout = {LOCK_WAIT_MS:d}")
                await conn.execute(migration.sql.encode())
                await conn.execute(
                    "insert into vitascope_migrations (number, name, needs, program) values (%s, %s, %s, %s)",
                    (migration.number, migration.name, migration.needs, __version__),
                )
            return
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as error:
            log.warning("migration_waits", migration=migration.name, error=str(error).splitlines()[0])
        await asyncio.sleep(LOCK_PAUSE_S)
    raise DatabaseBusy(
        f"Migration {migration.number} ({migration.name}) found no moment to change its tables, which something holds, "
        "such as a dump; see pg_stat_activity, and start again."
    )
