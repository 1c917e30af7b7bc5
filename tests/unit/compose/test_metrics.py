"""What is shown of a queue that cannot be looked at: nothing, and that."""

from __future__ import annotations

import asyncio
from typing import Any

from vitascope.compose.metrics import queue_families
from vitascope.core.errors import Unavailable
from vitascope.store.overview import Overview, Overviews, QueueState


class Away:
    """A database that answers as it is told."""

    def __init__(self) -> None:
        self.asked = 0
        self.there = True

    async def read(self, query: str, values: Any = ()) -> list[dict[str, Any]]:
        self.asked += 1
        if not self.there:
            raise Unavailable("away")
        if "procrastinate_workers" in query:
            return [{"workers": 2}]
        return [{"engine": "e", "model": "m", "waiting": 0, "rendering": 1, "oldest_s": None}]


def test_without_the_database_the_queues_figures_are_absent_and_not_zero() -> None:
    (up,) = queue_families(None)
    assert [(up.name, sample.value) for sample in up.samples] == [("vitascope_database_up", 0)]


def test_a_queue_in_which_nothing_waits_is_zero_and_there() -> None:
    seen = Overview(queues=(QueueState(engine="e", model="m", waiting=0, rendering=0, oldest_s=0.0),), workers=0)
    found = {family.name: [sample.value for sample in family.samples] for family in queue_families(seen)}
    assert found["vitascope_queue_depth"] == [0]
    assert found["vitascope_database_up"] == [1]


async def test_scrapes_that_come_together_are_one_look() -> None:
    database = Away()
    overviews = Overviews(database, cache_s=60)  # type: ignore[arg-type]
    first, second = await overviews.now(), await overviews.now()
    assert first is second
    assert first is not None
    assert (first.workers, first.queues[0].oldest_s) == (2, 0.0)
    assert database.asked == 2, "one query each for queues and workers"


async def test_a_database_that_went_away_leaves_no_old_figures() -> None:
    database = Away()
    overviews = Overviews(database, cache_s=0)  # type: ignore[arg-type]
    assert await overviews.now() is not None
    database.there = False
    async with asyncio.timeout(30):  # what took a while is kept for ten times as long
        while await overviews.now() is not None:
            await asyncio.sleep(0.001)
