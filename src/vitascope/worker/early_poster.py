"""The poster of a clip that is still being made: stored as soon as its frame has passed, for who waits to see.

    child writes file → stored under the attempt's own name → the next beat has the row name it, under the fence

A death between any two of these leaves a file that no row names, for the sweeper; never a row without its file. That it
could not be stored early is no reason to end a render: it is stored again with the clip.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import structlog

from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import VitascopeError
from vitascope.store.background import end
from vitascope.worker.heart import Running
from vitascope.worker.publish import withdraw

log = structlog.get_logger(__name__)


class EarlyPoster:
    """That of one attempt."""

    def __init__(self, artifacts: ArtifactStore, running: Running) -> None:
        self._artifacts = artifacts
        self._running = running
        self._storing: asyncio.Task[None] | None = None

    def offer(self, path: Path) -> None:
        """Store the file at ``path``, beside the render."""
        self._storing = asyncio.create_task(self._store(path))

    async def settled(self) -> None:
        """Wait until it is stored or is not, or the attempt has to end."""
        if self._storing is not None:
            either: set[asyncio.Future[Any]] = {self._storing, self._running.interrupt}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)

    async def stop(self) -> None:
        """What is not stored by now never will be."""
        if self._storing is not None:
            await end([self._storing])

    async def delete(self) -> None:
        """Where no clip came of the attempt. Best effort: the sweeper looks for what is left."""
        await self.stop()
        if self._storing is not None:
            await withdraw(self._artifacts, self._running.claim)

    async def _store(self, path: Path) -> None:
        claim = self._running.claim
        key = keys.poster_key(claim.id, claim.attempt)
        try:
            await self._artifacts.publish(key, path)
        except (VitascopeError, OSError) as error:
            log.warning("poster_not_stored", generation_id=str(claim.id), error=str(error))
        else:
            self._running.poster_key = key
