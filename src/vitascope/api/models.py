"""``/v1/models`` under its three paths, one model, and how long clips take; no key is needed (section 7)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.public_url import PublicUrl
from vitascope.api.replies import json_reply
from vitascope.service import DURATIONS_WINDOW_S
from vitascope.wire import models

if TYPE_CHECKING:
    from vitascope.service import Accounts


class Models:
    """Lists carry an ``ETag``; a client that has the same one is told 304."""

    def __init__(self, accounts: Accounts, public_url: PublicUrl) -> None:
        self._accounts = accounts
        self._public_url = public_url

    def routes(self) -> list[Route]:
        return [
            *(Route(path, self._list, methods=["GET"]) for path in models.LISTS),
            Route("/models/metrics", self._metrics, methods=["GET"]),
            Route("/model/{name:path}", self._one, methods=["GET"]),
            Route("/v1/models/{name:path}", self._openai, methods=["GET"]),
        ]

    async def _list(self, request: Request) -> Response:
        query = models.read_query(request.query_params.multi_items())
        return _tagged(request, models.listed(query, self._here(request)))

    async def _one(self, request: Request) -> Response:
        return _tagged(request, {"object": "model", "data": self._found(request)})

    async def _openai(self, request: Request) -> Response:
        """As OpenAI's client asks for one: not wrapped."""
        return _tagged(request, self._found(request))

    async def _metrics(self, request: Request) -> Response:  # noqa: ARG002 - a handler takes one
        found = await self._accounts.durations()
        return json_reply(models.metrics(found, window_s=DURATIONS_WINDOW_S, now=self._accounts.clock.now()))

    def _found(self, request: Request) -> models.JsonObject:
        name = models.find(request.path_params["name"])
        if name is None:
            raise HTTPException(404, "There is no such model here; `GET /v1/models` lists them.")
        query = models.read_query(request.query_params.multi_items())
        return models.item(name, query.sections, self._here(request))

    def _here(self, request: Request) -> models.Here:
        base = self._public_url.of(request)
        return models.Here(base=base, markup=self._accounts.markup, offers=self._accounts.offers)


def _tagged(request: Request, body: Mapping[str, object]) -> Response:
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]
    headers = {"ETag": f'"{digest}"', "Cache-Control": "no-cache"}
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if "*" in known or headers["ETag"] in known:
        return Response(status_code=304, headers=headers)
    return json_reply(body, headers=headers)
