"""Processes that are stopped, or cut off from the network, in the middle of a transaction."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from tests.integration.store.conftest import Submit, artifact
from vitascope.store import queue, settle
from vitascope.store.database import AWAY, IDLE_S, Connection, Database, connect


async def test_a_worker_stopped_inside_its_settlement_does_not_keep_its_job(
    submit: Submit, conn: Connection, database_url: str
) -> None:
    made = await submit()
    async with await connect(database_url, idle_s=2) as stopped:
        claim = await queue.claim(stopped, await queue.register(stopped))
        assert claim is not None
        await conn.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
        # What `settle` has done where a SIGSTOP finds it between two statements.
        await stopped.execute("begin")
        await stopped.execute("select 1 from procrastinate_jobs where id = %s for update", (claim.job_id,))
        await stopped.execute("update generations set notes = '{}' where id = %s", (made.id,))
        while not await queue.reap(conn, silent_s=60):
            await asyncio.sleep(0.02)
        with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
            await stopped.execute("select 1")
    successor = await queue.claim(conn, await queue.register(conn))
    assert successor is not None
    assert successor.attempt == 2
    assert not await settle.complete(conn, claim, artifact(made, 1), {}), "what is resumed settles nothing"
    assert await settle.complete(conn, successor, artifact(made, 2), {})


async def test_a_worker_takes_such_an_end_for_an_outage() -> None:
    assert issubclass(psycopg.errors.IdleInTransactionSessionTimeout, AWAY)


async def test_every_connection_that_locks_has_the_limit(database_url: str) -> None:
    asked = (
        "select setting::float8 / 1000 as idle_s from pg_settings where name = 'idle_in_transaction_session_timeout'"
    )
    async with await connect(database_url) as conn:
        assert await (await conn.execute(asked)).fetchone() == {"idle_s": IDLE_S}
    database = Database(database_url)
    await database.open()
    try:
        async with database.transaction() as conn:
            assert await (await conn.execute(asked)).fetchone() == {"idle_s": IDLE_S}
    finally:
        await database.close()
