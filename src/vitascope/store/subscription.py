"""One reader of one generation's states: the newest, whenever it looks, and never a backlog."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Protocol, Self

from vitascope.core.errors import NotFound
from vitascope.core.generation import Generation
from vitascope.store.reading import GONE


class Readers(Protocol):
    """Who keeps subscriptions: `store.watch.Watch`."""

    @property
    def stopping(self) -> bool:
        """Whether subscriptions end after the state that they begin with."""
        ...

    def leave(self, subscription: Subscription, /) -> None:
        """The reader has gone. Harmless when it has gone before."""
        ...


class Subscription:
    """One reader's view of one generation. A context manager: leave it, and nothing is kept.

    Iterated, it gives the state that the reader began with, then each one that has news, and ends after a final one,
    or when the server stops. Both ways of reading raise `NotFound` once the generation was deleted.
    """

    __slots__ = ("_latest", "_over", "_seen", "_since", "_watch", "_woken", "name")

    def __init__(self, watch: Readers, began_with: Generation, since: int) -> None:
        self.name = str(began_with.id)
        self._watch = watch
        self._since = since
        self._latest: Generation | None = began_with
        self._seen: tuple[object, ...] | None = None
        self._woken = asyncio.Event()
        self._woken.set()
        self._over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watch.leave(self)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Generation:
        found = await self.next()
        if found is None:
            raise StopAsyncIteration
        return found

    @property
    def over(self) -> bool:
        """Whether there is nothing more to come: it has ended and that was read, or the server stops."""
        return self._over

    async def next(self, within_s: float | None = None) -> Generation | None:
        """The next state with news; ``None`` if there is none within the time, or none to come. Raises `NotFound`."""
        if self._over:
            return None
        try:
            async with asyncio.timeout(within_s):
                await self._woken.wait()
        except TimeoutError:
            return None
        self._woken.clear()
        if self._over:  # while it was waited for
            return None
        if self._latest is None:
            self._over = True
            raise NotFound(GONE)
        self._seen = self._latest.standing
        self._over = self._latest.status.final or self._watch.stopping
        return self._latest

    async def until_final(self, within_s: float) -> Generation | None:
        """How it ended; or, when the time is over or `end` was called, how it stood when last there was news.

        ``None`` where that was read before. Raises `NotFound`.
        """
        clock = asyncio.get_running_loop().time
        deadline, latest = clock() + within_s, None
        while not self.over:
            found = await self.next(max(0.0, deadline - clock()))
            if found is None:
                break
            latest = found
        return latest

    def end(self) -> None:
        """Let the reader go: the server stops, or the client is gone."""
        self._over = True
        self._woken.set()

    def offer(self, found: Generation | None, number: int) -> None:
        """From the other side: the state that read ``number`` found; ``None`` where it is gone.

        What was read before the reader came is older than what it began with.
        """
        if number > self._since and (found is None or found.standing != self._seen):
            self._latest = found
            self._woken.set()
