"""``/v2/logs``: each finished request by itself (wire contract, section 7)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from vitascope.core.errors import InvalidField
from vitascope.core.generation import MODEL_ALIASES, MODELS, one_of
from vitascope.core.reports import LogPage, LogQuery, LogRow
from vitascope.wire import fields
from vitascope.wire.account import Asked, dollars, each, moment, number, window
from vitascope.wire.usage import NO_TOKENS

JsonObject = dict[str, Any]

STATUSES = ("succeeded", "failed")
MAX_VALUES = 50
"""Of one parameter. Wire contract, section 7."""


def read_query(asked: Asked, *, now: datetime) -> LogQuery:
    """Raises `InvalidField`."""
    names, statuses = _several(asked, "model"), set(_several(asked, "status"))
    for status in statuses:
        if status not in STATUSES:
            raise InvalidField("status", status, one_of(STATUSES), expected=fields.union(STATUSES))
    return LogQuery(
        window=window(asked, now=now),
        # A name that is none of ours matches nothing, as documented.
        models=tuple(m for m in (MODEL_ALIASES.get(n, n) for n in names) if m in MODELS) if names else None,
        succeeded="succeeded" in statuses if len(statuses) == 1 else None,
        limit=number(asked, "limit", 50),
        offset=number(asked, "offset", 0),
    )


def logs(page: LogPage, query: LogQuery) -> JsonObject:
    return {
        "data": [_row(row) for row in page.rows],
        "pagination": {
            "limit": query.limit,
            "offset": query.offset,
            "total": page.total,
            "has_more": query.offset + len(page.rows) < page.total,
        },
    }


def _several(asked: Asked, name: str) -> tuple[str, ...]:
    values = each(asked, name)
    if len(values) > MAX_VALUES:
        raise InvalidField(name, f"{len(values)} values", f"use at most {MAX_VALUES}.")
    return values


def _row(row: LogRow) -> JsonObject:
    return {
        "created": moment(row.created_at),
        "status": "succeeded" if row.succeeded else "failed",
        "origin": row.origin,
        "model": row.model,
        "cost": {"usd": dollars(row.credits), "credits": row.credits},
        "tokens": dict(NO_TOKENS),
        "request_id": None,  # calls get a name of ours only where they are refused, and those are in no log
        "inference_id": f"{row.id}:{row.model}",
        "client_request_id": row.client_request_id,
    }
