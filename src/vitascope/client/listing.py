"""What a list can be asked."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict


class ListFields(TypedDict, total=False):
    """Left out, each generation is meant, newest first, 20 a page."""

    limit: int
    cursor: str
    """`Page.next_cursor` of the page before."""
    status: str
    """``queued``, ``generating``, ``completed`` or ``error``; several with commas between them."""
    model: str
    order: Literal["asc", "desc"]
    since: datetime
    """Made then or later; UTC where it names no zone."""
    until: datetime
    """Made before."""


_AS_THE_SERVER_CALLS_IT = {"since": "from", "until": "to"}


def list_query(fields: ListFields) -> dict[str, str]:
    """As the server reads it. ``limit`` is always there: it is what tells a list from a poll without its id."""
    if unknown := sorted(set(fields) - ListFields.__annotations__.keys()):
        raise TypeError(f"list() has no {unknown[0]!r}: it takes {', '.join(ListFields.__annotations__)}")
    query = {"limit": "20"}
    for name, value in fields.items():
        if value is not None:
            text = value.isoformat() if isinstance(value, datetime) else str(value)
            query[_AS_THE_SERVER_CALLS_IT.get(name, name)] = text
    return query
