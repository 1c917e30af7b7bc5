"""The official LTX API: a POST that answers with the clip itself (v1), or with a job to look after (v2).

Wire contract, section 10. Of ours: ``Idempotency-Key`` and the options of `wire.options` are read, what `ltx_jobs` has
works for both versions, and a v1 client that closes its connection cancels what it asked for. A client that
named its request by an ``Idempotency-Key`` does not: the key is there to come back with.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from vitascope.api.body import read_json
from vitascope.api.files import blocks
from vitascope.api.long_poll import following
from vitascope.api.ltx_jobs import SURFACE, LtxJobs, given_key
from vitascope.api.ltx_problems import REQUEST_ID, failed
from vitascope.api.open_streams import OpenStreams
from vitascope.api.problems import RETRY_AFTER_S, new_request_id
from vitascope.api.public_url import PublicUrl
from vitascope.api.ranges import Span
from vitascope.api.replies import json_reply
from vitascope.core.errors import BadInput, Conflict, NotFound, Unavailable, UnusableImage
from vitascope.core.generation import LONG_MODELS, Generation, Status
from vitascope.core.media import RESOLUTIONS, Resolution
from vitascope.wire import ltx
from vitascope.wire.ltx import ABSENT, ENDPOINTS, Endpoint, error_body
from vitascope.wire.options import IDEMPOTENCY_KEY, read_options

if TYPE_CHECKING:
    from vitascope.service import Caller, Service, TakenImage, Uploads

GENERATION_ID, SEED, ENGINE, ADJUSTED = "x-generation-id", "x-seed", "x-engine", "x-adjusted"

ABANDON_S = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Pauses between tries to cancel what nobody waits for, where the database is away."""

Handler = Callable[[Request], Awaitable[Response]]


class Ltx:
    """Routes of this surface."""

    def __init__(
        self,
        service: Service,
        uploads: Uploads | None,
        public_url: PublicUrl,
        streams: OpenStreams,
        *,
        max_body_bytes: int,
    ) -> None:
        self._service = service
        self._uploads = uploads
        self._public_url = public_url
        self._jobs = LtxJobs(service, public_url, streams)
        self._max_body_bytes = max_body_bytes

    def routes(self) -> list[Route]:
        found: list[Route] = []
        for endpoint in ENDPOINTS:
            found += [
                Route(f"/v1/{endpoint}", self._make(endpoint), methods=["POST"]),
                Route(f"/v2/{endpoint}", self._queue(endpoint), methods=["GET", "POST"]),
            ]
        found += self._jobs.routes()
        for name, why in ABSENT.items():
            found += [
                Route(f"/{version}/{name}", self._absent(name, why), methods=["POST"]) for version in ("v1", "v2")
            ]
            found.append(Route(f"/v2/{name}/{{id}}", self._never_made, methods=["GET", "DELETE"]))
        return found

    def _make(self, endpoint: Endpoint) -> Handler:
        """v1: the clip is the reply."""

        async def make(request: Request) -> Response:
            caller, generation = await self._submit(request, endpoint)
            async with following(self._service, generation, request.receive) as states:
                async for generation in states:  # noqa: B007 - the last of them is what counts
                    pass
            if generation.status is Status.COMPLETED:
                return await self._clip(generation)
            if generation.status.final:
                told = failed(generation)
                return json_reply(told.body, status=told.status, headers=_traced(generation))
            if not await request.is_disconnected():  # its states ended with the server's own end
                return _stopped(endpoint, generation)
            if IDEMPOTENCY_KEY not in request.headers:
                await self._abandon(caller, generation)
            raise ClientDisconnect

        return make

    def _queue(self, endpoint: Endpoint) -> Handler:
        """v2: the reply says where to look; a GET lists."""

        async def queue(request: Request) -> Response:
            if request.method != "POST":
                return await self._jobs.list(request, endpoint)
            _, generation = await self._submit(request, endpoint)
            return json_reply(ltx.accepted(generation), status=202, headers=_traced(generation))

        return queue

    def _absent(self, name: str, why: str) -> Handler:
        async def absent(request: Request) -> Response:
            await self._service.authenticate(given_key(request))
            raise BadInput(f"{name} is not there: {why}. This server has {' and '.join(ENDPOINTS)}.")

        return absent

    async def _never_made(self, request: Request) -> Response:
        await self._service.authenticate(given_key(request))
        raise NotFound("There is no job with this id.")

    async def _submit(self, request: Request, endpoint: Endpoint) -> tuple[Caller, Generation]:
        # The key first: a stranger's 30 MB are not read.
        caller = await self._service.authenticate(given_key(request))
        body = await read_json(request, max_bytes=self._max_body_bytes)
        wanted, adjusted = ltx.read_request(body, endpoint)
        # Under one key the two endpoints are two requests, though their bodies may be alike.
        base_url = self._public_url.of(request)
        options = read_options(body | {"endpoint": endpoint}, request.headers, surface=SURFACE, base_url=base_url)
        if options.idempotency is not None and wanted.image is not None:  # an upload may have had its time by now
            repeat = await self._service.repeat(caller, options.idempotency)
            if repeat is not None:
                return caller, repeat
        if any(ltx.upload_of(*named) for named in ((wanted.image, ltx.IMAGE), (wanted.last_image, ltx.LAST_IMAGE))):
            await self._service.check(caller, wanted, options, models=LONG_MODELS)
        size = RESOLUTIONS[wanted.resolution or next(iter(RESOLUTIONS))]
        first = await self._uploaded(caller, wanted.image, ltx.IMAGE, size)
        if first is not None:
            options = replace(options, image_png=first.png)
            wanted, adjusted = replace(wanted, image=None), (*adjusted, *first.adjusted)
        last = await self._uploaded(caller, wanted.last_image, ltx.LAST_IMAGE, size)
        if last is not None:
            options = replace(options, last_image_png=last.png)
            wanted, adjusted = replace(wanted, last_image=None), (*adjusted, *last.adjusted_in(ltx.LAST_IMAGE))
        options = replace(options, adjusted=adjusted, image_field=ltx.IMAGE, last_image_field=ltx.LAST_IMAGE)
        return caller, await self._service.submit(caller, wanted, options, models=LONG_MODELS)

    async def _uploaded(self, caller: Caller, source: str | None, field: str, size: Resolution) -> TakenImage | None:
        """The image in the upload that ``source`` names; ``None`` where it names none. Raises `UnusableImage`."""
        upload_id = ltx.upload_of(source, field)
        if upload_id is None or source is None:
            return None
        if self._uploads is None:
            raise UnusableImage(field, source, "this server takes no uploads.")
        return await self._uploads.image(caller, upload_id, size, field=field, shown=source)

    async def _abandon(self, caller: Caller, generation: Generation) -> None:
        """Nobody waits for it any more: end it, also where the database is away for a while."""
        for pause_s in (*ABANDON_S, None):
            try:
                with suppress(Conflict, NotFound):  # it has ended, or is gone
                    await self._service.cancel(caller, generation.id)
                return
            except Unavailable:
                if pause_s is None:
                    raise
                await asyncio.sleep(pause_s)

    async def _clip(self, generation: Generation) -> Response:
        file = await self._service.open_clip(generation)
        headers = {
            **_traced(generation),
            "Content-Length": str(file.size),
            "Content-Disposition": f'inline; filename="{generation.id}.mp4"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        whole = Span(start=0, end=file.size)
        return StreamingResponse(blocks(file, whole), 200, headers, media_type=file.media_type)


def _traced(generation: Generation) -> dict[str, str]:
    """What there is to tell of a clip beside its bytes."""
    headers = {
        REQUEST_ID: new_request_id(),
        GENERATION_ID: str(generation.id),
        SEED: str(generation.spec.seed),
        ENGINE: generation.spec.engine,
    }
    if generation.adjusted:
        headers[ADJUSTED] = json.dumps(list(generation.adjusted))  # ASCII, as a header must be
    return headers


def _stopped(endpoint: Endpoint, generation: Generation) -> Response:
    """The work is not lost: where it can be found."""
    said = (
        f"The server stops; your generation {generation.id} is kept and goes on when it starts again. "
        f"Ask for it at GET /v2/{endpoint}/{generation.id}."
    )
    headers = {**_traced(generation), "Retry-After": str(RETRY_AFTER_S)}
    return json_reply(error_body("service_unavailable", said), status=503, headers=headers)
