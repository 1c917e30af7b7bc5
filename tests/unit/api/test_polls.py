from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from vitascope.api.generations import PATH, REFUSED, Generations
from vitascope.api.polls import Polls
from vitascope.api.public_url import PublicUrl
from vitascope.core.errors import Unavailable
from vitascope.core.generation import Generation, GenerationRequest, Status, fill

ID = "0190b0a0-1234-7000-8000-00000000abcd"
MODEL = "ltxv/ltxv-2-fast"


class Asked:
    """A service that only polls, and counts."""

    def __init__(self, error: Exception | None = None) -> None:
        self.keys: list[str | None] = []
        self._error = error

    async def poll(self, key: str | None, generation_id: UUID) -> Generation:
        self.keys.append(key)
        if self._error is not None:
            raise self._error
        spec = fill(GenerationRequest(model=MODEL, prompt="a dragon"), engine="testcard", seed=1)
        return Generation(
            id=generation_id, account_id=uuid4(), spec=spec, status=Status.QUEUED, attempt=0,
            created_at=datetime.now(UTC), credits=1,
        )  # fmt: skip


class LongWay:
    """What stands behind: the scopes that reach it."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        await PlainTextResponse("the long way")(scope, receive, send)


async def send(service: Asked, long_way: LongWay, method: str, url: str, **headers: str) -> httpx.Response:
    generations = Generations(service, PublicUrl(None), max_body_bytes=1)  # type: ignore[arg-type]
    transport = httpx.ASGITransport(app=Polls(long_way, generations))
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        return await client.request(method, url, headers={"authorization": "Bearer k", **headers})


@pytest.mark.parametrize("after", ["", f":{MODEL}", "%3Altxv%2Fltxv-2-fast", ":minimax-02"])
async def test_an_id_and_nothing_else_goes_the_short_way(after: str) -> None:
    service, long_way = Asked(), LongWay()
    reply = await send(service, long_way, "GET", f"{PATH}?generation_id={ID}{after}")
    assert (reply.status_code, reply.json()["id"]) == (200, f"{ID}:{MODEL}")
    assert service.keys == ["k"]
    assert long_way.scopes == []


@pytest.mark.parametrize(
    ("method", "url", "headers"),
    [
        ("POST", f"{PATH}?generation_id={ID}", {}),
        ("DELETE", f"{PATH}?generation_id={ID}", {}),
        ("HEAD", f"{PATH}?generation_id={ID}", {}),
        ("GET", f"{PATH}/events?generation_id={ID}", {}),
        ("GET", f"{PATH}?generation_id={ID}&wait=30", {}),
        ("GET", f"{PATH}?wait=30&generation_id={ID}", {}),
        ("GET", f"{PATH}?generation_id=+{ID}", {}),
        ("GET", f"{PATH}?generation_id={ID.upper()}", {}),
        ("GET", f"{PATH}?generation_id=nonsense", {}),
        ("GET", f"{PATH}?generation_id={'-' * 36}", {}),
        ("GET", f"{PATH}?generation_id={ID.replace('-', '')}----", {}),
        ("GET", f"{PATH}?limit=20", {}),
        ("GET", PATH, {}),
        ("GET", f"{PATH}?generation_id={ID}", {"Origin": "https://example.org"}),
        ("GET", f"{PATH}?generation_id={ID}", {"X-Client-Request-Id": "mine"}),
    ],
)
async def test_everything_else_goes_the_long_way(method: str, url: str, headers: dict[str, Any]) -> None:
    service, long_way = Asked(), LongWay()
    await send(service, long_way, method, url, **headers)
    assert len(long_way.scopes) == 1
    assert service.keys == []


async def test_what_is_refused_on_the_short_way_is_handed_to_the_long_one_and_not_asked_again() -> None:
    error = Unavailable("The database does not answer.")
    service, long_way = Asked(error), LongWay()
    reply = await send(service, long_way, "GET", f"{PATH}?generation_id={ID}")
    assert reply.text == "the long way"
    assert [scope[REFUSED] for scope in long_way.scopes] == [error]
    assert service.keys == ["k"]
