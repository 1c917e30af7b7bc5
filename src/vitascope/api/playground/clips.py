"""``/playground/clips``: one's own clips as the page shows them: a poll's reply, and beside it what was asked.

Programs have the list of ``/v2/video/generations``, which tells what a poll tells. A page of clips also needs their
prompts and settings, and the engine's whole notes. ``search`` asks for those whose prompts have all of its words; such
a page may be short, or empty, and have more behind it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.generations import Generations
from vitascope.api.public_url import PublicUrl
from vitascope.api.replies import bearer_key, json_reply
from vitascope.core.errors import InvalidField
from vitascope.core.generation import Generation
from vitascope.wire.account import moment
from vitascope.wire.aimlapi import JsonObject, read_id
from vitascope.wire.listing import listed, read_query
from vitascope.wire.remix import source_fields

if TYPE_CHECKING:
    from vitascope.service import Service

PATH = "/playground/clips"
MAX_SEARCH_CHARS = 100
"""Each word is looked for in thousands of prompts."""


class Clips:
    """A key sees its own account's, as everywhere."""

    def __init__(self, service: Service, generations: Generations, public_url: PublicUrl) -> None:
        self._service = service
        self._public_url = public_url
        self._generations = generations

    def routes(self) -> list[Route]:
        return [Route(PATH, self._list, methods=["GET"]), Route(f"{PATH}/{{id:path}}", self._one, methods=["GET"])]

    async def _list(self, request: Request) -> Response:
        caller = await self._service.authenticate(bearer_key(request))
        query = read_query(request.query_params.multi_items())
        query = replace(query, words=_words(request.query_params.get("search", "")))
        page = await self._service.list(caller, query)
        return json_reply(listed(page, [self._shown(request, generation) for generation in page.generations]))

    async def _one(self, request: Request) -> Response:
        caller = await self._service.authenticate(bearer_key(request))
        generation = await self._service.get(caller, read_id(request.path_params["id"]))
        return json_reply(self._shown(request, generation))

    def _shown(self, request: Request, generation: Generation) -> JsonObject:
        base, images = self._public_url.of(request), self._service.image_links(generation)
        asked = source_fields(generation.spec) | ({"draft": True} if generation.spec.draft else {})
        return {
            **self._generations.followed(request, generation),
            "uuid": str(generation.id),
            "request": asked,
            **{
                name: base + path
                for name, path in zip(("image", "last_image"), images, strict=True)
                if path is not None
            },
            "created_at": moment(generation.created_at),
            "finished_at": None if generation.finished_at is None else moment(generation.finished_at),
            "notes": dict(generation.notes),
        }


def _words(text: str) -> tuple[str, ...]:
    """Raises `InvalidField`."""
    if len(text) > MAX_SEARCH_CHARS:
        raise InvalidField("search", text, f"{len(text):,} characters; use at most {MAX_SEARCH_CHARS}.")
    return tuple("".join(char if char.isprintable() else " " for char in text).split())
