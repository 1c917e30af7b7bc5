"""What callers are told where the place for files takes no more: come again, and why, without a path of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from vitascope.core.errors import Unavailable
from vitascope.core.full_disk import is_full


@contextmanager
def keeping() -> Iterator[None]:
    """Around whatever writes a file. Raises `Unavailable` for what the block's disk says."""
    try:
        yield
    except (ConnectionError, TimeoutError):  # of who sends the file, not of who keeps it
        raise
    except OSError as error:
        said = "is full" if is_full(error) else f"takes none: {error.strerror or type(error).__name__}"
        raise Unavailable(f"The disk that files are kept on {said}; try again later.") from error
