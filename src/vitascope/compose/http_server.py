"""The HTTP server as it is set up everywhere: how uvicorn listens, and what it leaves out."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp

from vitascope.compose.connections import Bounds, Floor, Guarded
from vitascope.compose.tls import Tls

MOST = 10_000
"""Connections at a time, unless the owner says otherwise: some 200 MB where all of them wait."""
OTHER_FILES = 256
"""Open files beside connections: the pool's, clips that are being sent, what libraries hold."""


def most_connections(asked: int | None, *, open_files: int) -> int:
    """How many connections there is room for, beside other files."""
    return min(asked or MOST, max(open_files - OTHER_FILES, 16))


def http_config(
    app: ASGIApp, *, tls: Tls | None = None, most: int = MOST, bounds: Bounds | None = None
) -> uvicorn.Config:
    """For one server. It names itself in no header, and believes none of a proxy's: the application does."""
    protocol = partial(Guarded, floor=Floor(most=most, bounds=bounds or Bounds()))
    return uvicorn.Config(
        app,
        http=cast("Any", protocol),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
        timeout_keep_alive=20,
        ssl_certfile=tls.cert if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )
