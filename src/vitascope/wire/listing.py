"""Lists on ``/v2/video/generations``, which are ours: the vendor has none. Cursors are opaque."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from vitascope.core.errors import InvalidField
from vitascope.core.generation import MODELS, Status, one_of
from vitascope.core.listing import MAX_PAGE, Page, Query
from vitascope.wire import fields

PARAMETERS = ("limit", "cursor", "order", "status", "model", "from", "to")
"""A GET with one of these, and without an id, asks for a list."""

_OF_SEVERAL = ("status", "model")

_STATUSES = {
    "queued": (Status.QUEUED,),
    "generating": (Status.GENERATING,),
    "completed": (Status.COMPLETED,),
    "error": (Status.ERROR, Status.CANCELLED),
}
"""As this surface shows them."""


def read_query(pairs: Sequence[tuple[str, str]]) -> Query:
    """What a list's query string asks. Several statuses or models are separated by commas, or come one by one.

    Raises `InvalidField`.
    """
    asked = dict(pairs)
    for name in _OF_SEVERAL:
        if name in asked:
            asked[name] = ",".join(value for asked_name, value in pairs if asked_name == name)
    order = _one(asked, "order", ("desc", "asc")) or "desc"
    statuses = _several(asked, "status", tuple(_STATUSES))
    limit = fields.whole(asked, "limit", f"use 1 to {MAX_PAGE}.")
    return Query(
        limit=20 if limit is None else limit,
        after=_after(asked.get("cursor")),
        newest_first=order == "desc",
        statuses=tuple(s for name in statuses for s in _STATUSES[name]),
        models=_several(asked, "model", tuple(MODELS)),
        created_from=_moment(asked, "from"),
        created_before=_moment(asked, "to"),
    )


def listed(page: Page, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The reply: ``items`` are the page's generations as a poll shows them."""
    last = page.looked_to or (page.generations[-1].id if page.generations else None)
    more = page.has_more and last is not None
    return {
        "data": list(items),
        "pagination": {"next_cursor": cursor(last) if more and last is not None else None, "has_more": more},
    }


def cursor(last: UUID) -> str:
    """What asks for the page after ``last``."""
    return base64.urlsafe_b64encode(last.bytes).rstrip(b"=").decode()


def _after(text: str | None) -> UUID | None:
    if text is None:
        return None
    try:
        return UUID(bytes=base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        raise InvalidField("cursor", text, "use the `next_cursor` of the page before.") from None


def _one(asked: Mapping[str, str], field: str, legal: tuple[str, ...]) -> str | None:
    value = asked.get(field)
    if value is not None and value not in legal:
        raise InvalidField(field, value, one_of(legal), expected=fields.union(legal))
    return value


def _several(asked: Mapping[str, str], field: str, legal: tuple[str, ...]) -> tuple[str, ...]:
    values = [v.strip() for v in asked.get(field, "").split(",") if v.strip()]
    for value in values:
        if value not in legal:
            raise InvalidField(field, value, one_of(legal), expected=fields.union(legal))
    return tuple(dict.fromkeys(values))


def _moment(asked: Mapping[str, str], field: str) -> datetime | None:
    """ISO 8601; UTC where it names no offset."""
    value = asked.get(field)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise InvalidField(field, value, "use a date and time such as 2026-01-31T12:00:00Z.") from None
