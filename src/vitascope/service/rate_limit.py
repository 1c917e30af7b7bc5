"""So many requests in so long, by whom they come from: a sliding window in this process's memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from uuid import UUID

from vitascope.core.errors import LimitHit, LimitName, TooManyRequests


class RateLimit:
    """``most`` in any ``window_s`` seconds of one account. ``clock`` counts seconds and never goes back.

    Each API process counts by itself: behind a balancer the limit is that many times as high.
    """

    def __init__(self, name: LimitName, most: int, window_s: float, clock: Callable[[], float]) -> None:
        self._name = name
        self._most = most
        self._window_s = window_s
        self._clock = clock
        self._taken: dict[UUID, deque[float]] = {}

    def take(self, who: UUID) -> None:
        """Count one request. Raises `TooManyRequests`; what is refused does not count."""
        now = self._clock()
        taken = self._taken.setdefault(who, deque())
        while taken and taken[0] <= now - self._window_s:
            taken.popleft()
        if len(taken) >= self._most:
            wait_s = taken[0] + self._window_s - now
            raise TooManyRequests(
                f"At most {self._most} of these are answered in {self._window_s:g} s; come again in {wait_s:.0f} s.",
                retry_after_s=wait_s,
                hit=LimitHit(name=self._name, of="account", value=self._most, used=len(taken)),
            )
        taken.append(now)
