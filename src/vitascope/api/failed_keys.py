"""Wrong keys, counted by where they come from: after so many in a minute others from there are not looked up.

A key of 128 random bits is not guessed at any rate; one that its owner chose may be, and each guess asks the database.

- **One bad program shuts nobody out.** A key that has worked here goes on working from anywhere, however many wrong
  ones come from beside it; a program that repeats one revoked key uses up the patience with that key alone. Who has to
  wait, a minute at most, is a key that this process has not seen yet, from an address that is guessing right now.
- An IPv6 client is its /64, which one subscriber has whole. Behind a proxy it is who a proxy that is trusted says.
- Memory is bounded: of `ADDRESSES` those that failed last, and of `KEYS` those that worked last. Keys are kept hashed.
- Each API process counts by itself: a database write a guess would be the attacker's to command.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_network

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vitascope.api.proxies import Address, Proxies
from vitascope.core.errors import LimitHit, TooManyRequests

_log = structlog.get_logger("vitascope.api")

WINDOW_S = 60.0
ADDRESSES = 4_096
KEYS = 10_000

DOOR = "vitascope.door"
"""Where in the scope the routes find whom to show a key to."""


@dataclass(slots=True)
class _Window:
    """What came from one address in a minute."""

    began: float
    wrong: dict[bytes, int] = field(default_factory=dict)
    """How often each wrong key came, by its hash."""
    told: bool = False


class Ledger:
    """Which addresses guess, and which keys are beyond suspicion. ``now`` is a clock in seconds that never steps."""

    def __init__(self, most: int, *, now: Callable[[], float] = time.monotonic) -> None:
        """``most`` wrong keys, and as often the same one, are looked up in `WINDOW_S` for one address."""
        self._most = most
        self._now = now
        self._windows: OrderedDict[str, _Window] = OrderedDict()
        self._good: OrderedDict[bytes, None] = OrderedDict()

    def check(self, address: str, key: bytes) -> None:
        """Raises `TooManyRequests` where ``key`` is not to be looked up now."""
        if key in self._good:
            return
        window = self._windows.get(address)
        if window is None or (wait_s := window.began + WINDOW_S - self._now()) <= 0:
            return
        if window.wrong.get(key, 0) < self._most and (key in window.wrong or len(window.wrong) < self._most):
            return
        if not window.told:
            window.told = True
            _log.warning("keys_refused", address=address, wrong=len(window.wrong), for_s=round(wait_s))
        raise TooManyRequests(
            f"Too many wrong keys came from your address ({address}): come again in {wait_s:.0f} s. A key that has "
            "worked here before is still taken.",
            retry_after_s=wait_s,
            hit=LimitHit(name="wrong_keys", of="address", value=self._most, used=len(window.wrong)),
        )

    def was_wrong(self, address: str, key: bytes) -> None:
        self._good.pop(key, None)  # revoked since
        window = self._windows.get(address)
        if window is None or self._now() - window.began >= WINDOW_S:
            window = self._windows[address] = _Window(self._now())
        self._windows.move_to_end(address)
        if key in window.wrong or len(window.wrong) < self._most:  # what was looked up at the same moment may be more
            window.wrong[key] = window.wrong.get(key, 0) + 1
        if len(self._windows) > ADDRESSES:
            self._windows.popitem(last=False)

    def was_right(self, key: bytes) -> None:
        self._good[key] = None
        self._good.move_to_end(key)
        if len(self._good) > KEYS:
            self._good.popitem(last=False)


class Door:
    """One request at it."""

    __slots__ = ("_address", "_ledger", "key")

    def __init__(self, ledger: Ledger, address: Callable[[], str]) -> None:
        self._ledger = ledger
        self._address = address
        self.key: bytes | None = None
        """The hash of the key that was shown."""

    def show(self, key: str) -> None:
        """Before ``key`` is looked up. Raises `TooManyRequests`."""
        hashed = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
        self._ledger.check(self._address(), hashed)
        self.key = hashed

    def ended(self, status: int) -> None:
        """What became of it: only a key that was looked up is right or wrong."""
        if self.key is None:
            return
        if status == 401:
            self._ledger.was_wrong(self._address(), self.key)
        elif status < 400:
            self._ledger.was_right(self.key)


class FailedKeys:
    """ASGI application in front of ``app``, whose routes show keys by `api.replies.bearer_key`."""

    def __init__(self, app: ASGIApp, ledger: Ledger, *, proxies: Proxies) -> None:
        self._app = app
        self._ledger = ledger
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        door = scope[DOOR] = Door(self._ledger, lambda: neighbourhood(self._proxies.client(scope)))

        async def send_noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                door.ended(message["status"])
            await send(message)

        await self._app(scope, receive, send_noted)


def neighbourhood(address: Address | None) -> str:
    """What is counted as one client."""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return "this machine" if address is None else str(address)
