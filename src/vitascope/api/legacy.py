"""``/v2/generate/video/{provider}/generation``: the paths before `/v2/video/generations` (wire contract, section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.generations import METHODS, Generations
from vitascope.api.public_url import PublicUrl
from vitascope.wire.legacy import PROVIDERS, form_of

if TYPE_CHECKING:
    from vitascope.service import Service

PATH = "/v2/generate/video/{provider}/generation"


def legacy_routes(service: Service, public_url: PublicUrl, *, max_body_bytes: int) -> list[Route]:
    """A path for each of the providers, and one that names them to whoever asks for another."""
    routes = []
    for provider in PROVIDERS:
        spoken = Generations(service, public_url, max_body_bytes=max_body_bytes, form=form_of(provider))
        routes += spoken.routes(PATH.format(provider=provider))
    return [*routes, Route(PATH, _unknown, methods=METHODS)]


async def _unknown(request: Request) -> Response:
    provider, (*most, last) = request.path_params["provider"], PROVIDERS
    raise HTTPException(
        404,
        f"There is no provider {provider[:40]!r} here: use {', '.join(most)} or {last}, or /v2/video/generations. "
        "Each of them takes every model.",
    )
