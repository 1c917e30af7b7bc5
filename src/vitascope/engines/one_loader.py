"""One process of a host at a time: several that load at once would make the disk read all of it at once.

The lock is the kernel's, on a folder, so nothing is written, and a process that dies gives it back by dying.
Where a file system has no such locks, as some on networks, loading goes on without.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PAUSE_S = 0.5


@contextlib.contextmanager
def one_loader(folder: Path, *, waiting: Callable[[], None]) -> Iterator[None]:
    """Within it, nobody else on this host is within it for ``folder``, under whatever name; ``waiting`` is told before.

    What ``waiting`` raises ends the wait.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        while not _locked(descriptor):
            waiting()
            time.sleep(PAUSE_S)
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks on this file system
        return True
    return True
