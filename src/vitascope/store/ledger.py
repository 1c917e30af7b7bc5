"""Balances and what moves them: an owner's grants, and the use of models once it is charged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID, uuid4

from vitascope.core.account import Account, Direction, EntryType, LedgerEntry, LedgerPage, LedgerQuery
from vitascope.core.errors import BadInput, NotFound
from vitascope.core.usage import usd
from vitascope.store.database import Connection, Database

ACCOUNT = "select id, name, email, balance, created_at, owner from accounts"

GRANT = """
insert into grants (id, account_id, direction, type, credits, note) values (%s, %s, %s, %s, %s, %s)
"""

LOCK = f"{ACCOUNT} where name = %s for no key update"
# As in funds.py: foreign keys may go on pointing here.

RAISE = "update accounts set balance = coalesce(balance, 0) + %s where id = %s"

USED = """
select coalesce(sum(credits) filter (where state = 'held'), 0)::bigint as held,
    coalesce(sum(credits) filter (where state = 'charged'), 0)::bigint as charged
from usage where account_id = %s
"""

LATEST = """
select created_at, direction, type, credits, note from grants where account_id = %s
order by created_at desc, id desc limit 20
"""

FREE_HOLDS = "update usage set from_balance = false where account_id = %s and state = 'held' and from_balance"

GRANTS: LiteralString = """
select id, created_at, direction, type, credits, null as model from grants where account_id = %(account)s
"""

CHARGES: LiteralString = """
select generation_id as id, settled_at as created_at, 'CHARGE' as direction, 'MODEL_USAGE' as type, credits, model
from usage where account_id = %(account)s and state = 'charged'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One change of a balance that its owner made, with the reason that was given."""

    created_at: datetime
    direction: Direction
    type: EntryType
    credits: int
    note: str | None


async def accounts(conn: Connection) -> list[Account]:
    """All of them, oldest first."""
    rows = await (await conn.execute(f"{ACCOUNT} order by created_at, name")).fetchall()
    return [Account(**row) for row in rows]


async def account(database: Database, account_id: UUID) -> Account:
    """A caller's own."""
    rows = await database.read(f"{ACCOUNT} where id = %s", (account_id,))
    return Account(**rows[0])


async def named(conn: Connection, name: str) -> Account:
    """The account called ``name``. Raises `NotFound`."""
    return _found(await (await conn.execute(f"{ACCOUNT} where name = %s", (name,))).fetchone(), name)


async def used(conn: Connection, account_id: UUID) -> tuple[int, int]:
    """Credits held just now, and charged so far."""
    row = await (await conn.execute(USED, (account_id,))).fetchone()
    assert row is not None  # noqa: S101 - a sum has one row
    return row["held"], row["charged"]


async def grants(conn: Connection, account_id: UUID) -> list[Grant]:
    """The latest, newest first."""
    return [Grant(**row) for row in await (await conn.execute(LATEST, (account_id,))).fetchall()]


async def grant(conn: Connection, name: str, credits: int, *, note: str | None) -> Account:
    """Add ``credits`` to a balance, or take them off where they are negative. In a transaction of its own.

    An account that was unlimited has this and no more from now on; what it has under way is not paid from it.
    Raises `NotFound`, `BadInput`.
    """
    async with conn.transaction():
        found = _found(await (await conn.execute(LOCK, (name,))).fetchone(), name)
        if credits == 0 or (found.balance is None and credits < 0):
            raise BadInput(f"{name!r} cannot be granted {usd(credits):f} USD: give a positive number.")
        direction, kind = ("TOPUP", "BONUS") if credits > 0 else ("CHARGE", "ADJUSTMENT")
        await conn.execute(GRANT, (uuid4(), found.id, direction, kind, abs(credits), note))
        await conn.execute(RAISE, (credits, found.id))
        return await named(conn, name)


async def make_unlimited(conn: Connection, name: str) -> Account:
    """Let an account spend what it likes; the ledger says what was taken off. Raises `NotFound`."""
    async with conn.transaction():
        before = await named(conn, name)
        # Holds before the account: the order in which settling locks them. They give nothing back to a later balance.
        await conn.execute(FREE_HOLDS, (before.id,))
        found = _found(await (await conn.execute(LOCK, (name,))).fetchone(), name)
        if found.balance:
            direction = "CHARGE" if found.balance > 0 else "TOPUP"
            row = (uuid4(), found.id, direction, "ADJUSTMENT", abs(found.balance), "made unlimited")
            await conn.execute(GRANT, row)
        await conn.execute("update accounts set balance = null where id = %s", (found.id,))
        return await named(conn, name)


async def set_owner(conn: Connection, name: str, owner: bool) -> None:
    """Whether its management keys see the work of all accounts. Raises `NotFound`."""
    cursor = await conn.execute("update accounts set owner = %s where name = %s returning id", (owner, name))
    if await cursor.fetchone() is None:
        raise _unknown(name)


async def set_email(conn: Connection, name: str, email: str | None) -> Account:
    """Raises `NotFound`."""
    cursor = await conn.execute(
        "update accounts set email = %s where name = %s returning id, name, email, balance, created_at, owner",
        (email, name),
    )
    return _found(await cursor.fetchone(), name)


def _found(row: dict[str, Any] | None, name: str) -> Account:
    if row is None:
        raise _unknown(name)
    return Account(**row)


def _unknown(name: str) -> NotFound:
    return NotFound(f"No account is called {name!r}; `vitascope accounts list` shows them.")


async def page(database: Database, account_id: UUID, query: LedgerQuery) -> LedgerPage:
    """At most ``query.limit`` entries, newest first. A page begins after an entry, so what is added moves nothing."""
    values: dict[str, Any] = {
        "account": account_id,
        "from": query.created_from,
        "before": query.created_before,
        "direction": query.direction,
        "type": query.type,
        "limit": query.limit + 1,
        "at": None if query.after is None else query.after.created_at,
        "id": None if query.after is None else query.after.id,
    }
    parts: list[LiteralString] = []
    if query.type != "MODEL_USAGE":
        wanted: LiteralString = " and direction = %(direction)s" if query.direction else ""
        wanted += " and type = %(type)s" if query.type else ""
        parts.append(_part(GRANTS + wanted, query, time="created_at", id="id"))
    if query.type in (None, "MODEL_USAGE") and query.direction != "TOPUP":
        parts.append(_part(CHARGES, query, time="settled_at", id="generation_id"))
    if not parts:
        return LedgerPage(entries=(), has_more=False)
    rows = await database.read(
        f"select * from ({' union all '.join(parts)}) as e order by created_at desc, id desc limit %(limit)s",  # noqa: S608
        values,
    )
    return LedgerPage(
        entries=tuple(LedgerEntry(**row) for row in rows[: query.limit]), has_more=len(rows) > query.limit
    )


def _part(select: LiteralString, query: LedgerQuery, *, time: LiteralString, id: LiteralString) -> LiteralString:
    """One of the two sources, by its index, no further than a page can need."""
    conditions: LiteralString = ""
    if query.created_from is not None:
        conditions += f" and {time} >= %(from)s"
    if query.created_before is not None:
        conditions += f" and {time} < %(before)s"
    if query.after is not None:
        conditions += f" and ({time}, {id}) < (%(at)s, %(id)s)"
    return f"({select}{conditions} order by {time} desc, {id} desc limit %(limit)s)"
