"""``/playground/image``: an image as a clip would begin with it, before anything is asked for or paid.

It goes the way of a submit's ``image_url``: the same links are refused, the same formats read, the same crop made. So
what the page shows is what the clip gets, a photograph from a phone that no browser can show included.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.body import read_json
from vitascope.api.replies import bearer_key, json_reply
from vitascope.core.errors import BadInput
from vitascope.wire.aimlapi import read_image

if TYPE_CHECKING:
    from vitascope.service import Service

PATH = "/playground/image"


class ImagePreview:
    """For callers with a key alone: this server fetches links for nobody else."""

    def __init__(self, service: Service, *, max_body_bytes: int) -> None:
        self._service = service
        self._max_body_bytes = max_body_bytes

    def route(self) -> Route:
        return Route(PATH, self._preview, methods=["POST"])

    async def _preview(self, request: Request) -> Response:
        caller = await self._service.authenticate(bearer_key(request))
        source = read_image(await read_json(request, max_bytes=self._max_body_bytes))
        if source is None:
            raise BadInput("`image_url` is missing: give an http(s) link, a data URI or base64.")
        taken = await self._service.preview_image(caller, source)
        picture = base64.b64encode(taken.png).decode("ascii")
        return json_reply({"image": f"data:image/png;base64,{picture}", "adjusted": list(taken.adjusted)})
