"""A database of an earlier version, with work in it, brought up to this one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.types.json import Jsonb

from vitascope.core.generation import GenerationRequest, fill
from vitascope.store import migrate as migrating
from vitascope.store.database import Connection, connect
from vitascope.store.embedded import EmbeddedPostgres
from vitascope.store.migrate import migrate, migrations


@pytest.fixture
async def empty(postgres: EmbeddedPostgres) -> AsyncIterator[Connection]:
    """A database that nobody has migrated yet."""
    name = f"empty_{uuid4().hex[:12]}"
    admin = make_conninfo(postgres.url, dbname="postgres")
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        await conn.execute(f"create database {name} template template0")
    async with await connect(make_conninfo(postgres.url, dbname=name)) as conn:
        yield conn
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        await conn.execute(f"drop database {name} with (force)")


async def test_usage_of_the_first_version_learns_whose_it_was_and_for_what(
    empty: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = migrations()
    with monkeypatch.context() as earlier:
        earlier.setattr(migrating, "migrations", lambda: [m for m in known if m.number <= 2])
        await migrate(empty)
    spec = fill(GenerationRequest(model="ltxv/ltxv-2", prompt="a boat"), engine="testcard", seed=1)
    account, key, queued, failed = uuid4(), uuid4(), uuid4(), uuid4()
    await empty.execute("insert into accounts (id, name) values (%s, 'old')", (account,))
    await empty.execute("insert into keys (id, account_id, prefix, hash) values (%s, %s, 'p', 'h')", (key, account))
    for generation, status, state in ((queued, "queued", "held"), (failed, "error", "released")):
        await empty.execute(
            """insert into generations (id, account_id, key_id, spec, tag, status, finished_at)
               values (%s, %s, %s, %s, 0, %s, case when %s = 'error' then now() end)""",
            (generation, account, key, Jsonb(spec.to_json()), status, status),
        )
        await empty.execute(
            "insert into usage (generation_id, account_id, credits, state) values (%s, %s, 756000, %s)",
            (generation, account, state),
        )
    assert [m.number for m in await migrate(empty)] == [m.number for m in known if m.number > 2]
    rows = await (await empty.execute("select key_id, model, from_balance, from_limit from usage")).fetchall()
    assert rows == [{"key_id": key, "model": "ltxv/ltxv-2", "from_balance": False, "from_limit": False}] * 2
    await empty.execute("update accounts set balance = 1")
    await empty.execute("update usage set state = 'released' where state = 'held'")
    row = await (await empty.execute("select balance from accounts")).fetchone()
    assert row == {"balance": 1}, "a hold of before there were balances gives nothing to one"
