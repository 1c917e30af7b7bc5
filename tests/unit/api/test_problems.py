"""`vitascope.api.problems`: every error has its status, its first sentence, and both envelopes."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from starlette.exceptions import HTTPException

from vitascope.api.problems import Occasion, new_request_id, problem
from vitascope.core import errors
from vitascope.core.generation import GenerationRequest, fill

OCCASION = Occasion(
    base="http://127.0.0.1:8000",
    path="/v2/video/generations",
    query="",
    at=datetime(2026, 4, 14, 9, 46, 33, 609_999, tzinfo=UTC),
    request_id="V1StGXR8_Z5jdHi6B-myT",
)


def message(error: Exception) -> str:
    return str(problem(error, OCCASION).body["message"])


def test_one_body_satisfies_both_envelopes() -> None:
    told = problem(errors.OutOfFunds("0.10 USD are left; this costs 0.25."), OCCASION)
    said = (
        "You've run out of credits. Please top up your balance or update your payment method to continue: "
        "http://127.0.0.1:8000/app/billing/ (0.10 USD are left; this costs 0.25.)"
    )
    assert told.body == {
        "requestId": "V1StGXR8_Z5jdHi6B-myT",
        "statusCode": 403,
        "timestamp": "2026-04-14T09:46:33.609Z",
        "path": "/v2/video/generations",
        "message": said,
        "title": "Forbidden",
        "status": 403,
        "instance": "/v2/video/generations?",
        "error": {"name": "OutOfFundsException", "message": said, "data": {"kind": "err_insufficent_credits"}},
    }


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (errors.BadInput("x"), 400, "err_bad_input"),
        (errors.InvalidField("f", 1, "x"), 400, "err_invalid_field"),
        (errors.UnusableImage("image_url", "http://h", "x"), 400, "err_unusable_image"),
        (errors.Unauthenticated("x"), 401, "err_unauthenticated"),
        (errors.Forbidden("x"), 403, "err_forbidden"),
        (errors.Refused("x"), 403, "err_refused"),
        (errors.OutOfFunds("x"), 403, "err_insufficent_credits"),
        (errors.NotFound("x"), 404, "err_not_found"),
        (errors.Conflict("x"), 409, "err_conflict"),
        (errors.TooManyRequests("x", retry_after_s=1), 429, "err_too_many_requests"),
        (errors.Unavailable("x"), 503, "err_unavailable"),
        (HTTPException(405), 405, "err_method_not_allowed"),
        (HTTPException(413), 413, None),
        (HTTPException(429), 429, "err_too_many_requests"),
        (errors.EngineFailed("x"), 500, "err_internal"),
        (ValueError("x"), 500, "err_internal"),
    ],
)
def test_every_error_has_its_status(error: Exception, status: int, kind: str | None) -> None:
    told = problem(error, OCCASION)
    assert told.status == told.body["status"] == told.body["statusCode"] == status
    assert kind in (None, told.body["error"]["data"]["kind"])
    assert re.fullmatch("[A-Za-z]+Exception", told.body["error"]["name"])


def test_a_value_outside_a_list_opens_with_the_vendors_words_and_names_the_nearest() -> None:
    with pytest.raises(errors.InvalidField) as raised:
        fill(GenerationRequest(model="ltxv/ltxv-2", prompt="x", duration_s=7), engine="e", seed=0)
    assert message(raised.value) == (
        "Body validation error! Invalid enum value. Expected '6' | '8' | '10', received '7'. "
        "`duration` is 7: use 6, 8 or 10; the nearest is 8."
    )
    assert problem(raised.value, OCCASION).body["error"]["data"]["field"] == "duration"


def test_values_stand_between_one_pair_of_quotes() -> None:
    assert "received '4k'." in message(errors.InvalidField("resolution", "4k", "x", expected="'1080p'"))
    assert "received 'true'." in message(errors.InvalidField("fps", True, "x", expected="'25'"))
    assert "received '[1, 2]'." in message(errors.InvalidField("fps", [1, 2], "x", expected="'25'"))


def test_the_documented_first_sentences_are_exact() -> None:
    assert message(errors.Unauthenticated("No key was sent.")).startswith(
        "This request requires a valid API key. You can create a new API key on the Billing page: "
        "http://127.0.0.1:8000/app/keys"
    )
    assert message(errors.NotFound("x")).startswith("Inference not found")
    assert message(errors.BadInput("x")).startswith("Body validation error!")
    assert message(ValueError("secret")) == "Internal server error"
    assert message(errors.Unavailable("x")).startswith("Service unavailable")


def test_a_caller_is_told_when_to_come_back_and_how_to_sign_in() -> None:
    assert problem(errors.Unavailable("x"), OCCASION).headers == {"Retry-After": "5"}
    assert problem(errors.TooManyRequests("x", retry_after_s=0.2), OCCASION).headers == {"Retry-After": "1"}
    assert problem(errors.Unauthenticated("x"), OCCASION).headers == {"WWW-Authenticate": "Bearer"}


def test_braces_in_what_a_caller_sent_stay_as_they_are() -> None:
    assert "{base}" in message(errors.InvalidField("resolution", "{base}", "x", expected="'1080p'"))


def test_a_request_id_is_a_nanoid_and_differs_every_time() -> None:
    ids = {new_request_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(re.fullmatch("[A-Za-z0-9_-]{21}", i) for i in ids)
