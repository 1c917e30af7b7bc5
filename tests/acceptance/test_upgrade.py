"""The release before and this one on one database, with work under way: nothing is lost, whichever part goes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.acceptance.fleet import KEY, Fleet, Program, ended, fleet, submit, until
from tests.acceptance.previous_release import previous_release
from vitascope.store.migrate import migrations


@pytest.fixture
def before(tmp_path: Path) -> dict[str, str]:
    """What makes a program of the fleet one of the release before."""
    source = previous_release(tmp_path / "before")
    if source is None:
        pytest.skip("there is no git history here to take the previous release from")
    return {"PYTHONPATH": str(source)}


@pytest.fixture
async def empty_database(database_url: str) -> str:
    """Nobody has migrated it yet."""
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
        await conn.execute("drop schema public cascade")
        await conn.execute("create schema public")
    return database_url


@pytest.fixture
def machines(folder: Path, empty_database: str) -> Iterator[Fleet]:
    shared = {"VITASCOPE_DATABASE": empty_database, "VITASCOPE_ARTIFACTS": str(folder / "clips")}
    with fleet(folder, shared) as made:
        yield made


def whole(api: Program, found: dict[str, object]) -> bool:
    """Whether the link of a completed clip gives a file, through this API."""
    path = httpx.URL(found["video"]["url"]).raw_path.decode()  # type: ignore[index]
    reply = httpx.get(api.base_url + path, trust_env=False, timeout=60)
    return reply.status_code == 200 and reply.content[4:8] == b"ftyp"


def test_an_upgrade_with_work_under_way_loses_nothing(
    machines: Fleet, before: dict[str, str], empty_database: str
) -> None:
    old_api, old_worker = machines.api(**before), machines.worker(**before)
    with psycopg.connect(empty_database) as conn:
        assert conn.execute("select max(number) from vitascope_migrations").fetchone() != (migrations()[-1].number,)
    under_way = submit(old_api, "[delay 4] submitted before")
    until(old_api, under_way, lambda found: found["status"] == "generating")

    new_api = machines.api()  # which migrates, beside the programs of before
    at_new = submit(new_api, "submitted at the new, rendered by the old")
    jobs = [under_way, at_new]
    for each in jobs:
        found = until(old_api, each, ended)
        assert found["status"] == "completed"
        assert whole(old_api, found)
        assert whole(new_api, until(new_api, each, ended))

    long = submit(old_api, "[delay 30] begun by the old, made by the new")
    until(new_api, long, lambda found: found["status"] == "generating")
    machines.worker()
    assert old_worker.stop() == 0
    queued = [submit(api, "rendered by the new") for api in (old_api, new_api)]
    unwanted = submit(new_api, "[delay 600] cancelled through the old")
    with old_api.client() as client:
        assert client.delete("/v2/video/generations", params={"generation_id": unwanted}).is_success
        with client.stream(
            "GET", "/v2/video/generations/events", params={"generation_id": queued[1]},
            headers={"Authorization": f"Bearer {KEY}"},
        ) as events:  # fmt: skip
            assert any('"completed"' in line for line in events.iter_lines())
    for each in (*queued, long):
        assert until(old_api, each, ended)["status"] == "completed"
    assert until(old_api, unwanted, ended)["error"]["name"] == "Cancelled"  # type: ignore[index]
    assert old_api.stop() == 0
    assert until(new_api, long, ended)["status"] == "completed"

    with psycopg.connect(empty_database) as conn:
        rows = conn.execute(
            """select g.status, count(*), count(*) filter (where u.state = 'charged') from generations g
               left join usage u on u.generation_id = g.id group by g.status order by g.status"""
        ).fetchall()
        assert rows == [("cancelled", 1, 0), ("completed", 5, 5)]
        assert conn.execute("select count(*) from procrastinate_jobs").fetchone() == (0,)
        assert conn.execute("select count(*) from usage").fetchone() == (6,)


def test_a_worker_that_goes_first_takes_what_the_old_api_queues(machines: Fleet, before: dict[str, str]) -> None:
    old_api = machines.api(**before)
    machines.worker()  # migrates too
    assert until(old_api, submit(old_api, "a lighthouse"), ended)["status"] == "completed"


def test_a_worker_that_is_killed_by_the_upgrade_leaves_its_job_to_the_new(
    machines: Fleet, before: dict[str, str]
) -> None:
    old_api, old_worker = machines.api(**before), machines.worker(**before)
    made = submit(old_api, "[delay 4] a lighthouse")
    until(old_api, made, lambda found: found["status"] == "generating")
    machines.worker()
    old_worker.kill()
    assert until(old_api, made, ended)["status"] == "completed"
