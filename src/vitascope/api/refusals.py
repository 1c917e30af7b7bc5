"""How often each limit said no: what an owner looks at before raising one, or adding workers."""

from __future__ import annotations

from prometheus_client import Counter

from vitascope.core.errors import LimitReached, OutOfFunds, QueueTooLong, TooManyRequests

REFUSALS = Counter(
    "vitascope_limit_refusals_total",
    "Requests that a limit refused: requests_per_minute, queued, credits, balance, queue_s (what clips may wait), "
    "streams, logs, wrong_keys or connections; by whose limit it is: account, key, server or address.",
    ("limit", "of"),
)


def count_refusal(error: Exception) -> None:
    """Once for a request, whatever surface it came by; errors that no limit raised are not counted."""
    met = _limit_of(error)
    if met is not None:
        REFUSALS.labels(*met).inc()


def _limit_of(error: Exception) -> tuple[str, str] | None:
    if isinstance(error, (TooManyRequests, QueueTooLong)) and error.hit is not None:
        return error.hit.name, error.hit.of
    if isinstance(error, QueueTooLong):  # told without one where nobody renders, so that a clip would wait for ever
        return "queue_s", "server"
    if isinstance(error, LimitReached):
        return "credits", error.of
    return ("balance", "account") if isinstance(error, OutOfFunds) else None
