"""``POST /v1/upload`` and the PUT that follows it (wire contract, section 10)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.ltx_jobs import given_key
from vitascope.api.ltx_problems import REQUEST_ID
from vitascope.api.problems import new_request_id
from vitascope.api.public_url import PublicUrl
from vitascope.api.replies import json_reply
from vitascope.wire.ltx import UPLOAD_SCHEME, granted

if TYPE_CHECKING:
    from vitascope.service import Service, Uploads

MAX_BYTES = 100 * 10**6
"""Wire contract, section 10."""

IDLE_S = 20.0
"""Silence within a file that ends it."""

TOTAL_S = 1800.0
"""For the whole file: 100 MB at 0.5 Mbit/s take 1,600 s."""


class UploadRoutes:
    """Two routes: one asks for a link, the other takes the file."""

    def __init__(self, service: Service, uploads: Uploads, public_url: PublicUrl) -> None:
        self._service = service
        self._uploads = uploads
        self._public_url = public_url

    def routes(self) -> list[Route]:
        return [
            Route("/v1/upload", self._grant, methods=["POST"]),
            Route("/uploads/{token}/{name}", self._receive, methods=["PUT"]),
        ]

    async def _grant(self, request: Request) -> Response:
        """Its body, if any, says nothing that matters."""
        caller = await self._service.authenticate(given_key(request))
        grant = await self._uploads.grant(caller)
        link = self._public_url.of(request) + grant.path
        body = granted(grant.id, upload_url=link, expires_at=grant.link_expires_at)
        return json_reply(body, headers={REQUEST_ID: new_request_id()})

    async def _receive(self, request: Request) -> Response:
        """The link first: nothing of a stranger's file is read."""
        upload_id = self._uploads.admit(request.path_params["token"], request.path_params["name"])
        announced = request.headers.get("content-length", "")
        length = int(announced[:19]) if announced.isdecimal() else None
        if length is not None and length > MAX_BYTES:
            raise _too_large()
        media_type = request.headers.get("content-type")
        file = await self._uploads.receive(
            upload_id, _parts(request), length=length, media_type=media_type and media_type[:200]
        )
        body = {"storage_uri": f"{UPLOAD_SCHEME}{file.id}", "size_bytes": file.size_bytes, "sha256": file.sha256}
        return json_reply(body, headers={REQUEST_ID: new_request_id()})


async def _parts(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes. Raises replies of 408 and 413, and ``ClientDisconnect`` where it breaks off."""
    give_up, size = time.monotonic() + TOTAL_S, 0
    chunks = request.stream()
    while True:
        try:
            async with asyncio.timeout(min(IDLE_S, max(0.0, give_up - time.monotonic()))):
                chunk = await anext(chunks, None)
        except TimeoutError as error:
            # The rest of the file may yet come, so the connection cannot carry another request.
            raise HTTPException(
                408, "The file did not arrive in time; nothing of it was kept.", {"Connection": "close"}
            ) from error
        if chunk is None:
            return
        size += len(chunk)
        if size > MAX_BYTES:
            raise _too_large()
        yield chunk


def _too_large() -> HTTPException:
    return HTTPException(413, f"The file is larger than {MAX_BYTES // 10**6} MB, the most that is taken.")
