"""Servers on a socket: uvicorn and the whole application, over a service in memory or over the real one."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import LiteralString

import httpx
import psycopg
import pytest
import uvicorn
from psycopg.conninfo import make_conninfo
from starlette.types import ASGIApp

from tests.integration.http.image_host import image_host
from tests.integration.http.memory_service import KEY, MemoryService
from vitascope.api.app import create_app
from vitascope.compose.api import api_app
from vitascope.compose.database import prepare
from vitascope.compose.http_server import http_config
from vitascope.media.take import ImageTaker
from vitascope.settings import Settings
from vitascope.store.embedded import EmbeddedPostgres

MAX_BODY_BYTES = 12 * 2**20
"""Above what one image may have in base64, so that the two bounds are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a server listens, a key that is good there, and what it has taken so far."""

    base_url: str
    key: str
    queued: Callable[[], int]
    max_body_bytes: int
    images_url: str
    """A host of ours that the server may fetch from, though its address is private: `image_host`."""

    @property
    def generations(self) -> str:
        return f"{self.base_url}/v2/video/generations"

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    @property
    def address(self) -> tuple[str, int]:
        url = httpx.URL(self.base_url)
        assert url.port is not None
        return url.host, url.port


@pytest.fixture(scope="session")
def images_url() -> Iterator[str]:
    with listening(nullcontext(image_host())) as base_url:
        yield base_url


@pytest.fixture(scope="session")
def memory() -> MemoryService:
    return MemoryService(images=ImageTaker(allowed_hosts={"127.0.0.1"}))


@pytest.fixture(scope="session")
def memory_server(memory: MemoryService, images_url: str) -> Iterator[Server]:
    """HTTP alone."""
    app = create_app(memory, max_body_bytes=MAX_BODY_BYTES)  # type: ignore[arg-type]
    with listening(nullcontext(app)) as base_url:
        yield Server(
            base_url=base_url,
            key=KEY,
            queued=lambda: len(memory.generations),
            max_body_bytes=MAX_BODY_BYTES,
            images_url=images_url,
        )


@pytest.fixture(scope="session")
def server(memory_server: Server) -> Server:
    """The one that most tests ask; a module may put another in its place."""
    return memory_server


@pytest.fixture(scope="session")
def whole_server(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory, images_url: str
) -> Iterator[Server]:
    """The real service over a real PostgreSQL, as `serve` composes it, without workers: what is taken stays queued."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), engine="testcard")
    with whole(postgres, "http", settings, images_url) as server:
        yield server


@contextmanager
def whole(postgres: EmbeddedPostgres, name: LiteralString, settings: Settings, images_url: str) -> Iterator[Server]:
    """A server as ``settings`` have it, over a database ``name`` of its own."""
    url = make_conninfo(postgres.url, dbname=name)
    with psycopg.connect(make_conninfo(postgres.url, dbname="postgres"), autocommit=True) as admin:
        admin.execute(f"create database {name} template vitascope")
        mine = {"database": url, "image_hosts": ("127.0.0.1",), "max_body_mb": MAX_BODY_BYTES // 2**20}
        settings = settings.model_copy(update=mine)

        @asynccontextmanager
        async def application() -> AsyncIterator[ASGIApp]:
            prepared = await prepare(url, api_key=KEY)
            async with api_app(settings, url, link_secret=prepared.link_secret) as app:
                yield app

        with psycopg.connect(url, autocommit=True) as counting, listening(application()) as base_url:
            yield Server(
                base_url=base_url,
                key=KEY,
                queued=lambda: _one_number(counting, "select count(*) from generations where status = 'queued'"),
                max_body_bytes=MAX_BODY_BYTES,
                images_url=images_url,
            )
        admin.execute(f"drop database {name} with (force)")


def _one_number(conn: psycopg.Connection, query: LiteralString) -> int:
    row = conn.execute(query).fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.base_url, headers=server.auth, timeout=30, trust_env=False) as client:
        yield client


@contextmanager
def listening(application: AbstractAsyncContextManager[ASGIApp]) -> Iterator[str]:
    """``application`` on a free port of this machine, in a thread of its own, until the block ends."""
    # Named as TCP, or asyncio leaves Nagle's algorithm on and each reply on a kept connection takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    stop = threading.Event()

    async def serve() -> None:
        async with application as app:
            config = http_config(app)
            running = uvicorn.Server(config)
            serving = asyncio.create_task(running.serve(sockets=[listener]))
            await asyncio.to_thread(stop.wait)
            running.should_exit = True
            await serving

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        thread.join(timeout=60)
        listener.close()
        assert not thread.is_alive()
