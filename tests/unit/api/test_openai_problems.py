"""`vitascope.api.openai_problems`: the statuses of every surface, in the form that OpenAI's clients read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from starlette.exceptions import HTTPException

from vitascope.api.openai_problems import openai_problem
from vitascope.api.problems import TABLE, Occasion
from vitascope.core import errors
from vitascope.core.errors import InvalidField, UnusableImage

OCCASION = Occasion(
    base="http://vitascope.example",
    path="/v1/videos",
    query="",
    at=datetime(2026, 1, 2, tzinfo=UTC),
    request_id="a-request",
)


@pytest.mark.parametrize(
    ("error", "status", "kind", "param", "code"),
    [
        (errors.BadInput("No."), 400, "invalid_request_error", None, "bad_input"),
        (InvalidField("seed", -1, "use 0."), 400, "invalid_request_error", "seed", "invalid_field"),
        (
            UnusableImage("input_reference", "x", "no."),
            400,
            "invalid_request_error",
            "input_reference",
            "unusable_image",
        ),
        (errors.Unauthenticated("No."), 401, "authentication_error", None, "invalid_api_key"),
        (errors.Forbidden("No."), 403, "permission_error", None, "forbidden"),
        (errors.OutOfFunds("No."), 403, "insufficient_quota", None, "insufficient_quota"),
        (errors.LimitReached("No."), 403, "insufficient_quota", None, "insufficient_quota"),
        (errors.NotFound("No."), 404, "invalid_request_error", None, "not_found"),
        (errors.NotReady("No."), 404, "invalid_request_error", None, "video_not_ready"),
        (errors.Conflict("No."), 409, "invalid_request_error", None, "conflict"),
        (errors.IdempotencyMismatch("No."), 409, "invalid_request_error", None, "idempotency_mismatch"),
        (errors.TooManyRequests("No.", retry_after_s=3.2), 429, "rate_limit_error", None, "too_many_requests"),
        (errors.Unavailable("No."), 503, "server_error", None, "unavailable"),
    ],
)
def test_an_error_has_a_status_and_a_type_that_clients_know(
    error: errors.VitascopeError, status: int, kind: str, param: str | None, code: str
) -> None:
    told = openai_problem(error, OCCASION)
    assert told.status == status
    assert told.body == {"error": {"message": str(error), "type": kind, "param": param, "code": code}}
    assert told.headers["x-request-id"] == "a-request"


def test_every_error_of_the_table_keeps_its_status_and_its_sentence() -> None:
    for kind, row in TABLE.items():
        try:
            error = kind("It is so.")
        except TypeError:  # one that takes more than a sentence: among the cases above
            continue
        told = openai_problem(error, OCCASION)
        assert (told.status, told.body["error"]["message"]) == (row.status, "It is so.")


def test_a_state_that_does_not_change_by_itself_is_not_tried_again() -> None:
    assert openai_problem(errors.Conflict("No."), OCCASION).headers["x-should-retry"] == "false"
    assert "x-should-retry" not in openai_problem(errors.Unavailable("No."), OCCASION).headers


def test_a_client_is_told_when_to_come_back() -> None:
    assert openai_problem(errors.Unavailable("No."), OCCASION).headers["Retry-After"] == "5"
    assert openai_problem(errors.TooManyRequests("No.", retry_after_s=3.2), OCCASION).headers["Retry-After"] == "4"


@pytest.mark.parametrize("error", [ZeroDivisionError("secret"), errors.EngineFailed("secret")])
def test_a_fault_of_ours_says_nothing_but_where_the_log_has_it(error: Exception) -> None:
    told = openai_problem(error, OCCASION)
    assert (told.status, told.body["error"]["type"]) == (500, "server_error")
    assert "secret" not in str(told.body)
    assert "a-request" in told.body["error"]["message"]


def test_a_reply_of_the_framework_keeps_its_status_and_headers() -> None:
    told = openai_problem(HTTPException(405, "Use GET.", {"Allow": "GET"}), OCCASION)
    assert (told.status, told.headers["Allow"]) == (405, "GET")
    assert told.body["error"] == {
        "message": "Use GET.", "type": "invalid_request_error", "param": None, "code": None,
    }  # fmt: skip
