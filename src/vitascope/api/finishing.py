"""``POST …/finish``: the whole of a draft that looks right. Ours: the vendor has no drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.body import read_json
from vitascope.api.public_url import PublicUrl
from vitascope.api.replies import INFERENCE_ID, bearer_key, cost_headers, json_reply
from vitascope.wire.aimlapi import read_finish, submitted, wire_id
from vitascope.wire.options import read_options

if TYPE_CHECKING:
    from vitascope.service import Service


class Finishing:
    def __init__(self, service: Service, public_url: PublicUrl, *, max_body_bytes: int) -> None:
        self._service = service
        self._public_url = public_url
        self._max_body_bytes = max_body_bytes

    def routes(self, *paths: str) -> list[Route]:
        """Under each of ``paths``, which take submits."""
        return [Route(f"{path}/finish", self._finish, methods=["POST"]) for path in paths]

    async def _finish(self, request: Request) -> Response:
        caller = await self._service.authenticate(bearer_key(request))
        body = await read_json(request, max_bytes=self._max_body_bytes)
        options = read_options(body, request.headers, surface="aimlapi", base_url=self._public_url.of(request))
        generation = await self._service.finish(caller, read_finish(body), options)
        headers = {INFERENCE_ID: wire_id(generation), **cost_headers(generation)}
        return json_reply(submitted(generation), headers=headers)
