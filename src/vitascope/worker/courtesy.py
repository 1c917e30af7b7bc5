"""A render's place behind whoever answers people: it takes what the others leave of the processor."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

NICE = 5
AUTOGROUP = Path("/proc/self/autogroup")


def give_way() -> None:
    """Lower this process's priority for good, and that of its session where it leads one.

    A Linux with autogroups (sched(7); most desktops and servers) weighs whole sessions against each other, and a nice
    value within its own alone: a child in a session of its own would stand level with the API whatever its nice value
    is. There the session's weight is lowered too.
    """
    os.nice(NICE)
    if os.getsid(0) != os.getpid():
        return
    with contextlib.suppress(OSError):  # no such system, or not to be written to in this container
        AUTOGROUP.write_text(str(NICE), encoding="ascii")
