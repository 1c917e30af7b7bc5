"""What is measured of every request: how many, how they ended, how long until the reply began, how many bytes.

Labels are the route's template, never the path, so that there are no more series than routes.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from prometheus_client import Counter, Histogram
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = Counter(
    "vitascope_http_requests_total",
    "Requests, by method, route and class of status; aborted where the caller went before a reply.",
    ("method", "route", "status"),
)
LATENCY = Histogram(
    "vitascope_http_request_seconds",
    "From a request's head to the beginning of its reply; a held poll is as long as it is held.",
    ("method", "route"),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
SENT = Counter("vitascope_http_sent_bytes_total", "Bytes of replies' bodies, by route.", ("route",))

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
ELSEWHERE = "other"
"""A path that is no route's, and a method that is none of HTTP's usual ones."""
ROUTE = "vitascope.route"
"""Where in the scope a reply that went past the router leaves its template."""


class Measured:
    """ASGI application in front of ``app``, whose ``routes`` have the templates."""

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self._app = app
        self._series: dict[tuple[str, str, str], tuple[Counter, Histogram, Counter]] = {}
        self._templates: dict[object, list[Route]] = {}
        for route in routes:
            if isinstance(route, Route):
                self._templates.setdefault(route.endpoint, []).append(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        took_s, status, sent = -1.0, 0, 0

        async def send_measured(message: Message) -> None:
            nonlocal took_s, status, sent
            if message["type"] == "http.response.start":
                took_s, status = time.perf_counter() - began, message["status"]
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, send_measured)
        finally:
            method = scope["method"] if scope["method"] in METHODS else ELSEWHERE
            route = scope.get(ROUTE) or self._template(scope)
            counted, timed, bytes_sent = self._of(method, route, f"{status // 100}xx" if status else "aborted")
            counted.inc()
            if status:
                timed.observe(took_s)
            if sent:
                bytes_sent.inc(sent)

    def _of(self, method: str, route: str, status: str) -> tuple[Counter, Histogram, Counter]:
        """Looked up once: to find a series by its labels costs a poll more than to count in it."""
        found = self._series.get((method, route, status))
        if found is None:
            found = (REQUESTS.labels(method, route, status), LATENCY.labels(method, route), SENT.labels(route))
            self._series[method, route, status] = found
        return found

    def _template(self, scope: Scope) -> str:
        """The router leaves its endpoint in the scope; one that serves several paths is told apart by them."""
        found = self._templates.get(scope.get("endpoint"), [])
        if len(found) > 1:
            found = [route for route in found if route.path_regex.match(scope["path"])]
        return found[0].path if found else ELSEWHERE
