"""``/health/live`` and ``/health/ready``, for those who start and balance servers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.problems import RETRY_AFTER_S
from vitascope.api.replies import json_reply
from vitascope.core.errors import Unavailable

if TYPE_CHECKING:
    from vitascope.service import Service

PATIENCE_S = 5.0
"""A database that answers later than this would not serve a submit either."""


class Health:
    """Live: this process answers. Ready: a submit would be taken."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[Route]:
        return [Route("/health/live", self._live), Route("/health/ready", self._ready)]

    async def _live(self, _request: Request) -> Response:
        return json_reply({"status": "ok"})

    async def _ready(self, _request: Request) -> Response:
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._service.ready()
        except Unavailable as error:
            return _unready(str(error))
        except TimeoutError:
            return _unready(f"The database has not answered for {PATIENCE_S:g} s.")
        return json_reply({"status": "ok"})


def _unready(message: str) -> Response:
    body = {"status": "unavailable", "message": message}
    return json_reply(body, status=503, headers={"Retry-After": str(RETRY_AFTER_S)})
