"""Priority within an account: its queued jobs exchange their places in each fair queue, and nobody else's move."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.store.database import Connection
from vitascope.store.submission import Submission

ANY = """
select 1 from generations where account_id = any (%s) and status = 'queued' and priority <> 0 limit 1
"""

REORDER = """
with mine as (
    select j.id as job_id, j.queue_name, g.id, g.account_id, g.tag, g.priority
    from procrastinate_jobs j join generations g on g.id = j.queueing_lock::uuid
    where j.status = 'todo' and g.status = 'queued' and g.account_id = any (%s)
    order by j.id for update of j skip locked
),
places as (
    select account_id, queue_name, tag,
        row_number() over (partition by account_id, queue_name order by tag, id) as place
    from mine
),
wanted as (
    select *, row_number() over (partition by account_id, queue_name order by priority desc, tag, id) as place from mine
),
moved as (
    select wanted.id, wanted.job_id, places.tag from wanted join places using (account_id, queue_name, place)
    where wanted.tag <> places.tag
),
told as (
    update generations g set tag = moved.tag from moved where g.id = moved.id
)
update procrastinate_jobs j set priority = -least(moved.tag, 2147483647)::integer from moved where j.id = moved.job_id
"""
# Jobs that are being claimed or cancelled just now are skipped: they have no place any more, and to wait for them
# while holding the account's balance could be a circle.


async def reorder(conn: Connection, accepted: Sequence[Submission]) -> None:
    """Bring the queued jobs of these accounts into the order of their priority, where any has one."""
    accounts = list({s.caller.account_id for s in accepted})
    if accounts and await (await conn.execute(ANY, (accounts,))).fetchone() is not None:
        await conn.execute(REORDER, (accounts,))
