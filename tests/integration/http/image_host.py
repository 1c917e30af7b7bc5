"""A web server with images and traps, for a server that may fetch from it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route


def image_host() -> Starlette:
    """``/ok.png`` is good. ``/to?URL`` redirects there;"""
    return Starlette(
        routes=[
            Route("/ok.png", _ok),
            Route("/page.html", _page),
            Route("/empty.png", _empty),
            Route("/endless.png", _endless),
            Route("/loop", _loop),
            Route("/to", _to),
        ]
    )


async def _ok(_request: Request) -> Response:
    buffer = io.BytesIO()
    Image.radial_gradient("L").resize((64, 36)).save(buffer, "PNG")
    return Response(buffer.getvalue(), media_type="image/png")


async def _page(_request: Request) -> Response:
    return Response("<!doctype html><title>Not an image</title>", media_type="text/html")


async def _empty(_request: Request) -> Response:
    return Response(b"", media_type="image/png")


async def _endless(_request: Request) -> Response:
    async def zeros() -> AsyncIterator[bytes]:
        while True:
            yield bytes(2**20)
            await asyncio.sleep(0)  # or it would never see that its reader has left

    return StreamingResponse(zeros(), media_type="image/png")


async def _loop(_request: Request) -> Response:
    return RedirectResponse("/loop")


async def _to(request: Request) -> Response:
    return Response(status_code=302, headers={"Location": request.url.query})
