"""``/v2/video/generations/events``: the states of a generation as server-sent events, until it has ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from vitascope.api.generations import PATH, Generations
from vitascope.api.long_poll import following
from vitascope.api.open_streams import OpenStreams
from vitascope.api.replies import INFERENCE_ID
from vitascope.core.errors import NotFound
from vitascope.core.generation import Generation
from vitascope.wire.aimlapi import JsonObject, wire_id
from vitascope.wire.events import DELETED, HEARTBEAT, RETRY, event, event_data, event_id, event_name

if TYPE_CHECKING:
    from vitascope.service import Service

HEARTBEAT_S = 15.0
"""Proxies cut connections that are silent for a minute, some for half of one."""


class Events:
    """One route. The caller is known, and the generation his, before the stream begins."""

    def __init__(
        self, service: Service, generations: Generations, streams: OpenStreams, *, heartbeat_s: float = HEARTBEAT_S
    ) -> None:
        self._service = service
        self._generations = generations
        self._streams = streams
        self._heartbeat_s = heartbeat_s

    def route(self) -> Route:
        return Route(f"{PATH}/events", self._stream, methods=["GET"])

    async def _stream(self, request: Request) -> Response:
        return follow(
            self._service,
            request,
            await self._generations.found(request),
            self._streams,
            shown=lambda state: self._generations.followed(request, state),
            heartbeat_s=self._heartbeat_s,
        )


def follow(
    service: Service,
    request: Request,
    generation: Generation,
    streams: OpenStreams,
    *,
    shown: Callable[[Generation], JsonObject],
    heartbeat_s: float = HEARTBEAT_S,
) -> Response:
    """The states of ``generation``, which is the caller's, as ``shown``; from the one that its client has, if any.

    Raises `TooManyStreams`. The reply must be sent at once: it is counted when its sending begins.
    """
    has = request.headers.get("last-event-id")
    if generation.status.final and has == event_id(generation):
        return Response(status_code=204)  # which ends an EventSource; after anything else it would connect again
    headers = {INFERENCE_ID: wire_id(generation), "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if request.method == "HEAD":
        return Response(headers=headers, media_type=EventStream.media_type)
    whose = streams.check(request)
    return EventStream(
        service,
        generation,
        shown=shown,
        has=has,
        headers=headers,
        heartbeat_s=heartbeat_s,
        opened=streams.opened(whose),
    )


class EventStream(Response):
    """A reply that goes on. What it holds while it does is given back however it ends."""

    media_type = "text/event-stream"

    def __init__(
        self,
        service: Service,
        generation: Generation,
        *,
        shown: Callable[[Generation], JsonObject],
        has: str | None,
        headers: dict[str, str],
        heartbeat_s: float,
        opened: AbstractContextManager[None],
    ) -> None:
        """``opened`` is entered for as long as the reply is sent."""
        self._service = service
        self._generation = generation
        self._shown = shown
        self._has = has
        self._heartbeat_s = heartbeat_s
        self._opened = opened
        self.status_code = 200
        self.background = None
        self.init_headers(headers)

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        with self._opened:
            await self._send_all(receive, send)

    async def _send_all(self, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await _send_on(send, RETRY)
        told = None
        async with following(self._service, self._generation, receive) as states:
            while not states.over:
                try:
                    found = await states.next(self._heartbeat_s)
                except NotFound:
                    await _send_on(send, event(DELETED, data=self._deleted()))
                    break
                if found is None:
                    if not states.over:
                        await _send_on(send, HEARTBEAT)
                    continue
                identity = event_id(found)
                if identity != self._has:
                    name = event_name(found, before=told)
                    await _send_on(send, event(name, id=identity, data=event_data(found, self._shown(found))))
                told, self._has = found.status, None  # only the first can be one that the client has
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _deleted(self) -> JsonObject:
        """Under the id that the events before had: each surface has its own form."""
        return {"id": self._shown(self._generation)["id"], "deleted": True}


async def _send_on(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})
