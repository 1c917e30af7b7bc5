"""A limit that was met is told alike on every surface: which, how much of it is used, and when to come again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from vitascope.api.ltx_problems import ltx_problem
from vitascope.api.openai_problems import openai_problem
from vitascope.api.problems import Dialect, Occasion, problem
from vitascope.core.errors import LimitHit, PeriodSpent, QueueTooLong, TooManyQueued, TooManyRequests, VitascopeError

OCCASION = Occasion(
    base="http://127.0.0.1:8000",
    path="/v2/video/generations",
    query="",
    at=datetime(2026, 4, 14, tzinfo=UTC),
    request_id="V1StGXR8_Z5jdHi6B-myT",
)
REQUESTS = TooManyRequests(
    "Enough for now.",
    retry_after_s=11.2,
    hit=LimitHit(name="requests_per_minute", of="key", value=60, used=60),
)
QUEUED = TooManyQueued("Seven wait.", retry_after_s=3, hit=LimitHit(name="queued", of="account", value=7, used=7))
SPENT = PeriodSpent("Spent.", retry_after_s=7200)
LONG = QueueTooLong(
    "It would take 95.3 s.", retry_after_s=35.3, hit=LimitHit(name="queue_s", of="server", value=60, used=95.34)
)


def test_the_hosted_form_names_the_limit_its_value_what_is_used_and_when_to_come_again() -> None:
    told = problem(REQUESTS, OCCASION)
    assert told.body["message"] == "Too Many Requests. Enough for now."
    assert told.body["error"]["data"] == {
        "kind": "err_too_many_requests",
        "retry_after_s": 12,
        "limit": {"name": "requests_per_minute", "of": "key", "value": 60, "used": 60},
    }
    assert told.headers == {
        "Retry-After": "12",
        "RateLimit-Policy": '"key";q=60;w=60',
        "RateLimit": '"key";r=0;t=12',
    }


def test_a_queue_that_is_too_long_is_the_servers_matter_and_no_limit_of_the_callers() -> None:
    told = problem(LONG, OCCASION)
    assert (told.status, told.headers) == (503, {"Retry-After": "36"})
    assert told.body["message"] == "Service unavailable. It would take 95.3 s."
    limit = {"name": "queue_s", "of": "server", "value": 60, "used": 95.3}
    assert told.body["error"]["data"] == {"kind": "err_queue_too_long", "retry_after_s": 36, "limit": limit}


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (REQUESTS, 429, "rate_limit_error"),
        (QUEUED, 429, "concurrency_limit_error"),
        (SPENT, 429, "rate_limit_error"),
        (LONG, 529, "overloaded_error"),
    ],
)
def test_the_official_api_has_words_of_its_own(error: VitascopeError, status: int, kind: str) -> None:
    told = ltx_problem(error, OCCASION)
    assert (told.status, told.body["error"]["type"]) == (status, kind)
    assert int(told.headers["Retry-After"]) >= 3


def test_the_openai_package_waits_for_what_is_soon_and_does_not_try_what_is_in_vain() -> None:
    soon, late = openai_problem(QUEUED, OCCASION), openai_problem(SPENT, OCCASION)
    assert soon.body["error"] == {
        "message": "Seven wait.", "type": "rate_limit_error", "param": None, "code": "too_many_queued",
    }  # fmt: skip
    assert "x-should-retry" not in soon.headers
    assert late.headers["x-should-retry"] == "false"


@pytest.mark.parametrize("dialect", [problem, ltx_problem, openai_problem])
def test_the_time_to_come_again_is_a_whole_number_that_is_not_too_early(dialect: Dialect) -> None:
    told = dialect(TooManyRequests("x", retry_after_s=0.01), OCCASION)
    assert told.headers["Retry-After"] == "1"
