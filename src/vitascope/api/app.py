"""The web application: routes, and what stands around all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, NoReturn

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from vitascope import __version__
from vitascope.api import videos
from vitascope.api.billing import Billing
from vitascope.api.boundary import Boundary
from vitascope.api.events import Events
from vitascope.api.failed_keys import FailedKeys, Ledger
from vitascope.api.files import Files
from vitascope.api.finishing import Finishing
from vitascope.api.generations import PATH, TWINS, Generations
from vitascope.api.health import Health
from vitascope.api.keys import Keys
from vitascope.api.legacy import legacy_routes
from vitascope.api.ltx import Ltx
from vitascope.api.ltx_problems import ltx_problem
from vitascope.api.measured import Measured
from vitascope.api.metrics import Metrics, Scrape
from vitascope.api.models import Models
from vitascope.api.open_streams import OpenStreams
from vitascope.api.openai_problems import openai_problem
from vitascope.api.playground.routes import playground_routes
from vitascope.api.playground.sign_in import OneTimeSignIn
from vitascope.api.polls import Polls
from vitascope.api.problems import Dialect
from vitascope.api.public_url import PublicUrl
from vitascope.api.replies import EXPOSED, json_reply
from vitascope.api.security_headers import SecurityHeaders
from vitascope.api.trailing_slash import TrailingSlash
from vitascope.api.trusted_hosts import TrustedHosts
from vitascope.api.uploads import UploadRoutes
from vitascope.api.usage import Usage
from vitascope.api.videos import Videos
from vitascope.wire import ltx, openapi
from vitascope.wire.forms import LENIENT, STRICT

if TYPE_CHECKING:
    from vitascope.service import Accounts, Service, Uploads

MAX_BODY_BYTES = 12 * 2**20
"""Room for the largest image that is taken, in base64, and then some."""

DIALECTS: dict[str, Dialect] = {
    **dict.fromkeys(("/uploads", *ltx.PATHS), ltx_problem),
    videos.PATH: openai_problem,
}
"""How errors are told under a path, where not in the hosted API's form."""

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    service: Service,
    *,
    public_url: str | None = None,
    trusted_proxies: Iterable[str] = (),
    trusted_hosts: Iterable[str] = (),
    hsts_s: int = 0,
    failed_keys: int = 0,
    max_streams: int = 0,
    max_body_bytes: int = MAX_BODY_BYTES,
    lenient: bool = False,
    lifespan: Lifespan | None = None,
    uploads: Uploads | None = None,
    accounts: Accounts | None = None,
    sign_in: OneTimeSignIn | None = None,
    files_origin: str | None = None,
    scrape: Scrape | None = None,
    metrics_token: str | None = None,
) -> ASGIApp:
    """An ASGI application over ``service``; without ``uploads`` it takes no files before requests name them,
    without ``sign_in`` no one-time links, without ``scrape`` no metrics. ``files_origin`` is where links to files lead
    on to, if they do.

    ``lenient``: what is not offered becomes the nearest that is, as it always does under the legacy paths.

    Links carry ``public_url``, else the address that the client used, for which ``X-Forwarded-*`` is believed from
    ``trusted_proxies``: run the server with its own reading of these headers off. Raises `ValueError` for a proxy
    that is no address or network. With ``trusted_hosts`` it answers to them and to ``public_url``'s host alone.
    ``hsts_s``: see `SecurityHeaders`. ``failed_keys``: wrong keys that an address may send a minute; 0 for any.
    ``max_streams``: event streams that one key may have open; 0 for any.
    """
    trusted_proxies = tuple(trusted_proxies)
    address = PublicUrl(public_url, trusted_proxies)
    streams = OpenStreams(max_streams)
    form = LENIENT if lenient else STRICT
    generations = Generations(service, address, max_body_bytes=max_body_bytes, form=form)
    proxied = public_url is not None or bool(trusted_proxies)
    metrics = None if scrape is None else Metrics(service, scrape, token=metrics_token, behind_proxy=proxied)
    app = FastAPI(
        title="Vitascope",
        version=__version__,
        lifespan=lifespan,
        openapi_url=None,  # FastAPI's pages load their scripts from a CDN, and this server must do without a network
        redirect_slashes=False,
        routes=[
            *generations.routes(PATH, *TWINS),
            *Finishing(service, address, max_body_bytes=max_body_bytes).routes(PATH, *TWINS),
            *legacy_routes(service, address, max_body_bytes=max_body_bytes),
            Events(service, generations, streams).route(),
            Files(service).route(),
            *Health(service).routes(),
            *([] if metrics is None else [metrics.route()]),
            *playground_routes(
                service, generations, address, max_body_bytes=max_body_bytes, sign_in=sign_in, files_origin=files_origin
            ),
            *Ltx(service, uploads, address, streams, max_body_bytes=max_body_bytes).routes(),
            *Videos(service, address, streams, max_body_bytes=max_body_bytes).routes(),
            *(UploadRoutes(service, uploads, address).routes() if uploads is not None else ()),
            *(_account_routes(accounts, address) if accounts is not None else ()),
            Route("/openapi.json", _document),
        ],
        middleware=[
            # Outermost, so that a page from elsewhere can read errors too.
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
                allow_headers=["*"],
                expose_headers=EXPOSED,
                max_age=86_400,
            ),
            Middleware(Boundary, public_url=address, dialects=DIALECTS),
        ],
        exception_handlers={HTTPException: _leave_to_the_boundary},
    )
    inner: ASGIApp = Polls(app, generations)
    if failed_keys:
        inner = FailedKeys(inner, Ledger(failed_keys), proxies=address.proxies)
    trusted_hosts = tuple(trusted_hosts)
    if trusted_hosts:
        inner = TrustedHosts(inner, trusted_hosts, address=address, public_url=public_url)
    outer = TrailingSlash(Measured(inner, app.routes), app.routes)
    return SecurityHeaders(outer, address=address, hsts_s=hsts_s)


def _account_routes(accounts: Accounts, address: PublicUrl) -> list[Route]:
    surfaces = (Keys(accounts), Billing(accounts), Usage(accounts), Models(accounts, address))
    return [route for surface in surfaces for route in surface.routes()]


async def _document(_request: Request) -> Response:
    return json_reply(openapi.document(version=__version__))


def _leave_to_the_boundary(_request: Request, error: Exception) -> NoReturn:
    raise error
