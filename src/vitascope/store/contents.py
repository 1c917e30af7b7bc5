"""What a database holds, table by table: counted, digested, and in the order in which it can be copied.

A digest is the same for the same rows in whatever order they lie, on every PostgreSQL from 14 on.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter

from psycopg import IsolationLevel, sql

from vitascope.store.database import Connection, connect

MIGRATIONS = "vitascope_migrations"

TABLES = """
select c.relname as name, array_agg(a.attname::text order by a.attname) as columns
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
  and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
group by c.relname
"""

REFERENCES = """
select c.relname as child, p.relname as parent
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace and c.oid <> p.oid
"""

# As text, since functions that hash values directly may change with the server's version.
DIGEST = """
select count(*) as rows,
    coalesce(sum(('x' || left(md5(row({columns})::text), 15))::bit(60)::bigint), 0)::text as digest
from {table}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    name: str
    columns: Sequence[str]
    """That are stored, and not computed; by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What one table holds."""

    rows: int
    digest: str


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[Connection]:
    """A connection that sees the database as it is now for as long as the block runs; others go on writing."""
    async with await connect(url) as conn:
        await conn.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        async with conn.transaction():
            yield conn


async def tables(conn: Connection) -> list[Table]:
    """All but the list of migrations, each after those that it refers to."""
    rows = await (await conn.execute(TABLES)).fetchall()
    found = {row["name"]: Table(name=row["name"], columns=row["columns"]) for row in rows if row["name"] != MIGRATIONS}
    order = TopologicalSorter[str](dict.fromkeys(sorted(found), ()))
    for row in await (await conn.execute(REFERENCES)).fetchall():
        order.add(row["child"], row["parent"])
    return [found[name] for name in order.static_order() if name in found]


async def count(conn: Connection, table: Table) -> Count:
    """In a transaction: some settings, which change how values read as text, hold until its end."""
    await conn.execute("set local timezone = 'UTC'; set local datestyle = 'ISO'; set local bytea_output = 'hex'")
    await conn.execute("set local extra_float_digits = 1; set local intervalstyle = 'postgres'")
    query = sql.SQL(DIGEST).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, table.columns)), table=sql.Identifier(table.name)
    )
    row = await (await conn.execute(query)).fetchone()
    assert row is not None  # noqa: S101 - a sum is one row
    return Count(rows=row["rows"], digest=row["digest"])


async def counts(conn: Connection, but: frozenset[str] = frozenset()) -> Mapping[str, Count]:
    """Of every table ``but`` some, in a transaction."""
    return {table.name: await count(conn, table) for table in await tables(conn) if table.name not in but}
