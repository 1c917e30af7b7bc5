"""Waiting within a request ends with the generation, with the time, and with the client."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from starlette.types import Message

from tests.integration.http.memory_service import MemoryWatch
from tests.unit.wire.test_aimlapi import QUEUED
from vitascope.api.long_poll import following, read_wait, until_final
from vitascope.core.errors import InvalidField
from vitascope.core.generation import Generation, Status
from vitascope.store.subscription import Subscription


class Watched:
    """As much of a service as is asked here; remembers whether its readers have left."""

    def __init__(self) -> None:
        self.generations: dict[UUID, Generation] = {QUEUED.id: QUEUED}
        self.watches: list[MemoryWatch] = []

    def watch(self, generation: Generation) -> Subscription:
        self.watches.append(MemoryWatch(self.generations))
        return self.watches[-1].subscribe(generation)


async def quiet() -> Message:
    """A client that stays, and says no more."""
    await asyncio.Event().wait()
    raise AssertionError


async def gone() -> Message:
    return {"type": "http.disconnect"}


def service() -> Any:
    return Watched()


async def test_an_end_is_told_when_it_comes() -> None:
    watched = service()
    waiting = asyncio.create_task(until_final(watched, QUEUED, 30, quiet))
    await asyncio.sleep(0)
    watched.generations[QUEUED.id] = replace(QUEUED, status=Status.CANCELLED)
    async with asyncio.timeout(60):
        assert (await waiting).status is Status.CANCELLED


async def test_when_the_time_is_over_the_present_state_is_told() -> None:
    assert await until_final(service(), QUEUED, 0.05, quiet) == QUEUED


async def test_a_client_that_hangs_up_ends_the_wait() -> None:
    async with asyncio.timeout(60):
        assert await until_final(service(), QUEUED, 60, gone) == QUEUED


async def test_what_has_ended_is_not_waited_for() -> None:
    ended = replace(QUEUED, status=Status.ERROR)
    watched = service()
    assert await until_final(watched, ended, 60, quiet) == ended
    assert watched.watches == []


async def test_a_reader_leaves_however_its_request_ends() -> None:
    watched = service()
    with pytest.raises(ZeroDivisionError):
        async with following(watched, QUEUED, quiet):
            raise ZeroDivisionError
    (watch,) = watched.watches
    assert watch.left


@pytest.mark.parametrize(("given", "seconds"), [(None, 0), ("0", 0), ("30", 30), ("1.5", 1.5), ("60", 60)])
def test_seconds_to_wait_are_read(given: str | None, seconds: float) -> None:
    assert read_wait({} if given is None else {"wait": given}) == seconds


@pytest.mark.parametrize(
    ("given", "said"), [("-1", "nearest is 0"), ("61", "nearest is 60"), ("1e9", "nearest is 60"), ("x", "use 0 to 60")]
)
def test_what_is_no_time_to_wait_names_one_that_is(given: str, said: str) -> None:
    with pytest.raises(InvalidField, match=said):
        read_wait({"wait": given})
