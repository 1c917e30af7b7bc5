"""How many files and connections this process may have open."""

from __future__ import annotations

import resource

ENOUGH = 65_536
"""More than one process serves; some systems' hard limit is two billion, and some libraries count up to it."""


def allow_many_open_files() -> int:
    """Raise the soft limit, 1,024 on most systems, to what the hard one allows, at most `ENOUGH`; the limit now.

    Each waiting client holds a connection: a thousand streams of events would otherwise be the end.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return soft
