"""Which bytes of a file a request asks for: RFC 9110, sections 13 and 14, for one representation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SPAN = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.I | re.A)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Bytes ``[start, end)``."""

    start: int
    end: int


class Unsatisfiable(Exception):
    """The range asked for lies outside the file."""


def asked_span(header: str | None, size: int) -> Span | None:
    """The one span that a ``Range`` header asks of ``size`` bytes; ``None`` for the whole file.

    Several spans, other units and malformed headers are left aside, as the RFC allows. Raises `Unsatisfiable`.
    """
    match = _SPAN.fullmatch(header) if header is not None else None
    if match is None or match[0].strip().endswith("=-"):
        return None
    first, last = match[1], match[2]
    if not first:
        length = min(int(last), size)
        if not length:
            raise Unsatisfiable
        return Span(start=size - length, end=size)
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return Span(start=start, end=end)


def not_modified(headers: Mapping[str, str], *, etag: str, modified: datetime) -> bool:
    """Whether the client's copy is still good: ``If-None-Match``, else ``If-Modified-Since``."""
    known = headers.get("if-none-match")
    if known is not None:
        tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
        return "*" in tags or etag in tags
    since = _date(headers.get("if-modified-since"))
    return since is not None and modified.replace(microsecond=0) <= since


def range_still_good(if_range: str | None, *, etag: str, modified: datetime) -> bool:
    """Whether a ``Range`` may be honoured: the client's first part came from this very file."""
    if if_range is None:
        return True
    if if_range.startswith(('"', "W/")):
        return if_range.strip() == etag
    return _date(if_range) == modified.replace(microsecond=0)


def _date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return date.replace(tzinfo=UTC) if date is not None and date.tzinfo is None else date
