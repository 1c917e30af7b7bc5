"""The API with what it needs on this machine, be it everything: database, workers, started and stopped in order."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import structlog
import uvicorn

from vitascope.api.playground.sign_in import OneTimeSignIn
from vitascope.compose.api import api_app
from vitascope.compose.artifacts import claim_place
from vitascope.compose.data_folder import make_data_folder
from vitascope.compose.database import first_key, own_database, playground_key, prepare
from vitascope.compose.engine_settings import tell_engines
from vitascope.compose.http_server import http_config, most_connections
from vitascope.compose.open_files import allow_many_open_files
from vitascope.compose.scratch import sweep_scratch
from vitascope.compose.signing import signer_of
from vitascope.compose.tls import tls_of
from vitascope.compose.tls_renewal import kept_fresh
from vitascope.compose.workers import Workers
from vitascope.core.errors import VitascopeError
from vitascope.engines import registry
from vitascope.settings import Settings

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What there is to tell once requests are answered."""

    base: str
    new_key: str | None
    """A key that was made at this start; this is the only time that it can be shown."""
    ca: Path | None
    """The CA that clients have to be told of before they trust this server's certificate."""
    sign_in: str
    """A link that signs one browser in, once: see `api.playground.sign_in`."""


Announce = Callable[[Started], None]


class AddressInUse(VitascopeError):
    """Something else listens where we should."""

    code = "address_in_use"


class _Server(uvicorn.Server):
    """Uvicorn without its signal handlers: what stops when is ours. Calls ``started`` when it answers."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None], stopping: asyncio.Event) -> None:
        super().__init__(config)
        self._started = started
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.set()  # who waits for a clip is told where to find it, before connections are cut
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(settings: Settings, announce: Announce) -> None:
    """Run until SIGINT or SIGTERM.

    Raises `AddressInUse`, `TlsUnusable`, `SigningUnusable`, `EngineMissing`, `DataFolderUnusable`,
    `ArtifactsUnusable` and what the database raises at start.
    """
    tell_engines(settings)
    # Before anything is made: an engine that cannot run leaves nothing behind. The API alone needs only its estimates.
    (registry.equipped if settings.workers else registry.prospect)(settings.engine)
    tls = tls_of(settings, now=datetime.now(UTC))
    signer_of(settings)  # workers make their own; what is wrong with it is told here, once
    if settings.database is None or settings.artifacts is None or settings.workers:
        make_data_folder(settings)
    files = allow_many_open_files()
    with _listen(settings) as listener:
        async with own_database(settings) as url:
            prepared = await prepare(url, api_key=settings.api_key)
            await claim_place(settings, prepared.installation)
            stopping = asyncio.Event()
            sign_in = OneTimeSignIn(partial(playground_key, url))
            async with api_app(
                settings, url, link_secret=prepared.link_secret, stopping=stopping, sign_in=sign_in
            ) as app:
                await asyncio.to_thread(sweep_scratch, settings)
                config = http_config(app, tls=tls, most=most_connections(settings.max_connections, open_files=files))
                config.load()  # now, and not when the server starts, for its TLS context
                base = _base(settings, listener, scheme="https" if tls else "http")
                started = Started(
                    base=base,
                    new_key=await first_key(url),
                    ca=tls.ca if tls else None,
                    sign_in=f"{(settings.public_url or base).rstrip('/')}/{sign_in.fragment()}",
                )
                server = _Server(config, lambda: announce(started), stopping)
                async with kept_fresh(settings, config.ssl):
                    await _run(server, listener, Workers(settings, url, any_engine=True))


async def _run(server: uvicorn.Server, listener: socket.socket, workers: Workers) -> None:
    stop = asyncio.Event()

    def asked() -> None:
        if stop.is_set():
            workers.hurry()
        else:
            log.info(
                "stopping", finishing="what is being rendered; stop again to end at once, and resume at the next start"
            )
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked)
    workers.start()
    _spare_the_collector()
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    waiting = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        # Polls are answered while the workers finish; what is submitted meanwhile waits for the next start.
        await workers.stop()
        server.should_exit = True
        waiting.cancel()
        await serving


def _spare_the_collector() -> None:
    """Set aside what is loaded by now, for good, and look for cyclic garbage less often.

    Requests leave next to none, and under load the collector otherwise walks every module many times a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def _listen(settings: Settings) -> socket.socket:
    """The listening socket, taken before anything else is started. Raises `AddressInUse`."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Named TCP, because event loops turn Nagle's algorithm off only for sockets that are: 40 ms a poll otherwise.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        not_ours = isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL
        raise AddressInUse(
            f"Cannot listen on {settings.host} port {settings.port} ({error.strerror}); choose another with "
            f"{'--host' if not_ours else '--port'}."
        ) from error
    return listener


def _base(settings: Settings, listener: socket.socket, *, scheme: str) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    host = f"[{host}]" if ":" in host else host
    return f"{scheme}://{host}:{listener.getsockname()[1]}"
