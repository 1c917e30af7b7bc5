"""Errors as the `openai` package reads them: ``{"error": {"message", "type", "param", "code"}}``.

The status decides which exception a program sees, and the package tries 408, 409, 429 and all of 5xx again on its own;
where that would be in vain, ``x-should-retry`` says so. Statuses are those of every surface (`api.problems`).
"""

from __future__ import annotations

from starlette.exceptions import HTTPException

from vitascope.api.problems import Occasion, Problem, problem
from vitascope.api.retry_after import retry_after_s
from vitascope.core import errors
from vitascope.core.errors import VitascopeError

REQUEST_ID = "x-request-id"
SHOULD_RETRY = "x-should-retry"

LONGEST_RETRY_S = 60
"""The package waits for as long as ``Retry-After`` says up to here; beyond, it tries again within seconds, in vain."""

_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_CODES: dict[type[VitascopeError], str] = {
    errors.Unauthenticated: "invalid_api_key",
    errors.OutOfFunds: "insufficient_quota",
    errors.LimitReached: "insufficient_quota",
    errors.NotReady: "video_not_ready",
}
"""What that API's own programs look for, where our code differs."""


def openai_problem(error: Exception, occasion: Occasion) -> Problem:
    """``error`` as a reply, with the id under which it was logged."""
    known = problem(error, occasion)
    headers = known.headers | {REQUEST_ID: occasion.request_id}
    param: str | None = None
    if isinstance(error, HTTPException):
        said, code = error.detail, None
    elif isinstance(error, VitascopeError) and known.status != 500:
        said, code = str(error), _CODES.get(type(error), error.code)
        param = getattr(error, "field", None)
    else:
        said, code = f"The server failed; its log has the reason under {occasion.request_id}.", "server_error"
    if isinstance(error, errors.Conflict) or retry_after_s(error) > LONGEST_RETRY_S:
        headers[SHOULD_RETRY] = "false"
    kind = _TYPES.get(known.status, "server_error" if known.status >= 500 else "invalid_request_error")
    if code == "insufficient_quota":
        kind = code
    body = {"error": {"message": said, "type": kind, "param": param, "code": code}}
    return Problem(status=known.status, body=body, headers=headers)
