"""Frames that are given, the first and the last: encoded at each stage's own size, and held while all else is sampled.

The first has a latent frame to itself, and takes its place. No other does: the last latent stands for eight frames. So
the last is given by tokens of its own, beside the video's (see `keyframe`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from vitascope.engines.ltx.geometry import SPATIAL, LatentSize, Plan
from vitascope.engines.ltx.keyframe import Keyframe
from vitascope.engines.ltx.latents import State, Statistics, pack_video
from vitascope.engines.ltx.sampler import Velocity
from vitascope.media.h264_round_trip import through_h264

CRF = 33
"""What the model was trained with, up to LTX-2.3 (18 for newer checkpoints)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """Video tokens that are given."""

    latents: Tensor
    """``(1, tokens, 128)``, normalised; zero where nothing is given."""
    mask: Tensor
    """``(1, tokens)``: 1 where it is."""

    def over(self, video: Tensor) -> Tensor:
        """``video`` with the given tokens in their places."""
        return torch.lerp(video, self.latents.to(video.device), self.mask[:, :, None].to(video.device))


def pin_first(image: NDArray[np.uint8], plan: Plan, size: LatentSize, *, vae: Any, crf: int = CRF) -> Pinned:
    """``image``, sRGB of the clip's own size, as latent frame 0 of a stage of ``size``."""
    first = encode(image, plan, size, vae=vae, crf=crf)
    latents = first.new_zeros(1, size.tokens, first.shape[2])
    mask = first.new_zeros(1, size.tokens)
    latents[:, : first.shape[1]] = first
    mask[:, : first.shape[1]] = 1
    return Pinned(latents=latents, mask=mask)


def pin_last(image: NDArray[np.uint8], plan: Plan, size: LatentSize, *, vae: Any, crf: int = CRF) -> Keyframe:
    """``image``, sRGB of the clip's own size, as the clip's last frame in a stage of ``size``.

    The last that is shown, not the last that is rendered: of 153 frames for six seconds the last three are dropped, and
    an image at the end of those would never be seen. A keyframe's place is told in frames, not in latents, so that any
    may be named; the official code takes ``frame_idx`` likewise. (diffusers' ``index`` counts latents, and stands at
    the first frame of one: its last is four frames before the end of a clip of six seconds at 25 fps.)
    """
    return Keyframe(latents=encode(image, plan, size, vae=vae, crf=crf), frame=plan.frames - 1)


@torch.inference_mode()
def encode(image: NDArray[np.uint8], plan: Plan, size: LatentSize, *, vae: Any, crf: int) -> Tensor:
    """``image`` as one latent frame of a stage of ``size``: normalised tokens, ``(1, height × width, 128)``."""
    still = at_size(through_h264(canvas(image, plan), crf=crf), size)  # in this order, as the official recipe has it
    pixels = torch.from_numpy(still).permute(2, 0, 1)[None, :, None].to(vae.device, torch.float32) / 127.5 - 1
    encoded = vae.encode(pixels.to(vae.dtype), return_dict=False)[0].mode().float()
    return Statistics.of(vae).normalise(pack_video(encoded))


def canvas(image: NDArray[np.uint8], plan: Plan) -> NDArray[np.uint8]:
    """``image`` where the clip is cut out of what is rendered, its edges drawn outwards."""
    height, width = plan.full.height * SPATIAL, plan.full.width * SPATIAL
    below, right = height - plan.height - plan.top, width - plan.width - plan.left
    return np.pad(image, ((plan.top, below), (plan.left, right), (0, 0)), mode="edge")


def at_size(picture: NDArray[np.uint8], size: LatentSize) -> NDArray[np.uint8]:
    """``picture`` as large as a stage of ``size`` decodes to."""
    height, width = size.height * SPATIAL, size.width * SPATIAL
    if picture.shape[:2] == (height, width):
        return picture
    return np.array(Image.fromarray(picture).resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0))


def held(velocity: Velocity, pinned: Pinned | None) -> Velocity:
    """``velocity`` that leaves the given tokens as they are."""
    if pinned is None:
        return velocity

    def still(state: State, sigma: float) -> State:
        slope = velocity(state, sigma)
        free = 1 - pinned.mask[:, :, None].to(slope.video.device)
        return State(video=slope.video * free, audio=slope.audio)

    return still
