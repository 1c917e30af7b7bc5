"""API and worker as a database role that may do no more than the page on PostgreSQL grants, statement by statement."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.acceptance.fleet import Fleet, ended, fleet, submit, until
from vitascope.store.embedded import EmbeddedPostgres

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "your-own-postgresql.md"


def statements() -> list[list[str]]:
    """As the page has them: those of the administrator, and the grants of the owner."""
    section = PAGE.read_text(encoding="utf-8").partition("## A role that may do no more")[2].partition("\n## ")[0]
    roles, grants = re.findall(r"```sql\n(.*?)```", section, re.DOTALL)
    return [[each.strip() for each in text.split(";") if each.strip()] for text in (roles, grants)]


@pytest.fixture
async def urls(postgres: EmbeddedPostgres) -> AsyncIterator[tuple[str, str]]:
    """Of one new database: as the role that owns it, and as the one that works in it, whom nothing is granted yet."""
    name = f"least_{uuid4().hex[:8]}"
    admin = make_conninfo(postgres.url, dbname="postgres")
    roles, _ = statements()
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        for statement in roles:
            await conn.execute(re.sub(r"\bclips\b(?= owner)", name, statement).encode())
    owner, worker = (make_conninfo(postgres.url, dbname=name, user=user) for user in ("clips_owner", "clips"))
    yield owner, worker
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        await conn.execute(f"drop database {name} with (force)".encode())
        await conn.execute("drop role clips")
        await conn.execute("drop role clips_owner")


async def grant(owner: str) -> None:
    async with await psycopg.AsyncConnection.connect(owner, autocommit=True) as conn:
        for statement in statements()[1]:
            await conn.execute(statement.encode())


async def test_a_role_with_the_documented_grants_does_all_the_work_and_nothing_more(
    folder: Path, urls: tuple[str, str]
) -> None:
    owner, worker = urls
    with fleet(folder, {"VITASCOPE_DATABASE": worker, "VITASCOPE_ARTIFACTS": str(folder / "shared")}) as machines:
        early = await asyncio.to_thread(machines.run, "worker")
        assert early.returncode == 1
        assert "run `vitascope migrate` as the role that owns" in early.stderr, early.stderr
        assert machines.run("migrate", VITASCOPE_DATABASE=owner).returncode == 0
        await grant(owner)
        await asyncio.to_thread(work, machines)
    forbidden = (
        "delete from generations", "delete from usage", "delete from accounts", "delete from keys", "truncate webhooks",
        "drop table queues", "create table mine ()", "alter table usage add column x int",
        "update secrets set value = ''",
        "insert into vitascope_migrations values (99, 'x')",
    )  # fmt: skip
    async with await psycopg.AsyncConnection.connect(worker, autocommit=True) as conn:
        for statement in forbidden:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await conn.execute(statement.encode())


def work(machines: Fleet) -> None:
    """All that touches a table: clips made, cancelled, failed, deleted, looked for; keys, money, uploads, a webhook."""
    api, renderer = machines.api(VITASCOPE_WEBHOOK_HOSTS="127.0.0.1"), machines.worker()
    made = submit(api, "a lighthouse", webhook_url="http://127.0.0.1:9/")
    unwanted = submit(api, "[delay 60] a fog bank")
    assert until(api, made, ended)["status"] == "completed"
    until(api, unwanted, lambda found: found["status"] == "generating")
    with api.client() as client:
        for _ in range(2):
            body = {"model": "ltxv/ltxv-2-fast", "prompt": "again", "duration": 6, "draft": True, "priority": 3}
            kept = client.post("/v2/video/generations", json=body, headers={"Idempotency-Key": "one"})
            assert kept.status_code == 200, kept.text
        assert client.delete("/v2/video/generations", params={"generation_id": unwanted}).is_success
        assert until(api, kept.json()["id"], ended)["status"] == "completed"
        video = client.post("/v1/videos", json={"model": "ltxv/ltxv-2-fast", "prompt": "gone", "seconds": "6"}).json()
        assert until(api, video["id"], ended)["status"] == "completed"
        assert client.delete(f"/v1/videos/{video['id']}").is_success
        upload = client.post("/v1/upload").json()
        assert client.put(upload["upload_url"], content=b"bytes").is_success
    assert until(api, submit(api, "[fail at 10%] a storm"), ended)["status"] == "error"
    for command in (
        ("keys", "create", "--name", "more"), ("keys", "list"), ("accounts", "list"),
        ("accounts", "grant", "default", "--usd", "5"), ("doctor",),
    ):  # fmt: skip
        done = machines.run(*command)
        assert done.returncode == 0, done.stderr + done.stdout
    renderer.kill()  # a lost attempt, and the reaper of another
    slow = submit(api, "[delay 1] a lighthouse")
    machines.worker()
    assert until(api, slow, ended)["status"] == "completed"
    for program in machines.programs:
        assert "permission denied" not in program.said()
