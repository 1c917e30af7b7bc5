"""A finished clip's files, from the attempt's folder to where everybody finds them.

A bucket that is away for a while is waited for: a render took minutes, and would be made again for nothing.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import structlog

from vitascope.artifacts import keys
from vitascope.artifacts.digests import Published
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import NotStored, Unavailable, VitascopeError
from vitascope.core.generation import Artifact
from vitascope.store.queue import Claim
from vitascope.worker.heart import Interrupt, Running
from vitascope.worker.messages import Rendered

log = structlog.get_logger(__name__)

PAUSES_S = (1.0, 2.0, 5.0, 10.0, 20.0, *(30.0,) * 8)
"""Between tries, five minutes in all."""


async def publish(artifacts: ArtifactStore, running: Running, rendered: Rendered) -> Artifact | Interrupt:
    """Both files, under names that only this attempt uses; or why there was no more waiting. Raises `NotStored`."""
    claim = running.claim
    video_key = keys.clip_key(claim.id, claim.attempt)
    poster_key = keys.poster_key(claim.id, claim.attempt)
    spec = claim.generation.spec
    published = await _patiently(artifacts, video_key, Path(rendered.video_path), running)
    if isinstance(published, Interrupt):
        return published
    if running.poster_key is None:  # else it is there already
        try:
            poster = await _patiently(artifacts, poster_key, Path(rendered.poster_path), running)
        except NotStored:
            held = False
            with suppress(
                VitascopeError, OSError
            ):  # an early try may have stored it, and been cut off before it said so
                held = await artifacts.holds(poster_key)
            if not held:
                raise
        else:
            if isinstance(poster, Interrupt):
                return poster
    return Artifact(
        video_key=video_key,
        poster_key=poster_key,
        sha256=published.sha256,
        size_bytes=published.size_bytes,
        width=spec.frame_size.width,
        height=spec.frame_size.height,
        fps=spec.fps,
        frames=rendered.frames,
        has_audio=spec.generate_audio,
    )


async def withdraw(artifacts: ArtifactStore, claim: Claim) -> None:
    """Delete what a lost attempt has published. Best effort: the sweeper looks for what is left."""
    try:
        await artifacts.delete([keys.clip_key(claim.id, claim.attempt), keys.poster_key(claim.id, claim.attempt)])
    except (VitascopeError, OSError) as error:
        log.warning("lost_files_not_deleted", generation_id=str(claim.id), error=str(error))


async def _patiently(artifacts: ArtifactStore, key: str, path: Path, running: Running) -> Published | Interrupt:
    for pause_s in (*PAUSES_S, None):
        try:
            return await artifacts.publish(key, path)
        except Unavailable as error:
            log.warning("clip_not_stored", generation_id=str(running.claim.id), error=str(error), again_in_s=pause_s)
            if pause_s is None:
                raise NotStored(f"The clip could not be kept: {error}") from error
        except (VitascopeError, OSError) as error:
            raise NotStored(f"The clip could not be kept: {error}") from error
        await asyncio.wait({running.interrupt}, timeout=pause_s)
        if running.interrupt.done():
            return running.interrupt.result()
    raise AssertionError("the last turn returns or raises")
