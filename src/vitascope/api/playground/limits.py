"""``/playground/limits``: what bounds the caller's own key and account, and how much of it is used just now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.replies import bearer_key, json_reply
from vitascope.core.limits import OwnLimit
from vitascope.wire.account import dollars

if TYPE_CHECKING:
    from vitascope.service import Service

PATH = "/playground/limits"


class OwnLimits:
    """Where programs meet a limit as a refusal, people ask for it before."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def route(self) -> Route:
        return Route(PATH, self._tell, methods=["GET"])

    async def _tell(self, request: Request) -> Response:
        caller = await self._service.authenticate(bearer_key(request))
        return json_reply({"data": [_told(limit) for limit in await self._service.own_limits(caller)]})


def _told(limit: OwnLimit) -> dict[str, object]:
    told: dict[str, object] = {"of": limit.of, "name": limit.name, "limit": limit.limit, "used": limit.used}
    if limit.name != "credits":
        return told
    return {
        **told,
        "usd": dollars(limit.limit),
        "used_usd": dollars(limit.used or 0),
        "period": limit.period,
        "next_s": None if limit.next_s is None else round(limit.next_s),
    }
