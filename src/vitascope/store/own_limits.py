"""What bounds a caller, its key and its account, and how much of it is used: for the caller's own eyes."""

from __future__ import annotations

from typing import Any, Literal

from vitascope.core.limits import NO_LIMIT, Limits, OwnLimit
from vitascope.store.accounts import Caller
from vitascope.store.database import Database
from vitascope.store.funds import LIMIT

READ = f"""
select 'key' as owner, requests_per_minute, max_queued, max_running, {LIMIT},
    (select count(*) from generations where account_id = k.account_id and key_id = k.id and status = 'queued')
        as waiting,
    (select count(*) from generations where account_id = k.account_id and key_id = k.id and status = 'generating')
        as rendering
from keys k where id = %(key)s
union all
select 'account', coalesce(requests_per_minute, %(requests_per_minute)s::integer),
    coalesce(max_queued, %(queued)s::integer), coalesce(max_running, %(running)s::integer), {LIMIT},
    (select count(*) from generations where account_id = a.id and status = 'queued'),
    (select count(*) from generations where account_id = a.id and status = 'generating')
from accounts a where id = %(account)s
"""  # noqa: S608


async def own_limits(database: Database, caller: Caller, defaults: Limits) -> list[OwnLimit]:
    """Those that hold for ``caller``, its key's first; ``defaults`` are for accounts that have none of their own."""
    rows = await database.read(
        READ,
        {
            "key": caller.key_id,
            "account": caller.account_id,
            "requests_per_minute": defaults.requests_per_minute,
            "queued": defaults.queued,
            "running": defaults.running,
        },
    )
    return [limit for row in rows for limit in _of(row)]


def _of(row: dict[str, Any]) -> list[OwnLimit]:
    of = row["owner"]
    counted: list[tuple[Literal["requests_per_minute", "queued", "running"], int | None, int | None]] = [
        ("requests_per_minute", row["requests_per_minute"], None),
        ("queued", row["max_queued"], row["waiting"]),
        ("running", row["max_running"], row["rendering"]),
    ]
    found = [
        OwnLimit(of=of, name=name, limit=limit, used=used)
        for name, limit, used in counted
        if limit is not None and limit < NO_LIMIT
    ]
    if row["limit_credits"] is not None:
        found.append(
            OwnLimit(
                of=of, name="credits", limit=row["limit_credits"], used=row["spent"],
                period=row["limit_retention"], next_s=row["next_s"],
            )
        )  # fmt: skip
    return found
