"""`vitascope.api.trailing_slash`: which paths are served as if they had not ended in a slash."""

from __future__ import annotations

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router

from vitascope.api.trailing_slash import TrailingSlash


async def told(request: Request) -> Response:
    return PlainTextResponse(f"{request.scope['path']} {(await request.body()).decode()}")


ROUTES = [
    Route("/", told),
    Route("/a", told, methods=["GET", "POST"]),
    Route("/a/{id:path}", told, methods=["GET"]),
    Route("/files/{token}/{key:path}", told, methods=["GET"]),
]


@pytest.fixture
def client() -> httpx.AsyncClient:
    app = TrailingSlash(Router(ROUTES, redirect_slashes=False), ROUTES)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


@pytest.mark.parametrize(
    ("sent", "served"),
    [
        *(("/", "/"), ("/a", "/a"), ("/a/", "/a"), ("/a/1", "/a/1"), ("/a/1/", "/a/1"), ("/a/m%2Fx/", "/a/m/x")),
        *(("/a//", "/a//"), ("/a/1%2F", "/a/1/"), ("/files/t/k/", "/files/t/k/"), ("/files/t/", "/files/t/")),
    ],
)
async def test_one_slash_at_the_end_of_a_path_that_is_there_without_it_is_left_out(
    client: httpx.AsyncClient, sent: str, served: str
) -> None:
    reply = await client.get(sent)
    assert (reply.status_code, reply.text) == (200, f"{served} ")


async def test_the_body_and_the_query_come_along(client: httpx.AsyncClient) -> None:
    reply = await client.post("/a/?x=1", content="whole")
    assert (reply.status_code, reply.text) == (200, "/a whole")


async def test_what_is_not_there_without_it_is_not_there_with_it(client: httpx.AsyncClient) -> None:
    assert (await client.get("/b/")).status_code == 404
    assert (await client.post("/a/1/")).status_code == 405
