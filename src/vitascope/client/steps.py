"""What a flow asks of the client that runs it.

A flow is a generator: it yields steps and is sent their answers, so that retries, waiting and downloads are written
once, without a colour. `Client` and `AsyncClient` are what carries the steps out. Where a step fails, its exception is
thrown into the flow: `errors.NoReply` for the network, `OSError` for files.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar, cast

from vitascope.client.calls import Reply, Request

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """Answer: the `Reply`, whole."""

    request: Request


@dataclass(frozen=True, slots=True)
class Open:
    """Answer: the `Reply` without its body, which `Read` gives. One stream at a time: the one before is closed."""

    request: Request


@dataclass(frozen=True, slots=True)
class Read:
    """Answer: the next bytes of the open stream, as they come; ``b""`` at its end."""


@dataclass(frozen=True, slots=True)
class Sleep:
    """Answer: ``None``, after so long."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Do(Generic[T]):
    """Work that waits for a disk, or takes a while: done on a thread where there is a loop. Answer: its result."""

    work: Callable[[], T]


@dataclass(frozen=True, slots=True)
class Emit(Generic[T]):
    """A result for the caller. Answer: ``None``, when the caller wants more."""

    value: T


Step: TypeAlias = "Send | Open | Read | Sleep | Do[Any] | Emit[Any]"
Part: TypeAlias = Generator[Step, Any, T]
"""A stretch of a flow that ends with a ``T``, for ``yield from``."""
Flow: TypeAlias = Generator["Step", Any, None]


def send(request: Request) -> Part[Reply]:
    return cast("Reply", (yield Send(request)))


def open_stream(request: Request) -> Part[Reply]:
    return cast("Reply", (yield Open(request)))


def read() -> Part[bytes]:
    return cast("bytes", (yield Read()))


def do(work: Callable[[], T]) -> Part[T]:
    return cast("T", (yield Do(work)))
