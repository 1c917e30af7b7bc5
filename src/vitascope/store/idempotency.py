"""Callers' own keys for submits: the same key again gives the same generation (see `core.options.Idempotency`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from vitascope.core.errors import IdempotencyMismatch, VitascopeError
from vitascope.core.options import Idempotency
from vitascope.store.database import Connection, Database
from vitascope.store.submission import Submission

CLAIM = """
insert into idempotency (account_id, key, fingerprint, generation_id)
select * from unnest(%(accounts)s::uuid[], %(keys)s::text[], %(fingerprints)s::bytea[], %(ids)s::uuid[])
    as a (account_id, key, fingerprint, generation_id) order by account_id, key
on conflict (account_id, key) do nothing
"""
# In one order everywhere: two batches with the same keys wait for each other, never in a circle.

HELD = """
select i.account_id, i.key, i.fingerprint, i.generation_id
from unnest(%(accounts)s::uuid[], %(keys)s::text[]) as a (account_id, key) join idempotency i using (account_id, key)
"""

RELEASE = """
delete from idempotency i using unnest(%(accounts)s::uuid[], %(keys)s::text[], %(ids)s::uuid[]) as a (account, key, id)
where i.account_id = a.account and i.key = a.key and i.generation_id = a.id
"""
# By the primary key: a caller over its limit must not have a day's submits of everybody gone through at each try.

ALIKE = """
with last as (
    select account_id, generation_id, %(mark)s || generation_id as mark from idempotency i
    where created_at > now() - %(within)s and account_id = %(account)s and fingerprint = %(fingerprint)s
        and not exists (
            select from idempotency m where m.account_id = i.account_id and m.key = %(mark)s || i.generation_id)
    order by created_at desc limit 1
),
marked as (
    insert into idempotency (account_id, key, fingerprint, generation_id)
    select account_id, mark, '', generation_id from last
    on conflict do nothing returning generation_id
)
select last.generation_id, exists (select from marked) as ours from last
"""


async def claim(conn: Connection, batch: Sequence[Submission]) -> dict[UUID, UUID | VitascopeError]:
    """Which generation each submission with a key stands for, by its own id: itself where the key is new.

    `IdempotencyMismatch` where the key was used for another request.
    """
    named = [(s, s.options.idempotency) for s in batch if s.options.idempotency is not None]
    if not named:
        return {}
    values = {
        "accounts": [s.caller.account_id for s, _ in named],
        "keys": [i.key for _, i in named],
        "fingerprints": [i.fingerprint for _, i in named],
        "ids": [s.id for s, _ in named],
    }
    await conn.execute(CLAIM, values)
    rows = await (await conn.execute(HELD, {"accounts": values["accounts"], "keys": values["keys"]})).fetchall()
    held = {(row["account_id"], row["key"]): row for row in rows}
    return {
        s.id: stands_for(i, **{k: held[s.caller.account_id, i.key][k] for k in ("fingerprint", "generation_id")})
        for s, i in named
    }


def stands_for(asked: Idempotency, *, fingerprint: bytes, generation_id: UUID) -> UUID | VitascopeError:
    """The generation that was made under this key, if the request was the same."""
    if bytes(fingerprint) == asked.fingerprint:
        return generation_id
    return IdempotencyMismatch(
        f"`Idempotency-Key` {asked.key!r} stands for another request already; "
        "send a new key with this one, or the same request again."
    )


async def find(database: Database, account_id: UUID, asked: Idempotency) -> UUID | None:
    """The generation that this key stands for, if any. Raises `IdempotencyMismatch`."""
    rows = await database.read(
        "select fingerprint, generation_id from idempotency where account_id = %s and key = %s", (account_id, asked.key)
    )
    if not rows:
        return None
    found = stands_for(asked, **rows[0])
    if isinstance(found, VitascopeError):
        raise found
    return found


async def take_alike(
    database: Database, account_id: UUID, fingerprint: bytes, within: timedelta, turn: int
) -> UUID | None:
    """The last generation that was made for this very request, under whatever key, if that is not longer ago.

    Each is given once a ``turn``: of many that ask for what their first try made, no two get the same.
    """
    values = {"account": account_id, "fingerprint": fingerprint, "within": within, "mark": f"again-{turn}-"}
    async with database.transaction() as conn:
        while rows := await (await conn.execute(ALIKE, values)).fetchall():
            if rows[0]["ours"]:
                found: UUID = rows[0]["generation_id"]
                return found
            # Somebody took it at this moment: the next look sees that.
    return None


async def release(conn: Connection, refused: Sequence[Submission]) -> None:
    """Forget the keys of submissions that were refused: the same key may be tried again."""
    named = [(s, s.options.idempotency.key) for s in refused if s.options.idempotency is not None]
    if named:
        values = {
            "accounts": [s.caller.account_id for s, _ in named],
            "keys": [key for _, key in named],
            "ids": [s.id for s, _ in named],
        }
        await conn.execute(RELEASE, values)
