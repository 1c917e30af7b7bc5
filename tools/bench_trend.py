"""Whether what was looked at again and again stayed where it was: by the minute, and as a slope."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

MINUTE_S = 60.0

Look = tuple[float, float]
"""Seconds since the start, and what was found."""


def minutes(looks: Sequence[Look]) -> list[list[float]]:
    """What was found in each minute, in order. A last one that is shorter than half counts with the one before."""
    if not looks:
        return []
    found: dict[int, list[float]] = {}
    for at_s, value in looks:
        found.setdefault(int(at_s // MINUTE_S), []).append(value)
    last = max(at_s for at_s, _ in looks)
    parts = [found[number] for number in sorted(found)]
    if len(parts) > 1 and last % MINUTE_S < MINUTE_S / 2:
        tail = parts.pop()
        parts[-1] += tail
    return parts


def slope(looks: Sequence[Look]) -> float:
    """By how much it grew in a minute: the line with the least squares. 0 for less than two moments."""
    if len({at_s for at_s, _ in looks}) < 2:
        return 0.0
    line = statistics.linear_regression([at_s / MINUTE_S for at_s, _ in looks], [value for _, value in looks])
    return line.slope


def first_and_last(looks: Sequence[Look]) -> tuple[float, float]:
    """The means of the first and the last minute; of the two halves where there is but one minute.

    Raises ``ValueError`` where nobody looked.
    """
    if not looks:
        raise ValueError("nobody looked")
    parts = minutes(looks)
    if len(parts) == 1 and len(looks) > 1:
        half = len(looks) // 2
        values = [value for _, value in looks]
        parts = [values[:half], values[half:]]
    return statistics.fmean(parts[0]), statistics.fmean(parts[-1])
