"""The outbox of webhooks. A trigger fills it in the transaction that ends a generation (migration 3).

A message is claimed for a while: who claimed it and died leaves it to be sent again when that is over, under the same
id. What comes of a try is written only by who made it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from vitascope.core.errors import NotFound
from vitascope.core.generation import Generation, Status
from vitascope.store.database import BY_INDEX, Connection
from vitascope.store.rows import COLUMNS, GONE_AT, generation

CHANNEL = "vitascope_webhook"
"""NOTIFY channel; the payload is empty."""

SECRET_BYTES = 32
"""Standard Webhooks asks for 24 to 64."""
OVERLAP = timedelta(hours=24)
"""For so long a replaced secret signs beside its successor, so that receivers can change over."""

CLAIM = """
with recursive owners as (
    (select account_id from webhooks where ended_at is null order by account_id limit 1)
    union all
    select (
        select w.account_id from webhooks w where w.ended_at is null and w.account_id > owners.account_id
        order by w.account_id limit 1
    ) from owners where owners.account_id is not null
),
firsts as (
    select first.id, first.next_try_at from owners cross join lateral (
        select w.id, w.next_try_at from webhooks w
        where w.account_id = owners.account_id and w.ended_at is null and w.next_try_at <= now()
        order by w.account_id, w.next_try_at limit %(each)s
    ) first
    where owners.account_id <> all (%(busy)s) order by first.next_try_at limit 8 * %(limit)s
),
due as (
    select taken.id from firsts cross join lateral (
        select w.id from webhooks w
        where w.id = firsts.id and w.next_try_at = firsts.next_try_at and w.ended_at is null
        for update skip locked
    ) taken
    order by firsts.next_try_at limit %(limit)s
)
update webhooks w set tries = w.tries + 1, next_try_at = now() + make_interval(secs => %(lease_s)s)
from due where w.id = due.id
returning w.id, w.account_id, w.generation_id, w.url, w.event, w.tries, clock_timestamp() as at
"""
"""The first few of each account, by an index of both: what more of them is due, as after a day with a receiver down, is
not looked at. Eight times as many as are wanted, for those that other workers are taking at this moment: whoever was
first has moved ``next_try_at``. Locked one by one, so that no plan reads all that is due to find a few."""

ENDED = f"""
select {COLUMNS}, {GONE_AT} is not null as gone
from generations g join usage u on u.generation_id = g.id where g.id = any (%s)
"""  # noqa: S608

KEYS = """
select webhook_secret as present, case when webhook_secret_since > now() - %s then webhook_secret_before end as before
from accounts where id = %s
"""

FIRST_KEY = """
update accounts set webhook_secret = coalesce(webhook_secret, %s), webhook_secret_since = now()
where id = %s returning webhook_secret as present, null as before
"""

DELIVERED = "update webhooks set ended_at = now(), delivered = true, last_error = null where id = %s and not delivered"

FAILED = """
update webhooks set last_error = %(why)s, ended_at = case when %(again_s)s::float8 is null then now() end,
    next_try_at = now() + make_interval(secs => coalesce(%(again_s)s::float8, 0))
where id = %(id)s and tries = %(tries)s and ended_at is null
"""

NEXT = """
select extract(epoch from min(next_try_at) - now())::float8 as wait_s from webhooks where ended_at is null
"""

FORGET = "delete from webhooks where ended_at < now() - %s"

ROTATE = """
update accounts set webhook_secret_before = webhook_secret, webhook_secret = %(new)s, webhook_secret_since = now()
where name = %(account)s returning webhook_secret
"""

SHOW = """
update accounts set webhook_secret = coalesce(webhook_secret, %(new)s),
    webhook_secret_since = coalesce(webhook_secret_since, now())
where name = %(account)s returning webhook_secret
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One try to tell one end."""

    id: UUID
    account_id: UUID
    url: str
    event: str
    tries: int
    """This one included."""
    at: datetime
    """When it was claimed, by the database's clock: the one time that all machines agree on, whatever theirs say."""
    generation: Generation
    gone: bool
    """Whether it was deleted meanwhile, or its files have had their time."""
    secrets: tuple[bytes, ...]
    """The account's secret, and for a while the one before."""

    @property
    def moot(self) -> bool:
        """Whether there is nothing left to tell: a clip that nobody can fetch any more."""
        return self.gone and self.generation.status is Status.COMPLETED


async def claim(conn: Connection, *, limit: int, each: int, busy: Collection[UUID], lease_s: float) -> list[Delivery]:
    """At most ``limit`` messages that are due, ``each`` an account and none of ``busy`` ones, ours for ``lease_s``."""
    async with conn.transaction():
        await conn.execute(BY_INDEX)
        asked = {"limit": limit, "each": each, "busy": list(busy), "lease_s": lease_s}
        due = await (await conn.execute(CLAIM, asked)).fetchall()
        if not due:
            return []
        keys = {account_id: await _keys(conn, account_id) for account_id in sorted({row["account_id"] for row in due})}
        ended = await (await conn.execute(ENDED, ([row["generation_id"] for row in due],))).fetchall()
    found = {row["id"]: row for row in ended}
    return [
        Delivery(
            id=row["id"],
            account_id=row["account_id"],
            url=row["url"],
            event=row["event"],
            tries=row["tries"],
            at=row["at"],
            generation=generation(found[row["generation_id"]]),
            gone=found[row["generation_id"]]["gone"],
            secrets=keys[row["account_id"]],
        )
        for row in due
    ]


async def _keys(conn: Connection, account_id: UUID) -> tuple[bytes, ...]:
    """The account's secret, made now if need be, and the one before it while that still signs."""
    row = await (await conn.execute(KEYS, (OVERLAP, account_id))).fetchone()
    if row is None or row["present"] is None:
        made = (secrets.token_bytes(SECRET_BYTES), account_id)
        row = await (await conn.execute(FIRST_KEY, made)).fetchone()
    assert row is not None  # noqa: S101 - the message's account is there: a foreign key says so
    return tuple(bytes(row[name]) for name in ("present", "before") if row[name] is not None)


async def delivered(conn: Connection, delivery: Delivery) -> None:
    """It was taken. This holds whoever has claimed it meanwhile."""
    await conn.execute(DELIVERED, (delivery.id,))


async def failed(conn: Connection, delivery: Delivery, why: str, *, again_s: float | None) -> None:
    """It was not taken: try again in ``again_s`` seconds, or never."""
    values = {"id": delivery.id, "tries": delivery.tries, "why": why[:500], "again_s": again_s}
    await conn.execute(FAILED, values)


async def next_due_s(conn: Connection) -> float | None:
    """Seconds until some message is due; ``None`` where there is none."""
    row = await (await conn.execute(NEXT)).fetchone()
    return None if row is None or row["wait_s"] is None else max(0.0, float(row["wait_s"]))


async def secret(conn: Connection, account: str, *, rotate: bool = False) -> bytes:
    """The secret that signs an account's messages; made when it is first asked for. Raises `NotFound`.

    A rotated one is replaced at once, and signs beside its successor for `OVERLAP`.
    """
    values = {"account": account, "new": secrets.token_bytes(SECRET_BYTES)}
    row = await (await conn.execute(ROTATE if rotate else SHOW, values)).fetchone()
    if row is None:
        raise NotFound(f"There is no account {account!r}.")
    return bytes(row["webhook_secret"])


async def forget(conn: Connection, older_than: timedelta) -> None:
    """Leave out of the outbox what ended so long ago."""
    await conn.execute(FORGET, (older_than,))
