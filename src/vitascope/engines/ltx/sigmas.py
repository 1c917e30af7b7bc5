"""How noisy the latents are before each step: the schedules that the distilled model was trained for.

Source: the official repository's constants, and diffusers' copy of them (``pipelines/ltx2/utils.py``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

DISTILLED = (1.0, 0.99375, 0.9875, 0.98125, 0.975, 0.909375, 0.725, 0.421875, 0.0)
"""Stage 1: eight steps from pure noise."""

REFINE = (0.909375, 0.725, 0.421875, 0.0)
"""Stage 2: three steps from latents that are noised again to the first."""

BASE_SHIFT, MAX_SHIFT = 0.95, 2.05
BASE_TOKENS, MAX_TOKENS = 1024, 4096
TERMINAL = 0.1
"""Of the undistilled model's scheduler configuration: where its last step begins."""


def guided(steps: int, tokens: int = MAX_TOKENS) -> tuple[float, ...]:
    """The undistilled model's schedule: evenly spaced, then shifted towards noise, the more the more tokens.

    ``steps`` + 1 values from 1 to 0. The shift is exponential in ``tokens``; then the values are stretched so that the
    last step begins at `TERMINAL`. The official two-stage recipe leaves ``tokens`` at 4,096 **whatever the clip's own
    are**; diffusers' pipelines take the clip's, and at the 10,200 of 1080p 11 of 40 steps are then left below a noise
    of 0.9, rather than 23.
    """
    if steps < 2:
        raise ValueError(f"{steps} steps; at least 2 make a schedule")
    slope = (MAX_SHIFT - BASE_SHIFT) / (MAX_TOKENS - BASE_TOKENS)
    shift = math.exp(BASE_SHIFT + slope * (tokens - BASE_TOKENS))
    even = [1 - index * (1 - 1 / steps) / (steps - 1) for index in range(steps)]
    shifted = [shift / (shift + (1 / sigma - 1)) for sigma in even]
    scale = (1 - shifted[-1]) / (1 - TERMINAL)
    return (*(1 - (1 - sigma) / scale for sigma in shifted), 0.0)


def steps(sigmas: Sequence[float]) -> list[tuple[float, float]]:
    """Each step's noise before and after."""
    return list(pairwise(sigmas))
