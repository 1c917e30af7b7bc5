"""Errors on the wire: the one table from `core.errors` to status codes, and the body that carries them.

The body holds both envelopes that clients know (wire contract, section 5): A since 2025-03, B seen since 2026-04. Each
message opens with the documented sentence, our own address where the vendor's stands, and goes on with ours.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from starlette.exceptions import HTTPException

from vitascope.api.retry_after import limit_data, retry_headers
from vitascope.core import errors
from vitascope.core.errors import InvalidField, VitascopeError, shown
from vitascope.wire.aimlapi import JsonObject

RETRY_AFTER_S = round(errors.Unavailable.retry_after_s)
"""What a reply asks for that is no error of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How one class of error shows: ``message`` is filled with ``base`` (our address) and ``said`` (our sentence)."""

    status: int
    name: str
    message: str = "{said}"
    kind: str | None = None
    """``error.data.kind``; from the error's code where ``None``."""


TABLE: dict[type[VitascopeError], Row] = {
    errors.BadInput: Row(status=400, name="BadRequestException", message="Body validation error! {said}"),
    errors.Unauthenticated: Row(
        status=401,
        name="UnauthorizedException",
        message="This request requires a valid API key. You can create a new API key on the Billing page: "
        "{base}/app/keys ({said})",
    ),
    errors.OutOfFunds: Row(
        status=403,
        name="OutOfFundsException",
        message="You've run out of credits. Please top up your balance or update your payment method to continue: "
        "{base}/app/billing/ ({said})",
        kind="err_insufficent_credits",  # their spelling; clients compare it
    ),
    errors.TooManyRequests: Row(status=429, name="ThrottlerException", message="Too Many Requests. {said}"),
    errors.Refused: Row(status=403, name="ForbiddenException"),
    errors.NotFound: Row(status=404, name="NotFoundException", message="Inference not found. {said}"),
    errors.Conflict: Row(status=409, name="ConflictException"),
    errors.Unavailable: Row(status=503, name="ServiceUnavailableException", message="Service unavailable. {said}"),
}
"""Looked up along an error's own classes, nearest first. What is not here is a fault of ours: 500, without details."""

_FAULT = Row(status=500, name="InternalServerErrorException", message="Internal server error", kind="err_internal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Where and when an error came to light."""

    base: str
    """Our public address, without a slash at its end."""
    path: str
    query: str
    at: datetime
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A reply that says no."""

    status: int
    body: JsonObject
    headers: dict[str, str] = field(default_factory=dict)


Dialect = Callable[[Exception, Occasion], Problem]
"""How one surface tells errors."""


def problem(error: Exception, occasion: Occasion) -> Problem:
    """``error`` as a reply. Errors of the framework keep their status; strangers become a 500 that says nothing."""
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        row = Row(
            status=error.status_code,
            name=f"{phrase.title().replace(' ', '').replace('-', '')}Exception",
            kind=f"err_{phrase.lower().replace(' ', '_').replace('-', '_')}",
        )
        said, headers = error.detail, dict(error.headers or {})
    else:
        row = next((TABLE[known] for known in type(error).__mro__ if known in TABLE), _FAULT)
        said, headers = _sentence(error), retry_headers(error)
        if isinstance(error, errors.Unauthenticated):
            headers["WWW-Authenticate"] = "Bearer"
    message = row.message.format(base=occasion.base, said=said)
    kind = row.kind or f"err_{getattr(error, 'code', 'unknown')}"
    timestamp = f"{occasion.at:%Y-%m-%dT%H:%M:%S}.{occasion.at.microsecond // 1000:03d}Z"
    body: JsonObject = {
        "requestId": occasion.request_id,
        "statusCode": row.status,
        "timestamp": timestamp,
        "path": occasion.path,
        "message": message,
        "title": HTTPStatus(row.status).phrase,
        "status": row.status,
        "instance": f"{occasion.path}?{occasion.query}",
        "error": {"name": row.name, "message": message, "data": {"kind": kind}},
    }
    if isinstance(error, (InvalidField, errors.UnusableImage)):
        body["error"]["data"]["field"] = error.field
    if isinstance(error, (errors.TooManyRequests, errors.QueueTooLong)):
        body["error"]["data"] |= limit_data(error)
    return Problem(status=row.status, body=body, headers=headers)


def new_request_id() -> str:
    """21 characters of ``[A-Za-z0-9_-]``: a nanoid."""
    return secrets.token_urlsafe(16)[:21]


def _sentence(error: Exception) -> str:
    """Ours, after the vendor's validation text where a field holds none of its few legal values."""
    if isinstance(error, InvalidField) and error.expected:
        received = shown(error.value) if isinstance(error.value, str) else f"'{shown(error.value)}'"
        return f"Invalid enum value. Expected {error.expected}, received {received}. {error}"
    return str(error)
