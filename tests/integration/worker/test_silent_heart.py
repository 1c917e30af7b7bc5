"""A worker that the others cannot hear takes nothing: what it took would be taken from it at once."""

from __future__ import annotations

from tests.integration.worker.conftest import Desk, Working
from vitascope.core.generation import Generation, Status
from vitascope.store.database import Connection, connect

WHO_HAS = """
select j.worker_id from generations g join procrastinate_jobs j on j.queueing_lock = g.id::text
where g.id = %s and j.status = 'doing'
"""
HOLD_UP = "select 1 from procrastinate_workers where id = %s for no key update"
"""Its beats wait for this lock, and nothing else of it does."""


def rendering(generation: Generation) -> bool:
    return generation.status is Status.GENERATING and generation.progress > 0


def ended(generation: Generation) -> bool:
    return generation.status.final


async def test_a_worker_whose_beats_do_not_arrive_takes_no_job_until_they_do(
    desk: Desk, working: Working, conn: Connection, database_url: str
) -> None:
    async with working():
        first = await desk.until((await desk.submit("[delay 4]")).id, rendering)
        holder = await (await conn.execute(WHO_HAS, (first.id,))).fetchone()
        assert holder is not None
        async with await connect(database_url) as other:
            await other.execute("set idle_in_transaction_session_timeout = 0")
            await other.execute("begin")
            await other.execute(HOLD_UP, (holder["worker_id"],))
            async with working():
                await desk.until(first.id, lambda g: g.attempt == 2)  # taken over
                second = await desk.submit("[delay 6]")
                # The silent one finds its claim gone, is free, and nobody else is.
                done = await desk.until(first.id, ended)
                assert done.attempt == 2
                assert (await desk.until(second.id, ended)).attempt == 1
        third = await desk.until((await desk.submit("a boat")).id, ended)  # it is heard again
    assert (third.status, third.attempt) == (Status.COMPLETED, 1)
