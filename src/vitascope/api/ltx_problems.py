"""Errors as the official LTX API tells them: a status, a type and a sentence (wire contract, section 10)."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from vitascope.api.problems import Occasion, Problem
from vitascope.api.retry_after import retry_headers
from vitascope.core import errors
from vitascope.core.errors import VitascopeError
from vitascope.core.generation import Generation
from vitascope.wire.ltx import error_body, failure

REQUEST_ID = "x-request-id"

STATUS_OF = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "insufficient_funds_error": 402,
    "permission_error": 403,  # ours: the vendor's keys can all do everything
    "not_found_error": 404,
    "cancelled": 409,  # ours, as the vendor has no cancel
    "request_too_large": 413,
    "content_filtered_error": 422,
    "rate_limit_error": 429,
    "api_error": 500,
    "service_unavailable": 503,
    "timeout_error": 504,
}

TABLE: dict[type[VitascopeError], tuple[int, str]] = {
    errors.BadInput: (400, "invalid_request_error"),
    errors.Unauthenticated: (401, "authentication_error"),
    errors.OutOfFunds: (402, "insufficient_funds_error"),
    errors.LimitReached: (402, "insufficient_funds_error"),
    errors.TooManyQueued: (429, "concurrency_limit_error"),
    errors.TooManyRequests: (429, "rate_limit_error"),
    errors.Refused: (403, "permission_error"),
    errors.NotFound: (404, "not_found_error"),
    errors.Conflict: (409, "invalid_request_error"),
    errors.QueueTooLong: (529, "overloaded_error"),
    errors.Unavailable: (503, "service_unavailable"),
}
"""Looked up along an error's own classes, nearest first. What is not here is a fault of ours: 500, without details."""

_TYPE_OF_STATUS = {status: kind for kind, status in STATUS_OF.items()}


def ltx_problem(error: Exception, occasion: Occasion) -> Problem:
    """``error`` as a reply, with the id under which it was logged."""
    headers = {REQUEST_ID: occasion.request_id}
    if isinstance(error, HTTPException):
        status, said = error.status_code, error.detail
        headers |= dict(error.headers or {})
        kind = _TYPE_OF_STATUS.get(status, "api_error" if status >= 500 else "invalid_request_error")
    else:
        found = next((TABLE[known] for known in type(error).__mro__ if known in TABLE), None)
        status, kind = found or (500, "api_error")
        said = str(error) if found else "Internal server error"
        headers |= retry_headers(error)
        if isinstance(error, errors.Unauthenticated):
            headers["WWW-Authenticate"] = "Bearer"
    return Problem(status=status, body=error_body(kind, said), headers=headers)


def failed(generation: Generation) -> Problem:
    """A generation that ended without a clip, where the clip itself was to be the reply."""
    kind, message = failure(generation)
    return Problem(status=STATUS_OF[kind], body=error_body(kind, message))
