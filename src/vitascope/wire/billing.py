"""``/v2/billing`` and the legacy balance: what is left, and every movement of it (wire contract, section 7)."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from vitascope.core.account import (
    DIRECTIONS,
    ENTRY_TYPES,
    Account,
    Direction,
    EntryType,
    LedgerEntry,
    LedgerPage,
    LedgerQuery,
    Place,
)
from vitascope.core.errors import InvalidField
from vitascope.core.usage import CREDITS_PER_USD
from vitascope.wire.account import Asked, choice, dollars, instant, moment, number, once, only

JsonObject = dict[str, Any]

UNLIMITED_CREDITS = 1_000_000 * CREDITS_PER_USD
"""Shown for an account that may spend what it likes. Clients compare the balance with what they are about to spend, and
some stop at zero, so neither 0 nor null will do; a million dollars never falls, and is exact in every number format."""

LOW_BALANCE_CREDITS = 10_000
"""The vendor's own threshold: Account Balance in its documentation, the example reply."""

_QUERY = ("from", "to", "direction", "type", "limit", "cursor")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def balance(account: Account) -> JsonObject:
    return {"current_balance": dollars(_credits(account)), "currency": "USD"}


def detail(account: Account) -> JsonObject:
    return {
        "user_id": str(account.id),
        "email": account.email,
        **balance(account),
        # Whoever runs the server grants credits; nothing is bought here.
        "autotopup_settings": {"is_enabled": False, "threshold": 0, "amount": 0, "currency": "USD"},
    }


def legacy_balance(account: Account, *, now: datetime) -> JsonObject:
    """In credits. ``status`` has the vendor's one known value."""
    credits = _credits(account)
    return {
        "balance": credits,
        "lowBalance": credits < LOW_BALANCE_CREDITS,
        "lowBalanceThreshold": LOW_BALANCE_CREDITS,
        "lastUpdated": moment(now),
        "autoDebitStatus": "disabled",
        "status": "current",
        "statusExplanation": "Balance is current and up to date",
    }


def read_query(asked: Asked) -> LedgerQuery:
    """Raises `InvalidField`, for a parameter that is not known too."""
    only(asked, _QUERY)
    return LedgerQuery(
        limit=number(asked, "limit", 50),
        after=_place(once(asked, "cursor")),
        created_from=instant(asked, "from", offset=True),
        created_before=instant(asked, "to", offset=True),
        direction=cast("Direction | None", choice(asked, "direction", DIRECTIONS)),
        type=cast("EntryType | None", choice(asked, "type", ENTRY_TYPES)),
    )


def transactions(page: LedgerPage) -> JsonObject:
    more = page.has_more and bool(page.entries)
    return {
        "data": [_entry(entry) for entry in page.entries],
        "pagination": {"next_cursor": cursor(page.entries[-1]) if more else None, "has_more": more},
    }


def cursor(last: LedgerEntry) -> str:
    """What asks for the page after ``last``: its time in microseconds, and its id. Nobody is meant to read it."""
    return _packed(Place(created_at=last.created_at, id=last.id))


def _packed(place: Place) -> str:
    at = (place.created_at - _EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(at.to_bytes(8) + place.id.bytes).decode()


def _place(text: str | None) -> Place | None:
    if text is None:
        return None
    try:
        packed = base64.b64decode(text, altchars=b"-_", validate=True)
        created_at = _EPOCH + timedelta(microseconds=int.from_bytes(packed[:8]))
        place = Place(created_at=created_at, id=UUID(bytes=packed[8:]))
        if _packed(place) != text:  # decoders let some other spellings through
            raise ValueError
        return place
    except (ValueError, OverflowError, binascii.Error):
        raise InvalidField("cursor", text, "use the `next_cursor` of the page before, as it came.") from None


def _entry(entry: LedgerEntry) -> JsonObject:
    return {
        "created_at": moment(entry.created_at),
        "direction": entry.direction,
        "type": entry.type,
        "amount": {"usd": dollars(entry.credits), "credits": entry.credits},
        "model": entry.model,
        # As x-inference-id names it.
        "reference_id": f"{entry.id}:{entry.model}" if entry.model else None,
    }


def _credits(account: Account) -> int:
    return UNLIMITED_CREDITS if account.balance is None else account.balance
