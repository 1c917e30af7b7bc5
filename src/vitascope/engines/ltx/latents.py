"""The forms that latents take: as the VAEs have them, and packed into the tokens that the transformer sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from vitascope.engines.ltx.geometry import LatentSize


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A clip's latents while they are sampled: normalised, packed, float32. Also a velocity of the same shape."""

    video: Tensor
    """``(1, frames × height × width, 128)``."""
    audio: Tensor
    """``(1, audio latents, channels × mel bins)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Mean and deviation that a VAE's latents are normalised by, shaped ``(features,)``."""

    mean: Tensor
    std: Tensor

    @classmethod
    def of(cls, vae: Any) -> Statistics:
        """Those of a VAE of diffusers, in float32."""
        return cls(mean=vae.latents_mean.float(), std=vae.latents_std.float())

    def normalise(self, packed: Tensor) -> Tensor:
        """``(1, tokens, features)`` as the transformer sees it."""
        return (packed - self.mean.to(packed.device)) / self.std.to(packed.device)

    def denormalise(self, packed: Tensor) -> Tensor:
        """``(1, tokens, features)`` as the VAE has it."""
        return packed * self.std.to(packed.device) + self.mean.to(packed.device)


def pack_video(latents: Tensor) -> Tensor:
    """``(1, 128, frames, height, width)`` to ``(1, tokens, 128)``: frame by frame, row by row."""
    return latents.flatten(2).transpose(1, 2)


def unpack_video(packed: Tensor, size: LatentSize) -> Tensor:
    """``(1, tokens, 128)`` to ``(1, 128, frames, height, width)``."""
    return packed.transpose(1, 2).reshape(1, -1, size.frames, size.height, size.width)


def pack_audio(latents: Tensor) -> Tensor:
    """``(1, channels, length, mel bins)`` to ``(1, length, channels × mel bins)``."""
    return latents.transpose(1, 2).flatten(2)


def unpack_audio(packed: Tensor, channels: int) -> Tensor:
    """``(1, length, channels × mel bins)`` to ``(1, channels, length, mel bins)``."""
    return packed.reshape(1, packed.shape[1], channels, -1).transpose(1, 2)


def noised(clean: Tensor, noise: Tensor, sigma: float) -> Tensor:
    """``clean`` at noise level ``sigma``: the straight line of flow matching."""
    return torch.lerp(clean, noise, sigma)
