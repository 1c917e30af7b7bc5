"""How much an account or a key may ask for at once, and what share of the workers an account has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from vitascope.core.account import KeyLimit
from vitascope.core.errors import BadInput

NO_LIMIT = 2**31 - 1
"""A number that nothing reaches: for an account that has no limit although the server's settings have one."""

WEIGHTS = (0.01, 100.0)
"""Least and largest share of an account, beside one of 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Whole numbers. ``None`` is what the server's settings say, for an account, and no limit, for a key."""

    requests_per_minute: int | None = None
    queued: int | None = None
    """Clips that wait at once."""
    running: int | None = None
    """Clips that render at once. What is over it waits, and holds nobody up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """All that bounds an account or a key."""

    limits: Limits = field(default_factory=Limits)
    credits: KeyLimit | None = None
    """What it may spend in each period."""
    weight: float = 1.0
    """Of an account, against the others: one of 2 gets twice the work done while both wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLimit:
    """One that holds for a caller: ``limit`` in requests, clips or credits; ``used`` too, ``None`` where
    that is not counted."""

    of: Literal["key", "account"]
    name: Literal["requests_per_minute", "queued", "running", "credits"]
    limit: int
    used: int | None
    period: str | None = None
    """Of credits: ``day``, ``week``, ``month``, or ``no_reset``."""
    next_s: float | None = None
    """Seconds until its next period begins."""


def counted(number: int, what: str) -> str:
    """``1 clip``, ``1,000 clips``."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def legal_weight(weight: float) -> float:
    """Raises `BadInput`."""
    least, largest = WEIGHTS
    if not least <= weight <= largest:
        raise BadInput(f"The weight is {weight:g}: use {least:g} to {largest:g}; an account has 1 to begin with.")
    return weight
