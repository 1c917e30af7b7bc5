"""``application/x-www-form-urlencoded``: a form without files, as `requests` and HTML send it.

``curl -d`` gives the same content type to whatever it sends, so that a body which begins as JSON does is read as JSON.
"""

from __future__ import annotations

import asyncio
import codecs
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from vitascope.api.body import THREAD_FROM, read_body
from vitascope.core.errors import BadInput, shown
from vitascope.wire.json_text import read_object

MAX_FIELDS = 100
"""As in a form of several parts."""

MAX_ESCAPES = 1_000_000
"""Percent signs a body may hold: each costs some 80 bytes while it is read. Base64 needs one for 32 characters, under
half a million in 12 MiB."""


def is_urlencoded(request: Request) -> bool:
    media_type = request.headers.get("content-type", "").partition(";")[0]
    return media_type.strip().lower() == "application/x-www-form-urlencoded"


async def read_urlencoded(request: Request, *, max_bytes: int) -> dict[str, Any]:
    """The fields sent. Raises `core.errors.BadInput` for what holds none, and replies of 408, 413 and 415."""
    body = await read_body(request, max_bytes=max_bytes)
    if len(body) < THREAD_FROM:
        return read_fields(body)
    return await asyncio.to_thread(read_fields, body)


def read_fields(body: bytes) -> dict[str, Any]:
    """The fields in ``body``, a form or JSON. Raises `BadInput`: a name twice, text that is not UTF-8, too much."""
    if body.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"", b"{", b"[", b'"'):
        return read_object(body)
    if body.count(b"%") > MAX_ESCAPES:
        raise BadInput(f"The form holds too many percent signs: at most {MAX_ESCAPES:,} are read.")
    if body.count(b"&") >= MAX_FIELDS:
        raise BadInput(f"The form has too many fields: at most {MAX_FIELDS} are read.")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise BadInput("The form is not UTF-8 text, percent-encoded.") from error
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name.endswith("[]"):  # a list, which may come in several fields; none of ours is one
            continue
        if name in found:
            raise BadInput(f"The field {shown(name)} appears twice: send it once.")
        found[name] = value
    return found
