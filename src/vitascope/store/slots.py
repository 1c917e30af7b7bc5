"""What waits and renders of accounts and keys that have a limit on what renders at once: so long does their next wait.

Workers may be free, and a clip waits all the same until one of its owner's own ends.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from math import ceil
from typing import Any, LiteralString
from uuid import UUID

from vitascope.core.estimate import Own, Slots
from vitascope.core.limits import NO_LIMIT
from vitascope.store.accounts import Caller
from vitascope.store.database import Database, Row

Read = Callable[[LiteralString, Mapping[str, Any]], Awaitable[list[Row]]]
"""`Database.read`, or the same inside a transaction."""

LIVE = """
g.tag, g.cost_s::float8 as cost_s, g.status = 'generating' and g.claimed_at is not null as rendering,
    1 - least(greatest(g.progress, 0), 1) as rest,
    greatest(0, extract(epoch from now() - g.claimed_at)::float8) as elapsed_s
"""
SUMS = """
count(*) filter (where rendering) as rendering, count(*) filter (where not rendering) as waiting,
    coalesce(sum(cost_s) filter (where not rendering), 0)::float8 as waiting_s,
    coalesce(sum(rest * rest * cost_s) filter (where rendering), 0)::float8 as predicted_left_s,
    coalesce(sum(rest * elapsed_s) filter (where rendering), 0)::float8 as shown_left_s
"""
"""The last two are `estimate.rendering_left_s` over what renders, the pace left out."""

OWN = f"""
with owners as (
    select 'account' as of, id, coalesce(max_running, %(usual)s::integer) as slots from accounts where id = %(account)s
    union all select 'key', id, max_running from keys where id = %(key)s
)
select o.of, o.id, o.slots, sums.* from owners o cross join lateral (
    select {SUMS} from (
        select {LIVE} from generations g where g.account_id = %(account)s and g.status in ('queued', 'generating')
            and (o.of = 'account' or g.key_id = %(key)s)
    ) live
) sums
where o.slots < {NO_LIMIT}
"""  # noqa: S608 - constants

SHARES = [n / 20 for n in range(21)]
"""Parts of an owner's own line at which its tags are looked up: of one that is not longer, every place."""
MOST_OWNERS = 1000
"""Of more than so many, those with the longest lines: an estimate must not cost more than it is worth."""

OVER = f"""
with waiting as materialized (
    select distinct account_id from generations where status = 'queued' and %(usual)s::integer < {NO_LIMIT}
),
bound as materialized (
    select 'account' as of, id, id as account_id, max_running as slots from accounts where max_running < {NO_LIMIT}
    union all select 'key', id, account_id, max_running from keys where max_running < {NO_LIMIT}
    union all select 'account', id, id, %(usual)s::integer from accounts
    where max_running is null and id in (select account_id from waiting)
)
select b.of, b.id, b.slots, own.* from bound b cross join lateral (
    select {SUMS},
        percentile_disc(%(shares)s::float8[]) within group (order by tag) filter (where not rendering) as tags
    from (
        select {LIVE} from generations g where g.account_id = b.account_id and (b.of = 'account' or g.key_id = b.id)
            and g.status in ('queued', 'generating')
    ) live
) own
where own.waiting > 0 and own.rendering + own.waiting > b.slots order by own.waiting desc limit {MOST_OWNERS}
"""  # noqa: S608 - constants
"""Those that have more than they may have rendering: nobody else's limit makes anything wait."""


async def over_slots(database: Database, usual: int | None) -> Mapping[UUID, Own]:
    """By account and key, where more waits and renders than may render; ``usual`` as in `own_slots`.

    Over what of theirs is alive. Where nobody has a limit it is a look into two empty indexes.
    """
    found = {}
    for row in await database.read(OVER, {"usual": usual, "shares": SHARES}):
        owner, tags = row.pop("id"), row.pop("tags")
        slots = Slots(**row)
        places = [max(1, ceil(share * slots.waiting)) for share in SHARES]  # as percentile_disc counts
        found[owner] = Own(slots=slots, tags=dict(zip(places, tags, strict=True)))
    return found


async def own_slots(read: Read, caller: Caller, usual: int | None) -> dict[UUID, Slots]:
    """By account and key, where they are bounded; ``usual`` is for accounts that have no limit of their own.

    Over what of theirs is alive: the cost does not grow with what has ended.
    """
    asked = {"account": caller.account_id, "key": caller.key_id, "usual": usual}
    rows = await read(OWN, asked)
    return {row.pop("id"): Slots(**row) for row in rows}
