"""Lists of generations: what is asked of them, and a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vitascope.core.errors import InvalidField
from vitascope.core.generation import Generation, Status

MAX_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which of an account's generations, and how many. Raises `InvalidField`."""

    limit: int = 20
    after: UUID | None = None
    """The last generation of the page before, in this order."""
    newest_first: bool = True
    statuses: tuple[Status, ...] = ()
    """Any of these; empty for all."""
    models: tuple[str, ...] = ()
    surface: str | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None
    words: tuple[str, ...] = ()
    """All of them stand in the prompt, in capitals or not, whole or as parts of words; empty for any prompt."""

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MAX_PAGE:
            nearest = max(1, min(MAX_PAGE, self.limit))
            raise InvalidField("limit", self.limit, f"use 1 to {MAX_PAGE}; the nearest is {nearest}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of an account's generations, in order."""

    generations: tuple[Generation, ...]
    has_more: bool
    looked_to: UUID | None = None
    """Where a look for what fits stopped before its page was full: the next page begins after it."""
