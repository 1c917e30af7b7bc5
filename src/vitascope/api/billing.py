"""``/v2/billing``, its detail and its transactions, and the legacy balance (wire contract, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.replies import bearer_key, json_reply
from vitascope.wire.billing import balance, detail, legacy_balance, read_query, transactions

if TYPE_CHECKING:
    from vitascope.service import Accounts


class Billing:
    """What the caller's account has left, and why."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def routes(self) -> list[Route]:
        return [
            Route("/v2/billing", self._balance, methods=["GET"]),
            Route("/v2/billing/detail", self._detail, methods=["GET"]),
            Route("/v2/billing/transactions", self._transactions, methods=["GET"]),
            Route("/v1/billing/balance", self._legacy, methods=["GET"]),
        ]

    async def _balance(self, request: Request) -> Response:
        caller = await self._accounts.authenticate(bearer_key(request))
        return json_reply(balance(await self._accounts.account(caller)))

    async def _detail(self, request: Request) -> Response:
        caller = await self._accounts.authenticate(bearer_key(request))
        return json_reply(detail(await self._accounts.account(caller)))

    async def _legacy(self, request: Request) -> Response:
        caller = await self._accounts.authenticate(bearer_key(request))
        return json_reply(legacy_balance(await self._accounts.account(caller), now=self._accounts.clock.now()))

    async def _transactions(self, request: Request) -> Response:
        caller = await self._accounts.authenticate(bearer_key(request))
        query = read_query(request.query_params.multi_items())
        return json_reply(transactions(await self._accounts.ledger(caller, query)))
