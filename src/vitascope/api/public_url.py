"""The address that links carry: the one that was set, else the one that the client used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.requests import Request

_HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?", re.A)


class PublicUrl:
    """``configured`` wins. ``X-Forwarded-Proto`` and ``-Host`` are believed from ``trusted_proxies`` alone.

    These are addresses or networks (``10.0.0.0/8``); ``*`` trusts every peer. Raises `ValueError` for anything else.
    """

    def __init__(self, configured: str | None, trusted_proxies: Iterable[str] = ()) -> None:
        self._configured = configured.rstrip("/") if configured else None
        names = tuple(trusted_proxies)
        self._everyone = "*" in names
        self._networks: tuple[IPv4Network | IPv6Network, ...] = tuple(
            ip_network(name, strict=False) for name in names if name != "*"
        )

    def of(self, request: Request) -> str:
        """Scheme and host, without a slash at the end."""
        if self._configured is not None:
            return self._configured
        scheme, host = str(request.scope["scheme"]), request.headers.get("host", "")
        if self._trusts(request):
            # The first of several is what the client's own end saw.
            scheme = request.headers.get("x-forwarded-proto", scheme).partition(",")[0].strip().lower()
            host = request.headers.get("x-forwarded-host", host).partition(",")[0].strip()
        if scheme not in ("http", "https"):
            scheme = "http"
        if not _HOST.fullmatch(host):
            host = _bound_address(request)
        return f"{scheme}://{host}"

    def _trusts(self, request: Request) -> bool:
        if self._everyone or request.client is None or not self._networks:
            return self._everyone
        try:
            peer = ip_address(request.client.host)
        except ValueError:  # a Unix socket has a path
            return False
        return any(peer in network for network in self._networks)


def _bound_address(request: Request) -> str:
    """Where this server listens: for a client that named no host, or one that is no host name."""
    host, port = request.scope.get("server") or ("127.0.0.1", None)
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{port}" if port else shown
