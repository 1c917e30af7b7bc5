"""`AsyncClient`: the flows, carried out on an event loop. Its twin is `blocking.Client`."""

from __future__ import annotations

import asyncio
import inspect
import os
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, closing
from pathlib import Path
from typing import Any, Self, TypeVar, Unpack, assert_never, cast

import httpx

from vitascope.client import transport
from vitascope.client.calls import Call, Reply, Request
from vitascope.client.download import Download, OnBytes
from vitascope.client.listing import ListFields, list_query
from vitascope.client.place import api_from
from vitascope.client.results import Event, Generation, Model, Outlook, Page, id_of
from vitascope.client.retry import Backoff, Exchange
from vitascope.client.steps import Do, Emit, Flow, Open, Read, Send, Sleep
from vitascope.client.submit import Fields, Treatment, finished, submitted
from vitascope.client.watch import GLANCE_S, HOLD_S, Watch

T = TypeVar("T")

OnProgress = Callable[[Generation], "Awaitable[None] | object"]


class AsyncClient:
    """`Client`, for programs with an event loop: the same methods, to be awaited; close it, or use ``async with``.

    Progress may be told to a plain function or to a coroutine function. Files are read and written on threads.
    """

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        http: httpx.AsyncClient | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        self._exchange = Exchange(api=api_from(base_url, api_key, os.environ), backoff=backoff or Backoff())
        self._mine = http is None
        self._http = http or httpx.AsyncClient(**transport.options())

    async def submit(self, prompt: str, **fields: Unpack[Fields]) -> Generation:
        """Queue a generation; when this returns, it is on the server's disk. However often it is tried, it is one."""
        return cast("Generation", await self._one(submitted(self._exchange, prompt, fields)))

    async def finish(self, draft: str | Generation, **treatment: Unpack[Treatment]) -> Generation:
        """Queue the whole of a draft, as `submit` does. Raises `Conflict` where it cannot be finished, or not yet."""
        return cast("Generation", await self._one(finished(self._exchange, id_of(draft), treatment)))

    async def get(self, generation: str | Generation) -> Generation:
        """How it stands now; a finished one comes with fresh links."""
        return await self._answer(self._exchange.api.poll(id_of(generation)))

    async def wait(
        self,
        generation: str | Generation,
        *,
        on_progress: OnProgress | None = None,
        timeout_s: float | None = None,
    ) -> Generation:
        """The completed generation; ``on_progress`` is called with it at every change.

        Raises `GenerationFailed`, and `WaitTimeout` after ``timeout_s``: the generation goes on then.
        """
        watch = self._watch(generation, timeout_s, hold_s=HOLD_S if on_progress is None else GLANCE_S)
        async with aclosing(self._emitted(watch.flow())) as events:
            async for event in events:
                if on_progress is not None and inspect.isawaitable(told := on_progress(event.generation)):
                    await told
        return watch.completed()

    async def generate(
        self,
        prompt: str,
        *,
        on_progress: OnProgress | None = None,
        timeout_s: float | None = None,
        **fields: Unpack[Fields],
    ) -> Generation:
        """`submit` and `wait`."""
        generation = await self.submit(prompt, **fields)
        return await self.wait(generation, on_progress=on_progress, timeout_s=timeout_s)

    async def download(
        self,
        generation: str | Generation,
        path: str | os.PathLike[str],
        *,
        overwrite: bool = True,
        on_progress: OnBytes | None = None,
    ) -> Path:
        """The clip as a file, or under its own name in a folder (``clips/``): whole, or not there at all.

        ``on_progress`` is called with the bytes that are there and with all of them, as far as the server tells.
        Raises `DownloadFailed`, `GenerationFailed` where there will be no clip, and `FileExistsError` where
        ``overwrite`` is false and there is one already.
        """
        download = Download(
            exchange=self._exchange, wanted=generation, target=path, overwrite=overwrite, on_progress=on_progress
        )
        return cast("Path", await self._one(download.flow()))

    async def cancel(self, generation: str | Generation) -> Generation:
        """Ask it to end: at once where it is queued, else at its next step. Raises `Conflict` where it has ended."""
        return await self._answer(self._exchange.api.cancel(id_of(generation)))

    async def list(self, **fields: Unpack[ListFields]) -> Page:
        """The account's generations, newest first, a page at a time."""
        return await self._answer(self._exchange.api.list(list_query(fields)))

    def events(self, generation: str | Generation, *, timeout_s: float | None = None) -> AsyncGenerator[Event, None]:
        """Each change as it happens, up to the one with a final status; what breaks in between is taken up again."""
        return self._emitted(self._watch(generation, timeout_s, hold_s=GLANCE_S).flow())

    async def models(self) -> tuple[Model, ...]:
        """What the server can be asked for."""
        return await self._answer(self._exchange.api.models())

    async def outlook(self) -> Outlook:
        """The server's workers and queue, for a management key of its owner. Raises `Forbidden` for any other."""
        return await self._answer(self._exchange.api.outlook())

    async def close(self) -> None:
        if self._mine:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _watch(self, generation: str | Generation, timeout_s: float | None, *, hold_s: int) -> Watch:
        return Watch(
            exchange=self._exchange,
            generation_id=id_of(generation),
            timeout_s=timeout_s,
            hold_s=hold_s,
            now=time.monotonic,
        )

    async def _answer(self, call: Call[T]) -> T:
        return cast("T", await self._one(self._exchange.emitted(call)))

    async def _one(self, flow: Flow) -> object:
        [value] = [value async for value in self._emitted(flow)]
        return value

    async def _emitted(self, flow: Flow) -> AsyncGenerator[Any, None]:
        """Carries out the steps of ``flow`` and throws into it what fails; yields what it emits."""
        with closing(flow):
            async with aclosing(_Stream(self._http)) as stream:
                answer: object = None
                failure: Exception | None = None
                while True:
                    try:
                        step = flow.send(answer) if failure is None else flow.throw(failure)
                    except StopIteration:
                        return
                    answer, failure = None, None
                    if isinstance(step, Emit):
                        yield step.value
                        continue
                    try:
                        answer = await self._carried_out(step, stream)
                    except httpx.HTTPError as error:
                        failure = transport.no_reply(error)
                    except Exception as error:
                        failure = error

    async def _carried_out(self, step: Send | Open | Read | Sleep | Do[Any], stream: _Stream) -> object:
        match step:
            case Send(request):
                response = await self._http.send(self._http.build_request(**transport.arguments(request)))
                return transport.reply(response, response.content)
            case Open(request):
                return await stream.open(request)
            case Read():
                return await stream.read()
            case Sleep(seconds):
                await asyncio.sleep(seconds)
                return None
            case Do(work):
                return await asyncio.to_thread(work)
            case _:
                assert_never(step)


class _Stream:
    """The one response that a flow reads bit by bit."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._response: httpx.Response | None = None
        self._chunks: AsyncIterator[bytes] | None = None

    async def open(self, request: Request) -> Reply:
        await self.aclose()
        self._response = await self._http.send(
            self._http.build_request(**transport.arguments(request)),
            stream=True,
            follow_redirects=request.follow_redirects,
        )
        self._chunks = self._response.aiter_raw()
        return transport.reply(self._response)

    async def read(self) -> bytes:
        return await anext(self._chunks, b"") if self._chunks is not None else b""

    async def aclose(self) -> None:
        if self._response is not None:
            await self._response.aclose()
