"""Whether it was for want of room that something could not be written."""

from __future__ import annotations

import errno

FULL_SAID = "The disk of the machine that was to render it is full."

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def is_full(error: BaseException) -> bool:
    """Whether a disk, or a user's share of one, had no room for what was to be written."""
    return getattr(error, "errno", None) in _FULL
