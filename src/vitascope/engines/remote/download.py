"""A clip's bytes off the line into a file, as long as they may be a clip's."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from vitascope.core.errors import BadDelivery
from vitascope.media.container import reader_of

MAX_CLIP_BYTES = 2 * 2**30
"""Twenty seconds of 2160p at 50 frames a second, encoded by somebody who spares nothing, are under half of it."""
TOO_LARGE = f"The inference server sent a clip of more than {MAX_CLIP_BYTES / 1e9:.0f} GB."


async def save(reply: httpx.Response, path: Path) -> None:
    """The body of ``reply`` to ``path``. Raises `BadDelivery` where it does not begin as a clip does, or never ends."""
    written, length = 0, reply.headers.get("content-length", "")
    if length.isascii() and length.isdecimal() and int(length[:20]) > MAX_CLIP_BYTES:
        raise BadDelivery(TOO_LARGE)
    with path.open("wb") as file:
        async for part in reply.aiter_bytes(2**20):
            if written == 0 and reader_of(part) is None:
                raise BadDelivery(f"The inference server sent {_kind(part)} in place of a clip.")
            written += len(part)
            if written > MAX_CLIP_BYTES:
                raise BadDelivery(TOO_LARGE)
            await asyncio.to_thread(file.write, part)
    if written == 0:
        raise BadDelivery("The inference server sent nothing in place of a clip.")


def _kind(start: bytes) -> str:
    text = start[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"{", b"[")):
        return "JSON"
    return "a web page" if text.startswith((b"<!doctype html", b"<html")) else "something else"
