"""Ending tasks that run beside everything else. Whoever watches, beats or sweeps stops by this."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

AGAIN_S = 0.1


async def end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel ``tasks`` and see them gone. What one of them raised otherwise is raised here, once all have ended.

    A cancel may get lost on its way: until Python 3.12 ``asyncio.wait_for`` swallows one that comes in the moment in
    which what it waits for is there, and libraries that talk to the database use it. So it is repeated.
    """
    left = set(tasks)
    ended = list(left)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_S)
    for task in ended:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
