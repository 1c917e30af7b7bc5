"""`vitascope.api.ltx_problems`: every error has its status and its type."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from starlette.exceptions import HTTPException

from tests.unit.wire.test_ltx import QUEUED
from vitascope.api.ltx_problems import failed, ltx_problem
from vitascope.api.problems import Occasion
from vitascope.core import errors
from vitascope.core.generation import Status

OCCASION = Occasion(
    base="http://h", path="/v1/text-to-video", query="", at=datetime(2026, 1, 1, tzinfo=UTC), request_id="r" * 21
)


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (errors.BadInput("x"), 400, "invalid_request_error"),
        (errors.UnusableImage("image_uri", "http://h", "x"), 400, "invalid_request_error"),
        (errors.Unauthenticated("x"), 401, "authentication_error"),
        (errors.OutOfFunds("x"), 402, "insufficient_funds_error"),
        (errors.LimitReached("x"), 402, "insufficient_funds_error"),
        (errors.Forbidden("x"), 403, "permission_error"),
        (errors.TooManyRequests("x", retry_after_s=3), 429, "rate_limit_error"),
        (errors.NotFound("x"), 404, "not_found_error"),
        (errors.IdempotencyMismatch("x"), 409, "invalid_request_error"),
        (errors.Unavailable("x"), 503, "service_unavailable"),
        (HTTPException(405, "x"), 405, "invalid_request_error"),
        (HTTPException(408, "x"), 408, "invalid_request_error"),
        (HTTPException(413, "x"), 413, "request_too_large"),
        (HTTPException(429, "x"), 429, "rate_limit_error"),
        (HTTPException(502, "x"), 502, "api_error"),
    ],
)
def test_every_error_has_its_status_and_type(error: Exception, status: int, kind: str) -> None:
    told = ltx_problem(error, OCCASION)
    said = error.detail if isinstance(error, HTTPException) else str(error)
    assert (told.status, told.body) == (status, {"type": "error", "error": {"type": kind, "message": said}})
    assert told.headers["x-request-id"] == "r" * 21


def test_a_fault_of_ours_says_nothing_of_itself() -> None:
    told = ltx_problem(ValueError("a secret"), OCCASION)
    assert (told.status, told.body["error"]) == (500, {"type": "api_error", "message": "Internal server error"})


def test_an_outage_says_when_to_come_back() -> None:
    assert int(ltx_problem(errors.Unavailable("x"), OCCASION).headers["Retry-After"]) > 0
    assert ltx_problem(errors.TooManyRequests("x", retry_after_s=2.1), OCCASION).headers["Retry-After"] == "3"


@pytest.mark.parametrize(
    ("code", "status"), [("engine_failed", 500), ("stalled", 504), ("engine_missing", 503), ("never heard of", 500)]
)
def test_a_generation_without_a_clip_is_never_a_200(code: str, status: int) -> None:
    told = failed(replace(QUEUED, status=Status.ERROR, error_code=code, error_message="Because."))
    assert (told.status, told.body["error"]["message"]) == (status, "Because.")
    assert failed(replace(QUEUED, status=Status.CANCELLED)).status == 409
