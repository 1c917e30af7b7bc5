"""How far Python runs ahead of a GPU: kernels are only queued by the calls that start them.

Left alone it queues a thousand of them, half a step of a long clip: progress would be told and cancels heard minutes
early, and of streamed blocks more would lie in the device's memory than run there.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

import torch

Look = Callable[[], None]
"""Called now and then while a GPU computes; what it raises ends the waiting."""
Done = Callable[[], bool]

AHEAD = 2
"""Blocks that are queued while one runs: enough that the GPU never waits for Python."""
POLL_S = 0.001
LOOK_EVERY = 50
"""Polls."""


def done_on(device: torch.device) -> Done:
    """Whether ``device`` has done what it was given until now."""
    event = torch.cuda.Event()  # type: ignore[no-untyped-call]
    event.record(torch.cuda.current_stream(device))
    return lambda: bool(event.query())  # type: ignore[no-untyped-call]


def wait(done: Done, look: Look) -> None:
    """Return once ``done`` says so, and ``look`` meanwhile: a tile takes a GPU seconds, and a cancel must not wait."""
    polls = 0
    while not done():
        polls += 1
        if polls % LOOK_EVERY == 0:
            look()
        time.sleep(POLL_S)


class Pace:
    """Called before each block: looks, marks what is queued, and waits for what was marked `AHEAD` blocks ago."""

    def __init__(self, look: Look, mark: Callable[[], Done] | None) -> None:
        """``mark`` gives what tells whether everything until then is done; ``None`` where calls return when it is."""
        self._look = look
        self._mark = mark
        self._marked: deque[Done] = deque()

    def __call__(self) -> None:
        self._look()
        if self._mark is not None:
            self._marked.append(self._mark())
            if len(self._marked) > AHEAD:
                wait(self._marked.popleft(), self._look)
