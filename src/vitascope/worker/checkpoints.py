"""What a render keeps on its way, stored while it goes on: only the newest, and only under the fence.

    child writes file → stored under a name of its own → row points to it → what it replaces is deleted

A death between any two of these leaves a file that no row names, for the sweeper; never a row without its file. That a
checkpoint could not be stored is no reason to end a render.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import NotFound, RenderFailed, VitascopeError
from vitascope.store.background import end
from vitascope.store.queue import MAX_ATTEMPTS, Claim
from vitascope.worker.attempt import Interrupted, Outcome
from vitascope.worker.heart import Interrupt
from vitascope.worker.messages import Rendered

log = structlog.get_logger(__name__)

CHECKPOINT_S = 5.0
"""How long an attempt that has to end waits for its last checkpoint to be stored."""


class Checkpoints:
    """Those of one attempt."""

    def __init__(self, artifacts: ArtifactStore, claim: Claim, note: Callable[[str], Awaitable[bool]]) -> None:
        """``note`` has the next attempt go on from a key; False where the claim is lost."""
        self._artifacts = artifacts
        self._claim = claim
        self._note = note
        self._newest: Path | None = None
        self._storing: asyncio.Task[None] | None = None
        self._number = 0

    async def fetch(self, folder: Path) -> Path | None:
        """What this attempt may go on from, as a file in ``folder``.

        The last try begins at the beginning: what was kept may be what cut the others off.
        """
        key = self._claim.checkpoint_key
        if key is None or self._claim.tries >= MAX_ATTEMPTS:
            return None
        path = folder / "checkpoint"
        try:
            size = (await self._artifacts.head(key)).size
            with path.open("wb") as file:
                async for part in self._artifacts.stream(key, 0, size):
                    await asyncio.to_thread(file.write, part)
        except NotFound:  # swept meanwhile, as an old draft's is: the clip is the same without, and only takes longer
            return None
        except (VitascopeError, OSError) as error:
            log.warning("checkpoint_not_read", generation_id=str(self._claim.id), error=str(error))
            return None
        return path

    def offer(self, path: Path) -> None:
        """Store the file at ``path`` when its turn comes; one that waits is replaced."""
        if self._newest is not None:
            self._newest.unlink(missing_ok=True)
        self._newest = path
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store())

    async def stored(self, patience_s: float | None = None) -> None:
        """Wait for what was offered, or as long as is allowed."""
        if self._storing is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._storing), patience_s)
        await self.stop()

    async def stop(self) -> None:
        """What is not stored by now never will be."""
        if self._storing is not None:
            await end([self._storing])

    async def delete(self) -> None:
        """The files of this generation. Best effort: the sweeper looks for those that are left."""
        try:
            prefix = keys.checkpoint_prefix(self._claim.id)
            await self._artifacts.delete([head.key async for head in self._artifacts.list(prefix)])
        except (VitascopeError, OSError) as error:
            log.warning("checkpoints_not_deleted", generation_id=str(self._claim.id), error=str(error))

    async def _store(self) -> None:
        while (path := self._newest) is not None:
            self._newest = None
            try:
                await self._store_one(path)
            except (VitascopeError, OSError) as error:
                log.warning("checkpoint_not_stored", generation_id=str(self._claim.id), error=str(error))
            finally:
                path.unlink(missing_ok=True)

    async def _store_one(self, path: Path) -> None:
        self._number += 1
        key = keys.checkpoint_key(self._claim.id, self._claim.attempt, self._number)
        await self._artifacts.publish(key, path)
        ours = await self._note(key)
        prefix = keys.checkpoint_prefix(self._claim.id)
        # Where the claim is lost, the next attempt may be reading what was there before; ours is the one to go.
        stale = [h.key async for h in self._artifacts.list(prefix) if h.key != key] if ours else [key]
        await self._artifacts.delete(stale)
        log.info("checkpoint_stored", generation_id=str(self._claim.id), attempt=self._claim.attempt, ours=ours)


async def let_be_stored(checkpoints: Checkpoints, claim: Claim, outcome: Outcome) -> None:
    """What somebody will go on from: whoever finishes this draft, or the next attempt."""
    match outcome:
        case Rendered():
            if claim.generation.spec.draft:
                await checkpoints.stored()
        case Interrupted(why=Interrupt.STOPPING):
            await checkpoints.stored(CHECKPOINT_S)
        case RenderFailed():
            if outcome.retryable:
                await checkpoints.stored(CHECKPOINT_S)
    await checkpoints.stop()


def wants_none(claim: Claim, outcome: str) -> bool:
    """Whether nobody will go on from what this attempt, or one before it, kept."""
    return outcome in {"failed", "cancelled"} or (outcome == "completed" and not claim.generation.spec.draft)
