"""Only names that the owner gave: a request that calls this server otherwise is refused, and told of the setting.

A page whose own name is made to lead to this machine (DNS rebinding) gets nothing, and no reply can be made to carry
links to a host of a caller's choice. Probes and scrapers come by an address, and are told nothing that a name protects.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from vitascope.api.problems import Occasion, new_request_id, problem
from vitascope.api.public_url import PublicUrl
from vitascope.api.replies import json_reply
from vitascope.core.errors import shown
from vitascope.wire.options import REQUEST_ID

BY_ADDRESS = frozenset({"/health/live", "/health/ready", "/metrics"})
"""Asked by load balancers, orchestrators and Prometheus, which know addresses and no names."""


class TrustedHosts:
    """ASGI application in front of ``app``. ``names`` have no port; ``*.example.org`` is every name under that one."""

    def __init__(self, app: ASGIApp, names: Iterable[str], *, address: PublicUrl, public_url: str | None) -> None:
        own = urlsplit(public_url).hostname if public_url else None
        named = {name.lower().strip("[]") for name in (*names, *([own] if own else ()))}
        self._app = app
        self._address = address
        self._names = frozenset(name for name in named if not name.startswith("*."))
        self._ends = tuple(name[1:] for name in named if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] not in BY_ADDRESS:
            asked = self._address.host(scope)
            several = sum(name == b"host" for name, _ in scope["headers"]) > 1
            if several or not self._knows(asked):
                told = "by several names at once" if several else shown(asked) if asked else "by no name"
                await _refuse(told, scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _knows(self, asked: str) -> bool:
        name = asked.lower()
        name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
        name = name.removesuffix(".")
        return name in self._names or name.endswith(self._ends)


async def _refuse(told: str, scope: Scope, receive: Receive, send: Send) -> None:
    error = HTTPException(
        400, f"This server is not called {told} (Host header): its owner names its hosts in VITASCOPE_TRUSTED_HOSTS."
    )
    occasion = Occasion(
        base="",
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        at=datetime.now(UTC),
        request_id=new_request_id(),
    )
    told_as = problem(error, occasion)
    reply = json_reply(told_as.body, status=told_as.status, headers={REQUEST_ID: occasion.request_id})
    await reply(scope, receive, send)
