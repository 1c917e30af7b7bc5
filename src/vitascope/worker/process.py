"""The supervisor's end of a render child: start it, give it work, hear it, end it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from typing import Any, BinaryIO

import structlog
from structlog.contextvars import get_contextvars

from vitascope.core.errors import ChildDied, EngineFailed, EngineMissing, Stalled
from vitascope.worker import loading, messages
from vitascope.worker.messages import HEADER, Cancel, Failed, Loaded, Loading, Message, Render, Step

log = structlog.get_logger(__name__)

FIND_TIMEOUT_S = 60.0
"""Silence until an engine is found; then it says itself how long its loading may be silent."""
MOST_SAID = 8192
"""Bytes of one line of what a child prints that are logged."""
GRACE_S = 2.0
"""How long a child may take to hear a cancel, and again to heed a SIGTERM, before it is killed."""

SECOND_LOOK_S = 0.5
"""After a silence: where it was we who were paused, what the child said meanwhile lies there and wants to be read."""

FEW_ARENAS = {"MALLOC_ARENA_MAX": "2"}
"""For glibc, which else gives each thread a heap of its own, and each keeps what frames have left in it: 904 MB at the
most in place of 962 over a 1080p clip, in the same time. What the owner sets counts."""


class RenderProcess:
    """A warm child that holds one engine. One render at a time."""

    def __init__(self, process: asyncio.subprocess.Process, connection: socket.socket, engine: str) -> None:
        self._process = process
        self._connection = connection
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter
        self._expected: int | None = None
        """Bytes in the message whose header has been read."""
        self._about: dict[str, Any] = {}
        self._printing: asyncio.Task[None] | None = None
        self.engine = engine
        self.step_timeout_s = 30.0
        self.version = ""

    @classmethod
    async def start(cls, engine: str, *, log: BinaryIO | None) -> RenderProcess:
        """A child with its engine loaded. What it prints goes to ``log``, else line by line to ours.

        Raises `EngineMissing`, `ChildDied`, `Stalled`.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "vitascope.worker.render", engine, str(theirs.fileno()), str(os.getpid())),
                    pass_fds=(theirs.fileno(),),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=asyncio.subprocess.PIPE if log is None else log,
                    stderr=asyncio.subprocess.STDOUT if log is None else log,
                    env={**FEW_ARENAS, **os.environ},
                    start_new_session=True,
                )
        except BaseException:
            ours.close()
            raise
        child = cls(process, ours, engine)
        if process.stdout is not None:
            child._printing = asyncio.create_task(child._pass_on(process.stdout))
        try:
            child._reader, child._writer = await asyncio.open_connection(sock=ours)
            loaded = await child._loaded()
            child.step_timeout_s, child.version = loaded.step_timeout_s, loaded.version
        except BaseException:
            await child.kill()
            raise
        return child

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def _loaded(self) -> Loaded:
        patience_s, told = FIND_TIMEOUT_S, False
        while True:
            match await self._receive(patience_s):
                case Loading(timeout_s=timeout_s):
                    patience_s = timeout_s
                case Loaded() as loaded:
                    return loaded
                case Step(stage=loading.WAITING) if not told:
                    told = True
                    log.info("engine_waits", engine=self.engine, child=self.pid, why=loading.WAITING)
                case Failed(code=EngineMissing.code, message=message):
                    raise EngineMissing(message)
                case Failed(message=message):
                    raise EngineFailed(message)

    async def begin(self, order: Render) -> None:
        """Send ``order``. Raises `ChildDied`."""
        self._about = get_contextvars()
        await self._send(order)

    async def cancel(self) -> None:
        """Ask the render to end at its next step. Raises `ChildDied`."""
        await self._send(Cancel())

    async def hear(self) -> Message:
        """The next message of a render. Raises `Stalled` after too long a silence, `ChildDied` at the line's end."""
        message = await self._receive(self.step_timeout_s)
        if isinstance(message, Render | Cancel | Loading | Loaded):
            raise EngineFailed(f"The render child spoke out of turn: {type(message).__name__}.")
        return message

    async def _send(self, message: Message) -> None:
        try:
            self._writer.write(messages.encode(message))
            await self._writer.drain()
        except (ConnectionError, RuntimeError) as error:
            raise ChildDied(await self._obituary()) from error

    async def _receive(self, patience_s: float) -> Message:
        try:
            try:
                async with asyncio.timeout(patience_s):
                    return await self._message()
            except TimeoutError:
                async with asyncio.timeout(SECOND_LOOK_S):
                    return await self._message()
        except TimeoutError as error:
            raise Stalled(f"The engine gave no sign of life for {patience_s:.0f} seconds.") from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise ChildDied(await self._obituary()) from error

    async def _message(self) -> Message:
        """The next message; given up half-way, it is taken up again by the next call."""
        if self._expected is None:
            (self._expected,) = HEADER.unpack(await self._reader.readexactly(HEADER.size))
        body = await self._reader.readexactly(self._expected)
        self._expected = None
        return messages.decode(body)

    async def _obituary(self) -> str:
        """How the child ended, once it has."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), GRACE_S)
        code = self._process.returncode
        if code is None:
            return "The render process closed its line."
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        return f"The render process {how}."

    async def _pass_on(self, printed: asyncio.StreamReader) -> None:
        """What the child prints, under the ids of what it renders: warnings of libraries, tracebacks."""
        rest = b""
        while block := await printed.read(65536):
            *lines, rest = (rest + block).split(b"\n")
            for line in lines:
                self._said(line)
            if len(rest) > MOST_SAID:
                self._said(rest)
                rest = b""
        self._said(rest)

    def _said(self, line: bytes) -> None:
        text = line[:MOST_SAID].decode("utf-8", "replace").rstrip()
        if text:
            log.info("render_child", text=text, **{"engine": self.engine, "child": self.pid, **self._about})

    async def kill(self) -> None:
        """End the child at once and see it gone."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        if self._printing is not None:  # a process of its own making may hold the pipe open
            await asyncio.wait({self._printing}, timeout=GRACE_S)
            self._printing.cancel()
        if hasattr(self, "_writer"):
            self._writer.close()
            with contextlib.suppress(ConnectionError):
                await self._writer.wait_closed()
        else:
            self._connection.close()
