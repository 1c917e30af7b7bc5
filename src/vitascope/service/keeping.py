"""What callers are told where the place for files takes no more: come again, and why, without a path of ours."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from vitascope.core.errors import Unavailable

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def keeping() -> Iterator[None]:
    """Around whatever writes a file. Raises `Unavailable` for what the block's disk says."""
    try:
        yield
    except (ConnectionError, TimeoutError):  # of who sends the file, not of who keeps it
        raise
    except OSError as error:
        said = "is full" if error.errno in FULL else f"takes none: {error.strerror or type(error).__name__}"
        raise Unavailable(f"The disk that files are kept on {said}; try again later.") from error
