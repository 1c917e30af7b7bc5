"""The page's routes, all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.generations import Generations
from vitascope.api.home import Home
from vitascope.api.playground.assets import Assets
from vitascope.api.playground.caller import who_asks
from vitascope.api.playground.clips import Clips
from vitascope.api.playground.floor import floor
from vitascope.api.playground.image import ImagePreview
from vitascope.api.playground.limits import own_limits
from vitascope.api.playground.offer import Offer
from vitascope.api.playground.page import Page
from vitascope.api.playground.sign_in import OneTimeSignIn
from vitascope.api.public_url import PublicUrl
from vitascope.api.replies import bearer_key, json_reply
from vitascope.wire.aimlapi import JsonObject

if TYPE_CHECKING:
    from vitascope.service import Caller, Service


def playground_routes(
    service: Service,
    generations: Generations,
    public_url: PublicUrl,
    *,
    max_body_bytes: int,
    sign_in: OneTimeSignIn | None,
    files_origin: str | None,
) -> list[Route]:
    """The page at ``/``, its files, and what it asks beyond what every program may."""
    assets = Assets()
    return [
        *Home(public_url, Page(assets, files_origin=files_origin)).routes(),
        assets.route(),
        Offer(service, public_url, max_body_bytes=max_body_bytes).route(),
        _told("/playground/key", service, who_asks),
        _told("/playground/limits", service, own_limits),
        _told("/playground/floor", service, floor),
        *Clips(service, generations, public_url).routes(),
        ImagePreview(service, max_body_bytes=max_body_bytes).route(),
        *([] if sign_in is None else [sign_in.route()]),
    ]


def _told(path: str, service: Service, tell: Callable[[Service, Caller], Awaitable[JsonObject]]) -> Route:
    """What ``tell`` has for whoever brings a key."""

    async def answer(request: Request) -> Response:
        return json_reply(await tell(service, await service.authenticate(bearer_key(request))))

    return Route(path, answer, methods=["GET"])
