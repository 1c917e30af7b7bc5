"""A job that takes its worker along, child and all: after three of them nobody else is risked."""

from __future__ import annotations

import pytest

from tests.integration.worker.conftest import Desk, Working
from tests.integration.worker.test_supervisor import ended
from vitascope.core.generation import Status
from vitascope.store import queue
from vitascope.store.database import Connection

DIE = "update procrastinate_workers set last_heartbeat = now() - interval '1 hour' where id = %s"


async def die_over(conn: Connection) -> None:
    """A worker claims the next job and is never heard of again; another takes it for dead."""
    worker = await queue.register(conn)
    claim = await queue.claim(conn, worker)
    assert claim is not None
    await conn.execute(DIE, (worker,))
    assert await queue.reap(conn, silent_s=60) == [(claim.id, claim.attempt)]


async def test_a_job_whose_three_workers_died_ends_as_an_error_and_is_not_begun_again(
    desk: Desk, working: Working, conn: Connection
) -> None:
    poison = await desk.submit("a boat")
    for _ in range(3):
        await die_over(conn)
    after = await desk.submit("another boat")
    async with working():
        failed = await desk.until(poison.id, ended)
        assert (await desk.until(after.id, ended)).status is Status.COMPLETED
    assert (failed.status, failed.error_code) == (Status.ERROR, "render_failed")
    assert failed.error_message == "The render was cut off 3 times; it is not tried again."
    rows = await (await conn.execute("select state from usage order by created_at")).fetchall()
    assert [row["state"] for row in rows] == ["released", "charged"]


@pytest.mark.parametrize("deaths", [1, 2])
async def test_a_job_whose_worker_died_by_chance_is_made(
    desk: Desk, working: Working, conn: Connection, deaths: int
) -> None:
    made = await desk.submit("a boat")
    for _ in range(deaths):
        await die_over(conn)
    async with working():
        done = await desk.until(made.id, ended)
    assert (done.status, done.attempt) == (Status.COMPLETED, deaths + 1)
