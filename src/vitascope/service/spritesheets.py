"""Spritesheets: made when first asked for, from the finished clip, and kept beside it."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from weakref import WeakValueDictionary

from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import Conflict
from vitascope.core.generation import Artifact
from vitascope.media.spritesheet import spritesheet
from vitascope.service.keeping import keeping

AT_ONCE = max(1, (os.cpu_count() or 1) // 4)
"""Clips decoded at a time, each on two threads: renders and replies go on beside it. Others wait for their turn."""


class Spritesheets:
    """Makes each once in this process. Where another process makes the same one, the first file to be whole stays."""

    def __init__(self, artifacts: ArtifactStore) -> None:
        self._artifacts = artifacts
        self._making: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def key(self, artifact: Artifact) -> str:
        """Where the sheet of a published clip lies; when this returns, it does. Raises `NotFound` without the clip."""
        key = keys.spritesheet_key(artifact.video_key)
        if await self._artifacts.holds(key):
            return key
        lock = self._making.setdefault(key, asyncio.Lock())
        async with lock, self._turn:
            if not await self._artifacts.holds(key):
                await self._artifacts.head(artifact.video_key)
                jpeg = await asyncio.to_thread(self._make, artifact.video_key)
                with suppress(Conflict), keeping():
                    await self._artifacts.put_bytes(key, jpeg)
        return key

    def _make(self, video_key: str) -> bytes:
        """On a thread: seconds of decoding."""
        with self._artifacts.reader(video_key) as clip:
            return spritesheet(clip)
