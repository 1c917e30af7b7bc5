"""One process compiles a kernel; the others wait, and read what it wrote.

numba keeps what it compiled beside the source and looks there first. Processes that want the same kernel at once would
all compile it, a minute and a half of work for each where nothing is kept yet; and two that write one function's index
at once can make it name the other's code.
"""

from __future__ import annotations

import fcntl
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from numba.core.caching import NullCache
from numba.core.compiler_lock import global_compiler_lock
from numba.core.dispatcher import Dispatcher


def take_turns(folder: Path) -> None:
    """From now on each kernel is compiled by one at a time of the processes that called this with the same folder.

    Nobody waits in a circle: a kernel's lock is held while those it calls take theirs, and no two call each other;
    within a process numba's own lock comes first.
    """
    alone = Dispatcher.compile
    held: set[str] = set()

    @functools.wraps(alone)
    def compile_in_turn(self: Any, sig: Any) -> Any:
        if isinstance(self._cache, NullCache):  # the others could not read it
            return alone(self, sig)
        name = f"{self.py_func.__module__}.{self.py_func.__qualname__}"
        with global_compiler_lock:
            if name in held:
                return alone(self, sig)
            held.add(name)
            try:
                with _locked(folder / name):
                    return alone(self, sig)
            finally:
                held.remove(name)

    Dispatcher.compile = compile_in_turn


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
