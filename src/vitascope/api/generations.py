"""``/v2/video/generations``: submit, poll, list, cancel (wire contract, sections 1 to 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.body import read_json
from vitascope.api.long_poll import read_wait, until_final
from vitascope.api.public_url import PublicUrl
from vitascope.api.remixing import submit_remix
from vitascope.api.replies import INFERENCE_ID, bearer_key, cost_headers, json_reply
from vitascope.core.errors import BadInput, NotFound
from vitascope.core.generation import Generation, Status
from vitascope.wire.aimlapi import JsonObject, is_id, polled, read_id, read_submit, submitted, wire_id
from vitascope.wire.forms import STRICT, Form
from vitascope.wire.listing import PARAMETERS, listed, read_query
from vitascope.wire.options import read_options
from vitascope.wire.remix import read_remix_of

if TYPE_CHECKING:
    from vitascope.service import Service

PATH = "/v2/video/generations"
TWINS = ("/v1/video/generations", "/video/generations")
"""Paths that take the same submit (wire contract, section 1), and everything else of ours too."""

METHODS = ("GET", "POST", "DELETE")
REFUSED = "vitascope.refused"
"""In the scope of a poll: the error that it met on the short way (`api.polls`), to be raised where errors are told."""


class Generations:
    """One route and its methods, so that `Allow` lists them all. Plain functions of Starlette: polls are many."""

    def __init__(self, service: Service, public_url: PublicUrl, *, max_body_bytes: int, form: Form = STRICT) -> None:
        self._service = service
        self._public_url = public_url
        self._max_body_bytes = max_body_bytes
        self._form = form

    def routes(self, *paths: str) -> list[Route]:
        return [Route(path, self._dispatch, methods=METHODS) for path in paths]

    async def _dispatch(self, request: Request) -> Response:
        if request.method == "POST":
            return await self._submit(request)
        if request.method == "DELETE":
            return await self._cancel(request)
        return await self._poll(request)

    async def _submit(self, request: Request) -> Response:
        # The key first: a stranger's 30 MB are not read.
        caller = await self._service.authenticate(bearer_key(request))
        sent = await read_json(request, max_bytes=self._max_body_bytes)
        base_url = self._public_url.of(request)
        options = read_options(sent, request.headers, surface="aimlapi", base_url=base_url, lenient=self._form.lenient)
        body, told = self._form.read(sent)
        options = replace(
            options,
            adjusted=told,
            image_field=self._form.image_field(sent),
            last_image_field=self._form.last_image_field(sent),
        )
        if (remix_of := read_remix_of(body)) is not None:
            generation = await submit_remix(self._service, caller, body, remix_of, options)
        else:
            generation = await self._service.submit(caller, read_submit(body), options)
        headers = {INFERENCE_ID: wire_id(generation), **cost_headers(generation)}
        return json_reply(submitted(generation), headers=headers)

    async def poll(self, request: Request, asked: str) -> Response:
        """The reply to a poll for ``asked``, an id just as we write it.

        Raises `Unauthenticated`, `NotFound`, `Unavailable`.
        """
        generation = await self._service.poll(bearer_key(request), UUID(asked[:36]))
        return self._reply(request, generation, {INFERENCE_ID: asked})

    async def _poll(self, request: Request) -> Response:
        if REFUSED in request.scope:
            raise request.scope[REFUSED]
        asked = request.query_params.get("generation_id")
        if asked is None and any(name in request.query_params for name in PARAMETERS):
            return await self._list(request)
        generation = await self.found(request)
        wait_s = read_wait(request.query_params)
        if wait_s > 0:
            generation = await until_final(self._service, generation, wait_s, request.receive)
        return self._told(request, generation, asked)

    async def found(self, request: Request) -> Generation:
        """The generation that the query names. Raises `BadInput`, `Unauthenticated`, `NotFound`, `Unavailable`."""
        key = bearer_key(request)
        try:
            generation_id = read_id(_given(request.query_params.get("generation_id")))
        except (BadInput, NotFound):
            await self._service.authenticate(key)  # a bad key is told before a bad id, as for a good id
            raise
        return await self._service.poll(key, generation_id)

    async def _list(self, request: Request) -> Response:
        """Ours: the vendor has no list."""
        caller = await self._service.authenticate(bearer_key(request))
        page = await self._service.list(caller, read_query(request.query_params.multi_items()))
        shown = [self.shown(request, found) | {"prompt": found.spec.prompt} for found in page.generations]
        return json_reply(listed(page, shown))

    async def _cancel(self, request: Request) -> Response:
        """Ours: the vendor has no cancel."""
        caller = await self._service.authenticate(bearer_key(request))
        asked = request.query_params.get("generation_id")
        return self._told(request, await self._service.cancel(caller, read_id(_given(asked))), asked)

    def _told(self, request: Request, generation: Generation, asked: str | None) -> Response:
        return self._reply(request, generation, {INFERENCE_ID: asked} if asked is not None and is_id(asked) else {})

    def _reply(self, request: Request, generation: Generation, headers: dict[str, str]) -> Response:
        if generation.status is Status.COMPLETED:
            headers |= cost_headers(generation)
        return json_reply(self.shown(request, generation), headers=headers)

    def shown(self, request: Request, generation: Generation) -> JsonObject:
        """What a poll tells of it, with links as this request's client can use them."""
        if generation.status is not Status.COMPLETED:
            return polled(generation)
        base, links = self._public_url.of(request), self._service.links(generation)
        told = polled(generation, video_link=base + links.video, poster_link=base + links.poster)
        return self._form.write(told)

    def followed(self, request: Request, generation: Generation) -> JsonObject:
        """The same for those who watch: with the poster as soon as there is one, which a poll has with the clip."""
        told, path = self.shown(request, generation), self._service.poster_link(generation)
        return told if path is None else told | {"poster": self._public_url.of(request) + path}


def _given(asked: str | None) -> str:
    if asked is None:
        raise BadInput(
            "`generation_id` is missing: add `?generation_id=` and the `id` that the submit replied, "
            "or ask for a list with `?limit=20`."
        )
    return asked
