"""From what a request's ``remix_of`` holds to the receipt in that clip, and to the picture that it begins with."""

from __future__ import annotations

import asyncio
from collections.abc import Set
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import av
import numpy as np
from numpy.typing import NDArray

from vitascope.core.errors import UnusableClip
from vitascope.core.media import Resolution
from vitascope.media.compare import planes_of
from vitascope.media.convert import i420_to_rgb
from vitascope.media.receipt import Receipt, checked_receipt
from vitascope.media.source import CLIP_START, Link, read_source

if TYPE_CHECKING:
    from vitascope.media.fetch import Fetcher

FIELD = "remix_of"

START_BYTES = 8 * 2**20
"""Of a clip elsewhere: its index, some 10 kB, and its first frame, 3 MB at most. The rest need not be fetched."""

MAX_ENCODED_CHARS = 64 * 2**20
"""Above the bound on a request's body, which comes first."""

LONGEST_SHOWN = 200

MAX_PACKETS = 64
"""Looked at for a first frame; in a clip of ours it is in the first."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TakenClip:
    """The beginning of a clip, at least its index and its first frame, and the receipt in it."""

    start: bytes
    receipt: Receipt


class ClipTaker:
    """Takes clips. ``allowed_hosts`` may have private addresses."""

    def __init__(self, *, allowed_hosts: Set[str] = frozenset()) -> None:
        self._allowed_hosts = allowed_hosts
        self._fetcher: Fetcher | None = None

    async def take(self, source: str) -> TakenClip:
        """Fetch or decode ``source``: an http(s) link, a data URI or bare base64. Raises `UnusableClip`."""
        found = await asyncio.to_thread(
            read_source, source, field=FIELD, max_chars=MAX_ENCODED_CHARS, wanted=CLIP_START
        )
        data = await self._fetch(found.url) if isinstance(found, Link) else found.data
        shown = source if len(source) <= LONGEST_SHOWN else f"{source[:LONGEST_SHOWN]}…"
        return await asyncio.to_thread(read_clip, data, source=shown)

    async def _fetch(self, url: str) -> bytes:
        if self._fetcher is None:
            self._fetcher = await asyncio.to_thread(self._make_fetcher)
        return await self._fetcher.fetch(url, field=FIELD)

    def _make_fetcher(self) -> Fetcher:
        """On a thread, at the first link: an import of 0.1 s that most starts can do without, and the certificates."""
        from vitascope.media.fetch import Fetcher, FetchLimits

        limits = FetchLimits(max_bytes=START_BYTES)
        return Fetcher(allowed_hosts=self._allowed_hosts, limits=limits, wanted=CLIP_START)


def read_clip(start: bytes, *, source: str) -> TakenClip:
    """The clip that begins with ``start``; ``source`` is what an error calls it. Raises `UnusableClip`."""
    return TakenClip(start=start, receipt=checked_receipt(BytesIO(start), field=FIELD, source=source))


def first_picture(clip: TakenClip) -> NDArray[np.uint8]:
    """What a clip begins with, sRGB ``(height, width, 3)``: its frame 0, which lost a little to the encoder.

    A stranger's file reaches a decoder here, so everything about it is looked at first: its kind, its codec, its size,
    which has to be the legal one of its receipt. Takes some 50 ms, so an event loop calls it on a thread. Raises
    `UnusableClip`.
    """
    try:
        return _first_picture(clip.start, clip.receipt.spec.frame_size)
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise UnusableClip(
            FIELD,
            "a clip",
            f"its first frame cannot be read ({error}); give the image that it began with in `image_url`.",
        ) from None


def _first_picture(start: bytes, size: Resolution) -> NDArray[np.uint8]:
    with av.open(BytesIO(start), "r", format="mp4") as container:  # named: no file may choose another reader for itself
        stream = container.streams.video[0]
        context = stream.codec_context
        if context.codec.name != "h264" or (context.width, context.height) != (size.width, size.height):
            raise ValueError(f"it is {context.codec.name} of {context.width}×{context.height}")
        context.options = {"max_pixels": str(2 * size.width * size.height)}  # its bitstream may claim another size
        for count, packet in enumerate(container.demux(stream)):
            if count == MAX_PACKETS:
                break
            for frame in packet.decode():
                if (frame.width, frame.height) != (size.width, size.height):
                    raise ValueError(f"it is {frame.width}×{frame.height}")
                return i420_to_rgb(*planes_of(frame))
    raise ValueError("it holds no frame")
