from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from prometheus_client import REGISTRY

from tests.unit.api.test_boundary import PATH, client
from vitascope.core.errors import (
    LimitHit,
    LimitReached,
    NotFound,
    OutOfFunds,
    QueueTooLong,
    TooManyQueued,
    TooManyRequests,
    Unavailable,
)

NAME = "vitascope_limit_refusals_total"


def _counted() -> Callable[[], dict[tuple[str, str], float]]:
    """What was counted since."""

    def now() -> dict[tuple[str, str], float]:
        (family,) = [one for one in REGISTRY.collect() if one.name == NAME.removesuffix("_total")]
        return {
            (one.labels["limit"], one.labels["of"]): one.value for one in family.samples if one.name == NAME
        }  # fmt: skip

    before = now()
    return lambda: {met: count - before.get(met, 0) for met, count in now().items() if count != before.get(met, 0)}


async def _refuse(error: Exception) -> httpx.Response:
    async with client(error) as asking:
        return await asking.post(PATH, json={})


REQUESTS = LimitHit(name="requests_per_minute", of="key", value=60, used=60)
QUEUED = LimitHit(name="queued", of="account", value=7, used=7)
QUEUE = LimitHit(name="queue_s", of="server", value=60, used=95)


@pytest.mark.parametrize(
    ("error", "met"),
    [
        (TooManyRequests("x", retry_after_s=1, hit=REQUESTS), ("requests_per_minute", "key")),
        (TooManyQueued("x", retry_after_s=1, hit=QUEUED), ("queued", "account")),
        (QueueTooLong("x", retry_after_s=1, hit=QUEUE), ("queue_s", "server")),
        (QueueTooLong("Nobody renders.", retry_after_s=1), ("queue_s", "server")),
        (LimitReached("x"), ("credits", "key")),
        (LimitReached("x", of="account"), ("credits", "account")),
        (OutOfFunds("x"), ("balance", "account")),
    ],
    ids=lambda value: f"{type(value).__name__}" if isinstance(value, Exception) else "-".join(value),
)
async def test_a_refusal_is_counted_once_by_its_limit_and_whose_it_is(error: Exception, met: tuple[str, str]) -> None:
    since = _counted()
    assert (await _refuse(error)).status_code >= 400
    assert since() == {met: 1}


@pytest.mark.parametrize("error", [NotFound("x"), Unavailable("x"), RuntimeError("x")], ids=lambda e: type(e).__name__)
async def test_what_no_limit_refused_is_not_counted(error: Exception) -> None:
    since = _counted()
    await _refuse(error)
    assert since() == {}
