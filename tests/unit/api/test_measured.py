"""Requests are counted by what serves them, never by what a stranger typed."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import REGISTRY
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from vitascope.api.measured import Measured


async def _answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.path_params.get('name', '')!s:>10}")


def _client() -> TestClient:
    app = Starlette(routes=[Route("/clips/{name}", _answer), Route("/twins/{name}", _answer)])
    return TestClient(Measured(app, app.routes))


def _counted(name: str, **labels: str) -> Callable[[], float]:
    before = REGISTRY.get_sample_value(name, labels) or 0.0
    return lambda: (REGISTRY.get_sample_value(name, labels) or 0.0) - before


def test_a_request_counts_under_its_routes_template() -> None:
    ones = _counted("vitascope_http_requests_total", method="GET", route="/clips/{name}", status="2xx")
    twins = _counted("vitascope_http_requests_total", method="GET", route="/twins/{name}", status="2xx")
    sent = _counted("vitascope_http_sent_bytes_total", route="/clips/{name}")
    client = _client()
    client.get("/clips/a")
    client.get("/clips/b")
    client.get("/twins/a")
    assert (ones(), twins(), sent()) == (2, 1, 20)


def test_a_path_that_is_nobodys_and_a_method_that_is_none_have_one_label_each() -> None:
    lost = _counted("vitascope_http_requests_total", method="other", route="other", status="4xx")
    client = _client()
    for number in range(3):
        client.request(f"BREW{number}", f"/nowhere/{number}")
    assert lost() == 3
