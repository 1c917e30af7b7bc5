"""Every error that Vitascope raises on purpose.

    VitascopeError
    ├── BadInput                  the caller's request cannot be taken; nothing was queued
    │   ├── InvalidField          a field holds a value that is not legal
    │   ├── UnusableImage         the image cannot be fetched, read or used
    │   │   └── DeadLink          nothing that is an image comes from where it is said to lie
    │   └── UnusableClip          the clip cannot be fetched, read or used
    ├── Refused                   the request is fine, the caller may not make it
    │   ├── Unauthenticated
    │   ├── Forbidden
    │   │   └── LimitReached      the key has spent what it may in this period
    │   ├── OutOfFunds
    │   └── TooManyRequests       this may be asked only so often
    │       ├── TooManyQueued     the account or the key has as many clips waiting as it may
    │       └── PeriodSpent       the account has spent what it may in this period
    ├── NotFound
    │   └── NotReady              there will be such a thing, but not yet
    ├── Conflict                  the thing is there, but no longer in a state that allows this
    │   └── IdempotencyMismatch   the same idempotency key came with another request
    ├── Unavailable               the database or the disk does not answer just now
    │   └── QueueTooLong          the clip would wait for longer than the owner lets clips wait
    ├── RenderFailed              an attempt to render ended without a file
    │   ├── EngineMissing         no such engine here, or its extra is not installed
    │   ├── EngineFailed          the engine raised
    │   ├── EngineBroke           the engine ended with an error that it did not foresee; its process is not used again
    │   ├── ChildDied             the process that held the engine ended
    │   ├── Stalled               the engine fell silent past its deadline
    │   ├── NotHandedOver         no server that should render answers
    │   ├── RemoteFailed          the server that should render said no
    │   ├── BadDelivery           what that server sent is no clip
    │   ├── NoRoom                the disk of the machine that rendered it was full
    │   ├── NotFetched            what the render begins with could not be had from where files are kept
    │   ├── NoWorker              no worker that can make it came in time
    │   ├── NotSigned             the clip was made, but its credentials could not be put into it
    │   └── NotStored             the clip was made, but could not be kept
    └── Stop                      what `Report` raises inside an engine, to be let through
        ├── Cancelled
        └── DeadlineExceeded

``code`` is stable and machine-readable; ``retryable`` says whether the same thing may work a little later.
Messages name the field, the value and the nearest legal value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal


class VitascopeError(Exception):
    """Root of the tree; ``str(error)`` is a sentence that a person can act on."""

    code: ClassVar[str] = "vitascope_error"
    retryable: ClassVar[bool] = False


class BadInput(VitascopeError):
    """The request cannot be taken as it stands."""

    code = "bad_input"


class InvalidField(BadInput):
    """``field`` holds ``value``, which is not legal; ``hint`` is a sentence with the nearest legal value."""

    code = "invalid_field"

    def __init__(self, field: str, value: object, hint: str, *, expected: str | None = None) -> None:
        self.field = field
        self.value = value
        self.hint = hint
        self.expected = expected
        super().__init__(f"`{field}` is {shown(value)}: {hint}")


class UnusableImage(BadInput):
    """The image named by ``field`` cannot be fetched, read or used."""

    code = "unusable_image"

    def __init__(self, field: str, source: str, hint: str) -> None:
        self.field = field
        self.value = source
        self.hint = hint
        super().__init__(f"`{field}` is {shown(source)}: {hint}")


class DeadLink(UnusableImage):
    """The image's link leads nowhere, or to something that is no image; a link that may not be followed is not this."""

    code = "dead_link"


class UnusableClip(BadInput):
    """The clip named by ``field`` cannot be fetched or read, or does not say how it was made."""

    code = "unusable_clip"

    def __init__(self, field: str, source: str, hint: str) -> None:
        self.field = field
        self.value = source
        self.hint = hint
        super().__init__(f"`{field}` is {shown(source)}: {hint}")


class Refused(VitascopeError):
    """The caller may not do this."""

    code = "refused"


class Unauthenticated(Refused):
    """No key, or a key that is unknown or revoked."""

    code = "unauthenticated"


class Forbidden(Refused):
    """The key is good, but not for this."""

    code = "forbidden"


class LimitReached(Forbidden):
    """The limit of a key, or an account's that never begins anew, does not cover the hold."""

    code = "limit_reached"

    def __init__(self, message: str, *, of: Literal["account", "key"] = "key") -> None:
        self.of = of
        super().__init__(message)


class OutOfFunds(Refused):
    """The account's balance does not cover the hold."""

    code = "out_of_funds"


class TooManyRequests(Refused):
    """Asked more often than it may be; ``retry_after_s`` says when to come again."""

    code = "too_many_requests"
    retryable = True
    hit: LimitHit | None = None

    def __init__(self, message: str, *, retry_after_s: float, hit: LimitHit | None = None) -> None:
        self.retry_after_s = retry_after_s
        self.hit = hit
        super().__init__(message)


LimitName = Literal["requests_per_minute", "queued", "credits", "queue_s", "streams", "logs", "wrong_keys"]
LimitOwner = Literal["account", "key", "server", "address"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitHit:
    """Which limit a request met, for programs to read."""

    name: LimitName
    of: LimitOwner
    value: float
    used: float


class TooManyQueued(TooManyRequests):
    """As many clips wait as may wait at once; one may come when one of them starts."""

    code = "too_many_queued"


class TooManyStreams(TooManyRequests):
    """As many event streams of this key are open as may be; another may be opened when one of them ends."""

    code = "too_many_streams"


class PeriodSpent(TooManyRequests):
    """The account's limit of this day, week or month does not cover the hold."""

    code = "period_spent"


class NotFound(VitascopeError):
    """There is no such thing, or it belongs to another account."""

    code = "not_found"


class NotReady(NotFound):
    """The thing is being made."""

    code = "not_ready"


class Conflict(VitascopeError):
    """The thing is in a state that does not allow this."""

    code = "conflict"


class IdempotencyMismatch(Conflict):
    """An idempotency key that stands for another request already."""

    code = "idempotency_mismatch"


class Unavailable(VitascopeError):
    """Something this server needs does not answer; the same request may work in a moment."""

    code = "unavailable"
    retryable = True
    retry_after_s: float = 5
    """A database that restarts is back within it more often than not."""


class QueueTooLong(Unavailable):
    """What waits already would keep the workers busy for longer than the owner lets a clip wait."""

    code = "queue_too_long"
    hit: LimitHit | None = None

    def __init__(self, message: str, *, retry_after_s: float, hit: LimitHit | None = None) -> None:
        self.retry_after_s = retry_after_s
        self.hit = hit
        super().__init__(message)


class RenderFailed(VitascopeError):
    """An attempt ended without a file."""

    code = "render_failed"


class EngineMissing(RenderFailed):
    """The engine is not installed here, or its extra is missing."""

    code = "engine_missing"


class EngineFailed(RenderFailed):
    """The engine raised; the same request would fail again."""

    code = "engine_failed"


class EngineBroke(RenderFailed):
    """The engine raised what it does not raise on purpose: out of memory, a GPU that is not itself any more."""

    code = "engine_broke"
    retryable = True


class ChildDied(RenderFailed):
    """The process that held the engine ended before it answered."""

    code = "child_died"
    retryable = True


class Stalled(RenderFailed):
    """The engine reported nothing for longer than it may."""

    code = "stalled"
    retryable = True


class NotHandedOver(RenderFailed):
    """None of the servers that should render it answers just now."""

    code = "not_handed_over"
    retryable = True


class RemoteFailed(RenderFailed):
    """The server that should render it refused it or failed; the same request would fail again."""

    code = "remote_failed"


class BadDelivery(RenderFailed):
    """What came from the server that rendered it is not a whole clip."""

    code = "bad_delivery"
    retryable = True


class NoWorker(RenderFailed):
    """No worker that renders this model with this engine was there for as long as the owner lets clips wait for one."""

    code = "no_worker"
    retryable = True


class NoRoom(RenderFailed):
    """The disk of the machine that was to render it had no room for it."""

    code = "no_room"
    retryable = True


class NotSigned(RenderFailed):
    """The clip was made, but could not be signed as the owner wants every clip signed: nothing unsigned goes out."""

    code = "not_signed"


class NotFetched(RenderFailed):
    """What the render begins with could not be had from where files are kept."""

    code = "not_fetched"
    retryable = True


class NotStored(RenderFailed):
    """The clip was made, but the disk or the bucket did not take it."""

    code = "not_stored"
    retryable = True


class Stop(VitascopeError):
    """Raised by `core.ports.Report` inside an engine, which lets it through."""

    code = "stop"


class Cancelled(Stop):
    """Somebody asked for this generation to end."""

    code = "cancelled"


class DeadlineExceeded(Stop):
    """The attempt has had all the time it may have."""

    code = "deadline_exceeded"


def shown(value: object, limit: int = 80) -> str:
    """``value`` as it can stand in a sentence: quoted if text, cut at ``limit`` characters."""
    if isinstance(value, bool):
        return str(value).lower()  # as JSON and people write it
    text = repr(value[: limit + 1]) if isinstance(value, str) else str(value)  # an image field may hold 30 MB
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
