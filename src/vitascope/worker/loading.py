"""One engine of a host is loaded at a time: several at once would each compile, or read, what the first does for all.

The lock is the kernel's, on a folder that this user's processes share, whatever data folders their workers have. It is
a courtesy: where there is no such folder, or a holder does not end, loading goes on without. Containers that share no
temporary folder do not see each other.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import time
from pathlib import Path

from vitascope.core.ports import Engine, Report
from vitascope.engines.one_loader import one_loader

WAITING = "waiting for another worker of this host to load"
LONGEST_WAIT_S = 1800.0
"""The largest weights from the slowest disk take less; a holder that takes more has been stopped."""
NOTE = "loading"
"""A file that says who is at it."""


class _Enough(Exception):
    """Waited for long enough."""


def load_in_turn(engine: Engine, report: Report, *, folder: Path | None = None) -> None:
    """Load ``engine`` when nobody else on this host loads one; ``report`` hears of each moment's wait.

    Raises what loading raises, and what ``report`` does.
    """
    shared = folder or shared_folder()
    with contextlib.ExitStack() as turn:
        if shared is not None and not engine.info.light:
            give_up = time.monotonic() + LONGEST_WAIT_S

            def waiting() -> None:
                report.step(WAITING, 0, 1)
                if time.monotonic() > give_up:
                    raise _Enough

            with contextlib.suppress(_Enough, OSError):
                turn.enter_context(one_loader(shared, waiting=waiting))
                (shared / NOTE).write_text(f"process {os.getpid()} loads {engine.info.name}", encoding="utf-8")
        engine.load(report)


def loading_now(folder: Path | None = None) -> str | None:
    """Who loads an engine on this host, in words; ``None`` where nobody does."""
    shared = folder or shared_folder()
    if shared is None:
        return None
    descriptor = os.open(shared, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        with contextlib.suppress(OSError):
            return (shared / NOTE).read_text(encoding="utf-8")
        return "a process loads an engine"
    except OSError:  # no locks on this file system
        return None
    finally:
        os.close(descriptor)
    return None


def shared_folder() -> Path | None:
    """Of this user's processes; ``None`` where there can be none."""
    found = Path(tempfile.gettempdir()) / f"vitascope-loading-{os.getuid()}"
    try:
        found.mkdir(mode=0o700, exist_ok=True)
        if found.is_symlink() or found.lstat().st_uid != os.getuid():
            return None
    except OSError:
        return None
    return found
