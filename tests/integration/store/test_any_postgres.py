"""Any PostgreSQL from 14 on: migrations, queue and settlement on a server other than the one that comes along."""

from __future__ import annotations

import asyncio
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from tests.integration.store.conftest import artifact, submission
from tests.other_servers import answers, free_port, launched
from vitascope.core.generation import Status
from vitascope.store import accounts, queue, settle
from vitascope.store.database import Database, connect
from vitascope.store.migrate import migrate, migrations
from vitascope.store.store import Store

HOMES = [*sorted(Path("/usr/lib/postgresql").glob("*/bin")), Path("/usr/local/bin"), Path("/usr/bin")]
"""Where Debian, and then everybody, keeps PostgreSQL's server."""

OLDEST = 14


def _installed() -> Path | None:
    return next((home for home in HOMES if (home / "initdb").exists() and (home / "postgres").exists()), None)


@pytest.fixture
async def other_server(tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a server of this machine's own PostgreSQL; reached over TCP, as in production."""
    home = _installed()
    if home is None:
        pytest.skip("this machine has no PostgreSQL of its own")
    data = tmp_path / "data"
    made = await launched(home / "initdb", "-D", str(data), "-U", "vitascope", "--auth", "trust", "-E", "UTF8")
    assert await made.wait() == 0
    port = free_port()
    server = await launched(home / "postgres", "-D", str(data), "-k", "", "-p", str(port), "-h", "127.0.0.1")
    url = make_conninfo(host="127.0.0.1", port=str(port), user="vitascope", dbname="postgres")
    await answers(url, server)
    yield url
    server.send_signal(signal.SIGINT)
    await server.wait()
    shutil.rmtree(data, ignore_errors=True)


@pytest.mark.slow
async def test_another_postgresql_takes_the_migrations_and_carries_a_job_to_its_end(other_server: str) -> None:
    async with await connect(other_server) as conn:
        version = conn.info.server_version // 10_000
        if version < OLDEST:
            pytest.skip(f"this machine's PostgreSQL is {version}")
        assert [m.number for m in await migrate(conn)] == [m.number for m in migrations()]
        assert await migrate(conn) == [], "a second time there is nothing to do"
        key = accounts.new_key()
        await accounts.create_key(conn, account="somebody", key=key, name=None)
        database = Database(other_server)
        await database.open()
        try:
            store = Store(database)
            caller = await store.authenticate(key)
            first, second, third = await asyncio.gather(*(store.submit(submission(store, caller)) for _ in range(3)))
            worker = await queue.register(conn)
            claim = await queue.claim(conn, worker)
            assert claim is not None
            assert claim.id == first.id
            assert not (
                await queue.report(conn, claim, worker_id=worker, at=queue.Progress(progress=0.5, stage="frames"))
            ).lost
            assert await settle.complete(conn, claim, artifact(first, 1), {})
            assert (await store.cancel(caller.account_id, second.id)).status is Status.CANCELLED
            lost = await queue.claim(conn, worker)
            assert lost is not None
            await conn.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
            assert await queue.reap(conn, silent_s=5) == [(third.id, lost.attempt)]
            again = await queue.claim(conn, await queue.register(conn))
            assert again is not None
            assert not await settle.complete(conn, lost, artifact(third, 1), {})
            assert await settle.complete(conn, again, artifact(third, 2), {})
            polls = await asyncio.gather(*(store.poll(key, g.id) for g in (first, second, third)))
            assert [g.status for g in polls] == [Status.COMPLETED, Status.CANCELLED, Status.COMPLETED]
            rows = await (await conn.execute("select state from usage order by generation_id")).fetchall()
            assert sorted(row["state"] for row in rows) == ["charged", "charged", "released"]
            await queue.reconcile(conn)
            jobs = await (await conn.execute("select 1 from procrastinate_jobs")).fetchall()
            assert jobs == []
        finally:
            await database.close()
