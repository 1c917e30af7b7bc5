from __future__ import annotations

from uuid import uuid4

import pytest

from vitascope.core.errors import TooManyRequests
from vitascope.service.rate_limit import RateLimit


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_the_window_slides() -> None:
    clock, who = Hand(), uuid4()
    limit = RateLimit("logs", 3, 60.0, clock)
    for _ in range(3):
        limit.take(who)
        clock.at += 10
    with pytest.raises(TooManyRequests) as refused:
        limit.take(who)
    assert refused.value.retry_after_s == 30.0
    clock.at += 29.9
    with pytest.raises(TooManyRequests):
        limit.take(who)
    clock.at += 0.1
    limit.take(who)
    with pytest.raises(TooManyRequests):
        limit.take(who)


def test_what_is_refused_does_not_count() -> None:
    clock, who = Hand(), uuid4()
    limit = RateLimit("logs", 1, 60.0, clock)
    limit.take(who)
    for _ in range(50):
        clock.at += 1
        with pytest.raises(TooManyRequests):
            limit.take(who)
    clock.at += 10
    limit.take(who)


def test_one_does_not_use_up_anothers() -> None:
    limit = RateLimit("logs", 1, 60.0, Hand())
    limit.take(uuid4())
    limit.take(uuid4())
