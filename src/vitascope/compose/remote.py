"""Whether the servers that the engine ``remote`` hands clips to are there, for whoever named them."""

from __future__ import annotations

import asyncio

from vitascope.engines.remote.config import RemoteConfig
from vitascope.engines.remote.server import NoAnswer, Server, make_client
from vitascope.settings import Settings

PATIENCE_S = 15.0


class DoesNotAnswer(ValueError):
    """A server that is not there, or does not let us in; why."""


def look_at(settings: Settings, url: str) -> str:
    """What the server at ``url`` says, in a line. Raises `DoesNotAnswer`."""
    return asyncio.run(_look_at(RemoteConfig.of((url,), key=settings.remote_key)))


async def _look_at(config: RemoteConfig) -> str:
    async with make_client() as http:
        try:
            async with asyncio.timeout(PATIENCE_S):
                load = await Server(config.bases[0], config, http).load()
        except NoAnswer as error:
            raise DoesNotAnswer(f"{error}; clips wait until it does") from error
        except TimeoutError:
            raise DoesNotAnswer(f"no answer within {PATIENCE_S:.0f} seconds; clips wait until there is one") from None
    jobs = "it has no list of jobs" if load is None else f"jobs that wait or are rendered: {load}"
    return f"it answers; {jobs}"
