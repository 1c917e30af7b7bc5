"""Clips that other servers render: the worker's side of `core.ports.Handoff`.

    errand → fetched file → an order for the child, which makes it into a clip of ours

No child holds a model meanwhile, so an interrupt is a cancelled task; what was begun elsewhere is withdrawn once the
generation has ended, and left as it is when another attempt will take it up.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from vitascope.core.errors import BadDelivery, Cancelled, EngineFailed, EngineMissing, NotStored, RenderFailed, Stalled
from vitascope.core.ports import Errand, Handoff
from vitascope.engines import registry
from vitascope.store.queue import Claim, Progress
from vitascope.worker.attempt import Interrupted, Outcome
from vitascope.worker.heart import Interrupt, Running
from vitascope.worker.messages import Render

log = structlog.get_logger(__name__)

FETCHED_SHARE = 0.95
"""Of the whole progress, when the file is here: what is left takes seconds where the render took minutes."""
Note = Callable[[Mapping[str, Any] | None], Awaitable[bool]]
"""Has the next attempt take something up; False where the claim is lost."""

SPOILED = (BadDelivery, Stalled)
"""What is not worth taking up again: the next attempt has it rendered anew."""


class Handoffs:
    """A worker's engines of this kind, found when they are first asked for."""

    def __init__(self) -> None:
        self._found: dict[str, Handoff | None] = {}

    async def of(self, engine: str) -> Handoff | None:
        """``None`` where ``engine`` draws by itself, or is not here: its child says so."""
        if engine not in self._found:
            try:
                found = await asyncio.to_thread(registry.find, engine)
            except EngineMissing:
                return None
            self._found[engine] = found if isinstance(found, Handoff) else None
        return self._found[engine]

    async def ready(self, engine: str) -> None:
        """Raises `RenderFailed` while nobody is there to hand a job to."""
        if (handoff := await self.of(engine)) is not None:
            await handoff.ready()

    def names(self) -> list[str]:
        """Of those that were found."""
        return [name for name, found in self._found.items() if found is not None]

    async def withdraw(self, engine: str, where: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """`Handoff.withdraw`. Best effort, within seconds."""
        handoff = await self.of(engine)
        return None if handoff is None else await handoff.withdraw(where)

    async def close(self) -> None:
        for handoff in self._found.values():
            if handoff is not None:
                await handoff.close()


class Bringing:
    """One attempt at bringing one clip. Is the `ErrandReport` of its errand."""

    def __init__(self, claim: Claim, running: Running, note: Note) -> None:
        self._claim = claim
        self._running = running
        self._note = note

    def step(self, stage: str, done: int, total: int) -> None:
        self._running.at = Progress(progress=FETCHED_SHARE * min(1.0, done / max(1, total)), stage=stage)

    async def note(self, where: Mapping[str, Any]) -> None:
        self._running.handoff = where
        # Shielded: an interrupt must not end a statement half-way on a connection that is used again.
        if not await asyncio.shield(asyncio.ensure_future(self._note(where))):
            self._running.end(Interrupt.LOST)
            raise Cancelled("This generation is another attempt's by now.")

    async def bring(self, handoff: Handoff, order: Render) -> Render | Outcome:
        """``order`` with the file that the child is to make a clip of, or how else it came out. Never raises."""
        path = Path(order.folder) / "brought"
        fetching = asyncio.ensure_future(self._fetch(handoff, order, path))
        either: set[asyncio.Future[Any]] = {fetching, self._running.interrupt}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not fetching.done():
                fetching.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await fetching
        if self._running.interrupt.done():
            return Interrupted(why=self._running.interrupt.result(), child_alive=True)
        return fetching.result()

    async def _fetch(self, handoff: Handoff, order: Render, path: Path) -> Render | RenderFailed | Interrupted:
        claim = self._claim
        try:
            image = None if order.image_path is None else await asyncio.to_thread(Path(order.image_path).read_bytes)
            errand = Errand(
                spec=claim.generation.spec,
                name=f"vitascope-{claim.id}-{claim.attempt}",
                image_png=image,
                path=path,
                taken_up=claim.handoff,
            )
            notes = await handoff.fetch(errand, self)
        except RenderFailed as error:
            return error
        except Cancelled:
            return Interrupted(why=Interrupt.LOST, child_alive=True)
        except OSError as error:
            return NotStored(f"The clip could not be kept: {error}")
        except Exception as error:
            log.exception("handoff_failed", generation_id=str(claim.id))
            return EngineFailed(f"The engine failed: {type(error).__name__}: {error}")
        self._running.begun = FETCHED_SHARE
        return replace(order, source_path=str(path), source_notes=dict(notes))
