"""Where a finished file goes: a name that is free, and never over another file unless that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path


def free(place: Path) -> Path:
    """``place``, or with ``-2``, ``-3`` … at the end of its name where there is such a file already."""
    return next(path for path in _names(place) if not path.exists())


def put(part: Path, place: Path, *, overwrite: bool) -> Path:
    """Move ``part`` to ``place`` on the same file system, and return where it went. Raises ``OSError``.

    Without ``overwrite``, a file that has appeared there since somebody looked is left alone and the next free name
    taken: what took minutes to make must not be lost to that.
    """
    if overwrite:
        part.replace(place)
        return place
    for path in _names(place):
        try:
            path.hardlink_to(part)  # fails where the name is taken, in one step
        except FileExistsError:
            continue
        except OSError:  # a file system without links: two steps
            place = free(place)
            part.replace(place)
            return place
        part.unlink()
        return path
    raise AssertionError("names do not end")


def _names(place: Path) -> Iterator[Path]:
    yield place
    for number in count(2):
        yield place.with_name(f"{place.stem}-{number}{place.suffix}")
