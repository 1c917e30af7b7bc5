"""How many event streams a key has open at this process, and how many it may.

A stream costs memory for as long as it is open, and a program that opens them and reads none would fill the process.
Whoever is refused loses nothing: a stream tells states, which polls tell too, and the next one begins with the newest.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request

from vitascope.api.replies import sent_key
from vitascope.core.errors import LimitHit, TooManyStreams
from vitascope.core.limits import counted

AGAIN_S = 5.0
"""When to try again: one may end at any moment, and nobody knows when."""


class OpenStreams:
    """One a process. ``most`` of one key at a time; 0 for any number."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[bytes] = Counter()

    def check(self, request: Request) -> bytes:
        """Whose stream the request, whose key is good, would be: for `opened`. Raises `TooManyStreams`.

        Between the two nothing may be awaited.
        """
        whose = hashlib.sha256((sent_key(request) or "").encode("utf-8", "surrogatepass")).digest()
        used = self._open[whose]
        if self._most and used >= self._most:
            raise TooManyStreams(
                f"This key may have {counted(self._most, 'event stream')} open at once, and that many are; another may "
                "be opened when one of them ends. Polls are answered all the same, and with ?wait= they are held.",
                retry_after_s=AGAIN_S,
                hit=LimitHit(name="streams", of="key", value=self._most, used=used),
            )
        return whose

    @contextmanager
    def opened(self, whose: bytes) -> Iterator[None]:
        """For as long as the block runs, one more of them is open."""
        self._open[whose] += 1
        try:
            yield
        finally:
            self._open[whose] -= 1
            if not self._open[whose]:
                del self._open[whose]
