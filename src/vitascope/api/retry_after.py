"""When to come again, and which limit says so: the same on every surface.

``RateLimit`` and ``RateLimit-Policy`` are those of draft-ietf-httpapi-ratelimit-headers-10, on replies that say no.
"""

from __future__ import annotations

import math
from typing import Any

from vitascope.core.errors import QueueTooLong, TooManyRequests, Unavailable

MINUTE_S = 60


def retry_after_s(error: Exception) -> int:
    """Whole seconds after which the same request may work; 0 where nothing is known of that."""
    return max(1, math.ceil(error.retry_after_s)) if isinstance(error, (TooManyRequests, Unavailable)) else 0


def retry_headers(error: Exception) -> dict[str, str]:
    """``Retry-After``, where ``error`` is one that passes."""
    wait_s = retry_after_s(error)
    headers = {"Retry-After": str(wait_s)} if wait_s else {}
    if isinstance(error, TooManyRequests) and error.hit is not None and error.hit.name == "requests_per_minute":
        headers["RateLimit-Policy"] = f'"{error.hit.of}";q={error.hit.value:.0f};w={MINUTE_S}'
        headers["RateLimit"] = f'"{error.hit.of}";r=0;t={wait_s}'
    return headers


def limit_data(error: TooManyRequests | QueueTooLong) -> dict[str, Any]:
    """For programs: the limit, whose it is, its value, what is used of it, and when to try again."""
    told: dict[str, Any] = {"retry_after_s": retry_after_s(error)}
    if error.hit is not None:
        hit = error.hit
        told["limit"] = {"name": hit.name, "of": hit.of, "value": _number(hit.value), "used": _number(hit.used)}
    return told


def _number(value: float) -> float:
    return int(value) if value == int(value) else round(value, 1)
