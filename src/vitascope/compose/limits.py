"""What the command line does with limits: read and set, on a running installation, which knows at its next request."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from vitascope.compose.database import connection
from vitascope.core.account import KeyLimit
from vitascope.core.errors import BadInput
from vitascope.core.limits import NO_LIMIT, Allowance, legal_weight
from vitascope.settings import Settings
from vitascope.store import limits

NONE, DEFAULT = "none", "default"


def read_changes(given: Mapping[str, str | None], *, usd: str | None, per: str | None) -> dict[str, Any]:
    """What `limits.change_account` takes, out of what was given for each limit. Raises `BadInput`, `InvalidField`."""
    changes: dict[str, Any] = {name: _number(name, text) for name, text in given.items() if text is not None}
    if usd is not None:
        changes["credits"] = None if usd == NONE else _credits(usd, per)
    elif per is not None:
        raise BadInput("--per says how often a limit begins anew: give the limit too, with --usd.")
    return changes


def _number(name: str, text: str) -> int | float | None:
    try:
        if name == "weight":
            return legal_weight(float(text))
        if text in (NONE, DEFAULT):
            return NO_LIMIT if text == NONE else None
        number = int(text)
    except ValueError:
        raise BadInput(f"--{name.replace('_', '-')} is {text!r}: give a whole number, none or default.") from None
    least = 0 if name == "queued" else 1
    if not least <= number < NO_LIMIT:
        raise BadInput(f"--{name.replace('_', '-')} is {number}: use {least} to {NO_LIMIT - 1:,}, none or default.")
    return number


def _credits(usd: str, per: str | None) -> KeyLimit:
    try:
        return KeyLimit.of_usd(Decimal(usd), per or "no_reset")
    except ArithmeticError:
        raise BadInput(f"--usd is {usd!r}: give a number of US dollars, such as 25, or none.") from None


async def of_account(settings: Settings, name: str, changes: Mapping[str, Any]) -> Allowance:
    """As it is once ``changes`` are made. Raises `NotFound`."""
    async with connection(settings) as conn:
        return await limits.change_account(conn, name, changes)


async def of_key(settings: Settings, prefix: str, changes: Mapping[str, Any]) -> Allowance:
    """As it is once ``changes`` are made. Raises `NotFound`, `Conflict`."""
    async with connection(settings) as conn:
        return await limits.change_key(conn, prefix, changes)
