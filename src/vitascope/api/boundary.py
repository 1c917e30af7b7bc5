"""The outermost layer of our own: names each request, echoes the client's name for it, turns errors into replies.

A fault of ours is logged here, once, under the request id that the reply carries.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import structlog
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from vitascope.api.problems import Dialect, Occasion, new_request_id, problem
from vitascope.api.public_url import PublicUrl
from vitascope.api.refusals import count_refusal
from vitascope.api.replies import json_reply
from vitascope.core.errors import VitascopeError
from vitascope.wire.options import CLIENT_REQUEST_ID, REQUEST_ID, client_request_id, given_request_id

_log = structlog.get_logger("vitascope.api")


class Boundary:
    """ASGI middleware around the router. Nothing but a reply cut short leaves it as an exception.

    ``dialects``: how errors are told under a path, by its beginning, where not in the form of `problems.problem`.
    """

    def __init__(self, app: ASGIApp, *, public_url: PublicUrl, dialects: Mapping[str, Dialect] | None = None) -> None:
        self._app = app
        self._public_url = public_url
        self._dialects = dialects or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        echoed, request_id = client_request_id(request.headers), given_request_id(request.headers) or new_request_id()
        started = False

        async def send_traced(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers[REQUEST_ID] = request_id  # one name for one request, whatever a surface called it
                if echoed is not None:
                    headers[CLIENT_REQUEST_ID] = echoed
            await send(message)

        try:
            with bound_contextvars(request_id=request_id):
                await self._app(scope, receive, send_traced)
        except ClientDisconnect:
            return
        except Exception as error:
            if started:
                raise  # all that is left to say is to cut the connection, which the server does, and logs
            reply = self._reply(request, error, request_id)
            await reply(scope, receive, send_traced)

    def _reply(self, request: Request, error: Exception, request_id: str) -> Response:
        if isinstance(error, HTTPException):
            error = _worded(request, error)
            if error.status_code == 405 and request.method == "OPTIONS":
                return Response(status_code=204, headers=error.headers)
        count_refusal(error)
        occasion = Occasion(
            base=self._public_url.of(request),
            # Not `request.url`, which is built from the Host header and fails where that is no host.
            path=request.scope["path"],
            query=request.scope["query_string"].decode("latin-1"),
            at=datetime.now(UTC),
            request_id=request_id,
        )
        dialect = next((d for start, d in self._dialects.items() if _under(occasion.path, start)), problem)
        told = dialect(error, occasion)
        if told.status >= 500:
            log = _log.bind(request_id=occasion.request_id, method=request.method, path=occasion.path)
            if isinstance(error, VitascopeError):  # raised on purpose: its sentence is enough
                log.warning("request refused", reason=str(error))
            else:
                log.error("request failed", exc_info=error)
        return json_reply(told.body, status=told.status, headers=told.headers)


def _under(path: str, start: str) -> bool:
    return path == start or path.startswith(f"{start}/")


def _worded(request: Request, error: HTTPException) -> HTTPException:
    """The router's own bare 404 and 405 as sentences."""
    if error.status_code == 404 and error.detail == "Not Found":
        return HTTPException(404, f"Cannot {request.method} {request.scope['path']}: there is nothing at this path.")
    if error.status_code == 405 and error.headers:
        allowed = error.headers.get("Allow", "")
        return HTTPException(405, f"Cannot {request.method} {request.scope['path']}: use {allowed}.", error.headers)
    return error
