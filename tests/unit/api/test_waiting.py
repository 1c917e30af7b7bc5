"""`vitascope.api.waiting`: what ends a wait, and that nothing is left of it."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request
from starlette.types import Message

from tests.unit.wire.test_ltx import QUEUED
from vitascope.api.waiting import Ended, hold
from vitascope.core.errors import NotFound
from vitascope.core.generation import Generation


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


async def test_the_answer_wins_over_all_that_comes_with_it() -> None:
    leaves, stopping = asyncio.Event(), asyncio.Event()

    async def answer() -> Generation:
        leaves.set()
        stopping.set()
        return QUEUED

    before = await left_over()
    assert await hold(request(leaves=leaves), answer(), stopping) is QUEUED
    assert await left_over() <= before


async def test_what_is_raised_instead_of_an_answer_is_raised() -> None:
    async def refused() -> Generation:
        raise NotFound("deleted")

    with pytest.raises(NotFound):
        await hold(request(leaves=asyncio.Event()), refused(), asyncio.Event())


async def test_a_client_that_leaves_and_a_server_that_stops_end_the_wait() -> None:
    before = await left_over()
    leaves, stopping = asyncio.Event(), asyncio.Event()
    leaves.set()
    assert await hold(request(leaves=leaves), never(), stopping) is Ended.CLIENT_GONE
    stopping.set()
    assert await hold(request(leaves=leaves), never(), stopping) is Ended.CLIENT_GONE
    assert await hold(request(leaves=asyncio.Event()), never(), stopping) is Ended.SERVER_STOPS
    assert await left_over() <= before
