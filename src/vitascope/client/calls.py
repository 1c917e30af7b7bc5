"""Each call to the server as a plain value: method, address, headers, body, and how to read the reply.

Nothing here touches a network, so that the blocking and the asynchronous client share all of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from vitascope.client import errors
from vitascope.client.errors import ApiError, UnreadableReply
from vitascope.client.results import (
    Generation,
    Model,
    Outlook,
    Page,
    read_generation,
    read_models,
    read_outlook,
    read_page,
)

T = TypeVar("T")

GENERATIONS = "/v2/video/generations"

READ_S = 60.0
"""Seconds to wait for a reply. A submit's is the slowest: the server fetches the image before it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What goes over the wire."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # holds the key
    body: bytes | None = field(default=None, repr=False)
    read_s: float = READ_S
    """Longest silence before the connection counts as lost."""
    follow_redirects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back. Header names are in lower case; ``body`` is empty while it is still to be read."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[T]):
    """A request, how to read a good reply to it, and whether it may be made twice."""

    request: Request
    read: Callable[[Reply], T]
    repeatable: bool = True
    """False where the server must know ``Idempotency-Key`` for a repeat to do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The calls to one server with one key."""

    base_url: str
    """Without a slash at its end."""
    key: str = field(repr=False)
    user_agent: str = "vitascope"

    def submit(self, body: bytes, *, idempotency_key: str) -> Call[Generation]:
        return self._accepted(GENERATIONS, body, idempotency_key)

    def finish(self, body: bytes, *, idempotency_key: str) -> Call[Generation]:
        return self._accepted(f"{GENERATIONS}/finish", body, idempotency_key)

    def _accepted(self, path: str, body: bytes, idempotency_key: str) -> Call[Generation]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": idempotency_key}
        request = self._request("POST", path, headers=headers, body=body)
        return Call(request=request, read=lambda reply: read_generation(read_json(reply)), repeatable=False)

    def poll(self, generation_id: str, *, hold_s: int = 0) -> Call[Generation]:
        """``hold_s``: how long the server may keep a reply back that has nothing new to tell; at 0 it does not."""
        query = {"generation_id": generation_id} | ({"wait": str(hold_s)} if hold_s else {})
        request = self._request("GET", GENERATIONS, query, read_s=READ_S + hold_s)
        return Call(request=request, read=lambda reply: read_generation(read_json(reply)))

    def cancel(self, generation_id: str) -> Call[Generation]:
        request = self._request("DELETE", GENERATIONS, {"generation_id": generation_id})
        return Call(request=request, read=lambda reply: read_generation(read_json(reply)))

    def list(self, query: Mapping[str, str]) -> Call[Page]:
        request = self._request("GET", GENERATIONS, query)
        return Call(request=request, read=lambda reply: read_page(read_json(reply)))

    def models(self) -> Call[tuple[Model, ...]]:
        return Call(
            request=self._request("GET", "/v1/models", {"include": "all"}),
            read=lambda reply: read_models(read_json(reply)),
        )

    def outlook(self) -> Call[Outlook]:
        return Call(
            request=self._request("GET", "/playground/floor"), read=lambda reply: read_outlook(read_json(reply))
        )

    def knows_idempotency(self) -> Call[bool]:
        """Whether the server's own description names ``Idempotency-Key``."""
        return Call(
            request=self._request("GET", "/openapi.json"),
            read=lambda reply: b"idempotency-key" in reply.body.lower(),
        )

    def events(self, generation_id: str, *, last_event_id: str | None, silence_s: float) -> Request:
        """A stream of server-sent events, which counts as lost after ``silence_s`` without a byte."""
        headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity", "Cache-Control": "no-store"}
        if last_event_id is not None:
            headers["Last-Event-ID"] = last_event_id
        return self._request(
            "GET", f"{GENERATIONS}/events", {"generation_id": generation_id}, headers=headers, read_s=silence_s
        )

    def file(self, url: str, *, start: int, etag: str | None) -> Request:
        """A result from byte ``start``, as long as it is still the file with ``etag``. No key: the link is one."""
        headers = {"Accept-Encoding": "identity", "User-Agent": self.user_agent}
        if start:
            headers["Range"] = f"bytes={start}-"
            if etag is not None:
                headers["If-Range"] = etag
        return Request(method="GET", url=url, headers=headers, follow_redirects=True)

    def _request(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        read_s: float = READ_S,
    ) -> Request:
        return Request(
            method=method,
            url=f"{self.base_url}{path}" + (f"?{urlencode(query)}" if query else ""),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Accept": "application/json",
                "User-Agent": self.user_agent,
                **(headers or {}),
            },
            body=body,
            read_s=read_s,
        )


def read_json(reply: Reply) -> Any:
    """Raises `UnreadableReply`."""
    try:
        return json.loads(reply.body)
    except ValueError as error:
        begin = reply.body[:80].decode("utf-8", "replace")
        raise UnreadableReply(f"The reply is not JSON; it begins {begin!r}.") from error


_BY_STATUS: dict[int, type[ApiError]] = {
    400: errors.BadRequest,
    401: errors.Unauthenticated,
    403: errors.Forbidden,
    404: errors.NotFound,
    409: errors.Conflict,
    413: errors.BadRequest,
    415: errors.BadRequest,
    422: errors.BadRequest,
    429: errors.RateLimited,
}


def api_error(reply: Reply) -> ApiError:
    """The error that ``reply`` tells of, out of either envelope (wire contract, section 5) or neither."""
    try:
        body = json.loads(reply.body)
    except ValueError:
        body = None
    body = body if isinstance(body, dict) else {}
    inner = body["error"] if isinstance(body.get("error"), dict) else {}
    data = inner["data"] if isinstance(inner.get("data"), dict) else {}
    kind = data.get("kind") or inner.get("code") or inner.get("type")
    code = str(kind).removeprefix("err_") if kind else None
    message = body.get("message") or inner.get("message")
    if isinstance(message, list):
        message = "; ".join(str(part) for part in message)
    if not message:
        message = _without_words(reply)
    request_id = body.get("requestId") or reply.headers.get("x-request-id")
    found = _BY_STATUS.get(reply.status, errors.ServerFault if reply.status >= 500 else ApiError)
    if found is errors.Forbidden and code in ("out_of_funds", "insufficent_credits", "insufficient_credits"):
        found = errors.OutOfFunds
    return found(
        str(message),
        status=reply.status,
        code=code or f"http_{reply.status}",
        request_id=str(request_id) if request_id else None,
        field=data["field"] if isinstance(data.get("field"), str) else None,
        retry_after_s=retry_after(reply, datetime.now(UTC)),
    )


def retry_after(reply: Reply, now: datetime) -> float | None:
    """Seconds that ``Retry-After`` asks for, as a number or as a date."""
    given = reply.headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return float(given[:9])
    try:
        date = parsedate_to_datetime(given) if given else None
    except ValueError:
        return None
    if date is None:
        return None
    return max(0.0, ((date if date.tzinfo is not None else date.replace(tzinfo=UTC)) - now).total_seconds())


def _without_words(reply: Reply) -> str:
    if 300 <= reply.status < 400:
        place = reply.headers.get("location", "its new place")
        return f"The server answers from elsewhere: use the base URL of {place}."
    begin = reply.body[:200].decode("utf-8", "replace").strip()
    return f"HTTP {reply.status}" + (f": {begin}" if begin else "")
