"""Calls that are made again when they fail for a moment, and never do a thing twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Any, TypeVar

from vitascope.client.calls import Api, Call, Reply, api_error
from vitascope.client.errors import ApiError, ClientError, NoReply, OutcomeUnknown
from vitascope.client.steps import Emit, Flow, Part, Sleep, send

T = TypeVar("T")

MOMENTARY = frozenset({429, 502, 503, 504})
"""Statuses after which the same request may work in a moment."""

MAX_RETRY_AFTER_S = 60.0
"""A server that asks for more patience than this is told to the caller instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """How often a call is made, and how long to wait in between.

    The wait doubles and is drawn between its half and its whole, so that many clients of one server that restarts do
    not come back at once. The defaults ride out 16 to 31 seconds.
    """

    attempts: int = 8
    first_s: float = 0.5
    most_s: float = 8.0

    def wait_s(self, failures: int, chance: float, asked_s: float | None = None) -> float:
        """Seconds to wait after ``failures`` in a row; ``chance`` is in [0, 1), ``asked_s`` is ``Retry-After``."""
        whole = min(self.most_s, self.first_s * 2.0 ** min(failures - 1, 30))
        return max(whole * (0.5 + 0.5 * chance), asked_s or 0.0)


@dataclass(slots=True, kw_only=True)
class Exchange:
    """Makes calls, again where need be. Remembers whether its server knows ``Idempotency-Key``."""

    api: Api
    backoff: Backoff = field(default_factory=Backoff)
    chance: Callable[[], float] = random.random
    _knows_idempotency: bool | None = None

    def answered(self, call: Call[T], *, patience: int = 1, left_s: Callable[[], float] = lambda: inf) -> Part[T]:
        """What the server answers, after as many attempts as it takes and as start within ``left_s()`` seconds.

        ``patience`` is a factor on the attempts of the backoff, which has none where it allows but one.

        Raises `ApiError`, `NoReply`, `UnreadableReply`, and `OutcomeUnknown` for a submit whose reply was lost and that
        cannot be repeated safely.
        """
        failures = 0
        while True:
            try:
                reply = yield from send(call.request)
                failure: NoReply | ApiError
            except NoReply as error:
                failure, in_doubt = error, error.sent
            else:
                if reply.status < 300:
                    return call.read(reply)
                failure = api_error(reply)
                # 429 is said before anything is queued; a gateway, or a server that lost its database at the commit,
                # cannot know.
                in_doubt = reply.status != 429
                if reply.status not in MOMENTARY or (failure.retry_after_s or 0) > MAX_RETRY_AFTER_S:
                    raise failure
            failures += 1
            if failures >= (self.backoff.attempts * patience if self.backoff.attempts > 1 else 1):
                raise failure
            pause_s = self.pause_s(failures, failure)
            if pause_s > left_s():
                raise failure
            yield Sleep(pause_s)
            if in_doubt and not call.repeatable and not (yield from self._repeats_are_known()):
                raise OutcomeUnknown(
                    f"The submit may have been taken: {failure} The server does not know `Idempotency-Key`, so it was "
                    "not sent again.",
                    sent=True,
                ) from failure

    def emitted(self, call: Call[Any]) -> Flow:
        """`answered`, as a flow of its own."""
        yield Emit((yield from self.answered(call)))

    def pause_s(self, failures: int, failure: ClientError | None = None) -> float:
        asked_s = failure.retry_after_s if isinstance(failure, ApiError) else None
        return self.backoff.wait_s(failures, self.chance(), asked_s)

    def momentary(self, reply: Reply) -> bool:
        return reply.status in MOMENTARY

    def _repeats_are_known(self) -> Part[bool]:
        if self._knows_idempotency is None:
            try:
                self._knows_idempotency = yield from self.answered(self.api.knows_idempotency())
            except ClientError:
                return False  # for now: it may be asked again
        return self._knows_idempotency
