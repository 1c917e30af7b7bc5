"""Waiting for news within a request, for as long as its client waits too."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.types import Receive

from vitascope.core.errors import InvalidField
from vitascope.core.generation import Generation

if TYPE_CHECKING:
    from vitascope.service import Service, Subscription

LONGEST_WAIT_S = 60
"""Proxies cut requests that are silent for longer: nginx and AWS load balancers by default."""


def read_wait(query: Mapping[str, str]) -> float:
    """Seconds that ``?wait=`` asks for; 0 where it is absent. Raises `InvalidField`."""
    given = query.get("wait")
    if given is None:
        return 0.0
    try:
        seconds = float(given)
        if 0 <= seconds <= LONGEST_WAIT_S:
            return seconds
    except ValueError:
        raise InvalidField("wait", given, f"use 0 to {LONGEST_WAIT_S} seconds.") from None
    nearest = 0 if seconds < 0 else LONGEST_WAIT_S
    raise InvalidField("wait", given, f"use 0 to {LONGEST_WAIT_S} seconds; the nearest is {nearest}.")


async def until_final(service: Service, generation: Generation, within_s: float, receive: Receive) -> Generation:
    """How ``generation`` ended; or how it stands when the time is over, or its client or this server has gone.

    Raises `NotFound` where it is deleted meanwhile.
    """
    if generation.status.final or within_s <= 0:
        return generation
    async with following(service, generation, receive) as states:
        return await states.until_final(within_s) or generation


@asynccontextmanager
async def following(service: Service, generation: Generation, receive: Receive) -> AsyncIterator[Subscription]:
    """The states of ``generation``, which end when the client hangs up. Nothing is left of it afterwards."""
    with service.watch(generation) as states:
        hanging_up = asyncio.create_task(_end_with_client(receive, states))
        try:
            yield states
        finally:
            hanging_up.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await hanging_up


async def _end_with_client(receive: Receive, states: Subscription) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    states.end()
