"""``/metrics`` for Prometheus: of this process, and of the queue. Never open to the world.

It is shown to who brings the metrics token or a management key of the server's owner, and to programs on this machine
that come directly. A request through a proxy looks as if it came from this machine too, and one from a web page does
come from it: both are asked for a key.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.replies import bearer_key, sent_key
from vitascope.core.account import OWNERS_KEYS
from vitascope.core.errors import Forbidden

if TYPE_CHECKING:
    from vitascope.service import Service

PATH = "/metrics"
NAMES_OF_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})
FROM_ELSEWHERE = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
FROM_A_PAGE = ("origin", "sec-fetch-site", "referer")

Scrape = Callable[[str], Awaitable[tuple[bytes, str]]]
"""What there is to show, and its media type, for an ``Accept`` header."""


class Metrics:
    """One route. ``behind_proxy``: the owner said so, and nobody comes directly."""

    def __init__(self, service: Service, scrape: Scrape, *, token: str | None, behind_proxy: bool) -> None:
        self._service = service
        self._scrape = scrape
        self._token = None if token is None else token.encode()
        self._behind_proxy = behind_proxy

    def route(self) -> Route:
        return Route(PATH, self._show, methods=["GET"])

    async def _show(self, request: Request) -> Response:
        await self._admit(request)
        body, media_type = await self._scrape(request.headers.get("accept", ""))
        return Response(body, headers={"Cache-Control": "no-store"}, media_type=media_type)

    async def _admit(self, request: Request) -> None:
        key = sent_key(request)
        if key is None and not self._behind_proxy and _is_of_this_machine(request):
            return
        if key is not None and self._token is not None and hmac.compare_digest(key.encode(), self._token):
            return
        caller = await self._service.authenticate(bearer_key(request))
        if not caller.owner:
            raise Forbidden(f"Metrics are shown to {OWNERS_KEYS} and to VITASCOPE_METRICS_TOKEN, and this is neither.")


def _is_of_this_machine(request: Request) -> bool:
    """Whether a program here asks, and not a proxy or a web page in its browser."""
    if request.client is None or any(name in request.headers for name in (*FROM_ELSEWHERE, *FROM_A_PAGE)):
        return False
    host = request.headers.get("host", "")
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    try:
        return ip_address(request.client.host).is_loopback and name.lower() in NAMES_OF_THIS_MACHINE
    except ValueError:  # a Unix socket has a path
        return False
