"""The streaming muxer: chunks in as an engine yields them, one MP4 out, encoded on a thread of its own.

Runs in the render child. At most two chunks wait, so memory does not grow with the clip, and an engine that is faster
than the encoder is held back.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from queue import Full, Queue
from types import TracebackType
from typing import Any, Self

import numpy as np

from vitascope.core.media import CHANNELS, MediaChunk, MediaInfo, Resolution
from vitascope.media.encode import EncodeSettings, Mp4Writer, encode_settings, encoder_facts
from vitascope.media.receipt import receipt_tags
from vitascope.media.seal import Seal

QUEUED_CHUNKS = 2
"""Enough to keep renderer and encoder both busy; a third would only hold memory."""

LOOK_S = 1.0
"""How often whoever waits for the encoder looks whether it goes on."""


class Muxer:
    """One clip on its way into ``path``.

    Use it as a context manager: leaving it without `close`, or by an exception, ends the thread and removes the file.
    A chunk belongs to the muxer once written: its arrays are read later, without a copy, and must not be altered.
    """

    def __init__(
        self,
        path: Path,
        *,
        resolution: Resolution,
        fps: Fraction,
        has_audio: bool,
        receipt: Mapping[str, Any],
        settings: EncodeSettings | None = None,
        waiting: Callable[[], None] = lambda: None,
    ) -> None:
        """``waiting`` is called about once a second while `write` or `close` waits for an encoder that goes on.

        What it raises is let through: a clip that is not wanted any more need not be encoded to its end.
        """
        self._path = path
        self._waiting = waiting
        self._encoded = 0
        self._size = resolution
        self._fps = fps
        self._has_audio = has_audio
        self._next = 0
        self._error: BaseException | None = None
        self._ended = False
        self._abandoned = threading.Event()
        self._samples: int | None = None
        self.busy_s = 0.0
        """Time that the encoder has worked, and not waited for chunks."""
        self._queue: Queue[MediaChunk | None] = Queue(maxsize=QUEUED_CHUNKS)
        settings = settings or encode_settings(resolution)
        seal = Seal(has_audio=has_audio)
        self._writer = Mp4Writer(
            path,
            resolution=resolution,
            fps=fps,
            has_audio=has_audio,
            tags=receipt_tags({**receipt, "encoder": encoder_facts(settings), **seal.placeholders()}),
            seal=seal,
            settings=settings,
        )
        self._thread = threading.Thread(target=self._encode, name="muxer", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abort()

    def write(self, chunk: MediaChunk) -> None:
        """Queue ``chunk``; waits while two others do. What ``waiting`` raises is let through, by `close` too.

        Raises `ValueError` for a chunk that does not follow the last one, or is not shaped like this clip, and
        whatever stopped the encoder.
        """
        if self._ended:
            raise ValueError("this clip is closed")
        self._check(chunk)
        self._raise_failure()
        self._next += chunk.frames
        self._patiently(lambda: self._put(chunk))

    def close(self) -> MediaInfo:
        """Wait for the encoder and finish the file. Raises whatever stopped the encoder; the file is then removed."""
        if self._ended:
            raise ValueError("this clip is closed")
        try:
            if self._next == 0:
                raise ValueError("a clip needs at least one frame")
            self._patiently(lambda: self._put(None))
            self._patiently(self._joined)
            self._raise_failure()
        except BaseException:
            self.abort()
            raise
        self._ended = True
        return MediaInfo(
            width=self._size.width,
            height=self._size.height,
            fps=self._fps,
            frames=self._next,
            audio_samples=self._samples,
            size_bytes=self._path.stat().st_size,
        )

    def abort(self) -> None:
        """End the thread and remove the file; nothing after `close`, and harmless twice."""
        if self._ended:
            return
        self._ended = True
        self._abandoned.set()
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()
        self._path.unlink(missing_ok=True)

    def _patiently(self, done: Callable[[], bool]) -> None:
        """Until ``done``, which takes `LOOK_S` at most; each time that the encoder has got on meanwhile, say so."""
        before = self._standing()
        while not done():
            now = self._standing()
            if now != before:
                self._waiting()
            before = now

    def _put(self, chunk: MediaChunk | None) -> bool:
        try:
            self._queue.put(chunk, timeout=LOOK_S)
        except Full:
            return False
        return True

    def _joined(self) -> bool:
        self._thread.join(LOOK_S)
        return not self._thread.is_alive()

    def _standing(self) -> tuple[int, int]:
        """Other than before wherever the encoder has got on: at the end it only writes, what it still held and more."""
        try:
            return self._encoded, self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return self._encoded, 0

    def _encode(self) -> None:
        """The thread. After a failure it goes on emptying the queue, so that a writer never waits for nobody."""
        ended = False
        try:
            while (chunk := self._queue.get()) is not None:
                began = time.perf_counter()
                for index in range(chunk.frames):
                    if self._abandoned.is_set():
                        break
                    self._writer.frame(chunk, index)
                    self._encoded += 1
                self.busy_s += time.perf_counter() - began
            ended = True
            if self._abandoned.is_set():
                self._writer.abandon()
            else:
                began = time.perf_counter()
                self._samples = self._writer.finish()
                self.busy_s += time.perf_counter() - began
        except BaseException as error:  # it is raised again in the caller's thread
            self._error = error
            with contextlib.suppress(Exception):
                self._writer.abandon()
            while not ended and self._queue.get() is not None:
                pass

    def _raise_failure(self) -> None:
        if self._error is not None:
            raise self._error

    def _check(self, chunk: MediaChunk) -> None:
        if chunk.first != self._next:
            raise ValueError(f"frame {self._next} is due, and the chunk begins at {chunk.first}")
        width, height = self._size.width, self._size.height
        for name, plane, shape in (
            ("y", chunk.y, (height, width)),
            ("u", chunk.u, (height // 2, width // 2)),
            ("v", chunk.v, (height // 2, width // 2)),
        ):
            if plane.dtype != np.uint8 or plane.shape != (chunk.frames, *shape):
                wanted = f"uint8 {(chunk.frames, *shape)}"
                raise ValueError(f"plane {name} is {plane.dtype} {plane.shape}; this clip takes {wanted}")
        if (chunk.pcm is not None) != self._has_audio:
            raise ValueError("sound came for a clip without" if chunk.pcm is not None else "a clip with sound got none")
        if chunk.pcm is not None and (chunk.pcm.ndim != 2 or chunk.pcm.shape[0] != CHANNELS):
            raise ValueError(f"pcm is shaped {chunk.pcm.shape}; it takes ({CHANNELS}, samples)")
