"""The images that a clip begins and ends with: taken as a request names them, and kept beside its generation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import structlog

from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import DeadLink, VitascopeError
from vitascope.core.generation import GenerationRequest
from vitascope.core.media import Resolution
from vitascope.core.options import SubmitOptions
from vitascope.media.take import TakenImage
from vitascope.service.keeping import keeping

log = structlog.get_logger(__name__)


class TakeImage(Protocol):
    """Fetches or decodes what a request's field ``field`` holds. Raises `core.errors.UnusableImage`."""

    async def __call__(self, source: str, resolution: Resolution, *, field: str) -> TakenImage: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptImages:
    """Where they lie; ``None`` for one that there is not."""

    first_key: str | None
    last_key: str | None
    adjusted: tuple[str, ...]
    """What was changed to make them fit, or done without, a sentence each."""


class Images:
    def __init__(self, *, take: TakeImage, artifacts: ArtifactStore) -> None:
        self.take = take
        self._artifacts = artifacts

    async def keep(
        self, generation_id: UUID, request: GenerationRequest, resolution: Resolution, options: SubmitOptions
    ) -> KeptImages:
        """Both images of a request, at the clip's size. Both are good before one is written.

        Raises `UnusableImage` under the name that the request's surface has for the field.
        """
        told: list[str] = []
        first, last = options.image_png, options.last_image_png
        if first is None and request.image is not None:
            try:
                taken = await self.take(request.image, resolution, field=options.image_field)
            except DeadLink as error:
                told.append(_without("its image", error, options))
            else:
                first = taken.png
                told += taken.adjusted
        if last is None and request.last_image is not None:
            try:
                taken = await self.take(request.last_image, resolution, field=options.last_image_field)
            except DeadLink as error:
                told.append(_without("its last image", error, options))
            else:
                last = taken.png
                told += taken.adjusted_in(options.last_image_field)
        return KeptImages(
            first_key=await self._put(keys.image_key(generation_id), first),
            last_key=await self._put(keys.last_image_key(generation_id), last),
            adjusted=tuple(told),
        )

    async def discard(self, *kept: str | None) -> None:
        """Of a request that was not accepted. Best effort: the sweeper looks for what is left, in an hour or so."""
        try:
            await self._artifacts.delete([key for key in kept if key is not None])
        except (VitascopeError, OSError) as error:
            log.warning("images_not_discarded", error=str(error))

    async def _put(self, key: str, png: bytes | None) -> str | None:
        if png is None:
            return None
        with keeping():
            await self._artifacts.put_bytes(key, png)
        return key


def _without(what: str, error: DeadLink, options: SubmitOptions) -> str:
    """What is told of a clip that is made all the same. Raises ``error`` where it is not."""
    if not options.lenient:
        raise error
    return f"Made without {what}: {error}"
