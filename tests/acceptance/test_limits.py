"""Limits and fair shares over several API processes and a worker: set live, never exceeded, told on every surface."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.acceptance.conftest import wait_for
from tests.acceptance.fleet import Fleet, Program, fleet
from vitascope import Client
from vitascope.client import Backoff, RateLimited
from vitascope.store.database import Connection

PATH = "/v2/video/generations"
BODY = {"model": "ltxv/ltxv-2-fast", "prompt": "a boat"}


@pytest.fixture
def machines(folder: Path, database_url: str) -> Iterator[Fleet]:
    settings = {"VITASCOPE_DATABASE": database_url, "VITASCOPE_ARTIFACTS": str(folder / "clips")}
    with fleet(folder, settings) as made:
        yield made


def told(machines: Fleet, *command: str) -> str:
    done = machines.run(*command)
    assert done.returncode == 0, done.stderr
    return done.stdout


def caller(api: Program, key: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=api.base_url, headers=headers, timeout=900, trust_env=False)


def submitted(clients: list[httpx.Client], times: int) -> Counter[int]:
    """Status codes of so many submits to each, all at once."""
    with ThreadPoolExecutor(24) as pool:
        asked = [client for _ in range(times) for client in clients]
        return Counter(pool.map(lambda client: client.post(PATH, json=BODY).status_code, asked))


async def test_two_processes_queue_as_many_as_may_wait_and_say_so_in_each_surfaces_words(
    machines: Fleet, conn: Connection
) -> None:
    first, second = machines.api(), machines.api()
    key = told(machines, "keys", "create", "--account", "bound").strip()
    assert "clips waiting at once: 20\n" in told(machines, "accounts", "limit", "bound", "--queued", "20")
    clients = [caller(first, key), caller(second, key)]
    assert submitted(clients, 30) == {200: 20, 429: 40}
    rows = await (
        await conn.execute("select count(*) as n from generations union all select count(*) from usage")
    ).fetchall()
    assert rows == [{"n": 20}, {"n": 20}]

    hosted = clients[0].post(PATH, json=BODY)
    assert hosted.json()["message"].startswith(
        "Too Many Requests. This account may have 20 clips waiting at once, and 20 wait; try again in about "
    )
    data = hosted.json()["error"]["data"]
    assert data["limit"] == {"name": "queued", "of": "account", "value": 20, "used": 20}
    assert int(hosted.headers["Retry-After"]) == data["retry_after_s"] >= 1
    openai = clients[0].post("/v1/videos", json={"model": "ltxv-2-fast", "prompt": "a boat"})
    assert (openai.status_code, openai.json()["error"]["code"]) == (429, "too_many_queued")
    official = clients[0].post(
        "/v2/text-to-video",
        json={"prompt": "a boat", "model": "ltx-2-fast", "duration": 6, "resolution": "1920x1080"},
    )
    assert (official.status_code, official.json()["error"]["type"]) == (429, "concurrency_limit_error")
    assert all("Retry-After" in reply.headers for reply in (openai, official))
    with Client(first.base_url, api_key=key, backoff=Backoff(attempts=1)) as library:
        with pytest.raises(RateLimited) as refused:
            library.submit("a boat")
        assert refused.value.code == "too_many_queued"
        assert refused.value.retry_after_s is not None
        assert refused.value.retry_after_s >= 1

    told(machines, "accounts", "limit", "bound", "--queued", "21")
    assert submitted(clients, 2) == {200: 1, 429: 3}
    told(machines, "accounts", "limit", "bound", "--queued", "none", "--requests-per-minute", "3")
    with caller(second, told(machines, "keys", "create", "--account", "bound").strip()) as polling:
        replies = [polling.get(PATH, params={"limit": 1}) for _ in range(9)]
    refusal = next(reply for reply in replies if reply.status_code == 429)
    assert refusal.headers["RateLimit-Policy"] == '"account";q=3;w=60'
    assert 1 <= int(refusal.headers["Retry-After"]) <= 61
    for client in clients:
        client.close()


async def test_with_five_hundred_queued_by_another_a_clip_starts_within_one_clips_length(
    machines: Fleet, conn: Connection
) -> None:
    api, other = machines.api(), machines.api()
    many = told(machines, "keys", "create", "--account", "many").strip()
    single = told(machines, "keys", "create", "--account", "single").strip()
    with caller(api, many) as client:
        assert submitted([client], 500) == {200: 500}
    machines.worker()

    async def started(account: str) -> int:
        row = await (
            await conn.execute(
                """select count(*) as n from generations g join accounts a on a.id = g.account_id
                   where a.name = %s and g.started_at is not null""",
                (account,),
            )
        ).fetchone()
        assert row is not None
        return int(row["n"])

    while await started("many") < 2:
        await asyncio.sleep(0.05)
    with caller(other, single) as client:
        made = client.post(PATH, json=BODY).json()["id"]
        wait_for(lambda: client.get(PATH, params={"generation_id": made}).json()["status"] != "queued", 240)
    row = await (
        await conn.execute(
            """select count(*) as n from generations g, generations mine where mine.id = %s::uuid
               and g.account_id <> mine.account_id and g.started_at > mine.created_at
               and g.started_at < mine.started_at""",
            (made[:36],),
        )
    ).fetchone()
    assert row == {"n": 0}, "the clip that rendered when it came was the last one before it"
