"""A request's body: read within bounds of size and time, and parsed where it does not hold up the event loop."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from vitascope.wire.json_text import read_object

IDLE_S = 20.0
"""Silence within a body that ends it."""

TOTAL_S = 300.0
"""For the whole body: 32 MiB at 1 Mbit/s take 268 s."""

THREAD_FROM = 64 * 1024
"""Bytes above which a body is parsed on a thread. Below, that takes under 1 ms."""


async def read_json(request: Request, *, max_bytes: int, total_s: float | None = None) -> dict[str, Any]:
    """The JSON object sent, whatever its content type says; within ``total_s``, else `TOTAL_S`.

    Raises `core.errors.BadInput` for what is not one, and replies of 408, 413 and 415.
    """
    text = await read_body(request, max_bytes=max_bytes, total_s=total_s)
    if len(text) < THREAD_FROM:
        return read_object(text)
    return await asyncio.to_thread(read_object, text)


async def read_body(request: Request, *, max_bytes: int, total_s: float | None = None) -> bytes:
    """The bytes sent. Raises replies of 408, 413 and 415."""
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise HTTPException(415, "The body is compressed: send it plain, without Content-Encoding.")
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and (len(announced) > 18 or int(announced) > max_bytes):
        raise _too_large(max_bytes)
    body = bytearray()
    chunks = request.stream()
    try:
        async with asyncio.timeout(TOTAL_S if total_s is None else total_s):
            while True:
                async with asyncio.timeout(IDLE_S):
                    chunk = await anext(chunks, None)
                if chunk is None:
                    return bytes(body)
                body += chunk
                if len(body) > max_bytes:
                    raise _too_large(max_bytes)
    except TimeoutError as error:
        # The rest of the body may yet come, so the connection cannot carry another request.
        raise HTTPException(
            408, "The body did not arrive in time; nothing was queued.", {"Connection": "close"}
        ) from error


def _too_large(max_bytes: int) -> HTTPException:
    # The connection stays open: the server reads what still comes and drops it, so that a client that sends
    # everything before it looks for a reply finds this one, not a reset.
    return HTTPException(
        413, f"The body is larger than {max_bytes / 2**20:g} MiB: send a smaller image, or a link to it."
    )
