"""One slash too many at the end of a path: served as without it.

Frameworks answer it by a redirect, after which most programs send no body any more.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

FILES = "/files/"
"""Links there are signed as they stand."""


class TrailingSlash:
    """ASGI application in front of ``app``, whose ``routes`` say which paths there are."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].endswith("/"):
            scope = self._without(scope)
        await self._app(scope, receive, send)

    def _without(self, scope: Scope) -> Scope:
        path: str = scope["path"]
        raw: bytes = scope.get("raw_path") or path.encode()
        if path.endswith("//") or path.startswith(FILES) or not raw.endswith(b"/"):  # or it is an id's, encoded
            return scope
        shorter = {**scope, "path": path[:-1], "raw_path": raw[:-1]}
        there = path != "/" and any(route.matches(shorter)[0] is not Match.NONE for route in self._routes)
        return shorter if there else scope
