"""Holding a connection until there is a generation to answer with, its client has gone, or this server stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from enum import Enum

from starlette.requests import Request

from vitascope.core.generation import Generation


class Ended(Enum):
    """How a wait ended that brought no generation."""

    CLIENT_GONE = "client gone"
    SERVER_STOPS = "server stops"


async def hold(request: Request, answer: Awaitable[Generation], stopping: asyncio.Event) -> Generation | Ended:
    """What comes first; the generation, where several come at once. The request's body must have been read."""
    outcome = asyncio.ensure_future(answer)
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
