"""From what a request's image field holds to a picture that an engine can use: fetched, checked, at the clip's size."""

from __future__ import annotations

import asyncio
from collections.abc import Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vitascope.core.media import Resolution
from vitascope.media.image import encode_png, prepare
from vitascope.media.source import Link, read_source

if TYPE_CHECKING:
    from vitascope.media.fetch import Fetcher

FIELD = "image_url"
LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenImage:
    """An input image, checked and brought to the clip's size."""

    png: bytes
    adjusted: tuple[str, ...]
    """What was changed to make it fit, a sentence each."""


class ImageTaker:
    """Takes input images. ``allowed_hosts`` may have private addresses."""

    def __init__(self, *, allowed_hosts: Set[str] = frozenset()) -> None:
        self._allowed_hosts = allowed_hosts
        self._fetcher: Fetcher | None = None

    async def take(self, source: str, resolution: Resolution) -> TakenImage:
        """Fetch or decode ``source``: an http(s) link, a data URI or bare base64. Raises `UnusableImage`.

        Everything but the waiting is done on a thread: a large picture takes a second.
        """
        found = await asyncio.to_thread(read_source, source, field=FIELD)
        data = await self._fetch(found.url) if isinstance(found, Link) else found.data
        shown = source if len(source) <= LONGEST_SHOWN else f"{source[:LONGEST_SHOWN]}…"
        return await asyncio.to_thread(self.prepare, data, resolution, shown=shown)

    async def _fetch(self, url: str) -> bytes:
        if self._fetcher is None:
            self._fetcher = await asyncio.to_thread(self._make_fetcher)
        return await self._fetcher.fetch(url, field=FIELD)

    def _make_fetcher(self) -> Fetcher:
        """On a thread, at the first link: an import of 0.1 s that most starts can do without, and the certificates."""
        from vitascope.media.fetch import Fetcher

        return Fetcher(allowed_hosts=self._allowed_hosts)

    def prepare(self, data: bytes, resolution: Resolution, *, shown: str) -> TakenImage:
        """The image in ``data``, cropped and scaled; ``shown`` is what an error calls it. Raises `UnusableImage`."""
        prepared = prepare(data, resolution, field=FIELD, source=shown)
        return TakenImage(png=encode_png(prepared.pixels), adjusted=prepared.adjusted)
