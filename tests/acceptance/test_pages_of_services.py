"""Pages that want a service beside Vitascope, pasted where this machine has that service: a bucket, a database, pip."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.acceptance.conftest import Installation
from tests.acceptance.test_how_tos import shell
from tests.acceptance.test_migrate_data import as_url
from tests.seaweed import Seaweed, new_prefix
from tests.unit.docs.blocks import the_block
from vitascope.media.probe import probe
from vitascope.store.embedded import EmbeddedPostgres
from vitascope.store.migrate import migrations

BUCKET = "docs/how-to/a-bucket-for-clips.md"
DATABASE = "docs/how-to/your-own-postgresql.md"
ENGINE = "docs/how-to/write-an-engine.md"


def paste(text: str, folder: Path, environment: dict[str, str]) -> str:
    """What the shell says of ``text``, without the line that starts a server and stays."""
    text = re.sub(r"^.*vitascope serve\b.*$", "", text, flags=re.M).replace(".venv/bin/", "")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        shell(text), cwd=folder, env={**environment, "PATH": path},
        capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_shell_of_the_page_reaches_a_bucket(seaweed: Seaweed, installation: Installation, folder: Path) -> None:
    text = the_block(BUCKET, "sh", holds="VITASCOPE_ARTIFACTS")
    ours = seaweed.environment(new_prefix())
    for name in ("VITASCOPE_ARTIFACTS", "VITASCOPE_S3_ENDPOINT", "VITASCOPE_S3_REGION", "VITASCOPE_S3_ACCESS_KEY_ID",
                 "VITASCOPE_S3_SECRET_ACCESS_KEY"):  # fmt: skip
        text, found = re.subn(rf"\b{name}=\S+", f"{name}={ours[name]!r}", text)
        assert found == 1, name
    told = paste(text, folder, {**installation.environment, "VITASCOPE_S3_ALLOW_HTTP": "true"})
    assert "s3://" in told, told


@pytest.fixture
async def of_the_page(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The URL of a database that the page's administrator has made, under a name of the test's."""
    name, role = f"page_{uuid4().hex[:8]}", f"role_{uuid4().hex[:8]}"
    text = the_block(DATABASE, "sql", holds="create database clips owner clips;")
    text = re.sub(r"(create role|owner) clips\b", rf"\1 {role}", text).replace("database clips", f"database {name}")
    admin = make_conninfo(postgres.url, dbname="postgres")
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        for statement in filter(None, map(str.strip, text.split(";"))):
            await conn.execute(statement.encode())
    yield as_url(make_conninfo(postgres.url, dbname=name, user=role))
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        await conn.execute(f"drop database {name} with (force)".encode())
        await conn.execute(f"drop role {role}".encode())


async def test_the_database_of_the_page_takes_the_migrations(
    of_the_page: str, installation: Installation, folder: Path
) -> None:
    text = the_block(DATABASE, "sh", holds="vitascope migrate")
    text, found = re.subn(r"'postgresql://\S+'", f"'{of_the_page}'", text)
    assert found == 1
    paste(text, folder, installation.environment)
    async with await psycopg.AsyncConnection.connect(of_the_page) as conn:
        (done,) = await (await conn.execute("select count(*) from vitascope_migrations")).fetchone() or (0,)
    assert done == len(migrations())


@pytest.mark.timeout(600)
def test_the_package_of_the_page_brings_its_engine(installation: Installation, folder: Path) -> None:
    """Installed as the page says, but into a folder of its own; then used, and held to the contract by its suite."""
    pytest.importorskip("hatchling", reason="the page's build backend is not installed")
    glow, beside = folder / "glow", folder / "installed"
    glow.mkdir()
    (glow / "pyproject.toml").write_text(the_block(ENGINE, "toml"), encoding="utf-8")
    (glow / "vitascope_glow.py").write_text(the_block(ENGINE, "python", holds="def generate"), encoding="utf-8")
    suite = folder / "test_glow.py"
    suite.write_text(the_block(ENGINE, "python", holds="EngineContract"), encoding="utf-8")
    here = folder / "vitascope"
    here.mkdir()
    text = the_block(ENGINE, "sh").replace("pip install", f"pip install --quiet --target {str(beside)!r}")
    path = os.pathsep.join(filter(None, [str(beside), os.environ.get("PYTHONPATH", "")]))
    environment = {**installation.environment, "PYTHONPATH": path}
    assert "glow" in paste(text, here, environment)
    assert probe(here / "glow.mp4").frames == 150
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(suite)],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
