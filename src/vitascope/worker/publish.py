"""A finished clip's files, from the attempt's folder to where everybody finds them."""

from __future__ import annotations

from pathlib import Path

from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.generation import Artifact
from vitascope.store.queue import Claim
from vitascope.worker.messages import Rendered


async def publish(artifacts: ArtifactStore, claim: Claim, rendered: Rendered) -> Artifact:
    """Both files, under names that only this attempt uses. Raises `VitascopeError`, ``OSError``."""
    video_key = keys.clip_key(claim.id, claim.attempt)
    poster_key = keys.poster_key(claim.id, claim.attempt)
    spec = claim.generation.spec
    published = await artifacts.publish(video_key, Path(rendered.video_path))
    await artifacts.publish(poster_key, Path(rendered.poster_path))
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
