"""What belongs to an account beside its generations: keys, and the credits that its balance gains and loses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypedDict
from uuid import UUID

from vitascope.core.errors import InvalidField
from vitascope.core.generation import one_of
from vitascope.core.usage import CREDITS_PER_USD

SCOPES = (
    *("model:chat", "model:responses", "model:image", "model:audio"),
    *("model:video", "model:embeddings", "model:speech", "model:ocr"),
)
"""What a key may be narrowed to. Only ``model:video`` opens anything here. Source: wire contract, section 7."""

Retention = Literal["no_reset", "day", "week", "month"]
RETENTIONS: tuple[Retention, ...] = ("no_reset", "day", "week", "month")

MAX_NAME_CHARS = 200
MAX_USD = Decimal(1_000_000_000)
"""In credits far within 64 bits, and within the whole numbers that JavaScript counts exactly."""


OWNERS_KEYS = "management keys of an owner of this server (`vitascope accounts set NAME --owner`)"
"""Who sees the work of all accounts, and the machines, as refusals name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLimit:
    """What a key may spend in each period; ``no_reset`` has one period. Periods begin at 00:00 UTC."""

    credits: int
    retention: Retention

    @classmethod
    def of_usd(cls, threshold: Decimal, period: str) -> KeyLimit:
        """Fractions of a credit are left out. Raises `InvalidField`."""
        if period not in RETENTIONS:
            raise InvalidField(
                "limit.retention", period, one_of(RETENTIONS), expected=" | ".join(f"'{known}'" for known in RETENTIONS)
            )
        if not 0 <= threshold <= MAX_USD:
            nearest = min(max(threshold, Decimal(0)), MAX_USD)
            raise InvalidField("limit.threshold", threshold, f"use 0 to {MAX_USD:,} USD; the nearest is {nearest:,}.")
        return cls(credits=int(threshold * CREDITS_PER_USD), retention=period)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as its account may see it: everything but the key."""

    id: UUID
    prefix: str
    name: str | None
    disabled: bool
    scopes: tuple[str, ...] | None
    """``None`` is all of them."""
    limit: KeyLimit | None
    created_at: datetime
    updated_at: datetime
    month_credits: int = 0
    """Charged for requests since the first of this month, 00:00 UTC."""


class KeyFields(TypedDict, total=False):
    """Fields of a key to set; those that are absent stay as they are."""

    name: str | None
    disabled: bool
    scopes: tuple[str, ...] | None
    limit: KeyLimit | None


NEW_KEY = KeyFields(name=None, disabled=False, scopes=None, limit=None)
"""What a key has where nothing was said."""


def legal_name(name: str | None) -> str | None:
    """``name`` without spaces around it. Raises `InvalidField`."""
    if name is None:
        return None
    if len(name) > MAX_NAME_CHARS:
        raise InvalidField("name", name, f"{len(name):,} characters; use at most {MAX_NAME_CHARS}.")
    if not name.strip() or not name.strip().isprintable():
        raise InvalidField("name", name, "use printable characters, or leave it out.")
    return name.strip()


def legal_scopes(scopes: tuple[str, ...]) -> tuple[str, ...]:
    """``scopes`` without repeats, in their usual order. Raises `InvalidField`."""
    for scope in scopes:
        if scope not in SCOPES:
            raise InvalidField("scopes", scope, one_of(SCOPES), expected=" | ".join(f"'{known}'" for known in SCOPES))
    return tuple(known for known in SCOPES if known in scopes)


Direction = Literal["TOPUP", "CHARGE"]
DIRECTIONS: tuple[Direction, ...] = ("TOPUP", "CHARGE")

EntryType = Literal["PAYMENT", "BONUS", "REFUND", "ADJUSTMENT", "MODEL_USAGE", "CREDITS_EXPIRED", "INIT"]
ENTRY_TYPES: tuple[EntryType, ...] = (
    *("PAYMENT", "BONUS", "REFUND", "ADJUSTMENT"),
    *("MODEL_USAGE", "CREDITS_EXPIRED", "INIT"),
)
"""What can produce an entry of the ledger. Source: wire contract, section 7."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account and what it has left."""

    id: UUID
    name: str
    email: str | None
    balance: int | None
    """Credits that are neither spent nor held; ``None`` is unlimited."""
    created_at: datetime
    owner: bool = False
    """Whether its management keys see the work of all accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page of the ledger ended."""

    created_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One movement of a balance; ``credits`` is positive, ``direction`` its sign."""

    id: UUID
    """The generation's own, where the use of a model was charged."""
    created_at: datetime
    direction: Direction
    type: EntryType
    credits: int
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerQuery:
    """Which entries, newest first. Raises `InvalidField`."""

    limit: int = 50
    after: Place | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None
    direction: Direction | None = None
    type: EntryType | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MAX_ROWS:
            nearest = min(max(self.limit, 1), MAX_ROWS)
            raise InvalidField("limit", self.limit, f"use 1 to {MAX_ROWS}; the nearest is {nearest}.")
        if self.created_from and self.created_before and self.created_before <= self.created_from:
            raise InvalidField("to", self.created_before.isoformat(), "it must be later than `from`.")


MAX_ROWS = 100
"""Entries or log rows a page may have. Source: wire contract, section 7."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """Some entries, and whether older ones follow."""

    entries: tuple[LedgerEntry, ...]
    has_more: bool
