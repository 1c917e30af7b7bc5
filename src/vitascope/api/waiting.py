"""Holding a connection until a generation has ended, its client has gone, or this server stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import Enum

from starlette.requests import Request

from vitascope.core.errors import Unavailable
from vitascope.core.generation import Generation

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 1.0
"""Between two looks: a test card is seen at once, a long render costs one shared query a second."""

Look = Callable[[], Awaitable[Generation]]
"""The generation as it is now. An `Unavailable` is outlived."""


class Ended(Enum):
    """How a wait ended that did not bring a generation to its end."""

    CLIENT_GONE = "client gone"
    SERVER_STOPS = "server stops"


async def until_ended(generation: Generation, look: Look) -> Generation:
    """``generation`` once it is completed, failed or cancelled, however long the database is away meanwhile."""
    pause_s = FIRST_PAUSE_S
    while not generation.status.final:
        await asyncio.sleep(pause_s)
        pause_s = min(1.5 * pause_s, LONGEST_PAUSE_S)
        with suppress(Unavailable):
            generation = await look()
    return generation


async def hold(request: Request, ended: Awaitable[Generation], stopping: asyncio.Event) -> Generation | Ended:
    """What comes first; an end, where several come at once. The request's body must have been read."""
    outcome = asyncio.ensure_future(ended)
    gone, stops = asyncio.create_task(_client_gone(request)), asyncio.create_task(stopping.wait())
    waiting: set[asyncio.Future[object]] = {outcome, gone, stops}  # type: ignore[arg-type]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for left in waiting:
            left.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    if not outcome.cancelled():
        return outcome.result()
    return Ended.SERVER_STOPS if not gone.done() or gone.cancelled() else Ended.CLIENT_GONE


async def _client_gone(request: Request) -> None:
    """Returns when the client has closed its connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
