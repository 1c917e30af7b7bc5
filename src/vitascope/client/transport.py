"""Between our requests and replies and httpx's: what both clients do the same way."""

from __future__ import annotations

from typing import Any

import httpx

from vitascope.client.calls import Reply, Request
from vitascope.client.errors import ClientError, NoReply

CONNECT_S = 10.0
WRITE_S = 60.0
"""For each piece that the socket takes, not for a body as a whole."""

_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
    httpx.LocalProtocolError,
)


def options() -> dict[str, Any]:
    """How our own httpx clients are made."""
    return {
        # No proxy of the environment leads to this very machine.
        "mounts": {"all://127.0.0.1": None, "all://localhost": None, "all://[::1]": None},
        # Everybody who waits holds a connection; whoever has many waiting should not find the 101st stuck.
        "limits": httpx.Limits(max_connections=None, max_keepalive_connections=20),
    }


def arguments(request: Request) -> dict[str, Any]:
    """What ``build_request`` of an httpx client takes; headers that the client has of its own are added there."""
    return {
        "method": request.method,
        "url": _url(request.url),
        "headers": dict(request.headers),
        "content": request.body,
        "timeout": httpx.Timeout(connect=CONNECT_S, read=request.read_s, write=WRITE_S, pool=CONNECT_S),
    }


def _url(text: str) -> httpx.URL:
    """Raises `ClientError` for an address that is none."""
    try:
        return httpx.URL(text)
    except httpx.InvalidURL as error:
        raise ClientError(f"{text!r} is no address: {error}.") from error


def reply(response: httpx.Response, body: bytes = b"") -> Reply:
    return Reply(
        status=response.status_code,
        headers={name.lower(): value for name, value in response.headers.items()},
        body=body,
    )


def no_reply(error: httpx.HTTPError) -> NoReply:
    reason = str(error) or type(error).__name__
    if isinstance(error, httpx.TimeoutException):
        reason = f"nothing in time ({type(error).__name__})"
    return NoReply(f"No reply from {_where(error)}: {reason}.", sent=not isinstance(error, _NOT_SENT))


def _where(error: httpx.HTTPError) -> str:
    """The server alone: a path may be a signed link."""
    try:
        url = error.request.url
    except RuntimeError:  # it failed before there was a request
        return "the server"
    host = f"[{url.host}]" if ":" in url.host else url.host
    return f"{url.scheme}://{host}" + (f":{url.port}" if url.port is not None else "")
