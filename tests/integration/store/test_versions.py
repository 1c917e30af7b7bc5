"""Old and new programs on one database: what was only expanded serves both, and what does not is said plainly."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from structlog.testing import capture_logs

from vitascope.store import migrate as migrating
from vitascope.store.database import Connection, connect
from vitascope.store.migrate import (
    DatabaseBusy,
    DatabaseNotMigrated,
    DatabaseTooNew,
    Migration,
    migrate,
    migrations,
    standing,
)

OURS = migrations()[-1].number
EXPANDS = Migration(number=OURS + 1, name="expands", sql="alter table generations add column mood text;")
CONTRACTS = Migration(
    number=OURS + 2, name="contracts", sql=f"-- needs: {OURS + 1}\nalter table generations drop column notes;"
)


@contextmanager
def program(monkeypatch: pytest.MonkeyPatch, *further: Migration, version: str = "9.9") -> Iterator[None]:
    """One that knows more migrations."""
    known = [*migrations(), *further]
    with monkeypatch.context() as newer:
        newer.setattr(migrating, "migrations", lambda: known)
        newer.setattr(migrating, "__version__", version)
        yield


async def test_an_older_program_works_on_a_database_that_was_only_expanded(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with program(monkeypatch, EXPANDS):
        assert await migrate(conn) == [EXPANDS]
        assert str(await standing(conn)) == f"at migration {OURS + 1}, as this program"
    with capture_logs() as logs:
        assert await migrate(conn) == []
    assert logs == [{"event": "database_is_newer", "log_level": "info", "migration": OURS + 1, "ours": OURS}]
    assert "which can work on it" in str(await standing(conn))


async def test_a_program_too_old_for_what_was_taken_away_is_told_which_one_to_start(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with program(monkeypatch, EXPANDS, CONTRACTS):
        assert await migrate(conn) == [EXPANDS, CONTRACTS]
    with pytest.raises(DatabaseTooNew) as told:
        await migrate(conn)
    assert f"programs that end before migration {OURS + 1};" in str(told.value)
    assert str(told.value).endswith(f"which ends at {OURS}: start 9.9 or newer.")
    with program(monkeypatch, EXPANDS):
        assert await migrate(conn) == [], "that one gets along without"


async def test_a_program_of_another_branch_does_not_meddle(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    with program(monkeypatch, EXPANDS):
        await migrate(conn)
    stray = Migration(number=OURS + 2, name="stray", sql="select 1;")
    with program(monkeypatch, stray), pytest.raises(DatabaseTooNew):
        await migrate(conn)


async def test_a_role_that_may_not_migrate_is_told_how(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    role = f"reader_{conn.info.dbname}"
    await conn.execute(f"create role {role} login")  # type: ignore[arg-type]
    try:
        await conn.execute(f"grant select on all tables in schema public to {role}")  # type: ignore[arg-type]
        async with await connect(psycopg.conninfo.make_conninfo(conn.info.dsn, user=role)) as reader:
            assert await migrate(reader) == [], "with nothing to do no right is needed"
            with program(monkeypatch, EXPANDS), pytest.raises(DatabaseNotMigrated, match="run `vitascope migrate`"):
                await migrate(reader)
    finally:
        await conn.execute(f"drop owned by {role}; drop role {role}".encode())


async def test_a_dump_under_way_holds_up_the_migration_and_nobody_else(
    conn: Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "LOCK_WAIT_MS", 50)
    monkeypatch.setattr(migrating, "LOCK_PAUSE_S", 0.01)
    with capture_logs() as logs, program(monkeypatch, EXPANDS):
        async with await connect(database_url) as dump, await connect(database_url) as other:
            await dump.execute("begin")
            await dump.execute("select count(*) from generations")
            migration = asyncio.create_task(migrate(conn))
            while not any(line["event"] == "migration_waits" for line in logs):
                await asyncio.sleep(0.01)
            await other.execute("update generations set progress = 0")
            assert not migration.done()
            await dump.execute("commit")
            assert await migration == [EXPANDS]


async def test_a_table_that_is_never_let_go_of_is_told(
    conn: Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("LOCK_WAIT_MS", 10), ("LOCK_PAUSE_S", 0.0), ("LOCK_TRIES", 3)):
        monkeypatch.setattr(migrating, name, value)
    async with await connect(database_url) as dump:
        await dump.execute("begin")
        await dump.execute("select count(*) from generations")
        with program(monkeypatch, EXPANDS), pytest.raises(DatabaseBusy, match=f"Migration {OURS + 1} \\(expands\\)"):
            await migrate(conn)
        await dump.execute("commit")
    assert str(await standing(conn)) == f"at migration {OURS}, as this program"
