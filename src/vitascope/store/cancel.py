"""Wanting a generation to end. A queued one ends here; a rendering one is flagged, and its worker told."""

from __future__ import annotations

from uuid import UUID

from vitascope.core.errors import Conflict, NotFound
from vitascope.core.generation import Status
from vitascope.store import metrics
from vitascope.store.database import Database
from vitascope.store.reading import GONE
from vitascope.store.rows import GONE_AT

CHANNEL = "vitascope_cancel"
"""NOTIFY channel; the payload is a generation's id."""

TAKE_JOB = """
delete from procrastinate_jobs where id = (
    select id from procrastinate_jobs where queueing_lock = %s and status = 'todo' for update)
returning id
"""
# Locked before the generation, in the same order as a claim does it. One that is being claimed is waited for, and then
# no longer to be taken; so is one that a submit of its account is only putting into another place.

END = """
update generations set status = 'cancelled', cancel_requested = true,
    cancel_requested_at = now(), finished_at = now(), stage = null,
    step = null, steps = null, expires_at = now() + make_interval(secs => expires_in_s)
where id = %s and account_id = %s and status in ('queued', 'generating')
returning spec ->> 'model' as model, spec ->> 'engine' as engine
"""

RELEASE = "update usage set state = 'released', settled_at = now() where generation_id = %s and state = 'held'"

STATUS = "select status from generations where id = %s"

FLAG = """
update generations set cancel_requested = true, cancel_requested_at = coalesce(cancel_requested_at, now())
where id = %s and account_id = %s and status in ('queued', 'generating') returning id
"""


async def cancel(database: Database, account_id: UUID, generation_id: UUID) -> None:
    """End it if it waits, flag it if it renders. Raises `NotFound`, and `Conflict` where it has ended otherwise."""
    async with database.transaction() as conn:
        cursor = await conn.execute(
            f"select status from generations g where id = %s and account_id = %s and {GONE_AT} is null",  # noqa: S608
            (generation_id, account_id),
        )
        row = await cursor.fetchone()
        if row is None:
            raise NotFound(GONE)
        status = Status(row["status"])
        if status is Status.CANCELLED:
            return
        if not status.final:
            taken = await (await conn.execute(TAKE_JOB, (str(generation_id),))).fetchone()
            ended = await (await conn.execute(END if taken else FLAG, (generation_id, account_id))).fetchone()
            if taken:
                await conn.execute(RELEASE, (generation_id,))
            else:
                await conn.execute("select pg_notify(%s, %s)", (CHANNEL, str(generation_id)))
            if ended is None:  # while this waited for the row: by its worker, or by another cancel of the same moment
                now = await (await conn.execute(STATUS, (generation_id,))).fetchone()
                if now is not None and now["status"] == Status.CANCELLED:
                    return
    if status.final or ended is None:
        raise Conflict("This generation has ended already; there is nothing left to cancel.")
    if taken:
        metrics.ENDED.labels(ended["model"], ended["engine"], str(Status.CANCELLED)).inc()
