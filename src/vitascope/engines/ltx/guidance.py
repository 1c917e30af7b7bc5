"""Guidance of the undistilled model: the same step looked at several ways, and led away from the weaker ones.

Four passes a step: the prompt; the negative prompt (classifier-free guidance); the prompt with a block's attention
skipped (spatio-temporal guidance); the prompt with video and sound unable to see each other (modality guidance).
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from vitascope.engines.ltx.latents import State
from vitascope.engines.ltx.sampler import Velocity


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """How strongly one of video and sound is led; 1, 0, 1 and 0 do nothing."""

    prompt: float
    attention: float
    modality: float
    rescale: float


VIDEO = Scales(prompt=3.0, attention=1.0, modality=3.0, rescale=0.7)
AUDIO = Scales(prompt=7.0, attention=1.0, modality=3.0, rescale=0.7)
"""Of the official two-stage recipe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """The passes that guidance compares."""

    prompt: Velocity
    negative: Velocity
    skipping: Velocity
    isolated: Velocity


def guided(views: Views, *, video: Scales = VIDEO, audio: Scales = AUDIO) -> Velocity:
    """One velocity out of four. What is compared is the clean clip that each of them sees."""

    def led(state: State, sigma: float) -> State:
        seen = [view(state, sigma) for view in (views.prompt, views.negative, views.skipping, views.isolated)]
        return State(
            video=_led(state.video, sigma, [s.video for s in seen], video),
            audio=_led(state.audio, sigma, [s.audio for s in seen], audio),
        )

    return led


def _led(noisy: Tensor, sigma: float, slopes: list[Tensor], scales: Scales) -> Tensor:
    prompt, negative, skipping, isolated = (noisy - sigma * slope for slope in slopes)
    clean = (
        prompt
        + (scales.prompt - 1) * (prompt - negative)
        + scales.attention * (prompt - skipping)
        + (scales.modality - 1) * (prompt - isolated)
    )
    if scales.rescale:
        # Guidance raises contrast: most of the deviation that it adds is taken off again.
        clean = clean * (1 + scales.rescale * (prompt.std() / clean.std() - 1))
    return (noisy - clean) / sigma
