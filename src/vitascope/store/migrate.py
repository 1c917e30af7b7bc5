"""Numbered migrations, forward only, applied at start under an advisory lock."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import psycopg

from vitascope.core.errors import VitascopeError
from vitascope.store.database import Connection

LOCK = 0x76697461  # "vita"
OLDEST_SERVER = 140_000
"""PostgreSQL 14, as the server prints its version number."""


class DatabaseTooNew(VitascopeError):
    """The database was migrated by a newer program than this one."""

    code = "database_too_new"


class DatabaseNotMigrated(VitascopeError):
    """The database is older than this program, whose role may not change that."""

    code = "database_not_migrated"


class DatabaseTooOld(VitascopeError):
    """The server is older than the SQL that is spoken here."""

    code = "database_too_old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    number: int
    name: str
    sql: str


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

    Each migration is one transaction, so a death in between leaves whole ones behind. Raises `DatabaseTooNew`,
    `DatabaseTooOld`, `DatabaseNotMigrated`.
    """
    if conn.info.server_version < OLDEST_SERVER:
        raise DatabaseTooOld(f"This is PostgreSQL {conn.info.server_version // 10_000}; Vitascope needs 14 or newer.")
    if await _complete(conn):  # a role that may not make tables gets along, once somebody else has made them
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


async def _complete(conn: Connection) -> bool:
    """Whether there is nothing to do. Raises `DatabaseTooNew`."""
    row = await (await conn.execute("select to_regclass('vitascope_migrations') is not null as there")).fetchone()
    return row is not None and row["there"] and not await _missing(conn)


async def _missing(conn: Connection) -> list[Migration]:
    rows = await (await conn.execute("select number from vitascope_migrations")).fetchall()
    done = {row["number"] for row in rows}
    known = migrations()
    unknown = done - {m.number for m in known}
    if unknown:
        raise DatabaseTooNew(
            f"The database has migration {max(unknown)}, this program ends at {known[-1].number}: start a newer one."
        )
    return [migration for migration in known if migration.number not in done]


async def _apply(conn: Connection) -> list[Migration]:
    await conn.execute(
        """create table if not exists vitascope_migrations (
            number integer primary key, name text not null, applied_at timestamptz not null default now())"""
    )
    applied = await _missing(conn)
    for migration in applied:
        async with conn.transaction():
            await conn.execute(migration.sql.encode())
            await conn.execute(
                "insert into vitascope_migrations (number, name) values (%s, %s)", (migration.number, migration.name)
            )
    return applied
