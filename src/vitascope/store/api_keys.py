"""An account's keys as its management key handles them: made, listed, changed, deleted.

Management keys themselves are not among them: they are made and revoked on the command line, so that no request can
lock an account out of its own keys.
"""

from __future__ import annotations

from typing import Any, LiteralString
from uuid import UUID, uuid4

from vitascope.core.account import NEW_KEY, ApiKey, KeyFields
from vitascope.core.errors import Conflict, Forbidden, NotFound
from vitascope.store.accounts import key_hash, key_prefix, limit_columns, limit_of, new_key
from vitascope.store.database import Connection, Database, Row
from vitascope.store.funds import PERIOD

KEYS = """
select k.id, k.prefix, k.name, k.disabled, k.scopes, k.limit_credits, k.limit_retention, k.created_at, k.updated_at,
    (select coalesce(sum(u.credits), 0)::bigint from usage u
     where u.key_id = k.id and u.state = 'charged'
       and u.created_at >= date_trunc('month', now() at time zone 'UTC') at time zone 'UTC') as month_credits
from keys k
"""

OURS = "where k.account_id = %s and k.revoked_at is null and not k.management"

LISTED = f"{KEYS} {OURS} order by k.created_at, k.id"

RECENT = f"""
{KEYS} where k.id = (
    select k.id from keys k {OURS} order by k.last_used_at desc nulls last, k.created_at desc, k.id desc limit 1)
"""  # noqa: S608

TAKEN = "select 1 from keys where prefix = %s and revoked_at is null"

CREATE = """
insert into keys (id, account_id, prefix, hash) values (%s, %s, %s, %s) returning id
"""

NAMED = "select id, management from keys where account_id = %s and prefix = %s and revoked_at is null"

COUNT_HOLDS = "update usage set from_limit = true where key_id = %s and state = 'held' and not from_limit"

RECOUNT = f"""
update keys k set window_start = {PERIOD}, window_credits = (
    select coalesce(sum(u.credits), 0) from usage u
    where u.key_id = k.id and u.created_at >= {PERIOD} and (u.state = 'charged' or u.state = 'held' and u.from_limit))
where k.id = %s and k.limit_credits is not null
"""  # noqa: S608

REVOKE = "update keys set revoked_at = now(), updated_at = now() where id = %s"

CALLED = """
select id from keys where account_id = %s and prefix = %s order by revoked_at desc nulls first, created_at desc limit 1
"""


async def listed(database: Database, account_id: UUID) -> list[ApiKey]:
    """Oldest first."""
    async with database.transaction() as conn:
        return [_key(row) for row in await (await conn.execute(LISTED, (account_id,))).fetchall()]


async def recent(database: Database, account_id: UUID) -> ApiKey | None:
    """The one used last; of several that never were, the newest."""
    async with database.transaction() as conn:
        row = await (await conn.execute(RECENT, (account_id,))).fetchone()
    return None if row is None else _key(row)


async def create(database: Database, account_id: UUID, fields: KeyFields) -> tuple[ApiKey, str]:
    """A new key, and the key itself, which is kept nowhere."""
    async with database.transaction() as conn:
        key = new_key()
        while await (await conn.execute(TAKEN, (key_prefix(key),))).fetchone() is not None:
            key = new_key()  # prefixes are what keys are called by
        key_id = uuid4()
        await conn.execute(CREATE, (key_id, account_id, key_prefix(key), key_hash(key)))
        return await _set(conn, key_id, {**NEW_KEY, **fields}), key


async def change(database: Database, account_id: UUID, prefix: str, fields: KeyFields) -> ApiKey:
    """Set ``fields`` of the key called ``prefix``. Raises `NotFound`, `Forbidden`, `Conflict`."""
    async with database.transaction() as conn:
        return await _set(conn, await _find(conn, account_id, prefix), fields)


async def delete(database: Database, account_id: UUID, prefix: str) -> None:
    """End every use of a key; what it made and spent stays. Raises `NotFound`, `Forbidden`, `Conflict`."""
    async with database.transaction() as conn:
        await conn.execute(REVOKE, (await _find(conn, account_id, prefix),))


async def called(database: Database, account_id: UUID, prefix: str) -> UUID:
    """The account's key called ``prefix``; what a deleted one spent can be asked for too. Raises `NotFound`."""
    rows = await database.read(CALLED, (account_id, prefix))
    if not rows:
        raise NotFound(f"No key of this account is called {prefix!r}.")
    return UUID(str(rows[0]["id"]))


async def _find(conn: Connection, account_id: UUID, prefix: str) -> UUID:
    rows = await (await conn.execute(NAMED, (account_id, prefix))).fetchall()
    if not rows:
        raise NotFound(f"No key of this account is called {prefix!r}; `GET /v1/keys` lists them.")
    if len(rows) > 1:
        raise Conflict(f"{len(rows)} keys are called {prefix!r}; nothing was changed.")
    if rows[0]["management"]:
        raise Forbidden(f"{prefix!r} is a management key; `vitascope keys revoke {prefix}` ends it.")
    return UUID(str(rows[0]["id"]))


async def _set(conn: Connection, key_id: UUID, fields: KeyFields) -> ApiKey:
    """Write ``fields``. A limit counts what the key has spent in its period already, clips under way included."""
    limit = fields.get("limit")
    if limit is not None:
        # Usage before the key: the order in which settling locks them.
        await conn.execute(COUNT_HOLDS, (key_id,))
    columns: dict[LiteralString, Any] = {}
    if "name" in fields:
        columns["name"] = fields["name"]
    if "disabled" in fields:
        columns["disabled"] = fields["disabled"]
    if "scopes" in fields:
        columns["scopes"] = None if fields["scopes"] is None else list(fields["scopes"])
    if "limit" in fields:
        columns["limit_credits"], columns["limit_retention"] = limit_columns(limit)
    if columns:
        sets = ", ".join(f"{name} = %s" for name in columns)
        await conn.execute(
            f"update keys set {sets}, updated_at = now() where id = %s",  # noqa: S608
            (*columns.values(), key_id),
        )
    if limit is not None:
        await conn.execute(RECOUNT, (key_id,))
    row = await (await conn.execute(f"{KEYS} where k.id = %s", (key_id,))).fetchone()
    assert row is not None  # noqa: S101 - keys are never deleted
    return _key(row)


def _key(row: Row) -> ApiKey:
    scopes = row["scopes"]
    return ApiKey(
        id=row["id"],
        prefix=row["prefix"],
        name=row["name"],
        disabled=row["disabled"],
        scopes=None if scopes is None else tuple(scopes),
        limit=limit_of(row),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        month_credits=row["month_credits"],
    )
