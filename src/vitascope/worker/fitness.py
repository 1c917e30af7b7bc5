"""Whether this machine should take a job at all: one that cannot make clips would else fail everybody's, one by one.

A disk without room keeps a worker from claiming. After a failure that may be the machine's own (its disk, its GPU, its
clock, its way to the bucket), it stands back, so that others get the next try.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from vitascope.core.errors import EngineBroke, NoRoom, NotFetched, NotStored, RenderFailed
from vitascope.store.queue import Claim

log = structlog.get_logger(__name__)

LEAST_ROOM_BYTES = 64 * 2**20
"""A clip of a minute with its poster and checkpoint; what is really needed shows when it is written."""
PAUSES_S = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Before the next claim, after so many failures one after the other."""
LOOK_S = 1.0
LEAVE_S = 300.0
"""So long is a job that failed here left to others: they may be at work on clips of their own."""
OURS = (NoRoom, NotStored, NotFetched, EngineBroke)
"""What may be this machine's fault; a request's own would follow it to any."""


class Fitness:
    """Of one worker."""

    def __init__(self) -> None:
        self._failures = 0
        self._left: Claim | None = None

    def failed(self, claim: Claim, error: RenderFailed) -> None:
        if isinstance(error, OURS):
            self._failures += 1
            self._left = claim

    def succeeded(self) -> None:
        self._failures, self._left = 0, None

    async def stand_back(self, taken: Callable[[Claim], Awaitable[bool]]) -> None:
        """After a failure, until others have had their turn: whoever claims next is given what failed here.

        ``taken`` says whether somebody else has it by now, or nobody else is there.
        """
        left, self._left = self._left, None
        if left is None:
            return
        pause_s = PAUSES_S[min(self._failures, len(PAUSES_S)) - 1]
        log.info("stands_back", failures=self._failures, pause_s=pause_s)
        clock = asyncio.get_running_loop().time
        give_up = clock() + LEAVE_S
        await asyncio.sleep(pause_s)
        while clock() < give_up and not await taken(left):  # noqa: ASYNC110 - another machine does not set our events
            await asyncio.sleep(LOOK_S)


def look_for_room(folder: Path) -> None:
    """Raises `NoRoom` where a clip would not fit."""
    free = shutil.disk_usage(folder).free
    if free < LEAST_ROOM_BYTES:
        raise NoRoom(f"{folder} has {free / 2**20:.0f} MiB free; a clip is not begun with less than 64.")
