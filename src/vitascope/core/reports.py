"""What an account may ask about the past: how much was used, by what, and each request by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from vitascope.core.account import MAX_ROWS
from vitascope.core.errors import InvalidField

LONGEST_WINDOW = timedelta(days=92)
"""Wire contract, section 7."""

MAX_OFFSET = 2**53
"""Whole numbers that every JSON reader counts exactly; a page further on is empty anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Requests made in ``[start, end)``; both carry their offset. Raises `InvalidField`."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidField("end", self.end.isoformat(), "it must not be earlier than `start`.")
        if self.end - self.start > LONGEST_WINDOW:
            raise InvalidField(
                "start",
                self.start.isoformat(),
                f"the window must not exceed {LONGEST_WINDOW.days} days; "
                f"the earliest for this `end` is {(self.end - LONGEST_WINDOW).isoformat()}.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRow:
    """Requests of one model, on one day where days are told apart; requests under way count nowhere yet."""

    model: str
    day: date | None
    credits: int
    charged: int
    failed: int
    """Failed or cancelled; these cost nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """Which finished requests, newest first. Raises `InvalidField`."""

    window: Window
    models: tuple[str, ...] | None = None
    """Any of these; ``None`` for all."""
    succeeded: bool | None = None
    """Only those that did, or only those that did not."""
    limit: int = 50
    offset: int = 0

    def __post_init__(self) -> None:
        for name, value, least, most in (("limit", self.limit, 1, MAX_ROWS), ("offset", self.offset, 0, MAX_OFFSET)):
            if not least <= value <= most:
                nearest = min(max(value, least), most)
                raise InvalidField(name, value, f"use {least} to {most}; the nearest is {nearest}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One finished request."""

    id: UUID
    """The generation's."""
    created_at: datetime
    succeeded: bool
    origin: str
    """``api`` or ``playground``."""
    model: str
    credits: int
    """Charged: nothing for what failed."""
    client_request_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Some rows, and how many there are in all."""

    rows: tuple[LogRow, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """How long clips of a model took to render of late, in milliseconds: this many per cent took no longer."""

    model: str
    p50: float
    p75: float
    p90: float
    p99: float
