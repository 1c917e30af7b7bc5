"""``/v2/{endpoint}/{id}`` of the official LTX API, and what is ours about it: cancel, list, long poll and events."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.events import follow
from vitascope.api.long_poll import read_wait, until_final
from vitascope.api.ltx_problems import REQUEST_ID
from vitascope.api.open_streams import OpenStreams
from vitascope.api.problems import new_request_id
from vitascope.api.public_url import PublicUrl
from vitascope.api.replies import bearer_key, json_reply
from vitascope.core.errors import NotFound, Unauthenticated
from vitascope.core.generation import Generation, Status
from vitascope.wire import ltx
from vitascope.wire.aimlapi import JsonObject
from vitascope.wire.listing import listed, read_query
from vitascope.wire.ltx import ENDPOINTS, Endpoint

if TYPE_CHECKING:
    from vitascope.service import Service

SURFACE = "ltx"

Handler = Callable[[Request], Awaitable[Response]]


class LtxJobs:
    """Jobs that were asked for over this surface, by the endpoint that they were asked of, whichever its version."""

    def __init__(self, service: Service, public_url: PublicUrl, streams: OpenStreams) -> None:
        self._service = service
        self._streams = streams
        self._public_url = public_url

    def routes(self) -> list[Route]:
        return [
            route
            for endpoint in ENDPOINTS
            for route in (
                Route(f"/v2/{endpoint}/{{id}}", self._job(endpoint), methods=["GET", "DELETE"]),
                Route(f"/v2/{endpoint}/{{id}}/events", self._events(endpoint), methods=["GET"]),
            )
        ]

    async def list(self, request: Request, endpoint: Endpoint) -> Response:
        """A page of this endpoint's jobs. It may hold fewer than were asked for: those of the other are left out."""
        caller = await self._service.authenticate(given_key(request))
        query = replace(read_query(ltx.asked_of_a_list(request.query_params.multi_items())), surface=SURFACE)
        page = await self._service.list(caller, query)
        jobs = [self._shown(request, found) for found in page.generations if ltx.endpoint_of(found) == endpoint]
        return json_reply(listed(page, jobs), headers={REQUEST_ID: new_request_id()})

    def _job(self, endpoint: Endpoint) -> Handler:
        async def job(request: Request) -> Response:
            generation = await self._found(request, endpoint)
            if request.method == "DELETE":
                caller = await self._service.authenticate(given_key(request))
                generation = await self._service.cancel(caller, generation.id)
            else:
                wait_s = read_wait(request.query_params)
                generation = await until_final(self._service, generation, wait_s, request.receive)
            return json_reply(self._shown(request, generation), headers={REQUEST_ID: new_request_id()})

        return job

    def _events(self, endpoint: Endpoint) -> Handler:
        async def events(request: Request) -> Response:
            generation = await self._found(request, endpoint)
            return follow(
                self._service, request, generation, self._streams, shown=lambda state: self._shown(request, state)
            )

        return events

    async def _found(self, request: Request, endpoint: Endpoint) -> Generation:
        key = given_key(request)
        try:
            generation_id = ltx.read_id(request.path_params["id"])
        except NotFound:
            await self._service.authenticate(key)  # a bad key is told before a bad id, as for a good id
            raise
        generation = await self._service.poll(key, generation_id)
        if generation.surface != SURFACE or ltx.endpoint_of(generation) != endpoint:
            raise NotFound(f"There is no job of {endpoint} with this id.")
        return generation

    def _shown(self, request: Request, generation: Generation) -> JsonObject:
        link = None
        if generation.status is Status.COMPLETED:
            link = self._public_url.of(request) + self._service.links(generation).video
        return ltx.job(generation, video_url=link)


def given_key(request: Request) -> str | None:
    """Raises `Unauthenticated` in this surface's own words."""
    if "authorization" not in request.headers:
        raise Unauthenticated("Missing authorization header")
    return bearer_key(request)
