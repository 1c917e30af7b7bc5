"""What a client raises.

    ClientError
    ├── NoReply                   no reply came: refused, cut off, or out of time
    │   └── OutcomeUnknown        a submit whose reply was lost, on a server that could not tell a repeat from a new one
    ├── ApiError                  the server said no; ``status``, ``code``, ``request_id``
    │   ├── BadRequest            400, 413, 415, 422: nothing was queued; ``field`` where one is to blame
    │   ├── Unauthenticated       401
    │   ├── Forbidden             403
    │   │   └── OutOfFunds        403, and the balance is the reason
    │   ├── NotFound              404
    │   ├── Conflict              409
    │   ├── RateLimited           429
    │   └── ServerFault           5xx
    ├── UnreadableReply           the reply is not what this API says
    ├── GenerationFailed          the generation ended without a clip; ``generation``
    ├── WaitTimeout               it has not ended in the time that was given, and goes on; ``generation``
    └── DownloadFailed            the clip could not be fetched whole

``retryable`` says whether the same call may work a little later. Each has ``status``, ``code`` and ``request_id``,
which are ``None`` where no reply came. This tree is the caller's side: `vitascope.core.errors` is the server's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vitascope.client.results import Generation


class ClientError(Exception):
    """Root of the tree; ``str(error)`` is a sentence that a person can act on."""

    retryable: bool = False
    status: int | None = None
    code: str | None = None
    request_id: str | None = None

    @property
    def message(self) -> str:
        return str(self)


class NoReply(ClientError):
    """No reply came. ``sent`` is false only where the request cannot have reached the server."""

    retryable = True
    code = "no_reply"

    def __init__(self, message: str, *, sent: bool) -> None:
        self.sent = sent
        super().__init__(message)


class OutcomeUnknown(NoReply):
    """The submit may have been taken. Look for it with `list` before you submit again."""

    retryable = False
    code = "outcome_unknown"


class ApiError(ClientError):
    """A reply with a status of 300 or more."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str | None = None,
        request_id: str | None = None,
        field: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.request_id = request_id
        self.field = field
        self.retry_after_s = retry_after_s
        super().__init__(message)


class BadRequest(ApiError):
    """The request cannot be taken as it stands; nothing was queued."""


class Unauthenticated(ApiError):
    """The key is missing, unknown or revoked."""


class Forbidden(ApiError):
    """The key is good, but not for this."""


class OutOfFunds(Forbidden):
    """The account's balance does not cover the generation."""


class NotFound(ApiError):
    """There is no such thing, or it belongs to another account."""


class Conflict(ApiError):
    """The thing is in a state that does not allow this, or an idempotency key was used for something else."""


class RateLimited(ApiError):
    """Too many requests; ``retry_after_s`` is what the server asked for."""

    retryable = True


class ServerFault(ApiError):
    """The server, or something in front of it, failed."""

    retryable = True


class UnreadableReply(ClientError):
    """The reply came whole, and is not what this API says: most often another program answers at this address."""

    code = "unreadable_reply"


class GenerationFailed(ClientError):
    """The generation ended as ``error``; it costs nothing."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        failure = generation.error
        self.code = failure.name if failure is not None else "error"
        super().__init__(f"{self.code}: {failure.message}" if failure is not None else "The generation failed.")


class WaitTimeout(ClientError):
    """The generation has not ended yet. It goes on: wait again, or cancel it."""

    retryable = True
    code = "wait_timeout"

    def __init__(self, generation: Generation | None, generation_id: str, timeout_s: float) -> None:
        self.generation = generation
        self.generation_id = generation_id
        state = f"is {generation.status}" if generation is not None else "has not been seen"
        super().__init__(f"After {timeout_s:g} s the generation {generation_id} {state}; it goes on.")


class DownloadFailed(ClientError):
    """The clip could not be fetched whole; no file was left."""

    code = "download_failed"
