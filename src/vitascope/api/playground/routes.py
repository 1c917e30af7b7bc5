"""The page's routes, all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from vitascope.api.generations import Generations
from vitascope.api.home import Home
from vitascope.api.playground.assets import Assets
from vitascope.api.playground.caller import WhoAsks
from vitascope.api.playground.clips import Clips
from vitascope.api.playground.floor import Floor
from vitascope.api.playground.image import ImagePreview
from vitascope.api.playground.limits import OwnLimits
from vitascope.api.playground.offer import Offer
from vitascope.api.playground.page import Page
from vitascope.api.playground.sign_in import OneTimeSignIn
from vitascope.api.public_url import PublicUrl

if TYPE_CHECKING:
    from vitascope.service import Service


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
        WhoAsks(service).route(),
        OwnLimits(service).route(),
        Floor(service).route(),
        *Clips(service, generations, public_url).routes(),
        ImagePreview(service, max_body_bytes=max_body_bytes).route(),
        *([] if sign_in is None else [sign_in.route()]),
    ]
