"""The address that links carry: the one that was set, else the one that the client used."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Scope

from vitascope.api.proxies import Proxies

_HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?", re.A)


class PublicUrl:
    """``configured`` wins. ``X-Forwarded-Proto`` and ``-Host`` are believed from ``trusted_proxies`` alone.

    These are addresses or networks (``10.0.0.0/8``); ``*`` trusts every peer. Raises `ValueError` for anything else.
    """

    def __init__(self, configured: str | None, trusted_proxies: Iterable[str] = ()) -> None:
        self._configured = configured.rstrip("/") if configured else None
        self.proxies = Proxies(trusted_proxies)

    def of(self, request: Request) -> str:
        """Scheme and host, without a slash at the end."""
        if self._configured is not None:
            return self._configured
        scheme, host = self.scheme(request.scope), self.host(request.scope)
        if scheme not in ("http", "https"):
            scheme = "http"
        if not _HOST.fullmatch(host):
            host = _bound_address(request)
        return f"{scheme}://{host}"

    def scheme(self, scope: Scope) -> str:
        """How the client came, as far as that is known."""
        scheme = str(scope["scheme"])
        if self.proxies.trusts(scope):
            # The first of several is what the client's own end saw.
            scheme = Headers(scope=scope).get("x-forwarded-proto", scheme).partition(",")[0].strip().lower()
        return scheme

    def host(self, scope: Scope) -> str:
        """What the client calls this server, with a port if it named one: whatever it sent."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.proxies.trusts(scope):
            host = headers.get("x-forwarded-host", host).partition(",")[0].strip()
        return host


def _bound_address(request: Request) -> str:
    """Where this server listens: for a client that named no host, or one that is no host name."""
    host, port = request.scope.get("server") or ("127.0.0.1", None)
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{port}" if port else shown
