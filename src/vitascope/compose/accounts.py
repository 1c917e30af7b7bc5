"""What the command line does with accounts: who there is, what they have left, and granting more."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from vitascope.compose.database import connection
from vitascope.core.account import MAX_USD, Account
from vitascope.core.errors import BadInput
from vitascope.core.limits import Allowance
from vitascope.core.usage import CREDITS_PER_USD, usd
from vitascope.settings import Settings
from vitascope.store import accounts, ledger, limits
from vitascope.store.accounts import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An account, its keys and its latest grants."""

    account: Account
    held: int
    """Credits that its clips under way have set aside."""
    charged: int
    """Credits that its clips have cost so far."""
    allowance: Allowance
    keys: list[Key]
    grants: list[ledger.Grant]


def amount(*, dollars: str | None, credits: int | None) -> int:
    """Credits to grant, given one way or the other. Raises `BadInput`."""
    if (dollars is None) == (credits is None):
        raise BadInput("Say how much: either --usd or --credits.")
    if credits is None:
        try:
            asked = Decimal(dollars or "")
        except ArithmeticError:
            raise BadInput(f"--usd is {dollars!r}: give a number of US dollars, such as 25.") from None
        if not asked.is_finite() or abs(asked) > MAX_USD:
            raise BadInput(f"--usd is {dollars!r}: use at most {MAX_USD:,}.")
        credits = int(asked * CREDITS_PER_USD)
    if abs(usd(credits)) > MAX_USD:
        raise BadInput(f"--credits is {credits}: use at most {int(MAX_USD * CREDITS_PER_USD):,}.")
    return credits


async def listed(settings: Settings) -> list[Account]:
    """Oldest first."""
    async with connection(settings) as conn:
        return await ledger.accounts(conn)


async def grant(settings: Settings, name: str, credits: int, *, note: str | None) -> Account:
    """As it is then. Raises `NotFound`, `BadInput`."""
    async with connection(settings) as conn:
        return await ledger.grant(conn, name, credits, note=note)


async def set_account(
    settings: Settings, name: str, *, email: str | None, unlimited: bool, owner: bool | None = None
) -> Account:
    """Raises `NotFound`."""
    async with connection(settings) as conn:
        if owner is not None:
            await ledger.set_owner(conn, name, owner)
        if email is not None:
            await ledger.set_email(conn, name, email.strip() or None)
        return await (ledger.make_unlimited(conn, name) if unlimited else ledger.named(conn, name))


async def shown(settings: Settings, name: str) -> Shown:
    """Raises `NotFound`."""
    async with connection(settings) as conn:
        account = await ledger.named(conn, name)
        held, charged = await ledger.used(conn, account.id)
        return Shown(
            account=account,
            held=held,
            charged=charged,
            allowance=await limits.of_account(conn, name),
            keys=await accounts.list_keys(conn, name),
            grants=await ledger.grants(conn, account.id),
        )
