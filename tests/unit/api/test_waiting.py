"""`vitascope.api.waiting`: what ends a wait, and that nothing is left of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.types import Message

from tests.unit.wire.test_ltx import QUEUED
from vitascope.api import waiting
from vitascope.api.waiting import Ended, hold, until_ended
from vitascope.core.errors import NotFound, Unavailable
from vitascope.core.generation import Generation, Status

DONE = replace(QUEUED, status=Status.COMPLETED)


@pytest.fixture(autouse=True)
def _in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "FIRST_PAUSE_S", 0.0)
    monkeypatch.setattr(waiting, "LONGEST_PAUSE_S", 0.0)


def request(*, leaves: asyncio.Event) -> Request:
    """One whose body is read, and whose client leaves when told."""

    async def receive() -> Message:
        await leaves.wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http"}, receive)


async def never() -> Generation:
    await asyncio.Event().wait()
    return QUEUED


async def left_over() -> set[asyncio.Task[object]]:
    return asyncio.all_tasks() - {asyncio.current_task()}


async def test_a_generation_is_looked_at_until_it_ends_through_an_outage() -> None:
    answers: Iterator[Generation | Exception] = iter([QUEUED, Unavailable("away"), QUEUED, DONE])

    async def look() -> Generation:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert await until_ended(QUEUED, look) is DONE
    assert list(answers) == []


async def test_one_that_has_ended_is_not_looked_at_again() -> None:
    assert await until_ended(DONE, never) is DONE


async def test_one_that_is_gone_ends_the_wait() -> None:
    async def look() -> Generation:
        raise NotFound("deleted")

    with pytest.raises(NotFound):
        await hold(request(leaves=asyncio.Event()), until_ended(QUEUED, look), asyncio.Event())


async def test_the_end_of_the_generation_wins_over_all_that_comes_with_it() -> None:
    leaves, stopping = asyncio.Event(), asyncio.Event()

    async def look() -> Generation:
        leaves.set()
        stopping.set()
        return DONE

    before = await left_over()
    assert await hold(request(leaves=leaves), until_ended(QUEUED, look), stopping) is DONE
    assert await left_over() == before


async def test_a_client_that_leaves_and_a_server_that_stops_end_the_wait() -> None:
    before = await left_over()
    leaves, stopping = asyncio.Event(), asyncio.Event()
    leaves.set()
    assert await hold(request(leaves=leaves), never(), stopping) is Ended.CLIENT_GONE
    stopping.set()
    assert await hold(request(leaves=leaves), never(), stopping) is Ended.CLIENT_GONE
    assert await hold(request(leaves=asyncio.Event()), never(), stopping) is Ended.SERVER_STOPS
    assert await left_over() == before
