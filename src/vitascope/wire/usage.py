"""``/v2/usage`` and ``/v2/usage/detail``: what a key has spent in a window of time (wire contract, section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from vitascope.core.errors import InvalidField
from vitascope.core.reports import UsageRow, Window
from vitascope.wire.account import Asked, choice, dollars, moment, once

JsonObject = dict[str, Any]

GROUPINGS = ("day", "model", "day,model")
NO_TOKENS: JsonObject = {"input": 0, "output": 0, "total": 0}
"""Videos are not billed by tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """How a detailed report is broken down."""

    days: bool
    models: bool
    zone: str
    """Time zone in which days begin."""


def refuse_grouping(asked: Asked) -> None:
    """Raises `InvalidField`: a flat total has nowhere to put a breakdown."""
    for name in ("group_by", "tz"):
        if (value := once(asked, name)) is not None:
            raise InvalidField(name, value, "leave it out, or ask `/v2/usage/detail`.")


def read_grouping(asked: Asked) -> Grouping | None:
    """Raises `InvalidField`."""
    by, zone = choice(asked, "group_by", GROUPINGS), once(asked, "tz")
    if zone is not None and zone not in _zones():
        raise InvalidField("tz", zone, "use the exact name of an IANA time zone, such as Europe/Berlin or UTC.")
    return None if by is None else Grouping(days="day" in by, models="model" in by, zone=zone or "UTC")


@cache
def _zones() -> frozenset[str]:
    # Some systems list their own setting as a zone. A system without a database of zones has UTC all the same.
    return frozenset(available_timezones() | {"UTC"}) - {"localtime", "Factory", "posixrules"}


def total(rows: Sequence[UsageRow], window: Window, *, key_prefix: str | None) -> JsonObject:
    """The flat report. ``key_prefix`` as it was asked for."""
    return {
        "api_key_prefix": key_prefix,
        "start": moment(window.start),
        "end": moment(window.end),
        "spend": _spend(rows),
        "currency": "USD",
        "requests": sum(row.charged for row in rows),
    }


def detail(
    rows: Sequence[UsageRow], window: Window, *, key_prefix: str | None, grouping: Grouping | None
) -> JsonObject:
    """The report by model, dearest first, and by group where that was asked for."""
    charged = {name: of for name, of in _by(rows, days=False, models=True) if any(row.charged for row in of)}
    models: list[JsonObject] = [
        {"model": name[1], "spend": _spend(of), "requests": sum(row.charged for row in of)}
        for name, of in charged.items()
    ]
    models.sort(key=lambda model: (-model["spend"], model["model"]))
    told = total(rows, window, key_prefix=key_prefix) | {"models": models}
    if grouping is not None:
        told["groups"] = [
            _group(day, model, of) for (day, model), of in _by(rows, days=grouping.days, models=grouping.models)
        ]
    return told


Name = tuple[str | None, str | None]


def _by(rows: Iterable[UsageRow], *, days: bool, models: bool) -> list[tuple[Name, list[UsageRow]]]:
    """Rows by their day, their model or both, in this order."""
    found: dict[Name, list[UsageRow]] = {}
    for row in rows:
        day = row.day.isoformat() if days and row.day is not None else None
        found.setdefault((day, row.model if models else None), []).append(row)
    return sorted(found.items(), key=lambda item: (item[0][0] or "", item[0][1] or ""))


def _group(day: str | None, model: str | None, rows: list[UsageRow]) -> JsonObject:
    succeeded, failed = sum(row.charged for row in rows), sum(row.failed for row in rows)
    return {
        **({} if day is None else {"day": day}),
        **({} if model is None else {"model": model}),
        "spend": _spend(rows),
        "tokens": dict(NO_TOKENS),
        "requests": {
            "total": succeeded + failed,
            "charged": succeeded,  # every clip that is made is charged
            "succeeded": succeeded,
            "failed": failed,
        },
    }


def _spend(rows: Iterable[UsageRow]) -> int | float:
    return dollars(sum(row.credits for row in rows))
