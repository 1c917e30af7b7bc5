"""``/playground/key``: what a key is, so that the page asks nothing that it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.replies import bearer_key, json_reply

if TYPE_CHECKING:
    from vitascope.service import Service

PATH = "/playground/key"


class WhoAsks:
    """The caller's own key, by what it is called and what it may do; never the key."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def route(self) -> Route:
        return Route(PATH, self._tell, methods=["GET"])

    async def _tell(self, request: Request) -> Response:
        caller = await self._service.authenticate(bearer_key(request))
        scopes = None if caller.scopes is None else sorted(caller.scopes)
        return json_reply({"prefix": caller.key_prefix, "management": caller.management, "scopes": scopes})
