"""A frame given by tokens of its own: they stand beside the video's, clean at every step, where and when it is shown.

The transformer sees them at their place in time and attends to them; what it says of them is dropped, so they reach
neither the sampler nor the decoder. Source: ``VideoConditionByKeyframeIndex`` of the official repository, at full
strength.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import torch
from torch import Tensor

from vitascope.engines.ltx.geometry import SPATIAL, LatentSize, Tile
from vitascope.engines.ltx.latents import State
from vitascope.engines.ltx.sampler import Velocity
from vitascope.engines.ltx.tiles import cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyframe:
    """One frame's tokens, and which frame of the clip it is."""

    latents: Tensor
    """``(1, height × width, 128)``, normalised."""
    frame: int

    def tile(self, size: LatentSize, tile: Tile) -> Keyframe:
        """Its piece for a tile of a picture of ``size``, which is rendered as if it were a picture of its own."""
        return replace(self, latents=cut(self.latents, replace(size, frames=1), tile))


def places(frame: int, size: LatentSize, fps: Fraction, *, device: torch.device) -> Tensor:
    """Where a keyframe's tokens stand, as the transformer's positions are told: ``(1, 3, height × width, 2)``.

    From and to, in seconds down the clip and in pixels down and across the picture. In time that is the one ``frame``,
    not the eight of a latent; unlike the video's own, it needs no shift for the first frame that stands alone.
    """
    top, left = torch.meshgrid(
        torch.arange(size.height, dtype=torch.float32, device=device) * SPATIAL,
        torch.arange(size.width, dtype=torch.float32, device=device) * SPATIAL,
        indexing="ij",
    )
    begin = torch.stack((torch.full_like(top, frame), top, left)).flatten(1)
    end = begin + torch.tensor((1.0, SPATIAL, SPATIAL), device=device)[:, None]
    bounds = torch.stack((begin, end), dim=-1)
    bounds[0] /= float(fps)
    return bounds[None]


def beside(velocity: Velocity, keyframe: Keyframe | None) -> Velocity:
    """``velocity`` of the video's own tokens, where it is asked with the keyframe's after them."""
    if keyframe is None:
        return velocity
    given = keyframe.latents

    def accompanied(state: State, sigma: float) -> State:
        own = state.video.shape[1]
        both = torch.cat((state.video, given.to(state.video)), dim=1)
        slope = velocity(State(video=both, audio=state.audio), sigma)
        return State(video=slope.video[:, :own], audio=slope.audio)

    return accompanied
