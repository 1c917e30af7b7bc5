"""JSON replies, and the headers that trace a request and tell its cost (wire contract, section 3)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from vitascope.api.failed_keys import DOOR, Door
from vitascope.core.generation import Generation
from vitascope.core.usage import usd
from vitascope.wire.options import CLIENT_REQUEST_ID

INFERENCE_ID = "x-inference-id"
CREDITS_USED = "x-aimlapi-credits-used"
USD_SPENT = "x-aimlapi-usd-spent"

EXPOSED = (
    *(INFERENCE_ID, CLIENT_REQUEST_ID, CREDITS_USED, USD_SPENT),
    *("x-request-id", "x-generation-id", "x-seed", "x-engine", "x-adjusted", "openai-poll-after-ms"),
    *("Accept-Ranges", "Content-Length", "Content-Range", "Content-Disposition", "ETag", "Retry-After"),
    *("RateLimit", "RateLimit-Policy"),
)
"""Headers that a page from elsewhere may read."""

_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
"""Kept, since `json.dumps` makes an encoder a call."""


def json_reply(body: Mapping[str, object], *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """``body`` as UTF-8 JSON, not to be kept: it tells of a moment, and may hold a link that is a permission."""
    # A lone surrogate, which JSON can carry and UTF-8 cannot, goes out as the escape that it came in as.
    content = _to_json(body).encode("utf-8", "backslashreplace")
    return Response(content, status, {"Cache-Control": "no-store", **(headers or {})}, media_type="application/json")


def cost_headers(generation: Generation) -> dict[str, str]:
    """Credits as an integer, dollars as a decimal of nine places."""
    return {CREDITS_USED: str(generation.credits), USD_SPENT: f"{usd(generation.credits):.9f}"}


def bearer_key(request: Request) -> str | None:
    """The key in ``Authorization: Bearer <key>``, or ``None``; to be looked up next.

    Raises `core.errors.TooManyRequests` where too many wrong ones came from there: see `api.failed_keys`.
    """
    key = sent_key(request)
    if key is None:
        return None
    door: Door | None = request.scope.get(DOOR)
    if door is not None:
        door.show(key)
    return key


def sent_key(request: Request) -> str | None:
    """The same for what needs no looking up."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return (key.strip() or None) if scheme.lower() == "bearer" else None
