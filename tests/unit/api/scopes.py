"""Requests as a server hands them over, without one."""

from __future__ import annotations

from starlette.types import Scope


def scope(peer: str | None = "203.0.113.9", *, scheme: str = "http", path: str = "/", **headers: str) -> Scope:
    """A GET from ``peer``; ``x_forwarded_for`` is the header ``X-Forwarded-For``."""
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "scheme": scheme,
        "server": ("127.0.0.1", 8000),
        "client": (peer, 1) if peer else None,
        "headers": [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()],
    }
