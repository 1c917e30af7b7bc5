"""Which file goes first where several processes share the tests: what takes longest begins early.

Sorted by how many tests they have, as xdist does it, the files with one long test each would all come last: first
every process computes, then every process waits for one storm after the other, and one of them waits alone.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

PATIENT = ("acceptance", "browser", "integration/worker")
"""Folders whose tests wait for other processes, most of the time."""
BY_THEN = 0.75
"""The share of the queue over which the long files are spread; what is left then evens the end out."""


def longest_early(items: list[pytest.Item], tests: Path) -> list[pytest.Item]:
    """``items`` with their files put into another order; a file's tests stay together and as they are.

    Files with a ``slow`` test first, then others in `PATIENT` folders, the quick ones in between, so that some
    processes compute while others wait. Among their kind the files keep their order, which may be random.
    """
    files: dict[Path, list[pytest.Item]] = defaultdict(list)
    for item in items:
        files[item.path].append(item)
    slow = [path for path, inside in files.items() if any(item.get_closest_marker("slow") for item in inside)]
    patient = [path for path in files if path not in slow and path.relative_to(tests).as_posix().startswith(PATIENT)]
    long = [*slow, *patient]
    quick = [path for path in files if path not in {*long}]
    place = {path: float(number) for number, path in enumerate(quick)}
    place |= {path: BY_THEN * len(quick) * number / len(long) - 0.5 for number, path in enumerate(long)}
    return [item for path in sorted(files, key=place.__getitem__) for item in files[path]]
