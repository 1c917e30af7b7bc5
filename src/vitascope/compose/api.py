"""The HTTP side of a process: service and application over a database that is ready."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

from starlette.types import ASGIApp

from vitascope.api.app import create_app
from vitascope.api.playground.sign_in import OneTimeSignIn
from vitascope.compose.artifacts import artifacts_of
from vitascope.compose.engine_settings import tell_engines
from vitascope.compose.metrics import scrape_of, watch_loop
from vitascope.compose.tracing import close as close_tracer
from vitascope.compose.tracing import tracer_of
from vitascope.core.usage import Prices
from vitascope.engines import registry
from vitascope.media.post import Poster
from vitascope.media.take import ImageTaker
from vitascope.media.take_clip import ClipTaker
from vitascope.service import Accounts, Service, Uploads
from vitascope.settings import Settings
from vitascope.store.background import end
from vitascope.store.database import Database
from vitascope.store.estimate import Estimator
from vitascope.store.store import Store
from vitascope.store.unserved import Unserved
from vitascope.store.uploads import UploadTable
from vitascope.store.watch import Watch


class SystemClock:
    """`core.ports.Clock` of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@asynccontextmanager
async def api_app(
    settings: Settings,
    url: str,
    *,
    link_secret: bytes,
    stopping: asyncio.Event | None = None,
    sign_in: OneTimeSignIn | None = None,
) -> AsyncIterator[ASGIApp]:
    """The application, for as long as the block runs; ``stopping`` tells it that requests that wait should end.

    Raises `EngineMissing`, `ArtifactsUnusable`.
    """
    tell_engines(settings)
    engine, hosts = registry.prospect(settings.engine), frozenset(settings.image_hosts)
    database = Database(url)
    estimator = Estimator(database, usual_running=settings.max_running)
    watch = Watch(database, estimator, stopping=stopping)
    await database.open()
    await watch.open()
    waiting = asyncio.create_task(Unserved(database, limit_s=settings.no_worker_s).run())
    store = Store(database, estimator=estimator, defaults=settings.limits, max_queue_s=settings.max_queue_s)
    tracer = tracer_of("api")
    lag = asyncio.create_task(watch_loop("api"))
    try:
        images, artifacts = ImageTaker(allowed_hosts=hosts), artifacts_of(settings)
        redirects = settings.result_links == "redirect" and artifacts.origin is not None
        service = Service(
            store=store,
            watch=watch,
            artifacts=artifacts,
            check_webhook=partial(Poster(allowed_hosts=frozenset(settings.webhook_hosts)).check, field="webhook_url"),
            take_image=images.take,
            take_clip=ClipTaker(allowed_hosts=hosts).take,
            engine=engine,
            link_secret=link_secret,
            clock=SystemClock(),
            prices=Prices(markup=settings.markup, draft_share=settings.draft_price),
            link_lifetime=settings.link_lifetime,
            draft_age=settings.draft_age,
            max_render_s=settings.max_render_s,
            tracer=tracer,
            redirect_life=timedelta(seconds=settings.redirect_s) if redirects else None,
        )
        uploads = Uploads(
            table=UploadTable(database),
            artifacts=artifacts,
            link_secret=link_secret,
            clock=SystemClock(),
            prepare_image=images.prepare_in_turn,
        )
        yield create_app(
            service,
            uploads=uploads,
            accounts=Accounts(
                store=store,
                database=database,
                clock=SystemClock(),
                markup=settings.markup,
                offers=engine.info.offers,
            ),
            public_url=settings.public_url,
            trusted_proxies=settings.trusted_proxies,
            trusted_hosts=settings.trusted_hosts,
            hsts_s=0 if settings.tls == "dev" else round(settings.hsts_days * 86_400),
            failed_keys=settings.failed_keys,
            max_streams=settings.max_streams,
            max_body_bytes=settings.max_body_mb * 2**20,
            lenient=settings.lenient,
            sign_in=sign_in,
            files_origin=artifacts.origin if redirects else None,
            scrape=scrape_of(database),
            metrics_token=settings.metrics_token,
        )
    finally:
        await end([waiting, lag])
        await asyncio.to_thread(close_tracer, tracer)
        await store.key_uses.flush()
        await watch.close()
        await database.close()
