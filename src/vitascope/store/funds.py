"""Holds: what a submit sets aside from a limited balance and from limits of a period, or is refused for.

Accounts and keys without any limit, the usual case, cost one query a batch. The way back, when a generation ends
without a clip, is a trigger on ``usage``: every path to an end takes it. Each usage row says what its hold was taken
from, so that only that gets it back, whatever the owner has changed meanwhile. What may wait at once is looked at here
too, as it is counted under the same locks: however many API processes there are, no more than that is queued.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from vitascope.core.errors import LimitHit, LimitReached, OutOfFunds, PeriodSpent, TooManyQueued, VitascopeError
from vitascope.core.limits import NO_LIMIT, counted
from vitascope.core.usage import usd
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database, Row
from vitascope.store.submission import Submission

LIMITED = """
select k.id as key_id, k.account_id,
    k.max_queued is not null or coalesce(a.max_queued, %(max_queued)s) is not null as counted
from keys k join accounts a on a.id = k.account_id
where k.id = any (%(keys)s) and (a.balance is not null or a.limit_credits is not null or k.limit_credits is not null
    or k.max_queued is not null or coalesce(a.max_queued, %(max_queued)s) is not null)
"""

PERIOD = """case limit_retention when 'no_reset' then to_timestamp(0)
    else date_trunc(limit_retention, now() at time zone 'UTC') at time zone 'UTC' end"""
"""When the current period began: 00:00 UTC of today, of Monday, of the 1st (wire contract, section 7)."""

NEXT = """case when limit_retention <> 'no_reset' then extract(epoch from
    (date_trunc(limit_retention, now() at time zone 'UTC') + ('1 ' || limit_retention)::interval) at time zone 'UTC'
    - now())::float8 end"""
"""Seconds until the next one begins."""

LIMIT = f"""limit_credits, limit_retention, greatest(window_start, {PERIOD}) as period, {NEXT} as next_s,
    case when window_start >= {PERIOD} then window_credits else 0 end as spent"""
# A batch that waited for the row over midnight must not set the new day's count back to the day before.

ACCOUNTS = f"""
select id, balance, coalesce(max_queued, %s) as max_queued, {LIMIT}
from accounts where id = any (%s) order by id
"""  # noqa: S608
LOCKED = " for no key update"
# Not `for update`: that waits for the key locks which foreign keys take, such as those of an idempotency key that
# another batch has just claimed, and two batches would wait for each other.

KEYS = f"""
select id, max_queued, {LIMIT} from keys where id = any (%s) order by id
"""  # noqa: S608

WAITING = """
select account_id, key_id, count(*) as waiting from generations
where account_id = any (%s) and status = 'queued' group by account_id, key_id
"""
"""After the accounts are locked: a statement of its own sees what other batches committed before."""

TAKE = "update accounts set balance = balance - %s, window_start = %s, window_credits = %s where id = %s"
COUNT = "update keys set window_start = %s, window_credits = %s where id = %s"

UNKNOWN_S = 60.0
"""When to come again where nobody knows when one of those that wait will start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What became of a batch."""

    refused: dict[UUID, VitascopeError]
    """By submission: `OutOfFunds`, `LimitReached`, `PeriodSpent` or `TooManyQueued`."""
    from_balance: frozenset[UUID] = frozenset()
    """Submissions whose credits were taken from a balance."""
    from_limit: frozenset[UUID] = frozenset()
    """Submissions that count against their key's limit."""
    from_account_limit: frozenset[UUID] = frozenset()
    """Submissions that count against their account's."""


@dataclass(slots=True, kw_only=True)
class _Owner:
    """An account or a key while a batch is gone through."""

    of: Literal["account", "key"]
    max_queued: int | None
    credits: int | None
    """What it may spend in a period."""
    retention: str
    period: datetime
    next_s: float | None
    spent: int
    balance: int | None = None
    waiting: int = 0
    taken: int = 0
    """From the balance, by this batch."""

    @classmethod
    def read(cls, of: Literal["account", "key"], row: Row) -> _Owner:
        return cls(
            of=of,
            max_queued=row["max_queued"],
            credits=row["limit_credits"],
            retention=row["limit_retention"],
            period=row["period"],
            next_s=row["next_s"],
            spent=row["spent"],
            balance=row.get("balance"),
        )

    def refusal(self, credits: int) -> VitascopeError | None:
        return self._full() or self._period_spent(credits) or self._out_of_funds(credits)

    def _full(self) -> TooManyQueued | None:
        if self.max_queued is None or self.max_queued >= NO_LIMIT or self.waiting < self.max_queued:
            return None
        return TooManyQueued(
            f"This {self.of} may have {counted(self.max_queued, 'clip')} waiting at once, and {self.waiting} "
            f"{'waits' if self.waiting == 1 else 'wait'}",
            retry_after_s=UNKNOWN_S,
            hit=LimitHit(name="queued", of=self.of, value=self.max_queued, used=self.waiting),
        )

    def _period_spent(self, credits: int) -> VitascopeError | None:
        if self.credits is None or self.spent + credits <= self.credits:
            return None
        per = "" if self.retention == "no_reset" else f" a {self.retention}"
        said = (
            f"This {self.of} may spend {_usd(self.credits)}{per}; {_usd(self.spent)} are spent or set aside, "
            f"and this clip costs {_usd(credits)}."
        )
        if self.of == "key" or self.next_s is None:  # a key's own is a 403 on the hosted API
            return LimitReached(said, of=self.of)
        return PeriodSpent(
            f"{said} The next {self.retention} begins in {self.next_s:.0f} s, at 00:00 UTC.",
            retry_after_s=self.next_s,
            hit=LimitHit(name="credits", of=self.of, value=self.credits, used=self.spent),
        )

    def _out_of_funds(self, credits: int) -> OutOfFunds | None:
        if self.balance is None or self.balance - self.taken >= credits:
            return None
        return OutOfFunds(f"This clip costs {_usd(credits)}, and {_usd(self.balance - self.taken)} are left.")

    def take(self, credits: int) -> None:
        self.waiting += 1
        self.taken += credits
        self.spent += credits


async def hold(conn: Connection, batch: Sequence[Submission], *, max_queued: int | None = None) -> Holds:
    """Set aside what ``batch`` costs, in its order. Accounts are locked before keys, each in the order of their ids.

    ``max_queued`` is for accounts that have no limit of their own.
    """
    if not batch:
        return Holds(refused={})
    asked = {"keys": [s.caller.key_id for s in batch], "max_queued": max_queued}
    limited = await (await conn.execute(LIMITED, asked)).fetchall()
    if not limited:
        return Holds(refused={})
    account_ids, key_ids = [row["account_id"] for row in limited], [row["key_id"] for row in limited]
    rows = await (await conn.execute(ACCOUNTS + LOCKED, (max_queued, account_ids))).fetchall()
    accounts = {row["id"]: _Owner.read("account", row) for row in rows}
    rows = await (await conn.execute(KEYS + LOCKED, (key_ids,))).fetchall()
    keys = {row["id"]: _Owner.read("key", row) for row in rows}
    counted = [row["account_id"] for row in limited if row["counted"]]
    if counted:
        for row in await (await conn.execute(WAITING, (counted,))).fetchall():
            accounts[row["account_id"]].waiting += row["waiting"]
            if row["key_id"] in keys:
                keys[row["key_id"]].waiting = row["waiting"]
    refused: dict[UUID, VitascopeError] = {}
    held: list[tuple[UUID, _Owner, _Owner]] = []
    for s in batch:
        account, key = accounts.get(s.caller.account_id), keys.get(s.caller.key_id)
        if account is None or key is None:
            continue
        refusal = account.refusal(s.credits) or key.refusal(s.credits)
        if refusal is not None:
            refused[s.id] = refusal
            continue
        account.take(s.credits)
        key.take(s.credits)
        held.append((s.id, account, key))
    await _write(conn, accounts, keys)
    return Holds(
        refused=refused,
        from_balance=frozenset(id for id, account, _ in held if account.balance is not None),
        from_limit=frozenset(id for id, _, key in held if key.credits is not None),
        from_account_limit=frozenset(id for id, account, _ in held if account.credits is not None),
    )


async def refusal(
    database: Database, caller: Caller, credits: int, *, max_queued: int | None = None
) -> VitascopeError | None:
    """Why `hold` would hold no ``credits`` for ``caller`` just now, if it would not. Nothing is held or locked."""
    account_id, key_id = [caller.account_id], [caller.key_id]
    if not await database.read(LIMITED, {"keys": key_id, "max_queued": max_queued}):
        return None
    account = _Owner.read("account", (await database.read(ACCOUNTS, (max_queued, account_id)))[0])
    key = _Owner.read("key", (await database.read(KEYS, (key_id,)))[0])
    for row in await database.read(WAITING, (account_id,)):
        account.waiting += row["waiting"]
        if row["key_id"] == caller.key_id:
            key.waiting = row["waiting"]
    return account.refusal(credits) or key.refusal(credits)


async def _write(conn: Connection, accounts: dict[UUID, _Owner], keys: dict[UUID, _Owner]) -> None:
    for account_id, account in accounts.items():
        if account.taken and (account.balance is not None or account.credits is not None):
            kept = account.credits is not None
            values = (account.taken, account.period if kept else None, account.spent if kept else 0, account_id)
            await conn.execute(TAKE, values)
    for key_id, key in keys.items():
        if key.taken and key.credits is not None:
            await conn.execute(COUNT, (key.period, key.spent, key_id))


def _usd(credits: int) -> str:
    return f"{usd(credits):.3f} USD"
