"""Holds: what a submit sets aside from a limited balance and from a key's own limit, or is refused for.

Accounts without a balance and keys without a limit, the usual case, cost one query a batch. The way back, when a
generation ends without a clip, is a trigger on ``usage``: every path to an end takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from vitascope.core.errors import LimitReached, OutOfFunds, VitascopeError
from vitascope.core.usage import usd
from vitascope.store.database import Connection
from vitascope.store.submission import Submission

LIMITED = """
select 1 from keys k join accounts a on a.id = k.account_id
where k.id = any (%s) and (a.balance is not null or k.limit_credits is not null) limit 1
"""

BALANCES = "select id, balance from accounts where id = any (%s) and balance is not null order by id for update"

PERIOD = """case limit_retention when 'no_reset' then to_timestamp(0)
    else date_trunc(limit_retention, now() at time zone 'UTC') at time zone 'UTC' end"""
"""When a key's current period began: 00:00 UTC of today, of Monday, of the 1st (wire contract, section 7)."""

LIMITS = f"""
select id, limit_credits, limit_retention, {PERIOD} as period,
    case when window_start >= {PERIOD} then window_credits else 0 end as spent
from keys where id = any (%s) and limit_credits is not null order by id for update
"""  # noqa: S608

TAKE = "update accounts set balance = %s where id = %s"
COUNT = "update keys set window_start = %s, window_credits = %s where id = %s"


async def hold(conn: Connection, batch: Sequence[Submission]) -> dict[UUID, VitascopeError]:
    """Set aside what ``batch`` costs, in its order; the refusals, by submission. Accounts are locked before keys."""
    key_ids = [s.caller.key_id for s in batch]
    if not batch or await (await conn.execute(LIMITED, (key_ids,))).fetchone() is None:
        return {}
    account_ids = [s.caller.account_id for s in batch]
    balances: dict[UUID, int] = {
        row["id"]: row["balance"] for row in await (await conn.execute(BALANCES, (account_ids,))).fetchall()
    }
    limits: dict[UUID, dict[str, Any]] = {
        row["id"]: row for row in await (await conn.execute(LIMITS, (key_ids,))).fetchall()
    }
    refused: dict[UUID, VitascopeError] = {}
    for s in batch:
        balance, limit = balances.get(s.caller.account_id), limits.get(s.caller.key_id)
        if balance is not None and balance < s.credits:
            refused[s.id] = OutOfFunds(f"This clip costs {_usd(s.credits)}, and {_usd(balance)} are left.")
        elif limit is not None and limit["spent"] + s.credits > limit["limit_credits"]:
            refused[s.id] = LimitReached(
                f"This key may spend {_usd(limit['limit_credits'])}{_per(limit['limit_retention'])}; "
                f"{_usd(limit['spent'])} are spent, and this clip costs {_usd(s.credits)}."
            )
        else:
            if balance is not None:
                balances[s.caller.account_id] = balance - s.credits
            if limit is not None:
                limit["spent"] += s.credits
    for account_id, balance in balances.items():
        await conn.execute(TAKE, (balance, account_id))
    for key_id, limit in limits.items():
        await conn.execute(COUNT, (limit["period"], limit["spent"], key_id))
    return refused


def _usd(credits: int) -> str:
    return f"{usd(credits):.3f} USD"


def _per(retention: str) -> str:
    return "" if retention == "no_reset" else f" a {retention}"
