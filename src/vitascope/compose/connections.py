"""What one connection may take of this server: uvicorn's protocol, with bounds on what it leaves unbounded.

Uvicorn waits for ever for a head that comes a byte at a time, keeps one of any size, and waits for ever for a client
that reads nothing of a reply. Here each of these ends, and where there are too many connections the one that has
waited the longest for nothing makes room: a request that is being answered is never cut off for another.

Bodies have bounds of their own, in `api.body`.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from vitascope.api.refusals import REFUSALS

log = structlog.get_logger(__name__)

TOLD_EVERY_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Of every connection, in bytes and seconds."""

    head_bytes: int = 64 * 1024
    """For method, path, query and headers; proxies in front allow 8 to 32 KiB."""
    head_s: float = 20.0
    """From the connection, or from a head's first byte, until it is whole."""
    rest_s: float = 60.0
    """For what still comes of a body that was refused, and for the end of a reply on a connection that closes."""
    stalled_s: float = 300.0
    """Until a client that reads slowly has made room for the next block of a reply: 1 KiB/s. A player that was paused
    for longer asks for the rest by a range."""


@dataclass(slots=True, kw_only=True)
class Floor:
    """What the connections of one server share."""

    most: int
    """Connections at a time."""
    bounds: Bounds = field(default_factory=Bounds)
    idle: dict[Guarded, None] = field(default_factory=dict)
    """Those that wait for a head, the longest first."""
    told_at: float = -TOLD_EVERY_S

    def tell(self) -> None:
        """That there are too many, once a minute."""
        now = time.monotonic()
        if now - self.told_at >= TOLD_EVERY_S:
            self.told_at = now
            log.warning("connections_full", most=self.most, waiting=len(self.idle))


class Refused(Exception):
    """Leaves the parser, which ends the connection."""


class Guarded(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *, floor: Floor, **ours: Any) -> None:
        super().__init__(**ours)
        self._floor = floor
        self._bounds = floor.bounds
        self._heading: asyncio.TimerHandle | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._stalling: asyncio.TimerHandle | None = None
        self._in_head = True
        self._head_bytes = 0
        self._parsed_bytes = 0
        self._whole = True
        self._refusal: HTTPStatus | None = None

    # --- the connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self._floor.most:
            self._floor.tell()
            if not self._floor.idle:
                REFUSALS.labels("connections", "server").inc()
                self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, b"retry-after: 5\r\n")
                return
            next(iter(self._floor.idle)).transport.abort()
        self._floor.idle[self] = None
        self._heading = self.loop.call_later(self._bounds.head_s, self._head_is_late)

    def connection_lost(self, exc: Exception | None) -> None:
        self._floor.idle.pop(self, None)
        for timer in (self._heading, self._ending, self._stalling):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    # --- the head

    def data_received(self, data: bytes) -> None:
        if self._refusal is not None:  # told already; the rest is not looked at
            return
        self._head_bytes += len(data) if self._in_head else 0
        super().data_received(data)
        if not self._in_head or not self._head_bytes or self.transport.is_closing():
            return
        if self._head_bytes > self._bounds.head_bytes:  # of which the parser may not have made one header yet
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif self._heading is None and self in self._floor.idle:
            self._heading = self.loop.call_later(self._bounds.head_s, self._head_is_late)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._parsed_bytes, self._whole = 0, False

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        self._count(len(name) + len(value) + 4)

    def on_headers_complete(self) -> None:
        self._floor.idle.pop(self, None)
        self._in_head, self._head_bytes = False, 0
        if self._heading is not None:
            self._heading.cancel()
            self._heading = None
        super().on_headers_complete()

    def _count(self, size: int) -> None:
        self._parsed_bytes += size
        if self._parsed_bytes > self._bounds.head_bytes:
            self._refusal = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise Refused

    def _head_is_late(self) -> None:
        if self.transport.is_closing():
            return
        if self._head_bytes:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.abort()

    # --- the body and the reply

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._whole = self._in_head = True
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
            self._wait_for_the_next()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing() or not self._whole:
            if self._ending is None:
                self._ending = self.loop.call_later(self._bounds.rest_s, self.transport.abort)
        else:
            self._wait_for_the_next()

    def _wait_for_the_next(self) -> None:
        if not self.pipeline and self.cycle.response_complete:
            self._floor.idle[self] = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalling = self.loop.call_later(self._bounds.stalled_s, self.transport.abort)

    def resume_writing(self) -> None:
        if self._stalling is not None:
            self._stalling.cancel()
            self._stalling = None
        super().resume_writing()

    # --- what is no request of ours

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the parser's words help nobody
        self._refuse(self._refusal or HTTPStatus.BAD_REQUEST)

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing: the request is answered over HTTP, and strangers shall not fill the log."""

    def _refuse(self, status: HTTPStatus, more: bytes = b"") -> None:
        """A reply of the connection's own, which ends it."""
        self._refusal = status
        self._floor.idle.pop(self, None)
        if self._heading is not None:
            self._heading.cancel()
        if self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete:
            self.transport.abort()  # what is said now would be read as a part of that reply
            return
        content = f"{status.description or status.phrase}.\n".encode()
        self.transport.write(
            b"HTTP/1.1 %d %b\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n"
            b"x-content-type-options: nosniff\r\nconnection: close\r\n%b\r\n%b"
            % (status, status.phrase.encode(), len(content), more, content)
        )
        self.transport.close()
        self._ending = self.loop.call_later(self._bounds.rest_s, self.transport.abort)
