"""`vitascope.api.boundary`, through the whole application: faults of ours are told once, and tell nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from structlog.testing import capture_logs

from vitascope.api import body
from vitascope.api.app import create_app
from vitascope.core.errors import NotFound, Unavailable

PATH = "/v2/video/generations"


class Failing:
    """A service whose every answer is the same error."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def authenticate(self, key: str | None) -> None:
        if not isinstance(self._error, TimeoutError):
            raise self._error

    async def ready(self) -> None:
        raise self._error


def client(error: Exception) -> httpx.AsyncClient:
    app = create_app(Failing(error))  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://h")


async def test_a_fault_of_ours_is_logged_once_under_the_id_that_the_reply_carries() -> None:
    with capture_logs() as logs:
        async with client(RuntimeError("password=hunter2")) as asking:
            reply = await asking.post(PATH, json={}, headers={"X-Client-Request-Id": "mine"})
    assert reply.status_code == 500
    assert reply.json()["message"] == "Internal server error"
    assert "hunter2" not in reply.text
    assert reply.headers["x-client-request-id"] == "mine"
    assert [(log["log_level"], log["request_id"], log["path"]) for log in logs] == [
        ("error", reply.json()["requestId"], PATH)
    ]
    assert isinstance(logs[0]["exc_info"], RuntimeError)


async def test_a_database_that_is_away_fills_no_log_with_tracebacks() -> None:
    with capture_logs() as logs:
        async with client(Unavailable("The database does not answer.")) as asking:
            assert (await asking.post(PATH, json={})).status_code == 503
    assert [(log["log_level"], "exc_info" in log) for log in logs] == [("warning", False)]


async def test_what_a_caller_got_wrong_is_not_logged() -> None:
    with capture_logs() as logs:
        async with client(NotFound("x")) as asking:
            assert (await asking.post(PATH, json={})).status_code == 404
            assert (await asking.get("/nowhere")).status_code == 404
    assert [line for line in logs if line["log_level"] != "debug"] == []


async def test_readiness_that_takes_too_long_is_no_readiness() -> None:
    async with client(TimeoutError()) as asking:
        assert (await asking.get("/health/ready")).status_code == 503
        assert (await asking.get("/health/live")).status_code == 200


@pytest.mark.parametrize(("idle_s", "total_s"), [(0.01, 60.0), (60.0, 0.01)])
async def test_a_body_that_does_not_come_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, idle_s: float, total_s: float
) -> None:
    monkeypatch.setattr(body, "IDLE_S", idle_s)
    monkeypatch.setattr(body, "TOTAL_S", total_s)

    async def stalling() -> AsyncIterator[bytes]:
        yield b'{"model": '
        await asyncio.Event().wait()

    async with client(TimeoutError()) as asking:
        reply = await asking.post(PATH, content=stalling())
    assert reply.status_code == 408
    assert reply.headers["connection"] == "close"
    assert reply.json()["message"] == "The body did not arrive in time; nothing was queued."
