"""What callers can do with their account: keys, balance, ledger, usage, logs; and what anybody may know of models."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Set
from decimal import Decimal
from uuid import UUID

from vitascope.core.account import NEW_KEY, Account, ApiKey, KeyFields, LedgerPage, LedgerQuery
from vitascope.core.errors import Forbidden, NotFound
from vitascope.core.ports import Clock, Offer
from vitascope.core.reports import Durations, LogPage, LogQuery, UsageRow, Window
from vitascope.service.rate_limit import RateLimit
from vitascope.store import api_keys, ledger, logs, usage_reports
from vitascope.store.accounts import Caller
from vitascope.store.database import Database
from vitascope.store.store import Store

LOGS_PER_WINDOW, LOGS_WINDOW_S = 200, 60.0
"""Wire contract, section 5."""

DURATIONS_WINDOW_S = 86_400.0
DURATIONS_FOR_S = 60.0
"""How long the figures are good for: anybody may ask, without a key."""


class Accounts:
    """Raises `core.errors` only; knows nothing of HTTP. A caller reaches its own account alone."""

    def __init__(self, *, store: Store, database: Database, clock: Clock, markup: Decimal, offers: Set[Offer]) -> None:
        """``offers`` is what the engine can do beyond the ordinary."""
        self._store = store
        self._database = database
        self.clock = clock
        self.markup = markup
        self.offers = offers
        self._logs_limit = RateLimit("logs", LOGS_PER_WINDOW, LOGS_WINDOW_S, time.monotonic)
        self._durations: tuple[float, list[Durations]] | None = None
        self._durations_lock = asyncio.Lock()

    async def authenticate(self, key: str | None) -> Caller:
        """Whose key this is. Raises `Unauthenticated`."""
        return await self._store.authenticate(key)

    async def create_key(self, caller: Caller, fields: KeyFields) -> tuple[ApiKey, str]:
        """A new key of the caller's account, and the key itself, shown this once. Raises `Forbidden`."""
        _may_manage(caller)
        return await api_keys.create(self._database, caller.account_id, fields)

    async def list_keys(self, caller: Caller) -> list[ApiKey]:
        """The account's keys, oldest first. Raises `Forbidden`."""
        _may_manage(caller)
        return await api_keys.listed(self._database, caller.account_id)

    async def recent_key(self, caller: Caller) -> ApiKey:
        """The account's most recently used key. Raises `Forbidden`, and `NotFound` where there is none at all."""
        _may_manage(caller)
        await self._store.key_uses.flush()
        found = await api_keys.recent(self._database, caller.account_id)
        if found is None:
            raise NotFound("This account has no keys yet; `POST /v1/keys` makes one.")
        return found

    async def change_key(self, caller: Caller, prefix: str, fields: KeyFields) -> ApiKey:
        """Set ``fields`` and leave the others. Raises `Forbidden`, `NotFound`, `Conflict`."""
        _may_manage(caller)
        return await api_keys.change(self._database, caller.account_id, prefix, fields)

    async def replace_key(self, caller: Caller, prefix: str, fields: KeyFields) -> ApiKey:
        """Set ``fields``, and the others to what a new key has. Raises `Forbidden`, `NotFound`, `Conflict`."""
        return await self.change_key(caller, prefix, {**NEW_KEY, **fields})

    async def delete_key(self, caller: Caller, prefix: str) -> None:
        """End every use of a key. Raises `Forbidden`, `NotFound`, `Conflict`."""
        _may_manage(caller)
        await api_keys.delete(self._database, caller.account_id, prefix)

    async def account(self, caller: Caller) -> Account:
        """The caller's account and its balance."""
        return await ledger.account(self._database, caller.account_id)

    async def ledger(self, caller: Caller, query: LedgerQuery) -> LedgerPage:
        """Movements of the balance. Raises `Forbidden` for a management key."""
        if caller.management:
            raise Forbidden("This is a management key, which sees no transactions: use one of the keys it made.")
        return await ledger.page(self._database, caller.account_id, query)

    async def usage(
        self, caller: Caller, window: Window, *, key_prefix: str | None, zone: str | None = None
    ) -> list[UsageRow]:
        """What a key has used, by model, and by day in ``zone``. Raises `Forbidden`, `NotFound`, `InvalidField`."""
        key_id = await self._reported(caller, key_prefix)
        return await usage_reports.sums(self._database, key_id, window, zone=zone)

    async def logs(self, caller: Caller, query: LogQuery, *, key_prefix: str | None) -> LogPage:
        """Finished requests of a key. Raises `TooManyRequests`, `Forbidden`, `NotFound`."""
        self._logs_limit.take(caller.account_id)
        return await logs.page(self._database, await self._reported(caller, key_prefix), query)

    async def durations(self) -> list[Durations]:
        """How long clips took of late; a minute old at most."""
        async with self._durations_lock:
            if self._durations is None or time.monotonic() - self._durations[0] > DURATIONS_FOR_S:
                found = await usage_reports.durations(self._database, window_s=DURATIONS_WINDOW_S)
                self._durations = (time.monotonic(), found)
            return self._durations[1]

    async def _reported(self, caller: Caller, key_prefix: str | None) -> UUID:
        """The key that a report is about: the caller's own unless a management key names another."""
        if key_prefix is None or key_prefix == caller.key_prefix:
            return caller.key_id
        if not caller.management:
            raise Forbidden(
                f"This key may ask about itself alone, not about {key_prefix!r}: leave `key_prefix` out, or use a "
                f"management key. {HOW_TO_MANAGE}"
            )
        return await api_keys.called(self._database, caller.account_id, key_prefix)


HOW_TO_MANAGE = "`vitascope keys create --management` makes one where the server runs."


def _may_manage(caller: Caller) -> None:
    """Raises `Forbidden`."""
    if not caller.management:
        raise Forbidden(f"Keys are managed with a management key, and this is none. {HOW_TO_MANAGE}")
