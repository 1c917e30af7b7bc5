"""Every kernel compiled, or read from what an earlier start compiled, before the first clip.

On a small or a busy machine that takes minutes; each kernel that is done is a sign of life, so that whoever waits tells
slow from stuck.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from numba.core.event import Event, Listener, install_listener

from vitascope.core.ports import Report

LOOK_S = 1.0
"""Longest time between a kernel's end and its report."""
STAGE = "warm-up"


class _Compiled(Listener):
    """Counts kernels, on whatever thread they are compiled; numba compiles one at a time."""

    def __init__(self) -> None:
        self.count = 0

    def on_start(self, event: Event) -> None:  # noqa: ARG002 - a `Listener`
        return

    def on_end(self, event: Event) -> None:  # noqa: ARG002
        self.count += 1


def run_parts(parts: Sequence[Callable[[], Any]], report: Report, *, threads: int = 2) -> None:
    """Run ``parts`` side by side; report each that is done, and again at each kernel that one of them compiled.

    Raises what ``report`` or a part raises, once the parts that had begun are done.
    """
    compiled, told = _Compiled(), 0
    report.step(STAGE, 0, len(parts))
    pool = ThreadPoolExecutor(threads, thread_name_prefix=STAGE)
    try:
        with install_listener("numba:compile", compiled):
            running = [pool.submit(part) for part in parts]
            waiting, done = set(running), 0
            while waiting:
                _, waiting = wait(waiting, LOOK_S)
                if (len(parts) - len(waiting), compiled.count) != (done, told):
                    done, told = len(parts) - len(waiting), compiled.count
                    report.step(STAGE, min(done, len(parts) - 1), len(parts))
            for part in running:
                part.result()
    finally:
        pool.shutdown(cancel_futures=True)
