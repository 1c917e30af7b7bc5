"""``/files/{token}/{key}``: results, by signed links that need no header."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import UTC
from email.utils import format_datetime
from typing import TYPE_CHECKING, Literal, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from vitascope.api.ranges import Span, Unsatisfiable, asked_span, not_modified, range_still_good
from vitascope.artifacts.keys import file_name
from vitascope.core.errors import NotFound

if TYPE_CHECKING:
    from vitascope.service import Service, StoredFile

BLOCK = 256 * 1024
"""Bytes handed to the socket at a time: what one slow reader can hold in memory."""


SAVE = "save"
"""In the query of a link: the file is to be saved, not shown."""


class Files:
    """GET and HEAD, with ranges and conditions."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def route(self) -> Route:
        return Route("/files/{token}/{key:path}", self._serve, methods=["GET"])

    async def _serve(self, request: Request) -> Response:
        token, key = request.path_params["token"], request.path_params["key"]
        saved = SAVE in request.query_params
        try:
            # Who wants a file saved gets it from here: browsers save nothing that comes from elsewhere.
            link = None if saved else await self._service.bucket_link(token, key, _method(request))
            if link is not None:
                return RedirectResponse(link, 307, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
            file = await self._service.open_file(token, key)
        except NotFound as error:
            raise HTTPException(404, f"There is no such file: {error}") from error
        return file_reply(request, file, name=file_name(key), saved=saved)


def file_reply(request: Request, file: StoredFile, *, name: str, saved: bool = False) -> Response:
    """``file``, or the part of it that is asked for; ``name`` is what a browser saves it as, at once if ``saved``.

    Raises a reply of 416.
    """
    headers = {
        "ETag": file.etag,
        "Last-Modified": format_datetime(file.modified.astimezone(UTC), usegmt=True),
        "Accept-Ranges": "bytes",
        # Who has it had the permission, so it is for that one's cache alone; a file never changes.
        "Cache-Control": "private, max-age=3600",
    }
    if not_modified(request.headers, etag=file.etag, modified=file.modified):
        return Response(status_code=304, headers=headers)
    # Ranges are defined for GET alone.
    good = request.method == "GET" and range_still_good(
        request.headers.get("if-range"), etag=file.etag, modified=file.modified
    )
    try:
        span = asked_span(request.headers.get("range"), file.size) if good else None
    except Unsatisfiable as error:
        raise HTTPException(
            416,
            f"The range lies outside the file, which has {file.size} bytes.",
            {"Content-Range": f"bytes */{file.size}"},
        ) from error
    if span is not None:
        headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{file.size}"
    status, span = (206, span) if span is not None else (200, Span(start=0, end=file.size))
    headers |= {
        "Content-Length": str(span.end - span.start),
        "Content-Disposition": f'{"attachment" if saved else "inline"}; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=file.media_type)
    return StreamingResponse(blocks(file, span), status, headers, media_type=file.media_type)


async def blocks(file: StoredFile, span: Span) -> AsyncIterator[bytes]:
    """The bytes of ``span``, `BLOCK` at most at a time; the source is closed when the reader goes away."""
    async with aclosing(cast("AsyncGenerator[bytes, None]", file.stream(span.start, span.end))) as source:
        async for chunk in source:
            for start in range(0, len(chunk), BLOCK):
                yield chunk[start : start + BLOCK]


def _method(request: Request) -> Literal["GET", "HEAD"]:
    """A bucket's link is good for one of them alone."""
    return "HEAD" if request.method == "HEAD" else "GET"
