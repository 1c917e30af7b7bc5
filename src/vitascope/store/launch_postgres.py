"""Becomes the PostgreSQL server: run as a program, it prepares its own process and then executes its arguments.

Two things must happen in the process itself, before the server is there: it must die with the program that started
it (Linux), and it must not be root, which PostgreSQL refuses to be. Root enters a user namespace in which it is
``nobody``; files keep their owner outside of it.

Imports nothing of this package and nothing heavy, so that it starts at once.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000  # linux/sched.h
PR_SET_PDEATHSIG = 1  # linux/prctl.h
NOBODY = 65534

NO_NAMESPACE = (
    "PostgreSQL does not run as root, and this system does not let root enter a user namespace: "
    "run Vitascope as an ordinary user, or give it a server with --database."
)


def leave_root() -> None:
    """Become ``nobody`` in a new user namespace. Raises ``OSError`` where the system forbids it."""
    uid, gid = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1", encoding="ascii")


def die_with_parent(parent: int, program: str) -> None:
    """When ``parent`` ends: of the server SIGQUIT, its immediate shutdown, as what is committed is on disk already.

    Of anything else SIGTERM, on which ``initdb`` removes what it has begun.
    """
    how = signal.SIGQUIT if Path(program).name == "postgres" else signal.SIGTERM
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)


def main() -> None:
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        if os.geteuid() == 0:
            try:
                leave_root()
            except OSError:
                sys.exit(NO_NAMESPACE)
        if parent:
            die_with_parent(parent, command[0])
    os.execv(command[0], command)  # noqa: S606 - the whole point


if __name__ == "__main__":
    main()
