"""PgBouncer between programs and PostgreSQL, as docs/how-to/your-own-postgresql.md sets it up: in session mode."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.integration.worker.conftest import Desk, Working
from tests.other_servers import answers, free_port, launched
from tests.unit.docs.blocks import the_block
from vitascope.core.generation import Status
from vitascope.store.database import Database, connect
from vitascope.store.estimate import Estimator
from vitascope.store.watch import Watch

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

OURS = """
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
"""
"""What the page leaves to its reader."""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not installed here")]


@pytest.fixture
async def database_url(database_url: str, tmp_path: Path) -> AsyncIterator[str]:
    """The same database, by way of a pooler that runs as long as the test."""
    assert PROGRAM is not None
    given = conninfo_to_dict(database_url)
    behind = " ".join(f"{name}='{given[name]}'" for name in ("host", "port", "dbname", "user"))
    port = free_port()
    file = tmp_path / "pgbouncer.ini"
    page = the_block("docs/how-to/your-own-postgresql.md", "ini")
    file.write_text(page.replace("host=db.example.org dbname=clips", behind) + OURS.format(port=port), encoding="utf-8")
    pooler = await launched(PROGRAM, str(file))
    url = make_conninfo(host="127.0.0.1", port=str(port), user=str(given["user"]), dbname="clips")
    await answers(url, pooler)
    yield url
    pooler.terminate()
    await pooler.wait()


async def test_a_clip_is_queued_made_and_told_of_by_way_of_a_pooler(
    database_url: str, desk: Desk, working: Working
) -> None:
    database = Database(database_url)
    await database.open()
    watch = Watch(database, Estimator(database))
    await watch.open()
    try:
        made = await desk.submit("A boat.")
        async with working(), asyncio.timeout(300):
            with watch.subscribe(made) as states:
                told = [state.status async for state in states]
    finally:
        await watch.close()
        await database.close()
    assert told[-1] is Status.COMPLETED
    assert Status.GENERATING in told, "news came while it was made"


async def test_what_a_program_held_in_its_session_is_free_when_it_is_gone(database_url: str) -> None:
    async with await connect(database_url) as one, await connect(database_url) as other:
        await one.execute("select pg_advisory_lock(7)")
        row = await (await other.execute("select pg_try_advisory_lock(7) as mine")).fetchone()
        assert row == {"mine": False}
        await one.close()
        await asyncio.wait_for(other.execute("select pg_advisory_lock(7)"), 60)
