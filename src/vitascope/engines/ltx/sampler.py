"""Euler's method along a noise schedule: the whole of sampling. What the velocity is made of is not known here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from vitascope.engines.ltx.latents import State
from vitascope.engines.ltx.sigmas import steps


class Velocity(Protocol):
    """Which way the latents move as the noise falls: noise minus clean, for video and sound."""

    def __call__(self, state: State, sigma: float) -> State: ...


BeforeStep = Callable[[int, State], None]
"""Called with the number of steps done and what they came to; what it raises ends the sampling."""


def denoise(
    velocity: Velocity, state: State, sigmas: Sequence[float], *, before_step: BeforeStep, first: int = 0
) -> State:
    """``state`` at ``sigmas[first]``, taken step by step to the last of ``sigmas``.

    ``first`` goes on where an earlier run stopped: a state is all that there is to a step's past.
    """
    for index, (sigma, after) in enumerate(steps(sigmas)[first:], start=first):
        before_step(index, state)
        slope = velocity(state, sigma)
        state = State(
            video=state.video + (after - sigma) * slope.video, audio=state.audio + (after - sigma) * slope.audio
        )
    return state
