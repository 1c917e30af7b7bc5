"""When waves come in: one function for the picture, which breaks them, and the sound, which lets them be heard."""

from __future__ import annotations

import math

PERIOD_S = 3.6
"""Between two waves that come in, on average: a wind sea of about 20 m, as off a rocky coast."""
_UNEVEN, _PER_S = 0.13, 0.83
"""Share of a wave by which one comes early or late, and how fast that changes; no two intervals are the same."""


def phase(time_s: float) -> float:
    """How many waves have come in until ``time_s``; rises evenly enough that none ever runs back."""
    return time_s / PERIOD_S + _UNEVEN * math.sin(_PER_S * time_s)


def breaks(start_s: float, end_s: float) -> tuple[float, ...]:
    """The moments in ``[start_s, end_s)`` at which a wave meets the rocks: where `phase` is a whole number."""
    moments = []
    for wave in range(math.floor(phase(start_s)), math.ceil(phase(end_s)) + 1):
        low, high = (wave - 2 * _UNEVEN) * PERIOD_S, (wave + 2 * _UNEVEN) * PERIOD_S
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if phase(middle) < wave else (low, middle)
        if start_s <= high < end_s:
            moments.append(high)
    return tuple(moments)


def force(moment: float) -> float:
    """How hard the wave of ``moment`` breaks, 0.45 to 1: by its number, so that picture and sound agree."""
    number = round(phase(moment))
    return 0.45 + 0.55 * abs(math.sin(number * 2.39996))
