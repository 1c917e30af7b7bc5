"""What waits and renders of an account or a key that has a limit on what renders at once: so long does its next wait.

Workers may be free, and a clip waits all the same until one of its owner's own ends.
"""

from __future__ import annotations

from uuid import UUID

from vitascope.core.estimate import Slots
from vitascope.core.limits import NO_LIMIT
from vitascope.store.accounts import Caller
from vitascope.store.database import Database

OWN = f"""
with owners as (
    select 'account' as of, id, coalesce(max_running, %(usual)s::integer) as slots from accounts where id = %(account)s
    union all select 'key', id, max_running from keys where id = %(key)s
)
select o.of, o.id, o.slots, live.* from owners o cross join lateral (
    select count(*) filter (where rendering) as rendering, count(*) filter (where not rendering) as waiting,
        coalesce(sum(cost_s) filter (where not rendering), 0)::float8 as waiting_s,
        coalesce(sum(rest * rest * cost_s) filter (where rendering), 0)::float8 as predicted_left_s,
        coalesce(sum(rest * elapsed_s) filter (where rendering), 0)::float8 as shown_left_s
    from (
        select status = 'generating' and claimed_at is not null as rendering, cost_s::float8,
            1 - least(greatest(progress, 0), 1) as rest,
            greatest(0, extract(epoch from now() - claimed_at)::float8) as elapsed_s
        from generations g where g.account_id = %(account)s and g.status in ('queued', 'generating')
            and (o.of = 'account' or g.key_id = %(key)s)
    ) g
) live
where o.slots < {NO_LIMIT}
"""  # noqa: S608 - a constant
# The two sums are `estimate.rendering_left_s` over what renders, the pace left out.


async def own_slots(database: Database, caller: Caller, usual: int | None) -> dict[UUID, Slots]:
    """By account and key, where they are bounded; ``usual`` is for accounts that have no limit of their own.

    Over what of theirs is alive: the cost does not grow with what has ended.
    """
    asked = {"account": caller.account_id, "key": caller.key_id, "usual": usual}
    rows = await database.read(OWN, asked)
    return {row.pop("id"): Slots(**row) for row in rows}
