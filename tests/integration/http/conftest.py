"""A server on a socket: uvicorn, the whole application, and a service in memory."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp

from tests.integration.http.image_host import image_host
from tests.integration.http.memory_service import KEY, MemoryService
from vitascope.api.app import create_app
from vitascope.media.take import ImageTaker

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
    with listening(image_host()) as base_url:
        yield base_url


@pytest.fixture(scope="session")
def memory() -> MemoryService:
    return MemoryService(images=ImageTaker(allowed_hosts={"127.0.0.1"}))


@pytest.fixture(scope="session")
def server(memory: MemoryService, images_url: str) -> Iterator[Server]:
    app = create_app(memory, max_body_bytes=MAX_BODY_BYTES)  # type: ignore[arg-type]
    with listening(app) as base_url:
        yield Server(
            base_url=base_url,
            key=KEY,
            queued=lambda: len(memory.generations),
            max_body_bytes=MAX_BODY_BYTES,
            images_url=images_url,
        )


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.base_url, headers=server.auth, timeout=30, trust_env=False) as client:
        yield client


@contextmanager
def listening(app: ASGIApp) -> Iterator[str]:
    """``app`` on a free port of this machine, in a thread of its own, until the block ends."""
    # Named as TCP, or asyncio leaves Nagle's algorithm on and each reply on a kept connection takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    running = uvicorn.Server(uvicorn.Config(app, log_level="warning", proxy_headers=False, lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(running.serve(sockets=[listener])), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join(timeout=10)
        listener.close()
        assert not thread.is_alive()
