"""From what a request's image field holds to a picture that an engine can use: fetched, checked, at the clip's size."""

from __future__ import annotations

import asyncio
from collections.abc import Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from vitascope.core.media import Resolution
from vitascope.media.image import encode_png, prepare
from vitascope.media.source import Link, read_source

if TYPE_CHECKING:
    from vitascope.media.fetch import Fetcher

FIELD = "image_url"
LONGEST_SHOWN = 200

AT_ONCE = 2
"""Pictures worked on at a time, by one process: half a megabyte of PNG can hold 50 megapixels, which take seconds and
half a gigabyte. Others wait for their turn, on no thread that anything else needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenImage:
    """An input image, checked and brought to the clip's size."""

    png: bytes
    adjusted: tuple[str, ...]
    """What was changed to make it fit, a sentence each."""

    def adjusted_in(self, field: str) -> tuple[str, ...]:
        """The same of one image of several: ``field`` is what its request calls it."""
        return tuple(f"`{field}`: {sentence}" for sentence in self.adjusted)


class ImageTaker:
    """Takes input images. ``allowed_hosts`` may have private addresses."""

    def __init__(self, *, allowed_hosts: Set[str] = frozenset()) -> None:
        self._allowed_hosts = allowed_hosts
        self._fetcher: Fetcher | None = None
        self._hands = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="picture")

    async def take(self, source: str, resolution: Resolution, *, field: str = FIELD) -> TakenImage:
        """Fetch or decode ``source``: an http(s) link, a data URI or bare base64. Raises `UnusableImage`.

        ``field`` is what errors call the place that it came from. Everything but the waiting is done on a thread: a
        large picture takes a second.
        """
        found = await asyncio.to_thread(read_source, source, field=field)
        data = await self._fetch(found.url, field) if isinstance(found, Link) else found.data
        shown = source if len(source) <= LONGEST_SHOWN else f"{source[:LONGEST_SHOWN]}…"
        return await self.prepare_in_turn(data, resolution, shown=shown, field=field)

    async def prepare_in_turn(
        self, data: bytes, resolution: Resolution, *, shown: str, field: str = FIELD
    ) -> TakenImage:
        """`prepare` on a thread, no more than `AT_ONCE` at a time."""
        work = partial(self.prepare, data, resolution, shown=shown, field=field)
        return await asyncio.get_running_loop().run_in_executor(self._hands, work)

    async def _fetch(self, url: str, field: str) -> bytes:
        if self._fetcher is None:
            self._fetcher = await asyncio.to_thread(self._make_fetcher)
        return await self._fetcher.fetch(url, field=field)

    def _make_fetcher(self) -> Fetcher:
        """On a thread, at the first link: an import of 0.1 s that most starts can do without, and the certificates."""
        from vitascope.media.fetch import Fetcher

        return Fetcher(allowed_hosts=self._allowed_hosts)

    def prepare(self, data: bytes, resolution: Resolution, *, shown: str, field: str = FIELD) -> TakenImage:
        """The image in ``data``, cropped and scaled; ``shown`` is what an error calls it. Raises `UnusableImage`."""
        prepared = prepare(data, resolution, field=field, source=shown)
        return TakenImage(png=encode_png(prepared.pixels), adjusted=prepared.adjusted)
