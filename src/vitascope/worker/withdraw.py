"""Tells other servers what nobody waits for any more, whoever ended it: a worker that settled it, a cancel in the API
while it stood in our queue, a worker that died right after.

Best effort: a row is given out before its server is told, so a death in between leaves a job over there. A server that
is silent is told again with each round, for as long as it may be rendering what nobody waits for.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace

import psycopg
import structlog

from vitascope.core.errors import VitascopeError
from vitascope.store.database import connect
from vitascope.store.handoffs import Ended, keep_ended, take_ended
from vitascope.worker.handoff import Handoffs

log = structlog.get_logger(__name__)

EVERY_S = 30.0
LAST_S = 5.0
"""How long a stopping worker goes on telling."""


class Withdrawer:
    """One a worker; `run` it, and `kick` it where one of the worker's own generations has ended."""

    def __init__(self, url: str, handoffs: Handoffs) -> None:
        self._url = url
        self._handoffs = handoffs
        self._kicked = asyncio.Event()

    def kick(self) -> None:
        self._kicked.set()

    async def run(self) -> None:
        """Until cancelled. What fails is tried again, but for what was given out."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._kicked.wait(), EVERY_S)
            self._kicked.clear()
            await self._tell()

    async def finish(self) -> None:
        """Tell what there is to tell now, within seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_S):
                await self._tell()

    async def _tell(self) -> None:
        engines = self._handoffs.names()
        if not engines:
            return
        try:
            async with await connect(self._url) as conn:
                silent: list[Ended] = []
                while ended := await take_ended(conn, engines):
                    left = await asyncio.gather(*(self._handoffs.withdraw(each.engine, each.where) for each in ended))
                    silent += [
                        replace(each, where=where) for each, where in zip(ended, left, strict=True) if where is not None
                    ]
                for each in silent:  # after the others, or they would be taken again at once
                    await keep_ended(conn, each)
        except (psycopg.Error, VitascopeError, OSError) as error:
            log.warning("withdraw_failed", error=str(error))
