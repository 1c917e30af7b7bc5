"""The limits of accounts and keys, set and read by their owner. Whoever enforces them reads them at each request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, LiteralString
from uuid import UUID

from vitascope.core.account import KeyLimit
from vitascope.core.errors import Conflict, NotFound
from vitascope.core.limits import Allowance, Limits
from vitascope.store.database import Connection, Row
from vitascope.store.funds import PERIOD

COLUMNS: dict[str, LiteralString] = {
    "requests_per_minute": "requests_per_minute",
    "queued": "max_queued",
    "running": "max_running",
    "weight": "weight",
}

ACCOUNT = "select id from accounts where name = %s"
KEY = "select id from keys where prefix = %s and revoked_at is null and not management"

READ_ACCOUNT = """
select requests_per_minute, max_queued, max_running, limit_credits, limit_retention, weight from accounts where id = %s
"""
READ_KEY = """
select requests_per_minute, max_queued, max_running, limit_credits, limit_retention, 1 as weight from keys where id = %s
"""

COUNT_HOLDS: dict[str, LiteralString] = {
    "accounts": """
        update usage set from_account_limit = true
        where account_id = %s and state = 'held' and not from_account_limit
    """,
    "keys": "update usage set from_limit = true where key_id = %s and state = 'held' and not from_limit",
}

RECOUNT: dict[str, LiteralString] = {
    "accounts": f"""
        update accounts a set window_start = {PERIOD}, window_credits = (
            select coalesce(sum(u.credits), 0) from usage u where u.account_id = a.id and u.created_at >= {PERIOD}
                and (u.state = 'charged' or u.state = 'held' and u.from_account_limit))
        where a.id = %s and a.limit_credits is not null
    """,  # noqa: S608
    "keys": f"""
        update keys k set window_start = {PERIOD}, window_credits = (
            select coalesce(sum(u.credits), 0) from usage u where u.key_id = k.id and u.created_at >= {PERIOD}
                and (u.state = 'charged' or u.state = 'held' and u.from_limit))
        where k.id = %s and k.limit_credits is not null
    """,  # noqa: S608
}
"""A new limit counts what was spent in its period already, clips under way included."""


async def of_account(conn: Connection, name: str) -> Allowance:
    """Raises `NotFound`."""
    return await _read(conn, "accounts", await _account(conn, name))


async def of_key(conn: Connection, prefix: str) -> Allowance:
    """Raises `NotFound`, `Conflict`."""
    return await _read(conn, "keys", await _key(conn, prefix))


async def change_account(conn: Connection, name: str, changes: Mapping[str, Any]) -> Allowance:
    """Set some of `COLUMNS`, and ``credits``; the others stay. In a transaction of its own. Raises `NotFound`."""
    async with conn.transaction():
        return await _change(conn, "accounts", await _account(conn, name), changes)


async def change_key(conn: Connection, prefix: str, changes: Mapping[str, Any]) -> Allowance:
    """As `change_account`, but for the weight. Raises `NotFound`, `Conflict`."""
    async with conn.transaction():
        return await _change(conn, "keys", await _key(conn, prefix), changes)


async def _change(conn: Connection, table: LiteralString, owner: UUID, changes: Mapping[str, Any]) -> Allowance:
    limit: KeyLimit | None = changes.get("credits")
    if limit is not None:
        # Usage before what it belongs to: the order in which settling locks them.
        await conn.execute(COUNT_HOLDS[table], (owner,))
    columns: dict[LiteralString, Any] = {COLUMNS[name]: value for name, value in changes.items() if name in COLUMNS}
    if "credits" in changes:
        columns["limit_credits"] = None if limit is None else limit.credits
        columns["limit_retention"] = None if limit is None else limit.retention
    if columns:
        sets = ", ".join(f"{name} = %s" for name in columns)
        await conn.execute(f"update {table} set {sets} where id = %s", (*columns.values(), owner))  # noqa: S608
    if limit is not None:
        await conn.execute(RECOUNT[table], (owner,))
    return await _read(conn, table, owner)


async def _read(conn: Connection, table: LiteralString, owner: UUID) -> Allowance:
    row = await (await conn.execute(READ_ACCOUNT if table == "accounts" else READ_KEY, (owner,))).fetchone()
    assert row is not None  # noqa: S101 - neither accounts nor keys are ever deleted
    return _allowance(row)


def _allowance(row: Row) -> Allowance:
    credits, retention = row["limit_credits"], row["limit_retention"]
    return Allowance(
        limits=Limits(
            requests_per_minute=row["requests_per_minute"], queued=row["max_queued"], running=row["max_running"]
        ),
        credits=None if credits is None else KeyLimit(credits=credits, retention=retention),
        weight=row["weight"],
    )


async def _account(conn: Connection, name: str) -> UUID:
    row = await (await conn.execute(ACCOUNT, (name,))).fetchone()
    if row is None:
        raise NotFound(f"No account is called {name!r}; `vitascope accounts list` shows them.")
    return UUID(str(row["id"]))


async def _key(conn: Connection, prefix: str) -> UUID:
    rows = await (await conn.execute(KEY, (prefix,))).fetchall()
    if not rows:
        raise NotFound(f"No key in use that makes clips is called {prefix!r}; `vitascope keys list` shows them.")
    if len(rows) > 1:
        raise Conflict(f"{len(rows)} keys are called {prefix!r}; nothing was changed.")
    return UUID(str(rows[0]["id"]))
