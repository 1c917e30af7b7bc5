"""Many small requests, few transactions: what arrives while one batch is under way forms the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from vitascope.core.errors import VitascopeError

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Batcher(Generic[Item, Answer]):
    """Collects items and hands them to ``run`` together; one batch at a time, no timer, no added wait for one caller.

    ``run`` gives one answer an item, in order; an answer that is an exception is raised for its item alone. Where
    ``run`` itself raises something unforeseen and the batch held several items, each is run again by itself, so that
    one bad item cannot fail its neighbours: ``run`` must leave nothing behind then. A `VitascopeError`, such as a
    database that does not answer, is everybody's, and theirs too who came while it was waited for: else each would
    wait for all before it.
    """

    def __init__(
        self, run: Callable[[Sequence[Item]], Awaitable[Sequence[Answer | Exception]]], *, largest: int = 256
    ) -> None:
        self._run = run
        self._largest = largest
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, item: Item) -> Answer:
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[: self._largest], self._waiting[self._largest :]
            await self._serve(batch)

    async def _serve(self, batch: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._run([item for item, _ in batch])
        except Exception as error:
            if len(batch) > 1 and not isinstance(error, VitascopeError):
                for one in batch:
                    await self._serve([one])
                return
            if isinstance(error, VitascopeError):
                batch, self._waiting = batch + self._waiting, []
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.done():  # its caller has gone away
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
