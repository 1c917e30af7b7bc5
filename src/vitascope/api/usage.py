"""``/v2/usage``, its detail, and ``/v2/logs``: what a key has done (wire contract, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.replies import bearer_key, json_reply
from vitascope.core.errors import NotFound
from vitascope.wire import logs, usage
from vitascope.wire.account import Asked, once, window
from vitascope.wire.keys import read_prefix

if TYPE_CHECKING:
    from vitascope.service import Accounts


class Usage:
    """Reports about one key: the caller's own, or one that its management key names."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def routes(self) -> list[Route]:
        return [
            Route("/v2/usage", self._total, methods=["GET"]),
            Route("/v2/usage/detail", self._detail, methods=["GET"]),
            Route("/v2/logs", self._logs, methods=["GET"]),
        ]

    async def _total(self, request: Request) -> Response:
        caller = await self._accounts.authenticate(bearer_key(request))
        asked = request.query_params.multi_items()
        usage.refuse_grouping(asked)
        within = window(asked, now=self._accounts.clock.now())
        try:
            prefix = _prefix(asked)
            rows = await self._accounts.usage(caller, within, key_prefix=prefix)
        except NotFound as error:
            raise HTTPException(404, str(error)) from error
        return json_reply(usage.total(rows, within, key_prefix=prefix))

    async def _detail(self, request: Request) -> Response:
        caller = await self._accounts.authenticate(bearer_key(request))
        asked = request.query_params.multi_items()
        within, grouping = window(asked, now=self._accounts.clock.now()), usage.read_grouping(asked)
        zone = grouping.zone if grouping is not None and grouping.days else None
        try:
            prefix = _prefix(asked)
            rows = await self._accounts.usage(caller, within, key_prefix=prefix, zone=zone)
        except NotFound as error:
            raise HTTPException(404, str(error)) from error
        return json_reply(usage.detail(rows, within, key_prefix=prefix, grouping=grouping))

    async def _logs(self, request: Request) -> Response:
        caller = await self._accounts.authenticate(bearer_key(request))
        asked = request.query_params.multi_items()
        query = logs.read_query(asked, now=self._accounts.clock.now())
        try:
            page = await self._accounts.logs(caller, query, key_prefix=_prefix(asked))
        except NotFound as error:
            raise HTTPException(404, str(error)) from error
        return json_reply(logs.logs(page, query))


def _prefix(asked: Asked) -> str | None:
    found = once(asked, "key_prefix")
    return None if found is None else read_prefix(found)
