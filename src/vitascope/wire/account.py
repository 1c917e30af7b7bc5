"""What the account's pages have in common: their query strings, moments and money (wire contract, section 7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from vitascope.core.errors import BadInput, InvalidField
from vitascope.core.generation import one_of
from vitascope.core.reports import LONGEST_WINDOW, Window
from vitascope.core.usage import usd
from vitascope.wire import fields

Asked = Sequence[tuple[str, str]]
"""Names and values of a query string, in order; a name may come again."""

_PERIOD = re.compile(r"([0-9]{1,9})([hd])", re.A)
_HOURS = {"h": 1, "d": 24}
_LOST_PLUS = re.compile(r" (?=[0-9]{2}:?[0-9]{2}$)", re.A)


def dollars(credits: int) -> int | float:
    """``credits`` in US dollars, without a fraction where there is none."""
    amount = usd(credits)
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def moment(at: datetime) -> str:
    """``at`` in UTC, to the millisecond: ``2026-02-18T06:59:10.031Z``."""
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def only(asked: Asked, known: tuple[str, ...]) -> None:
    """Raises `InvalidField` for a name that is none of ``known``."""
    for name, value in asked:
        if name not in known:
            raise InvalidField(name[:80], value, f"there is no such parameter here; {one_of(known)}")


def once(asked: Asked, name: str) -> str | None:
    """The one value of ``name``. Raises `InvalidField` where it comes with several."""
    values = dict.fromkeys(value for asked_name, value in asked if asked_name == name)
    if len(values) > 1:
        raise InvalidField(name, ", ".join(values), "send it once.")
    return next(iter(values), None)


def each(asked: Asked, name: str) -> tuple[str, ...]:
    """Every value of ``name``."""
    return tuple(value for asked_name, value in asked if asked_name == name)


def choice(asked: Asked, name: str, legal: tuple[str, ...]) -> str | None:
    """One of a few names. Raises `InvalidField`."""
    value = once(asked, name)
    if value is not None and value not in legal:
        raise InvalidField(name, value, one_of(legal), expected=fields.union(legal))
    return value


def number(asked: Asked, name: str, default: int) -> int:
    """A whole number; whether it is legal is for `core` to say. Raises `InvalidField`."""
    found = fields.whole({name: once(asked, name)}, name, "use a whole number.")
    return default if found is None else found


def instant(asked: Asked, name: str, *, offset: bool) -> datetime | None:
    """A moment in ISO 8601. ``offset``: whether it must name its own; else it is UTC. Raises `InvalidField`."""
    value = once(asked, name)
    if value is None:
        return None
    hint = "use a date and time such as 2026-08-01T00:00:00Z"
    try:
        # A plus that was not percent-encoded reaches us as a space.
        found = datetime.fromisoformat(_LOST_PLUS.sub("+", value.strip()))
        if found.tzinfo is None and offset:
            raise InvalidField(name, value, f"it names no offset from UTC; {hint}.")
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise InvalidField(name, value, f"{hint}.") from None


def window(asked: Asked, *, now: datetime) -> Window:
    """``period``, or ``start`` and ``end``. Raises `BadInput`."""
    period = once(asked, "period")
    start, end = instant(asked, "start", offset=False), instant(asked, "end", offset=False)
    if period is not None:
        if start is not None or end is not None:
            raise InvalidField("period", period, "send either `period`, or `start` and `end`, not both.")
        return Window(start=now - _span(period), end=now)
    for name, given in (("start", start), ("end", end)):
        if given is None:
            raise BadInput(f"`{name}` is missing: send either `period`, such as 24h or 7d, or both `start` and `end`.")
    assert start is not None  # noqa: S101 - for the type checker
    assert end is not None  # noqa: S101
    return Window(start=start, end=end)


def _span(period: str) -> timedelta:
    match = _PERIOD.fullmatch(period)
    hours = int(match[1]) * _HOURS[match[2]] if match else 0
    if not hours:
        raise InvalidField("period", period, "use a positive whole number followed by h or d, such as 24h or 7d.")
    if hours > LONGEST_WINDOW / timedelta(hours=1):
        raise InvalidField("period", period, f"use at most {LONGEST_WINDOW.days}d.")
    return timedelta(hours=hours)
