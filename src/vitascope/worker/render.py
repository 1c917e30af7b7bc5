"""The render child: holds one engine, warm, and renders what its supervisor tells it to. Run as a program.

    python -m vitascope.worker.render ENGINE SOCKET_FD PARENT_PID

Its socket is its only tie: messages come and go over it, and its end is the child's end.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitascope.core.errors import Cancelled, EngineBroke, EngineFailed, NoRoom, VitascopeError
from vitascope.core.full_disk import FULL_SAID, is_full
from vitascope.core.generation import GenerationSpec
from vitascope.core.ports import Engine, Handoff, Inputs
from vitascope.engines import registry
from vitascope.media.image import decode_png
from vitascope.worker import messages
from vitascope.worker.clip import render_clip
from vitascope.worker.courtesy import give_way
from vitascope.worker.lifeline import die_with_parent
from vitascope.worker.loading import load_in_turn
from vitascope.worker.messages import (
    HEADER,
    Cancel,
    Failed,
    Kept,
    Loaded,
    Loading,
    Message,
    Render,
    Rendered,
    Started,
    Step,
    Still,
)
from vitascope.worker.remade import Remade

MOST_SAID = 200
"""Characters of an error that nobody foresaw, as callers see it."""


class Line:
    """The socket to the supervisor. A thread reads it, so that a cancel is heard while the engine computes."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self.renders: queue.Queue[Render] = queue.Queue()
        self.cancelled = threading.Event()

    def listen(self) -> None:
        threading.Thread(target=self._read, name="line", daemon=True).start()

    def send(self, message: Message) -> None:
        with self._sending, contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._connection.sendall(messages.encode(message))

    def _read(self) -> None:
        with self._connection.makefile("rb") as stream:
            while header := stream.read(HEADER.size):
                message = messages.decode(stream.read(HEADER.unpack(header)[0]))
                match message:
                    case Render():
                        self.cancelled.clear()
                        self.renders.put(message)
                    case Cancel():
                        self.cancelled.set()
        os._exit(0)  # the supervisor is gone, and so is the reason to go on


class LineReport:
    """Tells the supervisor of every step; raises when a cancel has come."""

    def __init__(self, line: Line, folder: Path | None = None) -> None:
        """``folder`` takes checkpoints."""
        self._line = line
        self._folder = folder
        self._kept = 0

    def step(self, stage: str, done: int, total: int) -> None:
        if self._line.cancelled.is_set():
            raise Cancelled("This generation was cancelled.")
        self._line.send(Step(stage=stage, done=done, total=total))

    def describe(self, notes: Mapping[str, Any]) -> None:
        """Nothing to send: the notes come back with the finished clip."""

    def keep(self, write: Callable[[Path], None]) -> None:
        if self._folder is None:
            return
        self._kept += 1
        path = self._folder / f"checkpoint-{self._kept}"
        try:
            write(path)
        except Exception:  # whatever it is: a render that may yet be made should not end for what it need not have
            print("A checkpoint could not be kept.", file=sys.stderr)
            traceback.print_exc()
            path.unlink(missing_ok=True)
            return
        self._line.send(Kept(path=str(path)))


def answer(held: Engine | Handoff, order: Render, line: Line) -> Rendered | Failed:
    """Render one order; every failure becomes a message."""
    try:
        spec = GenerationSpec.from_json(order.spec)
        engine = _engine_for(held, order)
        line.send(Started(predicted_s=engine.seconds(spec)))
        folder = Path(order.folder)
        inputs = Inputs(
            image=_picture(order.image_path),
            last_image=_picture(order.last_image_path),
            checkpoint=None if order.checkpoint_path is None else Path(order.checkpoint_path),
        )
        report = LineReport(line, folder)
        clip = render_clip(
            engine,
            spec,
            inputs,
            report,
            folder=folder,
            generation_id=order.generation_id,
            still=lambda path: line.send(Still(path=str(path))),
        )
    except VitascopeError as error:
        return Failed(code=error.code, message=str(error))
    except Exception as error:
        traceback.print_exc()
        if is_full(error):
            return Failed(code=NoRoom.code, message=FULL_SAID)
        return Failed(code=EngineBroke.code, message=_in_a_line(error))
    return Rendered(
        video_path=str(clip.video),
        poster_path=str(clip.poster),
        size_bytes=clip.media.size_bytes,
        frames=clip.media.frames,
        notes=dict(clip.notes),
        encode_s=clip.encode_s,
        encode_began_ns=clip.encode_began_ns,
    )


def _in_a_line(error: Exception) -> str:
    """For the caller: the rest is in the log."""
    first = next(iter(str(error).strip().splitlines()), "")
    return f"The engine failed: {type(error).__name__}{': ' if first else ''}{first[:MOST_SAID]}"


def _engine_for(held: Engine | Handoff, order: Render) -> Engine:
    if order.source_path is not None:
        return Remade(held.info, Path(order.source_path), order.source_notes)
    if isinstance(held, Handoff):
        raise EngineFailed(f"The engine {held.info.name!r} has brought no file.")
    return held


def _picture(path: str | None) -> NDArray[np.uint8] | None:
    return None if path is None else decode_png(Path(path).read_bytes())


def main() -> None:
    name, descriptor, parent = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor decides
    give_way()
    line = Line(socket.socket(fileno=descriptor))
    line.listen()
    try:
        engine = registry.find(name)
        line.send(Loading(timeout_s=engine.info.load_timeout_s))
        if not isinstance(engine, Handoff):  # which holds nothing here: this child only finishes what it brings
            load_in_turn(engine, LineReport(line))
    except VitascopeError as error:
        line.send(Failed(code=error.code, message=str(error)))
        return
    info = engine.info
    line.send(Loaded(name=info.name, step_timeout_s=info.step_timeout_s, version=info.version))
    while True:
        line.send(answer(engine, line.renders.get(), line))


if __name__ == "__main__":
    main()
