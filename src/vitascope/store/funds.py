"""Holds: what a submit sets aside from a limited balance and from a key's own limit, or is refused for.

Accounts without a balance and keys without a limit, the usual case, cost one query a batch. The way back, when a
generation ends without a clip, is a trigger on ``usage``: every path to an end takes it. Each usage row says what its
hold was taken from, so that only that gets it back, whatever the owner has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vitascope.core.errors import LimitReached, OutOfFunds, VitascopeError
from vitascope.core.usage import usd
from vitascope.store.database import Connection, Row
from vitascope.store.submission import Submission

LIMITED = """
select 1 from keys k join accounts a on a.id = k.account_id
where k.id = any (%s) and (a.balance is not null or k.limit_credits is not null) limit 1
"""

BALANCES = """
select id, balance from accounts where id = any (%s) and balance is not null order by id for no key update
"""
# Not `for update`: that waits for the key locks which foreign keys take, such as those of an idempotency key that
# another batch has just claimed, and two batches would wait for each other.

PERIOD = """case limit_retention when 'no_reset' then to_timestamp(0)
    else date_trunc(limit_retention, now() at time zone 'UTC') at time zone 'UTC' end"""
"""When a key's current period began: 00:00 UTC of today, of Monday, of the 1st (wire contract, section 7)."""

LIMITS = f"""
select id, limit_credits, limit_retention, greatest(window_start, {PERIOD}) as period,
    case when window_start >= {PERIOD} then window_credits else 0 end as spent
from keys where id = any (%s) and limit_credits is not null order by id for no key update
"""  # noqa: S608
# A batch that waited for the row over midnight must not set the new day's count back to the day before.

TAKE = "update accounts set balance = %s where id = %s"
COUNT = "update keys set window_start = %s, window_credits = %s where id = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What became of a batch."""

    refused: dict[UUID, VitascopeError]
    """By submission: `OutOfFunds` or `LimitReached`."""
    from_balance: frozenset[UUID] = frozenset()
    """Submissions whose credits were taken from a balance."""
    from_limit: frozenset[UUID] = frozenset()
    """Submissions that count against their key's limit."""


@dataclass(slots=True, kw_only=True)
class _Limit:
    """A key's limit in its current period, while a batch is gone through."""

    credits: int
    retention: str
    period: datetime
    spent: int

    @classmethod
    def of(cls, row: Row) -> _Limit:
        return cls(
            credits=row["limit_credits"], retention=row["limit_retention"], period=row["period"], spent=row["spent"]
        )


async def hold(conn: Connection, batch: Sequence[Submission]) -> Holds:
    """Set aside what ``batch`` costs, in its order. Accounts are locked before keys, each in the order of their ids."""
    key_ids = [s.caller.key_id for s in batch]
    if not batch or await (await conn.execute(LIMITED, (key_ids,))).fetchone() is None:
        return Holds(refused={})
    rows = await (await conn.execute(BALANCES, ([s.caller.account_id for s in batch],))).fetchall()
    balances: dict[UUID, int] = {row["id"]: row["balance"] for row in rows}
    limits = {row["id"]: _Limit.of(row) for row in await (await conn.execute(LIMITS, (key_ids,))).fetchall()}
    refused: dict[UUID, VitascopeError] = {}
    paid: dict[UUID, UUID] = {}
    counted: dict[UUID, UUID] = {}
    for s in batch:
        account_id, key_id = s.caller.account_id, s.caller.key_id
        balance, limit = balances.get(account_id), limits.get(key_id)
        refusal = _refusal(s.credits, balance, limit)
        if refusal is not None:
            refused[s.id] = refusal
            continue
        if balance is not None:
            balances[account_id] = balance - s.credits
            paid[s.id] = account_id
        if limit is not None:
            limit.spent += s.credits
            counted[s.id] = key_id
    for account_id in set(paid.values()):
        await conn.execute(TAKE, (balances[account_id], account_id))
    for key_id in set(counted.values()):
        await conn.execute(COUNT, (limits[key_id].period, limits[key_id].spent, key_id))
    return Holds(refused=refused, from_balance=frozenset(paid), from_limit=frozenset(counted))


def _refusal(credits: int, balance: int | None, limit: _Limit | None) -> VitascopeError | None:
    if balance is not None and balance < credits:
        return OutOfFunds(f"This clip costs {_usd(credits)}, and {_usd(balance)} are left.")
    if limit is not None and limit.spent + credits > limit.credits:
        per = "" if limit.retention == "no_reset" else f" a {limit.retention}"
        return LimitReached(
            f"This key may spend {_usd(limit.credits)}{per}; {_usd(limit.spent)} are spent or set aside, "
            f"and this clip costs {_usd(credits)}."
        )
    return None


def _usd(credits: int) -> str:
    return f"{usd(credits):.3f} USD"
