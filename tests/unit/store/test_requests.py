"""Requests a minute: never more than the limit, few questions to the database, and a true time to come again."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.errors import TooManyRequests
from vitascope.store.database import Row
from vitascope.store.requests import PARTS, Owner, Requests

KEY = b"a key"


class Minutes:
    """A database that gives requests out, and a clock that stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = 600.0
        self.taken: dict[UUID, tuple[float, int]] = {}
        self.asked = 0

    async def read(self, _query: str, values: dict[str, Any]) -> list[Row]:
        await asyncio.sleep(0)
        self.asked += 1
        minute = self.now // 60
        before = self.taken.get(values["owner"], (minute, 0))
        taken = before[1] if before[0] == minute else 0
        granted = max(0, min(values["want"], values["limit"] - taken))
        self.taken[values["owner"]] = (minute, taken + granted)
        return [{"minute": minute, "granted": granted, "left_s": 60 * (minute + 1) - self.now}]

    def process(self) -> Requests:
        return Requests(self, lambda: self.now)  # type: ignore[arg-type]


def owner(limit: int, number: int = 1) -> Owner:
    return Owner(id=UUID(int=number), of="account" if number == 1 else "key", limit=limit)


async def made(process: Requests, times: int, *owners: Owner) -> int:
    """How many of so many requests at once were let through."""
    answers = await asyncio.gather(*(process.take(KEY, owners) for _ in range(times)), return_exceptions=True)
    assert all(answer is None or isinstance(answer, TooManyRequests) for answer in answers)
    return answers.count(None)


@given(
    limit=st.integers(1, 200),
    steps=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 120), st.floats(0, 40)), max_size=12),
)
def test_no_minute_has_more_than_the_limit_and_no_process_loses_more_than_its_part(
    limit: int, steps: list[tuple[int, int, float]]
) -> None:
    async def run() -> None:
        minutes = Minutes()
        processes = [minutes.process() for _ in range(3)]
        through: dict[float, int] = {}
        for number, times, later in steps:
            minutes.now += later
            minute = minutes.now // 60
            count = await made(processes[number], times, owner(limit))
            through[minute] = through.get(minute, 0) + count
            assert through[minute] <= limit
            if count < times:
                assert through[minute] >= limit - 2 * (max(1, limit // PARTS) - 1)

    asyncio.run(run())


async def test_a_thousand_requests_ask_the_database_twenty_times_and_a_flood_after_them_once() -> None:
    minutes = Minutes()
    process = minutes.process()
    assert await made(process, 1000, owner(1000)) == 1000
    assert minutes.asked == PARTS
    assert await made(process, 1000, owner(1000)) == 0
    assert minutes.asked == PARTS + 1
    with pytest.raises(TooManyRequests):
        process.check(KEY)


async def test_who_is_refused_comes_again_when_it_is_told_to_and_is_served() -> None:
    minutes = Minutes()
    process = minutes.process()
    minutes.now += 47.5
    assert await made(process, 9, owner(3)) == 3
    with pytest.raises(TooManyRequests, match="3 requests a minute, and they are used up") as refused:
        process.check(KEY)
    assert refused.value.retry_after_s == 12.5
    minutes.now += 12.4
    with pytest.raises(TooManyRequests):
        process.check(KEY)
    minutes.now += 0.1
    process.check(KEY)
    assert await made(process, 1, owner(3)) == 1


async def test_what_its_key_is_refused_its_account_has_still() -> None:
    process = Minutes().process()
    assert await made(process, 10, owner(8), owner(2, 2)) == 2
    assert await made(process, 10, owner(8), owner(5, 3)) == 5
    assert await made(process, 10, owner(8)) == 1


async def test_a_limit_that_was_changed_holds_from_the_next_request_that_is_let_through() -> None:
    process = Minutes().process()
    assert await made(process, 40, owner(100)) == 40
    assert await made(process, 40, owner(50)) == 10
    assert await made(process, 40, owner(60)) == 10
