"""``/playground/floor``: who works and what waits, over all accounts; counts alone, for management keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.replies import bearer_key, json_reply

if TYPE_CHECKING:
    from vitascope.service import Service

PATH = "/playground/floor"


class Floor:
    """What an owner asks first when clips are slow: are there workers, and how long is the queue."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def route(self) -> Route:
        return Route(PATH, self._tell, methods=["GET"])

    async def _tell(self, request: Request) -> Response:
        caller = await self._service.authenticate(bearer_key(request))
        outlook = await self._service.outlook(caller)
        return json_reply(
            {
                "workers": outlook.workers,
                "rendering": outlook.renders,
                "waiting": outlook.waiting,
                "pace": round(outlook.pace, 2),
            }
        )
