"""What a child is told to render: a claim's spec, and its files fetched into the attempt's folder."""

from __future__ import annotations

import asyncio
from pathlib import Path

from vitascope.artifacts.store import ArtifactStore
from vitascope.store.queue import Claim
from vitascope.worker.checkpoints import Checkpoints
from vitascope.worker.messages import Render


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
