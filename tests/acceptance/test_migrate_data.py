"""From the embedded database and a folder to a PostgreSQL of another version and a bucket, in one command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote, urlencode
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.acceptance.conftest import Installation
from tests.acceptance.dying import killed_at, moments
from tests.acceptance.fleet import Fleet, Program, fleet
from tests.acceptance.test_backup import clip, money, told
from tests.acceptance.test_serve import PATH, submit, until
from tests.integration.store.test_any_postgres import other_server
from tests.seaweed import Seaweed, keys_under, new_prefix
from vitascope.store.embedded import EmbeddedPostgres

__all__ = ["other_server"]


@pytest.fixture
async def empty(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The URL of a database with nothing in it, on a second server of the kind that comes along."""
    name = f"empty_{uuid4().hex[:8]}"
    admin = make_conninfo(postgres.url, dbname="postgres")
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        await conn.execute(f"create database {name}".encode())
    yield as_url(make_conninfo(postgres.url, dbname=name))
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        await conn.execute(f"drop database {name} with (force)".encode())


def as_url(conninfo: str) -> str:
    parts = psycopg.conninfo.conninfo_to_dict(conninfo)
    query = urlencode({name: parts[name] for name in ("host", "port", "user")}, quote_via=quote)
    return f"postgresql:///{parts['dbname']}?{query}"


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as conn:
        return conn.execute(query.encode()).fetchall()


def other_api(machines: Fleet, installation: Installation) -> Program:
    return machines.api(VITASCOPE_API_KEY=installation.key)


@pytest.mark.slow
def test_everything_is_there_on_another_postgresql_and_in_a_bucket(
    installation: Installation, folder: Path, other_server: str, seaweed: Seaweed
) -> None:
    """Clips and links to them, keys, money, and what waits in the queue, which is rendered there."""
    url, prefix = as_url(other_server), new_prefix()
    installation.start()
    done = [submit(installation, prompt) for prompt in ("a lighthouse", "a harbour")]
    for each in done:
        until(installation, each, "completed")
    told(installation, "accounts", "grant", "default", "--usd", "5")
    key = told(installation, "keys", "create", "--name", "laptop").strip()
    installation.settings = {k: v for k, v in seaweed.environment(prefix).items() if k != "VITASCOPE_ARTIFACTS"}
    to = ("migrate-data", "--to-database", url, "--to-artifacts", f"s3://clips/{prefix}")
    refused = installation.run(*to)
    assert (refused.returncode, "is running on" in refused.stderr) == (1, True)
    assert "stop the server" in told(installation, *to, "--files-ahead")
    waiting = submit(installation, "[delay 600] under way", draft=False)  # which keeps no file that comes behind
    until(installation, waiting, "generating")
    links, before = {each: clip(installation, each) for each in done}, money(installation)
    assert installation.stop() == 0
    rows_there = json.loads(told(installation, *to, "--json"))
    assert rows_there["files"]["files"] >= 4
    assert rows_there["files"]["new"] == 0, "all came ahead"
    assert rows_there["rows"]["generations"] == 3
    assert rows_there["settings"]["VITASCOPE_DATABASE"] == url
    with psycopg.connect(other_server, autocommit=True) as conn:  # what would keep this test for ten minutes
        conn.execute("update generations set spec = spec || '{\"prompt\": \"a quay\"}' where status = 'queued'")
    shared = {**seaweed.environment(prefix), "VITASCOPE_DATABASE": url}
    with fleet(folder / "machines", shared) as machines:
        api = other_api(machines, installation)
        machines.worker(VITASCOPE_API_KEY=installation.key)
        there = Installation(
            data_dir=folder / "nowhere", engine="testcard", key=installation.key, base_url=api.base_url
        )
        for generation_id, (path, content) in links.items():
            assert clip(there, generation_id)[1] == content
            assert httpx.get(api.base_url + path, trust_env=False, timeout=60).content == content, "old links stay good"
        after = money(there)
        assert after["spend"] == before["spend"]
        assert after["/v2/billing/transactions"] == before["/v2/billing/transactions"]
        headers = {"Authorization": f"Bearer {key}"}
        with httpx.Client(base_url=api.base_url, headers=headers, timeout=30, trust_env=False) as client:
            assert client.get(PATH, params={"generation_id": done[0]}).status_code == 200
        assert until(there, waiting, "completed", "error", limit_s=240)["status"] == "completed", "what was queued, too"
    refused = installation.run("serve", "--port", "0")
    assert (refused.returncode, "was moved to 127.0.0.1:" in refused.stderr) == (1, True), refused.stderr


@pytest.mark.slow
def test_one_that_is_killed_anywhere_is_finished_by_the_next(
    installation: Installation, folder: Path, empty: str, seaweed: Seaweed
) -> None:
    installation.start()
    for prompt in ("a lighthouse", "a harbour"):  # whole ones, for drafts leave a file more
        until(installation, submit(installation, prompt, draft=False), "completed")
    assert installation.stop() == 0
    original, count = folder / "original", 0
    shutil.copytree(installation.data_dir, original, ignore=shutil.ignore_patterns("socket"))
    files = {
        path.relative_to(original / "artifacts").as_posix() for path in original.glob("artifacts/generations/**/*.*")
    }
    common = {k: v for k, v in seaweed.environment("x").items() if k != "VITASCOPE_ARTIFACTS"}
    for share in (1, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95):
        shutil.rmtree(installation.data_dir)
        shutil.copytree(original, installation.data_dir)
        with psycopg.connect(empty, autocommit=True) as conn:
            conn.execute("drop schema public cascade; create schema public")
        prefix = new_prefix()
        installation.settings = common
        to = ("migrate-data", "--to-database", empty, "--to-artifacts", f"s3://clips/{prefix}")
        if share == 1:
            count = moments(installation.environment, *to)
        else:
            killed_at(int(share * count), installation.environment, *to)
        if rows(empty, "select to_regclass('generations') is not null") == [(True,)]:
            assert rows(empty, "select count(*) from generations") in ([(0,)], [(2,)]), "never a part"
        told(installation, *to)
        again = told(installation, *to)
        assert "The database had been moved already." in again
        assert "0 new; every byte compared" in again
        assert rows(empty, "select status, count(*) from generations group by 1") == [("completed", 2)]
        assert rows(empty, "select count(*) from usage where state = 'charged'") == [(2,)]
        assert keys_under(seaweed.access(prefix)) == files | {"installation.txt"}


@pytest.mark.slow
def test_a_database_of_somebody_else_is_left_alone_unless_told(
    installation: Installation, folder: Path, empty: str
) -> None:
    other = Installation(data_dir=folder / "other", engine="testcard", key="", mark=installation.mark)
    other.settings = {"VITASCOPE_DATABASE": empty, "VITASCOPE_ARTIFACTS": str(folder / "other clips")}
    told(other, "migrate")
    told(other, "keys", "create")
    installation.start()
    until(installation, submit(installation, "a lighthouse"), "completed")
    installation.stop()
    refused = installation.run("migrate-data", "--to-database", empty)
    assert (refused.returncode, "holds another installation" in refused.stderr) == (1, True)
    assert rows(empty, "select count(*) from keys") == [(1,)]
    told(installation, "migrate-data", "--to-database", empty, "--replace")
    assert rows(empty, "select name from keys") == [("VITASCOPE_API_KEY",)]
    refused = installation.run("keys", "list")
    assert (refused.returncode, "was moved to" in refused.stderr) == (1, True)
    assert told(installation, "migrate-data", "--take-back") == "in use again\n"
    assert installation.key[:8] in told(installation, "keys", "list")


@pytest.mark.slow
def test_a_file_that_arrived_otherwise_is_named(installation: Installation, folder: Path) -> None:
    installation.start()
    until(installation, submit(installation, "a lighthouse"), "completed")
    installation.stop()
    there = folder / "there"
    to = ("migrate-data", "--to-artifacts", str(there))
    told(installation, *to)
    (arrived,) = there.rglob("clip.mp4")
    data = bytearray(arrived.read_bytes())
    data[len(data) // 2] ^= 1
    arrived.write_bytes(data)
    refused = installation.run(*to)
    assert (refused.returncode, "clip.mp4 at the new place is not the one at the old" in refused.stderr) == (1, True)
    arrived.unlink()
    assert "1 new; every byte compared" in told(installation, *to)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ((), "Say where to"),
        (("--to-database", "mysql://x/y"), "takes a URL such as"),
        (("--to-database", "postgresql://x/y", "--files-ahead"), "say where to with --to-artifacts"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_once(tmp_path: Path, flags: tuple[str, ...], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vitascope", "migrate-data", "--data-dir", str(tmp_path), *flags],
        capture_output=True, text=True, check=False, env={**os.environ, "VITASCOPE_TO_DATABASE": ""}, timeout=900,
    )  # fmt: skip
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_a_key_made_in_a_new_database_is_all_that_is_printed(installation: Installation, empty: str) -> None:
    done = installation.run("keys", "create", "--database", empty)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) == 1, done.stdout
