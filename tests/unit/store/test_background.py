"""`vitascope.store.background`: tasks are seen gone, whatever becomes of the first cancel."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from vitascope.store.background import end


async def for_ever() -> None:
    await asyncio.Event().wait()


async def test_a_task_that_swallows_a_cancel_ends_all_the_same() -> None:
    swallowed = 0

    async def stubborn() -> None:
        nonlocal swallowed
        while True:
            if swallowed == 2:
                await for_ever()
            with contextlib.suppress(asyncio.CancelledError):
                await for_ever()
            swallowed += 1

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    await end([task])
    assert swallowed == 2
    assert task.cancelled()


async def test_tasks_that_have_ended_already_are_no_hindrance() -> None:
    done = asyncio.create_task(asyncio.sleep(0))
    await done
    running = asyncio.create_task(for_ever())
    await end([done, running])
    assert running.cancelled()
    await end([])


async def test_what_a_task_had_failed_of_is_not_lost_and_the_others_end_first() -> None:
    async def failing() -> None:
        raise OSError("the disk is full")

    failed, running = asyncio.create_task(failing()), asyncio.create_task(for_ever())
    await asyncio.sleep(0)
    with pytest.raises(OSError, match="full"):
        await end([failed, running])
    assert running.cancelled()
