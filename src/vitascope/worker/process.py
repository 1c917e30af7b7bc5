"""The supervisor's end of a render child: start it, give it work, hear it, end it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from typing import BinaryIO

from vitascope.core.errors import ChildDied, EngineFailed, EngineMissing, Stalled
from vitascope.worker import messages
from vitascope.worker.messages import HEADER, Cancel, Failed, Loaded, Loading, Message, Render

FIND_TIMEOUT_S = 60.0
"""Silence until an engine is found; then it says itself how long its loading may be silent."""
GRACE_S = 2.0
"""How long a child may take to hear a cancel, and again to heed a SIGTERM, before it is killed."""

SECOND_LOOK_S = 0.5
"""After a silence: where it was we who were paused, what the child said meanwhile lies there and wants to be read."""


class RenderProcess:
    """A warm child that holds one engine. One render at a time."""

    def __init__(self, process: asyncio.subprocess.Process, connection: socket.socket, engine: str) -> None:
        self._process = process
        self._connection = connection
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter
        self._expected: int | None = None
        """Bytes in the message whose header has been read."""
        self.engine = engine
        self.step_timeout_s = 30.0
        self.version = ""

    @classmethod
    async def start(cls, engine: str, *, log: BinaryIO | None) -> RenderProcess:
        """A child with its engine loaded. Raises `EngineMissing`, `ChildDied`, `Stalled`."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "vitascope.worker.render", engine, str(theirs.fileno()), str(os.getpid())),
                pass_fds=(theirs.fileno(),),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        child = cls(process, ours, engine)
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
        patience_s = FIND_TIMEOUT_S
        while True:
            match await self._receive(patience_s):
                case Loading(timeout_s=timeout_s):
                    patience_s = timeout_s
                case Loaded() as loaded:
                    return loaded
                case Failed(code=EngineMissing.code, message=message):
                    raise EngineMissing(message)
                case Failed(message=message):
                    raise EngineFailed(message)

    async def begin(self, order: Render) -> None:
        """Send ``order``. Raises `ChildDied`."""
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

    async def kill(self) -> None:
        """End the child at once and see it gone."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        if hasattr(self, "_writer"):
            self._writer.close()
            with contextlib.suppress(ConnectionError):
                await self._writer.wait_closed()
        else:
            self._connection.close()
