"""One look at the queue serves many polls, and none of them waits for a look that takes its time."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from vitascope.core.errors import Unavailable
from vitascope.core.estimate import Crew, Outlook
from vitascope.store.database import Row
from vitascope.store.estimate import CREWS, RENDERING, WAITING, Estimator, estimated
from vitascope.store.slots import OVER

LAST = UUID(int=2**128 - 1)
QUEUE = "an engine/a model"


class Queue:
    """A database with so many queued generations; it can be away, and it can be slow."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.looks = 0
        self.away = False
        self.free = asyncio.Event()
        self.free.set()

    async def read(self, query: str, _values: object = ()) -> list[Row]:
        await self.free.wait()
        if self.away:
            raise Unavailable("away")
        if query == WAITING:
            self.looks += 1
            return [
                {"queue": QUEUE, "tag": n, "id": UUID(int=n), "place": n + 1, "until_s": 8.0 * (n + 1)}
                for n in range(self.length)
            ]
        if query == CREWS:
            return [{"workers": 1, "queues": None}]
        return [] if query in {RENDERING, OVER} else [{"pace": None, "served": None}]


def estimator(queue: Queue, **how: Any) -> Estimator:
    return Estimator(queue, **how)  # type: ignore[arg-type]


async def place_of_the_last(asked: Estimator) -> int:
    outlook = await asked.outlook()
    assert outlook is not None
    return outlook.queued(QUEUE, 10**6, LAST, 8.0)[0]


async def test_one_look_serves_every_poll_of_its_time() -> None:
    queue = Queue(3)
    asked = estimator(queue, cache_s=60)
    assert await asyncio.gather(*(place_of_the_last(asked) for _ in range(100))) == [4] * 100
    queue.length = 5
    assert await place_of_the_last(asked) == 4
    assert queue.looks == 1


async def test_a_look_that_takes_long_holds_no_poll_up_where_there_is_an_older_one() -> None:
    queue = Queue(3)
    asked = estimator(queue, cache_s=0, patience_s=0.01)
    assert await place_of_the_last(asked) == 4
    queue.length = 5
    queue.free.clear()
    assert [await place_of_the_last(asked) for _ in range(3)] == [4, 4, 4]
    queue.free.set()
    async with asyncio.timeout(60):
        while await place_of_the_last(asked) != 6:
            await asyncio.sleep(0)
    assert queue.looks <= 4  # one look at a time, however many asked


async def test_while_the_database_is_away_the_last_look_counts() -> None:
    queue = Queue(3)
    asked = estimator(queue, cache_s=0)
    assert await place_of_the_last(asked) == 4
    queue.away = True
    assert await place_of_the_last(asked) == 4


async def test_without_any_look_there_is_no_estimate_and_no_error() -> None:
    queue = Queue(3)
    queue.away = True
    assert await estimator(queue).outlook() is None


@pytest.mark.parametrize(("status", "asks"), [("queued", True), ("generating", True), ("completed", False)])
async def test_only_what_has_not_ended_is_estimated(status: str, asks: bool) -> None:
    queue = Queue(1)
    found = await estimator(queue).of([{"status": status}])
    assert (found is not None, queue.looks) == (asks, int(asks))


def test_a_render_is_as_old_as_the_database_says() -> None:
    """An API process whose own clock is an hour off tells the same seconds left as the others."""
    outlook = Outlook(crews=[Crew(workers=1)], pace=1.0, renders=[], marks={})
    row = {"status": "generating", "elapsed_s": 30.0, "cost_s": 60.0, "progress": 0.5}
    assert estimated(row, outlook)["seconds_left"] == outlook.rendering(60.0, 30.0, 0.5)
