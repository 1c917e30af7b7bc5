"""A worker's metrics on a port of its own: by threads, so that they are told while its event loop is held up.

And whether it takes clips by now, for those who start workers one after the other.
"""

from __future__ import annotations

import asyncio
import hmac
import socket
import threading
from collections.abc import Callable, Iterable
from wsgiref.simple_server import WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

import structlog
from prometheus_client import REGISTRY, ProcessCollector, make_wsgi_app
from prometheus_client.exposition import ThreadingWSGIServer, _SilentHandler

from vitascope.settings import Settings

log = structlog.get_logger(__name__)

AGAIN_S = 5.0
"""Where the port is taken: by the worker before this one, as long as that drains."""
HEAD_S = 10.0
"""How long a request's head may take."""


class _Handler(_SilentHandler):
    timeout = HEAD_S


class _V6Server(ThreadingWSGIServer):
    address_family = socket.AF_INET6


async def show_metrics(settings: Settings, *, ready: Callable[[], bool]) -> None:
    """Until cancelled. A port that is taken is no reason for a worker to end: it is tried again.

    ``ready`` says whether the engine is loaded and warm. It is asked from another thread.
    """
    port, told = settings.metrics_port, False
    if port is None:
        return
    kind = _V6Server if ":" in settings.metrics_host else ThreadingWSGIServer
    while True:
        try:
            server = make_server(settings.metrics_host, port, _app(settings.metrics_token, ready), kind, _Handler)
            break
        except OSError as error:
            if not told:
                log.warning("metrics_port_taken", host=settings.metrics_host, port=port, error=error.strerror)
            told = True
            await asyncio.sleep(AGAIN_S)
    log.info("metrics_shown", host=settings.metrics_host, port=port)
    await _serve(server)


async def _serve(server: WSGIServer) -> None:
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        await asyncio.Event().wait()
    finally:
        server.shutdown()
        server.server_close()


def count_child(pid: Callable[[], int | None]) -> ProcessCollector:
    """CPU and memory of the render child, beside this process's own; absent while there is none."""
    return ProcessCollector(namespace="vitascope_render_child", pid=lambda: pid() or "none", registry=REGISTRY)


def _app(token: str | None, ready: Callable[[], bool]) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    shown = make_wsgi_app(REGISTRY)
    wanted = None if token is None else f"Bearer {token}".encode()

    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == "/health/ready":  # says nothing that is not to be known
            start("200 OK" if ready() else "503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"Ready.\n" if ready() else b"The engine is not loaded yet.\n"]
        given = environ.get("HTTP_AUTHORIZATION", "").encode("latin-1", "replace")
        if wanted is not None and not hmac.compare_digest(given, wanted):
            start("401 Unauthorized", [("WWW-Authenticate", "Bearer"), ("Content-Type", "text/plain")])
            return [b"Bring VITASCOPE_METRICS_TOKEN as a bearer.\n"]
        if environ.get("PATH_INFO", "/") not in {"/metrics", "/"}:
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"The metrics are at /metrics, and /health/ready says whether clips are taken.\n"]
        body: Iterable[bytes] = shown(environ, start)
        return body

    return app
