"""What a child is told to render: a claim's spec, and its files fetched into the attempt's folder."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import NoRoom, NotFetched, Unavailable
from vitascope.core.full_disk import FULL_SAID, is_full
from vitascope.store.queue import Claim
from vitascope.worker.attempt import Interrupted, Outcome
from vitascope.worker.checkpoints import Checkpoints
from vitascope.worker.heart import Running
from vitascope.worker.messages import Render

log = structlog.get_logger(__name__)

FETCH_PAUSES_S = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Between tries to fetch what a render begins with, while the file store does not answer: a minute in all."""


async def fetch_order(
    artifacts: ArtifactStore, running: Running, folder: Path, checkpoints: Checkpoints
) -> Render | Outcome:
    """What the child is to render, or why it is not. A store that does not answer is borne with for a while.

    Raises `NotFound` where an input image is gone.
    """
    claim = running.claim
    for pause_s in (*FETCH_PAUSES_S, None):
        try:
            return await make_order(artifacts, claim, folder, checkpoints)
        except (Unavailable, OSError) as error:
            if is_full(error):
                return NoRoom(FULL_SAID)
            log.warning("order_not_fetched", generation_id=str(claim.id), error=str(error), again_in_s=pause_s)
            if pause_s is None:
                return NotFetched("The image that this clip begins with could not be fetched.")
        await asyncio.wait({running.interrupt}, timeout=pause_s)
        if running.interrupt.done():
            return Interrupted(why=running.interrupt.result(), child_alive=True)
    raise AssertionError("the last turn returns")


async def make_order(artifacts: ArtifactStore, claim: Claim, folder: Path, checkpoints: Checkpoints) -> Render:
    """Raises `NotFound` where an input image is gone."""
    generation = claim.generation
    image_path = await _fetched(artifacts, generation.image_key, folder / "image.png")
    last_image_path = await _fetched(artifacts, generation.last_image_key, folder / "last_image.png")
    checkpoint_path = await checkpoints.fetch(folder)
    return Render(
        spec=generation.spec.to_json(),
        image_path=image_path,
        last_image_path=last_image_path,
        checkpoint_path=None if checkpoint_path is None else str(checkpoint_path),
        folder=str(folder),
        generation_id=str(claim.id),
    )


async def _fetched(artifacts: ArtifactStore, key: str | None, path: Path) -> str | None:
    if key is None:
        return None
    # On a thread: beats and interrupts are on this loop, and an image may take megabytes to a slow disk.
    await asyncio.to_thread(path.write_bytes, await artifacts.get_bytes(key))
    return str(path)
