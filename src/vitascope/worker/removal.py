"""One sweep's deletions: a file that cannot be read or deleted is told of once, counted, and stops no other.

Where the store itself does not answer there is no use in asking for the next: that is raised.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterable

import structlog

from vitascope.artifacts.store import ArtifactStore, Head
from vitascope.core.errors import NotFound, VitascopeError

log = structlog.get_logger(__name__)

NOBODY = "nobody"
"""A key that no file has: a store that says so is there."""


class Removal:
    def __init__(self, artifacts: ArtifactStore) -> None:
        self._artifacts = artifacts
        self._failed: set[str] = set()

    @property
    def failed(self) -> int:
        """Files, and folders that could not be listed."""
        return len(self._failed)

    async def files(self, prefix: str) -> AsyncIterator[Head]:
        """Every file in the folder ``prefix``, up to the first that its store cannot tell of."""
        try:
            async for head in self._artifacts.list(prefix):
                yield head
        except (VitascopeError, OSError) as error:
            await self._note(prefix, error)

    async def delete(self, keys: Iterable[str]) -> bool:
        """Whether all of these are gone."""
        left = False
        for key in keys:
            try:
                await self._artifacts.delete([key])
            except (VitascopeError, OSError) as error:
                await self._note(key, error)
                left = True
        return not left

    async def folder(self, prefix: str) -> bool:
        """Whether everything under ``prefix`` is gone."""
        gone = await self.delete([head.key async for head in self.files(prefix)])
        return gone and prefix not in self._failed

    async def _note(self, key: str, error: Exception) -> None:
        """Raises what the store raises where it does not answer at all."""
        with contextlib.suppress(NotFound):
            await self._artifacts.head(NOBODY)
        if key not in self._failed:
            self._failed.add(key)
            log.warning("artifact_not_swept", key=key, error=str(error))
