"""Starting from another clip: what its request was, whether this server made it or only its file is here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit
from uuid import UUID

from vitascope.artifacts import links
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import NotFound, UnusableClip
from vitascope.core.generation import Generation, GenerationSpec
from vitascope.core.media import RESOLUTIONS, Resolution
from vitascope.core.options import SubmitOptions
from vitascope.core.ports import EngineInfo
from vitascope.media.image import encode_png, prepare
from vitascope.media.receipt import Receipt
from vitascope.media.take_clip import FIELD, START_BYTES, TakenClip, first_picture, read_clip
from vitascope.store.accounts import Caller

FindOwn = Callable[[Caller, UUID], Awaitable[Generation]]
"""One of the caller's generations. Raises `NotFound`."""

VerifyLink = Callable[[str, str], str]
"""``(token, key)`` of a link's path → the key. Raises `links.LinkForged` and `links.LinkExpired`."""

TakeClip = Callable[[str], Awaitable[TakenClip]]
"""Fetches or decodes a clip. Raises `UnusableClip`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesKept:
    """Which of a clip's images a request wants, because it brings none of its own."""

    first: bool
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RemixSource:
    """What a new request starts from."""

    spec: GenerationSpec
    generation_id: UUID | None
    """The caller's own generation; ``None`` for a clip that only its file tells of."""
    image: bytes | None
    """The input image at the size of ``spec``, as a PNG, where there was one and it was asked for."""
    last_image: bytes | None
    """Likewise that of the last frame."""
    adjusted: tuple[str, ...]

    async def at(self, resolution: str | None) -> RemixSource:
        """The same with its images at the size of the new clip, and a sentence for each that was scaled for that."""
        size = RESOLUTIONS.get(resolution or self.spec.resolution.name)
        if size is None or size == self.spec.resolution:
            return self
        image, told = await asyncio.to_thread(_scaled, self.image, size, "the clip's image")
        last_image, told_last = await asyncio.to_thread(_scaled, self.last_image, size, "the clip's last image")
        about_last = tuple(f"The last image: {sentence}" for sentence in told_last)
        return replace(self, image=image, last_image=last_image, adjusted=(*self.adjusted, *told, *about_last))

    def into(self, options: SubmitOptions) -> SubmitOptions:
        """``options`` of a request that starts from it; what was adjusted is for the caller to order."""
        return replace(options, remix_of=self.generation_id, image_png=self.image, last_image_png=self.last_image)


class Remixes:
    """Reads what a caller starts from."""

    def __init__(
        self,
        *,
        find: FindOwn,
        artifacts: ArtifactStore,
        verify_link: VerifyLink,
        take_clip: TakeClip,
        engine: EngineInfo,
    ) -> None:
        self._find = find
        self._artifacts = artifacts
        self._verify_link = verify_link
        self._take_clip = take_clip
        self._engine = engine

    async def source(self, caller: Caller, remix_of: UUID | str, kept: ImagesKept) -> RemixSource:
        """The request behind an id of the caller's own, or behind a clip: a link, a data URI or base64.

        Raises `NotFound` for an id that is not the caller's, and `UnusableClip`.
        """
        if isinstance(remix_of, UUID):
            return await self._of_generation(await self._find(caller, remix_of), kept)
        clip = await self._own_file(remix_of) or await self._take_clip(remix_of)
        own = await self._maker(caller, clip.receipt)
        if own is not None:
            return await self._of_generation(own, kept)
        return await self._of_file(clip, kept)

    async def _of_generation(self, generation: Generation, kept: ImagesKept) -> RemixSource:
        image, last_image, adjusted = None, None, self._told(generation.spec)
        if kept.first and generation.image_key is not None:
            hint = "began with was deleted; give one in `image_url`"
            image = await self._image(generation, generation.image_key, hint)
        if kept.last and generation.last_image_key is not None:
            if "last_image" in self._engine.offers:
                hint = "ended on was deleted; give one in `last_image_url`"
                last_image = await self._image(generation, generation.last_image_key, hint)
            else:
                adjusted += (
                    f"The clip ended on a given image; the engine {self._engine.name} follows no last frame, so this "
                    "one ends as it will.",
                )
        return RemixSource(
            spec=generation.spec,
            generation_id=generation.id,
            image=image,
            last_image=last_image,
            adjusted=adjusted,
        )

    async def _image(self, generation: Generation, key: str, hint: str) -> bytes:
        try:
            return await self._artifacts.get_bytes(key)
        except NotFound:
            raise UnusableClip(FIELD, str(generation.id), f"the image that it {hint}.") from None

    async def _of_file(self, clip: TakenClip, kept: ImagesKept) -> RemixSource:
        spec, adjusted, image = clip.receipt.spec, self._told(clip.receipt.spec), None
        if kept.last and clip.receipt.last_image_sha256 is not None:
            adjusted += (
                "The clip ended on an image that is not in the file; this one ends as it will, unless one is given in "
                "`last_image_url`.",
            )
        if kept.first and clip.receipt.image_sha256 is not None:
            image = await asyncio.to_thread(lambda: encode_png(first_picture(clip)))
            adjusted += (
                "The clip's first frame stands in for the image that it began with, which is not in the file.",
            )
            if spec.draft:  # its frames are smaller than those of what is made from it
                image, scaled = await asyncio.to_thread(_scaled, image, spec.resolution, "the clip's first frame")
                adjusted += scaled
        return RemixSource(spec=spec, generation_id=None, image=image, last_image=None, adjusted=adjusted)

    async def _maker(self, caller: Caller, receipt: Receipt) -> Generation | None:
        """The caller's generation that a receipt names, if it has that very spec: anybody can write a receipt."""
        if receipt.id is None:
            return None
        try:
            found = await self._find(caller, receipt.id)
        except NotFound:
            return None
        return found if found.spec == receipt.spec else None

    async def _own_file(self, link: str) -> TakenClip | None:
        """The clip behind a link that this server signed, and need not fetch from itself; ``None`` for any other."""
        token, _, key = _signed_part(link).partition("/")
        try:
            self._verify_link(token, key)
        except links.LinkForged:
            return None
        except links.LinkExpired:
            raise UnusableClip(
                FIELD, link, "this link has expired; poll the generation again for a fresh one."
            ) from None
        try:
            head = await self._artifacts.head(key)
            start = b"".join([part async for part in self._artifacts.stream(key, 0, min(head.size, START_BYTES))])
        except NotFound:
            raise UnusableClip(FIELD, link, "its file was deleted.") from None
        return await asyncio.to_thread(read_clip, start, source=link)

    def _told(self, spec: GenerationSpec) -> tuple[str, ...]:
        if spec.engine == self._engine.name:
            return ()
        return (f"The clip was made by the engine {spec.engine}; this one is made by {self._engine.name}.",)


def _signed_part(link: str) -> str:
    """``token/key`` of a link of the form that this server gives; empty for anything else, megabytes of base64 too."""
    if len(link) > 2000 or not link.strip().startswith(("http://", "https://")):
        return ""
    try:
        path = urlsplit(link.strip()).path
    except ValueError:
        return ""
    return unquote(path.partition(links.READ.prefix)[2])


def _scaled(png: bytes | None, size: Resolution, name: str) -> tuple[bytes | None, tuple[str, ...]]:
    if png is None:
        return None, ()
    prepared = prepare(png, size, field=FIELD, source=name)
    return encode_png(prepared.pixels), prepared.adjusted
