from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from vitascope.core.errors import Unavailable
from vitascope.store.batching import Batcher


async def test_what_arrives_during_a_batch_forms_the_next_one() -> None:
    seen: list[list[int]] = []
    begun, gate = asyncio.Event(), asyncio.Event()

    async def run(items: Sequence[int]) -> Sequence[int | Exception]:
        seen.append(list(items))
        begun.set()
        await gate.wait()
        return [2 * i for i in items]

    batcher: Batcher[int, int] = Batcher(run)
    first = asyncio.create_task(batcher.ask(1))
    await begun.wait()
    rest = [asyncio.create_task(batcher.ask(i)) for i in (2, 3, 4)]
    await asyncio.sleep(0)
    gate.set()
    assert await asyncio.gather(first, *rest) == [2, 4, 6, 8]
    assert seen == [[1], [2, 3, 4]]


async def test_a_bad_item_fails_alone() -> None:
    async def run(items: Sequence[int]) -> Sequence[int | Exception]:
        if 0 in items:
            raise ZeroDivisionError
        return [1 // i for i in items]

    batcher: Batcher[int, int] = Batcher(run)
    answers = await asyncio.gather(*(batcher.ask(i) for i in (1, 0, 1)), return_exceptions=True)
    assert answers[0] == answers[2] == 1
    assert isinstance(answers[1], ZeroDivisionError)


async def test_an_answer_that_is_an_exception_is_raised_for_its_item() -> None:
    async def run(items: Sequence[int]) -> Sequence[int | Exception]:
        return [ValueError(i) if i < 0 else i for i in items]

    batcher: Batcher[int, int] = Batcher(run)
    answers = await asyncio.gather(batcher.ask(5), batcher.ask(-5), return_exceptions=True)
    assert answers[0] == 5
    assert isinstance(answers[1], ValueError)


async def test_a_database_that_does_not_answer_is_asked_once_not_once_an_item() -> None:
    runs = 0

    async def run(_items: Sequence[int]) -> Sequence[int | Exception]:
        nonlocal runs
        runs += 1
        raise Unavailable("away")

    batcher: Batcher[int, int] = Batcher(run)
    answers = await asyncio.gather(*(batcher.ask(i) for i in range(50)), return_exceptions=True)
    assert all(isinstance(a, Unavailable) for a in answers)
    assert runs == 1


async def test_who_comes_while_the_database_is_waited_for_is_told_with_the_others() -> None:
    begun, gate = asyncio.Event(), asyncio.Event()
    runs = 0

    async def run(_items: Sequence[int]) -> Sequence[int | Exception]:
        nonlocal runs
        runs += 1
        begun.set()
        await gate.wait()
        raise Unavailable("away")

    batcher: Batcher[int, int] = Batcher(run)
    early = asyncio.create_task(batcher.ask(1))
    await begun.wait()
    late = asyncio.create_task(batcher.ask(2))
    await asyncio.sleep(0)
    gate.set()
    answers = await asyncio.gather(early, late, return_exceptions=True)
    assert all(isinstance(a, Unavailable) for a in answers)
    assert runs == 1


async def test_a_caller_that_goes_away_does_not_disturb_the_others() -> None:
    gate = asyncio.Event()

    async def run(items: Sequence[int]) -> Sequence[int | Exception]:
        await gate.wait()
        return list(items)

    batcher: Batcher[int, int] = Batcher(run)
    gone, stays = asyncio.create_task(batcher.ask(1)), asyncio.create_task(batcher.ask(2))
    await asyncio.sleep(0)
    gone.cancel()
    gate.set()
    assert await stays == 2
    with pytest.raises(asyncio.CancelledError):
        await gone
