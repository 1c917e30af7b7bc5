"""Everything that a database holds, put into another one: all of it or nothing, counted and compared before it counts.

Rows travel as text (COPY), into tables that the target's own migrations made: the two servers may be of any versions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
from psycopg import sql

from vitascope.core.errors import VitascopeError
from vitascope.store.contents import Count, Table, count, tables
from vitascope.store.database import Connection

LOCK = 0x76697462
"""Two copies into one database take turns; the number after that of migrations."""
LOCK_WAIT = "5s"
MOVED = "moved"
"""Name of the secret that says where a database's content has gone."""

OTHERS = """
select count(*) as n from pg_stat_activity
where datname = current_database() and application_name = 'vitascope' and pid <> pg_backend_pid()
"""

INSTALLATION = "select value from secrets where name = 'installation'"

SEQUENCES = """
select relname as name from pg_class where relkind = 'S' and relnamespace = current_schema()::regnamespace
order by relname
"""


class DatabaseInUse(VitascopeError):
    """Programs work on a database that should be at rest."""

    code = "database_in_use"


class DatabaseTaken(VitascopeError):
    """The database that should be filled holds something already."""

    code = "database_taken"


class DatabaseMoved(VitascopeError):
    """What this database held is kept in another one by now."""

    code = "database_moved"


class CopyDiffers(VitascopeError):
    """What arrived is not what was sent."""

    code = "copy_differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What both databases hold now."""

    counts: Mapping[str, Count]
    already: bool
    """Whether an earlier run had done it."""


async def at_rest(conn: Connection, name: str) -> None:
    """Raises `DatabaseInUse` where other programs of ours are connected to it."""
    row = await (await conn.execute(OTHERS)).fetchone()
    assert row is not None  # noqa: S101 - a count is one row
    if row["n"]:
        raise DatabaseInUse(
            f"{name} is in use by {row['n']} connections of servers or workers: stop them first, which lets them "
            "finish or hand back what they render."
        )


async def copy(
    source: Connection, target: Connection, *, where: str, replace: bool, progress: Callable[[int, int], None]
) -> Copied:
    """Fill ``target`` with what ``source`` holds, and note there that it is kept at ``where`` from now on.

    Both are migrated, and no program uses ``source``. A target that holds the very same already is left as it is; where
    it holds something else, it is emptied first if ``replace``. ``progress`` is told tables done and tables in all.
    Raises `DatabaseInUse`, `DatabaseTaken`, `CopyDiffers`, and what psycopg raises.
    """
    found = await tables(source)
    names = sql.SQL(", ").join(sql.Identifier(table.name) for table in found)
    async with source.transaction():
        try:  # who began to write has written before this; who comes later is told where to write
            await source.execute(sql.SQL("set local lock_timeout = {}").format(LOCK_WAIT))
            await source.execute(sql.SQL("lock table {} in share mode").format(names))
        except psycopg.errors.LockNotAvailable as error:
            raise DatabaseInUse("Somebody writes to the database that should be moved: stop all servers.") from error
        async with target.transaction():
            copied = await _fill(source, target, found, replace=replace, progress=progress)
        # A death before this line leaves a target that holds the very same: the next run ends here.
        await _mark_moved(source, where)
    return copied


async def _fill(
    source: Connection, target: Connection, found: list[Table], *, replace: bool, progress: Callable[[int, int], None]
) -> Copied:
    await target.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
    sent = {table.name: await count(source, table) for table in found}
    there = {table.name: await count(target, table) for table in await _same_tables(target, found)}
    if there == sent:
        return Copied(counts=sent, already=True)
    if any(each.rows for each in there.values()):
        if not replace:
            raise DatabaseTaken(await _whose(source, target))
        await target.execute(
            sql.SQL("truncate {}").format(sql.SQL(", ").join(sql.Identifier(table.name) for table in found))
        )
    for number, table in enumerate(found):
        progress(number, len(found))
        await _copy_table(source, target, table)
    await _copy_sequences(source, target)
    arrived = {table.name: await count(target, table) for table in found}
    if arrived != sent:
        wrong = sorted(name for name in sent if sent[name] != arrived[name])
        raise CopyDiffers(f"The table {wrong[0]} arrived otherwise than it was sent; nothing was kept.")
    return Copied(counts=sent, already=False)


async def _mark_moved(conn: Connection, where: str) -> None:
    """Let nothing be started on this database any more: two that go on from one state would both render its queue."""
    note = json.dumps({"to": where, "at": datetime.now(UTC).isoformat(timespec="seconds")}).encode()
    await conn.execute("insert into secrets (name, value) values (%s, %s)", (MOVED, note))


async def take_back(conn: Connection) -> bool:
    """Use it again; whether it had been moved."""
    return (await conn.execute("delete from secrets where name = %s", (MOVED,))).rowcount > 0


async def moved_to(conn: Connection) -> str | None:
    """Where it has gone, if it has."""
    row = await (await conn.execute("select value from secrets where name = %s", (MOVED,))).fetchone()
    return None if row is None else str(json.loads(bytes(row["value"]))["to"])


async def refuse_moved(conn: Connection) -> None:
    """Raises `DatabaseMoved`."""
    if (where := await moved_to(conn)) is not None:
        raise DatabaseMoved(
            f"What this database held was moved to {where}: name that one with --database. "
            "`vitascope migrate-data --take-back` puts this one into use again."
        )


async def _same_tables(target: Connection, found: list[Table]) -> list[Table]:
    there = {table.name: table for table in await tables(target)}
    for table in found:
        if there.get(table.name) != table:
            raise CopyDiffers(f"The table {table.name} is another one there: is it this program's own database?")
    return found


async def _whose(source: Connection, target: Connection) -> str:
    ours, theirs = [await (await conn.execute(INSTALLATION)).fetchone() for conn in (source, target)]
    if ours is not None and ours == theirs:
        return (
            "The database holds this installation already, and one of the two has been used since. Start with that "
            "database as it is, or copy once more with --replace, which empties it first."
        )
    return (
        "The database holds another installation: name an empty one, or give up what it holds with --replace, which "
        "empties it first."
    )


async def _copy_table(source: Connection, target: Connection, table: Table) -> None:
    name = sql.Identifier(table.name)
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    # What triggers do at an insert was done when the rows were first written.
    await target.execute(sql.SQL("alter table {} disable trigger user").format(name))
    read = sql.SQL("copy {} ({}) to stdout").format(name, columns)
    write = sql.SQL("copy {} ({}) from stdin").format(name, columns)
    async with source.cursor() as here, target.cursor() as there, here.copy(read) as rows, there.copy(write) as into:
        async for part in rows:
            await into.write(part)
    await target.execute(sql.SQL("alter table {} enable trigger user").format(name))


async def _copy_sequences(source: Connection, target: Connection) -> None:
    for row in await (await source.execute(SEQUENCES)).fetchall():
        name = sql.Identifier(row["name"])
        at = await (await source.execute(sql.SQL("select last_value, is_called from {}").format(name))).fetchone()
        assert at is not None  # noqa: S101 - a sequence is one row
        await target.execute(
            "select setval(%s::regclass, %s, %s)", (name.as_string(), at["last_value"], at["is_called"])
        )
